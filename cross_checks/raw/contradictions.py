"""What cannot be so together: where it is certain, none of the facts concerned is believed."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final, NamedTuple

from .facts import ERROR, NEVER, Declared, Seen, everything
from .when import MONTHS


class Contradiction(NamedTuple):
    """Facts of a group, and when what is possible of them cannot be so together."""

    group: str
    facts: tuple[str, ...]
    cannot: Callable[..., bool]
    absence: str = "implausible"
    doubted: str | None = None
    """The one of the facts that is not believed; None where that is each of them."""
    said: str | None = None
    """The one of the facts of which the last argument of ``cannot`` is how long ago it was said, in hours."""

    def doubts(self, name: str) -> bool:
        """Say whether a fact is not believed where it holds."""
        return name in self.facts if self.doubted is None else name == self.doubted

    def holds(self, given: Mapping[str, Seen]) -> bool:
        """Say whether it is certain; a fact that is not known contradicts nothing."""
        if any(name not in given or given[name].absence is not None for name in self.facts):
            return False
        said = () if self.said is None else (given[self.said].said_ago,)
        return self.cannot(*(given[name].still for name in self.facts), *said)


def believed(declared: Mapping[str, Declared], name: str, given: Mapping[str, Seen]) -> Seen:
    """Return what is left of a fact among what is given of its group."""
    fact = declared[name]
    if name not in given:
        return Seen(everything(fact), "not_asked")
    for each in CONTRADICTIONS:
        if each.doubts(name) and all(other in declared for other in each.facts) and each.holds(given):
            marks = ERROR if each.absence == "implausible" else ERROR | {"CONFLICT"}
            return Seen(everything(fact), each.absence, marks)
    return given[name]


def _above(lower: Any, higher: Any) -> bool:
    return bool(lower.low > higher.high)


def _not_below(lower: Any, higher: Any) -> bool:
    return bool(lower.low >= higher.high)


def _none_of_them(_: Any, count: Any) -> bool:
    return bool(count.high < 1)


def _mean_of(lowest: int) -> Callable[..., bool]:
    """Say whether so many readings cannot have the mean and the highest: the others are then too low to be."""

    def cannot(mean: Any, highest: Any, count: Any) -> bool:
        return bool(count.high >= 1 and highest.low - mean.high * count.high > -lowest * (count.high - 1))

    return cannot


def _rest_above(most: int) -> Callable[..., bool]:
    """Say whether a total has a part beside which the rest would be more than it can."""
    return lambda part, total: bool(total.low - part.high > most)


def _of_no_such_pressure(lowest: int, highest: int) -> Callable[..., bool]:
    """Say whether no pressure before the dose makes the change so many percent."""

    def cannot(per_cent: Any, change: Any) -> bool:
        return bool(per_cent.high * highest < 100 * change.low or per_cent.low * lowest > 100 * change.high)

    return cannot


def _period_since(months: Any, period: Any) -> bool:
    """Say whether the last period is less days ago than so many months have at least."""
    whole = int(months.low)
    days = (sum((MONTHS * 3)[start : start + whole % 12]) for start in range(12))
    return bool(period.high < whole // 12 * 365 + min(days))


def _uses_against_last(uses: Any, last: Any) -> bool:
    return bool(uses.low >= 1 and last.low > 365)


def _no_such_body(weight: Any, height: Any) -> bool:
    least, most = weight.low * 10_000 / height.high**2, weight.high * 10_000 / height.low**2
    return bool(least > 100 or most < 10)


def _of_what_never_was(_: Any, event: Any) -> bool:
    return bool(event.low >= NEVER)


def _ended_otherwise(depression: Any, ended: Any) -> bool:
    """Say whether what never was has ended, or what is over has not."""
    if depression == {"none"}:
        return bool(ended.high < NEVER)
    return depression == {"resolved"} and bool(ended.low >= NEVER)


def _so_without_any(flag: Any, any_one: Any) -> bool:
    return flag == {True} and bool(any_one.low >= NEVER)


NO, YES = frozenset({False}), frozenset({True})


def _earlier(fact: str, event: str, reassures: Callable[[Any], bool] = lambda _: True) -> Contradiction:
    """Return that what was said of the time since an event, and reassures, was said before that."""

    def cannot(still: Any, when: Any, said: Any) -> bool:
        return said is not None and bool(said.low > when.high and reassures(still))

    group = "recovery" if event == "last_dose" else "follow_up"
    return Contradiction(group, (fact, event), cannot, "conflicting", doubted=fact, said=fact)


def _later(fact: str, event: str) -> Contradiction:
    """Return that what was said of the time before an event, which there surely was, was said after that."""

    def cannot(_: Any, when: Any, said: Any) -> bool:
        return said is not None and bool(when.high < NEVER and when.low > said.high)

    return Contradiction("recovery", (fact, event), cannot, "conflicting", said=fact)


CONTRADICTIONS: Final = (
    *(_later(f"baseline_{each}", "last_dose") for each in ("systolic", "diastolic", "oxygen_saturation")),
    _earlier("previous_score", "last_dose"),
    _earlier("pressure_checked_at_peak", "last_dose", YES.__eq__),
    _earlier("antagonist_given", "last_dose", NO.__eq__),
    Contradiction(
        "recovery",
        ("respiratory_depression_ended", "last_dose"),
        lambda ended, dose: bool(ended.high < NEVER and ended.low > dose.high),
        "conflicting",
    ),
    *(_earlier(each, "session_end", YES.__eq__) for each in ("slept", "contact_made", "integration_recorded")),
    *(
        _earlier(each, "session_end", NO.__eq__)
        for each in (
            "suicidal_behaviour_since",
            "integration_missed",
            "switch_signs",
            "urinary_symptoms",
            "craving",
            "misuse",
        )
    ),
    _earlier("highest_ideation_item_since", "session_end", lambda item: bool(item.high < 4)),
    _earlier("integration_aim", "session_end", lambda aims: "none" not in aims),
    _earlier("phq9", "session_end"),
    *(
        each
        for part, lowest in (("systolic", 50), ("diastolic", 20))
        for home, count in (("", "pressure_readings"), ("home_", "home_readings"))
        for each in (
            Contradiction("vitals", (f"{home}mean_{part}", f"{home}highest_{part}"), _above),
            Contradiction("vitals", (f"{home}mean_{part}", f"{home}highest_{part}", count), _mean_of(lowest)),
            Contradiction("vitals", (f"{home}mean_{part}", count), _none_of_them),
            Contradiction("vitals", (f"{home}highest_{part}", count), _none_of_them),
        )
    ),
    *(
        Contradiction("vitals", (f"{home}{lower}_diastolic", f"{home}{higher}_systolic"), _not_below)
        for home in ("", "home_")
        for lower, higher in (("mean", "mean"), ("highest", "highest"), ("mean", "highest"))
    ),
    Contradiction("vitals", ("pressure_days", "pressure_readings"), _above),
    Contradiction("vitals", ("weight", "height"), _no_such_body),
    Contradiction("recovery", ("diastolic", "systolic"), _not_below),
    Contradiction("recovery", ("baseline_diastolic", "baseline_systolic"), _not_below),
    Contradiction("recovery", ("systolic_change_per_cent", "systolic_change"), _of_no_such_pressure(50, 300)),
    Contradiction("recovery", ("diastolic_change_per_cent", "diastolic_change"), _of_no_such_pressure(20, 200)),
    *(
        each
        for depression in ("respiratory_depression", "respiratory_depression_since_dose")
        for each in (
            Contradiction("recovery", (depression, "respiratory_depression_ended"), _ended_otherwise, "conflicting"),
            Contradiction(
                "recovery",
                (depression, "antagonist_given"),
                lambda depression, given: depression == {"none"} and given == {True},
                "conflicting",
            ),
        )
    ),
    Contradiction(
        "circulation",
        ("latest_cardiovascular_event_kind", "latest_cardiovascular_event"),
        _of_what_never_was,
        "conflicting",
    ),
    Contradiction("bladder", ("cystitis_episodes_in_6_months", "cystitis_episodes_in_12_months"), _above),
    Contradiction("suicidality", ("phq9_item_9", "phq9"), _above),
    Contradiction("suicidality", ("phq9_item_9", "phq9"), _rest_above(27 - 3)),
    Contradiction("suicidality", ("attempt_ever", "last_behaviour"), _so_without_any),
    Contradiction("suicidality", ("attempt_ever", "latest_attempt"), _so_without_any, "conflicting"),
    Contradiction("substance_use", ("audit_c_total", "audit_total"), _above),
    Contradiction("substance_use", ("audit_c_total", "audit_total"), _rest_above(40 - 12)),
    Contradiction("substance_use", ("any_disorder", "significant_disorder"), _above),
    Contradiction("substance_use", ("any_disorder", "mild_disorder"), _above),
    Contradiction(
        "substance_use",
        ("any_disorder", "significant_disorder", "mild_disorder"),
        lambda every, significant, mild: bool(every.high < min(significant.low, mild.low)),
    ),
    Contradiction("substance_use", ("maintenance_treatment", "any_disorder"), _so_without_any),
    Contradiction("substance_use", ("ketamine_or_phencyclidine_disorder", "any_disorder"), _so_without_any),
    Contradiction(
        "ketamine_history", ("nonmedical_ketamine_uses_in_12_months", "nonmedical_ketamine_use"), _uses_against_last
    ),
    Contradiction("reproduction", ("amenorrhoea", "last_menstrual_period"), _period_since, "conflicting"),
    Contradiction(
        "reproduction",
        ("without_uterus", "last_menstrual_period"),
        lambda without, period: without == {True} and bool(period.high <= 30),
        "conflicting",
    ),
)
"""Each pair, or more, of facts that can contradict each other."""

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

    def holds(self, given: Mapping[str, Seen]) -> bool:
        """Say whether it is certain; a fact that is not known contradicts nothing."""
        if any(name not in given or given[name].absence is not None for name in self.facts):
            return False
        return self.cannot(*(given[name].still for name in self.facts))


def believed(declared: Mapping[str, Declared], name: str, given: Mapping[str, Seen]) -> Seen:
    """Return what is left of a fact among what is given of its group."""
    fact = declared[name]
    if name not in given:
        return Seen(everything(fact), "not_asked")
    for each in CONTRADICTIONS:
        if name in each.facts and all(other in declared for other in each.facts) and each.holds(given):
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


CONTRADICTIONS: Final = (
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

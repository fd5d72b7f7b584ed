"""Each fact that is read from others: what the others, as far as they are known, leave possible of it."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from fractions import Fraction
from typing import Any, Final, NamedTuple

from .contradictions import CONTRADICTIONS, believed
from .counting import Counted, Measured, counted, highest, mean, number, number_apart
from .facts import (
    BOTH,
    CONFLICT,
    ERROR,
    NEVER,
    Declared,
    Seen,
    Span,
    day_of,
    ends,
    everything,
    implausible,
    is_recorded,
    is_ticked,
    lies_within,
    of_fact,
    of_report,
    of_value,
    said_ago,
)
from .lists import Listed, and_of, happened, latest, listed, marks_of, of_some, or_of, own_entries, record, within
from .when import Asked, Then, covers, day_before, days_ago, is_before_birth, is_to_come, local_day, read

S: Final = Fraction(NEVER)


class Table(NamedTuple):
    """What the table of ingredients says of names and codes, each written in small letters with single blanks."""

    named: dict[str, dict[str, Any]]
    """The entry for which each name or code stands."""
    coded: dict[str, dict[str, Any]]
    """The entry that has a code, even one that stands for nothing by itself as nobody has confirmed it."""

    def meant(self, name: Any, code: Any) -> tuple[dict[str, Any] | None, bool]:
        """Return the entry that is meant, and whether name and code contradict each other."""
        by_name, by_code = (self.named.get(_small(each)) for each in (name, code))
        if isinstance(name, str) and isinstance(code, str):
            by_code = self.coded.get(_small(code)) or by_code
            if by_code is not by_name:
                return None, True
        return by_name or by_code, False


def _small(text: Any) -> str:
    return " ".join(text.casefold().split()) if isinstance(text, str) else ""


class Group:
    """What is written of one group of facts, with what is declared of each."""

    def __init__(self, declared: dict[str, Declared], given: dict[str, Any], asked: Asked, table: Table) -> None:
        self.declared, self.given, self.asked, self.table = declared, given, asked, table
        self.as_given = functools.cache(self._as_given)

    def __getitem__(self, name: str) -> Seen:
        """Return what a fact may be by what is written of it; nothing that contradicts another fact is believed."""
        return believed(self.declared, name, self.scalars)

    @functools.cached_property
    def scalars(self) -> dict[str, Seen]:
        """What the facts may be of which a value of their own is written, each by that alone."""
        kinds = ("flag", "choice", "number", "event", *(() if self.asked.at is None else ("moment",)))
        return {name: self.as_given(name) for name in self.given if self.declared[name]["kind"] in kinds}

    def _as_given(self, name: str) -> Seen:
        """Return what a fact may be by what is written of it alone, and of the others of an item that was ticked."""
        for report in reports_of(self.given.get(name)):
            one_of = report.get("one of") if isinstance(report, dict) else None
            if one_of is not None and all(self.denies(fact, denial) for fact, denial in one_of.items()):
                return Seen(everything(self.declared[name]), "conflicting", CONFLICT)
        fact, given = self.declared[name], self.given.get(name)
        seen = of_fact(fact, given, self.asked)
        if self.asked.at is None or not is_recorded(given):
            return seen
        return seen._replace(said_ago=said_ago(fact, given, self.asked))

    def denies(self, fact: str, denial: Any) -> bool:
        """Say whether what was answered to a fact itself denies it."""
        name = fact.partition(".")[2]
        own = [each for each in reports_of(self.given.get(name)) if not is_ticked(each)]
        known = of_fact(self.declared[name], {"reports": own}, self.asked) if own else None
        denied = of_value(self.declared[name], denial, self.asked)
        return known is not None and known.absence is None and lies_within(known.still, denied.still)

    def list_of(self, name: str) -> tuple[list[dict[str, Seen]], Listed]:
        """Return what each entry of a list may be, and the list."""
        fact = self.declared[name]
        found = listed(fact, self.given.get(name), self.asked)
        return [record(fact, entry, self.asked) for entry in found.entries], found


def first_absence(*seen: Seen) -> str | None:
    """Return why the first of several facts is not known."""
    return next((each.absence for each in seen if each.absence is not None), None)


def joined(*seen: Seen) -> frozenset[str]:
    """Return the marks of several facts."""
    return frozenset().union(*(each.marks for each in seen))


# The person -----------------------------------------------------------------------------------------------------


def age(group: Group) -> Seen:
    """Return the completed years since the birth."""
    fact = group.declared["age"]
    born = group.given.get("birth_date")
    if not isinstance(born, str):
        return Seen(everything(fact), "not_asked" if born is None else born["absent"])
    earliest, latest = (each.day for each in ends(born))
    low, high = max(_years(latest, group.asked), fact["lowest"]), min(_years(earliest, group.asked), fact["highest"])
    if low > high:
        return Seen(everything(fact), "implausible", ERROR)
    return Seen(Span(Fraction(low), Fraction(high)))


def _years(born: int, asked: Asked) -> int:
    (year, *day), (now, *today) = _calendar(born), _calendar(asked.day)
    return now - year - (1 if today < day else 0)


def _calendar(day: int) -> tuple[int, int, int]:
    found = date.fromordinal(day)
    return found.year, found.month, found.day


# Pressures ------------------------------------------------------------------------------------------------------


IN_CLINIC, AT_HOME = "pressures", "home_pressures"


def pressures(group: Group, series: str) -> tuple[list[Measured], str | None, bool, list[Measured]]:
    """Return the valid readings, why there are none to rely on, whether there may be others, and those of others.

    Readings of nobody who may say that all is well count to the worse alone.
    """
    fact = group.declared[series]
    found = listed(fact, group.given.get(series), group.asked)
    if found.others == "implausible":
        return [], "implausible", False, []
    valid = _valid(group, series, found.entries)
    if valid and found.others == "not_authorised":
        given = group.given[series]
        report = given if isinstance(given, dict) else {}
        own = _valid(group, series, own_entries(fact, report, found.entries))
        return (own, None, "at_least" in report, valid) if own else (valid, "not_authorised", True, [])
    if valid:
        return valid, None, found.is_open, []
    none = "stale" if found.entries else "not_asked"
    says_nothing = found.holds or (series == AT_HOME and found.others == "stale" and not found.entries)
    return [], none if says_nothing else found.others, found.is_open, []


def _valid(group: Group, series: str, entries: Iterable[dict[str, Any]]) -> list[Measured]:
    fact, valid = group.declared[series], []
    for entry in entries:
        then = read(entry["on"])
        if is_before_birth(then, group.asked) or covers(fact["validity"], then, group.asked):
            valid.append(pressure(fact, entry, then, group.asked))
    return valid


def of_today(group: Group) -> list[Measured]:
    """Return the readings of the clinic of the day of a dose, by whomever and however long ago."""
    fact, asked = group.declared[IN_CLINIC], group.asked
    if asked.at is None:
        return []
    entries = [(entry, read(entry["on"])) for entry in listed(fact, group.given.get(IN_CLINIC), asked).entries]
    return [pressure(fact, entry, then, asked) for entry, then in entries if days_ago(then, asked) <= 0]


def pressure(fact: Declared, entry: dict[str, Any], then: Then, asked: Asked) -> Measured:
    """Return what one entry measured: a half that is missing leaves the other as it is, one that cannot be neither."""
    parts = record(fact, entry, asked)
    halves = (parts["systolic"], parts["diastolic"])
    wrong = is_to_come(then, asked) or is_before_birth(then, asked)
    unknown = any(each.absence is not None for each in halves)
    if wrong or (not unknown and halves[0].still.high <= halves[1].still.low):
        whole = tuple(implausible(fact["record"][name]).still for name in ("systolic", "diastolic"))
        return Measured(whole, then, True, True)
    return Measured(tuple(each.still for each in halves), then, unknown, False)


def outdated(group: Group, series: str) -> list[Measured]:
    """Return the readings of a series of which every one is too old."""
    fact = group.declared[series]
    entries = listed(fact, group.given.get(series), group.asked).entries
    return [pressure(fact, entry, read(entry["on"]), group.asked) for entry in entries]


def of_pressures(series: str, part: int, reduce: Callable[[Counted, int], Span], name: str, group: Group) -> Seen:
    """Return a number worked out of the readings that are still valid; with others it may be any that is no lower."""
    valid, absence, more, others = pressures(group, series)
    whole = everything(group.declared[name])
    all_day = reduce is highest and series == IN_CLINIC and absence != "implausible"
    worse = [reduce(counted(each, group.asked), part) for each in (others, of_today(group) if all_day else []) if each]
    if not valid and worse:
        assert isinstance(whole, Span)
        return Seen(Span(max(whole.low, *(each.low for each in worse)), whole.high), absence)
    if not valid:
        is_old = absence == "stale" and series == AT_HOME
        old = tuple(each.parts[part] for each in outdated(group, series)) if is_old else ()
        return Seen(whole, absence, old=old)
    found = reduce(counted(valid, group.asked), part)
    for every in worse:
        found = Span(max(found.low, every.low), max(found.high, every.high))
    if not more:
        return Seen(found)
    assert isinstance(whole, Span)
    return Seen(Span(found.low if reduce is highest else whole.low, whole.high), absence)


def how_many(series: str, name: str, group: Group) -> Seen:
    """Return how many readings there are; of one that cannot be it is not known whether it was one."""
    valid, absence, more, _ = pressures(group, series)
    whole = everything(group.declared[name])
    if not valid or absence is not None:
        is_old = absence == "stale" and series == AT_HOME
        old = (Span(Fraction(0), Fraction(len(outdated(group, series)))),) if is_old else ()
        return Seen(whole, absence, old=old)
    clusters = counted(valid, group.asked)
    found = number(clusters) if series == AT_HOME else number_apart(clusters, 60, group.asked)
    return Seen(Span(found.low, whole.high) if more and isinstance(whole, Span) else found)


def on_how_many_days(group: Group) -> Seen:
    """Return on how many days a pressure was measured; a reading of a day that cannot be may be one of another."""
    valid, absence, more, _ = pressures(group, IN_CLINIC)
    whole = everything(group.declared["pressure_days"])
    if not valid or absence is not None:
        return Seen(whole, absence)
    assert isinstance(whole, Span)
    day = {id(each): local_day(each.then, group.asked) for each in valid}
    surely = {day[id(each)] for each in valid if not each.doubtful}
    dated = [
        each for each in valid if not (is_to_come(each.then, group.asked) or is_before_birth(each.then, group.asked))
    ]
    most = len({day[id(each)] for each in dated}) + len(valid) - len(dated)
    return Seen(Span(Fraction(len(surely)), whole.high if more else Fraction(most)))


AGREEMENT: Final = Fraction(1, 2)
"""How far a body mass index as given may lie from that of height and weight, in kilograms for a square metre."""


def body_mass_index(group: Group) -> Seen:
    """Return the index as given, or of height and weight; where the two cannot both be, nobody knows."""
    fact = group.declared["body_mass_index"]
    given, worked_out = group["body_mass_index"], _index(group)
    if given.absence == "not_asked":
        return worked_out
    if given.absence is not None:
        return Seen(worked_out.still, worked_out.absence and given.absence, joined(given, worked_out))
    low, high = max(given.still.low, worked_out.still.low), min(given.still.high, worked_out.still.high)
    if low <= high:
        return Seen(Span(low, high))
    low = max(given.still.low - AGREEMENT, worked_out.still.low)
    high = min(given.still.high + AGREEMENT, worked_out.still.high)
    if low > high:
        return Seen(everything(fact), "conflicting", CONFLICT)
    return Seen(Span(min(low, given.still.low), max(high, given.still.high)))


def _index(group: Group) -> Seen:
    fact = group.declared["body_mass_index"]
    height, weight = group["height"], group["weight"]
    low = max(weight.still.low * 10_000 / height.still.high**2, Fraction(fact["lowest"]))
    high = min(weight.still.high * 10_000 / height.still.low**2, Fraction(fact["highest"]))
    if low > high:
        return Seen(everything(fact), "implausible", ERROR)
    return Seen(Span(low, high), first_absence(height, weight), joined(height, weight))


# Heart and vessels ----------------------------------------------------------------------------------------------


def latest_event(group: Group) -> Seen:
    """Return how long ago the latest event of the heart or the vessels was, by whichever question it was told."""
    told = [group[name] for name in ("latest_cardiovascular_event", "myocardial_infarction", "stroke_or_tia")]
    span = Span(min(each.still.low for each in told), min(each.still.high for each in told))
    return Seen(span, first_absence(*told), joined(*told))


# Ketamine -------------------------------------------------------------------------------------------------------


def latest_use(group: Group) -> Seen:
    """Return how long ago ketamine was last used outside medicine: a use that is counted was in the year before."""
    last, uses = group["nonmedical_ketamine_use"], group["nonmedical_ketamine_uses_in_12_months"]
    if uses.absence is not None:
        return last
    told = [day_of(each, group.asked) for each in reports_of(group.given["nonmedical_ketamine_uses_in_12_months"])]
    since = group.asked.day - min(told)
    if uses.still.low >= 1:
        return Seen(Span(last.still.low, min(last.still.high, since + 365)), None, joined(last, uses))
    at_odds = last.absence is None and uses.still.high == 0 and since <= last.still.low <= last.still.high < since + 365
    marks = joined(last, uses) | (CONFLICT if at_odds else frozenset())
    return Seen(last.still, last.absence, marks, old=last.old)


# Laboratory -----------------------------------------------------------------------------------------------------


def outside(value: str, reference: str, above: bool, group: Group) -> Seen:
    """Return whether a value lies outside the laboratory's own reference, which may be any where it is not known."""
    seen, limit = group[value], group[reference]
    theirs = limit.still

    def lies(mine: Any) -> frozenset[bool]:
        can_be = mine.high > theirs.low if above else mine.low < theirs.high
        need_not = mine.low <= theirs.high if above else mine.high >= theirs.low
        return frozenset({True} if can_be else ()) | frozenset({False} if need_not else ())

    return Seen(lies(seen.still), seen.absence, joined(seen, limit), old=tuple(map(lies, seen.old)))


def multiple(value: str, reference: str, group: Group) -> Seen:
    """Return how many times its reference a value is."""
    seen, limit = group[value], group[reference]

    def ratio(mine: Any) -> Span:
        return Span(mine.low / limit.still.high, mine.high / limit.still.low)

    return Seen(ratio(seen.still), seen.absence, joined(seen, limit), old=tuple(map(ratio, seen.old)))


# Counts, behaviour, plans ---------------------------------------------------------------------------------------


def compared(found: frozenset[bool], *seen: Seen) -> Seen:
    """Return what a comparison of facts comes to: it is absent only where it is open for want of one."""
    return Seen(found, first_absence(*seen) if found == BOTH else None, joined(*seen))


def fewer_months_hold_more(group: Group) -> Seen:
    """Return whether more episodes are counted in six months than in the twelve that hold them."""
    six, twelve = (group.as_given(f"cystitis_episodes_in_{months}_months") for months in (6, 12))
    can_be, need_not = six.still.high > twelve.still.low, six.still.low <= twelve.still.high
    return compared(frozenset({True} if can_be else ()) | ({False} if need_not else frozenset()), six, twelve)


def in_three_months(group: Group) -> Seen:
    """Return whether the last suicidal behaviour is at most ninety days old."""
    days = group["last_behaviour"]
    return compared(frozenset({days.still.low <= 90, days.still.high <= 90}), days)


def attempt(group: Group) -> Seen:
    """Return how long ago the latest attempt was, as it is written of the attempt itself."""
    return group["latest_attempt"]


def no_older_audit(group: Group) -> Seen:
    """Return whether there is an AUDIT of the day of the AUDIT-C or of a later one."""
    full, short = group["audit_total"], group["audit_c_total"]
    marks = joined(full, short)
    if full.absence is not None:
        return Seen(BOTH, full.absence, marks)
    then = _newest(group.given["audit_total"], group.asked)
    if short.absence is not None:
        return Seen(frozenset({True}), None, marks) if then == group.asked.day else Seen(BOTH, short.absence, marks)
    return Seen(frozenset({then >= _newest(group.given["audit_c_total"], group.asked)}), None, marks)


def _newest(given: Any, asked: Asked) -> int:
    """Return the day of the newest report that says anything, of those that are not of a day to come."""
    reports = given["reports"] if isinstance(given, dict) and "reports" in given else [given]
    days = [day_of(each, asked) for each in reports if not (isinstance(each, dict) and "absent" in each)]
    return max(each for each in days if each <= asked.day)


def booked(group: Group) -> Seen:
    """Return whether an integration session is booked: it is where its hour is known."""
    hours = group["integration_hours"]
    return Seen(frozenset({True}) if hours.absence is None else BOTH, hours.absence, hours.marks)


# After the dose -------------------------------------------------------------------------------------------------


def pair(group: Group, prefix: str) -> tuple[Seen, Seen]:
    """Return two pressures that belong together; where the systolic surely is not the higher, both are an error."""
    upper, lower = group[f"{prefix}systolic"], group[f"{prefix}diastolic"]
    if upper.absence is None and lower.absence is None and upper.still.high <= lower.still.low:
        whole = (everything(group.declared[f"{prefix}{part}"]) for part in ("systolic", "diastolic"))
        upper, lower = (Seen(each, "implausible", ERROR) for each in whole)
    return upper, lower


def change(part: int, per_cent: bool, group: Group) -> Seen:
    """Return how far a pressure lies from that before the dose."""
    now, before = pair(group, "")[part], pair(group, "baseline_")[part]
    ends = [(one, other) for one in now.still for other in before.still]
    amounts = [abs(one - other) / (other / 100 if per_cent else 1) for one, other in ends]
    meet = now.still.low <= before.still.high and before.still.low <= now.still.high
    span = Span(Fraction(0) if meet else min(amounts), max(amounts))
    return Seen(span, first_absence(now, before), joined(now, before))


def fell(group: Group) -> Seen:
    """Return whether the oxygen lies below that before the dose."""
    now, before = group["oxygen_saturation"], group["baseline_oxygen_saturation"]
    can_be, need_not = now.still.low < before.still.high, now.still.high >= before.still.low
    return compared(frozenset({True} if can_be else ()) | ({False} if need_not else frozenset()), now, before)


def depressed_since(group: Group) -> Seen:
    """Return whether breathing was depressed since the dose: what was told before and is denied now is over."""
    fact, now, asked = group.declared["respiratory_depression"], group["respiratory_depression"], group.asked
    told = []
    for each in reports_of(group.given.get("respiratory_depression")):
        written = each if isinstance(each, dict) else {}
        then = read(written["on"]) if "on" in written else None
        counts = then is None or not (
            is_to_come(then, asked) or is_before_birth(then, asked) or days_ago(then, asked) > 1
        )
        if "absent" not in written and counts:
            told.append(of_value(fact, written.get("value", each), asked).still)
    sure = any("none" not in still for still in told)
    unsure = len(told) > 1 and any(still != {"none"} for still in told)

    def over(still: frozenset[str]) -> frozenset[str]:
        if "none" not in still or not (sure or unsure):
            return still
        return (still - {"none"} if sure else still) | {"resolved"}

    return now._replace(
        still=over(now.still), said=None if now.said is None else over(now.said), old=tuple(map(over, now.old))
    )


def midnight_passed(group: Group) -> Seen:
    """Return whether the session ended on an earlier day, by the calendar of the place."""
    ended, asked = group["session_end"], group.asked
    earlier, today = ended.still.high >= NEVER, False
    if ended.still.low < NEVER:
        today = day_before(ended.still.low, asked) >= asked.day
        earlier = earlier or day_before(ended.still.high, asked) < asked.day
    return compared(frozenset({True} if earlier else ()) | ({False} if today else frozenset()), ended)


def earlier_session(group: Group) -> Seen:
    """Return whether a session has ended at any time."""
    ended = group["session_end"]
    some = frozenset({True} if ended.still.low < NEVER else ())
    return compared(some | frozenset({False} if ended.still.high >= NEVER else ()), ended)


# Menses and pregnancy -------------------------------------------------------------------------------------------


def menses_contradict(group: Group) -> Seen:
    """Return whether what is recorded of menses cannot be so together."""
    names = ("without_uterus", "amenorrhoea", "last_menstrual_period")
    if not any(is_recorded(group.given.get(name)) for name in names):
        return Seen(BOTH, "not_asked")
    given = {name: group.as_given(name) for name in names}
    at_odds = [each for each in CONTRADICTIONS if each.group == "reproduction" and each.holds(given)]
    return Seen(frozenset({bool(at_odds)}))


def unsure(group: Group) -> Seen:
    """Return whether the client is unsure about a pregnancy, and no test since then was negative."""
    reported, test = group["pregnancy_reported"], group["pregnancy_test"]
    since = test.absence is not None or is_answered(group)
    answered = frozenset(since and each == "negative" for each in test.still)
    is_unsure = frozenset(each == "unsure" for each in reported.still)
    found = compared(and_of(is_unsure, frozenset(not each for each in answered)), reported, test)
    old = tuple(frozenset(each == "unsure" for each in still) for still in reported.old)
    return found._replace(old=old if found.absence == "stale" else ())


def unless_answered(group: Group) -> Seen:
    """Return what the client says of a pregnancy; what was said too long ago is a no where a later test answers it."""
    reported, test = group["pregnancy_reported"], group["pregnancy_test"]
    if reported.old and test.still == {"negative"} and is_answered(group, days_later=1):
        return reported._replace(said=frozenset({"no"}), old=(frozenset({"no"}),))
    return reported


def is_answered(group: Group, days_later: int = 0) -> bool:
    """Say whether a test that counts, and may be negative, was made since each report that may be another than a no."""
    said = reports_of(group.given.get("pregnancy_reported")) or [{"absent": "not_asked"}]
    seen = [of_report(group.declared["pregnancy_test"], each, group.asked) for each in tests_of(group)]
    made = [
        each
        for each, found in zip(tests_of(group), seen, strict=True)
        if found.absence is None and "negative" in found.still
    ]
    no = {"value": "no"}
    denials = [each for each in said if each == "no" or (isinstance(each, dict) and no.items() <= each.items())]
    to_answer = [each for each in said if each not in denials] or said
    return all(any(is_after(group, test, each, days_later) for test in made) for each in to_answer)


def tests_of(group: Group) -> list[Any]:
    """Return the pregnancy tests, each as it is written."""
    return [each for each in reports_of(group.given.get("pregnancy_test")) if "absent" not in each]


def is_after(group: Group, test: Any, said: Any, days_later: int) -> bool:
    """Say whether a test was made at least so many days after something was said, and no sooner by the clock."""
    days = day_of(test, group.asked) - day_of(said, group.asked)
    if days or days_later:
        return days >= max(1, days_later)
    times = [read(each["on"]).instant if isinstance(each, dict) and "on" in each else None for each in (test, said)]
    return None in times or times[0] >= times[1]


def reports_of(given: Any) -> list[Any]:
    """Return the reports of a fact."""
    if not is_recorded(given):
        return []
    return list(given["reports"]) if isinstance(given, dict) and "reports" in given else [given]


# Lists ----------------------------------------------------------------------------------------------------------

PRIMARY: Final = (
    "schizophrenia",
    "schizoaffective disorder",
    "delusional disorder",
    "brief psychotic disorder",
    "primary psychosis, not specified",
)
IMMUNE: Final = ("anaphylaxis", "urticaria or angioedema", "bronchospasm", "rash")
FAILING: Final = (
    "heart attack, arrest, dangerous rhythm or failure of the heart",
    "spasm of the throat, failing breath or a breathing tube",
)
NOT_ALLERGIC: Final = "not allergic, its kind otherwise not known"
OTHER_GRAVE: Final = "other reaction that threatened life, led to hospital or ended the treatment"
PSYCHOSIS: Final = "psychosis beyond the session"
NOT_MILD: Final = ("moderate", "severe", "penetrating")
NOT_COUNTED: Final = ("tobacco", "caffeine")


def psychosis(types: Sequence[str], group: Group) -> Seen:
    """Return whether some psychotic disorder is of these types; the client's denial contradicts it, no more."""
    records, among = group.list_of("psychotic_disorders")
    each = [within(one["type"], types) for one in records]
    denied = any(
        True in found and one["denied_by_client"].still == {True} for found, one in zip(each, records, strict=True)
    )
    return of_some(each, among, marks_of(records, "type") | (CONFLICT if denied else frozenset()))


def induced_psychosis(group: Group) -> Seen:
    """Return how long ago the last symptoms of a substance-induced psychosis were."""
    records, among = group.list_of("psychotic_disorders")
    spans = []
    for one in records:
        kind = within(one["type"], ("substance-induced psychosis",))
        if True in kind:
            last = happened(one["last_symptoms"])
            spans.append(last if kind == {True} else Span(last.low, S))
    return latest(spans, among)


def reaction(kinds: Sequence[str], agents: Sequence[str], group: Group) -> Seen:
    """Return whether some reaction was of these kinds and to one of these agents.

    A heart or a breath that failed may have failed in an allergic shock, until somebody who may says that it was none.
    """
    records, among = group.list_of("reactions")
    each = []
    for one in records:
        may_be = kinds_of(one, group)
        ruled_out = judged(one) and one["allergy_ruled_out"].still == {True}
        if may_be & set(FAILING) and not ruled_out:
            may_be |= {"anaphylaxis"}
        each.append(and_of(frozenset(kind in kinds for kind in may_be), within(one["agent"], agents)))
    return of_some(each, among, marks_of(records, "kind", "agent"))


def kinds_of(one: dict[str, Seen], group: Group) -> frozenset[str]:
    """Return of which kinds a reaction may have been: that it was no allergy is not for everybody to say."""
    if NOT_ALLERGIC in one["kind"].still and not judged(one):
        return frozenset(group.declared["reactions"]["record"]["kind"]["options"])
    return frozenset(one["kind"].still)


def judged(one: dict[str, Seen]) -> bool:
    """Say whether a reaction is told by a clinician or a record."""
    return one["by"].absence is None and one["by"].still <= {"clinician", "record"}


def grave_reaction(kinds: Sequence[str], group: Group) -> Seen:
    """Return whether some reaction was of these kinds, whatever it was to."""
    records, among = group.list_of("reactions")
    each = [frozenset(kind in kinds for kind in kinds_of(one, group)) for one in records]
    return of_some(each, among, marks_of(records, "kind"))


def any_reaction(group: Group) -> Seen:
    """Return whether some reaction was to ketamine or esketamine."""
    records, among = group.list_of("reactions")
    return of_some([within(one["agent"], AGENTS) for one in records], among, marks_of(records, "agent"))


def psychotic_reaction(group: Group) -> Seen:
    """Return how long ago the latest psychosis was that ketamine caused."""
    records, among = group.list_of("reactions")
    spans = []
    for one in records:
        kinds = kinds_of(one, group)
        if PSYCHOSIS in kinds:
            then = happened(one["happened"])
            spans.append(then if kinds == {PSYCHOSIS} else Span(then.low, S))
    return latest(spans, among)


def latest_injury(group: Group) -> Seen:
    """Return how long ago the latest injury of the head was; of one that never was nobody knows when it was."""
    records, among = group.list_of("head_injuries")
    spans = [one["happened"].still for one in records]
    never = [span.low >= S for span in spans]
    found = latest((Span(Fraction(0), S) if wrong else span for span, wrong in zip(spans, never, strict=True)), among)
    return found._replace(marks=marks_of(records, "happened") | (ERROR if any(never) else frozenset()))


def of_some_injury(part: str, options: Sequence[Any], lasting: bool, group: Group) -> Seen:
    """Return whether something is so of some injury; absent where the detail of one is, so that it is asked for."""
    records, among = group.list_of("head_injuries")
    each = [within(one[part], options) for one in records]
    found, marks = or_of(each), marks_of(records, part)
    if found == {True} and (among.holds or lasting):
        return Seen(found, None, marks)
    if found == {False} and among.others is None:
        return Seen(found, None, marks)
    return Seen(BOTH, among.why(one[part].absence for one, so in zip(records, each, strict=True) if so == BOTH), marks)


def disorder(severities: Sequence[str] | None, group: Group) -> Seen:
    """Return how long ago the criteria of some substance use disorder were last met, tobacco and caffeine aside."""
    records, among = group.list_of("disorders")
    listed_ago = Fraction(0 if among.on is None else max(0, days_ago(read(among.on), group.asked)))
    every = frozenset(group.declared["disorders"]["record"]["substance"]["options"])
    spans, marks = [], frozenset[str]()
    for one in records:
        counts = within(one["substance"], every - set(NOT_COUNTED))
        if severities is not None:
            counts = and_of(counts, within(one["severity"], severities))
        if True in counts:
            met = criteria_met(one, listed_ago)
            spans.append(met if counts == {True} else Span(met.low, S))
    return latest(spans, among)._replace(marks=marks)


def criteria_met(one: dict[str, Seen], listed_ago: Fraction) -> Span:
    """Return how long ago the criteria were met: an active disorder met them when it was listed, at the earliest."""
    met, active = happened(one["last_criteria_met"]), within(one["status"], ("active",))
    if active == {True}:
        return Span(Fraction(0), min(met.high, listed_ago))
    return Span(Fraction(0), met.high) if True in active else met


def some_disorder(parts: dict[str, Sequence[str]], group: Group) -> Seen:
    """Return whether some disorder of the list is as described."""
    records, among = group.list_of("disorders")
    each = (and_of(*(within(one[name], options) for name, options in parts.items())) for one in records)
    return of_some(each, among, marks_of(records, *parts))


def urine(analyte: str | None, group: Group) -> Seen:
    """Return whether a urine test that is still valid found a drug, or any but cannabis that is not prescribed."""
    fact = group.declared["urine_drug_tests"]
    found = listed(fact, group.given.get("urine_drug_tests"), group.asked)
    valid, old = [], []
    for entry in found.entries:
        then = read(entry["on"])
        if is_to_come(then, group.asked) or is_before_birth(then, group.asked):
            valid.append(BOTH)
            continue
        one = record(fact, entry, group.asked)
        is_it, positive = within(one["analyte"], (analyte or "cannabis",)), within(one["result"], ("positive",))
        if analyte is not None:
            counts = and_of(positive, is_it)
        else:
            other = frozenset(not each for each in is_it)
            counts = and_of(positive, other, within(one["prescribed"], (False,)))
        (valid if covers(fact["validity"], then, group.asked) else old).append(counts)
    if not valid:
        reason = ("stale" if found.entries else "not_asked") if found.holds else found.others
        return Seen(BOTH, reason, old=tuple(old))
    return of_some(valid, found)


# Medicines ------------------------------------------------------------------------------------------------------

CURRENT: Final = ("taking", "active", "as needed", "planned", "intended")
UNDECIDED: Final = ("on-hold", "draft", "unknown")
NEVER_BEGUN: Final = ("not-taking", "cancelled", "draft")
PERHAPS_NOT: Final = ("planned", "intended", "on-hold", "unknown")
IN_ERROR: Final = "entered-in-error"
KETAMINE: Final = "ketamine or esketamine"
DEPOT: Final = "depot antipsychotic"
MAINTENANCE: Final = (
    "buprenorphine",
    "buprenorphine with naloxone",
    "methadone",
    "levomethadone",
    "morphine",
    "diamorphine",
)
SEDATIVES: Final = ("benzodiazepine", "Z-drug")
DEPRESSANT: Final = "other medicine that depresses the central nervous system"
KINDS: Final = (SEDATIVES, ("opioid",), (DEPRESSANT,))
SEDATING: Final = (*SEDATIVES, "opioid", DEPRESSANT)
ON_MOOD: Final = ("antipsychotic", "depot antipsychotic", "mood stabiliser")
INJECTED: Final = (
    *("depot", "injection", "injectable", "injected", "intramuscular", "intramuscularly", "subcutaneous"),
    *("subcutaneously", "im", "i.m.", "i.m", "sc", "s.c.", "s.c", "inyección", "inyectable", "subcutánea"),
    "subcutáneo",
)
EXPLAINING: Final = ("depression", "sleep", "anxiety", "epilepsy", "pain")
NEVER_EXPLAINED: Final = ("clozapine", "paliperidone", "pimavanserin", "xanomeline with trospium")
TOLD: Final = {
    "thyroid": "thyroid disease",
    "coronary": "coronary disease",
    "heart_failure": "heart failure",
    "rhythm": "rhythm disorder",
    "embolism": "embolism or thrombosis",
    "valve": "valve disease",
    "copd": "chronic obstructive pulmonary disease",
    "asthma": "asthma",
    "interstitial_cystitis": "interstitial cystitis",
    "eye": "eye disease",
    "dementia": "dementia",
    "substances": "substance use disorder",
    "psychosis": "psychosis",
    "bipolar": "bipolar disorder",
    "pregnancy_wished": "wish for a pregnancy",
}
TOLD_TOGETHER: Final = (
    ("heart_failure", "coronary"),
    ("rhythm", "heart_failure"),
    ("embolism", "rhythm", "valve"),
    ("copd", "asthma"),
)
TOGETHER: Final = frozenset(frozenset(TOLD[each] for each in some) for some in TOLD_TOGETHER)
CLASSES: Final = {
    "mao_inhibitor": "inhibitor of monoamine oxidase",
    "stimulant": "psychostimulant",
    "xanthine": "xanthine",
    "benzodiazepine": "benzodiazepine",
    "z_drug": "Z-drug",
    "opioid": "opioid",
    "lamotrigine": "lamotrigine",
    "cyp_inhibitor": "inhibitor of CYP3A4 or CYP2B6",
    "cyp_inducer": "inducer of CYP3A4 or CYP2B6",
    "thyroid_hormone": "thyroid hormone",
    "pressor": "other medicine that raises blood pressure",
    "opioid_antagonist": "opioid antagonist",
    "cns_depressant": DEPRESSANT,
    "strong_depressant": "barbiturate or a like depressant",
    "oxybate": "oxybate",
    "antipsychotic": "antipsychotic",
    "depot_antipsychotic": "depot antipsychotic",
    "mood_stabiliser": "mood stabiliser",
    "nmda_antagonist": "NMDA antagonist",
    "ketamine": "ketamine or esketamine",
    "antithyroid": "antithyroid medicine",
    "systemic_steroid": "systemic steroid",
    "stops_periods": "medicine that stops periods",
}


class Review(NamedTuple):
    """What a prescriber says of a medicine."""

    classes: frozenset[str]
    of: frozenset[str]


class Medicine(NamedTuple):
    """One medicine of a list."""

    known: dict[str, Any] | None
    """Its entry in the table; None where its name and code do not stand for one there."""
    contradicted: bool
    current: frozenset[bool]
    maintains: frozenset[bool]
    dose: Span
    taken: Span
    reason: Seen
    reasons: tuple[Seen, ...]
    """What it is taken for by each report that counts."""
    had: frozenset[bool] = BOTH
    """Whether it was ever taken."""
    in_use: frozenset[bool] = BOTH
    """Whether it is said to be taken at present."""
    name: Any = None
    for_epilepsy: frozenset[bool] = frozenset({False})
    injected: bool = False
    """Whether it is a depot by its route alone."""
    treats: frozenset[bool] = frozenset({False})
    """Whether somebody says that it treats an opioid use disorder."""
    review: Review | None = None
    heard_of: bool = True
    """Whether the table knows it, and not a review alone."""

    def is_of(self, classes: Iterable[str]) -> frozenset[bool]:
        """Return whether it is of one of some classes."""
        return BOTH if self.known is None else frozenset({bool(set(classes) & set(self.known["classes"]))})


def medicines(group: Group) -> tuple[list[Medicine], Listed, Fraction]:
    """Return the medicines of the list, the list, and how many days ago it was made."""
    fact = group.declared["listed"]
    found = listed(fact, group.given.get("listed"), group.asked, is_chart=True)
    ago = Fraction(0)
    if found.on is not None:
        ago = S if found.others == "implausible" else Fraction(days_ago(read(found.on), group.asked))
    entries = (_medicine(fact, entry, group) for entry in found.entries)
    return [each for each in entries if each is not None], found, ago


def _medicine(fact: Declared, entry: dict[str, Any], group: Group) -> Medicine | None:
    """Return one medicine; nothing where its entry was surely an error."""
    parts = record(fact, entry, group.asked)
    status, said = parts["status"].still, parts["status"].absence is None
    if said and status == {IN_ERROR}:
        return None
    known, contradicted = group.table.meant(entry.get("substance"), entry.get("rxnorm"))
    maintains = parts["for_use_disorder"].still | (frozenset({False}) if known is None else frozenset())
    if known is not None and known["name"] not in MAINTENANCE:
        maintains = frozenset({False})
    taken = happened(parts["last_taken"])
    if not said:  # without a word on its status it may be a draft, of which nothing was ever taken
        taken = Span(taken.low, parts["last_taken"].still.high)
    elif status & {*NEVER_BEGUN, IN_ERROR}:
        taken = parts["last_taken"].still
        if IN_ERROR in status:
            taken = Span(taken.low, S)
    current = frozenset(status & {*CURRENT, *UNDECIDED} and {True}) | frozenset(status - {*CURRENT} and {False})
    told = entry.get("reason")
    each = told["reports"] if isinstance(told, dict) and "reports" in told else [told]
    reasons = tuple(of_fact(fact["record"]["reason"], one, group.asked) for one in each)
    counted = tuple(one for one in reasons if one.absence is None)
    dose = parts["daily_dose"].still
    treats = parts["for_use_disorder"]
    if (known is None or known["name"] not in MAINTENANCE) and treats.absence not in (None, "conflicting"):
        treats = Seen(frozenset({False}))
    found = Medicine(known, contradicted, current, maintains, dose, taken, parts["reason"], counted)
    had = _was_had(status, parts["last_taken"].still)
    found = found._replace(in_use=frozenset(each in ("taking", "active") for each in status))
    found = found._replace(had=had, name=entry.get("substance"), treats=treats.still)
    found = found._replace(for_epilepsy=_for_epilepsy(each))
    return _as_a_depot(_looked_up(found, parts["reviewed"], entry, group), entry.get("route"), group)


def _for_epilepsy(reasons: Iterable[Any]) -> frozenset[bool]:
    """Return whether a medicine is taken for epilepsy, by whoever names a reason."""
    values = [each.get("value") if isinstance(each, dict) and "value" in each else each for each in reasons]
    if "epilepsy" in values:
        return frozenset({True})
    perhaps = any(isinstance(each, dict) and "epilepsy" in each.get("one_of", ()) for each in values)
    return BOTH if perhaps else frozenset({False})


def for_epilepsy(group: Group) -> Seen:
    """Return whether a medicine is taken of which somebody says that it is for epilepsy."""
    found, among, _ = medicines(group)
    counts = [and_of(each.for_epilepsy, each.current) for each in found]
    possibly = [each for each, is_so in zip(found, counts, strict=True) if True in is_so]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    return Seen(BOTH, why(possibly, among))


def _as_a_depot(medicine: Medicine, route: Any, group: Group) -> Medicine:
    """Return an antipsychotic that is injected as the depot that the table has of it."""
    depots = {each["name"].split()[0] for each in group.table.named.values() if DEPOT in each["classes"]}
    words = {word.strip(",;()") for word in _small(route).split()}
    if medicine.known is None or medicine.known["name"] not in depots or words.isdisjoint(INJECTED):
        return medicine
    return medicine._replace(known=medicine.known | {"classes": [*medicine.known["classes"], DEPOT]}, injected=True)


def _was_had(status: frozenset[str], taken: Span) -> frozenset[bool]:
    if status <= {IN_ERROR}:
        return frozenset({False})
    if taken.low >= S:
        return frozenset({False}) if status & {*NEVER_BEGUN, *PERHAPS_NOT, IN_ERROR} else BOTH
    sure = taken.high < S and IN_ERROR not in status
    return frozenset({True}) if sure or not status & {*NEVER_BEGUN, *PERHAPS_NOT, IN_ERROR} else BOTH


def _looked_up(medicine: Medicine, reviewed: Seen, entry: dict[str, Any], group: Group) -> Medicine:
    """Return a medicine as a review that counts makes it; one that is too old still adds to what the table knows."""
    if medicine.known is not None and reviewed.absence == "stale":
        reviewed = Seen(reviewed.said)
    if reviewed.absence is not None or reviewed.still != {True} or medicine.contradicted:
        return medicine
    name = _small(entry.get("substance"))
    classes, of = (_words(entry.get(key)) for key in ("reviewed_classes", "reviewed_tells_of"))
    if not name or classes is None or of is None or not classes <= CLASSES.keys() or not of <= TOLD.keys():
        return medicine
    review = Review(frozenset(CLASSES[each] for each in classes), frozenset(TOLD[each] for each in of))
    if medicine.known is not None:
        both = medicine.known | {"classes": sorted({*medicine.known["classes"], *review.classes})}
        return medicine._replace(known=both, review=review)
    if any(_is_near(name, other) for other in group.table.named):
        return medicine
    made = {"name": name, "classes": sorted(review.classes), "tells_of": [], "lorazepam_equivalent": None}
    maintains = frozenset({False})
    return medicine._replace(known=made, review=review, heard_of=False, maintains=maintains)


def _words(text: Any) -> frozenset[str] | None:
    if not isinstance(text, str):
        return None
    words = [_small(each) for each in text.split(",")]
    return frozenset() if words == ["none"] else frozenset(words)


def _is_near(one: str, other: str) -> bool:
    """Say whether two names are one where a letter is left out of either."""
    return not _without_one(one).isdisjoint(_without_one(other))


@functools.cache
def _without_one(name: str) -> frozenset[str]:
    return frozenset({name, *(name[:place] + name[place + 1 :] for place in range(len(name)))})


def why(of: Iterable[Medicine], among: Listed) -> str | None:
    """Return why a reading is open: a name and a code that contradict each other say so first."""
    each = list(of)
    if any(one.contradicted for one in each):
        return "conflicting"
    return None if among.is_open and each else among.others


def takes(classes: Sequence[str], beyond: bool, group: Group) -> Seen:
    """Return whether a medicine of some classes is taken, as needed or planned."""
    found, among, _ = medicines(group)
    counts = [_counts(each, classes, beyond) for each in found]
    possibly = [each for each, is_so in zip(found, counts, strict=True) if True in is_so]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    return Seen(BOTH, why(possibly, among))


def in_use(of: tuple[str, ...], group: Group) -> Seen:
    """Return whether a medicine of some classes is said to be taken, and not only planned or for need."""
    found = by_name(of, lambda medicine: medicine.in_use, group)
    said = or_of([and_of(each.is_of(of), each.in_use) for each in medicines(group)[0]])
    return found._replace(old=(said,)) if found.absence == "stale" else found


def ever_took(of: tuple[str, ...], near: tuple[str, ...], group: Group) -> Seen:
    """Return whether a medicine of some classes was ever taken."""
    return by_name(of, lambda medicine: medicine.had, group, near)


def by_name(
    of: tuple[str, ...], is_so: Callable[[Medicine], frozenset[bool]], group: Group, near: tuple[str, ...] = ()
) -> Seen:
    """Return whether something is so of a medicine of some classes; nobody asks that of a name that is none."""
    found, among, _ = medicines(group)
    counts = [and_of(each.is_of(of), is_so(each)) for each in found]
    possibly = [each for each, count in zip(found, counts, strict=True) if True in count]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    reason = why(possibly, among)
    named = [name for name, each in group.table.named.items() if set(near) & set(each["classes"])]
    nearly = any(each.known is None and any(_is_near(_small(each.name), other) for other in named) for each in possibly)
    return Seen(BOTH, reason if reason is not None or nearly else "not_known")


def _counts(medicine: Medicine, classes: Sequence[str], beyond: bool) -> frozenset[bool]:
    other = frozenset(not each for each in medicine.maintains) if beyond else frozenset({True})
    return and_of(medicine.is_of(classes), medicine.current, other)


def last_taken(classes: Sequence[str], group: Group) -> Seen:
    """Return how many days ago a medicine of some classes was last taken: one that is taken was when it was listed."""
    found, among, ago = medicines(group)
    possibly = [each for each in found if True in each.is_of(classes)]
    spans = [_since(each, classes, Fraction(0) if among.holds else ago) for each in possibly]
    low = min((span.low for span in spans), default=S)
    high = min((span.high for span in spans), default=S)
    return Seen(Span(low if among.others is None else Fraction(0), high), why(possibly, among))


def _since(medicine: Medicine, classes: Sequence[str], ago: Fraction) -> Span:
    ends = [Span(Fraction(0), ago)] if True in medicine.current else []
    ends += [medicine.taken] if False in medicine.current else []
    low, high = min(each.low for each in ends), max(each.high for each in ends)
    return Span(low, high if medicine.is_of(classes) == {True} else S)


def lorazepam(group: Group) -> Seen:
    """Return how many milligrams of lorazepam a day all sedatives come to together."""
    fact = group.declared["lorazepam_equivalent"]
    whole = everything(fact)
    assert isinstance(whole, Span)
    found, among, _ = medicines(group)
    possibly = [each for each in found if True in _counts(each, SEDATIVES, False)]
    spans = [_as_lorazepam(each, whole) for each in possibly]
    low, high = (sum((each[end] for each in spans), Fraction(0)) for end in (0, 1))
    if low > whole.high:
        return Seen(whole, "implausible", ERROR)
    if not among.holds:
        return Seen(whole, why(possibly, among))
    return Seen(Span(low, whole.high if among.is_open else min(whole.high, high)), why(possibly, among))


def _as_lorazepam(medicine: Medicine, whole: Span) -> Span:
    equal = None if medicine.known is None else medicine.known["lorazepam_equivalent"]
    if equal is None:
        return whole
    low, high = (end / Fraction(equal) for end in medicine.dose)
    return Span(low if medicine.current == {True} else Fraction(0), high)


def not_known(group: Group) -> Seen:
    """Return whether a medicine is taken that the table does not know: absent where one is, so that it is asked for."""
    found, among, _ = medicines(group)
    unknown = [each for each in found if each.known is None and True in each.current]
    if among.others is None and not unknown:
        return Seen(frozenset({False}))
    taken = any(each.current == {True} for each in unknown)
    return Seen(BOTH, why(unknown, among) or ("not_known" if taken else None))


def how_many_sedate(group: Group) -> Seen:
    """Return how many different ingredients that sedate are taken."""
    whole = everything(group.declared["sedating_count"])
    assert isinstance(whole, Span)
    found, among, _ = medicines(group)
    possibly = [each for each in found if True in _counts(each, SEDATING, False)]
    if not among.holds:
        return Seen(whole, why(possibly, among))
    sure = {name for each in possibly if each.current == {True} for name in _sedatives(each, group)}
    every = {name for each in possibly for name in _sedatives(each, group)}
    open_end = among.is_open or any(each.known is None for each in possibly)
    high = whole.high if open_end else min(whole.high, Fraction(len(every)))
    return Seen(Span(min(whole.high, Fraction(len(sure))), high), why(possibly, among))


def _sedatives(medicine: Medicine, group: Group) -> set[str]:
    """Return what sedates in a medicine: its parts that the table knows, then as many others as its classes tell of."""
    if medicine.known is None:
        return set()
    parts = medicine.known["name"].replace(", ", " with ").replace(" and ", " with ").split(" with ")
    known = {part: group.table.named.get(_small(part)) for part in parts} if len(parts) > 1 else {parts[0]: None}
    sedate = {each["name"] for each in known.values() if each is not None and set(each["classes"]) & set(SEDATING)}
    told = [kind for kind in KINDS if set(medicine.known["classes"]) & set(kind)]
    named = [each for each in known.values() if each is not None]
    lacking = [kind for kind in told if not any(set(each["classes"]) & set(kind) for each in named)]
    free = [part for part, each in known.items() if each is None]
    free += [part for part, each in known.items() if each is not None and not set(each["classes"]) & set(SEDATING)]
    return sedate | set(free[: len(lacking)])


def holds(names: Sequence[str], group: Group) -> Seen:
    """Return whether a medicine that is one of some ingredients is taken."""
    found, among, _ = medicines(group)
    counts = [
        and_of(BOTH if each.known is None else frozenset({each.known["name"] in names}), each.current) for each in found
    ]
    possibly = [each for each, is_so in zip(found, counts, strict=True) if True in is_so]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    return Seen(BOTH, why(possibly, among))


def tells(of: frozenset[str], group: Group) -> Seen:
    """Return whether a medicine tells of one of some diseases, by itself or by its reason."""
    found, among, _ = medicines(group)
    counts = [and_of(or_of((_by_reason(each, of), _by_itself(each, of))), each.current) for each in found]
    possibly = [each for each, is_so in zip(found, counts, strict=True) if True in is_so]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    return Seen(BOTH, why(possibly, among))


def _by_reason(medicine: Medicine, of: frozenset[str]) -> frozenset[bool]:
    treats = [medicine.treats] if of == {TOLD["substances"]} else []
    return frozenset({False}) if len(of) > 1 else or_of([*treats, *(within(each, of) for each in medicine.reasons)])


def _by_itself(medicine: Medicine, of: frozenset[str]) -> frozenset[bool]:
    if medicine.known is None:
        return BOTH
    if medicine.injected and of == {TOLD["psychosis"]}:
        return frozenset({True})
    told = frozenset(medicine.known["tells_of"])
    if medicine.review is not None and medicine.review.of:
        reviewed = medicine.review.of
        together = reviewed in TOGETHER or len(reviewed) == 1
        if reviewed == of if together else len(of) == 1 and of <= reviewed:
            return frozenset({True}) if _never_explained(medicine) else _unexplained(medicine)
    if told != of:
        return frozenset({False})
    return frozenset({True}) if _never_explained(medicine) else _unexplained(medicine)


def _unexplained(medicine: Medicine) -> frozenset[bool]:
    if medicine.reason.absence is not None:
        return frozenset({True})
    return frozenset(not each for each in within(medicine.reason, EXPLAINING))


def _never_explained(medicine: Medicine) -> bool:
    known = medicine.known
    return known is not None and ("depot antipsychotic" in known["classes"] or known["name"] in NEVER_EXPLAINED)


def antipsychotic_use(group: Group) -> Seen:
    """Return whether an antipsychotic or a mood stabiliser is taken, and whether each is explained."""
    found, among, _ = medicines(group)
    each = [(one, _counts(one, ON_MOOD, False)) for one in found]
    possibly = [one for one, is_so in each if True in is_so]
    explained = {id(one): _explains(one) for one in possibly}
    sure = [one for one, is_so in each if is_so == {True}]
    still = set() if sure else {"not taken"}
    if any(True in explained[id(one)] for one in possibly) and all(True in explained[id(one)] for one in sure):
        still.add("taken for a declared reason")
    if any(False in explained[id(one)] for one in possibly):
        still.add("taken for no declared reason")
    settled = any(explained[id(one)] == {False} for one in sure)
    if among.others is None or (settled and among.holds):
        return Seen(frozenset(still), None if len(still) == 1 else why(possibly, among))
    whole = everything(group.declared["antipsychotic_or_mood_stabiliser"])
    return Seen(whole, why(possibly, among))


def _explains(medicine: Medicine) -> frozenset[bool]:
    if medicine.known is None:
        return BOTH
    return frozenset({False}) if _never_explained(medicine) else frozenset(not each for each in _unexplained(medicine))


def by_review(group: Group) -> Seen:
    """Return whether a medicine is known by a review alone."""
    found, among, _ = medicines(group)
    counts = [and_of(frozenset({not each.heard_of}), each.current) for each in found]
    possibly = [each for each, is_so in zip(found, counts, strict=True) if True in is_so]
    so = or_of(counts)
    if (so == {True} and among.holds) or (so == {False} and among.others is None):
        return Seen(so)
    return Seen(BOTH, why(possibly, among))


# All of them ----------------------------------------------------------------------------------------------------

AGENTS: Final = ("ketamine", "esketamine")
EVERY_AGENT: Final = (*AGENTS, "an excipient of the product")
READINGS: Final[dict[str, Callable[[Group], Seen]]] = {
    "person.age": age,
    **{
        f"vitals.{name}": functools.partial(of_pressures, series, place, reduce, name)
        for series, where in ((IN_CLINIC, ""), (AT_HOME, "home_"))
        for which, reduce in (("mean", mean), ("highest", highest))
        for place, part in enumerate(("systolic", "diastolic"))
        for name in (f"{where}{which}_{part}",)
    },
    "vitals.pressure_readings": functools.partial(how_many, IN_CLINIC, "pressure_readings"),
    "vitals.home_readings": functools.partial(how_many, AT_HOME, "home_readings"),
    "vitals.pressure_days": on_how_many_days,
    "circulation.latest_event": latest_event,
    "ketamine_history.latest_nonmedical_ketamine_use": latest_use,
    "vitals.body_mass_index": body_mass_index,
    "thyroid.tsh_below_reference": functools.partial(outside, "tsh", "tsh_reference_low", False),
    "thyroid.free_t4_above_reference": functools.partial(outside, "free_t4", "free_t4_reference_high", True),
    "thyroid.free_t3_above_reference": functools.partial(outside, "free_t3", "free_t3_reference_high", True),
    "liver.alt_multiple": functools.partial(multiple, "alt", "alt_reference_high"),
    "liver.ast_multiple": functools.partial(multiple, "ast", "ast_reference_high"),
    "bladder.episode_counts_contradict": fewer_months_hold_more,
    "suicidality.behaviour_in_three_months": in_three_months,
    "suicidality.attempt_lies_back": attempt,
    "reproduction.menses_contradict": menses_contradict,
    "reproduction.pregnancy_unsure": unsure,
    "reproduction.pregnancy_unless_answered": unless_answered,
    "plan.integration_booked": booked,
    "recovery.systolic_change": functools.partial(change, 0, False),
    "recovery.systolic_change_per_cent": functools.partial(change, 0, True),
    "recovery.diastolic_change": functools.partial(change, 1, False),
    "recovery.diastolic_change_per_cent": functools.partial(change, 1, True),
    "recovery.oxygen_fell": fell,
    "recovery.respiratory_depression_since_dose": depressed_since,
    "follow_up.midnight_passed": midnight_passed,
    "follow_up.earlier_session": earlier_session,
    "psychiatric_history.primary_psychosis": functools.partial(psychosis, PRIMARY),
    "psychiatric_history.postpartum_psychosis": functools.partial(psychosis, ("postpartum psychosis",)),
    "psychiatric_history.mood_disorder_with_psychosis": functools.partial(
        psychosis, ("mood disorder with psychotic features",)
    ),
    "psychiatric_history.substance_induced_psychosis": induced_psychosis,
    "ketamine_history.immune_reaction": functools.partial(reaction, IMMUNE, AGENTS),
    "ketamine_history.severe_emergence_reaction": functools.partial(
        reaction, ("severe emergence reaction",), EVERY_AGENT
    ),
    "ketamine_history.intolerance": functools.partial(
        reaction, ("intolerance, such as nausea or dizziness",), EVERY_AGENT
    ),
    "ketamine_history.excipient_allergy": functools.partial(reaction, IMMUNE, EVERY_AGENT[-1:]),
    **{
        f"ketamine_history.{name}": functools.partial(grave_reaction, kinds)
        for name, kinds in (
            ("life_threatening_reaction", FAILING),
            ("hepatic_reaction", ("injury of the liver",)),
            ("urinary_reaction", ("injury of the bladder or the urinary tract",)),
            ("serotonin_toxicity", ("serotonin toxicity",)),
            ("affective_switch", ("mania or hypomania",)),
            ("other_grave_reaction", (OTHER_GRAVE, NOT_ALLERGIC)),
        )
    },
    "ketamine_history.psychotic_reaction": psychotic_reaction,
    "ketamine_history.any_reaction": any_reaction,
    "neurology.latest_head_injury": latest_injury,
    "neurology.severe_head_injury": functools.partial(of_some_injury, "severity", NOT_MILD, True),
    "neurology.head_injury_symptoms": functools.partial(of_some_injury, "symptoms_now", (True,), False),
    "substance_use.significant_disorder": functools.partial(disorder, ("moderate", "severe")),
    "substance_use.any_disorder": functools.partial(disorder, None),
    "substance_use.mild_disorder": functools.partial(disorder, ("mild",)),
    "substance_use.maintenance_treatment": functools.partial(
        some_disorder, {"substance": ("opioid",), "status": ("on methadone or buprenorphine",)}
    ),
    "substance_use.ketamine_or_phencyclidine_disorder": functools.partial(
        some_disorder, {"substance": ("ketamine", "phencyclidine")}
    ),
    "substance_use.unexplained_drug_test": functools.partial(urine, None),
    "substance_use.audit_answers_audit_c": no_older_audit,
    "substance_use.cannabis_positive": functools.partial(urine, "cannabis"),
    "substance_use.ketamine_positive": functools.partial(urine, "ketamine"),
    "medicines.taken_for_epilepsy": for_epilepsy,
    "medicines.benzodiazepine_in_use": functools.partial(in_use, SEDATIVES),
    "medicines.sedative_in_use": functools.partial(
        in_use, ("opioid", DEPRESSANT, "barbiturate or a like depressant", "oxybate")
    ),
    "medicines.ever_strong_sedative": functools.partial(
        ever_took, ("opioid", "barbiturate or a like depressant", "oxybate"), ()
    ),
    "medicines.ever_ketamine": functools.partial(ever_took, (KETAMINE,), (KETAMINE,)),
    "medicines.maoi_last_taken": functools.partial(last_taken, ("inhibitor of monoamine oxidase",)),
    "medicines.period_stopper_last_taken": functools.partial(last_taken, ("medicine that stops periods",)),
    "medicines.lorazepam_equivalent": lorazepam,
    "medicines.ingredient_not_known": not_known,
    "medicines.sedating_count": how_many_sedate,
    "medicines.known_by_review": by_review,
    "medicines.antipsychotic_or_mood_stabiliser": antipsychotic_use,
    **{f"medicines.tells_of_{name}": functools.partial(tells, frozenset({words})) for name, words in TOLD.items()},
    **{
        f"medicines.tells_of_{name}": functools.partial(tells, frozenset(TOLD[each] for each in some))
        for some in TOLD_TOGETHER
        for name in ("_or_".join(("_".join(some[:-1]), some[-1])),)
    },
    "medicines.takes_amiodarone_or_lithium": functools.partial(holds, ("amiodarone", "lithium")),
    **{
        f"medicines.{name}": functools.partial(takes, classes, beyond)
        for name, classes, beyond in (
            ("takes_stimulant", ("psychostimulant",), False),
            ("takes_xanthine", ("xanthine",), False),
            ("takes_thyroid_hormone", ("thyroid hormone",), False),
            ("takes_pressor", ("other medicine that raises blood pressure",), False),
            ("takes_benzodiazepine", SEDATIVES, False),
            ("takes_opioid", ("opioid",), False),
            ("takes_opioid_beyond_maintenance", ("opioid",), True),
            ("takes_lamotrigine", ("lamotrigine",), False),
            ("takes_cyp_inhibitor", ("inhibitor of CYP3A4 or CYP2B6",), False),
            ("takes_cyp_inducer", ("inducer of CYP3A4 or CYP2B6",), False),
            ("takes_naltrexone", ("opioid antagonist",), False),
            ("takes_cns_depressant", (DEPRESSANT,), False),
            ("takes_strong_depressant", ("barbiturate or a like depressant",), False),
            ("takes_oxybate", ("oxybate",), False),
            ("takes_mood_stabiliser", ("mood stabiliser",), False),
            ("takes_nmda_antagonist", ("NMDA antagonist",), False),
            ("takes_ketamine", ("ketamine or esketamine",), False),
            ("takes_systemic_steroid", ("systemic steroid",), False),
            ("takes_antithyroid", ("antithyroid medicine",), False),
        )
    },
}
"""How each fact is read that is read from others."""

"""What one fact may still be by what is written of it: its value, how old that is, who said so, and several reports."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction
from typing import Any, Final, NamedTuple

from .when import (
    Asked,
    Then,
    covers,
    day_number,
    days_ago,
    days_of,
    hours_ago,
    is_before_birth,
    is_to_come,
    local_day,
    read,
)

NEVER: Final = 43_831
"""The days since what never happened: one more than 120 years have."""
A_MOMENT: Final = Fraction(1, 3_600_000_000)
"""A microsecond, in hours: so long before midnight a day is over."""
NEVER_RECORDED: Final = ("not_asked", "not_known")
GRAVITY: Final = ("not_asked", "not_known", "declined", "stale", "implausible", "conflicting", "not_authorised")
ERROR: Final = frozenset({"DATA_ERROR"})
CONFLICT: Final = frozenset({"CONFLICT"})
PROVISIONAL: Final = frozenset({"PROVISIONAL"})
BOTH: Final = frozenset({True, False})

DAYS_OF: Final = {"d": Fraction(1), "wk": Fraction(7), "mo": Fraction(365, 12), "a": Fraction(365)}
"""How many days a unit of time has at least, over years."""

Declared = dict[str, Any]
"""What is declared of a fact, as data."""


class Span(NamedTuple):
    """Every number from one to another, ends included."""

    low: Fraction
    high: Fraction


Still = Span | frozenset[Any]
"""The values that a fact may still have: a span of numbers, or some options; True and False are those of a flag."""


class Seen(NamedTuple):
    """What a fact may still be, why nobody knows better, and what a reader must know of that."""

    still: Any
    absence: str | None = None
    marks: frozenset[str] = frozenset()
    said: Any = None
    """Where it is stale, what was said."""
    day: int = 0
    """Of one of several reports, the day that it is of."""
    old: tuple[Any, ...] = ()
    """What each report left possible, where all of them are too old and nothing else speaks of it."""
    warned: Any = None
    """What was said by somebody who may not rule it out, and counts to the worse alone."""
    is_told: bool = False
    """Whether it is what the client tells of a measurement."""
    said_ago: Span | None = None
    """How many hours ago the newest report was made of those that count; None of a screening, or where none counts."""


def number(written: Any) -> Fraction:
    """Return a number of a file: as it is written, or as a fraction."""
    return Fraction(*written["fraction"]) if isinstance(written, dict) else Fraction(written)


def everything(fact: Declared) -> Still:
    """Return all that a fact can be."""
    if "lowest" in fact:
        return Span(Fraction(fact["lowest"]), Fraction(fact["highest"]))
    return BOTH if fact["kind"] == "flag" else frozenset(fact["options"])


def implausible(fact: Declared) -> Seen:
    """Return what is left of a value that cannot be."""
    return Seen(everything(fact), "implausible", ERROR)


def is_recorded(given: Any) -> bool:
    """Say whether anything is recorded of a fact: that it was not asked is nothing."""
    return given is not None and given != {"absent": "not_asked"}


# One value ------------------------------------------------------------------------------------------------------


def of_value(fact: Declared, given: Any, asked: Asked) -> Seen:
    """Return what a value alone leaves possible; ``given`` is what stands in the file, without its evidence."""
    kind = fact["kind"]
    if kind == "number":
        seen = of_number(fact, given)
        too_long = (
            asked.life is not None and fact.get("of_life") and seen.still.low * DAYS_OF[fact["unit"]] > asked.life
        )
        return implausible(fact) if seen.absence is None and too_long else seen
    if kind in ("event", "moment"):
        return of_event(fact, given, asked)
    if isinstance(given, dict) and "one_of" in given:
        return Seen(frozenset(given["one_of"]))
    return Seen(frozenset({given["value"] if isinstance(given, dict) else given}))


def of_number(fact: Declared, given: Any) -> Seen:
    """Return what a number leaves possible, in the unit of the fact; a side that is not given is the plausible end."""
    whole = everything(fact)
    assert isinstance(whole, Span)
    if not isinstance(given, dict) or "fraction" in given:
        given = {"value": given}
    unit = given.get("unit", fact["unit"])
    factor = Fraction(1) if unit == fact["unit"] else Fraction(fact["units"][unit])
    if isinstance(given.get("value"), str):
        given = one_end(fact, given["value"], factor)
    low = number(given.get("value", given.get("at_least", whole.low / factor))) * factor
    high = number(given.get("value", given.get("at_most", whole.high / factor))) * factor
    if (
        low < whole.low
        or high > whole.high
        or low > high
        or (low == high and low in map(Fraction, fact.get("missing_codes", ())))
    ):
        return implausible(fact)
    return Seen(Span(low, high))


def one_end(fact: Declared, text: str, factor: Fraction) -> dict[str, Any]:
    """Return the end that a laboratory gives: of whole numbers "less than 5" is 4 at most, of others 5."""
    sign, end = text.rstrip("0123456789.,- "), Fraction(text.lstrip("<>=≤≥≦≧⩽⩾ ").replace(",", "."))
    strict = sign in ("<", ">") and fact["whole"] and (end * factor).denominator == 1
    upper = sign in ("<", "<=", "=<", "≤", "≦", "⩽")
    moved = end + (Fraction(-1 if upper else 1) / factor if strict else 0)
    return {"at_most" if upper else "at_least": moved}


def of_event(fact: Declared, given: Any, asked: Asked) -> Seen:
    """Return how long ago an event may have been, in days or in hours."""
    if isinstance(given, dict) and "value" in given:
        given = given["value"]
    if given == "never":
        return Seen(Span(Fraction(NEVER), Fraction(NEVER)))
    if given == "happened":
        return Seen(Span(Fraction(0), Fraction(NEVER - 1)))
    if isinstance(given, dict) and "none_in_days" in given:
        return Seen(Span(Fraction(given["none_in_days"] + 1), Fraction(NEVER)))
    if isinstance(given, dict) and "over_days_ago" in given:
        over = given["over_days_ago"] + 1
        too_long = asked.life is not None and over > asked.life
        return implausible(fact) if too_long else Seen(Span(Fraction(over), Fraction(NEVER - 1)))
    in_hours, life = fact["kind"] == "moment", asked.life
    if isinstance(given, dict) and "hours_ago" in given:
        first = last = number(given["hours_ago"])
        beyond = life is not None and last > life * 24
    elif isinstance(given, dict):
        days = given["days_ago"]
        beyond = life is not None and days > life
        in_hours = in_hours and days < NEVER
        first = last = Fraction(days)
        if in_hours:
            last, first = hours_ago(Then(asked.day - days, None), asked)
    else:
        earliest, latest = ends(given)
        beyond = is_before_birth(latest, asked) or is_to_come(earliest, asked)
        if in_hours:
            first, last = hours_ago(earliest, asked)[1], hours_ago(latest, asked)[0]
        else:
            first, last = Fraction(days_ago(earliest, asked)), Fraction(days_ago(latest, asked))
    if beyond or first < 0 or last >= NEVER * (24 if in_hours else 1):
        return implausible(fact)
    return Seen(Span(min(max(last, Fraction(0)), Fraction(NEVER - 1)), min(first, Fraction(NEVER - 1))))


def ends(text: str) -> tuple[Then, Then]:
    """Return the first and the last day that a date can be; of one in full, that day or instant twice."""
    if len(text) == 4:
        year = int(text)
        return Then(day_number(year, 1, 1), None), Then(day_number(year, 12, 31), None)
    if len(text) == 7:
        year, month = int(text[:4]), int(text[5:])
        first = day_number(year, month, 1)
        return Then(first, None), Then(first + days_of(year, month) - 1, None)
    return read(text), read(text)


# One report -----------------------------------------------------------------------------------------------------


def of_report(fact: Declared, given: Any, asked: Asked) -> Seen:
    """Return what one report leaves possible, as old as it is and by whom it was made."""
    evidence = given if isinstance(given, dict) else {}
    if "absent" in evidence:
        return Seen(everything(fact), evidence["absent"])
    on = read(evidence["on"]) if "on" in evidence else None
    misdated = is_misdated(evidence, asked)
    told = "told_within" in fact and voice(fact, evidence) == "client" and not misdated
    if on is not None and (is_to_come(on, asked) or is_before_birth(on, asked)):
        return implausible(fact)._replace(is_told=told)
    if on is not None and "over_days_ago" in evidence:
        since = evidence["over_days_ago"] + max(0, days_ago(on, asked))
        given = {**evidence, "over_days_ago": min(since, NEVER - 2)}
    seen = of_value(fact, given, asked)
    if seen.absence is not None:
        return seen._replace(is_told=told)
    if told:
        seen = Seen(about(fact, seen.still), None, seen.marks | PROVISIONAL, is_told=True)
    elif misdated or not is_vouched(fact, evidence):
        seen = seen._replace(marks=seen.marks | (ERROR if misdated else frozenset()))
        left = no_better(fact, seen.still)
        if left is None:
            return Seen(everything(fact), "not_authorised", seen.marks)
        if left != seen.still:
            seen = Seen(left, "not_authorised", seen.marks, warned=seen.still)
    valid = on is None or covers(fact["validity"], on, asked)
    valid = valid and all(covers(validity, read(then), asked) for validity, then in evidence.get("rests on", ()))
    if valid or (fact["lasting"] and is_adverse(fact, seen.still)):
        return seen
    return expired(fact, seen)


def about(fact: Declared, still: Any) -> Span:
    """Return what may be measured of what the client tells."""
    whole, off = everything(fact), number(fact["told_within"])
    assert isinstance(whole, Span)
    return Span(max(still.low - off, whole.low), min(still.high + off, whole.high))


def is_misdated(evidence: dict[str, Any], asked: Asked) -> bool:
    """Say whether an answer was confirmed, or copied, on a day that cannot be: to come, before the birth, or before it.

    Such an answer counts to the worse alone.
    """
    later = [evidence["confirmed_by"]["on"]] if "confirmed_by" in evidence else []
    later += [evidence["copied on"]] if "copied on" in evidence else []
    first = local_day(read(evidence["on"]), asked) if "on" in evidence else 0
    return any(
        is_to_come(day, asked) or is_before_birth(day, asked) or local_day(day, asked) < first
        for day in map(read, later)
    )


def voice(fact: Declared, evidence: dict[str, Any]) -> Any:
    """Return on whose word something stands: whoever reported it, or confirmed the client's where that may be done."""
    confirmed = evidence.get("confirmed_by")
    role = None if confirmed is None else confirmed.get("role", "clinician")
    confirms = role in fact.get("confirmed_by", ()) and evidence.get("by") == "client"
    return role if confirms else evidence.get("by")


def is_vouched(fact: Declared, evidence: dict[str, Any]) -> bool:
    """Say whether whoever stands for a report may say that all is well."""
    return not fact["cleared_by"] or voice(fact, evidence) in fact["cleared_by"]


def no_better(fact: Declared, still: Still) -> Still | None:
    """Return all that is no better than what was said; None where that is everything."""
    if isinstance(still, frozenset):
        risks = adverse_options(fact)
        if not still <= frozenset(risks):
            return None
        return still if fact.get("graded") is False else frozenset(risks[: max(map(risks.index, still)) + 1])
    whole = everything(fact)
    assert isinstance(whole, Span)
    if fact["kind"] == "number" and fact["adverse"] is None:
        return None
    if fact["reassuring"] if fact["kind"] in ("event", "moment") else fact["adverse"] == "higher":
        return Span(still.low, whole.high) if still.low > whole.low else None
    return Span(whole.low, still.high) if still.high < whole.high else None


def adverse_options(fact: Declared) -> list[Any]:
    """Return the options that are risks, the worst first."""
    adverse = fact["adverse"]
    if fact["kind"] == "flag":
        return [] if adverse is None else [adverse]
    return list(adverse)


def is_adverse(fact: Declared, still: Still) -> bool:
    """Say whether all that is possible is a risk; numbers and events say so nowhere."""
    return isinstance(still, frozenset) and still <= frozenset(adverse_options(fact))


def expired(fact: Declared, seen: Seen) -> Seen:
    """Return what is left of a value that is out of date: of an event, that there was one and may have been a later."""
    left = everything(fact)
    if isinstance(left, Span) and fact["kind"] in ("event", "moment"):
        left = Span(Fraction(0), seen.still.high)
    return Seen(left, "stale", seen.marks, seen.still, old=(seen.still,))


# Several reports ------------------------------------------------------------------------------------------------


def of_fact(fact: Declared, given: Any, asked: Asked) -> Seen:
    """Return what everything that is written of a fact leaves possible."""
    if not is_recorded(given):
        return Seen(everything(fact), "not_asked")
    if not (isinstance(given, dict) and "reports" in given):
        return of_report(fact, given, asked)
    ticked = [each for each in given["reports"] if is_ticked(each)]
    said = [each for each in given["reports"] if each not in ticked]
    meant = [each for each in ticked if "absent" not in each]
    if said and meant:
        known, there = (of_fact(fact, {"reports": some}, asked) for some in (said, [of_item(each) for each in meant]))
        if known.absence is None and there.absence is None and lies_within(known.still, there.still):
            return known._replace(marks=known.marks | there.marks)
    seen = [of_report(fact, report, asked)._replace(day=day_of(report, asked)) for report in given["reports"]]
    valid = [each for each in seen if each.absence in (None, "implausible")]
    valid = [each for each in valid if not each.is_told] or valid
    old = [
        each if each.said is None else each._replace(still=each.said, absence=None)
        for each in seen
        if each.absence == "stale"
    ]
    warned = [each._replace(still=each.warned, absence=None) for each in seen if each.warned is not None]
    outlived = [each for each in old if happened(fact, each.still)]
    if valid:
        found = together(fact, [*valid, *warned, *outlived])
    elif warned:
        said = together(fact, [*warned, *outlived])
        found = said._replace(still=no_better(fact, said.still) or said.still, absence="not_authorised")
    elif old:
        spoken = [each for each in seen if each.absence not in NEVER_RECORDED]
        every = all(each.old for each in spoken)
        found = expired(fact, together(fact, old))
        found = found._replace(old=tuple(still for each in spoken for still in each.old) if every else ())
    else:
        return max(seen, key=lambda each: (each.absence not in NEVER_RECORDED, -GRAVITY.index(str(each.absence))))
    return found._replace(marks=found.marks.union(*(each.marks for each in seen)))


def said_ago(fact: Declared, given: Any, asked: Asked) -> Span | None:
    """Return how many hours ago the newest of what counts was said; what has no day is as of any time before."""
    reports = given["reports"] if isinstance(given, dict) and "reports" in given else [given]
    counting = [(each, of_report(fact, each, asked)) for each in reports]
    counting = [(each, seen) for each, seen in counting if seen.absence is None]
    measured = [(each, seen) for each, seen in counting if not seen.is_told] or counting
    least, most = [], []
    for each, _ in measured:
        on = each.get("on") if isinstance(each, dict) else None
        low, high = (Fraction(0), Fraction(NEVER)) if on is None else hours_ago(read(on), asked)
        by_the_day = on is not None and low > 0 and read(on).instant is None
        least.append(min(max(low, Fraction(0)), Fraction(NEVER - 1)) + (A_MOMENT if by_the_day else 0))
        most.append(high if on is None else min(high, Fraction(NEVER - 1)))
    return Span(min(least), min(most)) if measured else None


def is_ticked(report: Any) -> bool:
    """Say whether a report is of an item that was ticked on a checklist."""
    return isinstance(report, dict) and ("ticked" in report or "one of" in report)


def of_item(report: dict[str, Any]) -> dict[str, Any]:
    """Return a report as it is by itself."""
    return {name: each for name, each in report.items() if name != "ticked"}


def lies_within(inner: Still, outer: Still) -> bool:
    """Say whether everything that is possible by one report is so by another."""
    if isinstance(inner, Span) and isinstance(outer, Span):
        return outer.low <= inner.low and inner.high <= outer.high
    return isinstance(inner, frozenset) and isinstance(outer, frozenset) and inner <= outer


def day_of(report: Any, asked: Asked) -> int:
    """Return the day of a report; one without a date is of the day of the decision."""
    on = report.get("on") if isinstance(report, dict) else None
    return asked.day if on is None else local_day(read(on), asked)


def happened(fact: Declared, still: Still) -> bool:
    """Say whether an event surely was: that stays so, however old the report of it."""
    return fact["kind"] in ("event", "moment") and isinstance(still, Span) and still.high < NEVER


def together(fact: Declared, reports: Sequence[Seen]) -> Seen:
    """Return what several reports leave possible that may all be relied on."""
    if fact["kind"] == "event" and not fact["reassuring"]:
        return of_one_day(fact, at_odds_only(reports))
    if fact["kind"] != "number":
        return of_one_day(fact, reports)
    days = sorted({each.day for each in reports})
    each_day = [of_one_day(fact, [each for each in reports if each.day == day]) for day in days]
    if fact["adverse"] is None:
        return each_day[-1]
    at_odds = any(each.marks >= CONFLICT for each in each_day)
    return of_one_day(fact, reports)._replace(marks=CONFLICT if at_odds else frozenset())


def at_odds_only(reports: Sequence[Seen]) -> Sequence[Seen]:
    """Return the reports of an event but those with which another agrees: "not lately" is so of what was long ago."""
    sure = [each.still for each in reports if each.absence is None]

    def is_said_better(report: Seen) -> bool:
        mine = report.still
        others = (each for each in sure if each != mine)
        agreeing = any(mine.low <= other.low and other.high <= mine.high for other in others)
        is_over = mine.high == NEVER - 1 and 0 < mine.low < NEVER - 1
        return report.absence is None and bool(mine.high == NEVER or is_over) and agreeing

    return [each for each in reports if not is_said_better(each)]


def of_one_day(fact: Declared, reports: Sequence[Seen]) -> Seen:
    """Return what several reports leave possible that speak of the same."""
    if all(each[:2] == reports[0][:2] for each in reports):
        return reports[0]
    stills = [each.still for each in reports]
    if fact["kind"] in ("event", "moment"):
        return Seen(each_end(max if fact["reassuring"] else min, stills), None, CONFLICT)
    if fact["kind"] == "number":
        if fact["adverse"] is None:
            return Seen(everything(fact), "conflicting", CONFLICT)
        return Seen(each_end(max if fact["adverse"] == "higher" else min, stills), None, CONFLICT)
    if not any(is_adverse(fact, still) for still in stills):
        return Seen(everything(fact), "conflicting", CONFLICT)
    if fact.get("graded") is False and all(is_adverse(fact, still) for still in (*stills, everything(fact))):
        return Seen(frozenset().union(*stills), None, CONFLICT)
    return Seen(frozenset(worst_of(adverse_options(fact), stills)), None, CONFLICT)


def worst_of(worst: list[Any], stills: Sequence[Any]) -> Iterator[Any]:
    """Yield what the worst of several answers can turn out to be: no more harmless than any of them surely is."""

    def rank(option: Any) -> int:
        return worst.index(option) if option in worst else len(worst)

    bound = min(max(map(rank, still)) for still in stills)
    return (option for still in stills for option in still if rank(option) <= bound)


def each_end(choose: Callable[..., Fraction], spans: Sequence[Span]) -> Span:
    """Return the highest, or the lowest, of several numbers, each as far as it is known."""
    return Span(choose(span.low for span in spans), choose(span.high for span in spans))

"""Any client that can be written down, drawn from the declarations alone."""

from __future__ import annotations

from datetime import timedelta, timezone
from decimal import Decimal
from fractions import Fraction
from typing import Any

from hypothesis import strategies as st

from kaprules import Client
from kaprules.clientfile import STATED
from kaprules.facts.client import GROUPS
from kaprules.facts.model import (
    Between,
    Choice,
    Day,
    DaysAgo,
    Event,
    Fact,
    Facts,
    Flag,
    Number,
    Occurrence,
    OneOf,
    PartialDate,
    Quantity,
    Recorded,
    Reporter,
    Reports,
    Series,
)
from kaprules.possible import Absence

texts = st.text(st.characters(exclude_categories=["C"]), max_size=12)
days = (
    st.dates() | st.datetimes() | st.datetimes(timezones=st.just(timezone(timedelta(hours=5, minutes=53, seconds=28))))
)
reasons = st.sampled_from(list(STATED.values()))
floats = st.floats(-1000, 1000).filter(lambda number: not 0 < abs(number) < 1e-20)
decimals = st.decimals(-1000, 1000, places=3) | floats.map(lambda number: float(f"{number:.15g}"))


def _numbers(fact: Number) -> st.SearchStrategy[Any]:
    whole = st.integers(-5, 10**15 - 1)
    ratios = st.fractions(-1000, 1000, max_denominator=10**20) | st.fractions(-(10**20), 10**20, max_denominator=10**20)
    plain = whole if fact.whole else whole | decimals | ratios
    ends = whole if fact.whole else whole | ratios
    between = st.tuples(ends, ends).map(lambda pair: Between(*sorted(pair)))
    between |= ends.map(lambda end: Between(end, None)) | ends.map(lambda end: Between(None, end))
    long = st.decimals(-1000, 1000, places=20) | st.floats(-1000, 1000).filter(
        lambda number: not 0 < abs(number) < 1e-20
    )
    plain = plain if fact.whole else plain | long
    quantities = [
        st.builds(Quantity, whole if fact.whole else plain, st.just(unit)) for unit in (fact.unit, *fact.units)
    ]
    return st.one_of(plain, between, *quantities)


def _values(fact: Fact) -> st.SearchStrategy[Any]:
    """Return the values of a fact, without evidence."""
    if isinstance(fact, Number):
        return _numbers(fact)
    if isinstance(fact, Flag):
        return st.booleans()
    if isinstance(fact, Choice):
        option = st.sampled_from(list(fact.options))
        return option | st.sets(option, min_size=1).map(lambda options: OneOf(*options))
    if isinstance(fact, Event):
        partial = st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12))
        return days | partial | st.sampled_from(Occurrence) | st.builds(DaysAgo, st.integers(0, 10**15 - 1))
    if isinstance(fact, Series):
        return st.lists(groups(fact.record), max_size=3)
    if isinstance(fact, Day):
        return (
            days | st.builds(PartialDate, st.integers(1, 9999), st.none() | st.integers(1, 12))
            if fact.partial
            else days
        )
    return texts


def _given(fact: Fact) -> st.SearchStrategy[Any]:
    """Return everything that a caller may give for a fact."""
    values = _values(fact)
    if not isinstance(fact, Event | Number | Flag | Choice | Series):
        return values if fact.required else values | reasons
    dates = days if fact.requires_date else st.none() | days
    recorded = st.builds(
        Recorded, values, on=dates, by=st.none() | st.sampled_from(Reporter), reference=st.none() | texts
    )
    kinds: list[st.SearchStrategy[Any]] = [recorded]
    if not fact.requires_date:
        kinds.append(values)
    if not fact.required:
        kinds += [reasons, st.builds(Recorded, reasons, on=st.none() | days, by=st.none() | st.sampled_from(Reporter))]
    if not isinstance(fact, Series):
        kinds.append(st.lists(recorded, min_size=1, max_size=3).map(lambda reports: Reports(*reports)))
    return st.one_of(kinds)


@st.composite
def groups(draw: st.DrawFn, kind: type[Facts]) -> Facts:
    """Draw a group, or a record of a series."""
    facts: dict[str, Any] = {}
    wanted = draw(st.sets(st.sampled_from([fact.name for fact in kind.__facts__]), max_size=6))
    for fact in kind.__facts__:
        worked_out = fact.derive is not None and not fact.cross_checked
        if fact.required or (
            fact.name in wanted and not (worked_out and any(name in facts for name in fact.derived_from))
        ):
            facts[fact.name] = draw(_given(fact))
    # What is declared after what is read from it would escape the test above.
    for fact in kind.__facts__:
        if (
            fact.name in facts
            and fact.derive is not None
            and not fact.cross_checked
            and any(name in facts for name in fact.derived_from)
        ):
            del facts[fact.name]
    for name in kind.__one_of__:
        said = {each for each, value in facts.items() if not isinstance(value, Absence | Recorded | Reports)}
        if not said & set(kind.__one_of__):
            facts[name] = draw(_values(next(fact for fact in kind.__facts__ if fact.name == name)))
    return kind(**facts)


@st.composite
def clients(draw: st.DrawFn) -> Client:
    """Draw a client about whom something is known in a few groups."""
    filled = draw(st.sets(st.sampled_from([name for name, kind in GROUPS.items() if kind.__facts__]), max_size=4))
    return Client(id=draw(st.none() | texts), **{name: draw(groups(GROUPS[name])) for name in sorted(filled)})


EDGES = (
    Decimal("35.040"),
    0.1,
    Fraction(395, 3),
    10**20,
    Decimal("1e-30"),
    Decimal("999999999999999"),
    -0.0,
)
"""Numbers that a careless writer would change."""

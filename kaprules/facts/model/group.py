"""Groups of facts: what was given of each, and what all of them may still be on a date."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Final, NamedTuple, Self, dataclass_transform

import attrs

from ...errors import Advice, Faults, InputError, input_error, unknown_name
from ...limit import Exact
from ...possible import NEVER_DAYS, Absence
from .answers import kept
from .contradictions import Crossed
from .declaration import Fact, Group
from .kinds import Choice, Number
from .series import Text
from .site import AS_DECLARED, SiteReading
from .values import AtLeastThese, FromChecklist, OverDaysAgo, PartialDate, Recorded, Reporter, Reports
from .zones import on_clocks_of, same

if TYPE_CHECKING:
    import inspect


class Signature:
    """The signature of a group or a kind of subject, worked out where it is asked for: each number has its unit."""

    def __init__(self, parameters: Callable[[Any], Iterator[inspect.Parameter]]) -> None:
        self.parameters = parameters

    def __get__(self, instance: object, owner: type) -> inspect.Signature:
        import inspect

        return inspect.Signature(list(self.parameters(owner)))


def _parameters(owner: type[Facts]) -> Iterator[inspect.Parameter]:
    from inspect import Parameter

    for fact in owner.__facts__:
        kind: Any = type(fact)
        unit = getattr(fact, "unit", "")
        default = Parameter.empty if fact.required else Absence.NOT_ASKED
        yield Parameter(
            fact.name, Parameter.KEYWORD_ONLY, default=default, annotation=Annotated[kind, unit] if unit else kind
        )


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True)
class Facts(Group):
    """A group of facts about one client; what is not given is absent, and nothing is ever assumed."""

    if not TYPE_CHECKING:
        __signature__ = Signature(_parameters)

    __scalars__: ClassVar[tuple[Fact, ...]] = ()
    __group__: ClassVar[str] = ""
    __spans__: ClassVar[frozenset[Fact]] = frozenset()
    """The facts whose numbers are spans of a life."""
    __unasked__: ClassVar[tuple[object, ...]] = ()
    """The flat form of a group about which nothing is known."""
    __crossed__: ClassVar[tuple[Crossed, ...]] = ()
    """What cannot be so together in the group."""
    __reopened_by__: ClassVar[tuple[tuple[Fact, tuple[Fact, ...]], ...]] = ()
    """Each scalar fact, with those of all that it may be read from which may contradict others."""
    __one_of__: ClassVar[tuple[str, ...]] = ()
    """The facts of which one at least must be given."""
    __takes_names__: ClassVar[bool] = False
    """Whether names that a site's policy explains may stand in it."""

    if not TYPE_CHECKING:  # type checkers make the signature out of the declarations

        def __init__(self, **given):
            values = self.__dict__
            faults = Faults()
            bare = []
            for fact in self.__facts__:
                name = fact.name
                if name in given:
                    value = given.pop(name)
                    try:
                        values[name] = fact.accept(value)
                        if fact.lacks_unit(value):
                            bare.append(fact)
                    except InputError as error:
                        faults.found += error.faults
                    except Exception as error:  # a value that breaks whoever reads it
                        faults.add_unreadable(fact.id, value, error)
                elif fact.required:
                    faults.found += fact.not_given().faults
                else:
                    values[name] = Absence.NOT_ASKED
            for name in given:
                known = {fact.name for fact in self.__facts__}
                faults.found += unknown_name(f"{self.__group__}.{name}", name, known, place=self.__group__).faults
            if self.__one_of__ and all(_is_absent(values.get(name)) for name in self.__one_of__):
                faults.found += none_given(type(self)).faults
            if faults.found:
                faults.settle()
            if bare:
                values["_bare"] = tuple(bare)
            self._refuse_both()

    def __init_subclass__(
        cls, group: str = "", one_of: tuple[str, ...] = (), takes_names: bool = False, **more: Any
    ) -> None:
        super().__init_subclass__(**more)
        if not group:
            return
        cls.__one_of__ = one_of or cls.__one_of__
        cls.__takes_names__ = takes_names or cls.__takes_names__
        inherited = {fact.name: attrs.evolve(fact) for fact in cls.__facts__}
        declared = inherited | {name: fact for name, fact in vars(cls).items() if isinstance(fact, Fact)}
        slot = 0
        for name, fact in declared.items():
            place = {"id": f"{group}.{name}", "group": group, "name": name, "owner": cls, "slot": slot}
            place["__doc__"] = fact.described()
            for attribute, value in place.items():
                object.__setattr__(fact, attribute, value)
            slot += fact.size
            setattr(cls, name, attrs.field(default=Absence.NOT_ASKED, converter=fact.accept))
        cls.__group__ = group
        cls.__facts__ = tuple(declared.values())
        cls.__scalars__ = tuple(fact for fact in cls.__facts__ if fact.size)
        cls.__spans__ = frozenset(fact for fact in cls.__facts__ if isinstance(fact, Number) and fact.of_life)
        # What attrs would generate for each group is written once below: it is most of the time of an import.
        attrs.frozen(kw_only=True, slots=False, init=False, eq=False, auto_attribs=False, repr=False)(cls)
        for name, fact in declared.items():
            setattr(cls, name, fact)
        cls.__crossed__ = _crossed(declared)
        cls.__reopened_by__ = tuple(
            (fact, tuple(each for each in _read_of(fact, cls.__facts__) if each.crossed)) for fact in cls.__scalars__
        )
        cls.__unasked__ = tuple(
            entry for fact in cls.__scalars__ for entry in fact.flat(fact.full_range(Absence.NOT_ASKED))
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and given(self) == given(other)

    def __hash__(self) -> int:
        return hash((type(self), *given(self).items()))

    def spelled(self) -> object:
        """Return what was given, each number in the unit of its fact: the same of two that differ in spelling alone."""
        return tuple((name, getattr(type(self), name).spelled(value)) for name, value in given(self).items())

    def _refuse_both(self) -> None:
        """Refuse observations beside what was worked out from them."""
        for fact in self.__scalars__:
            if fact.derive is not None and not fact.cross_checked and self.__dict__[fact.name] is not Absence.NOT_ASKED:
                given = next((name for name in fact.derived_from if self.__dict__[name] is not Absence.NOT_ASKED), None)
                if given is not None:
                    raise input_error(
                        fact.id,
                        problem=f"and {self.__group__}.{given} are both given",
                        remedy="give the observations or what was worked out from them, not both",
                    )

    def placed(self, zone: tzinfo | None, born: int = 0, day: int = 0) -> Self:
        """Return the group as it is at a place, and in a life: itself where neither matters to it.

        That is an equal group, each instant as the clocks of the zone showed it, which knows on which day at the
        earliest the subject was ``born`` if something in it may lie before that; ``day`` is that of the decision, both
        are ordinals. The last one stands beside its question in the one slot ``_placed``; both are replaced together,
        so that no thread ever meets another's.
        """
        values = self.__dict__
        instants, first, furthest = values.get("_extent") or self.extent
        here = zone if instants else None
        bound = born if first < born or (furthest and day - furthest < born) else None
        if here is None and bound is None and "_place" not in values:
            return self
        mine = values.get("_place", NOWHERE)
        if (here is None or _alike(mine[0], here)) and mine[1] == bound:
            return self
        kept: tuple[tzinfo | None, int | None, Self] | None = values.get("_placed")
        if kept is None or not _alike(kept[0], here) or kept[1] != bound:
            kept = values["_placed"] = (here, bound, self._moved(here, born, day, bound))
        return kept[2]

    def _moved(self, zone: tzinfo | None, born: int, day: int, bound: int | None) -> Self:
        made = object.__new__(type(self))
        values = made.__dict__
        values.update({f.name: _placed(self.__dict__[f.name], zone, born, day) for f in self.__facts__})
        values["_place"] = (zone or self.__dict__.get("_place", NOWHERE)[0], bound)
        if self.site is not AS_DECLARED:
            values["_site"] = self.site
        if bound is not None:
            values["_born"] = bound
        made.flatten()
        return made

    def under(self, site: SiteReading) -> Self:
        """Return the group as it is read under a site's policy: an equal one that knows what the policy says of it.

        Itself where it knows just that. The last one stands beside its question in the one slot ``_under``, as that of
        a place does.
        """
        values = self.__dict__
        if self.site == site:
            return self
        kept: tuple[SiteReading, Self] | None = values.get("_under")
        if kept is None or kept[0] != site:
            made = object.__new__(type(self))
            aside = ("_place", "_born", "_bare")
            each, records = values, site.of_records
            if records != self.site.of_records:
                each = {fact.name: _under(values[fact.name], records) for fact in self.__facts__}
            made.__dict__.update({fact.name: each[fact.name] for fact in self.__facts__})
            made.__dict__.update({name: values[name] for name in aside if name in values})
            if site != AS_DECLARED:
                made.__dict__["_site"] = site
            made.flatten()
            kept = values["_under"] = (site, made)
        return kept[1]

    def names_used(self, on: date) -> tuple[Any, ...]:
        """Return what a site's policy says of the names that stand in it on a date: of each that is used."""
        return ()

    @property
    def is_placed(self) -> bool:
        """Whether its instants are already as the clocks of one zone showed them."""
        return self.__dict__.get("_place", NOWHERE)[0] is not None

    @property
    def extent(self) -> Extent:
        """What there is in the group of times, and how far back it reaches; worked out once."""
        values = self.__dict__
        found: Extent | None = values.get("_extent")
        if found is None:
            reach = _Reach()
            for fact in self.__facts__:
                value = values[fact.name]
                if not isinstance(value, PLAIN):
                    reach.add(fact, value)
                elif fact in self.__spans__:
                    reach.furthest = max(reach.furthest, fact.days(value))
            found = values["_extent"] = reach.extent()
        return found

    @property
    def instants(self) -> tuple[datetime, ...]:
        """Every time with its zone that is anywhere in it: the day on which that falls depends on the place."""
        return self.extent.instants

    def flat(self, on: date) -> Sequence[object]:
        """Return what every scalar fact of the group may still be on a date, entry after entry (``Fact.slot``)."""
        group = self
        if isinstance(on, datetime) and on.tzinfo is not None and "_place" not in self.__dict__:
            group = self.placed(on.tzinfo)
        timeless, dated, daily = group.__dict__.get("_flat") or group.flatten()
        return _flat_on(group, on) if dated or daily else timeless

    def _flat_on(self, on: date) -> Sequence[object]:
        timeless, dated, daily = self.__dict__["_flat"]
        flat = list(timeless)
        if isinstance(on, datetime):  # what is kept below is of the intake
            daily = (*(each[0] for each in dated), *daily)
        else:
            day = on.toordinal()
            for fact, start, end, first, last, entries, outside in dated:
                kept = entries if first <= day <= last else outside
                flat[start:end] = fact.flat(fact.possible(self, on)) if kept is None else kept
        for fact in daily:
            flat[fact.slot : fact.slot + fact.size] = fact.flat(fact.possible(self, on))
        return tuple(flat)

    def flatten(self) -> tuple[tuple[object, ...], tuple[Any, ...], tuple[Fact, ...]]:
        """Work out what is the same on every date, and what on every date of its validity.

        A client does this once for each of its groups; doing it twice does no harm.
        """
        values = self.__dict__
        bounded = "_born" in values
        flat: list[object] = list(self.__unasked__)
        dated, daily = [], []
        agreeing = values["_agreeing"] = self._agree()
        unasked = self.site.unasked
        for fact, read_of in self.__reopened_by__:
            value = values[fact.name]
            unsaid = value is Absence.NOT_ASKED and fact not in unasked
            if unsaid and all(values[name] is Absence.NOT_ASKED for name in fact.derived_from):
                continue
            try:
                # What a fact is read from may be reopened by something else whose evidence ages.
                crossed = [one for each in read_of for one in each.crossed_by(self)]
                if fact.timeless(self) and all(one.timeless(self) for one in crossed):
                    flat[fact.slot : fact.slot + fact.size] = fact.flat(fact.possible(self, date.max))
                elif (
                    isinstance(value, Recorded)
                    and value.on is not None
                    and fact.constant(value.value)
                    and value.ages_alone
                    and not bounded
                    and agreeing.issuperset(fact.crossed)
                ):
                    days = self.validity_of(fact).intake
                    first = value.on.toordinal()
                    last = first + (NEVER_DAYS if days is None else days)
                    entries = fact.flat(fact.possible(self, date.fromordinal(first)))
                    lasts = fact.lifelong or fact.outlasts or fact in unasked
                    outside = None if lasts or fact.on_indication else fact.flat(fact.full_range(Absence.STALE))
                    dated.append((fact, fact.slot, fact.slot + fact.size, first, last, entries, outside))
                else:
                    daily.append(fact)
            except Exception:  # a broken reading is for the decision to name
                daily.append(fact)
        result = (tuple(flat), tuple(dated), tuple(daily))
        values["_flat"] = result
        return result

    def _agree(self) -> frozenset[Crossed]:
        """Return the contradictions that hold on no date, as what was given of the facts is the same on each."""
        found = set()
        for each in self.__crossed__:
            with contextlib.suppress(Exception):  # a broken reading is for the decision to name
                if each.never_holds(self):
                    found.add(each)
        return frozenset(found)

    def without_units(self, path: str = "") -> Iterator[InputError]:
        """Yield an error for each number that was given without its unit, in the records of a series too."""
        path = path or self.__group__
        for fact in self.__dict__.get("_bare", ()):
            value = self.__dict__[fact.name]
            yield input_error(
                f"{path}.{fact.name}",
                value.value if isinstance(value, Recorded) else value,
                problem="is {value} without its unit",
                expected=f"a Quantity in {fact.unit}, as numbers are read strictly",
                remedy=f'write Quantity(..., "{fact.unit}")',
                in_file=Advice(
                    "its unit, as numbers are read strictly", f'write {{"value": ..., "unit": "{fact.unit}"}}'
                ),
            )
        for fact in self.__facts__:
            value = self.__dict__[fact.name]
            records = value.value if isinstance(value, Recorded) else value
            records = records.records if isinstance(records, AtLeastThese) else records
            for place, record in enumerate(records if isinstance(records, tuple) else ()):
                yield from record.without_units(f"{path}.{fact.name}[{place}]")

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), {name: value for name, value in given(self).items()}, self.__dict__.get("_bare"))

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in given(self).items())
        return f"{type(self).__name__}({parts})"

    def __rich_repr__(self) -> Iterator[object]:
        yield from given(self).items()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


def _crossed(declared: dict[str, Fact]) -> tuple[Crossed, ...]:
    """Tell each fact of the contradictions that it may be part of, and return them all."""
    every = []
    for fact in declared.values():
        for each in fact.every_contradiction():
            for name in each.beside:
                if name not in declared:
                    raise TypeError(f"{fact.id} may contradict {name!r}: its group has no such fact")
            every.append(Crossed(each, (fact, *(declared[name] for name in each.beside))))
    for fact in declared.values():
        object.__setattr__(fact, "crossed", tuple(each for each in every if fact in each.doubted))
    return tuple(every)


def _read_of(fact: Fact, facts: tuple[Fact, ...]) -> list[Fact]:
    """Return a fact of a group, and all of its facts that it may be read from, each once."""
    found = [fact]
    for reading in found:  # grows, until nothing new is read from
        found += [each for each in facts if each.name in reading.derived_from and each not in found]
    return found


def _is_absent(given: object) -> bool:
    if isinstance(given, Reports):
        return all(map(_is_absent, given.reports))
    return isinstance(given.value if isinstance(given, Recorded) else given, Absence)


def none_given(group: type[Facts], place: str = "") -> InputError:
    """Return the error where none is given of some facts of which one must be."""
    names = ", ".join(group.__one_of__)
    return input_error(
        place or f"{group.__group__}.{group.__one_of__[0]}",
        problem="is absent",
        reason=f"of {names} one at least must be given",
        remedy="give what was measured; the rest may stay open",
    )


_flat_on = kept(Facts._flat_on)


class Extent(NamedTuple):
    """What there is in a group of times: its instants, the earliest day, and the most days counted back."""

    instants: tuple[datetime, ...]
    first: int
    furthest: Exact


NOWHERE: Final = (None, None)
"""The place and the birth of a group of which neither was asked yet."""
TIMELESS: Final = Extent((), date.max.toordinal(), 0)
PLAIN: Final = (Enum, bool, int, float, Decimal, Fraction, str)
"""What holds no time, unless the fact is a span of one."""


class _Reach:
    """Gathers the extent of what was given."""

    def __init__(self) -> None:
        self.instants: list[datetime] = []
        self.first = TIMELESS.first
        self.furthest: Exact = 0

    def extent(self) -> Extent:
        found = Extent(tuple(self.instants), self.first, self.furthest)
        return TIMELESS if found == TIMELESS else found

    def add(self, fact: Fact, value: Any) -> None:
        if isinstance(value, Recorded):
            rests_on = value.rests_on if isinstance(value, FromChecklist) else ()
            for day in (value.on, *value.later_days, *(then for _, then in rests_on)):
                self.day(day)
            if isinstance(value.value, OverDaysAgo) and value.on is not None:
                self.first = min(self.first, value.on.toordinal() - value.value.days - 2)
            if isinstance(value.value, PLAIN):
                self.furthest = max(self.furthest, fact.days(value.value))
            else:
                self.add(fact, value.value)
        elif isinstance(value, Reports):
            for report in value.reports:
                self.add(fact, report)
        elif isinstance(value, tuple | AtLeastThese):
            for record in value.records if isinstance(value, AtLeastThese) else value:
                extent = record.extent
                if extent is not TIMELESS:
                    self.instants += extent.instants
                    self.first, self.furthest = min(self.first, extent.first), max(self.furthest, extent.furthest)
        elif isinstance(value, date | PartialDate):
            self.day(value)
        else:
            self.furthest = max(self.furthest, fact.days(value))

    def day(self, day: date | PartialDate | None) -> None:
        if isinstance(day, datetime) and day.tzinfo is not None:
            self.instants.append(day)
            self.first = min(self.first, day.toordinal() - 1)  # at some place it is the day before
        elif day is not None:
            self.first = min(self.first, (day if isinstance(day, date) else day.first).toordinal())


def _alike(one: tzinfo | None, other: tzinfo | None) -> bool:
    return one is other or (one is not None and other is not None and same(one, other))


def _placed(value: Any, zone: tzinfo | None, born: int, day: int) -> Any:
    """Return what was given of a fact as it is at a place, and in a life."""
    if isinstance(value, datetime):
        return value if zone is None or value.tzinfo is None else on_clocks_of(zone, value)
    if isinstance(value, Recorded):
        when: dict[str, Any] = {"on": _placed(value.on, zone, born, day)}
        if value.confirmed_by is not None:
            confirmed = _placed(value.confirmed_by.on, zone, born, day)
            when["confirmed_by"] = attrs.evolve(value.confirmed_by, on=confirmed)
        if isinstance(value, FromChecklist):
            when["copied_on"] = _placed(value.copied_on, zone, born, day)
            when["rests_on"] = tuple((valid, _placed(then, zone, born, day)) for valid, then in value.rests_on)
        return attrs.evolve(value, value=_placed(value.value, zone, born, day), **when)
    if isinstance(value, Reports):
        return Reports(*(_placed(report, zone, born, day) for report in value.reports))
    if isinstance(value, AtLeastThese):
        return AtLeastThese(*_placed(value.records, zone, born, day))
    if isinstance(value, tuple):
        return tuple(record.placed(zone, born, day) for record in value)
    return value


def _under(value: Any, site: SiteReading) -> Any:
    """Return what was given of a fact with its records as they are read under a site's policy."""
    if isinstance(value, Recorded) and isinstance(value.value, tuple | AtLeastThese):
        return attrs.evolve(value, value=_under(value.value, site))
    if isinstance(value, AtLeastThese):
        return AtLeastThese(*_under(value.records, site))
    return tuple(record.under(site) for record in value) if isinstance(value, tuple) else value


def given(group: Facts) -> dict[str, object]:
    """Return the facts of a group about which anything was recorded, in order of declaration."""
    return {
        fact.name: group.__dict__[fact.name]
        for fact in group.__facts__
        if group.__dict__[fact.name] is not Absence.NOT_ASKED
    }


def with_exactly(group: Facts, facts: dict[str, object]) -> Facts:
    """Return a group with some facts otherwise, as they stand: a search works out longer numbers than anybody gives."""
    made = object.__new__(type(group))
    made.__dict__.update({fact.name: group.__dict__[fact.name] for fact in group.__facts__} | facts)
    return made


def otherwise_reported(group: Facts, facts: dict[str, object]) -> Facts:
    """Return a group with the same values in other reports: what was given without its unit stays so."""
    return _rebuilt(type(group), given(group) | facts, group.__dict__.get("_bare"))


def _rebuilt(group: type[Facts], facts: dict[str, object], bare: tuple[Fact, ...] | None = None) -> Facts:
    made = group(**facts)
    made.__dict__.pop("_bare", None)
    if bare is not None:
        made.__dict__["_bare"] = bare
    made.flatten()  # as it would be in a client who is built, not unpickled
    return made


class Observation(Facts, group="record"):
    """One observation of a series, with who made it and where it is filed."""

    by: Choice[Reporter] = Choice(title="Made by", options=Reporter)
    reference: Text = Text(title="Filed as")

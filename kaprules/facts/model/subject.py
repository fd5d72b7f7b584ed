"""About whom or what a rule set decides: groups of facts, by name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, tzinfo
from typing import TYPE_CHECKING, Any, ClassVar, Self, TypeVar, dataclass_transform

import attrs

from ...errors import Advice, Faults, input_error, unknown_name
from ...possible import NEVER_DAYS, Absence, Possible
from .checklists import Checklist, ChecklistAnswer, check_answers, itemised
from .data_errors import DataError, data_errors
from .declaration import Fact
from .group import TIMELESS, Facts, Signature, given
from .site import AS_DECLARED, SiteReading
from .values import clean_text
from .zones import clock_of, no_zone

if TYPE_CHECKING:
    import inspect
    from dataclasses import InitVar


def _id(value: object) -> str | None:
    return None if value is None else clean_text(value, "id", one_line=True)


def _parameters(owner: type[Subject]) -> Iterator[inspect.Parameter]:
    from inspect import Parameter

    yield Parameter("id", Parameter.KEYWORD_ONLY, default=None, annotation=str | None)
    if owner.__checklists__:
        annotation = Sequence[ChecklistAnswer]
        yield Parameter("checklists", Parameter.KEYWORD_ONLY, default=(), annotation=annotation)
    for name, kind in groups_of(owner).items():
        yield Parameter(name, Parameter.KEYWORD_ONLY, default=kind(), annotation=kind)
    yield Parameter("strict", Parameter.KEYWORD_ONLY, default=False, annotation=bool)


Held = TypeVar("Held", bound=Facts)


def group(kind: type[Held]) -> Held:
    """Declare a group of facts of a subject; left out, it is one about which nothing is known."""
    empty = kind()

    def check(value: object) -> object:
        if type(value) is not kind:
            raise input_error(
                kind.__group__,
                value,
                expected=f"{kind.__name__}(...)",
                remedy="leave it out where nothing is known" if value is None else "build the group from its facts",
                in_file=Advice("an object with facts", 'write {"name of the fact": ...}'),
            )
        return value

    declared: Any = attrs.field(default=empty, converter=check)
    return declared  # type: ignore[no-any-return] # an instance holds the group itself


def groups_of(kind: type[_Declared]) -> Mapping[str, type[Facts]]:
    """Return the groups of a kind of subject by name, in order."""
    hashable: Any = kind
    return _groups_of(hashable)


@functools.cache
def _groups_of(kind: Any) -> Mapping[str, type[Facts]]:
    return {field.name: type(field.default) for field in attrs.fields(kind) if isinstance(field.default, Facts)}


def _birth(kind: type[_Declared]) -> Fact | None:
    """Return the fact of a kind of subject that says on which day at the earliest it was born, if one does."""
    hashable: Any = kind
    return _birth_of(hashable)


@functools.cache
def _birth_of(kind: Any) -> Fact | None:
    facts = (fact for group in _groups_of(kind).values() for fact in group.__facts__)
    return next((fact for fact in facts if fact.birth is not None), None)


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True)
class _Declared:
    """What makes a kind of subject of a class whose groups are declared, for type checkers and for attrs."""

    __checklists__: ClassVar[tuple[Checklist, ...]] = ()
    """The checklists by which something may be answered of it, in every version that there is."""
    __plain__: ClassVar[Any] = None
    """Of a kind that has checklists of a site's own besides: the kind without them."""
    __retired__: ClassVar[frozenset[str]] = frozenset()
    """The checklists that are read and not asked any more, as a site asks their items otherwise."""

    def __init_subclass__(cls, checklists: tuple[Checklist, ...] = (), **more: Any) -> None:
        super().__init_subclass__(**more)
        cls.__checklists__ = checklists or cls.__checklists__
        attrs.frozen(kw_only=True, slots=False, repr=False, init=False)(cls)
        for name, kind in groups_of(cls).items():
            if kind.__group__ != name:
                raise TypeError(f"{cls.__name__}.{name} is a group of the name {kind.__group__!r}: call it so")
        known = {(group.__group__, fact.name) for group in groups_of(cls).values() for fact in group.__facts__}
        for checklist in cls.__checklists__:
            for fact in checklist.facts:
                if (fact.group, fact.name) not in known:
                    raise TypeError(f"checklist {checklist.id} answers {fact.id}: {cls.__name__} has no such fact")


def plain_kind(kind: Any) -> Any:
    """Return a kind of subject without the checklists of a site's own."""
    return kind if kind.__plain__ is None else kind.__plain__


def with_lists(kind: Any, lists: tuple[Checklist, ...]) -> Any:
    """Return a kind of subject with checklists of a site's own, and no others of the kind, one and the same for each.

    A list of which they hold an item is read as ever, and asked no more.
    """
    plain = plain_kind(kind)
    return _with_lists(plain, lists) if lists else plain


@functools.cache
def _with_lists(kind: Any, lists: tuple[Checklist, ...]) -> Any:
    taken = {item for each in newest(lists) for item in each.items}
    about = {
        "__module__": kind.__module__,
        "__doc__": kind.__doc__,
        "__plain__": kind,
        "__retired__": frozenset(each.id for each in kind.__checklists__ if not taken.isdisjoint(each.items)),
    }
    return type(kind)(kind.__name__, (kind,), about, checklists=(*kind.__checklists__, *lists))


def newest(lists: Sequence[Checklist]) -> tuple[Checklist, ...]:
    """Return of each checklist the newest version."""
    return tuple({each.id: each for each in sorted(lists, key=lambda each: each.version)}.values())


def asked_lists(kind: Any) -> tuple[Checklist, ...]:
    """Return the checklists by which a subject is asked: of each the newest version, in the order of declaration."""
    found = {each.id: each for each in kind.__checklists__ if each.id not in kind.__retired__}
    return tuple(found.values())


def _listed(kind: Any, lists: tuple[Checklist, ...]) -> Any:
    return object.__new__(with_lists(kind, lists))


class Subject(_Declared):
    """What is known of one subject, in groups; a kind of subject is a class that declares its groups.

    >>> from kaprules.facts import Team
    >>> class Locum(Subject):
    ...     team: Team = group(Team)
    >>> Locum(id="north").team
    Team()

    ``checklists`` are answers to the checklists that are declared for its kind.

    With ``strict=True`` each number of a fact with a unit has to be a ``Quantity``: a bare 150 says nothing of pounds.

    Raises ``InputError`` for an unknown group, a value that is not of that group, or an answer to no such checklist.
    """

    id: str | None = attrs.field(default=None, converter=_id)
    checklists: Sequence[ChecklistAnswer] = attrs.field(default=())

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]
        strict: InitVar[bool] = False
    else:
        __signature__ = Signature(_parameters)

    def __init__(self, **groups: Any) -> None:  # type checkers make that of each kind out of its groups
        strict = groups.pop("strict", False)
        known = groups_of(type(self))
        faults = Faults()
        if type(strict) is not bool:
            faults.found += input_error("strict", strict, expected="True or False", remedy="write one of these").faults
        answers = groups.pop("checklists", ())
        groups["checklists"] = faults.take(
            "checklists", answers, check_answers, self.__checklists__, answers, _called(self)
        )
        for name, value in groups.items():
            if name == "checklists":
                continue
            if name not in known and name != "id":
                faults.found += unknown_name(name, name, {*known, "id"}).faults
            elif type(value) is not known.get(name):
                checked: Any = attrs.fields_dict(type(self))[name].converter
                faults.take(name, value, checked, value)
            elif strict is True and name != "id":
                faults.found += [fault for error in value.without_units() for fault in error.faults]
        faults.settle()
        self.__attrs_init__(**groups)  # type: ignore[attr-defined] # made by attrs
        for name in groups:
            if name not in known:
                continue
            group = self.__dict__[name]
            if "_flat" not in group.__dict__:
                group.flatten()
                group.extent  # noqa: B018 # worked out once, before anybody waits for a decision
            if group.site is not AS_DECLARED:
                self.__dict__["_sited"] = (*self.__dict__.get("_sited", ()), name)
        self.itemised  # noqa: B018 # what cannot stand beside each other is told at once

    @property
    def itemised(self) -> Self:
        """The subject with each answer to a checklist as the reports that it stands for; itself where there is none."""
        here = self.__dict__
        if not here["checklists"]:
            return self
        found: Self | None = here.get("_itemised")
        if found is None:
            found = object.__new__(type(self))
            groups = itemised(self.__checklists__, here["checklists"], self)
            found.__dict__.update({name: here[name] for name in ("id", *groups_of(type(self)))} | groups)
            found.__dict__["checklists"] = ()
            found.__dict__["_sited"] = here.get("_sited", ())
            here["_itemised"] = found
        return found

    def group(self, fact: Fact) -> Facts:
        """Return the group that holds ``fact``, as it was given."""
        found: Facts = self.__dict__[fact.group]
        return found

    def with_group(self, group: Facts) -> Self:
        """Return the subject with another group in the place of the one of that name."""
        here = self.__dict__
        return type(self)(**{name: here[name] for name in known_to(type(self))} | {group.__group__: group})

    def with_checklists(self, *answers: ChecklistAnswer) -> Self:
        """Return the subject with more answers to checklists."""
        here = self.__dict__
        more = {"checklists": [*self.checklists, *answers]}
        return type(self)(**{name: here[name] for name in known_to(type(self))} | more)

    def born(self, on: date, zone: tzinfo | None = None) -> int:
        """Return, as an ordinal, on which day at the earliest the subject was born, as far as anything says so.

        No life reaches back further than an event can, nor beyond the first day that there is, whatever birth was
        given. ``zone`` is the place on whose days an age was reported.
        """
        fact, day = _birth(type(self)), on.toordinal()
        told = None
        if fact is not None and fact.birth is not None:
            told = fact.birth(self.__dict__[fact.group].placed(zone, 0, day), on)
        return max(told or 1, day - NEVER_DAYS)

    def placed(self, zone: tzinfo | None, on: date) -> Self:
        """Return the subject as it is at a place and in its life; itself where neither matters to any of its groups.

        That is an equal subject, each instant as the clocks of the zone showed it, of whom nothing is believed that
        lies before the birth.
        """
        if self.checklists:
            return self.itemised.placed(zone, on)
        here, born, day = self.__dict__, self.born(on, zone), on.toordinal()
        moved = {}
        for name in groups_of(type(self)):
            group = here[name]
            if group.__dict__.get("_extent") is not TIMELESS and (at := group.placed(zone, born, day)) is not group:
                moved[name] = at
        if not moved:
            return self
        made = object.__new__(type(self))
        made.__dict__.update(here | moved)
        return made

    def under(self, site: Mapping[str, SiteReading]) -> Self:
        """Return the subject as a site's policy lets it be read, by what that says of each group: an equal one.

        Itself where that says nothing, or just what its groups know.
        """
        if self.checklists:
            return self.itemised.under(site)
        here = self.__dict__
        sited: tuple[str, ...] = here.get("_sited", ())
        if not site and not sited:
            return self
        told = {name: here[name].under(site.get(name, AS_DECLARED)) for name in {*site, *sited}}
        if all(here[name] is group for name, group in told.items()):
            return self
        made = object.__new__(type(self))
        made.__dict__.update(here | told)
        made.__dict__["_sited"] = tuple(site)
        return made

    def possible(self, fact: Fact, on: date, zone: str | tzinfo | None = None) -> Possible:
        """Return the values that ``fact`` may still have on a date; all of them where its reading raises.

        ``zone`` is the place whose clock counts, for a day on which its group holds instants. An engine reads a fact in
        the same way, and the decision names the error.
        """
        group, clock = self.itemised.group(fact), clock_of(on, zone)
        if clock is None and group.instants and not group.is_placed:
            raise no_zone(fact.group)
        try:
            return fact.possible(group.placed(clock, self.born(on, clock), on.toordinal()), on)
        except Exception:
            return fact.full_range(Absence.IMPLAUSIBLE)

    def data_errors(self, on: date, zone: str | tzinfo | None = None) -> tuple[DataError, ...]:
        """Return every recorded value that cannot be on a date, with what is plausible and why, before any decision.

        A number that no client has, a day to come or before the birth, what contradicts what else is recorded: in order
        of declaration, and of records by their number. ``zone`` is the place whose days count, where instants are
        recorded.

        >>> from kaprules import Client
        >>> from kaprules.authoring import by_clinician
        >>> from kaprules.facts import Vitals
        >>> vitals = by_clinician(Vitals(mean_systolic=60, mean_diastolic=89))
        >>> wrong = Client(vitals=vitals).data_errors(date(2026, 11, 23))
        >>> [error.place for error in wrong], wrong[0].plausible
        (['vitals.mean_systolic', 'vitals.mean_diastolic'], 'mean diastolic pressure is below mean systolic pressure')
        """
        here = self.placed(clock_of(on, zone), on)
        return data_errors((here.__dict__[name] for name in groups_of(type(self))), on)

    def __reduce_ex__(self, protocol: Any) -> Any:
        kind = type(self)
        if kind.__plain__ is None:
            return object.__reduce_ex__(self, protocol)
        lists = tuple(each for each in kind.__checklists__ if each not in kind.__plain__.__checklists__)
        return _listed, (kind.__plain__, lists), self.__dict__

    def __repr__(self) -> str:
        parts = [f"checklists={list(self.checklists)!r}"] if self.checklists else []
        parts += [f"{name}={self.__dict__[name]!r}" for name in groups_of(type(self)) if given(self.__dict__[name])]
        return f"{type(self).__name__}({', '.join(([f'id={self.id!r}'] if self.id else []) + parts)})"

    def __rich_repr__(self) -> Iterator[object]:
        yield "id", self.id, None
        if self.checklists:
            yield "checklists", self.checklists
        for name in groups_of(type(self)):
            if given(self.__dict__[name]):
                yield name, self.__dict__[name]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


def known_to(kind: type[Subject]) -> tuple[str, ...]:
    """Return the names of all that a subject of a kind is made of."""
    return ("id", *(("checklists",) if kind.__checklists__ else ()), *groups_of(kind))


def _called(subject: Subject) -> str:
    return type(subject).__name__.lower()


def with_lists_of(kind: type[Subject], subject: Subject) -> Subject:
    """Return a subject as one of a kind that has its groups and checklists of a site's own besides."""
    if type(subject) is kind or plain_kind(kind) is not type(subject):
        return subject
    return kind(**{name: subject.__dict__[name] for name in known_to(kind)})


def every_fact(kind: type[Subject]) -> tuple[Fact, ...]:
    """Return every fact that is declared of a kind of subject, in order."""
    return tuple(fact for declared in groups_of(kind).values() for fact in declared.__facts__)

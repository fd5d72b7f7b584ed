"""About whom or what a rule set decides: groups of facts, by name."""

from __future__ import annotations

import functools
from collections.abc import Iterator, Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

import attrs

from ...errors import Advice, Faults, input_error, unknown_name
from ...possible import Absence, Possible
from .declaration import Fact
from .group import Facts, given
from .values import clean_text


def _id(value: object) -> str | None:
    return None if value is None else clean_text(value, "id")


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


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True)
class _Declared:
    """What makes a kind of subject of a class whose groups are declared, for type checkers and for attrs."""

    def __init_subclass__(cls, **more: Any) -> None:
        super().__init_subclass__(**more)
        attrs.frozen(kw_only=True, slots=False, repr=False, init=False)(cls)
        for name, kind in groups_of(cls).items():
            if kind.__group__ != name:
                raise TypeError(f"{cls.__name__}.{name} is a group of the name {kind.__group__!r}: call it so")


class Subject(_Declared):
    """What is known of one subject, in groups; a kind of subject is a class that declares its groups.

    >>> from kaprules.facts import Team
    >>> class Locum(Subject):
    ...     team: Team = group(Team)
    >>> Locum(id="north").team
    Team()

    Raises ``InputError`` for an unknown group, or a value that is not of that group.
    """

    id: str | None = attrs.field(default=None, converter=_id)

    if TYPE_CHECKING:
        __attrs_attrs__: ClassVar[tuple[attrs.Attribute[Any], ...]]

    def __init__(self, **groups: Any) -> None:  # type checkers make that of each kind out of its groups
        known = groups_of(type(self))
        faults = Faults()
        for name, value in groups.items():
            if name not in known and name != "id":
                faults.found += unknown_name(name, name, {*known, "id"}).faults
            elif type(value) is not known.get(name):
                checked: Any = attrs.fields_dict(type(self))[name].converter
                faults.take(name, value, checked, value)
        faults.settle()
        self.__attrs_init__(**groups)  # type: ignore[attr-defined] # made by attrs
        for name in groups:
            if name in known and "_flat" not in self.__dict__[name].__dict__:
                self.__dict__[name].flatten()

    def group(self, fact: Fact) -> Facts:
        """Return the group that holds ``fact``."""
        found: Facts = self.__dict__[fact.group]
        return found

    def possible(self, fact: Fact, on: date) -> Possible:
        """Return the values that ``fact`` may still have on a date; all of them where its reading raises.

        An engine reads a fact in the same way, and the decision names the error.
        """
        try:
            return fact.possible(self.group(fact), on)
        except Exception:
            return fact.full_range(Absence.IMPLAUSIBLE)

    def __repr__(self) -> str:
        parts = [f"{name}={self.__dict__[name]!r}" for name in groups_of(type(self)) if given(self.__dict__[name])]
        return f"{type(self).__name__}({', '.join(([f'id={self.id!r}'] if self.id else []) + parts)})"

    def __rich_repr__(self) -> Iterator[object]:
        yield "id", self.id, None
        for name in groups_of(type(self)):
            if given(self.__dict__[name]):
                yield name, self.__dict__[name]

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


def every_fact(kind: type[Subject]) -> tuple[Fact, ...]:
    """Return every fact that is declared of a kind of subject, in order."""
    return tuple(fact for declared in groups_of(kind).values() for fact in declared.__facts__)

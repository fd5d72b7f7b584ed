"""Groups of facts: what was given of each, and what all of them may still be on a date."""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar, dataclass_transform

import attrs

from ...errors import Faults, InputError, input_error, unknown_name
from ...possible import Absence
from .declaration import Fact, Group
from .kinds import Choice
from .series import Text
from .values import Recorded, Reporter


@dataclass_transform(kw_only_default=True, frozen_default=True, eq_default=True)
class Facts(Group):
    """A group of facts about one client; what is not given is absent, and nothing is ever assumed."""

    __scalars__: ClassVar[tuple[Fact, ...]] = ()
    __group__: ClassVar[str] = ""
    __unasked__: ClassVar[tuple[object, ...]] = ()
    """The flat form of a group about which nothing is known."""

    if not TYPE_CHECKING:  # type checkers make the signature out of the declarations

        def __init__(self, **given):
            values = self.__dict__
            faults = Faults()
            for fact in self.__facts__:
                name = fact.name
                if name in given:
                    value = given.pop(name)
                    try:
                        values[name] = fact.accept(value)
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
            if faults.found:
                faults.settle()
            self._refuse_both()

    def __init_subclass__(cls, group: str = "", **more: Any) -> None:
        super().__init_subclass__(**more)
        if not group:
            return
        inherited = {fact.name: attrs.evolve(fact) for fact in cls.__facts__}
        declared = inherited | {name: fact for name, fact in vars(cls).items() if isinstance(fact, Fact)}
        slot = 0
        for name, fact in declared.items():
            place = {"id": f"{group}.{name}", "group": group, "name": name, "owner": cls, "slot": slot}
            for attribute, value in place.items():
                object.__setattr__(fact, attribute, value)
            slot += fact.size
            setattr(cls, name, attrs.field(default=Absence.NOT_ASKED, converter=fact.accept))
        cls.__group__ = group
        cls.__facts__ = tuple(declared.values())
        cls.__scalars__ = tuple(fact for fact in cls.__facts__ if fact.size)
        # What attrs would generate for each group is written once below: it is most of the time of an import.
        attrs.frozen(kw_only=True, slots=False, init=False, eq=False, auto_attribs=False, repr=False)(cls)
        for name, fact in declared.items():
            setattr(cls, name, fact)
        cls.__unasked__ = tuple(
            entry for fact in cls.__scalars__ for entry in fact.flat(fact.full_range(Absence.NOT_ASKED))
        )

    def __eq__(self, other: object) -> bool:
        return type(other) is type(self) and given(self) == given(other)

    def __hash__(self) -> int:
        return hash((type(self), *given(self).items()))

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

    def flat(self, on: date) -> Sequence[object]:
        """Return what every scalar fact of the group may still be on a date, entry after entry (``Fact.slot``)."""
        timeless, dated, daily = self.__dict__.get("_flat") or self.flatten()
        return _flat_on(self, on) if dated or daily else timeless

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
        flat: list[object] = list(self.__unasked__)
        dated, daily = [], []
        for fact in self.__scalars__:
            value = values[fact.name]
            if value is Absence.NOT_ASKED and all(values[name] is Absence.NOT_ASKED for name in fact.derived_from):
                continue
            try:
                if fact.timeless(self):
                    flat[fact.slot : fact.slot + fact.size] = fact.flat(fact.possible(self, date.max))
                elif isinstance(value, Recorded) and value.on is not None and fact.constant(value.value):
                    days = fact.validity.intake
                    first = value.on.toordinal()
                    last = date.max.toordinal() if days is None else first + days
                    entries = fact.flat(fact.possible(self, date.fromordinal(first)))
                    lasts = fact.lifelong or fact.outlasts
                    outside = None if lasts else fact.flat(fact.full_range(Absence.STALE))
                    dated.append((fact, fact.slot, fact.slot + fact.size, first, last, entries, outside))
                else:
                    daily.append(fact)
            except Exception:  # a broken reading is for the decision to name
                daily.append(fact)
        result = (tuple(flat), tuple(dated), tuple(daily))
        values["_flat"] = result
        return result

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuilt, (type(self), {name: value for name, value in given(self).items()})

    def __repr__(self) -> str:
        parts = ", ".join(f"{name}={value!r}" for name, value in given(self).items())
        return f"{type(self).__name__}({parts})"

    def __rich_repr__(self) -> Iterator[object]:
        yield from given(self).items()

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """Print only what was given, in notebooks and in failing examples of Hypothesis too."""
        printer.text(repr(self))


_Answer = TypeVar("_Answer")


def kept(function: Callable[[Any, date], _Answer]) -> Callable[[Any, date], _Answer]:
    """Make a function of a group and a date that is worked out once while the same date is asked for.

    The answer stands beside its question - the date, or the moment with its offset - in the group's one slot
    ``_kept``; both are replaced together, so that no thread ever meets the answer to another's question.
    """

    @functools.wraps(function)
    def answer(group: Any, on: date) -> _Answer:
        asked = (on, on.utcoffset(), on.tzinfo) if isinstance(on, datetime) else on
        slot = group.__dict__.setdefault("_kept", {})
        found: tuple[object, _Answer] | None = slot.get(function)
        if found is None or found[0] != asked:
            found = slot[function] = (asked, function(group, on))
        return found[1]

    return answer


_flat_on = kept(Facts._flat_on)


def given(group: Facts) -> dict[str, object]:
    """Return the facts of a group about which anything was recorded, in order of declaration."""
    return {
        fact.name: group.__dict__[fact.name]
        for fact in group.__facts__
        if group.__dict__[fact.name] is not Absence.NOT_ASKED
    }


def _rebuilt(group: type[Facts], facts: dict[str, object]) -> Facts:
    made = group(**facts)
    made.flatten()  # as it would be in a client who is built, not unpickled
    return made


class Observation(Facts, group="record"):
    """One observation of a series, with who made it and where it is filed."""

    by: Choice[Reporter] = Choice(title="Made by", options=Reporter)
    reference: Text = Text(title="Filed as")

"""What is still possible of a fact, how true something is then, and what a decision comes to.

A fact is the set of values that it may still have: an interval of numbers, or some options. With it goes why it has no
usable value, if it has none, and what a reader must know of it.
"""

from __future__ import annotations

import enum
import functools
import operator
from collections.abc import Iterable, Sequence
from typing import Final, NamedTuple, NoReturn

from .limit import Exact

NEVER_DAYS: Final = 43_831
"""Days since an event that never happened: one more than the 120 years (43,830 days) that an event may lie back."""

ABSENT_BIT: Final = 1
PRESENT_BIT: Final = 2
"""A flag's two options, as bits."""


class Truth(enum.IntEnum):
    """FALSE < UNKNOWN < TRUE, so that ``min`` and ``max`` are *and* and *or*."""

    FALSE = 0
    UNKNOWN = 1
    TRUE = 2


@functools.total_ordering
class _ByGravity(enum.Enum):
    """Members that are compared by how grave they are, whatever the order in which they are declared."""

    def __init__(self, _: str) -> None:
        self.gravity = len(type(self).__members__)

    def __lt__(self, other: object) -> bool:
        if not isinstance(other, _ByGravity) or type(other) is not type(self):
            return NotImplemented
        return self.gravity < other.gravity


class Level(_ByGravity):
    """What a rule concludes when it holds, gravest first: NOTE < CAUTION < NEEDS_INFORMATION < EXCLUSION.

    >>> max(Level.CAUTION, Level.EXCLUSION)
    <Level.EXCLUSION: 'exclusion'>
    """

    EXCLUSION = "exclusion"
    NEEDS_INFORMATION = "needs information"
    CAUTION = "caution"
    NOTE = "note"

    def __init__(self, _: str) -> None:
        self.gravity = -len(type(self).__members__)


class Outcome(_ByGravity):
    """What a decision comes to, in rising order of concern. None of them says that anybody is safe.

    >>> Outcome.CAUTION < Outcome.INCOMPLETE < Outcome.EXCLUDED
    True
    """

    NO_EXCLUSION_FOUND = "no exclusion found"
    CAUTION = "caution"
    INCOMPLETE = "incomplete"
    EXCLUDED = "excluded"


class Absence(enum.Enum):
    """Why a fact has no usable value."""

    NOT_ASKED = "not asked"
    NOT_KNOWN = "asked, not known"
    DECLINED = "declined"
    STALE = "too old to rely on"
    IMPLAUSIBLE = "implausible as recorded"
    CONFLICTING = "reports disagree"
    NOT_AUTHORISED = "asserted by somebody who may not assert it"

    def __bool__(self) -> NoReturn:
        raise TypeError(
            f"an absence ({self.value}) is neither true nor false: write isinstance(value, Absence), or compare it "
            "with None by 'is'"
        )


NEVER_RECORDED: Final = frozenset({Absence.NOT_ASKED, Absence.NOT_KNOWN})


class Mark(enum.Enum):
    """What a reader of a finding must also know; marks never change an outcome."""

    URGENT = "urgent"
    PROVISIONAL = "provisional"
    CONFLICT = "conflict"
    DATA_ERROR = "data error"
    LAST_KNOWN = "last known adverse"


NO_MARKS: Final[frozenset[Mark]] = frozenset()


class Interval(NamedTuple):
    """The values that a number may still have, ends included.

    ``last`` is what was known before it went stale; ``outdated`` is all that its reports left possible, one or the
    other, where every one of them is too old, and None where anything else speaks of it. ``unasked`` says that a site
    does not ask for it, so that it is looked for on indication alone.
    """

    low: Exact
    high: Exact
    absence: Absence | None = None
    marks: frozenset[Mark] = NO_MARKS
    last: Interval | None = None
    outdated: Interval | None = None
    unasked: bool = False


class Options(NamedTuple):
    """The options that a flag or choice may still have, as bits; all that follows is as of an interval."""

    bits: int
    absence: Absence | None = None
    marks: frozenset[Mark] = NO_MARKS
    last: Options | None = None
    outdated: Options | None = None
    unasked: bool = False


Possible = Interval | Options


def what_is_possible(possible: Possible) -> tuple[object, ...]:
    """Return a set without its marks and without what was known before."""
    return possible[:-4]


def spanned(sets: Sequence[Possible]) -> Possible:
    """Return the smallest set around some sets of one fact.

    A test of a number looks at one end alone, so that a test is impossible of the whole just where it is of each.
    """
    if isinstance(sets[0], Options):
        return Options(functools.reduce(operator.or_, (each.bits for each in sets if isinstance(each, Options))))
    intervals = [each for each in sets if isinstance(each, Interval)]
    return Interval(min(each.low for each in intervals), max(each.high for each in intervals))


def option_bit(option: enum.Enum) -> int:
    """Return the bit that stands for ``option``: options are numbered in order of declaration."""
    return _numbered(type(option))[option]


@functools.cache
def _numbered(options: type[enum.Enum]) -> dict[enum.Enum, int]:
    return {option: 1 << place for place, option in enumerate(options)}


def option_bits(options: Iterable[enum.Enum]) -> int:
    """Return the bits of several options together."""
    return sum({option_bit(option) for option in options})

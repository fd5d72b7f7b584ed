"""What the library raises on purpose; an input error as fields, and as a line for each fault.

``EngineFailure`` and ``EngineDisagreement`` stand beside the engines.
"""

from __future__ import annotations

import difflib
import enum
import itertools
import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final, TypeVar

import attrs

MAX_SHOWN: Final = 60
"""How many characters of a value an error repeats."""
MAX_BITS: Final = 200
"""Beyond this an integer is not written out."""
Read = TypeVar("Read")


class ConditionError(TypeError):
    """A condition is written in a way that would not mean what it says."""


class RuleError(ValueError):
    """A rule, a concept or a rule set contradicts itself or what the specification allows."""


def check_texts(said: object, what: str) -> None:
    """Raise ``RuleError`` unless something declared is a text for each of some options: somebody will read them."""
    if not isinstance(said, Mapping):
        raise RuleError(f"{what} is {shown_value(said)}: expected a text for each option; write {{option: 'text'}}")
    for option, text in said.items():
        if not isinstance(text, str) or not text.strip():
            told = f"{what} is {shown_value(text)} for {shown_value(option)}"
            raise RuleError(f"{told}: expected a text; write it in quotes, or leave the option out")


# Input errors ------------------------------------------------------------------------------------------------


@attrs.frozen
class Advice:
    """What is expected and what to do, in the words of those who write one form: a file rather than Python."""

    expectation: str = ""
    remedy: str = ""
    suggestion: str = ""


@attrs.frozen
class Fault:
    """One thing that is wrong with an input; ``str()`` is its line.

    >>> fault = Fault("vitals.heart_rate", "'68'", expectation="a number", remedy="write it without quotes")
    >>> str(fault)
    "vitals.heart_rate is '68': expected a number; write it without quotes"
    >>> fault.redacted()
    'vitals.heart_rate: expected a number; write it without quotes'
    """

    place: str = ""
    """Where: ``vitals.mean_systolic``, ``medicines.listed[2].name``; never what somebody typed."""
    value: str | None = None
    """What was given, as the form writes it, cut to a sane length; None where nothing was."""
    problem: str = ""
    """What is wrong with it, where it is not the value as a whole."""
    reason: str = ""
    """Why it cannot stand, in general."""
    expectation: str = ""
    remedy: str = ""
    suggestion: str = ""
    """What was probably meant, as it would be written."""
    in_file: Advice | None = None
    """What whoever writes a file is told instead; None for the same."""
    label: str = ""
    """What the line calls the place, where that repeats what was typed."""
    within: str = ""
    """The entry or file of the place: ``line 3``."""
    words: str = ""
    """The whole line in the words of a reader, where it is not the library's own."""

    def __str__(self) -> str:
        if self.words:
            return self.words
        problem = self.problem or ("" if self.value is None else f"is {self.value}")
        told = " ".join(filter(None, (self.label or self.place, problem)))
        asked = f"did you mean {self.suggestion}?" if self.suggestion else self.remedy
        return ": ".join(filter(None, (self.within, told, self._because(asked))))

    def _because(self, asked: str) -> str:
        expected = f"expected {self.expectation}" if self.expectation else ""
        return "; ".join(filter(None, (self.reason, expected, asked)))

    def redacted(self) -> str:
        """Return the line without the value and whatever follows from it, so that it may be logged."""
        because = self._because(self.remedy) or "cannot be taken as it stands"
        return ": ".join(filter(None, (self.within, self.place, because)))

    def for_file(self) -> Fault:
        """Return the fault as whoever writes a file is told of it."""
        return self if self.in_file is None else attrs.evolve(self, **attrs.asdict(self.in_file), in_file=None)


class InputError(ValueError):
    """Something given from outside cannot be taken as it stands; each fault says what is wrong and what to do.

    ``str()`` is a line for each of ``faults`` and repeats what was given; ``redacted()`` does not. ``place``,
    ``value``, ``expectation`` and ``remedy`` are those of the first fault.
    """

    faults: tuple[Fault, ...]

    def __init__(self, *faults: Fault | str) -> None:
        self.faults = tuple(each if isinstance(each, Fault) else Fault(problem=each) for each in faults)
        super().__init__(*self.faults)

    @property
    def place(self) -> str:
        return self.faults[0].place

    @property
    def value(self) -> str | None:
        return self.faults[0].value

    @property
    def expectation(self) -> str:
        return self.faults[0].expectation

    @property
    def remedy(self) -> str:
        return self.faults[0].remedy

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))

    def redacted(self) -> str:
        """Return a line for each fault without any value: place, expectation and remedy alone."""
        return "\n".join(fault.redacted() for fault in self.faults)

    def within(self, where: str) -> InputError:
        """Return the error with the entry or file in which each place lies."""
        joined = (": ".join(filter(None, (where, fault.within))) for fault in self.faults)
        return InputError(*(attrs.evolve(f, within=each) for f, each in zip(self.faults, joined, strict=True)))

    def for_file(self, group: str = "", path: str = "") -> InputError:
        """Return the error as whoever writes a file is told of it, the places of ``group`` being under ``path``."""
        faults = [fault.for_file() for fault in self.faults]
        if group != path:
            faults = [
                attrs.evolve(f, place=path + f.place[len(group) :]) if f.place.startswith(f"{group}.") else f
                for f in faults
            ]
        return InputError(*faults)


GIVEN_NOTHING: Final = object()


def input_error(
    place: str = "",
    value: object = GIVEN_NOTHING,
    problem: str = "",
    *,
    reason: str = "",
    expected: str = "",
    remedy: str = "",
    suggestion: str = "",
    in_file: Advice | None = None,
    label: str = "",
) -> InputError:
    """Return the error of one fault, from its fields; ``{value}`` in ``problem`` stands for the value as it is shown.

    >>> print(input_error("vitals.weight", 150, "is in {value}", expected="kg", remedy="convert it before"))
    vitals.weight is in 150: expected kg; convert it before
    """
    told = None if value is GIVEN_NOTHING else _cut(value) if isinstance(value, Shown) else shown_value(value)
    problem = problem.replace("{value}", told or "")
    return InputError(Fault(place, told, problem, reason, expected, remedy, suggestion, in_file, label))


@attrs.define
class Faults:
    """Gathers the faults of an input, so that all are told at once."""

    found: list[Fault] = attrs.field(factory=list)
    cause: BaseException | None = None

    def take(self, place: str, value: object, read: Callable[..., Read], *given: Any) -> Read | None:
        """Return what is read from a value; note its faults where it cannot be."""
        try:
            return read(*given)
        except InputError as error:
            self.found += error.faults
        except Exception as error:
            self.add_unreadable(place, value, error)
        return None

    def add_unreadable(self, place: str, value: object, error: Exception) -> None:
        """Note that a value breaks whoever reads it: it fails at being compared, counted, or whatever else."""
        self.cause = self.cause or error
        self.found += unreadable(place, value).faults

    def settle(self) -> None:
        """Raise ``InputError`` with all faults, where there are any."""
        if self.found:
            raise InputError(*self.found) from self.cause


def unreadable(place: str, value: object) -> InputError:
    """Return the error for a value that breaks whoever reads it."""
    return input_error(place, value, reason="it cannot be read", remedy="give a plain value, or leave it out")


# Values, for a reader ----------------------------------------------------------------------------------------


class Shown(str):
    """A value as it is shown already."""

    __slots__ = ()


def shown_value(value: object, most: int = MAX_SHOWN) -> str:
    """Return a value as Python writes it, on one line and not too long, whatever it is.

    >>> shown_value("x" * 1000), shown_value(10**5000)
    ("'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx...", 'an integer of about 5001 digits')
    """
    try:
        if type(value) is int and value.bit_length() > MAX_BITS:
            return f"an integer of about {value.bit_length() * 1233 // 4096 + 1} digits"
        if isinstance(value, enum.Enum):
            text = f"{type(value).__name__}.{value.name}"
        else:
            text = repr(value[: most + 1] if type(value) in (str, bytes) else value)  # type: ignore[index]
        return _cut(text, most)
    except Exception:
        return f"an object of type {_type_name(value)}"


def _cut(text: str, most: int = MAX_SHOWN) -> str:
    plain = "".join(sign if sign.isprintable() else " " for sign in text[:most])
    return plain if len(text) <= most else f"{plain}..."


def _type_name(value: object) -> str:
    """Return the name of a value's type, though its metaclass be strange."""
    name = type.__dict__["__name__"].__get__(type(value))
    return name[:MAX_SHOWN] if name.isprintable() else "unknown"


# Suggestions -------------------------------------------------------------------------------------------------

MAX_COMPARED: Final = 120
"""A text that is longer is nobody's typing error."""
NEGATIONS: Final = frozenset(
    "not no non none never nor neither without cannot cant isnt hasnt dont doesnt didnt wasnt nt nil minus ex former "
    "free less absent denies denied deny negative lacks lacking lack off stopped false untrue sin nunca ningun "
    "ninguna jamas tampoco".split()
)
"""Words that turn what stands beside them into its opposite."""
PREFIXES: Final = tuple(
    sorted("not non no never without un in im ir il dis de anti ab a an mis dys sin ex nt".split(), key=len)[::-1]
)
SUFFIXES: Final = ("free", "less", "negative", "absent")
LEAST_STEM: Final = 3


def nearest(text: str, known: Iterable[str]) -> str:
    """Return the one of ``known`` that was probably meant, empty where none is near: never an opposite.

    >>> nearest("controled", ["controlled", "uncontrolled"])
    'controlled'
    >>> nearest("not controlled", ["controlled", "uncontrolled"])
    ''
    """
    if len(text) > MAX_COMPARED:
        return ""
    names = list(known)
    near = difflib.get_close_matches(text, names, n=max(1, len(names)))
    return next((each for each in near if not _negates(text, each)), "")


def _negates(text: str, other: str) -> bool:
    """Say whether the one may be the other turned into its opposite.

    Two texts that are negated alike are not each other's opposite, unless one is the other with a negation put in, at
    any place: ``wellnotcontrolled``.
    """
    if not _negated_alike(text, other):
        return True
    long, short = sorted((_words(text), _words(other)), key=lambda words: sum(map(len, words)), reverse=True)
    begins = {sum(map(len, words[:place])) for words in (long, short) for place in range(len(words))}
    more, less = "".join(long), "".join(short)
    extra = len(more) - len(less)
    for start in range(len(less) + 1) if extra else ():
        if more[:start] == less[:start] and more[start + extra :] == less[start:]:
            put_in = more[start : start + extra]
            if put_in in NEGATIONS or put_in in SUFFIXES or (start in begins and put_in in PREFIXES):
                return True
            if not start and extra <= LEAST_STEM:  # "nto": too short before a name to be sure that it says nothing
                return True
    return False


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[\W_]+", re.sub("['’]", "", text.casefold())) if word]


def _negated_alike(text: str, other: str) -> bool:
    """Say whether two texts are negated by the same words, prefixes and suffixes.

    Word for word, one that is too short to be sure of its prefix has that of the other: "aboe" beside "above".
    """
    mine, theirs = _words(text), _words(other)
    if sorted(itertools.chain(*map(_negations, mine))) == sorted(itertools.chain(*map(_negations, theirs))):
        return True
    return len(mine) == len(theirs) and all(map(_word_negated_alike, mine, theirs))


def _word_negated_alike(word: str, other: str) -> bool:
    if _negations(word) == _negations(other):
        return True
    mine, theirs = _prefix(word), _prefix(other)
    longer = max(mine, theirs, key=len)
    alike = word.startswith(longer) and other.startswith(longer) and _suffixes(word) == _suffixes(other)
    return alike and not NEGATIONS & {word, other}


def _negations(word: str) -> list[str]:
    if word in NEGATIONS:
        return [word]
    prefix = _prefix(word)
    return [*([f"{prefix}-"] if prefix else []), *(f"-{each}" for each in _suffixes(word))]


def _prefix(word: str) -> str:
    return next((each for each in PREFIXES if word.startswith(each) and len(word) >= len(each) + LEAST_STEM), "")


def _suffixes(word: str) -> list[str]:
    return [each for each in SUFFIXES if word.endswith(each)]


def unknown_name(where: str, name: object, known: Iterable[str], *, place: str = "") -> InputError:
    """Return the error for a name that nobody declared, with the one that somebody did and that was probably meant.

    ``where`` names it in a text and repeats it; ``place`` is where it stands.
    """
    known = sorted(known)
    near = nearest(name, known) if isinstance(name, str) else ""
    return input_error(
        place,
        name,
        "is unknown",
        remedy=f"known are {', '.join(known)}",
        suggestion=repr(near) if near else "",
        label=where,
    )

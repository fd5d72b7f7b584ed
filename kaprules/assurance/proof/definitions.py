"""Do the definitions of durable-rules mean what the condition trees mean?

What the compiler hands to the engine is taken down: each engine rule as it is defined, what it concludes, and which
properties a message of its kind may hold. What a message says of a fact is taken down too, for every set of values and
every state that the fact may have. So each conclusion becomes a formula, and is compared with that of its tree in each
reading. A concept that was told in an earlier stage stands for its own tree, with which it is compared itself.
"""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any, Final, NamedTuple

import attrs

from ...conditions import opposite
from ...engine import durable, interpreter
from ...engine.durable import rulebook
from ...engine.durable.encoding import Fragments
from ...engine.durable.fragment import KIND, EngineRule
from ...facts.model import ABSENT, NOT_INDICATED, USABLE, Fact
from ...possible import Level, Outcome
from ...rule import Concept, Rule
from ...ruleset import RuleSet
from ...solver.context import ProofContext, Replay, cone_of, owners_of
from ...solver.encode import Formula, Known, Owner, Reading, Scales, both, either, negated, same
from ...solver.keys import key, owner_key
from ...solver.solve import Counter, ProverError
from .result import DURABLE, Finding, Task

READINGS: Final = (Reading.CERTAIN, Reading.POSSIBLE, Reading.OPEN)
"""In the order in which the compiler puts facts into words."""
MAX_OPTIONS: Final = 13
"""Of a choice with more options not every set of them would be put into words in time."""
Conclusion = tuple[Concept | Rule, bool]
Comparison = tuple[str, str, int]
"""A property, ``$eq``, ``$gte`` or ``$lte``, and a number."""


class Definition(NamedTuple):
    """One rule of the engine: its comparisons, the bits that it concludes, and when its messages are sent."""

    comparisons: tuple[Comparison, ...]
    concludes: int
    stage: int
    places: frozenset[int]
    """Which parts of what is said a message of its kind holds."""


class _Recorder(rulebook.Compiler):
    """The compiler, with what it hands over for each stage taken down."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.handed_over: list[tuple[Any, Any]] = []
        super().__init__(ruleset)

    def _stage(self, kinds: Any, sentinel: int) -> Any:
        stage = super()._stage(kinds, sentinel)
        self.handed_over.append((stage, kinds))
        return stage


@attrs.frozen(eq=False)
class Book:
    """What durable-rules is given for a rule set."""

    ruleset: RuleSet
    definitions: tuple[Definition, ...]
    summary: tuple[Definition, ...]
    bits: Mapping[Conclusion, int]
    derived: Mapping[str, tuple[Conclusion, int]]
    """The properties that tell of a concept, or of one ruled out, and the stage after which they are told."""
    said: Mapping[str, tuple[Fact, Callable[[Any], Fragments]]]
    """The properties that say something of a fact, and what puts it into words."""
    aspects: Mapping[str, str]
    """What each of those properties says: in which direction a number lies, that there is none, or which options."""
    places: Mapping[str, int]
    limits: Mapping[Fact, Sequence[Any]]

    @classmethod
    def of(cls, ruleset: RuleSet) -> Book:
        """Compile a rule set and take down what is handed over."""
        compiler: Any = _Recorder(ruleset)
        stages = [id(stage) for stage in compiler.stages]
        found: dict[bool, list[Definition]] = {False: [], True: []}
        for stage, kinds in compiler.handed_over:
            is_summary = id(stage) not in stages
            number = len(stages) if is_summary else stages.index(id(stage))
            found[is_summary] += _definitions(stage, kinds, number, len(compiler.places))
        owners: dict[str, Owner] = {owner.id: owner for owner in owners_of(ruleset)}
        bits = {
            (owners[target.id], target.kind == "ruled out"): 1 << place
            for place, target in enumerate(compiler.lowering.targets)
        }
        by_bit = {bit: conclusion for conclusion, bit in bits.items()}
        derived = {
            name: (by_bit[each.bit], number)
            for number, stage in enumerate(compiler.stages)
            for each in stage.derived
            for name in _said(each.text)
        }
        encoders = [encode for group in compiler.groups() for encode in group.facts]
        encodings = {ruleset.facts[place]: encoding for place, encoding in compiler.facts.items()}
        aspects = {name: str(each) for one in encodings.values() for each, name in one.properties.items()}
        said = {
            name: (fact, encoders[compiler.places[name]])
            for fact, encoding in encodings.items()
            for name in encoding.properties.values()
        }
        limits = {fact: encoding.limits for fact, encoding in encodings.items() if encoding.limits}
        rules, summary = tuple(found[False]), tuple(found[True])
        return cls(ruleset, rules, summary, bits, derived, said, aspects, compiler.places, limits)


def _definitions(stage: Any, kinds: Any, number: int, everything: int) -> Iterator[Definition]:
    names = iter(list(stage.concluded)[1:])
    for kind, paths in enumerate(kinds):
        held = stage.kinds[kind].pick(range(max(everything, 8)))
        places = frozenset(held if isinstance(held, tuple) else (held,))
        for path, _ in paths:
            name = next(names)
            (pattern,) = EngineRule(name, kind, path).definition["all"]
            first, *tests = pattern["m"]["$and"]
            if first != {KIND: kind}:
                raise ProverError(f"an engine rule does not begin with its kind: {first}")
            yield Definition(tuple(map(_comparison, tests)), stage.concluded[name], number, places)


def _comparison(test: Mapping[str, Any]) -> Comparison:
    ((left, right),) = test.items()
    if isinstance(right, dict):
        ((name, value),) = right.items()
        return name, left, value
    return left, "$eq", right


def _said(text: str) -> dict[str, int]:
    """Return the properties of a part of a message."""
    found: dict[str, int] = json.loads("{" + text[1:] + "}")
    return found


# Formulas ------------------------------------------------------------------------------------------------------


class Meaning:
    """What the definitions come to, as formulas."""

    def __init__(self, book: Book, context: ProofContext) -> None:
        self.book, self.context = book, context
        self.tables: dict[Fact, tuple[Told, ...]] = {}
        self.compared: dict[tuple[Comparison, Reading], Formula] = {}
        self.by_bit: dict[int, list[Definition]] = {}
        for definition in book.definitions:
            for bit in book.bits.values():
                if definition.concludes & bit:
                    self.by_bit.setdefault(bit, []).append(definition)

    def fires(self, conclusion: Conclusion, reading: Reading) -> Formula:
        """Say when some engine rule concludes this in a reading."""
        definitions = self.by_bit.get(self.book.bits[conclusion], [])
        return either(both(self._holds(test, definition, reading) for test in definition.comparisons)
                      for definition in definitions)  # fmt: skip

    def _holds(self, test: Comparison, definition: Definition, reading: Reading) -> Formula:
        name = test[0]
        if self.book.places[name] not in definition.places:
            return False
        if name in self.book.derived:
            (owner, ruled_out), stage = self.book.derived[name]
            if stage >= definition.stage or test[1:] != ("$eq", 1):
                return False
            return self.tree((owner, ruled_out), reading)
        if (test, reading) not in self.compared:
            self.compared[test, reading] = self._of_fact(test, reading)
        return self.compared[test, reading]

    def tree(self, conclusion: Conclusion, reading: Reading) -> Formula:
        """Say when the tree of a conclusion holds in a reading."""
        owner, ruled_out = conclusion
        return self.context.one.says(opposite(owner.when) if ruled_out else owner.when, reading)

    def _of_fact(self, test: Comparison, reading: Reading) -> Formula:
        name, operator, value = test
        fact, encode = self.book.said[name]
        if fact not in self.tables:
            self.tables[fact] = tuple(_table(fact, encode, self.context.scales))
        which = READINGS.index(reading)

        def holds(said: int | None) -> bool:
            if said is None:
                return False
            return said == value if operator == "$eq" else said >= value if operator == "$gte" else said <= value

        states: dict[int, set[tuple[Any, ...]]] = {state: set() for state in _states(fact, self.context.scales)}
        for known, state, said in self.tables[fact]:
            if holds(said[which].get(name)):
                states[state].add(known)
        now = self.context.one[fact]
        every = {known for known, _, _ in self.tables[fact]}

        def sets(state: int) -> Known:
            # What is said in the open reading of reports that are too old is what is said of them alone.
            return now.old if state == OUTDATED and reading is Reading.OPEN and now.old is not None else now

        return either(
            both((_state(now, state), _among(sets(state), chosen, every))) for state, chosen in states.items()
        )


OUTDATED: Final = -1
"""Stands for the state of a fact of which every report is too old."""


def _states(fact: Fact, scales: Scales) -> tuple[int, ...]:
    passed_over = fact.on_indication or fact in scales.unasked
    return (USABLE, ABSENT, NOT_INDICATED, OUTDATED) if passed_over else (USABLE, ABSENT)


def _state(now: Known, state: int) -> Formula:
    if state == ABSENT:
        return both((negated(now.usable), negated(now.unexamined), negated(now.outdated)))
    return now.outdated if state == OUTDATED else now.usable if state == USABLE else now.unexamined


Told = tuple[tuple[Any, ...], int, tuple[Mapping[str, int], ...]]
"""What may be known of a fact, in which state, and what each property then says of it in each reading."""


def _table(fact: Fact, encode: Callable[[Any], Fragments], scales: Scales) -> Iterator[Told]:
    """Yield everything that may be known of a fact, with what is said of it."""
    known: Iterable[tuple[Any, ...]]
    if fact.size == 2:
        options: int = fact.every.bit_length()  # type: ignore[attr-defined] # facts with options have it
        if options > MAX_OPTIONS:
            raise ProverError(f"{fact.id} has {options} options: more than {MAX_OPTIONS} are not put into words")
        known = [(bits,) for bits in range(1, 1 << options)]
    else:
        known = list(itertools.combinations_with_replacement(range(len(scales.values[fact])), 2))
    for each in known:
        values = each if fact.size == 2 else tuple(scales.values[fact][place] for place in each)
        for state in _states(fact, scales):
            flat = [None] * fact.slot + [*values, tuple(values) if state == OUTDATED else state]
            yield each, state, tuple(_said(text) if text else {} for text in encode(flat))


def _among(now: Known, chosen: set[tuple[Any, ...]], every: set[tuple[Any, ...]]) -> Formula:
    """Say that what is possible of a fact is among some sets: by one end or some options alone, if that says it all."""
    if not chosen or chosen == every:
        return bool(chosen)
    if now.has:
        some = sum(bits for (bits,) in chosen if bits.bit_count() == 1)
        if chosen == {(bits,) for (bits,) in every if bits & some}:
            return now.meets(some)
        if chosen == {(bits,) for (bits,) in every if not bits & ~some}:
            return negated(now.meets(~some))
        return either(both(same(each, bool(bits >> n & 1)) for n, each in enumerate(now.has)) for (bits,) in chosen)
    for end, ends in enumerate((now.least, now.most)):
        places = {known[end] for known in chosen}
        if chosen == {known for known in every if known[end] in places}:
            return either(_at(ends, place) for place in sorted(places))
    return either(both((_at(now.least, low), _at(now.most, high))) for low, high in sorted(chosen))


def _at(ends: Sequence[Formula], place: int) -> Formula:
    return both((ends[place], negated(ends[place + 1]) if place + 1 < len(ends) else True))


# Questions -----------------------------------------------------------------------------------------------------


def tasks(ruleset: RuleSet, counter: Counter) -> Iterator[Task]:
    """Yield the question for each rule and concept, for each concept ruled out, and for the outcome.

    Nothing is asked where durable-rules cannot be imported.
    """
    if not durable.available():
        return
    book = Book.of(ruleset)
    context = ProofContext(ruleset, extra=book.limits, counter=counter)
    meaning = Meaning(book, context)
    for conclusion in book.bits:
        owner, ruled_out = conclusion
        about = (owner.id, *(("ruled out",) if ruled_out else ()))
        yield Task(DURABLE, about, _key(book, meaning, conclusion), partial(differs, context, meaning, conclusion))
    yield Task(DURABLE, ("outcome",), key(repr(book.summary)), partial(concludes_otherwise, book))


def _key(book: Book, meaning: Meaning, conclusion: Conclusion) -> str:
    """Return what a conclusion rests on: its definitions, with the facts that they ask about, and how those are said.

    Names and places do not matter, only what they stand for.
    """
    tests = []
    for definition in meaning.by_bit.get(book.bits[conclusion], []):
        for name, operator, value in definition.comparisons:
            if name in book.derived:
                (owner, ruled_out), stage = book.derived[name]
                about = f"{owner_key(owner)} {ruled_out} {stage < definition.stage}"
            else:
                fact = book.said[name][0]
                about = f"{fact.id} {book.aspects[name]} {book.limits.get(fact)}"
            tests.append(f"{about} {operator} {value} {book.places[name] in definition.places}")
        tests.append("or")
    return key(owner_key(conclusion[0]), str(conclusion[1]), *tests)


def differs(context: ProofContext, meaning: Meaning, conclusion: Conclusion) -> Finding | None:
    """Find a conclusion that the engine's definitions reach where its tree does not, or the other way round."""
    owner, ruled_out = conclusion
    wrong = [
        negated(same(meaning.fires(conclusion, reading), meaning.tree(conclusion, reading))) for reading in READINGS[:2]
    ]
    opened = [one(conclusion, Reading.OPEN) for one in (meaning.fires, meaning.tree)]
    if isinstance(owner, Rule):
        # What is certain, or not possible, or only noted is never open, whatever the engine says.
        counted = both((owner.level is not Level.NOTE, context.undecided(owner)))
        opened = [both((counted, each)) for each in opened]
    wrong.append(negated(same(*opened)))
    found = either(wrong)
    if not context.solver.holds(found):
        return None
    witness = context.witness(
        (found,),
        cone_of(*meaning.book.ruleset.rules),
        f"durable-rules and the interpreter do not conclude the same of {owner.id}",
        _concluded_otherwise,
        few=cone_of(owner),
        engines=(durable.evaluate, interpreter.evaluate),
    )
    named = f"{owner.id}{' ruled out' if ruled_out else ''}"
    return Finding(f"the definitions of {named} do not mean what its condition means", witness)


def _concluded_otherwise(replays: Sequence[Replay]) -> bool:
    engine, interpreter = replays
    return engine != interpreter


def concludes_otherwise(book: Book) -> Finding | None:
    """Find findings from which the engine concludes another outcome than their levels say, or none, or several."""
    for excluded, wanting, opened, caution in itertools.product((0, 1), repeat=4):
        said: dict[str, int] = {}
        for place, some in enumerate((excluded, wanting, opened, caution)):
            said |= _said(rulebook._SUMMARY_FRAGMENTS[some][place])
        fired = {
            definition.concludes
            for definition in book.summary
            if all(said.get(name) == value and operator == "$eq" for name, operator, value in definition.comparisons)
        }
        expected = (
            Outcome.EXCLUDED if excluded
            else Outcome.INCOMPLETE if wanting or opened
            else Outcome.CAUTION if caution
            else Outcome.NO_EXCLUSION_FOUND
        )  # fmt: skip
        if fired != {1 << list(Outcome).index(expected)}:
            return Finding(f"the definitions of the outcome do not conclude {expected.name} from {said}")
    return None

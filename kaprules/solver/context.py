"""An inquiry into one rule book: the solver, the formulas of its conditions, and witnesses for what it finds."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import attrs

from ..baseline import Family, families
from ..decision import decide
from ..engine import interpreter
from ..engine.conclusions import Conclusions
from ..engine.snapshot import Snapshot, snapshot
from ..facts.model import NOT_INDICATED, USABLE, Event, Fact, Flag, Subject, groups_of
from ..limit import Exact
from ..possible import Level, Outcome, Truth
from ..rule import Rule
from ..ruleset import RuleSet
from .encode import Formula, Knowledge, Known, Owner, Reading, Scales, both, either, facts_in, negated, same
from .keys import owner_key
from .solve import Counter, Entries, ProverError, Solver
from .witness import NotBuilt, Row, Sets, Witness, build, event_spans, placed, rows, unasked

MAX_BUILDS = 60


class Replay(NamedTuple):
    """What the engine finds for a witness."""

    truths: Mapping[str, Truth]
    opened: frozenset[str]
    outcome: Outcome
    facts: Snapshot


Engine = Callable[[RuleSet, Snapshot], Conclusions]
Confirm = Callable[[Sequence[Replay]], bool]
"""Says whether the engine finds for some subjects what the solver found."""


class ProofContext:
    """What can be asked about a rule book, or about several that decide about the same subjects."""

    def __init__(
        self,
        ruleset: RuleSet,
        *others: RuleSet,
        owners: Iterable[Owner] = (),
        extra: Mapping[Fact, Iterable[Exact]] | None = None,
        counter: Counter | None = None,
    ) -> None:
        self.books = (ruleset, *others)
        """Each subject of a witness is decided by every one of them."""
        # Where one book passes over a fact that another asks of everybody, that other's own rule holds for want of it.
        aside = {fact: each for book in self.books for fact, each in book.unasked.items()}
        self.ruleset = ruleset if aside == ruleset.unasked else attrs.evolve(ruleset, unasked=aside, home="")
        self.owners = tuple(owners) or tuple(owner for book in self.books for owner in owners_of(book))
        self.scales = Scales((owner.when for owner in self.owners), extra, aside)
        self.solver = Solver(self.scales, counter or Counter())
        self.one = self.solver.subject()
        """A subject of whom nothing is settled beforehand."""
        self.spans: dict[Fact, frozenset[tuple[int, int]]] = {}
        """How far an event can be known by a date given in part."""
        self.observed: dict[tuple[Fact, ...], tuple[Row, ...]] = {}

    def into(self, *owners: Owner, extra: Mapping[Fact, Iterable[Exact]] | None = None) -> ProofContext:
        """Return an inquiry into a few rules alone: its queries are quicker, and count here too.

        ``extra`` are numbers that have to be told apart beside the limits of the rules.
        """
        return ProofContext(*self.books, owners=owners, extra=extra, counter=self.solver.counter)

    @functools.cached_property
    def keys(self) -> Mapping[Owner, str]:
        """What the answers about each rule and concept depend on."""
        return {owner: owner_key(owner) for owner in self.owners}

    @functools.cached_property
    def reads(self) -> Mapping[Owner, frozenset[Fact]]:
        """The facts that each rule and concept reads."""
        return {owner: frozenset(cone_of(owner)) for owner in self.owners}

    # Formulas --------------------------------------------------------------------------------------------------

    def certain(self, owner: Owner, about: Knowledge | None = None) -> Formula:
        """The rule or concept is TRUE."""
        return (about or self.one).says(owner.when, Reading.CERTAIN)

    def possible(self, owner: Owner, about: Knowledge | None = None) -> Formula:
        """The rule or concept is not FALSE."""
        return (about or self.one).says(owner.when, Reading.POSSIBLE)

    def undecided(self, owner: Owner, about: Knowledge | None = None) -> Formula:
        """The rule or concept is UNKNOWN."""
        return both((self.possible(owner, about), negated(self.certain(owner, about))))

    def opened(self, rule: Rule, about: Knowledge | None = None) -> Formula:
        """The rule is open."""
        if rule.level is Level.NOTE:
            return False
        about = about or self.one
        return both((self.undecided(rule, about), about.says(rule.when, Reading.OPEN)))

    def ranks(self, rules: Iterable[Rule], about: Knowledge | None = None) -> tuple[Formula, Formula, Formula]:
        """The outcome of some rules is at least CAUTION, at least INCOMPLETE, EXCLUDED."""
        found: dict[Level, list[Formula]] = {level: [] for level in Level}
        opened: list[Formula] = []
        for rule in rules:
            found[rule.level].append(self.certain(rule, about))
            opened.append(self.opened(rule, about))
        excluded = either(found[Level.EXCLUSION])
        incomplete = either((excluded, *opened, *found[Level.NEEDS_INFORMATION]))
        return either((incomplete, *found[Level.CAUTION])), incomplete, excluded

    def said(self, about: Knowledge, known: Mapping[Fact, Entries]) -> list[Formula]:
        """Say that just this is known of some facts."""
        return [part for fact, entries in known.items() for part in is_known(about, fact, entries, self.scales)]

    def entries(self, about: Knowledge, facts: Iterable[Fact]) -> dict[Fact, Entries]:
        """Return what is known of some facts in the model of the last query."""
        return {fact: self.solver.entries(about[fact]) for fact in facts}

    # Witnesses -------------------------------------------------------------------------------------------------

    def witness(
        self,
        formulas: Sequence[Formula],
        facts: Iterable[Fact],
        shows: str,
        confirm: Confirm,
        subjects: Sequence[Knowledge] = (),
        *,
        few: Iterable[Fact] | None = None,
        engines: Sequence[Engine] = (),
        shown: bool = True,
    ) -> Witness | None:
        """Return a smallest witness of some formulas, or None where they never hold together.

        ``facts`` are those that matter; of all others nothing is known. As little as possible is said of them or,
        where given, of the ``few`` among them. ``engines`` run instead of a decision. What nobody is ``shown`` may be
        another one every time. Raises ``ProverError`` where what the engines find does not confirm it.
        """
        about = tuple(subjects) or (self.one,)
        cone = tuple(dict.fromkeys(facts))
        if not self.solver.holds(*formulas):
            return None
        counted = cone if few is None else tuple(few)
        given = [negated(each[fact].unasked) for each in about for fact in counted]
        plain = [each[fact] for each in about for fact in counted] if shown else []
        blocked: list[Formula] = []
        for wishes in self.ways_to_be_given(about, cone):
            for _ in range(MAX_BUILDS):
                if not self.solver.smallest([*formulas, *wishes, *blocked], given, plain):
                    break
                known = [self.entries(each, cone) for each in about]
                built: list[Subject] = []
                try:
                    for each in known:
                        built.append(self._build(each, cone))
                except NotBuilt as stuck:
                    cannot_be = known[len(built)]
                    for cause in self._causes(cannot_be, stuck.facts):
                        blocked += [negated(way) for each in about for way in self._alike(each, cannot_be, cause)]
                    continue
                if not confirm(self._replays(built, engines)):
                    raise ProverError(f"the engine does not confirm: {shows}; of {built}")
                return Witness(tuple(built), shows, tuple(built))
        if not self.solver.smallest(formulas, given, plain):
            raise ProverError(f"a model was lost: {shows}")
        sets = [self.entries(each, cone) for each in about]
        told = [(book, _snapshot(book, each)) for each in sets for book in self.books]
        run = engines or (interpreter.evaluate,)
        if not confirm([_replay(book, facts, engine(book, facts)) for book, facts in told for engine in run]):
            raise ProverError(f"the engine does not confirm: {shows}; of {sets}")
        return Witness(tuple(Sets.of(each, self.scales) for each in sets), shows)

    def alone(self, witness: Witness, known: Sequence[Mapping[Fact, Entries]], confirm: Confirm) -> Witness:
        """Return what of a witness matters to these rules, if it shows the same of them without the rest."""
        books = [
            attrs.evolve(
                book, rules=tuple(rule for rule in book.rules if rule in self.owners), optional_rules=(), home=""
            )
            for book in self.books
        ]
        try:
            built = [self._build(each, tuple(each)) for each in known]
        except NotBuilt:
            return witness
        if not confirm([self.replay(each, book) for each in built for book in books]):
            return witness
        return Witness(tuple(built), f"{witness.shows}, where nothing else is found", witness.whole)

    def _causes(self, known: Mapping[Fact, Entries], stuck: Iterable[Fact]) -> Iterator[tuple[Fact, ...]]:
        """Yield, of facts that cannot be given as they are known, as few as cannot be given by themselves.

        They are looked at group by group: what one group holds has nothing to do with another, and to deny two groups
        together would leave as many ways to be stuck as both have.
        """
        together = tuple(stuck)
        alone = False
        for name in dict.fromkeys(fact.group for fact in together):
            cause = {fact: entries for fact, entries in known.items() if fact.group == name}
            if self._can_be_built(cause):
                continue
            alone = True
            for fact in tuple(cause):
                fewer = {each: entries for each, entries in cause.items() if each is not fact}
                if fewer and not self._can_be_built(fewer):
                    cause = fewer
            yield tuple(cause)
        if not alone:
            yield together

    def _alike(self, about: Knowledge, known: Mapping[Fact, Entries], facts: Sequence[Fact]) -> Iterator[Formula]:
        """Yield formulas that say of facts which cannot be given as they are known that they are so, or no better.

        What contradicts others with every value that is left does so with any of these values: so in each formula one
        fact may be within all those around its own that cannot be given beside the others.
        """
        yield self._is(about, known, facts)
        for fact in facts if len(facts) > 1 else ():
            if known[fact][-1] != USABLE:
                continue
            others = self._is(about, known, [each for each in facts if each is not fact])
            beside = {each: known[each] for each in facts if each is not fact}
            now = about[fact]
            if now.has:
                bits = [1 << place for place in range(len(now.has))]
                cannot = sum(bit for bit in bits if not self._can_be_built({**beside, fact: (bit, USABLE)}))
                if not known[fact][0] & ~cannot:
                    yield both((others, now.usable, negated(now.meets(~cannot))))
                continue
            scale = self.scales.values[fact]
            low, high = (self.scales.of(fact, end) for end in known[fact][:2])
            stuck = [not self._can_be_built({**beside, fact: (value, value, USABLE)}) for value in scale]
            if all(stuck[low : high + 1]):
                while low and stuck[low - 1]:
                    low -= 1
                while high + 1 < len(scale) and stuck[high + 1]:
                    high += 1
                within = (now.usable, now.at_least(low, False), negated(now.at_least(high + 1, True)))
                yield both((others, *within))

    def _can_be_built(self, known: Mapping[Fact, Entries]) -> bool:
        try:
            self._build(known, tuple(known))
        except NotBuilt:
            return False
        return True

    def _is(self, about: Knowledge, known: Mapping[Fact, Entries], facts: Iterable[Fact]) -> Formula:
        return both(part for fact in facts if fact in known for part in is_known(about, fact, known[fact], self.scales))

    def ways_to_be_given(self, about: Sequence[Knowledge], facts: Sequence[Fact]) -> Iterator[list[Formula]]:
        """Yield ways in which what is known can be written down, the plainest first, the last of them all."""
        for plain, apart in itertools.product((self._plain, self._partly), (self._direct, self._through)):
            yield [*plain(about, facts), *apart(about, facts)]

    def _plain(self, about: Sequence[Knowledge], facts: Sequence[Fact]) -> Sequence[Formula]:
        """Say that each fact was not asked, or is known."""
        return [is_plain(each[fact]) for each in about for fact in facts]

    def _partly(self, about: Sequence[Knowledge], facts: Sequence[Fact]) -> Sequence[Formula]:
        """Say that what is known of each fact can be written down, though it may be a part."""
        return [self.can_be_given(each[fact]) for each in about for fact in facts]

    def can_be_given(self, now: Known) -> Formula:
        """Say that a fact can be written down: a value, a part of its range, or a reason for having none."""
        parts: list[Formula] = [now.single]
        if isinstance(now.fact, Event):
            if now.fact not in self.spans:
                self.spans[now.fact] = event_spans(now.fact, self.scales, self.ruleset.phase.example)
            parts += [now.lies(low, high) for low, high in sorted(self.spans[now.fact])]
        elif not isinstance(now.fact, Flag):
            parts = [True]
        return either((both((negated(now.usable), now.full)), both((now.usable, either(parts)))))

    def _families(self, facts: Sequence[Fact]) -> Sequence[tuple[Family, tuple[Fact, ...]]]:
        """Return the families of which some facts are observed and others read, with those facts."""
        groups = groups_of(self.ruleset.subject)
        found = []
        for name in dict.fromkeys(fact.group for fact in facts):
            for family in families(groups[name]):
                inside = tuple(fact for fact in facts if fact in family.inputs or fact in family.outputs)
                if any(fact.name in family.barred for fact in inside) and not set(family.outputs).isdisjoint(inside):
                    found.append((family, inside))
        return found

    def _direct(self, about: Sequence[Knowledge], facts: Sequence[Fact]) -> Sequence[Formula]:
        """Say that no observation stands beside what is read from it."""
        return [
            each[fact].unasked
            for family, inside in self._families(facts)
            for fact in inside
            if fact.name in family.barred
            for each in about
        ]

    def _through(self, about: Sequence[Knowledge], facts: Sequence[Fact]) -> Sequence[Formula]:
        """Say that what is read beside its observations comes out of them."""
        return [
            either(
                [
                    both(each[fact].unasked for fact in inside if fact.name in family.barred),
                    *(self._is(each, row.known, inside) for row in self._rows(family, inside)),
                ]
            )
            for family, inside in self._families(facts)
            for each in about
        ]

    def _rows(self, family: Family, inside: tuple[Fact, ...]) -> tuple[Row, ...]:
        if inside not in self.observed:
            self.observed[inside] = rows(self.ruleset, self.scales, family, inside)
        return self.observed[inside]

    def _places(self, known: Mapping[Fact, Entries], facts: Sequence[Fact]) -> dict[Fact, tuple[int, ...]]:
        return {fact: placed(fact, known[fact], self.scales) for fact in facts}

    def _build(self, known: Mapping[Fact, Entries], facts: Sequence[Fact]) -> Subject:
        observed = []
        for family, inside in self._families(facts):
            now = self._places(known, inside)
            if any(now[fact] != unasked(fact, self.scales) for fact in inside if fact.name in family.barred):
                made = self._rows(family, inside)
                observed += [row for row in made if self._places(row.known, inside) == now][:1]
        return build(self.ruleset, self.scales, known, observed)

    def _replays(self, subjects: Sequence[Subject], engines: Sequence[Engine]) -> list[Replay]:
        if not engines:
            return [self.replay(each, book) for each in subjects for book in self.books]
        told = [(book, snapshot(book, each, book.phase.example)) for each in subjects for book in self.books]
        return [_replay(book, facts, engine(book, facts)) for book, facts in told for engine in engines]

    def replay(self, subject: Subject, ruleset: RuleSet | None = None) -> Replay:
        """Decide about a subject by the interpreter."""
        book = ruleset or self.ruleset
        decision = decide(book, subject, on=book.phase.example, engine="interpreter")
        return _replay(book, decision.evaluation.facts, decision.evaluation.concluded)


def _replay(ruleset: RuleSet, facts: Snapshot, concluded: Conclusions) -> Replay:
    conclusions = concluded.of(ruleset)
    truths = {each.rule.id: each.truth for each in conclusions}
    truths |= {concept.id: truth for concept, truth in zip(ruleset.concepts, concluded.concepts, strict=True)}
    opened = frozenset(each.rule.id for each in conclusions if each.undecided)
    return Replay(truths, opened, concluded.outcome, facts)


def _snapshot(ruleset: RuleSet, known: Mapping[Fact, Entries]) -> Snapshot:
    """Return what an engine is given of a subject of whom just this is known."""
    nobody = ruleset.subject()
    groups: dict[str, Any] = {name: list(nobody.__dict__[name].flat(ruleset.phase.example)) for name in ruleset.groups}
    for fact, entries in known.items():
        if fact.group in groups:
            groups[fact.group][fact.slot : fact.slot + fact.size] = entries
    return Snapshot(groups, {})


def is_plain(now: Known) -> Formula:
    """Say that a fact was not asked, or is known."""
    return either((now.unasked, both((now.usable, now.single))))


def is_whole_or_nothing(now: Known) -> Formula:
    """Say that a fact is known, or nothing is known of it, for whatever reason."""
    return either((both((negated(now.usable), now.full)), both((now.usable, now.single))))


def is_whole_or_unasked(now: Known) -> Formula:
    """Say that a fact is known, or nothing is known of it; of one on indication, that nobody looked for it."""
    return either((now.unasked, both((now.usable, now.single))))


def is_known(about: Knowledge, fact: Fact, entries: Entries, scales: Scales) -> list[Formula]:
    """Say that just this is known of a fact, variable by variable."""
    now = about[fact]
    *possible, state = entries
    said = [
        same(now.usable, state == USABLE),
        same(now.unexamined, state == NOT_INDICATED),
        *_is(now, possible, scales),
    ]
    if now.old is not None:
        said.append(same(now.outdated, isinstance(state, tuple)))
        said += _is(now.old, state if isinstance(state, tuple) else possible, scales)
    return [formula for formula in said if formula is not True]


def _is(now: Known, possible: Sequence[Any], scales: Scales) -> list[Formula]:
    """Say that just these values are possible, variable by variable."""
    if now.has:
        return [same(each, bool(possible[0] >> n & 1)) for n, each in enumerate(now.has)]
    said = []
    for ends, value in zip((now.least, now.most), possible, strict=True):
        place = scales.of(now.fact, value)
        said += [same(end, n <= place) for n, end in enumerate(ends)]
    return said


def owners_of(ruleset: RuleSet) -> tuple[Owner, ...]:
    """Return the rules and concepts of a book."""
    return (*ruleset.rules, *ruleset.concepts)


def all_on(ruleset: RuleSet) -> RuleSet:
    """Return a book in which every rule holds, those too that only a site switches on."""
    return (
        attrs.evolve(ruleset, rules=(*ruleset.rules, *ruleset.optional_rules), optional_rules=(), home="")
        if ruleset.optional_rules
        else ruleset
    )


def cone_of(*owners: Owner) -> tuple[Fact, ...]:
    """Return the facts that rules and concepts read."""
    return facts_in(*(owner.when for owner in owners))

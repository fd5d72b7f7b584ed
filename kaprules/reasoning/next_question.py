"""What to ask next, why, and when to stop.

A question is worth asking if some answer to it can still change the outcome. Once an exclusion holds nothing else
counts; while none does, every open rule has to be settled; and where the outcome stays INCOMPLETE whatever is
answered, because somebody declined to say, only exclusions are still looked for. Of the questions that are left, the
one comes first whose answers settle most for its burden. Whatever may tell against somebody is taken as unlikely, and
each such answer as likely as any other: no prevalence is assumed. Facts on indication are asked once the indication is
there.

What was declined, or asked and is not known, is not asked again. Where a date is not known, what is read of it may be
all the same, and is asked for in its place; and of a list that somebody cannot answer, each item is asked by itself.

By checklists, a fact that stands on one is asked by it. The lists come first, in their own order, as each is one
question that settles many rules; then what stands on none. What an answered list may still answer, once more is known,
comes last.

How it is worked out. Each rule is a tree over the regions of its facts. Whether *some* answers can make it TRUE, or
FALSE, is asked of the tree part by part, as if parts that share a fact could be answered apart: where in doubt they
can. So a question may be asked that turns out not to matter, but a stop is a stop: when no tree can move, none can.
Going through the answers of one question costs its regions times the rules that read it.
"""

from __future__ import annotations

import functools
from collections.abc import Generator, Iterable, Mapping
from datetime import date, tzinfo
from typing import Final

import attrs

from ..engine.evaluation import Evaluation, evaluate
from ..engine.interpreter import is_passed_over, truth
from ..facts.model import (
    NOT_INDICATED,
    USABLE,
    Answered,
    Burden,
    Checklist,
    Fact,
    Facts,
    Recorded,
    Reporter,
    Series,
    Subject,
    asked_lists,
    declared_of,
    every_fact,
    given,
    groups_of,
)
from ..language import CODED, Locale
from ..limit import brief
from ..phrases import named
from ..possible import Absence, Level, Outcome, Truth
from ..rule import Rule
from ..ruleset import RuleSet
from .counterfactuals import so
from .missing import absence_of, obtained, passed_over
from .partition import Branch, Counted, Leaf, RuleIndex, Tree, leaves, rule_index

ANSWERED: Final = frozenset({Absence.DECLINED, Absence.NOT_KNOWN})
"""What was asked and will not be asked again."""
WEIGHTS: Final = {Level.EXCLUSION: 2, Level.NEEDS_INFORMATION: 1, Level.CAUTION: 1}
"""What it counts for to settle a rule; an exclusion that is found counts for everything that is open."""

CHECKLISTS: Final = "checklists."
"""What stands before the id of a checklist among what was asked."""
UNLIKELY: Final = 0.05
"""How likely each answer is taken to be that tells against somebody."""


@attrs.frozen
class Answers:
    """One of the two branches that a question separates: some answers, and what follows from them."""

    so: str
    """``mean systolic pressure at least 160 mm[Hg]``."""
    settles: tuple[str, ...]
    """The rules that are open now and settled by it."""
    outcome: Outcome | None
    """The outcome that it settles at once, if it does."""


@attrs.frozen
class Question:
    """What to ask next: of which fact, in which words, at what burden, and the two branches that it separates."""

    fact: str
    title: str
    question: str
    burden: Burden
    absence: Absence | None
    """Why the fact is absent; None where it is known in part."""
    branches: tuple[Answers, Answers]
    rules: tuple[str, ...]
    """The rules to which it may matter."""
    checklist: str | None = None
    """The checklist by which to ask, which answers the fact and others beside it; None where it is asked by itself."""

    def __repr__(self) -> str:
        asked = self.fact if self.checklist is None else f"{self.fact} by {self.checklist}"
        return f"<Question {asked}: {brief(self.question or self.title)}>"

    def __str__(self) -> str:
        yes, no = (f"{branch.so}: {_follows(branch)}" for branch in self.branches)
        return f"{self.question or self.title} ({self.burden.name.lower()}) {yes}; {no}"


def _follows(branch: Answers) -> str:
    if branch.outcome is not None:
        return branch.outcome.value
    return f"settles {', '.join(branch.settles)}" if branch.settles else "more is asked"


@attrs.frozen
class Settled:
    """A certificate that no further answer can change the outcome."""

    outcome: Outcome
    because: tuple[str, ...]
    """The rules that settle it: those that are TRUE, or that nothing can settle any more."""
    unanswered: tuple[str, ...]
    """The facts that were declined, or asked without an answer, and that keep those rules open."""
    aside: tuple[str, ...]
    """The facts not examined, as nothing called for them; with one of them it would be another decision."""
    assumed: tuple[str, ...] = ()
    """The facts without a report that could contradict what is recorded: they are assumed to agree with it."""

    def __str__(self) -> str:
        parts = (
            ("because of", self.because),
            ("without an answer", self.unanswered),
            ("not examined", self.aside),
            ("assumed to agree with what is recorded", self.assumed),
        )
        details = "; ".join(f"{what}: {', '.join(names)}" for what, names in parts if names)
        return f"{self.outcome.value}, whatever else is answered" + (f" ({details})" if details else "")


@attrs.frozen
class Interviewed:
    """What an interview comes to: the subject with all answers, why nothing else was asked, and what was."""

    subject: Subject
    settled: Settled
    asked: tuple[str, ...]


def interview(
    ruleset: RuleSet, subject: Subject, *, on: date, zone: str | tzinfo | None = None
) -> Generator[Question, object, Interviewed]:
    """Yield the questions of ``kaprules.interview``."""
    asked: list[str] = []
    while True:
        state = InterviewState(evaluate(ruleset, subject, on=on, zone=zone, engine="bits"), asked)
        certificate = state.settled()
        if certificate is not None:
            return Interviewed(subject, certificate, tuple(asked))
        question = state.question()
        assert question is not None
        asked.append(question.fact)
        answer = yield question
        fact = next(each for each in every_fact(type(subject)) if each.id == question.fact)
        if isinstance(fact, Series) and fact.complete_when_dated and isinstance(answer, list | tuple):
            answer = Recorded(answer, on=on)  # who answers says on that day what there is
        subject = answered(subject, question.fact, Absence.NOT_KNOWN if answer is None else answer)


def answered(subject: Subject, identifier: str, answer: object) -> Subject:
    """Return a subject with one fact as answered; an earlier observation, or what was read of it, gives way.

    What stood on a list that was open stays on it: whoever is asked which others there are takes none away.
    """
    fact = next(each for each in every_fact(type(subject)) if each.id == identifier)
    group = subject.group(fact)
    new = given(answer) if isinstance(answer, Facts) else {fact.name: answer}
    kept = given(group)
    for each in group.__facts__:
        if isinstance(each, Series) and each.name in new and each.name in kept:
            new[each.name] = each.answered(kept[each.name], new[each.name])
    for each in group.__facts__:
        if each.derive is not None and not each.cross_checked:
            for name in (
                (each.name,) if set(each.derived_from) & set(new) else each.derived_from if each.name in new else ()
            ):
                kept.pop(name, None)
    return subject.with_group(type(group)(**kept | new))


# What may still be answered, and what can come of it -----------------------------------------------------------

Known = Mapping[Fact, int]
"""Facts of which an answer says that they lie within some cells."""
NOTHING: Final[Known] = {}


class InterviewState:
    """A decision, with what was asked already: which facts may still be answered, and what can come of it."""

    def __init__(
        self,
        evaluation: Evaluation,
        asked: Iterable[str] = (),
        locale: Locale = CODED,
        *,
        by_checklist: bool = False,
    ) -> None:
        self.locale = locale
        self.by_checklist = by_checklist
        self.evaluation = evaluation
        self.ruleset = evaluation.ruleset
        self.facts = evaluation.facts
        self.book: RuleIndex = rule_index(self.ruleset)
        self.asked = frozenset(asked)
        self.truths: dict[int, tuple[Truth, Truth]] = {}
        self.possible = {fact: cells.within(self.facts.entries(fact)) for fact, cells in self.book.partitions.items()}
        self.sources = {fact: self._sources(fact) for fact in self.book.partitions}
        self.now = {
            rule.id: (Truth.UNKNOWN, Truth.UNKNOWN) if tree is None else self.after(tree, NOTHING)
            for rule, tree, _ in self.book.rules
        }
        self.open = self._open()
        self.read: dict[Fact, list[Fact]] = {}
        for fact, sources in self.sources.items():
            for source in sources if fact in self.open else ():
                self.read.setdefault(source, []).append(fact)

    def _sources(self, fact: Fact) -> tuple[Fact, ...]:
        """Return what may still be asked in order to know more of a fact."""
        entries, some = self.facts.entries(fact), self.possible[fact]
        if entries[-1] == USABLE and not some & (some - 1):
            return ()
        found = list(obtained(self.evaluation, fact))
        if fact.cross_checked:  # without an answer to itself it can still be read from the others
            group = self.evaluation.subject.group(fact).__facts__
            inputs = [each for each in group if each.name in fact.derived_from]
            found += [each for each in inputs if self.evaluation.possible(each).absence is not None]
        sources = tuple(each for each in dict.fromkeys(found) if not self._was_asked(each))
        unknown = fact.asked_instead and all(self._told(each) is Absence.NOT_KNOWN for each in found)
        return (fact,) if unknown and not self._was_asked(fact) else sources

    def _was_asked(self, fact: Fact) -> bool:
        """Say whether a fact was asked by itself; of a list that somebody could not answer each item is asked."""
        told = self._told(fact)
        if told is Absence.NOT_KNOWN and self._own(fact) is Absence.NOT_ASKED:
            return fact.id in self.asked
        return fact.id in self.asked or told in ANSWERED

    def _told(self, fact: Fact) -> object:
        value = self.evaluation.subject.group(fact).__dict__[fact.name]
        return value.value if isinstance(value, Recorded) else value

    def _own(self, fact: Fact) -> object:
        return self.evaluation.given.group(fact).__dict__[fact.name]

    def _open(self) -> frozenset[Fact]:
        """Return the facts that answers may still narrow; those on indication only where a rule may demand them.

        A rule demands them as well where nobody answers whether there is an indication.
        """
        self.open = frozenset(fact for fact, sources in self.sources.items() if sources and not self._unexamined(fact))
        while True:
            demanded = {
                leaf.fact
                for rule, tree, _ in self.book.rules
                if rule.level is Level.NEEDS_INFORMATION and tree is not None and self._may_hold(tree)
                for leaf in leaves(tree)
                if leaf.missing and self.sources[leaf.fact]
            }
            if demanded <= self.open:
                return self.open
            self.open |= demanded

    def _may_hold(self, tree: Tree) -> bool:
        """Say whether a condition holds, or is undecided, or some answers may make it so; where in doubt, they may.

        It is undecided for good where somebody answers one part of it, and nobody the other.
        """
        if isinstance(tree, Branch):
            return (all if tree.every else any)(self._may_hold(part) for part in tree.parts)
        if self.truth_of(tree)[1] is not Truth.FALSE:
            return True
        return not tree.missing and tree.fact in self.open and bool(self.possible[tree.fact] & tree.holds)

    def truth_of(self, leaf: Leaf) -> tuple[Truth, Truth]:
        """Return the truth of a test as things are, and with what was never looked for counted as FALSE."""
        key = id(leaf)
        if key not in self.truths:
            plain, passing = (truth(leaf.test, self.facts, {}, passing_over) for passing_over in (False, True))
            self.truths[key] = plain, passing
        return self.truths[key]

    def can(self, tree: Tree, wanted: Truth) -> bool:
        """Say whether some answers make a condition TRUE, or FALSE; where in doubt, they can."""
        if isinstance(tree, Branch):
            each = (self.can(part, wanted) for part in tree.parts)
            return all(each) if tree.every == (wanted is Truth.TRUE) else any(each)
        plain, passing = self.truth_of(tree)
        if (plain if wanted is Truth.TRUE else passing) is wanted:
            return True
        if tree.fact not in self.open:
            return False
        if tree.missing:
            return wanted is Truth.FALSE
        return bool(self.possible[tree.fact] & (tree.holds if wanted is Truth.TRUE else ~tree.holds))

    def after(self, tree: Tree, known: Known) -> tuple[Truth, Truth]:
        """Return the truth of a condition once more is known, plainly and with what was never looked for as FALSE."""
        if isinstance(tree, Branch):
            each = [self.after(part, known) for part in tree.parts]
            decisive = min if tree.every else max
            return decisive(plain for plain, _ in each), decisive(passing for _, passing in each)
        some = known.get(tree.fact)
        if some is None:
            return self.truth_of(tree)
        found = Truth.TRUE if not some & ~tree.holds else Truth.UNKNOWN if some & tree.holds else Truth.FALSE
        return (Truth.FALSE, Truth.FALSE) if tree.missing else (found, found)

    # When to stop

    def settled(self) -> Settled | None:
        """Return the certificate that no further answer can change the outcome, or None where one can."""
        outcome = self.evaluation.outcome
        held = [
            each.rule.id
            for each in self.evaluation.conclusions
            if each.truth is Truth.TRUE and each.reaches is outcome is not Outcome.NO_EXCLUSION_FOUND
        ]
        if outcome is Outcome.EXCLUDED:
            return Settled(outcome, tuple(held), (), (), self.assumed())
        aside = passed_over(self.evaluation)
        if outcome is not Outcome.INCOMPLETE:
            return Settled(outcome, tuple(held), (), aside, self.assumed())
        stuck = self.stuck()
        if not stuck or self.exclusions():
            return None
        unanswered = {fact for each in stuck for fact in each.facts if self._without_answer(fact)}
        aside = self._with(aside)
        ordered = [fact.id for fact in every_fact(self.ruleset.subject) if fact in unanswered]
        return Settled(outcome, tuple(each.rule.id for each in stuck), tuple(ordered), aside, self.assumed())

    def _with(self, aside: tuple[str, ...]) -> tuple[str, ...]:
        """Return what is named as not examined, with what nothing called for and a rule that is open reads."""
        undecided = {each.rule.id for each in self.evaluation.conclusions if each.truth is Truth.UNKNOWN}
        read = {fact for each in self.book.rules if each.rule.id in undecided for fact in each.facts}
        found = {fact.id for fact in read - self.open if self._unexamined(fact)} | {*aside}
        return tuple(fact.id for fact in every_fact(self.ruleset.subject) if fact.id in found)

    def assumed(self) -> tuple[str, ...]:
        """Return the facts without a report that may contradict a recorded one which the rules read."""
        found: set[Fact] = set()
        read = set(self.ruleset.facts)
        for kind in groups_of(self.ruleset.subject).values():
            group: Facts = self.evaluation.subject.__dict__[kind.__group__]
            recorded = given(group)
            together = [each.facts for each in kind.__crossed__]
            for fact in kind.__facts__:
                if fact.cross_checked:
                    together.append((fact, *(each for each in kind.__facts__ if each.name in fact.derived_from)))
            for facts in together:
                known = [fact for fact in facts if fact.name in recorded]
                names = {fact.name for fact in facts}
                if known and any(fact in read and names & {fact.name, *fact.derived_from} for fact in kind.__facts__):
                    found |= {fact for fact in facts if fact.name not in recorded}
        return tuple(fact.id for fact in every_fact(self.ruleset.subject) if fact in found)

    def _without_answer(self, fact: Fact) -> bool:
        some = self.possible[fact]
        return fact not in self.open and bool(some & (some - 1)) and not self._unexamined(fact)

    def exclusions(self) -> list[Counted]:
        """Return the exclusions that answers can still prove."""
        return [each for each in self.book.rules if each.rule.level is Level.EXCLUSION and self._can(each, Truth.TRUE)]

    def stuck(self) -> list[Counted]:
        """Return the rules that no answer can settle: while they stand, the outcome is INCOMPLETE at least."""
        return [
            each
            for each in self.blocking_rules()
            if not self._can(each, Truth.FALSE)
            and not (each.rule.level is Level.CAUTION and self._can(each, Truth.TRUE))
            and not self._broken(each)
        ]

    def blocking_rules(self) -> list[Counted]:
        """Return the rules that make the outcome INCOMPLETE: those that are open, and what is demanded."""
        standing = {each.rule.id for each in self.evaluation.conclusions if each.asks}
        return [each for each in self.book.rules if each.rule.id in standing]

    def _can(self, each: Counted, wanted: Truth) -> bool:
        return each.tree is not None and self.can(each.tree, wanted)

    def _broken(self, each: Counted) -> list[Fact]:
        """Return the facts of a rule that could not be read, and may be given otherwise."""
        return [fact for fact in each.facts if fact in self.facts.errors and fact in self.open]

    # What to ask

    def question(self) -> Question | None:
        """Return the question that settles most for its burden, or None where none is worth asking."""
        worth = self.worth_asking()
        declared = {fact: place for place, fact in enumerate(every_fact(self.ruleset.subject))}
        values = self._values(worth)
        asked: dict[Checklist | Fact, list[Fact]] = {}
        for source in sorted(worth, key=lambda source: (-values[source] / source.burden, declared[source])):
            asked.setdefault(self.checklist_of(source) or source, []).append(source)
        if not asked:
            return None
        by = max(asked, key=lambda each: self._comes_first(each, values))  # of equal ones the first
        best, rules = asked[by][0], {each.rule.id: None for source in asked[by] for each in worth[source]}
        return Question(
            best.id,
            self.locale(best.title),
            self.locale(best.question),
            _burden(by),
            absence_of(self.evaluation, best),
            self._branches(best),
            tuple(rules),
            by.id if isinstance(by, Checklist) else None,
        )

    def _comes_first(self, asked: Checklist | Fact, values: Mapping[Fact, float]) -> tuple[int, float]:
        """Return what orders the questions, the first one highest: lists, what stands on none, what may wait."""
        if isinstance(asked, Checklist):
            return 2, -[each.id for each in asked_lists(self.ruleset.subject)].index(asked.id)
        return int(not (self.by_checklist and self._may_be_answered_yet(asked))), values[asked] / asked.burden

    def _may_be_answered_yet(self, fact: Fact) -> bool:
        """Say whether an answered checklist denies a fact on a condition, so that what else is said may answer it."""
        declared = self.ruleset.subject.__checklists__
        for answer in self.evaluation.given.checklists:
            for item in declared_of(declared, answer).items if answer.answer is Answered.NONE else ():
                if fact in item.denied and item.clears_where is not None and item.id not in answer.except_:
                    return True
        return False

    def checklist_of(self, fact: Fact) -> Checklist | None:
        """Return the checklist by which a fact is asked: until it was answered or declined, or the fact was told."""
        if not self.by_checklist:
            return None
        subject = self.evaluation.given
        if subject.group(fact).__dict__[fact.name] is not Absence.NOT_ASKED:
            return None
        told = {each.checklist for each in subject.checklists} | {
            each.removeprefix(CHECKLISTS) for each in self.asked if each.startswith(CHECKLISTS)
        }
        lists = asked_lists(self.ruleset.subject)
        return next((each for each in lists if each.id not in told and fact in each.facts), None)

    def worth_asking(self) -> dict[Fact, list[Counted]]:
        """Return what is worth asking, each with the rules to which it may matter."""
        standing = self.blocking_rules()
        wanted = [(each, Truth.TRUE) for each in self.exclusions()]
        if not self.stuck():
            wanted += [(each, Truth.FALSE) for each in standing]
            wanted += [(each, Truth.TRUE) for each in standing if each.rule.level is Level.CAUTION]
        found: dict[Fact, dict[str, Counted]] = {}
        for each, truth_wanted in wanted:
            useful = self._useful(each.tree, truth_wanted) if each.tree is not None else []
            asked = [(fact, each) for fact in useful]
            if each not in standing or each.rule.level is not Level.NEEDS_INFORMATION:
                asked = [pair for fact in useful for pair in self._called_for(fact, each, standing)]
            for fact, rule in asked + [(fact, each) for fact in self._broken(each)]:
                for source in self.sources[fact]:
                    found.setdefault(source, {}).update({each.rule.id: each, rule.rule.id: rule})
        return {source: list(rules.values()) for source, rules in found.items()}

    def _useful(self, tree: Tree, wanted: Truth) -> list[Fact]:
        """Return the facts whose answers can help to make a condition TRUE, or FALSE; what is on indication last."""
        if not self.can(tree, wanted):
            return []
        if isinstance(tree, Branch):
            found = [fact for part in tree.parts for fact in self._useful(part, wanted)]
            called_for = [fact for fact in found if not self._unexamined(fact)]
            return called_for if tree.every and called_for else found
        undecided = self.truth_of(tree)[0] is not wanted
        return [tree.fact] if undecided and tree.fact in self.open else []

    def _unexamined(self, fact: Fact) -> bool:
        """Say whether a fact counts as never looked for: nothing was recorded, or good news alone, too long ago."""
        state = self.facts.entries(fact)[-1]
        if not isinstance(state, tuple):
            return bool(state == NOT_INDICATED)
        return all(leaf.missing or is_passed_over(leaf.test, state) for _, leaf in self.book.tests[fact])

    def _called_for(
        self, fact: Fact, rule: Counted, standing: list[Counted], seen: frozenset[Fact] = frozenset()
    ) -> list[tuple[Fact, Counted]]:
        """Return a fact that a rule needs, or what is asked before it: whether another rule demands it at all."""
        if not self._unexamined(fact):
            return [(fact, rule)]
        found: list[tuple[Fact, Counted]] = []
        demanding = [self.book.rules[place] for place, leaf in self.book.tests[fact] if leaf.missing]
        for each in demanding:
            assert each.tree is not None
            for other in self._useful(each.tree, Truth.FALSE):
                if each in standing or not self._unexamined(other):
                    found.append((other, each))
                elif other not in seen and other is not fact:
                    found += self._called_for(other, each, standing, seen | {fact})
        stays = [each for each in demanding if each.tree is not None and self._may_hold(each.tree)]
        return found or [(fact, each) for each in stays[:1]]

    # What an answer settles

    def _values(self, worth: Mapping[Fact, list[Counted]]) -> dict[Fact, float]:
        """Return the share of what is open that an answer to each question settles, as likely as each answer is."""
        weights = {each.rule.id: WEIGHTS[each.rule.level] for rules in worth.values() for each in rules}
        every = sum(weights.values())
        values = {}
        for source in worth:
            shares = []
            for known in self._answers(source):
                settled = self._settles(known)
                found = any(rule.level is Level.EXCLUSION and held for rule, held in settled)
                shares.append(1.0 if found else sum(weights.get(rule.id, 0) for rule, _ in settled) / every)
            well, *others = shares
            each = min(UNLIKELY, 1 / len(shares))
            values[source] = well * (1 - each * len(others)) + each * sum(others)
        return values

    def _answers(self, source: Fact) -> list[Known]:
        """Return answers to a question that rules tell apart: all is well, or one thing is not."""
        each = {
            fact: [some & self.possible[fact] for some in self.book.classes[fact] if some & self.possible[fact]]
            for fact in self.read.get(source, [])
        }
        well = {fact: min(classes, key=functools.partial(self._concern, fact)) for fact, classes in each.items()}
        others = [{**well, fact: some} for fact, classes in each.items() for some in classes if some != well[fact]]
        return [well, *others]

    def _concern(self, fact: Fact, some: int) -> int:
        """Return how much some cells of a fact tell against the subject."""
        return sum(
            WEIGHTS[self.book.rules[place].rule.level] for place, leaf in self.book.tests[fact] if some & leaf.holds
        )

    def _settles(self, known: Known) -> list[tuple[Rule, bool]]:
        """Return the rules that are settled once more is known, and not before, each with whether it holds."""
        settled = []
        for place in dict.fromkeys(place for fact in known for place in self.book.reads[fact]):
            rule, tree, _ = self.book.rules[place]
            if tree is not None and not _is_settled(rule, tree, *self.now[rule.id]):
                plain, passing = self.after(tree, known)
                if _is_settled(rule, tree, plain, passing):
                    settled.append((rule, plain is Truth.TRUE))
        return settled

    # Why

    def _branches(self, source: Fact) -> tuple[Answers, Answers]:
        """Return the two branches between which the most telling test of a question decides."""
        found: list[tuple[int, tuple[Answers, Answers]]] = []
        for fact in self.read.get(source, []):
            for holds in dict.fromkeys(leaf.holds for _, leaf in self.book.tests[fact] if not leaf.missing):
                some, others = self.possible[fact] & holds, self.possible[fact] & ~holds
                if some and others:
                    both = self._branch(fact, some), self._branch(fact, others)
                    found.append((sum(map(_telling, both)), both))
        if not found:
            fact = self.read[source][0]
            unknown = Answers(self.locale("{fact} is not known", fact=named(fact, self.locale)), (), None)
            return self._branch(fact, self.possible[fact]), unknown
        return max(found, key=lambda each: each[0])[1]

    def _branch(self, fact: Fact, some: int) -> Answers:
        cells, known = self.book.partitions[fact], {fact: some}
        rules = tuple(rule.id for rule, _ in self._settles(known))
        return Answers(so(cells, some, self.locale), rules, self._outcome(known))

    def _outcome(self, known: Known) -> Outcome | None:
        """Return the outcome that is reached once more is known, or None where it is open still."""
        worst = Outcome.NO_EXCLUSION_FOUND
        touched = {place for fact in known for place in self.book.reads[fact]}
        for place, (rule, tree, _) in enumerate(self.book.rules):
            plain, passing = self.now[rule.id] if tree is None or place not in touched else self.after(tree, known)
            if plain is Truth.TRUE and rule.level is Level.EXCLUSION:
                return Outcome.EXCLUDED
            if plain is Truth.TRUE and rule.level is Level.CAUTION:
                worst = Outcome.CAUTION if worst is not Outcome.INCOMPLETE else worst
            elif passing is not Truth.FALSE:
                worst = Outcome.INCOMPLETE
        return None if worst is Outcome.INCOMPLETE else worst


def _burden(asked: Checklist | Fact) -> Burden:
    """Return what it takes to ask: a list of which a clinician alone may answer is part of an examination."""
    if isinstance(asked, Checklist):
        return Burden.EXAMINATION if asked.reporters == (Reporter.CLINICIAN,) else Burden.QUESTION
    return asked.burden


def _is_settled(rule: Rule, tree: Tree, plain: Truth, passing: Truth) -> bool:
    """Say whether a rule is decided for good; what a rule demands can still be obtained."""
    if plain is Truth.TRUE:
        return rule.level is not Level.NEEDS_INFORMATION or not any(leaf.missing for leaf in leaves(tree))
    return passing is Truth.FALSE


def _telling(branch: Answers) -> int:
    return len(branch.settles) + 1000 * (branch.outcome is not None)

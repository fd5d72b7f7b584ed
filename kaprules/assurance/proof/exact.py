"""Questions about undecided rules: is anything settled, though it is UNKNOWN?

What the values still possible really allow is a condition over every world, not part by part as Kleene logic has it.

A condition is a choice of alternatives, each a conjunction of tests. An alternative can hold if every fact has a
value that passes all its tests at once, and facts are free of one another. Kleene logic asks of each test alone
whether some value passes it. Where both say the same of everything that may be known, Kleene logic is exact.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from ...conditions import AllOf, Atom, Condition, Test
from ...facts.model import Fact
from ...possible import Level, Truth
from ...rule import Rule, expand_concepts
from ...solver.context import ProofContext, cone_of, owners_of
from ...solver.encode import Formula, Knowledge, Known, Owner, Scales, both, either, limit_of, negated, same, wanted
from ...solver.keys import key
from ...solver.solve import Entries, is_one
from .accepted_exceptions import gap
from .result import EXACT, TOGETHER, Finding, Task
from .rules import truths

Literal = tuple[Atom, bool]
"""A test, and whether it is to fail."""


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each rule is undecided for a reason, and whether several settle something together."""
    ruleset = context.ruleset
    for owner in owners_of(ruleset):
        yield Task(EXACT, (owner.id,), context.keys[owner], partial(undecided_for_nothing, context, owner))
    for level in (Level.EXCLUSION, Level.CAUTION):
        for part in together(rule for rule in ruleset.rules if rule.level is level):
            names = tuple(rule.id for rule in part)
            about = key(level.name, *(context.keys[rule] for rule in part))
            yield Task(TOGETHER, names, about, partial(settled_together, context, part))


# Every world ---------------------------------------------------------------------------------------------------


def exactly(now: Knowledge, condition: Condition, failing: bool) -> Formula:
    """Say that some values, of those still possible, make a condition true or, ``failing``, false."""
    return either(_holds(now, each) for each in _alternatives(expand_concepts(condition), failing))


def _alternatives(condition: Condition, failing: bool) -> list[frozenset[Literal]]:
    if isinstance(condition, Atom):
        return [frozenset({(condition, failing)})]
    parts = [_alternatives(part, failing) for part in condition.parts]
    if isinstance(condition, AllOf) == failing:
        return _shortest([each for part in parts for each in part])
    return _shortest([frozenset().union(*each) for each in itertools.product(*parts)])


def _shortest(found: list[frozenset[Literal]]) -> list[frozenset[Literal]]:
    kept: list[frozenset[Literal]] = []
    for each in sorted(dict.fromkeys(found), key=len):
        if not any(shorter <= each for shorter in kept):
            kept.append(each)
    return kept


def _holds(now: Knowledge, alternative: frozenset[Literal]) -> Formula:
    tests: dict[Fact, list[Literal]] = {}
    missing: list[Formula] = []
    for atom, failing in alternative:
        assert isinstance(atom.subject, Fact)
        if atom.test is Test.MISSING:
            usable = now[atom.subject].usable
            missing.append(usable if failing else negated(usable))
        else:
            tests.setdefault(atom.subject, []).append((atom, failing))
    return both([*missing, *(_passes(now[fact], of_fact, now.scales) for fact, of_fact in tests.items())])


def _passes(now: Known, tests: list[Literal], scales: Scales) -> Formula:
    """Say that a fact may still have a value that passes all of some tests."""
    if now.has:
        every = (1 << len(now.has)) - 1
        bits = every
        for atom, failing in tests:
            bits &= every & ~wanted(atom) if failing else wanted(atom)
        return now.meets(bits)
    first, beyond = 0, len(now.least)
    for atom, failing in tests:
        low, high = _span(atom, now.fact, scales)
        if failing:
            low, high = (high, len(now.least)) if low == 0 else (0, low)
        first, beyond = max(first, low), min(beyond, high)
    if first >= beyond:
        return False
    return both((now.at_least(first, True), negated(now.at_least(beyond, False))))


def _span(atom: Atom, fact: Fact, scales: Scales) -> tuple[int, int]:
    """Return the places at which a test holds: from the first to before the second."""
    at, beyond, end = scales.place(fact, limit_of(atom)), scales.beyond(fact, limit_of(atom)), len(scales.values[fact])
    match atom.test:
        case Test.AT_LEAST | Test.NEVER:
            return at, end
        case Test.ABOVE:
            return beyond, end
        case Test.AT_MOST:
            return 0, beyond
        case _:
            return 0, at


# Rule by rule, and together ------------------------------------------------------------------------------------


def undecided_for_nothing(context: ProofContext, owner: Owner) -> Finding | None:
    """Find what leaves a rule UNKNOWN although every value still possible gives the same answer."""
    context = context.into(owner)
    can_be, can_fail = (exactly(context.one, owner.when, failing) for failing in (False, True))
    unknown = context.undecided(owner)
    for never, answer in ((can_be, Truth.FALSE), (can_fail, Truth.TRUE)):
        witness = context.witness(
            (unknown, negated(never)),
            cone_of(owner),
            f"{owner.id} is UNKNOWN, and would be {answer.name} whatever else is learned",
            partial(truths, {owner: Truth.UNKNOWN}),
        )
        if witness:
            return Finding(f"{owner.id} is undecided where every value still possible makes it {answer.name}", witness)
    return None


def together(rules: Iterable[Rule]) -> list[tuple[Rule, ...]]:
    """Return rules in parts that share no fact; of rules without a shared fact none settles anything for another."""
    parts: list[tuple[set[Fact], list[Rule]]] = []
    for rule in rules:
        facts, members = set(cone_of(rule)), [rule]
        for part in [each for each in parts if not facts.isdisjoint(each[0])]:
            parts.remove(part)
            facts, members = facts | part[0], part[1] + members
        parts.append((facts, members))
    return [tuple(members) for _, members in parts if len(members) > 1]


def settled_together(context: ProofContext, rules: Sequence[Rule]) -> list[Finding]:
    """Find what makes none of some rules TRUE although every value still possible makes one of them TRUE.

    Candidates are proposed, and refuted by a value of each fact that makes all the rules FALSE, until none is left.
    Only what can be written down is looked at; alternatives that are judged each for itself are taken one by one.
    """
    found: dict[tuple[Rule, ...], Finding] = {}
    context = context.into(*rules)
    facts = cone_of(*rules)
    coarse, world = context.one, context.solver.subject()
    candidate = [negated(context.certain(rule)) for rule in rules]
    candidate += [either(context.possible(rule) for rule in rules)]
    candidate += [same(coarse[fact].usable, negated(coarse[fact].full)) for fact in facts]
    candidate += [negated(either((coarse[fact].unexamined, coarse[fact].outdated))) for fact in facts]
    inside = both(both((world[fact].within(coarse[fact]), world[fact].usable)) for fact in facts)
    clear = both(negated(context.possible(rule, world)) for rule in rules)
    choice = context.ruleset.alternatives
    if choice is not None and choice in facts:
        candidate += [coarse[choice].usable, coarse[choice].single]
    for wishes in context.ways_to_be_given((coarse,), facts):
        tidy = False
        while context.solver.holds(*candidate, *wishes, plain=[coarse[fact] for fact in facts] if tidy else ()):
            known = context.entries(coarse, facts)
            if context.solver.holds(*context.said(coarse, known), inside, clear):
                context.solver.say(negated(_meets_harmless(context, rules, facts, world)))
            elif not tidy:
                tidy = True  # there is one: now look for the plainest
            else:
                undecided, finding, kept = _shown_together(context, rules, facts, known)
                found.setdefault(undecided, finding)
                if finding.reason:
                    kept = _as_wide(context, rules, facts, kept)
                context.solver.say(negated(both(_is_within(context, coarse[fact], kept[fact]) for fact in kept)))
                tidy = False
    return list(found.values())


def _as_wide(
    context: ProofContext, rules: Sequence[Rule], facts: Sequence[Fact], kept: Mapping[Fact, Entries]
) -> Mapping[Fact, Entries]:
    """Return what settles that one of some rules is TRUE, with all options beside which it still does.

    Of a fact with many options each few of them would be a finding by itself, for one and the same reason.
    """
    coarse, world = context.solver.subject(), context.solver.subject()
    inside = both(both((world[fact].within(coarse[fact]), world[fact].usable)) for fact in facts)
    clear = both(negated(context.possible(rule, world)) for rule in rules)
    wide = dict(kept)
    for fact in [each for each in kept if coarse[each].has]:
        for place in range(len(coarse[fact].has)):
            bits, *rest = wide[fact]
            more = {**wide, fact: (bits | 1 << place, *rest)}
            said = [*context.said(coarse, more), *(coarse[each].unasked for each in facts if each not in more)]
            if not bits >> place & 1 and not context.solver.holds(*said, inside, clear):
                wide = more
    return wide


def _is_within(context: ProofContext, now: Known, entries: Entries) -> Formula:
    """Say that no more is possible of a fact than what some entries leave."""
    if now.has:
        return negated(now.meets(~entries[0]))
    low, high = (context.scales.of(now.fact, value) for value in entries[:2])
    return both((now.at_least(low, False), negated(now.at_least(high + 1, True))))


def _meets_harmless(context: ProofContext, rules: Sequence[Rule], facts: Sequence[Fact], world: Knowledge) -> Formula:
    """Say that a subject may still be as harmless as the last model's ``world``, widened as far as it stays so."""
    entries = context.entries(world, facts)
    box = context.solver.subject()
    clear = both(negated(context.possible(rule, box)) for rule in rules)
    limits = {fact: _spans(context, box[fact], entries[fact]) for fact in facts}
    chosen: dict[Fact, Formula] = {fact: spans[-1][0] for fact, spans in limits.items()}
    meets: list[Formula] = []
    for fact, spans in limits.items():
        others = [formula for other, formula in chosen.items() if other is not fact]
        for span, touched in spans:
            if context.solver.holds(span, *others, clear):
                chosen[fact] = span
                meets.append(touched(context.one[fact]))
                break
    return both(meets)


def _spans(context: ProofContext, box: Known, entries: Entries) -> list[tuple[Formula, Callable[[Known], Formula]]]:
    """Return ever narrower sets around a value, each with what says that another set meets it; the value comes last."""
    if box.has:
        every = (1 << len(box.has)) - 1
        options = [every, *(every & ~(1 << n) for n in range(len(box.has)) if len(box.has) > 2), entries[0]]
        return [(box.is_among(bits), partial(Known.meets, bits=bits)) for bits in options if bits & entries[0]]
    place, end = context.scales.of(box.fact, entries[0]), len(box.least)
    ends = itertools.product(range(place + 1), range(place, end))
    widest_first = sorted(ends, key=lambda each: each[0] - each[1])
    return [(box.lies(low, high), partial(Known.touches, low=low, high=high)) for low, high in widest_first]


def _shown_together(
    context: ProofContext, rules: Sequence[Rule], facts: Sequence[Fact], known: Mapping[Fact, Entries]
) -> tuple[tuple[Rule, ...], Finding, Mapping[Fact, Entries]]:
    """Forget as much of a candidate as it can do without, and show the rest."""
    coarse, world = context.solver.subject(), context.solver.subject()
    inside = both(both((world[fact].within(coarse[fact]), world[fact].usable)) for fact in facts)
    clear = both(negated(context.possible(rule, world)) for rule in rules)

    def said(kept: Mapping[Fact, Entries]) -> list[Formula]:
        return [*context.said(coarse, kept), *(coarse[fact].unasked for fact in facts if fact not in kept)]

    kept = dict(known)
    for fact in facts:
        fewer = {each: entries for each, entries in kept.items() if each is not fact}
        if not context.solver.holds(*said(fewer), inside, clear):
            kept = fewer
    undecided = [rule for rule in rules if context.solver.holds(*said(kept), context.undecided(rule, coarse))]
    for rule in tuple(undecided):
        others = [each for each in undecided if each is not rule]
        if not context.solver.holds(*said(kept), inside, *(negated(context.possible(each, world)) for each in others)):
            undecided = others
    names = ", ".join(rule.id for rule in undecided)
    witness = context.witness(
        said(kept),
        facts,
        f"{names}: each UNKNOWN, and whatever is learned one of them is TRUE",
        partial(truths, dict.fromkeys(undecided, Truth.UNKNOWN)),
        (coarse,),
    )
    says = f"that one of {names} is TRUE is settled, though each is undecided"
    settled_facts = {fact for fact, entries in kept.items() if is_one(fact, entries)}
    return tuple(undecided), Finding(says, witness, gap(undecided, settled_facts)), kept

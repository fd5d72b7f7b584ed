"""What notices a fault in a rule, for whoever audits it: proofs, changes that its examples notice, and cases.

Nothing here needs the solver: which questions it is asked of a rule follows from how the rule is declared, and a test
holds that against what is asked. That each was answered is what ``kaprules prove`` says.

>>> from kaprules.rulesets import SCREENING
>>> proofs_of(SCREENING["age.elderly"], SCREENING)[0]
'it can hold, not hold and, unless it only asks for what is missing, be undecided'
>>> mutants_of(SCREENING["age.elderly"], SCREENING)
(4, 4)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import TYPE_CHECKING, Final

from ..conditions import AllOf, AnyOf, Condition, Test
from ..facts.model import Event, Fact, Number
from ..language import message
from ..possible import Level, Truth
from ..rule import Concept, Marked, Rule, expand_concepts, fact_atoms
from ..ruleset import RuleSet
from .mutants import by_examples, mutants

if TYPE_CHECKING:
    from ..testing.cases import Case

Owner = Rule | Concept
COUNTS: Final = (Level.EXCLUSION, Level.NEEDS_INFORMATION, Level.CAUTION)
"""The levels of which an outcome is made."""
SAYS: Final[Mapping[str, str]] = {
    "fires": message("it can hold, not hold and, unless it only asks for what is missing, be undecided"),
    "implied": message("no other rule as grave always holds with it, but where a reason for that is declared"),
    "subsumes": message("wherever the graver of two that are shown together holds, the lesser does"),
    "alone": message("it can be found where nothing else as grave is"),
    "opposed": message("it and the rules that read the same facts do not contradict each other"),
    "stays": message("once it is settled it stays so, whatever else is learned"),
    "exact": message("it is undecided only where both answers are still possible"),
    "bands": message("between the caution and the exclusion of one measurement there is no gap"),
    "branches": message("each of its alternatives can be found where no exclusion is"),
    "lifts": message("it holds until the day that it states, and not a day longer"),
    "marks": message("its marks with a condition can occur, and be absent"),
    "old news": message("reports too old to rely on leave it open where they speak against the client, and only there"),
    "generated": message("the generated code by which decisions are checked means its condition"),
    "lowered": message("the form in which the engines run it means its condition"),
}
"""What the solver proves of a rule or concept, by the name of the question, in the order of the documentation."""


def proofs_of(owner: Owner, ruleset: RuleSet) -> tuple[str, ...]:
    """Return what the solver proves of a rule or concept of a rule set, for every subject."""
    return tuple(SAYS[name] for name in questions_of(owner, ruleset))


def questions_of(owner: Owner, ruleset: RuleSet) -> tuple[str, ...]:
    """Return the names of the questions that the solver is asked of a rule or concept."""
    return tuple(name for name in SAYS if _ASKED[name](owner, ruleset))


def mutants_of(owner: Owner, ruleset: RuleSet) -> tuple[int, int]:
    """Return how many small changes of its condition the examples of a rule notice, and how many there are."""
    changed = [each.condition for each in mutants(owner.when)]
    return sum(by_examples(owner, condition, ruleset) for condition in changed), len(changed)


def cases_by_rule(cases: Iterable[Case]) -> dict[str, tuple[tuple[str, str], ...]]:
    """Return for each rule the cases in which it holds, by name, with what each shows."""
    found: dict[str, list[tuple[str, str]]] = {}
    for case in cases:
        true = dict.fromkeys(case.findings or ())
        true |= dict.fromkeys(name for name, truth in case.truths.items() if truth is Truth.TRUE)
        for name in true:
            found.setdefault(name, []).append((case.id, case.why))
    return {name: tuple(among) for name, among in found.items()}


# What is asked of which ------------------------------------------------------------------------------------------


def _always(owner: Owner, ruleset: RuleSet) -> bool:
    return True


def _in_force(owner: Owner, ruleset: RuleSet) -> bool:
    """Say whether it is not a rule that is off, nor a concept that only such a rule uses."""
    return owner in (ruleset.concepts if isinstance(owner, Concept) else ruleset.rules)


def _rule_in_force(owner: Owner, ruleset: RuleSet) -> bool:
    return isinstance(owner, Rule) and _in_force(owner, ruleset)


def _counts(owner: Owner, ruleset: RuleSet) -> bool:
    return isinstance(owner, Rule) and owner.level in COUNTS


def _beside(owner: Owner, ruleset: RuleSet) -> bool:
    """Say whether another rule reads some of its facts."""
    return isinstance(owner, Rule) and any(_shares(owner, each) for each in _rules(ruleset))


def _beside_one_that_counts(owner: Owner, ruleset: RuleSet) -> bool:
    return _counts(owner, ruleset) and any(
        isinstance(owner, Rule) and _shares(owner, each) for each in _rules(ruleset) if each.level in COUNTS
    )


def _subsumes(owner: Owner, ruleset: RuleSet) -> bool:
    return isinstance(owner, Rule) and (
        bool(owner.subsumes) or any(owner.id in each.subsumes for each in _rules(ruleset))
    )


def _joins(owner: Owner, ruleset: RuleSet) -> bool:
    """Say whether it is a caution or an exclusion of a measurement that has the other as well."""
    if not isinstance(owner, Rule):
        return False
    other = {Level.CAUTION: Level.EXCLUSION, Level.EXCLUSION: Level.CAUTION}.get(owner.level)
    others = [_measured(each) for each in _rules(ruleset) if each.level is other]
    return any(not _measured(owner).isdisjoint(each) for each in others)


def _branches(owner: Owner, ruleset: RuleSet) -> bool:
    return isinstance(owner, Rule) and owner.level is Level.CAUTION and _has_or(expand_concepts(owner.when))


def _lifts(owner: Owner, ruleset: RuleSet) -> bool:
    until = owner.until if isinstance(owner, Rule) else None
    return until is not None and until.event is not None and until.after is not None


def _marks(owner: Owner, ruleset: RuleSet) -> bool:
    return _rule_in_force(owner, ruleset) and any(isinstance(mark, Marked) for mark in getattr(owner, "marks", ()))


def _old_news(owner: Owner, ruleset: RuleSet) -> bool:
    return (
        _rule_in_force(owner, ruleset)
        and _counts(owner, ruleset)
        and any(ruleset.passes_over(fact) for fact in _facts(owner))
    )


_ASKED: Final[Mapping[str, Callable[[Owner, RuleSet], bool]]] = {
    "fires": _always,
    "implied": _beside,
    "subsumes": _subsumes,
    "alone": _counts,
    "opposed": _beside_one_that_counts,
    "stays": _rule_in_force,
    "exact": _in_force,
    "bands": _joins,
    "branches": _branches,
    "lifts": _lifts,
    "marks": _marks,
    "old news": _old_news,
    "generated": _always,
    "lowered": _always,
}


def _rules(ruleset: RuleSet) -> tuple[Rule, ...]:
    return (*ruleset.rules, *ruleset.optional_rules)


def _facts(owner: Owner) -> frozenset[Fact]:
    return frozenset(atom.subject for atom in fact_atoms(owner.when) if isinstance(atom.subject, Fact))


def _shares(owner: Rule, other: Rule) -> bool:
    return other is not owner and not _facts(owner).isdisjoint(_facts(other))


def _measured(owner: Owner) -> frozenset[Fact]:
    """Return the numbers and events that a rule does not only ask for."""
    atoms = (atom for atom in fact_atoms(owner.when) if atom.test is not Test.MISSING)
    return frozenset(atom.subject for atom in atoms if isinstance(atom.subject, Number | Event))


def _has_or(condition: Condition) -> bool:
    if isinstance(condition, AnyOf):
        return True
    return isinstance(condition, AllOf) and any(map(_has_or, condition.parts))

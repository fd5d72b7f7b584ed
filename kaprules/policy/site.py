"""The policy of a site: its changes in force together, and a rule set as the site wants it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable
from itertools import combinations
from typing import Any, Final

import attrs

from ..conditions import Atom, Condition, Term, Test, rewrite
from ..engine.interpreter import truth_for
from ..errors import Faults, RuleError, Shown, input_error, unknown_name
from ..facts.model import Event, Number
from ..limit import Exact, Limit, shown
from ..phrases import lower
from ..possible import NEVER_DAYS
from ..rule import Concept, Example, Marked, Rule, after, fact_atoms
from ..ruleset import RuleSet
from .changes import TABLES, Change, LevelChosen, LimitMoved, SwitchedOn, limits_of

FORMAT: Final = "kaprules policy"
VERSION: Final = 1


@attrs.frozen
class Policy:
    """Changes of a site, in force together from the latest of their dates to the earliest of their expiries.

    Raises ``InputError`` where there is none, where one thing is changed twice, or where no day is common to all.
    """

    changes: tuple[Change, ...]

    def __attrs_post_init__(self) -> None:
        if not self.changes:
            remedy = f"give a {_listed(TABLES, 'or a')}, or go without a policy"
            raise input_error(problem="the policy changes nothing", remedy=remedy)
        seen = set()
        for change in self.changes:
            if change.date > change.expires:
                reason, remedy = f"after it expires on {change.expires}", "correct one of them"
                raise change.refused("date", str(change.date), reason, remedy)
            if change.name in seen:
                raise input_error(
                    change.name, problem="is there twice", expected="one entry", remedy="remove the other"
                )
            seen.add(change.name)
        late, early = max(self.changes, key=_date), min(self.changes, key=_expiry)
        if late.date > early.expires:
            raise input_error(
                early.name,
                problem=f"expires on {early.expires}, before {late.name} begins on {late.date}",
                reason="the policy is never in force",
                remedy="review the first, or remove it",
            )

    @property
    def first(self) -> datetime.date:
        """The first day on which all of it is in force."""
        return max(map(_date, self.changes))

    @property
    def last(self) -> datetime.date:
        """The last day on which all of it is in force."""
        return min(map(_expiry, self.changes))

    @property
    def digest(self) -> str:
        """The fingerprint of what is changed, why, by whom and for how long; not of the order, nor of comments."""
        entries = sorted(
            [change.table, *(str(getattr(change, field.name)) for field in attrs.fields(type(change)))]
            for change in self.changes
        )
        return hashlib.sha256(json.dumps([FORMAT, VERSION, entries]).encode()).hexdigest()

    def check(self, on: datetime.date) -> None:
        """Raise ``InputError`` naming each change that is not in force on a day."""
        day = datetime.date.fromordinal(on.toordinal())
        faults = Faults()
        for each in self.changes:
            if each.expires < day:
                remedy = "review it, or remove it"
                faults.found += input_error(each.name, problem=f"expired on {each.expires}", remedy=remedy).faults
        for each in self.changes:
            if each.date > day:
                remedy = "decide without the policy until then"
                faults.found += input_error(each.name, problem=f"begins on {each.date}", remedy=remedy).faults
        faults.settle()

    def applied(self, ruleset: RuleSet) -> RuleSet:
        """Return ``ruleset`` under this policy, with the digest and the days on which it is in force.

        What concerns other rule sets only is passed over. Raises ``InputError`` for a change that the rule set does not
        allow, and where it is under a policy already.
        """
        if ruleset.policy:
            raise input_error(
                f"rule set {ruleset.name}",
                problem=f"is under policy {ruleset.policy[:12]} already",
                remedy="apply one policy to the library's own rule set",
            )
        known = {name for each in (ruleset, *books(None)) for name in _changeable(each)}
        for change in self.changes:
            if change.of not in known:
                raise unknown_name(change.name, change.of, known, place=change.table)
        site = _Site(self.changes, ruleset)
        for identifier in (rule.id for rule in ruleset.rules):
            if identifier in site.on:
                where = f"{SwitchedOn.table} {identifier}"
                raise input_error(reason="the rule is on already", remedy="remove the entry").within(where)
        rules = (*ruleset.rules, *(rule for rule in ruleset.optional_rules if rule.id in site.on))
        try:
            return attrs.evolve(
                ruleset,
                rules=tuple(map(site.rule, rules)),
                optional_rules=tuple(site.rule(rule) for rule in ruleset.optional_rules if rule.id not in site.on),
                policy=self.digest,
                in_force=(self.first, self.last),
                home="",
            )
        except RuleError as error:
            raise input_error(
                problem="the changes do not go together", reason=str(error), remedy="review them together"
            ) from None

    def reordered_limits(self, ruleset: RuleSet) -> tuple[str, ...]:
        """Return which limits of one fact stand in another order than the library's: worth a second look."""
        limits: dict[Term, dict[str, Limit]] = {}
        for rule in self.applied(ruleset).rules:
            for atom in fact_atoms(rule.when):
                if isinstance(atom.operand, Limit):
                    limits.setdefault(atom.subject, {})[atom.operand.id] = atom.operand
        return tuple(
            f"{lower(fact.title)}: {one.id} ({one.shown}) and {other.id} ({other.shown}) have changed places"
            for fact, of_fact in limits.items()
            for one, other in combinations(of_fact.values(), 2)
            if (_default(one) - _default(other)) * (one.value - other.value) < 0
        )


def _listed(names: Iterable[str], joint: str) -> str:
    *others, last = names
    return f"{', '.join(others)} {joint} {last}"


def _date(change: Change) -> datetime.date:
    return change.date


def _expiry(change: Change) -> datetime.date:
    return change.expires


def _default(limit: Limit) -> Exact:
    return limit.value if limit.default is None else limit.default


def books(rulesets: Iterable[RuleSet] | None) -> tuple[RuleSet, ...]:
    """Return some rule sets, all of the library's where none are given."""
    from .. import rulesets as library

    return tuple(library.RULESETS.values() if rulesets is None else rulesets)


def _changeable(ruleset: RuleSet) -> set[str]:
    """Return the ids of everything that a policy may speak of."""
    return {*limits_of(ruleset), *(rule.id for rule in (*ruleset.rules, *ruleset.optional_rules))}


class _Site:
    """Builds a rule set's rules as a site wants them; whatever no change touches stays the same object."""

    def __init__(self, changes: Iterable[Change], ruleset: RuleSet) -> None:
        changes = tuple(changes)
        self.limits = {change.id: change for change in changes if isinstance(change, LimitMoved)}
        self.levels = {change.rule: change for change in changes if isinstance(change, LevelChosen)}
        self.on = {change.rule for change in changes if isinstance(change, SwitchedOn)}
        self.ruleset = ruleset
        self.off = {rule.id for rule in ruleset.optional_rules}
        self.concepts: dict[Concept, Concept] = {}

    def rule(self, rule: Rule) -> Rule:
        """Return a rule as the site wants it."""
        when = self.condition(rule.when)
        marks = tuple(self.mark(mark) for mark in rule.marks)
        lifts = rule.until
        if lifts is not None and lifts.after is not None and lifts.event is not None and lifts.after.id in self.limits:
            lifts = after(lifts.event, self.limits[lifts.after.id].moved(lifts.after))
        if when is not rule.when or marks != rule.marks or lifts is not rule.until:
            rule = attrs.evolve(rule, when=when, marks=marks, until=lifts, examples=self.examples(rule, when))
        if rule.id in self.on & self.off:
            rule = attrs.evolve(rule, site_changes=("on; without the policy off",))
        return self.levels[rule.id].chosen(rule) if rule.id in self.levels else rule

    def mark(self, mark: Any) -> Any:
        """Return a mark, with the condition under which a finding carries it."""
        if isinstance(mark, Marked):
            when = self.condition(mark.when)
            return mark if when is mark.when else attrs.evolve(mark, when=when)
        return mark

    def concept(self, concept: Concept) -> Concept:
        """Return a concept as the site wants it, the same for every rule that uses it."""
        if concept not in self.concepts:
            when = self.condition(concept.when)
            same = when is concept.when
            self.concepts[concept] = (
                concept if same else attrs.evolve(concept, when=when, examples=self.examples(concept, when))
            )
        return self.concepts[concept]

    def condition(self, condition: Condition) -> Condition:
        """Return a condition with the site's limits."""
        return rewrite(condition, self._atom)

    def _atom(self, atom: Atom) -> Atom:
        subject, operand = atom.subject, atom.operand
        if isinstance(subject, Concept):
            subject = self.concept(subject)
        if isinstance(operand, Limit) and operand.id in self.limits:
            operand = self.limits[operand.id].moved(operand)
            _check_plausible(self.limits[operand.id], subject, atom.test)
        elif subject is atom.subject:
            return atom
        return Atom(subject, atom.test, operand)

    def examples(self, owner: Rule | Concept, when: Condition) -> tuple[Example, ...]:
        """Return the examples that come out under another condition as they did."""
        on = self.ruleset.phase.example
        found = [(example, example.about(self.ruleset.subject)) for example in owner.examples]
        return tuple(each for each, about in found if truth_for(when, about, on) is truth_for(owner.when, about, on))


def _check_plausible(change: LimitMoved, subject: Term, test: Test) -> None:
    """Raise ``InputError`` for a limit beyond what the fact can be: an event "at most" so long ago is not never."""
    assert isinstance(subject, Number | Event)
    highest = NEVER_DAYS - 1 if isinstance(subject, Event) and test in (Test.AT_MOST, Test.ABOVE) else subject.highest
    if not subject.lowest <= change.value <= highest:
        expected = f"{shown(subject.lowest)} to {shown(highest)}, as far as {subject.id} can be"
        raise input_error("value", Shown(change.shown), expected=expected, remedy="choose a value within").within(
            change.name
        )

"""The policy of a site: its changes in force together, and a rule set as the site wants it."""

from __future__ import annotations

import datetime
import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence, Set
from itertools import combinations
from typing import Any, Final

import attrs

from ..conditions import Atom, Condition, Term, Test, rewrite
from ..engine.interpreter import truth_for
from ..errors import Faults, InputError, RuleError, Shown, input_error, unknown_name
from ..facts.model import Checklist, Event, Fact, Number, clean_text, newest, zone_of
from ..language import lower
from ..limit import Exact, Limit, shown
from ..possible import NEVER_DAYS, Level
from ..rule import Concept, Example, Marked, Rule, after, fact_atoms
from ..ruleset import AppliedPolicy, RuleSet
from .changes import (
    TABLES,
    Change,
    ChecklistDefined,
    LevelChosen,
    LimitMoved,
    MedicineNamed,
    SwitchedOff,
    SwitchedOn,
    ValidityMoved,
    conditions_of,
    limits_of,
)
from .composition import loosened, standing, too_loose

FORMAT: Final = "kaprules policy"
VERSION: Final = 2
"""The version that is written; 1 is read as well, which knows limits, levels and rules that are on alone."""
VERSIONS: Final = (1, 2)
DIGESTED: Final = 1
"""The version of what the digest is made of: a policy that says the same has the same in either version."""


def _name(given: object) -> str:
    return clean_text(given, "name")


def _contact(given: object) -> str:
    return clean_text(given, "crisis_contact")


@attrs.frozen
class Policy:
    """Changes of a site, in force together from the latest of their dates to the earliest of their expiries.

    ``compose()`` and ``then()`` make one of several: then ``changes`` are those that stand in the end, and ``layers``
    are the policies in their order. Raises ``InputError`` where there is no change and no zone either, where one thing
    is changed twice, or where no day is common to all.
    """

    changes: tuple[Change, ...]
    zone: str = ""
    """The place whose clock says on which day a time fell, where a decision names none: ``Europe/Vienna``."""
    crisis_contact: str = attrs.field(default="", kw_only=True, converter=_contact)
    """Whom a client can reach in a crisis at any time, as a letter to the client says it; none where it is empty."""
    name: str = attrs.field(default="", kw_only=True, converter=_name)
    """What people call it; none where the file says none."""
    layers: tuple[Policy, ...] = attrs.field(default=(), kw_only=True)
    """The policies that it is composed of, in their order; none for a policy by itself."""

    def __attrs_post_init__(self) -> None:
        if self.zone:
            zone_of(self.zone)
        if not self.changes and not self.zone and not self.crisis_contact:
            remedy = f"give a {_listed(TABLES, 'or a')}, or go without a policy"
            raise input_error(problem="the policy changes nothing", remedy=remedy)
        if self.layers and self.changes != tuple(standing([each.changes for each in self.layers]).values()):
            raise input_error(
                problem="the changes are not those of the policies laid over each other", remedy="use compose()"
            )
        seen = set()
        for change in self.changes:
            if change.date > change.expires:
                reason, remedy = f"after it expires on {change.expires}", "correct one of them"
                raise change.refused("date", str(change.date), reason, remedy)
            if change.place in seen:
                raise input_error(
                    change.name, problem="is there twice", expected="one entry", remedy="remove the other"
                )
            seen.add(change.place)
        if not self._all:
            return
        late, early = max(self._all, key=_date), min(self._all, key=_expiry)
        if late.date > early.expires:
            raise input_error(
                early.name,
                problem=f"expires on {early.expires}, before {late.name} begins on {late.date}",
                reason="the policy is never in force",
                remedy="review the first, or remove it",
            )

    @property
    def parts(self) -> tuple[Policy, ...]:
        """The policies that were read, in their order: the layers, or this one by itself."""
        return self.layers or (self,)

    @property
    def _all(self) -> tuple[Change, ...]:
        """Every entry, those too that a later policy stands over: none of them may have expired unseen."""
        return tuple(change for part in self.parts for change in part.changes)

    @property
    def first(self) -> datetime.date:
        """The first day on which all of it is in force."""
        return max(map(_date, self._all), default=datetime.date.min)

    @property
    def last(self) -> datetime.date:
        """The last day on which all of it is in force."""
        return min(map(_expiry, self._all), default=datetime.date.max)

    @property
    def label(self) -> str:
        """The name for a reader, or the beginning of the digest where there is none."""
        return AppliedPolicy(self.name, self.digest).label

    @property
    def digest(self) -> str:
        """The fingerprint of what is changed, why, by whom and for how long; not of the order, nor of comments.

        Of a composed policy it is that of its layers in their order.
        """
        if self.layers:
            return _fingerprint(["composed", *(layer.digest for layer in self.layers)])
        entries = sorted(change.content for change in self.changes)
        told: list[object] = [self.name] if self.name else []
        told += [{"zone": self.zone}] if self.zone else []
        told += [{"crisis_contact": self.crisis_contact}] if self.crisis_contact else []
        return _fingerprint([entries, *told])

    def then(self, other: Policy, *, rulesets: Iterable[RuleSet] | None = None) -> Policy:
        """Return this policy with another one laid over it: what ``compose`` of the two returns."""
        return compose(self, other, rulesets=rulesets)

    def check(self, on: datetime.date) -> None:
        """Raise ``InputError`` naming each change that is not in force on a day."""
        day = datetime.date.fromordinal(on.toordinal())
        faults = Faults()
        for each in self._all:
            if each.expires < day:
                remedy = "review it, or remove it"
                faults.found += input_error(each.name, problem=f"expired on {each.expires}", remedy=remedy).faults
        for each in self._all:
            if each.date > day:
                remedy = "decide without the policy until then"
                faults.found += input_error(each.name, problem=f"begins on {each.date}", remedy=remedy).faults
        faults.settle()

    def loosened(self, ruleset: RuleSet) -> tuple[tuple[int, Change, str], ...]:
        """Return each entry that is looser than what it found in a rule set: place of its policy, entry, what that was.

        The first policy finds the library's own choices, each later one what those before it left.
        """
        found: list[tuple[int, Change, str]] = []
        for number, part in enumerate(self.parts):
            before = standing([each.changes for each in self.parts[:number]])
            found += ((number, change, former) for change, former in loosened(part.changes, before, ruleset))
        return tuple(found)

    def looser_entries(self, rulesets: Iterable[RuleSet]) -> Iterator[tuple[int, InputError]]:
        """Yield each entry that is looser than what it found in any of some rule sets, with the error that says so."""
        told = set()
        for ruleset in rulesets:
            for number, change, former in self.loosened(ruleset):
                if (number, change.name) not in told:
                    told.add((number, change.name))
                    yield number, too_loose(change, former, "choose what is no looser")

    def applied(self, ruleset: RuleSet) -> RuleSet:
        """Return ``ruleset`` under this policy, with the digest and the days on which it is in force.

        What concerns other rule sets only is passed over. Raises ``InputError`` for a change that the rule set does not
        allow, for one of a later policy that is looser than what it found and does not say so, and where the rule set
        is under a policy already.
        """
        if ruleset.policy:
            raise input_error(
                f"rule set {ruleset.name}",
                problem=f"is under policy {ruleset.policy[:12]} already",
                remedy="apply one policy to the library's own rule set, composed of several where there are several",
            )
        among = (ruleset, *books(None))
        once_off = {change.of for part in self.layers for change in part.changes if isinstance(change, SwitchedOff)}
        for change in self.changes:
            if not any(map(change.concerns, among)):
                known = {name for each in among for name in _changeable(each)}
                raise unknown_name(change.name, change.of, known, place=change.table)
            if not self.layers or (isinstance(change, SwitchedOn) and change.of not in once_off):
                change.check_differs(ruleset)
        found = under(self.changes, ruleset)  # what no bound allows is told before what a former policy chose
        faults = Faults()
        for number, change, former in self.loosened(ruleset):
            if number and not change.loosens:
                faults.found += too_loose(change, former).within(f"policy {self.parts[number].label}").faults
        faults.settle()
        return attrs.evolve(
            found,
            policy=self.digest,
            policies=tuple(AppliedPolicy(each.name, each.digest) for each in self.parts),
            in_force=(self.first, self.last),
            zone=self.zone,
            crisis_contact=self.crisis_contact,
            home="",
        )

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


def compose(*policies: Policy, rulesets: Iterable[RuleSet] | None = None) -> Policy:
    """Return several policies as one: each laid over those before it, a group's first, then a clinic's.

    A later policy may choose what is stricter than what it finds. What is looser is refused with an ``InputError``
    unless its entry says ``loosens``; the bounds that the library declares hold for each of them. A policy that is
    there again and changes nothing counts once. Of one policy it is that policy. ``rulesets`` are those that it is held
    against, the library's if left out; every other one that it is applied to is held against it there.

    >>> from kaprules.policy import compose, read_policy
    >>> def written(value, more=""):
    ...     return read_policy(f'''
    ... format = "kaprules policy"
    ... version = 1
    ...
    ... [[limit]]
    ... id = "cardiovascular.systolic_exclusion"
    ... value = {value}
    ... unit = "mm[Hg]"
    ... reason = "agreed"
    ... approved_by = "medical director"
    ... date = 2026-11-01
    ... expires = 2027-10-31
    ... {more}
    ... ''')
    >>> group, clinic = written(150), written(145)
    >>> [change.shown for change in compose(group, clinic).changes]
    ['145 mm[Hg]']
    >>> group.then(group) == group
    True
    >>> print(*[change.shown for change in clinic.then(written(150, "loosens = true")).changes])
    150 mm[Hg]
    """
    if not policies:
        raise input_error(problem="no policy is given", remedy="give one or more, or go without")
    for each in policies:
        if type(each) is not Policy:
            raise input_error("policy", each, expected="a Policy", remedy="pass what read_policy() returned")
    layers: list[Policy] = []
    for part in (part for policy in policies for part in policy.parts):
        before = standing([layer.changes for layer in layers])
        if part not in layers or any(before[change.place] != change for change in part.changes):
            layers.append(part)
    if len(layers) == 1:
        return layers[0]
    changes = standing([layer.changes for layer in layers])
    zones = tuple(dict.fromkeys(layer.zone for layer in layers if layer.zone))
    if len(zones) > 1:
        raise input_error(
            "zone", zones[1], reason=f"a policy before it says {zones[0]}", remedy="name one place in all"
        )
    contact = next((layer.crisis_contact for layer in reversed(layers) if layer.crisis_contact), "")
    found = Policy(tuple(changes.values()), *zones, crisis_contact=contact, layers=tuple(layers))
    for ruleset in books(rulesets):
        found.applied(ruleset)
    return found


def under(changes: Iterable[Change], ruleset: RuleSet) -> RuleSet:
    """Return a rule set with some changes made; raise ``InputError`` for one that it does not allow."""
    changes = tuple(changes)
    site = _Site(changes, ruleset)
    on = (*ruleset.rules, *(rule for rule in ruleset.optional_rules if rule.id in site.on))
    rules = tuple(site.rule(rule) for rule in on if rule.id not in site.unasked)
    site.check_asked(rules)
    try:
        return attrs.evolve(
            ruleset,
            rules=rules,
            names={
                change.of: change.named
                for change in changes
                if isinstance(change, MedicineNamed) and change.concerns(ruleset)
            },
            validities=site.validities,
            checklists=site.checklists(),
            unasked={fact: change.word() for change, fact in site.unasked.values()},
            optional_rules=(
                *(site.rule(rule) for rule in ruleset.optional_rules if rule.id not in site.on),
                *(site.switched_off(site.rule(rule)) for rule in ruleset.rules if rule.id in site.unasked),
            ),
        )
    except RuleError as error:
        raise input_error(
            problem="the changes do not go together", reason=str(error), remedy="review them together"
        ) from None


def _fingerprint(content: Sequence[object]) -> str:
    return hashlib.sha256(json.dumps([FORMAT, DIGESTED, *content]).encode()).hexdigest()


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
    rules = (*ruleset.rules, *ruleset.optional_rules)
    return {*limits_of(ruleset), *(rule.id for rule in rules), *ValidityMoved.known(ruleset)}


class _Site:
    """Builds a rule set's rules as a site wants them; whatever no change touches stays the same object."""

    def __init__(self, changes: Iterable[Change], ruleset: RuleSet) -> None:
        changes = tuple(changes)
        self.limits = {change.id: change for change in changes if isinstance(change, LimitMoved)}
        self.levels = {change.rule: change for change in changes if isinstance(change, LevelChosen)}
        self.ruleset = ruleset
        self.defined = tuple(change for change in changes if isinstance(change, ChecklistDefined))
        movable = ValidityMoved.known(ruleset)
        self.validities = {
            movable[change.fact]: change.moved(movable[change.fact])
            for change in changes
            if isinstance(change, ValidityMoved)
            and change.fact in movable
            and change.differs_from(movable[change.fact])
        }
        self.off = {rule.id for rule in ruleset.optional_rules}
        self.unasked = {
            change.rule: (change, change.asked_for(ruleset))
            for change in changes
            if isinstance(change, SwitchedOff) and change.concerns(ruleset) and change.rule not in self.off
        }
        self.on = self._switched_on({change.rule for change in changes if isinstance(change, SwitchedOn)})
        self.concepts: dict[Concept, Concept] = {}

    def _switched_on(self, named: Set[str]) -> set[str]:
        """Return the rules that a site switches on, with those that it means by the limit that it chose for them.

        A limit that only a rule reads which is off would do nothing by itself. And what a rule that counts reads on
        indication has to be asked for: a rule that asks for it comes with it.
        """
        optional = {rule.id: rule for rule in self.ruleset.optional_rules}
        read = {name for rule in self.ruleset.rules for name in _limits_in(rule)}
        on = set(named)
        on |= {rule.id for rule in optional.values() if (_limits_in(rule) - read) & self.limits.keys()}
        counting = [rule for rule in optional.values() if rule.id in on and self._level(rule) is not Level.NOTE]
        wanted = {atom.subject for rule in counting for atom in fact_atoms(rule.when) if _is_on_indication(atom)}
        for rule in optional.values():
            asked = {atom.subject for atom in fact_atoms(rule.when) if atom.test is Test.MISSING}
            if rule.level is Level.NEEDS_INFORMATION and asked and asked <= wanted:
                on.add(rule.id)
        return on

    def _level(self, rule: Rule) -> Level:
        return self.levels[rule.id].level if rule.id in self.levels else rule.level

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

    def checklists(self) -> tuple[Checklist, ...]:
        """Return the site's own lists; raise ``InputError`` where two hold one item."""
        found = {each: each.made(self.ruleset) for each in self.defined if each.concerns(self.ruleset)}
        asked, holding = newest(tuple(found.values())), dict[str, str]()
        for change, made in found.items():
            for item in change.items if made in asked else ():
                if item in holding:
                    remedy = "leave it out of one of them"
                    raise change.refused("items", item, f"an item of {holding[item]} too", remedy)
                holding[item] = change.id
        return tuple(found.values())

    @staticmethod
    def switched_off(rule: Rule) -> Rule:
        """Return a rule as one that is off by the site's choice."""
        return attrs.evolve(rule, site_changes=("off; without the policy on",))

    def check_asked(self, rules: Iterable[Rule]) -> None:
        """Raise ``InputError`` where a rule that counts would exclude by what the site does not ask for."""
        for change, fact in self.unasked.values():
            for rule in rules:
                if rule.level is Level.EXCLUSION and any(atom.subject is fact for atom in fact_atoms(rule.when)):
                    reason = f"{rule.id} excludes by {fact.id}, which nobody would be asked for"
                    remedy = "leave the rule on, or let the other not exclude"
                    raise change.refused(reason=reason, remedy=remedy)

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
            change, operand = self.limits[operand.id], self.limits[operand.id].moved(operand)
            _check_plausible(change, operand, subject, atom.test)
            if operand is atom.operand and subject is atom.subject:
                return atom
        elif subject is atom.subject:
            return atom
        return Atom(subject, atom.test, operand)

    def examples(self, owner: Rule | Concept, when: Condition) -> tuple[Example, ...]:
        """Return the examples that come out under another condition as they did."""
        on = self.ruleset.phase.example
        found = [(example, example.about(self.ruleset.subject)) for example in owner.examples]
        return tuple(each for each, about in found if truth_for(when, about, on) is truth_for(owner.when, about, on))


def _limits_in(rule: Rule) -> set[str]:
    atoms = (atom for condition in conditions_of(rule) for atom in fact_atoms(condition))
    return {atom.operand.id for atom in atoms if isinstance(atom.operand, Limit)}


def _is_on_indication(atom: Atom) -> bool:
    return isinstance(atom.subject, Fact) and bool(atom.subject.on_indication)


def _check_plausible(change: LimitMoved, limit: Limit, subject: Term, test: Test) -> None:
    """Raise ``InputError`` for a limit beyond what the fact can be: an event "at most" so long ago is not never."""
    assert isinstance(subject, Number | Event)
    highest = NEVER_DAYS - 1 if isinstance(subject, Event) and test in (Test.AT_MOST, Test.ABOVE) else subject.highest
    if not subject.lowest <= limit.value <= highest:
        expected = f"{shown(subject.lowest)} to {shown(highest)}, as far as {subject.id} can be"
        raise input_error("value", Shown(change.shown), expected=expected, remedy="choose a value within").within(
            change.name
        )

"""A site's policy: limits moved within their bounds, levels chosen, rules switched on, each for a reason and a time.

A policy is a TOML file. ``read_policy`` takes nothing on trust: what is unknown, outside the bounds, fixed by the
library or never in force is an ``InputError``. ``Policy.applied`` gives the rule set as the site wants it.
"""

from __future__ import annotations

import datetime
import hashlib
import json
import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from itertools import combinations
from types import MappingProxyType
from typing import Any, ClassVar, Final

import attrs

from .clientfile import MOST_BYTES, MOST_SHOWN, size_of
from .conditions import AllOf, Atom, Condition, Term, Test, rewrite
from .engine.interpreter import truth_for
from .errors import GIVEN_NOTHING, Faults, InputError, RuleError, Shown, input_error, nearest, unknown_name
from .facts.model import Event, Number, clean_text
from .limit import Exact, Limit, exact, shown, with_unit
from .phrases import lower
from .possible import NEVER_DAYS, Level
from .rule import Concept, Example, Marked, Rule, after, deep_atoms, on_condition
from .ruleset import RuleSet
from .wording.catalogue import bounds_text

FORMAT: Final = "kaprules policy"
VERSION: Final = 1
LISTED: Final = "kaprules rules lists the rules, and shows the limits of each"
READ_WITH: Final = "facts are read with it, a site may not move it"
AS_IT_IS: Final = "as the library has it"
_ID: Final = re.compile(r"[\w.]{1,100}", re.ASCII)
FOUND_OTHERWISE: Final = on_condition("what was found no longer holds, and that is recorded")
"""How an exclusion lifts that is one by a site's choice alone."""


# Changes -----------------------------------------------------------------------------------------------------


@attrs.frozen(kw_only=True)
class Change:
    """One choice of a site: what is changed, why, on whose word and for how long."""

    reason: str
    approved_by: str
    """The role of whoever approved it, not a person's name."""
    date: datetime.date
    """The first day on which it holds."""
    expires: datetime.date
    """The last day on which it holds."""

    table: ClassVar[str]
    """The name of its tables in a policy file."""

    @property
    def of(self) -> str:
        """The id of the limit or rule that is changed."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What is changed, for an error."""
        return f"{self.table} {self.of}"

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Any]:
        """Return what such a change could be about, by id."""
        return {rule.id: rule for rule in (*ruleset.rules, *ruleset.off)}

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        """Return the library's choice, the site's, and what the site may choose."""
        raise NotImplementedError

    def refused(self, key: str = "", shown: str = "", reason: str = "", remedy: str = "remove the entry") -> InputError:
        """Return the error where a rule set does not allow the change."""
        value = Shown(shown) if shown else GIVEN_NOTHING
        return input_error(key, value, reason=reason, remedy=remedy).within(self.name)


@attrs.frozen(kw_only=True)
class LimitMoved(Change):
    """Another value of a limit, within its bounds."""

    id: str
    value: Exact = attrs.field(converter=exact)
    unit: str

    table: ClassVar[str] = "limit"

    @property
    def of(self) -> str:
        return self.id

    @property
    def shown(self) -> str:
        """The site's value with its unit, for a reader."""
        return with_unit(shown(self.value), self.unit)

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Limit]:
        return limits_of(ruleset)

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        limit = limits_of(ruleset)[self.id]
        return limit.shown, self.shown, bounds_text(limit) + (" (a regulator's label bounds it)" if limit.label else "")

    def moved(self, limit: Limit) -> Limit:
        """Return ``limit`` as the site sets it; raise ``InputError`` where it may not."""
        if self.id in _read_with():
            raise self.refused(reason=READ_WITH)
        if limit.floor is None and limit.ceiling is None:
            raise self.refused(reason=f"the library fixes it at {limit.shown}, a site may not move it")
        if self.unit != limit.unit:
            remedy = "give the value in this unit"
            raise input_error("unit", self.unit, expected=repr(limit.unit), remedy=remedy).within(self.name)
        if not limit.allows(self.value):
            label = "a regulator's label bounds it, " if limit.label else ""
            raise self.refused("value", self.shown, f"{label}{bounds_text(limit)}", "choose a value within")
        if self.value == limit.value:
            raise self.refused("value", self.shown, AS_IT_IS)
        if (self.value - limit.value) % limit.step:
            steps = f"steps of {with_unit(shown(limit.step), limit.unit)} from {limit.shown}"
            raise input_error("value", Shown(self.shown), expected=steps, remedy="round it").within(self.name)
        return attrs.evolve(limit, value=self.value, default=limit.value)


def conditions_of(rule: Rule) -> Iterator[Condition]:
    """Yield what a rule asks, then what it asks where it carries a mark."""
    yield rule.when
    for mark in rule.marks:
        if isinstance(mark, Marked):
            yield AllOf((rule.when, mark.when))


@attrs.frozen(kw_only=True)
class LevelChosen(Change):
    """Another level of a rule, out of those that the rule declares."""

    rule: str
    level: Level

    table: ClassVar[str] = "level"

    @property
    def of(self) -> str:
        return self.rule

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        rule = self.known(ruleset)[self.rule]
        return rule.level.value, self.level.value, f"a site may choose {_named(rule.levels)}"

    def chosen(self, rule: Rule) -> Rule:
        """Return ``rule`` at the level that the site chose; raise ``InputError`` where it may not."""
        if self.level is rule.level:
            raise self.refused("level", repr(self.level.value), AS_IT_IS)
        if not rule.levels:
            raise self.refused(reason=f"the library fixes it at {rule.level.value!r}")
        if self.level not in rule.levels:
            expected = f"one of those that the rule declares, {_named(rule.levels)}"
            raise input_error("level", self.level.value, expected=expected, remedy="choose one of them").within(
                self.name
            )
        lifts = FOUND_OTHERWISE if self.level is Level.EXCLUSION else None
        site = f"level is {self.level.value}; without the policy {rule.level.value}"
        try:
            # What the client is told goes with the library's level.
            return attrs.evolve(rule, level=self.level, lifts=lifts, plain="", site=_also(rule.site, site))
        except RuleError as error:
            raise self.refused("level", repr(self.level.value), str(error)) from None


@attrs.frozen(kw_only=True)
class SwitchedOn(Change):
    """A rule that holds only where a site wants it."""

    rule: str

    table: ClassVar[str] = "switch_on"

    @property
    def of(self) -> str:
        return self.rule

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        return "off", "on", "a site may switch it on"


def _named(levels: Iterable[Level]) -> str:
    return ", ".join(level.value for level in levels)


def _also(*texts: str) -> str:
    return "; ".join(filter(None, texts))


def limits_of(ruleset: RuleSet) -> Mapping[str, Limit]:
    """Return every limit that a rule set compares with, by id."""
    return {
        atom.operand.id: atom.operand
        for rule in (*ruleset.rules, *ruleset.off)
        for condition in conditions_of(rule)
        for atom in deep_atoms(condition)
        if isinstance(atom.operand, Limit)
    }


def _read_with() -> set[str]:
    """Return the ids of the limits with which facts are read from what was observed: no site may move them."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith(f"{__package__}.facts.")]
    return {limit.id for module in modules for limit in vars(module).values() if isinstance(limit, Limit)}


# The policy --------------------------------------------------------------------------------------------------


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
        rules = (*ruleset.rules, *(rule for rule in ruleset.off if rule.id in site.on))
        try:
            return attrs.evolve(
                ruleset,
                rules=tuple(map(site.rule, rules)),
                off=tuple(site.rule(rule) for rule in ruleset.off if rule.id not in site.on),
                policy=self.digest,
                in_force=(self.first, self.last),
                home="",
            )
        except RuleError as error:
            raise input_error(
                problem="the changes do not go together", reason=str(error), remedy="review them together"
            ) from None

    def crossings(self, ruleset: RuleSet) -> tuple[str, ...]:
        """Return which limits of one fact stand in another order than the library's: worth a second look."""
        limits: dict[Term, dict[str, Limit]] = {}
        for rule in self.applied(ruleset).rules:
            for atom in deep_atoms(rule.when):
                if isinstance(atom.operand, Limit):
                    limits.setdefault(atom.subject, {})[atom.operand.id] = atom.operand
        return tuple(
            f"{lower(fact.title)}: {one.id} ({one.shown}) and {other.id} ({other.shown}) have changed places"
            for fact, of_fact in limits.items()
            for one, other in combinations(of_fact.values(), 2)
            if (_default(one) - _default(other)) * (one.value - other.value) < 0
        )


TABLES: Final[Mapping[str, type[Change]]] = MappingProxyType(
    {kind.table: kind for kind in (LimitMoved, LevelChosen, SwitchedOn)}
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
    from . import rulesets as library

    return tuple(library.RULESETS.values() if rulesets is None else rulesets)


def _changeable(ruleset: RuleSet) -> set[str]:
    """Return the ids of everything that a policy may speak of."""
    return {*limits_of(ruleset), *(rule.id for rule in (*ruleset.rules, *ruleset.off))}


class _Site:
    """Builds a rule set's rules as a site wants them; whatever no change touches stays the same object."""

    def __init__(self, changes: Iterable[Change], ruleset: RuleSet) -> None:
        changes = tuple(changes)
        self.limits = {change.id: change for change in changes if isinstance(change, LimitMoved)}
        self.levels = {change.rule: change for change in changes if isinstance(change, LevelChosen)}
        self.on = {change.rule for change in changes if isinstance(change, SwitchedOn)}
        self.ruleset = ruleset
        self.off = {rule.id for rule in ruleset.off}
        self.concepts: dict[Concept, Concept] = {}

    def rule(self, rule: Rule) -> Rule:
        """Return a rule as the site wants it."""
        when = self.condition(rule.when)
        marks = tuple(self.mark(mark) for mark in rule.marks)
        lifts = rule.lifts
        if lifts is not None and lifts.after is not None and lifts.event is not None and lifts.after.id in self.limits:
            lifts = after(lifts.event, self.limits[lifts.after.id].moved(lifts.after))
        if when is not rule.when or marks != rule.marks or lifts is not rule.lifts:
            rule = attrs.evolve(rule, when=when, marks=marks, lifts=lifts, examples=self.examples(rule, when))
        if rule.id in self.on & self.off:
            rule = attrs.evolve(rule, site="on; without the policy off")
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


# Reading -----------------------------------------------------------------------------------------------------


def read_policy(text: str | bytes, *, rulesets: Iterable[RuleSet] | None = None) -> Policy:
    """Return the policy that a TOML text describes, held against the library's rule sets or those given.

    >>> policy = read_policy('''
    ... format = "kaprules policy"
    ... version = 1
    ...
    ... [[level]]
    ... rule = "psychosis.family"
    ... level = "exclusion"
    ... reason = "our therapists work alone"
    ... approved_by = "medical director"
    ... date = 2026-11-01
    ... expires = 2027-10-31
    ... ''')
    >>> policy.changes[0].name, str(policy.last)
    ('level psychosis.family', '2027-10-31')

    Raises ``InputError`` for anything that cannot be taken exactly as it stands, one line for each entry.
    """
    data = _parsed(text)
    faults, changes = Faults(), []
    for table, kind in TABLES.items():
        entries = data.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            remedy = f"write [[{table}]] above each entry"
            raise input_error(table, Shown(_short(entries)), expected="tables", remedy=remedy)
        for number, entry in enumerate(entries, 1):
            change = faults.take(table, entry, _change, kind, entry, number)
            changes += [] if change is None else [change]
    among = books(rulesets)
    for change in changes:
        faults.take(change.table, change, _check_known, change, among)
    faults.settle()
    policy = Policy(tuple(changes))
    for ruleset in among:
        policy.applied(ruleset)
    return policy


def _parsed(text: str | bytes) -> dict[str, Any]:
    if size_of(text) > MOST_BYTES:
        problem = f"has more than {MOST_BYTES:,} bytes"
        raise input_error("the text", problem=problem, expected="one policy", remedy="leave out what is none")
    try:
        data = tomllib.loads(text.decode() if isinstance(text, bytes) else text, parse_float=Decimal)
    except UnicodeDecodeError:
        raise input_error("the text", problem="is not in UTF-8", remedy="save it in this encoding") from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        what = Shown(str(error))
        raise input_error(value=what, problem="this is not TOML: {value}", remedy="correct it there") from None
    if data.get("format") != FORMAT:
        shown_format = Shown(_short(data.get("format")))
        raise input_error("format", shown_format, expected=repr(FORMAT), remedy="this is no policy file")
    if type(data.get("version")) is not int or data["version"] != VERSION:
        version = Shown(_short(data.get("version")))
        raise input_error("version", version, expected=str(VERSION), remedy="this kaprules reads no other")
    for key in data:
        if key not in (known := {"format", "version", *TABLES}):
            raise unknown_name(f"{_short(key)}", key, known)
    return data


def _change(kind: type[Change], entry: dict[str, Any], number: int) -> Change:
    fields = [field.name for field in attrs.fields(kind)]
    name = entry.get("id" if "id" in fields else "rule")
    where = f"{kind.table} {name}" if isinstance(name, str) and _ID.fullmatch(name) else f"{kind.table} number {number}"
    faults, found = Faults(), dict[str, Any]()
    for key in entry:
        if key not in fields:
            faults.found += unknown_name(_short(key), key, fields).faults
    for key in fields:
        if key in entry:
            found[key] = faults.take(key, entry[key], _field, key, entry[key])
        else:
            missing = input_error(key, problem="is missing", expected=EXPECTED[key], remedy="add it")
            faults.found += missing.faults
    if faults.found:
        raise InputError(*faults.found).within(where)
    return kind(**found)


EXPECTED: Final = {
    "id": "the id of a limit",
    "rule": "the id of a rule",
    "value": "a number",
    "unit": "the limit's unit in quotes",
    "level": _named(Level),
    "reason": "why the site differs",
    "approved_by": "the role of whoever approved it",
    "date": "the first day on which it holds",
    "expires": "the last day on which it holds",
}


def _field(key: str, given: Any) -> Any:
    def wrong(expected: str, remedy: str) -> InputError:
        return input_error(key, Shown(_short(given)), expected=expected, remedy=remedy)

    if key in ("date", "expires"):
        if type(given) is not datetime.date:
            raise wrong(EXPECTED[key], "write it as 2026-11-23, without quotes and without a time")
        return given
    if key == "value":
        if not isinstance(given, int | Decimal) or isinstance(given, bool):
            raise wrong(EXPECTED[key], "write it without quotes")
        return exact(given, key)
    if not isinstance(given, str):
        raise wrong(EXPECTED[key], "write it in quotes")
    if key == "level":
        if given not in [level.value for level in Level]:
            raise wrong(f"one of {EXPECTED[key]}", "choose one of them")
        return Level(given)
    if not given.strip() and key != "unit":
        raise wrong(EXPECTED[key], "say it")
    text = clean_text(given, key)
    if key in ("id", "rule") and not _ID.fullmatch(text):
        raise wrong(EXPECTED[key], LISTED)
    return text


def _short(given: object) -> str:
    if given is None:
        return "missing"
    if isinstance(given, dict | list):
        return "a table" if isinstance(given, dict) else "a list"
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        given = Decimal(given)  # a long one is not written out as an int
    text = repr(given) if isinstance(given, str) else str(given).lower()
    return text if len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}..."


def _check_known(change: Change, rulesets: tuple[RuleSet, ...]) -> None:
    """Raise ``InputError`` where no rule set knows what is changed, or one of them does not allow it."""
    concerned = [ruleset for ruleset in rulesets if change.of in change.known(ruleset)]
    for ruleset in concerned:
        Policy((change,)).applied(ruleset)
    if concerned:
        return
    if change.of in _read_with() | _equivalents():
        raise change.refused(reason=READ_WITH)
    near = nearest(change.of, {name for ruleset in rulesets for name in change.known(ruleset)})
    meant = repr(near) if near else ""
    raise input_error(change.table, change.of, "is unknown", remedy=LISTED, suggestion=meant, label=change.name)


def _equivalents() -> set[str]:
    """Return the ids of the limits by which doses of medicines are compared."""
    from .ingredients import INGREDIENTS

    return {each.lorazepam_equivalent.id for each in INGREDIENTS if each.lorazepam_equivalent}

"""What a site may choose otherwise than the library: a limit's value, a rule's level, whether a rule is on or off.

And for how long a fact counts; and, what it may add, what the name of a medicine means that the table of ingredients
does not hold.
"""

from __future__ import annotations

import datetime
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any, ClassVar, Final

import attrs

from ..conditions import AllOf, Atom, Condition, EventTerm, Test
from ..errors import GIVEN_NOTHING, InputError, RuleError, Shown, input_error, unknown_name
from ..facts.medicines import (
    CLASSES_BY_NAME,
    TOLD_BY_NAME,
    Medicine,
    Medicines,
    MedicineStatus,
    meaning_of,
    told_in,
    unheard,
    with_classes,
)
from ..facts.model import (
    Checklist,
    Fact,
    NotAsked,
    Reporter,
    Series,
    SiteValidity,
    clean_text,
    groups_of,
    plain_kind,
    site_checklist,
)
from ..facts.model.checklists import MAX_FACTS
from ..ingredients import SiteName, coded, nearly, normalised, resolve
from ..language import CODED
from ..limit import Exact, Limit, exact, shown, with_unit
from ..possible import Level
from ..product_names import ANYWHERE, NOT_BRANDS, OF_A_PLACE, SALTS, ingredients_of
from ..rule import Marked, Phase, Rule, Until, after, fact_atoms, on_condition
from ..ruleset import RuleSet
from ..wording.catalogue import bounds_text

READ_WITH: Final = "facts are read with it, a site may not move it"
AS_IT_IS: Final = "as the library has it"
FOUND_OTHERWISE: Final = on_condition("what was found no longer holds, and that is recorded")
"""How an exclusion lifts that is one by a site's choice alone, where it is no window after an event."""
ONE_OF: Final = "leave one of the two out"
SHORTEST_NAME: Final = 3
"""How many letters a word of a name has at least, in one word of it."""
MINUTES: Final[Mapping[str, int]] = MappingProxyType({"min": 1, "h": 60, "d": 24 * 60})
"""The units in which a span of time may be given, whatever the limit's own: so many minutes each."""


def _name_of_a_medicine(given: object) -> str:
    return clean_text(given, "substance")


def _sorted(given: Iterable[str] | None) -> tuple[str, ...] | None:
    return None if given is None else tuple(sorted(set(given)))


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
    loosens: bool = False
    """Whether it may be looser than what a policy before it chose, and than the library where that chose nothing."""

    table: ClassVar[str]
    """The name of its tables in a policy file."""
    chosen_by: ClassVar[str] = ""
    """The line of a policy file that holds what is chosen."""
    called_by: ClassVar[str] = "rule"
    """The line that holds what is changed."""

    def __attrs_post_init__(self) -> None:
        if type(self.loosens) is not bool:
            raise input_error("loosens", self.loosens, expected="true or false", remedy="leave it out if it does not")

    @property
    def of(self) -> str:
        """The id of the limit or rule that is changed."""
        raise NotImplementedError

    @property
    def shown(self) -> str:
        """What is chosen, for a reader."""
        raise NotImplementedError

    @property
    def name(self) -> str:
        """What is changed, for an error."""
        return f"{self.table} {self.of}"

    @property
    def place(self) -> str:
        """What a later choice takes the place of: one for all changes of one thing."""
        return self.name

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Any]:
        """Return what such a change could be about, by id."""
        return {rule.id: rule for rule in (*ruleset.rules, *ruleset.optional_rules)}

    def concerns(self, ruleset: RuleSet) -> bool:
        """Say whether a rule set knows what is changed."""
        return self.of in self.known(ruleset)

    @property
    def content(self) -> tuple[str, ...]:
        """What the digest of a policy is made of; what does not loosen is as it was before any could say so."""
        names = [field.name for field in attrs.fields(type(self)) if field.name != "loosens"]
        said = (self.table, *(str(getattr(self, name)) for name in names))
        return (*said, "loosens") if self.loosens else said

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        """Return the library's choice, the site's, and what the site may choose."""
        raise NotImplementedError

    def check_differs(self, ruleset: RuleSet) -> None:
        """Raise ``InputError`` where a rule set is as the site wants it without the change."""

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
    chosen_by: ClassVar[str] = "value"
    called_by: ClassVar[str] = "id"

    @property
    def of(self) -> str:
        return self.id

    @property
    def shown(self) -> str:
        """The site's value with its unit, for a reader."""
        return with_unit(shown(self.value), self.unit)

    def value_in(self, unit: str) -> Exact:
        """Return the site's value in the unit of the limit: minutes, hours and days are turned into each other.

        Raises ``InputError`` where the one unit says nothing of the other.
        """
        if self.unit == unit:
            return self.value
        if not {self.unit, unit} <= MINUTES.keys():
            units = " or ".join(repr(each) for each in (MINUTES if unit in MINUTES else (unit,)))
            remedy = "give the value in this unit" if unit not in MINUTES else "give the value in one of these units"
            raise input_error("unit", self.unit, expected=units, remedy=remedy).within(self.name)
        return exact(Fraction(self.value) * MINUTES[self.unit] / MINUTES[unit])

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Limit]:
        return limits_of(ruleset)

    def check_differs(self, ruleset: RuleSet) -> None:
        limit = limits_of(ruleset).get(self.id)
        if limit is not None and self.value_in(limit.unit) == limit.value:
            raise self.refused("value", self.shown, AS_IT_IS)

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        limit = limits_of(ruleset)[self.id]
        return limit.shown, self.shown, bounds_text(limit) + (" (a regulator's label bounds it)" if limit.label else "")

    def moved(self, limit: Limit) -> Limit:
        """Return ``limit`` as the site sets it; raise ``InputError`` where it may not."""
        if self.id in read_with():
            raise self.refused(reason=READ_WITH)
        if limit.floor is None and limit.ceiling is None:
            raise self.refused(reason=f"the library fixes it at {limit.shown}, a site may not move it")
        value = self.value_in(limit.unit)
        if not limit.allows(value):
            label = "a regulator's label bounds it, " if limit.label else ""
            raise self.refused("value", self.shown, f"{label}{bounds_text(limit)}", "choose a value within")
        if (value - limit.value) % limit.step:
            step, unit = _step(limit)
            steps = f"steps of {with_unit(shown(step), unit)} from {limit.shown}"
            raise input_error("value", Shown(self.shown), expected=steps, remedy="round it").within(self.name)
        return limit if value == limit.value else attrs.evolve(limit, value=value, default=limit.value)


def _step(limit: Limit) -> tuple[Exact, str]:
    """Return the step of a limit in the unit in which it is a whole number, where there is one."""
    for unit in MINUTES if limit.unit in MINUTES else ():
        step = exact(Fraction(limit.step) * MINUTES[limit.unit] / MINUTES[unit])
        if isinstance(step, int) and not isinstance(limit.step, int):
            return step, unit
    return limit.step, limit.unit


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
    chosen_by: ClassVar[str] = "level"

    @property
    def of(self) -> str:
        return self.rule

    @property
    def shown(self) -> str:
        return repr(self.level.value)

    def check_differs(self, ruleset: RuleSet) -> None:
        rule = self.known(ruleset).get(self.rule)
        if rule is not None and self.level is rule.level:
            raise self.refused("level", self.shown, AS_IT_IS)

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        rule = self.known(ruleset)[self.rule]
        return rule.level.value, self.level.value, f"a site may choose {names_of(rule.levels)}"

    def chosen(self, rule: Rule) -> Rule:
        """Return ``rule`` at the level that the site chose; raise ``InputError`` where it may not."""
        if self.level is rule.level:
            return rule
        if not rule.levels:
            raise self.refused(reason=f"the library fixes it at {rule.level.value!r}")
        if self.level not in rule.levels:
            expected = f"one of those that the rule declares, {names_of(rule.levels)}"
            raise input_error("level", self.level.value, expected=expected, remedy="choose one of them").within(
                self.name
            )
        lifts = lifts_by(rule.when) if self.level is Level.EXCLUSION else None
        site = f"level is {self.level.value}; without the policy {rule.level.value}"
        try:
            # What the client is told goes with the library's level.
            return attrs.evolve(
                rule,
                level=self.level,
                until=lifts,
                client_text="",
                client_text_by=(),
                site_changes=(*rule.site_changes, site),
            )
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

    @property
    def shown(self) -> str:
        return "on"

    @property
    def place(self) -> str:
        return f"switch {self.rule}"

    def check_differs(self, ruleset: RuleSet) -> None:
        if self.rule in {rule.id for rule in ruleset.rules}:
            raise input_error(reason="the rule is on already", remedy="remove the entry").within(self.name)

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        return "off", "on", "a site may switch it on"


@attrs.frozen(kw_only=True)
class SwitchedOff(Change):
    """A rule that asks for something a site does not want to ask for; only one that declares that it may be off."""

    rule: str

    table: ClassVar[str] = "switch_off"

    @property
    def of(self) -> str:
        return self.rule

    @property
    def shown(self) -> str:
        return "off"

    @property
    def place(self) -> str:
        return f"switch {self.rule}"

    def check_differs(self, ruleset: RuleSet) -> None:
        if self.rule in {rule.id for rule in ruleset.optional_rules}:
            raise input_error(reason="the rule is off already", remedy="remove the entry").within(self.name)

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        return "on", "off", "a site may switch it off"

    def asked_for(self, ruleset: RuleSet) -> Fact:
        """Return the fact that the rule asks for; raise ``InputError`` where it may not be switched off."""
        rule = self.known(ruleset)[self.rule]
        if not rule.may_be_off:
            free = [each.id for each in ruleset.rules if each.may_be_off]
            remedy = f"a site may switch off {', '.join(free)}" if free else "a site may switch off none here"
            raise self.refused(reason="the rule is always on", remedy=f"remove the entry; {remedy}")
        assert isinstance(rule.when, Atom) and isinstance(rule.when.subject, Fact)
        return rule.when.subject

    def word(self) -> NotAsked:
        """Return what a rule set holds of it."""
        return NotAsked(
            rule=self.rule, reason=self.reason, approved_by=self.approved_by, date=self.date, expires=self.expires
        )


@attrs.frozen(kw_only=True)
class ValidityMoved(Change):
    """For how many days a fact counts at the intake, within what it declares.

    Where it counts as long on a dosing day, both are moved.
    """

    fact: str
    days: int

    table: ClassVar[str] = "validity"
    chosen_by: ClassVar[str] = "days"
    called_by: ClassVar[str] = "fact"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if type(self.days) is not int:
            raise input_error("days", self.days, expected="a whole number of days", remedy="write it as 30").within(
                self.name
            )

    @property
    def of(self) -> str:
        return self.fact

    @property
    def shown(self) -> str:
        return with_unit(str(self.days), "d")

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Fact]:
        """Return the facts that a rule set reads and for how long which count, when it is asked, a site may choose."""
        at_intake = ruleset.phase is Phase.INTAKE
        return {
            fact.id: fact
            for fact in read_by(ruleset)
            if fact.validity.movable is not None and (at_intake or fact.validity.is_one)
        }

    def check_differs(self, ruleset: RuleSet) -> None:
        fact = self.known(ruleset).get(self.fact)
        if fact is not None and not self.differs_from(fact):
            raise self.refused("days", self.shown, AS_IT_IS)

    def differs_from(self, fact: Fact) -> bool:
        """Say whether it is otherwise than the fact declares; a later policy may give that back."""
        return self.days != fact.validity.intake

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        fact = self.known(ruleset)[self.fact]
        return with_unit(str(fact.validity.intake), "d"), self.shown, choice_of(fact)

    def moved(self, fact: Fact) -> SiteValidity:
        """Return what a rule set holds of it; raise ``InputError`` where a site may not choose that."""
        bounds = fact.validity.movable
        assert bounds is not None
        if not bounds.floor <= self.days <= bounds.ceiling:
            raise self.refused("days", self.shown, choice_of(fact), "choose a number within")
        return SiteValidity(
            validity=fact.validity.moved(self.days),
            reason=self.reason,
            approved_by=self.approved_by,
            date=self.date,
            expires=self.expires,
        )


def choice_of(fact: Fact) -> str:
    """Return within what a site may choose for how long a fact counts."""
    bounds = fact.validity.movable
    assert bounds is not None
    return f"a site may choose {with_unit(str(bounds.floor), 'd')} to {with_unit(str(bounds.ceiling), 'd')}"


def read_by(ruleset: RuleSet) -> tuple[Fact, ...]:
    """Return the facts that a rule set reads, with what they are read from and what the records of that hold."""
    found = dict.fromkeys(ruleset.facts)
    groups = groups_of(ruleset.subject)
    for fact in (*found, *(atom.subject for rule in ruleset.optional_rules for atom in fact_atoms(rule.when))):
        assert isinstance(fact, Fact)
        for each in groups[fact.group].__facts__:
            if each is fact or each.name in fact.derived_from:
                found[each] = None
                found |= dict.fromkeys(each.record.__facts__ if isinstance(each, Series) else ())
    return tuple(found)


@attrs.frozen(kw_only=True)
class MedicineNamed(Change):
    """What the name of a medicine means that the table of ingredients does not hold: an ingredient, or classes.

    A name of the table is never redefined, nor one that is a name of the table but for a letter: it may be meant.
    """

    substance: str = attrs.field(converter=_name_of_a_medicine)
    ingredient: str | None = None
    """An ingredient of the table, by a name that it has there."""
    classes: tuple[str, ...] | None = attrs.field(default=None, converter=_sorted)
    """The classes to which it belongs, in small letters; empty where to none."""
    tells_of: tuple[str, ...] | None = attrs.field(default=None, converter=_sorted)
    """The diseases of which nearly everybody who takes it has one; empty where of none."""

    table: ClassVar[str] = "medicine"
    chosen_by: ClassVar[str] = "ingredient"
    called_by: ClassVar[str] = "substance"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        _check_free(self)
        if self.ingredient is None and (self.classes is None or self.tells_of is None):
            raise input_error(
                "classes" if self.classes is None else "tells_of",
                problem="is missing",
                expected="an ingredient, or classes and tells_of together",
                remedy="write one of these; [] says that there is none",
            ).within(self.name)
        if self.ingredient is not None:
            if self.classes is not None or self.tells_of is not None:
                raise self.refused("ingredient", repr(self.ingredient), "classes or tells_of stand beside it", ONE_OF)
            if resolve(self.ingredient) is None:
                raise self.refused(
                    "ingredient", repr(self.ingredient), "not in the table of ingredients", "name one that is"
                )
        for key, given, known in (
            ("classes", self.classes, CLASSES_BY_NAME),
            ("tells_of", self.tells_of, TOLD_BY_NAME),
        ):
            for each in given or ():
                if each not in known:
                    raise unknown_name(key, each, known).within(self.name)

    @property
    def of(self) -> str:
        return normalised(self.substance)

    @property
    def named(self) -> SiteName:
        """What a rule set holds of it."""
        found = None if self.ingredient is None else resolve(self.ingredient)
        classes = frozenset(CLASSES_BY_NAME[each] for each in self.classes or ())
        of = frozenset(TOLD_BY_NAME[each] for each in self.tells_of or ())
        return SiteName(
            name=self.substance,
            ingredient=with_classes(unheard(self.substance), classes) if found is None else found,
            told=told_in(of),
            of_classes=found is None,
            reason=self.reason,
            approved_by=self.approved_by,
            date=self.date,
            expires=self.expires,
        )

    @property
    def taken(self) -> Mapping[Fact, object]:
        """The facts of whoever takes it and nothing else."""
        return {Medicines.listed: (Medicine(substance=self.substance, status=MedicineStatus.TAKING),)}

    @property
    def shown(self) -> str:
        return meaning_of(self.named, CODED)

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Any]:
        return ruleset.names if ruleset.takes_names else {}

    def concerns(self, ruleset: RuleSet) -> bool:
        return ruleset.takes_names

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        return "not known", self.shown, "a site may say what a name means that the table of ingredients does not hold"

    def is_looser_than(self, former: MedicineNamed) -> bool:
        """Say whether a class or a disease is lacking that another choice named, or an ingredient is another one."""
        mine, theirs = self.named, former.named
        if mine.of_classes != theirs.of_classes or not mine.of_classes:
            return mine.ingredient.name != theirs.ingredient.name
        return not (theirs.ingredient.classes <= mine.ingredient.classes and {*theirs.told} <= {*mine.told})


def _check_free(change: MedicineNamed) -> None:
    """Raise ``InputError`` for a name that the table holds, that may be meant for one, or that names no medicine."""
    words = [word for word in change.of.replace(",", " ").split() if any(map(str.isalpha, word))]
    if not any(len(word) >= SHORTEST_NAME and word not in ANYWHERE | OF_A_PLACE | SALTS | NOT_BRANDS for word in words):
        raise change.refused("substance", repr(change.substance), "no name of a medicine", "write the name alone")
    if said := [word for word in words if word in NOT_BRANDS]:
        reason = f"{said[0]!r} is a word of a sentence"
        raise change.refused("substance", repr(change.substance), reason, "write the name alone")
    held = ingredients_of(change.substance)
    coded_as = coded(change.substance)
    if held is not None or coded_as is not None:
        known = " and ".join(each.name for each in held or ()) or (coded_as.name if coded_as is not None else "")
        raise change.refused("substance", repr(change.substance), f"the table of ingredients knows it as {known}")
    near = nearly(change.substance)
    if near is not None:
        reason = f"nearly a name of {near.name} in the table of ingredients, which may be meant"
        raise change.refused("substance", repr(change.substance), reason, "let a prescriber look at it on each list")


def lifts_by(when: Condition) -> Until:
    """Return how an exclusion lifts that is one by a site's choice: on the day on which its window ends, if it has one.

    >>> from kaprules.rulesets import SCREENING
    >>> lifts_by(SCREENING["acute_illness.surgery"].when).text
    'once latest major surgery lies more than 42 days back'
    """
    if (
        isinstance(when, Atom)
        and isinstance(when.subject, EventTerm)
        and when.test in (Test.AT_MOST, Test.BELOW)
        and isinstance(when.operand, Limit)
    ):
        return after(when.subject, when.operand).of(when)
    return FOUND_OTHERWISE


def names_of(levels: Iterable[Level]) -> str:
    return ", ".join(level.value for level in levels)


def limits_of(ruleset: RuleSet) -> Mapping[str, Limit]:
    """Return every limit that a rule set compares with, by id."""
    return {
        atom.operand.id: atom.operand
        for rule in (*ruleset.rules, *ruleset.optional_rules)
        for condition in conditions_of(rule)
        for atom in fact_atoms(condition)
        if isinstance(atom.operand, Limit)
    }


def read_with() -> set[str]:
    """Return the ids of the limits with which facts are read from what was observed: no site may move them."""
    modules = [module for name, module in list(sys.modules.items()) if name.startswith("kaprules.facts.")]
    return {limit.id for module in modules for limit in vars(module).values() if isinstance(limit, Limit)}


@attrs.frozen(kw_only=True)
class ChecklistDefined(Change):
    """A list of a site's own, in one version: items of the library's lists that it asks together.

    What is left of a list of which it holds an item is asked by itself.
    """

    id: str
    version: int
    title: str
    items: tuple[str, ...] = attrs.field(converter=tuple)
    asked_of: str
    question: str | None = None

    table: ClassVar[str] = "checklist"
    chosen_by: ClassVar[str] = "items"
    called_by: ClassVar[str] = "id"

    def __attrs_post_init__(self) -> None:
        super().__attrs_post_init__()
        if not _LIST_ID.fullmatch(self.id):
            expected = "small letters, digits and _, a letter first"
            raise input_error("id", self.id, expected=expected, remedy="write it as heart_short").within(self.name)
        if type(self.version) is not int or self.version < 1:
            remedy = "raise it by one whenever the items change"
            raise input_error("version", self.version, expected="a whole number from 1 on", remedy=remedy).within(
                self.name
            )
        if self.asked_of not in ASKED_OF:
            raise input_error(
                "asked_of", self.asked_of, expected=f"one of {', '.join(ASKED_OF)}", remedy="write one of these"
            ).within(self.name)
        if not self.items or len(set(self.items)) < len(self.items):
            problem = "is empty" if not self.items else "names an item twice"
            raise input_error("items", problem=problem, expected="each item once", remedy="correct it").within(
                self.name
            )

    @property
    def of(self) -> str:
        return self.id

    @property
    def name(self) -> str:
        return f"{self.table} {self.id} version {self.version}"

    @property
    def shown(self) -> str:
        return f"version {self.version}, asked of the {self.asked_of}: {', '.join(self.items)}"

    @classmethod
    def known(cls, ruleset: RuleSet) -> Mapping[str, Checklist]:
        return {each.id: each for each in plain_kind(ruleset.subject).__checklists__}

    def concerns(self, ruleset: RuleSet) -> bool:
        return bool(self.known(ruleset))

    def said(self, ruleset: RuleSet) -> tuple[str, str, str]:
        return "the library's lists", self.shown, "a site may ask items of these lists in lists of its own"

    def made(self, ruleset: RuleSet) -> Checklist:
        """Return the list; raise ``InputError`` where a site may not ask these items together."""
        kind = plain_kind(ruleset.subject)
        held = {item.id: (item, each) for each in kind.__checklists__ for item in each.items}
        if self.id in self.known(ruleset):
            raise self.refused("id", repr(self.id), "a list of the library", "choose another name")
        for item in self.items:
            if item not in held:
                raise unknown_name(f"items {item!r}", item, held, place="items").within(self.name)
        lists = tuple(dict.fromkeys(held[item][1] for item in self.items))
        first = lists[0]
        for each in lists:
            authority = (each.reporters, each.may_rule_out, each.may_confirm)
            if authority != (first.reporters, first.may_rule_out, first.may_confirm):
                reason = f"others may rule out what stands on {first.id} than what stands on {each.id}"
                raise self.refused("items", self.items[0], reason, "ask them in lists of their own")
            if each.question != first.question and self.question is None:
                reason = f"{first.id} asks otherwise than {each.id}"
                raise self.refused("items", self.items[0], reason, "add the question under which they stand")
            missing = [item.id for item in each.items if item.id not in self.items and _shares(item, self.items, each)]
            if missing:
                reason = f"{missing[0]} asks about the same"
                raise self.refused("items", ", ".join(self.items), reason, f"add {missing[0]}, or leave both out")
        facts = {fact for item in self.items for fact in held[item][0].denied}
        if len(facts) > MAX_FACTS:
            reason = f"they are about {len(facts)} facts, and a list is about {MAX_FACTS} at most"
            raise self.refused("items", ", ".join(self.items), reason, "make several lists of it")
        if self.asked_of == "client" and Reporter.CLIENT not in first.reporters:
            raise self.refused(
                "asked_of", repr(self.asked_of), f"only a clinician answers {first.id}", "ask a clinician"
            )
        question = first.question if self.question is None else self.question
        by_clinician = self.asked_of == "clinician"
        return site_checklist(kind, self.id, self.version, self.title, question, self.items, by_clinician)


ASKED_OF: Final = ("client", "clinician")
_LIST_ID: Final = re.compile("[a-z][a-z0-9_]{0,99}")


def _shares(item: Any, chosen: Iterable[str], checklist: Checklist) -> bool:
    """Say whether an item is about a fact of one that was chosen: a narrower denial alone would pass over it."""
    return any(
        not checklist.item(each).denied.keys().isdisjoint(item.denied) for each in chosen if _holds(checklist, each)
    )


def _holds(checklist: Checklist, item: str) -> bool:
    return any(each.id == item for each in checklist.items)


TABLES: Final[Mapping[str, type[Change]]] = MappingProxyType(
    {
        kind.table: kind
        for kind in (LimitMoved, LevelChosen, SwitchedOn, SwitchedOff, ValidityMoved, MedicineNamed, ChecklistDefined)
    }
)

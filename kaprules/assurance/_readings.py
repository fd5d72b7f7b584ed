"""Cases for the limits with which facts are read: how doses are compared, how far two body mass indices may differ."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Final

from ..baseline import tests_of
from ..clientfile import subject_from_data
from ..facts.medicines import Medicine, Medicines
from ..facts.model import Fact, Flag
from ..facts.vitals import AGREEMENT, Vitals
from ..ingredients import INGREDIENTS
from ..limit import Exact, Limit, shown
from ..possible import PRESENT_BIT, Options
from ..rule import Rule
from ..ruleset import RuleSet
from ._search import Data, copied, plain_number

ABOVE: Final = Fraction(101, 100)
HEIGHT, WEIGHT, INDEX = 200, 80, 20
"""A body whose mass index is a whole number: 80 kg at 2 m."""


def read_with(ruleset: RuleSet, base: Data, on: date) -> Iterator[tuple[Rule, str, str, Data]]:
    """Yield, for each such limit, the rule that it may change, what it is, what is so, and a subject on either side."""
    for rule, limit in _limits(ruleset, Medicines.lorazepam_equivalent):
        for ingredient in INGREDIENTS:
            equal = ingredient.lorazepam_equivalent
            if equal is not None:
                for amount in (limit.value, limit.value * ABOVE):
                    dose = Fraction(amount) * Fraction(equal.value)
                    words = f"{ingredient.name}: as much as {shown(amount)} mg of lorazepam a day"
                    yield rule, "equivalent", words, _with_dose(base, ingredient.name, dose, on)
    yield from _implausible(ruleset, base, on)
    for rule, _ in _limits(ruleset, Vitals.body_mass_index):
        for apart in (AGREEMENT.value, AGREEMENT.value + Fraction(1, 10)):
            words = f"two body mass indices, {shown(apart)} kg/m2 apart"
            yield rule, "agreement", words, _with_index(base, INDEX + apart, on)
        return


def _implausible(ruleset: RuleSet, base: Data, on: date) -> Iterator[tuple[Rule, str, str, Data]]:
    """Yield the largest plausible dose of a medicine that a rule asks for, and the first beyond it."""
    highest = Medicine.daily_dose.highest
    for rule in ruleset.rules:
        for fact in tests_of(rule.when):
            if (
                fact.group == Medicines.__group__
                and Medicines.listed.name in fact.derived_from
                and isinstance(fact, Flag)
            ):
                for ingredient in INGREDIENTS:
                    data = _with_dose(base, ingredient.name, highest, on)
                    taken = subject_from_data(ruleset.subject, data).possible(fact, on)
                    if (
                        ingredient.lorazepam_equivalent is None
                        and isinstance(taken, Options)
                        and taken.bits == PRESENT_BIT
                    ):
                        for dose in (highest, highest + Fraction(1, 10)):
                            words = f"{ingredient.name}, {shown(dose)} mg a day"
                            yield rule, "dose", words, _with_dose(base, ingredient.name, dose, on)
                        return


def _limits(ruleset: RuleSet, fact: Fact) -> Iterator[tuple[Rule, Limit]]:
    for rule in ruleset.rules:
        for atom in tests_of(rule.when).get(fact, ()):
            if isinstance(atom.operand, Limit):
                yield rule, atom.operand


def _with_dose(base: Data, name: str, dose: Exact, on: date) -> Data:
    found = copied(base)
    entry = {
        "substance": name,
        "daily_dose": {"value": plain_number(dose), "unit": "mg/d"},
        "status": {"value": "taking"},
    }
    medicines = found.setdefault(Medicines.__group__, {})
    for fact in Medicines.__facts__:
        if Medicines.listed.name in fact.derived_from:
            medicines.pop(fact.name, None)
    medicines[Medicines.listed.name] = {"value": [entry], "on": on.isoformat()}
    return found


def _with_index(base: Data, index: Exact, on: date) -> Data:
    found = copied(base)
    given = {Vitals.height: (HEIGHT, "cm"), Vitals.weight: (WEIGHT, "kg"), Vitals.body_mass_index: (index, "kg/m2")}
    for fact, (value, unit) in given.items():
        measured = {"value": plain_number(value), "unit": unit, "on": on.isoformat()}
        found.setdefault(Vitals.__group__, {})[fact.name] = measured
    return found

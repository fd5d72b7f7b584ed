"""A rule's test, its sentence and its citation use one comparison with the same number."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction

from kaprules.conditions import OPPOSITE, Atom, Test
from kaprules.limit import Limit
from kaprules.rule import Rule, fact_atoms
from kaprules.rulesets import RULESETS

NUMBER = r"(\d+(?:\.\d+)?)(?:/(\d+))?"
UNIT = r"(?: (?:days?|hours?|weeks?|months?|years?|percent|mmHg|events per hour|mIU/L|kg))?"
WORDS = {
    rf"\bat least {NUMBER}": Test.AT_LEAST,
    rf"\b{NUMBER}{UNIT} (?:or|and) (?:more|higher|older|longer)\b(?! than)": Test.AT_LEAST,
    rf"\bfrom {NUMBER}{UNIT} on\b": Test.AT_LEAST,
    rf"\b(?:above|over|more than|longer than|older than)(?: the age of)? {NUMBER}": Test.ABOVE,
    rf"\b(?:below|under|less than|fewer than|younger than)(?: the age of)? {NUMBER}": Test.BELOW,
    rf"\b(?:at most|up to|within|within the last|in the last) {NUMBER}": Test.AT_MOST,
    rf"\b{NUMBER}{UNIT} (?:or|and) (?:less|lower|fewer|younger)\b(?! than)": Test.AT_MOST,
}
COUNTED = {"one": "1", "two": "2", "three": "3", "four": "4", "five": "5", "six": "6"}
RULES: tuple[Rule, ...] = tuple(
    dict.fromkeys(rule for ruleset in RULESETS.values() for rule in (*ruleset.rules, *ruleset.optional_rules))
)

# What a citation says of the very number that a limit has, in another way than the test, and why the test stands.
READ_OTHERWISE = {
    "breathing.saturation_exclusion": "an analogy with a criterion for going home, and the project's own choice",
}


def comparisons(text: str) -> Iterator[tuple[Test, Fraction]]:
    """Yield each comparison with a number that a text makes."""
    for word, digit in COUNTED.items():
        text = re.sub(rf"(?<!at least )\b{word}\b", digit, text)
    for pattern, test in WORDS.items():
        for found in re.finditer(pattern, text):
            absent = re.match(r"[Nn]o\b[^.;:]* within", text[: found.end()]) is not None
            for number in filter(None, found.groups()):
                yield OPPOSITE[test] if absent else test, Fraction(number)


def limited(rule: Rule) -> list[Atom]:
    """Return the tests of a rule against a limit."""
    return [atom for atom in fact_atoms(rule.when) if isinstance(atom.operand, Limit)]


def unlike(rule: Rule, text: str, *, lifted: bool = False) -> list[str]:
    """Return the comparisons in a sentence of a rule that none of its tests makes, or, where it is lifted, undoes."""
    tests = {
        (OPPOSITE[atom.test] if lifted else atom.test, Fraction(atom.operand.value))
        for atom in limited(rule)
        if isinstance(atom.operand, Limit)
    }
    values = {value for _, value in tests}
    return [
        f"{test.value} {value}" for test, value in comparisons(text) if value in values and (test, value) not in tests
    ]


def test_a_sentence_compares_as_its_rule_does() -> None:
    """Where a number of a limit stands in it."""
    assert {rule.id: found for rule in RULES if (found := unlike(rule, rule.clinician_text))} == {}
    assert {
        rule.id: found for rule in RULES if rule.until and (found := unlike(rule, rule.until.text, lifted=True))
    } == {}
    told = {rule.id for rule in RULES if limited(rule) and list(comparisons(rule.clinician_text))}
    assert len(told) >= 25


def test_a_citation_compares_as_the_test_does() -> None:
    """Or just the other way round, where it says what is in order; what is read otherwise is listed."""
    found = {}
    for atom in (atom for rule in RULES for atom in limited(rule)):
        limit = atom.operand
        assert isinstance(limit, Limit)
        said = {test for test, value in comparisons(limit.source.locator) if value == limit.value}
        if said and not said & {atom.test, OPPOSITE[atom.test]}:
            found[limit.id] = f"{limit.source}: {atom.test.value} {limit.value}"
    assert set(found) == set(READ_OTHERWISE), found


def test_what_differs_is_noticed() -> None:
    """A sentence with another comparison, and with another way to say the same."""
    crisis = next(rule for rule in RULES if rule.id == "cardiovascular.pressure.crisis")
    assert unlike(crisis, "At least one reading above 180 systolic or above 120 diastolic.") == []
    assert unlike(crisis, "A reading of 180 or more.") == ["at least 180"]
    assert unlike(crisis, "A reading above 180/120.") == []
    assert unlike(crisis, "A reading over 180 or at most 120.") == ["at most 120"]
    medical = next(rule for rule in RULES if rule.id == "setting.evaluation.medical")
    assert unlike(medical, medical.clinician_text) == [] != unlike(medical, "An evaluation within the last 180 days.")
    assert list(comparisons("from 35 on")) == [(Test.AT_LEAST, 35)]

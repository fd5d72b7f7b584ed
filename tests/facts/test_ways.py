"""How each fact that the screening reads is come by: of a table, held against the declarations."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from kaprules import SCREENING, Client
from kaprules.conditions import Condition
from kaprules.facts.checklists import CHECKLISTS
from kaprules.facts.model import Fact, every_fact
from kaprules.rule import expand_concepts, fact_atoms

TABLE = Path(__file__).parents[1] / "data" / "ways.txt"
FACTS = {fact.id: fact for fact in every_fact(Client)}
LISTS = {checklist.id: {fact.id for fact in checklist.facts} for checklist in CHECKLISTS}


class Way(NamedTuple):
    """One line of the table."""

    fact: str
    how: str
    where: str
    intake: str
    dosing_day: str


def _lines() -> Iterator[Way]:
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            fact, how, where, intake, *dosing_day = line.split()
            yield Way(fact, how, where, intake, " ".join(dosing_day))


WAYS = tuple(_lines())


def way_of(fact: Fact) -> Way:
    """Return the line of a fact, as it is declared."""
    lists = [each for each, facts in LISTS.items() if fact.id in facts]
    how = "read" if fact.derive is not None else "indication" if fact.on_indication else "list" if lists else "own"
    where = "indication" if how == "read" and fact.on_indication else " ".join(lists) or "-"
    validity = fact.validity
    day = f"{validity.hours} h" if validity.hours is not None else _span(validity.dosing_day)
    return Way(fact.id, how, where, _span(validity.intake), day)


def _span(days: int | None) -> str:
    return "-" if days is None else str(days)


@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.fact)
def test_each_fact_is_come_by_as_the_table_says(way: Way) -> None:
    """By itself, by a checklist, on indication or read of others, and for as long."""
    assert way_of(FACTS[way.fact]) == way


def test_the_table_has_each_fact_that_the_screening_reads() -> None:
    """With what is read for it, and what an optional rule reads; and no other."""
    rules = (*SCREENING.rules, *(rule for rule in SCREENING.optional_rules if not isinstance(rule, Condition)))
    read = [atom.subject for rule in rules for atom in fact_atoms(expand_concepts(rule.when))]
    assert {way.fact for way in WAYS} == {fact.id for fact in _with_sources(read)}


def _with_sources(facts: list[object]) -> Iterator[Fact]:
    for fact in facts:
        assert isinstance(fact, Fact)
        yield fact
        yield from _with_sources([each for each in fact.owner.__facts__ if each.name in fact.derived_from])


def test_no_fact_is_both_demanded_on_a_list_and_on_indication() -> None:
    """But nursing, which the list asks of those who are not asked by themselves."""
    both = {way.fact for way in WAYS if way.how == "indication" and way.where != "-"}
    assert both == {"reproduction.breastfeeding"}


def test_a_man_is_demanded_thirty_facts_and_sixty_two_on_lists() -> None:
    """A woman's two are required of everybody, and moot without a uterus."""
    how = [
        way.how for way in WAYS if way.fact not in ("reproduction.permanent_sterilisation", "reproduction.amenorrhoea")
    ]
    assert (how.count("own"), how.count("list")) == (30, 62)

"""Where a fact on indication has to be asked for, said a second time and apart from the rules that demand it.

A fact may declare its indication itself, by a condition or by a concept of the rules. A concept that is narrowed by
mistake narrows the demand and the indication alike, so that nothing would be found; here each stands in its own words,
of the facts alone, with the limits of the book. One that a book does not read says nothing about it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, Final

from ...conditions import Condition, all_of, any_of
from ...facts.model import Fact, every_fact
from ...limit import Limit
from ...rule import fact_atoms
from ...ruleset import RuleSet


class _Book:
    """The facts and limits of a book, by their ids; ``KeyError`` where it has none of that id."""

    def __init__(self, ruleset: RuleSet) -> None:
        self.facts: dict[str, Any] = {fact.id: fact for fact in every_fact(ruleset.subject)}
        self.limits: dict[str, Limit] = {
            atom.operand.id: atom.operand
            for rule in ruleset.rules
            for atom in fact_atoms(rule.when)
            if isinstance(atom.operand, Limit)
        }

    def __getitem__(self, identifier: str) -> Any:
        return self.facts[identifier]

    def limit(self, identifier: str) -> Limit:
        return self.limits[identifier]

    def options(self, identifier: str, *names: str) -> Condition:
        """Return the test for some options of a choice, by their values."""
        fact = self.facts[identifier]
        found: Condition = fact.is_one_of(*(option for option in fact.options if option.value in names))
        return found

    def but(self, identifier: str, name: str) -> Condition:
        """Return the test for any option of a choice but one."""
        fact = self.facts[identifier]
        found: Condition = fact.is_none_of(*(option for option in fact.options if option.value == name))
        return found


Said = Callable[[_Book], Condition]


def _may_be_pregnant(book: _Book) -> Condition:
    return all_of(
        book["reproduction.without_uterus"].ruled_out,
        book["reproduction.permanent_sterilisation"].ruled_out,
        book["reproduction.amenorrhoea"] < book.limit("pregnancy.menopause"),
    )


def _may_nurse(book: _Book) -> Condition:
    return any_of(
        all_of(
            book["reproduction.without_uterus"].ruled_out,
            book["person.age"] < book.limit("pregnancy.breastfeeding_age"),
        ),
        book["reproduction.last_delivery"].within(book.limit("pregnancy.recent_delivery")),
    )


def _thyroid_tests(book: _Book) -> Condition:
    return any_of(
        book["thyroid.hyperthyroidism"].present,
        book["vitals.heart_rate"] > book.limit("cardiovascular.heart_rate_high"),
        book.but("circulation.arrhythmia", "none"),
        book["medicines.takes_thyroid_hormone"].present,
        book["medicines.takes_antithyroid"].present,
        book["medicines.takes_amiodarone_or_lithium"].present,
    )


def _of_a_nose_spray(book: _Book) -> Condition:
    return book.options("plan.product", "esketamine", "racemic intranasal")


def _given_by_mouth(book: _Book) -> Condition:
    return book.options("plan.product", "racemic oral", "racemic sublingual")


SAID: Final[Mapping[str, Mapping[str, Said]]] = {
    "screening": {
        "reproduction.pregnancy_test": _may_be_pregnant,
        "reproduction.pregnancy_reported": _may_be_pregnant,
        "reproduction.contraception_effective": _may_be_pregnant,
        "reproduction.breastfeeding": _may_nurse,
        "thyroid.tsh_below_reference": _thyroid_tests,
        "thyroid.free_t4_above_reference": lambda book: book["thyroid.hyperthyroidism"].present,
        "circulation.latest_cardiovascular_event_kind": lambda book: (
            book["circulation.latest_cardiovascular_event"].ever
        ),
        "circulation.vessel_operation_assessed": lambda book: all_of(
            book["circulation.latest_cardiovascular_event"].ever,
            book.options("circulation.latest_cardiovascular_event_kind", "operation of a vessel"),
        ),
        "psychiatric_history.bipolar_disorder_assessed": lambda book: all_of(
            book["psychiatric_history.mood_disorder_questionnaire_positive"].present,
            book.options("psychiatric_history.bipolar_disorder", "none"),
        ),
        "ketamine_history.prior_medical_ketamine": lambda book: book["ketamine_history.any_reaction"].ruled_out,
        "neurology.severe_head_injury": lambda book: book["neurology.latest_head_injury"].ever,
        "neurology.head_injury_symptoms": lambda book: book["neurology.latest_head_injury"].within(
            book.limit("head_injury.still_near")
        ),
        "breathing.hypercapnia": lambda book: all_of(
            book.but("breathing.copd", "none"),
            book["vitals.oxygen_saturation"] < book.limit("breathing.low_saturation_in_copd"),
        ),
        "breathing.stop_bang": lambda book: any_of(
            book["vitals.body_mass_index"] > book.limit("breathing.screened_for_apnoea"),
            book["circulation.hypertension_treated"].present,
        ),
        "mental_state.dissociation_assessed": lambda book: (
            book["mental_state.dissociative_experiences"] >= book.limit("reality_testing.high_dissociation")
        ),
        "mental_state.cognition_assessed": lambda book: (
            book["mental_state.montreal_cognitive_assessment"] < book.limit("cognition.low_assessment")
        ),
        "substance_use.diagnostic_statement": lambda book: all_of(
            book["substance_use.any_disorder"].never,
            any_of(
                book["substance_use.audit_total"] >= book.limit("substance_use.drinking_score"),
                book["substance_use.dast_10_total"] >= book.limit("substance_use.drug_score"),
            ),
        ),
        "bladder.urinary_workup": lambda book: book["bladder.urinary_symptoms_now"].present,
    },
    "dosing_day": {
        "reproduction.pregnancy_test": _may_be_pregnant,
        "reproduction.pregnancy_reported": _may_be_pregnant,
        "reproduction.breastfeeding": _may_nurse,
        "today.last_benzodiazepine": lambda book: book["medicines.takes_benzodiazepine"].present,
        "today.last_sedative": lambda book: book["medicines.takes_opioid"].present,
        "medicines.takes_cyp_inhibitor": _given_by_mouth,
        "today.last_nasal_spray": _of_a_nose_spray,
    },
    "discharge": {
        "recovery.respiratory_depression_ended": lambda book: book.options(
            "recovery.respiratory_depression_since_dose", "resolved"
        ),
        "recovery.antagonist_given": lambda book: book.options(
            "recovery.respiratory_depression_since_dose", "resolved"
        ),
    },
}
"""By rule set, then by fact."""


def indications(ruleset: RuleSet, fact: Fact) -> tuple[Condition, ...]:
    """Return the conditions under which a fact on indication is to be asked for: its own, and what is said here."""
    own = ruleset.indication(fact)
    said = SAID.get(ruleset.name, {}).get(fact.id)
    return tuple(each for each in (own, None if said is None else said(_Book(ruleset))) if each is not None)

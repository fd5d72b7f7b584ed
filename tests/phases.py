"""The forms of the other phases, and how each becomes a practice or a session. The library knows nothing of them.

A case stands alone: a dosing day, a discharge, a question after a session, a setting, a tier that is asked for. What
the rules need and a form has no key for is answered from ``FORM_ANSWERS``. An unknown key or value is an error.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from typing import Any

import attrs

from kaprules import NEVER, Decision, HoursAgo, Outcome, Quantity, Recorded, Reporter, RuleSet, decide
from kaprules.facts.follow_up import Question
from kaprules.facts.mental_state import MoodEpisode, RealityTesting
from kaprules.facts.model import Subject, groups_of
from kaprules.facts.plan import ConsentedTier, Monitoring, Product, Tier
from kaprules.facts.premises import MedicalMonitoring, Place
from kaprules.facts.readiness import Judgement
from kaprules.facts.recovery import RespiratoryDepression, Sedation
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest
from kaprules.facts.session import Session
from kaprules.facts.team import Prescriber, PrescriberPresence, Psychotherapist
from kaprules.facts.terms import Supply
from kaprules.facts.today import Discussed, HealthChange, LastIntegration, SuicidalityToday
from kaprules.facts.vitals import BloodPressure
from kaprules.possible import Absence
from kaprules.rulesets import AFTERCARE, DISCHARGE, DOSE_TIERS, DOSING_DAY, SETTING
from tests.forms import NOTHING, YES_NO, FormError, Put, absent, no

Locale = Callable[[Put, Any, date], None]
OUTCOMES = {
    "no_barrier_found": Outcome.NO_EXCLUSION_FOUND,
    "clinician_review": Outcome.CAUTION,
    "insufficient_information": Outcome.INCOMPLETE,
    "not_eligible": Outcome.EXCLUDED,
}
PRODUCTS = {
    "racemic_sublingual": Product.RACEMIC_SUBLINGUAL,
    "racemic_oral": Product.RACEMIC_ORAL,
    "racemic_in": Product.RACEMIC_INTRANASAL,
    "racemic_intranasal": Product.RACEMIC_INTRANASAL,
    "racemic_im": Product.RACEMIC_INTRAMUSCULAR,
    "racemic_iv": Product.RACEMIC_INTRAVENOUS,
    "esketamine": Product.ESKETAMINE,
    "esketamine_REMS": Product.ESKETAMINE,
}


def said_by(value: Any) -> tuple[Any, Recorded]:
    """Return an answer, and who gave it when, as far as the form says."""
    if not isinstance(value, dict) or not {"by", "date"} & set(value):
        return value, Recorded(None)
    rest = {key: each for key, each in value.items() if key not in ("by", "date")}
    evidence = Recorded(
        None,
        on=date.fromisoformat(value["date"]) if "date" in value else None,
        by=Reporter(value["by"]) if "by" in value else None,
    )
    return (rest["value"] if set(rest) == {"value"} else rest), evidence


def looked_up(key: str, value: object, words: Mapping[Any, Any]) -> Any:
    if isinstance(value, str) and value in words:
        return words[value]
    given = absent(value)
    if given is None:
        raise no(key, value)
    return given


def word(fact: str, words: Mapping[str, Any]) -> Locale:
    """Read one of several words."""
    return lambda put, value, on: put(fact, looked_up(fact, value, words))


def flag(fact: str, yes: str = "yes", *others: str) -> Locale:
    """Read whether something is so; ``yes`` is the word that says it, ``others`` those that deny it."""
    return word(fact, {yes: True, **dict.fromkeys(others or ("no",), False)})


def number(fact: str, unit: str = "", *, before: bool = False) -> Locale:
    """Read a number with its unit, measured at the moment of asking; of what was ``before`` the form says no time."""

    def read(put: Put, value: Any, now: date) -> None:
        on = None if before else now
        given = absent(value)
        if given is not None:
            put(fact, given)
        elif isinstance(value, int | Decimal) and not isinstance(value, bool) and not unit:
            put(fact, Recorded(value, on=on))
        elif isinstance(value, dict) and set(value) == {"value", "unit"} and unit:
            put(fact, Recorded(Quantity(value["value"], value["unit"]), on=on))
        else:
            raise no(fact, value)

    return read


def hours(fact: str) -> Locale:
    """Read how many hours ago something happened, if ever."""

    def read(put: Put, value: Any, on: date) -> None:
        given = absent(value)
        if given is not None:
            put(fact, given)
        elif value in ("never", "none"):
            put(fact, NEVER)
        else:
            put(fact, HoursAgo(_in(fact, value, {"h": Fraction(1), "min": Fraction(1, 60)})))

    return read


def _in(key: str, value: Any, units: Mapping[str, Fraction]) -> Fraction:
    if not isinstance(value, dict) or set(value) != {"value", "unit"} or value["unit"] not in units:
        raise no(key, value)
    return Fraction(value["value"]) * units[value["unit"]]


def pressures(*facts: str, before: bool = False) -> Locale:
    """Read one pressure, as the two numbers that the facts are; of one ``before`` the form says no time."""

    def read(put: Put, value: Any, now: date) -> None:
        on = None if before else now
        parts = _pressure(value)
        for fact, part in zip(facts, parts, strict=True):
            put(fact, part if part is NOTHING or not isinstance(part, Quantity) else Recorded(part, on=on))

    return read


def _pressure(value: Any) -> tuple[Any, Any]:
    given = absent(value)
    if given is not None:
        return given, given
    if not isinstance(value, dict) or set(value) != {"systolic", "diastolic", "unit"}:
        raise no("bp", value)
    return Quantity(value["systolic"], value["unit"]), Quantity(value["diastolic"], value["unit"])


def _pressure_now(put: Put, value: Any, on: date) -> None:
    systolic, diastolic = _pressure(value)
    if isinstance(systolic, Quantity):
        put("vitals.pressures", [BloodPressure(systolic=systolic, diastolic=diastolic, on=on)])
    else:
        put("vitals.pressures", systolic)


def _pregnancy_possible(put: Put, value: Any, on: date) -> None:
    possible = looked_up("pregnancy_possible", value, YES_NO)
    if possible is True:
        put("reproduction.without_uterus", False)
        put("reproduction.permanent_sterilisation", False)
        put("reproduction.amenorrhoea", 0)
    elif possible is False:
        put("reproduction.without_uterus", True)


def _pregnancy_test(put: Put, value: Any, on: date) -> None:
    given = absent(value)
    if given is not None:
        put("reproduction.pregnancy_test", given)
        return
    if not isinstance(value, dict) or set(value) - {"result", "specimen", "datetime"}:
        raise no("pregnancy_test", value)
    result = looked_up("pregnancy_test.result", value.get("result"), {r.name.lower(): r for r in PregnancyTest})
    taken = moment("pregnancy_test.datetime", value.get("datetime"))
    put("reproduction.pregnancy_test", Recorded(result, on=taken, by=Reporter.LABORATORY))


def moment(key: str, value: Any) -> datetime:
    """Return a time of the form, which is that of the clinic: the cases do not say where it lies."""
    try:
        return datetime.fromisoformat(value).replace(tzinfo=UTC)
    except (TypeError, ValueError):
        raise no(key, value) from None


def _evaluated(put: Put, value: Any, on: date) -> None:
    given = absent(value)
    for fact in ("evaluations.medical_in_person", "evaluations.psychological_in_person"):
        put(fact, date.fromisoformat(value) if given is None else given)


def _booked(put: Put, value: Any, on: date) -> None:
    if value == "none":
        put("plan.integration_booked", False)
    else:
        number("plan.integration_hours", "h" if isinstance(value, dict) else "")(put, value, on)


def ignored(*known: object) -> Locale:
    """A key that no rule reads, with the values that it may have."""

    def read(put: Put, value: Any, on: date) -> None:
        if value not in known:
            raise FormError(f"{value!r}: the form has no such value")

    return read


MONITORED = {"none": Monitoring.NONE, "intermittent": Monitoring.INTERMITTENT, "continuous": Monitoring.CONTINUOUS}
CHANGES = {
    "no": HealthChange.NONE,
    "hallucinations": HealthChange.PSYCHOTIC_SYMPTOMS,
    "mania": HealthChange.MANIC_SYMPTOMS,
    "seizure": HealthChange.SERIOUS_EVENT,
    "head_injury": HealthChange.SERIOUS_EVENT,
    "yes": HealthChange.OTHER,
    "other": HealthChange.OTHER,
    "heart_attack": HealthChange.SERIOUS_EVENT,
    "stroke": HealthChange.SERIOUS_EVENT,
} | dict.fromkeys(
    ("pulmonary_embolism", "deep_vein_thrombosis", "coronary_stent", "cardiac_arrest", "aneurysm_found"),
    HealthChange.CARDIOVASCULAR_EVENT,
)
DOSING_KEYS: dict[str, Locale] = {
    "screening_outcome": word("plan.screening", OUTCOMES),
    "product": word("plan.product", PRODUCTS),
    "bp": _pressure_now,
    "heart_rate": number("vitals.heart_rate", "/min"),
    "spo2": number("vitals.oxygen_saturation", "%"),
    "food_hours_ago": hours("today.last_meal"),
    "liquid_hours_ago": hours("today.last_liquid"),
    "alcohol_hours_ago": hours("today.last_alcohol"),
    "cannabis_hours_ago": hours("today.last_cannabis"),
    "stimulant_today": flag("today.stimulant"),
    "pregnancy_possible": _pregnancy_possible,
    "pregnancy_test": _pregnancy_test,
    "escort": flag("plan.escort_arranged"),
    "intoxicated_now": flag("today.intoxicated"),
    "change_in_health": word("today.change_in_health", CHANGES),
    "cssrs_since_last": word(
        "today.suicidality",
        {
            "negative": SuicidalityToday.NEGATIVE,
            "ideation": SuicidalityToday.IDEATION,
            "positive": SuicidalityToday.INTENT_OR_BEHAVIOUR,
            "intent": SuicidalityToday.INTENT_OR_BEHAVIOUR,
        },
    ),
    "consent_reconfirmed": flag("today.consent_reconfirmed"),
    "pregnancy_reported": word("reproduction.pregnancy_reported", {each.value: each for each in PregnancyReport}),
    "breastfeeding": flag("reproduction.breastfeeding"),
    "mood_today": word("today.mood", {each.value: each for each in MoodEpisode}),
    "reality_testing_today": word("today.reality_testing", {each.value: each for each in RealityTesting}),
    "last_sedative_hours_ago": hours("today.last_sedative"),
}
DISCHARGE_KEYS: dict[str, Locale] = {
    "sedation": word(
        "recovery.sedation",
        {"none": Sedation.NONE, "drowsy": Sedation.DROWSY, "hard_to_wake": Sedation.HARD_TO_WAKE},
    ),
    "respiratory_depression": word(
        "recovery.respiratory_depression", {each.value: each for each in RespiratoryDepression}
    ),
    "respiratory_rate": number("recovery.respiratory_rate", "/min"),
    "respiratory_depression_ended": hours("recovery.respiratory_depression_ended"),
    "antagonist_given": flag("recovery.antagonist_given"),
    "product": word("plan.product", PRODUCTS),
    "minutes_since_dose": hours("recovery.last_dose"),
    "padss": number("recovery.padss"),
    "aldrete": number("recovery.aldrete"),
    "bp": pressures("recovery.systolic", "recovery.diastolic"),
    "bp_baseline": pressures("recovery.baseline_systolic", "recovery.baseline_diastolic", before=True),
    "spo2": number("recovery.oxygen_saturation", "%"),
    "spo2_baseline": number("recovery.baseline_oxygen_saturation", "%", before=True),
    "oriented": flag("recovery.oriented"),
    "gait": flag("recovery.gait_steady", "steady", "unsteady"),
    "dissociation": flag("recovery.dissociation_resolved", "resolved", "present", "ongoing"),
    "escort_present": flag("recovery.escort_present"),
    "new_suicidal_intent": flag("recovery.new_suicidal_intent"),
}
AFTERCARE_KEYS: dict[str, Locale] = {
    "session_end": lambda put, value, on: put("follow_up.session_end", moment("session_end", value)),
    "slept": flag("follow_up.slept"),
}
SETTING_KEYS: dict[str, Locale] = {
    "prescriber": word(
        "team.prescriber",
        {
            "none": Prescriber.NONE,
            "named, licensed": Prescriber.WITHOUT_AUTHORITY,
            "named, licensed, controlled-substance authority": Prescriber.WITH_AUTHORITY,
        },
    ),
    "psychotherapist": word(
        "team.psychotherapist", {"none": Psychotherapist.NONE, "named, licensed": Psychotherapist.LICENSED_HERE}
    ),
    "medical_monitoring": word(
        "premises.monitoring",
        {"no": MedicalMonitoring.NONE, "partial": MedicalMonitoring.PARTIAL, "yes": MedicalMonitoring.COMPLETE},
    ),
    "setting": word(
        "premises.place",
        {"clinic": Place.CLINIC, "hospital": Place.HOSPITAL, "home": Place.HOME, "home_alone": Place.HOME},
    ),
    "product": word(
        "terms.product",
        {
            "racemic_offlabel": Supply.LICENSED_RACEMIC,
            "compounded": Supply.COMPOUNDED,
            "esketamine": Supply.ESKETAMINE,
            "esketamine_REMS": Supply.ESKETAMINE,
        },
    ),
    "emergency_plan": flag("premises.emergency_plan"),
    "in_person_evaluation_date": _evaluated,
    "integration_offered": flag("team.integration_offered"),
    "prescriber_on_site": word(
        "team.prescriber_on_site",
        {
            "yes": PrescriberPresence.ON_SITE,
            "on_call": PrescriberPresence.ON_CALL,
            "no": PrescriberPresence.NEITHER,
        },
    ),
    "pulse_oximeter": flag("premises.pulse_oximeter"),
    "rems_enrolled": flag("terms.programme_enrolled"),
    "off_label_consent": flag("terms.off_label_consent"),
}
TIER_KEYS: dict[str, Locale] = {
    "screening_outcome": word("plan.screening", OUTCOMES),
    "open_cautions": number("plan.open_cautions"),
    "prep_sessions": number("plan.prep_sessions"),
    "prior_mild_tolerated": number("plan.prior_mild_tolerated"),
    "prior_moderate_tolerated": number("plan.prior_moderate_tolerated"),
    "integration_booked_hours": _booked,
    "escort": flag("plan.escort_arranged"),
    "overnight_adult": flag("plan.adult_overnight"),
    "therapist_in_room": flag("plan.therapist_in_room"),
    "monitoring": word("plan.monitoring", MONITORED),
    "cssrs_max_item": number("plan.highest_suicidality_item"),
    "asked": ignored(*(tier.name.lower() for tier in Tier)),
}


@attrs.frozen
class Form:
    """The form of one phase: its rule set, its keys, and what it has no key for."""

    ruleset: RuleSet
    keys: Mapping[str, Locale]
    answers: Mapping[str, Any]


FORMS: dict[str, Form] = {
    "site": Form(
        SETTING,
        SETTING_KEYS,
        {
            "terms.off_label_consent": True,
            "team.prescriber_on_site": PrescriberPresence.ON_SITE,
            "premises.pulse_oximeter": True,
        },
    ),
    "tier": Form(
        DOSE_TIERS,
        TIER_KEYS,
        {
            "plan.consented_tier": ConsentedTier.HIGH,
            "plan.mild_first_waived": False,
            "plan.support_person_named": True,
            "plan.home_unsafe": False,
            "plan.untreated_apnoea": False,
            "plan.raised_pressure": False,
        },
    ),
    "pre_session": Form(
        DOSING_DAY,
        DOSING_KEYS,
        {
            "plan.open_cautions": 0,
            "plan.consented_tier": ConsentedTier.HIGH,
            "plan.prep_sessions": 2,
            "plan.home_unsafe": False,
            "today.decision_capacity": Judgement.YES,
            "today.discussed": Discussed.BOTH,
            "today.last_integration": LastIntegration.NO_EARLIER_DOSE,
            "today.acute_infection": False,
            "today.medicines_changed": False,
            "today.last_nasal_spray": NEVER,
            "today.mood": MoodEpisode.DEPRESSIVE,
            "today.reality_testing": RealityTesting.INTACT,
            "today.last_sedative": NEVER,
            "reproduction.pregnancy_reported": PregnancyReport.NO,
            "reproduction.breastfeeding": False,
            "reproduction.last_delivery": NEVER,
            "medicines.listed": [],
        },
    ),
    "discharge": Form(
        DISCHARGE,
        DISCHARGE_KEYS,
        {
            "recovery.pressure_checked_at_peak": True,
            "recovery.sedation": Sedation.NONE,
            "recovery.respiratory_depression": RespiratoryDepression.NONE,
            "recovery.respiratory_rate": 14,
        },
    ),
    "follow_up": Form(AFTERCARE, AFTERCARE_KEYS, {"follow_up.asked": Question.DRIVING}),
}
GROUPS = groups_of(Session)
FORM_ANSWERS: dict[str, Any] = {
    fact: answer.name.lower() if isinstance(answer, Enum) else answer
    for form in FORMS.values()
    for fact, answer in form.answers.items()
}
"""What the forms have no key for, as it is answered for them."""


def by_whom(fact: str, value: Any, evidence: Recorded) -> Any:
    """Return an answer with who gave it when: a clinician where only some may, and the form names nobody."""
    group, name = fact.split(".")
    allowed: tuple[Reporter, ...] = getattr(GROUPS[group], name).may_rule_out if group in GROUPS else ()
    by = evidence.by or (Reporter.CLINICIAN if Reporter.CLINICIAN in allowed else None)
    if isinstance(value, Absence) or (by, evidence.on) == (None, None):
        return value
    given = value if isinstance(value, Recorded) else Recorded(value)
    return attrs.evolve(given, by=given.by or by, on=given.on if evidence.on is None else evidence.on)


def subject_of(facts: Mapping[str, Any], as_of: date) -> tuple[Form, Subject, date]:
    """Return the form of a case, whom or what it describes, and when it is asked."""
    if facts.get("phase") not in FORMS:
        raise no("phase", facts.get("phase"))
    form = FORMS[facts["phase"]]
    asked = facts.get("now", facts.get("ask"))
    on: date = moment("now", asked) if asked is not None else datetime.combine(as_of, time(9), UTC)
    if form.ruleset.phase.value != "dosing day":
        on = date.fromordinal(on.toordinal())
    found: dict[str, Any] = {}
    evidence = Recorded(None)

    def put(fact: str, value: Any) -> None:
        if value is not NOTHING:
            found[fact] = by_whom(fact, value, evidence)

    for key, value in facts.items():
        if key in form.keys:
            answer, evidence = said_by(value)
            form.keys[key](put, answer, on)
        elif key not in ("phase", "now", "ask"):
            raise FormError(f"{key}: the form of this phase has no such key")
    groups: dict[str, dict[str, Any]] = {}
    answers = {fact: by_whom(fact, value, Recorded(None)) for fact, value in form.answers.items()}
    for fact, value in (answers | found).items():
        group, name = fact.split(".")
        groups.setdefault(group, {})[name] = value
    kinds = groups_of(form.ruleset.subject)
    subject = form.ruleset.subject(**{group: kinds[group](**values) for group, values in groups.items()})
    return form, subject, on


def decided(facts: Mapping[str, Any], as_of: date) -> Decision:
    """Decide the case of another phase; the form's times are of UTC."""
    form, subject, on = subject_of(facts, as_of)
    return decide(form.ruleset, subject, on=on, zone=None if isinstance(on, datetime) else "UTC")


def tiers(decision: Decision) -> dict[str, list[str]]:
    """Return which tiers are open, and which once a caution has been reviewed."""
    judged = {tier.name.lower(): each.outcome for tier, each in decision.alternatives.items()}
    found = {"open": [name for name, outcome in judged.items() if outcome is Outcome.NO_EXCLUSION_FOUND]}
    review = [name for name, outcome in judged.items() if outcome is Outcome.CAUTION]
    return found | ({"after_review": review} if review else {})

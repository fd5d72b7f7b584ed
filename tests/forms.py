"""The intake form's vocabulary, and how it becomes a client. The library knows nothing of it.

Every key of the form is in one of two tables: ``READERS`` for what the rules read, ``LATER`` for what belongs to
phases whose rules do not exist yet. An unknown key, or a value that the key does not know, is an error that names it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any

import attrs

from kaprules import Absence, Client, Recorded, Reporter
from kaprules.facts.anaesthesia import AsaClass
from kaprules.facts.bladder import InterstitialCystitis
from kaprules.facts.breathing import Asthma, LungDisease, PapUse
from kaprules.facts.circulation import Arrhythmia, Electrocardiogram, NyhaClass
from kaprules.facts.client import GROUPS
from kaprules.facts.eye import EyeDisease
from kaprules.facts.intracranial import Hydrocephalus, IntracranialPressure
from kaprules.facts.ketamine_history import PriorKetamine, Reaction, ReactionAgent, ReactionKind, UseDisorder
from kaprules.facts.liver import ChildPugh
from kaprules.facts.medicines import Medicine, MedicineStatus, Reason
from kaprules.facts.mental_state import MoodEpisode, RealityTesting
from kaprules.facts.model import HAPPENED, NEVER, Between, OneOf, PartialDate, Quantity
from kaprules.facts.neurology import HeadInjury, InjurySeverity
from kaprules.facts.psychiatric_history import Bipolar, PsychoticDisorder, PsychoticDisorderType
from kaprules.facts.readiness import Consent, Judgement, Willingness
from kaprules.facts.reproduction import PregnancyReport, PregnancyTest
from kaprules.facts.seizures import SeizureControl
from kaprules.facts.substance_use import (
    Analyte,
    DisorderStatus,
    Severity,
    Substance,
    SubstanceDisorder,
    TestResult,
    UrineDrugTest,
)
from kaprules.facts.thyroid import Control
from kaprules.facts.vitals import BloodPressure
from kaprules.ingredients import MedicineClass, resolve


class FormError(ValueError):
    """A key or a value that the form does not know."""


Put = Callable[[str, Any], None]
Locale = Callable[[Put, Any], None]
NOTHING = object()
"""Not asked."""


def no(key: str, value: object) -> FormError:
    return FormError(f"{key} is {value!r}: the form has no such value")


# Single values ------------------------------------------------------------------------------------------------


def absent(value: object) -> object:
    """Return the absence that a form's value stands for, NOTHING where it was not asked, or None for a real value."""
    if value is None or value in ("missing", "not_applicable", "not_asked", "not_done"):
        return NOTHING
    return {"unknown": Absence.NOT_KNOWN, "declined": Absence.DECLINED}.get(value) if isinstance(value, str) else None


def day(key: str, value: object) -> date:
    try:
        return datetime.fromisoformat(value) if "T" in str(value) else date.fromisoformat(value)  # type: ignore[arg-type] # refused below
    except (TypeError, ValueError):
        raise no(key, value) from None


def event(key: str, value: object) -> Any:
    """Return an event: none or never, a date that may be partial, or yes, date unknown."""
    if value in ("none", "never", "no"):
        return NEVER
    if value == "yes":
        return HAPPENED
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", value)):
        return PartialDate(int(match[1]), int(match[2]) if match[2] else None)
    return day(key, value)


def evidenced(key: str, value: object, read: Callable[[object], Any]) -> Any:
    """Return a value with the evidence that the form holds beside it."""
    if not isinstance(value, dict):
        return read(value)
    known = {"value", "unit", "date", "datetime", "by", "ref_low", "ref_high"}
    strange = set(value) - known
    if strange or "value" not in value:
        raise FormError(f"{key} holds {sorted(strange) or 'no value'}: the form does not know that")
    raw = value["value"]
    given = absent(raw)
    inner = read({"value": raw, "unit": value["unit"]} if "unit" in value else raw) if given is None else given
    if inner is NOTHING:
        return NOTHING
    on = value.get("date", value.get("datetime"))
    by = value.get("by")
    reporters = {"clinician": Reporter.CLINICIAN, "client": Reporter.CLIENT, "lab": Reporter.LABORATORY}
    reporters |= {"record": Reporter.RECORD, "device": Reporter.DEVICE, "staff": Reporter.CLINICIAN}
    if by is not None and by not in reporters:
        raise no(f"{key}.by", by)
    if on is None and by is None:
        return inner
    return Recorded(inner, on=day(key, on) if on is not None else None, by=reporters[by] if by else None)


def flag(fact: str, words: Mapping[str, bool] | None = None) -> Locale:
    """Read yes or no."""
    table = words or {"yes": True, "no": False}

    def read(put: Put, value: Any) -> None:
        put(fact, evidenced(fact, value, lambda raw: _looked_up(fact, raw, table)))

    return read


def choice(fact: str, words: Mapping[Any, Any], by_clinic: bool = False) -> Locale:
    """Read one of several words. What the clinic's own staff records needs no reporter on the form."""

    def read(put: Put, value: Any) -> None:
        put(fact, evidenced(fact, value, lambda raw: _looked_up(fact, raw, words)))

    return read


def _looked_up(key: str, raw: object, table: Mapping[Any, Any]) -> Any:
    if isinstance(raw, str | int) and not isinstance(raw, bool) and raw in table:
        return table[raw]
    given = absent(raw)
    if given is None:
        raise no(key, raw)
    return given


def number(fact: str, unit: str = "") -> Locale:
    """Read a number with its unit."""

    def read(put: Put, value: Any) -> None:
        put(fact, evidenced(fact, value, lambda raw: measured(fact, raw, unit)))

    return read


def measured(key: str, raw: object, unit: str) -> Any:
    given = absent(raw)
    if given is not None:
        return given
    if isinstance(raw, dict):
        if set(raw) != {"value", "unit"}:
            raise no(key, raw)
        return measured(key, raw["value"], "") if raw["unit"] in ("{#}", "{score}") else _quantity(key, raw)
    if isinstance(raw, int | Decimal) and not isinstance(raw, bool) and not unit:
        return raw
    raise no(key, raw)


def _quantity(key: str, raw: dict[str, Any]) -> Any:
    if not isinstance(raw["value"], int | Decimal) or isinstance(raw["value"], bool):
        raise no(key, raw["value"])
    return Quantity(raw["value"], raw["unit"])


def happened(fact: str) -> Locale:
    """Read an event."""

    def read(put: Put, value: Any) -> None:
        given = absent(value)
        put(fact, event(fact, value) if given is None else given)

    return read


# Values that need a reading of their own ----------------------------------------------------------------------


def _birth_date(put: Put, value: Any) -> None:
    given = absent(value)
    put("person.birth_date", day("birth_date", value) if given is None else given)


def _pressures(put: Put, value: Any) -> None:
    given = absent(value)
    if given is not None:
        put("vitals.pressures", given)
        return
    if not isinstance(value, list):
        raise no("bp", value)
    readings = []
    for entry in value:
        if not isinstance(entry, dict) or not {"systolic", "diastolic", "unit"} <= set(entry):
            raise no("bp", entry)
        strange = set(entry) - {"systolic", "diastolic", "unit", "date", "datetime", "rested"}
        if strange:
            raise FormError(f"bp holds {sorted(strange)}: the form does not know that")
        parts = {part: Quantity(entry[part], entry["unit"]) for part in ("systolic", "diastolic")}
        readings.append(BloodPressure(**parts, on=day("bp", entry.get("date", entry.get("datetime")))))
    put("vitals.pressures", readings)


def _without_uterus(put: Put, value: Any) -> None:
    table = {"no uterus": True, "uterus present": False, "hysterectomy": True}
    put("reproduction.without_uterus", _looked_up("pregnancy_possible_basis", value, table))


def _pregnancy_possible(put: Put, value: Any) -> None:
    """The form's own conclusion: the library concludes it from what it rests on."""
    if value not in ("yes", "no", "unknown", "derive", None, "missing"):
        raise no("pregnancy_possible", value)


def _pregnancy_test(put: Put, value: Any) -> None:
    given = absent(value)
    if given is not None:
        put("reproduction.pregnancy_test", given)
        return
    if not isinstance(value, dict) or set(value) - {"result", "specimen", "datetime", "date"}:
        raise no("pregnancy_test", value)
    if value.get("specimen") not in (None, "urine", "blood", "serum"):
        raise no("pregnancy_test.specimen", value["specimen"])
    results = {result.name.lower(): result for result in PregnancyTest}
    result = _looked_up("pregnancy_test.result", value.get("result"), results)
    on = day("pregnancy_test", value.get("datetime", value.get("date")))
    put("reproduction.pregnancy_test", Recorded(result, on=on, by=Reporter.LABORATORY))


def _menopause(put: Put, value: Any) -> None:
    put(
        "reproduction.amenorrhoea",
        evidenced(
            "menopause_months_amenorrhoea", value, lambda raw: measured("menopause_months_amenorrhoea", raw, "mo")
        ),
    )


def _laboratory(fact: str, reference: str, end: str) -> Locale:
    def read(put: Put, value: Any) -> None:
        put(fact, evidenced(fact, value, lambda raw: measured(fact, raw, "unit")))
        if isinstance(value, dict) and end in value:
            put(reference, Quantity(value[end], value["unit"]))

    return read


def _arrhythmia(put: Put, value: Any) -> None:
    table = {"no": Arrhythmia.NONE, "yes": Arrhythmia.UNCONTROLLED}
    put("circulation.arrhythmia", _looked_up("uncontrolled_arrhythmia", value, table))


def _psychotic_disorders(put: Put, value: Any) -> None:
    if value == "none":
        put("psychiatric_history.psychotic_disorders", [])
        return
    given = absent(value)
    if given is not None:
        put("psychiatric_history.psychotic_disorders", given)
        return
    types = {kind.name.lower(): kind for kind in PsychoticDisorderType}
    disorders = []
    for entry in _list("psychotic_disorder_history", value):
        strange = set(entry) - {"type", "last_symptoms", "clinician_confirmed", "source", "client_says"}
        if strange:
            raise FormError(f"psychotic_disorder_history holds {sorted(strange)}: the form does not know that")
        facts: dict[str, Any] = {}
        kind = _looked_up("psychotic_disorder_history.type", entry.get("type"), types)
        if kind is not NOTHING:
            facts["type"] = kind
        if (last := entry.get("last_symptoms")) is not None:
            facts["last_symptoms"] = event("last_symptoms", last) if absent(last) is None else absent(last)
        if (confirmed := entry.get("clinician_confirmed")) is not None:
            facts["by"] = _looked_up(
                "clinician_confirmed", confirmed, {"yes": Reporter.CLINICIAN, "no": Reporter.CLIENT}
            )
        if (source := entry.get("source")) is not None:
            facts |= {"reference": source, "by": Reporter.RECORD}
        if (says := entry.get("client_says")) is not None:
            facts["denied_by_client"] = _looked_up("client_says", says, {"none": True, "no": True, "yes": False})
        disorders.append(PsychoticDisorder(**{k: v for k, v in facts.items() if v is not NOTHING}))
    put("psychiatric_history.psychotic_disorders", disorders)


def _list(key: str, value: object) -> list[dict[str, Any]]:
    if not isinstance(value, list) or not all(isinstance(entry, dict) for entry in value):
        raise no(key, value)
    return value


def _reactions(put: Put, value: Any, excipient: Any) -> None:
    allergic = _looked_up("excipient_allergy", excipient, YES_NO)
    immune = OneOf(
        ReactionKind.ANAPHYLAXIS, ReactionKind.URTICARIA_OR_ANGIOEDEMA, ReactionKind.RASH, ReactionKind.BRONCHOSPASM
    )
    to_excipient = [Reaction(kind=immune, agent=ReactionAgent.EXCIPIENT)] if allergic is True else []
    if value == "none":
        put("ketamine_history.reactions", to_excipient)
        return
    given = absent(value)
    if given is not None:
        put("ketamine_history.reactions", given)
        return
    if not isinstance(value, dict) or set(value) - {"kind", "agent", "date"}:
        raise no("ketamine_reaction", value)
    kinds = {
        "anaphylaxis": ReactionKind.ANAPHYLAXIS,
        "urticaria_angioedema": ReactionKind.URTICARIA_OR_ANGIOEDEMA,
        "rash": ReactionKind.RASH,
        "bronchospasm": ReactionKind.BRONCHOSPASM,
        "intolerance": ReactionKind.INTOLERANCE,
        "severe_emergence": ReactionKind.SEVERE_EMERGENCE,
    }
    agents = {
        "ketamine": ReactionAgent.KETAMINE,
        "esketamine": ReactionAgent.ESKETAMINE,
        "excipient": ReactionAgent.EXCIPIENT,
    }
    facts = {
        "kind": _looked_up("ketamine_reaction.kind", value.get("kind"), kinds),
        "agent": _looked_up("ketamine_reaction.agent", value.get("agent"), agents),
    }
    when = value.get("date")
    facts["happened"] = event("ketamine_reaction.date", when) if absent(when) is None else HAPPENED
    reaction = Reaction(**{k: v for k, v in facts.items() if v is not NOTHING and not isinstance(v, Absence)})
    put("ketamine_history.reactions", [reaction, *to_excipient])


def _head_injuries(put: Put, value: Any) -> None:
    if value == "none":
        put("neurology.head_injuries", [])
        return
    given = absent(value)
    if given is not None:
        put("neurology.head_injuries", given)
        return
    severities = {severity.name.lower(): severity for severity in InjurySeverity}
    injuries = []
    for entry in _list("tbi", value):
        strange = set(entry) - {"date", "severity", "symptoms_now", "loc_minutes", "imaging_abnormal"}
        if strange:
            raise FormError(f"tbi holds {sorted(strange)}: the form does not know that")
        when = entry.get("date")
        facts: dict[str, Any] = {"happened": event("tbi.date", when) if absent(when) is None else HAPPENED}
        facts["severity"] = _looked_up("tbi.severity", entry.get("severity"), severities)
        facts["symptoms_now"] = _looked_up("tbi.symptoms_now", entry.get("symptoms_now"), YES_NO)
        injuries.append(HeadInjury(**{k: v for k, v in facts.items() if v is not NOTHING}))
    put("neurology.head_injuries", injuries)


def _pap(put: Put, value: Any) -> None:
    put("breathing.pap_use", _looked_up("pap_adherent", value, {"yes": PapUse.ADHERENT, "no": PapUse.NOT_ADHERENT}))


def _disorders(put: Put, value: Any) -> None:
    if value == "none":
        put("substance_use.disorders", [])
        return
    given = absent(value)
    if given is not None:
        put("substance_use.disorders", given)
        return
    substances = {substance.name.lower(): substance for substance in Substance}
    severities = {severity.name.lower(): severity for severity in Severity}
    statuses = {status.name.lower(): status for status in DisorderStatus}
    disorders = []
    for entry in _list("sud", value):
        strange = set(entry) - {"substance", "severity", "status", "last_criteria_met", "last_use"}
        if strange:
            raise FormError(f"sud holds {sorted(strange)}: the form does not know that")
        facts: dict[str, Any] = {
            "substance": _looked_up("sud.substance", entry.get("substance"), substances),
            "severity": _looked_up("sud.severity", entry.get("severity"), severities),
            # Where the form gives the day on which criteria were last met, that day says that they are not met now.
            "status": _looked_up("sud.status", entry.get("status"), statuses)
            if entry.get("status") is not None or entry.get("last_criteria_met") is None
            else OneOf(*(status for status in DisorderStatus if status is not DisorderStatus.ACTIVE)),
        }
        for name in ("last_criteria_met", "last_use"):
            when = entry.get(name)
            facts[name] = event(f"sud.{name}", when) if absent(when) is None else absent(when)
        disorders.append(SubstanceDisorder(**{k: v for k, v in facts.items() if v is not NOTHING}))
    put("substance_use.disorders", disorders)


def _urine_drug_screen(put: Put, value: Any) -> None:
    if value == "negative":
        put("substance_use.urine_drug_tests", [])
        return
    given = absent(value)
    if given is not None:
        put("substance_use.urine_drug_tests", given)
        return
    analytes = {analyte.name.lower(): analyte for analyte in Analyte}
    tests = []
    for entry in _list("uds", value):
        if set(entry) - {"analyte", "result", "prescribed", "date"}:
            raise no("uds", entry)
        facts: dict[str, Any] = {
            "analyte": _looked_up("uds.analyte", entry.get("analyte"), analytes),
            "result": _looked_up("uds.result", entry.get("result"), {r.name.lower(): r for r in TestResult}),
            "prescribed": _looked_up("uds.prescribed", entry.get("prescribed"), YES_NO),
        }
        on = day("uds.date", entry.get("date"))
        tests.append(UrineDrugTest(on=on, **{k: v for k, v in facts.items() if v is not NOTHING}))
    put("substance_use.urine_drug_tests", tests)


YES_NO = {"yes": True, "no": False}


# Medicines -----------------------------------------------------------------------------------------------------

ON_MOOD_OR_THOUGHT = {MedicineClass.ANTIPSYCHOTIC, MedicineClass.MOOD_STABILISER}
REASONS = {reason.name.lower(): reason for reason in Reason} | {
    "bipolar_disorder": Reason.BIPOLAR,
    "thyroid_disease": Reason.THYROID,
    "coronary_disease": Reason.CORONARY,
    "rhythm_disorder": Reason.RHYTHM,
    "embolism_or_thrombosis": Reason.EMBOLISM,
    "valve_disease": Reason.VALVE,
    "eye_disease": Reason.EYE,
    "substance_use": Reason.SUBSTANCES,
}
REPORTERS = {reporter.name.lower(): reporter for reporter in Reporter} | {"prescriber": Reporter.CLINICIAN}


def _medications(put: Put, value: Any, reason: Any, reviewed: Any, maintained: bool) -> None:
    given = absent(value)
    if given is not None:
        put("medicines.listed", given)
        return
    if not isinstance(value, list):
        raise no("medications", value)
    medicines = [_medicine(entry, maintained) for entry in value]
    if reason is not None and absent(reason) is None:
        of_the_form = Recorded(_looked_up("quetiapine_reason", reason, REASONS), by=Reporter.CLINICIAN)
        medicines = [attrs.evolve(m, reason=of_the_form) if _is_wanted(m) else m for m in medicines]
    on = None if absent(reviewed) is not None else day("medications_reviewed_date", reviewed)
    put("medicines.listed", Recorded(medicines, on=on))


def _is_wanted(medicine: Medicine) -> bool:
    """Say whether the form's own question asks for the reason of a medicine that has none of its own."""
    name: Any = medicine.substance
    found = resolve(name) if isinstance(name, str) else None
    return found is not None and bool(found.classes & ON_MOOD_OR_THOUGHT) and isinstance(medicine.reason, Absence)


def _medicine(entry: Any, maintained: bool) -> Medicine:
    """Return a medicine from its name with the dose of a day, or from its parts; without more it is taken."""
    facts: dict[str, Any] = {"status": MedicineStatus.TAKING, "for_use_disorder": maintained}
    if isinstance(entry, dict):
        known = {"name", "dose", "stopped", "last_taken", "status", "reason", "reason_by", "reviewed", "started"}
        strange = set(entry) - known
        if strange or not isinstance(entry.get("name", ""), str):
            raise FormError(f"medications holds {sorted(strange) or entry!r}: the form does not know that")
        if "status" in entry:
            statuses = {status.name.lower(): status for status in MedicineStatus}
            facts["status"] = _looked_up("medications.status", entry["status"], statuses)
        if (stopped := entry.get("stopped")) is not None:
            facts |= {"status": MedicineStatus.STOPPED, "last_taken": event("medications.stopped", stopped)}
        if (last := entry.get("last_taken")) is not None:
            facts["last_taken"] = event("medications.last_taken", last)
        if (dose := entry.get("dose")) is not None:
            facts["daily_dose"] = _dose(dose)
        if (reason := entry.get("reason")) is not None:
            reporter = entry.get("reason_by")
            said_by = None if reporter is None else _looked_up("medications.reason_by", reporter, REPORTERS)
            facts["reason"] = Recorded(_looked_up("medications.reason", reason, REASONS), by=said_by)
        if (review := entry.get("reviewed")) is not None:
            facts |= _review(review)
        name: Any = entry.get("name")
        if name is None:
            return Medicine(**{key: each for key, each in facts.items() if each is not NOTHING})
    else:
        name = entry
    if not isinstance(name, str):
        raise no("medications", entry)
    match = re.fullmatch(r"([a-zA-Z][a-zA-Z' -]*[a-zA-Z])(?: (\d.*))?", name.strip())
    if match is None:
        raise no("medications", entry)
    if match[2] is not None:
        facts["daily_dose"] = _dose(match[2])
    return Medicine(substance=match[1].lower(), **{k: v for k, v in facts.items() if v is not NOTHING})


def _review(given: Any) -> dict[str, Any]:
    """Return a prescriber's review; where the form says nothing of diseases, it tells of none."""
    if not isinstance(given, dict) or set(given) - {"classes", "tells_of", "by", "date"}:
        raise no("medications.reviewed", given)
    reporter = _looked_up("medications.reviewed.by", given.get("by"), REPORTERS)
    return {
        "reviewed": Recorded(True, on=day("medications.reviewed.date", given.get("date")), by=reporter),
        "reviewed_classes": ", ".join(given.get("classes", ())),
        "reviewed_tells_of": ", ".join(given.get("tells_of", ("none",))),
    }


def _maintained(disorders: Any) -> bool:
    """Say whether the form tells of a maintenance treatment: its opioid is then taken for that."""
    return isinstance(disorders, list) and any(entry.get("status") == "on_maintenance" for entry in disorders)


def _dose(given: Any) -> Quantity:
    if isinstance(given, dict) and set(given) == {"value", "unit"}:
        return Quantity(given["value"], given["unit"])
    match = re.fullmatch(r"(\d+(?:\.\d+)?) (mg|ug|g)/d", given) if isinstance(given, str) else None
    if match is None:
        raise no("medications.dose", given)
    return Quantity(Decimal(match[1]), f"{match[2]}/d")


# Liver, suicidality, seizures -------------------------------------------------------------------------------------


def _times_the_limit(fact: str) -> Locale:
    """Read a laboratory value as a multiple of the upper limit of normal."""

    def read(put: Put, value: Any) -> None:
        if isinstance(value, dict) and value.get("unit") in ("{ULN}", "x ULN"):
            value = {name: each for name, each in value.items() if name != "unit"}
        put(fact, evidenced(fact, value, lambda raw: measured(fact, raw, "")))

    return read


def _suicidality(put: Put, value: Any) -> None:
    """The highest of five items, the sixth and the attempts, each with the day of the screening."""
    given = absent(value)
    known = {"q1", "q2", "q3", "q4", "q5", "q6_past_3_months", "lifetime_attempt", "date"}
    if given is None:
        strange = set(value) - known if isinstance(value, dict) else {value}
        if strange:
            raise FormError(f"cssrs holds {sorted(strange)}: the form does not know that")
    answers = (
        {}
        if given is not None
        else {f"q{n}": _looked_up(f"cssrs.q{n}", value.get(f"q{n}"), YES_NO) for n in range(1, 6)}
    )
    if given is not None:
        put("suicidality.highest_ideation_item", given)
        put("suicidality.behaviour_in_three_months", given)
        put("suicidality.attempt_ever", given)
        return
    on = day("cssrs.date", value["date"]) if "date" in value else None
    low = max((n for n in range(1, 6) if answers[f"q{n}"] is True), default=0)
    high = max((n for n in range(1, 6) if answers[f"q{n}"] is not False), default=0)
    if any(answer is not NOTHING for answer in answers.values()):
        item: Any = low if low == high else Between(low, high)
        put("suicidality.highest_ideation_item", Recorded(item, on=on))
    for key, fact in (("q6_past_3_months", "behaviour_in_three_months"), ("lifetime_attempt", "attempt_ever")):
        found = _looked_up(f"cssrs.{key}", value.get(key), YES_NO)
        if found is not NOTHING:
            put(f"suicidality.{fact}", Recorded(found, on=on))


def _depression(put: Put, value: Any) -> None:
    given = absent(value)
    if given is not None:
        put("suicidality.phq9", given)
        return
    if not isinstance(value, dict) or set(value) - {"total", "item9", "unit", "date"}:
        raise no("phq9", value)
    on = day("phq9.date", value["date"]) if "date" in value else None
    for key, fact in (("total", "phq9"), ("item9", "phq9_item_9")):
        if key in value:
            put(f"suicidality.{fact}", Recorded(measured(f"phq9.{key}", value[key], ""), on=on))


def _seizures(put: Put, value: Any) -> None:
    put("seizures.seizure_disorder", _looked_up("seizure_disorder", value, SEIZURES))
    if value in ("controlled", "uncontrolled"):
        put("seizures.control", SeizureControl[value.upper()])


SEIZURES = {"none": False, "no": False, "yes": True, "controlled": True, "uncontrolled": True}


# Keys that the rules read ----------------------------------------------------------------------------------------

UNSURE = {"yes": Willingness.YES, "no": Willingness.NO, "unsure": Willingness.UNSURE}
JUDGED = {"yes": Judgement.YES, "no": Judgement.NO, "unclear": Judgement.UNCLEAR}
DISORDER = {"none": UseDisorder.NONE, "current": UseDisorder.CURRENT, "past": UseDisorder.PAST}


def _of(options: Iterable[Enum], **other: Enum) -> dict[str, Enum]:
    return {option.name.lower(): option for option in options} | other


LATER: dict[str, Callable[[Any], None]] = {
    "prep_sessions_completed": lambda value: number("plan.prep_sessions")(lambda fact, given: None, value),
    "support_person_named": lambda value: flag("plan.support_person_named")(lambda fact, given: None, value),
    "housing_safe": lambda value: None if value in (*YES_NO, None) else _refuse("housing_safe", value),
}
"""Keys of the screening's form that other phases read: validated here."""


def _refuse(key: str, value: object) -> None:
    raise no(key, value)


READERS: dict[str, Locale] = {
    "birth_date": _birth_date,
    "decision_capacity": choice("readiness.decision_capacity", JUDGED),
    "informed_consent": choice(
        "readiness.informed_consent", {"signed": Consent.SIGNED, "refused": Consent.REFUSED, "not_yet": Consent.NOT_YET}
    ),
    "participation_voluntary": choice("readiness.participation_voluntary", JUDGED),
    "willing_client": choice("readiness.willing_client", UNSURE),
    "willing_therapist": choice("readiness.willing_therapist", UNSURE),
    "accepts_integration": choice("readiness.accepts_integration", UNSURE),
    "treatment_goal_documented": flag("readiness.treatment_goal_documented"),
    "readiness_rating": number("readiness.readiness_rating"),
    "pregnancy_possible": _pregnancy_possible,
    "pregnancy_possible_basis": _without_uterus,
    "permanent_sterilisation": flag("reproduction.permanent_sterilisation"),
    "menopause_months_amenorrhoea": _menopause,
    "pregnancy_reported": choice("reproduction.pregnancy_reported", _of(PregnancyReport)),
    "pregnancy_test": _pregnancy_test,
    "last_menstrual_period": happened("reproduction.last_menstrual_period"),
    "contraception_effective": flag("reproduction.contraception_effective"),
    "planning_pregnancy_months": number("reproduction.months_until_planned_pregnancy", "mo"),
    "breastfeeding": flag("reproduction.breastfeeding"),
    "bp": _pressures,
    "heart_rate_rest": number("vitals.heart_rate", "/min"),
    "htn_diagnosis": flag("circulation.hypertension"),
    "htn_treated": flag("circulation.hypertension_treated"),
    "aneurysm": flag("circulation.aneurysm"),
    "avm": flag("circulation.arteriovenous_malformation"),
    "intracerebral_haemorrhage": flag("circulation.intracerebral_haemorrhage"),
    "aortic_dissection": flag("circulation.aortic_dissection"),
    "mi_date": happened("circulation.myocardial_infarction"),
    "stroke_tia_date": happened("circulation.stroke_or_tia"),
    "unstable_angina": flag("circulation.unstable_angina"),
    "coronary_disease": flag("circulation.coronary_disease"),
    "valve_disease_significant": flag("circulation.significant_valve_disease"),
    "uncontrolled_arrhythmia": _arrhythmia,
    "heart_failure": flag("circulation.heart_failure"),
    "decompensated": flag("circulation.decompensated"),
    "nyha_class": choice("circulation.nyha_class", {kind.name: kind for kind in NyhaClass if kind.name != "NONE"}),
    "ecg": choice("circulation.electrocardiogram", _of(Electrocardiogram)),
    "hypertensive_encephalopathy_history": flag("circulation.hypertensive_encephalopathy"),
    "hyperthyroid_diagnosis": flag("thyroid.hyperthyroidism"),
    "hyperthyroid_treated": flag("thyroid.treated"),
    "thyroid_control": choice("thyroid.control", _of(Control)),
    "tsh": _laboratory("thyroid.tsh", "thyroid.tsh_reference_low", "ref_low"),
    "free_t4": _laboratory("thyroid.free_t4", "thyroid.free_t4_reference_high", "ref_high"),
    "t3": _laboratory("thyroid.free_t3", "thyroid.free_t3_reference_high", "ref_high"),
    "thyroid_storm_ever": flag("thyroid.thyroid_storm_ever"),
    "levothyroxine": happened("thyroid.levothyroxine_changed"),
    "current_mood_episode": choice("mental_state.current_mood_episode", _of(MoodEpisode)),
    "ymrs_total": number("mental_state.ymrs"),
    "asrm_total": number("mental_state.asrm"),
    "decreased_need_for_sleep_now": flag("mental_state.decreased_need_for_sleep"),
    "psychotic_disorder_history": _psychotic_disorders,
    "bipolar_history": choice(
        "psychiatric_history.bipolar_disorder",
        {
            "none": Bipolar.NONE,
            "bipolar_I": Bipolar.BIPOLAR_I,
            "bipolar_II": Bipolar.BIPOLAR_II,
            "cyclothymia": Bipolar.CYCLOTHYMIA,
            "unspecified": OneOf(*(kind for kind in Bipolar if kind is not Bipolar.NONE)),
        },
    ),
    "mania_ever": flag("psychiatric_history.mania_ever"),
    "family_history_psychosis_first_degree": flag("psychiatric_history.family_history_of_psychosis"),
    "mdq_positive": flag("psychiatric_history.mood_disorder_questionnaire_positive"),
    "ketamine_reaction": lambda put, value: None,
    "excipient_allergy": lambda put, value: None,
    "ketamine_use_disorder": choice("ketamine_history.ketamine_use_disorder", DISORDER),
    "pcp_use_disorder": choice("ketamine_history.phencyclidine_use_disorder", DISORDER),
    "nonmedical_ketamine_last_use": happened("ketamine_history.nonmedical_ketamine_use"),
    "nonmedical_pcp_last_use": happened("ketamine_history.phencyclidine_use"),
    "prior_medical_ketamine": choice("ketamine_history.prior_medical_ketamine", _of(PriorKetamine)),
    "tbi": _head_injuries,
    "osa_diagnosis": flag("breathing.sleep_apnoea"),
    "ahi": number("breathing.apnoea_hypopnoea_index", "{events}/h"),
    "pap_prescribed": choice("breathing.pap_use", {"no": PapUse.NOT_PRESCRIBED}),
    "pap_adherent": _pap,
    "stop_bang": number("breathing.stop_bang"),
    "spo2_room_air": number("vitals.oxygen_saturation", "%"),
    "home_oxygen": flag("breathing.home_oxygen"),
    "copd": choice("breathing.copd", _of(LungDisease)),
    "copd_exacerbation_date": happened("breathing.copd_exacerbation"),
    "asthma": choice("breathing.asthma", _of(Asthma, controlled=Asthma.WELL_CONTROLLED)),
    "hypercapnia": flag("breathing.hypercapnia"),
    "respiratory_infection_now": flag("breathing.respiratory_infection"),
    "difficult_airway_history": flag("anaesthesia.difficult_airway"),
    "height": number("vitals.height", "cm"),
    "weight": number("vitals.weight", "kg"),
    "asa_class": choice("anaesthesia.asa_class", dict(enumerate(AsaClass, 1))),
    "sud": _disorders,
    "audit_total": number("substance_use.audit_total"),
    "audit_c_total": number("substance_use.audit_c_total"),
    "dast10_total": number("substance_use.dast_10_total"),
    "uds": _urine_drug_screen,
    "withdrawal_risk": flag("substance_use.withdrawal_risk"),
    "intoxicated_now": flag("substance_use.intoxicated_now"),
    "behavioural_addiction_active": flag("substance_use.behavioural_addiction_active"),
    "cystitis_episodes_6mo": number("bladder.cystitis_episodes_in_6_months"),
    "cystitis_episodes_12mo": number("bladder.cystitis_episodes_in_12_months"),
    "interstitial_cystitis": choice(
        "bladder.interstitial_cystitis",
        _of(InterstitialCystitis, past_remitted=InterstitialCystitis.PAST),
    ),
    "ketamine_cystitis_ever": flag("bladder.ketamine_cystitis"),
    "luts_now": flag("bladder.urinary_symptoms_now"),
    "uti_now": flag("bladder.urinary_tract_infection_now"),
    "icsi": number("bladder.interstitial_cystitis_symptom_index"),
    "reality_testing": choice("mental_state.reality_testing", _of(RealityTesting)),
    "hallucinations_now": flag("mental_state.hallucinations_now"),
    "delusions_now": flag("mental_state.delusions_now"),
    "delirium_now": flag("mental_state.delirium_now"),
    "dissociative_identity_disorder": flag("psychiatric_history.dissociative_identity_disorder"),
    "des2_mean": number("mental_state.dissociative_experiences"),
    "moca_total": number("mental_state.montreal_cognitive_assessment"),
    "known_liver_disease": flag("liver.known_disease"),
    "child_pugh": choice(
        "liver.child_pugh", {"none": ChildPugh.NONE, "A": ChildPugh.A, "B": ChildPugh.B, "C": ChildPugh.C}
    ),
    "alt_x_uln": _times_the_limit("liver.alt_multiple"),
    "ast_x_uln": _times_the_limit("liver.ast_multiple"),
    "raised_icp": choice(
        "intracranial.pressure", {"yes": IntracranialPressure.RAISED, "no": IntracranialPressure.NORMAL}
    ),
    "intracranial_mass": flag("intracranial.mass"),
    "eye_disease": choice("eye.disease", _of(EyeDisease, glaucoma_uncontrolled=EyeDisease.PRESSURE_UNCONTROLLED)),
    "cssrs": _suicidality,
    "phq9": _depression,
    "porphyria": flag("general_health.acute_porphyria"),
    "renal_failure": flag("general_health.kidney_failure"),
    "seizure_disorder": _seizures,
    "severe_personality_disorder": flag("psychiatric_history.severe_personality_disorder"),
    "neurocognitive_disorder": flag("mental_state.neurocognitive_disorder", {"none": False, "no": False, "yes": True}),
    "quetiapine_reason": lambda put, value: None,
    "medications": lambda put, value: None,
    "medications_reviewed_date": lambda put, value: None,
}
"""Each key that rules read. Medicines and reasons are read together below, as are reactions and excipients."""

FORM_NEGATIVES: dict[str, Any] = {
    "breathing.obesity_hypoventilation": False,
    "breathing.chronic_respiratory_failure": False,
    "reproduction.preeclampsia": False,
    "circulation.decompensated": False,
    "bladder.radiation_cystitis": False,
    "bladder.ulcerative_or_haemorrhagic_cystitis_now": False,
    "psychiatric_history.unstable_complex_trauma": False,
    "ketamine_history.phencyclidine_use_disorder": UseDisorder.NONE,
    "intracranial.hydrocephalus": Hydrocephalus.NONE,
    "eye.surgery": NEVER,
    "seizures.latest_seizure": NEVER,
    "mental_state.latest_delirium": NEVER,
    "psychiatric_history.unstable_eating_disorder": False,
    "general_health.latest_major_surgery": NEVER,
    "general_health.latest_major_injury": NEVER,
    "general_health.acute_infection": False,
    "general_health.fever": False,
}
"""What the rules need and the form has no key for, answered no where the form is whole and does not say otherwise."""


def client_from_form(form: Mapping[str, Any], whole: bool = True) -> Client:
    """Return the client whom a filled form describes; ``whole`` says that every negative was asked."""
    facts: dict[str, Any] = {}

    def put(fact: str, value: Any) -> None:
        if value is not NOTHING:
            facts[fact] = value

    for key, value in form.items():
        if key in READERS:
            READERS[key](put, value)
        elif key in LATER:
            LATER[key](value)
        elif key not in ("as_of", "phase"):
            raise FormError(f"{key}: the form has no such key")
    if "ketamine_reaction" in form:
        _reactions(put, form["ketamine_reaction"], form.get("excipient_allergy"))
    if "medications" in form:
        _medications(
            put,
            form["medications"],
            form.get("quetiapine_reason"),
            form.get("medications_reviewed_date"),
            _maintained(form.get("sud")),
        )
    if whole:
        for fact, value in FORM_NEGATIVES.items():
            facts.setdefault(fact, value)
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in facts.items():
        group, name = fact.split(".")
        groups.setdefault(group, {})[name] = value
    return Client(**{group: GROUPS[group](**values) for group, values in groups.items()})

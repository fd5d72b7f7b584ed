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
from kaprules.facts.bladder import InterstitialCystitis, Urinalysis
from kaprules.facts.breathing import Asthma, LungDisease, PapUse
from kaprules.facts.checklists import CHECKLISTS
from kaprules.facts.circulation import Arrhythmia, Electrocardiogram, NyhaClass, Phaeochromocytoma
from kaprules.facts.client import GROUPS
from kaprules.facts.eye import EyeDisease
from kaprules.facts.indication import Condition
from kaprules.facts.intracranial import Hydrocephalus, IntracranialPressure
from kaprules.facts.ketamine_history import PriorKetamine, Reaction, ReactionAgent, ReactionKind, UseDisorder
from kaprules.facts.liver import ChildPugh
from kaprules.facts.medicines import Medicine, MedicineStatus, Reason
from kaprules.facts.mental_state import MoodEpisode, RealityTesting
from kaprules.facts.model import (
    HAPPENED,
    NEVER,
    Answered,
    Between,
    ChecklistAnswer,
    Confirmation,
    CopyOf,
    Number,
    OneOf,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Reports,
)
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
from kaprules.ingredients import MedicineClass, resolve

REPORTERS = {reporter.name.lower(): reporter for reporter in Reporter} | {
    "lab": Reporter.LABORATORY,
    "staff": Reporter.CLINICIAN,
    "prescriber": Reporter.CLINICIAN,
}


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


LONGER_AGO: dict[Any, int] = {"over_6_weeks_ago": 42, "over_6_months_ago": 180, "over_1_year_ago": 365}


def event(key: str, value: object) -> Any:
    """Return an event: none or never, a date that may be partial, yes, date unknown, or longer ago than some days."""
    if value in ("none", "never", "no"):
        return NEVER
    if value in LONGER_AGO:
        return OverDaysAgo(LONGER_AGO[value])
    if value == "yes":
        return HAPPENED
    if isinstance(value, str) and (match := re.fullmatch(r"(\d{4})(?:-(\d\d))?", value)):
        return PartialDate(int(match[1]), int(match[2]) if match[2] else None)
    return day(key, value)


def evidenced(key: str, value: object, read: Callable[[object], Any]) -> Any:
    """Return a value with the evidence that the form holds beside it."""
    if not isinstance(value, dict):
        return read(value)
    known = {"value", "unit", "date", "datetime", "by", "ref_low", "ref_high", "confirmed_by"}
    strange = set(value) - known
    if strange or "value" not in value:
        raise FormError(f"{key} holds {sorted(strange) or 'no value'}: the form does not know that")
    raw = value["value"]
    given = absent(raw)
    inner = read({"value": raw, "unit": value["unit"]} if "unit" in value else raw) if given is None else given
    if inner is NOTHING:
        return NOTHING
    return with_evidence(key, inner, value)


def with_evidence(key: str, inner: Any, entry: Mapping[str, Any]) -> Any:
    """Return a value with who said it when, and who confirmed it, as far as an entry of the form holds that."""
    evidence = {name: each for name, each in _evidence(key, entry).items() if each is not None}
    return Recorded(inner, **evidence) if evidence else inner


def _evidence(key: str, entry: Mapping[str, Any]) -> dict[str, Any]:
    on, by = entry.get("date", entry.get("datetime")), entry.get("by")
    return {
        "on": None if on is None else day(key, on),
        "by": None if by is None else _reporter(f"{key}.by", by),
        "confirmed_by": _confirmation(key, entry.get("confirmed_by")),
    }


def _reporter(key: str, word: object) -> Reporter:
    if not isinstance(word, str) or word not in REPORTERS:
        raise no(key, word)
    return REPORTERS[word]


def _confirmation(key: str, given: Any) -> Confirmation | None:
    if given is None:
        return None
    if not isinstance(given, dict) or set(given) != {"role", "name", "date"}:
        raise no(f"{key}.confirmed_by", given)
    role = _reporter(f"{key}.confirmed_by.role", given["role"])
    return Confirmation(given["name"], on=day(f"{key}.confirmed_by", given["date"]), role=role)


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
        put(fact, evidenced(fact, value, lambda raw: event(fact, raw) if absent(raw) is None else absent(raw)))

    return read


def named(fact: str, words: Mapping[str, str]) -> Locale:
    """Read one of several words, each of which is the name of an option of a fact."""

    def read(put: Put, value: Any) -> None:
        options = {word: option(fact, name) for word, name in words.items()}
        put(fact, evidenced(fact, value, lambda raw: _looked_up(fact, raw, options)))

    return read


def declared(identifier: str) -> Any:
    """Return a fact by its id."""
    group, name = identifier.split(".")
    facts = {fact.name: fact for fact in GROUPS[group].__facts__}
    return facts[name]


def option(fact: str, name: str) -> Enum:
    """Return an option of a choice by its name."""
    found: Enum = next(each for each in declared(fact).options if each.name == name)
    return found


# Values that need a reading of their own ----------------------------------------------------------------------


def _birth_date(put: Put, value: Any) -> None:
    given = absent(value)
    put("person.birth_date", day("birth_date", value) if given is None else given)


def pressures(key: str, fact: str) -> Locale:
    """Read a series of pressures."""

    def read(put: Put, value: Any) -> None:
        given = absent(value)
        if given is not None:
            put(fact, given)
            return
        if not isinstance(value, list):
            raise no(key, value)
        readings = []
        for entry in value:
            if not isinstance(entry, dict) or not {"systolic", "diastolic", "unit"} <= set(entry):
                raise no(key, entry)
            strange = set(entry) - {"systolic", "diastolic", "unit", "date", "datetime", "rested", "by"}
            if strange:
                raise FormError(f"{key} holds {sorted(strange)}: the form does not know that")
            parts: dict[str, Any] = {part: Quantity(entry[part], entry["unit"]) for part in ("systolic", "diastolic")}
            if "by" in entry:
                parts["by"] = _reporter(f"{key}.by", entry["by"])
            readings.append(declared(fact).record(**parts, on=day(key, entry.get("date", entry.get("datetime")))))
        put(fact, readings)

    return read


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
    if not isinstance(value, dict) or set(value) - {"result", "specimen", "datetime", "date", "by"}:
        raise no("pregnancy_test", value)
    if value.get("specimen") not in (None, "urine", "blood", "serum"):
        raise no("pregnancy_test.specimen", value["specimen"])
    results = {result.name.lower(): result for result in PregnancyTest}
    result = _looked_up("pregnancy_test.result", value.get("result"), results)
    put("reproduction.pregnancy_test", with_evidence("pregnancy_test", result, value))


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
            put(reference, with_evidence(reference, Quantity(value[end], value["unit"]), value))

    return read


def _arrhythmia(put: Put, value: Any) -> None:
    table = {"no": Arrhythmia.NONE, "yes": Arrhythmia.UNCONTROLLED}
    put("circulation.arrhythmia", _looked_up("uncontrolled_arrhythmia", value, table))


def _psychotic_disorders(put: Put, value: Any) -> None:
    if value == "none" or (isinstance(value, dict) and value.get("value") == "none"):
        entry = value if isinstance(value, dict) else {}
        if set(entry) - {"value", "by", "date", "confirmed_by"}:
            raise no("psychotic_disorder_history", value)
        put("psychiatric_history.psychotic_disorders", with_evidence("psychotic_disorder_history", [], entry))
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
    if value in ("none", "never_had_ketamine"):
        put("ketamine_history.reactions", to_excipient)
        if value == "never_had_ketamine":
            put("ketamine_history.prior_medical_ketamine", PriorKetamine.NEVER_GIVEN)
        return
    given = absent(value)
    if given is not None:
        put("ketamine_history.reactions", given)
        return
    if not isinstance(value, dict) or set(value) - {"kind", "agent", "date"}:
        raise no("ketamine_reaction", value)
    kinds = {kind.name.lower(): kind for kind in ReactionKind} | {
        "urticaria_angioedema": ReactionKind.URTICARIA_OR_ANGIOEDEMA
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
    if value == "none" or (isinstance(value, dict) and value.get("value") == "none"):
        put("neurology.head_injuries", with_evidence("tbi", [], value if isinstance(value, dict) else {}))
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
        if set(entry) - {"analyte", "result", "prescribed", "date", "by"}:
            raise no("uds", entry)
        facts: dict[str, Any] = {
            "analyte": _looked_up("uds.analyte", entry.get("analyte"), analytes),
            "result": _looked_up("uds.result", entry.get("result"), {r.name.lower(): r for r in TestResult}),
            "prescribed": _looked_up("uds.prescribed", entry.get("prescribed"), YES_NO),
        }
        on = day("uds.date", entry.get("date"))
        facts["by"] = _reporter("uds.by", entry["by"]) if "by" in entry else NOTHING
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
    known = {"q1", "q2", "q3", "q4", "q5", "q6_past_3_months", "lifetime_attempt"}
    known |= {"date", "by", "confirmed_by"}
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
    low = max((n for n in range(1, 6) if answers[f"q{n}"] is True), default=0)
    high = max((n for n in range(1, 6) if answers[f"q{n}"] is not False), default=0)
    if any(answer is not NOTHING for answer in answers.values()):
        item: Any = low if low == high else Between(low, high)
        put("suicidality.highest_ideation_item", with_evidence("cssrs", item, value))
    for key, fact in (("q6_past_3_months", "behaviour_in_three_months"), ("lifetime_attempt", "attempt_ever")):
        found = _looked_up(f"cssrs.{key}", value.get(key), YES_NO)
        if found is not NOTHING:
            put(f"suicidality.{fact}", with_evidence("cssrs", found, value))


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
    put("seizures.seizure_disorder", evidenced("seizure_disorder", value, lambda raw: _looked_up("it", raw, SEIZURES)))
    word = value.get("value") if isinstance(value, dict) else value
    if word in ("controlled", "uncontrolled"):
        control = SeizureControl[word.upper()]
        put("seizures.control", with_evidence("seizure_disorder", control, value if value is not word else {}))


def _water(put: Put, value: Any) -> None:
    """Water on the brain, with or without a tube that drains it."""
    words = {
        "none": (Hydrocephalus.NONE, False),
        "untreated": (Hydrocephalus.UNTREATED, False),
        "shunted": (Hydrocephalus.TREATED, True),
    }
    found = _looked_up("hydrocephalus", value, words)
    both = found if isinstance(found, tuple) else (found, found)
    for fact, each in zip(("intracranial.hydrocephalus", "intracranial.shunt"), both, strict=True):
        put(fact, each)


def _electrocardiogram(put: Put, value: Any) -> None:
    """One report, or several of different days."""
    words = {each.name.lower(): each for each in Electrocardiogram}
    every = value if isinstance(value, list) else [value]
    reports = [evidenced("ecg", each, lambda raw: _looked_up("ecg", raw, words)) for each in every]
    put("circulation.electrocardiogram", reports[0] if len(reports) == 1 else Reports(*reports))


def _indication(put: Put, value: Any) -> None:
    given = absent(value)
    if given is not None:
        put("indication.condition", given)
        return
    if not isinstance(value, dict) or set(value) - {"condition", "by", "date", "earlier_treatments"}:
        raise no("indication", value)
    names = {"ptsd": "POST_TRAUMATIC_STRESS", "anxiety_disorder": "ANXIETY", "ocd": "OBSESSIVE_COMPULSIVE"}
    names |= {"substance_use_disorder": "SUBSTANCE_USE", "distress_in_serious_illness": "SERIOUS_ILLNESS"}
    words = {each.name.lower(): each for each in Condition} | {word: Condition[name] for word, name in names.items()}
    found = _looked_up("indication.condition", value.get("condition"), words)
    put("indication.condition", with_evidence("indication", found, value))
    if "earlier_treatments" in value:
        count = measured("indication.earlier_treatments", value["earlier_treatments"], "")
        put("indication.earlier_treatments", with_evidence("indication", count, value))


HORMONAL: dict[str, bool] = {
    **dict.fromkeys(
        "pill minipill patch ring implant injection depot hormone_coil hormonal_iud hormonal".split(), True
    ),
    **dict.fromkeys("none condom diaphragm copper_coil copper_iud partner_sterilised".split(), False),
}
"""Methods of contraception: whether one is hormonal. What is neither is not guessed."""


# Lists -----------------------------------------------------------------------------------------------------------

LISTS = {f"list_{each.id}": each for each in CHECKLISTS}
ANSWERS: dict[str, Answered | Absence] = {
    "none": Answered.NONE,
    "none_of_the_others": Answered.NONE,
    "some": Answered.SOME,
    "declined": Absence.DECLINED,
    "unknown": Absence.NOT_KNOWN,
}


def _checklist(key: str, value: Any) -> ChecklistAnswer | None:
    """Return the answer to a list, None where nobody was asked."""
    checklist = LISTS[key]
    known = {"answer", "by", "date", "except", "confirmed_by", "copy_of"}
    if not isinstance(value, dict) or set(value) - known or value.get("answer") not in {*ANSWERS, "missing"}:
        raise no(key, value)
    if value["answer"] == "missing":
        return None
    if (value["answer"] == "none_of_the_others") is not bool(value.get("except")):
        raise no(f"{key}.except", value.get("except"))
    version, more = checklist.version, _evidence(key, value)
    if (copied := value.get("copy_of")) is not None:
        if not isinstance(copied, dict) or set(copied) != {"form", "version", "author_role", "date"}:
            raise no(f"{key}.copy_of", copied)
        if copied["form"] != key:
            raise no(f"{key}.copy_of.form", copied["form"])
        version = copied["version"]
        author = _reporter(f"{key}.copy_of.author_role", copied["author_role"])
        more["copy_of"] = CopyOf(author, day(f"{key}.copy_of", copied["date"]))
    if set(value.get("except", ())) - {item.id for item in checklist.items}:
        raise no(f"{key}.except", value["except"])
    return ChecklistAnswer(checklist.id, version, ANSWERS[value["answer"]], value.get("except", ()), **more)


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
    "indication": _indication,
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
    "contraception_method": flag("reproduction.hormonal_contraception", HORMONAL),
    "hormonal_contraception": flag("reproduction.hormonal_contraception"),
    "menopause_confirmed": flag("reproduction.menopause_confirmed"),
    "delivery_date": happened("reproduction.last_delivery"),
    "preeclampsia": flag("reproduction.preeclampsia"),
    "breastfeeding": flag("reproduction.breastfeeding"),
    "bp": pressures("bp", "vitals.pressures"),
    "home_bp": pressures("home_bp", "vitals.home_pressures"),
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
    "ecg": _electrocardiogram,
    "cardiovascular_event_date": happened("circulation.latest_cardiovascular_event"),
    "cardiovascular_event_kind": named(
        "circulation.latest_cardiovascular_event_kind",
        {
            "myocardial_infarction": "INFARCTION",
            "unstable_angina": "UNSTABLE_ANGINA",
            "coronary_stent": "CORONARY_STENT",
            "coronary_bypass": "BYPASS",
            "stroke_or_tia": "STROKE_OR_TIA",
            "pulmonary_embolism": "PULMONARY_EMBOLISM",
            "deep_vein_thrombosis": "DEEP_VEIN_THROMBOSIS",
            "cardiac_arrest": "CARDIAC_ARREST",
            "admission_for_heart_failure": "HEART_FAILURE",
            "admission_for_arrhythmia": "ARRHYTHMIA",
            "hypertensive_crisis": "HYPERTENSIVE_CRISIS",
            "aortic_or_vessel_surgery": "VESSEL_OPERATION",
            "other": "OTHER",
        },
    ),
    "phaeochromocytoma": named("circulation.phaeochromocytoma", {"none": "NONE", "past": "PAST", "present": "PRESENT"}),
    "pulmonary_hypertension": flag("circulation.pulmonary_hypertension"),
    "hypertensive_encephalopathy_history": flag("circulation.hypertensive_encephalopathy"),
    "hyperthyroid_diagnosis": flag("thyroid.hyperthyroidism"),
    "hyperthyroid_treated": flag("thyroid.treated"),
    "thyroid_control": choice("thyroid.control", _of(Control)),
    "tsh": _laboratory("thyroid.tsh", "thyroid.tsh_reference_low", "ref_low"),
    "free_t4": _laboratory("thyroid.free_t4", "thyroid.free_t4_reference_high", "ref_high"),
    "free_t3": _laboratory("thyroid.free_t3", "thyroid.free_t3_reference_high", "ref_high"),
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
    "switch_under_treatment": named(
        "psychiatric_history.switch_under_treatment",
        {
            "none": "NONE",
            "antidepressant": "ANTIDEPRESSANT",
            "ketamine": "KETAMINE",
            "stimulant_or_steroid": "STIMULANT_OR_STEROID",
        },
    ),
    "autism_or_intellectual_disability": named(
        "psychiatric_history.autism_or_intellectual_disability",
        {"no": "NONE", "autism": "AUTISM", "intellectual_disability": "INTELLECTUAL_DISABILITY"},
    ),
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
    "chronic_respiratory_failure": flag("breathing.chronic_respiratory_failure"),
    "obesity_hypoventilation": flag("breathing.obesity_hypoventilation"),
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
    "substance_statement": flag("substance_use.diagnostic_statement", {"no_disorder": True, "disorder": True}),
    "cannabis_use": named(
        "substance_use.cannabis_use",
        {"none": "NONE", "less_than_weekly": "LESS_THAN_WEEKLY", "weekly": "WEEKLY", "daily": "DAILY"},
    ),
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
    "radiation_cystitis": flag("bladder.radiation_cystitis"),
    "ulcerative_or_haemorrhagic_cystitis_now": flag("bladder.ulcerative_or_haemorrhagic_cystitis_now"),
    "urinalysis": lambda put, value: None,
    "urinary_workup": named(
        "bladder.urinary_workup",
        {"not_done": "NOT_DONE", "done_cause_found": "DONE", "done_nothing_found": "DONE"},
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
    "delirium_date": happened("mental_state.latest_delirium"),
    "unstable_complex_trauma": flag("psychiatric_history.unstable_complex_trauma"),
    "unstable_eating_disorder": flag("psychiatric_history.unstable_eating_disorder"),
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
    "hydrocephalus": _water,
    "eye_disease": choice("eye.disease", _of(EyeDisease, glaucoma_uncontrolled=EyeDisease.PRESSURE_UNCONTROLLED)),
    "eye_surgery_date": happened("eye.surgery"),
    "cssrs": _suicidality,
    "attempt_date": happened("suicidality.latest_attempt"),
    "phq9": _depression,
    "porphyria": flag("general_health.acute_porphyria"),
    "renal_failure": flag("general_health.kidney_failure"),
    "seizure_disorder": _seizures,
    "latest_seizure_date": happened("seizures.latest_seizure"),
    "major_surgery_date": happened("general_health.latest_major_surgery"),
    "major_injury_date": happened("general_health.latest_major_injury"),
    "acute_infection_now": flag("general_health.acute_infection"),
    "fever_now": flag("general_health.fever"),
    "severe_personality_disorder": flag("psychiatric_history.severe_personality_disorder"),
    "neurocognitive_disorder": flag("mental_state.neurocognitive_disorder", {"none": False, "no": False, "yes": True}),
    "quetiapine_reason": lambda put, value: None,
    "medications": lambda put, value: None,
    "medications_reviewed_date": lambda put, value: None,
}
"""Each key that rules read. Medicines and reasons are read together below, as are reactions and excipients."""

FORM_NEGATIVES: dict[str, Any] = {
    "indication.condition": Recorded(Condition.DEPRESSION, by=Reporter.CLINICIAN),
    "breathing.obesity_hypoventilation": False,
    "breathing.chronic_respiratory_failure": False,
    "reproduction.preeclampsia": False,
    "reproduction.breastfeeding": False,
    "reproduction.last_delivery": NEVER,
    "circulation.decompensated": False,
    "circulation.latest_cardiovascular_event": NEVER,
    "circulation.phaeochromocytoma": Phaeochromocytoma.NONE,
    "circulation.pulmonary_hypertension": False,
    "bladder.radiation_cystitis": False,
    "bladder.ulcerative_or_haemorrhagic_cystitis_now": False,
    "psychiatric_history.unstable_complex_trauma": False,
    "psychiatric_history.switch_under_treatment": "NONE",
    "ketamine_history.phencyclidine_use_disorder": UseDisorder.NONE,
    "substance_use.cannabis_use": "NONE",
    "intracranial.hydrocephalus": Hydrocephalus.NONE,
    "intracranial.shunt": False,
    "eye.surgery": NEVER,
    "seizures.latest_seizure": NEVER,
    "mental_state.latest_delirium": NEVER,
    "psychiatric_history.unstable_eating_disorder": False,
    "general_health.latest_major_surgery": NEVER,
    "general_health.latest_major_injury": NEVER,
    "general_health.acute_infection": False,
    "general_health.fever": False,
}
"""What the rules need and the older form has no key for, answered no where it is whole and does not say otherwise.

A key that a case gives as missing answers its facts all the same. Whoever had no reaction on that form, and is not said
to have had ketamine, never had it.
"""
KEYS_OF_NEGATIVES = {
    "indication": "indication.condition",
    "obesity_hypoventilation": "breathing.obesity_hypoventilation",
    "chronic_respiratory_failure": "breathing.chronic_respiratory_failure",
    "preeclampsia": "reproduction.preeclampsia",
    "breastfeeding": "reproduction.breastfeeding",
    "delivery_date": "reproduction.last_delivery",
    "decompensated": "circulation.decompensated",
    "cardiovascular_event_date": "circulation.latest_cardiovascular_event",
    "phaeochromocytoma": "circulation.phaeochromocytoma",
    "pulmonary_hypertension": "circulation.pulmonary_hypertension",
    "radiation_cystitis": "bladder.radiation_cystitis",
    "ulcerative_or_haemorrhagic_cystitis_now": "bladder.ulcerative_or_haemorrhagic_cystitis_now",
    "unstable_complex_trauma": "psychiatric_history.unstable_complex_trauma",
    "switch_under_treatment": "psychiatric_history.switch_under_treatment",
    "pcp_use_disorder": "ketamine_history.phencyclidine_use_disorder",
    "cannabis_use": "substance_use.cannabis_use",
    "hydrocephalus": "intracranial.hydrocephalus",
    "eye_surgery_date": "eye.surgery",
    "latest_seizure_date": "seizures.latest_seizure",
    "delirium_date": "mental_state.latest_delirium",
    "unstable_eating_disorder": "psychiatric_history.unstable_eating_disorder",
    "major_surgery_date": "general_health.latest_major_surgery",
    "major_injury_date": "general_health.latest_major_injury",
    "acute_infection_now": "general_health.acute_infection",
    "fever_now": "general_health.fever",
}
MEASURED = {"vitals", "thyroid", "liver"}
"""Groups of which a value without a reporter is nobody's word on the older form too."""
CLINICIANS_NOTE = {"mental_state.decreased_need_for_sleep"}
"""What has its place on the clinician's page of either form, beside the mood: a bare word is the clinician's."""


def _is_of_the_clinic(fact: str, value: Any) -> bool:
    """Say whether the older form's own words count as recorded by a clinician: histories, judgements, the C-SSRS."""
    group, name = fact.split(".")
    told = declared(fact)
    measured = isinstance(told, Number) and group != "suicidality"
    bare = not isinstance(value, Absence | Reports) and (not isinstance(value, Recorded) or value.by is None)
    tested = name in ("pregnancy_test", "urine_drug_tests", "urinalysis")
    return bare and Reporter.CLINICIAN in told.may_rule_out and not (measured or tested or group in MEASURED)


def _by_the_clinic(fact: str, value: Any) -> Any:
    if not _is_of_the_clinic(fact, value):
        return value
    given = value if isinstance(value, Recorded) else Recorded(value)
    return attrs.evolve(given, by=Reporter.CLINICIAN)


def client_from_form(form: Mapping[str, Any], whole: bool = True) -> Client:
    """Return the client whom a filled form describes.

    ``whole`` says that it is the older form, that every negative was asked there, and that the clinic recorded it.
    """
    facts: dict[str, Any] = {}
    answers: list[ChecklistAnswer | None] = []

    def put(fact: str, value: Any) -> None:
        if value is not NOTHING:
            facts[fact] = value

    for key, value in form.items():
        if key in READERS:
            READERS[key](put, value)
        elif key in LATER:
            LATER[key](value)
        elif key in LISTS:
            answers.append(_checklist(key, value))
        elif key not in ("as_of", "phase"):
            raise FormError(f"{key}: the form has no such key")
    if "ketamine_reaction" in form:
        _reactions(put, form["ketamine_reaction"], form.get("excipient_allergy"))
        if whole and form["ketamine_reaction"] == "none" and "prior_medical_ketamine" not in form:
            put("ketamine_history.prior_medical_ketamine", PriorKetamine.NEVER_GIVEN)
    if "urinalysis" in form:
        _urinalysis(put, form["urinalysis"], form.get("as_of"))
    if "medications" in form:
        _medications(
            put,
            form["medications"],
            form.get("quetiapine_reason"),
            form.get("medications_reviewed_date"),
            _maintained(form.get("sud")),
        )
    if whole:
        left_out = {KEYS_OF_NEGATIVES[key] for key in form if key in KEYS_OF_NEGATIVES}
        left_out |= {"intracranial.shunt"} if "hydrocephalus" in form else set()
        for fact, value in FORM_NEGATIVES.items():
            group, name = fact.split(".")
            if fact in left_out or not hasattr(GROUPS[group], name):
                continue
            facts.setdefault(fact, option(fact, value) if isinstance(value, str) else value)
    of_the_clinic = set(facts) if whole else CLINICIANS_NOTE
    facts = {fact: _by_the_clinic(fact, value) if fact in of_the_clinic else value for fact, value in facts.items()}
    groups: dict[str, dict[str, Any]] = {}
    for fact, value in facts.items():
        group, name = fact.split(".")
        declared(fact)
        groups.setdefault(group, {})[name] = value
    told = [each for each in answers if each is not None]
    return Client(checklists=told, **{group: GROUPS[group](**values) for group, values in groups.items()})


def _urinalysis(put: Put, value: Any, as_of: Any) -> None:
    """A sample without a day is of the day of the form."""
    found = evidenced("urinalysis", value, lambda raw: _looked_up("urinalysis", raw, _of(Urinalysis)))
    if found is NOTHING or isinstance(found, Absence):
        put("bladder.urinalysis", found)
        return
    given = found if isinstance(found, Recorded) else Recorded(found)
    put("bladder.urinalysis", given if given.on is not None else attrs.evolve(given, on=day("as_of", as_of)))

"""Rules on medicines: whoever takes one is found, and nobody is cleared who was not asked, or was asked long ago."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any, Final

import pytest

from kaprules import Client, Outcome, screen
from kaprules.authoring import by_clinician
from kaprules.facts.breathing import Breathing
from kaprules.facts.circulation import Arrhythmia, Circulation
from kaprules.facts.ketamine_history import KetamineHistory
from kaprules.facts.medicines import Medicine, Medicines, MedicineStatus
from kaprules.facts.model import NEVER, AtLeastThese, Recorded, Reporter
from kaprules.facts.person import Person
from kaprules.facts.reproduction import Reproduction
from kaprules.facts.thyroid import Thyroid
from kaprules.facts.vitals import Vitals
from kaprules.possible import Absence, Level, Truth
from kaprules.rulesets import SCREENING

TODAY: Final = date(2026, 1, 1)
BESIDE: Final[dict[str, dict[str, Any]]] = {
    "medicines.cns_depressant_with_apnoea": {"breathing": Breathing(sleep_apnoea=True)},
    "thyroid.tests_missing": {
        "thyroid": Thyroid(hyperthyroidism=False, thyroid_storm_ever=False),
        "vitals": by_clinician(Vitals(heart_rate=70)),
        "circulation": Circulation(arrhythmia=Arrhythmia.NONE, latest_cardiovascular_event=NEVER),
    },
    "ketamine.prescribed_elsewhere": {"ketamine_history": KetamineHistory(ketamine_prescribed_elsewhere=False)},
    "pregnancy.menopause.explained": {
        "reproduction": Reproduction(
            without_uterus=False,
            permanent_sterilisation=False,
            amenorrhoea=14,
            hormonal_contraception=False,
            breastfeeding=False,
            last_delivery=NEVER,
        ),
        "person": Person(age=43),
    },
}
"""What else is known of the client."""
TAKEN: Final = {
    "medicines.cns_depressant": ("gabapentin",),
    "medicines.sedatives_together": ("lorazepam", "zolpidem"),
    "medicines.strong_depressant": ("phenobarbital",),
    "medicines.oxybate": ("sodium oxybate",),
    "medicines.cns_depressant_with_apnoea": ("hydroxyzine",),
    "medicines.nmda_antagonist": ("memantine",),
    "medicines.systemic_steroid": ("prednisone",),
    "ketamine.prescribed_elsewhere": ("Spravato",),
    "thyroid.tests_missing": ("levothyroxine",),
    "pregnancy.menopause.explained": ("Mirena",),
}
"""What fires each rule."""
UNHEARD: Final = Medicine(substance="a name that no table holds", status=MedicineStatus.TAKING)


def truth(rule: str, listed: Any) -> Truth:
    """Return what a rule says of a client of whom the medicines are given so."""
    client = Client(medicines=Medicines(listed=listed), **BESIDE.get(rule, {}))
    return screen(client, on=TODAY).truths[rule]


def taken(rule: str, status: MedicineStatus = MedicineStatus.TAKING, **more: Any) -> tuple[Medicine, ...]:
    return tuple(Medicine(substance=name, status=status, **more) for name in TAKEN[rule])


@pytest.mark.parametrize("rule", TAKEN)
def test_whoever_takes_it_is_found(rule: str) -> None:
    """Regularly, as needed or as planned; of what is on hold it is open, and what was stopped counts no more.

    What stopped periods may do so for a year: of one that was stopped the day is asked.
    """
    for status in (MedicineStatus.TAKING, MedicineStatus.AS_NEEDED, MedicineStatus.PLANNED, MedicineStatus.ACTIVE):
        assert truth(rule, Recorded(taken(rule, status), on=TODAY)) is Truth.TRUE
    for status in (MedicineStatus.ON_HOLD, MedicineStatus.UNKNOWN, MedicineStatus.DRAFT):
        assert truth(rule, Recorded(taken(rule, status), on=TODAY)) is Truth.UNKNOWN
    stopped = truth(rule, Recorded(taken(rule, MedicineStatus.STOPPED), on=TODAY))
    assert stopped is (Truth.UNKNOWN if rule == "pregnancy.menopause.explained" else Truth.FALSE)


@pytest.mark.parametrize("rule", TAKEN)
def test_nobody_is_cleared_who_was_not_asked(rule: str) -> None:
    """Nor by a list that is open, copied from a chart or too old, nor by a medicine that nobody knows.

    Of what may stop periods for a year an old list says enough.
    """
    harmless = Medicine(substance="sertraline", status=MedicineStatus.TAKING)
    assert truth(rule, Recorded((harmless,), on=TODAY)) is Truth.FALSE
    for listed in (
        Absence.NOT_ASKED,
        Absence.NOT_KNOWN,
        Absence.DECLINED,
        (harmless,),
        AtLeastThese(harmless),
        Recorded((harmless,), on=TODAY, by=Reporter.RECORD),
        Recorded((harmless,), on=TODAY - timedelta(days=31)),
        Recorded((), on=TODAY - timedelta(days=31)),
        Recorded((harmless, UNHEARD), on=TODAY),
        Recorded((harmless, with_another_code(rule)), on=TODAY),
    ):
        assert truth(rule, listed) is Truth.UNKNOWN
    old = truth(rule, Recorded(taken(rule), on=TODAY - timedelta(days=31)))
    assert old is (Truth.TRUE if rule == "pregnancy.menopause.explained" else Truth.UNKNOWN)


def with_another_code(rule: str) -> Medicine:
    """Return the medicine beside a code that stands for another one."""
    return taken(rule, rxnorm="36437")[-1]


@pytest.mark.parametrize("rule", [rule for rule in TAKEN if SCREENING[rule].level is not Level.NOTE])
def test_what_is_open_finds_nobody_without_exclusion(rule: str) -> None:
    """A client of whom only this is open is INCOMPLETE."""
    client = Client(medicines=Medicines(listed=Recorded((UNHEARD,), on=TODAY)), **BESIDE.get(rule, {}))
    decision = screen(client, on=TODAY)
    assert decision.outcome is Outcome.INCOMPLETE and rule in {each.rule for each in decision.undecided}


@pytest.mark.parametrize(
    ("names", "found"),
    [
        (("lorazepam", "Ativan"), Truth.FALSE),
        (("codeine", "codeine with paracetamol"), Truth.FALSE),
        (("diphenoxylate with atropine",), Truth.FALSE),
        (("butalbital with aspirin and caffeine", "butalbital with paracetamol and caffeine"), Truth.FALSE),
        (("butalbital with paracetamol, caffeine and codeine",), Truth.TRUE),
        (("chlordiazepoxide with amitriptyline",), Truth.TRUE),
        (("amitriptyline", "melatonin"), Truth.TRUE),
        (("olanzapine with fluoxetine", "samidorphan with olanzapine"), Truth.FALSE),
        (("buprenorphine", "cetirizine"), Truth.TRUE),
        (("lorazepam 1 MG Oral Tablet", "zolpidem tartrate 5 MG Oral Tablet [Ambien]"), Truth.TRUE),
    ],
)
def test_different_ingredients_count_once_each(names: tuple[str, ...], found: Truth) -> None:
    """Under whichever brands, and in whichever combinations."""
    medicines = tuple(Medicine(substance=name, status=MedicineStatus.TAKING) for name in names)
    assert truth("medicines.sedatives_together", Recorded(medicines, on=TODAY)) is found


def test_a_cream_or_drops_are_no_systemic_steroid() -> None:
    """But tablets and injections are."""
    for name in ("hydrocortisone 1% cream", "prednisolone eye drops", "budesonide"):
        medicine = Medicine(substance=name, status=MedicineStatus.TAKING)
        assert truth("medicines.systemic_steroid", Recorded((medicine,), on=TODAY)) is Truth.FALSE
    for name in ("hydrocortisone 10 MG Oral Tablet", "dexamethasone 4 mg injection"):
        medicine = Medicine(substance=name, status=MedicineStatus.TAKING)
        assert truth("medicines.systemic_steroid", Recorded((medicine,), on=TODAY)) is Truth.TRUE


@pytest.mark.parametrize("name", ["levothyroxine", "carbimazole", "amiodarone", "lithium"])
def test_a_tsh_is_asked_for_without_a_diagnosis(name: str) -> None:
    """And one of more than ninety days ago is none."""
    medicines = Medicines(listed=Recorded((Medicine(substance=name, status=MedicineStatus.TAKING),), on=TODAY))
    for days, asked in ((90, Truth.FALSE), (91, Truth.TRUE)):
        tsh = Recorded(2, on=TODAY - timedelta(days=days), by=Reporter.LABORATORY)
        limit = Recorded(1, on=TODAY - timedelta(days=days), by=Reporter.LABORATORY)
        client = Client(
            medicines=medicines, thyroid=by_clinician(Thyroid(hyperthyroidism=False, tsh=tsh, tsh_reference_low=limit))
        )
        assert screen(client, on=TODAY).truths["thyroid.tests_missing"] is asked

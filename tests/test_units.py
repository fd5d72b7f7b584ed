"""Units as people and laboratories write them: understood where people type, answered with their code elsewhere."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import Client, InputError, Quantity, Reporter
from kaprules.authoring import by_clinician
from kaprules.clientfile import subject_from_data
from kaprules.facts import Session, Vitals
from kaprules.facts.model import Fact, Number, Series, every_fact
from kaprules.facts.practice import Practice
from kaprules.intake import InterviewSession
from kaprules.intake.answers import as_data
from kaprules.intake.forms import answer, observation, told
from kaprules.intake.session import with_unit
from kaprules.intake.terminal import converse
from kaprules.language import ENGLISH, SYMBOLS, locale
from kaprules.possible import Absence
from kaprules.rulesets import SCREENING
from kaprules.testing import DECISION_DAY
from kaprules.units import SPELLINGS, meant

SPANISH = locale("es")


def parts_of(fact: Fact) -> tuple[Fact, ...]:
    return (
        tuple(part for each in fact.record.__facts__ for part in parts_of(each))
        if isinstance(fact, Series)
        else (fact,)
    )


FACTS: dict[str, Number] = {
    part.id: part
    for kind in (Client, Session, Practice)
    for fact in every_fact(kind)
    for part in parts_of(fact)
    if isinstance(part, Number)
}
WEIGHT, HEIGHT, RATE = Vitals.weight, Vitals.height, Vitals.heart_rate
WRITTEN = [
    ("vitals.weight", "150 lb", 150, "[lb_av]"),
    ("vitals.weight", "150lbs", 150, "[lb_av]"),
    ("vitals.weight", "150 Pounds", 150, "[lb_av]"),
    ("vitals.weight", "150 [lb_av]", 150, "[lb_av]"),
    ("vitals.weight", "11 stone", 11, "[stone_av]"),
    ("vitals.weight", "11 st 4 lb", 158, "[lb_av]"),
    ("vitals.weight", "70 Kg.", 70, "kg"),
    ("vitals.weight", "70 kilogramos", 70, "kg"),
    ("vitals.height", "67 in", 67, "[in_i]"),
    ("vitals.height", '67"', 67, "[in_i]"),
    ("vitals.height", "6 ft", 6, "[ft_i]"),
    ("vitals.height", "6 [ft_i]", 6, "[ft_i]"),
    ("vitals.height", "5'6\"", 66, "[in_i]"),
    ("vitals.height", "5'6", 66, "[in_i]"),
    ("vitals.height", "5’ 6”", 66, "[in_i]"),
    ("vitals.height", "5′6″", 66, "[in_i]"),
    ("vitals.height", "5 ft 6 in", 66, "[in_i]"),
    ("vitals.height", "5 ft. 6 in.", 66, "[in_i]"),
    ("vitals.height", "5ft6", 66, "[in_i]"),
    ("vitals.height", "5 foot 6", 66, "[in_i]"),
    ("vitals.height", "5'06\"", 66, "[in_i]"),
    ("vitals.height", "5'0\"", 60, "[in_i]"),
    ("vitals.height", "5'0.5\"", Fraction(121, 2), "[in_i]"),
    ("vitals.height", "170 ㎝", 170, "cm"),
    ("vitals.weight", "11st 4", 158, "[lb_av]"),
    ("vitals.weight", "11 stone 4", 158, "[lb_av]"),
    ("vitals.heart_rate", "72 per min", 72, "/min"),
    ("vitals.oxygen_saturation", "97 ％", 97, "%"),
    ("thyroid.biotin", "5 mg/24 h", 5, "mg/d"),
    ("thyroid.biotin", "500 µg/24h", 500, "ug/d"),
    ("vitals.height", "5 feet 6.5 inches", Fraction(133, 2), "[in_i]"),
    ("vitals.height", "1 m 70 cm", 170, "cm"),
    ("vitals.heart_rate", "72 bpm", 72, "{beats}/min"),
    ("vitals.heart_rate", "72 /min", 72, "/min"),
    ("vitals.heart_rate", "72 per minute", 72, "/min"),
    ("vitals.mean_systolic", "142 mmHg", 142, "mm[Hg]"),
    ("vitals.mean_systolic", "142 mm Hg", 142, "mm[Hg]"),
    ("vitals.mean_systolic", "18.5 KPA", Fraction(37, 2), "kPa"),
    ("vitals.oxygen_saturation", "97%", 97, "%"),
    ("vitals.body_mass_index", "24 kg/m^2", 24, "kg/m2"),
    ("vitals.body_mass_index", "24 kg/m²", 24, "kg/m2"),
    ("thyroid.tsh", "2.1 mIU/L", Fraction(21, 10), "m[IU]/L"),
    ("thyroid.tsh", "2.1 µIU/ml", Fraction(21, 10), "u[IU]/mL"),
    ("thyroid.tsh", "2.1 μU/mL", Fraction(21, 10), "u[IU]/mL"),
    ("thyroid.biotin", "500 mcg/d", 500, "ug/d"),
    ("thyroid.biotin", "500 µg/day", 500, "ug/d"),
    ("thyroid.biotin", "5 mg al día", 5, "mg/d"),
    ("medicine.daily_dose", "1 g/day", 1, "g/d"),
    ("liver.alt", "40 IU/L", 40, "U/L"),
    ("general_health.glomerular_filtration_rate", "70 mL/min/1.73 m2", 70, "mL/min/{1.73_m2}"),
    ("general_health.glomerular_filtration_rate", "70 ml/min/1,73m²", 70, "mL/min/{1.73_m2}"),
    ("breathing.apnoea_hypopnoea_index", "12 events/hour", 12, "{events}/h"),
    ("liver.alt_multiple", "2 x ULN", 2, "{ULN}"),
    ("person.age", "41 years", 41, "a"),
    ("reproduction.amenorrhoea", "12 months", 12, "mo"),
]
REFUSED = [
    ("vitals.weight", "150 grains"),
    ("vitals.weight", "11 st 15 lb"),
    ("vitals.weight", "11 st 4 kg"),
    ("vitals.weight", "4 lb 11 st"),
    ("vitals.weight", "11.5 st 4 lb"),
    ("vitals.height", "5 ft 12 in"),
    ("vitals.height", "5'6\" 7"),
    ("vitals.height", "5 6"),
    ("vitals.height", "5 ft 12"),
    ("vitals.height", "1 m 68"),
    ("vitals.weight", "11 st 14"),
    ("vitals.weight", "70 kg 5"),
    ("vitals.heart_rate", "72 per hour"),
    ("general_health.glomerular_filtration_rate", "70 mL/min"),
    ("thyroid.tsh", "2.1 IU/L"),
    ("thyroid.free_t4", "12 ng/mL"),
    ("thyroid.biotin", "5 mg"),
    ("medicine.daily_dose", "20 mg/h"),
]


def read(fact: Number, data: Any) -> Any:
    """Return the value that a form's data comes to, as a file is read."""
    entry = with_unit(fact, data)
    if fact.group not in ("medicine", "blood_pressure"):
        kind = next(kind for kind in (Client, Session, Practice) if fact in every_fact(kind))
        evidence = {"on": DECISION_DAY.isoformat()} if fact.requires_date else {}
        entry = (entry if isinstance(entry, dict) else {"value": entry}) | evidence
        return subject_from_data(kind, {fact.group: {fact.name: entry}}).group(fact).__dict__[fact.name]
    client = subject_from_data(Client, {"medicines": {"listed": [{fact.name: entry}]}})
    return client.medicines.listed[0].__dict__[fact.name]  # type: ignore[index] # a list


class TestUnderstood:
    """Where people type."""

    @pytest.mark.parametrize(("fact", "text", "number", "unit"), WRITTEN)
    @pytest.mark.parametrize("reader", [ENGLISH, SPANISH], ids=["en", "es"])
    def test_a_unit_behind_its_number(self, fact: str, text: str, number: Any, unit: str, reader: Any) -> None:
        """In a terminal and on a page, in either language; what follows is read as from a file."""
        data = as_data(FACTS[fact], text, reader)
        assert (Fraction(data["value"]), data["unit"]) == (number, unit)
        assert answer(FACTS[fact], reader, {"value": text, "value.unit": FACTS[fact].unit}, "value") == data
        assert read(FACTS[fact], data) is not None

    @pytest.mark.parametrize(("fact", "text"), REFUSED)
    def test_what_could_be_something_else(self, fact: str, text: str) -> None:
        """It is refused as it stands: nothing of it is left out."""
        with pytest.raises(InputError):
            read(FACTS[fact], as_data(FACTS[fact], text, ENGLISH))

    def test_one_unit_chosen_and_another_typed(self) -> None:
        """Neither of the two counts."""
        data = answer(HEIGHT, ENGLISH, {"value": "170 cm", "value.unit": "[in_i]"}, "value")
        with pytest.raises(InputError):
            read(HEIGHT, data)
        assert answer(HEIGHT, ENGLISH, {"value": "67 in", "value.unit": "[in_i]"}, "value")["unit"] == "[in_i]"

    def test_one_end_with_a_unit(self) -> None:
        """As a laboratory writes it, and as somebody says it."""
        for text in ("<0.01 mIU/L", "less than 0.01 mIU/l", "< 0.01", "≤ 0.01 µIU/mL"):
            found = read(FACTS["thyroid.tsh"], as_data(FACTS["thyroid.tsh"], text, ENGLISH))
            assert (found.value.low, found.value.high) == (None, Fraction(1, 100))
        found = read(FACTS["thyroid.tsh"], as_data(FACTS["thyroid.tsh"], "menos de 0,01", SPANISH))
        assert (found.value.low, found.value.high) == (None, Fraction(1, 100))
        assert read(HEIGHT, as_data(HEIGHT, ">5'6\"", ENGLISH)).low == Fraction(66 * 254, 100)


class TestPressure:
    """Two numbers of one reading, as everybody writes them."""

    LISTED = Vitals.pressures

    @pytest.mark.parametrize(
        ("systolic", "diastolic"), [("142/88", ""), ("142 / 88 mmHg", ""), ("142/88", "88"), ("142", "88")]
    )
    def test_on_a_page(self, systolic: str, diastolic: str) -> None:
        """They may stand in one field."""
        typed = {"part.systolic": systolic, "part.diastolic": diastolic, "part.on": "2026-11-01"}
        found = observation(self.LISTED, ENGLISH, typed)
        client = subject_from_data(Client, {"vitals": {"pressures": [found]}})
        (record,) = client.vitals.pressures  # type: ignore[misc] # a list
        assert (record.systolic, record.diastolic) == (142, 88)
        assert "88" in told(self.LISTED, typed, ENGLISH)

    def test_in_kilopascals(self) -> None:
        """The unit of the one is that of the other."""
        typed = {"part.systolic": "18/11", "part.systolic.unit": "kPa", "part.diastolic.unit": "mm[Hg]"}
        found = observation(self.LISTED, ENGLISH, typed)
        assert found["diastolic"] == {"value": 11, "unit": "kPa"}

    @pytest.mark.parametrize(
        ("systolic", "diastolic"), [("142/88", "90"), ("142/88/70", ""), ("142/", "88"), ("/88", "")]
    )
    def test_what_does_not_fit_is_refused(self, systolic: str, diastolic: str) -> None:
        """Nothing is dropped."""
        typed = {"part.systolic": systolic, "part.diastolic": diastolic, "part.on": "2026-11-01"}
        with pytest.raises(InputError):
            subject_from_data(Client, {"vitals": {"pressures": [observation(self.LISTED, ENGLISH, typed)]}})

    def test_in_a_terminal(self) -> None:
        """The second is not asked for any more; who measured it is."""
        lines = iter(["yes", "142/88", "2026-11-01", "no", "clinician", "stop"])
        session = InterviewSession(SCREENING, DECISION_DAY, Client(), by_checklist=False)
        while session.fact is not self.LISTED:
            session = session.without(Absence.NOT_KNOWN)
        session = converse(session, lambda prompt: next(lines), lambda text: None, lambda now: None)
        found = session.subject.vitals.pressures  # type: ignore[attr-defined] # a client
        (record,) = found.value
        assert (record.systolic, record.diastolic, found.by) == (142, 88, Reporter.CLINICIAN)


class TestNamed:
    """A file and Python say what they mean: the code is suggested."""

    @pytest.mark.parametrize(
        ("fact", "unit", "code"),
        [
            (WEIGHT, "lb", "[lb_av]"),
            (WEIGHT, "lbs", "[lb_av]"),
            (WEIGHT, "stone", "[stone_av]"),
            (HEIGHT, "in", "[in_i]"),
            (HEIGHT, "ft", "[ft_i]"),
            (RATE, "bpm", "{beats}/min"),
            (FACTS["thyroid.biotin"], "mcg/d", "ug/d"),
            (FACTS["vitals.mean_systolic"], "mmHg", "mm[Hg]"),
            (FACTS["thyroid.tsh_reference_low"], "mIU/L", "m[IU]/L"),
            (FACTS["vitals.body_mass_index"], "kg/m^2", "kg/m2"),
            (FACTS["liver.alt_reference_high"], "µkat/L", "ukat/L"),
        ],
    )
    def test_its_code(self, fact: Number, unit: str, code: str) -> None:
        """It is named, and no log repeats it."""
        for make in (
            lambda: fact.accept(Quantity(70, unit)),
            lambda: subject_from_data(Client, {fact.group: {fact.name: {"value": 70, "unit": unit}}}),
        ):
            with pytest.raises(InputError) as caught:
                make()
            assert str(caught.value).endswith(f'did you mean "{code}"?')
            assert caught.value.faults[0].suggestion == f'"{code}"'
            assert "did you mean" not in caught.value.redacted()

    def test_a_unit_of_something_else(self) -> None:
        """It has none."""
        with pytest.raises(InputError) as caught:
            by_clinician(Vitals(weight=Quantity(70, "mmHg")))
        assert str(caught.value).endswith("expected kg or [lb_av] or [stone_av] or g; convert it before")


def test_feet_and_stones_are_exact() -> None:
    """Twelve inches and fourteen pounds."""
    assert HEIGHT.units["[ft_i]"] == 12 * HEIGHT.units["[in_i]"] == Fraction(3048, 100)
    assert WEIGHT.units["[stone_av]"] == 14 * WEIGHT.units["[lb_av]"] == Fraction(635_029_318, 100_000_000)


class TestSpellings:
    """Declared once, and never ambiguous."""

    def test_every_unit_of_the_library_is_listed(self) -> None:
        """With its spellings, or with none beside the code."""
        codes = {code for fact in FACTS.values() for code in (fact.unit, *fact.units)}
        assert codes <= SPELLINGS.keys()

    @pytest.mark.parametrize("fact", FACTS.values(), ids=FACTS)
    def test_each_is_that_of_one_unit_of_a_fact(self, fact: Number) -> None:
        """No spelling is that of two; what a page shows is understood as well."""
        codes = (fact.unit, *fact.units)
        for code in codes:
            for written in (code, *SPELLINGS[code]):
                assert meant(written, codes) == code
            if code in SYMBOLS:
                assert as_data(fact, f"1 {SYMBOLS[code]}", ENGLISH) == {"value": 1, "unit": code}
                assert as_data(fact, f"1 {SPANISH(SYMBOLS[code])}", SPANISH) == {"value": 1, "unit": code}

    def test_two_meanings_are_none(self) -> None:
        """Where a fact had both, neither is guessed."""
        assert meant("/h", ["{events}/h", "/h"]) == "/h"
        assert meant(" /h", ["{events}/h", "/h"]) == ""

    @given(st.data())
    def test_case_and_spaces_say_nothing(self, data: st.DataObject) -> None:
        """Nor which of two signs a keyboard has."""
        fact = data.draw(st.sampled_from(list(FACTS.values())))
        codes = (fact.unit, *fact.units)
        code = data.draw(st.sampled_from(codes))
        written = data.draw(st.sampled_from((code, *SPELLINGS[code])))
        other = data.draw(st.sampled_from((str.upper, str.lower, str.title, str)))(written)
        other = other.replace(" ", data.draw(st.sampled_from((" ", "  ", "\N{NO-BREAK SPACE}"))))
        other = other.replace("/", data.draw(st.sampled_from(("/", " / ", "/ ")))).replace("µ", "μ")
        assert meant(f" {other} ", codes) == code

    @given(st.text(max_size=8))
    def test_what_is_no_spelling_is_nothing(self, text: str) -> None:
        """Whatever somebody types."""
        for fact in (WEIGHT, HEIGHT, FACTS["thyroid.tsh"]):
            found = meant(text, (fact.unit, *fact.units))
            assert found in ("", fact.unit, *fact.units)

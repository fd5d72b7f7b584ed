"""Numbers with their unit everywhere, where a subject is read or built strictly; and where else the unit is shown."""

from __future__ import annotations

import inspect
import pickle
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaprules import Between, Client, InputError, Quantity, Recorded, Reports
from kaprules.authoring import by_clinician
from kaprules.clientfile import read_client, read_clients, read_subject, subject_from_data, subject_to_data
from kaprules.facts import Liver, Medicines, MentalState, Person, Session, Vitals
from kaprules.facts.medicines import Medicine
from kaprules.facts.model import Facts, Number, every_fact, groups_of
from kaprules.facts.practice import Practice
from kaprules.facts.vitals import BloodPressure
from kaprules.testing import practices, sessions
from tests.clients import clients

DAY = date(2026, 11, 23)
KILOGRAMS = Quantity(70, "kg")


def refusal(**given: Any) -> str:
    with pytest.raises(InputError) as caught:
        Client(**given, strict=True)
    return str(caught.value)


class TestBuilt:
    """``strict=True`` where a subject is built."""

    def test_a_bare_number_is_refused(self) -> None:
        """Each is named, with its unit."""
        assert refusal(vitals=by_clinician(Vitals(weight=150, height=Quantity(170, "cm"))), person=Person(age=35)) == (
            "vitals.weight is 150 without its unit: expected a Quantity in kg, as numbers are read strictly; "
            'write Quantity(..., "kg")\n'
            "person.age is 35 without its unit: expected a Quantity in a, as numbers are read strictly; "
            'write Quantity(..., "a")'
        )

    @pytest.mark.parametrize(
        "weight",
        [
            70.5,
            Decimal(70),
            Fraction(141, 2),
            Between(60, 70),
            Between(None, 70),
            Between(Quantity(60, "kg"), 70),
            Recorded(70, on=DAY),
            Reports(Recorded(KILOGRAMS, on=DAY), Recorded(70, on=DAY)),
        ],
    )
    def test_in_whatever_form(self, weight: Any) -> None:
        """With evidence, or as an end."""
        assert "vitals.weight is " in refusal(vitals=by_clinician(Vitals(weight=weight)))

    @pytest.mark.parametrize(
        "weight",
        [
            KILOGRAMS,
            Quantity(150, "[lb_av]"),
            Between(Quantity(60, "kg"), None),
            Recorded(KILOGRAMS, on=DAY),
            Reports(Recorded(KILOGRAMS, on=DAY), Recorded(KILOGRAMS)),
        ],
    )
    def test_a_quantity_is_taken(self, weight: Any) -> None:
        """And is the same subject."""
        vitals = by_clinician(Vitals(weight=weight))
        assert Client(vitals=vitals, strict=True) == Client(vitals=vitals)

    def test_within_a_record(self) -> None:
        """The record is named."""
        pressures = [BloodPressure(systolic=Quantity(142, "mm[Hg]"), diastolic=88, on=DAY)]
        assert refusal(vitals=by_clinician(Vitals(pressures=pressures))).startswith(
            "vitals.pressures[0].diastolic is 88 without its unit"
        )
        listed = Recorded([Medicine(substance="lithium", daily_dose=900)], on=DAY)
        assert refusal(medicines=Medicines(listed=listed)).startswith("medicines.listed[0].daily_dose is 900 without")

    def test_what_has_no_unit_needs_none(self) -> None:
        """Counts, scores and multiples."""
        liver = by_clinician(Liver(alt_multiple=Recorded(2, on=DAY)))
        score = next(fact for fact in MentalState.__facts__ if getattr(fact, "unit", "") == "{score}")
        mental_state = by_clinician(MentalState(**{score.name: Recorded(5, on=DAY)}))
        assert Client(
            vitals=by_clinician(Vitals(pressure_readings=2)), liver=liver, mental_state=mental_state, strict=True
        )

    def test_it_is_not_kept(self) -> None:
        """A subject that was built strictly is no other, pickled or not."""
        strict = Client(vitals=by_clinician(Vitals(weight=KILOGRAMS)), strict=True)
        assert "strict" not in strict.__dict__
        again = pickle.loads(pickle.dumps(strict))
        assert again == Client(vitals=by_clinician(Vitals(weight=70)))
        assert Client(vitals=again.vitals, strict=True) == again
        bare = pickle.loads(pickle.dumps(by_clinician(Vitals(weight=70))))
        assert "vitals.weight is 70" in refusal(vitals=bare)

    def test_it_is_said_by_a_bool(self) -> None:
        """Nothing is coerced."""
        with pytest.raises(InputError) as caught:
            Client(strict="yes")  # type: ignore[arg-type] # what is refused
        assert str(caught.value) == "strict is 'yes': expected True or False; write one of these"


class TestRead:
    """``strict=True`` where a subject is read."""

    def test_an_age_needs_its_unit(self) -> None:
        """In the words of a file."""
        with pytest.raises(InputError) as caught:
            read_client('{"person": {"age": 35}}', strict=True)
        assert str(caught.value) == (
            "person.age is 35 without its unit: expected its unit, as numbers are read strictly; "
            'write {"value": ..., "unit": "a"}'
        )
        text = '{"person": {"age": {"value": 35, "unit": "a"}}}'
        assert read_client(text, strict=True) == read_client(text) == next(read_clients([text], strict=True))

    def test_what_a_file_says_with_its_unit_is_strict(self) -> None:
        """Also of a session, and also for whoever builds on with what was read."""
        text = '{"vitals": {"heart_rate": {"at_least": 60, "unit": "/min"}, "pressure_readings": 2}}'
        session = read_subject(Session, text, strict=True)
        assert Session(vitals=session.vitals, strict=True) == session


@pytest.mark.parametrize("drawn", [clients(), sessions(), practices()], ids=["client", "session", "practice"])
@given(data=st.data())
def test_strict_asks_for_a_quantity_of_every_number_with_a_unit(
    drawn: st.SearchStrategy[Any], data: st.DataObject
) -> None:
    """Whatever is recorded: refused where one lacks its unit, else the same; what is written down again is taken."""
    subject = data.draw(drawn)
    kind, facts = type(subject), {name: subject.__dict__[name] for name in groups_of(type(subject))}
    if any(list(group.without_units()) for group in facts.values()):
        with pytest.raises(InputError):
            kind(**facts, strict=True)
    else:
        assert kind(**facts, strict=True) == kind(**facts)
    again = subject_from_data(kind, subject_to_data(kind(**facts)))
    left = {error.place for name in facts for error in again.__dict__[name].without_units()}
    assert left <= {fact.id for fact in every_fact(kind) if isinstance(fact, Number) and fact.unit == "a"}


class TestShown:
    """Who writes Python sees which unit a number has."""

    GROUPS = tuple(dict.fromkeys(group for kind in (Client, Session, Practice) for group in groups_of(kind).values()))

    @pytest.mark.parametrize("group", [*GROUPS, BloodPressure, Medicine])
    def test_in_the_signature_and_at_the_fact(self, group: type[Facts]) -> None:
        """Of every group and record."""
        parameters = inspect.signature(group).parameters
        assert list(parameters) == [fact.name for fact in group.__facts__]
        for fact in group.__facts__:
            told = inspect.getdoc(fact)
            assert told is not None
            assert told.startswith(fact.title)
            if isinstance(fact, Number):
                assert get_args(parameters[fact.name].annotation)[1] == fact.unit
                assert f" in {fact.unit}" in told
                assert all(unit in told for unit in fact.units)

    def test_of_a_subject(self) -> None:
        """With the groups, and how it is read."""
        parameters = inspect.signature(Client).parameters
        assert list(parameters) == ["id", "checklists", *groups_of(Client), "strict"]

    def test_an_example(self) -> None:
        """As an editor shows it."""
        assert inspect.getdoc(Vitals.weight) == "Weight: a number in kg, or as a Quantity in [lb_av], [stone_av], g."

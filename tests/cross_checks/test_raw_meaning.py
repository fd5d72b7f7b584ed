"""What the second reading says of single files by the specification."""

from __future__ import annotations

import json
from datetime import date, datetime
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from cross_checks import referee
from cross_checks.raw.facts import NEVER, Seen, of_number
from cross_checks.raw.subjects import parsed, possible
from cross_checks.raw.when import asked

ON = date(2026, 11, 23)
BOTH = {True, False}


def seen(fact: str, group: dict[str, Any], on: date = ON, place: str = "Europe/Vienna", **others: Any) -> Seen:
    """Return what a fact may be by its group as a file writes it, beside other groups."""
    data = parsed(json.dumps({fact.partition(".")[0]: group, **others}))
    lists = referee.checklists("client")
    return possible(referee.declared("client"), referee.table(), data, asked(on, ZoneInfo(place)), lists)[fact]


def span(found: Seen) -> tuple[Fraction, Fraction]:
    return tuple(found.still)  # type: ignore[return-value]


def pressure(systolic: Any, diastolic: Any, on: str, by: str | None = "clinician", **more: Any) -> dict[str, Any]:
    given = {"systolic": systolic, "diastolic": diastolic}
    parts = {name: {"value": value, "unit": "mm[Hg]"} for name, value in given.items() if value is not None}
    return {**parts, "on": on, **({} if by is None else {"by": by}), **more}


def found_by_clinician(value: Any, unit: str | None, **more: Any) -> dict[str, Any]:
    return {"value": value, **({} if unit is None else {"unit": unit}), "by": "clinician", **more}


@pytest.mark.parametrize(
    "spelled", ["2026-11-24T01:00Z", "2026-11-23T17:00-08:00", "2026-11-24T10:00:00.0000000+09:00"]
)
def test_an_instant_falls_on_the_day_of_the_place(spelled: str) -> None:
    """Whichever way it is spelled; of a place where that day is still to come it cannot be."""
    test = {"pregnancy_test": {"value": "positive", "on": spelled, "by": "laboratory"}}
    assert seen("reproduction.pregnancy_test", test, place="America/Los_Angeles").still == {"positive"}
    assert seen("reproduction.pregnancy_test", test, place="UTC").absence == "implausible"


def test_an_hour_lies_as_far_back_as_it_is() -> None:
    """On the day on which the clocks are put back, a day has 25 hours; a day without its hour is the whole of it."""
    at = datetime(2026, 10, 25, 12, tzinfo=ZoneInfo("Europe/Vienna"))
    data = {"today": {"last_meal": "2026-10-25T01:00+02:00", "last_liquid": "2026-10-25", "last_alcohol": "2026-10-24"}}
    found = possible(referee.declared("session"), referee.table(), data, asked(at))
    assert [tuple(found[f"today.last_{what}"].still) for what in ("meal", "liquid", "alcohol")] == [
        (12, 12),
        (0, 13),
        (13, 37),
    ]


@pytest.mark.parametrize(
    ("copy", "mean", "count"),
    [
        ([], 148, 1),
        ([pressure(118, 78, "2026-11-20T09:00+01:00", by="record")], 148, 1),
        ([pressure(118, 78, "2026-11-20T08:00Z", by=None, reference="chart")], 148, 1),
        ([pressure(118, 78, "2026-11-20")], 148, 1),
        ([pressure(118, 78, "2026-11-20", by=None)], 148, 1),
        ([pressure(118, 78, "2026-11-20T10:00+01:00")], 138, 2),
        ([pressure(118, 78, "2026-11-20T10:00+01:00", by=None)], 148, 1),
        ([pressure(178, 80, "2026-11-20", by="record")], 158, 1),
        ([pressure(178, 78, "2026-11-20T10:00+01:00", by="client")], 158, 1),
    ],
)
def test_a_measurement_counts_once(copy: list[Any], mean: int, count: int) -> None:
    """A copy never makes the mean look better, nor does the word of nobody or of the client: the worse counts.

    Two readings of one minute are one for their number.
    """
    known = [pressure(178, 80, "2026-11-20T09:00+01:00"), pressure(118, 78, "2026-11-20T09:00+01:00")]
    group = {"pressures": {"value": [*known, *copy], "on": "2026-11-20"}}
    assert span(seen("vitals.mean_systolic", group)) == (mean, mean)
    assert span(seen("vitals.pressure_readings", group)) == (count, count)
    assert span(seen("vitals.highest_systolic", group)) == (178, 178)


def test_the_half_of_a_reading_that_is_there_counts() -> None:
    """The other may be anything that is plausible."""
    group = {"pressures": [pressure(120, 80, "2026-11-20"), pressure(130, None, "2026-11-21")]}
    assert span(seen("vitals.mean_systolic", group)) == (125, 125)
    assert span(seen("vitals.mean_diastolic", group)) == (50, 140)


def test_readings_that_were_filed_on_a_day_to_come_are_not_believed() -> None:
    """Whatever days they bear themselves: a date in the future cannot be."""
    group = {"pressures": {"value": [pressure(120, 80, "2026-11-20")], "on": "2027-11-20"}}
    found = seen("vitals.mean_systolic", group)
    assert (span(found), found.absence) == ((50, 300), "implausible")


@pytest.mark.parametrize(
    ("group", "facts"),
    [
        ({"mean_systolic": 60, "mean_diastolic": 89}, ("mean_systolic", "mean_diastolic")),
        ({"mean_systolic": 140, "highest_systolic": 139}, ("mean_systolic", "highest_systolic")),
        (
            {"mean_systolic": 120, "highest_systolic": 200, "pressure_readings": 2},
            ("mean_systolic", "highest_systolic"),
        ),
        ({"highest_systolic": 120, "pressure_readings": 0}, ("highest_systolic", "pressure_readings")),
    ],
)
def test_what_cannot_be_so_together_is_not_believed(group: dict[str, int], facts: tuple[str, ...]) -> None:
    """None of the facts concerned is, in whichever form they were given."""
    given = {
        name: found_by_clinician(value, None if name == "pressure_readings" else "mm[Hg]")
        for name, value in group.items()
    }
    assert {seen(f"vitals.{name}", given).absence for name in facts} == {"implausible"}


def test_a_highest_that_the_others_make_up_for_is_believed() -> None:
    """Of two readings with a mean of 120, one of 190 leaves 50 for the other."""
    given: dict[str, Any] = {
        name: found_by_clinician(value, "mm[Hg]") for name, value in (("mean_systolic", 120), ("highest_systolic", 190))
    }
    given["pressure_readings"] = found_by_clinician(2, None)
    assert span(seen("vitals.mean_systolic", given)) == (120, 120)


def test_menses_that_contradict_each_other() -> None:
    """Twelve months without any, and a period eighteen days ago."""
    group = {"amenorrhoea": {"value": 12, "unit": "mo"}, "last_menstrual_period": {"days_ago": 18}}
    for name in group:
        assert seen(f"reproduction.{name}", group).absence == "conflicting"
    group["last_menstrual_period"] = {"days_ago": 365}
    assert span(seen("reproduction.amenorrhoea", group)) == (12, 12)


def test_an_index_that_height_and_weight_deny() -> None:
    """A body of 170 cm and 60 kg has one of 20.8; 20 is too far from that, 21 is rounded."""
    group = {"height": found_by_clinician(170, "cm"), "weight": found_by_clinician(60, "kg")}
    index = Fraction(60 * 10_000, 170**2)
    for given, found in ((20, (10, 100)), (21, (index, 21))):
        group["body_mass_index"] = found_by_clinician(given, "kg/m2")
        assert span(seen("vitals.body_mass_index", group)) == found
    assert seen("vitals.body_mass_index", group).absence is None


@pytest.mark.parametrize(
    ("listed", "opioid"),
    [
        ([{"substance": "paracetamol"}], BOTH),
        ({"value": [{"substance": "paracetamol"}], "on": "2026-11-20", "by": "record"}, BOTH),
        ({"at_least": [{"substance": "paracetamol"}], "on": "2026-11-20"}, BOTH),
        ({"value": [{"substance": "paracetamol"}], "on": "2026-11-20"}, {False}),
        ({"value": [{"substance": "paracetamol"}], "on": "2025-11-20"}, BOTH),
        ([], {False}),
        ({"at_least": [{"substance": "tramadol", "status": "taking"}]}, {True}),
        ({"value": [{"substance": "tramadol", "status": "entered-in-error"}], "on": "2026-11-20"}, {False}),
        ({"value": [{"substance": "tramadol", "status": "on-hold"}], "on": "2026-11-20"}, BOTH),
    ],
)
def test_a_list_may_be_open(listed: Any, opioid: set[bool], monkeypatch: pytest.MonkeyPatch) -> None:
    """A chart's list of medicines is, unless somebody says on a day that it is complete; "none" says so by itself."""
    from kaprules.facts.medicines import MedicineStatus

    record = referee.declared("client")["medicines"]["listed"]["record"]
    known = {status.value for status in MedicineStatus} | {"entered-in-error", "on-hold"}
    monkeypatch.setitem(record["status"], "options", sorted(known))
    assert seen("medicines.takes_opioid", {"listed": listed}).still == opioid


@pytest.mark.parametrize("name", ["sertraline", "zelbritide"])
@pytest.mark.parametrize("day", ["2026-11-23", "2020-11-23"])
def test_what_a_review_adds_to_the_table_does_not_expire(name: str, day: str) -> None:
    """That a name is known by it does."""
    review = {
        "reviewed": {"value": True, "on": day, "by": "clinician"},
        "reviewed_classes": "opioid",
        "reviewed_tells_of": "none",
    }
    listed = {"listed": {"value": [{"substance": name, "status": "taking", **review}], "on": "2026-11-20"}}
    counts = name == "sertraline" or day == "2026-11-23"
    assert seen("medicines.takes_opioid", listed).still == ({True} if counts else BOTH)
    assert (seen("medicines.ingredient_not_known", listed).still == {False}) is counts


def test_nothing_was_before_the_birth() -> None:
    """Neither an event nor a report; and no span is longer than the life, as the birth or the age bounds it."""
    attack, never = {"value": "2004", "on": "2026-11-01"}, {"value": "never", "on": "2004-11-01"}
    for person in ({"birth_date": "2006-05-01"}, {"birth_date": "2006"}, {"age": 20}):
        for given in (attack, never):
            found = seen("circulation.myocardial_infarction", {"myocardial_infarction": given}, person=person)
            assert found.absence == "implausible"
    of_birth = {"myocardial_infarction": "2006"}
    assert span(seen("circulation.myocardial_infarction", of_birth, person={"birth_date": "2006"})) == (7267, 7631)


@pytest.mark.parametrize(("born", "years"), [("1980-11-23", (46, 46)), ("1980-11", (45, 46)), ("1980", (45, 46))])
def test_an_age_is_as_far_known_as_the_birth(born: str, years: tuple[int, int]) -> None:
    """A year or a month of birth leaves two."""
    assert span(seen("person.age", {"birth_date": born})) == years


def test_the_newest_of_several_days_counts() -> None:
    """But the worse one, where a direction is worse; and two of one day that differ are in conflict."""
    old, new = (found_by_clinician(value, "kg", on=on) for value, on in ((80, "2026-11-01"), (84, "2026-11-20")))
    assert span(seen("vitals.weight", {"weight": {"reports": [old, new]}})) == (84, 84)
    assert seen("vitals.weight", {"weight": {"reports": [old, new | {"on": "2026-11-01"}]}}).absence == "conflicting"
    oxygen = [found_by_clinician(value, "%", on=on) for value, on in ((93, "2026-11-01"), (98, "2026-11-20"))]
    assert span(seen("vitals.oxygen_saturation", {"oxygen_saturation": {"reports": oxygen}})) == (93, 93)


@pytest.mark.parametrize(
    ("given", "ends"),
    [({"value": "<5"}, (0, 4)), ({"value": "<= 5"}, (0, 5)), ({"value": ">5"}, (6, 60)), ({"at_least": 7}, (7, 60))],
)
def test_one_end_of_a_number_is_enough(given: Any, ends: tuple[int, int]) -> None:
    """The plausible end is the other; "less than five" of what is counted is four at most."""
    fact = referee.declared("client")["mental_state"]["ymrs"]
    assert span(of_number(fact, given)) == ends
    tsh = referee.declared("client")["thyroid"]["tsh"]
    assert span(of_number(tsh, {"value": "<0.01", "unit": "m[IU]/L"})) == (0, Fraction(1, 100))


def test_a_code_for_missing_is_no_value() -> None:
    """Where the fact declares one."""
    fact = referee.declared("client")["bladder"]["cystitis_episodes_in_6_months"] | {"missing_codes": [99]}
    assert of_number(fact, 99).absence == "implausible"
    assert of_number(fact, 98).absence is None


def test_an_event_keeps_what_is_certain() -> None:
    """A stroke on an old report did happen, and may have happened again; an old "never" says nothing any more."""
    old = {"myocardial_infarction": {"value": "2020-11-23", "on": "2021-11-23"}}
    found = seen("circulation.myocardial_infarction", old)
    assert (span(found), found.absence) == ((0, 2191), "stale")
    old["myocardial_infarction"]["value"] = "never"
    assert span(seen("circulation.myocardial_infarction", old)) == (0, NEVER)


# Checklists -------------------------------------------------------------------------------------------------------


def listed(fact: str, name: str, own: Any = None, *, asked_on: date = ON, **answer: Any) -> Seen:
    """Return what a fact may be by an answer to a checklist of ten days ago, beside what was answered to itself."""
    told = {"version": 1, "on": "2026-11-13", "by": "client"} | answer
    facts = {} if own is None else {fact.partition(".")[2]: own}
    return seen(fact, facts, asked_on, checklists={name: told})


def test_none_of_these_denies_each_item_from_whom_it_may() -> None:
    """By the person and of the day of the answer; from anybody else it is nobody's word."""
    heart = ("circulation.hypertension", "heart_and_vessels")
    assert listed(*heart, answer="none").still == {False}
    assert listed(*heart, answer="none", asked_on=date(2027, 11, 23)).absence == "stale"
    assert listed(*heart, answer="none", by="device").absence == "not_authorised"
    assert listed(*heart, answer="some").absence == "not_asked"
    assert listed(*heart, absent="declined").absence == "declined"
    assert listed("mental_state.delusions_now", "mental_state", answer="none").absence == "not_authorised"
    assert listed("mental_state.delusions_now", "mental_state", answer="none", by="clinician").still == {False}


def test_a_copy_is_of_the_day_and_the_person_that_it_copies() -> None:
    """It renews nothing."""
    copied = {"by": "record", "on": "2026-11-23", "copy_of": {"by": "client", "on": "2026-03-01"}}
    assert listed("circulation.hypertension", "heart_and_vessels", answer="none", **copied).absence == "stale"


def test_a_ticked_item_is_there_whatever_else_is_said_of_it() -> None:
    """A detail tells it more exactly, a denial contradicts it, and what is wider than its fact leaves that open."""
    ticked = {"answer": "none", "except": ["heart_attack"]}
    infarction = ("circulation.myocardial_infarction", "heart_and_vessels")
    assert span(listed(*infarction, **ticked)) == (0, NEVER - 1)
    assert span(listed(*infarction, {"value": "2026-10-24", "by": "record"}, **ticked)) == (30, 30)
    denied = listed(*infarction, {"value": "never", "on": "2026-11-20"}, **ticked)
    assert (span(denied), "CONFLICT" in denied.marks) == ((0, NEVER - 1), True)
    wider = {"answer": "none", "except": ["other_lung_disease"]}
    assert listed("breathing.chronic_respiratory_failure", "breathing_and_sleep", **wider).absence == "not_asked"


def test_of_an_item_of_two_facts_either_may_be_meant() -> None:
    """Both keep their whole range; where both are denied nobody can say which report is wrong."""
    ticked = {"version": 1, "answer": "none", "except": ["seizure"], "on": "2026-11-13", "by": "client"}
    lists = {"checklists": {"brain_and_nerves": ticked}}
    both: dict[str, Any] = {"seizure_disorder": False, "latest_seizure": "never"}
    for name in both:
        one = {other: value for other, value in both.items() if other != name}
        assert seen(f"seizures.{name}", one, **lists).absence == "not_asked"
        assert seen(f"seizures.{name}", both, **lists).absence == "conflicting"


@pytest.mark.parametrize(
    ("history", "cleared"),
    [
        ({"prior_medical_ketamine": "never given", "nonmedical_ketamine_use": "never"}, True),
        ({"nonmedical_ketamine_use": "never"}, False),
        ({"prior_medical_ketamine": "tolerated", "nonmedical_ketamine_use": "never"}, False),
        (
            {
                "prior_medical_ketamine": "never given",
                "nonmedical_ketamine_use": "never",
                "ketamine_prescribed_elsewhere": True,
            },
            False,
        ),
    ],
)
def test_a_list_clears_the_harm_of_ketamine_only_where_none_was_had(history: dict[str, Any], cleared: bool) -> None:
    """Else it is asked by itself."""
    found = listed("bladder.ketamine_cystitis", "liver_kidney_bladder", answer="none")
    assert found.absence == "not_asked"
    told = {"version": 1, "answer": "none", "on": "2026-11-13", "by": "client"}
    found = seen("bladder.ketamine_cystitis", {}, ketamine_history=history, checklists={"liver_kidney_bladder": told})
    assert (found.still == {False}) is cleared


# Heart, reactions, and what was not lately -----------------------------------------------------------------------


def test_not_in_the_last_days_agrees_with_what_was_longer_ago() -> None:
    """And with "never"; with what lies within it does not, nor with what cannot be."""
    surgery = "general_health.latest_major_surgery"

    def beside(*reports: Any) -> Seen:
        return seen(surgery, {"latest_major_surgery": {"reports": [{"none_in_days": 90}, *reports]}})

    assert span(beside()) == (91, NEVER)
    assert span(beside({"days_ago": 2000})) == (2000, 2000)
    assert span(beside({"value": "never"})) == (NEVER, NEVER)
    assert span(beside({"days_ago": 20})) == (20, 20)
    assert span(beside({"value": "9999-12-31"})) == (0, NEVER)


def test_the_latest_event_is_the_latest_of_all_that_were_told() -> None:
    """A question that nobody answered may hold a later one."""
    group = {"latest_cardiovascular_event": {"days_ago": 900}, "stroke_or_tia": "never"}
    assert span(seen("circulation.latest_event", {**group, "myocardial_infarction": {"days_ago": 300}})) == (300, 300)
    assert span(seen("circulation.latest_event", group)) == (0, 900)


def test_readings_of_one_day_are_of_one_day() -> None:
    """One without its second half may be none, as may one whose halves cannot both be; a day that cannot be is any."""
    first = pressure(120, 80, "2026-11-20T09:00")
    for other, days in (
        (pressure(130, None, "2026-11-21"), (1, 2)),
        (pressure(80, 120, "2026-11-21"), (1, 2)),
        (pressure(80, 120, "2026-11-20T10:00"), (1, 1)),
        (pressure(120, 80, "2026-11-24"), (1, 2)),
    ):
        assert span(seen("vitals.pressure_days", {"pressures": [first, other]})) == days


@pytest.mark.parametrize(
    ("fact", "group"),
    [
        ("neurology.latest_head_injury", {"head_injuries": [{"happened": "never"}]}),
        (
            "ketamine_history.psychotic_reaction",
            {"reactions": [{"kind": "psychosis beyond the session", "happened": "never"}]},
        ),
        (
            "psychiatric_history.substance_induced_psychosis",
            {"psychotic_disorders": [{"type": "substance-induced psychosis", "last_symptoms": "never"}]},
        ),
    ],
)
def test_what_stands_on_a_list_was_not_never(fact: str, group: dict[str, Any]) -> None:
    """It may have been at any time."""
    assert span(seen(fact, group))[0] == 0


def test_that_a_reaction_was_no_allergy_is_not_for_everybody_to_say() -> None:
    """From the client it may have been any; where the breath failed, an allergy is not ruled out by silence."""

    def reacted(kind: str, **more: Any) -> Seen:
        one = {"kind": kind, "agent": "ketamine", **more}
        return seen("ketamine_history.immune_reaction", {"reactions": {"value": [one], "on": "2026-11-20"}})

    no_allergy, breath = "not allergic, its kind otherwise not known", "spasm of the throat, failing breath or a "
    breath += "breathing tube"
    assert reacted(no_allergy, by="client").still == BOTH
    assert reacted(no_allergy, by="clinician").still == {False}
    assert reacted(breath, by="clinician").still == BOTH
    assert reacted(breath, by="clinician", allergy_ruled_out=True).still == {False}
    assert reacted(breath, by="client", allergy_ruled_out=True).still == BOTH

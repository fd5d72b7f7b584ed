"""What a medicine is taken for, of which disease it tells, and what a prescriber's review of it settles.

Each test is a client who has the disease and was never asked, was asked by the wrong person, or answered long ago.
"""

from __future__ import annotations

import pickle
from datetime import date, timedelta
from typing import Any

import jsonschema
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules import Client, Outcome, screen
from kaprules.authoring import by_clinician
from kaprules.clientfile import subject_from_data, subject_to_data
from kaprules.decision import Decision
from kaprules.facts.circulation import Arrhythmia, Circulation, EventKind
from kaprules.facts.medicines import (
    EXPLAINING,
    MAINTENANCE,
    NEVER_EXPLAINED,
    TOLD_TOGETHER,
    Medicine,
    Medicines,
    MedicineStatus,
    Reason,
)
from kaprules.facts.model import NEVER, Choice, DaysAgo, Flag, OneOf, Recorded, Reporter, Reports, merge
from kaprules.facts.psychiatric_history import AntipsychoticUse, Bipolar, PsychiatricHistory
from kaprules.facts.seizures import Seizures
from kaprules.facts.thyroid import Thyroid
from kaprules.ingredients import INGREDIENTS, MedicineClass, Told, nearly, resolve
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Level, Mark, Options, Truth, option_bits
from kaprules.schema import subject_schema

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT
UNHEARD = "zelbritide"
AUTHORITIES = (Reporter.CLINICIAN, Reporter.RECORD)
OTHERS = tuple(reporter for reporter in (None, *Reporter) if reporter not in AUTHORITIES)
NOT_EXPLAINING = tuple(reason for reason in Reason if reason not in EXPLAINING)


def stays(ingredient: Any) -> bool:
    """Say whether no reason explains an antipsychotic otherwise."""
    return ingredient.name in NEVER_EXPLAINED or MedicineClass.DEPOT_ANTIPSYCHOTIC in ingredient.classes


TELLS = tuple(each for each in INGREDIENTS if each.tells_of)
CAN_BE_EXPLAINED = tuple(each for each in TELLS if not stays(each))
STAYS = tuple(each for each in TELLS if stays(each))


def listed(*medicines: Medicine) -> Medicines:
    return Medicines(listed=Recorded(medicines, on=TODAY))


def taking(name: str, **more: Any) -> Medicine:
    return Medicine(substance=name, status=MedicineStatus.TAKING, **more)


def reading(of: frozenset[Told]) -> Flag:
    """Return the reading of a set of diseases of which a medicine tells."""
    found = [fact for fact in Medicines.__facts__ if isinstance(fact, Flag) and told(fact) == of]
    assert len(found) == 1
    return found[0]


def told(fact: Flag) -> frozenset[Told] | None:
    title = fact.title.removeprefix("Takes a medicine that suggests: ")
    if title == fact.title:
        return None
    return frozenset(each for each in Told if each.value in title.split(", "))


def bits(fact: Any, *medicines: Medicine) -> int:
    found: Any = fact.possible(listed(*medicines), TODAY)
    return int(found.bits)


def by(reporter: Reporter | None, reason: Reason) -> Recorded:
    return Recorded(reason, by=reporter)


def found(client: Client, rule: str) -> Truth:
    return screen(client, on=TODAY).truths[rule]


# What tells ---------------------------------------------------------------------------------------------------------


def test_each_disease_has_a_reading_and_a_reason() -> None:
    """By itself, and together with others wherever a medicine tells of one of several."""
    for of in (*TOLD_TOGETHER, *(frozenset({each}) for each in Told)):
        assert reading(of).derive is not None
    assert {each.name for each in Told} <= {reason.name for reason in Reason}
    assert len(TELLS) == 58 and {each for ingredient in TELLS for each in ingredient.tells_of} == set(Told)


@pytest.mark.parametrize("ingredient", TELLS, ids=lambda each: each.name)
def test_a_medicine_tells_of_its_disease(ingredient: Any) -> None:
    """Of its own alone: one that was never asked for, and of which nobody named a reason."""
    medicine = taking(ingredient.name)
    assert bits(reading(ingredient.tells_of), medicine) == PRESENT_BIT
    others = [of for of in (*TOLD_TOGETHER, *(frozenset({each}) for each in Told)) if of != ingredient.tells_of]
    assert {bits(reading(of), medicine) for of in others} == {ABSENT_BIT}


@pytest.mark.parametrize("status", [MedicineStatus.STOPPED, MedicineStatus.ENDED])
def test_what_is_taken_no_more_tells_of_nothing(status: MedicineStatus) -> None:
    """A medicine that was stopped is no longer held against a denial."""
    stopped = Medicine(substance="carbimazole", status=status, reason=Reason.THYROID)
    assert bits(Medicines.tells_of_thyroid, stopped) == ABSENT_BIT


@pytest.mark.parametrize("ingredient", CAN_BE_EXPLAINED, ids=lambda each: each.name)
def test_another_reason_clears_by_a_clinician_or_a_record_alone(ingredient: Any) -> None:
    """The client's own word, a laboratory's or nobody's does not."""
    fact = reading(ingredient.tells_of)
    settled = {"for_use_disorder": False} if ingredient.name in MAINTENANCE else {}
    for reason in EXPLAINING:
        for reporter in AUTHORITIES:
            assert bits(fact, taking(ingredient.name, reason=by(reporter, reason), **settled)) == ABSENT_BIT
        for reporter in OTHERS:
            assert bits(fact, taking(ingredient.name, reason=by(reporter, reason), **settled)) == PRESENT_BIT


@pytest.mark.parametrize("reason", NOT_EXPLAINING)
def test_other_unknown_and_every_told_disease_clear_nothing(reason: Reason) -> None:
    """Whoever says so."""
    for reporter in (None, *Reporter):
        for name in ("carbimazole", "memantine", "warfarin", "lithium"):
            ingredient = resolve(name)
            assert ingredient is not None
            assert bits(reading(ingredient.tells_of), taking(name, reason=by(reporter, reason))) == PRESENT_BIT


@pytest.mark.parametrize("ingredient", STAYS, ids=lambda each: each.name)
def test_no_reason_explains_clozapine_and_its_like(ingredient: Any) -> None:
    """Nor paliperidone, pimavanserin, xanomeline or a depot: a clinician states the history."""
    for reason in Reason:
        medicine = taking(ingredient.name, reason=by(Reporter.CLINICIAN, reason))
        assert bits(Medicines.tells_of_psychosis, medicine) == PRESENT_BIT
        assert bits(Medicines.antipsychotic_or_mood_stabiliser, medicine) == option_bits(
            (AntipsychoticUse.NO_DECLARED_REASON,)
        )


DEPOTS = sorted({each.name.split()[0] for each in INGREDIENTS if MedicineClass.DEPOT_ANTIPSYCHOTIC in each.classes})


@pytest.mark.parametrize("name", DEPOTS)
def test_an_antipsychotic_that_is_injected_is_a_depot(name: str) -> None:
    """By its route, or by what stands beside its name; one by mouth is what it was."""
    use, told = Medicines.antipsychotic_or_mood_stabiliser, Medicines.tells_of_psychosis
    unexplained = option_bits((AntipsychoticUse.NO_DECLARED_REASON,))
    reason = by(Reporter.CLINICIAN, Reason.SLEEP)
    for route in ("injection", "Intramuscular route", "s.c.", "as a depot, monthly"):
        injected = taking(name, route=route, reason=reason)
        assert (bits(use, injected), bits(told, injected)) == (unexplained, PRESENT_BIT)
    for beside in ("injection", "25 mg im"):
        assert bits(use, taking(f"{name} {beside}", reason=reason)) == unexplained
    if name != "paliperidone":
        by_mouth = taking(name, route="by mouth", reason=reason)
        assert (bits(use, by_mouth), bits(told, by_mouth)) == (
            option_bits((AntipsychoticUse.DECLARED_REASON,)),
            ABSENT_BIT,
        )
    assert bits(told, taking("sertraline", route="injection")) == ABSENT_BIT


def test_a_depot_by_review_is_no_less_than_an_antipsychotic() -> None:
    """A name that the table does not know, of the class of depots alone."""
    reviewed_so = reviewed(UNHEARD, "depot_antipsychotic", reason=by(Reporter.CLINICIAN, Reason.SLEEP))
    assert bits(Medicines.antipsychotic_or_mood_stabiliser, reviewed_so) == option_bits(
        (AntipsychoticUse.NO_DECLARED_REASON,)
    )


@pytest.mark.parametrize("each", Told)
@pytest.mark.parametrize("reporter", [None, *Reporter])
def test_a_reason_tells_of_its_disease_whoever_says_so(each: Told, reporter: Reporter | None) -> None:
    """Of a medicine that tells of nothing by itself, and of one that the table does not know."""
    for name in ("sertraline", UNHEARD):
        medicine = taking(name, reason=by(reporter, Reason[each.name]))
        assert bits(reading(frozenset({each})), medicine) == PRESENT_BIT
    perhaps = taking("sertraline", reason=OneOf(Reason[each.name], Reason.OTHER))
    assert bits(reading(frozenset({each})), perhaps) == EITHER


@pytest.mark.parametrize("name", ["buprenorphine", "morphine", "oxycodone", UNHEARD])
def test_the_treatment_of_an_opioid_use_disorder_tells_of_it(name: str) -> None:
    """Whatever is said to treat it, beside any reason; where that has to be asked, it may tell of it until then."""
    yes, no = (taking(name, for_use_disorder=each) for each in (True, False))
    explained = taking(name, for_use_disorder=True, reason=by(Reporter.CLINICIAN, Reason.PAIN))
    assert bits(Medicines.tells_of_substances, yes) == bits(Medicines.tells_of_substances, explained) == PRESENT_BIT
    assert bits(Medicines.tells_of_bipolar, yes) == bits(Medicines.tells_of_bipolar, no)
    asked = name in ("buprenorphine", "morphine", UNHEARD)
    assert bits(Medicines.tells_of_substances, taking(name)) == (EITHER if asked else ABSENT_BIT)
    assert bits(Medicines.tells_of_substances, no) == (EITHER if name == UNHEARD else ABSENT_BIT)
    quarrelled = taking(name, for_use_disorder=Reports(Recorded(True), Recorded(False)))
    assert bits(Medicines.tells_of_substances, quarrelled) == EITHER


@pytest.mark.parametrize("reporter", [None, *Reporter])
@pytest.mark.parametrize("name", ["levetiracetam", "lamotrigine", "valproate", UNHEARD])
def test_epilepsy_as_a_reason_is_a_report_of_it(name: str, reporter: Reporter | None) -> None:
    """Whoever names it; beside a denied seizure disorder it has to be settled."""
    medicine = taking(name, reason=by(reporter, Reason.EPILEPSY))
    assert bits(Medicines.taken_for_epilepsy, medicine) == PRESENT_BIT
    assert bits(Medicines.taken_for_epilepsy, taking(name)) == ABSENT_BIT
    stopped = Medicine(substance=name, status=MedicineStatus.STOPPED, reason=by(reporter, Reason.EPILEPSY))
    assert bits(Medicines.taken_for_epilepsy, stopped) == ABSENT_BIT
    two = Reports(by(reporter, Reason.EPILEPSY), by(Reporter.CLINICIAN, Reason.PAIN))
    assert bits(Medicines.taken_for_epilepsy, taking(name, reason=two)) == PRESENT_BIT
    client = Client(medicines=listed(medicine), seizures=Seizures(seizure_disorder=False))
    decision = screen(client, on=TODAY)
    assert decision.truths["medicines.epilepsy_denied"] is Truth.TRUE
    assert Mark.CONFLICT in decision.marks


def test_a_reason_that_nobody_gave_tells_of_nothing() -> None:
    """Nobody is asked for the reason of an ordinary medicine; one who declines to say why adds nothing either."""
    for absence in (Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED):
        for each in Told:
            assert bits(reading(frozenset({each})), taking("sertraline", reason=absence)) == ABSENT_BIT


def test_what_is_not_known_may_tell_of_everything() -> None:
    """An unknown medicine, an open list and one that is too old never say that nothing is told of."""
    for of in (*TOLD_TOGETHER, *(frozenset({each}) for each in Told)):
        fact: Any = reading(of)
        assert bits(fact, taking(UNHEARD)) == EITHER
        old = Medicines(listed=Recorded((), on=TODAY - timedelta(days=31)))
        charted = Medicines(listed=Recorded((taking("sertraline"),), on=TODAY, by=Reporter.RECORD))
        assert fact.possible(old, TODAY).bits == fact.possible(charted, TODAY).bits == EITHER
        assert fact.possible(old, TODAY).absence is Absence.STALE


@pytest.mark.parametrize(
    ("reason", "use"),
    [
        (Absence.NOT_ASKED, AntipsychoticUse.NO_DECLARED_REASON),
        (Absence.DECLINED, AntipsychoticUse.NO_DECLARED_REASON),
        (by(Reporter.CLIENT, Reason.SLEEP), AntipsychoticUse.NO_DECLARED_REASON),
        (Reason.SLEEP, AntipsychoticUse.NO_DECLARED_REASON),
        (by(Reporter.CLINICIAN, Reason.OTHER), AntipsychoticUse.NO_DECLARED_REASON),
        (by(Reporter.CLINICIAN, Reason.UNKNOWN), AntipsychoticUse.NO_DECLARED_REASON),
        (by(Reporter.CLINICIAN, Reason.PSYCHOSIS), AntipsychoticUse.NO_DECLARED_REASON),
        (by(Reporter.RECORD, Reason.SLEEP), AntipsychoticUse.DECLARED_REASON),
        (by(Reporter.CLINICIAN, Reason.DEPRESSION), AntipsychoticUse.DECLARED_REASON),
    ],
)
def test_who_explains_an_antipsychotic(reason: Any, use: AntipsychoticUse) -> None:
    """A clinician or a record does; a second one that is not explained counts."""
    fact: Choice[AntipsychoticUse] = Medicines.antipsychotic_or_mood_stabiliser
    medicine = taking("quetiapine", reason=reason)
    assert bits(fact, medicine) == bits(fact, medicine, taking("sertraline")) == option_bits((use,))
    unexplained = option_bits((AntipsychoticUse.NO_DECLARED_REASON,))
    assert bits(fact, medicine, taking("lithium")) == unexplained
    assert bits(fact, taking("sertraline")) == option_bits((AntipsychoticUse.NOT_TAKEN,))
    assert bits(fact, taking(UNHEARD)) == fact.every


BESIDE_IT = st.sampled_from((None, *(by(reporter, reason) for reporter in (None, *Reporter) for reason in Reason)))
TELLING = tuple(fact for fact in Medicines.__facts__ if fact.name.startswith("tells_of_"))


@settings(max_examples=150, deadline=None)
@given(st.sampled_from((*TELLS, *INGREDIENTS[::40], None)), BESIDE_IT, st.sampled_from(Reason), st.sampled_from(OTHERS))
def test_a_reason_that_is_added_makes_nothing_better(
    ingredient: Any, before: Recorded | None, added: Reason, reporter: Reporter | None
) -> None:
    """But by a clinician or a record: what may have been told before may be told still, and no use is explained."""
    name = UNHEARD if ingredient is None else ingredient.name
    first = taking(name) if before is None else taking(name, reason=before)
    more = (by(reporter, added),) if before is None else (before, by(reporter, added))
    then = taking(name, reason=more[0] if len(more) == 1 else Reports(*more))
    for fact in TELLING:
        assert not bits(fact, first) & PRESENT_BIT or bits(fact, then) & PRESENT_BIT, fact
    fact, unexplained = Medicines.antipsychotic_or_mood_stabiliser, option_bits((AntipsychoticUse.NO_DECLARED_REASON,))
    assert not bits(fact, first) & unexplained or bits(fact, then) & unexplained


@pytest.mark.parametrize("name", ["warfarin", "apixaban"])
def test_an_embolism_is_denied_where_no_event_was_one(name: str) -> None:
    """Nor a rhythm disorder, nor a valve; of whom nobody asked it stays open, and nobody is cleared."""
    denied = {"arrhythmia": Arrhythmia.NONE, "significant_valve_disease": False}
    ago = {"latest_cardiovascular_event": DaysAgo(900)}
    kind = "latest_cardiovascular_event_kind"
    for circulation, expected in (
        ({"latest_cardiovascular_event": NEVER}, Truth.TRUE),
        (ago | {kind: EventKind.INFARCTION}, Truth.TRUE),
        (ago | {kind: EventKind.PULMONARY_EMBOLISM}, Truth.FALSE),
        (ago | {kind: EventKind.DEEP_VEIN_THROMBOSIS}, Truth.FALSE),
        (ago, Truth.UNKNOWN),
        ({}, Truth.UNKNOWN),
        ({"latest_cardiovascular_event": Absence.DECLINED}, Truth.UNKNOWN),
        ({"latest_cardiovascular_event": Recorded(NEVER, on=TODAY - timedelta(days=31))}, Truth.UNKNOWN),
    ):
        client = Client(medicines=listed(taking(name)), circulation=Circulation(**denied | circulation))
        decision = screen(client, on=TODAY)
        assert decision.truths["medicines.tells_of_denied.embolism_rhythm_or_valve"] is expected
        if expected is not Truth.FALSE:
            assert decision.outcome is Outcome.INCOMPLETE


def test_a_told_disease_that_is_denied_is_a_conflict() -> None:
    """And one that is recorded is none."""
    denied = Client(medicines=listed(taking("carbimazole")), thyroid=Thyroid(hyperthyroidism=False))
    decision = screen(denied, on=TODAY)
    assert decision.truths["medicines.tells_of_denied.thyroid"] is Truth.TRUE
    assert Mark.CONFLICT in decision.marks
    recorded = Client(medicines=listed(taking("carbimazole")), thyroid=Thyroid(hyperthyroidism=True))
    assert found(recorded, "medicines.tells_of_denied.thyroid") is Truth.FALSE


def test_bipolar_disorder_as_a_reason_is_held_against_its_denial() -> None:
    """Of lamotrigine, which may be taken against epilepsy: the reason that a client gives is enough."""
    for reporter in (None, *Reporter):
        medicines = listed(taking("lamotrigine", reason=by(reporter, Reason.BIPOLAR)))
        history = by_clinician(PsychiatricHistory(bipolar_disorder=Bipolar.NONE, mania_ever=False))
        client = Client(medicines=medicines, psychiatric_history=history)
        assert found(client, "medicines.tells_of_denied.bipolar") is Truth.TRUE
    known = by_clinician(PsychiatricHistory(bipolar_disorder=Bipolar.BIPOLAR_II, mania_ever=False))
    client = Client(medicines=medicines, psychiatric_history=known)
    assert found(client, "medicines.tells_of_denied.bipolar") is Truth.FALSE


# Reviews ------------------------------------------------------------------------------------------------------------


def reviewed(name: str | None, classes: str = "none", of: str = "none", **more: Any) -> Medicine:
    """Return a medicine that a prescriber looked up, today where nothing else is said."""
    who = {"on": TODAY, "by": Reporter.CLINICIAN} | {key: more.pop(key) for key in ("on", "by") if key in more}
    named = {} if name is None else {"substance": name}
    review = {"reviewed": Recorded(True, **who), "reviewed_classes": classes, "reviewed_tells_of": of}
    return Medicine(status=MedicineStatus.TAKING, **named | review | more)


KNOWN = Options(ABSENT_BIT)


def not_known(medicine: Medicine) -> Options:
    found: Any = Medicines.ingredient_not_known.possible(listed(medicine), TODAY)
    return found  # type: ignore[no-any-return] # a flag's possible values are options


@pytest.mark.parametrize("days", [0, 365, 366, 5000])
def test_what_a_review_adds_to_the_table_does_not_expire(days: int) -> None:
    """What expires is that a name is known by it, never the risk that it named."""
    sertraline = reviewed("sertraline", "opioid, cns_depressant", "eye", on=TODAY - timedelta(days=days))
    facts = (Medicines.takes_opioid, Medicines.takes_cns_depressant, Medicines.tells_of_eye)
    assert [bits(fact, sertraline) for fact in facts] == [PRESENT_BIT] * 3
    assert not_known(sertraline) == KNOWN


@pytest.mark.parametrize("days", [0, 1, 364, 365])
def test_a_prescribers_review_settles_a_medicine_for_a_year(days: int) -> None:
    """Of no class, or of those that it names; it is shown as known by review."""
    day = TODAY - timedelta(days=days)
    assert not_known(reviewed(UNHEARD, on=day)) == KNOWN
    assert bits(Medicines.takes_opioid, reviewed(UNHEARD, on=day)) == ABSENT_BIT
    assert bits(Medicines.takes_opioid, reviewed(UNHEARD, "cns_depressant, opioid", on=day)) == PRESENT_BIT
    assert bits(Medicines.tells_of_eye, reviewed(UNHEARD, of="eye", on=day)) == PRESENT_BIT
    assert bits(Medicines.known_by_review, reviewed(UNHEARD, on=day)) == PRESENT_BIT


@pytest.mark.parametrize(
    "medicine",
    [
        reviewed(UNHEARD, on=TODAY - timedelta(days=366)),
        reviewed(UNHEARD, on=TODAY + timedelta(days=1)),
        *(reviewed(UNHEARD, by=reporter) for reporter in (None, *Reporter) if reporter is not Reporter.CLINICIAN),
        reviewed(UNHEARD, "no class at all"),
        reviewed(UNHEARD, "none, opioid"),
        reviewed(UNHEARD, "cns depressant"),
        reviewed(UNHEARD, of="the eyes"),
        reviewed(UNHEARD, reviewed=Absence.DECLINED),
        reviewed(UNHEARD, reviewed=Recorded(False, on=TODAY, by=Reporter.CLINICIAN)),
        reviewed(UNHEARD, reviewed_tells_of=Absence.NOT_ASKED),
        reviewed(UNHEARD, reviewed_classes=Absence.NOT_ASKED),
        reviewed(UNHEARD, rxnorm="6470"),
        reviewed(None),
        reviewed(None, rxnorm="1"),
        reviewed("phenelzin"),
        reviewed("phenelizne"),
        reviewed("Lorazepan 1 MG extra"),
        reviewed("Lorazepan-forte"),
        reviewed("Soma nova"),
        reviewed("lorazepam, stopped"),
    ],
    ids=str,
)
def test_what_clears_nothing(medicine: Medicine) -> None:
    """A review that is old, of another, in words that are not the table's, of no name or of one nearly the table's."""
    assert not_known(medicine).absence is not None
    assert bits(Medicines.takes_opioid, medicine) == EITHER
    assert bits(Medicines.known_by_review, medicine) == ABSENT_BIT


def test_a_review_adds_to_what_the_table_knows_and_takes_nothing_away() -> None:
    """To take a class or a disease away is a conflict, which changes nothing."""
    assert bits(Medicines.takes_cns_depressant, reviewed("sertraline", "cns_depressant")) == PRESENT_BIT
    assert bits(Medicines.tells_of_eye, reviewed("sertraline", of="eye")) == PRESENT_BIT
    for name, fact in (("lorazepam", Medicines.takes_benzodiazepine), ("carbimazole", Medicines.tells_of_thyroid)):
        kept: Any = fact.possible(listed(reviewed(name)), TODAY)
        assert (kept.bits, kept.marks) == (PRESENT_BIT, frozenset({Mark.CONFLICT}))
    assert not not_known(reviewed("sertraline")).marks


def test_a_set_of_diseases_that_is_read_nowhere_is_read_one_by_one() -> None:
    """Nothing that a review says is lost."""
    medicine = reviewed(UNHEARD, of="eye, asthma")
    assert bits(Medicines.tells_of_eye, medicine) == bits(Medicines.tells_of_asthma, medicine) == PRESENT_BIT
    together = reviewed(UNHEARD, of="valve, embolism, rhythm")
    assert bits(Medicines.tells_of_embolism_rhythm_or_valve, together) == PRESENT_BIT
    assert bits(Medicines.tells_of_valve, together) == ABSENT_BIT


@pytest.mark.parametrize("ingredient", [each for each in INGREDIENTS if each.classes][::9], ids=lambda each: each.name)
def test_a_name_that_is_the_tables_but_for_a_letter_may_mean_it(ingredient: Any) -> None:
    """One letter too many, one that lacks, another one, or two that changed places."""
    name, middle = ingredient.name, len(ingredient.name) // 2
    changed = {
        name[:middle] + name[middle + 1 :],
        name[:middle] + "q" + name[middle:],
        name[:middle] + "q" + name[middle + 1 :],
        name[: middle - 1] + name[middle] + name[middle - 1] + name[middle + 1 :],
    }
    assert [each for each in changed if nearly(each) is None] == []


def test_a_file_holds_reasons_and_reviews() -> None:
    """As they were written, with who said it; so do a pickle, a record, and a client merged of two sources."""
    medicine = reviewed(UNHEARD, "cns_depressant", of="eye, asthma", reason=by(Reporter.CLIENT, Reason.SLEEP))
    client = Client(medicines=listed(medicine))
    data = subject_to_data(client)
    assert subject_from_data(Client, data) == client == pickle.loads(pickle.dumps(client))
    jsonschema.Draft202012Validator(subject_schema()).validate(data)
    decision = screen(client, on=TODAY)
    assert Decision.from_json(decision.to_json()) == decision == pickle.loads(pickle.dumps(decision))
    other = Client(medicines=listed(taking("sertraline")))
    both = merge(client, other).medicines
    for fact in (Medicines.takes_cns_depressant, Medicines.tells_of_asthma, Medicines.known_by_review):
        found: Any = fact.possible(both, TODAY)
        assert found.bits == PRESENT_BIT


def test_an_entry_that_nobody_reviewed_stays_unknown_beside_one() -> None:
    """A review is of its entry, and of no other that has the same name."""
    both: Any = Medicines.ingredient_not_known.possible(listed(reviewed(UNHEARD), taking(UNHEARD)), TODAY)
    assert both.absence is Absence.NOT_KNOWN


def test_a_decision_shows_who_reviewed_what_and_when() -> None:
    """The name, the classes, the diseases, who looked it up and on which day; in Spanish too."""
    who = {"reviewed": Recorded(True, on=TODAY, by=Reporter.CLINICIAN, reference="initials AB")}
    medicine = reviewed(UNHEARD, "opioid, cns_depressant", of="eye", **who)
    decision = screen(Client(medicines=listed(medicine)), on=TODAY)
    (finding,) = [each for each in decision.findings if each.rule == "medicines.reviewed"]
    assert finding.level is Level.NOTE
    assert finding.evidence[0].recorded[-1] == (
        "zelbritide: by review opioid, other medicine that depresses the central nervous system, tells of: eye disease "
        "(2026-01-01, clinician, initials AB)"
    )
    assert finding.evidence[0].recorded[-1] in decision.explain()
    for language, words in (("en", "by review opioid"), ("es", "según la revisión")):
        assert words in decision.words("auditor", language)


@pytest.mark.parametrize(("name", "meant"), [("phenelzin", "phenelzine"), ("Lorazepan 1 MG extra", "lorazepam")])
def test_who_reviews_a_name_nearly_the_tables_is_asked_whether_that_was_meant(name: str, meant: str) -> None:
    """And the medicine may still be anything."""
    decision = screen(Client(medicines=listed(reviewed(name))), on=TODAY)
    (finding,) = [each for each in decision.findings if each.rule == "medicines.ingredient_not_known"]
    assert f"{name}: not in the table of ingredients; is {meant} meant?" in finding.evidence[0].recorded


@pytest.mark.parametrize(
    ("name", "count"),
    [("sertraline", 1), ("aspirin / sertraline", 2), (UNHEARD, 1), ("olanzapine with fluoxetine", 2), ("lorazepam", 1)],
)
def test_what_a_review_says_that_sedates_is_counted(name: str, count: int) -> None:
    """Once, whether the table knows the medicine or not; of a combination each kind is that of another part."""
    found: Any = Medicines.sedating_count.possible(listed(reviewed(name, "cns_depressant, opioid")), TODAY)
    assert (found.low, found.high) == (count, count)


def test_no_reason_explains_what_a_review_calls_a_depot() -> None:
    """As none explains a depot of the table."""
    medicine = reviewed(
        UNHEARD,
        "antipsychotic, depot_antipsychotic",
        of="psychosis",
        reason=by(Reporter.CLINICIAN, Reason.SLEEP),
    )
    assert bits(Medicines.tells_of_psychosis, medicine) == PRESENT_BIT
    unexplained = option_bits((AntipsychoticUse.NO_DECLARED_REASON,))
    assert bits(Medicines.antipsychotic_or_mood_stabiliser, medicine) == unexplained


def test_an_opioid_by_review_is_no_maintenance() -> None:
    """Only what the table knows to treat an opioid use disorder is."""
    for said in (True, False, Absence.NOT_ASKED):
        medicine = reviewed(UNHEARD, "opioid", for_use_disorder=said)
        assert bits(Medicines.takes_opioid_beyond_maintenance, medicine) == PRESENT_BIT

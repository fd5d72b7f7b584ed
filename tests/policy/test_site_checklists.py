"""Lists of a site's own: items of the library's lists, asked together as the site wants it.

They say of each item what the library's list says of it, for as long and on the same authority. What is left of a list
of which they hold an item is asked by itself.
"""

from __future__ import annotations

import json
import pickle
from datetime import date
from pathlib import Path
from typing import Any, Final

import pytest
from click.testing import CliRunner

from kaprules import SCREENING, Client, InputError, decide, screen
from kaprules.cli import main
from kaprules.clientfile import read_subject, subject_to_json
from kaprules.decision import Decision
from kaprules.facts import Breathing, Circulation
from kaprules.facts.breathing import Asthma, LungDisease
from kaprules.facts.checklists import CHECKLISTS
from kaprules.facts.model import (
    NEVER,
    Answered,
    ChecklistAnswer,
    Recorded,
    Reporter,
    asked_lists,
    merge,
    with_lists,
)
from kaprules.intake.ordinary import ordinary
from kaprules.intake.session import InterviewSession
from kaprules.pages.intake_form import intake_form
from kaprules.policy import read_policy
from kaprules.policy.impact import overview
from kaprules.policy.schema import policy_schema
from kaprules.possible import Absence, Outcome
from kaprules.wording.asking import asking

TODAY: Final = date(2026, 11, 23)
HEADER: Final = 'format = "kaprules policy"\nversion = 2\n'
SIGNATURE: Final = """
reason = "our form"
approved_by = "medical director"
date = 2026-11-01
expires = 2027-10-31
"""
HEART: Final = ("high_blood_pressure", "heart_attack", "copd", "asthma")


def checklist(items: Any = HEART, identifier: str = "heart_short", asked_of: str = "client", **more: Any) -> str:
    told = {"id": identifier, "version": 1, "title": "Heart and lungs", "items": list(items), "asked_of": asked_of}
    lines = "\n".join(f"{key} = {json.dumps(value)}" for key, value in (told | more).items())
    return f"\n[[checklist]]\n{lines}{SIGNATURE}"


POLICY: Final = read_policy(HEADER + checklist())
OURS: Final = POLICY.applied(SCREENING)
KIND: Final[Any] = OURS.subject


def said(
    answer: Any = Answered.NONE, *ticked: str, by: Reporter = Reporter.CLIENT, version: int = 1
) -> ChecklistAnswer:
    return ChecklistAnswer("heart_short", version, answer, ticked, on=TODAY, by=by)


def error(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read_policy(HEADER + text)
    return str(raised.value)


# What an answer says -------------------------------------------------------------------------------------------


def test_a_list_answered_none_decides_as_its_items_answered_no() -> None:
    """One by one, by the same person on the same day: law 12 of a list of a site's own."""

    def no(value: Any) -> Any:
        return Recorded(value, on=TODAY, by=Reporter.CLIENT)

    one_by_one = Client(
        circulation=Circulation(hypertension=no(False), myocardial_infarction=no(NEVER)),
        breathing=Breathing(copd=no(LungDisease.NONE), asthma=no(Asthma.NONE)),
    )
    listed = decide(OURS, KIND(checklists=[said()]), on=TODAY)
    assert listed.truths == decide(OURS, one_by_one, on=TODAY).truths
    (ruled_out,) = listed.ruled_out
    assert (ruled_out.checklist, ruled_out.version, ruled_out.title) == ("heart_short", 1, "Heart and lungs")
    assert "heart_short" in listed.explain()


@pytest.mark.parametrize("answer", [said(Answered.SOME), said(Absence.DECLINED), said(by=Reporter.LABORATORY)])
def test_what_is_no_denial_clears_nobody(answer: ChecklistAnswer) -> None:
    """As of a list of the library."""
    book = OURS
    decision = decide(book, KIND(checklists=[answer]), on=TODAY)
    assert decision.evaluation.possible(Circulation.hypertension).absence is not None


def test_a_ticked_item_is_there() -> None:
    """And the others are denied."""
    decision = decide(OURS, KIND(checklists=[said(Answered.NONE, "asthma")]), on=TODAY)
    asthma, copd = (decision.evaluation.possible(each) for each in (Breathing.asthma, Breathing.copd))
    assert not any(Breathing.asthma.values_of(Asthma.NONE, TODAY).bits & each.bits for each in [asthma])  # type: ignore[union-attr]
    assert copd.absence is None


@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.CLINICIAN])
def test_what_a_clinician_has_to_find_stays_theirs(by: Reporter) -> None:
    """Whoever else answers clears nobody; a list that a site asks of a clinician alone is theirs too."""
    policy = read_policy(HEADER + checklist(["delusions", "hallucinations"], "heart_short", "clinician"))
    book = policy.applied(SCREENING)
    kind: Any = book.subject
    subject = kind(checklists=[said(by=by)])
    possible = decide(book, subject, on=TODAY).evaluation.possible(
        next(fact for fact in SCREENING.facts if fact.id == "mental_state.delusions_now")
    )
    assert (possible.absence is None) is (by is Reporter.CLINICIAN)
    narrowed = read_policy(HEADER + checklist(asked_of="clinician")).applied(SCREENING)
    narrow: Any = narrowed.subject
    decision = decide(narrowed, narrow(checklists=[said(by=by)]), on=TODAY)
    assert (decision.evaluation.possible(Breathing.copd).absence is None) is (by is Reporter.CLINICIAN)


# What is asked -------------------------------------------------------------------------------------------------


def test_what_is_left_of_a_list_is_asked_by_itself() -> None:
    """And no list of the library of which an item is asked otherwise; every fact is asked as before."""
    before, after = asking(SCREENING), asking(OURS)
    lists = {each.id for each in after.checklists}
    assert lists == {each.id for each in before.checklists} - {"heart_and_vessels", "breathing_and_sleep"} | {
        "heart_short"
    }
    covered = [{*each.own, *(fact for one in each.checklists for fact in one.facts)} for each in (before, after)]
    assert covered[0] == covered[1]
    assert Circulation.arrhythmia in after.own and Circulation.hypertension not in after.own


def test_a_client_who_answered_the_librarys_lists_is_decided_as_ever() -> None:
    """They are read as before, of a plain client too."""
    client = ordinary("man", TODAY)
    assert decide(OURS, client, on=TODAY).truths == screen(client, on=TODAY).truths
    assert screen(client, on=TODAY, policy=POLICY).outcome is Outcome.NO_EXCLUSION_FOUND


def test_an_interview_asks_the_sites_list_and_takes_its_answer() -> None:
    """Of whom no list was asked yet, be it a client of the library's kind."""
    for start in (Client(), KIND()):
        session, asked = InterviewSession(OURS, TODAY, start), list[str]()
        while (question := session.question) is not None and question.checklist != "heart_short":
            asked.append(question.checklist or question.fact)
            session = session.answered({"absent": "not_known"})
        assert question is not None and not {"heart_and_vessels", "breathing_and_sleep"} & set(asked)
        told = session.answered({"answer": "none", "by": "client"})
        assert told.subject.checklists[-1].checklist == "heart_short" and type(told.subject) is KIND
        assert told.decision().evaluation.possible(Breathing.copd).absence is None


def test_an_older_version_is_read_and_the_newest_asked() -> None:
    """Both stand in the policy; an unknown one is an error."""
    two = read_policy(HEADER + checklist() + checklist(HEART[:3], version=2)).applied(SCREENING)
    kind: Any = two.subject
    assert [(each.id, each.version) for each in asked_lists(kind)][-1] == ("heart_short", 2)
    for version, absent in ((1, False), (2, True)):
        decision = decide(two, kind(checklists=[said(version=version)]), on=TODAY)
        assert (decision.evaluation.possible(Breathing.asthma).absence is not None) is absent
    with pytest.raises(InputError, match=r"checklists\.heart_short\.version is 3: expected 1 or 2"):
        kind(checklists=[said(version=3)])


def test_the_form_prints_it() -> None:
    """With the words of its items."""
    text = intake_form(OURS)
    assert "Heart and lungs" in text and "COPD or emphysema" in text
    assert "Breathing and sleep" not in text


# Files, records and copies -------------------------------------------------------------------------------------


def test_it_stands_in_files_and_records_under_the_policy_alone() -> None:
    """Elsewhere nobody knows which items it held."""
    subject = KIND(id="7", checklists=[said(Answered.NONE, "copd")])
    text = subject_to_json(subject)
    assert read_subject(KIND, text) == subject
    decision = decide(OURS, subject, on=TODAY)
    assert Decision.from_json(decision.to_json(), ruleset=OURS) == decision
    for work in (
        lambda: read_subject(Client, text),
        lambda: decide(SCREENING, subject, on=TODAY),
        lambda: Client(checklists=[said()]),
    ):
        with pytest.raises(InputError, match=r"checklists\.heart_short is unknown"):
            work()
    assert decide(SCREENING, subject, on=TODAY, policy=POLICY) == decision
    assert merge(subject, KIND(id="7")).checklists == subject.checklists


def test_copies_are_of_the_same_kind() -> None:
    """One policy makes one kind of client, in whatever copy."""
    again: Any = POLICY.applied(SCREENING).subject
    assert again is KIND and with_lists(KIND, ()) is Client and issubclass(KIND, Client)
    subject = KIND(checklists=[said()])
    decision = decide(OURS, subject, on=TODAY)
    book = pickle.loads(pickle.dumps(OURS))
    assert book.subject is KIND and book.meaning == OURS.meaning
    assert type(pickle.loads(pickle.dumps(subject))) is KIND and pickle.loads(pickle.dumps(subject)) == subject
    assert pickle.loads(pickle.dumps(decision)) == decision
    assert type(pickle.loads(pickle.dumps(Client()))) is Client


def test_the_command_reads_it(tmp_path: Path) -> None:
    """With the policy; without it the line says so."""
    policy, client = tmp_path / "ours.toml", tmp_path / "client.json"
    policy.write_text(HEADER + checklist(), encoding="utf-8")
    client.write_text(subject_to_json(KIND(checklists=[said()])), encoding="utf-8")
    arguments = ["screen", str(client), "--on", "2026-11-23"]
    with_it = CliRunner().invoke(main, [*arguments, "--policy", str(policy), "--for", "auditor"])
    without = CliRunner().invoke(main, arguments)
    assert "Ruled out by checklist heart_short" in with_it.output
    assert "checklists.heart_short is unknown" in without.output
    asked = CliRunner().invoke(main, ["intake", "--asked", "--policy", str(policy)])
    assert "`heart_short`, version 1." in asked.output and "`heart_and_vessels`" not in asked.output
    assert (
        "checklist heart_short version 1 (screening): the library's lists -> version 1, asked of the client"
        in overview(POLICY)
    )


# What is refused -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (checklist(identifier="heart_and_vessels"), "id is 'heart_and_vessels': a list of the library; choose another"),
        (checklist(["cop"]), "items 'cop' is unknown: did you mean 'copd'?"),
        (checklist(["aneurysm"]), "items 'aneurysm' is unknown"),
        (checklist(["copd", "mania"]), "others may rule out what stands on breathing_and_sleep than what stands on"),
        (checklist(["failing_lungs_or_machine"]), "other_lung_disease asks about the same; add other_lung_disease"),
        (checklist(["delusions"]), "asked_of is 'client': only a clinician answers mental_state; ask a clinician"),
        (checklist(["copd", "given_birth"]), "asks otherwise than anaesthetics_operations_injuries; add the question"),
        (checklist(asked_of="nurse"), "asked_of is 'nurse': expected one of client, clinician"),
        (checklist(identifier="Heart-1"), "expected what files call the list; write it as heart_short"),
        (checklist(identifier="1heart"), "id is '1heart': expected small letters, digits and _, a letter first"),
        (checklist([]), "items is empty: expected each item once"),
        (checklist(["copd", "copd"]), "items names an item twice"),
        (checklist(version=0), "version is 0: expected a whole number from 1 on"),
        (checklist(version=True), "version is true: expected a whole number"),
        (checklist() + checklist(["copd"], "lungs"), "items is copd: an item of heart_short too; leave it out of one"),
        (checklist() + checklist(HEART[:2]), "checklist heart_short version 1 is there twice"),
        (checklist([each.id for each in CHECKLISTS[0].items] + ["copd"]), "they are about 11 facts"),
    ],
)
def test_what_may_not_stand_on_a_list_is_refused(text: str, told: str) -> None:
    """And what should be done instead."""
    assert told in error(text)


def test_no_item_is_what_has_to_be_asked_by_itself() -> None:
    """A site's list is made of the items of the library's, and these are none of them."""
    own = {"circulation.aneurysm", "circulation.arteriovenous_malformation", "circulation.intracerebral_haemorrhage"}
    own |= {"circulation.latest_cardiovascular_event", "ketamine_history.reactions", "neurology.head_injuries"}
    own |= {"ketamine_history.nonmedical_ketamine_use", "psychiatric_history.psychotic_disorders"}
    own |= {"suicidality.highest_ideation_item", "suicidality.behaviour_in_three_months", "suicidality.attempt_ever"}
    assert own.isdisjoint(fact.id for each in CHECKLISTS for fact in each.facts)


def test_a_file_of_the_first_version_has_none_and_the_schema_knows_it() -> None:
    """As of the other tables of the second."""
    import jsonschema

    with pytest.raises(InputError, match="checklist is not known in version 1: write version = 2"):
        read_policy(HEADER.replace("2", "1") + checklist())
    days = {"reason": "a", "approved_by": "b", "date": "2026-01-01", "expires": "2026-12-31"}
    entry = {"id": "x", "version": 1, "title": "X", "items": ["copd"], "asked_of": "client"} | days
    data = {"format": "kaprules policy", "version": 2}
    jsonschema.validate(data | {"checklist": [entry]}, policy_schema())
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(data | {"checklist": [entry | {"items": []}]}, policy_schema())

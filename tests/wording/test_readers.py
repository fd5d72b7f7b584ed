"""What a reader meets first: what is urgent, the outcome, the reasons, in as many words as somebody reads."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

import pytest

from kaprules import Client, screen
from kaprules.decision import Decision
from kaprules.facts import KetamineHistory
from kaprules.facts.model import Recorded, Reporter
from kaprules.facts.suicidality import Suicidality
from kaprules.language import Language, locale
from kaprules.possible import Mark, Outcome
from kaprules.rule import Marked
from kaprules.rulesets import RULESETS
from kaprules.testing.cases import decided, load_cases
from kaprules.wording import client, clinician
from kaprules.wording.first import today
from kaprules.wording.summary import LONGEST, NOTHING, SHORT, summary
from tests.wording.readers import ON, READERS, number, other, pressure, said

CASES = Path(__file__).parents[2] / "casebook"


def wrong(decision: Decision, language: Language) -> list[str]:
    """Return what a reader would miss in the texts about a decision."""
    here = locale(language)
    texts = {audience: decision.words(audience, language) for audience in ("clinician", "client")}
    first = texts["clinician"].splitlines()[0]
    found = [] if first == summary(decision.evaluation, here) else ["the summary is not first"]
    found += [] if len(first) <= LONGEST else ["the summary is too long"]
    found += [] if here(SHORT[decision.outcome]) in first else ["the outcome is not in the summary"]
    reasoned = decision.findings or decision.missing
    found += ["the summary gives no reason"] if reasoned and first.endswith((f": {here(NOTHING)}", ": ")) else []
    for audience, most in (("clinician", clinician.LONGEST), ("client", client.LONGEST)):
        if len(texts[audience].split()) > most:
            found.append(f"more than {most} words for a {audience}")
    urgent = today(decision.evaluation, here)
    if urgent and texts["clinician"].splitlines()[2 : 2 + len(urgent)] != list(urgent):
        found.append("what is urgent is not first")
    if any(Mark.URGENT in each.marks for each in (*decision.findings, *decision.undecided)) != bool(urgent):
        found.append("something urgent is not told")
    day = here.date(decision.on)
    told = here("We need to speak with you on {day}. If nobody has reached you, please call us.", day=day)
    if urgent and texts["client"].splitlines()[1] != told:
        found.append("the client is not told who speaks with them")
    return found


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("reader", READERS)
def test_each_reader_is_told_first_what_matters(reader: str, language: Language) -> None:
    """Twelve kinds of client, in each language."""
    assert wrong(screen(READERS[reader], on=ON), language) == []


@pytest.mark.parametrize("name", RULESETS)
def test_so_it_is_in_every_case_of_the_case_book(name: str) -> None:
    """Of each rule set; where the words are longer, in the language that needs more of them."""
    found = {}
    for case in load_cases(CASES / f"{name}.cases.json"):
        decision = decided(case)
        for language in Language:
            if missed := wrong(decision, language):
                found[case.id, language] = missed
    assert found == {}


def test_what_is_wrong_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    """A text that is too long, and one that leaves out what is urgent."""
    decision = screen(READERS["an intent sixteen days old"], on=ON)
    monkeypatch.setattr(clinician, "LONGEST", 20)
    assert wrong(decision, Language.ENGLISH) == ["more than 20 words for a clinician"]
    monkeypatch.setattr(clinician, "today", lambda evaluation, locale: ())
    assert "what is urgent is not first" in wrong(decision, Language.ENGLISH)


def test_an_old_intent_is_never_left_to_time() -> None:
    """It is urgent, with its day; nobody is told that waiting helps, and no day moves when it is looked at again."""
    client_ = READERS["an intent sixteen days old"]
    for later in (ON, ON.replace(day=30)):
        decision = screen(client_, on=later)
        (found,) = decision.urgent
        assert (found.rule, found.last_known) == ("suicidality.intent", True)
        text = decision.words("clinician")
        assert "7 November 2026" in text and "If nothing else changes" not in text
        assert decision.explain().splitlines()[1].startswith("Urgent today: ")
        assert "Urgent today: " in decision.words("auditor").splitlines()[1]
        (told,) = json.loads(decision.to_json())["urgent"]
        assert told["rule"] == found.rule and told["today"] == found.today and told["last_known"] is True
        assert [each["on"] for each in told["facts"]] == ["2026-11-07"]


def test_what_is_urgent_comes_before_another_exclusion() -> None:
    """In the summary too, though it is too old to exclude."""
    item = Recorded(5, on=ON.replace(day=7), by=Reporter.CLINICIAN)
    client_ = other({"circulation": {"aneurysm": said(True)}})
    decision = screen(client_, on=ON)
    assert decision.summary == "Excluded: aneurysm" and decision.urgent == ()
    both = other(
        {"circulation": {"aneurysm": said(True)}, "suicidality": {"highest_ideation_item": said(5, on="2026-11-07")}}
    )
    told = screen(both, on=ON)
    assert told.outcome is Outcome.EXCLUDED and told.summary.startswith("Urgent today. Excluded: C-SSRS")
    assert told.summary.endswith("aneurysm")
    assert screen(Client(suicidality=Suicidality(highest_ideation_item=item)), on=ON).urgent


def test_every_rule_that_may_be_urgent_says_what_to_do() -> None:
    """And no other does."""
    for ruleset in RULESETS.values():
        for rule in (*ruleset.rules, *ruleset.optional_rules):
            marks = {mark.mark if isinstance(mark, Marked) else mark for mark in rule.marks}
            assert bool(rule.today) is (Mark.URGENT in marks), rule.id


@pytest.mark.parametrize(
    ("medicines", "parts"),
    [
        ([{"substance": "zolpidem", "status": "taking"}], ["daily dose of zolpidem"]),
        ([{"substance": "zelbritide", "status": "taking"}], ["zelbritide: not in the table of ingredients"]),
        ([{"substance": "phenelzine", "status": "stopped"}], ["last taken of phenelzine"]),
        ([{"substance": "quetiapine"}], ["status of quetiapine"]),
        (
            [
                {"substance": "zolpidem", "status": "taking"},
                {"substance": "sertraline", "status": "taking"},
                {"substance": "lorazepam", "status": "taking", "daily_dose": number(2, "mg/d")},
            ],
            ["daily dose of zolpidem"],
        ),
    ],
)
def test_the_part_that_is_missing_is_named(medicines: list[dict[str, object]], parts: list[str]) -> None:
    """Of that medicine, and of no other; in the text, and in the record."""
    decision = screen(other({"medicines": {"listed": said(medicines)}}), on=ON)
    (listed,) = [each for each in decision.missing if each.fact == "medicines.listed"]
    assert [part.render() for part in listed.parts] == parts
    assert all(part in decision.words("clinician") for part in parts)
    (told,) = [each for each in json.loads(decision.to_json())["missing"] if each["fact"] == "medicines.listed"]
    assert told["parts"] == parts


def test_what_is_complete_lacks_no_part() -> None:
    """A list on which nothing is missing is not asked for."""
    listed = [{"substance": "sertraline", "status": "taking"}]
    decision = screen(other({"medicines": {"listed": said(listed)}}), on=ON)
    assert [each for each in decision.missing if each.parts] == []


@pytest.mark.parametrize(
    ("test", "told"),
    [
        ({"absent": "declined"}, "pregnancy test (declined)"),
        ({"absent": "not_known"}, "pregnancy test (asked, not known)"),
        (said("negative", "laboratory", "2026-09-01"), "pregnancy test (too old to rely on: of 1 September 2026)"),
        (said("negative", "client"), "pregnancy test (the word of somebody else is needed: "),
    ],
)
def test_why_something_is_missing_is_said(test: dict[str, object], told: str) -> None:
    """By its reason; never that nobody asked where somebody declined, and the client is not told of a fault."""
    kind = "woman who may become pregnant, under 40"
    decision = screen(other({"reproduction": {"pregnancy_test": test}}, kind), on=ON)
    text, letter = decision.words("clinician"), decision.words("client")
    who = "For a clinician" if "declined" in told else "Measure or test"  # somebody speaks with them first
    assert f"{who}: {told}" in text and "not asked" not in text
    assert "declined" not in letter and "not asked" not in letter and "refus" not in letter


def test_no_day_is_told_that_may_be_that_of_another_report() -> None:
    """Of several reports nobody says which told the worst; a list is written down on another day than what it holds."""
    worst, newer = said(5, on="2026-11-20"), said(0, "client", "2026-11-22")
    two = screen(other({"suicidality": {"highest_ideation_item": {"reports": [worst, newer]}}}), on=ON)
    one = screen(other({"suicidality": {"highest_ideation_item": worst}}), on=ON)
    assert [each.on for each in two.urgent[0].facts] == [None] and "22 November" not in two.words("clinician")
    assert "(20 November 2026, 3 days ago)" in one.words("clinician")
    readings = {"value": [pressure(194, 122, "2026-11-20")], "by": "clinician", "on": "2026-11-23"}
    listed = screen(other({"vitals": {"pressures": readings}}), on=ON)
    assert {each.on for each in listed.urgent[0].facts} == {None}


def test_the_last_day_that_there_is_has_no_day_after() -> None:
    """Nothing lifts then, and nothing fails."""
    use = KetamineHistory(nonmedical_ketamine_use=date(9999, 12, 1))
    decision = screen(Client(ketamine_history=use), on=date.max)
    assert decision.outcome is Outcome.EXCLUDED and decision.findings[0].until_on is None
    assert decision.words("clinician") and decision.words("client") and decision.to_json()

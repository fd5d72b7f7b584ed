"""Decisions: what they hold, how they compare, and when they are refused."""

from __future__ import annotations

import copy
import html
import pickle
import re
from collections.abc import Callable
from datetime import date, datetime
from functools import partial
from pathlib import Path

import attrs
import pytest

import kaprules
from kaprules import (
    SCREENING,
    Absence,
    Client,
    Decision,
    EngineDisagreement,
    Mark,
    Outcome,
    Recorded,
    Truth,
    decide,
    interview,
    screen,
)
from kaprules.authoring import by_clinician
from kaprules.baseline import baseline, plain
from kaprules.engine import bits, checker, durable, evaluation, interpreter
from kaprules.engine.conclusions import Conclusions
from kaprules.engine.snapshot import snapshot
from kaprules.errors import InputError
from kaprules.facts import Circulation, Person, Team, Thyroid, Vitals
from kaprules.facts.model import NEVER, DaysAgo, group
from kaprules.limit import Limit
from kaprules.policy import read_policy
from kaprules.possible import Interval, Level
from kaprules.rule import Rule
from kaprules.ruleset import RuleSet
from kaprules.sources import criterion
from kaprules.wording.audience import Audience
from tests.test_laws import broken_reading

DAY = date(2026, 11, 23)
ENGINES = [
    pytest.param(
        "durable", marks=pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
    ),
    "bits",
    "interpreter",
]


@pytest.mark.parametrize("engine", ENGINES)
def test_a_client_of_whom_nothing_is_known_is_incomplete(engine: str) -> None:
    """A missing fact never clears anybody."""
    decision = screen(Client(), on=DAY, engine=engine)
    concluded = {finding.level for finding in decision.findings} - {Level.NEEDS_INFORMATION}
    assert [decision.outcome, decision.engine, concluded, bool(decision.missing)] == [
        Outcome.INCOMPLETE,
        engine,
        set(),
        True,
    ]


@pytest.mark.parametrize("engine", ENGINES)
def test_an_exclusion_stands_whatever_is_missing(engine: str) -> None:
    """One exclusion decides; what is missing is listed all the same."""
    decision = screen(Client(vitals=by_clinician(Vitals(mean_systolic=160))), on=DAY, engine=engine)
    assert [decision.outcome, bool(decision.missing)] == [Outcome.EXCLUDED, True]


@pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
def test_decisions_are_equal_whichever_engine_made_them() -> None:
    """Equality and hash are by content."""
    client = Client(vitals=by_clinician(Vitals(mean_systolic=160)), person=Person(age=40))
    first, second = (screen(client, on=DAY, engine=engine) for engine in ("durable", "interpreter"))
    assert [first == second, hash(first) == hash(second), first.engine != second.engine] == [True, True, True]


def test_a_decision_survives_pickling_and_json() -> None:
    """Both give back an equal decision."""
    decision = screen(Client(id="client-01", vitals=by_clinician(Vitals(mean_systolic=160))), on=DAY)
    assert [pickle.loads(pickle.dumps(decision)), Decision.from_json(decision.to_json())] == [decision, decision]


@pytest.mark.parametrize("copied", [lambda decision: pickle.loads(pickle.dumps(decision)), copy.deepcopy])
def test_a_decision_that_was_explained_can_be_copied(copied: Callable[[Decision], Decision]) -> None:
    """What was worked out of it stays behind, and is worked out again; errors of readings go along."""
    subject = Client(vitals=by_clinician(Vitals(height=180, weight=80)))
    facts = broken_reading(SCREENING, subject, Vitals.body_mass_index)
    with pytest.MonkeyPatch.context() as broken:
        broken.setattr(evaluation, "read", lambda *given: facts)
        decision = screen(subject, on=DAY)
    words = decision.explain()
    again = copied(decision)
    assert again == decision
    assert again.evaluation.facts == facts
    assert (again.explain(), dict(again.errors), again.evaluation.kept is decision.evaluation.kept) == (
        words,
        dict(decision.errors),
        False,
    )
    assert decision.errors


def test_a_decision_is_immutable() -> None:
    """No part can be replaced."""
    decision = screen(Client(), on=DAY)
    with pytest.raises(AttributeError):
        decision.engine = "other"  # type: ignore[misc] # on purpose
    assert decision.outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"client": "somebody"}, "client is 'somebody': expected a Client; rule set screening decides about it"),
        (
            {"on": datetime(2026, 11, 23, 9)},
            "on is datetime.datetime(2026, 11, 23, 9, 0): expected a date without a time; write date(2026, 11, 23)",
        ),
        (
            {"engine": "other"},
            "engine is 'other': expected one of durable, bits, interpreter; leave it out for the one that is installed",
        ),
    ],
)
def test_arguments_of_the_wrong_kind_are_refused(arguments: dict[str, object], message: str) -> None:
    """The message names argument, value and expectation."""
    with pytest.raises(InputError) as raised:
        screen(**({"client": Client(), "on": DAY} | arguments))
    assert str(raised.value) == message


def test_a_finding_holds_its_reasons() -> None:
    """Evidence with value, limit and record; sources; how it lifts, to the day."""
    client = Client(circulation=Circulation(myocardial_infarction=Recorded(date(2026, 10, 20), reference="letter 7")))
    found = next(each for each in screen(client, on=DAY).findings if each.rule == "cardiovascular.infarction.recent")
    assert [found.evidence[0].known, found.evidence[0].recorded, found.until_on, bool(found.source)] == [
        "34 days ago",
        ("letter 7",),
        date(2026, 12, 2),
        True,
    ]


def test_what_lifts_on_a_day_has_lifted_on_that_day_and_not_before() -> None:
    """The computed day is right on both sides."""
    client = Client(circulation=Circulation(myocardial_infarction=date(2026, 10, 20)))
    truths = [screen(client, on=date(2026, 12, day)).truths["cardiovascular.infarction.recent"] for day in (1, 2)]
    assert truths == [Truth.TRUE, Truth.FALSE]


def test_a_stale_adverse_value_is_open_and_marked() -> None:
    """Validity expires reassurance; what was last known is still said."""
    client = Client(vitals=by_clinician(Vitals(heart_rate=Recorded(140, on=date(2026, 10, 1)))))
    decision = screen(client, on=DAY)
    still_open = next(
        finding for finding in decision.undecided if any(e.fact == "vitals.heart_rate" for e in finding.evidence)
    )
    assert [Mark.LAST_KNOWN in still_open.marks, Mark.LAST_KNOWN in decision.marks] == [True, True]


def test_missing_facts_are_asked_by_their_question_and_their_need() -> None:
    """The reason of the absence, the question and the rules that need it are there."""
    decision = screen(Client(vitals=Vitals(heart_rate=Absence.DECLINED)), on=DAY)
    asked = next(each for each in decision.missing if each.fact == "vitals.heart_rate")
    assert [asked.absence, asked.question, bool(asked.rules)] == [
        Absence.DECLINED,
        "What is the heart rate at rest?",
        True,
    ]


def test_a_reading_is_asked_by_what_it_is_read_from() -> None:
    """Nobody measures a body mass index: height and weight are asked."""
    asked = {each.fact for each in screen(Client(vitals=by_clinician(Vitals(height=180))), on=DAY).missing}
    assert [name in asked for name in ("vitals.weight", "vitals.height", "vitals.body_mass_index")] == [
        True,
        False,
        False,
    ]


def test_undated_facts_are_listed() -> None:
    """A value without a date is taken as of the decision's day, and said so."""
    client = Client(
        vitals=by_clinician(Vitals(heart_rate=68, weight=Recorded(80, on=DAY))), circulation=Circulation(aneurysm=False)
    )
    assert screen(client, on=DAY).undated == ("vitals.heart_rate", "circulation.aneurysm")


LINE = Limit(100, "/min", id="example.line", source=criterion(3), since=DAY)


def note(when: object) -> RuleSet:
    rule = Rule(id="example.note", source=criterion(3), level=Level.NOTE, when=when, clinician_text="A note.")
    return RuleSet("example", "?", (rule,))


class Broken(Limit):
    """A limit that raises where it is compared."""

    @property
    def value(self) -> int:
        raise ZeroDivisionError("no such limit")


@pytest.mark.parametrize("engine", ENGINES)
def test_an_error_in_a_rule_holds_it_open_and_names_it(engine: str) -> None:
    """Whatever its level, the rule is UNKNOWN, open and named."""
    ruleset = note(Vitals.heart_rate > LINE)
    broken = object.__new__(Broken)
    for name in ("unit", "id", "source", "since", "floor", "ceiling", "label", "step"):
        object.__setattr__(broken, name, getattr(LINE, name))
    object.__setattr__(ruleset.rules[0].when, "operand", broken)
    decision = decide(ruleset, Client(vitals=by_clinician(Vitals(heart_rate=60))), on=DAY, engine=engine)
    assert [decision.outcome, dict(decision.errors), decision.truths["example.note"]] == [
        Outcome.INCOMPLETE,
        {"example.note": "ZeroDivisionError: no such limit"},
        Truth.UNKNOWN,
    ]


def explained(decision: Decision) -> None:
    """Ask everything that a decision answers."""
    for question in ("sufficient", "changes", "earliest", "next_question", "margins", "explain"):
        getattr(decision, question)()
    for told in ("findings", "undecided", "missing", "not_examined", "undated", "marks", "settled"):
        getattr(decision, told)
    assert Decision.from_json(decision.to_json()) == decision
    assert not decision.compared(decision).rules
    for identifier in decision.errors:
        assert decision.why(identifier).truth is Truth.UNKNOWN and decision.reason(identifier)
    for audience in Audience:
        assert decision.words(audience, "en")


@pytest.mark.parametrize(
    ("asked", "says"),
    [
        (lambda decision: decision.changes(most=-1), "most is -1: expected how many sets at most"),
        (lambda decision: decision.changes(most="x"), "most is 'x': expected how many sets at most"),
        (lambda decision: decision.why(3), "rule is 3: expected its id"),
        (lambda decision: decision.reason(None), "rule is None: expected its id"),
        (lambda decision: decision.compared(None), "later is None: expected a Decision"),
    ],
)
def test_a_question_of_the_wrong_kind_is_refused(asked: Callable[[Decision], object], says: str) -> None:
    """With what was given and what was expected."""
    with pytest.raises(InputError, match=says):
        asked(screen(Client(), on=DAY))


@pytest.mark.parametrize("engine", ENGINES)
def test_an_error_in_a_reading_holds_its_rules_open(engine: str) -> None:
    """The fact is absent, the rules that need it are open and named, the others are decided."""

    def broken(group: object, on: date) -> Interval:
        raise ZeroDivisionError("no such reading")

    honest = Vitals.body_mass_index.derive
    object.__setattr__(Vitals.body_mass_index, "derive", broken)
    try:
        client = Client(vitals=by_clinician(Vitals(height=180, weight=80, mean_systolic=165)))
        decision = screen(client, on=DAY, engine=engine)
        rules = [rule for rule in decision.errors if rule.startswith("obesity")]
        explained(decision)
        told = decision.words("clinician")
    finally:
        object.__setattr__(Vitals.body_mass_index, "derive", honest)
    assert "Rules that could not be evaluated" in told
    assert [decision.outcome, bool(rules), decision.errors[rules[0]]] == [
        Outcome.EXCLUDED,
        True,
        "vitals.body_mass_index: ZeroDivisionError: no such reading",
    ]


@pytest.mark.skipif(not durable.available(), reason="durable-rules cannot be imported here")
def test_a_derivation_that_does_not_follow_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    """The exception holds the proposal, the interpreter's answer and where they part; no decision is returned."""

    def lies(ruleset: RuleSet, facts: object) -> Conclusions:
        honest = bits.evaluate(ruleset, facts)
        return honest._replace(rules=(Truth.FALSE, *honest.rules[1:]))

    monkeypatch.setattr(durable, "evaluate", lies)
    with pytest.raises(EngineDisagreement) as raised:
        screen(Client(), on=DAY)
    first = SCREENING.rules[0].id
    assert [raised.value.conclusions[0], raised.value.meant.rules[0], str(raised.value)[:35]] == [
        first,
        Truth.UNKNOWN,
        "decision refused: the engine's read",
    ]


def test_the_checker_finds_every_altered_claim() -> None:
    """Each truth, each open flag and the outcome."""
    facts = snapshot(SCREENING, Client(vitals=by_clinician(Vitals(mean_systolic=150))), DAY)
    honest = interpreter.evaluate(SCREENING, facts)
    missed = []
    for place, owner in enumerate(SCREENING.rules):
        for other in set(Truth) - {honest.rules[place]}:
            rules = (*honest.rules[:place], other, *honest.rules[place + 1 :])
            if owner.id not in checker.faults(SCREENING, facts, honest._replace(rules=rules)):
                missed.append((owner.id, other))
        is_open = (*honest.undecided[:place], not honest.undecided[place], *honest.undecided[place + 1 :])
        if owner.id not in checker.faults(SCREENING, facts, honest._replace(undecided=is_open)):
            missed.append((owner.id, "open"))
    for place, owner in enumerate(SCREENING.concepts):
        for other in set(Truth) - {honest.concepts[place]}:
            concepts = (*honest.concepts[:place], other, *honest.concepts[place + 1 :])
            if owner.id not in checker.faults(SCREENING, facts, honest._replace(concepts=concepts)):
                missed.append((owner.id, other))
    for other in set(Outcome) - {honest.outcome}:
        if "outcome" not in checker.faults(SCREENING, facts, honest._replace(outcome=other)):
            missed.append(("outcome", other))
    assert missed == []


def test_a_record_that_was_altered_is_refused() -> None:
    """What does not follow from the record's own facts is not read."""
    text = (
        screen(Client(vitals=by_clinician(Vitals(mean_systolic=160))), on=DAY)
        .to_json()
        .replace('"EXCLUDED"', '"CAUTION"')
    )
    with pytest.raises(InputError) as raised:
        Decision.from_json(text)
    assert str(raised.value) == (
        "the record's outcome does not follow from its facts: it was altered; do not rely on it"
    )


def test_a_record_of_another_rule_set_is_refused() -> None:
    """By its name first; the digest then says which version it belongs to."""
    other = note(Vitals.heart_rate > LINE)
    text = decide(other, Client(), on=DAY, engine="interpreter").to_json()
    with pytest.raises(InputError, match=f"rule set is '{other.name}': this is rule set screening; pass ruleset="):
        Decision.from_json(text)
    with pytest.raises(InputError) as raised:
        Decision.from_json(text.replace(f'"name":"{other.name}"', '"name":"screening"'))
    assert str(raised.value) == (
        f"the digest of the record's rule set is '{other.digest[:12]}': this is {SCREENING.digest[:12]}; "
        "read it with the version of the rule set that made it"
    )


def test_the_explanation_says_what_decided() -> None:
    """Outcome, rule, value, limit and source are in the words."""
    words = screen(Client(vitals=by_clinician(Vitals(mean_systolic=165))), on=DAY, engine="interpreter").explain()
    expected = ["EXCLUDED", "cardiovascular.pressure.uncontrolled", "165 mm[Hg]", "at least 160 mm[Hg]", "criterion 3"]
    assert [part for part in expected if part not in words] == []


def test_why_not_is_a_tree_with_values_and_limits() -> None:
    """A rule that is FALSE shows every test that failed."""
    client = Client(circulation=Circulation(myocardial_infarction=NEVER))
    tree = str(screen(client, on=DAY).why("cardiovascular.infarction.recent"))
    assert tree.splitlines()[0].startswith("FALSE   rule cardiovascular.infarction.recent")
    assert ": never [" in tree


def test_days_ago_needs_no_date() -> None:
    """An event may be given by its distance from the decision's date."""
    client = Client(circulation=Circulation(myocardial_infarction=DaysAgo(42)))
    assert screen(client, on=DAY).truths["cardiovascular.infarction.recent"] is Truth.TRUE


def test_what_is_asked_for_is_not_passed_over() -> None:
    """Where nobody says whether there is an indication, its tests are asked for and not listed as not examined."""
    client = attrs.evolve(plain(baseline(SCREENING), {}), thyroid=Thyroid(hyperthyroidism=Absence.DECLINED))
    decision = screen(client, on=DAY)
    assert {"thyroid.tsh", "thyroid.treated"} <= {each.fact for each in decision.missing}
    assert [fact for fact in decision.not_examined if fact.startswith("thyroid.")] == [
        "thyroid.free_t3_above_reference",
        "thyroid.thyroid_storm_ever",
        "thyroid.levothyroxine_changed",
        "thyroid.biotin",
    ]


class OwnClient(Client):
    """A client of whom a clinic knows one group more."""

    team: Team = group(Team)


def test_a_fact_that_the_rule_set_does_not_know_is_refused() -> None:
    """It would be passed over in silence; a kind of subject of which nothing more is recorded is decided as before."""
    own = OwnClient(vitals=by_clinician(Vitals(heart_rate=68)), team=Team(integration_offered=True))
    message = (
        "team.integration_offered is recorded: rule set screening knows the facts of a Client alone; decide by one "
        "about it, such as ruleset.about(OwnClient), or leave it out"
    )
    for ask in (screen, partial(decide, SCREENING), partial(interview, SCREENING)):
        with pytest.raises(InputError, match=f"^{re.escape(message)}$"):
            ask(own, on=DAY)
    known, plain_client = OwnClient(vitals=own.vitals), Client(vitals=own.vitals)
    truths = [decide(SCREENING, each, on=DAY).truths for each in (known, plain_client)]
    assert truths[0] == truths[1] == decide(SCREENING.about(OwnClient), own, on=DAY).truths


def test_a_sites_policy_is_given_with_the_question() -> None:
    """It decides as the rule set under the policy does, which is made once; anything else is refused."""
    policy = read_policy(
        'format = "kaprules policy"\nversion = 1\n[[level]]\nrule = "psychosis.family"\nlevel = "exclusion"\n'
        'reason = "ours"\napproved_by = "medical director"\ndate = 2026-11-01\nexpires = 2027-10-31\n'
    )
    under = policy.applied(SCREENING)
    found = screen(Client(), on=DAY, policy=policy)
    assert [found, found.policy] == [decide(under, Client(), on=DAY), policy.digest]
    assert decide(SCREENING, Client(), on=DAY, policy=policy).ruleset is found.ruleset
    assert screen(Client(), on=DAY).policy is None
    with pytest.raises(InputError, match=r"^policy is 3: expected a Policy; pass what read_policy\(\) returned$"):
        screen(Client(), on=DAY, policy=3)
    for other in (type(policy), object(), {"applied": 1}):
        with pytest.raises(InputError, match=r"^policy is .*: expected a Policy; pass what read_policy\(\) returned$"):
            screen(Client(), on=DAY, policy=other)
    with pytest.raises(InputError, match=r"is in force from 2026-11-01 to 2027-10-31"):
        screen(Client(), on=date(2026, 10, 31), policy=policy)


def test_a_notebook_shows_what_the_text_says() -> None:
    """Its first line, the rest on demand; nothing in it is markup of the client's."""
    decision = screen(Client(id="<b>1</b>", vitals=Vitals(heart_rate=68)), on=DAY)
    shown = decision._repr_html_()
    first, rest = decision.explain().split("\n", 1)
    assert shown == (f"<details><summary>{html.escape(first)}</summary><pre>{html.escape(rest)}</pre></details>")
    assert [*decision.__rich_repr__()] == [
        Outcome.INCOMPLETE,
        ("of", "<b>1</b>", None),
        ("on", "2026-11-23"),
        ("engine", decision.engine),
    ]
    assert [*decision.subject.__rich_repr__()] == [("id", "<b>1</b>", None), ("vitals", decision.subject.vitals)]
    assert [*decision.subject.vitals.__rich_repr__()] == [("heart_rate", 68)]


def test_the_parts_of_a_decision_show_themselves_in_a_line() -> None:
    """By their ids."""
    decision = screen(Client(), on=DAY)
    identifier = decision.undecided[0].rule
    by_list, by_itself = decision.next_question(), decision.next_question(by_checklist=False)
    shown = [decision.undecided[0], decision.missing[0], decision.why(identifier), by_list, by_itself]
    assert [repr(each) for each in shown] == [
        f"<Finding {identifier}: exclusion, UNKNOWN>",
        f"<Missing medicines.listed: not asked, {len(decision.missing[0].rules)} rules>",
        f"<Derivation {identifier}: UNKNOWN>",
        "<Question circulation.myocardial_infarction by heart_and_vessels: On what date was the latest heart attack, "
        "if there ever was...>",
        "<Question ketamine_history.reactions: Which reactions to ketamine, esketamine or an excipient did...>",
    ]


def test_the_version_is_that_of_the_change_log() -> None:
    """The newest that it tells of; the package is built with the same name."""
    log = (Path(__file__).parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    assert re.findall(r"^## ([\d.]+)", log, re.MULTILINE)[0] == kaprules.__version__

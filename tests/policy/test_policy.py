"""A site's policy: what it may change, what is refused, and who gets another answer."""

from __future__ import annotations

import contextlib
import pickle
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.authoring import by_clinician
from kaprules.cli import main
from kaprules.conditions import Test, any_of
from kaprules.decision import Decision, decide
from kaprules.errors import InputError
from kaprules.facts import (
    Bladder,
    Client,
    Neurology,
    PsychiatricHistory,
    Reproduction,
    Session,
    Suicidality,
    Vitals,
)
from kaprules.facts.model import DaysAgo, Recorded, Reporter, zone_name
from kaprules.facts.reproduction import PregnancyTest
from kaprules.limit import Bound, Limit
from kaprules.pages.intake_form import intake_form
from kaprules.policy import (
    Change,
    LevelChosen,
    LimitMoved,
    Policy,
    SwitchedOff,
    SwitchedOn,
    ValidityMoved,
    limits_of,
    read_policy,
)
from kaprules.policy.impact import Difference, differences, overview
from kaprules.possible import Level, Mark, Outcome, Truth
from kaprules.rule import Concept, Marked, Phase, Rule, asks, expand_concepts, fact_atoms, fires, on_condition, passes
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.sources import ADOPTED, proposal
from kaprules.testing import clients

DAY = date(2026, 11, 23)
SYSTOLIC = "cardiovascular.systolic_exclusion"
HEADER = 'format = "kaprules policy"\nversion = 1\n'
SIGNED = 'reason = "ours"\napproved_by = "medical director"\ndate = 2026-11-01\nexpires = 2027-10-31\n'
MOVED = f'[[limit]]\nid = "{SYSTOLIC}"\nvalue = 150\nunit = "mm[Hg]"\n{SIGNED}'
CLIENT = '{"vitals": {"mean_systolic": {"value": 155, "unit": "mm[Hg]"}}}'
RAISED = f'[[level]]\nrule = "psychosis.family"\nlevel = "exclusion"\n{SIGNED}'
POLICIES = sorted((Path(__file__).parents[2] / "examples" / "policies").glob("*.toml"))


def policy(*changes: str) -> Policy:
    return read_policy(HEADER + "".join(changes))


def limit(identifier: str, value: object, unit: str) -> str:
    return f'[[limit]]\nid = "{identifier}"\nvalue = {value}\nunit = "{unit}"\n{SIGNED}'


def level(rule: str, chosen: str) -> str:
    return f'[[level]]\nrule = "{rule}"\nlevel = "{chosen}"\n{SIGNED}'


def signed(**more: object) -> dict[str, object]:
    """The lines that every change needs, for one that is built in Python."""
    lines = {"reason": "ours", "approved_by": "director", "date": date(2026, 1, 1), "expires": date(2027, 12, 31)}
    return lines | more


# Reading -----------------------------------------------------------------------------------------------------


def test_a_policy_is_read_exactly() -> None:
    """Numbers are exact, levels are levels, days are days."""
    found = policy(limit("thyroid.suppressed", "0.05", "m[IU]/L"), RAISED).changes
    assert [type(change) for change in found] == [LimitMoved, LevelChosen]
    assert isinstance(found[0], LimitMoved) and isinstance(found[1], LevelChosen)
    assert found[0].shown == "0.05 m[IU]/L" and found[1].level is Level.EXCLUSION
    assert (found[0].date, found[0].expires) == (date(2026, 11, 1), date(2027, 10, 31))
    assert (found[0].reason, found[0].approved_by) == ("ours", "medical director")


REFUSED = {
    "no TOML": ("format =", "this is not TOML: Invalid value (at end of document): correct it there"),
    "an integer too long to read": ("version = " + "9" * 5000, "this is not TOML: "),
    "brackets without end": (
        "a = " + "[" * 100_000,
        "this is not TOML: its brackets are nested too deeply: correct it there",
    ),
    "another file": ("[project]", "format is missing: expected 'kaprules policy'; this is no policy file"),
    "another version": (HEADER.replace("1", "3"), "version is 3: expected 1 or 2; this kaprules reads no other"),
    "a yes as version": (HEADER.replace("1", "true"), "version is true: expected 1 or 2; this kaprules reads no other"),
    "a very long version": (HEADER.replace("1", "0x" + "f" * 9000), "version is "),
    "nothing": (
        HEADER,
        "the policy changes nothing: give a limit, level, switch_on, switch_off, validity, medicine or a checklist, or "
        "go without a policy",
    ),
    "an unknown table": (HEADER + "[[limits]]\n", "'limits' is unknown: did you mean 'limit'?"),
    "one table": (HEADER + "[limit]\n", "limit is a table: expected tables; write [[limit]] above each entry"),
    "a list of numbers": (HEADER + "limit = [1]", "limit is a list: expected tables; write [[limit]] above each entry"),
    "an unknown line": (
        HEADER + MOVED + "aproved_by = 1",
        f"limit {SYSTOLIC}: 'aproved_by' is unknown: did you mean 'approved_by'?",
    ),
    "a missing line": (
        HEADER + MOVED.replace('reason = "ours"\n', ""),
        f"limit {SYSTOLIC}: reason is missing: expected why the site differs; add it",
    ),
    "a missing id": (
        HEADER + MOVED.replace(f'id = "{SYSTOLIC}"\n', ""),
        "limit number 1: id is missing: expected the id of a limit; add it",
    ),
    "an id that is none": (
        HEADER + MOVED.replace(SYSTOLIC, "no such\\nlimit"),
        "limit number 1: id holds the control character U+000A: remove it",
    ),
    "an id in words": (
        HEADER + MOVED.replace(SYSTOLIC, "systolic pressure"),
        "limit number 1: id is 'systolic pressure': expected the id of a limit; kaprules rules lists the rules, and "
        "shows the limits of each",
    ),
    "an empty reason": (
        HEADER + MOVED.replace('"ours"', '"  "'),
        f"limit {SYSTOLIC}: reason is '  ': expected why the site differs; say it",
    ),
    "a number for a role": (
        HEADER + MOVED.replace('"medical director"', "7"),
        f"limit {SYSTOLIC}: approved_by is 7: expected the role of whoever approved it; write it in quotes",
    ),
    "a long reason": (
        HEADER + MOVED.replace("ours", "o" * 201),
        f"limit {SYSTOLIC}: reason has 201 characters: expected at most 200; shorten it",
    ),
    "a date in quotes": (
        HEADER + MOVED.replace("2026-11-01", '"2026-11-01"'),
        f"limit {SYSTOLIC}: date is '2026-11-01': expected the first day on which it holds; write it as 2026-11-23, "
        "without quotes and without a time",
    ),
    "a date with a time": (
        HEADER + MOVED.replace("2027-10-31", "2027-10-31T12:00:00Z"),
        f"limit {SYSTOLIC}: expires is 2027-10-31 12:00:00+00:00: expected the last day on which it holds; write it "
        "as 2026-11-23, without quotes and without a time",
    ),
    "text for a number": (
        HEADER + MOVED.replace("150", '"150"'),
        f"limit {SYSTOLIC}: value is '150': expected a number; write it without quotes",
    ),
    "a yes for a number": (
        HEADER + MOVED.replace("150", "true"),
        f"limit {SYSTOLIC}: value is true: expected a number; write it without quotes",
    ),
    "no number": (
        HEADER + MOVED.replace("150", "nan"),
        f"limit {SYSTOLIC}: value is NaN: expected a finite number; leave it out if it is not known",
    ),
    "too large a number": (HEADER + MOVED.replace("150", "1e99999"), f"limit {SYSTOLIC}: value is 1e+99999: "),
    "a number too large for a decimal": (HEADER + MOVED.replace("150", "1e9999999999999999999"), "this is not TOML: "),
    "a level that is none": (
        HEADER + RAISED.replace("exclusion", "severe"),
        "level psychosis.family: level is 'severe': expected one of exclusion, needs information, caution, note; "
        "choose one of them",
    ),
    "above its bounds, a label's": (
        HEADER + MOVED.replace("150", "181"),
        f"limit {SYSTOLIC}: value is 181 mm[Hg]: a regulator's label bounds it, a site may choose a value "
        "above 140 mm[Hg], up to 180 mm[Hg]; choose a value within",
    ),
    "on a bound that is not allowed": (
        HEADER + MOVED.replace("150", "140"),
        f"limit {SYSTOLIC}: value is 140 mm[Hg]: ",
    ),
    "below its bounds": (
        HEADER + limit("substance_use.remission", 27, "d"),
        "limit substance_use.remission: value is 27 days: a site may choose 28 days to 365 days; choose a value within",
    ),
    "the library's own value": (
        HEADER + MOVED.replace("150", "160"),
        f"limit {SYSTOLIC}: value is 160 mm[Hg]: as the library has it; remove the entry",
    ),
    "finer than it is measured": (
        HEADER + MOVED.replace("150", "150.5"),
        f"limit {SYSTOLIC}: value is 150.5 mm[Hg]: expected steps of 1 mm[Hg] from 160 mm[Hg]; round it",
    ),
    "another unit": (
        HEADER + MOVED.replace("mm[Hg]", "kPa"),
        f"limit {SYSTOLIC}: unit is 'kPa': expected 'mm[Hg]'; give the value in this unit",
    ),
    "a limit without bounds": (
        HEADER + limit("cardiovascular.systolic_crisis", 170, "mm[Hg]"),
        "limit cardiovascular.systolic_crisis: the library fixes it at 180 mm[Hg], a site may not move it; remove the "
        "entry",
    ),
    "a limit that facts are read with": (
        HEADER + limit("vitals.body_mass_index.agreement", 1, "kg/m2"),
        "limit vitals.body_mass_index.agreement: facts are read with it, a site may not move it; remove the entry",
    ),
    "a limit by which doses are compared": (
        HEADER + limit("medicines.equivalent.diazepam", 1, "mg"),
        "limit medicines.equivalent.diazepam: facts are read with it, a site may not move it; remove the entry",
    ),
    "an unknown limit": (
        HEADER + limit("cardiovascular.systolic_exlusion", 150, "mm[Hg]"),
        f"limit cardiovascular.systolic_exlusion is unknown: did you mean '{SYSTOLIC}'?",
    ),
    "nothing like a limit": (
        HEADER + limit("zzz", 150, "mm[Hg]"),
        "limit zzz is unknown: kaprules rules lists the rules, and shows the limits of each",
    ),
    "beyond every event": (
        HEADER + limit("cardiovascular.stroke_exclusion", 43_831, "d"),
        "limit cardiovascular.stroke_exclusion: value is 43831 days: ",
    ),
    "an unknown rule": (
        HEADER + level("psychosis.familly", "exclusion"),
        "level psychosis.familly is unknown: did you mean 'psychosis.family'?",
    ),
    "a level that the rule does not declare": (
        HEADER + level("psychosis.family", "note"),
        "level psychosis.family: level is 'note': expected one of those that the rule declares, exclusion, caution; "
        "choose one of them",
    ),
    "a rule of one level": (
        HEADER + level("age.minor", "caution"),
        "level age.minor: the library fixes it at 'exclusion'; remove the entry",
    ),
    "the library's own level": (
        HEADER + level("psychosis.family", "caution"),
        "level psychosis.family: level is 'caution': as the library has it; remove the entry",
    ),
    "a rule that is on": (
        HEADER + f'[[switch_on]]\nrule = "age.minor"\n{SIGNED}',
        "switch_on age.minor: the rule is on already; remove the entry",
    ),
    "one thing twice": (
        HEADER + MOVED + MOVED.replace("150", "155"),
        f"limit {SYSTOLIC} is there twice: expected one entry; remove the other",
    ),
    "a date after its expiry": (
        HEADER + MOVED.replace("2026-11-01", "2027-11-01"),
        f"limit {SYSTOLIC}: date is 2027-11-01: after it expires on 2027-10-31; correct one of them",
    ),
    "no common day": (
        HEADER + MOVED + RAISED.replace("2026-11-01", "2027-11-01").replace("2027-10-31", "2028-10-31"),
        f"limit {SYSTOLIC} expires on 2027-10-31, before level psychosis.family begins on 2027-11-01: the policy is "
        "never in force; review the first, or remove it",
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_what_cannot_stand_is_refused(name: str) -> None:
    """The message names the entry, the value, what was expected and what to do."""
    text, message = REFUSED[name]
    with pytest.raises(InputError) as raised:
        read_policy(text)
    assert str(raised.value).startswith(message) if message.endswith(" ") else str(raised.value) == message


def test_every_fault_is_named_at_once() -> None:
    """One line for each entry that cannot stand."""
    with pytest.raises(InputError) as raised:
        policy(MOVED.replace("150", "190"), level("psychosis.familly", "note"), MOVED.replace("150", '"150"'))
    assert len(str(raised.value).splitlines()) == 3


def test_what_is_no_text_is_refused() -> None:
    """A policy is in UTF-8, and not endless."""
    with pytest.raises(InputError, match="not in UTF-8"):
        read_policy(b"\xff")
    with pytest.raises(InputError, match="more than 1,000,000 bytes"):
        read_policy("#" * 1_000_001)


@given(st.data())
def test_no_text_does_more_than_be_refused(data: st.DataObject) -> None:
    """Whatever a file holds, it is a policy or an ``InputError``."""
    lines = (HEADER + MOVED + RAISED).splitlines()
    values = (
        "",
        "1",
        "-1",
        "150",
        "nan",
        "1e400",
        "true",
        "[]",
        "{}",
        '"a"',
        "2026-11-01",
        "07:30:00",
        "[[1]]",
        "\x00",
    )
    for _ in range(data.draw(st.integers(1, 3))):
        place = data.draw(st.integers(0, len(lines) - 1))
        key = lines[place].split("=")[0]
        replaced = data.draw(st.sampled_from([f"{key}= {value}" for value in values]) | st.text(max_size=20))
        lines[place] = replaced
    with contextlib.suppress(InputError):
        assert read_policy("\n".join(lines)).changes


def test_a_policy_in_python_is_held_to_the_same() -> None:
    """What is built without a file is checked when it is applied."""
    with pytest.raises(InputError, match="choose a value within"):
        Policy((LimitMoved(id=SYSTOLIC, value=200, unit="mm[Hg]", **signed()),)).applied(SCREENING)


# What a policy is --------------------------------------------------------------------------------------------


def test_the_digest_is_of_what_is_said() -> None:
    """Neither order nor comments matter; a reason, a role and a day do."""
    found = policy(MOVED, RAISED)
    assert (
        found.digest
        == policy(RAISED, "# a comment\n", MOVED).digest
        == read_policy((HEADER + MOVED + RAISED).encode()).digest
    )
    for former, other in (("ours", "theirs"), ("director", "board"), ("2027-10-31", "2027-10-30"), ("150", "151")):
        assert policy(MOVED.replace(former, other), RAISED).digest != found.digest


def test_it_is_in_force_while_all_of_it_is() -> None:
    """From the latest beginning to the earliest expiry; outside, a decision is refused."""
    found = policy(MOVED.replace("2026-11-01", "2026-12-01"), RAISED.replace("2027-10-31", "2027-06-30"))
    assert (found.first, found.last) == (date(2026, 12, 1), date(2027, 6, 30))
    ours = found.applied(SCREENING)
    assert decide(ours, Client(), on=found.first).policy == decide(ours, Client(), on=found.last).policy == found.digest
    for day in (date(2026, 11, 30), date(2027, 7, 1)):
        with pytest.raises(InputError, match=f"policy {found.digest[:12]} is in force from"):
            decide(ours, Client(), on=day)


def test_each_change_that_is_not_in_force_is_named() -> None:
    """``check`` says which entry expired, and which has not begun, by day or moment."""
    found = policy(MOVED.replace("2026-11-01", "2026-12-01"), RAISED.replace("2027-10-31", "2027-06-30"))
    found.check(date(2026, 12, 1))
    found.check(datetime(2027, 6, 30, 23, 59, tzinfo=UTC))
    with pytest.raises(InputError) as raised:
        found.check(date(2026, 11, 30))
    assert str(raised.value) == f"limit {SYSTOLIC} begins on 2026-12-01: decide without the policy until then"
    with pytest.raises(InputError) as raised:
        found.check(date(2028, 1, 1))
    assert str(raised.value).splitlines() == [
        f"limit {SYSTOLIC} expired on 2027-10-31: review it, or remove it",
        "level psychosis.family expired on 2027-06-30: review it, or remove it",
    ]


# The place ---------------------------------------------------------------------------------------------------

EVENING = Reproduction(
    pregnancy_test=Recorded(PregnancyTest.POSITIVE, on=datetime(2026, 11, 24, 1, tzinfo=UTC), by=Reporter.LABORATORY)
)
"""What was found in the evening before, on the Pacific coast."""


def test_a_policy_names_the_place_whose_days_count() -> None:
    """Where a decision names none; of a moment it is the moment's own."""
    client = Client(reproduction=EVENING)
    for zone, truth in (("America/Los_Angeles", Truth.TRUE), ("+14:00", Truth.UNKNOWN)):
        site = read_policy(f'{HEADER}zone = "{zone}"\n{MOVED}')
        decision = decide(SCREENING, client, on=DAY, policy=site)
        assert (zone_name(decision.zone), decision.truths["pregnancy.pregnant"]) == (zone, truth)
        assert decide(SCREENING, client, on=DAY, policy=site, zone="UTC").truths["pregnancy.pregnant"] is Truth.UNKNOWN
        moment = datetime(2026, 11, 23, 9, tzinfo=UTC)
        assert decide(RULESETS["dosing_day"], Session(), on=moment, policy=site).zone is UTC
        assert Decision.from_json(decision.to_json(), ruleset=site.applied(SCREENING)) == decision


def test_a_place_alone_is_a_policy() -> None:
    """It changes no rule, is in force on every day, and has a digest of its own."""
    site = read_policy(f'{HEADER}zone = "Europe/Vienna"\n')
    ours = site.applied(SCREENING)
    assert (ours.digest, ours.zone, len(site.changes)) == (SCREENING.digest, "Europe/Vienna", 0)
    assert site.digest != read_policy(f'{HEADER}zone = "Europe/Paris"\n').digest
    assert policy(MOVED).digest != read_policy(f'{HEADER}zone = "Europe/Vienna"\n{MOVED}').digest
    assert decide(ours, Client(), on=date.max).policy == site.digest
    assert overview(site).splitlines()[1:] == [
        "zone Europe/Vienna: a time falls on the day that the clocks showed there"
    ]


def test_whom_a_client_can_reach_is_told_where_something_is_urgent() -> None:
    """As the policy says it; the clinic's stands over the group's, and it is part of the digest."""
    head = HEADER.replace("version = 1", "version = 2")
    ours, theirs = (read_policy(f'{head}crisis_contact = "{line}"\n') for line in ("555 0100", "555 0199"))
    both = ours.then(theirs)
    assert len({ours.digest, theirs.digest, both.digest}) == 3 and "555 0100" in overview(ours)
    urgent = Client(suicidality=by_clinician(Suicidality(highest_ideation_item=5)))
    calm = Client(suicidality=by_clinician(Suicidality(highest_ideation_item=0)))
    for policy_, line in ((ours, "555 0100"), (both, "555 0199")):
        for language in ("en", "es"):
            assert line in decide(SCREENING, urgent, on=DAY, policy=policy_).words("client", language).splitlines()[2]
            assert line not in decide(SCREENING, calm, on=DAY, policy=policy_).words("client", language)
    form = intake_form(ours.applied(SCREENING))
    assert "In a crisis, at any time: 555 0100" in form and "In a crisis" not in intake_form(SCREENING)
    without = decide(SCREENING, urgent, on=DAY)
    assert decide(SCREENING, urgent, on=DAY, policy=ours).truths == without.truths
    assert "an ambulance" in without.words("client").splitlines()[2]


@pytest.mark.parametrize("given", ['""', '"  "', "1", "[]"])
def test_a_contact_that_nobody_could_call_is_refused(given: str) -> None:
    """Naming the setting, what it is, and what to write."""
    with pytest.raises(InputError, match=r"^crisis_contact is .*: expected whom a client can reach"):
        read_policy(f"{HEADER.replace('version = 1', 'version = 2')}crisis_contact = {given}\n{MOVED}")
    with pytest.raises(InputError, match=r"^crisis_contact is not known in version 1: write version = 2$"):
        read_policy(f'{HEADER}crisis_contact = "555 0100"\n{MOVED}')


@pytest.mark.parametrize("zone", ['"Nowhere"', '""', "1", "[]", "2026-11-23", '"+25:00"'])
def test_what_is_no_place_is_refused(zone: str) -> None:
    """With the place in the file, and the remedy."""
    with pytest.raises(InputError, match=r"^zone is .*: expected a place such as 'Europe/Vienna'"):
        read_policy(f"{HEADER}zone = {zone}\n{MOVED}")


# Applying ----------------------------------------------------------------------------------------------------


def test_a_limit_moves_wherever_it_is_used() -> None:
    """In the rule, in the text and the day of how it lifts, and in what the finding shows."""
    ours = policy(limit("head_injury.recent", 100, "d")).applied(SCREENING)
    rule = ours["head_injury.recent_injury"]
    assert isinstance(rule, Rule) and rule.until is not None and rule.until.after is not None
    assert (rule.until.after.value, rule.until.after.default) == (100, 84)
    assert rule.until.text.endswith("100 days back")
    client = Client(neurology=Neurology(latest_head_injury=DAY - timedelta(days=90)))
    decision = decide(ours, client, on=DAY)
    (finding,) = [each for each in decision.findings if each.rule == rule.id]
    assert finding.until_on == date(2026, 12, 4)
    assert finding.site_changes == ("head_injury.recent is 100 days; without the policy 84 days",)
    assert decide(SCREENING, client, on=DAY).truths[rule.id].name == "FALSE"


def test_what_is_not_touched_stays_the_same_object() -> None:
    """Rules and concepts without a moved limit are not built again."""
    ours = policy(MOVED).applied(SCREENING)
    changed = [rule.id for rule, former in zip(ours.rules, SCREENING.rules, strict=True) if rule is not former]
    assert "cardiovascular.pressure.uncontrolled" in changed and len(changed) < 10
    assert ours["age.minor"] is SCREENING["age.minor"] and ours.digest != SCREENING.digest


def test_rules_share_the_concepts_that_were_built_again() -> None:
    """A concept with a moved limit is concluded once, under every concept and rule that uses it, marks included."""
    tall = Limit(150, "mm[Hg]", id="example.high", source=proposal("a test"), since=ADOPTED, floor=120, ceiling=180)
    first = Concept(id="example.first", title="First", source=proposal("a test"), when=Vitals.mean_systolic >= tall)
    second = Concept(
        id="example.second",
        title="Second",
        source=proposal("a test"),
        when=any_of(first.present, Bladder.radiation_cystitis.present),
    )

    def rule(name: str, when: Concept, **more: object) -> Rule:
        return Rule(
            id=f"example.{name}",
            source=proposal("a test"),
            level=Level.CAUTION,
            when=when.present,
            clinician_text="It is.",
            **more,
        )

    marks = (Marked(Mark.URGENT, first.present),)
    book = RuleSet("example", "Is it?", (rule("a", first), rule("b", second, marks=marks)))
    moved = read_policy(HEADER + limit("example.high", 130, "mm[Hg]"), rulesets=[book]).applied(book)
    assert [concept.id for concept in moved.concepts] == ["example.first", "example.second"]
    found = decide(moved, Client(vitals=by_clinician(Vitals(mean_systolic=130, mean_diastolic=80))), on=DAY)
    assert found.outcome is Outcome.CAUTION and {finding.rule: finding.marks for finding in found.findings} == {
        "example.a": (),
        "example.b": (Mark.URGENT,),
    }


def test_examples_that_no_longer_hold_are_dropped() -> None:
    """What a rule shows as its examples is true of the limit that it compares with."""
    from kaprules.assurance.mutants import wrong_examples

    ours = policy(MOVED).applied(SCREENING)
    touched = [owner for owner in (*ours.rules, *ours.concepts) if owner is not SCREENING[owner.id]]
    assert touched and all(wrong_examples(owner, ours) == [] for owner in touched)


def test_a_level_takes_and_loses_how_it_lifts() -> None:
    """A caution that becomes an exclusion lifts when it no longer holds; what becomes a caution needs no such thing."""
    ours = policy(RAISED, level("pregnancy.breastfeeding", "caution")).applied(SCREENING)
    raised, lowered = ours["psychosis.family"], ours["pregnancy.breastfeeding"]
    assert isinstance(raised, Rule) and isinstance(lowered, Rule)
    assert raised.until == on_condition("what was found no longer holds, and that is recorded")
    assert (raised.site_changes, lowered.until) == (("level is exclusion; without the policy caution",), None)
    client = Client(psychiatric_history=PsychiatricHistory(family_history_of_psychosis=True))
    assert decide(ours, client, on=DAY).outcome is Outcome.EXCLUDED


def small_book() -> RuleSet:
    """A rule set with a rule that is off, and that a site may move and raise when it is on."""
    slow = Limit(55, "/min", id="example.slow", source=proposal("a test"), since=ADOPTED, floor=45, ceiling=60)
    pulse = Rule(
        id="example.pulse",
        source=proposal("a test"),
        level=Level.CAUTION,
        levels=(Level.CAUTION, Level.EXCLUSION),
        when=Vitals.heart_rate < slow,
        clinician_text="The pulse is slow.",
        examples=(
            fires(by_clinician(Vitals(heart_rate=54))),
            passes(by_clinician(Vitals(heart_rate=55))),
            asks(Vitals()),
        ),
    )
    gap = Rule(
        id="example.gap",
        source=proposal("a test"),
        level=Level.NEEDS_INFORMATION,
        levels=(Level.NEEDS_INFORMATION, Level.CAUTION),
        when=Vitals.heart_rate.missing,
        clinician_text="The pulse is wanted.",
    )
    return RuleSet("example", "Is it?", (gap,), optional_rules=(pulse,))


def test_a_rule_that_is_off_is_switched_on_as_the_site_wants_it() -> None:
    """With the site's limit and level; each is said in the finding."""
    book = small_book()
    switched = f'[[switch_on]]\nrule = "example.pulse"\n{SIGNED}'
    text = HEADER + switched + limit("example.slow", 50, "/min") + level("example.pulse", "exclusion")
    ours = read_policy(text, rulesets=[book]).applied(book)
    assert ours.optional_rules == () and [rule.id for rule in ours.rules] == ["example.gap", "example.pulse"]
    (finding,) = decide(ours, Client(vitals=by_clinician(Vitals(heart_rate=49))), on=DAY).findings
    assert finding.site_changes == (
        "on; without the policy off; level is exclusion; without the policy caution",
        "example.slow is 50 per minute; without the policy 55 per minute",
    )
    assert (
        decide(ours, Client(vitals=by_clinician(Vitals(heart_rate=50))), on=DAY).outcome is Outcome.NO_EXCLUSION_FOUND
    )


def test_a_rule_about_what_is_missing_keeps_its_level() -> None:
    """Its declaration may say otherwise; the rule language does not let it."""
    book = small_book()
    with pytest.raises(InputError, match=r"level example.gap: level is 'caution': rule example.gap asks whether"):
        read_policy(HEADER + level("example.gap", "caution"), rulesets=[book])


def test_one_policy_at_a_time() -> None:
    """A rule set under a policy takes no other."""
    ours = policy(MOVED).applied(SCREENING)
    with pytest.raises(InputError, match="apply one policy to the library's own rule set"):
        policy(RAISED).applied(ours)


def test_other_rule_sets_are_under_the_policy_unchanged() -> None:
    """What concerns none of its rules leaves a rule set as it was, and still names the policy."""
    setting = RULESETS["setting"]
    ours = policy(RAISED).applied(setting)
    assert ours.digest == setting.digest and ours.rules == setting.rules and ours.policy


WIDER = read_policy(next(path for path in POLICIES if path.stem == "wider").read_bytes()).applied(SCREENING)


@given(clients())
@settings(deadline=None)
def test_engines_agree_under_a_policy(client: Client) -> None:
    """durable-rules and the reference make one decision, and a record of it is replayed."""
    reference = decide(WIDER, client, on=DAY, engine="interpreter")
    assert reference == decide(WIDER, client, on=DAY)
    assert Decision.from_json(reference.to_json(), ruleset=WIDER) == reference


def test_crossed_limits_are_named() -> None:
    """A caution that begins above the exclusion is worth a second look."""
    found = policy(limit("cardiovascular.systolic_caution", 129, "mm[Hg]"))
    assert found.reordered_limits(SCREENING) == (
        "mean systolic pressure: cardiovascular.systolic_caution (129 mm[Hg]) and cardiovascular.systolic_note (130 "
        "mm[Hg]) have changed places",
        "mean systolic pressure at home: cardiovascular.systolic_caution (129 mm[Hg]) and cardiovascular.home_systolic "
        "(135 mm[Hg]) have changed places",
    )
    assert policy(MOVED).reordered_limits(SCREENING) == ()


# Law 9 -------------------------------------------------------------------------------------------------------

LIMITS = [(ruleset, limit) for ruleset in RULESETS.values() for limit in limits_of(ruleset).values()]
LABELS = [(ruleset, limit) for ruleset, limit in LIMITS if limit.label]


@given(st.sampled_from(LIMITS), st.integers(-500, 500))
def test_law_9_a_limit_moves_only_within_its_bounds(where: tuple[RuleSet, Limit], steps: int) -> None:
    """Every value that is accepted lies within the bounds, and a limit without bounds accepts none."""
    ruleset, limit = where
    value = limit.value + steps * limit.step
    changed = Policy((LimitMoved(id=limit.id, value=value, unit=limit.unit, **signed()),))
    try:
        ours = changed.applied(ruleset)
    except InputError:
        return
    assert limit.floor is not None or limit.ceiling is not None
    if limit.floor is not None:
        assert value > limit.floor.value or (value == limit.floor.value and limit.floor.inclusive)
    if limit.ceiling is not None:
        assert value < limit.ceiling.value or (value == limit.ceiling.value and limit.ceiling.inclusive)
    moved = limits_of(ours)[limit.id]
    assert (moved.value, moved.default) == (value, limit.value) and value != limit.value


def looser(ruleset: RuleSet, limit: Limit) -> int:
    """Return in which direction a limit gets looser: where the gravest rules that use it hold for fewer."""
    uses = [
        (list(Level).index(rule.level), 1 if atom.test in (Test.AT_LEAST, Test.ABOVE) else -1)
        for rule in (*ruleset.rules, *ruleset.optional_rules)
        for atom in fact_atoms(expand_concepts(rule.when))
        if isinstance(atom.operand, Limit) and atom.operand.id == limit.id
    ]
    gravest = min(uses)[0]
    (direction,) = {direction for level, direction in uses if level == gravest}
    return direction


@pytest.mark.parametrize(("ruleset", "limit"), LABELS, ids=lambda value: getattr(value, "id", ""))
def test_law_9_a_label_is_never_loosened(ruleset: RuleSet, limit: Limit) -> None:
    """In the direction in which fewer are held back, the bounds end, and nothing beyond them is accepted."""
    direction = looser(ruleset, limit)
    fixed = limit.floor is None and limit.ceiling is None
    end = Bound(limit.value) if fixed else limit.ceiling if direction > 0 else limit.floor
    assert end is not None, "its declaration lets a site go beyond the label"
    refusal = "the library fixes it" if fixed else "a regulator's label bounds it"
    for steps in (1, 2, 10, 1000) if end.inclusive else (0, 1, 2, 10, 1000):
        change = LimitMoved(id=limit.id, value=end.value + direction * steps * limit.step, unit=limit.unit, **signed())
        with pytest.raises(InputError, match=refusal):
            Policy((change,)).applied(ruleset)


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=RULESETS)
def test_law_9_a_level_is_chosen_only_among_those_declared(ruleset: RuleSet) -> None:
    """Each declared level may be chosen, no other."""
    for rule in ruleset.rules:
        for chosen in Level:
            change = Policy((LevelChosen(rule=rule.id, level=chosen, **signed()),))
            if chosen in rule.levels and chosen is not rule.level:
                moved = change.applied(ruleset)[rule.id]
                assert isinstance(moved, Rule) and moved.level is chosen and moved.site_changes
            else:
                with pytest.raises(InputError):
                    change.applied(ruleset)


# Who gets another answer -------------------------------------------------------------------------------------


def every_change(ruleset: RuleSet) -> list[tuple[Change, ...]]:
    """Return each rule switched on or off, each limit and validity moved to each end, each level; off rules are on."""
    on = {rule.id: (SwitchedOn(rule=rule.id, **signed()),) for rule in ruleset.optional_rules}
    found: list[tuple[Change, ...]] = [*on.values()]
    for limit in limits_of(ruleset).values():
        users = [
            rule
            for rule in ruleset.optional_rules
            if limit in limits_of(attrs.evolve(ruleset, rules=(rule,), optional_rules=())).values()
        ]
        for bound, inwards in ((limit.floor, 1), (limit.ceiling, -1)):
            if bound is not None:
                value = bound.value if bound.inclusive else bound.value + inwards * limit.step
                if value != limit.value:
                    moved = LimitMoved(id=limit.id, value=value, unit=limit.unit, **signed())
                    found.append((moved, *(change for rule in users for change in on[rule.id])))
    found += [(SwitchedOff(rule=rule.id, **signed()),) for rule in ruleset.rules if rule.may_be_off]
    for fact in ValidityMoved.known(ruleset).values():
        bounds = fact.validity.movable
        assert bounds is not None
        for days in {bounds.floor, bounds.ceiling} - {fact.validity.intake}:
            found.append((ValidityMoved(fact=fact.id, days=days, **signed()),))
    for rule in (*ruleset.rules, *ruleset.optional_rules):
        for chosen in rule.levels:
            if chosen is not rule.level:
                found.append((LevelChosen(rule=rule.id, level=chosen, **signed()), *on.get(rule.id, ())))
    return found


@pytest.mark.parametrize("ruleset", RULESETS.values(), ids=RULESETS)
def test_every_change_has_a_witness(ruleset: RuleSet) -> None:
    """Whatever a site may change, somebody is shown who gets another answer; both answers are decided again."""
    without_witness = []
    for change, *others in every_change(ruleset):
        changed = Policy((change, *others))
        difference = next(each for each in differences(changed, [ruleset]) if each.change is change)
        witness = difference.witness
        if witness is None:
            without_witness.append(change.name)
            continue
        on = witness.without.on
        assert isinstance(on, datetime) is (ruleset.phase is Phase.DOSING_DAY)
        ours = attrs.evolve(changed.applied(ruleset), in_force=None)
        before = attrs.evolve(Policy(tuple(others)).applied(ruleset), in_force=None) if witness.alone else ruleset
        again = [
            decide(book, witness.subject, on=on, engine="interpreter").evaluation.concluded for book in (before, ours)
        ]
        assert again == [witness.without.evaluation.concluded, witness.under.evaluation.concluded]
        without, under = witness.answers
        assert without != under and witness.facts
    assert without_witness == []


def test_a_witness_is_of_one_change() -> None:
    """Another answer than without the policy is not enough: the change itself must make the difference."""
    changes = policy(MOVED, limit("cardiovascular.diastolic_exclusion", 95, "mm[Hg]"), RAISED)
    found = differences(changes, [SCREENING])
    assert [difference.change.of for difference in found] == [change.of for change in changes.changes]
    for difference in found:
        others = Policy(tuple(each for each in changes.changes if each is not difference.change)).applied(SCREENING)
        assert difference.witness is not None
        rest = decide(others, difference.witness.subject, on=DAY)
        assert rest.outcome is difference.witness.without.outcome is not difference.witness.under.outcome


def test_a_limit_of_a_rule_that_is_switched_on_is_shown_by_itself() -> None:
    """Where the library's own answer is the same, the answer without this one change is shown beside."""
    book = small_book()
    switched = f'[[switch_on]]\nrule = "example.pulse"\n{SIGNED}'
    moved, _ = differences(read_policy(HEADER + switched + limit("example.slow", 50, "/min"), rulesets=[book]), [book])
    assert moved.witness is not None and moved.witness.alone
    assert moved.witness.answers == ("CAUTION; example.pulse as caution", "NO_EXCLUSION_FOUND")


def test_a_change_that_touches_nobody_has_no_witness() -> None:
    """A level of a rule that stays off changes no answer."""
    book = small_book()
    (found,) = differences(read_policy(HEADER + level("example.pulse", "exclusion"), rulesets=[book]), [book])
    assert isinstance(found, Difference) and found.witness is None


def test_a_limit_of_a_rule_that_is_off_switches_it_on() -> None:
    """It would do nothing by itself, and a site that sets it wants the rule."""
    moved = read_policy(HEADER + limit("suicidality.attempt_exclusion", 365, "d")).applied(SCREENING)
    (rule,) = (each for each in moved.rules if each.id == "suicidality.attempt_within_window")
    assert rule.site_changes and rule not in SCREENING.rules
    facts = {"attempt_ever": True, "latest_attempt": DaysAgo(300)}
    client = Client(suicidality=by_clinician(Suicidality(**facts)))
    assert decide(moved, client, on=DAY).outcome is Outcome.EXCLUDED


@pytest.mark.parametrize(
    ("rule", "level_", "asks"),
    [
        ("readiness.no_earlier_treatment", "caution", "readiness.earlier_treatments.missing"),
        ("readiness.no_earlier_treatment", None, None),
        ("readiness.rating.low", None, "readiness.rating.missing"),
    ],
)
def test_a_rule_that_counts_brings_what_asks_for_its_fact(rule: str, level_: str | None, asks: str | None) -> None:
    """A missing fact clears nobody, where a site wants it either; a note holds nobody up."""
    raised = "" if level_ is None else level(rule, level_)
    book = read_policy(f'{HEADER}[[switch_on]]\nrule = "{rule}"\n{SIGNED}{raised}').applied(SCREENING)
    added = {each.id for each in book.rules} - {each.id for each in SCREENING.rules}
    assert added == ({rule} if asks is None else {rule, asks})


# On the command line -----------------------------------------------------------------------------------------


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, [str(argument) for argument in arguments])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A policy with one limit moved."""
    path = tmp_path / "policy.toml"
    path.write_text(HEADER + MOVED, encoding="utf-8")
    return path


def test_check_says_what_differs_and_for_whom(file: Path) -> None:
    """The change, somebody who gets another answer, and both answers."""
    found = run("policy", "check", file, "--on", DAY)
    assert (found.exit_code, found.stderr) == (0, "")
    assert found.stdout.splitlines()[:5] == [
        f"policy {policy(MOVED).digest[:12]}: 1 change, in force from 2026-11-01 to 2027-10-31",
        f"limit {SYSTOLIC} (screening): 160 mm[Hg] -> 150 mm[Hg]",
        "  another answer: mean systolic pressure: 150 mm[Hg]; all else complete and ordinary",
        "    without the policy: CAUTION",
        "    under the policy: EXCLUDED; cardiovascular.pressure.uncontrolled as exclusion",
    ]


def test_show_says_everything(file: Path) -> None:
    """Bounds, reason, role and dates as well."""
    found = run("policy", "show", file)
    assert found.exit_code == 0
    assert found.stdout.splitlines()[:5] == [
        f"policy {policy(MOVED).digest}: 1 change, in force from 2026-11-01 to 2027-10-31",
        f"limit {SYSTOLIC} (screening): 160 mm[Hg] -> 150 mm[Hg]",
        "  a site may choose a value above 140 mm[Hg], up to 180 mm[Hg] (a regulator's label bounds it)",
        "  reason: ours",
        "  approved by the medical director from 2026-11-01 to 2027-10-31",
    ]


def test_an_expired_policy_is_refused(file: Path) -> None:
    """By ``check`` and before anybody is decided on; ``show`` still shows it."""
    client = file.with_name("client.json")
    client.write_text("{}", encoding="utf-8")
    message = f"{file}: limit {SYSTOLIC} expired on 2027-10-31: review it, or remove it\n"
    for command in (("policy", "check", file), ("screen", client, "--policy", file)):
        found = run(*command, "--on", "2027-11-01")
        assert (found.exit_code, found.stdout, found.stderr) == (2, "", message)
    assert run("policy", "show", file).exit_code == 0


def test_faults_of_a_file_are_named_line_by_line(file: Path) -> None:
    """Each with the file's name; a file that is not there as well."""
    file.write_text(HEADER + MOVED.replace("150", "190") + level("psychosis.familly", "note"), encoding="utf-8")
    for command in ("check", "show"):
        found = run("policy", command, file)
        assert (found.exit_code, found.stdout) == (2, "")
        assert [line.startswith(f"{file}: ") for line in found.stderr.splitlines()] == [True, True]
    found = run("policy", "check", file.with_name("none.toml"))
    assert found.exit_code == 2 and "cannot be read: No such file" in found.stderr


def test_a_warning_does_not_fail_a_check(file: Path) -> None:
    """Limits that change places are named on standard error."""
    file.write_text(HEADER + limit("cardiovascular.systolic_caution", 129, "mm[Hg]"), encoding="utf-8")
    found = run("policy", "check", file, "--on", DAY)
    assert found.exit_code == 0
    assert f"{file}: warning: in screening, mean systolic pressure: " in found.stderr


def test_a_policy_decides(file: Path) -> None:
    """``screen``, ``decide`` and ``why`` take it, and the report names it."""
    client = file.with_name("client.json")
    client.write_text(CLIENT, encoding="utf-8")
    rule = "cardiovascular.pressure.uncontrolled"
    for command in (("screen", client), ("decide", "screening", client)):
        found = run(*command, "--on", DAY, "--policy", file)
        assert found.exit_code == 0 and found.stdout.count("EXCLUDED") == 1
        assert f"this site: {SYSTOLIC} is 150 mm[Hg]; without the policy 160 mm[Hg]" in found.stdout
        assert f"site policy {policy(MOVED).digest[:12]}." in found.stdout
        assert "EXCLUDED" not in run(*command, "--on", DAY).stdout
    assert run("why", client, rule, "--on", DAY, "--policy", file).stdout.startswith("TRUE")
    assert not run("why", client, rule, "--on", DAY).stdout.startswith("TRUE")


@pytest.mark.parametrize("path", POLICIES, ids=lambda path: path.stem)
def test_the_examples_may_be_used(path: Path) -> None:
    """Each example is in force, warns of nothing, and touches somebody with every change."""
    found = run("policy", "check", path, "--on", DAY)
    assert (found.exit_code, found.stderr) == (0, "")
    assert "nobody" not in found.stdout


def test_importing_kaprules_imports_no_policy() -> None:
    """Nor what reads it, nor the command line."""
    names = ("tomllib", "click", "kaprules.policy", "kaprules.policy.impact", "kaprules.baseline")
    code = f"import sys; from kaprules import screen; print([name for name in {names!r} if name in sys.modules])"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "[]\n"


def test_what_was_decided_under_a_policy_can_be_pickled() -> None:
    """And two policies that say the same for other reasons are not the same decision."""
    moved = policy(limit("cardiovascular.systolic_exclusion", 150, "mm[Hg]"))
    decision = decide(moved.applied(SCREENING), Client(), on=moved.first)
    again = pickle.loads(pickle.dumps(decision))
    assert (again == decision, again.policy) == (True, moved.digest)
    other = attrs.evolve(moved, changes=(attrs.evolve(moved.changes[0], reason="another"),))
    assert decide(other.applied(SCREENING), Client(), on=other.first) != decision

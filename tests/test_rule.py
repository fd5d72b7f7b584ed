"""Rules, concepts and rule sets, and what they refuse."""

from __future__ import annotations

import pickle
from datetime import date

import attrs
import pytest

from kaprules.authoring import by_clinician
from kaprules.conditions import Test, all_of, any_of
from kaprules.errors import InputError, RuleError
from kaprules.facts import MentalState, Session, Team, Vitals
from kaprules.facts.client import Client
from kaprules.facts.mental_state import RealityTesting
from kaprules.facts.model import group
from kaprules.limit import Limit
from kaprules.possible import Interval, Level
from kaprules.rule import PERMANENT, Concept, Rule, after, on_condition
from kaprules.ruleset import RuleSet
from kaprules.rulesets import SCREENING
from kaprules.sources import criterion

DAY = date(2026, 1, 1)
FAST = Limit(100, "/min", id="example.fast", source=criterion(3), since=DAY)
SLOW = Limit(50, "/min", id="example.slow", source=criterion(3), since=DAY)


def rule(**changes: object) -> Rule:
    return Rule(
        **{
            "id": "example.rule",
            "source": criterion(3),
            "level": Level.CAUTION,
            "when": Vitals.heart_rate > FAST,
            "clinician_text": "The heart is fast.",
        }
        | changes
    )


def concept(identifier: str, when: object) -> Concept:
    return Concept(id=identifier, title="Example", source=criterion(3), when=when)


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        (
            {"id": "Example"},
            "rule id 'Example': expected lower-case words joined by dots, such as 'bladder.recurrent'",
        ),
        (
            {"source": ()},
            "example.rule cites nothing: say where it comes from, or that it is the project's own choice",
        ),
        ({"clinician_text": ""}, "rule example.rule says nothing: give it a sentence for the clinician"),
        (
            {"client_text_by": ((Test.NEVER, "Never."),)},
            "rule example.rule tells the client something else where it holds by NEVER, by which it never does: leave "
            "that out",
        ),
        (
            {"level": Level.EXCLUSION},
            "rule example.rule: an exclusion, and only an exclusion, says how it lifts; give or remove until",
        ),
        (
            {"until": PERMANENT},
            "rule example.rule: an exclusion, and only an exclusion, says how it lifts; give or remove until",
        ),
        (
            {"when": any_of(Vitals.heart_rate > FAST, Vitals.heart_rate.missing)},
            "rule example.rule asks whether vitals.heart_rate is missing: only a rule at level needs information may, "
            "or a missing fact could clear somebody",
        ),
        (
            {"when": concept("example.gap", Vitals.heart_rate.missing).present},
            "rule example.rule asks whether vitals.heart_rate is missing: only a rule at level needs information may, "
            "or a missing fact could clear somebody",
        ),
        (
            {
                "when": all_of(
                    any_of(Vitals.heart_rate > FAST, Vitals.height.missing),
                    any_of(Vitals.heart_rate < SLOW, Vitals.height.missing),
                ),
                "level": Level.NEEDS_INFORMATION,
            },
            "example.rule uses vitals.heart_rate in both directions: split it, "
            "or say in nonmonotone_reason why truth is exact",
        ),
    ],
)
def test_a_rule_that_breaks_the_specification_is_refused(changes: dict[str, object], message: str) -> None:
    """Each refusal says what is wrong and what to do."""
    with pytest.raises(RuleError) as raised:
        rule(**changes)
    assert str(raised.value) == message


def test_a_range_is_one_direction() -> None:
    """Both ends of a range, and the outside of a range, are exact for an interval."""
    inside = rule(when=all_of(Vitals.heart_rate > SLOW, Vitals.heart_rate < FAST))
    outside = rule(when=any_of(Vitals.heart_rate > FAST, Vitals.heart_rate < SLOW))
    assert [inside.level, outside.level] == [Level.CAUTION, Level.CAUTION]


def test_two_rules_never_share_an_id() -> None:
    """Identifiers are never shared."""
    with pytest.raises(RuleError) as raised:
        RuleSet("example", "?", (rule(), rule()))
    assert str(raised.value) == "two rules or concepts have the id 'example.rule': identifiers are never shared"


def test_a_circle_of_concepts_is_refused() -> None:
    """Concepts that rest on each other conclude nothing."""
    first = concept("example.first", Vitals.heart_rate > FAST)
    second = concept("example.second", first.present)
    object.__setattr__(first, "when", second.present)
    circle = attrs.evolve(rule())
    object.__setattr__(circle, "when", first.present)
    with pytest.raises(RuleError) as raised:
        RuleSet("example", "?", (circle,))
    assert str(raised.value) == (
        "concepts go round in a circle: example.first -> example.second -> example.first; break it"
    )


def test_a_rule_that_does_not_exist_is_named_with_its_neighbour() -> None:
    """The nearest id is offered."""
    with pytest.raises(InputError) as raised:
        SCREENING["cardiovascular.pressure.uncontroled"]
    assert str(raised.value) == (
        "rule 'cardiovascular.pressure.uncontroled' is unknown: did you mean 'cardiovascular.pressure.uncontrolled'?"
    )


def test_the_digest_tells_any_change() -> None:
    """A limit, a word or a level that differs gives another digest; the same content gives the same."""
    moved = attrs.evolve(FAST, value=101)
    sets = [
        RuleSet("example", "?", (each,))
        for each in (
            rule(),
            rule(),
            rule(when=Vitals.heart_rate > moved),
            rule(clinician_text="Other words."),
            rule(level=Level.NOTE),
        )
    ]
    assert [len({each.digest for each in sets}), sets[0].digest == sets[1].digest] == [4, True]


def test_a_rule_set_is_pickled_by_its_name() -> None:
    """A pickle of the library's own rule set is small, and comes back as the same object."""
    pickled = pickle.dumps(SCREENING)
    assert [pickle.loads(pickled) is SCREENING, len(pickled) < 300] == [True, True]


def test_a_clinics_own_rules_are_added_as_a_tuple() -> None:
    """The rule set itself stays as it was."""
    more = SCREENING + (rule(),)  # noqa: RUF005 # a rule set is added to, not unpacked
    assert [len(more.rules) - len(SCREENING.rules), more["example.rule"].id] == [1, "example.rule"]


@pytest.mark.parametrize(
    ("since", "inclusive", "expected"),
    [
        (Interval(42, 42), True, date(2026, 1, 2)),
        (Interval(42, 42), False, DAY),
        (Interval(10, 40), True, date(2026, 2, 3)),
    ],
)
def test_an_exclusion_lifts_on_the_first_day_beyond_its_window(
    since: Interval, inclusive: bool, expected: date
) -> None:
    """Where the date is partial, the latest possible one counts."""
    from kaprules.facts import Circulation

    window = Limit(42, "d", id="example.window", source=criterion(3), since=DAY)
    lifts = attrs.evolve(after(Circulation.myocardial_infarction, window), reached=not inclusive)
    assert lifts.date(since, DAY) == expected


def test_a_condition_has_no_date() -> None:
    """What lifts on a condition lifts on no day that could be computed."""
    assert on_condition("treated").date(Interval(1, 1), DAY) is None


def test_examples_know_nothing_but_their_groups() -> None:
    """An example's client has every other group empty."""
    from kaprules.rule import fires

    assert fires(by_clinician(Vitals(heart_rate=120))).about() == Client(vitals=by_clinician(Vitals(heart_rate=120)))


def test_a_rule_set_holds_its_rules_in_the_order_of_the_source() -> None:
    """By the rule or by its id; what a site alone switches on is not among them."""
    first, second, off = (rule(id=f"example.{name}") for name in ("first", "second", "off"))
    book = RuleSet("example", "?", (first, second), optional_rules=(off,))
    assert [*book] == [first, second] and len(book) == 2
    asked = [each in book for each in (first, "example.second", off, "example.off", rule(id="example.first"), 3)]
    assert asked == [True, True, False, False, False, False]


def test_what_is_declared_shows_itself_in_a_line() -> None:
    """By its id, in a terminal and where rich prints it."""
    fast = rule(when=all_of(Vitals.heart_rate > FAST, Vitals.oxygen_saturation.missing), level=Level.NEEDS_INFORMATION)
    shown = [repr(each) for each in (FAST, FAST.source, FAST.source.source, Vitals.heart_rate, fast)]
    assert shown == [
        "<Limit example.fast: 100 per minute>",
        "<Citation S01, criterion 3>",
        "<Source S01: D. MacMannis, Ketamine-Assisted Psychotherapy>",
        "<vitals.heart_rate>",
        "<example.rule>",
    ]
    assert repr(fast.when) == (
        "AllOf(parts=(<vitals.heart_rate above 100 per minute>, <vitals.oxygen_saturation has no usable value>))"
    )
    assert repr(MentalState.reality_testing.is_one_of(RealityTesting.IMPAIRED)) == (
        "<mental_state.reality_testing is one of impaired>"
    )
    parts = [[*each.__rich_repr__()] for each in (FAST, Vitals.heart_rate, fast, RuleSet("example", "?", (fast,)))]
    assert parts[:3] == [["example.fast", "100 per minute"], ["vitals.heart_rate"], ["example.rule"]]
    assert parts[3][:2] == ["example", ("rules", 1)]


def test_the_same_rules_are_about_a_kind_of_subject_with_more_facts() -> None:
    """And about none that lacks a fact which a rule reads."""

    class OwnClient(Client):
        team: Team = group(Team)

    assert SCREENING.about(OwnClient).rules == SCREENING.rules
    assert SCREENING.about(OwnClient).subject is OwnClient
    with pytest.raises(RuleError, match=r"^rule set screening reads \w+\.\w+, which no Session has: read a fact of"):
        SCREENING.about(Session)

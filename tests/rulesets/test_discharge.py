"""Leaving as a whole: who stays, for how long, and what has to be looked at before."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

import attrs
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kaprules.decision import Decision, decide
from kaprules.facts.model import NEVER, Between, HoursAgo, OneOf, Quantity, Recorded, Reporter, Reports
from kaprules.facts.plan import Plan, Product
from kaprules.facts.recovery import Recovery, RespiratoryDepression, Sedation
from kaprules.facts.session import Session
from kaprules.possible import Absence, Interval, Mark, Options, Outcome, option_bits
from kaprules.rulesets import DISCHARGE
from kaprules.rulesets.discharge import ESKETAMINE_WATCHED, RACEMIC_WATCHED

VIENNA = ZoneInfo("Europe/Vienna")
NOON = datetime(2026, 11, 23, 12, tzinfo=VIENNA)
RACEMIC = [product for product in Product if product is not Product.ESKETAMINE]
GOOD: dict[str, Any] = {
    "padss": 10,
    "systolic": 128,
    "diastolic": 80,
    "baseline_systolic": 122,
    "baseline_diastolic": 78,
    "pressure_checked_at_peak": True,
    "oxygen_saturation": 97,
    "sedation": Sedation.NONE,
    "respiratory_depression": RespiratoryDepression.NONE,
    "respiratory_rate": 14,
    "oriented": True,
    "gait_steady": True,
    "dissociation_resolved": True,
    "escort_present": True,
    "new_suicidal_intent": False,
}
"""Somebody in whom everything is in order."""


def by_staff(value: Any) -> Any:
    """Return a value as a clinician found it, but where somebody else is named."""
    if isinstance(value, Absence | Reports):
        return value
    if isinstance(value, Recorded):
        return value if value.by is not None else attrs.evolve(value, by=Reporter.CLINICIAN)
    return Recorded(value, by=Reporter.CLINICIAN)


def session(minutes: int = 150, product: Product | None = Product.ESKETAMINE, **changes: Any) -> Session:
    """Return a session whose last dose was so many minutes before noon; None takes a fact out."""
    known = {"last_dose": NOON - timedelta(minutes=minutes)} | GOOD | changes
    facts = {name: by_staff(value) for name, value in known.items() if value is not None}
    return Session(plan=Plan() if product is None else Plan(product=product), recovery=Recovery(**facts))


def decided(minutes: int = 150, product: Product | None = Product.ESKETAMINE, **changes: Any) -> Decision:
    return decide(DISCHARGE, session(minutes, product, **changes), on=NOON)


def found(decision: Decision) -> list[str]:
    return [finding.rule for finding in decision.findings]


@pytest.mark.parametrize(
    ("minutes", "product", "changes", "outcome"),
    [
        (75, Product.RACEMIC_INTRAMUSCULAR, {}, Outcome.NO_EXCLUSION_FOUND),
        (110, Product.ESKETAMINE, {}, Outcome.EXCLUDED),
        (120, Product.ESKETAMINE, {"padss": 8}, Outcome.EXCLUDED),
        (120, Product.ESKETAMINE, {}, Outcome.NO_EXCLUSION_FOUND),
        (75, Product.RACEMIC_INTRAMUSCULAR, {"escort_present": False}, Outcome.EXCLUDED),
    ],
)
def test_what_a_clinic_would_expect(minutes: int, product: Product, changes: Any, outcome: Outcome) -> None:
    """Time alone is not enough, and everything else in order does not shorten it."""
    assert decided(minutes, product, **changes).outcome is outcome


@pytest.mark.parametrize(("minutes", "stays"), [(0, True), (59, True), (60, False), (61, False), (119, False)])
@pytest.mark.parametrize("product", RACEMIC)
def test_ketamine_is_watched_for_an_hour(product: Product, minutes: int, stays: bool) -> None:
    """By whichever route, up to the last minute of the hour."""
    assert found(decided(minutes, product)) == (["discharge.watched.racemic"] if stays else [])


@pytest.mark.parametrize(("minutes", "stays"), [(61, True), (119, True), (120, False), (121, False)])
def test_esketamine_is_watched_for_two_hours(minutes: int, stays: bool) -> None:
    """Up to the last minute of the two hours."""
    assert found(decided(minutes)) == (["discharge.watched.esketamine"] if stays else [])


def test_the_time_is_over_at_a_moment() -> None:
    """Two hours after the last dose, counted through the change of the clocks and told in the place's own time."""
    dose = datetime(2026, 3, 29, 1, 30, tzinfo=VIENNA)
    on = datetime(2026, 3, 29, 3, 45, tzinfo=VIENNA)
    decision = decide(DISCHARGE, session(last_dose=dose), on=on)
    assert [(each.rule, each.until_on) for each in decision.findings] == [
        ("discharge.watched.esketamine", datetime(2026, 3, 29, 4, 30, tzinfo=VIENNA))
    ]


def test_a_site_may_only_watch_for_longer() -> None:
    """The label's time has no bounds to move in; the project's own may be made longer."""
    moved = [RACEMIC_WATCHED.allows(Fraction(minutes, 60)) for minutes in (59, 60, 120)]
    assert (moved, ESKETAMINE_WATCHED.label, ESKETAMINE_WATCHED.floor, ESKETAMINE_WATCHED.ceiling) == (
        [False, True, True],
        True,
        None,
        None,
    )


@pytest.mark.parametrize(
    ("changes", "rule"),
    [
        ({"padss": 8}, "discharge.score.padss_low"),
        ({"aldrete": 8}, "discharge.score.aldrete_low"),
        ({"systolic": 147}, "discharge.pressure.systolic_away"),
        ({"systolic": 97}, "discharge.pressure.systolic_away"),
        ({"diastolic": 99}, "discharge.pressure.diastolic_away"),
        ({"diastolic": 57}, "discharge.pressure.diastolic_away"),
        ({"systolic": 160, "baseline_systolic": 158}, "discharge.pressure.high"),
        ({"diastolic": 100, "baseline_diastolic": 98}, "discharge.pressure.high"),
        ({"oxygen_saturation": 93, "baseline_oxygen_saturation": 98}, "discharge.oxygen.low"),
        ({"sedation": Sedation.DROWSY}, "discharge.sedated"),
        ({"sedation": Sedation.HARD_TO_WAKE}, "discharge.sedated"),
        ({"respiratory_depression": RespiratoryDepression.PRESENT}, "discharge.respiratory_depression"),
        ({"respiratory_rate": 9}, "discharge.respiratory_rate_low"),
        ({"oriented": False}, "discharge.not_oriented"),
        ({"gait_steady": False}, "discharge.unsteady"),
        ({"dissociation_resolved": False}, "discharge.dissociated"),
        ({"new_suicidal_intent": True}, "discharge.suicidal_intent"),
        ({"escort_present": False}, "discharge.no_escort"),
    ],
)
def test_each_thing_out_of_order_keeps_the_client(changes: dict[str, Any], rule: str) -> None:
    """One is enough, and the finding names it."""
    decision = decided(**changes)
    assert (decision.outcome, found(decision)) == (Outcome.EXCLUDED, [rule])


@pytest.mark.parametrize("name", ["last_dose", *(name for name in GOOD if name != "padss")])
def test_whatever_was_not_looked_at_keeps_the_client(name: str) -> None:
    """Without it the decision is open, and asks for it."""
    decision = decided(**{name: None})
    assert decision.outcome is Outcome.INCOMPLETE
    assert f"recovery.{name}" in {each.fact for each in decision.missing}


def test_an_unknown_product_keeps_the_client_until_both_times_are_over() -> None:
    """Up to two hours the product is asked for; afterwards it only matters for what is asked of esketamine."""
    assert [decided(minutes, None).outcome for minutes in (59, 119, 120)] == [
        Outcome.INCOMPLETE,
        Outcome.INCOMPLETE,
        Outcome.NO_EXCLUSION_FOUND,
    ]


@pytest.mark.parametrize(
    ("padss", "aldrete", "outcome"),
    [
        (9, None, Outcome.NO_EXCLUSION_FOUND),
        (None, 9, Outcome.NO_EXCLUSION_FOUND),
        (9, 9, Outcome.NO_EXCLUSION_FOUND),
        (9, 8, Outcome.EXCLUDED),
        (8, 9, Outcome.EXCLUDED),
        (8, None, Outcome.EXCLUDED),
        (None, None, Outcome.INCOMPLETE),
        (Absence.DECLINED, 10, Outcome.INCOMPLETE),
        (Between(8, 10), None, Outcome.INCOMPLETE),
    ],
)
def test_one_score_of_two_is_enough(padss: object, aldrete: object, outcome: Outcome) -> None:
    """Both have to reach their limit where both were taken; neither leaves it open."""
    assert decided(padss=padss, aldrete=aldrete).outcome is outcome


def test_without_any_score_either_is_asked_for() -> None:
    """The two are named together, by the rule that asks."""
    missing = decided(padss=None).missing
    assert [(each.fact, each.rules) for each in missing] == [
        ("recovery.padss", ("discharge.score.missing",)),
        ("recovery.aldrete", ("discharge.score.missing",)),
    ]


@pytest.mark.parametrize(
    ("previous", "outcome"),
    [(8, Outcome.EXCLUDED), (9, Outcome.NO_EXCLUSION_FOUND), (None, Outcome.INCOMPLETE)],
)
def test_two_scores_in_a_row_count_only_where_a_site_wants_them(previous: int | None, outcome: Outcome) -> None:
    """Off unless switched on; then the score before the latest one is asked for."""
    about = session(previous_score=previous)
    assert decide(DISCHARGE, about, on=NOON).outcome is Outcome.NO_EXCLUSION_FOUND
    switched_on = attrs.evolve(DISCHARGE, rules=DISCHARGE.rules + DISCHARGE.optional_rules, optional_rules=(), home="")
    assert decide(switched_on, about, on=NOON).outcome is outcome


@pytest.mark.parametrize("name", ["padss", "systolic", "oxygen_saturation", "oriented", "escort_present"])
@pytest.mark.parametrize(("minutes", "outcome"), [(60, Outcome.NO_EXCLUSION_FOUND), (61, Outcome.INCOMPLETE)])
def test_what_was_found_holds_for_an_hour(name: str, minutes: int, outcome: Outcome) -> None:
    """After that it has to be looked at again."""
    old = Recorded(GOOD[name], on=NOON.astimezone(UTC) - timedelta(minutes=minutes))
    assert decided(**{name: old}).outcome is outcome


# Who says so -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["last_dose", *GOOD])
@pytest.mark.parametrize("by", [Reporter.CLIENT, Reporter.LABORATORY, None])
def test_nobody_leaves_on_their_own_word(name: str, by: Reporter | None) -> None:
    """What the client says, or nobody in particular, keeps the client; what staff or a device found counts."""
    value = GOOD.get(name, NOON - timedelta(minutes=150))
    about = session()
    said = {fact.name: getattr(about.recovery, fact.name) for fact in Recovery.__facts__}
    said[name] = Recorded(value, by=by)
    decision = decide(DISCHARGE, attrs.evolve(about, recovery=Recovery(**said)), on=NOON)
    assert decision.outcome is Outcome.INCOMPLETE
    assert decide(DISCHARGE, about, on=NOON).outcome is Outcome.NO_EXCLUSION_FOUND


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("sedation", Sedation.DROWSY),
        ("respiratory_depression", RespiratoryDepression.PRESENT),
        ("oriented", False),
        ("new_suicidal_intent", True),
        ("escort_present", False),
    ],
)
def test_anybody_may_say_that_something_is_wrong(name: str, value: object) -> None:
    """The client's word is enough to stay, and staff who see nothing do not outweigh it."""
    alone = Recorded(value, by=Reporter.CLIENT)
    both = Reports(alone, Recorded(GOOD[name], by=Reporter.CLINICIAN))
    assert [decided(**{name: each}).outcome for each in (alone, both)] == [Outcome.EXCLUDED, Outcome.EXCLUDED]


# Sedation and breathing --------------------------------------------------------------------------------------

RESOLVED: dict[str, Any] = {"respiratory_depression": RespiratoryDepression.RESOLVED}


def test_drowsy_at_two_and_a_half_hours_stays() -> None:
    """Oriented, steady, with a score of nine: a score of recovery does not replace looking at the sedation."""
    decision = decided(151, padss=9, sedation=Sedation.DROWSY)
    assert (decision.outcome, found(decision), decision.marks) == (Outcome.EXCLUDED, ["discharge.sedated"], ())


@pytest.mark.parametrize(
    "changes",
    [
        {"sedation": Sedation.HARD_TO_WAKE},
        {"respiratory_depression": RespiratoryDepression.PRESENT},
        {"respiratory_rate": 9},
    ],
    ids=str,
)
def test_somebody_is_called(changes: dict[str, Any]) -> None:
    """At once."""
    assert decided(**changes).marks == (Mark.URGENT,)


@pytest.mark.parametrize(
    ("minutes", "antagonist", "outcome"),
    [
        (20, False, Outcome.EXCLUDED),
        (59, False, Outcome.EXCLUDED),
        (60, False, Outcome.NO_EXCLUSION_FOUND),
        (60, True, Outcome.EXCLUDED),
        (119, True, Outcome.EXCLUDED),
        (120, True, Outcome.NO_EXCLUSION_FOUND),
        (60, None, Outcome.INCOMPLETE),
        (60, Absence.DECLINED, Outcome.INCOMPLETE),
        (120, None, Outcome.INCOMPLETE),
        (None, False, Outcome.INCOMPLETE),
        (None, None, Outcome.INCOMPLETE),
    ],
)
def test_a_depression_that_is_over_is_watched_after(minutes: int | None, antagonist: Any, outcome: Outcome) -> None:
    """For an hour after its end, for two where an antagonist was given; and neither is taken for granted."""
    ended = None if minutes is None else HoursAgo(Fraction(minutes, 60))
    about = session(**RESOLVED, respiratory_depression_ended=ended, antagonist_given=antagonist)
    decision = decide(DISCHARGE, about, on=NOON)
    assert decision.outcome is outcome
    assert "discharge.respiratory_depression.resolved" in found(decision)


def test_the_end_of_watching_is_a_moment() -> None:
    """One hour after the depression ended, told in the finding."""
    decision = decided(**RESOLVED, respiratory_depression_ended=NOON - timedelta(minutes=20), antagonist_given=False)
    assert [(each.rule, each.until_on) for each in decision.findings if each.until_on is not None] == [
        ("discharge.respiratory_depression.recent", NOON + timedelta(minutes=40))
    ]


def breathing(*told: tuple[RespiratoryDepression, int, Reporter]) -> Reports:
    """Return what was said of breathing, each so many minutes before noon."""
    return Reports(*(Recorded(each, on=NOON - timedelta(minutes=ago), by=by) for each, ago, by in told))


DEPRESSED, OVER, NO_DEPRESSION = (
    RespiratoryDepression.PRESENT,
    RespiratoryDepression.RESOLVED,
    RespiratoryDepression.NONE,
)


@pytest.mark.parametrize("by", [Reporter.CLINICIAN, Reporter.DEVICE, Reporter.CLIENT])
@pytest.mark.parametrize("before", [DEPRESSED, OVER])
@pytest.mark.parametrize("minutes", [61, 66, 300])
def test_a_depression_is_not_forgotten_within_the_hour(
    before: RespiratoryDepression, minutes: int, by: Reporter
) -> None:
    """What was there before and is not there now has resolved: its end is asked for, and the time after it is kept."""
    told = ((before, minutes, by), (NO_DEPRESSION, 5, Reporter.CLINICIAN))
    decision = decided(respiratory_depression=breathing(*told), minutes=400)
    assert decision.outcome is Outcome.INCOMPLETE
    assert "discharge.respiratory_depression.missing" in found(decision)
    resolved = breathing(*told, (OVER, 4, Reporter.CLINICIAN))
    outcomes = [
        decided(
            respiratory_depression=resolved,
            respiratory_depression_ended=NOON - timedelta(minutes=ended),
            antagonist_given=antagonist,
            minutes=400,
        ).outcome
        for ended, antagonist in ((59, False), (60, False), (119, True), (120, True))
    ]
    assert outcomes == [Outcome.EXCLUDED, Outcome.NO_EXCLUSION_FOUND] * 2


def test_what_was_perhaps_a_depression_stays_open() -> None:
    """A report that does not say whether there was one leaves it open; one of two days ago is of another dose."""
    since = Recovery.respiratory_depression_since_dose
    perhaps = Recorded(OneOf(NO_DEPRESSION, DEPRESSED), on=NOON - timedelta(hours=2), by=Reporter.CLINICIAN)
    none = Recorded(NO_DEPRESSION, on=NOON, by=Reporter.CLINICIAN)
    bits = option_bits((NO_DEPRESSION, OVER))
    assert since.possible(Recovery(respiratory_depression=Reports(perhaps, none)), NOON) == Options(bits)
    for ago, only in ((timedelta(days=1), OVER), (timedelta(days=2), NO_DEPRESSION)):
        earlier = Recorded(DEPRESSED, on=NOON - ago, by=Reporter.CLINICIAN)
        seen = since.possible(Recovery(respiratory_depression=Reports(earlier, none)), NOON)
        assert isinstance(seen, Options)
        assert seen.bits == option_bits((only,))
    old = Recovery(respiratory_depression=Recorded(DEPRESSED, on=NOON - timedelta(hours=2), by=Reporter.CLINICIAN))
    seen = since.possible(old, NOON)
    assert isinstance(seen, Options)
    assert (seen.bits, seen.absence) == (option_bits((OVER, DEPRESSED)), Absence.STALE)


NO_DEVICE = ("oriented", "dissociation_resolved", "new_suicidal_intent", "escort_present")


@pytest.mark.parametrize("name", NO_DEVICE)
def test_a_device_says_nothing_of_what_it_cannot_measure(name: str) -> None:
    """That nobody spoke of suicide is for staff to say, or a record of theirs; so is who is here."""
    outcomes = [decided(**{name: Recorded(GOOD[name], by=by)}).outcome for by in (Reporter.DEVICE, Reporter.RECORD)]
    assert outcomes == [Outcome.INCOMPLETE, Outcome.NO_EXCLUSION_FOUND]


def test_a_device_does_not_outweigh_an_intent_that_was_told() -> None:
    """An hour later it leaves open what a client said before."""
    told = Recorded(True, on=NOON - timedelta(minutes=72), by=Reporter.CLIENT)
    device = Recorded(False, on=NOON - timedelta(minutes=6), by=Reporter.DEVICE)
    assert decided(new_suicidal_intent=Reports(told, device)).outcome is Outcome.INCOMPLETE


@pytest.mark.parametrize(
    "changes",
    [
        {"respiratory_depression_ended": NOON - timedelta(minutes=90)},
        {"antagonist_given": True},
        RESOLVED | {"respiratory_depression_ended": NEVER, "antagonist_given": False},
    ],
    ids=str,
)
def test_what_cannot_be_of_breathing_clears_nobody(changes: dict[str, Any]) -> None:
    """A depression that ended but never was, one that is over but never ended, an antagonist against nothing."""
    decision = decided(**changes)
    assert (decision.outcome, Mark.CONFLICT in decision.marks) == (Outcome.INCOMPLETE, True)


@pytest.mark.parametrize(
    ("rate", "outcome"),
    [
        (9, Outcome.EXCLUDED),
        (10, Outcome.NO_EXCLUSION_FOUND),
        (24, Outcome.NO_EXCLUSION_FOUND),
        (25, Outcome.CAUTION),
        (3, Outcome.INCOMPLETE),
        (61, Outcome.INCOMPLETE),
    ],
)
def test_how_fast_the_client_breathes(rate: int, outcome: Outcome) -> None:
    """Too slowly stays, fast is weighed, and what nobody breathes is measured again."""
    assert decided(respiratory_rate=rate).outcome is outcome


# Pressure ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "away"),
    [
        (144, 120, False),  # exactly 20 percent, more than 20 mm[Hg]
        (Decimal("144.1"), 120, True),
        (145, 120, True),
        (96, 120, False),
        (Decimal("95.9"), 120, True),
        (115, 95, False),  # exactly 20 mm[Hg], more than 20 percent
        (Decimal("115.1"), 95, True),
        (105, 125, False),
        (100, 125, False),
        (99, 125, True),
        (Quantity(Decimal("19.3"), "kPa"), 120, True),
        (Quantity(Decimal("19.1"), "kPa"), 120, False),
    ],
)
def test_the_pressure_is_near_by_either_distance(now: Any, before: int, away: bool) -> None:
    """Within 20 percent or within 20 mm[Hg], up or down, to the last digit."""
    decision = decided(systolic=now, diastolic=60, baseline_systolic=before, baseline_diastolic=60)
    assert found(decision) == (["discharge.pressure.systolic_away"] if away else [])


def test_a_finding_shows_both_pressures() -> None:
    """The one before leaving and the one before the dose, beside what they come to."""
    (finding,) = decided(systolic=150, baseline_systolic=120).findings
    assert [(each.fact, each.known, each.recorded) for each in finding.evidence] == [
        ("recovery.systolic_change", "30 mm[Hg]", ("150 mm[Hg] now, 120 mm[Hg] before the dose",)),
        ("recovery.systolic_change_per_cent", "25 %", ("150 mm[Hg] now, 120 mm[Hg] before the dose",)),
    ]


@pytest.mark.parametrize(
    "changes",
    [{"systolic": 80, "diastolic": 80}, {"baseline_systolic": 78, "baseline_diastolic": 122}],
)
def test_a_systolic_pressure_not_above_the_diastolic_is_an_error(changes: dict[str, int]) -> None:
    """Nothing is worked out from it, and nobody leaves on it."""
    decision = decided(**changes)
    assert (decision.outcome, decision.marks) == (Outcome.INCOMPLETE, (Mark.DATA_ERROR,))


@pytest.mark.parametrize(
    ("systolic", "diastolic", "marks"),
    [(160, 90, ()), (180, 100, ()), (181, 90, (Mark.URGENT,)), (150, 121, (Mark.URGENT,))],
)
def test_a_crisis_is_urgent(systolic: int, diastolic: int, marks: tuple[Mark, ...]) -> None:
    """Above 180 or above 120 somebody is called."""
    decision = decided(systolic=systolic, diastolic=diastolic, baseline_systolic=150, baseline_diastolic=95)
    assert ("discharge.pressure.high" in found(decision), decision.marks) == (True, marks)


def test_an_old_pressure_that_was_away_is_told() -> None:
    """It does not decide any more, but whoever measures again knows."""
    old = Recorded(150, on=NOON - timedelta(hours=2))
    decision = decided(systolic=old)
    marks = {each.rule: each.marks for each in decision.undecided}
    assert marks == {"discharge.pressure.systolic_away": (Mark.LAST_KNOWN,), "discharge.pressure.high": ()}


PRESSURES = st.tuples(st.integers(100, 300), st.integers(100, 300)).map(sorted)
READINGS = ("systolic_change", "systolic_change_per_cent")


def _changes(now: object, before: object) -> list[Interval]:
    facts = {"systolic": now, "baseline_systolic": before, "diastolic": 60, "baseline_diastolic": 60}
    recovery = Recovery(**{name: by_staff(value) for name, value in facts.items()})
    possible = [getattr(Recovery, name).possible(recovery, NOON) for name in READINGS]
    assert all(isinstance(each, Interval) for each in possible)
    return possible


@settings(max_examples=200, deadline=None, database=None, derandomize=True)
@given(now=PRESSURES, before=PRESSURES, place=st.tuples(st.integers(0, 8), st.integers(0, 8)))
def test_changes_are_read_exactly(now: list[int], before: list[int], place: tuple[int, int]) -> None:
    """Every pair of pressures gives what lies within the reading, and some pair gives each of its ends."""
    inner = [
        Fraction(low) + Fraction(high - low, 8) * part for (low, high), part in zip((now, before), place, strict=True)
    ]
    corners = [(a, b) for a in now for b in before]
    common = max(now[0], before[0])
    if common <= min(now[1], before[1]):
        corners.append((common, common))
    for number, reading in enumerate(_changes(Between(*now), Between(*before))):
        ends = [_changes(a, b)[number].low for a, b in corners]
        within = _changes(*inner)[number]
        assert (reading.low, reading.high) == (min(ends), max(ends))
        assert reading.low <= within.low == within.high <= reading.high


def test_percent_is_that_of_the_pressure_before() -> None:
    """Not of the pressure now."""
    assert [(each.low, each.high) for each in _changes(150, 120)] == [(30, 30), (25, 25)]


# Oxygen ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("now", "before", "outcome"),
    [
        (94, None, Outcome.NO_EXCLUSION_FOUND),
        (94, 99, Outcome.NO_EXCLUSION_FOUND),
        (93, None, Outcome.INCOMPLETE),
        (93, 94, Outcome.EXCLUDED),
        (93, 93, Outcome.NO_EXCLUSION_FOUND),
        (92, 91, Outcome.NO_EXCLUSION_FOUND),
        (Decimal("93.9"), 94, Outcome.EXCLUDED),
        (93, Between(92, 93), Outcome.NO_EXCLUSION_FOUND),
        (93, Between(93, 94), Outcome.INCOMPLETE),
    ],
)
def test_oxygen_is_measured_against_itself_where_it_is_low(now: Any, before: Any, outcome: Outcome) -> None:
    """At 94 percent nothing else is asked; below that, what it was before the dose."""
    assert decided(oxygen_saturation=now, baseline_oxygen_saturation=before).outcome is outcome


# The peak of the pressure, intent, words ---------------------------------------------------------------------


@pytest.mark.parametrize(
    ("product", "outcome"),
    [(Product.ESKETAMINE, Outcome.CAUTION), *((product, Outcome.NO_EXCLUSION_FOUND) for product in RACEMIC)],
)
def test_a_pressure_not_measured_at_its_peak_is_weighed(product: Product, outcome: Outcome) -> None:
    """Where a label asks for it."""
    assert decided(150, product, pressure_checked_at_peak=False).outcome is outcome


def test_new_suicidal_intent_is_urgent() -> None:
    """Somebody speaks with the client at once."""
    assert decided(new_suicidal_intent=True).marks == (Mark.URGENT,)


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"oriented": False}, "stays."),
        ({"oriented": None}, "stays until what is missing is known."),
        ({"pressure_checked_at_peak": False}, "stays until a named clinician has weighed this and recorded it."),
        ({}, "the rules found nothing that keeps the client; a clinician releases."),
    ],
)
def test_each_outcome_says_what_it_means_here(changes: dict[str, Any], says: str) -> None:
    """Nobody is released by the rules."""
    assert decided(**changes).explain().splitlines()[1].split(": ", 1)[1] == says

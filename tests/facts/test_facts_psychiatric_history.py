"""Readings of the psychotic disorders of a client's history."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from kaprules.authoring import by_clinician
from kaprules.facts import merge
from kaprules.facts.client import Client
from kaprules.facts.model import HAPPENED, NEVER, DaysAgo, OneOf, PartialDate, Recorded, Reporter, Reports
from kaprules.facts.psychiatric_history import Bipolar, PsychiatricHistory, PsychoticDisorder
from kaprules.facts.psychiatric_history import PsychoticDisorderType as Type
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Options

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT
FLAGS = (
    PsychiatricHistory.primary_psychosis,
    PsychiatricHistory.postpartum_psychosis,
    PsychiatricHistory.mood_disorder_with_psychosis,
)
SUBSTANCE = PsychiatricHistory.substance_induced_psychosis
CONFLICT = frozenset({Mark.CONFLICT})


def read(fact: Any, *disorders: PsychoticDisorder) -> Any:
    return fact.possible(by_clinician(PsychiatricHistory(psychotic_disorders=disorders)), TODAY)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [
        (Type.SCHIZOPHRENIA, [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (Type.SCHIZOAFFECTIVE, [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (Type.DELUSIONAL, [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (Type.BRIEF, [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (Type.UNSPECIFIED, [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (Type.POSTPARTUM, [ABSENT_BIT, PRESENT_BIT, ABSENT_BIT]),
        (Type.MOOD_WITH_PSYCHOSIS, [ABSENT_BIT, ABSENT_BIT, PRESENT_BIT]),
        (Type.SUBSTANCE_INDUCED, [ABSENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (OneOf(Type.SCHIZOPHRENIA, Type.BRIEF), [PRESENT_BIT, ABSENT_BIT, ABSENT_BIT]),
        (OneOf(Type.SCHIZOPHRENIA, Type.SUBSTANCE_INDUCED), [EITHER, ABSENT_BIT, ABSENT_BIT]),
        (Absence.NOT_KNOWN, [EITHER, EITHER, EITHER]),
    ],
)
def test_each_type_is_read_into_its_own_fact(kind: Any, expected: list[int]) -> None:
    """Where the type is not known, every type stays possible."""
    assert [read(fact, PsychoticDisorder(type=kind)).bits for fact in FLAGS] == expected


def test_an_empty_history_rules_everything_out() -> None:
    """An empty list is a value: asked, and none."""
    assert [read(fact) for fact in (*FLAGS, SUBSTANCE)] == [Options(ABSENT_BIT)] * 3 + [
        Interval(NEVER_DAYS, NEVER_DAYS)
    ]


@pytest.mark.parametrize("reason", [Absence.NOT_ASKED, Absence.NOT_KNOWN, Absence.DECLINED])
def test_an_absent_history_rules_nothing_out(reason: Absence) -> None:
    """For the reason given."""
    history = by_clinician(PsychiatricHistory(psychotic_disorders=reason))
    expected = [Options(EITHER, reason)] * 3 + [Interval(0, NEVER_DAYS, reason)]
    assert [fact.possible(history, TODAY) for fact in (*FLAGS, SUBSTANCE)] == expected


@pytest.mark.parametrize(
    ("last", "expected"),
    [
        (DaysAgo(364), (364, 364)),
        (DaysAgo(365), (365, 365)),
        (DaysAgo(366), (366, 366)),
        (PartialDate(2025), (1, 365)),
        (HAPPENED, (0, NEVER_DAYS - 1)),
        (Absence.NOT_KNOWN, (0, NEVER_DAYS - 1)),
    ],
)
def test_a_substance_induced_psychosis_happened(last: Any, expected: tuple[int, int]) -> None:
    """Even where nobody knows when."""
    assert read(SUBSTANCE, PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=last))[:2] == expected


def test_a_psychosis_that_never_had_symptoms_is_an_error_of_the_data() -> None:
    """It happened, on an unknown day."""
    found = read(SUBSTANCE, PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=NEVER))
    assert found == Interval(0, NEVER_DAYS - 1, None, frozenset({Mark.DATA_ERROR}))


def test_the_latest_of_several_counts() -> None:
    """In any order, and however often it is given."""
    old = PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=DaysAgo(900))
    new = PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=DaysAgo(100))
    other = PsychoticDisorder(type=Type.BRIEF, last_symptoms=DaysAgo(10))
    assert [read(SUBSTANCE, old, new, other), read(SUBSTANCE, other, new, old, new)] == [Interval(100, 100)] * 2


def test_a_disorder_of_unknown_type_may_have_been_substance_induced() -> None:
    """On its own day, or never."""
    assert read(SUBSTANCE, PsychoticDisorder(last_symptoms=DaysAgo(50))) == Interval(50, NEVER_DAYS)


@pytest.mark.parametrize("kind", list(Type))
def test_a_type_that_becomes_known_never_leaves_the_former_answer(kind: Type) -> None:
    """Each reading of the known type lies inside that of the unknown one."""
    unknown, known = (
        PsychoticDisorder(last_symptoms=DaysAgo(50)),
        PsychoticDisorder(type=kind, last_symptoms=DaysAgo(50)),
    )
    event, before = read(SUBSTANCE, known), read(SUBSTANCE, unknown)
    outside = [fact for fact in FLAGS if read(fact, known).bits & ~read(fact, unknown).bits]
    assert [outside, before.low <= event.low <= event.high <= before.high] == [[], True]


def test_a_denial_contradicts_the_record_and_never_clears_it() -> None:
    """The mark stands at the fact that the disorder is read into, and at no other."""
    denied = PsychoticDisorder(type=Type.SCHIZOPHRENIA, denied_by_client=True, by=Reporter.RECORD)
    marks = [read(fact, denied).marks for fact in (*FLAGS, SUBSTANCE)]
    assert [read(FLAGS[0], denied).bits, *marks] == [PRESENT_BIT, CONFLICT, frozenset(), frozenset(), frozenset()]


def test_a_denied_substance_induced_psychosis_is_marked() -> None:
    """Its date counts all the same."""
    denied = PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=DaysAgo(50), denied_by_client=True)
    assert read(SUBSTANCE, denied) == Interval(50, 50, None, CONFLICT)


@pytest.mark.parametrize(("days_ago", "absence"), [(179, None), (180, None), (181, Absence.STALE)])
def test_an_old_list_no_longer_rules_out(days_ago: int, absence: Absence | None) -> None:
    """After 180 days others may have been added."""
    history = by_clinician(PsychiatricHistory(psychotic_disorders=Recorded((), on=TODAY - timedelta(days=days_ago))))
    assert PsychiatricHistory.primary_psychosis.possible(history, TODAY).absence is absence


def test_an_old_list_keeps_what_is_on_it() -> None:
    """Schizophrenia does not lapse."""
    disorders = (PsychoticDisorder(type=Type.SCHIZOPHRENIA),)
    history = by_clinician(PsychiatricHistory(psychotic_disorders=Recorded(disorders, on=TODAY - timedelta(days=900))))
    assert PsychiatricHistory.primary_psychosis.possible(history, TODAY) == Options(PRESENT_BIT)


def test_of_two_reports_of_bipolar_disorder_the_graver_counts() -> None:
    """A record of bipolar I outweighs a clinician's none, with the mark that they disagree."""
    reports = Reports(Recorded(Bipolar.NONE, by=Reporter.CLINICIAN), Recorded(Bipolar.BIPOLAR_I, by=Reporter.RECORD))
    found = PsychiatricHistory.bipolar_disorder.possible(
        by_clinician(PsychiatricHistory(bipolar_disorder=reports)), TODAY
    )
    assert found == Options(2, None, CONFLICT)


def test_a_client_does_not_settle_whether_a_bipolar_disorder_was_assessed() -> None:
    """A clinician or a record does."""
    found = [
        PsychiatricHistory.bipolar_disorder_assessed.possible(
            PsychiatricHistory(bipolar_disorder_assessed=Recorded(True, by=reporter)), TODAY
        ).absence
        for reporter in (Reporter.CLIENT, Reporter.CLINICIAN, Reporter.RECORD)
    ]
    assert found == [Absence.NOT_AUTHORISED, None, None]


@pytest.mark.parametrize("by", [None, Reporter.CLIENT, Reporter.RECORD])
def test_a_list_by_whoever_may_not_clear_holds_what_it_names(by: Reporter | None) -> None:
    """And there may be others: an older psychosis may have come again, and one of another kind may be left out."""
    named = PsychoticDisorder(type=Type.SUBSTANCE_INDUCED, last_symptoms=DaysAgo(900))
    history = PsychiatricHistory(psychotic_disorders=Recorded((named,), by=by))
    open_still = Options(EITHER, Absence.NOT_AUTHORISED)
    assert [fact.possible(history, TODAY) for fact in FLAGS] == [open_still] * 3
    assert SUBSTANCE.possible(history, TODAY) == Interval(0, 900, Absence.NOT_AUTHORISED)
    named = PsychoticDisorder(type=Type.SCHIZOPHRENIA)
    history = PsychiatricHistory(psychotic_disorders=Recorded((named,), by=by))
    assert FLAGS[0].possible(history, TODAY) == Options(PRESENT_BIT)


def test_a_client_who_denies_beside_a_clinician_takes_nothing_away() -> None:
    """Whichever list is newer, the clinician's is the one that clears."""
    older, newer = TODAY - timedelta(days=20), TODAY - timedelta(days=10)
    for clinician, client in ((older, newer), (newer, older)):
        mine = PsychiatricHistory(psychotic_disorders=Recorded((), on=clinician, by=Reporter.CLINICIAN))
        theirs = PsychiatricHistory(psychotic_disorders=Recorded((), on=client, by=Reporter.CLIENT))
        both = merge(Client(psychiatric_history=mine), Client(psychiatric_history=theirs))
        assert both.possible(FLAGS[0], TODAY) == Options(ABSENT_BIT)

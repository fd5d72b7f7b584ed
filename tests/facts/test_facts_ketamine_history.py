"""Readings of the reactions to ketamine."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from kaprules.errors import InputError
from kaprules.facts.ketamine_history import IMMUNE, KetamineHistory, Reaction, ReactionAgent, ReactionKind
from kaprules.facts.model import NEVER, OneOf, Recorded
from kaprules.possible import ABSENT_BIT, NEVER_DAYS, PRESENT_BIT, Absence, Interval, Mark, Options

TODAY = date(2026, 1, 1)
EITHER = PRESENT_BIT | ABSENT_BIT
FLAGS = (
    KetamineHistory.immune_reaction,
    KetamineHistory.severe_emergence_reaction,
    KetamineHistory.intolerance,
    KetamineHistory.excipient_allergy,
)


def read(fact: Any, *reactions: Reaction) -> Options:
    return fact.possible(KetamineHistory(reactions=reactions), TODAY)


@pytest.mark.parametrize("kind", IMMUNE)
def test_each_allergic_kind_is_an_immune_reaction(kind: Any) -> None:
    """Anaphylaxis, urticaria, bronchospasm and rash after ketamine are allergic reactions."""
    assert read(KetamineHistory.immune_reaction, Reaction(kind=kind, agent=ReactionAgent.KETAMINE)) == Options(
        PRESENT_BIT
    )


def test_a_reaction_of_unknown_kind_leaves_everything_possible() -> None:
    """A reaction of which the kind is not known is neither an allergy nor none."""
    assert [read(fact, Reaction()).bits for fact in FLAGS] == [EITHER] * 4


def test_no_reactions_are_an_answer() -> None:
    """An empty list says that there never was a reaction."""
    assert [read(fact) for fact in FLAGS] == [Options(ABSENT_BIT)] * 4


def test_a_list_not_given_leaves_every_flag_absent() -> None:
    """Where nobody asked for reactions, each flag is absent for that reason."""
    empty = KetamineHistory()
    assert [fact.possible(empty, TODAY) for fact in FLAGS] == [Options(EITHER, Absence.NOT_ASKED)] * 4


def test_a_psychosis_that_never_was_contradicts_itself() -> None:
    """It was on any day: "never" of a reaction that is listed rules nothing out."""
    reaction = Reaction(kind=ReactionKind.PSYCHOSIS, happened=NEVER)
    found = KetamineHistory.psychotic_reaction.possible(KetamineHistory(reactions=[reaction]), TODAY)
    assert found == Interval(0, NEVER_DAYS - 1, None, frozenset({Mark.DATA_ERROR}))


def test_an_excipient_is_told_from_the_drug() -> None:
    """An allergy to an excipient is no allergy to ketamine."""
    reaction = Reaction(kind=ReactionKind.ANAPHYLAXIS, agent=ReactionAgent.EXCIPIENT)
    found = read(KetamineHistory.excipient_allergy, reaction), read(KetamineHistory.immune_reaction, reaction)
    assert found == (Options(PRESENT_BIT), Options(ABSENT_BIT))


def test_an_allergy_in_an_old_list_still_counts() -> None:
    """A list that is too old clears nobody, but the allergy in it stays."""
    allergic = Reaction(kind=ReactionKind.RASH, agent=ReactionAgent.KETAMINE)
    old = KetamineHistory(reactions=Recorded([allergic], on=TODAY - timedelta(days=181)))
    found = KetamineHistory.immune_reaction.possible(old, TODAY), KetamineHistory.intolerance.possible(old, TODAY)
    assert found == (Options(PRESENT_BIT), Options(EITHER, Absence.STALE))


def test_an_empty_list_reassures_for_180_days() -> None:
    """The reassurance of an empty list holds on day 180 and is over on day 181."""
    found = [
        KetamineHistory.immune_reaction.possible(
            KetamineHistory(reactions=Recorded([], on=TODAY - timedelta(days=days))), TODAY
        ).absence
        for days in (179, 180, 181)
    ]
    assert found == [None, None, Absence.STALE]


def test_a_reaction_given_twice_counts_once() -> None:
    """Equal reactions are one."""
    reaction = Reaction(kind=ReactionKind.RASH)
    assert KetamineHistory(reactions=[reaction, reaction]) == KetamineHistory(reactions=[reaction])


def test_what_is_learned_of_a_reaction_only_narrows() -> None:
    """A narrower kind or agent never makes possible what was ruled out before."""
    kinds = (None, OneOf(ReactionKind.RASH, ReactionKind.INTOLERANCE), ReactionKind.RASH, ReactionKind.INTOLERANCE)
    agents = (None, OneOf(ReactionAgent.KETAMINE, ReactionAgent.EXCIPIENT), ReactionAgent.KETAMINE)

    def reaction(kind: Any, agent: Any) -> Reaction:
        return Reaction(**({} if kind is None else {"kind": kind}), **({} if agent is None else {"agent": agent}))

    widest = {fact: read(fact, Reaction()).bits for fact in FLAGS}
    middle = {fact: read(fact, reaction(kinds[1], agents[1])).bits for fact in FLAGS}
    outside = [
        (fact.id, kind, agent)
        for kind, agent, fact in product(kinds[2:], agents[2:], FLAGS)
        if read(fact, reaction(kind, agent)).bits & ~middle[fact] or middle[fact] & ~widest[fact]
    ]
    assert outside == []


def test_reactions_and_what_was_worked_out_of_them_are_not_both_given() -> None:
    """A list of reactions and a flag read from it at once is an error that says what to do."""
    with pytest.raises(InputError) as error:
        KetamineHistory(reactions=[], immune_reaction=False)
    assert str(error.value) == (
        "ketamine_history.immune_reaction and ketamine_history.reactions are both given: give the observations or "
        "what was worked out from them, not both"
    )

"""A decision in one line."""

from __future__ import annotations

from fractions import Fraction

import pytest

from kaprules import Client, Recorded, Reporter, decide, screen
from kaprules.authoring import by_clinician
from kaprules.facts import Circulation, Vitals
from kaprules.facts.model import Subject
from kaprules.facts.suicidality import Suicidality
from kaprules.language import Language, locale
from kaprules.limit import Limit, rounded
from kaprules.possible import Outcome
from kaprules.rulesets.screening.cardiovascular import SYSTOLIC_EXCLUSION
from kaprules.testing import DECISION_DAY, decided_on
from kaprules.wording.summary import LONGEST, SHORT, summary
from tests.test_laws import EVERY_BOOK, Book, law


def unlike(text: str, outcome: Outcome, language: Language, *, urgent: bool = False) -> list[str]:
    """Return what is wrong with a summary."""
    here = locale(language)
    head = f"{here(SHORT[outcome])}: "
    head = here("Urgent today. {outcome}", outcome=head) if urgent else head
    wrong = [] if len(text) <= LONGEST else ["it is too long"]
    wrong += [] if text.startswith(head) else ["it does not begin with the outcome"]
    return wrong + ([] if text.removeprefix(head).strip(" .;0123456789") else ["it gives no reason"])


@EVERY_BOOK
def test_it_has_room_in_a_line_and_gives_a_reason(book: Book) -> None:
    """Whoever is decided about, in both languages."""

    @law(60, book)
    def holds(subject: Subject) -> None:
        decision = decide(book.ruleset, subject, on=decided_on(book.ruleset))
        for language in Language:
            told = summary(decision.evaluation, locale(language))
            assert unlike(told, decision.outcome, language, urgent=bool(decision.urgent)) == []

    holds()


def test_a_wrong_summary_is_noticed() -> None:
    """One that is too long, one of another outcome, and one without a reason."""
    for text in (f"Excluded: {130 * 'a'}", "Caution: aneurysm", "Excluded: ", "Excluded: 3"):
        assert unlike(text, Outcome.EXCLUDED, Language.ENGLISH)
    assert unlike("Excluded: aneurysm", Outcome.EXCLUDED, Language.ENGLISH, urgent=True)


def test_values_stand_beside_their_limits() -> None:
    """The gravest first, and how many there are beside those that have room."""
    vitals = by_clinician(Vitals(mean_systolic=Fraction(497, 3), mean_diastolic=95))
    client = Client(vitals=vitals, circulation=Circulation(aneurysm=True))
    decision = screen(client, on=DECISION_DAY)
    assert decision.summary == "Excluded: mean systolic pressure 166 mmHg (limit: at least 160); aneurysm"
    spanish = summary(decision.evaluation, locale("es"))
    assert spanish.startswith("Con exclusión: ") and "166 mmHg" in spanish


def test_an_urgent_word_of_some_time_ago_comes_before_what_is_needed() -> None:
    """Though it is too old to exclude."""
    old = Suicidality(highest_ideation_item=Recorded(5, on=DECISION_DAY.replace(day=1), by=Reporter.CLINICIAN))
    told = screen(Client(suicidality=old), on=DECISION_DAY).summary
    assert told.startswith("Urgent today. Incomplete: C-SSRS, highest ideation item in the past month was 5; ")


@pytest.mark.parametrize(
    ("number", "limit", "told"),
    [
        (Fraction(41322, 1000), None, Fraction(413, 10)),
        (Fraction(497, 3), SYSTOLIC_EXCLUSION, 166),
        (Fraction(15996, 100), SYSTOLIC_EXCLUSION, Fraction(15996, 100)),
        (160, SYSTOLIC_EXCLUSION, 160),
        (0, None, 0),
    ],
)
def test_three_digits_but_never_across_a_limit(number: Fraction, limit: Limit | None, told: Fraction) -> None:
    """As many more as keep a value on its side."""
    assert rounded(number, limit) == told

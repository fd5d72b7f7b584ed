"""What a card says of how its rule was tested: what the solver is asked, what examples notice, and which cases hold."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

import attrs
import pytest

from kaprules.assurance.tested import SAYS, cases_by_rule, mutants_of, proofs_of, questions_of
from kaprules.pages.book import every_owner
from kaprules.policy import read_policy
from kaprules.possible import Level
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS
from kaprules.solver.solve import Counter
from kaprules.testing.cases import load_cases
from tests.pages.test_pages_catalogue import ROOT


def asked(ruleset: RuleSet) -> Iterator[tuple[str, str]]:
    """Yield each question that the prover has of a rule book, by its name and each thing that it is about."""
    from kaprules.assurance import proof

    for task in proof._tasks(ruleset, ruleset, None, Counter()):
        yield from ((task.check.name, about) for about in task.about)


@pytest.mark.proof
@pytest.mark.parametrize("name", RULESETS)
def test_what_is_said_to_be_proven_is_what_is_asked(name: str) -> None:
    """Of every rule and concept, neither more nor less."""
    ruleset = RULESETS[name]
    questions = set(asked(ruleset))
    for owner in every_owner(ruleset):
        of_it = {check for check, about in questions if about == owner.id and check in SAYS}
        assert set(questions_of(owner, ruleset)) == of_it, owner.id
        assert len(proofs_of(owner, ruleset)) == len(of_it)


def test_what_examples_notice_is_counted() -> None:
    """All changes of a rule of the library; fewer where an example is gone."""
    setting = RULESETS["setting"]
    found = [mutants_of(owner, setting) for owner in every_owner(setting)]
    assert all(killed == number > 0 for killed, number in found)
    bare = attrs.evolve(setting.rules[0], examples=())
    killed, number = mutants_of(bare, setting)
    assert (killed, Fraction(killed, number)) == (0, 0)


def test_cases_are_named_by_the_rules_that_hold_in_them() -> None:
    """As the library decides each of them."""
    setting = RULESETS["setting"]
    found = cases_by_rule(load_cases(ROOT / "casebook" / "setting.cases.json"))
    assert {rule.id for rule in setting} <= set(found)
    named = {name for among in found.values() for name, _ in among}
    assert f"{setting.rules[0].id} decides 1" in named
    assert all(why for _, why in found[setting.rules[0].id])


def test_a_level_that_a_site_chose_is_asked_for_as_it_is() -> None:
    """A caution that became a note no longer counts."""
    text = (ROOT / "examples" / "policies" / "cautious.toml").read_bytes()
    screening = read_policy(text).applied(RULESETS["screening"])
    note = next(rule for rule in screening if rule.level is Level.NOTE)
    assert "alone" not in questions_of(note, screening)
    assert "alone" in questions_of(attrs.evolve(note, level=Level.CAUTION), screening)

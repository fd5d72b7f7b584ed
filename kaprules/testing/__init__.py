"""Hypothesis strategies for subjects, derived from the declarations of facts and from the rule sets.

``subjects()`` draws subjects of every kind for any rule set, ``subjects_near()`` subjects on both sides of every limit
of one of its rules; ``clients()`` and ``clients_near()`` do so for screening. Each group of facts has a strategy of its
own name. Dates lie around ``DECISION_DAY``, moments around ``DECISION_MOMENT``: decide then, which is what
``decided_on()`` returns. Tests that ask for a ``Client``, a ``Practice`` or a ``Session`` by annotation alone need not
import this module. It needs the extra ``testing``.

>>> from hypothesis import given
>>> from kaprules import Client, Outcome, screen
>>> @given(clients())
... def test_somebody_answers(client: Client) -> None:
...     assert screen(client, on=DECISION_DAY).outcome in Outcome
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from hypothesis import strategies as st

from ..baseline import DECISION_DAY as DECISION_DAY
from ..baseline import DECISION_MOMENT as DECISION_MOMENT
from ..baseline import baseline, tests_of
from ..baseline import decided_on as decided_on
from ..errors import input_error, unknown_name
from ..facts.anaesthesia import Anaesthesia
from ..facts.bladder import Bladder
from ..facts.breathing import Breathing
from ..facts.circulation import Circulation
from ..facts.client import Client
from ..facts.evaluations import Evaluations
from ..facts.eye import Eye
from ..facts.follow_up import FollowUp
from ..facts.general_health import GeneralHealth
from ..facts.indication import Indication
from ..facts.intracranial import Intracranial
from ..facts.ketamine_history import KetamineHistory
from ..facts.liver import Liver
from ..facts.medicines import Medicines
from ..facts.mental_state import MentalState
from ..facts.model import Fact, Facts, Subject, every_fact, given, groups_of
from ..facts.neurology import Neurology
from ..facts.person import Person
from ..facts.plan import Plan
from ..facts.practice import Practice
from ..facts.premises import Premises
from ..facts.psychiatric_history import PsychiatricHistory
from ..facts.readiness import Readiness
from ..facts.recovery import Recovery
from ..facts.reproduction import Reproduction
from ..facts.seizures import Seizures
from ..facts.session import Session
from ..facts.substance_use import SubstanceUse
from ..facts.suicidality import Suicidality
from ..facts.team import Team
from ..facts.terms import Terms
from ..facts.thyroid import Thyroid
from ..facts.today import Today
from ..facts.vitals import Vitals
from ..policy import Policy
from ..possible import Outcome
from ..ruleset import RuleSet
from ..rulesets import RULESETS, SCREENING
from . import _decode
from ._boundary import chosen, entries_of
from ._decode import Filled


def subjects(
    ruleset: RuleSet,
    *,
    outcome: Outcome | None = None,
    missing: Iterable[str | Fact] = (),
    near: str | None = None,
) -> st.SearchStrategy[Subject]:
    """Subjects of a rule set, of every kind: nearly complete and ordinary, nearly unknown, and anything between.

    Facts are absent for any reason, known in part, reported twice, stale, implausible or next to a limit, one
    of days or of hours. A failing subject shrinks towards one of whom nothing is recorded.

    ``outcome`` is what the decision on each of them comes to at ``decided_on(ruleset)``; where chance does not get
    there, the solver finds who does (``pip install 'kaprules[proof]'``). Of ``missing`` facts nothing is recorded.
    ``near`` is a rule or concept on both sides of whose limits they lie, as by ``subjects_near()``. Raises
    ``InputError`` where there can be no such subject, or the solver would be needed and is not installed.
    """
    if outcome is not None and not isinstance(outcome, Outcome):
        raise input_error("outcome", outcome, expected="an Outcome", remedy="write one such as Outcome.CAUTION")
    if isinstance(missing, str | Fact):
        raise input_error("missing", missing, expected="several facts", remedy="put a single one in brackets")
    by_chance = _by_chance(ruleset) if near is None else subjects_near(near, ruleset=ruleset)
    without = tuple(_fact(each, ruleset) for each in missing)
    if without:
        by_chance = by_chance.map(lambda subject: less(subject, without))
    if outcome is None:
        return by_chance
    from ._guided import Guide

    guide = Guide(ruleset, outcome, without, near)
    found = st.builds(guide.towards, st.integers(0, len(guide.scenes) - 1), by_chance)
    return cast("st.SearchStrategy[Subject]", found.filter(lambda subject: subject is not None))


def _by_chance(ruleset: RuleSet) -> st.SearchStrategy[Subject]:
    filled = (Filled.SPARSE, Filled.NEAR, Filled.COMPLETE, Filled.COMPLETE, Filled.VARIED)
    book = baseline(ruleset)  # made here, as Hypothesis counts what drawing an example takes
    groups = _several(groups_of(ruleset.subject).values())
    return st.tuples(st.sampled_from(filled), groups).map(lambda drawn: _decode.subject(book, *drawn))


def _fact(named: str | Fact, ruleset: RuleSet) -> Fact:
    known = {fact.id: fact for fact in every_fact(ruleset.subject)}
    identifier = named if isinstance(named, str) else named.id
    if identifier not in known:
        raise unknown_name(f"fact {identifier!r}", identifier, known)
    return known[identifier]


def less(subject: Subject, facts: Iterable[Fact]) -> Subject:
    """Return a subject of whom nothing is recorded of some facts, nor of what they could be read from."""
    names: dict[str, set[str]] = {}
    for fact in facts:
        names.setdefault(fact.group, set()).update((fact.name, *fact.derived_from))
    groups = dict(subject.__dict__)
    for name, gone in names.items():
        kept = {each: value for each, value in given(groups[name]).items() if each not in gone}
        groups[name] = type(groups[name])(**kept)
    return type(subject)(**groups)


def subjects_near(rule_id: str, *, ruleset: RuleSet) -> st.SearchStrategy[Subject]:
    """Subjects on both sides of each limit of one rule or concept, everything else complete and ordinary.

    Numbers lie one step below, at and one step above each limit, events one day before, on and after, moments one step
    of the limit; each option of a choice is drawn, and each fact is also left out. Raises ``InputError`` naming the
    nearest id where there is no such rule.
    """
    tests = tests_of(ruleset[rule_id].when)
    book, groups = baseline(ruleset), groups_of(ruleset.subject)
    entries = {fact: entries_of(book, fact, tests[fact]) for fact in tests}
    touched = {fact.group: groups[fact.group] for fact in tests}
    choices = 1 + 2 * len(tests)

    def near(drawn: tuple[Any, ...]) -> Subject:
        number, parts, choice = drawn
        given = chosen(book, entries, _decode.Bytes(choice))
        facts = dict(_decode.whole(book)[number])
        for name, part in zip(touched, parts, strict=True):
            facts[name] = _decode.facts(book, groups[name], Filled.WHOLE, part, given)
        subject: Subject = ruleset.subject(**facts)
        return subject

    others = st.integers(0, len(_decode.whole(book)) - 1)
    return st.tuples(others, _several(touched.values()), _bytes(choices)).map(near)


def clients(
    *, outcome: Outcome | None = None, missing: Iterable[str | Fact] = (), near: str | None = None
) -> st.SearchStrategy[Client]:
    """The subjects of screening: see ``subjects()``.

    >>> from hypothesis import given
    >>> from kaprules import Outcome, screen
    >>> @given(clients(outcome=Outcome.CAUTION, missing=["thyroid.tsh"]))
    ... def test_someone_weighs_it(client):
    ...     assert screen(client, on=DECISION_DAY).outcome is Outcome.CAUTION
    """
    found = subjects(SCREENING, outcome=outcome, missing=missing, near=near)
    return cast("st.SearchStrategy[Client]", found)


def clients_near(rule_id: str, *, ruleset: RuleSet = SCREENING) -> st.SearchStrategy[Client]:
    """The subjects near one rule of screening, or of another rule set about clients: see ``subjects_near()``."""
    return cast("st.SearchStrategy[Client]", subjects_near(rule_id, ruleset=ruleset))


def practices() -> st.SearchStrategy[Practice]:
    """The subjects of every rule set about practices: see ``subjects()``."""
    return _all_of(Practice)


def sessions() -> st.SearchStrategy[Session]:
    """The subjects of every rule set about sessions: see ``subjects()``."""
    return _all_of(Session)


def _all_of(kind: type[Subject]) -> st.SearchStrategy[Any]:
    return st.one_of(*(subjects(ruleset) for ruleset in RULESETS.values() if ruleset.subject is kind))


def rulesets() -> st.SearchStrategy[RuleSet]:
    """The library's rule sets, for an intake and for a dosing day."""
    return st.sampled_from(list(RULESETS.values()))


def policies(*, ruleset: RuleSet = SCREENING) -> st.SearchStrategy[Policy]:
    """Policies of a site that may be applied to a rule set on ``DECISION_DAY``; the plainest changes one thing.

    Limits lie anywhere within their bounds, often at one of them; levels are those that a rule declares, and rules that
    are off are switched on. Each changes what the library chose.

    >>> from hypothesis import given
    >>> from kaprules import Outcome, decide
    >>> @given(policies(), clients())
    ... def test_a_site_decides(policy, client):
    ...     assert decide(policy.applied(SCREENING), client, on=DECISION_DAY).outcome in Outcome
    """
    from . import _policies

    return _policies.policies(ruleset)


def _several(groups: Iterable[type[Facts]]) -> st.SearchStrategy[list[bytes]]:
    """Draw the bytes of some groups of one subject."""
    groups = tuple(groups)
    parts = (_bytes(_decode.drawn_size(group)) for group in groups)
    return st.tuples(_bytes(_decode.SEED), *parts).map(
        lambda drawn: [_decode.in_full(group, part, drawn[0]) for group, part in zip(groups, drawn[1:], strict=True)]
    )


def _bytes(size: int) -> st.SearchStrategy[bytes]:
    return st.binary(min_size=size, max_size=size)


def _group(group: type[Facts]) -> st.SearchStrategy[Any]:
    """Draw a group as the first kind of subject that has it has it, for any of the rule sets about it."""
    kind = next(each.subject for each in RULESETS.values() if group.__group__ in groups_of(each.subject))
    books = [ruleset for ruleset in RULESETS.values() if ruleset.subject is kind]
    filled = st.sampled_from((Filled.SPARSE, Filled.NEAR, Filled.VARIED))
    return st.tuples(st.sampled_from(books), filled, _several([group])).map(
        lambda drawn: _decode.facts(baseline(drawn[0]), group, drawn[1], drawn[2][0])
    )


def person() -> st.SearchStrategy[Person]:
    """The facts of the group ``person``, as in ``clients()``."""
    return _group(Person)


def readiness() -> st.SearchStrategy[Readiness]:
    """The facts of the group ``readiness``, as in ``clients()``."""
    return _group(Readiness)


def indication() -> st.SearchStrategy[Indication]:
    """The facts of the group ``indication``, as in ``clients()``."""
    return _group(Indication)


def reproduction() -> st.SearchStrategy[Reproduction]:
    """The facts of the group ``reproduction``, as in ``clients()``."""
    return _group(Reproduction)


def vitals() -> st.SearchStrategy[Vitals]:
    """The facts of the group ``vitals``, as in ``clients()``."""
    return _group(Vitals)


def circulation() -> st.SearchStrategy[Circulation]:
    """The facts of the group ``circulation``, as in ``clients()``."""
    return _group(Circulation)


def thyroid() -> st.SearchStrategy[Thyroid]:
    """The facts of the group ``thyroid``, as in ``clients()``."""
    return _group(Thyroid)


def mental_state() -> st.SearchStrategy[MentalState]:
    """The facts of the group ``mental_state``, as in ``clients()``."""
    return _group(MentalState)


def psychiatric_history() -> st.SearchStrategy[PsychiatricHistory]:
    """The facts of the group ``psychiatric_history``, as in ``clients()``."""
    return _group(PsychiatricHistory)


def ketamine_history() -> st.SearchStrategy[KetamineHistory]:
    """The facts of the group ``ketamine_history``, as in ``clients()``."""
    return _group(KetamineHistory)


def neurology() -> st.SearchStrategy[Neurology]:
    """The facts of the group ``neurology``, as in ``clients()``."""
    return _group(Neurology)


def breathing() -> st.SearchStrategy[Breathing]:
    """The facts of the group ``breathing``, as in ``clients()``."""
    return _group(Breathing)


def anaesthesia() -> st.SearchStrategy[Anaesthesia]:
    """The facts of the group ``anaesthesia``, as in ``clients()``."""
    return _group(Anaesthesia)


def substance_use() -> st.SearchStrategy[SubstanceUse]:
    """The facts of the group ``substance_use``, as in ``clients()``."""
    return _group(SubstanceUse)


def bladder() -> st.SearchStrategy[Bladder]:
    """The facts of the group ``bladder``, as in ``clients()``."""
    return _group(Bladder)


def liver() -> st.SearchStrategy[Liver]:
    """The facts of the group ``liver``, as in ``clients()``."""
    return _group(Liver)


def intracranial() -> st.SearchStrategy[Intracranial]:
    """The facts of the group ``intracranial``, as in ``clients()``."""
    return _group(Intracranial)


def eye() -> st.SearchStrategy[Eye]:
    """The facts of the group ``eye``, as in ``clients()``."""
    return _group(Eye)


def suicidality() -> st.SearchStrategy[Suicidality]:
    """The facts of the group ``suicidality``, as in ``clients()``."""
    return _group(Suicidality)


def seizures() -> st.SearchStrategy[Seizures]:
    """The facts of the group ``seizures``, as in ``clients()``."""
    return _group(Seizures)


def general_health() -> st.SearchStrategy[GeneralHealth]:
    """The facts of the group ``general_health``, as in ``clients()``."""
    return _group(GeneralHealth)


def medicines() -> st.SearchStrategy[Medicines]:
    """The facts of the group ``medicines``, as in ``clients()``."""
    return _group(Medicines)


def team() -> st.SearchStrategy[Team]:
    """The facts of the group ``team``, as in ``practices()``."""
    return _group(Team)


def premises() -> st.SearchStrategy[Premises]:
    """The facts of the group ``premises``, as in ``practices()``."""
    return _group(Premises)


def terms() -> st.SearchStrategy[Terms]:
    """The facts of the group ``terms``, as in ``practices()``."""
    return _group(Terms)


def evaluations() -> st.SearchStrategy[Evaluations]:
    """The facts of the group ``evaluations``, as in ``practices()``."""
    return _group(Evaluations)


def plan() -> st.SearchStrategy[Plan]:
    """The facts of the group ``plan``, as in ``sessions()``."""
    return _group(Plan)


def today() -> st.SearchStrategy[Today]:
    """The facts of the group ``today``, as in ``sessions()``."""
    return _group(Today)


def recovery() -> st.SearchStrategy[Recovery]:
    """The facts of the group ``recovery``, as in ``sessions()``."""
    return _group(Recovery)


def follow_up() -> st.SearchStrategy[FollowUp]:
    """The facts of the group ``follow_up``, as in ``sessions()``."""
    return _group(FollowUp)

"""What a clinic has to ask: by itself, by a checklist, or on indication; of whom, and for how long an answer counts.

All of it follows from the declarations, a site's policy included. The page in the documentation and the printed form
are made of it.
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

import attrs

from ..conditions import Test
from ..facts.ketamine_history import KetamineHistory
from ..facts.model import Burden, Checklist, Fact, Item, Reporter, Validity, asked_lists, every_fact, groups_of
from ..facts.readiness import Readiness
from ..facts.reproduction import Reproduction
from ..facts.suicidality import Suicidality
from ..language import ENGLISH, Locale, message
from ..possible import Level
from ..rule import Rule, expand_concepts, fact_atoms
from ..ruleset import RuleSet

WHERE_PREGNANCY_MATTERS: Final[tuple[Fact, ...]] = (
    Reproduction.permanent_sterilisation,
    Reproduction.amenorrhoea,
    Reproduction.pregnancy_reported,
    Reproduction.pregnancy_test,
    Reproduction.contraception_effective,
    Reproduction.breastfeeding,
)
"""Asked only of clients with a uterus, as age and answers call for it; those in good health are asked them too."""
TOLD_TOGETHER: Final[Mapping[Fact, tuple[Fact, ...]]] = {
    KetamineHistory.reactions: (KetamineHistory.prior_medical_ketamine,),
}
"""What is said in the same answer: that ketamine was never given is one of the answers on reactions to it."""
FOR_A_CLINICIAN: Final[tuple[Fact, ...]] = (
    Readiness.treatment_goal_documented,
    Suicidality.highest_ideation_item,
    Suicidality.last_behaviour,
    Suicidality.attempt_ever,
)
"""What stands with the questions to a clinician, though others may say it or fill in its form."""
COUNTS_WHERE: Final[Mapping[str, str]] = {
    "bladder_from_ketamine": message("counts only where ketamine was never had; else it is asked by itself"),
    "dependence_on_ketamine": message("counts only where ketamine was never had; else it is asked by itself"),
    "nursing_or_giving_milk_now": message("counts only where there is no uterus; else it is asked by itself"),
}
"""Of items that a list clears only in part: where."""
NOT_WANTED: Final = message("the site does not ask for it")


class Answerer(enum.Enum):
    """Who is asked."""

    CLIENT = message("Asked of the client")
    STAFF = message("Measured")
    CLINICIAN = message("Asked of a clinician or the therapist")


@attrs.frozen
class OnIndication:
    """A fact that is asked for only where something calls for it."""

    fact: Fact
    because: str
    """What calls for it, or why nobody is asked at large."""
    rules: tuple[Rule, ...]
    """The rules that ask for it."""


@attrs.frozen
class Asking:
    """What a rule set asks of somebody, each fact once, in the order of declaration."""

    own: tuple[Fact, ...]
    """What is asked of everybody by itself."""
    where_pregnancy_matters: tuple[Fact, ...]
    checklists: tuple[Checklist, ...]
    """The newest version of each list that holds anything that the rules read."""
    on_indication: tuple[OnIndication, ...]

    def of(self, answerer: Answerer) -> tuple[Fact, ...]:
        """Return what one kind of person is asked of everybody."""
        return tuple(fact for fact in self.own if asked_of(fact) is answerer)

    def lists_of(self, answerer: Answerer) -> tuple[Checklist, ...]:
        """Return the lists that one kind of person answers."""
        client = answerer is Answerer.CLIENT
        return tuple(each for each in self.checklists if (Reporter.CLIENT in each.reporters) == client)


def asking(ruleset: RuleSet) -> Asking:
    """Return what a rule set asks of somebody.

    >>> from kaprules import SCREENING
    >>> [fact.id for fact in asking(SCREENING).of(Answerer.STAFF)][:2]
    ['vitals.pressures', 'vitals.heart_rate']
    >>> len(asking(SCREENING).checklists)
    9
    """
    required = {
        source
        for fact in ruleset.facts
        if not ruleset.passes_over(fact)
        for source in obtained_by(ruleset, fact, required=True)
    }
    lists = tuple(each for each in asked_lists(ruleset.subject) if not required.isdisjoint(each.facts))
    listed = {fact for each in lists for fact in each.facts}
    every = tuple(every_fact(ruleset.subject))
    read = {source for fact in ruleset.facts for source in obtained_by(ruleset, fact)}
    pregnancy = tuple(fact for fact in every if fact in WHERE_PREGNANCY_MATTERS and fact in read)
    own = tuple(fact for fact in every if fact in required and fact not in listed and fact not in pregnancy)
    together = {other for fact in own for other in TOLD_TOGETHER.get(fact, ())}
    aside = {*own, *pregnancy, *listed, *together}
    found = {fact: _demanding(ruleset, fact) for fact in every if fact in read and fact not in aside}
    return Asking(
        own,
        pregnancy,
        lists,
        tuple(
            OnIndication(fact, fact.on_indication or NOT_WANTED, rules)
            for fact, rules in found.items()
            if ruleset.passes_over(fact)
        ),
    )


def obtained_by(ruleset: RuleSet, fact: Fact, *, required: bool = False) -> tuple[Fact, ...]:
    """Return what a clinic obtains in order to know a fact: itself, or what it is read from, details aside if asked."""
    if fact.derive is None:
        return (fact,)
    group = groups_of(ruleset.subject)[fact.group].__facts__
    sources = [each for each in group if each.name in fact.derived_from and not (required and each.on_indication)]
    return tuple(source for each in sources for source in obtained_by(ruleset, each, required=required))


def _demanding(ruleset: RuleSet, fact: Fact) -> tuple[Rule, ...]:
    """Return the rules that ask for a fact, or for what is read of it alone, because nothing is known of it."""
    return tuple(
        rule
        for rule in ruleset.rules
        if rule.level is Level.NEEDS_INFORMATION
        and any(
            atom.test is Test.MISSING and isinstance(atom.subject, Fact) and fact in obtained_by(ruleset, atom.subject)
            for atom in fact_atoms(expand_concepts(rule.when))
        )
    )


def asked_of(fact: Fact) -> Answerer:
    """Return who is asked."""
    if fact in FOR_A_CLINICIAN or fact.burden is Burden.EXAMINATION:
        return Answerer.CLINICIAN
    return Answerer.STAFF if fact.burden in (Burden.MEASUREMENT, Burden.TEST) else Answerer.CLIENT


# In words ------------------------------------------------------------------------------------------------------


def people(reporters: Iterable[Reporter], locale: Locale = ENGLISH) -> str:
    """Return some reporters as one reads them."""
    return ", ".join(locale(each.value) for each in reporters)


def may_deny(declared: Fact | Checklist, locale: Locale = ENGLISH) -> str:
    """Return whose word that there is nothing counts."""
    whose = people(declared.may_rule_out, locale) if declared.may_rule_out else locale("anybody")
    if not declared.may_confirm:
        return whose
    return locale("{whose}, who may confirm another's answer", whose=whose)


def lives(validity: Validity, locale: Locale = ENGLISH) -> tuple[str, str]:
    """Return for how long an answer counts, at the intake and on a dosing day."""
    day = _span(validity.dosing_day, "d", locale) if validity.hours is None else _span(validity.hours, "h", locale)
    return _span(validity.intake, "d", locale), day


def _span(number: int | None, unit: str, locale: Locale) -> str:
    if number is None:
        return locale("always")
    return locale("the same day") if (number, unit) == (0, "d") else locale.quantity(number, unit)


def item_notes(item: Item, locale: Locale = ENGLISH) -> tuple[str, ...]:
    """Return what has to be known of an item of a list beside its words."""
    notes = [locale(COUNTS_WHERE[item.id])] if item.clears_where is not None else []
    if item.leaves_open:
        notes.append(locale("ticked, it leaves open what it is"))
    if len(item.denied) > 1:
        notes.append(locale("ticked, both facts are asked for"))
    return tuple(notes)


# The page of the documentation ---------------------------------------------------------------------------------


def sections(ruleset: RuleSet) -> dict[str, str]:
    """Return the parts of the page *What a clinic has to ask* that follow from the declarations, in Markdown."""
    found = asking(ruleset)
    return {
        "own": "\n".join(_own(ruleset, found)).strip(),
        "lists": "\n".join(_lists(ruleset, found)).strip(),
        "indication": "\n".join(_on_indication(ruleset, found)).strip(),
    }


HEAD: Final = "| asked | who may rule it out | counts at the intake | on a dosing day |\n|---|---|---|---|"


def _own(ruleset: RuleSet, found: Asking) -> Iterator[str]:
    for answerer in Answerer:
        yield f"### {answerer.value}\n\n{HEAD}"
        for fact in found.of(answerer):
            yield from (_row(ruleset, each) for each in (*TOLD_TOGETHER.get(fact, ()), fact))
        yield ""
    yield f"### Where there is a uterus\n\n{HEAD}"
    yield from (_row(ruleset, fact) for fact in found.where_pregnancy_matters)


def _row(ruleset: RuleSet, fact: Fact) -> str:
    intake, day = lives(ruleset.validity_of(fact))
    return f"| {fact.question or fact.title} (`{fact.id}`) | {may_deny(fact)} | {intake} | {day} |"


def _lists(ruleset: RuleSet, found: Asking) -> Iterator[str]:
    for place, each in enumerate(found.checklists, 1):
        yield f"### {place}. {each.title}\n"
        yield f"`{each.id}`, version {each.version}. {each.question} Answered by: {people(each.reporters)}. "
        yield f"Ruled out by: {may_deny(each)}.\n"
        yield "| item | fact | counts at the intake | on a dosing day |\n|---|---|---|---|"
        for item in each.items:
            notes = "".join(f"; {note}" for note in item_notes(item))
            for row, fact in enumerate(item.denied):
                intake, day = lives(ruleset.validity_of(fact))
                words = f"{item.text} (`{item.id}`){notes}" if not row else "the same item"
                yield f"| {words} | `{fact.id}` | {intake} | {day} |"
        yield ""


def _on_indication(ruleset: RuleSet, found: Asking) -> Iterator[str]:
    yield "| asked | where | rules that ask for it | who may rule it out | counts at the intake |"
    yield "|---|---|---|---|---|"
    for each in found.on_indication:
        rules = "<br>".join(f"`{rule.id}`" for rule in each.rules) or "none: it counts where it is recorded"
        asked = f"{each.fact.question or each.fact.title} (`{each.fact.id}`)"
        counts = lives(ruleset.validity_of(each.fact))[0]
        yield f"| {asked} | {each.because} | {rules} | {may_deny(each.fact)} | {counts} |"

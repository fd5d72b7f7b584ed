"""What templates say of declarations and of what is known, in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Final, Protocol

import attrs

from ..conditions import AllOf, Atom, Condition, Term, Test
from ..engine.evaluation import Evaluation
from ..facts.model import Choice, Event, Fact, Facts, Flag, Number, Series, Subject, Validity, given
from ..ingredients import MedicineClass
from ..language import Locale, message
from ..limit import Bound, Certainty, Citation, Limit
from ..phrases import asked, cited, limited, named, phrase, until_text, value
from ..possible import Level, Outcome, Possible
from ..reasoning.findings import Evidence, Finding, recorded, site_choices
from ..rule import Case, Concept, Example, Rule, Until, fact_atoms

Owner = Rule | Concept

TITLES: Final = {
    "screening": message("Screening"),
    "setting": message("Setting"),
    "dose_tiers": message("Dose tiers"),
    "dosing_day": message("Dosing day"),
    "discharge": message("Discharge"),
    "aftercare": message("Aftercare"),
}

GROUPS: Final[Mapping[str, str]] = {
    "anaesthesia": message("Anaesthesia"),
    "bladder": message("Bladder"),
    "breathing": message("Breathing"),
    "circulation": message("Heart and vessels"),
    "evaluations": message("Evaluations"),
    "eye": message("Eye"),
    "follow_up": message("Follow-up"),
    "general_health": message("General health"),
    "indication": message("Indication"),
    "intracranial": message("Inside the skull"),
    "ketamine_history": message("Ketamine before"),
    "liver": message("Liver"),
    "medicines": message("Medicines"),
    "mental_state": message("Mental state"),
    "neurology": message("Neurology"),
    "person": message("Person"),
    "plan": message("Plan of the session"),
    "premises": message("Premises"),
    "psychiatric_history": message("Psychiatric history"),
    "readiness": message("Readiness"),
    "recovery": message("Recovery"),
    "reproduction": message("Pregnancy and nursing"),
    "seizures": message("Seizures"),
    "substance_use": message("Use of substances"),
    "suicidality": message("Suicidality"),
    "team": message("Team"),
    "terms": message("Terms of the treatment"),
    "thyroid": message("Thyroid"),
    "today": message("Day of the dose"),
    "vitals": message("Vital signs and measures"),
}
"""What a group of facts is called."""
TIERS: Final = {
    1: message("tier 1: label or official text"),
    2: message("tier 2: article or trial registry"),
    3: message("tier 3: a society's, programme's or clinic's own page"),
    4: message("tier 4: secondary page"),
}
"""How near a work stands to the label or the official text, the nearest first."""
NO_TIER: Final = message("no tier")
CERTAINTIES: Final = {
    Certainty.CONFIRMED: message("confirmed: read in a copy"),
    Certainty.RECALLED: message("recalled: not verified in a copy"),
    Certainty.PROPOSAL: message("own choice: no source states it"),
}
"""How sure the project is of what a citation carries."""
OUTCOMES: Final = {
    Level.EXCLUSION: Outcome.EXCLUDED.value,
    Level.NEEDS_INFORMATION: Outcome.INCOMPLETE.value,
    Level.CAUTION: Outcome.CAUTION.value,
    Level.NOTE: message("no outcome: it is shown"),
}
"""What a decision comes to where nothing graver is found."""


class Part(Protocol):
    """A part of the screening, which is one of the criteria of the source or none."""

    @property
    def title(self) -> str: ...
    @property
    def criterion(self) -> int | None: ...


BOUNDS: Final = {
    (Test.AT_LEAST, True): message("at least {limit}"),
    (Test.AT_LEAST, False): message("above {limit}"),
    (Test.AT_MOST, True): message("up to {limit}"),
    (Test.AT_MOST, False): message("below {limit}"),
}
"""How far a site may move a limit, each end with whether it may choose that itself."""


@attrs.frozen
class Shown:
    """An example as a row of a table: each fact with its value."""

    case: Case
    facts: tuple[tuple[str, str], ...]


@attrs.frozen
class Words:
    """What templates say of declarations, in the reader's language."""

    locale: Locale

    def title(self, owner: Owner) -> str:
        """Return the sentence of a rule, or the name of a concept."""
        return self.locale(owner.clinician_text if isinstance(owner, Rule) else owner.title)

    def ruleset(self, name: str) -> str:
        """Return the name of a rule set as a heading."""
        return self.locale(TITLES.get(name, name.replace("_", " ").capitalize()))

    def criterion(self, number: int | None) -> str:
        """Return which of the criteria of the source a part is, if it is one."""
        return "" if number is None else self.locale("Criterion {number}", number=number)

    def part(self, part: Part) -> str:
        """Return the name of a part of the screening as a heading."""
        number = self.criterion(part.criterion)
        return f"{number}: {self.locale(part.title)}" if number else self.locale(part.title)

    def group(self, name: str) -> str:
        """Return the name of a group of facts as a heading."""
        return self.locale(GROUPS.get(name, name.replace("_", " ").capitalize()))

    def class_of(self, of: MedicineClass) -> str:
        """Return the name of a class of medicines as a heading."""
        told = self.locale(str(of.value))
        return f"{told[:1].upper()}{told[1:]}"

    def tier(self, citation: Citation) -> str:
        """Return the standing of a work; nothing of what the project chose by itself."""
        if citation.certainty is Certainty.PROPOSAL:
            return ""
        return self.locale(TIERS.get(citation.source.tier or 0, NO_TIER))

    def certainty(self, citation: Citation) -> str:
        """Return how sure the project is of what a citation carries."""
        return self.locale(CERTAINTIES[citation.certainty])

    def outcome(self, level: Level) -> str:
        """Return what a decision comes to where nothing graver is found than a finding of a level."""
        return self.locale(OUTCOMES[level])

    def tests(self, rule: Rule, of: Fact | None = None) -> Iterator[tuple[str, Limit]]:
        """Yield each comparison of a rule with a limit, in words, with the limit; of one fact alone if one is given."""
        atoms = (atom for atom in fact_atoms(rule.when) if of is None or atom.subject is of)
        found = {phrase(atom, self.locale): atom.operand for atom in atoms}
        yield from ((told, limit) for told, limit in found.items() if isinstance(limit, Limit))

    def cited(self, citation: Citation) -> str:
        """Return a place in a work."""
        return cited(citation, self.locale)

    def lifts(self, lifts: Until, on: date | None = None) -> str:
        """Return how a finding lifts, and when."""
        return until_text(lifts, on, self.locale)

    def evidence(self, evaluation: Evaluation, finding: Finding) -> dict[tuple[str, str], tuple[str, ...]]:
        """Return each fact once, with what is known of it beside its limit, and when and by whom it was recorded."""
        reader = self.locale.at(evaluation.on)
        return {
            (named(each.test.subject, reader), self._beside(each, reader)): recorded(evaluation, each.test, reader)
            for each in finding.evidence
        }

    @staticmethod
    def _beside(evidence: Evidence, locale: Locale) -> str:
        told = value(evidence.test.subject, evidence.possible, locale, evidence.test.operand) or locale("not known")
        return limited(told, evidence.test, locale)

    def site(self, rule: Rule) -> tuple[str, ...]:
        """Return what a site chose otherwise than the library."""
        return site_choices(rule, self.locale)

    def known(self, fact: Term, possible: Possible) -> str:
        """Return what is known of a fact."""
        return value(fact, possible, self.locale) or self.locale("not known")

    def sentence(self, condition: Condition) -> str:
        """Return a condition as one sentence; one that is a concept alone as what that stands for."""
        while isinstance(condition, Atom) and isinstance(condition.subject, Concept) and condition.test is Test.PRESENT:
            condition = condition.subject.when
        text = self._clause(condition, inner=False)
        return f"{text[:1].upper()}{text[1:]}."

    def _clause(self, condition: Condition, inner: bool) -> str:
        if isinstance(condition, Atom):
            return phrase(condition, self.locale)
        joint = self.locale("and") if isinstance(condition, AllOf) else self.locale("or")
        parts = [self._clause(part, inner=True) for part in condition.parts]
        text = f" {joint} ".join(parts)
        return f"({text})" if inner else text

    def asked(self, atom: Atom) -> str:
        """Return what an atom asks of its subject."""
        return asked(atom, self.locale)

    def named(self, atom: Atom) -> str:
        """Return the subject of an atom."""
        return named(atom.subject, self.locale)

    def values(self, fact: Fact) -> str:
        """Return what a fact may be, and within which bounds it is plausible."""
        if isinstance(fact, Number):
            return self.locale.span(fact.lowest, fact.highest, fact.unit)
        if isinstance(fact, Choice):
            return "; ".join(self.locale(str(option.value)) for option in fact.options)
        if isinstance(fact, Flag):
            return self.locale("yes or no")
        if isinstance(fact, Event):
            return self.locale("never, or when it happened")
        return self.locale("records") if isinstance(fact, Series) else self.locale("a date or a text")

    def validity(self, validity: Validity) -> str:
        """Return for how long a value reassures."""
        if validity == Validity():
            return self.locale("ever")
        intake = self._span(validity.intake, "d")
        day = self._span(validity.dosing_day, "d") if validity.hours is None else self._span(validity.hours, "h")
        return self.locale("{intake}; on a dosing day {day}", intake=intake, day=day)

    def _span(self, number: int | None, unit: str) -> str:
        return self.locale("ever") if number is None else self.locale.quantity(number, unit)

    def bounds(self, limit: Limit) -> str:
        """Return how far a site may move a limit."""
        ends = [bound for bound in (limit.floor, limit.ceiling) if bound is not None]
        if not ends:
            return self.locale("a site may not move it")
        if all(bound.inclusive for bound in ends):
            told = [self.locale.quantity(bound.value, limit.unit) for bound in ends]
            if limit.ceiling is None:
                return self.locale("a site may choose {low} or more", low=told[0])
            if limit.floor is None:
                return self.locale("a site may choose up to {high}", high=told[0])
            return self.locale("a site may choose {low} to {high}", low=told[0], high=told[1])
        low, high = self._bound(limit.floor, limit, Test.AT_LEAST), self._bound(limit.ceiling, limit, Test.AT_MOST)
        return self.locale("a site may choose a value {range}", range=", ".join(filter(None, (low, high))))

    def _bound(self, bound: Bound | None, limit: Limit, test: Test) -> str:
        if bound is None:
            return ""
        words = BOUNDS[test, bound.inclusive]
        return self.locale(words, limit=self.locale.quantity(bound.value, limit.unit))

    def example(self, example: Example, kind: type[Subject], on: date) -> Shown:
        """Return an example with the value of each fact."""
        about = example.about(kind)
        facts = [
            (self.locale(fact.title), self._value(fact, group, about, on))
            for group in example.groups
            for name in given(group)
            for fact in group.__facts__
            if fact.name == name
        ]
        return Shown(example.case, tuple(facts))

    def _value(self, fact: Fact, group: Facts, about: Subject, on: date) -> str:
        if not fact.size:  # a series or a text, of which other facts are read
            return repr(group.__dict__[fact.name])
        return value(fact, about.possible(fact, on), self.locale.at(on)) or self.locale("not known")

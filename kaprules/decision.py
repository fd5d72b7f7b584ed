"""Decide, and look at a decision."""

from __future__ import annotations

import functools
import types
from collections.abc import Generator, Iterable, Iterator, Mapping, Sequence
from datetime import date, tzinfo
from enum import Enum
from typing import TYPE_CHECKING, Any, Protocol

import attrs

from .engine.conclusions import Conclusion
from .engine.evaluation import ENGINES, EngineDisagreement, Evaluation, alternatives, check_subject, evaluate
from .errors import input_error
from .facts.client import Client
from .facts.model import Subject
from .possible import Mark, Outcome, Truth
from .ruleset import About, AppliedPolicy, RuleSet
from .rulesets import SCREENING

if TYPE_CHECKING:
    from .engine.derivation import Derivation
    from .facts.model import DataError
    from .facts.plan import Plan
    from .ingredients import SiteName
    from .language import Language
    from .reasoning.comparison import Comparison
    from .reasoning.counterfactuals import ChangeSet
    from .reasoning.earliest import Earliest
    from .reasoning.findings import Finding, LastKnown, RuledOut
    from .reasoning.margins import Margin
    from .reasoning.missing import Missing
    from .reasoning.next_question import Interviewed, Question, Settled
    from .reasoning.outdated import Outdated
    from .reasoning.outweighed import Outweighed
    from .reasoning.problems import Problem
    from .reasoning.reasons import Reason
    from .reasoning.reporters import KeptOnly
    from .reasoning.site_facts import SiteFact
    from .reasoning.sufficient import SufficientSets
    from .reasoning.urgent import Urgent
    from .wording.audience import Audience


class Policy(Protocol):
    """What a site chose otherwise than the library, as ``kaprules.policy.read_policy`` returns it."""

    def applied(self, ruleset: RuleSet[About]) -> RuleSet[About]:
        """Return a rule set as the site wants it."""


__all__ = ["ENGINES", "Decision", "EngineDisagreement", "decide", "interview", "screen"]


@attrs.frozen(repr=False)
class Decision:
    """An outcome with the truth of every rule. Equal for equal inputs, whichever engine made it.

    Everything but the truths is worked out when it is asked for, once, from the one evaluation that it shows.
    """

    evaluation: Evaluation

    @property
    def ruleset(self) -> RuleSet:
        """The rule set that decided."""
        return self.evaluation.ruleset

    @property
    def subject(self) -> Subject:
        """About whom it was decided, as given."""
        return self.evaluation.given

    @property
    def on(self) -> date:
        """The day of the decision, or its moment where the rule set is asked within a day."""
        return self.evaluation.on

    @property
    def zone(self) -> tzinfo | None:
        """The place whose clock says on which day a time fell; of a moment its own, None where nobody had to know."""
        return self.evaluation.zone

    @property
    def engine(self) -> str:
        """Which engine made it: ``durable``, ``bits`` or ``interpreter``; each is certified by the checker."""
        return self.evaluation.engine

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """How each rule came out, in the order of the rule set."""
        return self.evaluation.conclusions

    @property
    def outcome(self) -> Outcome:
        """What the decision comes to."""
        return self.evaluation.outcome

    @property
    def digest(self) -> str:
        """The digest of the rule set that decided."""
        return self.ruleset.digest

    @property
    def policy(self) -> str | None:
        """The digest of the site's policy that was applied, if there was one."""
        return self.ruleset.policy or None

    @property
    def policies(self) -> tuple[AppliedPolicy, ...]:
        """Each policy that was applied, a group's before a clinic's, by name and digest; none without a policy."""
        return self.ruleset.policies

    @property
    def alternatives(self) -> Mapping[Enum, Decision]:
        """The decision on each alternative, for a rule set that judges several: each dose tier."""
        return types.MappingProxyType(
            {option: Decision(each) for option, each in alternatives(self.evaluation).items()}
        )

    @property
    def truths(self) -> Mapping[str, Truth]:
        """The truth of every rule, then of every concept, by id."""
        return self.evaluation.truths

    @property
    def errors(self) -> Mapping[str, str]:
        """Each rule that could not be evaluated, with the error; such a rule is open."""
        return types.MappingProxyType(dict(self.evaluation.concluded.errors))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The rules that are TRUE, gravest first, each with evidence, sources, marks and how it lifts."""
        from .reasoning.findings import findings

        return findings(self.evaluation)

    @property
    def summary(self) -> str:
        """The outcome with its reasons in one line of at most 139 characters, made of the findings; in English.

        >>> from datetime import date
        >>> from kaprules import Client, screen
        >>> from kaprules.facts import Circulation
        >>> screen(Client(circulation=Circulation(aneurysm=True)), on=date(2026, 11, 23)).summary
        'Excluded: aneurysm'
        """
        from .wording.summary import summary

        return summary(self.evaluation)

    @property
    def problems(self) -> tuple[Problem, ...]:
        """The findings by problem, gravest first: under each those that rest on no other facts, or that it subsumes.

        >>> from datetime import date
        >>> from kaprules import Client, screen
        >>> from kaprules.facts import Vitals
        >>> from kaprules.authoring import by_clinician
        >>> vitals = by_clinician(Vitals(mean_systolic=165, mean_diastolic=95))
        >>> (problem,) = screen(Client(vitals=vitals), on=date(2026, 11, 23)).problems
        >>> problem.finding.rule, [lesser.rule for lesser in problem.lesser]
        ('cardiovascular.pressure.uncontrolled', ['cardiovascular.pressure.raised', 'cardiovascular.pressure.elevated'])
        """
        from .reasoning.problems import problems

        return problems(self.evaluation)

    @property
    def urgent(self) -> tuple[Urgent, ...]:
        """What somebody acts on today, whatever else is missing: what is so first, then what was so when last known.

        >>> from datetime import date
        >>> from kaprules import Client, Recorded, Reporter, screen
        >>> from kaprules.facts import Suicidality
        >>> item = Recorded(5, on=date(2026, 11, 1), by=Reporter.CLINICIAN)
        >>> (found,) = screen(Client(suicidality=Suicidality(highest_ideation_item=item)), on=date(2026, 11, 23)).urgent
        >>> found.rule, found.last_known, str(found.facts[0].on)
        ('suicidality.intent', True, '2026-11-01')
        >>> found.today
        'a clinician speaks with the client, assesses the risk of suicide and agrees on a safety plan'
        """
        from .reasoning.urgent import urgent

        return urgent(self.evaluation)

    @property
    def last_known(self) -> tuple[LastKnown, ...]:
        """What was adverse when last known and is too old to rely on, so that a rule is open: what is urgent first."""
        from .reasoning.findings import last_known

        return last_known(self.evaluation)

    @property
    def undecided(self) -> tuple[Finding, ...]:
        """The rules that are still open, gravest first."""
        from .reasoning.findings import undecided

        return undecided(self.evaluation)

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What would settle the open rules, most telling first."""
        from .reasoning.missing import missing

        return missing(self.evaluation)

    @property
    def not_examined(self) -> tuple[str, ...]:
        """The facts, looked for only on indication, that nobody recorded and no rule demands."""
        from .reasoning.missing import not_examined

        return not_examined(self.evaluation)

    @property
    def site_names(self) -> tuple[SiteName, ...]:
        """What the site's policy says of names of medicines that the table does not hold, of each that is used here."""
        from .reasoning.site_names import site_names

        return site_names(self.evaluation)

    @property
    def site_facts(self) -> tuple[SiteFact, ...]:
        """What the site's policy lets count for longer or shorter, of what was said here, or does not ask for."""
        from .reasoning.site_facts import site_facts

        return site_facts(self.evaluation)

    @property
    def too_old(self) -> tuple[Outdated, ...]:
        """Of what was not examined, what was recorded too long ago: of each fact the worst report and the newest."""
        from .reasoning.missing import too_old

        return too_old(self.evaluation)

    @property
    def undated(self) -> tuple[str, ...]:
        """The facts given without a date, taken as asserted for the day of the decision."""
        from .reasoning.missing import undated

        return undated(self.evaluation)

    @property
    def ruled_out(self) -> tuple[RuledOut, ...]:
        """What answers to checklists denied of the facts that may matter: which list, when, by whom."""
        from .reasoning.findings import ruled_out

        return ruled_out(self.evaluation)

    @property
    def on_the_clients_word(self) -> tuple[str, ...]:
        """The facts that rules read, notes aside, and that rest on the client's word alone: nobody confirmed them."""
        from .reasoning.reporters import on_the_clients_word

        return on_the_clients_word(self.evaluation)

    @property
    def kept_not_read(self) -> tuple[KeptOnly, ...]:
        """The recorded facts that no rule of this rule set reads, each with the rule sets that do."""
        from .reasoning.reporters import kept_not_read

        return kept_not_read(self.evaluation)

    @property
    def data_errors(self) -> tuple[DataError, ...]:
        """Every recorded value that cannot be, with what was given, what is plausible, and why.

        The same list is had of the subject before any decision: ``subject.data_errors(on)``.
        """
        from .reasoning.missing import data_errors

        return data_errors(self.evaluation)

    @property
    def outweighed(self) -> tuple[Outweighed, ...]:
        """The exclusions and cautions that do not hold, and might of one of several readings alone, gravest first.

        A mean, or the newest of several measurements, may deny what one source found: it is named here, with the fact,
        and marked CONFLICT.
        """
        from .reasoning.outweighed import outweighed

        return outweighed(self.evaluation)

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all findings, open rules and facts together, and CONFLICT where a reading was outweighed."""
        from .reasoning.findings import marks_of

        return marks_of(self.evaluation)

    def why(self, identifier: str) -> Derivation:
        """Return the canonical derivation of any rule or concept: TRUE, FALSE or UNKNOWN; ``print`` shows the tree.

        Raises ``InputError`` naming the nearest id where there is no such rule.
        """
        from .reasoning.derivation import derivation

        owner = self.ruleset[identifier]
        if owner in self.ruleset.optional_rules:
            by_site = any(each.rule == identifier for each in self.ruleset.unasked.values())
            raise input_error(
                "rule",
                problem="is off by the site's policy" if by_site else "is off unless a site switches it on",
                reason="it was not asked",
                remedy="decide without that entry of the policy" if by_site else "switch it on in a policy",
                label=f"rule {identifier!r}",
            )
        return derivation(self.evaluation, owner)

    def reason(self, identifier: str) -> Reason:
        """Return the fewest facts that make a rule or concept TRUE or FALSE, or would settle it where it is UNKNOWN.

        Errors are those of ``why``.
        """
        from .reasoning.reasons import reason

        return reason(self.why(identifier))

    def sufficient(self, *, every: bool = False) -> SufficientSets:
        """Return a smallest set of recorded facts that forces the outcome alone, or ``every`` minimal set."""
        from .reasoning.sufficient import sufficient

        return sufficient(self.evaluation, every)

    def changes(self, *, most: int = 50) -> tuple[ChangeSet, ...]:
        """Return the smallest sets of changes that lead to a better outcome, those with the fewest changes first.

        What is fixed never changes, recorded or not: what is missing stands in ``missing``. Each says what would have
        to be so and be documented, not what to do. ``most`` is how many sets at most, 0 or more.
        """
        from .reasoning.counterfactuals import changes

        if type(most) is not int or most < 0:
            raise input_error("most", most, expected="how many sets at most", remedy="write it as 50")
        return changes(self.evaluation, most)

    def earliest(self) -> Earliest | None:
        """Return the first day, or moment, at which time alone leads to a better outcome; None if it never does."""
        from .reasoning.earliest import earliest

        return earliest(self.evaluation)

    def next_question(self, *, by_checklist: bool = True) -> Question | None:
        """Return what to ask next, and why; None where no further answer can change the outcome.

        ``by_checklist`` says whether what stands on a checklist that nobody answered yet is asked by that list: the
        question then names it.
        """
        from .reasoning.next_question import InterviewState

        state = InterviewState(self.evaluation, by_checklist=by_checklist)
        return state.question() if state.settled() is None else None

    @property
    def settled(self) -> Settled | None:
        """The certificate that no further answer can change the outcome; None where one can."""
        from .reasoning.next_question import InterviewState

        return InterviewState(self.evaluation).settled()

    def margins(self) -> tuple[Margin, ...]:
        """Return for each number how far it may move before the outcome changes, the closest first."""
        from .reasoning.margins import margins

        return margins(self.evaluation)

    def to_plan(self, *, acknowledged: Iterable[str] = ()) -> Plan:
        """Return what the screening hands over to a session: a plan to add product, tier and the rest to.

        It holds the outcome, how many cautions no named prescriber has reviewed yet, whether the pressure was raised,
        whether a sleep apnoea is not treated, and the day of the oldest answer about health that was used, each with
        its date. ``acknowledged`` are the ids of the cautions that were reviewed. What the screening left open is not
        handed over, so that it is asked for. Raises ``InputError`` for a decision of another rule set, and for an id
        that is no caution of this one.

        >>> from datetime import date
        >>> from kaprules import screen
        >>> from kaprules.facts import Client
        >>> from kaprules.facts.person import Person
        >>> plan = screen(Client(person=Person(birth_date=date(1985, 3, 10))), on=date(2026, 11, 23)).to_plan()
        >>> plan.screening.value.name, plan.raised_pressure.name
        ('INCOMPLETE', 'NOT_ASKED')
        """
        from .reasoning.handover import to_plan

        return to_plan(self.evaluation, acknowledged)

    def compared(self, later: Decision, language: str | Language | None = None) -> Comparison:
        """Return what changed from this decision to a later one: facts, the rule book, rules, outcome, and why.

        The two may differ in anything: the date, the facts, the subject, the site's policy, the rule set. It is worded
        in the language, or as records are.
        """
        from .language import CODED, locale
        from .reasoning.comparison import compared

        if not isinstance(later, Decision):
            raise input_error("later", later, expected="a Decision", remedy="pass what decide() returned")
        return compared(self.evaluation, later.evaluation, CODED if language is None else locale(language))

    def words(self, audience: str | Audience = "clinician", language: str | Language = "en") -> str:
        """Return the decision in the words of an audience: a clinician, a client, an auditor or a developer.

        Languages are English (``en``) and Spanish (``es``). Raises ``InputError`` for another audience or language.
        """
        from .language import locale
        from .wording.audience import Audience, audience_of, render

        wanted = audience_of(audience)
        locale(language)  # an unknown one is refused, even where there is nothing to translate
        return self.to_json() if wanted is Audience.DEVELOPER else render(self.evaluation, wanted, language)

    def explain(self) -> str:
        """Return the decision in words for a person, several lines long."""
        from .wording.report import report

        return report(self.evaluation)

    def to_json(self) -> str:
        """Return the decision as one line of JSON: see ``kaprules.record`` for its schema."""
        from .record import to_json

        return to_json(self.evaluation)

    @classmethod
    def from_json(cls, text: str, *, ruleset: RuleSet = SCREENING) -> Decision:
        """Return the decision that ``to_json`` wrote, after replaying it.

        Raises ``InputError`` where the text is not such a record, was made with another rule set, or states what
        does not follow from its facts.
        """
        from .record import from_json

        return cls(from_json(text, ruleset))

    def __repr__(self) -> str:
        who = f" of {self.subject.id}" if self.subject.id else ""
        return f"<Decision{who} on {self.on}: {self.outcome.name}, by {self.engine}>"

    def _repr_html_(self) -> str:
        """Show in a notebook what ``explain()`` says: its first line, and the rest on demand."""
        import html

        first, _, rest = self.explain().partition("\n")
        return f"<details><summary>{html.escape(first)}</summary><pre>{html.escape(rest)}</pre></details>"

    def __rich_repr__(self) -> Iterator[object]:
        yield self.outcome
        yield "of", self.subject.id, None
        yield "on", str(self.on)
        yield "engine", self.engine


def decide(
    ruleset: RuleSet[About],
    subject: About,
    *,
    on: date,
    zone: str | tzinfo | None = None,
    policy: Policy | Sequence[Policy] | None = None,
    engine: str | None = None,
) -> Decision:
    """Decide by any rule set what is to be said of ``subject`` on the day ``on``.

    A rule set of a dosing day is asked at a moment: ``on`` is a ``datetime`` with its zone. Where the subject holds
    times with their zone and ``on`` is a day, ``zone`` is the place whose clock says on which day they fell: a
    ``ZoneInfo``, ``"Europe/Vienna"``, ``"+01:00"``, or left out where the policy names it. ``policy`` is the site's,
    as ``kaprules.policy.read_policy`` returns it, or several in their order, as ``kaprules.policy.compose`` takes them:
    a later one may only tighten unless it says so; all have to be in force on that day. ``engine`` is ``"durable"``
    (durable-rules), ``"bits"`` (bit masks), ``"interpreter"`` (what rules mean), or None for durable-rules where it can
    be imported, else the bit masks. Whichever concludes, the checker certifies it before it is returned. Raises
    ``InputError`` for arguments of the wrong kind and ``EngineDisagreement`` where something cannot be certified: such
    a decision is never returned.
    """
    if policy is not None:
        check_subject(ruleset, subject)
        ruleset = _under(ruleset, policy)
    return Decision(evaluate(ruleset, subject, on=on, zone=zone, engine=engine))


def _under(ruleset: RuleSet[About], policy: Policy | Sequence[Policy]) -> RuleSet[About]:
    """Return a rule set under a policy or several; the last is kept, with what engines compiled from it."""
    several: tuple[Any, ...] = tuple(policy) if isinstance(policy, list | tuple) else (policy,)
    for each in several or (policy,):
        if not callable(getattr(type(each), "applied", None)):  # of the type: a class of policies is none itself
            raise input_error("policy", each, expected="a Policy", remedy="pass what read_policy() returned")
    kept = ruleset.made.get("under a policy")
    if kept is None or kept[0] != several:
        one = functools.reduce(lambda before, after: before.then(after, rulesets=(ruleset,)), several)
        kept = ruleset.made["under a policy"] = (several, one.applied(ruleset))
    found: RuleSet[About] = kept[1]
    return found


def screen(
    client: Client,
    *,
    on: date,
    zone: str | tzinfo | None = None,
    policy: Policy | Sequence[Policy] | None = None,
    engine: str | None = None,
) -> Decision:
    """Decide whether ``client`` may be considered for ketamine-assisted psychotherapy at all, on the day ``on``.

    >>> from datetime import date, tzinfo
    >>> from kaprules import Client, screen
    >>> screen(Client(), on=date(2026, 11, 23)).outcome
    <Outcome.INCOMPLETE: 'incomplete'>

    Arguments and errors are those of ``decide``.
    """
    return decide(SCREENING, client, on=on, zone=zone, policy=policy, engine=engine)


def interview(
    ruleset: RuleSet[About], subject: About, *, on: date, zone: str | tzinfo | None = None
) -> Generator[Question, object, Interviewed]:
    """Yield one question after the other until no answer can change the outcome; ``send()`` each answer.

    An answer is a value of the fact as its group takes it, a whole group with several facts, an ``Absence``, or None
    where there is no answer. No question is asked twice. Returns an ``Interviewed``; an answer that the fact does not
    take raises ``InputError``. ``zone`` is that of ``decide``.

    >>> from datetime import date, tzinfo
    >>> from kaprules import SCREENING, Client, interview
    >>> next(interview(SCREENING, Client(), on=date(2026, 11, 23))).fact
    'psychiatric_history.psychotic_disorders'
    """
    from .engine.evaluation import check
    from .reasoning.next_question import interview

    check(ruleset, subject, on)
    return interview(ruleset, subject, on=on, zone=zone)

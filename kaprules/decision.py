"""What comes out: ``screen()``, ``decide()`` and the decision they return."""

from __future__ import annotations

import types
from collections.abc import Generator, Iterator, Mapping
from datetime import date, datetime
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import attrs

from .conditions import Mark, Truth
from .engine import checker, compiled, reference
from .engine.claims import Claims, EngineFailure, Snapshot, name_errors, snapshot
from .facts.client import Client
from .facts.fact import given
from .facts.subject import Subject, every_fact, groups_of
from .limit import InputError
from .rule import About, Concept, Level, Outcome, Phase, RuleSet
from .rulesets import SCREENING

if TYPE_CHECKING:
    from .explain.asking import Interviewed, Question, Settled
    from .explain.audience import Audience
    from .explain.changes import Alternative
    from .explain.derivation import Derivation
    from .explain.differences import Comparison
    from .explain.findings import Finding
    from .explain.margins import Margin
    from .explain.passing import Earliest
    from .explain.questions import Missing
    from .explain.reasons import Reason, Sufficient
    from .language import Language
    from .policy import Policy

ENGINES: Final = ("durable", "reference")


class EngineDisagreement(RuntimeError):
    """The engine's derivation does not follow from the facts: the decision is refused, and both are kept.

    ``proposed`` is what the engine claimed, ``reference`` what the rules mean, ``conclusions`` where they part.
    """

    def __init__(self, proposed: Claims, reference: Claims, conclusions: tuple[str, ...]) -> None:
        super().__init__(proposed, reference, conclusions)
        self.proposed = proposed
        self.reference = reference
        self.conclusions = conclusions

    def __str__(self) -> str:
        return (
            f"decision refused: the engine's {', '.join(self.conclusions)} does not follow from the facts; report this"
        )


@attrs.frozen(kw_only=True, repr=False)
class Decision:
    """An outcome with the truth of every rule. Equal for equal inputs, whichever engine made it.

    Everything but the truths is worked out when it is asked for, from the subject, the date and the rule set.
    """

    ruleset: RuleSet = attrs.field(eq=lambda ruleset: (ruleset.digest, ruleset.policy))
    subject: Subject
    on: date
    """The day of the decision, or its moment where the rule set is asked within a day."""
    claims: Claims
    engine: str = attrs.field(eq=False)
    """Which engine made it: ``durable`` (certified by the checker) or ``reference``."""

    @property
    def outcome(self) -> Outcome:
        """What the decision comes to."""
        return self.claims.outcome

    @property
    def digest(self) -> str:
        """The digest of the rule set that decided."""
        return self.ruleset.digest

    @property
    def policy(self) -> str | None:
        """The digest of the site's policy that was applied, if there was one."""
        return self.ruleset.policy or None

    @property
    def each(self) -> Mapping[Enum, Decision]:
        """The decision on each alternative, for a rule set that judges several: each dose tier."""
        choice = self.ruleset.each
        if choice is None:
            return {}
        group = self.subject.group(choice)
        others = {name: value for name, value in self.subject.__dict__.items() if name != choice.group}
        return {
            option: decide(
                self.ruleset,
                type(self.subject)(**others, **{choice.group: type(group)(**given(group) | {choice.name: option})}),
                on=self.on,
                engine=self.engine,
            )
            for option in choice.options
        }

    @property
    def truths(self) -> Mapping[str, Truth]:
        """The truth of every rule, then of every concept, by id."""
        names = (*(rule.id for rule in self.ruleset.rules), *(concept.id for concept in self.ruleset.concepts))
        truths = (*self.claims.rules, *self.claims.concepts)
        return types.MappingProxyType(dict(zip(names, truths, strict=True)))

    @property
    def errors(self) -> Mapping[str, str]:
        """Each rule that could not be evaluated, with the error; such a rule is open."""
        return types.MappingProxyType(dict(self.claims.errors))

    @property
    def findings(self) -> tuple[Finding, ...]:
        """The rules that are TRUE, gravest first, each with evidence, sources, marks and how it lifts."""
        return self._findings(lambda truth, is_open: truth is Truth.TRUE)

    @property
    def open(self) -> tuple[Finding, ...]:
        """The rules that are still open, gravest first."""
        return self._findings(lambda truth, is_open: is_open)

    def _findings(self, wanted: Any) -> tuple[Finding, ...]:
        from .explain.findings import finding

        facts, concepts = self._facts(), self._concepts()
        chosen = [
            rule
            for rule, truth, is_open in zip(self.ruleset.rules, self.claims.rules, self.claims.open, strict=True)
            if wanted(truth, is_open)
        ]
        order = list(Level)
        return tuple(
            finding(rule, self.subject, self.on, facts, concepts)
            for rule in sorted(chosen, key=lambda rule: order.index(rule.level))
        )

    @property
    def missing(self) -> tuple[Missing, ...]:
        """What would settle the open rules, most telling first."""
        from .explain.questions import missing

        return missing(self.ruleset, self.subject, self.on, self._facts(), self.claims)

    @property
    def not_examined(self) -> tuple[str, ...]:
        """The facts, looked for only on indication, that nobody recorded and no rule demands."""
        from .explain.questions import not_examined

        asked = {each.fact for each in self.missing}
        return tuple(fact for fact in not_examined(self.ruleset, self._facts(), self.claims) if fact not in asked)

    @property
    def undated(self) -> tuple[str, ...]:
        """The facts given without a date, taken as asserted for the day of the decision."""
        return tuple(
            fact.id for fact in every_fact(self.ruleset.subject) if fact.size and fact.undated(self.subject.group(fact))
        )

    @property
    def marks(self) -> tuple[Mark, ...]:
        """The marks of all findings, open rules and facts together."""
        found = {mark for each in (*self.findings, *self.open) for mark in each.marks}
        for fact in self.ruleset.facts:
            found |= self.subject.possible(fact, self.on).marks
        return tuple(mark for mark in Mark if mark in found)

    def why(self, identifier: str) -> Derivation:
        """Return the canonical derivation of any rule or concept: TRUE, FALSE or UNKNOWN; ``print`` shows the tree.

        Raises ``InputError`` naming the nearest id where there is no such rule.
        """
        from .explain.derivation import derivation

        owner = self.ruleset[identifier]
        if owner in self.ruleset.off:
            raise InputError(f"rule {identifier!r} is off unless a site switches it on: it was not asked")
        return derivation(owner, self.subject, self.on, self._facts(), self._concepts())

    def reason(self, identifier: str) -> Reason:
        """Return the fewest facts that make a rule or concept TRUE or FALSE, or would settle it where it is UNKNOWN.

        Errors are those of ``why``.
        """
        from .explain.reasons import reason

        return reason(self.why(identifier))

    def sufficient(self, *, every: bool = False) -> Sufficient:
        """Return a smallest set of recorded facts that forces the outcome alone, or ``every`` minimal set."""
        from .explain.reasons import sufficient

        return sufficient(self.ruleset, self.subject, self.on, self._facts(), self.claims, every)

    def changes(self, *, most: int = 50) -> tuple[Alternative, ...]:
        """Return the smallest sets of changes that lead to a better outcome, those with the fewest changes first.

        What is fixed never changes, recorded or not: what is missing stands in ``missing``. Each says what would have
        to be so and be documented, not what to do. ``most`` is how many sets at most, 0 or more.
        """
        from .explain.changes import changes

        if type(most) is not int or most < 0:
            raise InputError(f"most is {most!r}: expected how many sets at most, such as 50")
        return changes(self.ruleset, self.subject, self.on, self._facts(), most)

    def earliest(self) -> Earliest | None:
        """Return the first day, or moment, at which time alone leads to a better outcome; None if it never does."""
        from .explain.passing import earliest

        return earliest(self.ruleset, self.subject, self.on)

    def next_question(self) -> Question | None:
        """Return what to ask next, and why; None where no further answer can change the outcome."""
        from .explain.asking import State

        state = State(self.ruleset, self.subject, self.on, self._facts(), self.claims)
        return state.question() if state.settled() is None else None

    @property
    def settled(self) -> Settled | None:
        """The certificate that no further answer can change the outcome; None where one can."""
        from .explain.asking import State

        return State(self.ruleset, self.subject, self.on, self._facts(), self.claims).settled()

    def margins(self) -> tuple[Margin, ...]:
        """Return for each number how far it may move before the outcome changes, the closest first."""
        from .explain.margins import margins

        return margins(self.ruleset, self.subject, self.on, self._facts(), self.claims)

    def compared(self, later: Decision, language: str | Language | None = None) -> Comparison:
        """Return what changed from this decision to a later one: facts, the rule book, rules, outcome, and why.

        The two may differ in anything: the date, the facts, the subject, the site's policy, the rule set. It is worded
        in the language, or as records are.
        """
        from .explain.differences import compared
        from .language import CODED, reader

        if not isinstance(later, Decision):
            raise InputError(f"later is {later!r}: expected a Decision, as decide() returns it")
        return compared(self, later, CODED if language is None else reader(language))

    def words(self, audience: str | Audience = "clinician", language: str | Language = "en") -> str:
        """Return the decision in the words of an audience: a clinician, a client, an auditor or a developer.

        Languages are English (``en``) and Spanish (``es``). Raises ``InputError`` for another audience or language.
        """
        from .explain.audience import told

        return told(self, audience, language)

    def explain(self) -> str:
        """Return the decision in words for a person, several lines long."""
        from .explain.report import report

        return report(self)

    def to_json(self) -> str:
        """Return the decision as one line of JSON: see ``kaprules.record`` for its schema."""
        from .record import to_json

        return to_json(self)

    @classmethod
    def from_json(cls, text: str, *, ruleset: RuleSet = SCREENING) -> Decision:
        """Return the decision that ``to_json`` wrote, after replaying it.

        Raises ``InputError`` where the text is not such a record, was made with another rule set, or states what
        does not follow from its facts.
        """
        from .record import from_json

        return from_json(text, ruleset)

    def _facts(self) -> Snapshot:
        return snapshot(self.ruleset, self.subject, self.on)

    def _concepts(self) -> dict[Concept, Truth]:
        return dict(zip(self.ruleset.concepts, self.claims.concepts, strict=True))

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
    ruleset: RuleSet[About], subject: About, *, on: date, policy: Policy | None = None, engine: str | None = None
) -> Decision:
    """Decide by any rule set what is to be said of ``subject`` on the day ``on``.

    A rule set of a dosing day is asked at a moment: ``on`` is a ``datetime`` with its zone. ``policy`` is the site's,
    as ``kaprules.policy.read_policy`` returns it; it has to be in force on that day.
    ``engine`` is ``"durable"`` (durable-rules, each derivation certified before it is returned), ``"reference"``,
    or None for durable-rules where it can be imported. Raises ``InputError`` for arguments of the wrong kind and
    ``EngineDisagreement`` where a derivation cannot be certified: such a decision is never returned.
    """
    _check(ruleset, subject)
    if policy is not None:
        ruleset = _under(ruleset, policy)
    _check_when(ruleset, on)
    if engine is None:
        from .engine import durable

        engine = "durable" if durable.available() else "reference"
    elif engine not in ENGINES:
        raise InputError(f"engine is {engine!r}: expected one of {', '.join(ENGINES)}")
    facts = snapshot(ruleset, subject, on)
    try:
        claims = _certified(ruleset, facts) if engine == "durable" else compiled.evaluate(ruleset, facts)
    except (EngineDisagreement, InputError, EngineFailure):
        raise
    except Exception:
        # A rule that raises is named and held open by the interpreter; anything else is not ours to swallow.
        claims, engine = reference.evaluate(ruleset, facts), "reference"
        if not claims.errors:
            raise
    return Decision(ruleset=ruleset, subject=subject, on=on, claims=name_errors(ruleset, facts, claims), engine=engine)


def _check(ruleset: object, subject: object) -> None:
    """Raise ``InputError`` where a rule set cannot decide about a subject, or would pass over a recorded fact."""
    if not isinstance(ruleset, RuleSet):
        raise InputError(f"ruleset is {ruleset!r}: expected a RuleSet, such as kaprules.SCREENING")
    kind: type[Subject] = ruleset.subject
    if not isinstance(subject, kind):
        name = kind.__name__
        raise InputError(f"{name.lower()} is {subject!r}: expected a {name}; rule set {ruleset.name} decides about it")
    own = type(subject)
    if own is kind:
        return
    groups = groups_of(kind)
    for name in groups_of(own):
        known = {fact.name for fact in groups[name].__facts__} if name in groups else set()
        for fact in given(subject.__dict__[name]):
            if fact not in known:
                raise InputError(
                    f"{name}.{fact} is recorded, but rule set {ruleset.name} knows the facts of a {kind.__name__} "
                    f"alone: decide by one about {own.__name__}, such as ruleset.about({own.__name__}), or leave it out"
                )


def _under(ruleset: RuleSet[About], policy: Policy) -> RuleSet[About]:
    """Return a rule set under a policy; the last one is kept, with what engines compiled from it."""
    kept = ruleset.made.get("under a policy")
    if kept is None or kept[0] != policy:
        if not hasattr(policy, "applied"):
            raise InputError(f"policy is {policy!r}: expected a Policy, as kaprules.policy.read_policy() returns it")
        kept = ruleset.made["under a policy"] = (policy, policy.applied(ruleset))
    found: RuleSet[About] = kept[1]
    return found


def _check_when(ruleset: RuleSet, on: object) -> None:
    if ruleset.phase is Phase.INTAKE:
        if type(on) is not date:
            raise InputError(f"on is {on!r}: expected a date without a time, such as date(2026, 11, 23)")
    elif not isinstance(on, datetime) or on.tzinfo is None:
        raise InputError(
            f"on is {on!r}: rule set {ruleset.name} is asked at a moment; give the time with its zone, such as "
            "datetime(2026, 11, 23, 9, tzinfo=ZoneInfo('Europe/Vienna'))"
        )
    assert isinstance(on, date)
    if ruleset.in_force is not None:
        first, last = ruleset.in_force
        if not first <= date.fromordinal(on.toordinal()) <= last:
            raise InputError(
                f"the site's policy {ruleset.policy[:12]} is in force from {first} to {last}, not on {on}: review it, "
                "or decide without it"
            )


def _certified(ruleset: RuleSet, facts: Snapshot) -> Claims:
    from .engine import durable

    claims = durable.evaluate(ruleset, facts)
    wrong = checker.faults(ruleset, facts, claims)
    if wrong:
        raise EngineDisagreement(claims, reference.evaluate(ruleset, facts), tuple(wrong))
    return claims


def screen(client: Client, *, on: date, policy: Policy | None = None, engine: str | None = None) -> Decision:
    """Decide whether ``client`` may be considered for ketamine-assisted psychotherapy at all, on the day ``on``.

    >>> from datetime import date
    >>> from kaprules import Client, screen
    >>> screen(Client(), on=date(2026, 11, 23)).outcome
    <Outcome.INCOMPLETE: 'incomplete'>

    Arguments and errors are those of ``decide``.
    """
    return decide(SCREENING, client, on=on, policy=policy, engine=engine)


def interview(ruleset: RuleSet[About], subject: About, *, on: date) -> Generator[Question, object, Interviewed]:
    """Yield one question after the other until no answer can change the outcome; ``send()`` each answer.

    An answer is a value of the fact as its group takes it, a whole group with several facts, an ``Absence``, or None
    where there is no answer. No question is asked twice. Returns an ``Interviewed``; an answer that the fact does not
    take raises ``InputError``.

    >>> from datetime import date
    >>> from kaprules import SCREENING, Client, interview
    >>> next(interview(SCREENING, Client(), on=date(2026, 11, 23))).fact
    'psychiatric_history.psychotic_disorders'
    """
    from .explain.asking import interview

    _check(ruleset, subject)
    _check_when(ruleset, on)
    return interview(ruleset, subject, on=on)

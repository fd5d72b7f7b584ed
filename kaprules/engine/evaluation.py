"""One evaluation of a rule set on a subject: made once, certified, and all that explains a decision takes it."""

from __future__ import annotations

import functools
import types
from collections.abc import Callable, Mapping
from datetime import date, datetime, tzinfo
from enum import Enum
from typing import Any, Final, TypeVar

import attrs

from ..conditions import Condition
from ..errors import InputError, Shown, input_error
from ..facts.model import (
    AS_DECLARED,
    Fact,
    Facts,
    Subject,
    declared_of,
    given,
    groups_of,
    has_zone,
    plain_kind,
    shown_once,
    zone_name,
)
from ..possible import Absence, Outcome, Possible, Truth
from ..rule import Concept, Phase
from ..ruleset import RuleSet
from . import bits, checker, interpreter
from .conclusions import Conclusion, Conclusions, EngineFailure, with_errors
from .snapshot import Snapshot, placed, read, snapshot

ENGINES: Final = ("durable", "bits", "interpreter")
"""durable-rules, bit masks, and the interpreter, which is what rules mean; whichever decides, the checker certifies."""


class EngineDisagreement(RuntimeError):
    """A decision refused: what the engine concludes does not follow from the facts.

    ``proposed`` is what the engine concludes, ``meant`` what the interpreter does, ``conclusions`` where they part.
    """

    def __init__(self, proposed: Conclusions, meant: Conclusions, conclusions: tuple[str, ...]) -> None:
        super().__init__(proposed, meant, conclusions)
        self.proposed = proposed
        self.meant = meant
        self.conclusions = conclusions

    def __str__(self) -> str:
        return (
            f"decision refused: the engine's {', '.join(self.conclusions)} does not follow from the facts; report this"
        )


@attrs.frozen(kw_only=True, repr=False)
class Evaluation:
    """A rule set, a subject and a moment, with what is possible of the facts and what follows: certified.

    Equal for equal inputs, whichever engine made it.
    """

    ruleset: RuleSet = attrs.field(eq=lambda ruleset: (ruleset.digest, ruleset.policy))
    subject: Subject
    """Who it is about, with each answer to a checklist as the reports that it stands for."""
    on: date
    """The day of the decision, or its moment where the rule set is asked within a day."""
    zone: tzinfo | None = attrs.field(default=None, eq=zone_name)
    """The place whose clock says on which day an instant fell; of a moment its own. None where nobody had to know."""
    facts: Snapshot = attrs.field(eq=False)
    concluded: Conclusions
    engine: str = attrs.field(eq=False)
    """Which engine concluded: one of ``ENGINES``."""
    given: Subject = attrs.field(default=attrs.Factory(lambda evaluation: evaluation.subject, takes_self=True))
    """The subject as it was given."""
    kept: dict[Any, Any] = attrs.field(init=False, factory=dict, eq=False)
    """What was worked out of this evaluation, by what was asked: nothing is read or searched for twice.

    Filled by ``setdefault`` alone, so that two threads that work out the same keep one and the same.
    """

    @property
    def outcome(self) -> Outcome:
        """What the decision comes to."""
        return self.concluded.outcome

    @property
    def conclusions(self) -> tuple[Conclusion, ...]:
        """How each rule came out, in the order of the rule set."""
        found: tuple[Conclusion, ...] = self.kept.get("conclusions") or self.kept.setdefault(
            "conclusions", self.concluded.of(self.ruleset)
        )
        return found

    @property
    def concepts(self) -> Mapping[Concept, Truth]:
        """How true each concept is."""
        found: dict[Concept, Truth] | None = self.kept.get("concepts")
        if found is None:
            found = dict(zip(self.ruleset.concepts, self.concluded.concepts, strict=True))
            found = self.kept.setdefault("concepts", found)
        return found

    @property
    def truths(self) -> Mapping[str, Truth]:
        """The truth of every rule, then of every concept, by id."""
        rules = {each.rule.id: each.truth for each in self.conclusions}
        return types.MappingProxyType(rules | {each.id: truth for each, truth in self.concepts.items()})

    def truth(self, condition: Condition, *, passing_over: bool = False) -> Truth:
        """Return how true a condition is; ``passing_over`` counts tests of what was never looked for as FALSE."""
        return interpreter.truth(condition, self.facts, self.concepts, passing_over)

    def possible(self, fact: Fact) -> Possible:
        """Return the values that a fact may still have, with its absence and marks; read once."""
        found: Possible | None = self.kept.get(fact.id)
        if found is None:
            found = self.kept.setdefault(fact.id, self._possible(fact))
        return found

    def _possible(self, fact: Fact) -> Possible:
        group = self.subject.group(fact)
        if self.zone is None and group.instants and not group.is_placed:  # no rule reads it: it is shown as it is
            return fact.possible(group, self.on)
        return self.subject.possible(fact, self.on, self.zone)

    def placed(self, group: Facts) -> Facts:
        """Return a group in which something is otherwise as one of the subject's: at its place, and in its life.

        What the site's policy says of how facts are read goes with it.
        """
        return group.under(self.ruleset.site.get(group.__group__, AS_DECLARED)).placed(
            self.zone, self.subject.born(self.on, self.zone), self.on.toordinal()
        )

    def __reduce__(self) -> tuple[Any, ...]:
        # What was worked out of it is worked out again where it is asked for.
        made_of = {each.name: getattr(self, each.name) for each in attrs.fields(Evaluation) if each.init}
        return _certified_anew, (made_of,)

    def __repr__(self) -> str:
        who = f" of {self.subject.id}" if self.subject.id else ""
        return f"<Evaluation{who} by {self.ruleset.name} on {self.on}: {self.outcome.name}, by {self.engine}>"


def _certified_anew(made_of: dict[str, Any]) -> Evaluation:
    """Return an evaluation that was pickled; raise ``InputError`` unless it follows from its subject.

    No engine is asked, which may not be there: the facts are read anew, and the checker judges what was concluded. What
    could not be read then, as the evaluation says, stays open.
    """
    found = Evaluation(**made_of)
    check(found.ruleset, found.subject, found.on)
    facts, concluded = found.facts, found.concluded
    if found.given is not found.subject and found.given.placed(found.zone, found.on) != found.subject:
        raise _altered("the checklists")
    found = attrs.evolve(found, subject=found.subject.under(found.ruleset.site), given=found.given)
    anew = snapshot(found.ruleset, found.subject, found.on, found.zone)
    for name in found.ruleset.groups:
        entries = list(anew.groups[name])
        for fact in found.subject.__dict__[name].__scalars__:
            if fact in facts.errors:
                entries[fact.slot : fact.slot + fact.size] = fact.flat(fact.full_range(Absence.IMPLAUSIBLE))
        if entries != list(facts.groups[name]):
            raise _altered(name)
    if wrong := checker.faults(found.ruleset, facts, concluded):
        raise _altered(wrong[0])
    return found


def _altered(where: str) -> InputError:
    return input_error(
        "the pickle",
        problem=f"was altered at {where}",
        reason="what it holds does not follow from its subject",
        remedy="decide anew",
    )


_Answer = TypeVar("_Answer")


def once(function: Callable[[Evaluation], _Answer]) -> Callable[[Evaluation], _Answer]:
    """Make a function of an evaluation that is worked out once for each."""

    @functools.wraps(function)
    def kept(evaluation: Evaluation) -> _Answer:
        if function not in evaluation.kept:
            evaluation.kept.setdefault(function, function(evaluation))
        answer: _Answer = evaluation.kept[function]
        return answer

    return kept


def evaluate(
    ruleset: RuleSet,
    subject: Subject,
    *,
    on: date,
    zone: str | tzinfo | None = None,
    engine: str | None = None,
) -> Evaluation:
    """Evaluate a rule set on a subject on a day, or at a moment, and certify what the engine concludes.

    The subject of the evaluation is equal to the one given, each answer to a checklist as the reports that it stands
    for, with every instant as the clocks of the place showed it: ``zone``, else that of the site's policy; of a moment
    its own. ``engine`` is one of ``ENGINES``, or None for durable-rules where it can be imported, else the bit masks.
    Raises ``InputError`` for arguments of the wrong kind and ``EngineDisagreement`` where something does not follow.
    """
    check(ruleset, subject, on)
    if engine is None:
        from . import durable

        engine = "durable" if durable.available() else "bits"
    elif type(engine) is not str or engine not in ENGINES:
        remedy = "leave it out for the one that is installed"
        raise input_error("engine", engine, expected=f"one of {', '.join(ENGINES)}", remedy=remedy)
    as_given = subject
    subject, clock = placed(ruleset, subject, on, zone)
    facts = read(ruleset, subject, on)
    try:
        concluded = _engine(engine)(ruleset, facts)
    except (InputError, EngineFailure):
        raise
    except Exception:
        # A rule that raises is named and held open by the interpreter; anything else is not ours to swallow.
        concluded, engine = interpreter.evaluate(ruleset, facts), "interpreter"
        if not concluded.errors:
            raise
    concluded = with_errors(ruleset, facts, concluded)
    wrong = checker.faults(ruleset, facts, concluded)
    if wrong:
        raise EngineDisagreement(concluded, with_errors(ruleset, facts, interpreter.evaluate(ruleset, facts)), wrong)
    return Evaluation(
        ruleset=ruleset,
        subject=subject,
        on=on,
        zone=clock,
        facts=facts,
        concluded=concluded,
        engine=engine,
        given=as_given if as_given.checklists else subject,
    )


@once
def alternatives(evaluation: Evaluation) -> Mapping[Enum, Evaluation]:
    """Return the evaluation of each alternative, for a rule set that judges several: each dose tier."""
    choice = evaluation.ruleset.alternatives
    if choice is None:
        return {}
    group = evaluation.given.group(choice)
    return {
        option: evaluate(
            evaluation.ruleset,
            evaluation.given.with_group(type(group)(**given(group) | {choice.name: option})),
            on=evaluation.on,
            zone=evaluation.zone,
            engine=evaluation.engine,
        )
        for option in choice.options
    }


def _engine(name: str) -> Callable[[RuleSet, Snapshot], Conclusions]:
    if name == "durable":
        from . import durable

        return durable.evaluate
    return bits.evaluate if name == "bits" else interpreter.evaluate


def conclude(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """Return what follows from a snapshot, for a search that tries many: by bit masks, not certified one by one.

    What such a search finds is proposed, never decided: a decision on it is another evaluation.
    """
    try:
        concluded = bits.evaluate(ruleset, facts)
    except Exception:  # a rule that raises is named and held open by the interpreter
        concluded = interpreter.evaluate(ruleset, facts)
    return with_errors(ruleset, facts, concluded)


def check_subject(ruleset: object, subject: object) -> None:
    """Raise ``InputError`` where a rule set cannot decide about a subject, or would pass over a recorded fact."""
    if not isinstance(ruleset, RuleSet):
        raise input_error("ruleset", ruleset, expected="a RuleSet", remedy="pass one such as kaprules.SCREENING")
    kind: type[Subject] = plain_kind(ruleset.subject)
    if not isinstance(subject, kind):
        name, remedy = kind.__name__, f"rule set {ruleset.name} decides about it"
        raise input_error(name.lower(), subject, expected=f"a {name}", remedy=remedy)
    own = type(subject)
    if own is kind:
        return
    groups = groups_of(kind)
    for name in groups_of(own):
        known = {fact.name for fact in groups[name].__facts__} if name in groups else set()
        for fact in given(subject.__dict__[name]):
            if fact not in known:
                raise input_error(
                    f"{name}.{fact}",
                    problem="is recorded",
                    reason=f"rule set {ruleset.name} knows the facts of a {kind.__name__} alone",
                    remedy=f"decide by one about it, such as ruleset.about({own.__name__}), or leave it out",
                )


def check(ruleset: object, subject: object, on: object) -> None:
    """Raise ``InputError`` unless the rule set can be asked about the subject then."""
    check_subject(ruleset, subject)
    assert isinstance(ruleset, RuleSet) and isinstance(subject, Subject)
    if type(subject).__plain__ is not None:
        for answer in subject.checklists:  # one to a list of a site's own is known under its policy alone
            declared_of(ruleset.subject.__checklists__, answer)
    if ruleset.phase is Phase.INTAKE:
        if type(on) is not date:
            raise input_error("on", on, expected="a date without a time", remedy="write date(2026, 11, 23)")
    elif not isinstance(on, datetime) or not has_zone(on):
        raise input_error(
            "on",
            on,
            reason=f"rule set {ruleset.name} is asked at a moment",
            expected="a time with its zone",
            remedy="write datetime(2026, 11, 23, 9, tzinfo=ZoneInfo('Europe/Vienna'))",
        )
    else:
        shown_once(on, "on")
    assert isinstance(on, date)
    if ruleset.in_force is not None:
        first, last = ruleset.in_force
        if not first <= date.fromordinal(on.toordinal()) <= last:
            raise input_error(
                "on",
                Shown(str(on)),
                reason=f"the site's policy {ruleset.policy[:12]} is in force from {first} to {last}",
                remedy="review it, or decide without it",
            )

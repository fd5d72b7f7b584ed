"""Questions about dates: does an exclusion that states one hold until then, and not a day longer?

While all else stays as it is, the event recedes, and with it what is read of it alone. An exclusion that is TRUE has to
stay so until the day that it names, and from then on it can be neither TRUE nor undecided. That the day is counted
rightly is tested, day by day.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from ...facts.model import Event, Fact
from ...possible import Truth
from ...rule import Rule
from ...solver.context import ProofContext, cone_of
from ...solver.encode import both, either, negated
from ...solver.keys import key
from .result import LIFTS, Finding, Task, if_seen
from .rules import truths


def tasks(context: ProofContext) -> Iterator[Task]:
    """Yield whether each rule that lifts once an event lies so far back does so, and no earlier."""
    for rule in context.ruleset.rules:
        if rule.until is not None and rule.until.event is not None and rule.until.after is not None:
            until = f"{rule.until.event.id} {rule.until.after.value} {rule.until.reached}"
            yield Task(LIFTS, (rule.id,), key(context.keys[rule], until), partial(not_as_stated, context, rule))


def not_as_stated(context: ProofContext, rule: Rule) -> Finding | None:
    """Find somebody for whom a rule goes on when it has lifted, or ends before."""
    assert rule.until is not None and rule.until.after is not None
    event: Any = rule.until.event
    limit = rule.until.after.value
    recede = (event, *(fact for fact in cone_of(rule) if _is_read_of(fact, event)))
    context = context.into(rule, extra=dict.fromkeys(recede, (limit,)))
    lifted = {
        fact: (context.scales.place if rule.until.reached else context.scales.beyond)(fact, limit) for fact in recede
    }
    now = context.one
    longer = context.witness(
        (
            *(both((now[each].usable, now[each].at_least(lifted[each], False))) for each in recede),
            context.possible(rule),
        ),
        cone_of(rule),
        f"{rule.id} is not FALSE, though {event.id} lies as far back as it says",
        lambda replays: replays[0].truths[rule.id] is not Truth.FALSE,
    )
    if longer:
        return Finding(f"{rule.id} goes on after the date that it states", longer)
    then = context.solver.subject(now, recede)
    further = either(
        both((then[event].at_least(place, False), negated(now[event].at_least(place, False))))
        for place in range(1, len(now[event].least))
    )
    ended = context.witness(
        (
            *(both((each[fact].usable, each[fact].single)) for each in (now, then) for fact in recede),
            further,
            *(negated(then[fact].at_least(lifted[fact], True)) for fact in recede),
            context.certain(rule),
            negated(context.certain(rule, then)),
        ),
        cone_of(rule),
        f"{rule.id} is TRUE for the first; of the second {event.id} lies further back, not so far as it says",
        lambda replays: truths({rule: Truth.TRUE}, replays) and replays[1].truths[rule.id] is not Truth.TRUE,
        (now, then),
    )
    return if_seen(f"{rule.id} ends before the date that it states", ended)


def _is_read_of(fact: Fact, event: Fact) -> bool:
    """Say whether a fact is an event read of another alone, which lies as far back."""
    return isinstance(fact, Event) and fact.owner is event.owner and fact.derived_from == (event.name,)

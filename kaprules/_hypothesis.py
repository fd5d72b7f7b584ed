"""Tells Hypothesis, when it is imported, where strategies are; they are built when a test asks for one."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

    from .facts.model import Subject


def register() -> None:
    """Register a strategy for each kind of subject and each group, by annotation: the ``hypothesis`` entry point.

    A kind of subject of somebody's own is drawn too, whether it is declared before or after; without that Hypothesis
    would call it with no argument, and a test would only ever see a subject of whom nothing is known.
    """
    from hypothesis import strategies

    from .facts import Client, Practice, Session
    from .facts.model import Subject, groups_of

    done: set[type] = set()

    def named(kind: type, name: str) -> None:
        def strategy(_: type) -> SearchStrategy[object]:
            from . import testing

            found: SearchStrategy[object] = getattr(testing, name)()
            return found

        done.add(kind)
        strategies.register_type_strategy(kind, strategy)

    def own(kind: type[Subject]) -> None:
        strategies.register_type_strategy(kind, _of)
        for name, facts in groups_of(kind).items():
            if facts not in done:
                done.add(facts)
                strategies.register_type_strategy(facts, partial(_group_of, kind, name))

    def declared_later(kind: type[Subject], **more: Any) -> None:
        super(Subject, kind).__init_subclass__(**more)
        own(kind)

    for subject, name in ((Session, "sessions"), (Practice, "practices"), (Client, "clients")):
        named(subject, name)
        for group, facts in groups_of(subject).items():
            named(facts, group)
    for kind in _below(Subject):
        if kind not in done:
            own(kind)
    Subject.__init_subclass__ = classmethod(declared_later)  # type: ignore[assignment, arg-type]


def _of(kind: type[Subject]) -> SearchStrategy[Any]:
    """Return subjects of a kind, whatever the rules are; ``testing.subjects(ruleset)`` keeps to the limits of some."""
    from .ruleset import RuleSet
    from .testing import subjects

    return subjects(RuleSet(kind.__name__, "?", (), subject=kind))


def _group_of(kind: type[Subject], name: str, _: type) -> SearchStrategy[Any]:
    return _of(kind).map(lambda subject: subject.__dict__[name])


def _below(kind: type[Subject]) -> list[type[Subject]]:
    return [each for direct in kind.__subclasses__() for each in (direct, *_below(direct))]

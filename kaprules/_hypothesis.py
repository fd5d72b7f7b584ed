"""Tells Hypothesis, when it is imported, where strategies are; they are built when a test asks for one."""

from __future__ import annotations


def register() -> None:
    """Register a strategy for each kind of subject and each group, by annotation: the ``hypothesis`` entry point."""
    from hypothesis import strategies

    from .facts import Client, Practice, Session
    from .facts.subject import groups_of

    def named(kind: type, name: str) -> None:
        def strategy(_: type) -> strategies.SearchStrategy[object]:
            from . import testing

            found: strategies.SearchStrategy[object] = getattr(testing, name)()
            return found

        strategies.register_type_strategy(kind, strategy)

    for subject, name in ((Session, "sessions"), (Practice, "practices"), (Client, "clients")):
        named(subject, name)
        for group, facts in groups_of(subject).items():
            named(facts, group)

"""Tells Hypothesis, when it is imported, where strategies for clients are; they are built when a test asks for one."""

from __future__ import annotations


def register() -> None:
    """Register a strategy for ``Client`` and each of its groups, by annotation: the ``hypothesis`` entry point."""
    from hypothesis import strategies

    from .facts.client import GROUPS, Client

    def named(name: str) -> None:
        def strategy(kind: type) -> strategies.SearchStrategy[object]:
            from . import testing

            found: strategies.SearchStrategy[object] = getattr(testing, name)()
            return found

        strategies.register_type_strategy(GROUPS.get(name, Client), strategy)

    for name in (*GROUPS, "clients"):
        named(name)

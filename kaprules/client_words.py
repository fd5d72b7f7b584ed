"""What a rule set tells the client whom it decides about, where the general sentences of a letter do not do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import Enum
from string import Formatter
from typing import Final

import attrs

from .errors import RuleError, check_texts, shown_value
from .possible import Outcome

DAY: Final = "day"
"""What stands, in braces, for the day of the decision."""
KIND: Final = "kind"
"""What stands, in braces, for the name of an alternative: the one in ``Choice.client_names``."""


@attrs.frozen(kw_only=True)
class ClientWords:
    """Sentences for the client; what is left out is said in the general ones.

    ``title`` stands above the letter, with ``{day}`` where the day of the decision stands. ``outcomes`` say what an
    outcome means and what happens next. The rest is for a rule set that judges alternatives:
    ``alternative`` names the one that is decided about, ``heading`` stands above all, ``each`` says of every one how it
    stands, ``of_option`` the same of some, and ``closing`` is said below them. A sentence that names an alternative has
    ``{kind}`` in its place.

    >>> from kaprules.rulesets import AFTERCARE
    >>> AFTERCARE.client_words.alternative
    'This is about: {kind}'

    Raises ``RuleError`` where such a sentence names no alternative or anything else, and for what is no outcome or no
    text.
    """

    title: str = ""
    outcomes: Mapping[Outcome, str] = attrs.field(factory=dict)
    alternative: str = ""
    heading: str = ""
    each: Mapping[Outcome, str] = attrs.field(factory=dict)
    of_option: Mapping[Enum, Mapping[Outcome, str]] = attrs.field(factory=dict)
    closing: str = ""

    def __attrs_post_init__(self) -> None:
        if not isinstance(self.of_option, Mapping):
            raise RuleError(
                f"of_option is {shown_value(self.of_option)}: expected what is said of each of some options"
            )
        for said in (self.outcomes, self.each, *self.of_option.values()):
            check_texts(said, "what a client is told of an outcome")
            for outcome in said:
                if not isinstance(outcome, Outcome):
                    raise RuleError(f"{shown_value(outcome)} is no outcome: give each sentence under an Outcome")
        for name in ("title", "alternative", "heading", "closing"):
            if not isinstance(getattr(self, name), str):
                raise RuleError(f"{name} is {shown_value(getattr(self, name))}: expected a text; write it in quotes")
        if self.title and not _names(self.title, DAY):
            raise RuleError(
                f"the title is {shown_value(self.title)}: expected {{day}} where the day stands, and no other braces; "
                "write 'Your visit on {day}'"
            )
        for text in self._of_one():
            if not _names(text, KIND):
                raise RuleError(
                    f"a client is told {shown_value(text)} of one of several: expected {{kind}} where its name stands, "
                    "and no other braces; write '{kind}: not yet'"
                )

    def _of_one(self) -> Iterator[str]:
        if self.alternative:
            yield self.alternative
        for said in (self.each, *self.of_option.values()):
            yield from said.values()

    def texts(self) -> Iterator[tuple[str, str]]:
        """Yield every sentence with where it stands."""
        yield from ((outcome.name, text) for outcome, text in self.outcomes.items())
        yield from ((f"each, {outcome.name}", text) for outcome, text in self.each.items())
        for option, said in self.of_option.items():
            yield from ((f"{option.name}, {outcome.name}", text) for outcome, text in said.items())
        for name in ("title", "alternative", "heading", "closing"):
            if text := getattr(self, name):
                yield name, text


def _names(text: str, what: str) -> bool:
    """Say whether a sentence has places for one thing, and none for anything else."""
    try:
        places = [(name, form, change) for _, name, form, change in Formatter().parse(text) if name is not None]
    except ValueError:
        return False
    return set(places) == {(what, "", None)}

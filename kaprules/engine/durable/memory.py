"""Working memories of durable-rules: messages go in, firings come out, and nothing is left behind.

The C extension is called directly, with no action in any rule: firings are read as data. One decision at a time owns a
session, whose id is constant; each message that the engine took must fire, and so must a *sentinel* in every use, or
nothing that it answers counts. All messages are asserted before anything fires, as the engine must not reuse the place
of a firing while the message of an earlier one is still there. After an interruption the firings are drained and every
message is retracted by its id; a memory that cannot be emptied is not used again. (Tried, and dangerous: deleting a
session, batches, two threads on one session, the public ``Host``.)
"""

from __future__ import annotations

import importlib
import itertools
import json
from collections.abc import Callable, Iterable, Sequence
from typing import Any, Final, NamedTuple

from ..conclusions import EngineFailure
from .fragment import KIND, EngineRule, check


def extension() -> Any:
    """Return the C extension; raise ``EngineFailure`` where it cannot be imported."""
    try:
        return importlib.import_module("durable_rules_engine")
    except ImportError as error:
        raise EngineFailure(
            f"durable-rules cannot be imported here ({error}): pip install 'kaprules[durable]', from Python 3.13 on "
            "with CPPFLAGS=-DPyEval_CallObject=PyObject_CallObject, or decide by bit masks, engine='bits'"
        ) from error


def _idents(kind: int) -> tuple[str, ...]:
    """Return the id of a message of a kind for each set of readings (1 certain, 2 possible, 4 open)."""
    return tuple(f"{readings}{kind:03d}" for readings in range(8))


class Kind(NamedTuple):
    """A kind of message: which of all that is said it holds, and its id and beginning for each set of readings."""

    pick: Callable[[Sequence[str]], Sequence[str]]
    idents: tuple[str, ...]
    heads: tuple[str, ...]

    @classmethod
    def of(cls, number: int, pick: Callable[[Sequence[str]], Sequence[str]]) -> Kind:
        idents = _idents(number)
        return cls(pick, idents, tuple(f'{{"id":"{ident}","{KIND}":{number}' for ident in idents))


RULE_NAME: Final = slice(2, 6)
MESSAGE_ID: Final = slice(20, 24)
"""Where both stand in a firing, ``{"0001":{"m":{"id":"7001",...``: it is read as text, for speed."""
SENTINEL_RULE: Final = "0000"
SENTINEL_NAME: Final = "zz"
SENTINEL: Final = f',"{SENTINEL_NAME}":1'
"""Put into one message of every use of a working memory: a rule fires on it whatever else the message holds."""


class DerivedFact(NamedTuple):
    """A concept that later stages read: its place in all that is said, its bit among the conclusions, its fragment."""

    place: int
    bit: int
    text: str


class Stage:
    """Engine rules that need nothing of one another: one rule set of the engine.

    The engine looks through all rules of a rule set for each firing, so that several small ones are faster than one.
    """

    def __init__(
        self, rules: Sequence[EngineRule], concluded: dict[str, int], kinds: Sequence[Kind], owner: str
    ) -> None:
        check(rules, owner)
        self.kinds = kinds
        self.derived: list[DerivedFact] = []
        self.concluded = concluded
        self.sentinel = concluded[SENTINEL_RULE]
        self.most_firings = 3 * len(rules) + 1
        self.every_ident = [ident for kind in kinds for ident in kind.idents]
        definition = json.dumps({rule.name: rule.definition for rule in rules}, separators=(",", ":"))
        try:
            self.handle: int = extension().create_ruleset(f"kaprules{next(_NUMBERS)}", definition)
        except extension().error as error:
            raise EngineFailure(f"durable-rules refused {owner}: {error}; report it with the rule set") from error


_NUMBERS: Final = itertools.count(1)
REPORT: Final = "report it with the rule set and the client's facts"


class Memory:
    """The working memory of one stage in one session; empty between decisions."""

    __slots__ = ("error", "first", "next", "place", "put", "stage", "tail", "take_back")

    def __init__(self, stage: Stage, number: int) -> None:
        engine = extension()
        self.stage = stage
        self.error = engine.error
        self.put, self.take_back = engine.assert_fact, engine.retract_fact
        self.first, self.next = engine.start_action_for_state, engine.complete_and_start_action
        self.tail = f',"sid":"{number}"}}'
        self.place = 0
        self.try_out()

    def try_out(self) -> None:
        """See that the memory is empty and answers."""
        kind = self.stage.kinds[0]
        self.conclude([(kind.idents[7], kind.heads[7])])

    def conclude(self, messages: Iterable[tuple[str, str]]) -> dict[str, int]:
        """Assert messages, take every firing, and retract them; return by id what was concluded from each.

        All are asserted before anything fires: durable-rules must not reuse the place of a firing while the
        message of an earlier one is still there.
        """
        handle, tail = self.stage.handle, self.tail
        found: dict[str, int] = {}
        for ident, text in messages:
            code, place = self.put(handle, text + tail if found else text + SENTINEL + tail)
            if code == 0:
                found[ident] = 0
                self.place = place
            elif code != 1:  # nothing matches this message, and the engine does not keep it
                raise EngineFailure(
                    f"durable-rules answered message {ident} with code {code}: expected 0 or 1; {REPORT}"
                )
        self._drain(found)
        if not any([concluded & self.stage.sentinel for concluded in found.values()]):
            raise EngineFailure(f"durable-rules did not fire the sentinel: nothing that it answers counts; {REPORT}")
        for ident, concluded in found.items():
            if not concluded:
                raise EngineFailure(f"durable-rules took message {ident} but fired nothing for it; {REPORT}")
        self._retract(found)
        return found

    def _drain(self, found: dict[str, int]) -> None:
        """Take every firing, and add what it concludes to the message it comes from."""
        handle, place, step, concluded = self.stage.handle, self.place, self.next, self.stage.concluded
        start = self.first(handle, place)
        firing = None if start is None else start[1]
        left = self.stage.most_firings
        while firing is not None:
            try:
                found[firing[MESSAGE_ID]] |= concluded[firing[RULE_NAME]]
            except KeyError:
                raise EngineFailure(
                    f"durable-rules fired {firing[:24]}...: expected a known rule and message; {REPORT}"
                ) from None
            if not left:
                raise EngineFailure(
                    f"durable-rules fired more than {self.stage.most_firings} times: expected an end; {REPORT}"
                )
            left -= 1
            firing = step(handle, place)

    def _retract(self, idents: Iterable[str]) -> None:
        handle, tail = self.stage.handle, self.tail
        for ident in idents:
            code, _ = self.take_back(handle, f'{{"id":"{ident}"{tail}')
            if code != 0:
                raise EngineFailure(f"durable-rules did not let go of message {ident}: code {code}; {REPORT}")

    def rescued(self) -> bool:
        """Empty the memory after a decision was interrupted, wherever that was; say whether it is as good as new."""
        handle, place = self.stage.handle, self.place
        try:
            for _ in range(2 * self.stage.most_firings):
                try:
                    if self.next(handle, place) is not None:
                        continue
                except self.error:  # no firing was under way
                    pass
                if self.first(handle, place) is None:
                    break
            self._retract(self.stage.every_ident)
            self.try_out()
        except Exception:  # whatever it is, this memory is not used again
            return False
        return True


Session = list[Memory]
"""A working memory for each stage; one decision at a time owns it."""

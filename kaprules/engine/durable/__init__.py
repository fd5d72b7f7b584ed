"""durable-rules, a forward-chaining engine in C, inside the fragment where it is exact; the checker certifies it.

``fragment`` is what the engine can hold, ``encoding`` how facts are put into messages, ``rulebook`` the lowering as
engine rules, ``memory`` how they are run.
"""

from __future__ import annotations

import os
import threading

from ...rule import RuleSet
from ..conclusions import Conclusions, EngineFailure
from ..snapshot import Snapshot
from .memory import REPORT, extension
from .rulebook import RuleBook


def available() -> bool:
    """Say whether durable-rules can be imported here."""
    try:
        extension()
    except EngineFailure:
        return False
    return True


def _rulebook(ruleset: RuleSet) -> RuleBook:
    """Return the rule set as compiled in this process; a forked process makes its own, and its own lock."""
    book: RuleBook | None = ruleset.made.get("durable")
    process = os.getpid()
    if book is not None and book.process == process and not book.exhausted:
        return book
    with ruleset.made.setdefault(f"durable lock of process {process}", threading.Lock()):
        book = ruleset.made.get("durable")
        if book is None or book.process != process or book.exhausted:
            book = ruleset.made["durable"] = RuleBook(ruleset)
        return book


def evaluate(ruleset: RuleSet, facts: Snapshot) -> Conclusions:
    """Conclude every concept, every rule and the outcome, by forward chaining in durable-rules.

    Raises ``EngineFailure`` where the engine cannot be imported or does not behave, and ``RuleError`` where the
    rule set exceeds what it can hold.
    """
    session = None
    while session is None:
        book = _rulebook(ruleset)
        encoded = book.encoded(facts)
        session = book.session()
    kept = False
    try:
        concluded = book.decide(session, encoded)
        kept = True
    except EngineFailure:
        raise  # and the session is not used again
    except extension().error as error:
        raise EngineFailure(f"durable-rules refused a message: {error}; {REPORT}") from error
    except BaseException:
        kept = all([memory.rescued() for memory in session])
        raise
    finally:
        if kept:
            book.idle.append(session)
    return concluded

"""Rule books as files: what a rule set means, everything that is said of it, and its lowering, as one JSON object.

With such a file a snapshot is decided without the code of its time, and two books can be compared word for word.
"""

from __future__ import annotations

from typing import Any, Final

from . import description
from .engine.lowering import OUTCOMES, Lowering, lowered
from .language import Language, locale
from .limit import Exact
from .ruleset import RuleSet

FORMAT: Final = "kaprules rule book"
VERSION: Final = 1


def to_data(ruleset: RuleSet, made_by: str) -> dict[str, Any]:
    """Return a rule set as plain data; ``made_by`` names the release whose rules they are.

    >>> from kaprules import SCREENING
    >>> data = to_data(SCREENING, "0.4.0")
    >>> len(data["lowering"]["columns"]) == len(SCREENING.facts), data["digest"] == SCREENING.digest
    (True, True)
    """
    words = description.words(ruleset)
    return {
        "format": FORMAT,
        "version": VERSION,
        "made_by": made_by,
        "digest": ruleset.digest,
        "meaning_digest": ruleset.meaning,
        "policy": ruleset.policy or None,
        "meaning": description.meaning(ruleset),
        "words": words,
        "translations": {
            language.value: _translated(words, language) for language in Language if language is not Language.ENGLISH
        },
        "lowering": _lowering(lowered(ruleset)),
    }


def to_json(ruleset: RuleSet, made_by: str) -> str:
    """Return a rule set as one line of canonical JSON."""
    return description.canonical(to_data(ruleset, made_by)) + "\n"


def _translated(words: dict[str, Any], language: Language) -> dict[str, str]:
    told = locale(language)
    return {text: other for text in description.texts(words) if text and (other := told(text)) != text}


def _lowering(book: Lowering) -> dict[str, Any]:
    return {
        "columns": [
            {
                "fact": column.fact,
                "options": list(column.options),
                "limits": [_number(limit) for limit in column.limits],
                "may_be_passed_over": column.unexamined,
            }
            for column in book.columns
        ],
        "literals": [[literal.column, literal.test, _number(literal.value)] for literal in book.literals],
        "targets": [
            {
                "id": target.id,
                "kind": target.kind,
                "level": None if target.level is None else target.level.name,
                "stratum": target.stratum,
                "alternatives": [[list(each.literals), list(each.targets)] for each in target.alternatives],
            }
            for target in book.targets
        ],
        "outcomes": [
            [outcome.name, None if level is None else level.name, or_undecided]
            for outcome, level, or_undecided in OUTCOMES
        ],
    }


def _number(value: Exact) -> int | str:
    return value if isinstance(value, int) else str(value)

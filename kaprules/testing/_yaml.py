"""YAML as JSON with less punctuation: nothing in it is guessed, repeated or referred to.

``true``, ``false`` and ``null`` are what they are in JSON, numbers are exact, and every other plain scalar is text:
``yes``, ``on``, ``2026-11-23`` and ``1:30`` too. Keys given twice, anchors, aliases and tags are refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, Final

import yaml

from ..clientfile import parse_json
from ..errors import InputError, input_error

WORDS: Final = {"true": True, "false": False, "null": None, "": None, "~": None}
NUMBER: Final = re.compile(r"-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?")


def parse_yaml(text: str | bytes) -> Any:
    """Return the data of a YAML text, numbers exactly as written.

    >>> parse_yaml("on: 2026-11-23\\ndose: 1.10\\nasked: yes")
    {'on': '2026-11-23', 'dose': Decimal('1.10'), 'asked': 'yes'}

    Raises ``InputError`` naming the line for what is no YAML, or more than JSON could say.
    """
    try:
        events = yaml.parse(text.decode() if isinstance(text, bytes) else text, Loader=_LOADER)
        return _document(iter(events))
    except UnicodeDecodeError:
        raise input_error("the text", problem="is not in UTF-8", remedy="save it in this encoding") from None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f" at line {mark.line + 1}, column {mark.column + 1}" if mark is not None else ""
        reason = getattr(error, "problem", None) or "unreadable"
        remedy = "check the indentation and the quotes there"
        raise input_error(f"invalid YAML{where}", reason=reason, remedy=remedy) from None
    except RecursionError:
        raise input_error(
            "the text", problem="is nested too deeply", expected="cases", remedy="check its indentation"
        ) from None


_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def _document(events: Iterator[Any]) -> Any:
    found = None
    for event in events:
        if isinstance(event, yaml.DocumentStartEvent):
            found = _value(next(events), events)
        elif isinstance(event, yaml.DocumentEndEvent) and isinstance(
            following := next(events), yaml.DocumentStartEvent
        ):
            raise _refused(following, "a second document", "write one list of cases")
    return found


def _value(event: Any, events: Iterator[Any]) -> Any:
    if isinstance(event, yaml.AliasEvent) or event.anchor is not None:
        raise _refused(event, "an anchor or alias", "write the value out")
    if event.tag is not None:
        raise _refused(event, f"the tag {event.tag}", "remove it")
    if isinstance(event, yaml.ScalarEvent):
        return _scalar(event)
    if isinstance(event, yaml.SequenceStartEvent):
        found = []
        while not isinstance(event := next(events), yaml.SequenceEndEvent):
            found.append(_value(event, events))
        return found
    members: dict[str, Any] = {}
    while not isinstance(event := next(events), yaml.MappingEndEvent):
        if not isinstance(event, yaml.ScalarEvent):
            _value(event, events)
            raise _refused(event, "a list or an object as a key", "write text")
        key = str(event.value)
        if event.anchor is not None or event.tag is not None:
            _value(event, events)
        if key in members:
            problem = f"is given twice, again in line {event.start_mark.line + 1}"
            raise input_error(key, problem=problem, remedy="remove one of the two")
        members[key] = _value(next(events), events)
    return members


def _scalar(event: Any) -> Any:
    text = str(event.value)
    if event.style:
        return text
    if text in WORDS:
        return WORDS[text]
    return parse_json(text) if NUMBER.fullmatch(text) else text


def _refused(event: Any, what: str, remedy: str) -> InputError:
    line = f"line {event.start_mark.line + 1}"
    return input_error(line, problem=f"holds {what}", expected="plain data", remedy=remedy)

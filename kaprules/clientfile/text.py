"""The text of a client file: JSON, of a size that one client has, numbers exactly as written."""

from __future__ import annotations

import collections
import json
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from typing import Any, Final

from ..errors import GIVEN_NOTHING, InputError, Shown, input_error, shown_value

MAX_BYTES: Final = 1_000_000
"""The size of one client beyond which it is refused unread."""
MAX_SHOWN: Final = 40
"""How many characters of a value or a name an error repeats."""
MAX_INTEGER_DIGITS: Final = 4_000
"""Python converts a little more; whatever is longer is refused as a decimal."""


def size_of(text: object) -> int:
    """Return how many bytes a text has; raise ``InputError`` where it is neither text nor bytes."""
    if not isinstance(text, str | bytes):
        raise input_error("the text", text, expected="text or bytes", remedy="pass what the file holds")
    return len(text) if isinstance(text, bytes) else len(text.encode(errors="surrogatepass"))


def too_large() -> InputError:
    """Return the error for a text that is too large to be one client."""
    return input_error(
        "the text",
        problem=f"has more than {MAX_BYTES:,} bytes",
        expected="one client",
        remedy="give several as JSON Lines, one a line",
    )


def parse_json(text: str | bytes) -> Any:
    """Return the data of a JSON text, numbers exactly as written.

    Raises ``InputError`` for what is not JSON in UTF-8, and for a name that is given twice in one object.
    """
    size_of(text)
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            raise input_error(
                f"byte {error.start + 1}",
                Shown(f"0x{text[error.start]:02x}"),
                expected="text in UTF-8",
                remedy="save the file in UTF-8",
            ) from None
    text = text.removeprefix("\ufeff")
    if not text.strip():
        raise input_error(problem="there is no text", expected="one JSON object", remedy="the file may be empty")
    repeated: list[tuple[object, str]] = []

    def members(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        found = dict(pairs)
        if len(found) < len(pairs):
            count = collections.Counter(name for name, _ in pairs)
            repeated.append((found, count.most_common(1)[0][0]))
        return found

    try:
        data = json.loads(
            text, parse_int=_as_written, parse_float=_as_written, parse_constant=Decimal, object_pairs_hook=members
        )
    except json.JSONDecodeError as error:
        remedy = "check the quotes, commas and brackets there"
        if error.msg == "Extra data":
            remedy = "remove what follows it, or give several as JSON Lines, one a line"
        raise input_error(
            f"invalid JSON at line {error.lineno}, column {error.colno}", expected="one JSON object", remedy=remedy
        ) from None
    except RecursionError:
        raise input_error(
            "the text", problem="is nested too deeply", expected="groups of facts", remedy="check its brackets"
        ) from None
    if repeated:
        # The object noted last holds or follows the others, so it is still a part of the data.
        owner, name = repeated[-1]
        where = next(path for path, value in _places(data) if value is owner)
        raise input_error(
            value=Shown(joined(where, name)),
            problem="{value} is given twice",
            expected="it once",
            remedy="remove one of the two",
        )
    return data


def _as_written(number: str) -> int | Decimal:
    if len(number) < MAX_INTEGER_DIGITS and number.lstrip("-").isdigit():
        return int(number)
    try:
        return Decimal(number)
    except InvalidOperation:
        # The exponent has some twenty digits: whatever was meant, no number that could be taken.
        return Decimal("Infinity")


def _places(data: object) -> Iterator[tuple[str, object]]:
    """Yield every value within ``data`` with its path; without recursion, since nesting may be deep."""
    stack = [("", data)]
    while stack:
        path, value = stack.pop()
        yield path, value
        if isinstance(value, dict):
            stack.extend((joined(path, name), each) for name, each in value.items())
        elif isinstance(value, list):
            stack.extend((f"{path}[{place}]", each) for place, each in enumerate(value))


def joined(path: str, name: object) -> str:
    path = path if len(path) <= 4 * MAX_SHOWN else f"{path[: 4 * MAX_SHOWN]}..."
    return f"{path}.{_printable(name)}" if path else _printable(name)


def _printable(name: object) -> str:
    if not isinstance(name, str):
        return shown_value(name, MAX_SHOWN)
    return name if len(name) <= MAX_SHOWN and name.isprintable() else as_json(name)


def as_json(value: object) -> Shown:
    """Return a value as JSON writes it, on one line and not too long."""
    if isinstance(value, Shown):
        return value
    if isinstance(value, dict | list | tuple):
        return Shown("an object" if isinstance(value, dict) else "a list")
    if isinstance(value, str):
        cut = value[:MAX_SHOWN]
        return Shown(f"{json.dumps(cut, ensure_ascii=not cut.isprintable())}{'...' if cut != value else ''}")
    if isinstance(value, bool) or value is None:
        return Shown(json.dumps(value))
    if type(value) not in (int, float, Decimal):  # nothing that JSON writes
        return Shown(shown_value(value, MAX_SHOWN))
    text = str(Decimal(value) if isinstance(value, int) else value)
    return Shown(text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}...")


def wrong(
    place: str,
    value: object = GIVEN_NOTHING,
    problem: str = "",
    *,
    expected: str = "",
    remedy: str = "",
    reason: str = "",
    meant: str = "",
) -> InputError:
    """Return the error of a value, shown as JSON writes it."""
    shown = value if value is GIVEN_NOTHING else as_json(value)
    suggestion = json.dumps(meant) if meant else ""
    return input_error(place, shown, problem, reason=reason, expected=expected, remedy=remedy, suggestion=suggestion)

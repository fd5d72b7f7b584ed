"""From the text of a policy file to a policy: nothing is taken on trust."""

from __future__ import annotations

import datetime
import re
import tomllib
from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, Final

import attrs

from ..clientfile import MAX_BYTES, MAX_SHOWN, as_number, size_of
from ..errors import Faults, InputError, Shown, input_error, nearest, unknown_name
from ..facts.model import clean_text, zone_name, zone_of
from ..limit import exact
from ..possible import Level
from ..ruleset import RuleSet
from .changes import (
    READ_WITH,
    TABLES,
    Change,
    ChecklistDefined,
    MedicineNamed,
    SwitchedOff,
    ValidityMoved,
    names_of,
    read_by,
    read_with,
)
from .site import FORMAT, VERSIONS, Policy, books, under

LISTED: Final = "kaprules rules lists the rules, and shows the limits of each"
SINCE: Final[Mapping[str, int]] = MappingProxyType(
    {kind.table: 2 for kind in (MedicineNamed, SwitchedOff, ValidityMoved, ChecklistDefined)} | {"crisis_contact": 2}
)
"""The version since which a policy may hold a table or a setting, where that is not the first."""
ID: Final = "[a-zA-Z0-9_.]{1,100}"
"""What the id of a limit or a rule is made of."""
_ID: Final = re.compile(ID)


def read_policy(text: str | bytes, *, after: Policy | None = None, rulesets: Iterable[RuleSet] | None = None) -> Policy:
    """Return the policy that a TOML text describes, held against the library's rule sets or those given.

    ``after`` is the policy that it is to be laid over, a group's under a clinic's: then an entry may also give back
    what the library has. ``after.then(...)`` of what is returned composes the two.

    >>> policy = read_policy('''
    ... format = "kaprules policy"
    ... version = 1
    ...
    ... [[level]]
    ... rule = "psychosis.family"
    ... level = "exclusion"
    ... reason = "our therapists work alone"
    ... approved_by = "medical director"
    ... date = 2026-11-01
    ... expires = 2027-10-31
    ... ''')
    >>> policy.changes[0].name, str(policy.last)
    ('level psychosis.family', '2027-10-31')

    Raises ``InputError`` for anything that cannot be taken exactly as it stands, one line for each entry.
    """
    data = _parsed(text)
    faults, changes = Faults(), []
    for table, kind in TABLES.items():
        entries = data.get(table, [])
        if not isinstance(entries, list) or not all(isinstance(entry, dict) for entry in entries):
            remedy = f"write [[{table}]] above each entry"
            raise input_error(table, Shown(_short(entries)), expected="tables", remedy=remedy)
        for number, entry in enumerate(entries, 1):
            change = faults.take(table, entry, _change, kind, entry, number)
            changes += [] if change is None else [change]
    among = books(rulesets)
    before = set() if after is None else {change.place for change in after.changes}
    for change in changes:
        faults.take(change.table, change, _check_known, change, among, change.place in before)
    name = faults.take("name", data.get("name"), _field, "name", data["name"]) if "name" in data else ""
    zone = faults.take("zone", data, _zone, data.get("zone"))
    contact = faults.take("crisis_contact", data, _contact, data)
    faults.settle()
    policy = Policy(tuple(changes), zone or "", name=name or "", crisis_contact=contact or "")
    for ruleset in among:
        policy.applied(ruleset) if after is None else under(policy.changes, ruleset)
    return policy


def _parsed(text: str | bytes) -> dict[str, Any]:
    if size_of(text) > MAX_BYTES:
        problem = f"has more than {MAX_BYTES:,} bytes"
        raise input_error("the text", problem=problem, expected="one policy", remedy="leave out what is none")
    try:
        text = text.decode() if isinstance(text, bytes) else text
        data = tomllib.loads(text.removeprefix("\ufeff"), parse_float=Decimal)
    except UnicodeDecodeError:
        raise input_error("the text", problem="is not in UTF-8", remedy="save it in this encoding") from None
    except (ValueError, ArithmeticError, RecursionError) as error:
        deep = isinstance(error, RecursionError)
        what = Shown("its brackets are nested too deeply" if deep else str(error))
        raise input_error(value=what, problem="this is not TOML: {value}", remedy="correct it there") from None
    if data.get("format") != FORMAT:
        shown_format = Shown(_short(data.get("format")))
        raise input_error("format", shown_format, expected=repr(FORMAT), remedy="this is no policy file")
    if type(data.get("version")) is not int or data["version"] not in VERSIONS:
        version = Shown(_short(data.get("version")))
        expected = " or ".join(map(str, VERSIONS))
        raise input_error("version", version, expected=expected, remedy="this kaprules reads no other")
    for table, since in SINCE.items():
        if table in data and data["version"] < since:
            problem, remedy = f"is not known in version {data['version']}", f"write version = {since}"
            raise input_error(table, problem=problem, remedy=remedy)
    for key in data:
        if key not in (known := {"format", "version", "name", "zone", "crisis_contact", *TABLES}):
            raise unknown_name(f"{_short(key)}", key, known)
    return data


def _zone(given: object) -> str:
    """Return the name of the place that a policy decides in, empty where it names none."""
    return "" if given is None else zone_name(zone_of(given if isinstance(given, str) else Shown(_short(given)))) or ""


def _contact(data: Mapping[str, Any]) -> str:
    """Return whom a client can reach in a crisis, empty where the policy names nobody."""
    if "crisis_contact" not in data:
        return ""
    given = data["crisis_contact"]
    if not isinstance(given, str) or not given.strip():
        raise input_error(
            "crisis_contact",
            Shown(_short(given)),
            expected="whom a client can reach at any time, as text",
            remedy="write the name of the service and its number in quotes, or leave it out",
        )
    return clean_text(given, "crisis_contact")


def _change(kind: type[Change], entry: dict[str, Any], number: int) -> Change:
    fields = [field.name for field in attrs.fields(kind)]
    name = entry.get(kind.called_by)
    where = f"{kind.table} {name}" if isinstance(name, str) and _ID.fullmatch(name) else f"{kind.table} number {number}"
    faults, found = Faults(), dict[str, Any]()
    for key in entry:
        if key not in fields:
            faults.found += unknown_name(_short(key), key, fields).faults
    for key in fields:
        if key in entry:
            found[key] = faults.take(key, entry[key], _field, key, entry[key], kind)
        elif key not in OPTIONAL:
            missing = input_error(key, problem="is missing", expected=expected_of(kind, key), remedy="add it")
            faults.found += missing.faults
    if faults.found:
        raise InputError(*faults.found).within(where)
    return kind(**found)


EXPECTED: Final = {
    "id": "the id of a limit",
    "fact": "the id of a fact",
    "days": "a whole number of days",
    "version": "a whole number, raised whenever the items change",
    "title": "what the list is called",
    "items": "items of the library's lists, by id",
    "asked_of": "client or clinician",
    "question": "what is asked of all items, where their lists ask it otherwise",
    "rule": "the id of a rule",
    "value": "a number",
    "unit": "the limit's unit in quotes",
    "level": names_of(Level),
    "reason": "why the site differs",
    "approved_by": "the role of whoever approved it",
    "date": "the first day on which it holds",
    "expires": "the last day on which it holds",
    "loosens": "true or false",
    "name": "what people call the policy",
    "substance": "the name of a medicine, as it is written",
    "ingredient": "an ingredient of the table",
    "classes": "its classes in a list, [] where it has none",
    "tells_of": "the diseases of which it tells in a list, [] where of none",
}


def expected_of(kind: type[Change], key: str) -> str:
    """Return what is expected under a key of a table."""
    return "what files call the list" if kind is ChecklistDefined and key == "id" else EXPECTED[key]


OPTIONAL: Final = frozenset({"loosens", "question", "ingredient", "classes", "tells_of"})
"""What an entry may leave out."""


def _field(key: str, given: Any, kind: type[Change] = Change) -> Any:
    def wrong(expected: str, remedy: str) -> InputError:
        return input_error(key, Shown(_short(given)), expected=expected, remedy=remedy)

    if key in ("date", "expires"):
        if type(given) is not datetime.date:
            raise wrong(EXPECTED[key], "write it as 2026-11-23, without quotes and without a time")
        return given
    if key == "loosens":
        if not isinstance(given, bool):
            raise wrong(EXPECTED[key], "write it without quotes")
        return given
    if key in ("days", "version"):
        if type(given) is not int:
            raise wrong(EXPECTED[key], "write it as 30, without quotes")
        return given
    if key == "value":
        if isinstance(given, dict):
            return as_number(given, key)
        if not isinstance(given, int | Decimal) or isinstance(given, bool):
            raise wrong(EXPECTED[key], "write it without quotes")
        return exact(given, key)
    if key in ("classes", "tells_of", "items"):
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            raise wrong(EXPECTED[key], 'write it as ["asthma"]' if key == "items" else 'write it as ["opioid"]')
        return [clean_text(each, key) for each in given]
    if not isinstance(given, str):
        raise wrong(EXPECTED[key], "write it in quotes")
    if key == "level":
        if given not in [level.value for level in Level]:
            raise wrong(f"one of {EXPECTED[key]}", "choose one of them")
        return Level(given)
    if not given.strip() and key != "unit":
        raise wrong(EXPECTED[key], "say it")
    text = clean_text(given, key)
    if key in ("id", "rule", "fact") and not _ID.fullmatch(text):
        listed = "write it as heart_short" if kind is ChecklistDefined else LISTED
        raise wrong(expected_of(kind, key), listed)
    return text


def _short(given: object) -> str:
    if given is None:
        return "missing"
    if isinstance(given, dict | list):
        return "a table" if isinstance(given, dict) else "a list"
    if isinstance(given, int | Decimal) and not isinstance(given, bool):
        given = Decimal(given)  # a long one is not written out as an int
    text = repr(given) if isinstance(given, str) else str(given).lower()
    return text if len(text) <= MAX_SHOWN else f"{text[:MAX_SHOWN]}..."


def _check_known(change: Change, rulesets: tuple[RuleSet, ...], again: bool) -> None:
    """Raise ``InputError`` where no rule set knows what is changed, or one of them does not allow it.

    What a policy before it changed may be given ``again`` as the library has it.
    """
    concerned = [ruleset for ruleset in rulesets if change.concerns(ruleset)]
    for ruleset in concerned:
        under((change,), ruleset) if again else Policy((change,)).applied(ruleset)
    if concerned:
        return
    if change.of in read_with() | _equivalents():
        raise change.refused(reason=READ_WITH)
    known = {name: each for ruleset in rulesets for name, each in change.known(ruleset).items()}
    if isinstance(change, ValidityMoved) and any(each.id == change.fact for book in rulesets for each in read_by(book)):
        remedy = f"a site may choose that of {', '.join(known)}" if known else "a site may choose that of none"
        raise change.refused(reason="the library fixes for how long it counts", remedy=f"remove the entry; {remedy}")
    near = nearest(change.of, known)
    meant = repr(near) if near else ""
    raise input_error(change.table, change.of, "is unknown", remedy=LISTED, suggestion=meant, label=change.name)


def _equivalents() -> set[str]:
    """Return the ids of the limits by which doses of medicines are compared."""
    from ..ingredients import INGREDIENTS

    return {each.lorazepam_equivalent.id for each in INGREDIENTS if each.lorazepam_equivalent}

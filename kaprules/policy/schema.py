"""The JSON Schema of a policy file: of what TOML makes of it, dates as text.

Every policy that ``read_policy`` takes is valid by it. It says less than the reader: not which limits and rules there
are, nor their bounds.
"""

from __future__ import annotations

from typing import Any, Final

import attrs

from ..facts.medicines import CLASSES_BY_NAME, TOLD_BY_NAME
from ..possible import Level
from ..schema import DIALECT, SHARED
from .changes import ASKED_OF, TABLES, Change
from .reading import ID, OPTIONAL, expected_of
from .site import FORMAT, VERSIONS

TEXT: Final = SHARED["text"] | {"pattern": r"\S"}
DAY: Final = {"type": "string", "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"}
FIELDS: Final[dict[str, dict[str, Any]]] = {
    "id": {"type": "string", "pattern": f"^{ID}$"},
    "rule": {"type": "string", "pattern": f"^{ID}$"},
    "fact": {"type": "string", "pattern": f"^{ID}$"},
    "days": {"type": "integer"},
    "version": {"type": "integer", "minimum": 1},
    "title": TEXT,
    "items": {"type": "array", "items": SHARED["text"], "minItems": 1},
    "asked_of": {"enum": list(ASKED_OF)},
    "question": TEXT,
    "value": SHARED["number"],
    "unit": SHARED["text"],
    "level": {"enum": [level.value for level in Level]},
    "reason": TEXT,
    "approved_by": TEXT,
    "date": DAY,
    "expires": DAY,
    "loosens": {"type": "boolean"},
    "substance": TEXT,
    "ingredient": TEXT,
    "classes": {"type": "array", "items": {"enum": sorted(CLASSES_BY_NAME)}},
    "tells_of": {"type": "array", "items": {"enum": sorted(TOLD_BY_NAME)}},
}


def policy_schema() -> dict[str, Any]:
    """Return the JSON Schema (2020-12) of a site's policy, for editors of TOML and for those who write policies.

    >>> policy_schema()["properties"]["limit"]["items"]["properties"]["loosens"]["type"]
    'boolean'
    """
    tables = {name: {"type": "array", "items": _entry(kind)} for name, kind in TABLES.items()}
    return {
        "$schema": DIALECT,
        "title": FORMAT,
        "description": "What a site chooses otherwise than the library.",
        "type": "object",
        "properties": {"format": {"const": FORMAT}, "version": {"enum": list(VERSIONS)}, "name": TEXT, "zone": TEXT}
        | {"crisis_contact": TEXT}
        | tables,
        "required": ["format", "version"],
        "anyOf": [
            *({"required": [name], "properties": {name: {"minItems": 1}}} for name in TABLES),
            {"required": ["zone"]},
            {"required": ["crisis_contact"]},
        ],
        "additionalProperties": False,
        "$defs": {"fraction": SHARED["fraction"]},
    }


def _entry(kind: type[Change]) -> dict[str, Any]:
    names = [field.name for field in attrs.fields(kind)]
    return {
        "type": "object",
        "properties": {name: {"description": expected_of(kind, name), **FIELDS[name]} for name in names},
        "required": [name for name in names if name not in OPTIONAL],
        "additionalProperties": False,
    }

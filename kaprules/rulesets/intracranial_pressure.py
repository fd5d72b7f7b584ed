"""Raised pressure inside the skull, masses and hydrocephalus: what the source's own sources add to its criteria."""

from __future__ import annotations

from typing import Final

from ..rule import Rule

RULES: Final[tuple[Rule, ...]] = ()

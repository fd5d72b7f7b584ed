"""Severe personality disorder and unstable eating disorder: what the source's own sources add to its criteria."""

from __future__ import annotations

from typing import Final

from ..rule import Rule

RULES: Final[tuple[Rule, ...]] = ()

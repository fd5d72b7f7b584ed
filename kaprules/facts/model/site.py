"""What a site's policy says of how facts are read: for how long they count, what is not asked, what names mean."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

import attrs

from .validity import Validity


@attrs.frozen(kw_only=True)
class SiteWord:
    """One choice of a site about a fact: why, on whose word and for how long."""

    reason: str
    approved_by: str
    date: datetime.date
    expires: datetime.date


@attrs.frozen(kw_only=True)
class SiteValidity(SiteWord):
    """For how long a fact counts at a site."""

    validity: Validity


@attrs.frozen(kw_only=True)
class NotAsked(SiteWord):
    """A fact for which a site does not ask, as it switched off the rule that does."""

    rule: str


class SiteReading(NamedTuple):
    """What a site's policy says of the facts of one group."""

    names: Mapping[str, Any] = MappingProxyType({})
    """Of names that stand in it, by name."""
    validities: Mapping[Any, SiteValidity] = MappingProxyType({})
    """For how long its facts count, or those of its records, where that is otherwise than they declare."""
    unasked: Mapping[Any, NotAsked] = MappingProxyType({})
    """The facts that are not asked for, and are looked for on indication alone."""

    @property
    def of_records(self) -> SiteReading:
        """What it says of the records of the group."""
        return SiteReading(validities=self.validities) if self.validities else AS_DECLARED


AS_DECLARED: Final = SiteReading()
"""Where no policy says anything."""

"""Values as the Python that makes them, ready to paste into a rule."""

from __future__ import annotations

import enum
from datetime import date, datetime
from decimal import Decimal
from fractions import Fraction
from typing import Any

from ..facts.model import (
    HAPPENED,
    NEVER,
    AtLeastThese,
    Between,
    Confirmation,
    DaysAgo,
    Facts,
    HoursAgo,
    NoneWithin,
    OneOf,
    OverDaysAgo,
    PartialDate,
    Quantity,
    Recorded,
    Reports,
    given,
)


def source(value: Any) -> str:
    """Return the Python that makes a value of a fact.

    >>> source(Recorded(Fraction(3, 2), on=date(2026, 1, 1)))
    'Recorded(1.5, on=date(2026, 1, 1))'
    """
    if value is NEVER or value is HAPPENED:
        return str(value.name)
    if isinstance(value, enum.Enum):
        return f"{type(value).__name__}.{value.name}"
    if isinstance(value, Facts):
        return f"{type(value).__name__}({', '.join(f'{name}={source(each)}' for name, each in given(value).items())})"
    if isinstance(value, Fraction):
        decimal = Decimal(value.numerator) / Decimal(value.denominator)
        return source(decimal) if Fraction(decimal) == value else f"Fraction({value.numerator}, {value.denominator})"
    if isinstance(value, Decimal):
        short = repr(float(value))
        return short if Decimal(short) == value else f'Decimal("{value.normalize():f}")'
    if isinstance(value, datetime):
        return f'datetime.fromisoformat("{value.isoformat()}")'
    if isinstance(value, date):
        return f"date({value.year}, {value.month}, {value.day})"
    if isinstance(value, Recorded):
        evidence = {name: getattr(value, name) for name in ("on", "by", "reference", "confirmed_by")}
        beside = "".join(f", {name}={source(each)}" for name, each in evidence.items() if each is not None)
        return f"Recorded({source(value.value)}{beside})"
    if isinstance(value, Confirmation):
        return f"Confirmation({source(value.name)}, on={source(value.on)})"
    if isinstance(value, Reports):
        return f"Reports({', '.join(sorted(map(source, value.reports)))})"
    if isinstance(value, OneOf):
        return f"OneOf({', '.join(sorted(map(source, value.options)))})"
    if isinstance(value, Between):
        return f"Between({source(value.low)}, {source(value.high)})"
    if isinstance(value, Quantity):
        return f'Quantity({source(value.value)}, "{value.unit}")'
    if isinstance(value, DaysAgo | NoneWithin | OverDaysAgo):
        return f"{type(value).__name__}({value.days})"
    if isinstance(value, HoursAgo):
        return f"HoursAgo({source(value.hours)})"
    if isinstance(value, PartialDate):
        return f"PartialDate({value.year})" if value.month is None else f"PartialDate({value.year}, {value.month})"
    if isinstance(value, AtLeastThese):
        return f"AtLeastThese({', '.join(map(source, value.records))})"
    if isinstance(value, tuple):
        return f"[{', '.join(map(source, value))}]"
    return repr(value)

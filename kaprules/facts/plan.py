"""What is planned for a session: product, route, intended tier, what has been prepared and booked."""

from __future__ import annotations

import enum

from .fact import Choice, Facts


class Product(enum.Enum):
    """What is given, and by which route; esketamine is the nasal spray that comes under a risk programme."""

    RACEMIC_SUBLINGUAL = "racemic, sublingual"
    RACEMIC_ORAL = "racemic, oral"
    RACEMIC_INTRANASAL = "racemic, intranasal"
    RACEMIC_INTRAMUSCULAR = "racemic, intramuscular"
    RACEMIC_INTRAVENOUS = "racemic, intravenous"
    ESKETAMINE = "esketamine"


class Plan(Facts, group="plan"):
    """What is planned for a session: product, route, intended tier, what has been prepared and booked."""

    product: Choice = Choice(
        title="Product and route",
        question="Which product is planned, and by which route?",
        options=Product,
    )

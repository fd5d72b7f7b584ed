"""A practice: who gives the treatment, where, on which terms, and with which evaluations of the client."""

from __future__ import annotations

from .evaluations import Evaluations
from .model import Subject, group
from .premises import Premises
from .team import Team
from .terms import Terms


class Practice(Subject):
    """What is known of a practice, as it would treat one client; a group left out is not known.

    >>> from kaprules.facts import Practice
    >>> Practice(id="north").team
    Team()

    Raises ``InputError`` for an unknown group, or a value that is not of that group.
    """

    team: Team = group(Team)
    premises: Premises = group(Premises)
    terms: Terms = group(Terms)
    evaluations: Evaluations = group(Evaluations)

"""A session: what is planned, what is so on the day, after the dose and until the next one."""

from __future__ import annotations

from .follow_up import FollowUp
from .medicines import Medicines
from .model import Subject, group
from .person import Person
from .plan import Plan
from .recovery import Recovery
from .reproduction import Reproduction
from .today import Today
from .vitals import Vitals


class Session(Subject):
    """What is known of one session of one client, from its plan to the days after; a group left out is not known.

    >>> from kaprules.facts import Session
    >>> Session(id="third").plan
    Plan()

    Raises ``InputError`` for an unknown group, or a value that is not of that group.
    """

    plan: Plan = group(Plan)
    vitals: Vitals = group(Vitals)
    reproduction: Reproduction = group(Reproduction)
    person: Person = group(Person)
    medicines: Medicines = group(Medicines)
    today: Today = group(Today)
    recovery: Recovery = group(Recovery)
    follow_up: FollowUp = group(FollowUp)

"""One subject out of what several sources say of it: an intake, a chart, a laboratory.

Every report of a fact stands beside the others, and what they come to together is read as of one source that reports
several times: a risk that anybody reports stays, and what disagrees with no direction declared is CONFLICTING. So
nothing is chosen here, the order does not matter, and the same source twice is that source.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from ...errors import Faults, input_error
from .group import Facts
from .subject import Subject, groups_of
from .united import united

About = TypeVar("About", bound=Subject)


def merge(*subjects: About) -> About:
    """Return one subject with every report of every fact that any of several subjects has.

    A value beats what was not asked; a stated absence (declined, not known) is a report like any other. Series are
    united, identical observations once, in an order of their own; of a list, the newest date of those that are said to
    be complete stands, or it stays open, and a value beats a stated absence. Merging is free of order, and merging
    again changes nothing.

    Answers to checklists stand beside each other as reports do.

    More readings make a new mean, as they do in one source. What a reading alone would have come to, and all together
    do not, is named in ``Decision.outweighed``.

    >>> from datetime import date
    >>> from kaprules import Client, Recorded, Reporter
    >>> from kaprules.facts import Circulation
    >>> asked = Client(id="7", circulation=Circulation(unstable_angina=Recorded(False, by=Reporter.CLIENT)))
    >>> chart = Client(circulation=Circulation(unstable_angina=Recorded(True, by=Reporter.RECORD)))
    >>> merged = merge(asked, chart)
    >>> merged.id, len(merged.circulation.unstable_angina.reports), merged == merge(chart, asked, chart)
    ('7', 2, True)

    Raises ``InputError`` for different ids or kinds of subject, for two days where a fact has one (a birth date), and
    for observations of one source beside what another worked out of its own: nobody can say whether they are the same.
    """
    if not subjects:
        raise input_error(problem="there is nothing to merge", expected="one subject or more", remedy="give them")
    kind = type(subjects[0])
    faults = Faults()
    among: tuple[object, ...] = subjects
    wanted = f"a {kind.__name__}" if isinstance(among[0], Subject) else "a subject"
    for each in among:
        if not isinstance(each, Subject) or type(each) is not kind:
            remedy = "merge each kind of subject by itself"
            faults.found += input_error("subject", each, expected=wanted, remedy=remedy).faults
    faults.settle()
    ids = sorted({each.id for each in subjects if each.id is not None})
    if len(ids) > 1:
        remedy = "merge only what is known of one, or give all of it one id"
        faults.found += input_error("id", ids[1], reason=f"another one has {ids[0]!r}", remedy=remedy).faults
    given: dict[str, Any] = {"id": ids[0]} if ids else {}
    for name, group in groups_of(kind).items():
        parts = [each.__dict__[name] for each in subjects]
        if any(part != parts[0] for part in parts):
            given[name] = faults.take(name, parts[0], _group, group, parts)
        else:
            given[name] = parts[0]
    faults.settle()
    return kind(checklists=[answer for each in subjects for answer in each.checklists], **given)


def _group(kind: type[Facts], groups: Sequence[Facts]) -> Facts:
    faults = Faults()
    values = {
        fact.name: faults.take(fact.id, None, united, fact, [group.__dict__[fact.name] for group in groups])
        for fact in kind.__facts__
    }
    faults.settle()
    return kind(**values)

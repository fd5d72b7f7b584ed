"""What a site's policy says of names of medicines, as far as a decision uses it."""

from __future__ import annotations

from ..engine.evaluation import Evaluation, once
from ..ingredients import SiteName


@once
def site_names(evaluation: Evaluation) -> tuple[SiteName, ...]:
    """Return what the site's policy says of each name that stands in the subject and that the rules read.

    Whatever the table of ingredients does not hold would be unknown without it.
    """
    groups = [evaluation.subject.__dict__[name] for name in evaluation.ruleset.groups]
    used = {each for group in groups for each in group.names_used(evaluation.on)}
    return tuple(sorted(used, key=lambda each: each.name))

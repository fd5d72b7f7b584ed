"""A site's policy: limits and validities moved within their bounds, levels chosen, rules switched on or off.

And names of medicines explained.

Each for a reason and a time.

A policy is a TOML file. ``read_policy`` takes nothing on trust: what is unknown, outside the bounds, fixed by the
library or never in force is an ``InputError``. ``Policy.applied`` gives the rule set as the site wants it;
``compose`` lays a clinic's policy over its group's, and lets it only tighten unless an entry says otherwise.
"""

from .changes import FOUND_OTHERWISE as FOUND_OTHERWISE
from .changes import Change as Change
from .changes import ChecklistDefined as ChecklistDefined
from .changes import LevelChosen as LevelChosen
from .changes import LimitMoved as LimitMoved
from .changes import MedicineNamed as MedicineNamed
from .changes import SwitchedOff as SwitchedOff
from .changes import SwitchedOn as SwitchedOn
from .changes import ValidityMoved as ValidityMoved
from .changes import conditions_of as conditions_of
from .changes import limits_of as limits_of
from .reading import read_policy as read_policy
from .site import Policy as Policy
from .site import books as books
from .site import compose as compose

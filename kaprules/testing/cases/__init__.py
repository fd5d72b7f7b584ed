"""Case files: subjects with the outcome that is expected of each, in JSON or YAML, for any implementation to run.

A file holds one case, a list of cases, or an object with ``cases`` beside what they share. Nothing in it is skipped or
guessed: unknown keys, keys given twice and cases that cannot be built are an ``InputError`` of one line each.

>>> from kaprules.testing.cases import faults, read_cases
>>> (case,) = read_cases('''
... id: a pressure that excludes
... ruleset: screening
... on: 2026-11-23
... subject: {vitals: {mean_systolic: {value: 165, unit: "mm[Hg]"}}}
... outcome: EXCLUDED
... truths: {cardiovascular.pressure.uncontrolled: "TRUE"}
... ''', form="yaml")
>>> faults(case)
[]
"""

from .case import FORMAT as FORMAT
from .case import VERSION as VERSION
from .case import Case as Case
from .case import Decide as Decide
from .case import as_stated as as_stated
from .case import decided as decided
from .case import faults as faults
from .case import switched_on as switched_on
from .reading import form_of as form_of
from .reading import load_cases as load_cases
from .reading import read_cases as read_cases
from .writing import case_to_data as case_to_data
from .writing import laid_on as laid_on
from .writing import pasted as pasted

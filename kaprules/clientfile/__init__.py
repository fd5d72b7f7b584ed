"""Client files, and those of other subjects: one JSON object is one subject, named as its facts are declared.

A value stands alone (``true``, ``"never"``) or in an object with what belongs to it: its unit, when it was obtained,
by whom, where it is filed. Nothing is coerced, skipped or assumed; what cannot be taken is an ``InputError`` with a
fault for each place: the value, what was expected and what to do, in the words of the file.
"""

from .compared import split_comparison as split_comparison
from .parts import EVIDENCE as EVIDENCE
from .parts import STATED as STATED
from .reading import FORMS as FORMS
from .reading import as_number as as_number
from .reading import beside as beside
from .reading import read_client as read_client
from .reading import read_clients as read_clients
from .reading import read_subject as read_subject
from .reading import subject_from_data as subject_from_data
from .reading import takes_fractions as takes_fractions
from .text import MAX_BYTES as MAX_BYTES
from .text import MAX_INTEGER_DIGITS as MAX_INTEGER_DIGITS
from .text import MAX_SHOWN as MAX_SHOWN
from .text import parse_json as parse_json
from .text import size_of as size_of
from .text import too_large as too_large
from .times import DAY as DAY
from .times import TIME as TIME
from .times import as_written as as_written
from .times import read_when as read_when
from .writing import group_to_data as group_to_data
from .writing import numeral as numeral
from .writing import subject_to_data as subject_to_data
from .writing import subject_to_json as subject_to_json

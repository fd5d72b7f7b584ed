"""Client files, and those of other subjects: one JSON object is one subject, named as its facts are declared.

A value stands alone (``true``, ``"never"``) or in an object with what belongs to it: its unit, when it was obtained,
by whom, where it is filed. Nothing is coerced, skipped or assumed; what cannot be taken is an ``InputError`` with a
fault for each place: the value, what was expected and what to do, in the words of the file.
"""

from .reading import DAY as DAY
from .reading import EVIDENCE as EVIDENCE
from .reading import FORMS as FORMS
from .reading import STATED as STATED
from .reading import TIME as TIME
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
from .writing import numeral as numeral
from .writing import subject_to_data as subject_to_data
from .writing import subject_to_json as subject_to_json

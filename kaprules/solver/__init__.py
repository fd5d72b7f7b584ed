"""Rule books as formulas of the solver Z3: what could be known of a subject, and who it is of whom that is known.

What is proved by it is in ``kaprules.assurance.proof``; what is drawn by it in ``kaprules.testing``.
"""

from typing import Final

NEEDED: Final = "the solver Z3 is not installed: pip install 'kaprules[proof]'"
"""What to do where the modules of this package cannot be imported."""

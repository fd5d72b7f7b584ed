"""Generated subjects of any rule set, the same at every run, by seeded bytes in place of drawn ones."""

from __future__ import annotations

import random
from collections.abc import Iterator

from kaprules import RuleSet
from kaprules.baseline import baseline
from kaprules.facts.model import Subject, groups_of
from kaprules.testing import _decode
from kaprules.testing._decode import Filled

FILLED = (Filled.SPARSE, Filled.NEAR, Filled.COMPLETE, Filled.COMPLETE, Filled.VARIED)
"""How much is recorded of a subject, as often as ``kaprules.testing.subjects()`` draws it."""


def generated(ruleset: RuleSet, count: int, seed: int = 0, filled: tuple[Filled, ...] = FILLED) -> Iterator[Subject]:
    """Yield so many subjects of a rule set, as ``kaprules.testing.subjects()`` makes them."""
    chance = random.Random(seed)
    book = baseline(ruleset)
    sizes = [_decode.size_of(group) for group in groups_of(ruleset.subject).values()]
    for _ in range(count):
        yield _decode.subject(book, chance.choice(filled), [chance.randbytes(size) for size in sizes])

"""The smallest reason of a conclusion: the fewest facts that make it as true as it is, whatever all the others are.

It is read off the derivation: what makes an ``all_of`` TRUE is what makes all of its parts TRUE, what makes it FALSE is
what makes one of them FALSE (``ways`` holds the algebra). What is UNKNOWN has no reason; asked the other way round, the
same walk gives the fewest facts left to know under which it would be TRUE, and those under which it would be FALSE.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

import attrs

from ..conditions import Test
from ..engine.derivation import Derivation
from ..language import CODED, Locale
from ..phrases import TRUTHS, denied, held, phrase, value
from ..possible import Truth
from .ways import ANYHOW, NO_WAY, Ways, either, together

# Of one rule or concept --------------------------------------------------------------------------------------


@attrs.frozen
class Premise:
    """One test of one fact out of a derivation, and how true it is, or would have to be."""

    node: Derivation
    truth: Truth

    @property
    def fact(self) -> str:
        """The id of the fact."""
        return self.node.id

    @property
    def known(self) -> str:
        """What is known of the fact."""
        assert self.node.test is not None and self.node.possible is not None
        return value(self.node.test.subject, self.node.possible) or "not known"

    @property
    def says(self) -> str:
        """What the premise states: the test where it is, or would be, TRUE, and its opposite where it is FALSE."""
        assert self.node.test is not None
        return phrase(self.node.test) if self.truth is Truth.TRUE else denied(self.node.test)

    def render(self, locale: Locale = CODED) -> str:
        """Return what the premise states and what is known of its fact, in the reader's language."""
        test, possible = self.node.test, self.node.possible
        assert test is not None and possible is not None
        if self.truth is self.node.truth and not locale.coded:
            return held(test, possible, locale)
        says = phrase(test, locale) if self.truth is Truth.TRUE else denied(test, locale)
        known = value(test.subject, possible, locale, test.operand) or locale("not known")
        return f"{says}: {known}" if locale.coded else locale("{test} (now {known})", test=says, known=known)

    def __str__(self) -> str:
        return self.render()


@attrs.frozen
class Reason:
    """The fewest facts that make a rule or concept as true as it is, whatever all the others are.

    A fact counts as it stands: a test for what is missing rests on its being missing. What is UNKNOWN has no reason;
    it has the fewest facts left to know under which it would be TRUE, and those under which it would be FALSE.
    """

    of: str
    truth: Truth
    premises: tuple[Premise, ...] = ()
    would_hold: tuple[Premise, ...] = ()
    would_fail: tuple[Premise, ...] = ()

    @property
    def facts(self) -> tuple[str, ...]:
        """The ids of the facts that it rests on; for what is UNKNOWN, of those that would settle it."""
        return tuple(dict.fromkeys(each.fact for each in (*self.premises, *self.would_hold, *self.would_fail)))

    def render(self, locale: Locale = CODED) -> str:
        """Return the reason in the reader's language."""
        return "\n".join(self._lines(locale))

    def __str__(self) -> str:
        return self.render()

    def _lines(self, locale: Locale) -> Iterator[str]:
        if self.truth is not Truth.UNKNOWN:
            yield locale("{name} is {truth}, as", name=self.of, truth=locale(TRUTHS[self.truth]))
            yield from (f"  {premise.render(locale)}" for premise in self.premises)
            return
        yield locale("{name} is UNKNOWN", name=self.of)
        for truth, premises in ((Truth.TRUE, self.would_hold), (Truth.FALSE, self.would_fail)):
            yield f"  {locale('it would be {truth} with', truth=locale(TRUTHS[truth]))}"
            yield from (f"    {premise.render(locale)}" for premise in premises)


def reason(found: Derivation) -> Reason:
    """Return the smallest reason of the conclusion that a derivation is of."""
    if found.truth is Truth.UNKNOWN:
        return Reason(found.id, found.truth, (), *(_fewest(found, each) for each in (Truth.TRUE, Truth.FALSE)))
    return Reason(found.id, found.truth, _fewest(found, found.truth))


def _fewest(found: Derivation, wanted: Truth) -> tuple[Premise, ...]:
    """Return the tests of the fewest facts by which a conclusion is, or would become, as true as is wanted."""
    facts = dict.fromkeys(node.id for node in found.walk() if node.possible is not None)
    bits = {fact: 1 << len(facts) - place for place, fact in enumerate(facts, 1)}
    asking = found.truth is Truth.UNKNOWN
    way = _least_way(found, wanted, bits, asking)
    return () if way is None else tuple(dict.fromkeys(_premises(found, wanted, bits, way, asking)))


def _least_way(node: Derivation, wanted: Truth, bits: Mapping[str, int], asking: bool) -> int | None:
    """Return the first of the ways of a node, or None where there is none.

    Parts of which all have to be so, and which share no fact, are independent: the first ways of each are the first
    way of all, and the product of their families is never made.
    """
    if node.possible is not None or not _takes_all(node, wanted):
        ways = _ways_of_node(node, wanted, bits, asking)
        return ways[0] if ways else None
    below, united = _of_part(node, wanted), 0
    for parts in _sharing_facts(node.parts, bits):
        if len(parts) == 1:
            way = _least_way(parts[0], below, bits, asking)
        else:
            ways = together(_ways_of_node(part, below, bits, asking) for part in parts)
            way = ways[0] if ways else None
        if way is None:
            return None
        united |= way
    return united


def _sharing_facts(parts: Iterable[Derivation], bits: Mapping[str, int]) -> Iterator[list[Derivation]]:
    """Yield the parts of a node in groups, of which no two share a fact."""
    groups = list[tuple[int, list[Derivation]]]()
    for part in parts:
        facts, together_with = sum({bits[node.id] for node in part.walk() if node.possible is not None}), [part]
        apart = list[tuple[int, list[Derivation]]]()
        for group in groups:
            if group[0] & facts:
                facts, together_with = facts | group[0], [*group[1], *together_with]
            else:
                apart.append(group)
        groups = [*apart, (facts, together_with)]
    yield from (found for _, found in groups)


def _ways_of_node(node: Derivation, wanted: Truth, bits: Mapping[str, int], asking: bool) -> Ways:
    """Return the sets of facts by which a node is as true as is wanted; ``asking``, those by which it would be."""
    if node.possible is None:
        parts = [_ways_of_node(part, _of_part(node, wanted), bits, asking) for part in node.parts]
        return together(parts) if _takes_all(node, wanted) else either(parts)
    if node.truth is wanted:
        return ANYHOW if asking else (bits[node.id],)
    return (bits[node.id],) if asking and _may_become(node, wanted) else NO_WAY


def _may_become(node: Derivation, wanted: Truth) -> bool:
    """Say whether a test may still come out as is wanted: a fact that is missing may be found."""
    assert node.test is not None
    return node.truth is Truth.UNKNOWN or (node.test.test is Test.MISSING and wanted is Truth.FALSE)


def _premises(node: Derivation, wanted: Truth, bits: Mapping[str, int], facts: int, asking: bool) -> Iterator[Premise]:
    """Yield the tests of some facts that together make a node as true as is wanted."""
    if node.possible is not None:
        if not (asking and node.truth is wanted):
            yield Premise(node, wanted)
        return
    below = _of_part(node, wanted)
    for part in node.parts:
        if _suffices(part, below, bits, facts, asking):
            yield from _premises(part, below, bits, facts, asking)
            if not _takes_all(node, wanted):
                return


def _suffices(node: Derivation, wanted: Truth, bits: Mapping[str, int], facts: int, asking: bool) -> bool:
    """Say whether some facts make a node as true as is wanted."""
    if node.possible is None:
        below = _of_part(node, wanted)
        parts = (_suffices(part, below, bits, facts, asking) for part in node.parts)
        return all(parts) if _takes_all(node, wanted) else any(parts)
    return any(way & facts == way for way in _ways_of_node(node, wanted, bits, asking))


def _of_part(node: Derivation, wanted: Truth) -> Truth:
    """Return how true the parts of a node have to be: the opposite below a concept that is ruled out."""
    turned = node.test is not None and node.test.test is Test.RULED_OUT
    return Truth(Truth.TRUE - wanted) if turned else wanted


def _takes_all(node: Derivation, wanted: Truth) -> bool:
    return node.kind not in ("all", "any") or (node.kind == "all") == (wanted is Truth.TRUE)

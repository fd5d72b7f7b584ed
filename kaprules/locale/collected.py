"""Every text that a reader may see: the literal messages of the source, and what is declared of rules and facts."""

from __future__ import annotations

import ast
import enum
import itertools
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

import attrs

from ..conditions import Atom
from ..facts.model import Choice, Fact, Facts, Mutability, Reporter, Series, groups_of
from ..ingredients import MedicineClass, Told
from ..limit import Certainty, Citation, Limit
from ..policy import FOUND_OTHERWISE
from ..possible import Absence, Level, Mark, Outcome
from ..rule import Concept, Marked, Phase, Rule, Until, fact_atoms
from ..ruleset import RuleSet
from ..rulesets import CRITERIA, RULESETS
from ..sources import PROJECT

PACKAGE: Final = Path(__file__).parent.parent
READERS: Final = "what a clinician or a client reads"
AUDITORS: Final = "what an auditor reads"


@attrs.frozen
class Message:
    """A text to be translated, with its form for more than one, where it stands, and who reads it."""

    text: str
    where: str
    many: str = ""
    audience: str = READERS


class NotLiteral(ValueError):
    """A call of a reader whose text cannot be collected."""


def messages() -> tuple[Message, ...]:
    """Return every message once for each place where it stands: literals first, then what is declared."""
    return tuple(dict.fromkeys((*literals(), *of_pages(), *declared())))


# Literals ----------------------------------------------------------------------------------------------------


def literals(package: Path = PACKAGE) -> Iterator[Message]:
    """Yield the texts that the source gives to ``locale(...)``, ``locale.count(...)``, ``message(...)`` and
    ``plural(...)``."""
    for path in sorted(package.rglob("*.py")):
        where = path.relative_to(package.parent).as_posix()
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                yield from _told(node, where)


def _told(call: ast.Call, where: str) -> Iterator[Message]:
    name = _name(call.func)
    if name in ("locale", "message") or (name == "self" and where.endswith("/language.py")):
        texts = call.args[:1]
        yield from (Message(text, where) for each in texts for text in _constants(each, where))
    elif name == "plural" or (name == "count" and isinstance(call.func, ast.Attribute)):
        found = [text for each in call.args[:2] for text in _constants(each, where)]
        if len(found) == 2:
            yield Message(found[0], where, found[1])


def _name(node: ast.expr) -> str:
    return node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""


def _constants(node: ast.expr, where: str) -> Iterator[str]:
    """Yield the texts that an argument may be; a name or an attribute is a declared text, or was marked."""
    if isinstance(node, ast.JoinedStr | ast.BinOp):
        raise NotLiteral(f"{where}:{node.lineno}: a message is put together; write it whole, with {{placeholders}}")
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        if node.value and node.value not in ("en", "es"):
            yield node.value
    elif isinstance(node, ast.IfExp):
        yield from _constants(node.body, where)
        yield from _constants(node.orelse, where)


def of_pages() -> Iterator[Message]:
    """Yield the texts of the templates of pages, and the headlines of the parts of the rule book."""
    from ..pages.book import headline_of
    from ..pages.frame import messages

    for name, one, many in messages():
        yield Message(one, f"kaprules/pages/templates/{name}", many)
    for name, module in CRITERIA.items():
        yield Message(headline_of(module), f"part {name}: headline")


# What is declared --------------------------------------------------------------------------------------------


def declared() -> Iterator[Message]:
    """Yield the declared texts: of enumerations, of rule sets with their rules and concepts, of facts, of citations."""
    for options in (Outcome, Level, Mark, Absence, Reporter, Mutability, Phase, Certainty, MedicineClass, Told):
        yield from _options(options)
    yield from _policies()
    rulesets: tuple[RuleSet, ...] = tuple(RULESETS.values())
    for ruleset in rulesets:
        yield Message(ruleset.question, f"rule set {ruleset.name}: question")
        for outcome, text in ruleset.words.items():
            yield Message(text, f"rule set {ruleset.name}: {outcome.name}")
        for option, said in ruleset.each.items():
            for outcome, text in said.items():
                yield Message(text, f"rule set {ruleset.name}: {option.name}, {outcome.name}")
        for place, text in ruleset.client_words.texts():
            yield Message(text, f"rule set {ruleset.name}: to the client, {place}")
    owners: dict[Rule | Concept, None] = {}
    for ruleset in rulesets:
        owners |= dict.fromkeys((*ruleset.rules, *ruleset.optional_rules, *ruleset.concepts))
    for owner in owners:
        yield from _rule(owner) if isinstance(owner, Rule) else [Message(owner.title, f"concept {owner.id}: title")]
    for group in dict.fromkeys(group for ruleset in rulesets for group in _groups(ruleset)):
        for fact in group.__facts__:
            yield from _fact(fact, group)
    for owner in owners:
        yield from _for_auditors(owner)


def _policies() -> Iterator[Message]:
    yield Message(FOUND_OTHERWISE.text, "policy: lifts")
    yield Message("on; without the policy off", "policy: a rule", audience=AUDITORS)
    for one, other in itertools.permutations(Level, 2):
        text = f"level is {one.value}; without the policy {other.value}"
        yield Message(text, "policy: a level", audience=AUDITORS)


def _options(options: Iterable[enum.Enum]) -> Iterator[Message]:
    for option in options:
        yield Message(str(option.value), f"option {type(option).__name__}.{option.name}")


def _groups(ruleset: RuleSet) -> Iterator[type[Facts]]:
    for group in groups_of(ruleset.subject).values():
        yield group
        yield from (fact.record for fact in group.__facts__ if isinstance(fact, Series))


def _rule(rule: Rule) -> Iterator[Message]:
    yield Message(rule.clinician_text, f"rule {rule.id}: says")
    if rule.client_text:
        yield Message(rule.client_text, f"rule {rule.id}: plain")
    yield from (Message(text, f"rule {rule.id}: plain, {test.name}") for test, text in rule.client_text_by)
    if rule.today:
        yield Message(rule.today, f"rule {rule.id}: today")
    if rule.until is not None and not is_put_together(rule.until):
        yield Message(rule.until.text, f"rule {rule.id}: lifts")


def is_put_together(lifts: Until) -> bool:
    """Say whether the words are made of an event and a limit."""
    return lifts.event is not None and lifts.after is not None


def _fact(fact: Fact, group: type[Facts]) -> Iterator[Message]:
    where = f"fact {group.__group__}.{fact.name}"
    yield Message(fact.title, f"{where}: title")
    if fact.question:
        yield Message(fact.question, f"{where}: question")
    if isinstance(fact, Choice):
        yield from _options(fact.options)
        for option, name in fact.client_names.items():
            yield Message(name, f"{where}: {option.name} to the client")
    if fact.on_indication:
        yield Message(fact.on_indication, f"{where}: on indication", audience=AUDITORS)


def _for_auditors(owner: Rule | Concept) -> Iterator[Message]:
    kind = "rule" if isinstance(owner, Rule) else "concept"
    if owner.rationale:
        yield Message(owner.rationale, f"{kind} {owner.id}: because", audience=AUDITORS)
    if isinstance(owner, Rule) and owner.practice_variation:
        yield Message(owner.practice_variation, f"rule {owner.id}: varies", audience=AUDITORS)
    for citation in (*owner.source, *(limit.source for limit in _limits(owner))):
        yield from _citation(citation)


def _limits(owner: Rule | Concept) -> Iterator[Limit]:
    marked = [mark.when for mark in getattr(owner, "marks", ()) if isinstance(mark, Marked)]
    for condition in (owner.when, *marked):
        for atom in fact_atoms(condition):
            assert isinstance(atom, Atom)
            if isinstance(atom.operand, Limit):
                yield atom.operand


def _citation(citation: Citation) -> Iterator[Message]:
    """Yield the place in a work; the work itself keeps the title under which it is found."""
    if citation.source is PROJECT:
        yield Message(PROJECT.title, "source KAPRULES: title", audience=AUDITORS)
    yield Message(citation.locator, f"source {citation.source.key}: place", audience=AUDITORS)
    if citation.strength:
        yield Message(citation.strength, f"source {citation.source.key}: strength", audience=AUDITORS)

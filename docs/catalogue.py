"""Pages made from the declarations: the rules of each criterion and of each later rule set, and the two accounts."""

from __future__ import annotations

import importlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from accounts import KINDS, ROWS, STATEMENTS, Entry

from kaprules.conditions import Condition
from kaprules.facts.model import Fact
from kaprules.limit import Limit
from kaprules.policy import ValidityMoved, limits_of
from kaprules.possible import Level, Outcome
from kaprules.rule import Concept, Marked, Rule, fact_atoms
from kaprules.ruleset import RuleSet
from kaprules.rulesets import CRITERIA, RULESETS, SCREENING
from kaprules.wording.catalogue import bounds_text, condition_lines, example_text, limit_text

GROUPS: Final = {
    Level.EXCLUSION: "Exclusions",
    Level.NEEDS_INFORMATION: "What must be obtained or assessed",
    Level.CAUTION: "Cautions",
    Level.NOTE: "Notes",
}
OFF: Final = "Off unless a site switches it on"
CONCEPTS: Final = "Concepts that these rules use"


def write(folder: Path) -> None:
    """Write every generated page into ``folder``, and nothing else."""
    folder.mkdir(exist_ok=True)
    for old in folder.glob("*.md"):
        old.unlink()
    for name, text in pages().items():
        (folder / f"{name}.md").write_text(text, encoding="utf-8")


def pages() -> dict[str, str]:
    """Return every generated page by its name."""
    later = {name: ruleset for name, ruleset in RULESETS.items() if ruleset is not SCREENING}
    return {
        "index": index(),
        **{name: _criterion(name) for name in CRITERIA},
        **{name: _later(ruleset) for name, ruleset in later.items()},
        "choices": choices(),
        "coverage": coverage(),
    }


def index() -> str:
    """Return the page that lists every rule set."""
    rows = [
        f"| {title(ruleset.name)} | {ruleset.question} | {len(ruleset.rules)} | {len(ruleset.optional_rules)} "
        f"| {len(ruleset.concepts)} | `{ruleset.digest}` |"
        for ruleset in RULESETS.values()
    ]
    lines = [
        "# The rule book",
        "",
        "Everything on these pages is made from the declarations.",
        "",
        f"| rule set | question | rules | {OFF.lower()} | concepts | digest |",
        "|---|---|---|---|---|---|",
        *rows,
        "",
        "Where practices differ, a rule says so; [each choice](../design.md#where-practices-differ) has its paragraph.",
        "",
        *_contents("Screening", CRITERIA),
        *_contents("After the screening", (name for name in RULESETS if name != SCREENING.name)),
        *_contents("Accounts", ("choices", "coverage")),
    ]
    return "\n".join(lines)


def _contents(caption: str, names: Iterable[str]) -> list[str]:
    return ["```{toctree}", f":caption: {caption}", ":maxdepth: 1", "", *names, "```", ""]


def title(name: str) -> str:
    """Return the title of a page."""
    return name.replace("_", " ").capitalize()


def _criterion(name: str) -> str:
    module = CRITERIA[name]
    off = getattr(module, "OFF", ())
    concepts = RuleSet(name, name, (*module.RULES, *off)).concepts
    return page(name, (module.__doc__ or "",), module.RULES, off, concepts)


def _later(ruleset: RuleSet) -> str:
    module = importlib.import_module(f"kaprules.rulesets.{ruleset.name}")
    words = [f"| `{outcome.name}` | {ruleset.words[outcome]} |" for outcome in reversed(Outcome)]
    said = module.__doc__ or ""
    introduction = (
        "" if ruleset.question in said else f"**{ruleset.question}**\n",
        said,
        "\n".join(("| outcome | means here |", "|---|---|", *words, "")),
        f"Asked at: {ruleset.phase.value}."
        + (f" Judged for each: {ruleset.alternatives.title.lower()}." if ruleset.alternatives is not None else ""),
        f"\nDigest: `{ruleset.digest}`.",
    )
    return page(ruleset.name, introduction, ruleset.rules, ruleset.optional_rules, ruleset.concepts)


def page(
    name: str,
    introduction: Iterable[str],
    rules: tuple[Rule, ...],
    off: tuple[Rule, ...],
    concepts: tuple[Concept, ...],
) -> str:
    """Return a page of rules, grouped by their level."""
    lines = [f"# {title(name)}", "", *introduction, ""]
    groups: dict[str, tuple[Rule | Concept, ...]] = {
        **{heading: tuple(rule for rule in rules if rule.level is level) for level, heading in GROUPS.items()},
        OFF: off,
        CONCEPTS: concepts,
    }
    for heading, owners in groups.items():
        if owners:
            lines += [f"## {heading}", ""]
        for owner in owners:
            lines += [*_owner(owner), ""]
    return "\n".join(lines)


def _owner(owner: Rule | Concept) -> Iterator[str]:
    if isinstance(owner, Rule):
        yield f"({owner.id})="
        yield f"### {owner.id}\n"
        yield f"**{owner.level.value.capitalize()}.** {owner.clinician_text}"
        if owner.until is not None:
            yield f"\nHow it lifts: {owner.until.text}."
        yield f"\n{_levels(owner)}"
    else:
        yield f"### {owner.id}\n"
        yield f"**{owner.title}.**"
    yield from _condition("", owner.when)
    if isinstance(owner, Rule):
        for mark in owner.marks:
            if isinstance(mark, Marked):
                yield from _condition(f"Marked as {mark.mark.value} where:", mark.when)
            else:
                yield f"Marked as {mark.value}.\n"
    limits = {atom.operand.id: atom.operand for atom in fact_atoms(owner.when) if isinstance(atom.operand, Limit)}
    yield from (f"- limit {limit_text(limit)}" for limit in limits.values())
    yield from (f"- source: {citation}" for citation in owner.source)
    if isinstance(owner, Rule):
        yield from (f"- statement of the source: {entry}" for entry in STATEMENTS if owner.id in entry.rules)
        yield from (f"- row of the clinical basis: {entry}" for entry in ROWS if owner.id in entry.rules)
    if owner.rationale:
        yield f"\nWhy so: {owner.rationale}"
    if isinstance(owner, Rule) and owner.practice_variation:
        yield f"\nPractice varies: {owner.practice_variation}"
    yield "\n| example | facts |\n|---|---|"
    yield from (f"| {each.case.value} | `{example_text(each)}` |" for each in owner.examples)


def _levels(rule: Rule) -> str:
    if not rule.levels:
        return "Its level is fixed."
    return f"A site may choose its level: {', '.join(level.value for level in rule.levels)}."


def _condition(introduction: str, when: Condition) -> Iterator[str]:
    yield f"{introduction}\n\n```text"
    yield from condition_lines(when)
    yield "```\n"


def choices() -> str:
    """Return the page of all that a site may choose: limits and validities, levels, and which rules are on or off."""
    lines = [
        "# What a site may choose",
        "",
        "Every limit that a site may move, every fact of which it may choose for how long it counts, every rule of "
        "which it may choose the level, and every rule that it may switch on or off, by its [policy](../policy.md). "
        "What stands first is the library's own choice. What is not here is fixed. Why so, and what the sources say, "
        "stands in [where practices differ](../design.md#where-practices-differ).",
        "",
    ]
    for ruleset in RULESETS.values():
        limits = [each for each in limits_of(ruleset).values() if each.floor is not None or each.ceiling is not None]
        levels = [each for each in (*ruleset.rules, *ruleset.optional_rules) if each.levels]
        moved = ValidityMoved.known(ruleset).values()
        if not limits and not levels and not moved and not ruleset.optional_rules:
            continue
        lines += [f"## {title(ruleset.name)}", ""]
        if limits:
            lines += ["| limit | library | site |", "|---|---|---|"]
            lines += [f"| `{each.id}` | {each.shown} | {bounds_text(each)}{_label(each)} |" for each in limits]
            lines += [""]
        if moved:
            lines += ["| fact | counts for | site | by |", "|---|---|---|---|"]
            lines += map(_moved, moved)
            lines += [""]
        if levels:
            lines += ["| rule | library | site |", "|---|---|---|"]
            lines += [f"| {_reference(each.id)} | {each.level.value} | {_others(each)} |" for each in levels]
            lines += [""]
        if ruleset.optional_rules:
            lines += [f"{OFF}: {', '.join(_reference(each.id) for each in ruleset.optional_rules)}.", ""]
        if free := [each for each in ruleset.rules if each.may_be_off]:
            lines += [f"On unless a site switches them off: {', '.join(_reference(each.id) for each in free)}.", ""]
    return "\n".join(lines)


def _moved(fact: Fact) -> str:
    bounds = fact.validity.movable
    assert bounds is not None
    by = f"{bounds.source.locator} ({bounds.source.certainty.value})"
    return f"| `{fact.id}` | {fact.validity.intake} days | {bounds.floor} to {bounds.ceiling} days | {by} |"


def _label(limit: Limit) -> str:
    return "; a regulator's label bounds it" if limit.label else ""


def _others(rule: Rule) -> str:
    return ", ".join(level.value for level in rule.levels if level is not rule.level)


def coverage() -> str:
    """Return the tables from every statement of the source, and every row of the clinical basis, to what encodes it."""
    return "\n".join(
        (
            "# Source coverage",
            "",
            "Every statement of the source document, then every row of the clinical basis, in this project's words, "
            "with what encodes it or the reason why nothing does. A test fails where one of them loses its rule, or a "
            "level, a number or a time differs from what is said here.",
            "",
            "What is named is a rule, or one of these, with what it has to say:",
            "",
            "| named | means |",
            "|---|---|",
            *(f"| {name} | {kind.means} |" for name, kind in KINDS.items()),
            "",
            "## Statements of the source",
            "",
            *_table(STATEMENTS),
            "",
            "## Rows of the clinical basis",
            "",
            "The clinical basis gives what the source leaves open: numbers, levels, how far a site may go, and for how "
            "long a fact counts.",
            "",
            *_table(ROWS),
            "",
        )
    )


def _table(entries: Iterable[Entry]) -> Iterator[str]:
    yield "| part | statement | level | encoded by, or why not |"
    yield "|---|---|---|---|"
    for entry in entries:
        by = "<br>".join(_reference(name) for name in entry.by) or f"not encoded, because {entry.because}"
        yield f"| {entry.part} | {entry.says} | {entry.level.value if entry.level else ''} | {by} |"


def _reference(name: str) -> str:
    return name if " " in name else f"[{name}](#{name})"

"""Pages made from the declarations: one for each criterion, and the table of the source's statements."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from statements import STATEMENTS, rules_of

from kaprules.explain.catalogue import condition_lines, example_text, limit_text
from kaprules.limit import Limit
from kaprules.rule import Concept, Marked, Rule, RuleSet, deep_atoms
from kaprules.rulesets import CRITERIA, SCREENING


def write(folder: Path) -> None:
    """Write every generated page into ``folder``."""
    folder.mkdir(exist_ok=True)
    for name, module in CRITERIA.items():
        (folder / f"{name}.md").write_text(page(name, module.__doc__ or "", module.RULES), encoding="utf-8")
    (folder / "coverage.md").write_text(coverage(), encoding="utf-8")
    names = "\n".join((*CRITERIA, "coverage"))
    (folder / "index.md").write_text(
        f"# The rule book\n\n{len(SCREENING.rules)} rules and {len(SCREENING.concepts)} concepts, "
        f"digest `{SCREENING.digest}`.\nEverything on these pages is made from the declarations.\n\n"
        f"```{{toctree}}\n{names}\n```\n",
        encoding="utf-8",
    )


def page(name: str, introduction: str, rules: tuple[Rule, ...]) -> str:
    """Return the page of one criterion."""
    concepts = RuleSet(name, name, rules).concepts
    lines = [f"# {name.replace('_', ' ').capitalize()}", "", introduction.strip(), ""]
    for owner in rules:
        lines += [*_owner(owner), ""]
    if concepts:
        lines += ["Concepts that these rules use:", ""]
        for concept in concepts:
            lines += [*_owner(concept), ""]
    return "\n".join(lines)


def _owner(owner: Rule | Concept) -> Iterator[str]:
    yield f"## {owner.id}"
    yield ""
    if isinstance(owner, Rule):
        yield f"**{owner.level.value.capitalize()}.** {owner.says}"
        if owner.lifts is not None:
            yield f"\nHow it lifts: {owner.lifts.says}."
        marks = [m.mark.value + " (on a condition)" if isinstance(m, Marked) else m.value for m in owner.marks]
        if marks:
            yield f"\nMarks: {', '.join(marks)}."
    else:
        yield f"**{owner.title}.**"
    yield "\n```text"
    yield from condition_lines(owner.when)
    yield "```\n"
    limits = {atom.operand.id: atom.operand for atom in deep_atoms(owner.when) if isinstance(atom.operand, Limit)}
    yield from (f"- {limit_text(limit)}" for limit in limits.values())
    yield from (f"- source: {citation}" for citation in owner.source)
    if owner.because:
        yield f"\nWhy so: {owner.because}"
    if isinstance(owner, Rule) and owner.varies:
        yield f"\nPractice varies: {owner.varies}"
    yield "\n| example | facts |\n|---|---|"
    yield from (f"| {each.case.value} | `{example_text(each)}` |" for each in owner.examples)


def coverage() -> str:
    """Return the table from every statement of the source to its rules."""
    lines = [
        "# Source coverage",
        "",
        "Every statement of the source document, in this project's words, with the rules that encode it, "
        "or the reason why none does.",
        "",
        "| part of the source | statement | rules, or why none |",
        "|---|---|---|",
    ]
    for statement in STATEMENTS:
        rules = ", ".join(f"`{rule.id}`" for rule in rules_of(statement))
        lines.append(f"| {statement.part} | {statement.says} | {rules or f'not encoded: {statement.because}'} |")
    return "\n".join((*lines, ""))

"""Decide the cases of a vignette file and compare: ``python -m tests.vignettes FILE [--format json]``.

The file's cases are written in an intake form's own vocabulary (``tests.forms`` reads it) with the outcome and the
findings that an expert screener would expect. One line for each mismatch, then what is not decided yet, then
``N of M agree``; the exit status is 1 if any case disagrees.
"""

from __future__ import annotations

import argparse
import fnmatch
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import attrs

from kaprules import Decision, Level, Outcome, screen
from kaprules.errors import InputError
from kaprules.policy import Policy, read_policy
from kaprules.possible import Truth
from kaprules.rulesets import CRITERIA
from tests.forms import FORM_NEGATIVES, LATER, FormError, client_from_form
from tests.phases import FORM_ANSWERS, decided, tiers

OUTCOMES = {
    "not_eligible": Outcome.EXCLUDED,
    "insufficient_information": Outcome.INCOMPLETE,
    "clinician_review": Outcome.CAUTION,
    "no_barrier_found": Outcome.NO_EXCLUSION_FOUND,
}
LEVELS = {
    Level.EXCLUSION: "EXCLUDE",
    Level.NEEDS_INFORMATION: "NEEDS_INFO",
    Level.CAUTION: "CAUTION",
    Level.NOTE: "NOTE",
}
GRAVITY = list(LEVELS.values())
CASE_KEYS = {"id", "title", "form", "policy", "overrides", "expected", "why", "certainty", "acceptable_alternative"}
MEDICINES = {
    "maoi": "M-MAOI",
    "stimulant": "M-STIM",
    "xanthine": "M-XAN",
    "benzodiazepine": "M-BZD",
    "sedative_dose": "M-BZD",
    "sedative_with_apnoea": "M-BZD",
    "opioid": "M-OPI",
    "opioid_with_apnoea": "M-OPI",
    **dict.fromkeys(
        ("cns_depressant", "sedatives_together", "strong_depressant", "oxybate", "cns_depressant_with_apnoea"), "M-CNS"
    ),
    "nmda_antagonist": "M-NMDA",
    "systemic_steroid": "M-STEROID",
    "reviewed": "M-INGREDIENT_NOT_KNOWN",
}
"""The families of medicines whose names differ from the rule's own."""


def _family(place: int, criterion: str, rule: str) -> str:
    if criterion != "medicines":
        return f"C{place:02d}"
    name = rule.removeprefix("medicines.").split(".")[0]  # one family, whatever disease a medicine tells of
    return MEDICINES.get(name, f"M-{name.upper()}")


FAMILIES = {
    rule.id: _family(place, name, rule.id)
    for place, (name, criterion) in enumerate(CRITERIA.items(), 1)
    for rule in criterion.RULES
}
DECIDED = frozenset(FAMILIES.values())


@attrs.frozen
class Compared:
    """One case: what was expected, what came out, and the rules behind it; ``reason`` where it was not decided."""

    id: str
    expected: dict[str, Any]
    got: dict[str, Any]
    rules: tuple[str, ...] = ()
    wrong: tuple[str, ...] = ()
    reason: str = ""

    @property
    def agrees(self) -> bool:
        return not self.wrong


def form_of(bases: Mapping[str, Any], case: Mapping[str, Any]) -> tuple[dict[str, Any], bool]:
    """Return the filled form of a screening case, and whether it is the older one, on which all else was denied."""
    if case.get("form", "lists") != "lists":
        raise FormError(f"{case['id']}: there is no form {case['form']!r}")
    if "form" in case:
        return bases["base_lists"] | case["overrides"], False
    base: Mapping[str, Any] = bases["base"]
    overrides = dict(case["overrides"])
    only = overrides.pop("__only__", None)
    kept = dict(base) if only is None else {key: base[key] for key in only}
    return kept | overrides, only is None


def policy_of(case: Mapping[str, Any], on: date) -> Policy | None:
    """Return what the site of a case chose: a level of a rule, or a value of a limit."""
    if "policy" not in case:
        return None
    levels = {word: level.value for level, word in LEVELS.items()}
    lines = ['format = "kaprules policy"', "version = 1"]
    for entry in case["policy"]:
        if set(entry) == {"rule", "level"} and entry["level"] in levels:
            lines += ["[[level]]", f'rule = "{entry["rule"]}"', f'level = "{levels[entry["level"]]}"']
        elif set(entry) == {"limit", "value", "unit"}:
            lines += ["[[limit]]", f'id = "{entry["limit"]}"', f"value = {entry['value']}", f'unit = "{entry["unit"]}"']
        else:
            raise FormError(f"{case['id']}: policy holds {entry!r}: no site can choose that")
        lines += ['reason = "the case says so"', 'approved_by = "the case"']
        lines += [f"date = {on}", f"expires = {on + timedelta(365)}"]
    return read_policy("\n".join(lines))


def findings(decision: Decision) -> dict[str, str]:
    """Return the highest level of each family that is not silent; what is open needs information."""
    found: dict[str, str] = {}
    for rule, truth, is_open in zip(
        decision.ruleset.rules,
        decision.evaluation.concluded.rules,
        decision.evaluation.concluded.undecided,
        strict=True,
    ):
        if truth is not Truth.TRUE and not is_open:
            continue
        level = LEVELS[rule.level] if truth is Truth.TRUE else "NEEDS_INFO"
        family = FAMILIES[rule.id]
        if family not in found or GRAVITY.index(level) < GRAVITY.index(found[family]):
            found[family] = level
    return found


def compare(bases: Mapping[str, Any], case: Mapping[str, Any]) -> Compared:
    """Decide one screening case and compare it with what is expected; ``bases`` holds the two forms without barrier."""
    strange = set(case) - CASE_KEYS
    if strange:
        raise FormError(f"{case['id']} holds {sorted(strange)}, which is not known")
    expected = dict(case["expected"])
    strange = set(expected) - {"overall", "findings", "flags", "others"}
    if strange or expected.get("overall") not in OUTCOMES:
        raise FormError(
            f"{case['id']}: expected holds {sorted(strange) or expected.get('overall')!r}, which is not known"
        )
    form, whole = form_of(bases, case)
    on = date.fromisoformat(form["as_of"])
    client, policy = client_from_form(form, whole=whole), policy_of(case, on)
    later = sorted(set(expected["findings"]) - DECIDED - {"*"})
    if later:
        return Compared(case["id"], expected, {}, reason=f"no rules yet for {', '.join(later)}")
    decision = screen(client, on=on, policy=policy)
    got = {
        "overall": next(name for name, outcome in OUTCOMES.items() if outcome is decision.outcome),
        "findings": findings(decision),
        "flags": [mark.name.lower() for mark in decision.marks],
    }
    wrong = tuple(differences(expected, got))
    families = {word for word in wrong if word in DECIDED}
    rules = tuple(
        rule.id
        for rule, truth, is_open in zip(
            decision.ruleset.rules,
            decision.evaluation.concluded.rules,
            decision.evaluation.concluded.undecided,
            strict=True,
        )
        if (truth is Truth.TRUE or is_open) and (FAMILIES[rule.id] in families or not families)
    )
    return Compared(case["id"], expected, got, rules if wrong else (), wrong)


def differences(expected: Mapping[str, Any], got: Mapping[str, Any]) -> Iterator[str]:
    """Yield where a case came out otherwise than is expected: the outcome, families, flags."""
    if expected["overall"] != got["overall"]:
        yield "overall"
    some = expected["findings"].get("*")
    if some is not None and some not in got["findings"].values():
        yield "*"
    for family in sorted(set(expected["findings"]) - {"*"} | set(got["findings"])):
        wanted, found = expected["findings"].get(family), got["findings"].get(family)
        allowed = {"NOTE", some} if wanted is None else {wanted}
        if found == "NEEDS_INFO" and any(fnmatch.fnmatchcase(family, each) for each in expected.get("others", ())):
            continue
        if found not in allowed and not (wanted is None and found is None):
            yield family
    for flag in expected.get("flags", ()):
        if flag not in got["flags"]:
            yield f"flag {flag}"


def compare_other(case: Mapping[str, Any], as_of: date) -> Compared:
    """Decide a case of another phase and compare it with what is expected."""
    expected = dict(case["expected"])
    strange = set(expected) - {"outcome", "open", "after_review", "flags"}
    if strange or not set(expected) & {"outcome", "open"} or expected.get("outcome", "not_eligible") not in OUTCOMES:
        raise FormError(f"{case['id']}: expected holds {sorted(strange) or expected!r}, which is not known")
    decision = decided(case["facts"], as_of)
    got: dict[str, Any] = (
        tiers(decision)
        if "open" in expected
        else {"outcome": next(name for name, outcome in OUTCOMES.items() if outcome is decision.outcome)}
    )
    got["flags"] = [mark.name.lower() for mark in decision.marks]
    wrong = tuple(name for name in ("outcome", "open", "after_review") if expected.get(name) != got.get(name))
    wrong += tuple(f"flag {flag}" for flag in expected.get("flags", ()) if flag not in got["flags"])
    rules = tuple(finding.rule for finding in (*decision.findings, *decision.undecided))
    return Compared(case["id"], expected, got, rules if wrong else (), wrong)


def run(data: Mapping[str, Any]) -> list[Compared]:
    """Decide every case of a file."""
    as_of = date.fromisoformat(data["as_of"])
    return [
        *(compare(data, case) for case in data.get("screening", ())),
        *(compare_other(case, as_of) for case in data.get("other", ())),
    ]


def main(arguments: list[str] | None = None) -> int:
    """Read a file, decide its cases, print what differs."""
    parser = argparse.ArgumentParser(prog="python -m tests.vignettes", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    options = parser.parse_args(arguments)
    try:
        data = json.loads(options.file.read_text(encoding="utf-8"), parse_float=Decimal)
        compared = run(data)
    except (OSError, ValueError, KeyError, FormError, InputError) as error:
        print(f"{options.file}: {type(error).__name__}: {error}", file=sys.stderr)
        return 2
    decided = [each for each in compared if not each.reason]
    waiting = [each for each in compared if each.reason]
    mismatches = [each for each in decided if not each.agrees]
    agree = len(decided) - len(mismatches)
    if options.format == "json":
        print(
            json.dumps(
                {
                    "agree": agree,
                    "of": len(decided),
                    "mismatches": [
                        {"id": m.id, "expected": m.expected, "got": m.got, "differs": m.wrong, "rules": m.rules}
                        for m in mismatches
                    ],
                    "not_decided_yet": [{"id": each.id, "reason": each.reason} for each in waiting],
                    "answered_no_for_the_form": list(FORM_NEGATIVES),
                    "answered_for_the_other_forms": FORM_ANSWERS,
                    "keys_not_read_yet": sorted(LATER),
                },
                indent=1,
            )
        )
        return 1 if mismatches else 0
    for each in mismatches:
        print(f"{each.id}: expected {_said(each.expected)}, got {_said(each.got)}; rules {', '.join(each.rules)}")
    print(f"answered no, as the form has no key for it: {', '.join(FORM_NEGATIVES)}")
    answers = ", ".join(f"{fact} {answer}" for fact, answer in FORM_ANSWERS.items())
    print(f"answered so, as the forms of the other phases have no key for it: {answers}")
    if waiting:
        print(f"not decided yet: {', '.join(f'{each.id} ({each.reason})' for each in waiting)}")
    print(f"{agree} of {len(decided)} agree")
    return 1 if mismatches else 0


def _said(what: Mapping[str, Any]) -> str:
    flags = f" [{', '.join(what['flags'])}]" if what.get("flags") else ""
    if "findings" not in what:
        return ", ".join(f"{name} {value}" for name, value in what.items() if name != "flags") + flags
    levels = " ".join(f"{family}:{level}" for family, level in sorted(what["findings"].items()))
    return f"{what['overall']} {levels or 'no findings'}{flags}"


if __name__ == "__main__":
    sys.exit(main())

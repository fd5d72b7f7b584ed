"""Answers to checklists: each is a report on the facts of its items, and everything else follows from reports.

"None of these" denies each item, as far as whoever answered may; a ticked item is there; of an item of two facts, and
of one that is wider than its fact, nobody knows more than before. A copy or a confirmation never makes an answer newer.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from .facts import Declared, is_recorded

Lists = Mapping[str, Mapping[str, Any]]
"""What is declared of each checklist, version by version."""
NEVER_HAD_KETAMINE: Final = ("bladder_from_ketamine", "dependence_on_ketamine")
"""The items that a list clears only of somebody who never had ketamine."""
NEVER_HAD: Final = {"prior_medical_ketamine": "never given", "nonmedical_ketamine_use": "never"}
IsKetamine = Callable[[Mapping[str, Any]], bool]
"""Whether an entry of the list of medicines names ketamine, by the table."""
WITHOUT_UTERUS: Final = ("nursing_or_giving_milk_now",)
"""The items that a list clears only of somebody without a uterus; everybody else is asked by itself."""


def itemised(
    kind: Mapping[str, Mapping[str, Declared]], lists: Lists, data: Mapping[str, Any], is_ketamine: IsKetamine
) -> dict[str, Any]:
    """Return the data of a file with each answer to a checklist as the reports that it stands for."""
    found: dict[str, Any] = copy.deepcopy({name: each for name, each in data.items() if name != "checklists"})
    for name, answers in data.get("checklists", {}).items():
        for answer in answers.get("reports", [answers]):
            for fact_id, report in reports(kind, lists[name][str(answer["version"])], answer, data, is_ketamine):
                group, fact = fact_id.split(".")
                facts = found.setdefault(group, {})
                facts[fact] = beside(facts.get(fact), report, kind[group][fact])
    return found


def reports(
    kind: Mapping[str, Mapping[str, Declared]],
    checklist: Mapping[str, Any],
    answer: Mapping[str, Any],
    data: Any,
    is_ketamine: IsKetamine,
) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield what an answer says of each fact."""
    first = answer.get("copy_of", answer)
    evidence = {name: first[name] for name in ("on", "by") if name in first}
    evidence |= {name: answer[name] for name in ("reference", "confirmed_by") if name in answer}
    if "copy_of" in answer and "on" in answer:
        evidence["copied on"] = answer["on"]
    if "absent" in answer:
        every = dict.fromkeys(fact for item in checklist["items"] for fact in item["denied"])
        yield from ((fact, {"absent": answer["absent"], **evidence}) for fact in every)
        return
    ticked = [item for item in checklist["items"] if item["id"] in answer.get("except", ())]
    for item in ticked:
        if len(item["denied"]) > 1:
            for fact in item["denied"]:
                yield fact, {"absent": "not_asked", **evidence, "one of": dict(item["denied"])}
        elif not item["leaves_open"]:
            (fact,) = item["denied"]
            about = declared(kind, fact)
            anybody = {"by": about["cleared_by"][0]} if about["cleared_by"] else {}
            yield fact, {**there(about, item["denied"][fact]), **evidence, **anybody, "ticked": True}
    if answer["answer"] == "some":
        return
    left = {fact for item in ticked for fact in item["denied"]}
    by, confirmed = evidence.get("by"), answer.get("confirmed_by", {}).get("role", "clinician")
    clears = by in checklist["may_rule_out"] or (
        "confirmed_by" in answer and confirmed in checklist["may_confirm"] and by == "client"
    )
    for item in checklist["items"]:
        if not may_clear(item["id"], data, is_ketamine):
            continue
        rests_on = never_of(kind, data) if item["id"] in NEVER_HAD_KETAMINE else []
        for fact, denial in item["denied"].items():
            if fact not in left:
                said = value(denial) if clears else {"absent": "not_authorised"}
                yield fact, {**said, **evidence, **({"rests on": rests_on} if rests_on else {})}


def declared(kind: Mapping[str, Mapping[str, Declared]], fact: str) -> Declared:
    """Return what is declared of a fact."""
    group, name = fact.split(".")
    return kind[group][name]


def value(denial: Any) -> dict[str, Any]:
    """Return a denial as a file writes it."""
    return dict(denial) if isinstance(denial, dict) else {"value": denial}


def there(fact: Declared, denial: Any) -> dict[str, Any]:
    """Return what a ticked item says of its one fact: whatever the denial is not."""
    if fact["kind"] == "flag":
        return {"value": not denial}
    if fact["kind"] == "choice":
        denied = denial["one_of"] if isinstance(denial, dict) else [denial]
        return {"one_of": [option for option in fact["options"] if option not in denied]}
    if fact["kind"] == "series":
        return {"at_least": [{}]}
    return {"value": "happened"}


def beside(own: Any, report: dict[str, Any], fact: Declared) -> Any:
    """Return a fact with one report more; a list has none of its own beside it."""
    if fact["kind"] == "series":
        assert not is_recorded(own), "no file here has a list beside an answer that says how it is"
        return report
    if not is_recorded(own):
        return {"reports": [report]}
    given = own["reports"] if isinstance(own, dict) and "reports" in own else [own]
    return {"reports": [*given, report]}


# What a list may clear only in part -------------------------------------------------------------------------------


def may_clear(item: str, data: Any, is_ketamine: IsKetamine) -> bool:
    """Say whether "none of these" may deny an item of this client."""
    if item in WITHOUT_UTERUS:
        said = told(data, "reproduction", "without_uterus")
        return bool(said) and all(plain(each) is True for each in said)
    if item not in NEVER_HAD_KETAMINE:
        return True
    return never_had_ketamine(data) and not told_of_ketamine(data, is_ketamine)


def never_of(kind: Mapping[str, Mapping[str, Declared]], data: Any) -> list[tuple[Any, str]]:
    """Return for how long, and of which day, each report is valid that ketamine was never had."""
    group = "ketamine_history"
    return [
        (kind[group][name]["validity"], each["on"])
        for name in NEVER_HAD
        for each in told(data, group, name)
        if isinstance(each, dict) and "on" in each
    ]


def never_had_ketamine(data: Any) -> bool:
    """Say whether every report says so, and nothing that is recorded otherwise."""
    group = "ketamine_history"
    for name, never in NEVER_HAD.items():
        said = told(data, group, name)
        if not said or any(plain(each) != never for each in said):
            return False
    against = (
        ("reactions", []),
        ("nonmedical_ketamine_uses_in_12_months", 0),
        ("ketamine_prescribed_elsewhere", False),
    )
    return all(plain(each) == denial for name, denial in against for each in told(data, group, name))


NOT_YET: Final = ("not-taking", "cancelled", "draft", "planned", "intended", "entered-in-error")


def told_of_ketamine(data: Any, is_ketamine: IsKetamine) -> bool:
    """Say whether a medicine, a urine test, what is read of either, or a mood that rose under it says it was had."""
    medicines, tests = (
        entries(data, *each) for each in (("medicines", "listed"), ("substance_use", "urine_drug_tests"))
    )
    read_of = (("medicines", "takes_ketamine"), ("medicines", "ever_ketamine"), ("substance_use", "ketamine_positive"))
    return (
        any(plain(each) == "ketamine" for each in told(data, "psychiatric_history", "switch_under_treatment"))
        or any(plain(each) is True for fact in read_of for each in told(data, *fact))
        or any(is_ketamine(each) and was_taken(each) for each in medicines)
        or any("ketamine" in said(each, "analyte") and "positive" in said(each, "result") for each in tests)
    )


def was_taken(medicine: Mapping[str, Any]) -> bool:
    """Say whether an entry does not say that the medicine was never taken: by its days, or else by its status."""
    status, taken = said(medicine, "status"), said(medicine, "last_taken")
    if status and all(each == "entered-in-error" for each in status):
        return False
    if taken:
        return any(each != "never" for each in taken)
    return not status or any(each not in NOT_YET for each in status)


def said(entry: Mapping[str, Any], name: str) -> list[Any]:
    """Return what the reports of a detail say."""
    given = entry.get(name, {"absent": "not_asked"})
    each = given["reports"] if isinstance(given, dict) and "reports" in given else [given]
    return [plain(one) for one in each if not (isinstance(one, dict) and "absent" in one)]


def entries(data: Any, group: str, name: str) -> list[Mapping[str, Any]]:
    """Return the entries of a list, by all reports."""
    found: list[Mapping[str, Any]] = []
    for report in told(data, group, name):
        value = report.get("value", report.get("at_least", [])) if isinstance(report, dict) else report
        found += (value.get("at_least") or []) if isinstance(value, dict) else (value or [])
    return found


def told(data: Any, group: str, name: str) -> list[Any]:
    """Return the reports of a fact."""
    given = data.get(group, {}).get(name)
    if not is_recorded(given):
        return []
    return list(given["reports"]) if isinstance(given, dict) and "reports" in given else [given]


def plain(report: Any) -> Any:
    """Return the value that a report holds and nothing else; what is known in part is no such value."""
    if not isinstance(report, dict):
        return report
    return report.get("value", report) if "unit" not in report or "value" in report else report

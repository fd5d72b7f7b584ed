"""From case files to cases."""

from __future__ import annotations

import enum
import json
import os
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any, Final, TypeVar, cast

from ...clientfile import STATED, as_number, parse_json, read_when, size_of, subject_from_data
from ...errors import Advice, Faults, InputError, Shown, input_error, unknown_name
from ...facts.model import CONTROLS, LINE_ENDS, Choice, Fact, Flag, Subject, no_zone, zone_name, zone_of
from ...files import read_bytes
from ...policy import Policy, books, read_policy
from ...possible import NO_MARKS, Absence, Interval, Level, Mark, Options, Outcome, Possible, Truth
from ...rule import Concept, Phase, Rule
from ...ruleset import RuleSet
from .case import FORMAT, VERSION, Case, bit_of_each, scalar_facts, switched_on

MAX_BYTES: Final = 50_000_000
ENDINGS: Final = {".cases.json": "json", ".cases.yaml": "yaml", ".cases.yml": "yaml"}
"""How the name of a case file ends, and what is in it."""
EXPECTED: Final = ("outcome", "findings", "open", "truths", "flags", "each", "possible")
SHARED: Final = ("ruleset", "on", "zone", "policy", "switch_on")
OWN: Final = ("id", "why", "over", "subject")
AnyEnum = TypeVar("AnyEnum", bound=enum.Enum)


def read_cases(
    text: str | bytes,
    *,
    form: str = "json",
    rulesets: Iterable[RuleSet] | None = None,
    place: str = "",
    folder: Path | None = None,
) -> tuple[Case, ...]:
    """Return the cases that a JSON or YAML text describes, for the library's rule sets or those given.

    ``folder`` is where the policies lie that cases name. Raises ``InputError`` with one line for each case that cannot
    be taken exactly as it stands.
    """
    if size_of(text) > MAX_BYTES:
        problem = f"has more than {MAX_BYTES:,} bytes"
        raise input_error("the text", problem=problem, expected="cases", remedy="give several files")
    if form == "yaml":
        from .._yaml import parse_yaml

        data = parse_yaml(text)
    else:
        data = parse_json(text)
    return _Reader(rulesets, place, folder).cases(data)


def load_cases(path: str | Path, *, rulesets: Iterable[RuleSet] | None = None) -> tuple[Case, ...]:
    """Return the cases of a file, or of every case file in a folder, sorted by name.

    Raises ``InputError`` naming the file, for one that cannot be read too.
    """
    path, among = Path(path), None if rulesets is None else tuple(rulesets)
    if os.path.isdir(path):
        files = sorted(file for file in path.rglob("*") if form_of(file))
        if not files:
            expected = f"names that end with {', '.join(ENDINGS)}"
            raise input_error(problem="there is no case file", expected=expected, remedy="name another folder").within(
                str(path)
            )
        found: list[Case] = []
        faults = Faults()
        for file in files:
            found += faults.take(str(file), file, _load_one, file, among) or ()
        faults.settle()
        return tuple(found)
    form = form_of(path)
    if form is None:
        expected = f"a name that ends with {', '.join(ENDINGS)}"
        raise input_error(problem="no case file", expected=expected, remedy="name another file").within(str(path))
    try:
        return read_cases(read_bytes(path), form=form, rulesets=among, place=str(path), folder=path.parent)
    except InputError as error:
        raise error.within(str(path)) from None


def _load_one(file: Path, among: tuple[RuleSet, ...] | None) -> tuple[Case, ...]:
    return load_cases(file, rulesets=among)


def form_of(path: Path) -> str | None:
    """Return what a case file is written in, by its name; None for any other file."""
    return next((form for ending, form in ENDINGS.items() if path.name.lower().endswith(ending)), None)


class _Reader:
    """Reads the cases of one file."""

    def __init__(self, rulesets: Iterable[RuleSet] | None, place: str, folder: Path | None) -> None:
        named = (*books(None), *(rulesets or ()))
        self.rulesets = {each.name: each for each in named}
        self.plain = {each.name: each for each in named if not each.policy}
        self.place = place
        self.folder = folder
        self.under: dict[tuple[Any, ...], RuleSet] = {}
        self.parts: dict[tuple[Any, ...], Any] = {}

    def cases(self, data: Any) -> tuple[Case, ...]:
        shared: dict[str, Any] = {}
        bases: dict[str, Any] = {}
        entries = data if isinstance(data, list) else [data]
        if isinstance(data, dict) and "cases" in data:
            _known(data, "", ("format", "version", "made_from", "bases", "cases", *SHARED))
            _is(data.get("format", FORMAT), FORMAT, "format")
            _is(data.get("version", VERSION), VERSION, "version")
            entries = _of_type(data["cases"], list, "cases", "a list of cases")
            bases = _of_type(data.get("bases", {}), dict, "bases", "an object with subjects by name")
            shared = {name: data[name] for name in SHARED if name in data}
        if not entries:
            raise input_error(problem="there is no case", expected="one or more", remedy="write a case")
        found: dict[str, Case] = {}
        faults = Faults()
        for number, entry in enumerate(entries, 1):
            named = entry.get("id") if isinstance(entry, dict) else None
            where = f"case {named}" if isinstance(named, str) and named.isprintable() else f"case number {number}"
            try:
                case = self.case(entry, shared, bases)
                if case.id in found:
                    raise input_error(problem="another case has this id", remedy="give each its own")
                found[case.id] = case
            except InputError as error:
                faults.found += error.within(where).faults
        faults.settle()
        return tuple(found.values())

    def case(self, given: Any, shared: Mapping[str, Any], bases: Mapping[str, Any]) -> Case:
        entry = {**shared, **_of_type(given, dict, "it", "an object")}
        ruleset = self.ruleset(entry)
        kinds = [each for each in ruleset.subject.__mro__ if issubclass(each, Subject) and each is not Subject]
        names = [each.__name__.lower() for each in kinds]  # a kind of one's own goes by the name of a client too
        _known(entry, "", (*SHARED, *OWN, *names, *EXPECTED))
        for name in ("id", "on", "outcome"):
            if name not in entry:
                raise input_error(name, problem="is missing", remedy="add it")
        subjects = [name for name in dict.fromkeys(("subject", *names)) if name in entry]
        if len(subjects) != 1:
            problem = f"are given {'twice' if subjects else 'nowhere'}"
            raise input_error("the facts", problem=problem, remedy=f"give them once, as {names[0]}")
        facts = _of_type(entry[subjects[0]], dict, subjects[0], "an object with groups of facts")
        if "over" in entry:
            facts = _laid_over(_base(entry["over"], bases), facts)
        subject = self.subject(ruleset.subject, facts)
        owners = [owner.id for owner in cast("tuple[Rule | Concept, ...]", (*ruleset.rules, *ruleset.concepts))]
        rules, findings = [rule.id for rule in ruleset.rules], entry.get("findings")
        case = Case(
            id=_text(entry["id"], "id"),
            ruleset=ruleset,
            on=_when(entry["on"], ruleset.phase),
            zone=zone_name(zone_of(entry["zone"])) if "zone" in entry else None,
            subject=subject,
            data=facts,
            outcome=_named(Outcome, entry["outcome"], "outcome"),
            findings=None if findings is None else _by_name(Level, findings, "findings", rules),
            open=None if "open" not in entry else _rules(entry["open"], rules),
            truths=_by_name(Truth, entry.get("truths", {}), "truths", owners),
            flags=_flags(entry.get("flags")),
            each=_by_name(Outcome, entry.get("each", {}), "each", _alternatives(ruleset)),
            possible=_possible_facts(ruleset.subject, entry.get("possible", {})),
            switch_on=tuple(entry.get("switch_on", ())),
            why=_text(entry.get("why", ""), "why"),
            place=self.place,
        )
        _check_place(case)
        return case

    def subject(self, kind: type[Subject], facts: Mapping[str, Any]) -> Subject:
        """Return a subject; what is said alike in several cases is built once."""
        parts = {}
        for name, data in facts.items():
            key = kind, name, repr(data)
            if key not in self.parts:
                self.parts[key] = subject_from_data(kind, {name: data}).__dict__[name]
            parts[name] = self.parts[key]
        return kind(**parts)

    def ruleset(self, entry: Mapping[str, Any]) -> RuleSet:
        """Return the rule set of a case, under the site's policy and with the rules switched on that it names."""
        name = entry.get("ruleset")
        if not isinstance(name, str) or name not in self.rulesets:
            if name is None:
                raise input_error("ruleset", problem="is missing", remedy=f"add one of {', '.join(self.rulesets)}")
            raise unknown_name(f"rule set {name!r}", str(name), self.rulesets)
        policy, on = entry.get("policy"), _of_type(entry.get("switch_on", []), list, "switch_on", "a list of rules")
        for rule in on:
            _text(rule, "switch_on")
        key = (name, str(policy), *map(str, on))
        if key not in self.under:
            found = self.rulesets[name]
            if policy is not None:
                site = self.policy(policy if isinstance(policy, list) else [policy])
                found = found if found.policy == site.digest else site.applied(self.plain[name])
            off = {rule.id: rule for rule in found.optional_rules}
            for rule in on:
                if rule not in off:
                    raise unknown_name(f"switch_on {rule!r}", str(rule), off or {"no rule that is off"})
            self.under[key] = switched_on(found, on) if on else found
        return self.under[key]

    def policy(self, names: Sequence[Any]) -> Policy:
        """Return the policy of a file beside the case, or several in their order."""
        found = None
        for name in names:
            try:
                text = read_bytes((self.folder or Path()) / _text(name, "policy"))
                read = read_policy(text, after=found, rulesets=self.plain.values())
            except InputError as error:
                raise error.within(f"policy {name}" if isinstance(name, str) else "policy") from None
            found = read if found is None else found.then(read, rulesets=self.plain.values())
        if found is None:
            raise input_error("policy", problem="names none", remedy="name a file, or leave it out")
        return found


def _known(data: Mapping[str, Any], where: str, known: Sequence[str]) -> None:
    for name in data:
        if name not in known:
            raise unknown_name(f"{where}{name!r}", str(name), known)


def _is(given: object, expected: object, what: str) -> None:
    if type(given) is not type(expected) or given != expected:
        raise input_error(what, given, expected=repr(expected), remedy="this kaprules reads no other")


def _of_type(given: Any, kind: type, what: str, expected: str) -> Any:
    if not isinstance(given, kind):
        raise _wrong(what, given, expected, "correct it")
    return given


def _wrong(what: str, given: object, expected: str, remedy: str) -> InputError:
    return input_error(what, Shown(_short(given)), expected=expected, remedy=remedy)


def _short(given: object) -> str:
    text = json.dumps(given, ensure_ascii=True, default=str)
    return text if len(text) <= 40 else f"{text[:40]}..."


def _check_place(case: Case) -> None:
    """Raise ``InputError`` where a case holds instants, is decided on a day, and nobody says by which clock."""
    if case.zone is None and not case.ruleset.zone and not isinstance(case.on, datetime):
        for name in dict.fromkeys((*case.ruleset.groups, *(name.partition(".")[0] for name in case.possible))):
            if getattr(case.subject, name).instants:
                raise no_zone(name, 'write "zone": "Europe/Vienna" beside "on", or name it in the policy')


def _text(given: object, what: str) -> str:
    if not isinstance(given, str) or (what == "id" and not given.strip()):
        raise _wrong(what, given, "text", "write it in quotes")
    if CONTROLS.search(given) or LINE_ENDS.search(given):
        raise _wrong(what, given, "one line of text", "remove control characters")
    return given


def _when(given: object, phase: Phase) -> date:
    day = phase is Phase.INTAKE
    example = "a day as 2026-11-23" if day else "a time with its zone as 2026-11-23T09:00+01:00"
    found = read_when(given, "on", Advice(example, "correct it"))
    if (type(found) is date) is not day or (isinstance(found, datetime) and found.tzinfo is None):
        raise _wrong("on", given, example, "correct it")
    return found


def _named(kind: type[AnyEnum], given: object, what: str) -> AnyEnum:
    if not isinstance(given, str) or given not in kind.__members__:
        raise unknown_name(f"{what} {_short(given)}", str(given), kind.__members__)
    return kind[given]


def _by_name(kind: type[AnyEnum], given: Any, what: str, known: Iterable[str]) -> dict[str, AnyEnum]:
    members = _of_type(given, dict, what, f"an object such as {{name: {next(iter(kind)).name}}}")
    known = set(known)
    for name in members:
        if name not in known:
            raise unknown_name(f"{what} {name!r}", str(name), known or {"nothing"})
    return {name: _named(kind, each, f"{what} {name}") for name, each in members.items()}


def _rules(given: Any, known: Sequence[str]) -> frozenset[str]:
    for name in _of_type(given, list, "open", "a list of rules"):
        if name not in known:
            raise unknown_name(f"open {_short(name)}", str(name), known)
    return frozenset(given)


def _flags(given: Any) -> frozenset[Mark] | None:
    if given is None:
        return None
    return frozenset(_named(Mark, each, "flags") for each in _of_type(given, list, "flags", "a list of marks"))


def _possible_facts(kind: type[Subject], given: Any) -> dict[str, Possible]:
    facts, found = scalar_facts(kind) if given else {}, {}
    for name, each in _of_type(given, dict, "possible", "an object with facts by id").items():
        if name not in facts:
            raise unknown_name(f"possible {name!r}", str(name), facts)
        found[name] = _possible(facts[name], each, f"possible {name}")
    return found


def _possible(fact: Fact, given: Any, what: str) -> Possible:
    options = isinstance(fact, Flag | Choice)
    members = ("one_of",) if options else ("at_least", "at_most")
    data = _of_type(given, dict, what, f"an object with {' and '.join(members)}")
    _known(data, f"{what}.", (*members, "absent", "marks", "last", "outdated"))
    for name in members:
        if name not in data:
            raise InputError(f"{what}.{name} is missing: add it")
    if "absent" in data and (not isinstance(data["absent"], str) or data["absent"] not in STATED):
        raise unknown_name(f"{what}.absent {_short(data['absent'])}", str(data["absent"]), STATED)
    absence: Absence | None = STATED[data["absent"]] if "absent" in data else None
    marks = _flags(data["marks"]) or NO_MARKS if "marks" in data else NO_MARKS
    before = {name: _possible(fact, data[name], f"{what}.{name}") for name in ("last", "outdated") if name in data}
    last: Any = before.get("last")
    outdated: Any = before.get("outdated")
    if not options:
        low, high = (as_number(data[name], f"{what}.{name}") for name in members)
        return Interval(low, high, absence, marks, last, outdated)
    named = {str(value): bit for value, bit in bit_of_each(fact).items()}
    bits = 0
    for option in _of_type(data["one_of"], list, f"{what}.one_of", "a list of options"):
        if str(option) not in named:
            raise unknown_name(f"{what}.one_of {_short(option)}", str(option), named)
        bits |= named[str(option)]
    return Options(bits, absence, marks, last, outdated)


def _alternatives(ruleset: RuleSet) -> list[str]:
    return [] if ruleset.alternatives is None else [str(option.value) for option in ruleset.alternatives.options]


def _base(name: object, bases: Mapping[str, Any]) -> dict[str, Any]:
    if not isinstance(name, str) or name not in bases:
        raise unknown_name(f"over {_short(name)}", str(name), bases or {"no base"})
    base: dict[str, Any] = _of_type(bases[name], dict, f"base {name}", "an object with groups of facts")
    return base


def _laid_over(base: Mapping[str, Any], facts: Mapping[str, Any]) -> dict[str, Any]:
    """Return the facts of a base with those of a case in their place; null takes one of the base away."""
    found = {name: dict(group) if isinstance(group, dict) else group for name, group in base.items()}
    for name, group in facts.items():
        if not isinstance(group, dict):
            found[name] = group
            continue
        into = _of_type(found.setdefault(name, {}), dict, f"base {name}", "an object with facts")
        for fact, value in group.items():
            if value is not None:
                into[fact] = value
            elif fact in into:
                del into[fact]
            else:
                raise input_error(f"{name}.{fact}", problem="is null, and its base has none", remedy="remove it")
    return {name: group for name, group in found.items() if group != {}}

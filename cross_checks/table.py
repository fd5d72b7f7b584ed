"""What each engine answers when the blood pressure was never measured: docs/cross-checks.md, written by running them.

Each rule is put as that engine's documentation would have one put it. A snippet is given ``facts`` and sets
``answer``; the page shows it as it was run, each time in a process of its own.
"""

from __future__ import annotations

import importlib.metadata
import importlib.util
import json
import platform
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any, Final, NamedTuple

import kaprules

from .page import DOCS, write_section

PAGE: Final = DOCS / "cross-checks.md"
GIVEN: Final[tuple[tuple[str, dict[str, Any]], ...]] = (
    ("170", {"systolic": 170}),
    ("120", {"systolic": 120}),
    ("left out", {}),
    ("null", {"systolic": None}),
)
"""What is known of the pressure, in words and as the facts of a client."""
NEVER_MEASURED: Final = "left out"
RUN_WITH_THE_PAGE: Final = ("", "kaprules")
"""The packages that are there wherever the documentation is tested: their snippets run as tests of the page."""


class Engine(NamedTuple):
    """An engine, and a rule that excludes at 160 or more as one would write it there."""

    title: str
    package: str
    """The distribution that must be installed; empty for the standard library."""
    snippet: str


ENGINES: Final = (
    Engine(
        "kaprules",
        "kaprules",
        """
from datetime import date
from kaprules import SCREENING, Client, RuleSet, decide
from kaprules.authoring import by_clinician
from kaprules.facts import Vitals

rule = SCREENING["cardiovascular.pressure.uncontrolled"]
known = {"mean_systolic": facts["systolic"], "mean_diastolic": 80} if facts.get("systolic") else {}
client = Client(vitals=by_clinician(Vitals(**known)))
decision = decide(RuleSet("pressure", "May we?", (rule,)), client, on=date(2026, 11, 23))
answer = decision.outcome.value
if decision.missing:
    answer += ": asks for the " + decision.missing[0].title.lower()
""",
    ),
    Engine(
        "SQLite",
        "",
        """
import sqlite3

question = "SELECT CASE WHEN ? >= 160 THEN 'exclude' ELSE 'pass' END"
base = sqlite3.connect(":memory:")
answer = base.execute(question, [facts.get("systolic")]).fetchone()[0]
base.close()
""",
    ),
    Engine(
        "DuckDB",
        "duckdb",
        """
import duckdb

question = "SELECT CASE WHEN ?::INTEGER >= 160 THEN 'exclude' ELSE 'pass' END"
answer = duckdb.execute(question, [facts.get("systolic")]).fetchone()[0]
""",
    ),
    Engine(
        "clingo (answer sets)",
        "clingo",
        """
import clingo

control = clingo.Control(["--warn=none"])
control.add("base", [], "exclude :- systolic(S), S >= 160. pass :- not exclude. #show exclude/0. #show pass/0.")
if facts.get("systolic") is not None:
    control.add("base", [], f"systolic({facts['systolic']}).")
control.ground([("base", [])])
found = []
control.solve(on_model=lambda model: found.extend(map(str, model.symbols(shown=True))))
answer = ", ".join(found) or "nothing"
""",
    ),
    Engine(
        "Rego (rego-cpp)",
        "regopy",
        """
import json
from regopy import Interpreter

rules = ["package kap", "exclude if input.systolic >= 160", "pass if not exclude"]
interpreter = Interpreter()
interpreter.add_module("kap", "\\n".join(rules))
interpreter.set_input(facts)
output = interpreter.query("found=data.kap")
answer = ", ".join(sorted(json.loads(str(output.binding("found"))))) or "nothing"
""",
    ),
    Engine(
        "Cedar",
        "cedarpy",
        """
import cedarpy

may = 'permit (principal, action == Action::"dose", resource);'
not_above = 'forbid (principal, action == Action::"dose", resource) when { context.systolic >= 160 };'
request = {"principal": 'Client::"one"', "action": 'Action::"dose"', "resource": 'Session::"one"', "context": facts}
result = cedarpy.is_authorized(request, may + not_above, [])
answer = {"Allow": "pass", "Deny": "exclude"}.get(result.decision.value, "no decision")
if result.diagnostics.errors:
    answer += ", and a diagnostic beside it"
""",
    ),
    Engine(
        "ZEN, decision table",
        "zen-engine",
        """
import json, zen

table = {
    "hitPolicy": "first",
    "inputs": [{"id": "s", "name": "systolic", "field": "systolic"}],
    "outputs": [{"id": "a", "name": "answer", "field": "answer"}],
    "rules": [{"_id": "1", "s": ">= 160", "a": "'exclude'"}, {"_id": "2", "s": "", "a": "'pass'"}],
}
graph = {
    "nodes": [
        {"id": "in", "type": "inputNode", "name": "client"},
        {"id": "table", "type": "decisionTableNode", "name": "pressure", "content": table},
        {"id": "out", "type": "outputNode", "name": "answer"},
    ],
    "edges": [
        {"id": "1", "type": "edge", "sourceId": "in", "targetId": "table"},
        {"id": "2", "type": "edge", "sourceId": "table", "targetId": "out"},
    ],
}
answer = zen.ZenEngine().create_decision(json.dumps(graph)).evaluate(facts)["result"]["answer"]
""",
    ),
    Engine(
        "ZEN, expression",
        "zen-engine",
        """
import zen

answer = zen.evaluate_expression("systolic >= 160 ? 'exclude' : 'pass'", facts)
""",
    ),
    Engine(
        "JSON Logic",
        "panzi-json-logic",
        """
from json_logic import jsonLogic

answer = jsonLogic({"if": [{">=": [{"var": "systolic"}, 160]}, "exclude", "pass"]}, facts)
""",
    ),
    Engine(
        "CEL (Rust)",
        "common-expression-language",
        """
import cel

answer = cel.evaluate("systolic >= 160 ? 'exclude' : 'pass'", facts)
""",
    ),
    Engine(
        "CEL (Python)",
        "cel-python",
        """
import celpy

environment = celpy.Environment()
program = environment.program(environment.compile("systolic >= 160 ? 'exclude' : 'pass'"))
answer = str(program.evaluate(celpy.json_to_cel(facts)))
""",
    ),
    Engine(
        "rule-engine",
        "rule-engine",
        """
import rule_engine

answer = "exclude" if rule_engine.Rule("systolic >= 160").matches(facts) else "pass"
""",
    ),
    Engine(
        "business-rules",
        "business-rules",
        """
from business_rules.actions import BaseActions, rule_action
from business_rules.engine import run_all
from business_rules.variables import BaseVariables, numeric_rule_variable

answer = "pass"


class Known(BaseVariables):
    @numeric_rule_variable
    def systolic(self):
        return facts.get("systolic")


class Then(BaseActions):
    @rule_action()
    def exclude(self):
        global answer
        answer = "exclude"


condition = {"name": "systolic", "operator": "greater_than_or_equal_to", "value": 160}
run_all([{"conditions": {"all": [condition]}, "actions": [{"name": "exclude"}]}], Known(), Then())
""",
    ),
    Engine(
        "durable-rules",
        "durable-rules",
        """
from durable import engine, lang

found = []
with lang.ruleset("pressure"):

    @lang.when_all(lang.m.systolic >= 160)
    def exclude(context):
        found.append("exclude")

    @lang.when_all(lang.m.systolic < 160)
    def may(context):
        found.append("pass")


try:
    lang.post("pressure", facts)
except engine.MessageNotHandledException:
    pass
answer = ", ".join(found) or "nothing"
""",
    ),
)
RUNNER: Final = """
import json, os, sys, warnings
warnings.simplefilter("ignore")
given = json.loads(sys.argv[1])
space = {"facts": given, "answer": None, "__name__": "snippet"}
try:
    exec(sys.stdin.read(), space)
    answer = str(space["answer"])
except BaseException as error:
    answer = "an error: " + type(error).__name__
print("\\n" + json.dumps(answer), flush=True)
os._exit(0)
"""


def installed(engine: Engine) -> str | None:
    """Return an engine's version, or None where it is not here."""
    if not engine.package:
        return sqlite3.sqlite_version
    if engine.package == "kaprules":
        return kaprules.__version__
    try:
        return importlib.metadata.version(engine.package)
    except importlib.metadata.PackageNotFoundError:
        # A checkout on the path is as good as an installed one.
        return "this one" if importlib.util.find_spec(engine.package.replace("-", "_")) else None


def ask(engine: Engine, facts: dict[str, Any]) -> str:
    """Return what an engine answers about a client, asked in a process of its own."""
    command = [sys.executable, "-c", RUNNER, json.dumps(facts)]
    done = subprocess.run(
        command, input=engine.snippet, capture_output=True, text=True, check=False, timeout=120, cwd=DOCS.parent
    )
    if done.returncode or not done.stdout.strip():
        return f"the process dies (code {done.returncode})"
    return str(json.loads(done.stdout.splitlines()[-1]))


def kind(answer: str) -> str:
    """Return what an answer comes to for whoever asked."""
    if answer.startswith("pass"):
        return "passes"
    if answer.startswith(("an error", "the process dies")):
        return "fails"
    if answer.startswith("exclude"):
        return "excludes"
    return "is silent" if answer == "nothing" else "asks"


def rows() -> list[tuple[Engine, str, list[str]]]:
    """Return each engine that is here, its version and its answers."""
    versions = [(engine, installed(engine)) for engine in ENGINES]
    return [(engine, version, [ask(engine, facts) for _, facts in GIVEN]) for engine, version in versions if version]


def page(found: list[tuple[Engine, str, list[str]]]) -> str:
    """Return the page."""
    place = [word for word, _ in GIVEN].index(NEVER_MEASURED)
    others = [kind(answers[place]) for engine, _, answers in found if engine.package != "kaprules"]
    counts = {word: others.count(word) for word in ("passes", "fails", "is silent")}
    lines = [
        "## When the blood pressure was never measured",
        "",
        "One rule, *exclude at a systolic pressure of 160 or more*, put to each engine as its documentation would have "
        "one put it, and asked about four clients. Written by `python -m cross_checks table`, which runs each snippet "
        f"below in a process of its own; CPython {platform.python_version()}.",
        "",
        f"Of {len(others)} engines, {counts['passes']} answer that the client who was never measured may, "
        f"{counts['fails']} fail with an error, {counts['is silent']} says nothing.",
        "",
        "| engine | version | 170 | 120 | never measured | null |",
        "|---|---|---|---|---|---|",
    ]
    lines += [f"| {engine.title} | {version} | {' | '.join(answers)} |" for engine, version, answers in found]
    lines += [
        "",
        "What an engine does without a fact is its own choice, and these choose differently. So nothing here is left "
        "to an engine's idea of absence. Given explicit columns instead (two ends of each number, the options still "
        "possible, a state), several of them agree with the library on every conclusion: "
        "`python -m cross_checks agree`.",
        "",
        "### What was asked",
    ]
    for engine, _, answers in found:
        runs = engine.package in RUN_WITH_THE_PAGE
        before, after = ("facts = {}", f"assert answer == {json.dumps(answers[place])}") if runs else ("", "")
        code = [before, engine.snippet.strip(), after]
        lines += ["", f"#### {engine.title}", "", "```python" if runs else "```py", *filter(None, code), "```"]
    return "\n".join(lines)


def main(target: Path = PAGE) -> int:
    """Run every engine and write the page."""
    found = rows()
    for engine, version, answers in found:
        print(f"{engine.title:<22} {version:<10} " + "; ".join(answers), flush=True)
    missing = [engine.title for engine in ENGINES if not installed(engine)]
    if missing:
        print(f"the page is not written: not installed here are {', '.join(missing)}")
        return 0
    write_section(target, "never-measured", page(found))
    return 0

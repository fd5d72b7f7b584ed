"""Does the generated code by which decisions are certified mean what the condition trees mean?

The text that is executed is parsed, and run on variables instead of values: what comes out for each rule and concept
is compared with the formula of its tree. A concept that a rule reads stands for its own tree, with which it is compared
itself. Every number that the text compares with is a limit here too, so that a wrong one makes a difference.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any

import attrs

from ...engine import interpreter, replay
from ...engine.conclusions import Conclusions
from ...engine.snapshot import Snapshot
from ...facts.model import ABSENT, NOT_INDICATED, USABLE, Fact
from ...limit import Exact
from ...possible import Outcome, Truth
from ...rule import Concept, Rule
from ...ruleset import RuleSet
from ...solver.context import ProofContext, Replay, cone_of
from ...solver.encode import Formula, Knowledge, Known, Owner, Reading, both, either, negated, same
from ...solver.keys import key
from ...solver.solve import ProverError
from .result import GENERATED, Finding, Task, if_seen


@attrs.frozen(eq=False)
class Text:
    """The function that decides by a rule set, taken to pieces: what each name stands for."""

    text: str
    constants: Mapping[str, Any]
    assigned: Mapping[str, ast.expr]
    """The expression of each rule, concept and whether it is undecided, by its name in the text."""
    outcome: ast.If
    returned: ast.Call
    entries: Mapping[str, tuple[Fact, str]]
    """Which entry of which fact a name stands for: l, h or b, and s for its state."""

    @classmethod
    def of(cls, ruleset: RuleSet, text: str, constants: Mapping[str, Any]) -> Text:
        """Take the text of a function to pieces; raise ``ProverError`` where it has another form."""
        (function,) = ast.parse(text).body
        if not isinstance(function, ast.FunctionDef):
            raise ProverError("the generated code is no function")
        facts = {(fact.group, fact.slot + n): (fact, entry) for fact in ruleset.facts
                 for n, entry in enumerate("lhs" if fact.size == 3 else "bs")}  # fmt: skip
        entries: dict[str, tuple[Fact, str]] = {}
        assigned: dict[str, ast.expr] = {}
        *statements, last = function.body
        outcome = statements.pop()
        if not isinstance(last, ast.Return) or not isinstance(last.value, ast.Call) or not isinstance(outcome, ast.If):
            raise ProverError("the generated code does not end with an outcome and the conclusions")
        for statement in statements:
            match statement:
                case ast.Assign(
                    targets=[ast.Tuple(elts=names)],
                    value=ast.Subscript(value=ast.Subscript(slice=ast.Constant(value=str() as group))),
                ):
                    read = {ast.unparse(name): (group, place) for place, name in enumerate(names)}
                    entries |= {name: facts[place] for name, place in read.items() if name != "_"}
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    assigned[name] = value
                case _:
                    raise ProverError(f"the generated code has an unknown statement: {ast.unparse(statement)}")
        return cls(text, constants, assigned, outcome, last.value, entries)

    @classmethod
    def of_checker(cls, ruleset: RuleSet) -> Text:
        """Take to pieces what the checker runs."""
        writer = replay._Writer(ruleset)
        return cls.of(ruleset, writer.write(), writer.constants)

    def numbers(self, name: str) -> dict[Fact, set[Exact]]:
        """Return the numbers with which an expression compares each fact."""
        found: dict[Fact, set[Exact]] = {}
        for node in ast.walk(self.assigned[name]):
            if isinstance(node, ast.Name) and node.id in self.entries:
                found.setdefault(self.entries[node.id][0], set())
            if not isinstance(node, ast.Compare):
                continue
            left = node.left.value if isinstance(node.left, ast.Subscript) else node.left
            if isinstance(left, ast.Name):
                fact, entry = self.entries.get(left.id, (None, ""))
                if fact is not None and (entry in "lh" or left is not node.left):
                    found[fact] = found.get(fact, set()) | {self.value(node.comparators[0])}
        return found

    def spelled(self, name: str) -> str:
        """Return an expression with what its names stand for."""
        names = sorted({node.id for node in ast.walk(self.assigned[name]) if isinstance(node, ast.Name)})
        facts = [
            f"{each} is {self.entries[each][0].id} {self.entries[each][1]}" for each in names if each in self.entries
        ]
        numbers = [f"{each} is {self.constants[each]}" for each in names if each in self.constants]
        return "; ".join([ast.unparse(self.assigned[name]), *facts, *numbers])

    def value(self, node: ast.expr) -> Any:
        """Return what a constant of the text stands for."""
        if isinstance(node, ast.Name):
            return self.constants[node.id]
        return ast.literal_eval(node)

    def run(self, facts: Snapshot) -> Conclusions:
        """Run the text."""
        namespace: dict[str, Any] = {}
        exec(compile(self.text, "<generated>", "exec"), {**self.constants, "__builtins__": {}}, namespace)
        concluded: Conclusions = namespace["evaluate"](facts.groups)
        return concluded


def tasks(context: ProofContext, text: Text | None = None) -> Iterator[Task]:
    """Yield the question for each rule and concept, and for the outcome."""
    ruleset = context.ruleset
    text = text or Text.of_checker(ruleset)
    numbers = {concept: f"c{n}" for n, concept in enumerate(ruleset.concepts)}
    concepts = [context.keys[concept] for concept in numbers]
    names: dict[Owner, str] = {concept: name for concept, name in numbers.items()}
    names |= {rule: f"r{n}" for n, rule in enumerate(ruleset.rules)}
    for owner, name in names.items():
        parts = [name, f"o{name[1:]}" if isinstance(owner, Concept) else f"u{name[1:]}"]
        about = key(context.keys[owner], *(text.spelled(part) for part in parts if part in text.assigned), *concepts)
        yield Task(GENERATED, (owner.id,), about, partial(differs, context, text, owner, name))
    shape = key(*(rule.level.name for rule in ruleset.rules), ast.unparse(text.outcome), ast.unparse(text.returned))
    yield Task(GENERATED, ("outcome",), shape, partial(concludes_otherwise, context, text))


def differs(context: ProofContext, text: Text, owner: Owner, name: str) -> Finding | None:
    """Find a rule or concept to which the code gives another truth, or another openness, than its tree does."""
    opened = ("o" if isinstance(owner, Concept) else "u") + name[1:]
    extra: dict[Fact, set[Exact]] = {}
    for each in (name, opened):
        for fact, values in (text.numbers(each) if each in text.assigned else {}).items():
            extra.setdefault(fact, set()).update(values)
    narrow = context.into(owner, extra=extra)
    code = _Run(text, narrow.one, context.ruleset)
    found = code.truths(text.assigned[name])
    wrong = [
        negated(same(found[Truth.TRUE], narrow.certain(owner))),
        negated(same(found[Truth.FALSE], negated(narrow.possible(owner)))),
    ]
    if isinstance(owner, Rule):
        wrong.append(negated(same(code.holds(text.assigned[opened]), narrow.opened(owner))))
    elif opened in text.assigned:
        wrong.append(negated(same(code.holds(text.assigned[opened]), narrow.one.says(owner.when, Reading.OPEN))))
    witness = narrow.witness(
        (either(wrong),),
        dict.fromkeys((*cone_of(owner), *extra)),
        f"the generated code and the interpreter do not conclude the same of {owner.id}",
        partial(_concluded_otherwise, owner.id),
        engines=(lambda ruleset, facts: text.run(facts), interpreter.evaluate),
    )
    return if_seen(f"the generated code of {owner.id} does not mean what its condition means", witness)


def _concluded_otherwise(name: str, replays: Sequence[Replay]) -> bool:
    code, interpreter = replays
    if name == "outcome":
        return code.outcome is not interpreter.outcome
    one, other = ((replay.truths[name], name in replay.opened) for replay in replays)
    # What a concept comes to where something was never looked for shows only in the rules that read it.
    return one != other or code.truths != interpreter.truths or code.opened != interpreter.opened


def concludes_otherwise(context: ProofContext, text: Text) -> Finding | None:
    """Find where the code concludes another outcome from the same findings, or returns in another order."""
    ruleset = context.ruleset
    rules, concepts = len(ruleset.rules), len(ruleset.concepts)
    expected = [
        [f"{letter}{n}" for n in range(count)] for letter, count in (("c", concepts), ("r", rules), ("u", rules))
    ]
    returned = [[ast.unparse(name) for name in part.elts] for part in text.returned.args if isinstance(part, ast.Tuple)]
    if returned != expected or ast.unparse(text.returned.args[-1]) != "outcome":
        return Finding("the generated code does not return its conclusions in the order of the rules")
    wide = context.into(*ruleset.rules)
    code = _Run(text, wide.one, ruleset)
    caution, incomplete, excluded = wide.ranks(ruleset.rules)
    by_levels = {
        Outcome.EXCLUDED: excluded,
        Outcome.INCOMPLETE: both((incomplete, negated(excluded))),
        Outcome.CAUTION: both((caution, negated(incomplete))),
        Outcome.NO_EXCLUSION_FOUND: negated(caution),
    }
    by_code = code.outcomes(text.outcome)
    wrong = either(negated(same(by_code[outcome], by_levels[outcome])) for outcome in Outcome)
    witness = wide.witness(
        (wrong,),
        cone_of(*ruleset.rules),
        "the generated code and the interpreter conclude different outcomes",
        partial(_concluded_otherwise, "outcome"),
        few=(),
        engines=(lambda ruleset, facts: text.run(facts), interpreter.evaluate),
    )
    return if_seen("the generated code concludes another outcome than the levels of its rules", witness)


class _Run:
    """The text, run on variables; a concept or rule that it reads stands for its own tree."""

    def __init__(self, text: Text, about: Knowledge, ruleset: RuleSet) -> None:
        self.text, self.about, self.ruleset = text, about, ruleset

    def truths(self, node: ast.expr) -> dict[Truth, Formula]:
        """Return when an expression is each truth."""
        if isinstance(node, ast.Name) and node.id in Truth.__members__:
            return {truth: truth.name == node.id for truth in Truth}
        if not isinstance(node, ast.IfExp):
            raise ProverError(f"the generated code has an unknown expression: {ast.unparse(node)}")
        when, then, otherwise = self.holds(node.test), self.truths(node.body), self.truths(node.orelse)
        return {truth: either((both((when, then[truth])), both((negated(when), otherwise[truth])))) for truth in Truth}

    def outcomes(self, node: ast.stmt) -> dict[Outcome, Formula]:
        """Return when a chain of statements assigns each outcome."""
        if isinstance(node, ast.Assign):
            return {outcome: ast.unparse(node.value) == outcome.name for outcome in Outcome}
        if not isinstance(node, ast.If):
            raise ProverError(f"the generated code has an unknown statement: {ast.unparse(node)}")
        when, then, otherwise = self.holds(node.test), self.outcomes(node.body[0]), self.outcomes(node.orelse[0])
        return {
            outcome: either((both((when, then[outcome])), both((negated(when), otherwise[outcome]))))
            for outcome in Outcome
        }

    def holds(self, node: ast.expr) -> Formula:
        """Return when an expression counts as true."""
        match node:
            case ast.BoolOp(op=ast.And()):
                return both(map(self.holds, node.values))
            case ast.BoolOp():
                return either(map(self.holds, node.values))
            case ast.UnaryOp(op=ast.Not()):
                return negated(self.holds(node.operand))
            case ast.BinOp(left=ast.Name(id=name), op=ast.BitAnd()):
                return self.about[self._fact(name, "b")].meets(self.text.value(node.right))
            case ast.BinOp(left=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=0)), op=ast.BitAnd()):
                return self._once(name).meets(self.text.value(node.right))
            case ast.Compare(
                left=ast.Attribute(value=ast.Name(id=name), attr="__class__"),
                ops=[ast.IsNot()],
                comparators=[ast.Name(id="tuple")],
            ):
                return negated(self.about[self._fact(name, "s")].outdated)
            case ast.Compare(
                left=ast.Subscript(value=ast.Name(id=name), slice=ast.Constant(value=0 | 1 as end)),
                ops=[operator],
                comparators=[value],
            ):
                return self._ordered(self._once(name), end == 1, operator, self.text.value(value), name)
            case ast.Constant(value=bool()):
                return node.value
            case ast.Compare(ops=[ast.Is() | ast.IsNot() as operator], comparators=[ast.Name(id=truth)]):
                found = self._concluded(ast.unparse(node.left))[Truth[truth]]
                return found if isinstance(operator, ast.Is) else negated(found)
            case ast.Compare(left=ast.Name(id=name), ops=[operator], comparators=[value]) if name in self.text.entries:
                return self._compared(name, operator, self.text.value(value))
            case ast.Compare(ops=[ast.NotEq()], comparators=[ast.Constant(value=0)]):
                return self.holds(node.left)
            case ast.Name(id=name) if name[0] == "o":
                return self.about.says(self.ruleset.concepts[int(name[1:])].when, Reading.OPEN)
            case ast.Name(id=name) if name[0] == "u":
                return self.holds(self.text.assigned[name])
        raise ProverError(f"the generated code has an unknown expression: {ast.unparse(node)}")

    def _fact(self, name: str, entry: str) -> Fact:
        fact, found = self.text.entries[name]
        if found != entry:
            raise ProverError(f"the generated code asks {name} of {fact.id} for something else")
        return fact

    def _concluded(self, name: str) -> dict[Truth, Formula]:
        if name[0] == "r":
            return self.truths(self.text.assigned[name])
        when = self.ruleset.concepts[int(name[1:])].when
        certain, possible = (self.about.says(when, reading) for reading in (Reading.CERTAIN, Reading.POSSIBLE))
        return {
            Truth.TRUE: certain,
            Truth.UNKNOWN: both((possible, negated(certain))),
            Truth.FALSE: negated(possible),
        }

    def _compared(self, name: str, operator: ast.cmpop, value: Any) -> Formula:
        fact, entry = self.text.entries[name]
        now = self.about[fact]
        if entry == "s":
            states = {
                USABLE: now.usable,
                NOT_INDICATED: now.unexamined,
                ABSENT: both((negated(now.usable), negated(now.unexamined), negated(now.outdated))),
            }
            assert isinstance(operator, ast.NotEq)
            return negated(states[value])
        return self._ordered(now, entry == "h", operator, value, name)

    def _once(self, name: str) -> Known:
        """Return what reports that are all too old left possible of the fact whose state has this name."""
        now = self.about[self._fact(name, "s")]
        if not self.ruleset.passes_over(now.fact):
            raise ProverError(f"the generated code asks what {name} once was, which is always looked for")
        return (
            now.old or now
        )  # the code is written for all alike, though nothing that is known of this one gets too old

    def _ordered(self, now: Known, upper: bool, operator: ast.cmpop, value: Any, name: str) -> Formula:
        scales = self.about.scales
        fact = now.fact
        match operator:
            case ast.GtE():
                return now.at_least(scales.place(fact, value), upper)
            case ast.Gt():
                return now.at_least(scales.beyond(fact, value), upper)
            case ast.LtE():
                return negated(now.at_least(scales.beyond(fact, value), upper))
            case ast.Lt():
                return negated(now.at_least(scales.place(fact, value), upper))
        raise ProverError(f"the generated code compares {name} in an unknown way")

"""Several policies: a later one only tightens unless it says so, and all of them are shown."""

from __future__ import annotations

import json
import pickle
from collections.abc import Iterable, Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner, Result
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from kaprules import Client, screen
from kaprules.authoring import by_clinician
from kaprules.cli import main
from kaprules.decision import Decision, decide
from kaprules.errors import InputError
from kaprules.facts import Vitals
from kaprules.limit import Limit
from kaprules.policy import LimitMoved, Policy, SwitchedOn, compose, limits_of, read_policy
from kaprules.possible import Level, Outcome
from kaprules.ruleset import RuleSet
from kaprules.rulesets import RULESETS, SCREENING
from kaprules.testing import decided_on, policies, subjects_near
from tests.policy.test_policy import HEADER, RAISED, SIGNED, SYSTOLIC, level, limit, signed, small_book

DAY = date(2026, 11, 23)
FOR_LATER = "loosens = true\n"
REMEDY = "choose what is no looser, or say so in the entry: loosens = true"
HIGH = Client(vitals=by_clinician(Vitals(mean_systolic=155, mean_diastolic=85)))


def systolic(value: object, more: str = "", **header: str) -> str:
    """The text of a policy that moves the pressure that excludes."""
    names = "".join(f'{key} = "{each}"\n' for key, each in header.items())
    return HEADER + names + limit(SYSTOLIC, value, "mm[Hg]") + more


def refused(*texts: str) -> str:
    """What is said of policies that cannot be laid over each other."""
    found: Policy | None = None
    try:
        for text in texts:
            read = read_policy(text, after=found)
            found = read if found is None else found.then(read)
    except InputError as error:
        return str(error)
    return ""


# One after the other -----------------------------------------------------------------------------------------


def test_a_later_policy_tightens() -> None:
    """Both are in force, the stricter value stands, and both are named."""
    group, clinic = read_policy(systolic(150, name="group")), read_policy(systolic(145, name="clinic"))
    both = group.then(clinic)
    assert [change.shown for change in both.changes] == ["145 mm[Hg]"] and both.parts == (group, clinic)
    decision = screen(HIGH, on=DAY, policy=[group, clinic])
    assert decision.policy == both.digest
    assert decision.policies == (("group", group.digest), ("clinic", clinic.digest))
    assert decision.outcome is Outcome.EXCLUDED
    assert f", site policies group ({group.digest[:12]}), clinic ({clinic.digest[:12]}) in this order." in (
        decision.explain()
    )
    assert f"clinic ({clinic.digest})" in decision.words("auditor")
    assert "normas del centro" in decision.words("auditor", "es")


def test_it_is_not_silently_replaced() -> None:
    """What the second file says of something else leaves the first one as it is."""
    cautious, wider = (Path(f"examples/policies/{name}.toml").read_bytes() for name in ("cautious", "wider"))
    before = read_policy(cautious)
    with pytest.raises(InputError, match="looser than 150 mm"):
        before.then(read_policy(wider, after=before))
    other = read_policy(HEADER + level("psychosis.family", "exclusion"))
    assert limits_of(read_policy(systolic(150)).then(other).applied(SCREENING))[SYSTOLIC].value == 150


def test_what_is_looser_is_refused_with_what_stood_before() -> None:
    """Than the policy before it, than the library where that chose nothing, and than the last of three."""
    what = f"limit {SYSTOLIC}: value is 155 mm[Hg]: looser than"
    assert refused(systolic(150, name="a"), systolic(155, name="b")) == (
        f"policy b: {what} 150 mm[Hg], which stood before it; {REMEDY}"
    )
    family = HEADER + level("psychosis.family", "exclusion")
    assert refused(family, systolic(165, name="b")) == (
        f"policy b: limit {SYSTOLIC}: value is 165 mm[Hg]: looser than 160 mm[Hg], which stood before it; {REMEDY}"
    )
    assert f"{what} 145 mm[Hg]" in refused(systolic(150), systolic(145), systolic(155))
    lowered = refused(family, HEADER + level("psychosis.family", "note").replace("note", "caution"))
    assert "level psychosis.family: " in lowered


def test_an_entry_may_say_that_it_loosens() -> None:
    """Then it stands, within the bounds of the library, which nothing moves."""
    group = read_policy(systolic(150))
    wider = group.then(read_policy(systolic(165, FOR_LATER), after=group))
    assert limits_of(wider.applied(SCREENING))[SYSTOLIC].value == 165
    assert screen(HIGH, on=DAY, policy=wider).outcome is not Outcome.EXCLUDED
    assert "a regulator's label bounds it" in refused(systolic(150), systolic(181, FOR_LATER))


def test_a_policy_may_give_back_what_the_library_has() -> None:
    """Over another one; by itself it would change nothing."""
    group = read_policy(systolic(170))
    again = group.then(read_policy(systolic(160), after=group))
    assert limits_of(again.applied(SCREENING))[SYSTOLIC].value == 160
    assert screen(HIGH, on=DAY, policy=again).findings == screen(HIGH, on=DAY).findings
    with pytest.raises(InputError, match="as the library has it; remove the entry"):
        read_policy(systolic(160))
    with pytest.raises(InputError, match="as the library has it; remove the entry"):
        read_policy(systolic(160), after=read_policy(HEADER + level("psychosis.family", "exclusion")))


BOOK = small_book()
SWITCHED_ON = f'[[switch_on]]\nrule = "example.pulse"\n{SIGNED}'


def test_what_the_library_has_of_a_rule_that_is_off_counts_for_nothing() -> None:
    """Whoever switches it on holds somebody back, whatever the level and the limit; later it counts."""
    zone = read_policy(HEADER + 'zone = "Europe/Vienna"\n', rulesets=[BOOK])
    gentle = read_policy(HEADER + limit("example.slow", 50, "/min") + SWITCHED_ON, rulesets=[BOOK])
    both = compose(zone, gentle, rulesets=[BOOK]).applied(BOOK)
    assert limits_of(both)["example.slow"].value == 50
    with pytest.raises(InputError, match="looser than 54 per minute"):
        compose(
            read_policy(HEADER + limit("example.slow", 54, "/min"), rulesets=[BOOK]), gentle, gentle, rulesets=[BOOK]
        )


OF_A_RULE_THAT_IS_OFF = st.tuples(
    st.sampled_from((None, 45, 50, 54, 56, 60)), st.sampled_from((None, "exclusion")), st.booleans()
).filter(any)


@given(OF_A_RULE_THAT_IS_OFF, OF_A_RULE_THAT_IS_OFF)
@settings(deadline=None)
def test_what_a_policy_has_chosen_for_a_rule_that_is_off_counts(
    one: tuple[int | None, str | None, bool], other: tuple[int | None, str | None, bool]
) -> None:
    """Nobody who switches it on later passes over it, and both orders that stand without a word say the same."""
    first, second = (
        read_policy(
            HEADER
            + (limit("example.slow", value, "/min") if value else "")
            + (level("example.pulse", chosen) if chosen else "")
            + (SWITCHED_ON if on else ""),
            rulesets=[BOOK],
        )
        for value, chosen, on in (one, other)
    )
    both, turned = composed(first, second, among=[BOOK]), composed(second, first, among=[BOOK])
    if both is not None:
        found = limits_of(both.applied(BOOK))["example.slow"].value
        assert found == (other[0] or one[0] or 55)
        assert one[0] is None or found >= one[0]
        if turned is not None:
            assert both.applied(BOOK).meaning == turned.applied(BOOK).meaning
    else:
        before = one[0] or (55 if one[2] else None)
        assert before is not None and other[0] is not None and other[0] < before


def test_all_of_them_have_to_be_in_force() -> None:
    """An entry that expired is named though another one stands over it, and two that never meet are refused."""
    early = systolic(150).replace("2027-10-31", "2026-12-31")
    both = read_policy(early).then(read_policy(systolic(145)))
    assert (both.first, both.last) == (date(2026, 11, 1), date(2026, 12, 31))
    with pytest.raises(InputError, match=f"limit {SYSTOLIC} expired on 2026-12-31: review it, or remove it"):
        both.check(date(2027, 1, 1))
    with pytest.raises(InputError, match="is in force from 2026-11-01 to 2026-12-31"):
        screen(HIGH, on=date(2027, 1, 1), policy=both)
    late = systolic(145).replace("date = 2026-11-01", "date = 2027-02-01")
    with pytest.raises(InputError, match="the policy is never in force"):
        read_policy(early).then(read_policy(late))


def test_digests_of_single_policies_are_as_they_were() -> None:
    """So that older records still follow from what they name; a name and what loosens are part of it."""
    plain = read_policy(systolic(150))
    assert plain.digest == "497a406221fa3587b1cd06137dafb6142721d9197ed852990d34b0a97c801338"
    assert len({plain.digest, read_policy(systolic(150, name="group")).digest}) == 2
    assert read_policy(systolic(150, FOR_LATER)).digest != plain.digest
    assert read_policy(systolic(150, "loosens = false\n")).digest == plain.digest
    other = read_policy(HEADER + level("psychosis.family", "exclusion"))
    assert compose(plain, other).digest != compose(other, plain).digest


def test_a_record_names_all_and_is_replayed_under_them() -> None:
    """Under others it is not altered, only read with the wrong ones."""
    both = compose(read_policy(systolic(150, name="group")), read_policy(systolic(145, name="clinic")))
    decision = screen(HIGH, on=DAY, policy=both)
    data = json.loads(decision.to_json())
    assert [each["name"] for each in data["policies"]] == ["group", "clinic"] and data["policy"] == both.digest
    assert Decision.from_json(decision.to_json(), ruleset=both.applied(SCREENING)) == decision
    other = both.parts[1].applied(SCREENING)
    with pytest.raises(
        InputError, match=r"the record's site policy is [0-9a-f]{12}: this is [0-9a-f]{12}; read it und"
    ):
        Decision.from_json(decision.to_json(), ruleset=other)
    assert "policies" not in json.loads(screen(HIGH, on=DAY, policy=read_policy(systolic(150))).to_json())
    assert pickle.loads(pickle.dumps(decision)) == decision


def test_what_is_no_policy_is_refused() -> None:
    """In a list, as the only one, and where there is none."""
    ours = read_policy(systolic(150))
    for wrong in ([], [ours, Policy], [ours, None], [None]):
        with pytest.raises(InputError, match="expected a Policy"):
            screen(HIGH, on=DAY, policy=wrong)  # type: ignore[arg-type] # what is refused
    with pytest.raises(InputError, match="no policy is given"):
        compose()
    with pytest.raises(InputError, match="expected a Policy"):
        ours.then(3)  # type: ignore[arg-type] # what is refused
    with pytest.raises(InputError, match=r"not those of the policies laid over each other: use compose\(\)"):
        Policy(ours.changes, layers=(ours, read_policy(systolic(145))))
    assert screen(HIGH, on=DAY, policy=[ours]) == screen(HIGH, on=DAY, policy=ours)


# Law 9, of several -------------------------------------------------------------------------------------------

ORDER = (Outcome.NO_EXCLUSION_FOUND, Outcome.CAUTION, Outcome.INCOMPLETE, Outcome.EXCLUDED)
LEVELS = (Level.NOTE, Level.CAUTION, Level.NEEDS_INFORMATION, Level.EXCLUSION)
OF_A_BOOK = {name: policies(ruleset=RULESETS[name]) for name in ("dosing_day", "discharge", "dose_tiers")}
BOOKS = st.sampled_from(sorted(OF_A_BOOK))
PAIRS = BOOKS.flatmap(lambda name: st.tuples(st.just(RULESETS[name]), OF_A_BOOK[name], OF_A_BOOK[name]))


def no_policy_at_all(ruleset: RuleSet, policy: Policy | None) -> RuleSet:
    book = ruleset if policy is None else policy.applied(ruleset)
    return attrs.evolve(book, in_force=None)


def composed(*several: Policy, among: Iterable[RuleSet] = (SCREENING,)) -> Policy | None:
    try:
        return compose(*several, rulesets=among)
    except InputError:
        return None


def looser_rules(before: Decision, after: Decision) -> Iterator[str]:
    """Yield each rule that holds back less than before: lower in level, or less true."""
    was = {conclusion.rule.id: conclusion.rule.level for conclusion in before.conclusions}
    now = {conclusion.rule.id: conclusion.rule.level for conclusion in after.conclusions}
    for rule, level_before in was.items():
        if LEVELS.index(now[rule]) < LEVELS.index(level_before) or after.truths[rule] < before.truths[rule]:
            yield rule


class TestLaw9:
    """Site policy only moves within declared bounds. Several policies compose by a stated precedence or are refused;
    none is dropped."""

    @given(PAIRS, st.data())
    @settings(deadline=None, max_examples=60, phases=[Phase.explicit, Phase.generate])
    def test_a_later_policy_is_never_looser(self, drawn: tuple[RuleSet, Policy, Policy], data: st.DataObject) -> None:
        """Than what stood before it, rule by rule, for anybody at the limits of what it changed."""
        book, first, second = drawn
        both = composed(first, second, among=[book])
        if both is None:
            return
        before, after = (no_policy_at_all(book, each) for each in (first, both))
        changed = [rule.id for rule in after if rule.id in before and before[rule.id].when is not rule.when]
        for rule in changed:
            near = data.draw(
                st.sampled_from([before, after]).flatmap(lambda each, rule=rule: subjects_near(rule, ruleset=each))
            )
            under = [decide(each, near, on=decided_on(book), engine="interpreter") for each in (before, after)]
            assert list(looser_rules(*under)) == []
        assert {rule.id for rule in before} <= {rule.id for rule in after}
        assert all(LEVELS.index(after[rule.id].level) >= LEVELS.index(rule.level) for rule in before)
        assert both.parts == ((first, second) if second != first else (first,))
        limits, allowed = limits_of(both.applied(book)), limits_of(book)
        assert all(allowed[name].allows(each.value) for name, each in limits.items())

    @given(PAIRS)
    @settings(deadline=None, max_examples=60)
    def test_what_is_refused_is_looser(self, drawn: tuple[RuleSet, Policy, Policy]) -> None:
        """A refusal names an entry that moves away from what stood before it, and saying so is all that it takes."""
        book, first, second = drawn
        if composed(first, second, among=[book]) is not None:
            return
        loud = attrs.evolve(second, changes=tuple(attrs.evolve(each, loosens=True) for each in second.changes))
        both = composed(first, loud, among=[book])
        if both is None:
            return  # bounds and levels that do not go together are refused whatever is said
        assert any(number for number, *_ in both.loosened(book))

    @given(BOOKS.flatmap(lambda name: OF_A_BOOK[name]))
    @settings(deadline=None, max_examples=30)
    def test_the_same_again_is_the_same(self, policy: Policy) -> None:
        """Idempotent, also over what it is a part of."""
        assert compose(policy, policy, rulesets=[]) == policy
        other = Policy((attrs.evolve(policy.changes[0], reason="agreed again"), *policy.changes[1:]))
        both = compose(policy, other, rulesets=[])
        assert compose(both, other, rulesets=[]) == both and both.parts == (policy, other)

    @given(PAIRS)
    @settings(deadline=None, max_examples=60)
    def test_order_says_who_may_loosen_and_nothing_else(self, drawn: tuple[RuleSet, Policy, Policy]) -> None:
        """Where both orders stand without a word, the rule book is the same, and so in whichever way it is grouped."""
        book, first, second = drawn
        one, other = composed(first, second, among=[book]), composed(second, first, among=[book])
        if one is not None and other is not None:
            assert one.applied(book).meaning == other.applied(book).meaning
        if one is not None:
            third = composed(one, first, among=[book])
            assert third is None or compose(first, second, first, rulesets=[book]).digest == third.digest


@pytest.mark.parametrize("fault", ["no check", "the other direction", "the last alone"])
def test_law_9_notices_a_fault(fault: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """The law above fails where looser entries pass, where limits loosen the other way, and where one is dropped."""
    from kaprules.conditions import Test
    from kaprules.policy import composition, site

    if fault == "no check":
        monkeypatch.setattr(site, "loosened", lambda changes, before, ruleset: iter(()))
    elif fault == "the other direction":
        monkeypatch.setattr(composition, "BY_BEING_HIGHER", frozenset({Test.AT_MOST, Test.BELOW}))
    else:
        monkeypatch.setattr(site, "standing", lambda layers: {each.name: each for each in layers[-1]} if layers else {})
    with pytest.raises((AssertionError, InputError)):
        stricter_stands()


def stricter_stands() -> None:
    """Hold the law of several policies against two pairs of them: one that tightens, and one that loosens."""
    third = read_policy(HEADER + RAISED)
    both = compose(read_policy(systolic(150)), read_policy(systolic(145)), third).applied(SCREENING)
    assert limits_of(both)[SYSTOLIC].value == 145 and both["psychosis.family"] is not SCREENING["psychosis.family"]
    assert composed(read_policy(systolic(150)), read_policy(systolic(155)), third) is None


def test_law_9_holds_of_two_pairs() -> None:
    """As it is."""
    stricter_stands()


# Files -------------------------------------------------------------------------------------------------------


def test_a_byte_order_mark() -> None:
    """As some editors put before a text; in the middle it is none."""
    text = systolic(150)
    assert read_policy(b"\xef\xbb\xbf" + text.encode()) == read_policy("\ufeff" + text) == read_policy(text)
    with pytest.raises(InputError, match="this is not TOML"):
        read_policy("\ufeff\ufeff" + text)


IN_SIXTIETHS = [
    (ruleset, each)
    for ruleset in RULESETS.values()
    for each in limits_of(ruleset).values()
    if each.step == Fraction(1, 60) and (each.floor or each.ceiling)
]


@pytest.mark.parametrize(
    ("ruleset", "moved"), IN_SIXTIETHS, ids=lambda each: getattr(each, "id", getattr(each, "name", ""))
)
def test_every_step_of_a_minute_can_be_written(ruleset: RuleSet, moved: Limit) -> None:
    """In minutes, and as a fraction of an hour; half a minute is refused in minutes."""
    steps = 0
    for minutes in range(26 * 60):
        value = Fraction(minutes, 60)
        if not moved.allows(value) or value == moved.value:
            continue
        steps += 1
        one = LimitMoved(id=moved.id, value=minutes, unit="min", **signed())
        other = LimitMoved(id=moved.id, value=value, unit="h", **signed())
        assert one.moved(moved).value == other.moved(moved).value == value
    assert steps > 60
    for text in (
        limit(
            moved.id, int(moved.value * 60) + 61 if moved.allows(moved.value + 2) else int(moved.value * 60) - 61, "min"
        ),
    ):
        found = read_policy(HEADER + text, rulesets=[ruleset])
        assert limits_of(found.applied(ruleset))[moved.id].value * 60 % 60 != 0
    half = Fraction(1, 2) if moved.allows(moved.value + Fraction(1, 2)) else -Fraction(1, 2)
    with pytest.raises(InputError, match="expected steps of 1 minute from"):
        LimitMoved(id=moved.id, value=moved.value * 60 + half, unit="min", **signed()).moved(moved)


def test_fractions_in_the_text() -> None:
    """As in a client file, for those who count in hours."""
    discharge = RULESETS["discharge"]
    (moved,) = (each for _, each in IN_SIXTIETHS if each.id == "discharge.racemic_watched")
    text = HEADER + limit(moved.id, "{fraction = [85, 60]}", "h")
    assert limits_of(read_policy(text).applied(discharge))[moved.id].value == Fraction(85, 60)
    for wrong in ("{fraction = [1, 0]}", "{fraction = [1.5, 2]}", "{fraction = 1}", "{parts = [1, 2]}"):
        with pytest.raises(InputError, match=rf"^limit {moved.id}: value\."):
            read_policy(HEADER + limit(moved.id, wrong, "h"))
    with pytest.raises(InputError, match="unit is 'kg': expected 'min' or 'h' or 'd'"):
        read_policy(HEADER + limit(moved.id, 2, "kg"))


@pytest.mark.parametrize("wrong", ['loosens = "yes"', "loosens = 1", "loosen = true"])
def test_what_loosens_is_said_exactly(wrong: str) -> None:
    """True or false, and no other word for it."""
    with pytest.raises(InputError, match=f"^limit {SYSTOLIC}: .*loosen"):
        read_policy(systolic(150, f"{wrong}\n"))
    with pytest.raises(InputError, match="loosens is 1: expected true or false"):
        SwitchedOn(rule="x", loosens=1, **signed())  # type: ignore[arg-type] # what is refused


def test_a_name_is_one_line() -> None:
    """Which people see in every decision."""
    for wrong in ('name = ""', "name = 3", 'name = "a\\nb"', f'name = "{"n" * 201}"'):
        with pytest.raises(InputError, match=r"^name "):
            read_policy(systolic(150).replace("version = 1", f"version = 1\n{wrong}"))


# On the command line -----------------------------------------------------------------------------------------


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main, [*arguments])


@pytest.fixture
def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder with policies, which is the current one."""
    monkeypatch.chdir(tmp_path)
    for name, text in {
        "group.toml": systolic(150, name="group"),
        "clinic.toml": systolic(145, name="clinic"),
        "looser.toml": systolic(155),
        "loud.toml": systolic(165, FOR_LATER),
    }.items():
        (tmp_path / name).write_text(text)
    (tmp_path / "a.json").write_text('{"vitals": {"mean_systolic": {"value": 147, "unit": "mm[Hg]"}}}')
    return tmp_path


@pytest.mark.usefixtures("files")
class TestCommands:
    """``--policy`` as often as there are policies, a group's first."""

    def test_screen(self) -> None:
        """All are in force together, and the decision names them."""
        on = ("--on", "2026-11-23", "--format", "json")
        outcomes = {}
        for several in (("group",), ("clinic",), ("group", "clinic"), ("group", "loud")):
            names = [each for name in several for each in ("--policy", f"{name}.toml")]
            found = run("screen", "a.json", *names, *on)
            assert (found.exit_code, found.stderr) == (0, "")
            decision = json.loads(found.stdout)["decision"]
            outcomes[several] = decision["outcome"], len(decision.get("policies", ()))
        assert outcomes == {
            ("group",): ("INCOMPLETE", 1),
            ("clinic",): ("EXCLUDED", 1),
            ("group", "clinic"): ("EXCLUDED", 2),
            ("group", "loud"): ("INCOMPLETE", 2),
        }

    @pytest.mark.parametrize("command", [("screen", "a.json"), ("why", "a.json", "age.minor"), ("interview",)])
    def test_what_is_looser_is_refused(self, command: tuple[str, ...]) -> None:
        """Naming its file, before anybody is decided about."""
        found = run(*command, "--policy", "group.toml", "--policy", "looser.toml", "--on", "2026-11-23")
        assert (found.exit_code, found.stdout) == (2, "")
        assert found.stderr.startswith("looser.toml: policy ") and found.stderr.count("\n") == 1

    def test_check(self) -> None:
        """Several are checked as they stand together; with --tighten-only nothing may loosen, whatever it says."""
        on = ("--on", "2026-11-23")
        found = run("policy", "check", "group.toml", "clinic.toml", *on)
        assert found.exit_code == 0
        lines = found.stdout.splitlines()
        assert lines[1].startswith("  1. group, policy ") and lines[2].startswith("  2. clinic, policy ")
        assert f"limit {SYSTOLIC} (screening): 160 mm[Hg] -> 145 mm[Hg]" in lines
        assert run("policy", "check", "group.toml", "loud.toml", *on).exit_code == 0
        found = run("policy", "check", "--tighten-only", "group.toml", "loud.toml", *on)
        assert (found.exit_code, found.stdout) == (2, "")
        assert found.stderr == (
            f"loud.toml: limit {SYSTOLIC}: value is 165 mm[Hg]: looser than 150 mm[Hg], which stood before it; choose "
            "what is no looser\n"
        )
        assert run("policy", "check", "--tighten-only", "group.toml", "clinic.toml", *on).exit_code == 0
        assert "looser than 160 mm[Hg]" in run("policy", "check", "--tighten-only", "loud.toml", *on).stderr
        assert run("policy", "show", "group.toml", "clinic.toml").exit_code == 0

    def test_every_file_is_looked_at(self) -> None:
        """What is wrong with one does not hide what is wrong with another."""
        Path("bad.toml").write_text("format =")
        found = run("policy", "check", "none.toml", "bad.toml", "group.toml", "--on", "2026-11-23")
        assert found.exit_code == 2
        assert [line.split(":")[0] for line in found.stderr.splitlines()] == ["none.toml", "bad.toml"]


def test_a_case_under_several(tmp_path: Path) -> None:
    """A case file may name a group's policy and a clinic's."""
    from kaprules.testing.cases import faults, load_cases

    (tmp_path / "group.toml").write_text(systolic(150))
    (tmp_path / "clinic.toml").write_text(systolic(145))
    case = {"id": "x", "ruleset": "screening", "on": "2026-11-23", "outcome": "EXCLUDED"}
    case["client"] = {"vitals": {"mean_systolic": {"value": 147, "unit": "mm[Hg]"}}}  # type: ignore[assignment] # data
    (tmp_path / "x.cases.json").write_text(json.dumps(case | {"policy": ["group.toml", "clinic.toml"]}))
    (one,) = load_cases(tmp_path)
    assert faults(one) == [] and len(one.ruleset.policies) == 2

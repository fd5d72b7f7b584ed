"""What a site's policy says of names of medicines that the table of ingredients does not hold.

A name is read as it says, in each decision under the policy and in no other; it never redefines the table, and what may
be meant for a name of the table is refused.
"""

from __future__ import annotations

import copy
import json
import pickle
import string
import tomllib
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Final

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from kaprules import SCREENING, Client, InputError, decide, screen
from kaprules.decision import ENGINES, Decision
from kaprules.facts.eye import Eye, EyeDisease
from kaprules.facts.medicines import CLASSES_BY_NAME, TOLD_BY_NAME, Medicine, Medicines, MedicineStatus, Reason
from kaprules.facts.model import AtLeastThese, Recorded, Reporter
from kaprules.ingredients import INGREDIENTS, nearly, resolve
from kaprules.policy import MedicineNamed, Policy, compose, read_policy
from kaprules.policy.impact import differences, overview
from kaprules.policy.schema import policy_schema
from kaprules.possible import ABSENT_BIT, PRESENT_BIT, Absence, Truth
from kaprules.product_names import ANYWHERE, NOT_BRANDS
from kaprules.record import schema

TODAY: Final = date(2026, 11, 23)
EITHER: Final = PRESENT_BIT | ABSENT_BIT
SIGNED: Final[dict[str, Any]] = {
    "reason": "as our pharmacy calls it",
    "approved_by": "pharmacist",
    "date": TODAY - timedelta(days=22),
    "expires": TODAY + timedelta(days=300),
}
SIGNATURE: Final = """
reason = "as our pharmacy calls it"
approved_by = "pharmacist"
date = 2026-11-01
expires = 2027-10-31
"""
HEADER: Final = 'format = "kaprules policy"\nversion = 2\n'
UNHEARD: Final = "Zelbritide"


def named(substance: str = UNHEARD, **more: Any) -> MedicineNamed:
    """Return a name, of no class and no disease where nothing else is said."""
    means = more.keys() & {"ingredient", "classes", "tells_of"}
    return MedicineNamed(substance=substance, **SIGNED | ({} if means else {"classes": (), "tells_of": ()}) | more)


def entry(substance: str = UNHEARD, means: str = "classes = []\ntells_of = []") -> str:
    return f'\n[[medicine]]\nsubstance = "{substance}"\n{means}\n{SIGNATURE}'


def taking(*names: str, **more: Any) -> Client:
    listed = tuple(Medicine(substance=name, status=MedicineStatus.TAKING, **more) for name in names)
    return Client(medicines=Medicines(listed=Recorded(listed, on=TODAY, by=Reporter.CLIENT)))


def under(policy: Policy, client: Client, **more: Any) -> Decision:
    return screen(client, on=TODAY, policy=policy, **more)


def truths(decision: Decision, of: str = "medicines.") -> dict[str, Truth]:
    return {name: truth for name, truth in decision.truths.items() if name.startswith(of)}


def error(text: str) -> str:
    with pytest.raises(InputError) as raised:
        read_policy(HEADER + text)
    return str(raised.value)


# What a name means ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("ingredient", INGREDIENTS[::24], ids=lambda each: each.name)
def test_a_name_of_an_ingredient_is_read_as_that(ingredient: Any) -> None:
    """As if the ingredient itself stood on the list, in whichever case and with whichever blanks it is written."""
    policy = Policy((named("Our Own Drops", ingredient=ingredient.name),))
    for written in ("our own drops", "OUR  OWN DROPS "):
        decision = under(policy, taking(written))
        assert truths(decision) == truths(screen(taking(ingredient.name), on=TODAY))
        assert [each.ingredient for each in decision.site_names] == [ingredient]


@pytest.mark.parametrize("classes", [(), *((each,) for each in CLASSES_BY_NAME), ("opioid", "cns_depressant")], ids=str)
def test_a_name_of_classes_is_read_as_a_prescribers_review(classes: tuple[str, ...]) -> None:
    """That says the same; but it needs no note that a review is all there is."""
    tells_of = {"opioid": ("eye",), "stimulant": ("asthma", "copd")}.get(
        classes[0] if classes else "", ("eye", "asthma")
    )
    policy = Policy((named(classes=classes, tells_of=tells_of),))
    texts = {
        "reviewed_classes": ", ".join(classes) or "none",
        "reviewed_tells_of": ", ".join(tells_of) or "none",
    }
    reviewed = taking(UNHEARD, reviewed=Recorded(True, on=TODAY, by=Reporter.CLINICIAN), **texts)
    expected = truths(screen(reviewed, on=TODAY)) | {"medicines.reviewed": Truth.FALSE}
    assert truths(under(policy, taking(UNHEARD))) == expected


def test_nothing_is_known_of_it_but_under_the_policy() -> None:
    """Whatever was decided before, of the same client and of the subject of another decision: nothing is kept."""
    policy, client = Policy((named(),)), taking(UNHEARD)
    for _ in range(2):
        known, unknown = under(policy, client), screen(client, on=TODAY)
        assert known.truths["medicines.ingredient_not_known"] is Truth.FALSE
        assert unknown.truths["medicines.ingredient_not_known"] is Truth.TRUE
        assert [each.name for each in known.site_names] == [UNHEARD] and unknown.site_names == ()
        again = screen(known.evaluation.subject, on=TODAY)
        assert again == unknown and again.truths == unknown.truths
    other = Policy((named("Wunderpulver"),))
    assert under(other, client).truths == screen(client, on=TODAY).truths and under(other, client).site_names == ()
    assert under(other, known.evaluation.subject).truths == unknown.truths  # type: ignore[arg-type] # a client


@pytest.mark.parametrize(
    "listed",
    [
        Absence.NOT_ASKED,
        AtLeastThese(Medicine(substance=UNHEARD, status=MedicineStatus.TAKING)),
        (Medicine(substance=UNHEARD, status=MedicineStatus.TAKING),),
        Recorded((Medicine(substance=UNHEARD, status=MedicineStatus.TAKING),), on=TODAY, by=Reporter.RECORD),
        Recorded((Medicine(substance=UNHEARD, status=MedicineStatus.TAKING),), on=TODAY - timedelta(days=31)),
        Recorded((Medicine(substance=UNHEARD + " forte", status=MedicineStatus.TAKING),), on=TODAY),
        Recorded((Medicine(substance="no " + UNHEARD, status=MedicineStatus.TAKING),), on=TODAY),
        Recorded((Medicine(substance=UNHEARD, rxnorm="6470", status=MedicineStatus.TAKING),), on=TODAY),
        Recorded((Medicine(rxnorm="999999", status=MedicineStatus.TAKING),), on=TODAY),
    ],
    ids=str,
)
def test_a_name_completes_no_list(listed: Any) -> None:
    """One that is open, copied, too old or of another name is as open as before; so is one with a code of the table."""
    policy = Policy((named(),))
    client = Client(medicines=Medicines(listed=listed))
    assert truths(under(policy, client)) == truths(screen(client, on=TODAY))


def test_an_unknown_code_beside_a_name_is_that_of_a_product() -> None:
    """And the code of the ingredient itself agrees with it."""
    policy = Policy((named("Our Own Drops", ingredient="lorazepam"),))
    for code in ("999999", "6470"):
        assert under(policy, taking("our own drops", rxnorm=code)).truths["medicines.benzodiazepine"] is Truth.TRUE
    conflicting = under(policy, taking("our own drops", rxnorm="7804"))
    assert conflicting.truths["medicines.ingredient_not_known"] is Truth.TRUE


def test_what_it_tells_of_is_held_against_a_denial() -> None:
    """Unless a clinician or a record gives another reason; a client's does not count."""
    policy = Policy((named(tells_of=("eye",), classes=()),))
    healthy = Eye(disease=EyeDisease.NONE)
    for reason, found in (
        (Absence.NOT_ASKED, Truth.TRUE),
        (Recorded(Reason.PAIN, by=Reporter.CLIENT), Truth.TRUE),
        (Recorded(Reason.EYE, by=Reporter.CLINICIAN), Truth.TRUE),
        (Recorded(Reason.PAIN, by=Reporter.CLINICIAN), Truth.FALSE),
    ):
        client = taking(UNHEARD, reason=reason).with_group(healthy)
        assert under(policy, client).truths["medicines.tells_of_denied.eye"] is found


def test_a_review_adds_to_it_and_takes_nothing_away() -> None:
    """As of a name that the table holds."""
    policy = Policy((named(classes=("cns_depressant",), tells_of=()),))
    review = {"reviewed": Recorded(True, on=TODAY, by=Reporter.CLINICIAN), "reviewed_tells_of": "none"}
    added = under(policy, taking(UNHEARD, reviewed_classes="cns_depressant, opioid", **review))
    assert added.truths["medicines.opioid"] is added.truths["medicines.cns_depressant"] is Truth.TRUE
    kept = under(policy, taking(UNHEARD, reviewed_classes="none", **review))
    assert kept.truths["medicines.cns_depressant"] is Truth.TRUE
    assert {mark.value for finding in kept.findings for mark in finding.marks} == {"conflict"}


# What a decision shows -----------------------------------------------------------------------------------------------


def test_each_decision_that_uses_it_shows_it() -> None:
    """In its report, for a clinician, on its page, in its record: the meaning, why, on whose word, and for how long."""
    policy = Policy((named(tells_of=("eye",), classes=("opioid",)), named("Wunderpulver")))
    decision = under(policy, taking(UNHEARD, "sertraline"))
    said = "Zelbritide: opioid, tells of: eye disease (as our pharmacy calls it; approved by the pharmacist from "
    assert said + "2026-11-01 to 2027-09-19)" in decision.explain()
    assert "Wunderpulver" not in decision.explain()
    assert "as our pharmacy calls it" in decision.words("auditor")
    assert "Names of medicines by the site's policy: Zelbritide" in decision.words("clinician")
    record = json.loads(decision.to_json())
    assert record["site_names"] == [
        {
            "name": "Zelbritide",
            "means": "opioid, tells of: eye disease",
            "reason": "as our pharmacy calls it",
            "approved_by": "pharmacist",
            "date": "2026-11-01",
            "expires": "2027-09-19",
        }
    ]
    assert "site_names" in schema()["properties"]
    finding = next(each for each in decision.findings if each.rule == "medicines.opioid")
    assert "Zelbritide: by the site's policy opioid, tells of: eye disease" in finding.evidence[0].recorded
    assert Decision.from_json(decision.to_json(), ruleset=policy.applied(SCREENING)) == decision


@pytest.mark.parametrize("engine", ENGINES)
def test_whatever_is_worked_out_later_knows_it(engine: str) -> None:
    """A copy, a pickle, what is missing, the next question and what would have to change."""
    policy = Policy((named(classes=("opioid",), tells_of=()),))
    decision = under(policy, taking(UNHEARD), engine=engine)
    for same in (pickle.loads(pickle.dumps(decision)), copy.deepcopy(decision)):
        assert same == decision and same.site_names == decision.site_names
        assert same.findings == decision.findings
    assert "medicines.ingredient_not_known" not in {each.fact for each in decision.missing}
    fact = Medicines.takes_opioid
    given = decision.evaluation.subject.group(fact)
    rebuilt = decision.evaluation.placed(type(given)(listed=given.__dict__["listed"]))
    found: Any = fact.possible(rebuilt, TODAY)
    assert found.bits == PRESENT_BIT


def test_a_client_is_the_same_with_it_and_without() -> None:
    """What a policy says of names is no part of what was given."""
    client = taking(UNHEARD)
    decision = under(Policy((named(),)), client)
    assert decision.subject == client == decision.evaluation.subject
    assert repr(decision.evaluation.subject) == repr(client)


def test_it_ends_with_the_policy() -> None:
    """As everything else that a policy says."""
    with pytest.raises(InputError, match="is in force from"):
        screen(taking(UNHEARD), on=SIGNED["expires"] + timedelta(days=1), policy=Policy((named(),)))


def test_somebody_is_named_whom_it_touches() -> None:
    """A client who takes it and nothing else."""
    policy = read_policy(HEADER + entry(means='ingredient = "paracetamol"'))
    found = [each for each in differences(policy) if each.ruleset is SCREENING]
    assert [(each.default, each.site) for each in found] == [("not known", "paracetamol")]
    assert found[0].witness is not None and "Zelbritide" in found[0].witness.facts
    assert "medicine zelbritide (screening): not known -> paracetamol" in overview(policy)


# What is refused -----------------------------------------------------------------------------------------------------

OWN: Final = sorted({name for each in INGREDIENTS for name in (each.name, *each.names)})


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(OWN), st.sampled_from((str.upper, str.title, str)))
def test_no_name_of_the_table_is_redefined(name: str, spelt: Any) -> None:
    """Nor a product of it, however it is printed."""
    for text in (spelt(name), f"{name} 10 MG Oral Tablet"):
        with pytest.raises(
            InputError, match=r"medicine .*(knows it as|nearly a name|word of a sentence|no name of a medicine)"
        ):
            named(text)


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_what_may_be_meant_for_a_name_of_the_table_is_refused(data: st.DataObject) -> None:
    """One letter more, one less, another one, or two exchanged; by itself, and of a medicine that counts in a text."""
    name = data.draw(st.sampled_from([each for each in OWN if len(each) > 5])).casefold()
    place = data.draw(st.integers(1, len(name) - 2))
    letter = data.draw(st.sampled_from(string.ascii_lowercase))
    changed = data.draw(
        st.sampled_from(
            (
                name[:place] + letter + name[place:],
                name[:place] + name[place + 1 :],
                name[:place] + letter + name[place + 1 :],
                name[: place - 1] + name[place] + name[place - 1] + name[place + 1 :],
            )
        )
    )
    with pytest.raises(InputError, match="medicine "):
        named(changed)
    found = resolve(name)
    if found is not None and found.classes:
        joined = (f"nova-{changed}",) if name.isalpha() else ()
        for text in (f"{name} nova", f"{changed} nova", *joined):
            with pytest.raises(InputError, match="medicine "):
                named(text)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(NOT_BRANDS)), st.sampled_from(("{} Zelbritide", "Zelbritide {}", "Zelbritide, {}")))
def test_a_sentence_is_no_name(word: str, text: str) -> None:
    """A past, a doubt or a negation is never said to be a medicine."""
    with pytest.raises(InputError, match="is a word of a sentence"):
        named(text.format(word))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from((*sorted(ANYWHERE), "5", "10 mg", "-", "xy")), min_size=1, max_size=3))
def test_what_stands_around_a_name_is_none(words: list[str]) -> None:
    """A dose form, a strength or a sign alone names nothing."""
    with pytest.raises(InputError, match="no name of a medicine"):
        named(" ".join(words))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        (entry(means=""), "medicine zelbritide: classes is missing: expected an ingredient, or classes and tells_of"),
        (entry(means="classes = []"), "medicine zelbritide: tells_of is missing: expected an ingredient, or classes"),
        (entry(means="tells_of = []"), "medicine zelbritide: classes is missing: expected an ingredient, or classes"),
        (
            entry(means='ingredient = "paracetamol"\nclasses = []\ntells_of = []'),
            "medicine zelbritide: ingredient is 'paracetamol': classes or tells_of stand beside it",
        ),
        (
            entry(means='ingredient = "kratom"'),
            "medicine zelbritide: ingredient is 'kratom': not in the table of ingredients; name one that is",
        ),
        (entry(means='classes = ["opiod"]\ntells_of = []'), "did you mean 'opioid'?"),
        (entry(means='classes = []\ntells_of = ["the eyes"]'), "known are asthma, bipolar, copd"),
        (entry(means='classes = "opioid"\ntells_of = []'), "classes is 'opioid': expected its classes in a list"),
        (entry(means="classes = [1]\ntells_of = []"), "classes is a list: expected its classes in a list"),
        (entry() + entry("ZELBRITIDE"), "medicine zelbritide is there twice"),
        (
            entry("phenelzin"),
            "medicine phenelzin: substance is 'phenelzin': nearly a name of phenelzine in the table of ingredients",
        ),
        (entry("Xanax"), "medicine xanax: substance is 'Xanax': the table of ingredients knows it as alprazolam"),
        (entry("6470"), "medicine 6470: substance is '6470': no name of a medicine; write the name alone"),
    ],
)
def test_an_entry_that_cannot_stand_is_refused(text: str, says: str) -> None:
    """With what is wrong and what to do."""
    assert says in error(text)


def test_only_the_second_version_knows_names() -> None:
    """A file of the first one is read as before, and has the same digest in either."""
    level = '\n[[level]]\nrule = "psychosis.family"\nlevel = "exclusion"\n' + SIGNATURE
    first = read_policy(HEADER.replace("2", "1") + level)
    assert first.digest == read_policy(HEADER + level).digest and first == read_policy(HEADER + level)
    with pytest.raises(InputError) as raised:
        read_policy(HEADER.replace("2", "1") + level + entry())
    assert str(raised.value) == "medicine is not known in version 1: write version = 2"


def test_the_digest_covers_what_a_name_means() -> None:
    """In whichever order the classes stand."""
    one = named(classes=("opioid", "cns_depressant"), tells_of=())
    assert Policy((one,)).digest == Policy((named(classes=("cns_depressant", "opioid"), tells_of=()),)).digest
    others = (
        named(classes=("opioid",), tells_of=()),
        named(ingredient="codeine"),
        named(classes=(), tells_of=("eye",)),
    )
    assert len({Policy((each,)).digest for each in (one, *others, named(reason="another"))}) == 5


def test_the_schema_takes_what_is_read() -> None:
    """Each line of an entry, with the words of the classes and diseases."""
    lines = policy_schema()["properties"]["medicine"]["items"]
    assert set(lines["required"]) == {"substance", "reason", "approved_by", "date", "expires"}
    assert lines["properties"]["classes"]["items"]["enum"] == sorted(CLASSES_BY_NAME)
    assert lines["properties"]["tells_of"]["items"]["enum"] == sorted(TOLD_BY_NAME)
    assert tomllib.loads(HEADER)["version"] in policy_schema()["properties"]["version"]["enum"]


# Several policies ----------------------------------------------------------------------------------------------------


def composed(*changes: MedicineNamed) -> Policy:
    return compose(*(Policy((change,)) for change in changes), rulesets=[SCREENING])


def test_a_later_policy_explains_a_name_only_where_it_says_so() -> None:
    """Whoever takes it needed information before."""
    with pytest.raises(InputError, match="looser than not known"):
        composed(named("Wunderpulver"), named())
    both = composed(named("Wunderpulver"), named(loosens=True))
    assert under(both, taking("Wunderpulver", UNHEARD)).truths["medicines.ingredient_not_known"] is Truth.FALSE
    assert {number for number, _ in Policy((named(),)).looser_entries([SCREENING])} == {0}


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"classes": (), "tells_of": ()}, {"classes": ("opioid",), "tells_of": ()}),
        ({"classes": ("opioid",), "tells_of": ()}, {"classes": ("opioid", "stimulant"), "tells_of": ("eye",)}),
        ({"classes": (), "tells_of": ("eye",)}, {"classes": (), "tells_of": ("eye", "thyroid")}),
    ],
)
def test_a_later_policy_may_add_to_a_name(before: dict[str, Any], after: dict[str, Any]) -> None:
    """A class or a disease; the other way round it has to say that it loosens."""
    assert composed(named(**before), named(**after)).changes == (named(**after),)
    with pytest.raises(InputError, match="looser than"):
        composed(named(**after), named(**before))
    assert composed(named(**after), named(**before, loosens=True)).changes == (named(**before, loosens=True),)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"ingredient": "lorazepam"}, {"ingredient": "paracetamol"}),
        ({"ingredient": "lorazepam"}, {"classes": ("benzodiazepine",), "tells_of": ()}),
        ({"classes": ("benzodiazepine",), "tells_of": ()}, {"ingredient": "lorazepam"}),
        ({"classes": (), "tells_of": ("copd",)}, {"classes": (), "tells_of": ("copd", "asthma")}),
    ],
)
def test_another_meaning_is_looser_either_way(before: dict[str, Any], after: dict[str, Any]) -> None:
    """Nobody can say which of two ingredients lets more pass; of two diseases either one is enough to have."""
    for one, other in ((before, after), (after, before)):
        with pytest.raises(InputError, match="looser than"):
            composed(named(**one), named(**other))


# Generated names -----------------------------------------------------------------------------------------------------


def free(names: Iterable[str]) -> list[str]:
    return [name for name in names if resolve(name) is None and nearly(name) is None]


@settings(max_examples=40, deadline=None)
@given(
    st.text(string.ascii_lowercase, min_size=7, max_size=12),
    st.sets(st.sampled_from(sorted(CLASSES_BY_NAME)), max_size=3),
    st.sets(st.sampled_from(sorted(TOLD_BY_NAME)), max_size=3),
)
def test_more_said_of_a_name_is_never_less_adverse(name: str, classes: set[str], tells_of: set[str]) -> None:
    """Each class that is named is found, no other is, and whatever it tells of is."""
    assume(free([name]))
    policy = Policy((named(name, classes=sorted(classes), tells_of=sorted(tells_of)),))
    medicines = under(policy, taking(name)).evaluation.subject.group(Medicines.listed)
    for fact, of in (
        (Medicines.takes_opioid, {"opioid"}),
        (Medicines.takes_stimulant, {"stimulant"}),
        (Medicines.takes_benzodiazepine, {"benzodiazepine", "z_drug"}),
        (Medicines.takes_nmda_antagonist, {"nmda_antagonist"}),
        (Medicines.takes_oxybate, {"oxybate"}),
    ):
        found: Any = fact.possible(medicines, TODAY)
        assert found.bits == (PRESENT_BIT if classes & of else ABSENT_BIT)
    sedating: Any = Medicines.sedating_count.possible(medicines, TODAY)
    sedates = bool(classes & {"opioid", "benzodiazepine", "z_drug", "cns_depressant"})
    assert (sedating.low, sedating.high) == (sedates, sedates)
    told = [fact for fact in Medicines.__facts__ if fact.name.startswith("tells_of_")]
    bits = {fact.name: getattr(fact.possible(medicines, TODAY), "bits", None) for fact in told}
    assert (PRESENT_BIT in bits.values()) == bool(tells_of) and EITHER not in bits.values()


def test_no_rule_set_that_reads_no_medicines_is_touched() -> None:
    """It stays as it is, and shows nothing."""
    from kaprules.rulesets import RULESETS

    for ruleset in RULESETS.values():
        if not ruleset.takes_names:
            assert Policy((named(),)).applied(ruleset).names == {} and ruleset.meaning
    assert SCREENING.takes_names
    decision = decide(Policy((named(),)).applied(SCREENING), taking("sertraline"), on=TODAY)
    assert decision.site_names == ()

"""Criterion 7: known allergy to ketamine, or a history of ketamine dependence or misuse.

Hypersensitivity to the drug is a contraindication on every label and never lifts. Dependence and recent use outside
medicine exclude because the treatment gives the very same drug.
"""

from __future__ import annotations

from typing import Any, Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    PERMANENT,
    Citation,
    Condition,
    DaysAgo,
    Example,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Recorded,
    Reporter,
    Rule,
    after,
    all_of,
    any_of,
    asks,
    by_clinician,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.ketamine_history import (
    KetamineHistory,
    PriorKetamine,
    Reaction,
    ReactionAgent,
    ReactionKind,
    UseDisorder,
)
from ...facts.medicines import Medicine, Medicines, MedicineStatus
from ...facts.psychiatric_history import AffectiveSwitch, PsychiatricHistory
from ...facts.substance_use import Analyte, Substance, SubstanceDisorder, SubstanceUse, TestResult, UrineDrugTest
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    EU_LEAFLET,
    EU_PRODUCT_SUMMARY,
    MOUNT_SINAI,
    PRESCRIPTION_MONITORING,
    TRIAL_NCT07139106,
    TRIAL_TABLE_PMC10812090,
)

LIFETIME: Final = 43_830
"""Days in 120 years, the longest that an event may lie back."""

NONMEDICAL_USE_WINDOW: Final = Limit(
    365,
    "d",
    id="ketamine.nonmedical_use_window",
    source=Citation(MOUNT_SINAI, "exclusion criteria: recreational ketamine or phencyclidine in the last year"),
    since=ADOPTED,
    floor=180,
    ceiling=LIFETIME,
)

PSYCHOTIC_REACTION_WINDOW: Final = Limit(
    365,
    "d",
    id="ketamine.psychotic_reaction_window",
    source=proposal("as long as any other psychosis that a substance caused"),
    since=ADOPTED,
    floor=180,
    ceiling=LIFETIME,
)
CAUTION_OR_MORE: Final = (Level.EXCLUSION, Level.CAUTION)


def _reacted(kind: ReactionKind, **more: Any) -> KetamineHistory:
    """A client of whom one reaction is known, by a clinician who ruled an allergy out."""
    return KetamineHistory(
        reactions=[
            Reaction(kind=kind, agent=ReactionAgent.KETAMINE, by=Reporter.CLINICIAN, allergy_ruled_out=True, **more)
        ]
    )


NO_REACTION: Final = KetamineHistory(reactions=[])
NEVER_HAD: Final = by_clinician(
    KetamineHistory(reactions=[], prior_medical_ketamine=PriorKetamine.NEVER_GIVEN, nonmedical_ketamine_use=NEVER)
)
NOT_LISTED: Final = Medicines(ever_ketamine=False)
NOT_TESTED: Final = by_clinician(SubstanceUse(ketamine_positive=Recorded(False, on=EXAMPLE_DAY)))
NO_SWITCH: Final = by_clinician(PsychiatricHistory(switch_under_treatment=AffectiveSwitch.NONE))
OTHER_SWITCHES: Final = tuple(
    by_clinician(PsychiatricHistory(switch_under_treatment=each))
    for each in AffectiveSwitch
    if each not in (AffectiveSwitch.NONE, AffectiveSwitch.KETAMINE)
)


def _listed(status: MedicineStatus, **more: Any) -> Medicines:
    taken = Medicine(substance="Spravato", status=status, **more)
    return Medicines(listed=Recorded([taken], on=EXAMPLE_DAY))


def _tested(result: TestResult) -> SubstanceUse:
    test = UrineDrugTest(analyte=Analyte.KETAMINE, result=result, prescribed=True, on=EXAMPLE_DAY)
    return by_clinician(SubstanceUse(urine_drug_tests=[test]))


allergy: Final = Rule(
    id="ketamine.allergy",
    source=(
        criterion(7),
        Citation(EU_PRODUCT_SUMMARY, "section 4.3: hypersensitivity to esketamine, ketamine or an excipient"),
        Citation(EU_LEAFLET, "do not use: allergy"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=KetamineHistory.immune_reaction.present,
    clinician_text="Allergic reaction to ketamine or esketamine.",
    client_text="You once had an allergic reaction to ketamine. So we do not give it to you.",
    rationale=(
        "Anaphylaxis, urticaria, angioedema, bronchospasm and rash count as allergic. A reaction of which the kind is "
        "not known decides nothing either way, until it is known."
    ),
    examples=(
        fires(KetamineHistory(immune_reaction=True)),
        fires(KetamineHistory(reactions=[Reaction(kind=ReactionKind.RASH, agent=ReactionAgent.KETAMINE)])),
        passes(KetamineHistory(immune_reaction=False)),
        passes(KetamineHistory(reactions=[Reaction(kind=ReactionKind.INTOLERANCE)])),
        passes(KetamineHistory(reactions=[])),
        asks(KetamineHistory(reactions=[Reaction()])),
        asks(),
    ),
)

life_threatening: Final = Rule(
    id="ketamine.grave_reaction.life_threatening",
    source=(
        criterion(7),
        proposal("cases of arrest and of spasm of the throat under ketamine are published; it may come again"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("a cardiologist or an anaesthetist has assessed the reaction, in writing"),
    when=KetamineHistory.life_threatening_reaction.present,
    clinician_text="Life-threatening cardiac or respiratory reaction to ketamine or esketamine.",
    client_text=(
        "After ketamine you once had a serious problem with your heart or your breathing. A specialist should look "
        "into that first. Then we can look again."
    ),
    rationale="The very same drug would be given; where an allergy is not ruled out, that stays open too.",
    levels=CAUTION_OR_MORE,
    examples=(
        fires(_reacted(ReactionKind.CARDIAC)),
        fires(KetamineHistory(life_threatening_reaction=True)),
        passes(KetamineHistory(life_threatening_reaction=False)),
        passes(NO_REACTION),
        asks(KetamineHistory(reactions=[Reaction()])),
        fires(KetamineHistory(reactions=[Reaction(kind=ReactionKind.RESPIRATORY)])),
        asks(),
    ),
)

recent_psychotic_reaction: Final = Rule(
    id="ketamine.psychotic_reaction.recent",
    source=(criterion(7), proposal("it counts as a psychosis that a substance caused")),
    level=Level.EXCLUSION,
    until=after(KetamineHistory.psychotic_reaction, PSYCHOTIC_REACTION_WINDOW),
    when=KetamineHistory.psychotic_reaction.within(PSYCHOTIC_REACTION_WINDOW),
    clinician_text="Recent ketamine-induced psychosis beyond the acute effect.",
    client_text=(
        "After ketamine it was hard for you to tell what is real, for longer than its effect. You need more time."
    ),
    subsumes=("ketamine.psychotic_reaction.past",),
    examples=(
        fires(KetamineHistory(psychotic_reaction=DaysAgo(365))),
        fires(_reacted(ReactionKind.PSYCHOSIS, happened=DaysAgo(20))),
        passes(KetamineHistory(psychotic_reaction=DaysAgo(366))),
        passes(NO_REACTION),
        asks(_reacted(ReactionKind.PSYCHOSIS)),
        asks(),
    ),
)

current_use_disorder: Final = Rule(
    id="ketamine.use_disorder.current",
    source=(criterion(7), Citation(TRIAL_NCT07139106, "exclusion criteria: abuse or dependence, lifetime")),
    level=Level.EXCLUSION,
    until=on_condition("the use disorder is over; it then counts as a past one"),
    when=any_of(
        KetamineHistory.ketamine_use_disorder.is_one_of(UseDisorder.CURRENT),
        KetamineHistory.phencyclidine_use_disorder.is_one_of(UseDisorder.CURRENT),
    ),
    clinician_text="Current ketamine or phencyclidine use disorder.",
    client_text=(
        "It is hard for you to go without ketamine or a drug like it. Help with that comes first, and we can find it "
        "with you."
    ),
    rationale="The treatment would give the drug of dependence, or one of its kind.",
    examples=(
        fires(by_clinician(KetamineHistory(ketamine_use_disorder=UseDisorder.CURRENT))),
        fires(by_clinician(KetamineHistory(phencyclidine_use_disorder=UseDisorder.CURRENT))),
        passes(
            by_clinician(
                KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE)
            )
        ),
        passes(
            by_clinician(
                KetamineHistory(ketamine_use_disorder=UseDisorder.PAST, phencyclidine_use_disorder=UseDisorder.PAST)
            )
        ),
        asks(by_clinician(KetamineHistory(ketamine_use_disorder=UseDisorder.NONE))),
    ),
)

use_disorder: Final = Rule(
    id="ketamine.use_disorder.ever",
    source=(criterion(7), Citation(TRIAL_NCT07139106, "exclusion criteria: abuse or dependence, lifetime")),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=any_of(
        KetamineHistory.ketamine_use_disorder.is_one_of(UseDisorder.CURRENT, UseDisorder.PAST),
        KetamineHistory.phencyclidine_use_disorder.is_one_of(UseDisorder.CURRENT, UseDisorder.PAST),
        SubstanceUse.ketamine_or_phencyclidine_disorder.present,
    ),
    clinician_text="Ketamine or phencyclidine use disorder, current or past.",
    client_text=(
        "It is, or was, hard for you to go without ketamine or a drug like it. So ketamine is not a good choice "
        "for you."
    ),
    rationale="The criterion speaks of a history; a disorder listed among the other substances counts alike.",
    practice_variation=(
        "A trial excludes it for a lifetime; others look back one year. A clinic may weigh one that is long past."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(by_clinician(KetamineHistory(ketamine_use_disorder=UseDisorder.CURRENT))),
        fires(by_clinician(KetamineHistory(ketamine_use_disorder=UseDisorder.PAST))),
        fires(by_clinician(KetamineHistory(ketamine_use_disorder=OneOf(UseDisorder.CURRENT, UseDisorder.PAST)))),
        fires(by_clinician(KetamineHistory(phencyclidine_use_disorder=UseDisorder.CURRENT))),
        fires(by_clinician(KetamineHistory(phencyclidine_use_disorder=UseDisorder.PAST))),
        fires(by_clinician(SubstanceUse(disorders=[SubstanceDisorder(substance=Substance.KETAMINE)]))),
        passes(
            by_clinician(
                KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE)
            ),
            by_clinician(SubstanceUse(ketamine_or_phencyclidine_disorder=False)),
        ),
        asks(
            by_clinician(
                KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE)
            ),
            by_clinician(SubstanceUse(disorders=[SubstanceDisorder()])),
        ),
        asks(by_clinician(KetamineHistory(ketamine_use_disorder=UseDisorder.NONE))),
    ),
)

recent_ketamine_use: Final = Rule(
    id="ketamine.nonmedical_use.recent",
    source=(
        criterion(7),
        Citation(MOUNT_SINAI, "exclusion criteria: recreational ketamine or phencyclidine in the last year"),
        Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: more than once in the past year"),
    ),
    level=Level.EXCLUSION,
    until=after(KetamineHistory.latest_nonmedical_ketamine_use, NONMEDICAL_USE_WINDOW),
    when=KetamineHistory.latest_nonmedical_ketamine_use.within(NONMEDICAL_USE_WINDOW),
    clinician_text="Recent non-medical ketamine use.",
    client_text="You used ketamine on your own not long ago. More time should pass before we give it.",
    rationale="The label warns of abuse, and trials look back a year or a lifetime.",
    practice_variation="Some trials exclude any use ever, others tolerate a single use.",
    subsumes=("ketamine.nonmedical_use.ever",),
    examples=(
        fires(KetamineHistory(nonmedical_ketamine_use=DaysAgo(365))),
        passes(KetamineHistory(nonmedical_ketamine_use=DaysAgo(366))),
        passes(KetamineHistory(nonmedical_ketamine_use=NEVER)),
        fires(KetamineHistory(nonmedical_ketamine_uses_in_12_months=1)),
        asks(KetamineHistory(nonmedical_ketamine_use=HAPPENED)),
        asks(KetamineHistory(nonmedical_ketamine_uses_in_12_months=0)),
        asks(KetamineHistory(nonmedical_ketamine_uses_in_12_months=1, nonmedical_ketamine_use=NEVER)),
    ),
)

recent_phencyclidine_use: Final = Rule(
    id="ketamine.phencyclidine_use.recent",
    source=(
        criterion(7),
        Citation(MOUNT_SINAI, "exclusion criteria: recreational ketamine or phencyclidine in the last year"),
        Citation(TRIAL_TABLE_PMC10812090, "exclusion criteria: more than once in the past year"),
    ),
    level=Level.EXCLUSION,
    until=after(KetamineHistory.phencyclidine_use, NONMEDICAL_USE_WINDOW),
    when=KetamineHistory.phencyclidine_use.within(NONMEDICAL_USE_WINDOW),
    clinician_text="Recent phencyclidine use.",
    client_text="You used a drug like ketamine (PCP) not long ago. More time should pass before we give ketamine.",
    rationale="Phencyclidine is ketamine's closest relative among the drugs of abuse.",
    practice_variation="A trial looks back one year, another tolerates a single use within it.",
    subsumes=("ketamine.nonmedical_use.ever",),
    examples=(
        fires(by_clinician(KetamineHistory(phencyclidine_use=DaysAgo(365)))),
        passes(by_clinician(KetamineHistory(phencyclidine_use=DaysAgo(366)))),
        passes(by_clinician(KetamineHistory(phencyclidine_use=NEVER))),
        asks(by_clinician(KetamineHistory(phencyclidine_use=HAPPENED))),
    ),
)

prescribed_elsewhere: Final = Rule(
    id="ketamine.prescribed_elsewhere",
    source=(criterion(7), recalled(PRESCRIPTION_MONITORING, "double prescribing")),
    level=Level.NEEDS_INFORMATION,
    when=any_of(KetamineHistory.ketamine_prescribed_elsewhere.present, Medicines.takes_ketamine.present),
    clinician_text="Ketamine prescribed elsewhere, or on the list of medicines: the prescribers have to confer.",
    client_text=(
        "Somebody else may give you ketamine too. The two prescribers should talk with each other, if you agree."
    ),
    rationale="Two prescribers who do not know of each other add up their doses.",
    examples=(
        fires(KetamineHistory(ketamine_prescribed_elsewhere=True)),
        fires(KetamineHistory(ketamine_prescribed_elsewhere=False), Medicines(takes_ketamine=True)),
        passes(KetamineHistory(ketamine_prescribed_elsewhere=False), Medicines(takes_ketamine=False)),
        asks(Medicines(takes_ketamine=False)),
        asks(KetamineHistory(ketamine_prescribed_elsewhere=False)),
    ),
)

reaction_wanted: Final = Rule(
    id="ketamine.reaction_wanted",
    source=(criterion(7), proposal("what was not tolerated decides, and it is not said")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        KetamineHistory.prior_medical_ketamine.is_one_of(PriorKetamine.NOT_TOLERATED),
        any_of(KetamineHistory.any_reaction.ruled_out, KetamineHistory.any_reaction.missing),
    ),
    clinician_text="Ketamine not tolerated before; reaction not established.",
    client_text="You did not feel well with ketamine before. We would like to know what happened.",
    marks=(Marked(Mark.CONFLICT, when=KetamineHistory.any_reaction.ruled_out),),
    examples=(
        fires(KetamineHistory(prior_medical_ketamine=PriorKetamine.NOT_TOLERATED)),
        fires(KetamineHistory(prior_medical_ketamine=PriorKetamine.NOT_TOLERATED, reactions=[])),
        passes(
            KetamineHistory(
                prior_medical_ketamine=PriorKetamine.NOT_TOLERATED,
                reactions=[Reaction(kind=ReactionKind.INTOLERANCE, agent=ReactionAgent.KETAMINE)],
            )
        ),
        passes(KetamineHistory(prior_medical_ketamine=PriorKetamine.TOLERATED)),
        passes(KetamineHistory(prior_medical_ketamine=PriorKetamine.NEVER_GIVEN)),
        asks(),
    ),
)

prior_use_not_said: Final = Rule(
    id="ketamine.prior_use_not_said",
    source=(criterion(7), proposal("no reaction may mean that ketamine was borne, or never had")),
    level=Level.NEEDS_INFORMATION,
    when=all_of(KetamineHistory.any_reaction.ruled_out, KetamineHistory.prior_medical_ketamine.missing),
    clinician_text="No known reaction to ketamine; earlier medical use not established.",
    client_text="We would like to know if you were ever given ketamine, in any form, as an anaesthetic too.",
    examples=(
        fires(NO_REACTION),
        passes(KetamineHistory(reactions=[], prior_medical_ketamine=PriorKetamine.NEVER_GIVEN)),
        passes(KetamineHistory(reactions=[], prior_medical_ketamine=PriorKetamine.TOLERATED)),
        passes(KetamineHistory(any_reaction=True)),
        asks(),
    ),
)

never_contradicted: Final = Rule(
    id="ketamine.never_contradicted",
    source=(
        criterion(7),
        proposal(
            "who reacted to ketamine had it, and so had whom a medicine, a urine test or a mood under it tells of"
        ),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        KetamineHistory.prior_medical_ketamine.is_one_of(PriorKetamine.NEVER_GIVEN),
        any_of(
            KetamineHistory.any_reaction.present,
            Medicines.ever_ketamine.present,
            SubstanceUse.ketamine_positive.present,
            PsychiatricHistory.switch_under_treatment.is_one_of(AffectiveSwitch.KETAMINE),
        ),
        KetamineHistory.latest_nonmedical_ketamine_use.never,
    ),
    clinician_text=(
        'Ketamine "never given" contradicts a recorded reaction, a medicine, a urine test or a mood switch under '
        "ketamine."
    ),
    client_text="Two answers about ketamine do not match. We would like to go over them with you.",
    marks=(Mark.CONFLICT,),
    examples=(
        fires(
            KetamineHistory(
                prior_medical_ketamine=PriorKetamine.NEVER_GIVEN, any_reaction=True, nonmedical_ketamine_use=NEVER
            )
        ),
        fires(NEVER_HAD, _listed(MedicineStatus.STOPPED)),
        fires(NEVER_HAD, _listed(MedicineStatus.CANCELLED, last_taken=DaysAgo(900))),
        fires(NEVER_HAD, _tested(TestResult.POSITIVE)),
        fires(NEVER_HAD, PsychiatricHistory(switch_under_treatment=AffectiveSwitch.KETAMINE)),
        passes(NEVER_HAD, NO_SWITCH, NOT_LISTED, NOT_TESTED),
        *(passes(NEVER_HAD, switch, NOT_LISTED, NOT_TESTED) for switch in OTHER_SWITCHES),
        passes(NEVER_HAD, NO_SWITCH, _listed(MedicineStatus.PLANNED, last_taken=NEVER), NOT_TESTED),
        passes(NEVER_HAD, NO_SWITCH, NOT_LISTED, _tested(TestResult.NEGATIVE)),
        *(
            passes(
                KetamineHistory(prior_medical_ketamine=prior, any_reaction=True, nonmedical_ketamine_use=use),
                _listed(MedicineStatus.STOPPED),
            )
            for prior, use in (
                (PriorKetamine.NEVER_GIVEN, HAPPENED),
                (PriorKetamine.TOLERATED, NEVER),
                (PriorKetamine.NOT_TOLERATED, NEVER),
            )
        ),
        asks(NEVER_HAD, _listed(MedicineStatus.CANCELLED)),
        asks(),
    ),
)


def _weighed(identifier: str, says: str, plain: str, when: Condition, *examples: Example) -> Rule:
    """One rule for each grave reaction: one that is known must not hide that nobody asked about another."""
    return Rule(
        id=identifier,
        source=(criterion(7), proposal("cases of it under ketamine are published; it may come again")),
        level=Level.CAUTION,
        when=when,
        clinician_text=says,
        client_text=plain,
        levels=CAUTION_OR_MORE,
        examples=(*examples, passes(NO_REACTION), asks(KetamineHistory(reactions=[Reaction()])), asks()),
    )


organ_reaction: Final = _weighed(
    "ketamine.grave_reaction.organ",
    "Past liver or urinary tract injury from ketamine.",
    "Ketamine once hurt your liver or your bladder. Your prescriber will weigh it.",
    any_of(KetamineHistory.hepatic_reaction.present, KetamineHistory.urinary_reaction.present),
    fires(_reacted(ReactionKind.HEPATIC)),
    fires(_reacted(ReactionKind.URINARY)),
    passes(_reacted(ReactionKind.INTOLERANCE)),
)
serotonin_reaction: Final = _weighed(
    "ketamine.grave_reaction.serotonin",
    "Past serotonin toxicity with ketamine.",
    "After ketamine you once had too much of a messenger in the brain (serotonin). Your prescriber will weigh it.",
    KetamineHistory.serotonin_toxicity.present,
    fires(_reacted(ReactionKind.SEROTONIN_TOXICITY)),
    passes(_reacted(ReactionKind.INTOLERANCE)),
)
affective_switch: Final = _weighed(
    "ketamine.affective_switch",
    "Past mania or hypomania after ketamine.",
    "After ketamine your mood once rose too high (mania). Your prescriber will weigh it.",
    KetamineHistory.affective_switch.present,
    fires(_reacted(ReactionKind.AFFECTIVE_SWITCH)),
    passes(_reacted(ReactionKind.INTOLERANCE)),
)
psychotic_reaction: Final = _weighed(
    "ketamine.psychotic_reaction.past",
    "Past ketamine-induced psychosis beyond the acute effect.",
    "After ketamine it was once hard for you to tell what is real. Your care team will talk about it with you.",
    KetamineHistory.psychotic_reaction.ever,
    fires(KetamineHistory(psychotic_reaction=HAPPENED)),
    fires(_reacted(ReactionKind.PSYCHOSIS)),
    passes(_reacted(ReactionKind.INTOLERANCE)),
)
other_grave_reaction: Final = _weighed(
    "ketamine.grave_reaction.other",
    "Other serious reaction to ketamine.",
    "You once had a bad reaction to ketamine. Your prescriber will weigh it.",
    KetamineHistory.other_grave_reaction.present,
    fires(_reacted(ReactionKind.OTHER_GRAVE)),
    fires(_reacted(ReactionKind.NOT_ALLERGIC)),
    passes(_reacted(ReactionKind.INTOLERANCE)),
)

not_tolerated: Final = Rule(
    id="ketamine.not_tolerated",
    source=(criterion(7), proposal("what was not tolerated once is weighed before it is given again")),
    level=Level.CAUTION,
    when=KetamineHistory.prior_medical_ketamine.is_one_of(PriorKetamine.NOT_TOLERATED),
    clinician_text="Medical ketamine not tolerated before.",
    client_text="You did not feel well with ketamine before. Your prescriber will weigh it.",
    levels=CAUTION_OR_MORE,
    examples=(
        fires(KetamineHistory(prior_medical_ketamine=PriorKetamine.NOT_TOLERATED)),
        passes(KetamineHistory(prior_medical_ketamine=PriorKetamine.TOLERATED)),
        passes(KetamineHistory(prior_medical_ketamine=PriorKetamine.NEVER_GIVEN)),
        asks(),
    ),
)

past_use: Final = Rule(
    id="ketamine.nonmedical_use.ever",
    source=(
        criterion(7),
        Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: any recreational use of ketamine"),
        Citation(EU_LEAFLET, "warnings: problems with drug abuse"),
    ),
    level=Level.CAUTION,
    when=any_of(KetamineHistory.latest_nonmedical_ketamine_use.ever, KetamineHistory.phencyclidine_use.ever),
    clinician_text="Past non-medical use of ketamine or phencyclidine.",
    client_text=(
        "You once used ketamine or a drug like it on your own. Thank you for telling us. We would like to talk "
        "about it."
    ),
    rationale="Without a disorder and outside the window it is weighed; within the window it excludes.",
    levels=CAUTION_OR_MORE,
    practice_variation="One trial excludes any use ever, others look back one year.",
    examples=(
        fires(KetamineHistory(nonmedical_ketamine_use=DaysAgo(4000))),
        fires(by_clinician(KetamineHistory(phencyclidine_use=HAPPENED))),
        passes(by_clinician(KetamineHistory(nonmedical_ketamine_use=NEVER, phencyclidine_use=NEVER))),
        asks(KetamineHistory(nonmedical_ketamine_use=NEVER)),
    ),
)

emergence_reaction: Final = Rule(
    id="ketamine.emergence_reaction",
    source=(criterion(7), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: emergence reaction")),
    level=Level.CAUTION,
    when=KetamineHistory.severe_emergence_reaction.present,
    clinician_text="Past severe emergence reaction with ketamine.",
    client_text=(
        "You had a very hard time as ketamine wore off. We would like to talk about it before anything is decided."
    ),
    rationale="It is no allergy, but it may come again; one trial excludes it.",
    levels=CAUTION_OR_MORE,
    examples=(
        fires(KetamineHistory(severe_emergence_reaction=True)),
        fires(KetamineHistory(reactions=[Reaction(kind=ReactionKind.SEVERE_EMERGENCE)])),
        passes(KetamineHistory(severe_emergence_reaction=False)),
        asks(),
    ),
)

excipient_allergy: Final = Rule(
    id="ketamine.excipient_allergy",
    source=(
        criterion(7),
        Citation(EU_PRODUCT_SUMMARY, "section 4.3: hypersensitivity to esketamine, ketamine or an excipient"),
        proposal("excipients differ from product to product, so that the product decides"),
    ),
    level=Level.CAUTION,
    when=KetamineHistory.excipient_allergy.present,
    clinician_text="Allergy to an excipient: check the product for it.",
    client_text="You are allergic to something that some medicines contain. We will check what is in the product.",
    rationale="The label forbids the product that holds the excipient, not ketamine as such.",
    levels=CAUTION_OR_MORE,
    examples=(
        fires(KetamineHistory(excipient_allergy=True)),
        fires(KetamineHistory(reactions=[Reaction(kind=ReactionKind.ANAPHYLAXIS, agent=ReactionAgent.EXCIPIENT)])),
        passes(KetamineHistory(excipient_allergy=False)),
        asks(),
    ),
)

intolerance: Final = Rule(
    id="ketamine.intolerance",
    source=(criterion(7), proposal("an ordinary side effect is no allergy")),
    level=Level.NOTE,
    when=KetamineHistory.intolerance.present,
    clinician_text="Past intolerance of ketamine: nausea, dizziness or another common side effect.",
    client_text="Ketamine once made you feel sick or dizzy. We keep it in mind, and can do something about it.",
    examples=(
        fires(KetamineHistory(intolerance=True)),
        passes(KetamineHistory(intolerance=False)),
        asks(),
    ),
)

RULES: Final = (
    allergy,
    life_threatening,
    recent_psychotic_reaction,
    current_use_disorder,
    use_disorder,
    recent_ketamine_use,
    recent_phencyclidine_use,
    prescribed_elsewhere,
    reaction_wanted,
    prior_use_not_said,
    never_contradicted,
    organ_reaction,
    serotonin_reaction,
    affective_switch,
    psychotic_reaction,
    other_grave_reaction,
    not_tolerated,
    past_use,
    emergence_reaction,
    excipient_allergy,
    intolerance,
)

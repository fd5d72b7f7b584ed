"""Criterion 7: known allergy to ketamine, or a history of ketamine dependence or misuse.

Hypersensitivity to the drug is a contraindication on every label and never lifts. Dependence and recent use outside
medicine exclude because the treatment gives the very same drug.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    PERMANENT,
    Citation,
    DaysAgo,
    Level,
    Limit,
    OneOf,
    Rule,
    after,
    any_of,
    asks,
    criterion,
    fires,
    on_condition,
    passes,
    proposal,
    recalled,
)

from ...facts.ketamine_history import KetamineHistory, Reaction, ReactionAgent, ReactionKind, UseDisorder
from ...facts.medicines import Medicines
from ...facts.substance_use import Substance, SubstanceDisorder, SubstanceUse
from ...sources import (
    ALCOHOL_WITHDRAWAL_TRIAL,
    EU_LEAFLET,
    MOUNT_SINAI,
    PRESCRIPTION_MONITORING,
    TRIAL_NCT07139106,
    TRIAL_TABLE_PMC10812090,
    US_SAFETY_INFORMATION,
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

allergy: Final = Rule(
    id="ketamine.allergy",
    source=(
        criterion(7),
        Citation(US_SAFETY_INFORMATION, "contraindications: hypersensitivity"),
        Citation(EU_LEAFLET, "do not use: allergy"),
    ),
    level=Level.EXCLUSION,
    until=PERMANENT,
    when=KetamineHistory.immune_reaction.present,
    clinician_text="There was an allergic reaction to ketamine or esketamine.",
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

current_use_disorder: Final = Rule(
    id="ketamine.use_disorder.current",
    source=(criterion(7), Citation(TRIAL_NCT07139106, "exclusion criteria: abuse or dependence, lifetime")),
    level=Level.EXCLUSION,
    until=on_condition("the use disorder is over; it then counts as a past one"),
    when=any_of(
        KetamineHistory.ketamine_use_disorder.is_one_of(UseDisorder.CURRENT),
        KetamineHistory.phencyclidine_use_disorder.is_one_of(UseDisorder.CURRENT),
    ),
    clinician_text="There is a use disorder of ketamine or phencyclidine at present.",
    client_text=(
        "It is hard for you to go without ketamine or a drug like it. Help with that comes first, and we can help "
        "you find it."
    ),
    rationale="The treatment would give the drug of dependence, or one of its kind.",
    examples=(
        fires(KetamineHistory(ketamine_use_disorder=UseDisorder.CURRENT)),
        fires(KetamineHistory(phencyclidine_use_disorder=UseDisorder.CURRENT)),
        passes(KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE)),
        passes(KetamineHistory(ketamine_use_disorder=UseDisorder.PAST, phencyclidine_use_disorder=UseDisorder.PAST)),
        asks(KetamineHistory(ketamine_use_disorder=UseDisorder.NONE)),
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
    clinician_text="There is, or was, a use disorder of ketamine or phencyclidine.",
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
        fires(KetamineHistory(ketamine_use_disorder=UseDisorder.CURRENT)),
        fires(KetamineHistory(ketamine_use_disorder=UseDisorder.PAST)),
        fires(KetamineHistory(ketamine_use_disorder=OneOf(UseDisorder.CURRENT, UseDisorder.PAST))),
        fires(KetamineHistory(phencyclidine_use_disorder=UseDisorder.CURRENT)),
        fires(KetamineHistory(phencyclidine_use_disorder=UseDisorder.PAST)),
        fires(SubstanceUse(disorders=[SubstanceDisorder(substance=Substance.KETAMINE)])),
        passes(
            KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE),
            SubstanceUse(ketamine_or_phencyclidine_disorder=False),
        ),
        asks(
            KetamineHistory(ketamine_use_disorder=UseDisorder.NONE, phencyclidine_use_disorder=UseDisorder.NONE),
            SubstanceUse(disorders=[SubstanceDisorder()]),
        ),
        asks(KetamineHistory(ketamine_use_disorder=UseDisorder.NONE)),
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
    until=after(KetamineHistory.nonmedical_ketamine_use, NONMEDICAL_USE_WINDOW),
    when=KetamineHistory.nonmedical_ketamine_use.within(NONMEDICAL_USE_WINDOW),
    clinician_text="Ketamine was used outside medicine recently.",
    client_text="You used ketamine on your own not long ago. More time should pass before we give it.",
    rationale="The label warns of abuse, and trials look back a year or a lifetime.",
    practice_variation="Some trials exclude any use ever, others tolerate a single use.",
    examples=(
        fires(KetamineHistory(nonmedical_ketamine_use=DaysAgo(365))),
        passes(KetamineHistory(nonmedical_ketamine_use=DaysAgo(366))),
        passes(KetamineHistory(nonmedical_ketamine_use=NEVER)),
        asks(KetamineHistory(nonmedical_ketamine_use=HAPPENED)),
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
    clinician_text="Phencyclidine was used recently.",
    client_text="You used a drug like ketamine (PCP) not long ago. More time should pass before we give ketamine.",
    rationale="Phencyclidine is ketamine's closest relative among the drugs of abuse.",
    practice_variation="A trial looks back one year, another tolerates a single use within it.",
    examples=(
        fires(KetamineHistory(phencyclidine_use=DaysAgo(365))),
        passes(KetamineHistory(phencyclidine_use=DaysAgo(366))),
        passes(KetamineHistory(phencyclidine_use=NEVER)),
        asks(KetamineHistory(phencyclidine_use=HAPPENED)),
    ),
)

prescribed_elsewhere: Final = Rule(
    id="ketamine.prescribed_elsewhere",
    source=(criterion(7), recalled(PRESCRIPTION_MONITORING, "double prescribing")),
    level=Level.NEEDS_INFORMATION,
    when=any_of(KetamineHistory.ketamine_prescribed_elsewhere.present, Medicines.takes_ketamine.present),
    clinician_text=(
        "Ketamine is prescribed elsewhere at present, or stands on the list of medicines; the two prescribers have to "
        "speak with each other."
    ),
    client_text="Somebody else gives you ketamine too. The two prescribers should talk with each other, if you agree.",
    rationale="Two prescribers who do not know of each other add up their doses.",
    examples=(
        fires(KetamineHistory(ketamine_prescribed_elsewhere=True)),
        fires(KetamineHistory(ketamine_prescribed_elsewhere=False), Medicines(takes_ketamine=True)),
        passes(KetamineHistory(ketamine_prescribed_elsewhere=False), Medicines(takes_ketamine=False)),
        asks(Medicines(takes_ketamine=False)),
        asks(KetamineHistory(ketamine_prescribed_elsewhere=False)),
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
    when=any_of(KetamineHistory.nonmedical_ketamine_use.ever, KetamineHistory.phencyclidine_use.ever),
    clinician_text="Ketamine or phencyclidine was once used outside medicine.",
    client_text=(
        "You once used ketamine or a drug like it on your own. Thank you for telling us. We would like to talk "
        "about it."
    ),
    rationale="Without a disorder and outside the window it is weighed; within the window it excludes.",
    practice_variation="One trial excludes any use ever, others look back one year.",
    examples=(
        fires(KetamineHistory(nonmedical_ketamine_use=DaysAgo(4000))),
        fires(KetamineHistory(phencyclidine_use=HAPPENED)),
        passes(KetamineHistory(nonmedical_ketamine_use=NEVER, phencyclidine_use=NEVER)),
        asks(KetamineHistory(nonmedical_ketamine_use=NEVER)),
    ),
)

emergence_reaction: Final = Rule(
    id="ketamine.emergence_reaction",
    source=(criterion(7), Citation(ALCOHOL_WITHDRAWAL_TRIAL, "exclusion criteria: emergence reaction")),
    level=Level.CAUTION,
    when=KetamineHistory.severe_emergence_reaction.present,
    clinician_text="There was a severe emergence reaction after ketamine.",
    client_text=(
        "You had a very hard time as ketamine wore off. We would like to talk about it before anything is decided."
    ),
    rationale="It is no allergy, but it may come again; one trial excludes it.",
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
        Citation(US_SAFETY_INFORMATION, "contraindications: hypersensitivity to any of the excipients"),
        proposal("excipients differ from product to product, so that the product decides"),
    ),
    level=Level.CAUTION,
    when=KetamineHistory.excipient_allergy.present,
    clinician_text="There is an allergy to an excipient; the product has to be checked for it.",
    client_text="You are allergic to something that some medicines contain. We will check what is in the product.",
    rationale="The label forbids the product that holds the excipient, not ketamine as such.",
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
    clinician_text="Ketamine caused nausea, dizziness or another ordinary side effect before.",
    client_text="Ketamine once made you feel sick or dizzy. We keep it in mind, and can do something about it.",
    examples=(
        fires(KetamineHistory(intolerance=True)),
        passes(KetamineHistory(intolerance=False)),
        asks(),
    ),
)

RULES: Final = (
    allergy,
    current_use_disorder,
    use_disorder,
    recent_ketamine_use,
    recent_phencyclidine_use,
    prescribed_elsewhere,
    past_use,
    emergence_reaction,
    excipient_allergy,
    intolerance,
)

"""Criterion 1: not ready, or not willing, to engage in deep therapeutic work.

The psychotherapy is the treatment, and the medicine only serves it: without capacity, consent, free will and
willingness there is nothing that could lawfully or sensibly begin. All of these can change.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    EXAMPLE_DAY,
    HAPPENED,
    NEVER,
    Between,
    Citation,
    Concept,
    Facts,
    Level,
    Limit,
    Mark,
    Marked,
    OneOf,
    Recorded,
    Reporter,
    Rule,
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

from ...conditions import Condition as Test
from ...facts.indication import Condition, Indication
from ...facts.psychiatric_history import Bipolar, Development, PsychiatricHistory
from ...facts.readiness import Consent, Judgement, Readiness, Willingness
from ...facts.substance_use import SubstanceUse
from ...sources import FIELD_TRIP_PROGRAMME, KETAMINE_PHYSICIANS, NUMINUS, PSYON, SEED

READY: Final = Limit(
    6,
    "{score}",
    id="readiness.rating",
    source=proposal("just above the middle of a scale from 0 to 10; no source states a line"),
    since=ADOPTED,
    floor=1,
    ceiling=10,
)
NO_OR_UNSURE: Final = OneOf(Willingness.NO, Willingness.UNSURE)

EARLIER_TREATMENTS: Final = Limit(
    1,
    "{#}",
    id="readiness.earlier_treatments",
    source=proposal("at least one other treatment is tried first; how many differs"),
    since=ADOPTED,
    floor=0,
    ceiling=4,
)
LOUDER: Final = (Level.EXCLUSION, Level.CAUTION, Level.NOTE)

willing_to_work: Final = Concept(
    id="readiness.willing_to_work",
    title="Willingness to do the therapeutic work",
    source=(criterion(1), Citation(NUMINUS, "willingness to be with what arises")),
    when=all_of(
        Readiness.willing_client.is_one_of(Willingness.YES),
        Readiness.willing_therapist.is_one_of(Willingness.YES),
    ),
    rationale="Willingness has to be said by the client and seen by the therapist.",
    examples=(
        fires(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.YES))),
        passes(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.NO))),
        passes(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.UNSURE))),
        passes(by_clinician(Readiness(willing_client=Willingness.NO, willing_therapist=Willingness.YES))),
        passes(by_clinician(Readiness(willing_client=Willingness.UNSURE, willing_therapist=Willingness.YES))),
        asks(Readiness(willing_client=Willingness.YES)),
    ),
)

no_capacity: Final = Rule(
    id="readiness.capacity.absent",
    source=(criterion(1), Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: unable to consent")),
    level=Level.EXCLUSION,
    until=on_condition("a clinician finds that the client has the capacity to decide"),
    when=Readiness.decision_capacity.is_one_of(Judgement.NO),
    clinician_text="Lacks capacity to decide about this treatment.",
    client_text=(
        "A clinician found that deciding about this treatment is too hard for you at the moment. We will wait, "
        "and look again with you."
    ),
    rationale="A guardian's consent never replaces the client's own.",
    examples=(
        fires(by_clinician(Readiness(decision_capacity=Judgement.NO))),
        passes(by_clinician(Readiness(decision_capacity=Judgement.YES))),
        passes(by_clinician(Readiness(decision_capacity=Judgement.UNCLEAR))),
        asks(),
    ),
)

consent_refused: Final = Rule(
    id="readiness.consent.refused",
    source=(criterion(1), Citation(FIELD_TRIP_PROGRAMME, "exclusion criteria: unable to consent")),
    level=Level.EXCLUSION,
    until=on_condition("the client gives consent, freely and informed"),
    when=Readiness.informed_consent.is_one_of(Consent.REFUSED),
    clinician_text="Consent refused.",
    client_text="You said no to this treatment. That is your choice, and it changes nothing in how we care for you.",
    rationale="A consent that is not signed yet stops nothing at the screening; it is asked for before the first dose.",
    examples=(
        fires(Readiness(informed_consent=Consent.REFUSED)),
        passes(Readiness(informed_consent=Consent.SIGNED)),
        passes(Readiness(informed_consent=Consent.NOT_YET)),
        asks(),
    ),
)

not_voluntary: Final = Rule(
    id="readiness.voluntariness.absent",
    source=(criterion(1), proposal("a treatment under pressure is neither willed nor lawful")),
    level=Level.EXCLUSION,
    until=on_condition("the pressure has ended and the client takes part freely"),
    when=Readiness.participation_voluntary.is_one_of(Judgement.NO),
    clinician_text="Participation is not voluntary.",
    client_text=(
        "It seems that somebody else wants this treatment for you. It should be your own wish. We can talk about "
        "it in private."
    ),
    rationale="Pressure may come from a court, an employer or the family.",
    examples=(
        fires(by_clinician(Readiness(participation_voluntary=Judgement.NO))),
        passes(by_clinician(Readiness(participation_voluntary=Judgement.YES))),
        passes(by_clinician(Readiness(participation_voluntary=Judgement.UNCLEAR))),
        asks(),
    ),
)

unwilling: Final = Rule(
    id="readiness.unwilling",
    source=(criterion(1), Citation(PSYON, "lack of indication: experience sought for its own sake")),
    level=Level.EXCLUSION,
    until=on_condition("client and therapist both find the client willing"),
    when=any_of(
        Readiness.willing_client.is_one_of(Willingness.NO),
        Readiness.willing_therapist.is_one_of(Willingness.NO),
    ),
    clinician_text="Not willing to do deep therapeutic work.",
    client_text=(
        "This treatment asks for deep work with a therapist. It does not seem to be the right time for it. We can "
        "talk about what would help you now."
    ),
    rationale="Either of the two is enough: a client who refuses, or a therapist who sees no willingness.",
    # Where the exclusion holds, one of the two has said no.
    marks=(
        Marked(
            Mark.CONFLICT,
            any_of(
                Readiness.willing_client.is_one_of(Willingness.YES),
                Readiness.willing_therapist.is_one_of(Willingness.YES),
            ),
        ),
    ),
    subsumes=("readiness.ambivalent",),
    examples=(
        fires(Readiness(willing_client=Willingness.NO)),
        fires(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.NO))),
        passes(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.YES))),
        passes(by_clinician(Readiness(willing_client=Willingness.UNSURE, willing_therapist=Willingness.UNSURE))),
        asks(Readiness(willing_client=Willingness.YES)),
    ),
)

capacity_unclear: Final = Rule(
    id="readiness.capacity.unclear",
    source=(criterion(1), proposal("what a clinician could not settle has to be assessed again")),
    level=Level.NEEDS_INFORMATION,
    when=Readiness.decision_capacity.is_one_of(Judgement.UNCLEAR),
    clinician_text="Capacity to decide unclear: a clinician has to assess it.",
    client_text=(
        "A clinician would like to make sure that all of this is clear to you, and that you can decide in your "
        "own time."
    ),
    examples=(
        fires(by_clinician(Readiness(decision_capacity=Judgement.UNCLEAR))),
        passes(by_clinician(Readiness(decision_capacity=Judgement.YES))),
        passes(by_clinician(Readiness(decision_capacity=Judgement.NO))),
        asks(),
    ),
)

voluntariness_unclear: Final = Rule(
    id="readiness.voluntariness.unclear",
    source=(criterion(1), proposal("a doubt about pressure has to be cleared up before anything else")),
    level=Level.NEEDS_INFORMATION,
    when=Readiness.participation_voluntary.is_one_of(Judgement.UNCLEAR),
    clinician_text="Unclear whether participation is voluntary: speak with the client alone.",
    client_text="We would like to speak with you alone, to hear if this is your own wish.",
    examples=(
        fires(by_clinician(Readiness(participation_voluntary=Judgement.UNCLEAR))),
        passes(by_clinician(Readiness(participation_voluntary=Judgement.YES))),
        passes(by_clinician(Readiness(participation_voluntary=Judgement.NO))),
        asks(),
    ),
)

ambivalent: Final = Rule(
    id="readiness.ambivalent",
    source=(criterion(1), proposal("ambivalence can be worked with, and no instrument has an accepted cut")),
    level=Level.CAUTION,
    when=willing_to_work.ruled_out,
    clinician_text="Willingness to do deep therapeutic work not firm.",
    client_text=(
        "You may have mixed feelings about the deep work with a therapist. That is common. We would like to talk "
        "about it."
    ),
    rationale="An unsure client, or an unsure therapist, is a matter for preparation and not a refusal.",
    practice_variation="No instrument has an accepted cut, so each practice draws its own line.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Readiness(willing_client=Willingness.UNSURE)),
        fires(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.UNSURE))),
        fires(Readiness(willing_client=NO_OR_UNSURE)),
        passes(by_clinician(Readiness(willing_client=Willingness.YES, willing_therapist=Willingness.YES))),
        asks(Readiness(willing_client=Willingness.YES)),
    ),
)

integration_not_accepted: Final = Rule(
    id="readiness.integration",
    source=(criterion(1), proposal("the sessions after the medicine are part of the work")),
    level=Level.CAUTION,
    when=Readiness.accepts_integration.is_one_of(Willingness.NO, Willingness.UNSURE),
    clinician_text="Does not clearly accept integration sessions.",
    client_text=(
        "Talks after each session (integration) are part of this treatment. We would like to know what you think of "
        "them."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Readiness(accepts_integration=Willingness.NO)),
        fires(Readiness(accepts_integration=Willingness.UNSURE)),
        fires(Readiness(accepts_integration=NO_OR_UNSURE)),
        passes(Readiness(accepts_integration=Willingness.YES)),
        asks(),
    ),
)

no_goal: Final = Rule(
    id="readiness.goal",
    source=(criterion(1), Citation(PSYON, "lack of indication: experience sought for its own sake")),
    level=Level.CAUTION,
    when=Readiness.treatment_goal_documented.ruled_out,
    clinician_text="No treatment goal documented.",
    client_text="We would like to write down with you what you hope for from this treatment.",
    rationale="Where no goal is named, the session may be sought for its own sake; one is written down in a minute.",
    levels=(Level.NEEDS_INFORMATION, Level.CAUTION),
    examples=(
        fires(Readiness(treatment_goal_documented=False)),
        passes(Readiness(treatment_goal_documented=True)),
        asks(),
    ),
)


def _indicated(condition: Condition, by: Reporter = Reporter.CLINICIAN) -> Indication:
    return Indication(condition=Recorded(condition, by=by, on=EXAMPLE_DAY))


indication_missing: Final = Rule(
    id="readiness.indication_missing",
    source=(
        criterion(1),
        Citation(PSYON, "lack of indication: experience sought for its own sake"),
        recalled(KETAMINE_PHYSICIANS, "an appropriate condition"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=Indication.condition.missing,
    clinician_text="No usable indication documented by a clinician.",
    client_text="We would like a clinician to talk with you about what the treatment is for.",
    rationale="The client's own word does not name an indication.",
    may_be_off=True,
    examples=(
        fires(),
        fires(_indicated(Condition.DEPRESSION, Reporter.CLIENT)),
        *(passes(_indicated(condition)) for condition in Condition),
    ),
)

no_indication: Final = Rule(
    id="readiness.no_indication",
    source=(criterion(1), Citation(PSYON, "lack of indication: experience sought for its own sake")),
    level=Level.CAUTION,
    when=Indication.condition.is_one_of(Condition.NONE),
    clinician_text="No condition to be treated.",
    client_text="We found no illness that this treatment is for. We would like to talk with you about it.",
    practice_variation="A clinic excludes.",
    levels=LOUDER,
    examples=(
        fires(_indicated(Condition.NONE)),
        fires(_indicated(Condition.NONE, Reporter.CLIENT)),
        *(passes(_indicated(condition)) for condition in Condition if condition is not Condition.NONE),
        asks(_indicated(Condition.DEPRESSION, Reporter.CLIENT)),
        asks(),
    ),
)

no_earlier_treatment: Final = Rule(
    id="readiness.no_earlier_treatment",
    source=(Citation(SEED, "especially when other treatments have not helped"),),
    level=Level.NOTE,
    when=Indication.earlier_treatments < EARLIER_TREATMENTS,
    clinician_text="Fewer earlier treatments in this episode than this clinic requires.",
    client_text="Other treatments may help too. We would like to talk with you about them.",
    practice_variation="Trials want one or two treatments that did not help; many clinics want none.",
    levels=LOUDER,
    examples=(
        fires(Indication(earlier_treatments=0)),
        passes(Indication(earlier_treatments=1)),
        asks(),
    ),
)


def _indication_denied(told: str, of: Condition, disease: str, denied: Test, *answers: Facts) -> Rule:
    """One rule for each indication that is a disease which is asked for by itself."""
    no, *yes = answers
    return Rule(
        id=f"readiness.indication_denied.{told}",
        source=(criterion(1), proposal("what is to be treated is not denied elsewhere")),
        level=Level.NEEDS_INFORMATION,
        when=all_of(Indication.condition.is_one_of(of), denied),
        clinician_text=(
            f"Indication is {of.value}, but the history does not confirm {disease}: a clinician has to settle it."
        ),
        client_text="Two answers about your illness do not match. We would like to go over them with you.",
        rationale="The rules about that disease read it where it is asked for, not in the indication.",
        marks=(Mark.CONFLICT,),
        examples=(
            fires(_indicated(of), no),
            *(passes(_indicated(of), each) for each in yes),
            *(passes(_indicated(each), no) for each in Condition if each is not of),
            asks(_indicated(of)),
            asks(no),
        ),
    )


bipolar_denied: Final = _indication_denied(
    "bipolar",
    Condition.BIPOLAR_DEPRESSION,
    "bipolar disorder",
    PsychiatricHistory.bipolar_disorder.is_one_of(Bipolar.NONE),
    *(by_clinician(PsychiatricHistory(bipolar_disorder=each)) for each in Bipolar),
)
substance_use_denied: Final = _indication_denied(
    "substance_use",
    Condition.SUBSTANCE_USE,
    "a substance use disorder",
    SubstanceUse.any_disorder.never,
    by_clinician(SubstanceUse(any_disorder=NEVER)),
    by_clinician(SubstanceUse(any_disorder=HAPPENED)),
)

treatments_missing: Final = Rule(
    id="readiness.earlier_treatments.missing",
    source=proposal("a clinic that wants other treatments tried first asks which were"),
    level=Level.NEEDS_INFORMATION,
    when=Indication.earlier_treatments.missing,
    clinician_text="Number of earlier treatments in this episode not established.",
    client_text="We would like to know which treatments you have tried so far.",
    practice_variation="Only a clinic that wants other treatments tried first asks for it.",
    examples=(
        fires(),
        passes(Indication(earlier_treatments=0)),
        passes(Indication(earlier_treatments=2)),
    ),
)

communication: Final = Rule(
    id="readiness.communication",
    source=(criterion(1), proposal("how a session is talked about may have to be agreed on; two trials exclude")),
    level=Level.NOTE,
    when=PsychiatricHistory.autism_or_intellectual_disability.is_none_of(Development.NONE),
    clinician_text="Autism or intellectual disability: agree on how to communicate.",
    client_text="We would like to agree with you on how best to talk with each other.",
    levels=LOUDER,
    examples=(
        fires(PsychiatricHistory(autism_or_intellectual_disability=Development.AUTISM)),
        fires(PsychiatricHistory(autism_or_intellectual_disability=Development.INTELLECTUAL_DISABILITY)),
        passes(PsychiatricHistory(autism_or_intellectual_disability=Development.NONE)),
        asks(),
    ),
)

rating_low: Final = Rule(
    id="readiness.rating.low",
    source=(criterion(1), proposal("a rating below the middle of the clinic's own scale is looked at again")),
    level=Level.CAUTION,
    when=Readiness.readiness_rating < READY,
    clinician_text="Low therapist rating of readiness.",
    client_text="Your therapist would like to prepare a little more with you first.",
    rationale="No accepted scale of readiness exists, so only a clinic that keeps one of its own is held to it.",
    practice_variation="Most practices rate no readiness; a clinic that does chooses its own line.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Readiness(readiness_rating=5)),
        passes(Readiness(readiness_rating=6)),
        asks(Readiness(readiness_rating=Between(5, 6))),
    ),
)

rating_missing: Final = Rule(
    id="readiness.rating.missing",
    source=(criterion(1), proposal("a clinic that rates readiness rates everybody's")),
    level=Level.NEEDS_INFORMATION,
    when=Readiness.readiness_rating.missing,
    clinician_text="No usable therapist rating of readiness.",
    client_text="Your therapist would like to talk with you about how ready you feel.",
    rationale="Only where a clinic keeps a scale of its own.",
    practice_variation="Most practices rate no readiness.",
    examples=(fires(), passes(Readiness(readiness_rating=0))),
)

RULES: Final = (
    no_capacity,
    consent_refused,
    not_voluntary,
    unwilling,
    capacity_unclear,
    voluntariness_unclear,
    ambivalent,
    integration_not_accepted,
    indication_missing,
    bipolar_denied,
    substance_use_denied,
    no_indication,
    no_goal,
    communication,
)
OFF: Final = (no_earlier_treatment, treatments_missing, rating_low, rating_missing)

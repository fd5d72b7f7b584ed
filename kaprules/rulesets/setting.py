"""The setting: who gives the treatment, where, and on which terms.

The source wants ketamine only in a legally compliant, medically supervised setting that includes preparation and
integration, after the client has spoken with a medical prescriber and a psychotherapist. So each of these is a rule of
its own. That preparation did take place is asked for each session, by the rules of dose tiers.

Law differs by place and date. What a practice attests is stored and weighed here; whether it is lawful, nobody can
learn from this library.
"""

from __future__ import annotations

from typing import Final

from kaprules.authoring import (
    ADOPTED,
    HAPPENED,
    NEVER,
    Citation,
    ClientWords,
    DaysAgo,
    Level,
    Limit,
    OneOf,
    Outcome,
    Phase,
    Rule,
    RuleSet,
    all_of,
    asks,
    fires,
    on_condition,
    passes,
    proposal,
)

from ..facts.evaluations import Evaluations
from ..facts.practice import Practice
from ..facts.premises import MedicalMonitoring, Place, Premises
from ..facts.team import Prescriber, PrescriberPresence, Psychotherapist, Team
from ..facts.terms import Supply, Terms
from ..sources import (
    ESKETAMINE_DOSING,
    ESKETAMINE_PROGRAMME,
    FDA_COMPOUNDED,
    KETAMINE_PHYSICIANS,
    KETAMINE_PHYSICIANS_IN_PERSON,
    MAINTAINED,
    SANACORA_SUMMARY,
    SEED,
    US_LABEL_2019,
    US_MONOGRAPH,
)

BOTH_PROFESSIONS: Final = Citation(SEED, "closing paragraph: a medical prescriber and a psychotherapist")
SUPERVISED: Final = Citation(SEED, "closing paragraph: a medically supervised setting")
IN_PERSON: Final = Citation(KETAMINE_PHYSICIANS_IN_PERSON, "no dosing without an evaluation in person")
HOME_USE: Final = Citation(FDA_COMPOUNDED, "ketamine at home adds risk; a case of depressed breathing")
RISK_PROGRAMME: Final = (
    Citation(US_LABEL_2019, "boxed warning: available only under the risk programme"),
    Citation(US_MONOGRAPH, "risk programme"),
)
ON_SITE: Final = Citation(ESKETAMINE_PROGRAMME, "settings: a prescriber on site during dosing and monitoring")
OXIMETER: Final = (
    Citation(ESKETAMINE_PROGRAMME, "settings: a healthcare provider and a pulse oximeter on site"),
    Citation(ESKETAMINE_DOSING, "oximetry at each session"),
)
RECENT_EVALUATION: Final = Limit(
    180,
    "d",
    id="setting.recent_evaluation",
    source=proposal("half a year, as for the diagnoses that the evaluation brings"),
    since=ADOPTED,
)

no_prescriber: Final = Rule(
    id="setting.prescriber",
    source=(BOTH_PROFESSIONS, Citation(FDA_COMPOUNDED, "ketamine is a controlled substance")),
    level=Level.EXCLUSION,
    until=on_condition("a prescriber with a licence here and authority over controlled substances is named"),
    when=Team.prescriber.is_none_of(Prescriber.WITH_AUTHORITY),
    clinician_text="No prescriber named with a licence here and authority over controlled substances.",
    client_text="The clinic still has to name a prescriber for you who may give ketamine here.",
    rationale="The source names the prescriber first; a licence elsewhere, or one that has ended, does not count here.",
    examples=(
        fires(Team(prescriber=Prescriber.NONE)),
        fires(Team(prescriber=Prescriber.NOT_LICENSED_HERE)),
        fires(Team(prescriber=Prescriber.WITHOUT_AUTHORITY)),
        passes(Team(prescriber=Prescriber.WITH_AUTHORITY)),
        asks(),
    ),
)

RACEMIC: Final = Terms.product.is_none_of(Supply.ESKETAMINE)
BY_PROGRAMME: Final = Terms.product.is_one_of(Supply.ESKETAMINE)
LICENSED: Final = Terms(product=Supply.LICENSED_RACEMIC)
COMPOUND: Final = Terms(product=Supply.COMPOUNDED)
ESKETAMINE: Final = Terms(product=Supply.ESKETAMINE)

esketamine_without_prescriber: Final = Rule(
    id="setting.esketamine_prescriber_on_site",
    source=ON_SITE,
    level=Level.EXCLUSION,
    until=on_condition("a prescriber is on site while esketamine is given and the client is monitored"),
    when=all_of(BY_PROGRAMME, Team.prescriber_on_site.is_none_of(PrescriberPresence.ON_SITE)),
    clinician_text="Esketamine without a prescriber on site during dosing and monitoring.",
    client_text="The clinic still has to arrange that your prescriber is in the building during the whole session.",
    rationale="The risk programme demands it, and leaves a site no choice; a prescriber on call is not on site.",
    examples=(
        fires(ESKETAMINE, Team(prescriber_on_site=PrescriberPresence.ON_CALL)),
        fires(ESKETAMINE, Team(prescriber_on_site=PrescriberPresence.NEITHER)),
        passes(ESKETAMINE, Team(prescriber_on_site=PrescriberPresence.ON_SITE)),
        passes(LICENSED, Team(prescriber_on_site=PrescriberPresence.NEITHER)),
        passes(COMPOUND, Team(prescriber_on_site=PrescriberPresence.NEITHER)),
        asks(ESKETAMINE),
        asks(Team(prescriber_on_site=PrescriberPresence.ON_CALL)),
    ),
)

prescriber_elsewhere: Final = Rule(
    id="setting.prescriber_on_site",
    source=(ON_SITE, proposal("what a label demands for esketamine is weighed for ketamine, which has no such label")),
    level=Level.CAUTION,
    when=all_of(RACEMIC, Team.prescriber_on_site.is_none_of(PrescriberPresence.ON_SITE)),
    clinician_text="No prescriber on site during dosing and monitoring.",
    client_text="Your prescriber would not be in the building during the session. They will look at that with you.",
    rationale="Who is on call elsewhere may come too late; how much that matters depends on dose and route.",
    practice_variation="The risk programme of esketamine demands one on site; no source read does of racemic ketamine.",
    levels=(Level.EXCLUSION, Level.CAUTION, Level.NOTE),
    examples=(
        fires(LICENSED, Team(prescriber_on_site=PrescriberPresence.ON_CALL)),
        fires(COMPOUND, Team(prescriber_on_site=PrescriberPresence.NEITHER)),
        passes(LICENSED, Team(prescriber_on_site=PrescriberPresence.ON_SITE)),
        passes(ESKETAMINE, Team(prescriber_on_site=PrescriberPresence.NEITHER)),
        asks(LICENSED),
        asks(Team(prescriber_on_site=PrescriberPresence.ON_CALL)),
    ),
)

no_psychotherapist: Final = Rule(
    id="setting.psychotherapist",
    source=BOTH_PROFESSIONS,
    level=Level.EXCLUSION,
    until=on_condition("a psychotherapist with a licence here is named"),
    when=Team.psychotherapist.is_none_of(Psychotherapist.LICENSED_HERE),
    clinician_text="No psychotherapist named with a licence here.",
    client_text="The clinic still has to name a therapist for you who may work here.",
    rationale="Without the psychotherapy it is another treatment. One person with both licences may be both.",
    examples=(
        fires(Team(psychotherapist=Psychotherapist.NONE)),
        fires(Team(psychotherapist=Psychotherapist.NOT_LICENSED_HERE)),
        passes(Team(psychotherapist=Psychotherapist.LICENSED_HERE)),
        asks(),
    ),
)

no_monitoring: Final = Rule(
    id="setting.monitoring.absent",
    source=(SUPERVISED, Citation(KETAMINE_PHYSICIANS, "a sedation that suits the provider and the setting")),
    level=Level.EXCLUSION,
    until=on_condition(
        "trained staff measure blood pressure and oxygen saturation, with oxygen and airway equipment at hand"
    ),
    when=Premises.monitoring.is_one_of(MedicalMonitoring.NONE),
    clinician_text="No medical monitoring.",
    client_text="The clinic still has to arrange that trained staff watch over you in a session.",
    subsumes=("setting.monitoring.partial",),
    examples=(
        fires(Premises(monitoring=MedicalMonitoring.NONE)),
        passes(Premises(monitoring=MedicalMonitoring.PARTIAL)),
        passes(Premises(monitoring=MedicalMonitoring.COMPLETE)),
        asks(),
    ),
)

partial_monitoring: Final = Rule(
    id="setting.monitoring.partial",
    source=(SUPERVISED, Citation(SANACORA_SUMMARY, "staff certified in advanced life support")),
    level=Level.CAUTION,
    when=Premises.monitoring.is_none_of(MedicalMonitoring.COMPLETE),
    clinician_text="Medical monitoring not complete: measurements, trained staff, oxygen or airway equipment lacking.",
    client_text="Some of what the clinic needs to watch over you in a session is not there yet.",
    rationale="How much is needed depends on product and depth, so a prescriber weighs what is lacking.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Premises(monitoring=MedicalMonitoring.PARTIAL)),
        fires(Premises(monitoring=MedicalMonitoring.NONE)),
        passes(Premises(monitoring=MedicalMonitoring.COMPLETE)),
        asks(),
    ),
)

esketamine_without_oximeter: Final = Rule(
    id="setting.esketamine_pulse_oximeter",
    source=OXIMETER,
    level=Level.EXCLUSION,
    until=on_condition("a pulse oximeter is on site and used at each session"),
    when=all_of(BY_PROGRAMME, Premises.pulse_oximeter.ruled_out),
    clinician_text="Esketamine without a pulse oximeter on site.",
    client_text="The clinic still has to get a pulse oximeter, a device that measures the oxygen in your blood.",
    rationale="The risk programme demands it, and leaves a site no choice.",
    examples=(
        fires(ESKETAMINE, Premises(pulse_oximeter=False)),
        passes(ESKETAMINE, Premises(pulse_oximeter=True)),
        passes(LICENSED, Premises(pulse_oximeter=False)),
        passes(COMPOUND, Premises(pulse_oximeter=False)),
        asks(ESKETAMINE),
        asks(Premises(pulse_oximeter=False)),
    ),
)

no_oximeter: Final = Rule(
    id="setting.pulse_oximeter",
    source=(*OXIMETER, proposal("any ketamine may depress breathing, which an oximeter shows first")),
    level=Level.CAUTION,
    when=all_of(RACEMIC, Premises.pulse_oximeter.ruled_out),
    clinician_text="No pulse oximeter on site.",
    client_text=(
        "The clinic has no pulse oximeter yet, a device that measures the oxygen in your blood. Your prescriber looks "
        "at that."
    ),
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(LICENSED, Premises(pulse_oximeter=False)),
        fires(COMPOUND, Premises(pulse_oximeter=False)),
        passes(LICENSED, Premises(pulse_oximeter=True)),
        passes(ESKETAMINE, Premises(pulse_oximeter=False)),
        asks(LICENSED),
        asks(Premises(pulse_oximeter=False)),
    ),
)

no_emergency_plan: Final = Rule(
    id="setting.emergency_plan",
    source=(SUPERVISED, proposal("monitoring helps only where it is settled who does what in an emergency")),
    level=Level.EXCLUSION,
    until=on_condition("a plan for emergencies is written down and the staff know it"),
    when=Premises.emergency_plan.ruled_out,
    clinician_text="No emergency plan.",
    client_text="The clinic still has to write down what to do when somebody needs help fast.",
    rationale="It is part of medical monitoring, and quickly mended.",
    examples=(
        fires(Premises(emergency_plan=False)),
        passes(Premises(emergency_plan=True)),
        asks(),
    ),
)

home: Final = Rule(
    id="setting.home",
    source=(SUPERVISED, Citation(SEED, "visits: a session in the office"), HOME_USE),
    level=Level.EXCLUSION,
    until=on_condition("the medicine is taken in a clinic or a hospital"),
    when=Premises.place.is_one_of(Place.HOME, Place.ELSEWHERE),
    clinician_text="Dosing at home, or elsewhere outside of a clinic or a hospital.",
    client_text="Ketamine is given in a clinic or a hospital, not at home. There is always somebody with you there.",
    rationale="The source describes sessions in an office, under medical supervision.",
    practice_variation="Some practices send lozenges home and accompany the session from afar.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Premises(place=Place.HOME)),
        fires(Premises(place=Place.ELSEWHERE)),
        passes(Premises(place=Place.CLINIC)),
        passes(Premises(place=Place.HOSPITAL)),
        asks(Premises(place=OneOf(Place.CLINIC, Place.HOME))),
    ),
)

esketamine_at_home: Final = Rule(
    id="setting.esketamine_at_home",
    source=(
        *RISK_PROGRAMME,
        Citation(US_LABEL_2019, "section 5.4: dispensed only to settings certified in the risk programme"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("esketamine is taken in a clinic or a hospital"),
    when=all_of(
        Terms.product.is_one_of(Supply.ESKETAMINE),
        Premises.place.is_one_of(Place.HOME, Place.ELSEWHERE),
    ),
    clinician_text="Esketamine at home, or elsewhere outside of a clinic or a hospital.",
    client_text="Esketamine is given in a clinic or a hospital, not at home. There is always somebody with you there.",
    rationale="A site may weigh racemic ketamine at home; the risk programme of esketamine leaves it no choice.",
    examples=(
        fires(Terms(product=Supply.ESKETAMINE), Premises(place=Place.HOME)),
        fires(Terms(product=Supply.ESKETAMINE), Premises(place=Place.ELSEWHERE)),
        passes(Terms(product=Supply.ESKETAMINE), Premises(place=Place.CLINIC)),
        passes(Terms(product=Supply.ESKETAMINE), Premises(place=Place.HOSPITAL)),
        passes(Terms(product=Supply.LICENSED_RACEMIC), Premises(place=Place.HOME)),
        passes(Terms(product=Supply.COMPOUNDED), Premises(place=Place.HOME)),
        asks(Premises(place=Place.HOME)),
    ),
)

not_enrolled: Final = Rule(
    id="setting.programme",
    source=RISK_PROGRAMME,
    level=Level.EXCLUSION,
    until=on_condition("practice and client are enrolled in the risk programme"),
    when=all_of(Terms.product.is_one_of(Supply.ESKETAMINE), Terms.programme_enrolled.ruled_out),
    clinician_text="Esketamine is given only under a risk programme; practice or client not enrolled.",
    client_text="Esketamine is given in a special programme. The clinic and you have to sign up for it first.",
    examples=(
        fires(Terms(product=Supply.ESKETAMINE, programme_enrolled=False)),
        passes(Terms(product=Supply.ESKETAMINE, programme_enrolled=True)),
        passes(Terms(product=Supply.LICENSED_RACEMIC, programme_enrolled=False)),
        passes(Terms(product=Supply.COMPOUNDED, programme_enrolled=False)),
        asks(Terms(product=Supply.ESKETAMINE)),
    ),
)

no_integration: Final = Rule(
    id="setting.integration",
    source=(
        Citation(SEED, "closing paragraph: a setting that includes integration"),
        Citation(SEED, "visits: integration is essential"),
    ),
    level=Level.EXCLUSION,
    until=on_condition("integration sessions are offered to this client"),
    when=Team.integration_offered.ruled_out,
    clinician_text="No integration sessions offered.",
    client_text="The clinic still has to offer you talks after the sessions. They are part of the treatment.",
    rationale="The source wants ketamine only in a setting that includes them; somebody can be found to offer them.",
    practice_variation="Where the client's own therapist does this work elsewhere, a site may weigh it instead.",
    levels=(Level.EXCLUSION, Level.CAUTION),
    examples=(
        fires(Team(integration_offered=False)),
        passes(Team(integration_offered=True)),
        asks(),
    ),
)

medical_evaluation: Final = Rule(
    id="setting.evaluation.medical",
    source=(Citation(SEED, "screening: a medical and a psychological evaluation"), IN_PERSON),
    level=Level.NEEDS_INFORMATION,
    when=Evaluations.medical_in_person.not_within(RECENT_EVALUATION),
    clinician_text="No in-person medical evaluation within the last 180 days.",
    client_text="A clinician still has to see you in person about your health.",
    examples=(
        fires(Evaluations(medical_in_person=DaysAgo(181))),
        fires(Evaluations(medical_in_person=NEVER)),
        passes(Evaluations(medical_in_person=DaysAgo(180))),
        asks(Evaluations(medical_in_person=HAPPENED)),
        asks(),
    ),
)

psychological_evaluation: Final = Rule(
    id="setting.evaluation.psychological",
    source=(Citation(SEED, "screening: a medical and a psychological evaluation"), IN_PERSON),
    level=Level.NEEDS_INFORMATION,
    when=Evaluations.psychological_in_person.not_within(RECENT_EVALUATION),
    clinician_text="No in-person psychological evaluation within the last 180 days.",
    client_text="A clinician still has to see you in person about how you feel and think.",
    examples=(
        fires(Evaluations(psychological_in_person=DaysAgo(181))),
        fires(Evaluations(psychological_in_person=NEVER)),
        passes(Evaluations(psychological_in_person=DaysAgo(180))),
        asks(Evaluations(psychological_in_person=HAPPENED)),
        asks(),
    ),
)

no_off_label_consent: Final = Rule(
    id="setting.off_label_consent",
    source=(
        Citation(FDA_COMPOUNDED, "ketamine is licensed for no psychiatric use"),
        proposal("who takes a medicine for what it is not licensed for has to know that"),
    ),
    level=Level.NEEDS_INFORMATION,
    when=all_of(
        Terms.product.is_one_of(Supply.LICENSED_RACEMIC, Supply.COMPOUNDED),
        Terms.off_label_consent.ruled_out,
    ),
    clinician_text="Racemic ketamine is off label for this indication; signed consent to off-label use lacking.",
    client_text=(
        "Ketamine is not licensed for this use (off label). We would like to explain what that means before you sign."
    ),
    examples=(
        fires(Terms(product=Supply.LICENSED_RACEMIC, off_label_consent=False)),
        fires(Terms(product=Supply.COMPOUNDED, off_label_consent=False)),
        passes(Terms(product=Supply.COMPOUNDED, off_label_consent=True)),
        passes(Terms(product=Supply.ESKETAMINE, off_label_consent=False)),
        asks(Terms(product=Supply.COMPOUNDED)),
    ),
)

compounded: Final = Rule(
    id="setting.compounded",
    source=Citation(FDA_COMPOUNDED, "compounded ketamine is not evaluated by the agency"),
    level=Level.NOTE,
    when=Terms.product.is_one_of(Supply.COMPOUNDED),
    clinician_text="Compounded product: the FDA has warned about compounded ketamine, above all at home.",
    client_text="A pharmacy makes this product itself (compounded). You can ask us what that means.",
    examples=(
        fires(Terms(product=Supply.COMPOUNDED)),
        passes(Terms(product=Supply.LICENSED_RACEMIC)),
        passes(Terms(product=Supply.ESKETAMINE)),
        asks(),
    ),
)

room_not_private: Final = Rule(
    id="setting.room",
    source=(
        Citation(SEED, "visits: set and setting are essential"),
        proposal("whoever may be disturbed does not turn inward"),
    ),
    level=Level.NOTE,
    when=Premises.room_private.ruled_out,
    clinician_text="No private room during the session.",
    client_text="You would not have a room to yourself in the session. You can tell us how you feel about it.",
    levels=(Level.CAUTION, Level.NOTE),
    examples=(
        fires(Premises(room_private=False)),
        passes(Premises(room_private=True)),
        asks(),
    ),
)

RULES: Final = (
    no_prescriber,
    esketamine_without_prescriber,
    prescriber_elsewhere,
    no_psychotherapist,
    no_monitoring,
    partial_monitoring,
    esketamine_without_oximeter,
    no_oximeter,
    no_emergency_plan,
    home,
    esketamine_at_home,
    not_enrolled,
    no_integration,
    medical_evaluation,
    psychological_evaluation,
    no_off_label_consent,
    compounded,
    room_not_private,
)

SETTING: Final = RuleSet(
    "setting",
    "Is this practice ready to give it to this client?",
    RULES,
    subject=Practice,
    phase=Phase.INTAKE,
    words={
        Outcome.EXCLUDED: "not here, as the practice attests it now",
        Outcome.INCOMPLETE: "the practice has to show more before anybody can decide",
        Outcome.CAUTION: "a named prescriber must weigh what is lacking before anything is given here",
        Outcome.NO_EXCLUSION_FOUND: "the rules found nothing against it here; prescriber and psychotherapist decide",
    },
    client_words=ClientWords(
        title="Our clinic, as of {day}",
        outcomes={
            Outcome.EXCLUDED: (
                "The clinic still has to put something in place. There are no sessions here before that. Your care "
                "team will tell you how it goes."
            ),
            Outcome.INCOMPLETE: "The clinic still has to check some points. Your care team will tell you how it goes.",
            Outcome.CAUTION: "The clinic is going over some points. Your care team will tell you what comes of it.",
            Outcome.NO_EXCLUSION_FOUND: (
                "We found no open point on the side of the clinic. Your prescriber and your therapist decide with you "
                "what comes next. You can ask us how we work."
            ),
        },
    ),
    stewardship=MAINTAINED,
    home="kaprules.rulesets:SETTING",
)

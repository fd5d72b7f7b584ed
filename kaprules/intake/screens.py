"""The screens of an intake, each declared once: what it asks, of whom, and in which order.

What the rules ask of everybody, and each checklist, stands on exactly one screen. The safety block comes first, and is
asked of everybody whatever else was found. What a site's policy asks otherwise, a list of its own or an item by itself,
stands where the library's list with that item does.
"""

from __future__ import annotations

import functools
from collections.abc import Iterable, Mapping
from typing import Final

import attrs

from ..facts import checklists as lists
from ..facts.circulation import Circulation
from ..facts.indication import Indication
from ..facts.ketamine_history import KetamineHistory
from ..facts.medicines import Medicines
from ..facts.mental_state import MentalState
from ..facts.model import Checklist, Fact, Reporter
from ..facts.neurology import Neurology
from ..facts.person import Person
from ..facts.psychiatric_history import PsychiatricHistory
from ..facts.readiness import Readiness
from ..facts.reproduction import Reproduction
from ..facts.suicidality import Suicidality
from ..facts.vitals import Vitals
from ..language import ENGLISH, Locale, message
from ..ruleset import RuleSet
from ..wording.asking import TOLD_TOGETHER, WHERE_PREGNANCY_MATTERS, Answerer, asked_of, asking

Asked = Fact | Checklist
"""What is asked: a fact by itself, or several by a checklist."""
CLIENT: Final = (Reporter.CLIENT,)
CLINICIAN: Final = (Reporter.CLINICIAN,)
BOTH: Final = (Reporter.CLIENT, Reporter.CLINICIAN)


@attrs.frozen(eq=False)
class Screen:
    """One screen: what it asks, in order, and whose part it is."""

    id: str
    title: str
    asks: tuple[Asked, ...]
    audience: tuple[Reporter, ...]
    """Whose part it is; a clinician may answer the client's with the client, never the other way round."""
    safety: bool = False
    """Whether it is asked whatever else was found."""
    where_called_for: frozenset[Fact] = frozenset()
    """Of what it asks, what is asked only of those of whom it can still matter."""

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it asks for by themselves."""
        return tuple(each for each in self.asks if isinstance(each, Fact))

    @property
    def checklists(self) -> tuple[Checklist, ...]:
        """The checklists that it asks."""
        return tuple(each for each in self.asks if isinstance(each, Checklist))


SCREENS: Final = (
    Screen(
        "safety",
        message("Identity and safety"),
        (
            Person.birth_date,
            Reproduction.without_uterus,
            Suicidality.highest_ideation_item,
            Suicidality.last_behaviour,
            Suicidality.attempt_ever,
            Readiness.decision_capacity,
        ),
        BOTH,
        safety=True,
    ),
    Screen(
        "vital_signs",
        message("Vital signs"),
        (Vitals.pressures, Vitals.heart_rate, Vitals.oxygen_saturation, Vitals.height, Vitals.weight),
        CLINICIAN,
        safety=True,
    ),
    Screen(
        "mental_state",
        message("Mental state today"),
        (MentalState.reality_testing, MentalState.current_mood_episode, lists.MENTAL_STATE),
        CLINICIAN,
        safety=True,
    ),
    Screen(
        "mental_health_and_substances",
        message("Mental health, alcohol, drugs and ketamine"),
        (
            PsychiatricHistory.psychotic_disorders,
            PsychiatricHistory.family_history_of_psychosis,
            lists.MENTAL_HEALTH_HISTORY,
            lists.SUBSTANCES,
            KetamineHistory.prior_medical_ketamine,
            KetamineHistory.reactions,
            KetamineHistory.nonmedical_ketamine_use,
        ),
        CLIENT,
        safety=True,
    ),
    Screen(
        "heart_and_breathing",
        message("Heart, vessels and breathing"),
        (
            lists.HEART_AND_VESSELS,
            Circulation.latest_cardiovascular_event,
            Circulation.aneurysm,
            Circulation.arteriovenous_malformation,
            Circulation.intracerebral_haemorrhage,
            lists.BREATHING_AND_SLEEP,
        ),
        CLIENT,
    ),
    Screen(
        "brain_and_body",
        message("Brain, organs and hormones"),
        (lists.BRAIN_AND_NERVES, Neurology.head_injuries, lists.LIVER_KIDNEY_BLADDER, lists.HORMONES_EYES_RARE),
        CLIENT,
    ),
    Screen(
        "operations_and_pregnancy",
        message("Operations, injuries and pregnancy"),
        (lists.ANAESTHETICS_OPERATIONS_INJURIES, *WHERE_PREGNANCY_MATTERS),
        BOTH,
        where_called_for=frozenset(WHERE_PREGNANCY_MATTERS),
    ),
    Screen("medicines", message("Medicines"), (Medicines.listed,), CLIENT),
    Screen(
        "readiness",
        message("Readiness and consent"),
        (
            Readiness.willing_client,
            Readiness.accepts_integration,
            Readiness.informed_consent,
            Readiness.participation_voluntary,
            Readiness.willing_therapist,
            Readiness.treatment_goal_documented,
            Indication.condition,
        ),
        BOTH,
    ),
)
"""The screens of an intake, in the order in which they are asked."""
INDICATED: Final = Screen("indicated", message("What the answers call for"), (), BOTH)
"""Shown where something calls for more: what it asks follows from the answers."""
WHERE_PREGNANT: Final = ("given_birth", "nursing_or_giving_milk_now")
"""The items that nobody need read who could never be pregnant."""


TO_CLIENT: Final[Mapping[Fact, str]] = {
    Person.birth_date: message("What is your full date of birth?"),
    Reproduction.without_uterus: message("Are you without a uterus, by birth or after surgery?"),
    PsychiatricHistory.psychotic_disorders: message(
        "Have you ever had a psychosis (hearing or seeing what others did not, or beliefs that nobody shared), or were "
        "you told that you had one?"
    ),
    PsychiatricHistory.family_history_of_psychosis: message(
        "Has a parent, brother, sister or child of yours ever had a psychotic disorder?"
    ),
    KetamineHistory.prior_medical_ketamine: message(
        "Were you ever given ketamine or esketamine (Spravato) by a clinician, as an anaesthetic too, and did you "
        "tolerate it?"
    ),
    KetamineHistory.reactions: message(
        "Have you ever had a bad reaction to ketamine, esketamine or another ingredient of the product?"
    ),
    KetamineHistory.nonmedical_ketamine_use: message(
        "When did you last use ketamine that no clinician had given or prescribed?"
    ),
    Neurology.head_injuries: message("Have you ever had a head injury or a concussion, and when?"),
    Reproduction.permanent_sterilisation: message(
        "Have you been sterilised for good, by an operation on your womb, ovaries or tubes?"
    ),
    Reproduction.amenorrhoea: message(
        "For how many months have you had no periods because of the menopause? Write 0 if you have periods, or if "
        "below 55 a hormone, a coil or nursing may be why you have none."
    ),
    Reproduction.pregnancy_reported: message("Are you pregnant, or could you be?"),
    Reproduction.contraception_effective: message("Do you use effective contraception?"),
    Reproduction.breastfeeding: message("Do you breastfeed, or give expressed milk?"),
    Medicines.listed: message("Which medicines do you take, plan to take, or have you lately stopped?"),
    Readiness.willing_client: message("Are you willing to do deep therapeutic work?"),
    Readiness.accepts_integration: message("Will you come to integration sessions after the medicine sessions?"),
    Readiness.informed_consent: message("Have you signed the informed consent, refused it, or not signed it yet?"),
}
"""What the client is asked, where the question of the fact speaks of the client."""


def question(asked: Asked, reporter: Reporter | None, locale: Locale = ENGLISH) -> str:
    """Return what somebody is asked: of a list its title too, and the client as the client.

    >>> question(Medicines.listed, Reporter.CLIENT)
    'Which medicines do you take, plan to take, or have you lately stopped?'
    """
    if isinstance(asked, Checklist):
        return f"{locale(asked.title)}. {locale(asked.question)}"
    words = TO_CLIENT.get(asked, "") if reporter is Reporter.CLIENT else ""
    return locale(words or asked.question or asked.title)


@functools.lru_cache(maxsize=16)
def screens_of(ruleset: RuleSet) -> tuple[Screen, ...]:
    """Return the screens as a rule set asks them, under a site's policy too.

    >>> from kaprules import SCREENING
    >>> [len(screen.asks) for screen in screens_of(SCREENING)] == [len(screen.asks) for screen in SCREENS]
    True
    """
    found = asking(ruleset)
    own = [told for fact in found.own for told in (*TOLD_TOGETHER.get(fact, ()), fact)]
    asked: list[Asked] = [*own, *found.where_pregnancy_matters, *found.checklists]
    declared = {_key(each) for screen in SCREENS for each in screen.asks}
    more: dict[str, list[Asked]] = {}
    for each in asked:
        if _key(each) not in declared:
            more.setdefault(_place_of(each), []).append(each)
    return tuple(
        attrs.evolve(screen, asks=(*_newest(screen.asks, asked), *more.get(screen.id, ()))) for screen in SCREENS
    )


def _key(asked: Asked) -> str:
    return asked.id if isinstance(asked, Fact) else f"checklists.{asked.id}"


def _newest(declared: Iterable[Asked], asked: Iterable[Asked]) -> list[Asked]:
    """Return what a screen asks as far as it is asked, each list in its newest version."""
    newest = {_key(each): each for each in asked}
    return [newest[_key(each)] for each in declared if _key(each) in newest]


def _place_of(asked: Asked) -> str:
    """Return on which screen something stands that the library does not ask so: that of the list that it came from."""
    facts = set(asked.facts if isinstance(asked, Checklist) else (asked,))
    for screen in SCREENS:
        if any(not facts.isdisjoint(each.facts) for each in screen.checklists):
            return screen.id
    return SCREENS[-1].id


def may_answer(asked: Asked, reporter: Reporter) -> bool:
    """Say whether something is for one to answer: the client is asked nothing that is measured or examined.

    >>> may_answer(Vitals.weight, Reporter.CLIENT), may_answer(Medicines.listed, Reporter.CLINICIAN)
    (False, True)
    """
    if reporter not in asked.reporters:
        return False
    return reporter is not Reporter.CLIENT or isinstance(asked, Checklist) or asked_of(asked) is Answerer.CLIENT

"""The intake by screens on a page: what each shows, and what its form does."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

import attrs

from ..decision import Decision
from ..errors import InputError
from ..facts.medicines import Medicines
from ..facts.model import Reporter, Subject
from ..ingredients import INGREDIENTS
from ..language import Locale, message
from ..pages.frame import rendered
from ..pages.intake_form import DETAILS
from ..possible import Outcome
from ..wording.client import letter
from ..wording.summary import summary
from .clinic import CHECK, END, START, Intake
from .entries import ROOM, Typed
from .local_server import LocalServer, serve
from .screens import INDICATED, Screen

ROLES: Final = {
    Reporter.CLIENT: message("the client: the client's part"),
    Reporter.CLINICIAN: message("a clinician: both parts, with the client"),
}
"""Who may answer, as it is chosen at the start."""
OTHERS: Final = message("This part is for a clinician.")
NEXT: Final = {
    Outcome.EXCLUDED: message(
        "Go through the reasons that follow with the client; each says whether and how it lifts."
    ),
    Outcome.INCOMPLETE: message("Obtain what is missing, the first lines first, and decide again."),
    Outcome.CAUTION: message("A prescriber weighs each caution before anything is decided, with the psychotherapist."),
    Outcome.NO_EXCLUSION_FOUND: message(
        "Prescriber and psychotherapist see the client and decide; no outcome decides for them."
    ),
}
"""What a clinician does next."""
MOST_ROWS: Final = 60


def serve_intake(
    intake: Intake,
    saved: Callable[[Intake], object],
    port: int,
    tell: Callable[[str], object],
    engine: str | None = None,
) -> Intake:
    """Serve an intake until it is closed on the page, or by Ctrl-C; ``saved`` is called after each screen."""
    with ClinicServer(intake, saved, port, engine) as server:
        serve(server, intake.locale, tell)
        return server.intake


def names_of_medicines() -> tuple[str, ...]:
    """Return every name that the table of ingredients knows, in one order: ingredients, brands, in Spanish too."""
    return tuple(sorted({name for each in INGREDIENTS for name in (each.name, *each.names)}, key=str.casefold))


class ClinicServer(LocalServer):
    """The intake, a screen a page."""

    max_fields = 1000

    def __init__(
        self, intake: Intake, saved: Callable[[Intake], object], port: int = 0, engine: str | None = None
    ) -> None:
        super().__init__(port, engine)
        self.intake = intake
        self.saved = saved

    @property
    def subject(self) -> Subject:
        """What is known by now."""
        return self.intake.subject

    @property
    def locale(self) -> Locale:
        """Who reads."""
        return self.intake.locale

    def decided(self) -> Decision:
        """Return what is decided on what is known by now."""
        return self.intake.decision(self.engine)

    # What a form does

    def take(self, typed: Typed) -> None:
        """Do what a form was sent for; what cannot be taken stays as it was typed, with why beside it."""
        wanted, screen, self.error = typed.get("do", ""), typed.get("screen", ""), ""
        if wanted == "close":
            self.close()
        elif wanted == "begin":
            self.begin(typed)
        elif self.intake.reporter is None or not self.intake.has_screen(screen):
            self.move(self.intake.to(START if self.intake.reporter is None else self.intake.first_open()))
        elif screen in (START, CHECK, END):
            self.move(self.intake.to(self.target(wanted, screen)))
        else:
            self.answer(wanted, screen, typed)

    def begin(self, typed: Typed) -> None:
        """Say who answers, and go to the first screen with something open."""
        reporter = next((each for each in ROLES if each.value == typed.get("reporter")), None)
        if reporter is None:
            self.error = self.locale("Say who answers")
            return
        self.move(self.intake.begun(reporter, typed.get("name", "")))

    def answer(self, wanted: str, screen: str, typed: Typed) -> None:
        """Take what was typed on a screen, and go where the form leads."""
        strictly = wanted in ("", "next")
        then = self.intake.answered(screen, typed, strictly=strictly)
        try:
            self.saved(then)
        except InputError as error:
            self.error = f"{error}."
            self.intake = attrs.evolve(self.intake, typed={**self.intake.typed, screen: typed}, at=screen)
            return
        if wanted.startswith("more:"):
            name = wanted.removeprefix("more:")
            asked_for = typed.get(f"{name}.rows", "")
            room = int(asked_for) if asked_for.isdecimal() and len(asked_for) < 3 else 0
            room = min(room + ROOM, MOST_ROWS)
            left = {**typed, f"{name}.rows": str(room)}
            drafts = {**self.intake.typed, screen: {key: each for key, each in left.items() if key.startswith(name)}}
            self.intake = attrs.evolve(then, typed=drafts, errors={**then.errors, name: then.errors.get(name, "")})
            return
        faults = then.errors if strictly else {}
        if faults:
            self.intake, self.error = then, self.locale("Something has to be looked at again")
            return
        self.intake = attrs.evolve(then, errors={}, at=self.target(wanted or "next", screen, then))

    def target(self, wanted: str, screen: str, then: Intake | None = None) -> str:
        """Return where a form leads."""
        intake = then or self.intake
        if wanted.startswith("to:") and intake.has_screen(wanted.removeprefix("to:")):
            return wanted.removeprefix("to:")
        if wanted == "back":
            return intake.previous(screen)
        if wanted == "finish":
            return END if screen == CHECK else CHECK
        if wanted in ("next", "leave"):
            return intake.after(screen) if wanted == "next" else self.beyond(intake, screen)
        return intake.first_open()

    @staticmethod
    def beyond(intake: Intake, screen: str) -> str:
        """Return the next screen with something open, else the check: what is left open is not come back to."""
        names = [each.id for each in intake.screens]
        place = names.index(screen) if screen in names else len(names)
        return next((each for each in names[place + 1 :] if intake.open(each)), CHECK)

    def move(self, intake: Intake) -> None:
        self.intake = attrs.evolve(intake, errors={}, told=())

    # What is shown

    def page(self, path: str = "") -> str | None:
        """Return a screen, or the page before or after them."""
        if self.closed:
            return rendered("interview_closed.html", self.locale, form_action="'self'")
        if path and not (path in (START, CHECK, END) or self.intake.has_screen(path)):
            return None
        if path and path != self.intake.at and self.intake.reporter is not None:
            self.move(self.intake.to(path))
        intake = self.intake
        if intake.reporter is None or intake.at == START:
            return self.show("intake_start.html", roles=ROLES)
        if intake.at == CHECK:
            return self.show("intake_check.html", answers=[(each, intake.answers(each)) for each in intake.screens])
        if intake.at == END:
            return self.ended()
        return self.of_screen(intake.screen)

    def of_screen(self, screen: Screen) -> str:
        """Return a screen with its questions."""
        intake = self.intake
        entries = [intake.entry(each, screen.id) for each in screen.asks if intake.may_answer(each)]
        return self.show(
            "intake_screen.html",
            screen=screen,
            entries=entries,
            pregnant={name for each in screen.checklists for name in intake.where_pregnant(each)},
            details={fact.id: {part.name for part in some} for fact, some in DETAILS.items()},
            medicines=names_of_medicines() if any(each is Medicines.listed for each in screen.facts) else (),
            for_others=len(entries) < len(screen.asks),
            place=[each.id for each in intake.screens].index(screen.id) + 1,
            summary=summary(intake.state.evaluation, self.locale) if intake.is_excluded else "",
            indicated=screen.id == INDICATED.id,
            first=intake.previous(screen.id) == START,
        )

    def ended(self) -> str:
        """Return the end: what it comes to, why, what is missing, and what to do next."""
        decision = self.decided()
        client = self.intake.reporter is Reporter.CLIENT
        return self.show(
            "intake_end.html",
            decision=decision,
            summary=summary(decision.evaluation, self.locale),
            letter=letter(decision.evaluation, self.locale).splitlines() if client else (),
            problems=() if client else decision.problems,
            missing=self.intake.still_missing(),
            next=NEXT[decision.outcome],
            client=client,
            open_screens=[each for each in self.intake.screens if any(map(self.intake.is_open, each.asks))],
        )

    def show(self, template: str, **values: Any) -> str:
        """Return a page from a template."""
        return rendered(
            template, self.locale, form_action="'self'", intake=self.intake, error=self.error, others=OTHERS, **values
        )

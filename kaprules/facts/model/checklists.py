"""Checklists: one question about several facts, and its answer as an ordinary report on each of them.

"None of these" denies each item, by the person and on the day of the answer. A ticked item is an adverse report: its
fact is whatever the denial is not, and what else is said of it tells more. Of an item of two facts nobody can say which
is meant, and an item that is wider than its fact leaves that open: both answer nothing. "Some" answers nothing but what
is ticked. Why there is no answer is why there is none to each item. So no engine knows of checklists: every reading is
of reports, and a list answered "none" decides as its items answered one by one.
"""

from __future__ import annotations

import enum
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, cast

import attrs

from ...errors import Advice, Faults, InputError, Shown, input_error, unknown_name
from ...possible import Absence
from .declaration import Fact
from .group import Facts, given, with_exactly
from .kinds import Choice, Event, Flag
from .series import Series
from .united import reports_of, united
from .values import (
    HAPPENED,
    AtLeastThese,
    Confirmation,
    FromChecklist,
    OneOf,
    Recorded,
    Reporter,
    a_day,
    check_confirmed,
    clean_text,
    surely_before,
)

MAX_FACTS: Final = 10
"""How many facts one question may be about."""
ANSWERERS: Final = (Reporter.CLIENT, Reporter.CLINICIAN)


@attrs.frozen(eq=False)
class Item:
    """One item of a checklist: its words, and what it says of each of its facts that it is denied.

    Two facts belong to one item only where they are one question, as a seizure and its date.
    """

    id: str
    text: str
    """What is asked, as a message, without a question mark."""
    denied: Mapping[Fact, Any]
    leaves_open: bool = False
    """Whether it is wider than its fact: ticked, it leaves the fact open instead of present."""
    clears_where: Callable[[Any], bool] | None = None
    """Says of a subject whether "none of these" may deny it; else it is asked by itself."""
    rests_on: tuple[Fact, ...] = ()
    """The facts on whose reports that it does rests: it denies for no longer than they are valid."""

    def adverse(self, fact: Fact) -> Any:
        """Return what a ticked item says of its one fact: anything but what would deny it."""
        denial = self.denied[fact]
        if isinstance(fact, Flag):
            return not denial
        if isinstance(fact, Choice):
            denied = denial.options if isinstance(denial, OneOf) else (denial,)
            others = [option for option in fact.options if option not in denied]
            return others[0] if len(others) == 1 else OneOf(*others)
        if isinstance(fact, Event):
            return HAPPENED
        if isinstance(fact, Series):
            return AtLeastThese(fact.record())
        raise TypeError(f"{self.id}: {fact.id} cannot be the one fact of an item: nothing says that it is there")


@attrs.frozen(eq=False)
class Checklist:
    """A declared list of questions that are asked as one; what is added later makes another version."""

    id: str
    version: int
    title: str
    question: str
    items: tuple[Item, ...]
    reporters: tuple[Reporter, ...] = ANSWERERS
    """Who may answer; a record only as a copy of that very form."""
    may_rule_out: tuple[Reporter, ...] = ANSWERERS
    """Whose "none of these" clears; anybody may tick an item."""
    may_confirm: tuple[Reporter, ...] = ()
    """Who may confirm the answer of whoever else may give it."""

    def __attrs_post_init__(self) -> None:
        if len({item.id for item in self.items}) < len(self.items):
            raise TypeError(f"checklist {self.id} has two items of one id")
        if not 0 < len(self.facts) <= MAX_FACTS:
            raise TypeError(f"checklist {self.id} is about {len(self.facts)} facts: expected 1 to {MAX_FACTS}")
        for item in self.items:
            if not 1 <= len(item.denied) <= 2 or len({fact.group for fact in item.denied}) > 1:
                raise TypeError(f"{self.id}.{item.id}: expected one fact, or two of one group")
            if any(fact.validity.movable is not None for fact in item.rests_on):  # an answer is read before any policy
                raise TypeError(f"{self.id}.{item.id} rests on what a site may let count for longer or shorter")
            for fact, denial in item.denied.items():
                if fact.derive is not None:
                    raise TypeError(f"{self.id}.{item.id}: {fact.id} is read of others: answer those")
                fact.accept(denial)
            if len(item.denied) == 1 and not item.leaves_open:
                item.adverse(next(iter(item.denied)))

    @property
    def facts(self) -> tuple[Fact, ...]:
        """The facts that it answers, each once."""
        return tuple(dict.fromkeys(fact for item in self.items for fact in item.denied))

    def item(self, identifier: str) -> Item:
        """Return one of its items."""
        return next(item for item in self.items if item.id == identifier)


@attrs.frozen(eq=False)
class SiteChecklist(Checklist):
    """A list of a site's own: items of the declared lists, asked together as the site wants it."""

    made_by: tuple[Any, ...] = attrs.field(kw_only=True)
    """What makes it, for ``site_checklist``: the same gives one and the same."""

    def __reduce__(self) -> tuple[Any, ...]:
        return site_checklist, self.made_by


@functools.cache
def site_checklist(
    kind: Any,
    identifier: str,
    version: int,
    title: str,
    question: str,
    items: tuple[str, ...],
    by_clinician: bool,
) -> SiteChecklist:
    """Return a list of a site's own of items of the lists of a kind of subject, all of which have the same authority.

    ``by_clinician`` says that only a clinician answers it.
    """
    held = {item.id: (item, each) for each in kind.__checklists__ for item in each.items}
    first = held[items[0]][1]
    made_by = (kind, identifier, version, title, question, items, by_clinician)
    return SiteChecklist(
        identifier,
        version,
        title,
        question,
        tuple(held[item][0] for item in items),
        (Reporter.CLINICIAN,) if by_clinician else first.reporters,
        (Reporter.CLINICIAN,) if by_clinician else first.may_rule_out,
        () if by_clinician else first.may_confirm,
        made_by=made_by,
    )


class Answered(enum.Enum):
    """What was answered to a checklist as a whole."""

    NONE = "none"
    """None of these, but for the items that were ticked."""
    SOME = "some"
    """At least the items that were ticked, and nobody says which others."""


@attrs.frozen
class CopyOf:
    """Whose answer a record holds a copy of, and of which day: the role, the day, and a name or initials if known."""

    by: Reporter
    on: date | None = attrs.field(default=None, converter=a_day)
    name: str | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        if self.name is not None and not clean_text(self.name, "copy_of.name", one_line=True).strip():
            remedy = "write a name or initials, or leave it out"
            raise input_error("copy_of.name", self.name, expected="who answered", remedy=remedy)
        by: object = self.by
        if not isinstance(by, Reporter):
            expected = f"one of {', '.join(map(str, Reporter))}"
            raise input_error("copy_of.by", by, expected=expected, remedy="say who answered the form")
        if self.on is None:
            raise input_error(
                "copy_of.on",
                problem="is absent",
                expected="the day of that answer",
                remedy="write date(2026, 11, 23)",
                in_file=Advice("the day of that answer", 'add "on": "2025-03-01" to its object'),
            )


def _ticked(given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple):
        raise input_error("except", given, expected="a list of items", remedy="put a single one in brackets")
    for each in given:
        if not isinstance(each, str):
            raise input_error("except", each, expected="the id of an item", remedy="write it in quotes")
    return tuple(sorted(set(given)))


@attrs.frozen
class ChecklistAnswer:
    """An answer to a checklist: to which version, what, with which items ticked, and its evidence.

    ``except_`` are the ticked items. ``copy_of`` says of a record's copy who answered, and when; the answer is then of
    that person and that day, and neither a copy nor a confirmation renews it.

    >>> denied = ChecklistAnswer("heart_and_vessels", 1, Answered.NONE, on=date(2026, 11, 1), by=Reporter.CLIENT)
    >>> denied.author, denied.answered_on
    (<Reporter.CLIENT: 'client'>, datetime.date(2026, 11, 1))

    Raises ``InputError`` for what cannot be an answer; whether there are such a list, version and items a subject says.
    """

    checklist: str
    version: int
    answer: Answered | Absence
    except_: tuple[str, ...] = attrs.field(default=(), converter=_ticked)
    on: date | None = attrs.field(default=None, kw_only=True, converter=a_day)
    by: Reporter | None = attrs.field(default=None, kw_only=True)
    reference: str | None = attrs.field(default=None, kw_only=True)
    confirmed_by: Confirmation | None = attrs.field(default=None, kw_only=True)
    copy_of: CopyOf | None = attrs.field(default=None, kw_only=True)

    def __attrs_post_init__(self) -> None:
        clean_text(self.checklist, "checklist", one_line=True)
        if type(self.version) is not int:
            remedy = "write the version that stands on the form"
            raise input_error("version", self.version, expected="a whole number", remedy=remedy)
        answer, copied = cast("tuple[object, object]", (self.answer, self.copy_of))
        if not isinstance(answer, Answered | Absence):
            expected = "Answered.NONE, Answered.SOME, or why there is no answer: Absence.DECLINED"
            raise input_error("answer", answer, expected=expected, remedy="write one of these")
        if isinstance(self.answer, Absence) and self.except_:
            problem, remedy = "names items beside the reason why there is no answer", "answer some, or name no item"
            raise input_error("except", problem=problem, expected="no item", remedy=remedy)
        if copied is not None and not isinstance(copied, CopyOf):
            remedy = "write CopyOf(Reporter.CLIENT, date(2026, 11, 23))"
            raise input_error("copy_of", copied, expected="a CopyOf", remedy=remedy)
        if self.copy_of is not None and self.by is not Reporter.RECORD:
            reason, remedy = "only a record holds a copy of a form", "say that a record did, or leave it out"
            raise input_error("copy_of", problem="is given", reason=reason, remedy=remedy)
        first = self.answered_on
        if first is not None and self.on is not None and surely_before(self.on, first):
            expected = f"the day of the answer that it copies, {first}, or a later one"
            raise input_error("on", Shown(str(self.on)), expected=expected, remedy="correct the one that is wrong")
        check_confirmed(self.confirmed_by, self.answered_on)
        self.report(Absence.NOT_ASKED)

    @property
    def author(self) -> Reporter | None:
        """Who answered."""
        return self.by if self.copy_of is None else self.copy_of.by

    @property
    def answered_on(self) -> date | None:
        """The day on which it was answered."""
        return self.on if self.copy_of is None else self.copy_of.on

    def report(self, value: Any, **more: Any) -> FromChecklist:
        """Return what it says of one fact, with its evidence."""
        return FromChecklist(
            value,
            on=self.answered_on,
            by=self.author,
            reference=self.reference,
            confirmed_by=self.confirmed_by,
            checklist=self.checklist,
            version=self.version,
            copied_on=None if self.copy_of is None else self.on,
            author_name=None if self.copy_of is None else self.copy_of.name,
            **more,
        )

    def may_clear(self, checklist: Checklist) -> bool:
        """Say whether "none of these" counts: from whom it clears, or confirmed by whoever may."""
        confirmed = self.confirmed_by is not None and self.confirmed_by.role in checklist.may_confirm
        return self.author in checklist.may_rule_out or (confirmed and self.author is Reporter.CLIENT)


def check_answers(declared: Sequence[Checklist], answers: object, kind: str) -> tuple[ChecklistAnswer, ...]:
    """Return answers in one order, each once; raise ``InputError`` for a list, version or item that is not declared."""
    if not isinstance(answers, list | tuple):
        remedy = "put a single one in brackets"
        raise input_error("checklists", answers, expected="a list of ChecklistAnswer", remedy=remedy)
    if answers and not declared:
        raise input_error("checklists", problem=f"belong to no {kind}", remedy="leave them out")
    faults, places = Faults(), {checklist.id: place for place, checklist in enumerate(declared)}
    for answer in answers:
        faults.take("checklists", answer, declared_of, declared, answer)
    faults.settle()
    return tuple(sorted(dict.fromkeys(answers), key=lambda each: (places[each.checklist], repr(each))))


def declared_of(declared: Sequence[Checklist], answer: object, path: str = "") -> Checklist:
    """Return the checklist that an answer is to; ``path`` is where the answer stands."""
    if not isinstance(answer, ChecklistAnswer):
        remedy = 'write ChecklistAnswer("heart_and_vessels", 1, Answered.NONE, on=..., by=...)'
        raise input_error("checklists", answer, expected="a ChecklistAnswer", remedy=remedy)
    path = path or f"checklists.{answer.checklist}"
    versions = {each.version: each for each in declared if each.id == answer.checklist}
    if not versions:
        raise unknown_name(path, answer.checklist, {each.id for each in declared}, place="checklists")
    if answer.version not in versions:
        known = " or ".join(map(str, sorted(versions)))
        remedy = "give the version that stands on the form; of another one nobody knows which items it held"
        raise input_error(f"{path}.version", answer.version, expected=known, remedy=remedy)
    found, faults = versions[answer.version], Faults()
    known_items = {item.id for item in found.items}
    for item in answer.except_:
        if item not in known_items:
            where = f"{path}.except"
            faults.found += unknown_name(f"{where} {item!r}", item, known_items, place=where).faults
    faults.settle()
    return found


# What it says of each fact ------------------------------------------------------------------------------------


def itemised(declared: Sequence[Checklist], answers: Iterable[ChecklistAnswer], subject: Any) -> dict[str, Facts]:
    """Return the groups of a subject in which some facts have what checklists say of them beside their own reports."""
    found: dict[str, dict[str, list[FromChecklist]]] = {}
    for answer in answers:
        for fact, report in _reports(declared_of(declared, answer), answer, subject):
            found.setdefault(fact.group, {}).setdefault(fact.name, []).append(report)
    faults, groups = Faults(), dict[str, Facts]()
    for name, reports in found.items():
        group: Facts = getattr(subject, name)
        facts = {fact.name: fact for fact in group.__facts__}
        told = given(group)
        new = {each: faults.take(name, told, _fact, facts[each], group, reports[each]) for each in reports}
        groups[name] = with_exactly(group, new)
    faults.settle()
    return groups


def _reports(checklist: Checklist, answer: ChecklistAnswer, subject: Any) -> Iterator[tuple[Fact, FromChecklist]]:
    if isinstance(answer.answer, Absence):
        for fact in checklist.facts if answer.answer is not Absence.NOT_ASKED else ():
            yield fact, answer.report(answer.answer)
        return
    ticked = [checklist.item(each) for each in answer.except_]
    for item in ticked:
        if len(item.denied) > 1:
            denials = tuple((fact.name, denial) for fact, denial in item.denied.items())
            for fact in item.denied:
                yield fact, answer.report(Absence.NOT_ASKED, item=item.id, denials=denials)
        elif not item.leaves_open:
            for fact in item.denied:
                yield fact, answer.report(item.adverse(fact), item=item.id)
    if answer.answer is Answered.SOME:
        return
    open_still = {fact for item in ticked for fact in item.denied}
    clears = answer.may_clear(checklist)
    for item in checklist.items:
        if item.clears_where is None or item.clears_where(subject):
            rests_on = tuple(
                (fact.validity, report.on)
                for fact in item.rests_on
                for report in reports_of(getattr(subject, fact.group).__dict__[fact.name])
                if report.on is not None
            )
            for fact, denial in item.denied.items():
                if fact not in open_still:
                    yield fact, answer.report(denial if clears else Absence.NOT_AUTHORISED, rests_on=rests_on)


def _fact(fact: Fact, group: Facts, reports: Sequence[FromChecklist]) -> object:
    """Return a fact with what checklists say of it."""
    own = group.__dict__[fact.name]
    if not isinstance(fact, Series):
        return fact.accept(united(fact, (own, *reports)))
    told = given(group)
    scalars = [each for each in group.__scalars__ if fact.name in each.derived_from and each.name in told]
    if scalars:
        if all(isinstance(report.value, Absence) for report in reports):
            return own
        raise _both(fact, scalars[0], reports[0])
    known = [value for value in (*reports_of(own), *reports) if _holds_records(value)]
    if any(not isinstance(each, FromChecklist) or not each.item for each in known):
        # What is recorded is what was ticked, as far as anybody knows.
        reports = [attrs.evolve(each, value=AtLeastThese()) if each.item else each for each in reports]
    return fact.accept(united(fact, (own, *reports)))


def _holds_records(report: Recorded) -> bool:
    listed = report.value.records if isinstance(report.value, AtLeastThese) else report.value
    return not isinstance(listed, Absence) and bool(listed)


def _both(fact: Fact, scalar: Fact, report: FromChecklist) -> InputError:
    return input_error(
        scalar.id,
        problem=f"and checklists.{report.checklist} are both given",
        reason=f"the checklist answers {fact.id}, of which it is read",
        remedy="give the observations instead, or answer the items of the checklist one by one",
    )

"""What somebody's desk shows: what waits, what their unit owes, its cases, what they decided."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection

from config.province_time import WorkingCalendar, day_of, working_calendar
from config.regulation.codes import Act, Stage
from config.regulation.province import Regulation
from config.settings import Settings
from config.words import words
from flows.acts.house.changes import changes_of
from flows.acts.meetings import agenda_in
from flows.apart import MOST_LISTED, aside_told
from flows.case.around import Around
from flows.case.lists.alike import are_some_alike
from flows.case.lists.reach import acted_in, reach_of
from flows.case.lists.waiting import WaitingStep, waiting_for
from models.case import Case, Step
from models.competence.seeing import Shown
from models.directory import seat_title
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, body_of
from models.store.amiss import aside
from models.store.lists.asked import StepListed, steps_of_units
from models.store.lists.decided import Decided, decided_by
from models.store.lists.found import CaseFound, cases_found
from models.store.lists.keyset import Slice
from models.store.lists.paged import Paged
from models.store.lists.sought import Sought
from models.store.mail.failed import LetterCounts, cases_with_failed, letter_counts
from models.store.mail.trouble import MailTrouble, mail_trouble_now
from web.authorities.form import AuthorityShown, authorities_to_confirm
from web.dossier.subjects import Subjects
from web.ground.names import NamesKnown
from web.ground.what_is_asked import what_is_asked

# What a unit has to bring after a decision; commitments are those of whoever made them.
OWED = (Act.FILE, Act.HAND_BACK, Act.SETTLE, Act.MEET)


@dataclass(frozen=True)
class PagesAsked:
    """Which page of each list is asked for."""

    waits: int = 1
    owed: int = 1
    decided: int = 1


@dataclass(frozen=True)
class StepWaiting:
    """A step that waits for this person. `item` is what it is about, where its question needs it.

    `days_left` are working days, negative for a limit that has passed; `amends` is the code of what an
    amendment does to what was approved.
    """

    case_no: CaseNo
    title: str
    step: Step
    question: str
    item: str
    urgent: bool
    days_left: int | None
    is_late: bool
    is_today: bool
    amends: str = ""


@dataclass(frozen=True)
class StepOwed:
    """What the unit owes, of whom it is asked; `mine`: this person was given it."""

    step: StepListed
    seat: str
    mine: bool
    days_left: int | None
    is_late: bool
    is_today: bool


@dataclass(frozen=True)
class LettersOnDesk:
    """What the focal office and the administrator are told of letters that do not arrive."""

    trouble: MailTrouble | None
    failed: tuple[tuple[CaseNo, int], ...]
    counts: LetterCounts

    @property
    def failed_of_cases(self) -> int:
        """Return how many failed of the cases that are named; those of no case are nobody's here."""
        return sum(count for _, count in self.failed)


@dataclass(frozen=True)
class AmissOnDesk:
    """What is set aside, each in a sentence, and how many things are; for the administrator alone."""

    count: int = 0
    told: tuple[str, ...] = ()


@dataclass(frozen=True)
class StartPage:
    """Everything somebody's desk shows. `bodies` are those whose meetings this person prepares.

    `cases` None: there are none that are theirs by their seat. `of_unit`: they may begin a request.
    `to_confirm` are authorities others prepared in their name; `prepares`: somebody's secretary.
    """

    waiting: Paged[StepWaiting]
    owed: Paged[StepOwed]
    cases: Slice[CaseFound] | None
    decided: Paged[Decided]
    units: dict[str, str]
    of_all_units: bool
    of_unit: bool
    bodies: tuple[tuple[str, str, int], ...]
    to_confirm: tuple[AuthorityShown, ...]
    prepares: bool
    mailboxes: int
    runs_doan: bool
    answers_for_rules: bool
    reads_registers: bool
    audits: bool
    letters: LettersOnDesk | None
    amiss: AmissOnDesk = field(default_factory=AmissOnDesk)

    @property
    def has_alike(self) -> bool:
        """Tell whether some of what waits can perhaps be answered together."""
        return are_some_alike(each.step for each in self.waiting.items)


def start_of(
    conn: Connection,
    settings: Settings,
    regulation: Regulation,
    person: PersonId,
    language: str,
    asked: PagesAsked,
) -> StartPage:
    """Return the desk of a person; focal office and auditor have the cases of all units on theirs."""
    around = Around(conn)
    seats = around.seats_of(person)
    bodies = {body_of(seat) for seat in seats}
    units = bodies & set(around.unit_names)
    is_office = body_of(SeatKey(regulation.focal_office)) in bodies
    runs_doan = SeatKey(regulation.administrator) in seats
    every = is_office or regulation.auditor in seats
    waits = waiting_for(conn, settings, around, person, asked.waits)
    names = NamesKnown(regulation, around.unit_names, around.persons, language)
    calendar = working_calendar(regulation)
    return StartPage(
        waiting=waits.of_each(
            lambda each: step_waiting(each, language, around.now), lambda each: each.work.case.no
        ),
        owed=steps_of_units(conn, units, OWED, asked.owed).of(
            lambda step: _owed(step, regulation, around, calendar, person, language)
        ),
        cases=_cases(conn, settings, around, person, units, every),
        decided=decided_by(conn, person, bodies, acted_in(around, person), asked.decided),
        units=around.units_in(language),
        of_all_units=every,
        of_unit=bool(units),
        bodies=tuple(_bodies(conn, regulation, seats, language)),
        to_confirm=authorities_to_confirm(conn, names, person, around.today),
        prepares=bool(regulation.prepared_by(seats)),
        mailboxes=len(changes_of(conn, regulation, person)),
        runs_doan=runs_doan,
        letters=_letters(conn) if runs_doan or is_office else None,
        amiss=_amiss(conn, language) if runs_doan else AmissOnDesk(),
        answers_for_rules=every or runs_doan,
        reads_registers=bool(seats),
        audits=regulation.auditor in seats,
    )


def _letters(conn: Connection) -> LettersOnDesk:
    return LettersOnDesk(mail_trouble_now(conn), cases_with_failed(conn), letter_counts(conn))


def _amiss(conn: Connection, language: str) -> AmissOnDesk:
    broken = aside.everything(conn)
    w = words(language)
    return AmissOnDesk(len(broken), tuple(aside_told(each, w) for each in broken[:MOST_LISTED]))


def step_waiting(each: WaitingStep, language: str, now: datetime) -> StepWaiting:
    """Return a step that waits as a list shows it."""
    work, step = each.work, each.step
    return StepWaiting(
        case_no=work.case.no,
        title=each.title,
        step=step,
        question=what_is_asked(work.case.kind, step),
        item=Subjects(work, language, work.said).of(step),
        urgent=each.urgent,
        days_left=each.days_left,
        is_late=_is_late(step, now),
        is_today=_is_today(step, now),
        amends=_amends(work.case, step),
    )


def _amends(case: Case, step: Step) -> str:
    if step.stage is not Stage.AMENDMENT:
        return ""
    return "cancellation" if case.amendments[step.key_number - 1].cancels else "amendment"


def _owed(
    step: StepListed,
    regulation: Regulation,
    around: Around,
    calendar: WorkingCalendar,
    person: PersonId,
    language: str,
) -> StepOwed:
    return StepOwed(
        step=step,
        seat=seat_title(step.seat, regulation, around.unit_names).of(language),
        mine=person in step.holders,
        days_left=calendar.working_days_left(around.today, step.due_at),
        is_late=_is_late(step, around.now),
        is_today=_is_today(step, around.now),
    )


def _is_late(step: Step | StepListed, now: datetime) -> bool:
    return step.overdue or (step.due_at is not None and step.due_at < now)


def _is_today(step: Step | StepListed, now: datetime) -> bool:
    return step.due_at is not None and day_of(step.due_at) == day_of(now)


def _cases(
    conn: Connection,
    settings: Settings,
    around: Around,
    person: PersonId,
    units: set[BodyKey],
    every: bool,
) -> Slice[CaseFound] | None:
    """Return the newest cases of a person's units, or of all; what they have a part in is found."""
    if not units and not every:
        return None
    wanted = Sought(units=None if every else tuple(sorted(units)))
    sees = reach_of(settings, around, person, Shown.CASE)
    return cases_found(conn, wanted, sees, sees, now=around.now)


def _bodies(
    conn: Connection, regulation: Regulation, seats: tuple[SeatKey, ...], language: str
) -> Iterator[tuple[str, str, int]]:
    """Yield the collective bodies by key, name and number of waiting cases, for their clerks."""
    for key, body in regulation.bodies.items():
        if body.voting and not set(regulation.keepers_of(key)).isdisjoint(seats):
            yield key, body.name.of(language), len(agenda_in(conn, BodyKey(key)))

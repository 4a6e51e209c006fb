"""What the start page shows a person: what waits for them, and where the cases of their unit stand."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from config.province_time import day_of
from config.regulation.province import Regulation
from config.settings import Settings
from flows.acts.meetings import agenda_in
from flows.case.entitled import verdict_on
from flows.case.read import CaseRead
from models.case import Case, Step
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, body_of
from models.store import authorities, cases, directory, dossiers
from models.store.database.clock import now
from web.dossier.history import CaseHistory
from web.ground.what_is_asked import what_is_asked

# Of what is over only the newest is listed.
_MOST_OVER = 10
_LATEST = datetime.max.replace(tzinfo=UTC)


@dataclass(frozen=True)
class StepWaiting:
    """A step that waits for this person. `item` is what it is about, where its question needs it."""

    case_no: CaseNo
    title: str
    step: Step
    question: str
    item: str
    days_left: int | None


@dataclass(frozen=True)
class CaseListed:
    """A case and where it stands: in which stages, since when."""

    case: Case
    title: str
    unit: str
    stages: tuple[str, ...]
    since: datetime | None


@dataclass(frozen=True)
class StartPage:
    """Everything the start page shows. `bodies` are those whose meetings this person prepares."""

    waiting: tuple[StepWaiting, ...]
    open_cases: tuple[CaseListed, ...]
    over: tuple[CaseListed, ...]
    of_office: bool
    bodies: tuple[tuple[str, str, int], ...]
    to_confirm: int


def start_of(
    conn: Connection, settings: Settings, regulation: Regulation, person: PersonId, language: str
) -> StartPage:
    """Return the start page of a person; the focal office sees the open cases of all units."""
    today = day_of(now(conn))
    seats = directory.seats_of(conn, person, today)
    bodies = {body_of(seat) for seat in seats}
    of_office = body_of(SeatKey(regulation.focal_office)) in bodies
    units = bodies & set(directory.unit_names(conn))
    wanted = cases.all_cases(conn, open_only=of_office, units=None if of_office else units)
    stand = [case for case in wanted if not case.is_over]
    over = [case for case in wanted if case.is_over][:_MOST_OVER]
    waits = (each for each in authorities.everything(conn) if each.waits_for(person))
    return StartPage(
        waiting=tuple(_waiting(conn, settings, person, language)),
        open_cases=tuple(_listed(conn, stand, language)),
        over=tuple(_listed(conn, over, language)),
        of_office=of_office,
        bodies=tuple(_bodies(conn, regulation, seats, language)),
        to_confirm=len(tuple(waits)),
    )


def _waiting(
    conn: Connection, settings: Settings, person: PersonId, language: str
) -> Iterator[StepWaiting]:
    """Yield what this person may take now, what is due first before the rest."""
    found = [
        each
        for case_no in cases.cases_asking(conn, person)
        for each in _waiting_in(conn, cases.read_case(conn, case_no), settings, person, language)
    ]
    yield from sorted(found, key=lambda each: (each.step.due_at or _LATEST, each.case_no))


def _waiting_in(
    conn: Connection, case: Case, settings: Settings, person: PersonId, language: str
) -> Iterator[StepWaiting]:
    work = CaseRead(conn, case, settings)
    subjects = CaseHistory(work, language).subjects
    for step in case.open_steps:
        if person in step.holders and verdict_on(work, step, person).allowed:
            yield StepWaiting(
                case_no=case.no,
                title=work.request.title,
                step=step,
                question=what_is_asked(case.kind, step),
                item=subjects.of(step),
                days_left=work.days_left(step),
            )


def _listed(conn: Connection, found: Iterable[Case], language: str) -> Iterator[CaseListed]:
    units = directory.unit_names(conn)
    for case in found:
        opened = [step.opened_at for step in case.open_steps]
        ended = [step.decided_at for step in case.steps if step.decided_at]
        yield CaseListed(
            case=case,
            title=dossiers.dossier(conn, case.no, case.version, case.kind).title,
            unit=units[case.unit].of(language) if case.unit in units else case.unit,
            stages=tuple(dict.fromkeys(str(step.stage) for step in case.open_steps)),
            since=min(opened, default=None) or max(ended, default=case.opened_at),
        )


def _bodies(
    conn: Connection, regulation: Regulation, seats: tuple[SeatKey, ...], language: str
) -> Iterator[tuple[str, str, int]]:
    """Yield the collective bodies by key, name and number of waiting cases, for their clerks."""
    for key, body in regulation.bodies.items():
        if body.voting and not set(regulation.keepers_of(key)).isdisjoint(seats):
            yield key, body.name.of(language), len(agenda_in(conn, BodyKey(key)))

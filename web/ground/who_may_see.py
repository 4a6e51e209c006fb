"""Whom a page lets in, and how people are held to it; what it shows them: `models.competence.seeing`."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import date

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.meetings import keeps_papers
from flows.acts.programme.revising import may_revise
from flows.acts.registers.writing import may_write
from flows.case.preparing import prepares
from flows.case.read import CaseRead
from flows.case.recording import keeps_papers_of
from flows.case.views import has_part_in, view_of
from models.competence.deciding import Refusal
from models.competence.recording import NotRecorded
from models.competence.seeing import Shown
from models.errors import DecisionRefused, DoanError
from models.ids import BodyKey, CaseNo, PersonId, SeatKey, body_of
from models.store import directory
from models.store.database.clock import today
from models.store.privacy.openings import Opened, Opening
from models.store.sign_in.security_log import SecurityEvent
from web.ground.noted.security_log import note
from web.ground.permission import Permission
from web.ground.refusals import AuditorOnlyReads, NotForYou
from web.ground.visitor import SignedIn

# What must be shown to a person for a page of a case to be theirs. Which files: `web.case.files`.
_SHOWN_ON: dict[Permission, Shown] = {
    Permission.SEES_CASE: Shown.CASE,
    Permission.READS_FILES: Shown.CASE,
    Permission.LOOKS_AFTER: Shown.RECEPTION,
    Permission.TAKES_PART: Shown.PROGRAMME,
}

# As what the page of a permission is noted when it is opened; all others are forms.
_OPENED: dict[Permission, Opened] = {
    Permission.SEES_CASE: Opened.CASE,
    Permission.OF_STEP: Opened.STEP,
    Permission.TAKES_PART: Opened.PROGRAMME,
    Permission.LOOKS_AFTER: Opened.RECEPTION,
}

_OF_CASES: dict[Permission, Callable[[CaseRead, PersonId], bool]] = {
    Permission.OF_UNIT: CaseRead.is_of_unit,
    Permission.OF_OFFICE: CaseRead.is_of_office,
    Permission.CHANGES_PROGRAMME: may_revise,
}


def lets_in(work: CaseRead, visitor: SignedIn) -> bool:
    """Tell whether the permission of a page lets a person see it; without a rule nobody does."""
    person = visitor.person.id
    if visitor.permission is Permission.RECORDS:
        return keeps_papers_of(work, work.step(visitor.address.step).seat, person)
    if visitor.permission is Permission.OF_STEP:
        step = work.step(visitor.address.step)
        return has_part_in(work, step, person) or prepares(work, step, person)
    if shown := _SHOWN_ON.get(visitor.permission):
        return view_of(work, person).sees(shown)
    rule = _OF_CASES.get(visitor.permission)
    return rule is not None and rule(work, person)


@contextmanager
def case_for(visitor: SignedIn) -> Iterator[CaseRead]:
    """Read the case of a page for whoever may see it; raises what `refusal_of` says for others.

    Once the page is made, that it was opened is noted.
    """
    with visitor.running.desk.reading(visitor.address.case_no) as work:
        if lets_in(work, visitor):
            yield work
            note_opened(visitor, _OPENED.get(visitor.permission, Opened.FORM))
            return
    raise refusal_of(visitor)


def note_opened(visitor: SignedIn, what: Opened, which: str = "") -> None:
    """Note that somebody is shown something of a case; of a step its number is noted too."""
    address = visitor.address
    which = which or (str(address.step) if address.step else "")
    visitor.running.openings.note(Opening(address.case_no, visitor.person.id, what, which))


def note_glanced(visitor: SignedIn, glanced: Iterable[tuple[CaseNo, int]]) -> None:
    """Note that somebody is shown steps (case, number) on a page of many: as much as a page of each."""
    for case_no, step in glanced:
        opening = Opening(case_no, visitor.person.id, Opened.STEP, str(step))
        visitor.running.openings.note(opening)


@contextmanager
def papers_for(visitor: SignedIn, body: BodyKey) -> Iterator[Connection]:
    """Read for a page about a body, for who keeps its papers; raises `DecisionRefused` for others."""
    desk = visitor.running.desk
    with desk.store.reading() as conn:
        is_keeper = visitor.permission is Permission.KEEPS_PAPERS
        if not (is_keeper and keeps_papers(conn, desk.regulation(), body, visitor.person.id)):
            raise refusal_of(visitor)
        yield conn


@contextmanager
def administering(visitor: SignedIn) -> Iterator[Connection]:
    """Read for the page of whoever runs Doan; raises `NotForYou` for others."""
    with visitor.running.desk.store.reading() as conn:
        if not (visitor.permission is Permission.ADMINISTERS and runs_doan(conn, visitor)):
            raise refusal_of(visitor)
        yield conn


@contextmanager
def auditing(visitor: SignedIn) -> Iterator[Connection]:
    """Read for a page of the auditor's room; raises `NotForYou` for whoever does not audit."""
    with visitor.running.desk.store.reading() as conn:
        if not (visitor.permission is Permission.AUDITS and audits(conn, visitor)):
            raise refusal_of(visitor)
        yield conn


def audits(conn: Connection, visitor: SignedIn) -> bool:
    """Tell whether somebody audits."""
    seat = SeatKey(visitor.running.desk.regulation().auditor)
    return visitor.person.id in directory.holders(conn, seat, today(conn))


@contextmanager
def answering_for_rules(visitor: SignedIn) -> Iterator[tuple[Regulation, date]]:
    """Read the rules in force and the day, for who answers for them; raises `NotForYou` for others."""
    regulation = visitor.running.desk.regulation()
    with visitor.running.desk.store.reading() as conn:
        day = today(conn)
        if not (visitor.permission is Permission.ANSWERS_FOR_RULES and _answers(conn, visitor)):
            raise refusal_of(visitor)
    yield regulation, day


@contextmanager
def reading_directory(visitor: SignedIn) -> Iterator[Connection]:
    """Read for a page of the directory, for who answers for it; raises `NotForYou` for others."""
    with visitor.running.desk.store.reading() as conn:
        if not (visitor.permission is Permission.READS_DIRECTORY and _answers(conn, visitor)):
            raise refusal_of(visitor)
        yield conn


@contextmanager
def at_registers(visitor: SignedIn) -> Iterator[Connection]:
    """Read for a page of the registers, for who reads them or writes; raises `NotForYou` for others."""
    desk = visitor.running.desk
    with desk.store.reading() as conn:
        if visitor.permission is Permission.WRITES_REGISTERS:
            lets = may_write(desk, conn, visitor.person.id)
        else:
            reads = visitor.permission is Permission.READS_REGISTERS
            lets = reads and bool(directory.seats_of(conn, visitor.person.id, today(conn)))
        if not lets:
            raise refusal_of(visitor)
        yield conn


def _answers(conn: Connection, visitor: SignedIn) -> bool:
    """Tell whether somebody is of the focal office, audits, or runs Doan."""
    regulation = visitor.running.desk.regulation()
    seats = directory.seats_of(conn, visitor.person.id, today(conn))
    of_office = body_of(SeatKey(regulation.focal_office)) in {body_of(seat) for seat in seats}
    return of_office or not {regulation.auditor, regulation.administrator}.isdisjoint(seats)


def runs_doan(conn: Connection, visitor: SignedIn) -> bool:
    """Tell whether somebody runs Doan."""
    seat = SeatKey(visitor.running.desk.regulation().administrator)
    return visitor.person.id in directory.holders(conn, seat, today(conn))


def refusal_of(visitor: SignedIn) -> DoanError:
    """Return why a page is not for somebody; an attempt to see it stands in the security log.

    Where people help a case along, they are told what they are not, and nothing is logged.
    """
    person, address = visitor.person.id, visitor.address
    if visitor.permission is Permission.OF_STEP and visitor.linked:
        # The link was made for them: they held the seat, or acted in it, and do so no more.
        return DecisionRefused(Refusal.NOT_HOLDER, case=address.case_no, step=address.step)
    if visitor.permission in (Permission.RECORDS, Permission.KEEPS_PAPERS):
        return DecisionRefused(NotRecorded.NOT_KEEPER, person=person)
    if visitor.permission is Permission.OF_OFFICE:
        return DecisionRefused("not_of_office", person=person)
    if visitor.permission is Permission.CHANGES_PROGRAMME:
        return DecisionRefused(Refusal.NOT_IN_CHARGE, case=address.case_no)
    note(visitor.running, SecurityEvent.OTHER_PERSON, address, person)
    with visitor.running.desk.store.reading() as conn:
        return AuditorOnlyReads() if audits(conn, visitor) else NotForYou()

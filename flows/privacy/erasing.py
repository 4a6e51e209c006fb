"""Erasing what a case that is over was about, its passports alone, what letters said, or a person.

Each is told of by an entry in the transaction that erases: the journal's digests stay, and what they are
of is gone. Nothing is erased of a case that goes on or is held.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from enum import StrEnum

from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.at_work import CaseAtWork
from models import entries as e
from models.directory import seat_title
from models.errors import CaseErased, ErasureRefused
from models.ids import CaseNo, PersonId
from models.journal.entry import ENGINE
from models.store import cases, directory, drafts
from models.store.database.clock import today
from models.store.house.journal import HouseJournal
from models.store.house.post import POST, tell_of_post
from models.store.privacy import address_book, erasing, holds, passports
from models.store.privacy.erasing import Messages
from models.store.sign_in import calendar_feeds, passkeys, sessions, tokens


class Because(StrEnum):
    """Why something is erased. Stored: the names never change."""

    RETENTION = "retention"
    REQUEST = "request"


@dataclass(frozen=True)
class Eraser:
    """Who erases, why, and how it was shown who they are."""

    because: Because = Because.REQUEST
    actor: str = ENGINE
    identity: str = ""


BY_RETENTION = Eraser(Because.RETENTION)


def erase_case(desk: Desk, case_no: CaseNo, by: Eraser) -> None:
    """Erase all content of a case that is over, and what its letters said.

    What still waits for a letter of the day is told to nobody: it would say what is to be forgotten.
    Raises `CaseUnknown`, `CaseErased` where it is erased already, `ErasureRefused`.
    """
    with _erasing(desk, case_no) as work:
        # First: so nobody takes them into a letter meanwhile.
        erasing.give_up_gathered(work.conn, erasing.of_case(case_no))
        _demand_none_waits(work)
        if at := erasing.erased_at(work.conn, case_no):
            raise CaseErased(case=case_no, at=at)
        said = erasing.what_there_is(work.conn, case_no)
        work.record(_erased(by, **said), actor=by.actor)
        erasing.erase_content(work.conn, case_no)
        _forget(work.conn, desk, _of(work), by)


def erase_passports(desk: Desk, case_no: CaseNo, by: Eraser) -> None:
    """Erase the passports of a case that is over, also those in its unit's address book.

    Nothing else; where there are none, do nothing.

    Raises `CaseUnknown`, `ErasureRefused`.
    """
    with _erasing(desk, case_no) as work:
        if erasing.has_passports(work.conn, case_no):
            work.record(_erased(by, passports=True), actor=by.actor)
        erasing.erase_passports(work.conn, case_no)


def forget_letters(desk: Desk, case_no: CaseNo, by: Eraser) -> None:
    """Erase what the letters of a case that is over said. Raises `CaseUnknown`, `ErasureRefused`."""
    with _erasing(desk, case_no) as work:
        _demand_none_waits(work)
        _forget(work.conn, desk, _of(work), by)


def forget_what_was_held_back(desk: Desk) -> None:
    """Erase letters that told of an erased case and stayed, because they told of a held one as well."""
    with desk.store.reading() as conn:
        held = holds.held_cases(conn)
    forget_messages(desk, erasing.carrying_what_is_forgotten(held), BY_RETENTION)


def forget_messages(desk: Desk, which: Messages, by: Eraser) -> int:
    """Erase what some messages said that are sent or given up; return how many."""
    with desk.store.writing() as conn:
        forgotten = _forget(conn, desk, which, by)
    if forgotten:
        desk.store.leave_no_trace()
    return forgotten


def erase_person(desk: Desk, person: PersonId, by: Eraser) -> None:
    """Erase a person: their passports everywhere, their letters, what the directory says but their id,
    what address books say of them.

    Raises `PersonUnknown`; `ErasureRefused` while they hold a seat, are asked by an open step, travel in
    a case that goes on or is held, or a letter to them waits.
    """
    with desk.store.writing() as conn:
        cases.lock_all(conn)
        erasing.give_up_gathered(conn, erasing.to_person(person))
        _demand_nothing_open(conn, desk, person)
        for case_no, _ in erasing.travels_in(conn, person):
            _destroy_keys(desk, conn, case_no, person, by)
        drafts.forget_passports_of(conn, person, desk.settings.passport_keys)
        address_book.forget_person(conn, person)
        _forget(conn, desk, erasing.to_person(person), by)
        house = _house(conn, desk, by)
        sessions.end_all(house, person)
        passkeys.remove_all(house, person, "erased")
        tokens.revoke_all(house, person, "erased")
        calendar_feeds.withdraw(house, person, "erased")
        erasing.erase_person(conn, person)
        house.record(e.PersonErased(person=person, because=by.because))
    desk.store.leave_no_trace()


@contextmanager
def _erasing(desk: Desk, case_no: CaseNo) -> Iterator[CaseAtWork]:
    """Take a case in hand of which something may be erased; raises `CaseUnknown`, `ErasureRefused`."""
    with desk.noting(case_no) as work:
        if not work.case.is_over:
            raise ErasureRefused("open", case=case_no)
        if holds.is_held(work.conn, case_no):
            raise ErasureRefused("held", case=case_no)
        yield work
    desk.tell(case_no)
    desk.store.leave_no_trace()


def _demand_none_waits(work: CaseAtWork) -> None:
    if erasing.letters_wait(work.conn, erasing.of_case(work.case.no)):
        raise ErasureRefused("letters_wait", case=work.case.no)


def _of(work: CaseAtWork) -> Messages:
    return erasing.of_case(work.case.no, holds.held_cases(work.conn))


def _erased(by: Eraser, **said: object) -> e.ContentErased:
    told = {**said, "because": by.because, "identity": by.identity}
    return e.ContentErased.model_validate(told)


def _forget(conn: Connection, desk: Desk, which: Messages, by: Eraser) -> int:
    """Forget messages; whatever of them is told of before is told of for the last time."""
    house = _house(conn, desk, by)
    tell_of_post(house)
    post = replace(house, chain=POST)
    forgotten = 0
    while messages := erasing.to_forget(conn, which):
        post.record(e.MessagesForgotten(messages=messages))
        erasing.forget_messages(conn, messages)
        forgotten += len(messages)
    return forgotten


def _house(conn: Connection, desk: Desk, by: Eraser) -> HouseJournal:
    return desk.house(conn, Identified(PersonId(by.actor), by.identity))


def _demand_nothing_open(conn: Connection, desk: Desk, person: PersonId) -> None:
    name = directory.person(conn, person).name
    if seats := directory.seats_of_from(conn, person, today(conn)):
        seat = seat_title(seats[0], desk.regulation(), directory.unit_names(conn))
        raise ErasureRefused("seated", person=name, seat=seat)
    if asking := cases.cases_asking(conn, person):
        raise ErasureRefused("asked", person=name, case=asking[0])
    for case_no, is_over in erasing.travels_in(conn, person):
        if not is_over:
            raise ErasureRefused("travels", person=name, case=case_no)
        if holds.is_held(conn, case_no):
            raise ErasureRefused("held", case=case_no)
    if told_in := erasing.told_of_held(conn, person, holds.held_cases(conn)):
        raise ErasureRefused("held", case=told_in)
    if erasing.letters_wait(conn, erasing.to_person(person)):
        raise ErasureRefused("letter_waits", person=name)


def _destroy_keys(
    desk: Desk, conn: Connection, case_no: CaseNo, person: PersonId, by: Eraser
) -> None:
    """Make a person's passport of one case unreadable; the entry stands in that case's journal."""
    work = CaseAtWork(conn, cases.lock_case(conn, case_no), desk.settings)
    if erasing.has_passports_of_earlier_days(conn, case_no):
        # They lie under the installation's key, all of them: the case's go together.
        work.record(_erased(by, passports=True), actor=by.actor)
        passports.erase(conn, case_no)
    elif members := passports.destroy_keys_of(conn, case_no, person):
        work.record(_erased(by, keys=members), actor=by.actor)
    work.save()

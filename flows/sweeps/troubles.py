"""Trouble with letters and runs that people must hear of: journaled once, and told."""

import logging

from sqlalchemy import Connection

from config.province_time import day_of
from flows.acts.desk import Desk
from flows.case.at_work import CaseAtWork
from flows.case.entitled import stand_ins
from models import entries as e
from models.case import Step
from models.errors import RowUnreadable
from models.ids import CaseNo, PersonId, SeatKey
from models.journal.signing import signer
from models.store import cases, directory, histories, journal
from models.store.database.clock import now
from models.store.mail.elsewhere import send_elsewhere
from models.store.mail.gathered import carried_by, cases_of
from models.store.outbox import OutboxRow
from models.store.privacy import erasing
from notifications.telling.checkpoint_letters import CHECKPOINT, UNREACHED, tell_administrator
from notifications.telling.of_no_case import (
    DIGEST_UNDELIVERED,
    REPLY_REFUSED,
    SET_ASIDE,
    UNCLAIMED,
    UNDELIVERED,
    MessageToSomebody,
    tell_of_lost_digest,
    tell_of_undelivered,
)

log = logging.getLogger("doan.troubles")

# Letters about letters: what becomes of one of these is told to nobody, else there would be no end.
ABOUT_LETTERS = frozenset(
    (
        "message_failed",
        "message_answered",
        "message_auto_answered",
        UNREACHED,
        UNDELIVERED,
        DIGEST_UNDELIVERED,
        UNCLAIMED,
        REPLY_REFUSED,
        SET_ASIDE,
    )
)

# What Prefect calls the state of a run that somebody cancelled.
CANCELLED = "CANCELLED"


def note_undelivered(desk: Desk, row: OutboxRow, reply_code: int) -> None:
    """Journal that a letter failed for good; the office hears of it.

    A letter of the day that failed stands with each case of which it tells, and is told of once; of any
    other of no case the administrator hears.

    A letter about a failed letter is not reported again: that would never end.
    """
    if row.notice in ABOUT_LETTERS or row.case_no is None:
        log.error("message %s (%s) will not be delivered: %s", row.id, row.notice, reply_code)
        if row.notice not in ABOUT_LETTERS:
            with desk.writing() as conn:
                told = OfNoCase(desk, conn, row)
                told.tell(reply_code=reply_code)
            told.poke()
        return
    with desk.noting(row.case_no) as work:
        for each in carried_by(work.conn, row.id) or (row,):
            work.record(undelivered(work, each, step=step_asked(each), reply_code=reply_code))
    desk.tell(row.case_no)


def step_asked(row: OutboxRow) -> int | None:
    """Return the step a message asks for; None for one that only tells."""
    return (row.facts.get("step") or {}).get("number") if row.asks else None


def undelivered(
    work: CaseAtWork,
    message: MessageToSomebody,
    *,
    step: int | None,
    reply_code: int,
    status: str = "",
) -> e.MessageFailed:
    """Send a message that has not arrived elsewhere, and return the entry that tells of it.

    Without another mailbox of its recipient it tells who can act in their stead.
    """
    asked = work.case.step(step) if step else None
    still = asked if asked and asked.is_open else None
    elsewhere = send_elsewhere(work.conn, message.id, signer(work.settings.journal_seed))
    instead: tuple[PersonId, ...] = ()
    if still and not elsewhere:
        instead = _not_told_yet(work, still, PersonId(message.recipient))
    return e.MessageFailed(
        message=message.id,
        notice=message.notice,
        recipient=message.recipient,
        reply_code=reply_code,
        status=status,
        step=still.number if still else None,
        stand_ins=instead,
        elsewhere=elsewhere,
    )


def _not_told_yet(work: CaseAtWork, step: Step, person: PersonId) -> tuple[PersonId, ...]:
    """Return who can act in somebody's stead and neither knows it yet nor is out of reach as well."""
    told = (en.payload for en in journal.all_of(work.conn, work.case.no, e.MessageFailed.kind))
    of_step = [p for p in told if isinstance(p, e.MessageFailed) and p.step == step.number]
    known = {each for failed in of_step for each in (failed.recipient, *failed.stand_ins)}
    return tuple(each for each in stand_ins(work, step, person) if each not in known)


class OfNoCase:
    """A letter of no case that did not arrive, and the cases with which that stands: those it tells of.

    They are locked as it is made, before anything else is done in the transaction. Each says that the
    letter did not arrive, and nothing of what it tells of others. Of one that tells of none the
    administrator hears.
    """

    def __init__(self, desk: Desk, conn: Connection, message: MessageToSomebody) -> None:
        self._desk, self._conn, self._message = desk, conn, message
        self._works = [work for no in cases_of(conn, message.id) if (work := self._in_hand(no))]

    def tell(self, *, reply_code: int, status: str = "") -> None:
        """Send it to its recipient's other mailbox, if there is one, and tell that it did not arrive."""
        if not self._works:
            tell_administrator_of(self._desk, self._conn, self._message, reply_code)
            return
        by = signer(self._desk.settings.journal_seed)
        failed = e.MessageFailed(
            message=self._message.id,
            notice=self._message.notice,
            recipient=self._message.recipient,
            reply_code=reply_code,
            status=status,
            elsewhere=send_elsewhere(self._conn, self._message.id, by),
        )
        for work in self._works:
            work.record(failed)
            work.save()
        to = PersonId(failed.recipient)
        tell_of_lost_digest(
            self._conn,
            self._desk.settings,
            those_who_see_to_it(self._desk, self._conn),
            failed,
            recipient=name_of(self._conn, to),
            cases=[work.case.no for work in self._works],
            at=now(self._conn),
        )

    def poke(self) -> None:
        """Tell those who listen of the cases, after the commit."""
        for work in self._works:
            self._desk.tell(work.case.no)

    def _in_hand(self, case_no: CaseNo) -> CaseAtWork | None:
        """Return a case under its lock; None where it is erased, or nobody can read it."""
        try:
            work = CaseAtWork(self._conn, cases.lock_case(self._conn, case_no), self._desk.settings)
        except RowUnreadable:
            log.exception("case %s hears nothing of message %s", case_no, self._message.id)
            return None
        return None if erasing.erased_at(self._conn, case_no) else work


def tell_administrator_of(
    desk: Desk, conn: Connection, message: MessageToSomebody, reply_code: int
) -> None:
    """A checkpoint that reaches nobody is an alarm; of any other letter its recipient never learns."""
    at = now(conn)
    told = administrators(desk, conn)
    if message.notice == CHECKPOINT:
        tell_administrator(conn, desk.settings, told, entries=message.seq, at=at)
        return
    send_elsewhere(conn, message.id, signer(desk.settings.journal_seed))
    name = name_of(conn, PersonId(message.recipient))
    tell_of_undelivered(
        conn, desk.settings, told, message, recipient=name, reply_code=reply_code, at=at
    )


def name_of(conn: Connection, person: PersonId) -> str:
    """Return what somebody is called; their id where the directory does not know them."""
    known = directory.some_persons(conn, (person,)).get(person)
    return known.name if known else person


def administrators(desk: Desk, conn: Connection) -> tuple[PersonId, ...]:
    """Return who looks after the system today."""
    seat = SeatKey(desk.regulation().administrator)
    return directory.holders(conn, seat, day_of(now(conn)))


def those_who_see_to_it(desk: Desk, conn: Connection) -> tuple[PersonId, ...]:
    """Return who is told of letters that do not arrive: the focal office and who looks after Doan."""
    office = SeatKey(desk.regulation().focal_office)
    of_office = directory.holders(conn, office, day_of(now(conn)))
    return tuple(dict.fromkeys((*of_office, *administrators(desk, conn))))


def note_unrendered(desk: Desk, row: OutboxRow, fault: Exception) -> None:
    """Journal that a letter went out as the plain standard text because its template is broken."""
    if row.case_no is None:
        log.error("message %s (%s) went out as plain text: %r", row.id, row.notice, fault)
        return
    with desk.noting(row.case_no) as work:
        work.record(
            e.MessageUnrendered(message=row.id, notice=row.notice, fault=type(fault).__name__)
        )


def note_amiss(desk: Desk, case_no: CaseNo, run_id: str, found: str) -> None:
    """Journal that the Prefect run of an open case was found amiss and is put right.

    Whoever finds it meanwhile finds the same fault and says nothing; once the run has been told of that,
    the next fault is another one, however alike. Of a cancelled one the office hears: somebody may take
    it for a withdrawal, and the case goes on.
    """
    cancelled = found == CANCELLED
    with desk.noting(case_no) as work:
        told = e.RunCancelled(run=run_id) if cancelled else e.RunRepaired(run=run_id, found=found)
        newest = journal.newest(work.conn, case_no)
        is_repaired = histories.of(work.conn, case_no).told_seq >= newest.seq
        if work.case.is_over or (newest.payload == told and not is_repaired):
            return
        work.record(told)
    if cancelled:
        desk.tell(case_no)

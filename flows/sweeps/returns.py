"""What becomes of a letter that came to the sender's mailbox: noted once, told to who sees to it.

One alone may take a step: an answer by reply, where the house takes such (`flows/acts/replying.py`).
None of the others decides anything, whatever it says and whoever is said to have written it.
"""

import hashlib
import logging
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection

from config.province_time import day_of
from flows.acts.desk import Desk
from flows.acts.programme.answering import answer_to_invitation
from flows.acts.replying import Reply, ReplyRefused, reply_in, take_reply
from flows.case.at_work import CaseAtWork
from flows.sweeps.troubles import (
    ABOUT_LETTERS,
    OfNoCase,
    administrators,
    step_asked,
    undelivered,
)
from models import entries as e
from models.ids import CaseNo, Digest, PersonId
from models.store import directory
from models.store.database.clock import now
from models.store.mail.gathered import carried_by
from models.store.mail.returned import (
    ReturnedLetter,
    ReturnKind,
    SentMessage,
    answered_on,
    case_of,
    has_answered_by_itself,
    is_known_by_name,
    is_noted,
    mark_bounced,
    message_of,
    note_returned,
)
from models.store.privacy import erasing
from notifications.returned.came import Came
from notifications.telling.of_no_case import (
    MessageToSomebody,
    tell_of_refused_reply,
    tell_of_unclaimed,
)

log = logging.getLogger("doan.returns")

# Anybody can write to a mailbox: beyond so many answers a day a case is told of no more.
MOST_ANSWERS_A_DAY = 20
_A_DAY = timedelta(days=1)
# What nobody need look at where it is about nothing known.
_OF_NO_MATTER = (ReturnKind.RECEIPT, ReturnKind.DELAYED, ReturnKind.AUTOMATIC)


@dataclass(frozen=True)
class _Tied:
    """A letter that came, and what it is about, as far as that is known."""

    came: Came
    digest: str
    message: SentMessage | None
    case_no: CaseNo | None
    person: PersonId | None
    reply: Reply | None = None

    @property
    def name(self) -> Digest | None:
        """Return by what an answer by reply is known again, whatever was written above it on its way."""
        if self.reply is None or not self.came.id:
            return None
        named = f"{self.reply.asked.case_no} {self.came.id.lower()}"
        return Digest(hashlib.sha256(named.encode()).hexdigest())

    def is_known(self, conn: Connection) -> bool:
        """Tell whether this very letter was noted, or the same answer by reply as another copy."""
        known_by_name = self.name is not None and is_known_by_name(conn, self.name)
        return known_by_name or is_noted(conn, self.digest)

    def note(self, conn: Connection, what: Digest | None = None) -> bool:
        """Note it, and where its words are kept; False where it was noted before."""
        letter = ReturnedLetter(
            kind=self.came.kind,
            read_at=now(conn),
            message=self.message.id if self.message else None,
            case_no=self.case_no,
            person=self.person,
            sender=self.came.sender or None,
            status=self.came.status,
            what=what,
            name=self.name,
        )
        return note_returned(conn, self.digest, letter)

    def note_once(self, conn: Connection) -> bool:
        """Note it unless it is known; False where it is."""
        return not self.is_known(conn) and self.note(conn)


def take_in(desk: Desk, came: Came, digest: str) -> None:
    """Note a letter by its digest and do what it calls for, in one transaction. Safe to repeat."""
    taken = answer_to_invitation(desk, came.calendar, sender=came.sender) if came.calendar else ()
    answered = taken[0].case_no if taken else None
    reply = reply_in(desk.settings, came, digest)
    with desk.store.reading() as conn:
        tied = _tied(conn, came, digest, answered, reply)
        if tied.is_known(conn):
            return
        is_erased = tied.case_no is not None and erasing.erased_at(conn, tied.case_no)
    if tied.case_no is None or is_erased:
        with desk.store.writing() as conn:
            told = _tell_of_none(desk, conn, tied) if tied.note(conn) else None
        if told:
            told.poke()
        return
    refused = take_reply(desk, reply, tied.note_once) if reply else None
    if reply and refused is None:
        return
    with desk.noting(tied.case_no) as work:
        # All who have it in hand wait here for each other.
        if not tied.is_known(work.conn):
            if reply and refused:
                _explain(desk, work, reply, refused)
            tied.note(work.conn, None if answered else _tell_of_case(desk, work, tied))
    desk.tell(tied.case_no)


def _tied(
    conn: Connection, came: Came, digest: str, answered: CaseNo | None, reply: Reply | None
) -> _Tied:
    message = message_of(conn, came.about)
    named = message.case_no if message else case_of(conn, came.about, came.case)
    case_no = reply.asked.case_no if reply else answered or named
    return _Tied(came, digest, message, case_no, _whose(conn, came, message), reply)


def _explain(desk: Desk, work: CaseAtWork, reply: Reply, why: ReplyRefused) -> None:
    """Tell whoever was asked why their answer changed nothing, at the mailbox they have.

    The letter is not answered where it says it came from: that may be anybody, and is not to be asked.
    """
    if answered_on(work.conn, work.case.no, work.now - _A_DAY) >= MOST_ANSWERS_A_DAY:
        return
    if not directory.some_persons(work.conn, (reply.asked.person,)):
        return
    tell_of_refused_reply(
        work.conn, desk.settings, reply.asked.person, why=why, key=reply.digest, at=work.now
    )


def _whose(conn: Connection, came: Came, message: SentMessage | None) -> PersonId | None:
    """Return whose mailbox a letter is from: who has it, or else who was written to.

    A letter that was forwarded is answered by somebody else than it went to.
    """
    is_persons = came.kind in (ReturnKind.REPLY, ReturnKind.ANSWER)
    if is_persons or message is None:
        known = directory.person_with(conn, came.sender) if came.sender else None
        return known.id if known else None
    return message.recipient


# --- of a case ---------------------------------------------------------------------------------------


def _tell_of_case(desk: Desk, work: CaseAtWork, tied: _Tied) -> Digest | None:
    """Journal what a letter means for its case, so who sees to it is told; return its words' digest."""
    came, message, person = tied.came, tied.message, tied.person
    if came.kind is ReturnKind.BOUNCED and message:
        _came_back(desk, work, message, came.status)
        return None
    if message and message.notice in ABOUT_LETTERS:
        log.info("message %s (%s) was answered: %s", message.id, message.notice, came.kind)
        return None
    if not _is_told(work, tied):
        return None
    what = work.keep_text(came.words or came.subject)
    notice, step = message.notice if message else "", _open_step(work, message)
    if came.kind is not ReturnKind.AUTOMATIC:
        work.record(e.MessageAnswered(notice=notice, person=person, what=what, step=step))
    elif person:
        work.record(e.MessageAutoAnswered(notice=notice, person=person, what=what, step=step))
    return what


def _is_told(work: CaseAtWork, tied: _Tied) -> bool:
    """Tell whether an answer is told: an automatic one once a day, and of all no more than so many."""
    since, case_no = work.now - _A_DAY, work.case.no
    if answered_on(work.conn, case_no, since) >= MOST_ANSWERS_A_DAY:
        return False
    if tied.came.kind is ReturnKind.AUTOMATIC:
        person = tied.person
        return person is not None and not has_answered_by_itself(work.conn, case_no, person, since)
    return tied.came.kind in (ReturnKind.REPLY, ReturnKind.ANSWER)


def _came_back(desk: Desk, work: CaseAtWork, message: SentMessage, status: str) -> None:
    if not mark_bounced(desk.house(work.conn), message.id, status):
        return
    if message.notice in ABOUT_LETTERS:
        log.error("message %s (%s) came back: %s", message.id, message.notice, status)
        return
    failed: list[tuple[MessageToSomebody, int | None]] = [
        (each, step_asked(each)) for each in carried_by(work.conn, message.id)
    ]
    for each, step in failed or [(message, message.step)]:
        work.record(undelivered(work, each, step=step, reply_code=0, status=status))


def _open_step(work: CaseAtWork, message: SentMessage | None) -> int | None:
    step = work.case.step(message.step) if message and message.step else None
    return step.number if step and step.is_open else None


# --- of no case --------------------------------------------------------------------------------------


def _tell_of_none(desk: Desk, conn: Connection, tied: _Tied) -> OfNoCase | None:
    """Tell who looks after the system what is about no case, once a day; what came back, each.

    Return the letter that came back, where it was told of.
    """
    came, message = tied.came, tied.message
    if message and came.kind is ReturnKind.BOUNCED:
        told = OfNoCase(desk, conn, message) if message.case_no is None else None
        is_news = mark_bounced(desk.house(conn), message.id, came.status)
        if told is None or not is_news or message.notice in ABOUT_LETTERS:
            return None
        told.tell(reply_code=0, status=came.status)
        return told
    if not (message or tied.case_no or came.kind in _OF_NO_MATTER):
        at = now(conn)
        tell_of_unclaimed(conn, desk.settings, administrators(desk, conn), day=day_of(at), at=at)
    return None

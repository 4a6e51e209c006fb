"""Letters that failed or wait, counted; and those that failed are queued again, as somebody asks.

One that was sent and came back has failed too.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import ColumnElement, Connection, func, select, update

from models import entries as e
from models.ids import CaseNo
from models.store.database.clock import now
from models.store.house.journal import HouseJournal
from models.store.house.post import POST, QUEUED, tell_of_post
from models.store.outbox import UNDELIVERED, WAITING, MessageState
from models.store.tables import outbox


@dataclass(frozen=True)
class LetterCounts:
    """How many letters wait to be sent and how many failed; `since` the oldest one waits."""

    waiting: int
    failed: int
    since: datetime | None


@dataclass(frozen=True)
class FailedLetter:
    """A letter that failed: what it was about, to whom, and when it was called for."""

    id: int
    case_no: CaseNo | None
    notice: str
    recipient: str
    queued_at: datetime


def letter_counts(conn: Connection, case_no: CaseNo | None = None) -> LetterCounts:
    """Count the letters of a case, or all."""
    waits, failed = outbox.c.state.in_(WAITING), outbox.c.state.in_(UNDELIVERED)
    counted = select(
        func.count().filter(waits),
        func.count().filter(failed),
        func.min(outbox.c.queued_at).filter(waits),
    )
    row = conn.execute(counted.where(waits | failed, _of(case_no))).one()
    return LetterCounts(*row)


def failed_letters(conn: Connection, case_no: CaseNo | None = None) -> tuple[FailedLetter, ...]:
    """Return the failed letters of a case, or all, that can still be sent: what they say is there."""
    columns = (
        outbox.c.id,
        outbox.c.case_no,
        outbox.c.notice,
        outbox.c.recipient,
        outbox.c.queued_at,
    )
    found = select(*columns).where(_can_be_sent(case_no)).order_by(outbox.c.id)
    return tuple(FailedLetter(*row) for row in conn.execute(found))


def send_again(house: HouseJournal, case_no: CaseNo | None = None) -> int:
    """Queue the failed letters of a case, or all, again; return how many.

    Each is written anew, to the mailbox its person has now. The post's journal tells first how it had
    failed, then that it is sent again, and who asked for that.
    """
    conn = house.conn
    tell_of_post(house)
    these = tuple(letter.id for letter in failed_letters(conn, case_no))
    if not these:
        return 0
    replace(house, chain=POST).record(e.MessagesSentAgain(messages=these))
    nothing = ("address", "content", "letter_seal", "trouble", "sent_at", "accepted_as")
    anew = {**dict.fromkeys(nothing), "tries": 0}
    conn.execute(
        update(outbox)
        .where(outbox.c.id.in_(these))
        .values(state=MessageState.QUEUED, next_try_at=now(conn), told=QUEUED, **anew)
    )
    return len(these)


def _of(case_no: CaseNo | None) -> ColumnElement[bool]:
    return outbox.c.case_no == case_no if case_no else outbox.c.id.is_not(None)


def _can_be_sent(case_no: CaseNo | None) -> ColumnElement[bool]:
    """Match failed letters; of one that is erased nothing is left to send."""
    return outbox.c.state.in_(UNDELIVERED) & outbox.c.seal.is_not(None) & _of(case_no)


def cases_with_failed(conn: Connection, *, most: int = 20) -> tuple[tuple[CaseNo, int], ...]:
    """Return the cases of which letters failed, each with how many; the newest cases first."""
    counted = (
        select(outbox.c.case_no, func.count())
        .where(_can_be_sent(None), outbox.c.case_no.is_not(None))
        .group_by(outbox.c.case_no)
        .order_by(func.max(outbox.c.id).desc())
        .limit(most)
    )
    return tuple((CaseNo(no), count) for no, count in conn.execute(counted))

"""Letters that failed or wait, counted; and those that failed are queued again, as somebody asks.

One that was sent and came back has failed too.
"""

from dataclasses import dataclass, replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    bindparam,
    func,
    literal_column,
    select,
    update,
)

from models import entries as e
from models.ids import CaseNo
from models.store.database.clock import now
from models.store.house.journal import HouseJournal
from models.store.house.post import POST, QUEUED, tell_of_post
from models.store.outbox import UNDELIVERED, WAITING, MessageState
from models.store.tables import NOT_ARRIVED, outbox


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
    of_one = conn.execute(_COUNTED_OF_CASE, {"of": case_no}) if case_no else conn.execute(_COUNTED)
    return LetterCounts(*of_one.one())


# Put together once: that costs more than the database needs to answer them.
_WAITS, _FAILED = outbox.c.state.in_(WAITING), outbox.c.state.in_(UNDELIVERED)
_HAS_NOT_ARRIVED: ColumnElement[bool] = literal_column(f"outbox.{NOT_ARRIVED}")
_COUNTED = select(
    func.count().filter(_WAITS),
    func.count().filter(_FAILED),
    func.min(outbox.c.queued_at).filter(_WAITS),
).where(_HAS_NOT_ARRIVED, _WAITS | _FAILED)
_COUNTED_OF_CASE = _COUNTED.where(outbox.c.case_no == bindparam("of"))


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
    """Match the letters of a case, those of the day among them that tell of it; or all."""
    if case_no is None:
        return outbox.c.id.is_not(None)
    told = outbox.alias("told")
    carries = select(told.c.carried_by).where(
        told.c.case_no == case_no, told.c.carried_by.is_not(None)
    )
    return (outbox.c.case_no == case_no) | outbox.c.id.in_(carries)


def _can_be_sent(case_no: CaseNo | None) -> ColumnElement[bool]:
    """Match failed letters; of one that is erased nothing is left to send."""
    return _HAS_NOT_ARRIVED & _FAILED & outbox.c.seal.is_not(None) & _of(case_no)


def cases_with_failed(conn: Connection, *, most: int = 20) -> tuple[tuple[CaseNo, int], ...]:
    """Return the cases of which letters failed, each with how many; the newest cases first.

    A letter that tells of several cases is one of each.
    """
    found = conn.execute(_WITH_FAILED, {"most": most})
    return tuple((CaseNo(no), count) for no, count in found)


_TOLD = outbox.alias("told")
_WITH_FAILED = (
    select(_TOLD.c.case_no, func.count(outbox.c.id.distinct()))
    .join_from(outbox, _TOLD, (_TOLD.c.id == outbox.c.id) | (_TOLD.c.carried_by == outbox.c.id))
    .where(_can_be_sent(None), _TOLD.c.case_no.is_not(None))
    .group_by(_TOLD.c.case_no)
    .order_by(func.max(outbox.c.id).desc())
    .limit(bindparam("most", type_=Integer))
)

"""The outbox: every message from its event to its delivery, frozen before the first sending.

Rows come in with the transaction of their event. Who sends one holds it by a lease, by machine
time: the clock of a demo folder, which people may move, ends none. When to try again goes by `now`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    bindparam,
    exists,
    func,
    select,
    update,
)

from models.ids import CaseNo
from models.store.database.clock import machine_clock, peoples_clock
from models.store.database.engine import insert_new
from models.store.database.leases import is_free
from models.store.tables import outbox


class MessageState(StrEnum):
    """Where a message stands. Stored: the names never change."""

    QUEUED = "queued"
    RENDERED = "rendered"
    SENT = "sent"
    FAILED = "failed"


WAITING = (MessageState.QUEUED, MessageState.RENDERED)
_LONGEST_TROUBLE = 300
# Nobody has a message in hand for longer.
_LONGEST_LEASE_SECONDS = 3600


@dataclass(frozen=True)
class NewMessage:
    """A message as its event calls for it. Only a checkpoint of the whole journal has no case.

    One that `asks` calls for a step to be taken, all others only tell.
    """

    case_no: CaseNo | None
    seq: int
    notice: str
    recipient: str
    facts: dict[str, Any]
    message_id: str
    asks: bool = False


@dataclass(frozen=True, kw_only=True)
class OutboxRow(NewMessage):
    """A message to one person. `content` are the bytes that are sent, the same at every try."""

    id: int
    state: MessageState
    address: str | None
    content: bytes | None
    queued_at: datetime
    next_try_at: datetime
    tries: int
    sent_at: datetime | None
    trouble: str | None


def queue(conn: Connection, messages: Iterable[NewMessage], *, at: datetime) -> None:
    """Put messages into the outbox, to be sent at once.

    Repeat-safe: keyed by their Message-ID, which names case, entry, notice and recipient; the first
    one stands.
    """
    waits = {"state": MessageState.QUEUED, "queued_at": at, "next_try_at": at, "tries": 0}
    insert_new(conn, outbox, [{**vars(message), **waits} for message in messages])


def lease(conn: Connection, *, limit: int, seconds: float) -> list[OutboxRow]:
    """Take messages whose time has come in hand for some seconds; nobody else gets them meanwhile.

    What one person is told of one case goes out in the order it happened: a message waits until
    those before it are sent or have failed. Else those who are asked to act come first.
    """
    taken = conn.execute(_LEASE, {"most": limit, "seconds": seconds})
    # The order in which rows are returned is nobody's promise.
    return [_row(row) for row in sorted(taken, key=lambda row: (not row.asks, row.id))]


def next_try(conn: Connection) -> datetime | None:
    """Return when the next message that nobody has in hand is to be tried; None without any."""
    moment: datetime | None = conn.execute(_NEXT_TRY).scalar()
    return moment


def freeze(conn: Connection, message: int, address: str, content: bytes) -> bool:
    """Keep the bytes of a message and the address they go to; from now on they do not change.

    Returns False when they were frozen before, by somebody whose lease had run out.
    """
    values = {"this": message, "address": address, "content": content}
    frozen = conn.execute(_FREEZE, values)
    return frozen.rowcount == 1


def mark_sent(conn: Connection, message: int) -> None:
    """Note that the mail server has accepted a message just now."""
    conn.execute(_MARK_SENT, {"this": message})


def put_off(conn: Connection, message: int, next_try_at: datetime, trouble: str) -> None:
    """Give a message back, to be tried again at a later moment."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id == message, outbox.c.state.in_(WAITING))
        .values(next_try_at=next_try_at, leased_until=None, trouble=trouble[:_LONGEST_TROUBLE])
    )


def mark_failed(conn: Connection, message: int, trouble: str) -> None:
    """Note that a message will not be delivered and is tried no more."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id == message, outbox.c.state.in_(WAITING))
        .values(state=MessageState.FAILED, leased_until=None, trouble=trouble[:_LONGEST_TROUBLE])
    )


def oldest_waiting(conn: Connection) -> datetime | None:
    """Return since when the message waits that has waited longest; None when all are dealt with."""
    moment: datetime | None = conn.execute(
        select(func.min(outbox.c.queued_at)).where(outbox.c.state.in_(WAITING))
    ).scalar()
    return moment


def messages_of(conn: Connection, case_no: CaseNo) -> tuple[OutboxRow, ...]:
    """Return all messages of a case in their order."""
    rows = conn.execute(select(outbox).where(outbox.c.case_no == case_no).order_by(outbox.c.id))
    return tuple(_row(row) for row in rows)


def _is_first() -> ColumnElement[bool]:
    """Match messages in nobody's hand, each the first waiting one of its case and recipient."""
    earlier = outbox.alias("earlier")
    latest = machine_clock(_LONGEST_LEASE_SECONDS)
    return (
        outbox.c.state.in_(WAITING)
        & is_free(outbox.c.leased_until, machine_clock(), latest)
        & ~exists().where(
            earlier.c.case_no == outbox.c.case_no,
            earlier.c.recipient == outbox.c.recipient,
            earlier.c.state.in_(WAITING),
            earlier.c.id < outbox.c.id,
        )
    )


# Put together once: that costs more than the database needs to answer them.
_WANTED = (
    select(outbox.c.id)
    .where(_is_first(), outbox.c.next_try_at <= peoples_clock)
    .order_by(outbox.c.asks.desc(), outbox.c.id)
    .limit(bindparam("most", type_=Integer))
)
_LEASE = (
    update(outbox)
    .where(outbox.c.id.in_(_WANTED.with_for_update(skip_locked=True)))
    .values(leased_until=machine_clock(bindparam("seconds")), tries=outbox.c.tries + 1)
    .returning(outbox)
)
_FREEZE = (
    update(outbox)
    .where(outbox.c.id == bindparam("this"), outbox.c.state == MessageState.QUEUED)
    .values(state=MessageState.RENDERED)
    .values(address=bindparam("address"), content=bindparam("content"))
)
_MARK_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(state=MessageState.SENT, sent_at=peoples_clock, leased_until=None, trouble=None)
)
_NEXT_TRY = select(outbox.c.next_try_at).where(_is_first()).order_by(outbox.c.next_try_at).limit(1)

_FIELDS = [field.name for field in fields(OutboxRow)]


def _row(row: Row[Any]) -> OutboxRow:
    values = {name: getattr(row, name) for name in _FIELDS}
    return OutboxRow(**{**values, "state": MessageState(row.state)})

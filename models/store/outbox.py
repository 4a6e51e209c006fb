"""The outbox: every message from its event to its delivery, frozen before the first sending.

Rows come in with the transaction of their event. Who sends one holds it by a lease, by machine
time: the clock of a demo folder, which people may move, ends none. When to try again goes by `now`.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, Row, bindparam, func, select, update

from models.ids import CaseNo
from models.journal.entry import canonical
from models.journal.signing import Signer
from models.store.amiss.unreadable import whole
from models.store.database.clock import machine_clock, peoples_clock
from models.store.database.engine import insert_new
from models.store.mail import kept
from models.store.mail.turns import TAKE, pick, waits
from models.store.tables import outbox


class MessageState(StrEnum):
    """Where a message stands. Stored: the names never change."""

    QUEUED = "queued"
    RENDERED = "rendered"
    SENT = "sent"
    FAILED = "failed"
    # It was sent, and came back.
    BOUNCED = "bounced"
    # It waits for the letter of the day that will carry it; that letter does.
    GATHERED = "gathered"
    CARRIED = "carried"
    # It waited for a letter of the day when what it was about was erased: it is told to nobody.
    ERASED = "erased"


WAITING = (MessageState.QUEUED, MessageState.RENDERED)
UNDELIVERED = (MessageState.FAILED, MessageState.BOUNCED)
_LONGEST_TROUBLE = _LONGEST_SAID = 300
_NOTHING_SAID: Mapping[int, str] = MappingProxyType({})
_SEALED = ("case_no", "seq", "notice", "recipient", "facts", "message_id", "asks")


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

    def to_seal(self) -> bytes:
        """Return what the seal of a message is of: all that its event called for."""
        return canonical({name: getattr(self, name) for name in _SEALED}).encode()


@dataclass(frozen=True, kw_only=True)
class OutboxRow(NewMessage):
    """A message to one person. `content` are the bytes that are sent, the same at every try.

    None before they are written, and when of an old letter the digest alone is kept.
    """

    id: int
    state: MessageState
    address: str | None
    content: bytes | None
    queued_at: datetime
    next_try_at: datetime
    tries: int
    sent_at: datetime | None
    trouble: str | None
    seal: str | None
    letter_seal: str | None
    carried_by: int | None = None
    accepted_as: str | None = None


def queue(
    conn: Connection,
    messages: Iterable[NewMessage],
    signer: Signer,
    *,
    at: datetime,
    state: MessageState = MessageState.QUEUED,
    next_try_at: datetime | None = None,
) -> None:
    """Put messages into the outbox, sealed, to be sent at once or as `mail.gathered` has it.

    Repeat-safe: keyed by their Message-ID, which names case, entry, notice and recipient; the first
    one stands.
    """
    waits = {"state": state, "queued_at": at, "next_try_at": next_try_at or at, "tries": 0}
    rows = [
        {**vars(message), **waits, "seal": signer.seal(message.to_seal())} for message in messages
    ]
    insert_new(conn, outbox, rows)


def waiting(conn: Connection) -> list[OutboxRow]:
    """Return the messages that wait to be sent, whoever has them in hand."""
    found = select(outbox).where(waits()).order_by(outbox.c.id)
    return [read_row(row) for row in conn.execute(found).all()]


def seal_waiting(conn: Connection, signer: Signer) -> None:
    """Seal the messages that wait as they lie there; of those that were told of, it is told anew."""
    for message in waiting(conn):
        _seal(conn, message, signer)


def _seal(conn: Connection, message: OutboxRow, signer: Signer) -> None:
    this = outbox.c.id == message.id
    sealed = {"seal": signer.seal(message.to_seal()), "told": 0, "letter_seal": None}
    if message.address and message.content:
        letter = letter_to_seal(message.id, message.address, message.content)
        sealed["letter_seal"] = signer.seal(letter)
    conn.execute(update(outbox).where(this).values(**sealed))


def lease(
    conn: Connection, *, limit: int, seconds: float, rather_others_than: Collection[int] = ()
) -> list[OutboxRow]:
    """Take messages whose turn it is (`mail.turns`) in hand for some seconds; nobody else gets them
    meanwhile.
    """
    these = pick(conn, limit=limit, rather_others_than=rather_others_than)
    return take(conn, these, seconds=seconds)


def take(
    conn: Connection,
    messages: Sequence[int],
    *,
    seconds: float,
    broken: dict[int, Exception] | None = None,
) -> list[OutboxRow]:
    """Take those of the messages in hand whose turn it still is, in their order; one statement.

    Those nobody can read are taken too, and are `broken`, by their ids.
    """
    if not messages:
        return []
    taken = conn.execute(TAKE, {"these": messages, "seconds": seconds})
    # The order in which rows are returned is nobody's promise.
    return sorted(read_rows(taken, broken), key=lambda row: messages.index(row.id))


def renew(conn: Connection, messages: Collection[int], seconds: float) -> set[int]:
    """Keep messages in hand for some seconds more; return those for which it was not too late."""
    return set(conn.execute(_RENEW, {"these": messages, "seconds": seconds}).scalars())


def release(conn: Connection, messages: Collection[int]) -> None:
    """Give messages back that nobody has tried to send."""
    conn.execute(_RELEASE, {"these": messages})


def give_back(conn: Connection, message: int, trouble: str) -> None:
    """Give a message back as it was taken: that it was not sent is no fault of its own."""
    conn.execute(_GIVE_BACK, {"this": message, "said": trouble[:_LONGEST_TROUBLE]})


def hasten(conn: Connection, messages: Collection[int]) -> None:
    """Let messages that were put off be tried at once."""
    these = outbox.c.id.in_(messages) & _IF_WAITS
    conn.execute(update(outbox).where(these).values(next_try_at=peoples_clock))


def freeze(conn: Connection, message: int, address: str, content: bytes, signer: Signer) -> bool:
    """Keep the bytes of a message and the address they go to, sealed: from now on they do not change.

    Returns False when they were frozen before, by somebody whose lease had run out.
    """
    return bool(freeze_all(conn, {message: (address, content)}, signer))


def freeze_all(
    conn: Connection, letters: Mapping[int, tuple[str, bytes]], signer: Signer
) -> set[int]:
    """Keep the address and the bytes of several messages; return those nobody had frozen before."""
    values = [
        {
            "this": message,
            "address": address,
            "content": content,
            "sealed": signer.seal(letter_to_seal(message, address, content)),
        }
        for message, (address, content) in letters.items()
    ]
    if conn.execute(_FREEZE, values).rowcount == len(letters):
        return set(letters)
    seals = [each["sealed"] for each in values]
    ours = select(outbox.c.id).where(outbox.c.id.in_(letters), outbox.c.letter_seal.in_(seals))
    return set(conn.execute(ours).scalars())


def letter_to_seal(message: int, address: str, content: bytes) -> bytes:
    """Return what the seal of a letter is of: which message it is, where it goes, its bytes."""
    return f"{message}\n{address}\n".encode() + content


def mark_sent(conn: Connection, *messages: int, said: Mapping[int, str] = _NOTHING_SAID) -> None:
    """Note that the mail server has accepted messages just now, and what it `said` of each."""
    values = [
        {"this": message, "accepted_as": _one_line(said.get(message, ""))} for message in messages
    ]
    conn.execute(_MARK_SENT, values)


def _one_line(said: str) -> str | None:
    """Return what a server said as one line of what can be read; None where it said nothing."""
    readable = "".join(letter if letter.isprintable() else " " for letter in said)
    return " ".join(readable.split())[:_LONGEST_SAID] or None


def put_off(conn: Connection, message: int, next_try_at: datetime, trouble: str) -> None:
    """Give a message back, to be tried again at a later moment."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id == message, waits())
        .values(next_try_at=next_try_at, leased_until=None, trouble=trouble[:_LONGEST_TROUBLE])
    )


def mark_failed(conn: Connection, message: int, trouble: str) -> None:
    """Note that a message will not be delivered and is tried no more."""
    conn.execute(
        update(outbox)
        .where(outbox.c.id == message, waits())
        .values(state=MessageState.FAILED, leased_until=None, trouble=trouble[:_LONGEST_TROUBLE])
    )


def states_of(conn: Connection, message_ids: Collection[str]) -> dict[str, MessageState]:
    """Return where the messages of some Message-IDs stand; those that are none are left out."""
    found = select(outbox.c.message_id, outbox.c.state).where(outbox.c.message_id.in_(message_ids))
    return {row.message_id: MessageState(row.state) for row in conn.execute(found)}


def notice_of(conn: Connection, message: int) -> str:
    """Return what a message is, whatever else of its row can be read; empty where there is none."""
    return conn.execute(select(outbox.c.notice).where(outbox.c.id == message)).scalar() or ""


def oldest_waiting(conn: Connection) -> datetime | None:
    """Return since when the message waits that has waited longest; None when all are dealt with."""
    moment: datetime | None = conn.execute(
        select(func.min(outbox.c.queued_at)).where(waits())
    ).scalar()
    return moment


def messages_of(conn: Connection, case_no: CaseNo) -> tuple[OutboxRow, ...]:
    """Return all messages of a case in their order."""
    rows = conn.execute(select(outbox).where(outbox.c.case_no == case_no).order_by(outbox.c.id))
    return tuple(read_row(row) for row in rows)


# Put together once: that costs more than the database needs to answer them.
_THESE = outbox.c.id.in_(bindparam("these", expanding=True))
_RENEW = (
    update(outbox)
    .where(_THESE, outbox.c.leased_until > machine_clock())
    .values(leased_until=machine_clock(bindparam("seconds")))
    .returning(outbox.c.id)
)
# As a value: else SQLite looks for some few among all that wait.
_IF_WAITS = waits().is_(True)
_RELEASE = (
    update(outbox).where(_THESE, _IF_WAITS).values(leased_until=None, tries=outbox.c.tries - 1)
)
_GIVE_BACK = (
    update(outbox)
    .where(outbox.c.id == bindparam("this"), waits())
    .values(leased_until=None, tries=outbox.c.tries - 1, trouble=bindparam("said"))
)
_FREEZE = (
    update(outbox)
    .where(outbox.c.id == bindparam("this"), outbox.c.state == MessageState.QUEUED)
    .values(state=MessageState.RENDERED)
    .values(address=bindparam("address"), content=bindparam("content"))
    .values(letter_seal=bindparam("sealed"))
)
_MARK_SENT = (
    update(outbox)
    .where(outbox.c.id == bindparam("this"))
    .values(state=MessageState.SENT, sent_at=peoples_clock, leased_until=None, trouble=None)
    .values(accepted_as=bindparam("accepted_as"))
)
_FIELDS = [field.name for field in fields(OutboxRow)]


def read_rows(
    rows: Iterable[Row[Any]], broken: dict[int, Exception] | None = None
) -> Iterator[OutboxRow]:
    """Yield rows of the outbox as they were read; those nobody can read are `broken`, by their ids."""
    for row in rows:
        try:
            yield read_row(whole(row))
        except ValueError as fault:
            if broken is not None:
                broken[row.id] = fault


def read_row(row: Row[Any]) -> OutboxRow:
    """Return a row of the outbox as it was read."""
    values = {name: getattr(row, name) for name in _FIELDS}
    content = kept.whole(row.content)
    return OutboxRow(**{**values, "state": MessageState(row.state), "content": content})

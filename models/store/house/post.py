"""The post's journal: what the outbox holds, told in a chain of its own by whoever sweeps.

A letter proves that somebody was told. Its row is mutable, so of each is told twice: soon after it was
queued, and once it is settled. The digests are under the row's own seal, which is erased with it.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, literal_column, select, update

from models import entries as e
from models.ids import CaseNo, Digest
from models.journal.entry import sealed_json
from models.store.amiss.unreadable import whole
from models.store.house.journal import By, HouseJournal
from models.store.mail.kept import digest_of
from models.store.outbox import MessageState
from models.store.tables import UNTOLD, outbox

POST = CaseNo("post")
QUEUED, SETTLED = 1, 2
_MOST_AT_ONCE = 500
# Of the 64 hex digits of an HMAC-SHA256 half are told: 128 bits, which nobody can meet with another
# message. Entries of earlier days tell all of them; `models.store.verify.post` takes both.
_DIGITS = 32
_IS_UNTOLD: ColumnElement[bool] = literal_column(f"outbox.{UNTOLD}")
_OVER = (MessageState.SENT, MessageState.FAILED, MessageState.CARRIED, MessageState.ERASED)


def tell_of_post(house: HouseJournal) -> dict[int, Exception]:
    """Tell of messages nobody has told of yet, in the post's journal. Safe to repeat.

    Return those that nobody can read, by their ids: they keep none of the others from being told of.
    """
    broken: dict[int, Exception] = {}
    conn, journal = house.conn, replace(house, by=By(), chain=POST)
    for rank, payload, digest, which in (
        (QUEUED, e.MessagesQueued, digest_of_queued, outbox.c.told < QUEUED),
        (SETTLED, e.MessagesSettled, digest_of_settled, outbox.c.state.in_(_OVER)),
    ):
        wanted = select(outbox).where(_IS_UNTOLD, which).order_by(outbox.c.id).limit(_MOST_AT_ONCE)
        last = 0
        while rows := conn.execute(wanted.where(outbox.c.id > last).with_for_update()).all():
            last = rows[-1].id
            told = tuple(_told(rows, digest, broken))
            if not told:
                continue
            journal.record(payload(messages=told))
            these = outbox.c.id.in_([each.message for each in told])
            conn.execute(update(outbox).where(these).values(told=rank))
    return broken


def _told(
    rows: Sequence[Row[Any]], digest: Callable[[Row[Any]], Digest], broken: dict[int, Exception]
) -> Iterator[e.ToldOfPost]:
    for row in rows:
        try:
            yield e.ToldOfPost(row.id, digest(whole(row)))
        except (AttributeError, TypeError, ValueError) as fault:
            broken[row.id] = fault


def digest_of_queued(row: Row[Any]) -> Digest:
    """Return the digest of a message as its event called for it."""
    names = ("id", "case_no", "seq", "notice", "recipient", "asks", "facts", "message_id")
    said = {name: getattr(row, name) for name in names}
    return _sealed(row, {**said, "queued_at": _moment(row.queued_at)})


def digest_of_settled(row: Row[Any]) -> Digest:
    """Return the digest of a message as it was sent, given up, or went over into another letter."""
    content = digest_of(row.content) if row.content is not None else None
    names = ("id", "state", "address", "tries", "trouble", "letter_seal")
    said = {name: getattr(row, name) for name in names}
    # Of most messages there is no such letter, and of those of earlier days nothing was said of it.
    if row.carried_by is not None:
        said["carried_by"] = row.carried_by
    if row.accepted_as is not None:
        said["accepted_as"] = row.accepted_as
    moments = {name: _moment(getattr(row, name)) for name in ("sent_at", "next_try_at")}
    return _sealed(row, {**said, **moments, "content": content})


def _sealed(row: Row[Any], said: dict[str, Any]) -> Digest:
    return Digest(sealed_json((row.seal or "").encode(), said)[:_DIGITS])


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

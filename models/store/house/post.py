"""The post's journal: what the outbox holds, told in a chain of its own by whoever sweeps.

A letter proves that somebody was told. Its row is mutable, so of each is told twice: soon after it was
queued, and once it is settled. The digests are under the row's own seal, which is erased with it.
"""

from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update

from models import entries as e
from models.ids import CaseNo, Digest
from models.journal.entry import sealed_json
from models.store.house.journal import By, HouseJournal
from models.store.mail.kept import digest_of
from models.store.outbox import MessageState
from models.store.tables import outbox

POST = CaseNo("post")
QUEUED, SETTLED = 1, 2
_MOST_AT_ONCE = 500
_OVER = (MessageState.SENT, MessageState.FAILED, MessageState.CARRIED)


def tell_of_post(house: HouseJournal) -> None:
    """Tell of messages nobody has told of yet, in the post's journal. Safe to repeat."""
    conn, journal = house.conn, replace(house, by=By(), chain=POST)
    for rank, payload, digest, which in (
        (QUEUED, e.MessagesQueued, digest_of_queued, outbox.c.told < QUEUED),
        (
            SETTLED,
            e.MessagesSettled,
            digest_of_settled,
            (outbox.c.told < SETTLED) & outbox.c.state.in_(_OVER),
        ),
    ):
        wanted = select(outbox).where(which).order_by(outbox.c.id).limit(_MOST_AT_ONCE)
        while rows := conn.execute(wanted.with_for_update()).all():
            journal.record(
                payload(messages=tuple(e.ToldOfPost(row.id, digest(row)) for row in rows))
            )
            these = outbox.c.id.in_([row.id for row in rows])
            conn.execute(update(outbox).where(these).values(told=rank))


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
    moments = {name: _moment(getattr(row, name)) for name in ("sent_at", "next_try_at")}
    return _sealed(row, {**said, **moments, "content": content})


def _sealed(row: Row[Any], said: dict[str, Any]) -> Digest:
    return sealed_json((row.seal or "").encode(), said)


def _moment(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None

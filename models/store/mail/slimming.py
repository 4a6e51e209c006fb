"""Letters that were sent grow slim: their bytes are pressed, of old ones only the digest stays.

What the message was about, to whom it went and when stays in its row, and the post's journal holds.
"""

import logging
import zlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime

from sqlalchemy import (
    ColumnElement,
    Connection,
    bindparam,
    func,
    select,
    update,
)

from models import entries as e
from models.case import OVER
from models.ids import CaseNo
from models.store.house.journal import By, HouseJournal
from models.store.house.post import POST, SETTLED
from models.store.mail.close_together import lay_close_together
from models.store.mail.kept import DIGEST, digest_alone, pressed
from models.store.outbox import MessageState
from models.store.tables import PRESSED, cases, outbox

log = logging.getLogger("doan.growth")

_KEEP = update(outbox).where(outbox.c.id == bindparam("this")).values(content=bindparam("kept_as"))


def press(conn: Connection, *, before: datetime, after: int, most: int) -> int:
    """Press letters that were sent before a moment; return the last one looked at, 0 at the end.

    `after`: those of higher numbers alone. Nothing of them changes but the room they take.
    """
    sent = _sent(before, after) & ~_begins(PRESSED) & ~_begins(DIGEST)
    found = _contents(conn, sent, most)
    pressings = {this: pressed(content) for this, content in found.items()}
    smaller = {this: kept for this, kept in pressings.items() if kept is not found[this]}
    if smaller:
        _keep(conn, smaller)
        lay_close_together(conn, tuple(smaller))
    return max(found, default=0)


def leave_digests(
    house: HouseJournal,
    *,
    before: datetime,
    held: Sequence[CaseNo],
    after: int,
    most: int,
) -> int:
    """Keep of letters sent before a moment their digest alone; return the last one, 0 at the end.

    Those of cases under way stay, for calendars may have to be written to anew as they were before; so
    do those of cases that are held. The post's journal tells of it.
    """
    of_others = outbox.c.case_no.is_(None) | (
        outbox.c.case_no.in_(select(cases.c.no).where(cases.c.status.in_(OVER)))
        & outbox.c.case_no.not_in(held)
    )
    found = _contents(house.conn, _sent(before, after) & of_others & ~_begins(DIGEST), most)
    if digests := dict(_digests(found)):
        told = e.MessagesSlimmed(messages=tuple(digests))
        replace(house, by=By(), chain=POST).record(told)
        _keep(house.conn, digests)
        lay_close_together(house.conn, tuple(digests))
    return max(found, default=0)


def _digests(found: Mapping[int, bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield what is left of letters; damaged bytes stay as they are, for the auditor to find."""
    for this, kept in found.items():
        try:
            yield this, digest_alone(kept)
        except zlib.error:
            log.error("the bytes of message %s are damaged", this, extra={"letter": this})


def _sent(before: datetime, after: int) -> ColumnElement[bool]:
    """Match what was sent before a moment, is told of, and has its bytes."""
    told = (outbox.c.told == SETTLED) & (outbox.c.state == MessageState.SENT)
    there = outbox.c.content.is_not(None) & outbox.c.seal.is_not(None)
    return told & there & (outbox.c.sent_at < before) & (outbox.c.id > after)


def _begins(mark: bytes) -> ColumnElement[bool]:
    return func.substr(outbox.c.content, 1, len(mark)) == mark


def _contents(conn: Connection, which: ColumnElement[bool], most: int) -> dict[int, bytes]:
    wanted = select(outbox.c.id, outbox.c.content).where(which).order_by(outbox.c.id).limit(most)
    return {row.id: row.content for row in conn.execute(wanted.with_for_update())}


def _keep(conn: Connection, kept: Mapping[int, bytes]) -> None:
    if kept:
        conn.execute(_KEEP, [{"this": this, "kept_as": content} for this, content in kept.items()])

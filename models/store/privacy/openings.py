"""Who opened what of a case, counted by the day; sealed in the house's journal each hour.

No part of the case. What is counted just now stands in batch 0; whoever sweeps gives what is there a
batch of its own and tells its digest in the house's journal: from then on no look can be changed, added
or taken away unseen. What is forgotten goes by whole batches, and that is told too.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, func, select, update

from models import entries as e
from models.ids import CaseNo, PersonId
from models.journal.entry import canonical
from models.store.database import leases
from models.store.database.clock import now, today
from models.store.database.engine import count_up
from models.store.house.journal import HouseJournal
from models.store.tables import openings

SEALED_EVERY = timedelta(hours=1)
_LEASE = "looks"
# What is not sealed yet.
_OPEN = 0


class Opened(StrEnum):
    """What somebody opened. Stored: the names never change."""

    CASE = "case"
    STEP = "step"
    PROGRAMME = "programme"
    RECEPTION = "reception"
    FORM = "form"
    FILE = "file"
    TIMELINE = "timeline"


@dataclass(frozen=True)
class Opening:
    """Somebody opens something; `which` is the step's number or the file's digest."""

    case_no: CaseNo
    person: PersonId
    what: Opened
    which: str = ""


@dataclass(frozen=True)
class OpenedOn:
    """What somebody opened on a day: so many times, the last time at a moment.

    `batch` is that under which it is sealed, 0 before it is; of a day there may be several.
    """

    opening: Opening
    day: date
    times: int
    last_at: datetime
    batch: int = _OPEN


def count(conn: Connection, opened: Mapping[Opening, int]) -> None:
    """Count what was opened just now."""
    at, day = now(conn), today(conn)
    for opening, times in opened.items():
        key = {**vars(opening), "day": day, "batch": _OPEN}
        count_up(conn, openings, "times", key, add=times, last_at=at)


def of_case(conn: Connection, case_no: CaseNo) -> tuple[OpenedOn, ...]:
    """Return who opened what of a case, the newest first."""
    return tuple(opened_on(row) for row in conn.execute(_OF_CASE, {"of": case_no}))


# Put together once: that costs more than the database needs to answer it.
_OF_CASE = (
    select(openings)
    .where(openings.c.case_no == bindparam("of"))
    .order_by(openings.c.last_at.desc(), openings.c.person)
)


def seal_if_due(house: HouseJournal) -> None:
    """Seal what was opened since the last time, once an hour; each look waits no longer for it."""
    conn = house.conn
    waits = select(openings.c.case_no).where(openings.c.batch == _OPEN).limit(1)
    if conn.execute(waits).first() and leases.take(conn, _LEASE, SEALED_EVERY):
        seal(house)


def seal(house: HouseJournal) -> None:
    """Give what is not sealed yet a batch of its own, and tell its digest in the house's journal."""
    conn = house.conn
    # Of two who seal, the second waits here and finds nothing left.
    house.wait()
    batch = 1 + conn.execute(select(func.coalesce(func.max(openings.c.batch), 0))).scalar_one()
    if not conn.execute(
        update(openings).where(openings.c.batch == _OPEN).values(batch=batch)
    ).rowcount:
        return
    rows = conn.execute(select(openings).where(openings.c.batch == batch)).all()
    house.record(e.LooksSealed(batch=batch, rows=len(rows), digest=_digest_of(rows)))


def forget_before(house: HouseJournal, moment: datetime) -> None:
    """Forget what was opened before a moment: batches of which nothing is younger, and tell of it.

    What was never sealed, as in a copy that is silent, goes by itself.
    """
    conn = house.conn
    old = openings.c.last_at < moment
    conn.execute(delete(openings).where(old, openings.c.batch == _OPEN))
    sealed = openings.c.batch > _OPEN
    younger = select(func.min(openings.c.batch)).where(sealed, ~old)
    first_kept = conn.execute(younger).scalar()
    through = first_kept - 1 if first_kept else None
    gone = sealed & (openings.c.batch <= through) if through is not None else sealed
    last = conn.execute(select(func.max(openings.c.batch)).where(gone)).scalar()
    if last:
        conn.execute(delete(openings).where(gone))
        house.record(e.LooksForgotten(through=last))


def _digest_of(rows: Sequence[Row[Any]]) -> str:
    """Return the digest of a batch: over its looks in one order, in canonical JSON."""
    said = sorted(
        [
            *(row.case_no, row.person, row.what, row.which),
            *(_plain(row.day), row.times, _plain(row.last_at)),
        ]
        for row in rows
    )
    return hashlib.sha256(canonical(said).encode()).hexdigest()


def _plain(value: Any) -> str:
    """Return a day or moment as it is sealed; a damaged one keeps no other look from being sealed."""
    return str(value.isoformat()) if isinstance(value, date) else repr(value)


def opened_on(row: Row[Any]) -> OpenedOn:
    """Return a row as it was read."""
    opening = Opening(row.case_no, row.person, Opened(row.what), row.which)
    return OpenedOn(opening, row.day, row.times, row.last_at, row.batch)

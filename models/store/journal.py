"""The journal's rows: added once, read in order, never changed (see `guards`)."""

import json
from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select

from models.entries import payload_of
from models.ids import CaseNo
from models.journal.entry import Entry
from models.store.tables import journal

# Put together once: that costs more than the database needs to answer it.
_ENTRIES = select(journal).where(journal.c.case_no == bindparam("of")).order_by(journal.c.seq)


def append(conn: Connection, entries: Iterable[Entry]) -> None:
    """Add entries. The primary key refuses a second entry with the same number."""
    rows = [
        {
            "case_no": entry.case_no,
            "seq": entry.seq,
            "kind": entry.kind,
            "at": entry.at,
            "recorded_at": entry.recorded_at,
            "actor": entry.actor,
            "body": entry.body(),
            "previous": entry.previous,
            "hash": entry.hash(),
        }
        for entry in entries
    ]
    if rows:
        conn.execute(insert(journal), rows)


def entries_of(conn: Connection, case_no: CaseNo) -> tuple[Entry, ...]:
    """Return a case's entries in order."""
    rows = conn.execute(_ENTRIES, {"of": case_no})
    return tuple(_entry(row) for row in rows)


def newest(conn: Connection, case_no: CaseNo, kind: str = "") -> Entry:
    """Return what was recorded of a case last, of any kind or of one that was recorded."""
    last = select(journal).where(journal.c.case_no == case_no).order_by(journal.c.seq.desc())
    if kind:
        last = last.where(journal.c.kind == kind)
    return _entry(conn.execute(last.limit(1)).one())


def _entry(row: Row[Any]) -> Entry:
    return Entry(
        case_no=row.case_no,
        seq=row.seq,
        at=row.at,
        recorded_at=row.recorded_at,
        actor=row.actor,
        payload=payload_of(row.kind, json.loads(row.body)),
        previous=row.previous,
    )

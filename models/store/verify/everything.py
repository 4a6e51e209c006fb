"""The auditor's check: is the journal whole, and does the database say what the journal says?

Written apart from everything that writes: its own canonical JSON, its own hashing, its own reading of
each kind of entry, straight from the rows. A fault in the writer cannot hide in it. Its parts:

    projections   cases, plan_steps, steps and votes are what the entries make of them
    content       dossiers, texts, files and regulations are those the entries name by digest
    guards        the triggers that keep the journal append-only are there
    tree          every entry has its place, every checkpoint is true
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, text

from models.store.verify.content import content_difference
from models.store.verify.projections import projection_difference
from models.store.verify.reading import Difference, Unreadable, canonical, moment, rows_of

GENESIS = "0" * 64


@dataclass(frozen=True)
class Verified:
    """What was checked, and the first difference (None when all is as it must be)."""

    cases: int
    entries: int
    difference: Difference | None


def verify(conn: Connection) -> Verified:
    """Recompute every chain, rebuild cases and steps from the journal, compare with the tables.

    Then recompute the digest of whatever the entries name by digest and is still there.
    """
    numbers = _numbers(conn)
    entries = 0
    for case_no in numbers:
        try:
            rows = rows_of(conn, "journal", case_no, order="seq")
            entries += len(rows)
            difference = _case_difference(conn, case_no, rows)
        except Unreadable as unreadable:
            difference = unreadable.difference(case_no)
        if difference:
            return Verified(len(numbers), entries, difference)
    return Verified(len(numbers), entries, None)


def _case_difference(conn: Connection, case_no: str, rows: Sequence[Row[Any]]) -> Difference | None:
    return (
        _chain_difference(case_no, rows)
        or projection_difference(conn, case_no, rows)
        or content_difference(conn, case_no, rows)
    )


def _numbers(conn: Connection) -> list[str]:
    """Return every case that any table knows: rows of a case nobody journaled are found so.

    Salts stay out: one that is left alone says nothing.
    """
    known = text("""
        SELECT no FROM cases
        UNION SELECT case_no FROM journal
        UNION SELECT case_no FROM plan_steps
        UNION SELECT case_no FROM steps
        UNION SELECT case_no FROM votes
        UNION SELECT case_no FROM dossiers
        UNION SELECT case_no FROM travellers
        UNION SELECT case_no FROM texts
        UNION SELECT case_no FROM files
        ORDER BY 1
    """)
    return list(conn.execute(known).scalars())


def _chain_difference(case_no: str, rows: Sequence[Row[Any]]) -> Difference | None:
    previous = GENESIS
    for number, row in enumerate(rows, start=1):
        place = f"entry {row.seq}"
        if row.seq != number:
            return Difference(case_no, place, f"number {row.seq}", f"number {number}")
        if row.previous != previous:
            return Difference(case_no, f"{place}, previous", row.previous, previous)
        sealed = _sealed(row, place)
        if row.hash != sealed:
            return Difference(case_no, f"{place}, hash", row.hash, sealed)
        previous = row.hash
    return None


def _sealed(row: Row[Any], place: str) -> str:
    content = {
        "actor": row.actor,
        "at": _moment_in(row, "at", place),
        "body": row.body,
        "case": row.case_no,
        "kind": row.kind,
        "previous": row.previous,
        "recorded_at": _moment_in(row, "recorded_at", place),
        "seq": row.seq,
    }
    try:
        return hashlib.sha256(canonical(content)).hexdigest()
    except Unreadable as unreadable:
        raise unreadable.at(place) from None


def _moment_in(row: Row[Any], column: str, place: str) -> str:
    try:
        return moment(getattr(row, column))
    except Unreadable as unreadable:
        raise unreadable.at(f"{place}, column {column}") from None

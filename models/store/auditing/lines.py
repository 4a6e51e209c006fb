"""A line for each decision and attempt of all cases, told as the journal's entries get their places.

Whoever numbers the entries tells the lines in the same transaction, so no page has to look through the
journal; what somebody changes here is found by the auditor's check, which tells each line anew.
"""

import logging
from collections.abc import Callable, Collection, Iterable, Iterator
from typing import Any

import orjson
from sqlalchemy import Connection, and_, select
from sqlalchemy.exc import NoResultFound

from config.regulation.codes import VotesShown
from models.entries import payload_of
from models.errors import DoanError
from models.ids import CaseNo, SeatKey
from models.journal.entry import Entry
from models.store import regulations
from models.store.database.engine import insert_new
from models.store.tables import audit_lines as table
from models.store.tables import cases, journal, leaves
from models.timeline.audited import KINDS_AUDITED, KINDS_READ, AuditLine, audit_lines

log = logging.getLogger("doan.audit")

TOLD = frozenset(kind.kind for kind in KINDS_AUDITED)
_READ = tuple(kind.kind for kind in KINDS_READ)
_AT_A_TIME = 200


def tell(conn: Connection, numbers: Iterable[CaseNo]) -> None:
    """Tell the lines of some cases that are not told yet. Safe to repeat.

    A case whose entries nobody can read has none: that it cannot be read is told elsewhere.
    """
    for case_no in numbers:
        try:
            lines = tuple(_lines_of(conn, case_no))
        except (DoanError, KeyError, TypeError, ValueError):
            log.exception("the entries of %s cannot be read for the auditor", case_no)
            continue
        insert_new(conn, table, [_row(case_no, leaf, line) for leaf, line in lines])


def tell_all(conn: Connection) -> None:
    """Tell the lines of all cases: in a database of the days before there were any."""
    of_kinds = select(journal.c.case_no).join(leaves, _placed()).where(journal.c.kind.in_(TOLD))
    # House and post have none of these kinds.
    tell(conn, sorted(conn.execute(of_kinds.distinct()).scalars()))


def _lines_of(conn: Connection, case_no: CaseNo) -> Iterator[tuple[int, AuditLine]]:
    """Yield the lines of a case with the places of their entries."""
    rows = conn.execute(
        select(journal, leaves.c.leaf)
        .join(leaves, _placed())
        .where(journal.c.case_no == case_no, journal.c.kind.in_(_READ))
        .order_by(journal.c.seq)
    ).all()
    places = {row.seq: row.leaf for row in rows}
    for line in audit_lines(map(_entry, rows), _secrecy(conn, case_no)):
        yield places[line.seq], line


def _secrecy(conn: Connection, case_no: CaseNo) -> Callable[[SeatKey], bool]:
    """Return what tells whose votes are secret; where the regulation cannot be read, all are."""

    def is_secret(seat: SeatKey) -> bool:
        pinned = select(cases.c.regulation_digest).where(cases.c.no == case_no)
        try:
            under = regulations.regulation(conn, conn.execute(pinned).scalar_one())
        except (DoanError, NoResultFound):
            return True
        body = under.body_of(seat)
        return not (body and body.voting) or body.voting.votes_shown is VotesShown.SECRET

    return is_secret


def _entry(row: Any) -> Entry:
    said = payload_of(row.kind, orjson.loads(row.body))
    when = (row.at, row.recorded_at)
    return Entry(row.case_no, row.seq, *when, row.actor, said, row.previous, row.body)


def _row(case_no: CaseNo, leaf: int, line: AuditLine) -> dict[str, object]:
    return {"leaf": leaf, "case_no": case_no, **vars(line)}


def _placed() -> Any:
    return and_(leaves.c.case_no == journal.c.case_no, leaves.c.seq == journal.c.seq)


def touched(new: Collection[Any]) -> list[CaseNo]:
    """Return the cases of entries (`case_no`, `kind`) that call for a line."""
    return sorted({CaseNo(row.case_no) for row in new if row.kind in TOLD})

"""Lines of the auditor's list that are sought: by pages that begin where the last one ended.

How many there are of all is counted for an export alone: a page reads no more lines than it shows.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Row,
    Select,
    Tuple,
    func,
    literal,
    select,
    tuple_,
)
from sqlalchemy.types import TypeEngine

from models.ids import CaseNo
from models.store.tables import Moment, case_words, journal
from models.store.tables import audit_lines as table
from models.timeline.audited import Audited, AuditLine

_COLUMNS = [field.name for field in fields(AuditLine)]


@dataclass(frozen=True)
class LinesSought:
    """Which lines are wanted; what is empty is not asked for. `since` and `until` (UTC) bound when it
    happened, the second excluded. `fastest`: those decided soonest after they were asked come first.
    """

    what: Audited | None = None
    person: str = ""
    body: str = ""
    choice: str = ""
    act: str = ""
    since: datetime | None = None
    until: datetime | None = None
    late: bool = False
    overrides: bool = False
    substitutes: bool = False
    after_hours: bool = False
    on_paper: bool = False
    fastest: bool = False


@dataclass(frozen=True)
class LinePlace:
    """Where a page ended: the moment, or the seconds, of its last line, and that line's own number."""

    key: datetime | int
    leaf: int


@dataclass(frozen=True)
class LineFound:
    """A line with its case; `recorded_at` is when its entry was written, by the machine (UTC)."""

    case_no: CaseNo
    title: str
    line: AuditLine
    leaf: int
    recorded_at: datetime | None

    def place(self, *, fastest: bool) -> LinePlace:
        """Return where a page ends with this line."""
        return LinePlace((self.line.took or 0) if fastest else self.line.at, self.leaf)


def lines_found(
    conn: Connection,
    sought: LinesSought,
    *,
    after: LinePlace | None = None,
    up_to: int | None = None,
    most: int,
) -> tuple[LineFound, ...]:
    """Return no more than `most` wanted lines that come after a place, in their order.

    `up_to`: of those with lower numbers alone, so that an export is of one moment.
    """
    wanted = _in_order(_wanted(select(table), sought, up_to), after, fastest=sought.fastest)
    rows = conn.execute(wanted.limit(most)).all()
    titles, recorded = _titles(conn, rows), _recorded(conn, rows)
    return tuple(
        LineFound(
            case_no=CaseNo(row.case_no),
            title=titles.get(row.case_no, ""),
            line=AuditLine(**{name: getattr(row, name) for name in _COLUMNS}),
            leaf=row.leaf,
            recorded_at=recorded.get((row.case_no, row.seq)),
        )
        for row in rows
    )


def _in_order(query: Select[Any], after: LinePlace | None, *, fastest: bool) -> Select[Any]:
    """Return a query that begins after a place, the newest first or those that took the least time."""
    if fastest:
        key = tuple_(table.c.took, table.c.leaf)
        found = query.order_by(table.c.took, table.c.leaf)
        return found.where(key > _key(after, Integer())) if after else found
    key = tuple_(table.c.at, table.c.leaf)
    found = query.order_by(table.c.at.desc(), table.c.leaf.desc())
    return found.where(key < _key(after, Moment())) if after else found


def _key(place: LinePlace, kind: TypeEngine[Any]) -> Tuple:
    return tuple_(literal(place.key, kind), literal(place.leaf))


def how_many(conn: Connection, sought: LinesSought) -> tuple[int, int]:
    """Return how many lines are wanted, and the number all of them lie below."""
    counted = _wanted(select(func.count(), func.max(table.c.leaf)), sought, None)
    count, highest = conn.execute(counted).one()
    return count, (highest if highest is not None else -1) + 1


def _wanted(query: Select[Any], sought: LinesSought, up_to: int | None) -> Select[Any]:
    below = () if up_to is None else (table.c.leaf < up_to,)
    return query.where(*_conditions(sought), *below)


def _conditions(sought: LinesSought) -> Iterator[ColumnElement[bool]]:
    for name in ("what", "person", "body", "choice", "act"):
        if value := getattr(sought, name):
            yield table.c[name] == str(value)
    if sought.since:
        yield table.c.at >= sought.since
    if sought.until:
        yield table.c.at < sought.until
    # As plain columns: so the indexes over these lines alone are used.
    for name in ("late", "overrides", "after_hours"):
        if getattr(sought, name):
            yield table.c[name]
    if sought.substitutes:
        yield table.c.on_behalf_of.is_not(None)
    if sought.on_paper:
        yield table.c.recorded_by.is_not(None)
    if sought.fastest:
        yield table.c.took.is_not(None) & table.c.person.is_not(None)


def _titles(conn: Connection, rows: Sequence[Row[Any]]) -> dict[str, str]:
    these = {row.case_no for row in rows}
    found = select(case_words.c.case_no, case_words.c.title).where(case_words.c.case_no.in_(these))
    return {row.case_no: row.title for row in conn.execute(found)}


def _recorded(conn: Connection, rows: Sequence[Row[Any]]) -> dict[tuple[str, int], datetime]:
    """Return when the entries of lines were written."""
    # Of pairs SQLite would look through the whole journal; of these it looks some too many up.
    cases, seqs = {row.case_no for row in rows}, {row.seq for row in rows}
    found = select(journal.c.case_no, journal.c.seq, journal.c.recorded_at)
    found = found.where(journal.c.case_no.in_(cases), journal.c.seq.in_(seqs))
    return {(r.case_no, r.seq): r.recorded_at for r in conn.execute(found)}

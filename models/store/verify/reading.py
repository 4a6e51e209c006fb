"""What all parts of the auditor's check share: the difference they name, and how values are read.

Whoever changed a database could leave a value there that nobody can read. That is a difference like
any other, so what reads values raises `Unreadable` and what compares them names the place.
"""

import json
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, text
from sqlalchemy.exc import DataError, OperationalError, ProgrammingError

# What reading raises that takes a value for what it is not.
MEANINGLESS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)
GONE = ("no such table", "no such column", "does not exist")
# What a difference is named by that is of no case.
WHOLE = "journal"
# Nothing is longer, be it a letter with all that hangs on it: what would be was not pressed here.
_LONGEST = 100 * 1024 * 1024
NO_TEXT = "Could not decode to UTF-8"


@dataclass(frozen=True)
class Difference:
    """The first thing that is not as it must be: which case, which entry or row and column."""

    case_no: str
    place: str
    found: str
    expected: str

    def __str__(self) -> str:
        return f"{self.case_no}: {self.place}: found {self.found}, expected {self.expected}"


class Unreadable(Exception):
    """A value that is not of its kind; `place` says where, where the reader knows it."""

    def __init__(self, found: object, expected: str, place: str = "") -> None:
        super().__init__(f"{found!r} is not {expected}")
        self.found = found
        self.expected = expected
        self.place = place

    def at(self, place: str) -> "Unreadable":
        """Return the same, with its place."""
        return Unreadable(self.found, self.expected, place)

    def difference(self, case_no: str) -> Difference:
        """Return it as what the auditor reads."""
        return Difference(case_no, self.place, repr(self.found), self.expected)


def rows_of(
    conn: Connection, table: str, case_no: str, *, column: str = "case_no", order: str = ""
) -> Sequence[Row[Any]]:
    """Return a case's rows of a table as they lie there; `table`, `column`, `order` are our own."""
    by = f" ORDER BY {order}" if order else ""
    query = f"SELECT * FROM {table} WHERE {column} = :no{by}"  # noqa: S608 - our own names.
    return rows_by(conn, table, query, no=case_no)


def rows_of_all(conn: Connection, table: str) -> Sequence[Row[Any]]:
    """Return all rows of a table, which is one of our own."""
    return rows_by(conn, table, f"SELECT * FROM {table}")  # noqa: S608 - our own names.


def rows_by(conn: Connection, table: str, query: str, **values: str) -> Sequence[Row[Any]]:
    """Return what a query of ours finds in a table, which may be gone or hold what nobody can read."""
    try:
        return conn.execute(text(query), values).all()
    except (DataError, OperationalError, ProgrammingError) as error:
        # PostgreSQL keeps moments no calendar of Python's has, SQLite texts that are none; and a table
        # or a column may be gone. Anything else, such as a locked database, is no difference.
        gone = any(said in str(error.orig) for said in (NO_TEXT, *GONE))
        if gone or isinstance(error, DataError):
            raise Unreadable(str(error.orig), "readable values", table) from None
        raise


def unpressed(kept: bytes, place: str) -> bytes:
    """Return what bytes were before they were pressed (NUL z); others are what they are.

    Whatever follows the end of what was pressed, or has none, was not pressed here.
    """
    if kept[:2] != b"\0z":
        return kept
    opened = zlib.decompressobj()
    try:
        content = opened.decompress(kept[2:], _LONGEST)
    except zlib.error:
        raise Unreadable(kept[:20], "what was pressed", place) from None
    return content if opened.eof and not opened.unused_data else kept


def moment(value: Any) -> str:
    """Write a moment as it was sealed: ISO 8601 in UTC, however the database hands it over."""
    try:
        read = datetime.fromisoformat(value) if isinstance(value, str) else value
        if read.tzinfo is None:
            read = read.replace(tzinfo=UTC)
        return str(read.astimezone(UTC).isoformat())
    except (AttributeError, TypeError, ValueError, OverflowError):
        raise Unreadable(value, "a moment") from None


def read_moment(value: Any) -> datetime:
    """Read a moment however the database hands it over; what has no zone is UTC."""
    return datetime.fromisoformat(moment(value)).astimezone(UTC)


def parsed(value: Any) -> Any:
    """Read JSON."""
    try:
        return json.loads(value)
    except (TypeError, ValueError, RecursionError):
        raise Unreadable(value, "JSON") from None


def canonical(value: Any) -> bytes:
    """Write JSON as it was sealed: keys sorted, no spaces, UTF-8."""
    try:
        line = json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        return line.encode("utf-8")
    except (TypeError, ValueError, RecursionError):
        raise Unreadable(value, "values that JSON can hold") from None

"""A list read onwards from a row that was seen, or back from it: as quick at its end as at its start."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from sqlalchemy import ColumnElement, Connection, Date, Row, Select, func, literal, select, tuple_

from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store.amiss.unreadable import each_readable
from models.store.lists.paged import PAGE_SIZE

T = TypeVar("T")
# Nobody looks through more; to count on would take longer than to read a page.
MOST_COUNTED = 10_000
_BETWEEN = "~"


@dataclass(frozen=True)
class Order:
    """In which order a list stands: by a column of days or moments, then by the case's number."""

    by: ColumnElement[Any]
    number: ColumnElement[str]
    descending: bool = False

    def is_behind(self, value: date | datetime, number: str, *, back: bool) -> ColumnElement[bool]:
        """Return the condition under which a row comes after another one; with `back` before it."""
        row, seen = (
            tuple_(self.by, self.number),
            tuple_(literal(value, self.by.type), literal(number)),
        )
        return row < seen if self.descending is not back else row > seen

    def sorts(self, *, back: bool) -> tuple[ColumnElement[Any], ...]:
        """Return what a query is ordered by; with `back` from its end."""
        columns = (self.by, self.number)
        falls = self.descending is not back
        return tuple(each.desc() if falls else each.asc() for each in columns)


@dataclass(frozen=True)
class ListPlace:
    """From where a list is read: after a row, or before it; by nothing from its start.

    What stands there is what a page of the list wrote into its links. Anything else is the start. Of
    `size` things is the page; without `counts` nobody counts the list.
    """

    after: str = ""
    before: str = ""
    size: int = PAGE_SIZE
    counts: bool = True


START = ListPlace()


@dataclass(frozen=True)
class Slice(Generic[T]):
    """A page of a list with the places of those beside it; empty where there is none.

    `total` is how many things the list has, at most `MOST_COUNTED` + 1. `unread` are the cases of what
    would stand on it and nobody can read.
    """

    items: tuple[T, ...] = ()
    before: str = ""
    after: str = ""
    total: int = 0
    unread: tuple[CaseNo, ...] = ()

    @property
    def is_counted(self) -> bool:
        """Tell whether `total` is all; else there are more than were counted."""
        return self.total <= MOST_COUNTED


def read_slice(
    conn: Connection,
    wanted: Select[Any],
    order: Order,
    make: Callable[[list[Row[Any]]], Callable[[Row[Any]], T]],
    place: ListPlace,
) -> Slice[T]:
    """Read a page of what a query finds; `make` is told its rows, and returns what reads one of them.

    The query names the case's number `no` and the column of the order `ordered_by`.
    """
    size, total = place.size, count_of(conn, wanted) if place.counts else 0
    seen = _read(place.before or place.after, order)
    back = bool(place.before) and seen is not None
    query = wanted if seen is None else wanted.where(order.is_behind(*seen, back=back))
    rows = conn.execute(query.order_by(*order.sorts(back=back)).limit(size + 1)).all()
    more, rows = len(rows) > size, rows[:size]
    rows = rows[::-1] if back else rows
    unread: dict[CaseNo, RowUnreadable] = {}
    items = tuple(each_readable(rows, make(list(rows)), unread, by="no"))
    is_first, is_last = (not more, False) if back else (seen is None, not more)
    if not rows:
        return Slice(total=total)
    return Slice(
        items,
        before="" if is_first else written_of(rows[0]),
        after="" if is_last else written_of(rows[-1]),
        total=total,
        unread=tuple(unread),
    )


def count_of(conn: Connection, wanted: Select[Any]) -> int:
    """Return how many rows a query finds, at most `MOST_COUNTED` + 1."""
    some = wanted.order_by(None).with_only_columns(literal(1)).limit(MOST_COUNTED + 1).subquery()
    return conn.execute(select(func.count()).select_from(some)).scalar_one()


def written_of(row: Row[Any]) -> str:
    """Return the place of a row, as the links of a page write it."""
    return f"{row.ordered_by.isoformat()}{_BETWEEN}{row.no}"


def _read(place: str, order: Order) -> tuple[date | datetime, str] | None:
    """Return the row a place names; None for what is none."""
    at, _, number = place.partition(_BETWEEN)
    if not number:
        return None
    try:
        if isinstance(order.by.type, Date):
            return date.fromisoformat(at), number
        moment = datetime.fromisoformat(at)
    except ValueError:
        return None
    return (moment, number) if moment.tzinfo else None

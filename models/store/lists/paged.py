"""A page of a list, and how many there are of all."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any, Generic, TypeVar, cast

from sqlalchemy import BigInteger, Connection, Row, Select, bindparam, func, select

from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store.amiss.unreadable import each_readable, readable

T = TypeVar("T")
R = TypeVar("R")
PAGE_SIZE = 25


@dataclass(frozen=True)
class Paged(Generic[T]):
    """A page of a list: `number` counts from 1, `total` is how many things the whole list has.

    `unread` are the cases of what would stand on it and nobody can read.
    """

    items: tuple[T, ...] = ()
    number: int = 1
    total: int = 0
    unread: tuple[CaseNo, ...] = ()

    @property
    def pages(self) -> int:
        """Return how many pages there are; an empty list has one."""
        return _pages(self.total)

    def of(self, make: Callable[[T], R]) -> "Paged[R]":
        """Return the same page with something made of each thing."""
        return replace(self, items=tuple(map(make, self.items)))  # type: ignore[return-value, arg-type]

    def of_each(self, make: Callable[[T], R], whose: Callable[[T], CaseNo]) -> "Paged[R]":
        """Return the same page with something made of each thing; where its case is damaged, as such."""
        made: list[R] = []
        unread: dict[CaseNo, None] = dict.fromkeys(self.unread)
        for item in self.items:
            try:
                with readable(whose(item)):
                    made.append(make(item))
            except RowUnreadable:
                unread[whose(item)] = None
        return Paged(tuple(made), self.number, self.total, tuple(unread))

    def of_readable(self, make: Callable[[T], R], *, by: str = "case_no") -> "Paged[R]":
        """Return the same page with something made of each row; what nobody can read is told as such."""
        unread: dict[CaseNo, RowUnreadable] = {}
        rows = cast("tuple[Row[Any], ...]", self.items)
        made = tuple(each_readable(rows, cast("Callable[[Row[Any]], R]", make), unread, by=by))
        return Paged(made, self.number, self.total, tuple(unread))


def page_of(found: Sequence[T], number: int) -> Paged[T]:
    """Return a page of what is there as a whole; beyond the last one there is the last one."""
    number = _within(number, len(found))
    first = (number - 1) * PAGE_SIZE
    return Paged(tuple(found[first : first + PAGE_SIZE]), number, len(found))


def counted(wanted: Select[Any]) -> Select[Any]:
    """Return the query by which `read_page` reads what another finds, which says in what order."""
    total = select(func.count()).select_from(wanted.order_by(None).subquery())
    page = wanted.add_columns(total.scalar_subquery().label("of_all"))
    return page.limit(PAGE_SIZE).offset(bindparam("skipped", type_=BigInteger))


def read_page(
    conn: Connection, wanted: Select[Any], number: int, **values: object
) -> Paged[Row[Any]]:
    """Read a page of what a `counted` query finds for some values of its parameters.

    One question, however many rows. Beyond the last page it is asked for the first and then the last.
    """
    number = max(1, number)
    rows = conn.execute(wanted, {**values, "skipped": (number - 1) * PAGE_SIZE}).all()
    if rows:
        return Paged(tuple(rows), number, rows[0].of_all)
    if number == 1:
        return Paged()
    first = read_page(conn, wanted, 1, **values)
    return read_page(conn, wanted, first.pages, **values) if first.pages > 1 else first


def _pages(total: int) -> int:
    return max(1, -(-total // PAGE_SIZE))


def _within(number: int, total: int) -> int:
    return min(max(1, number), _pages(total))

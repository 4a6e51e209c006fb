"""A row that nobody can read: it is named, and those beside it are read all the same."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any, TypeVar

from sqlalchemy import Row
from sqlalchemy.exc import DisconnectionError, InterfaceError, OperationalError

from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store.tables import DAMAGED

T = TypeVar("T")

# What reading raises that takes a value for what it is not.
_MEANINGLESS = (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError)


@contextmanager
def readable(case_no: CaseNo) -> Iterator[None]:
    """Read rows of a case within; raises `RowUnreadable` where they are not what they must be."""
    try:
        yield
    except _MEANINGLESS as fault:
        raise RowUnreadable(case=case_no) from fault


def whole(row: Row[Any]) -> Row[Any]:
    """Return a row; raises `ValueError` where one of its values was damaged."""
    if DAMAGED in row:
        raise ValueError("a damaged value")
    return row


def each_readable(
    rows: Iterable[Row[Any]],
    make: Callable[[Row[Any]], T],
    left_out: dict[CaseNo, RowUnreadable] | None = None,
    *,
    by: str = "case_no",
) -> Iterator[T]:
    """Yield what is made of each row of many cases; those nobody can read are `left_out`, by case."""
    for row in rows:
        case_no = CaseNo(getattr(row, by))
        try:
            with readable(case_no):
                made = make(whole(row))
        except RowUnreadable as fault:
            if left_out is not None:
                left_out[case_no] = fault
            continue
        yield made


def those_readable(rows: Iterable[Row[Any]], make: Callable[[Row[Any]], T]) -> Iterator[T]:
    """Yield what is made of each row that can be read; who cannot be read counts for nothing."""
    for row in rows:
        if (made := made_of(row, make)) is not None:
            yield made


def made_of(row: Row[Any], make: Callable[[Row[Any]], T]) -> T | None:
    """Return what is made of a row; None where nobody can read it."""
    try:
        return make(whole(row))
    except _MEANINGLESS:
        return None


def is_the_databases(fault: BaseException) -> bool:
    """Tell whether a fault says something of the database as a whole, not of the thing in hand."""
    return isinstance(fault, (DisconnectionError, InterfaceError, OperationalError))

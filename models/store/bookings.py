"""What can be had by one visit at a time, and which visit has it when.

A leader, a hall, a vehicle, an interpreter. Whoever books locks their rows first, in one order, so
that two visits that ask for one hall at once see each other.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select

from models.ids import CaseNo
from models.programme.booking import Booking, Clash, ResourceKind
from models.store.database.engine import insert_new
from models.store.lists.away import in_the_way, trips_of_wanted
from models.store.tables import bookings, resources


def of_case(conn: Connection, case_no: CaseNo) -> tuple[Booking, ...]:
    """Return what a case has booked, in the order of its items."""
    rows = conn.execute(
        select(bookings)
        .where(bookings.c.case_no == case_no)
        .order_by(bookings.c.item, bookings.c.kind)
    )
    return tuple(_booking(row) for row in rows)


def lock(conn: Connection, wanted: Sequence[Booking]) -> None:
    """Keep others from booking the same until this transaction ends."""
    names = sorted({(booking.kind, booking.name) for booking in wanted})
    insert_new(conn, resources, [{"kind": kind, "name": name} for kind, name in names])
    for kind, name in names:
        this = (resources.c.kind == kind) & (resources.c.name == name)
        conn.execute(select(resources.c.name).where(this).with_for_update()).one()


def clashes(conn: Connection, case_no: CaseNo, wanted: Sequence[Booking]) -> tuple[Clash, ...]:
    """Return which of the bookings another case has at an overlapping time.

    A trip has whoever travels on it, from its first day to its last.
    """
    return clashes_of(conn, {case_no: wanted})[case_no]


def clashes_of(
    conn: Connection, wanted: Mapping[CaseNo, Sequence[Booking]]
) -> dict[CaseNo, tuple[Clash, ...]]:
    """Return the same for some cases at once, by their numbers."""
    every = [booking for of_case in wanted.values() for booking in of_case]
    if not every:
        return dict.fromkeys(wanted, ())
    within = (
        bookings.c.begins < max(booking.ends for booking in every),
        bookings.c.ends > min(booking.begins for booking in every),
        bookings.c.name.in_({booking.name for booking in every}),
    )
    order = (bookings.c.case_no, bookings.c.begins)
    rows = conn.execute(select(bookings).where(*within).order_by(*order)).all()
    away = trips_of_wanted(conn, every)
    return {
        no: (*_with_others(no, of_case, rows), *in_the_way(away, of_case))
        for no, of_case in wanted.items()
    }


def _with_others(
    no: CaseNo, wanted: Sequence[Booking], rows: Sequence[Row[Any]]
) -> Iterator[Clash]:
    for booking in wanted:
        for other in rows:
            if other.case_no != no and _is_same_at_one_time(other, booking):
                yield Clash(booking, other.case_no, _booking(other))


def _is_same_at_one_time(other: Row[Any], booking: Booking) -> bool:
    is_same = (other.kind, other.name) == (booking.kind, booking.name)
    return is_same and other.begins < booking.ends and other.ends > booking.begins


def replace(conn: Connection, case_no: CaseNo, wanted: Sequence[Booking]) -> None:
    """Let a case have these bookings and no others."""
    conn.execute(delete(bookings).where(bookings.c.case_no == case_no))
    if wanted:
        conn.execute(insert(bookings), [{"case_no": case_no, **vars(each)} for each in wanted])


def _booking(row: Row[Any]) -> Booking:
    return Booking(row.item, ResourceKind(row.kind), row.name, row.begins, row.ends)

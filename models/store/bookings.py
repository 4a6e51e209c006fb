"""What can be had by one visit at a time, and which visit has it when.

A leader, a hall, a vehicle, an interpreter. Whoever books locks their rows first, in one order, so
that two visits that ask for one hall at once see each other.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Connection, Row, and_, delete, insert, or_, select

from models.ids import CaseNo
from models.programme.booking import Booking, Clash, ResourceKind
from models.store.database.engine import insert_new
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
    """Return which of the bookings another case has at an overlapping time."""
    if not wanted:
        return ()
    overlaps = [
        and_(
            bookings.c.kind == booking.kind,
            bookings.c.name == booking.name,
            bookings.c.begins < booking.ends,
            bookings.c.ends > booking.begins,
        )
        for booking in wanted
    ]
    rows = conn.execute(
        select(bookings)
        .where(bookings.c.case_no != case_no, or_(*overlaps))
        .order_by(bookings.c.case_no, bookings.c.begins)
    ).all()
    return tuple(
        Clash(booking, other.case_no, _booking(other))
        for booking in wanted
        for other in rows
        if (other.kind, other.name) == (booking.kind, booking.name)
        and other.begins < booking.ends
        and other.ends > booking.begins
    )


def replace(conn: Connection, case_no: CaseNo, wanted: Sequence[Booking]) -> None:
    """Let a case have these bookings and no others."""
    conn.execute(delete(bookings).where(bookings.c.case_no == case_no))
    if wanted:
        conn.execute(insert(bookings), [{"case_no": case_no, **vars(each)} for each in wanted])


def _booking(row: Row[Any]) -> Booking:
    return Booking(row.item, ResourceKind(row.kind), row.name, row.begins, row.ends)

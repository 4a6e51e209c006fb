"""Authorities in the database: who acts for whom on a day."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, bindparam, insert, select, update

from models import entries as e
from models.authority import Authority, Capacity
from models.errors import AuthorityUnknown
from models.store.amiss.unreadable import those_readable
from models.store.house.journal import HouseJournal
from models.store.tables import authorities

# Put together once: that costs more than the database needs to answer them.
_EVERYTHING = select(authorities).order_by(authorities.c.number)
_IN_FORCE = (
    select(authorities)
    .where(authorities.c.since <= bindparam("on"), authorities.c.until >= bindparam("on"))
    .where(authorities.c.confirmed)
    .order_by(authorities.c.number)
)


def keep(house: HouseJournal, authority: Authority) -> Authority:
    """Keep an authority; return it with its number."""
    values = {**vars(authority), "seats": list(authority.seats)}
    del values["number"]
    row = insert(authorities).values(**values, told=False).returning(authorities)
    kept = read_authority(house.conn.execute(row).one())
    house.record(e.AuthorityGiven(**vars(kept)))
    return kept


def authority(conn: Connection, number: int) -> Authority:
    """Return an authority by its number; raises `AuthorityUnknown`."""
    row = conn.execute(select(authorities).where(authorities.c.number == number)).one_or_none()
    if row is None:
        raise AuthorityUnknown(number=number)
    return read_authority(row)


def everything(conn: Connection) -> tuple[Authority, ...]:
    """Return all authorities ever given, oldest first."""
    return tuple(those_readable(conn.execute(_EVERYTHING), read_authority))


def in_force(conn: Connection, on: date) -> tuple[Authority, ...]:
    """Return the authorities that hold on a day, whoever still sits where.

    By one that nobody can read nobody acts: it is set aside (`amiss.directory_rows`).
    """
    rows = conn.execute(_IN_FORCE, {"on": on})
    return tuple(a for a in those_readable(rows, read_authority) if a.is_in_force(on))


def untold(conn: Connection, on: date) -> tuple[Authority, ...]:
    """Return the authorities in force whose holder was not told of the steps that wait."""
    rows = conn.execute(select(authorities.c.number).where(authorities.c.told.is_(False))).scalars()
    waiting = set(rows)
    return tuple(each for each in in_force(conn, on) if each.number in waiting)


def mark_told(conn: Connection, number: int) -> None:
    """Note that the holder was told of everything that waits."""
    conn.execute(update(authorities).where(authorities.c.number == number).values(told=True))


def confirm(house: HouseJournal, number: int) -> None:
    """Let an authority take effect: the giver has confirmed it."""
    this = authorities.c.number == number
    house.conn.execute(update(authorities).where(this).values(confirmed=True))
    house.record(e.AuthorityConfirmed(number=number))


def end(house: HouseJournal, number: int, on: date) -> None:
    """End an authority: from that day on it does not hold. Safe to repeat."""
    lasts = authorities.c.ended_on.is_(None) | (authorities.c.ended_on > on)
    this = (authorities.c.number == number) & lasts
    if house.conn.execute(update(authorities).where(this).values(ended_on=on)).rowcount:
        house.record(e.AuthorityEnded(number=number, on=on))


def read_authority(row: Row[Any]) -> Authority:
    """Return the authority of a row; raises what reading raises where it is none."""
    values = row._asdict()
    del values["told"]
    seats, capacity = tuple(values["seats"]), Capacity(values["capacity"])
    return Authority(**{**values, "seats": seats, "capacity": capacity})

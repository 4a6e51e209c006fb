"""Who takes and leaves which seat: the past is not rewritten, and days that are over are told so."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, insert, select, update

from models import entries as e
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid, Wrong
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.store.database.clock import today
from models.store.tables import seats_held


@dataclass(frozen=True)
class SeatChange:
    """What a file says of a seat that is not known yet: that somebody takes it, or another last day.

    `until_before` is the last day as it is known, of a seat that `is_held` already.
    """

    seat: SeatKey
    person: PersonId
    since: date
    until: date | None
    is_held: bool
    until_before: date | None = None

    def holds_on(self, day: date) -> bool:
        """Tell whether the seat is held so on a day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def days(self) -> tuple[date, ...]:
        """Return the days that become others by it."""
        told = (self.until_before if self.is_held else self.since, self.until)
        return tuple(day for day in told if day)


def changes(conn: Connection, file: DirectoryFile) -> tuple[SeatChange, ...]:
    """Return what a file says of seats that is not known yet.

    Raises `DirectoryInvalid` for seats that were left and have no last day in the file: nobody can tell
    whether they come back, or the file is older.
    """
    rows = conn.execute(select(seats_held))
    held = {(row.seat, row.person, row.since): row.until for row in rows}
    found, left_out = [], []
    for row in file.seats:
        key = (SeatKey(row.seat), PersonId(row.person), row.since)
        before = held.get(key)
        if key in held and before == row.until:
            continue
        if before and row.until is None:
            place = f"seats: {row.seat}, {row.person}: until"
            left_out.append(Wrong(place, "end_left_out", until=before))
            continue
        found.append(SeatChange(*key, row.until, key in held, before))
        held[key] = row.until
    if left_out:
        raise DirectoryInvalid(*left_out)
    return tuple(found)


def enter(
    conn: Connection, changes: Iterable[SeatChange], because: str, *, change: int | None = None
) -> Iterator[e.OfHouse]:
    """Write down what is new of seats; yield the entries that tell of it.

    `change` is the number of the proposal that two people made of it.
    """
    on = today(conn)
    for each in changes:
        key: dict[str, Any] = {"seat": each.seat, "person": each.person, "since": each.since}
        told = past(each.days, on, because)
        if not each.is_held:
            conn.execute(insert(seats_held).values(**key, until=each.until))
            yield e.SeatTaken(**key, until=each.until, change=change, **told)
        elif each.until:
            set_until(conn, each.until, **key)
            yield e.SeatLeft(**key, until=each.until, change=change, **told)


def periods(conn: Connection, seat: SeatKey) -> tuple[SeatChange, ...]:
    """Return who holds, held and will hold a seat, from when to when."""
    rows = conn.execute(
        select(seats_held).where(seats_held.c.seat == seat).order_by(seats_held.c.since)
    )
    return tuple(SeatChange(r.seat, r.person, r.since, r.until, is_held=True) for r in rows)


def ever_held(
    conn: Connection, *, person: PersonId | None = None, body: BodyKey | None = None
) -> tuple[SeatChange, ...]:
    """Return who held, holds and will hold which seat, of one person or body, or all of them.

    By seats, in the order in which they were taken.
    """
    held = select(seats_held)
    if person is not None:
        held = held.where(seats_held.c.person == person)
    if body is not None:
        held = held.where(seats_held.c.seat.startswith(f"{body}/", autoescape=True))
    rows = conn.execute(held.order_by(seats_held.c.seat, seats_held.c.since, seats_held.c.person))
    return tuple(SeatChange(r.seat, r.person, r.since, r.until, is_held=True) for r in rows)


def seats_known(conn: Connection) -> frozenset[SeatKey]:
    """Return the seats that anybody holds, held or will hold."""
    return frozenset(conn.execute(select(seats_held.c.seat).distinct()).scalars())


def ended_bodies(conn: Connection, on: date) -> dict[BodyKey, date]:
    """Return the bodies and units that have ended on a day: all that ever sat there have left.

    Each with the last day on which anybody did.
    """
    ended: dict[BodyKey, date] = {}
    held: set[BodyKey] = set()
    for row in conn.execute(select(seats_held.c.seat, seats_held.c.until)):
        body = body_of(row.seat)
        if row.until is None or row.until >= on:
            held.add(body)
        else:
            ended[body] = max(row.until, ended.get(body, row.until))
    return {body: last for body, last in ended.items() if body not in held}


def set_until(conn: Connection, until: date, **key: object) -> None:
    """Write down the last day on which somebody holds a seat."""
    this = and_(*(seats_held.c[name] == value for name, value in key.items()))
    conn.execute(update(seats_held).where(this).values(until=until))


def past(days: Iterable[date], on: date, because: str) -> dict[str, Any]:
    """Return what an entry says where it tells of days that are over."""
    backdated = any(day < on for day in days)
    return {"backdated": backdated, "because": because if backdated else ""}

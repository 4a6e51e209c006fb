"""Who is away when, as far as Doan knows: on an approved trip, or by letting somebody act for them.

One reading for all who ask: findings on both kinds, bookings, and whoever is let act.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select

from config.province_time import day_of, start_of
from models.case import CaseStatus
from models.ids import NO_CASE, CaseNo, PersonId
from models.programme.booking import NO_ITEM, Booking, Clash, ResourceKind
from models.store.dossiers import own_days
from models.store.lists.kept_home import kept_home
from models.store.tables import authorities, bookings, cases, dossiers, travellers

# A trip that is over was one too: what is reported late is found by it.
_TRAVELS = (CaseStatus.APPROVED, CaseStatus.ARCHIVED)
_PERSONS = (ResourceKind.LEADER, ResourceKind.INTERPRETER)
_DAY = timedelta(days=1)
_OF_THE_TRIP = (cases.c.begins, cases.c.ends, cases.c.no, cases.c.kind)


@dataclass(frozen=True)
class Absence:
    """Somebody is away from a day to a day, both included: on the trip of a case, or by an authority."""

    person: PersonId
    begins: date
    ends: date
    case_no: CaseNo = NO_CASE


@dataclass(frozen=True)
class Engagement:
    """Somebody is booked for an item of a visit."""

    person: PersonId
    day: date
    case_no: CaseNo


def trips(
    conn: Connection, persons: Collection[str], first: date, last: date
) -> tuple[Absence, ...]:
    """Return the approved trips of persons of the directory that reach into these days."""
    if not persons:
        return ()
    in_force = (dossiers.c.case_no == cases.c.no) & (dossiers.c.version == cases.c.version)
    rows = conn.execute(
        select(travellers.c.person, travellers.c.number, *_OF_THE_TRIP, dossiers.c.content)
        .join_from(travellers, cases, cases.c.no == travellers.c.case_no)
        .outerjoin(dossiers, in_force)
        .where(travellers.c.person.in_(sorted(persons)))
        .where(cases.c.status.in_(_TRAVELS), cases.c.begins <= last, cases.c.ends >= first)
        .order_by(cases.c.begins, cases.c.no, travellers.c.person)
    ).all()
    refused = kept_home(conn, {row.no for row in rows}) if rows else frozenset()
    found = (_absence(row) for row in rows if (row.no, row.number) not in refused)
    return tuple(each for each in found if each.begins <= last and each.ends >= first)


def _absence(row: Row[Any]) -> Absence:
    """Return when somebody is away on a trip: on their own days of it."""
    begins, ends = own_days(row.content, row.kind, row.number, (row.begins, row.ends))
    return Absence(PersonId(row.person), begins, ends, CaseNo(row.no))


def receptions(
    conn: Connection, persons: Collection[str], first: date, last: date
) -> tuple[Engagement, ...]:
    """Return for which visits persons are booked in these days: to lead an item, or to interpret."""
    if not persons:
        return ()
    b = bookings.c
    rows = conn.execute(
        select(b.name, b.begins, b.case_no)
        .where(b.kind.in_(_PERSONS), b.name.in_(sorted(persons)))
        .where(b.begins < start_of(last + _DAY), b.ends > start_of(first))
        .order_by(b.begins, b.case_no, b.item)
    )
    return tuple(Engagement(PersonId(r.name), day_of(r.begins), CaseNo(r.case_no)) for r in rows)


def trips_of_wanted(conn: Connection, wanted: Sequence[Booking]) -> tuple[Absence, ...]:
    """Return the trips, at about the time, of those who are wanted for an item."""
    people = [booking for booking in wanted if booking.kind in _PERSONS]
    if not people:
        return ()
    days = [day_of(booking.begins) for booking in people]
    return trips(conn, {booking.name for booking in people}, min(days), max(days))


def in_the_way(away: Sequence[Absence], wanted: Sequence[Booking]) -> tuple[Clash, ...]:
    """Return the trips on which those are away who are wanted for an item."""
    return tuple(
        Clash(booking, trip.case_no, _as_booking(booking, trip))
        for booking in wanted
        if booking.kind in _PERSONS
        for trip in away
        if trip.person == booking.name and trip.begins <= day_of(booking.begins) <= trip.ends
    )


def _as_booking(wanted: Booking, trip: Absence) -> Booking:
    """Return a trip as what takes somebody, from its first day to its last; it is no item's."""
    begins, ends = start_of(trip.begins), start_of(trip.ends + _DAY)
    return Booking(NO_ITEM, wanted.kind, wanted.name, begins.astimezone(UTC), ends.astimezone(UTC))


def absences(
    conn: Connection, persons: Collection[str], first: date, last: date
) -> tuple[Absence, ...]:
    """Return when persons are away in these days: who lets another act for them counts as away."""
    if not persons:
        return ()
    a = authorities.c
    rows = conn.execute(
        select(a.giver, a.since, a.until)
        .where(a.giver.in_(sorted(persons)), a.confirmed, a.ended_on.is_(None))
        .where(a.since <= last, a.until >= first)
        .order_by(a.since, a.number)
    )
    given = (Absence(PersonId(r.giver), r.since, r.until) for r in rows)
    return (*trips(conn, persons, first, last), *given)

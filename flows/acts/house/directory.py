"""The directory is entered and seats are left, at the console; the past is not rewritten.

A day that is over is taken only with a reason, and its entry says so. What was decided before was judged
by who was known to sit there then, and stays.
"""

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from sqlalchemy import Connection

from config.nearest import nearest
from config.regulation.province import UNIT_SEATS, Regulation
from flows.acts.desk import Desk
from flows.case.answers import Identified
from models.directory import (
    DirectoryFile,
    SeatRow,
    check_places,
    is_for_one,
    nearest_seat,
    seats_without_part,
)
from models.errors import DirectoryInvalid, Wrong
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.store import directory
from models.store.database.clock import today
from models.store.directory import Entered
from models.store.house import seats
from models.store.sign_in import sessions

LONGEST_REASON = 200


def enter_directory(
    desk: Desk, file: DirectoryFile, who: Identified, *, backdated: str = ""
) -> tuple[Entered, tuple[Wrong, ...]]:
    """Enter a directory file; return how much of it was new, and what of it is to be looked at.

    That is a seat to which the regulation gives nothing to do, and one for one person that two hold.
    `backdated` is the reason for days that are over. Raises `DirectoryInvalid` naming what does not fit:
    such a day without a reason, a body nobody knows.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        _check_reason(backdated)
        check_places(file, directory.unit_names(conn), regulation)
        new = seats.changes(conn, file)
        for each in new:
            place = f"seats: {each.seat}, {each.person}"
            _check_days(each.days, today(conn), place, backdated)
        house = desk.house(conn, who)
        entered = directory.load_directory(house, file, because=backdated.strip())
        sessions.end_leavers(house, today(conn))
        remarks = (
            *_without_part(conn, file, regulation),
            *_held_by_two(conn, {each.seat for each in new}, regulation),
        )
        return entered, remarks


def leave_seat(
    desk: Desk,
    seat: SeatKey,
    person: PersonId,
    last_day: date,
    who: Identified,
    *,
    backdated: str = "",
) -> None:
    """Let a person leave a seat; the day is the last on which they hold it.

    Raises `DirectoryInvalid` naming what is wrong: a seat nobody holds, a person who does not hold it
    on that day, a day that is over and has no reason; `PersonUnknown`.
    """
    with desk.store.writing() as conn:
        _check_reason(backdated)
        directory.person(conn, person)
        _check_holds(conn, seat, person, last_day)
        _check_days((last_day,), today(conn), f"{seat}, {person}", backdated)
        because = backdated.strip()
        house = desk.house(conn, who)
        directory.end_seat(house, seat, person, last_day, because=because)
        sessions.end_leavers(house, today(conn))


def hand_over(
    desk: Desk, unit: BodyKey, successor: BodyKey, first_day: date, who: Identified
) -> tuple[SeatRow, ...]:
    """Let the head and the officers of a unit sit in the seats of one that is no more, from a day on.

    So its cases go on, a returned one among them; who sat there leaves the day before. Return the seats
    that were taken. Raises `DirectoryInvalid` for a unit nobody knows, one that is its own successor, a
    successor without people, and a day before tomorrow.
    """
    with desk.store.writing() as conn:
        last_day = first_day - timedelta(days=1)
        _check_days((last_day,), today(conn), f"{unit} → {successor}", "")
        known = directory.unit_names(conn)
        for each in (unit, successor):
            if each not in known:
                near = nearest(each, known)
                raise DirectoryInvalid(Wrong(each, "unit_unknown", near=near))
        if unit == successor:
            raise DirectoryInvalid(Wrong(unit, "hands_over_to_itself"))
        house = desk.house(conn, who)
        taken = []
        for name in sorted(UNIT_SEATS):
            seat = SeatKey(f"{unit}/{name}")
            sat = directory.holders(conn, seat, first_day)
            heirs = directory.holders(conn, SeatKey(f"{successor}/{name}"), first_day)
            if not heirs:
                raise DirectoryInvalid(
                    Wrong(f"{successor}/{name}", "nobody_sits_there", day=first_day)
                )
            for person in set(sat) - set(heirs):
                directory.end_seat(house, seat, person, last_day)
            new = (person for person in heirs if person not in sat)
            taken += [SeatRow(seat=seat, person=person, since=first_day) for person in new]
        file = DirectoryFile(units={}, persons={}, seats=tuple(taken))
        directory.load_directory(house, file)
        sessions.end_leavers(house, today(conn))
        return file.seats


def _without_part(conn: Connection, file: DirectoryFile, regulation: Regulation) -> Iterator[Wrong]:
    units = directory.unit_names(conn)
    for seat in seats_without_part(file, regulation):
        near = nearest_seat(seat, regulation, units.keys() & {body_of(seat)})
        yield Wrong(f"seats: {seat}", "seat_without_part", near=near)


def _held_by_two(
    conn: Connection, entered: Iterable[SeatKey], regulation: Regulation
) -> Iterator[Wrong]:
    """Find the seats for one person that somebody else holds, too, from a day on."""
    for seat in sorted(seat for seat in entered if is_for_one(seat, regulation)):
        held = seats.periods(conn, seat)
        for at, one in enumerate(held):
            for other in held[at + 1 :]:
                if other.person != one.person and (not one.until or other.since <= one.until):
                    both = {"person": one.person, "other": other.person, "since": other.since}
                    yield Wrong(f"seats: {seat}", "held_by_two", **both)


def _check_holds(conn: Connection, seat: SeatKey, person: PersonId, last_day: date) -> None:
    held = seats.periods(conn, seat)
    if not held:
        near = nearest(seat, seats.seats_known(conn))
        raise DirectoryInvalid(Wrong(seat, "seat_unheld", near=near))
    theirs = [each for each in held if each.person == person]
    if not theirs:
        others = ", ".join(dict.fromkeys(each.person for each in held))
        raise DirectoryInvalid(Wrong(seat, "not_theirs", person=person, others=others))
    if any(s.since <= last_day and (not s.until or s.until > last_day) for s in theirs):
        return
    known = ", ".join(f"{s.since} – {s.until or ''}".strip() for s in theirs)
    nothing = {"day": last_day, "person": person, "known": known}
    raise DirectoryInvalid(Wrong(seat, "nothing_to_end", **nothing))


def _check_days(days: Iterable[date], on: date, place: str, backdated: str) -> None:
    over = [day for day in days if day < on]
    if over and not backdated.strip():
        raise DirectoryInvalid(Wrong(place, "is_over", day=min(over)))


def _check_reason(backdated: str) -> None:
    if len(backdated) > LONGEST_REASON:
        raise DirectoryInvalid(Wrong("--backdated", "reason_long", most=LONGEST_REASON))

"""The directory is entered and seats are left; the past is not rewritten.

At the console it counts at once, and a day that is over is taken with a reason, which its entry says.
On a page who sits where is only proposed, and a second person confirms it. What was decided before was
judged by who was known to sit there then, and stays.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date

from sqlalchemy import Connection

from config.nearest import nearest
from config.regulation.province import Regulation
from flows.acts.desk import Desk
from flows.acts.house.changes import check_administers
from flows.acts.house.seats import propose_seats
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.directory import (
    DirectoryFile,
    is_for_one,
    nearest_seat,
    seats_without_part,
    unplaced,
)
from models.errors import DirectoryInvalid, Wrong
from models.ids import PersonId, SeatKey, body_of, is_console
from models.store import directory
from models.store.database.clock import today
from models.store.directory import Entered
from models.store.house import seats
from models.store.house.journal import HouseJournal
from models.store.house.seats import SeatChange
from models.store.sign_in import sessions

LONGEST_REASON = 200


def enter_directory(
    desk: Desk, file: DirectoryFile, who: Identified, *, backdated: str = ""
) -> tuple[Entered, tuple[Wrong, ...]]:
    """Enter a directory file; return how much of it was new, and what of it is to be looked at.

    That is a seat to which the regulation gives nothing to do, and one for one person that two hold.
    Whoever is not at the console has to run Doan, and what they say of seats is proposed. `backdated` is
    the reason for days that are over. Raises `DirectoryInvalid` naming what does not fit: such a day
    without a reason, a body nobody knows; and `DecisionRefused`.
    """
    regulation = desk.regulation()
    with desk.store.writing() as conn:
        if not is_console(who.shown_by):
            check_administers(conn, regulation, who)
        _check_reason(backdated)
        new = _changes(conn, file, regulation, backdated)
        house = desk.house(conn, who)
        if is_console(who.shown_by):
            entered = directory.load_directory(house, file, because=backdated.strip())
        else:
            entered = _enter_and_propose(desk, house, file, new, who)
        sessions.end_leavers(house, today(conn))
        remarks = (
            *_without_part(conn, file, regulation),
            *_held_by_two(conn, {each.seat for each in new}, regulation),
        )
    if entered.proposed:
        desk.tell(AT_THE_DOOR)
    return entered, remarks


def _changes(
    conn: Connection, file: DirectoryFile, regulation: Regulation, backdated: str
) -> tuple[SeatChange, ...]:
    """Return what a file says anew of seats; raises `DirectoryInvalid` naming all that is wrong."""
    wrong = [*unplaced(file, directory.unit_names(conn), regulation)]
    wrong += directory.wrong_in(conn, file)
    new: tuple[SeatChange, ...] = ()
    try:
        new = seats.changes(conn, file)
    except DirectoryInvalid as left_out:
        wrong += left_out.wrong
    for each in new:
        wrong += _over(each.days, today(conn), f"seats: {each.seat}, {each.person}", backdated)
    if wrong:
        raise DirectoryInvalid(*wrong)
    return new


def _enter_and_propose(
    desk: Desk,
    house: HouseJournal,
    file: DirectoryFile,
    new: Sequence[SeatChange],
    who: Identified,
) -> Entered:
    house.wait()
    entered = directory.load_directory(house, file.model_copy(update={"seats": ()}))
    return replace(entered, proposed=len(propose_seats(desk, house, new, who)))


def leave_seat(
    desk: Desk,
    seat: SeatKey,
    person: PersonId,
    last_day: date,
    who: Identified,
    *,
    backdated: str = "",
) -> None:
    """Let a person leave a seat; the day is the last on which they hold it. On a page it is proposed.

    Raises `DirectoryInvalid` naming what is wrong: a seat nobody holds, a person who does not hold it
    on that day, a day that is over and has no reason; `PersonUnknown`; and on a page `DecisionRefused`
    for whoever does not run Doan.
    """
    with desk.store.writing() as conn:
        if not is_console(who.shown_by):
            check_administers(conn, desk.regulation(), who)
        _check_reason(backdated)
        directory.person(conn, person)
        _check_holds(conn, seat, person, last_day)
        _check_days((last_day,), today(conn), f"{seat}, {person}", backdated)
        house = desk.house(conn, who)
        if is_console(who.shown_by):
            directory.end_seat(house, seat, person, last_day, because=backdated.strip())
            sessions.end_leavers(house, today(conn))
            return
        held = (each for each in seats.periods(conn, seat) if each.person == person)
        leaving = [
            replace(each, until=last_day, until_before=each.until)
            for each in held
            if each.since <= last_day and (not each.until or each.until > last_day)
        ]
        propose_seats(desk, house, leaving, who)
    desk.tell(AT_THE_DOOR)


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
    if over := tuple(_over(days, on, place, backdated)):
        raise DirectoryInvalid(*over)


def _over(days: Iterable[date], on: date, place: str, backdated: str) -> Iterator[Wrong]:
    over = [day for day in days if day < on]
    if over and not backdated.strip():
        yield Wrong(place, "is_over", day=min(over))


def _check_reason(backdated: str) -> None:
    if len(backdated) > LONGEST_REASON:
        raise DirectoryInvalid(Wrong("--backdated", "reason_long", most=LONGEST_REASON))

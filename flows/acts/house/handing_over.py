"""A unit is no more: its successor's people sit in its seats, so that what it has goes on.

What would pass on is told before it is done.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from config.nearest import nearest
from config.regulation.province import UNIT_SEATS
from flows.acts.desk import Desk
from flows.acts.house.changes import check_administers
from flows.acts.house.seats import PLANNED_AHEAD, propose_seats
from flows.case.answers import Identified
from flows.case.poke import AT_THE_DOOR
from models.directory import DirectoryFile, SeatRow
from models.errors import DirectoryInvalid, Wrong
from models.ids import BodyKey, PersonId, SeatKey, is_console
from models.store import directory
from models.store.database.clock import today
from models.store.house import seats
from models.store.house.journal import HouseJournal
from models.store.house.passing import HadByUnit, had_by
from models.store.house.seats import SeatChange
from models.store.sign_in import sessions


@dataclass(frozen=True)
class PassingOn:
    """What passes on from a unit to its successor: who leaves and takes its seats, what it has."""

    leaving: tuple[SeatChange, ...]
    taken: tuple[SeatChange, ...]
    had: HadByUnit


def passing_on(conn: Connection, unit: BodyKey, successor: BodyKey, first_day: date) -> PassingOn:
    """Return what would pass on from a unit to its successor from a day on; nothing is done by it.

    Raises `DirectoryInvalid` for a unit nobody knows, one that is its own successor, a successor without
    people, and a day before tomorrow.
    """
    _check_units(conn, unit, successor, first_day)
    leaving: list[SeatChange] = []
    taken: list[SeatChange] = []
    for name in sorted(UNIT_SEATS):
        seat = SeatKey(f"{unit}/{name}")
        heirs = directory.holders(conn, SeatKey(f"{successor}/{name}"), first_day)
        if not heirs:
            raise DirectoryInvalid(Wrong(f"{successor}/{name}", "nobody_sits_there", day=first_day))
        left, new = changing_hands(conn, seat, heirs, first_day)
        leaving += left
        taken += new
    return PassingOn(tuple(leaving), tuple(taken), had_by(conn, unit))


def changing_hands(
    conn: Connection, seat: SeatKey, heirs: Collection[PersonId], first_day: date
) -> tuple[list[SeatChange], list[SeatChange]]:
    """Return who leaves a seat and who takes it, so that its heirs sit there from a day on."""
    sat = [each for each in seats.periods(conn, seat) if each.holds_on(first_day)]
    left = (each for each in sat if each.person not in heirs and each.since < first_day)
    new = set(heirs) - {each.person for each in sat}
    return (
        [_left(each, first_day) for each in left],
        [_taken(seat, person, first_day) for person in sorted(new)],
    )


def _left(held: SeatChange, first_day: date) -> SeatChange:
    last_day = first_day - timedelta(days=1)
    return SeatChange(held.seat, held.person, held.since, last_day, True, held.until)


def _taken(seat: SeatKey, person: PersonId, first_day: date) -> SeatChange:
    return SeatChange(seat, person, first_day, None, is_held=False)


def _check_units(conn: Connection, unit: BodyKey, successor: BodyKey, first_day: date) -> None:
    check_first_day(conn, f"{unit} → {successor}", first_day)
    known = directory.unit_names(conn)
    for each in (unit, successor):
        if each not in known:
            raise DirectoryInvalid(Wrong(each, "unit_unknown", near=nearest(each, known)))
    if unit == successor:
        raise DirectoryInvalid(Wrong(unit, "hands_over_to_itself"))


def check_first_day(conn: Connection, place: str, first_day: date) -> None:
    """Check that seats can pass on from a day on: tomorrow at the earliest, and within a year."""
    last_day = first_day - timedelta(days=1)
    if last_day < today(conn):
        raise DirectoryInvalid(Wrong(place, "is_over", day=last_day))
    if first_day > today(conn) + PLANNED_AHEAD:
        raise DirectoryInvalid(Wrong(place, "too_far", day=first_day))


def hand_over(
    desk: Desk, unit: BodyKey, successor: BodyKey, first_day: date, who: Identified
) -> tuple[SeatRow, ...]:
    """Let the head and the officers of a unit sit in the seats of one that is no more, from a day on.

    So its cases go on, a returned one among them; who sat there leaves the day before. Return the seats
    that were taken. On a page all of it is proposed. Raises what `passing_on` raises, and on a page
    `DecisionRefused` for whoever does not run Doan.
    """
    with desk.store.writing() as conn:
        if not is_console(who.shown_by):
            check_administers(conn, desk.regulation(), who)
        passes = passing_on(conn, unit, successor, first_day)
        let_change_hands(desk, desk.house(conn, who), passes.leaving, passes.taken, who)
    desk.tell(AT_THE_DOOR)
    return _rows(passes.taken)


def let_change_hands(
    desk: Desk,
    house: HouseJournal,
    leaving: Sequence[SeatChange],
    taken: Sequence[SeatChange],
    who: Identified,
) -> tuple[int, ...]:
    """Let people leave and take seats: at the console at once, on a page it is proposed.

    Return the numbers of the proposals.
    """
    if not is_console(who.shown_by):
        return tuple(each.number for each in propose_seats(desk, house, (*leaving, *taken), who))
    for each in leaving:
        if each.until:
            directory.end_seat(house, each.seat, each.person, each.until)
    file = DirectoryFile(units={}, persons={}, seats=_rows(taken))
    directory.load_directory(house, file)
    sessions.end_leavers(house, today(house.conn))
    return ()


def _rows(taken: Sequence[SeatChange]) -> tuple[SeatRow, ...]:
    return tuple(SeatRow(seat=each.seat, person=each.person, since=each.since) for each in taken)

"""Who takes or leaves a seat is proposed by one, at a page, and counts once a second has confirmed it.

Who held the seat, and whoever comes into it, is written to at once: a seat is the power to decide.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.acts.house.changes import confirmers_of
from flows.case.answers import Identified
from models.directory import ProposedChange, Standing
from models.errors import DirectoryInvalid, Wrong
from models.store.database.clock import now, today
from models.store.house import proposed, seats
from models.store.house.journal import HouseJournal
from models.store.house.seats import SeatChange
from models.store.sign_in import sessions
from notifications.telling.mailbox_letters import SeatsTold

PLANNED_AHEAD = timedelta(days=366)
# Two terms of office.
_LONGEST_TERM = timedelta(days=3660)


def propose_seats(
    desk: Desk, house: HouseJournal, wanted: Sequence[SeatChange], who: Identified
) -> tuple[ProposedChange, ...]:
    """Propose who takes and leaves seats, for one who runs Doan. Nothing of it counts yet.

    Raises `DirectoryInvalid` naming what cannot be proposed.
    """
    conn, regulation = house.conn, desk.regulation()
    # Of two proposals the second sees the first.
    house.wait()
    if wrong := tuple(_wrong_in(conn, wanted)):
        raise DirectoryInvalid(*wrong)
    kept = tuple(proposed.propose_seat(house, each, who.person) for each in wanted)
    told = SeatsTold(conn, regulation, desk.settings, at=now(conn))
    told.proposed(kept, confirmers_of(conn, regulation, kept))
    return kept


def _wrong_in(conn: Connection, wanted: Sequence[SeatChange]) -> Iterator[Wrong]:
    waiting = {(each.seat, each.person) for each in proposed.under_way(conn) if each.seat}
    day = today(conn)
    for each in wanted:
        place = f"seats: {each.seat}, {each.person}"
        if far := _too_far(each, day):
            yield Wrong(place, "too_far", day=far)
        elif (each.seat, each.person) in waiting:
            yield Wrong(place, "under_way")
        elif each.is_held and each.until_before and (each.until or each.since) > each.until_before:
            yield Wrong(place, "prolonged", until=each.until_before)
        elif not each.is_held and _holds(conn, each):
            yield Wrong(place, "held_already", since=each.since)
        waiting.add((each.seat, each.person))


def _too_far(wanted: SeatChange, day: date) -> date | None:
    """Return a day that nobody plans seats for: by habit or mistake another year was written."""
    if wanted.since > day + PLANNED_AHEAD:
        return wanted.since
    return wanted.until if wanted.until and wanted.until > day + _LONGEST_TERM else None


def _holds(conn: Connection, wanted: SeatChange) -> bool:
    held = seats.periods(conn, wanted.seat)
    return any(each.person == wanted.person and each.holds_on(wanted.since) for each in held)


def let_seat_count(desk: Desk, number: int) -> None:
    """Let somebody take or leave a seat as two have said; who belongs nowhere any more is signed out."""
    with desk.store.writing() as conn:
        change = proposed.change_of(conn, number)
        if change.standing is not Standing.CONFIRMED:
            return
        house = desk.house(conn)
        proposed.let_seat_count(house, change, today(conn))
        sessions.end_leavers(house, today(conn))

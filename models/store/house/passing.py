"""What passes on with the seats of a unit, and what waits for a seat that somebody leaves."""

from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection, func, select

from models.case import CaseStatus, StepState
from models.directory import ChangeOf, ProposedChange
from models.ids import BodyKey, SeatKey
from models.store.house import proposed, seats
from models.store.tables import cases, drafts, steps

_UNDER_WAY = (CaseStatus.IN_APPROVAL, CaseStatus.APPROVED)


@dataclass(frozen=True)
class HadByUnit:
    """How many cases under way a unit has, how many open steps ask its seats, how many drafts it has."""

    cases: int
    steps: int
    drafts: int


def had_by(conn: Connection, unit: BodyKey) -> HadByUnit:
    """Return what a unit has."""
    of_unit = steps.c.seat.startswith(f"{unit}/", autoescape=True)
    asked = select(steps.c.case_no).where(steps.c.state == StepState.OPEN, of_unit)
    under_way = select(cases.c.no).where(cases.c.unit == unit, cases.c.status.in_(_UNDER_WAY))
    begun = select(drafts.c.id).where(drafts.c.unit == unit, drafts.c.content.is_not(None))
    counted = (
        select(func.count()).select_from(each.subquery()) for each in (under_way, asked, begun)
    )
    return HadByUnit(*(conn.execute(each).scalar_one() for each in counted))


def left_empty(conn: Connection, change: ProposedChange) -> int | None:
    """Return how many open steps ask a seat that nobody holds once somebody has left it, as proposed.

    None where somebody else holds it then, or is to, or where nobody leaves a seat.
    """
    if change.what is not ChangeOf.SEAT_LEFT or change.seat is None or change.until is None:
        return None
    if _is_held(conn, change.seat, change.until + timedelta(days=1)):
        return None
    asks = steps.c.seat == change.seat, steps.c.state == StepState.OPEN
    return conn.execute(select(func.count()).select_from(steps).where(*asks)).scalar_one()


def _is_held(conn: Connection, seat: SeatKey, day: date) -> bool:
    """Tell whether somebody holds a seat on a day once all that is proposed of it counts."""
    of_seat = [each for each in proposed.under_way(conn) if each.seat == seat]
    left = {
        each.person
        for each in of_seat
        if each.what is ChangeOf.SEAT_LEFT and each.until and each.until < day
    }
    stays = any(p.holds_on(day) and p.person not in left for p in seats.periods(conn, seat))
    comes = any(
        each.what is ChangeOf.SEAT_TAKEN
        and each.since is not None
        and each.since <= day
        and (each.until is None or day <= each.until)
        for each in of_seat
    )
    return stays or comes

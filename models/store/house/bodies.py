"""Bodies of the regulation that are no more: to whom their seats pass, and from which day it counts."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from models import entries as e
from models.case import CaseStatus
from models.competence.passing import DECIDING, Pairs
from models.directory import UNDER_WAY, ChangeOf, Standing
from models.ids import BodyKey, SeatKey, body_of
from models.store.house.journal import HouseJournal
from models.store.tables import bodies_passed, cases, mailbox_changes, plan_steps

_ON_THEIR_WAY = (CaseStatus.IN_APPROVAL, CaseStatus.APPROVED)


@dataclass(frozen=True)
class BodyPassed:
    """A body is no more from a day on; `changes` are the proposals of its seats, none at the console.

    `counts_from` is the day on which its seats are with the successor's people: None while somebody has
    to confirm it. `is_dropped` where all of it was turned down.
    """

    number: int
    body: BodyKey
    successor: BodyKey | None
    since: date
    pairs: Pairs
    changes: tuple[int, ...]
    counts_from: date | None = None
    is_dropped: bool = False

    @property
    def bodies(self) -> frozenset[BodyKey]:
        """Return the bodies whose seats pass on by it: its own, and those that had passed to it."""
        return frozenset(map(body_of, self.pairs))


def note_passing(
    house: HouseJournal,
    body: BodyKey,
    successor: BodyKey | None,
    since: date,
    pairs: Pairs,
    changes: tuple[int, ...],
) -> None:
    """Write down that a body passes on, behind what was written of its seats."""
    newest = house.conn.execute(select(func.max(bodies_passed.c.number))).scalar() or 0
    about: dict[str, Any] = {
        "number": newest + 1,
        "body": body,
        "successor": successor,
        "since": since,
        "seats": tuple(pairs.items()),
        "changes": changes,
    }
    house.record(e.BodyPassesOn(**about))
    kept = {"seats": [list(each) for each in about["seats"]], "changes": list(changes)}
    house.conn.execute(insert(bodies_passed).values(**{**about, **kept}))


def bodies_that_passed(conn: Connection) -> tuple[BodyPassed, ...]:
    """Return the bodies that are, or are to be, no more, in the order in which it was written down."""
    rows = conn.execute(select(bodies_passed).order_by(bodies_passed.c.number)).all()
    numbers = {number for row in rows for number in row.changes}
    changes: dict[int, Row[Any]] = {}
    if numbers:
        wanted = select(mailbox_changes).where(mailbox_changes.c.number.in_(sorted(numbers)))
        changes = {row.number: row for row in conn.execute(wanted)}
    return tuple(_passed(row, [changes[n] for n in row.changes if n in changes]) for row in rows)


def _passed(row: Row[Any], changes: list[Row[Any]]) -> BodyPassed:
    standings = {each.standing for each in changes}
    return BodyPassed(
        number=row.number,
        body=BodyKey(row.body),
        successor=BodyKey(row.successor) if row.successor else None,
        since=row.since,
        pairs={SeatKey(seat): SeatKey(to) if to else None for seat, to in row.seats},
        changes=tuple(row.changes),
        counts_from=None if Standing.PROPOSED in standings else _counts_from(row.since, changes),
        is_dropped=standings == {Standing.TURNED_DOWN},
    )


def _counts_from(since: date, changes: list[Row[Any]]) -> date | None:
    """Return the first day on which all has changed hands; who leaves sits there to the end of a day."""
    days = [since]
    for each in changes:
        if each.counts_from and each.standing in (Standing.COUNTS, *UNDER_WAY):
            leaves = each.what == ChangeOf.SEAT_LEFT
            days.append(each.counts_from + timedelta(days=1) if leaves else each.counts_from)
    return max(days)


def no_more_on(conn: Connection, on: date) -> dict[BodyKey, date]:
    """Return the bodies that are no more on a day, each with the day since when it is so."""
    passed = (each for each in bodies_that_passed(conn) if not each.is_dropped)
    return {
        body: each.counts_from
        for each in passed
        if each.counts_from and each.counts_from <= on
        for body in each.bodies
    }


def cases_deciding(conn: Connection, seats: tuple[SeatKey, ...]) -> dict[SeatKey, int]:
    """Return how many cases in approval have in their plan that each of some seats decides."""
    wanted = (
        select(plan_steps.c.seat, func.count(plan_steps.c.case_no.distinct()))
        .join(cases, cases.c.no == plan_steps.c.case_no)
        .where(cases.c.status == CaseStatus.IN_APPROVAL, plan_steps.c.act.in_(sorted(DECIDING)))
        .where(plan_steps.c.seat.in_(seats))
        .group_by(plan_steps.c.seat)
    )
    return {SeatKey(seat): count for seat, count in conn.execute(wanted)}


def cases_planned(conn: Connection, seats: tuple[SeatKey, ...]) -> int:
    """Return how many cases under way have any of some seats in their plan."""
    wanted = select(func.count(plan_steps.c.case_no.distinct())).join(
        cases, cases.c.no == plan_steps.c.case_no
    )
    asks = plan_steps.c.seat.in_(seats)
    return conn.execute(wanted.where(asks, cases.c.status.in_(_ON_THEIR_WAY))).scalar_one()

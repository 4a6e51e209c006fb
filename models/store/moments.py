"""Due moments: when something has to be looked at again. Fired by the sweep, each once."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Row,
    and_,
    bindparam,
    delete,
    or_,
    select,
    tuple_,
    update,
)

from models.case import OVER
from models.errors import RowUnreadable
from models.ids import CaseNo
from models.store.amiss.unreadable import each_readable
from models.store.database.engine import insert_or_change
from models.store.lists.urgent import urgent
from models.store.tables import cases, due_moments


class MomentKind(StrEnum):
    """What is due: a reminder, a step's deadline, or a day the case waits for (step 0)."""

    REMIND = "remind"
    DEADLINE = "deadline"
    DAY = "day"


# Put together once: that costs more than the database needs to answer it.
_DISARM = delete(due_moments).where(
    due_moments.c.case_no == bindparam("of"),
    due_moments.c.step.in_(bindparam("steps", expanding=True)),
    due_moments.c.fired_at.is_(None),
)


@dataclass(frozen=True)
class DueMoment:
    case_no: CaseNo
    step: int
    kind: MomentKind
    due_at: datetime


def arm(conn: Connection, due: Sequence[DueMoment]) -> None:
    """Set moments; one set before for the same step and kind is moved and may fire again."""
    if due:
        anew = ("due_at", "fired_at")
        rows = [{**vars(moment), "fired_at": None} for moment in due]
        insert_or_change(conn, due_moments, rows, anew)


def disarm(conn: Connection, case_no: CaseNo, steps: Collection[int]) -> None:
    """Take back the moments of steps that wait for nobody any more."""
    if steps:
        conn.execute(_DISARM, {"of": case_no, "steps": list(steps)})


def mark_fired(conn: Connection, moment: DueMoment, at: datetime) -> bool:
    """Mark a moment as fired; False when somebody has done so, or moved it, in the meantime."""
    this = _this(moment.case_no, moment.step, moment.kind)
    fired = conn.execute(
        update(due_moments)
        .where(this, due_moments.c.fired_at.is_(None))
        .where(due_moments.c.due_at == moment.due_at)
        .values(fired_at=at)
    )
    return fired.rowcount == 1


def forget_fired(conn: Connection, *, before: datetime, most: int) -> int:
    """Forget some moments of cases that are over which fired before a moment; return how many."""
    key = due_moments.c.case_no, due_moments.c.step, due_moments.c.kind
    fired = (
        select(*key)
        .join(cases, cases.c.no == due_moments.c.case_no)
        .where(due_moments.c.fired_at < before, cases.c.status.in_(OVER))
        .limit(most)
    )
    return conn.execute(delete(due_moments).where(tuple_(*key).in_(fired))).rowcount


def due(
    conn: Connection,
    at: datetime,
    *,
    urgent_only: bool = False,
    limit: int,
    left_out: dict[CaseNo, RowUnreadable] | None = None,
) -> tuple[DueMoment, ...]:
    """Return the moments that have come, the oldest first.

    With `urgent_only` days that cases wait for, and of steps only what is urgent. Those that nobody can
    read are `left_out`, by their case.
    """
    rows = conn.execute(
        select(due_moments)
        .where(due_moments.c.fired_at.is_(None), due_moments.c.due_at <= at)
        .where(*([_IS_DAY_OR_URGENT] if urgent_only else []))
        .order_by(due_moments.c.due_at, due_moments.c.case_no, due_moments.c.step)
        .limit(limit)
    )
    return tuple(each_readable(rows, _moment, left_out))


_IS_DAY_OR_URGENT = or_(
    due_moments.c.kind == MomentKind.DAY,
    tuple_(due_moments.c.case_no, due_moments.c.step).in_(urgent()),
)


def _moment(row: Row[Any]) -> DueMoment:
    return DueMoment(row.case_no, row.step, MomentKind(row.kind), row.due_at)


def next_due(conn: Connection) -> datetime | None:
    """Return the earliest moment that has not fired."""
    return conn.execute(
        select(due_moments.c.due_at)
        .where(due_moments.c.fired_at.is_(None))
        .order_by(due_moments.c.due_at)
        .limit(1)
    ).scalar()


def armed(conn: Connection, case_no: CaseNo, step: int, kind: MomentKind) -> datetime | None:
    """Return when a moment is set for, fired or not."""
    return conn.execute(select(due_moments.c.due_at).where(_this(case_no, step, kind))).scalar()


def _this(case_no: CaseNo, step: int, kind: MomentKind) -> ColumnElement[bool]:
    return and_(
        due_moments.c.case_no == case_no,
        due_moments.c.step == step,
        due_moments.c.kind == kind,
    )

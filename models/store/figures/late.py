"""What is late now, and with whom: the open steps whose time has passed, in somebody's reach."""

from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, literal_column, or_, select

from config.regulation.codes import Kind
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo, SeatKey, body_of
from models.store.lists.reach import in_reach
from models.store.tables import IS_OPEN, case_words, cases, steps
from models.store.tables.base import Moment

# Longer lists no leader reads: the board has all of them.
MOST_LATE = 500
_ASKED = steps.alias("asked")
_S = _ASKED.c


@dataclass(frozen=True)
class LateStep:
    """A step whose time has passed: of which case, with which body; without a title it is erased."""

    no: CaseNo
    kind: Kind
    title: str
    stage: str
    seat: SeatKey
    due_at: datetime | None

    @property
    def body(self) -> BodyKey:
        """Return the body that has it."""
        return body_of(self.seat)


def late_steps(conn: Connection, reads: Reach, now: datetime) -> tuple[LateStep, ...]:
    """Return what is late, the longest first."""
    rows = conn.execute(_late(reads), {"now": now})
    return tuple(
        LateStep(row.no, Kind(row.kind), row.title or "", row.stage, SeatKey(row.seat), row.due_at)
        for row in rows
    )


@lru_cache(maxsize=64)
def _late(reads: Reach) -> Select[Any]:
    now = bindparam("now", type_=Moment())
    passed = or_(_S.overdue, and_(_S.due_at < now, _S.paused_at.is_(None)))
    query = select(cases.c.no, cases.c.kind, case_words.c.title, _S.stage, _S.seat, _S.due_at)
    query = query.join(_ASKED, _S.case_no == cases.c.no)
    query = query.outerjoin(case_words, case_words.c.case_no == cases.c.no)
    # A database takes the index of what is open where a question says its very words.
    query = query.where(literal_column(f"asked.{IS_OPEN}"), passed, in_reach(reads))
    return query.order_by(_S.due_at, cases.c.no, _S.number).limit(MOST_LATE)

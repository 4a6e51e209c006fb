"""What is owed over all cases: reports, passports, accounts, commitments; by whom and to whom."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, literal_column, or_, select

from config.regulation.codes import Act, Stage
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo, PersonId, SeatKey
from models.store.lists.paged import Paged, counted, read_page
from models.store.lists.reach import in_reach
from models.store.tables import IS_OPEN, case_words, cases, plan_steps, steps

# What has to be brought once it was decided: by whom is asked of the step's seat.
OWED = (Act.FILE, Act.HAND_BACK, Act.SETTLE, Act.MEET, Act.FULFIL, Act.CARRY_OUT)
OWED_STAGES = (
    Stage.REPORT,
    Stage.PASSPORTS,
    Stage.ACCOUNTS,
    Stage.CONDITIONS,
    Stage.COMMITMENTS,
    Stage.AGREEMENTS,
    Stage.TASKS,
)
# By a name of its own: in whose reach a case is, is told by its steps as well.
_OWING = steps.alias("owing")
_AT_ONCE = 500


@dataclass(frozen=True)
class OwedSought:
    """Which duties are wanted; None asks for nothing. `late_at`: what is overdue then."""

    stage: Stage | None = None
    unit: BodyKey | None = None
    late_at: datetime | None = None


@dataclass(frozen=True)
class OwedDuty:
    """A duty that is open: of which case, who owes it, until when, and to whom (None: to no seat)."""

    case_no: CaseNo
    number: int
    title: str
    kind: str
    unit: BodyKey
    ends: date | None
    stage: Stage
    act: Act
    seat: SeatKey
    holders: tuple[PersonId, ...]
    due_at: datetime | None
    paused_at: datetime | None
    overdue: bool
    owed_to: SeatKey | None


def owed_in(conn: Connection, wanted: OwedSought, sees: Reach, number: int = 1) -> Paged[OwedDuty]:
    """Return a page of what is owed in cases that somebody `sees`, what is due first before the rest."""
    page = read_page(conn, counted(_query(wanted, sees)), number)
    takers = _takers(conn, [row.case_no for row in page.items])
    return page.of_readable(lambda row: _duty(row, takers))


def all_owed(conn: Connection, wanted: OwedSought, sees: Reach) -> Iterator[OwedDuty]:
    """Yield all that is owed in cases that somebody `sees`, in that order, some hundreds at a time.

    In a transaction: on PostgreSQL the rows are read on by a cursor.
    """
    rows = conn.execute(_query(wanted, sees).execution_options(yield_per=_AT_ONCE))
    for some in rows.partitions(_AT_ONCE):
        takers = _takers(conn, [row.case_no for row in some])
        yield from (_duty(row, takers) for row in some)


_COLUMNS = (
    "case_no", "number", "stage", "act", "seat", "holders", "due_at", "paused_at", "overdue",
)  # fmt: skip


def _query(wanted: OwedSought, sees: Reach) -> Select[Any]:
    joined = _OWING.join(cases, cases.c.no == _OWING.c.case_no)
    joined = joined.outerjoin(case_words, case_words.c.case_no == _OWING.c.case_no)
    columns = (*(_OWING.c[name] for name in _COLUMNS), cases.c.kind, cases.c.unit, cases.c.ends)
    query = select(*columns, case_words.c.title).select_from(joined)
    query = query.where(literal_column(f"owing.{IS_OPEN}"), _OWING.c.act.in_(OWED), in_reach(sees))
    query = query.where(_OWING.c.stage.in_([wanted.stage] if wanted.stage else OWED_STAGES))
    if wanted.unit:
        query = query.where(cases.c.unit == wanted.unit)
    if wanted.late_at:
        query = query.where(or_(_OWING.c.overdue, _OWING.c.due_at < wanted.late_at))
    order = (_OWING.c.due_at.is_(None), _OWING.c.due_at, _OWING.c.case_no, _OWING.c.number)
    return query.order_by(*order)


def _takers(conn: Connection, found: Iterable[str]) -> dict[tuple[str, str], str]:
    """Return which seat accepts what is handed in, by case and stage."""
    p = plan_steps.c
    accepts = select(p.case_no, p.stage, p.seat).where(
        p.case_no.in_(sorted({*found})), p.act == Act.ACCEPT
    )
    return {(row.case_no, row.stage): row.seat for row in conn.execute(accepts)}


def _duty(row: Row[Any], takers: dict[tuple[str, str], str]) -> OwedDuty:
    taker = takers.get((row.case_no, row.stage))
    return OwedDuty(
        case_no=CaseNo(row.case_no),
        number=row.number,
        title=row.title or "",
        kind=row.kind,
        unit=BodyKey(row.unit),
        ends=row.ends,
        stage=Stage(row.stage),
        act=Act(row.act),
        seat=SeatKey(row.seat),
        holders=tuple(map(PersonId, row.holders)),
        due_at=row.due_at,
        paused_at=row.paused_at,
        overdue=row.overdue,
        owed_to=SeatKey(taker) if taker else None,
    )

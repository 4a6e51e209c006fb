"""How like requests were decided of late: by the same seat, of the same unit or for the same country."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Row, and_, false, literal, or_, select
from sqlalchemy import case as when

from models.case import Case, Step, StepState
from models.competence.reach import Reach
from models.ids import CaseNo
from models.store.lists.decided import issued_after, issued_in
from models.store.lists.reach import in_reach
from models.store.tables import case_words, cases, steps

MOST_SIMILAR = 5
# By a name of its own: in whose reach a case is, is told by its steps as well.
_ASKED = steps.alias("asked")


@dataclass(frozen=True)
class Similar:
    """A decision on a request of the same kind: what was chosen when, and its paper where it has one.

    `same_unit` and `same_country` say why it is called alike.
    """

    case_no: CaseNo
    title: str
    choice: str
    at: datetime
    same_unit: bool
    same_country: bool
    paper_number: str | None
    paper_date: date | None


def similar_decisions(
    conn: Connection,
    case: Case,
    step: Step,
    countries: Collection[str],
    *,
    since: datetime,
    sees: Reach | None = None,
) -> tuple[Similar, ...]:
    """Return what the seat of a step decided on like requests, the most alike and then the latest first.

    Alike are requests of the same kind, of the same unit or about one of some countries; with `sees`
    only those of cases in it. In two queries, however many cases there are.
    """
    unit = cases.c.unit == case.unit
    goes = (case_words.c.countries.contains(f" {code} ") for code in sorted(countries))
    country = or_(false(), *goes)
    joined = _ASKED.join(cases, cases.c.no == _ASKED.c.case_no)
    joined = joined.join(case_words, case_words.c.case_no == _ASKED.c.case_no)
    asked = and_(
        cases.c.kind == case.kind,
        cases.c.no != case.no,
        _ASKED.c.seat == step.seat,
        _ASKED.c.stage == step.stage,
        _ASKED.c.act == step.act,
        _ASKED.c.state == StepState.DECIDED,
        _ASKED.c.decided_at >= since,
    )
    columns = (*(_ASKED.c[name] for name in _COLUMNS), case_words.c.title)
    query = select(*columns, unit.label("same_unit"), country.label("same_country"))
    query = query.select_from(joined).where(asked, or_(unit, country))
    if sees is not None:
        query = query.where(in_reach(sees))
    both = when((and_(unit, country), literal(0)), else_=literal(1))
    newest = (_ASKED.c.decided_at.desc(), _ASKED.c.case_no.desc(), _ASKED.c.number.desc())
    rows = conn.execute(query.order_by(both, *newest).limit(MOST_SIMILAR)).all()
    issued = issued_in(conn, {row.case_no for row in rows})
    return tuple(_similar(row, issued) for row in rows)


_COLUMNS = (
    "case_no", "number", "stage", "act", "key", "state", "choice", "decided_at",
    "paper_number", "paper_date",
)  # fmt: skip


def _similar(row: Row[Any], issued: list[Row[Any]]) -> Similar:
    paper = issued_after(row, issued) or row
    return Similar(
        case_no=CaseNo(row.case_no),
        title=row.title,
        choice=row.choice,
        at=row.decided_at,
        same_unit=bool(row.same_unit),
        same_country=bool(row.same_country),
        paper_number=paper.paper_number,
        paper_date=paper.paper_date,
    )

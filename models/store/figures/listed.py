"""The list of delegations as its form has it: with what the dossiers say, for who may read them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Select, and_, bindparam, select

from config.regulation.codes import Act, Kind, Stage
from models.case import StepState
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo
from models.request.base import Request
from models.store.dossiers import read_content
from models.store.figures.asked import FiguresSought, values_of, within
from models.store.tables import case_figures, cases, dossiers, steps

_J = case_figures.c
_AT_ONCE = 500


@dataclass(frozen=True)
class JourneyListed:
    """A journey of the list, with the dossier in force; None where it is erased.

    `report` is the number of the paper that came as its report, `reported_on` its day.
    """

    no: CaseNo
    unit: BodyKey
    visit: int
    begins: date
    ends: date
    turns: int
    decider: str
    in_plan: bool
    dossier: Request | None
    report: str = ""
    reported_on: date | None = None


def journeys_listed(
    conn: Connection, asked: FiguresSought, reads: Reach, most: int
) -> Iterator[JourneyListed]:
    """Yield the journeys of a period in the order of their days, so many at most."""
    query = _listed(reads, bool(asked.unit), bool(asked.nature))
    given, values = 0, values_of(asked)
    while given < most:
        size = min(_AT_ONCE, most - given)
        rows = conn.execute(query, {**values, "skipped": given, "size": size}).all()
        papers = _papers(conn, [row.no for row in rows])
        yield from (_listed_as(row, papers.get(row.no)) for row in rows)
        given += len(rows)
        if len(rows) < size:
            return


def _listed_as(row: Any, paper: Any) -> JourneyListed:
    said = dict(row._mapping)
    content, kind = said.pop("content"), Kind(said.pop("kind"))
    return JourneyListed(
        **said,
        dossier=read_content(content, kind) if content else None,
        report=(paper.paper_number or "") if paper else "",
        reported_on=paper.paper_date if paper else None,
    )


@lru_cache(maxsize=64)
def _listed(reads: Reach, of_unit: bool, of_nature: bool) -> Select[Any]:
    columns = (_J.unit, _J.visit, _J.begins, _J.ends, _J.turns, _J.decider, _J.in_plan, _J.kind)
    query = select(_J.case_no.label("no"), *columns, dossiers.c.content)
    query = within(query, case_figures, reads, of_unit=of_unit, of_nature=of_nature)
    # The case is joined once: by whoever may not see all of them it was before.
    numbered = cases.alias("numbered")
    in_force = and_(dossiers.c.case_no == numbered.c.no, dossiers.c.version == numbered.c.version)
    query = query.join(numbered, numbered.c.no == _J.case_no).outerjoin(dossiers, in_force)
    order = (_J.begins, _J.case_no, _J.visit)
    return query.order_by(*order).limit(bindparam("size")).offset(bindparam("skipped"))


def _papers(conn: Connection, numbers: list[str]) -> dict[str, Any]:
    filed = select(steps.c.case_no, steps.c.paper_number, steps.c.paper_date).where(
        steps.c.case_no.in_(numbers),
        steps.c.stage == Stage.REPORT,
        steps.c.act == Act.FILE,
        steps.c.state == StepState.DECIDED,
    )
    rows = conn.execute(filed.order_by(steps.c.case_no, steps.c.number))
    return {row.case_no: row for row in rows}

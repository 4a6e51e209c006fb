"""Which delegations are abroad and which guests are here in some days: approved ones, day by day."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, select

from config.regulation.codes import Kind
from models.case import CaseStatus
from models.competence.reach import Reach
from models.ids import BodyKey, CaseNo
from models.kinds import KINDS
from models.store.lists.kept_home import kept_home
from models.store.lists.reach import in_reach
from models.store.tables import case_words, cases, travellers

# What is only asked for is nobody's absence yet; what was called off is none any more.
_GOES = (CaseStatus.APPROVED, CaseStatus.ARCHIVED)
# More stand on no page: whoever has as many looks at a week.
MOST_SHOWN = 500


@dataclass(frozen=True)
class Stay:
    """A delegation abroad or guests here from a day to a day, both included; without a title erased.

    `names` are those who go, for whom the dossier is to be read: nobody's for others.
    """

    case_no: CaseNo
    kind: Kind
    unit: BodyKey
    title: str
    begins: date
    ends: date
    names: tuple[str, ...] = field(default=())

    def lasts_on(self, day: date) -> bool:
        """Tell whether it lasts on a day."""
        return self.begins <= day <= self.ends


def stays_in(
    conn: Connection,
    first: date,
    last: date,
    sees: Reach,
    reads: Reach,
    *,
    most: int = MOST_SHOWN,
) -> tuple[Stay, ...]:
    """Return who is abroad or here between two days, in the order of coming, so many at most.

    Of cases that somebody `sees`; who travels only where they `read` the dossier, and not who is kept
    at home. As many queries whatever their number.
    """
    described = cases.outerjoin(case_words, case_words.c.case_no == cases.c.no)
    columns = (cases.c[name] for name in ("no", "kind", "unit", "begins", "ends"))
    query = select(*columns, case_words.c.title).select_from(described)
    query = query.where(cases.c.begins <= last, cases.c.ends >= first, cases.c.status.in_(_GOES))
    query = (
        query.where(cases.c.kind.in_(_stays()))
        .where(in_reach(sees))
        .order_by(cases.c.begins, cases.c.no)
        .limit(most)
    )
    rows = conn.execute(query).all()
    names = _names(conn, [row.no for row in rows], reads)
    return tuple(_stay(row, names.get(row.no, ())) for row in rows)


def _names(conn: Connection, found: list[str], reads: Reach) -> dict[str, tuple[str, ...]]:
    joined = travellers.join(cases, cases.c.no == travellers.c.case_no)
    query = select(travellers.c.case_no, travellers.c.number, travellers.c.name)
    query = query.select_from(joined).where(travellers.c.case_no.in_(found), in_reach(reads))
    at_home = kept_home(conn, found)
    names: dict[str, tuple[str, ...]] = {}
    for row in conn.execute(query.order_by(travellers.c.case_no, travellers.c.number)):
        if (row.case_no, row.number) not in at_home:
            names[row.case_no] = (*names.get(row.case_no, ()), row.name)
    return names


def _stay(row: Row[Any], names: tuple[str, ...]) -> Stay:
    return Stay(
        case_no=CaseNo(row.no),
        kind=Kind(row.kind),
        unit=BodyKey(row.unit),
        title=row.title or "",
        begins=row.begins,
        ends=row.ends,
        names=names,
    )


def _stays() -> list[Kind]:
    """Return the kinds of cases by which somebody is abroad or here while they last."""
    return [code for code, kind in KINDS.items() if kind.model.on_calendar]

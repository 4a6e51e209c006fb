"""What a unit has that passes on with its seats: cases under way, steps that ask it, drafts."""

from dataclasses import dataclass

from sqlalchemy import Connection, func, select

from models.case import CaseStatus, StepState
from models.ids import BodyKey
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

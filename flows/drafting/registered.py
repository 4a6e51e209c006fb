"""What units registered for a plan is laid into the draft of the office that draws it up."""

from datetime import date
from typing import cast

from sqlalchemy import Connection

from config.regulation.codes import Kind
from models.annual_plan.merging import PlanContent, Registered, merge
from models.annual_plan.request import AnnualPlanRequest, PlanContribution
from models.ids import CaseNo
from models.request.base import Request
from models.store.lists import planned


def laid_in(
    conn: Connection, kind: Kind, standing: Request | None, today: date
) -> dict[str, object]:
    """Return what a draft of a kind begins with beside what is written already; of most kinds nothing.

    `standing` is the plan that is to be changed. A new plan is of the next year, or else of this one, of
    which something was registered and no plan stands. What the office took is laid in, in the order in
    which it came, and what is in the plan already is passed by.
    """
    if kind not in _LAID_IN:
        return {}
    plan = cast("AnnualPlanRequest | None", standing)
    years = [plan.year] if plan else [today.year + 1, today.year]
    for year in years:
        registered = _registered(conn, date(year, 1, 1))
        if not registered or (plan is None and _is_planned(conn, year)):
            continue
        before = PlanContent(plan.entries, plan.tasks, plan.merged) if plan else PlanContent()
        content = merge(before, registered).content
        return {
            "year": year,
            "entries": [each.model_dump(mode="json") for each in content.entries],
            "tasks": [each.model_dump(mode="json") for each in content.tasks],
            "merged": list(content.merged),
        }
    return {}


_LAID_IN = frozenset((Kind.ANNUAL_PLAN,))


def _is_planned(conn: Connection, year: int) -> bool:
    return planned.is_standing_from(conn, date(year, 1, 1), Kind.ANNUAL_PLAN)


def _registered(conn: Connection, begins: date) -> list[Registered]:
    found = planned.in_force_from(conn, begins, Kind.PLAN_CONTRIBUTION)
    return [_one(no, request) for no, request in found.items()]


def _one(case_no: CaseNo, request: Request) -> Registered:
    return Registered(case_no, cast("PlanContribution", request))

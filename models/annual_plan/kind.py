"""The annual plan, and what units register for it, as kinds of case."""

from config.regulation.province import Regulation
from models.annual_plan import admission, legible, plan
from models.annual_plan.conditions import HOLDS
from models.annual_plan.request import AnnualPlanRequest, PlanContribution
from models.kind_of_case import KindOfCase


def _is_in(regulation: Regulation) -> bool:
    return regulation.annual_plan is not None


def _office(regulation: Regulation) -> str | None:
    """Return the unit that draws the plan up."""
    return regulation.annual_plan.drawn_up_by if regulation.annual_plan else None


CONTRIBUTION = KindOfCase(
    model=PlanContribution,
    prefix="DK",
    sections={
        "letter": ("unit", "letter"),
        "purpose": ("year", "title", "purpose"),
        "entries": ("entries",),
        "tasks": ("tasks",),
        "papers": ("papers",),
    },
    legible=legible.contribution,
    plan=plan.of_contribution,
    earliest_day=admission.earliest_day,
    is_in=_is_in,
    asked_when=HOLDS,
)
ANNUAL_PLAN = KindOfCase(
    model=AnnualPlanRequest,
    prefix="KH",
    sections={
        "letter": ("unit", "letter"),
        "purpose": ("year", "title", "purpose"),
        "entries": ("entries",),
        "tasks": ("tasks",),
        "merged": ("merged",),
        "papers": ("papers",),
    },
    legible=legible.annual_plan,
    plan=plan.of_annual_plan,
    problems_at_filing=admission.units_of_the_plan,
    earliest_day=admission.earliest_day,
    is_in=_is_in,
    asked_when=HOLDS,
    only_of=_office,
)

"""What must hold of a plan, and of what is registered for one, on the day it is filed. Pure."""

from collections.abc import Iterator
from datetime import date

from models.annual_plan.request import AnnualPlanRequest, OfTheYear
from models.errors import Problem
from models.request.filing_day import FilingDay, unit_problems
from models.request.problems import field_name


def earliest_day(_request: OfTheYear, today: date) -> date:
    """Return the first day of the year a plan may be of: that of this year, as plans come late too."""
    return date(today.year, 1, 1)


def units_of_the_plan(request: AnnualPlanRequest, day: FilingDay) -> Iterator[Problem]:
    """Find units of delegations and tasks that are not there."""
    for listed in ("entries", "tasks"):
        for place, part in enumerate(getattr(request, listed)):
            if part.unit:
                yield from unit_problems(field_name((listed, place, "unit")), part.unit, day.units)

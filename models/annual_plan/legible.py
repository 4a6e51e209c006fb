"""What can be read of a plan, or of what is registered for one, in which something is wrong."""

from collections.abc import Callable
from functools import partial
from typing import Any, TypeVar, cast

from models.annual_plan.parts import (
    IntendedDelegation,
    IntendedTask,
    PlannedDelegation,
    PlannedTask,
)
from models.annual_plan.request import AnnualPlanRequest, OfTheYear, PlanContribution
from models.request.fields import year_written
from models.request.legible import Written, day_in, of_every_request, parts_in, text_in

R = TypeVar("R", bound=OfTheYear)
# What cannot be read breaks no rule of the day, or has a problem of its own.
_NO_YEAR = 9999


def _legible(
    given: Written,
    model: type[R],
    entry: type[IntendedDelegation],
    task: type[IntendedTask],
) -> R:
    read: dict[str, Any] = {
        **of_every_request(given),
        "year": year_written(given.get("year")) or _NO_YEAR,
        "entries": tuple(
            entry.model_construct(unit=text_in(each, "unit"))  # type: ignore[call-arg]
            for each in parts_in(given, "entries")
        ),
        "tasks": tuple(
            task.model_construct(unit=text_in(each, "unit"), due=day_in(each, "due"))  # type: ignore[call-arg]
            for each in parts_in(given, "tasks")
        ),
    }
    return cast("R", model.model_construct(**read))


contribution: Callable[[Written], PlanContribution] = partial(
    _legible, model=PlanContribution, entry=IntendedDelegation, task=IntendedTask
)
annual_plan: Callable[[Written], AnnualPlanRequest] = partial(
    _legible, model=AnnualPlanRequest, entry=PlannedDelegation, task=PlannedTask
)

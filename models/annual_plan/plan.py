"""What comes of a plan, and of what is registered for one, as steps of the case."""

from collections.abc import Iterator, Sequence
from datetime import date

from config.regulation.codes import Act, GuestClass, Stage, StartEvent, TimeUnit
from config.regulation.parts import Limit
from config.regulation.province import Regulation
from models.annual_plan.parts import PlannedTask
from models.annual_plan.request import AnnualPlanRequest, PlanContribution
from models.entries import PlannedStep
from models.ids import SeatKey


def of_contribution(
    _request: PlanContribution,
    _regulation: Regulation,
    approval: Sequence[PlannedStep],
    _guest_class: GuestClass | None,
) -> Iterator[PlannedStep]:
    """Yield how what a unit registers is taken: nothing comes after it."""
    yield from approval


def of_annual_plan(
    request: AnnualPlanRequest,
    _regulation: Regulation,
    approval: Sequence[PlannedStep],
    _guest_class: GuestClass | None,
) -> Iterator[PlannedStep]:
    """Yield the approval, then each task, in the order of the days they are due."""
    yield from approval
    for task in sorted(request.tasks, key=lambda each: (each.due, each.key)):
        yield _of_task(task, request.begins)


def _of_task(task: PlannedTask, begins: date) -> PlannedStep:
    """Return the step of a task; the day it is due is told as days from the first one of the year."""
    return PlannedStep(
        ordinal=0,
        stage=Stage.TASKS,
        act=Act.CARRY_OUT,
        seat=SeatKey(f"{task.unit}/officer"),
        key=task.key,
        within=Limit(
            amount=(task.due - begins).days,
            unit=TimeUnit.DAYS,
            counted_from=StartEvent.YEAR_BEGINS,
        ),
    )

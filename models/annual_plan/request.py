"""What a unit registers for the year's plan, and the plan itself: requests, read-only once built."""

from collections.abc import Iterator
from datetime import date
from typing import Annotated, Any, ClassVar, Self

from pydantic import ValidationInfo, field_validator, model_validator
from pydantic.functional_validators import ModelWrapValidatorHandler
from pydantic_core import InitErrorDetails

from config.regulation.codes import Kind
from models.annual_plan.parts import (
    IntendedDelegation,
    IntendedTask,
    PlannedDelegation,
    PlannedTask,
)
from models.request.base import Request
from models.request.checks import detail, part_of, parts_of, validated_with
from models.request.fields import Line, Year, regulation_of, several, year_written
from models.request.values.days import day_written
from models.request.values.refusal import refused

MOST_ENTRIES, MOST_TASKS = 1_000, 1_000


class OfTheYear(Request):
    """What a plan and what is registered for it have in common: one year, and all areas."""

    first_day: ClassVar[str] = "year"
    last_day: ClassVar[str] = "year"
    not_asked: ClassVar[frozenset[str]] = frozenset(("area", "plan_entry", "urgent", "allowed"))

    on_calendar: ClassVar[bool] = False

    area: str = ""
    year: Year

    @property
    def comes_afterwards(self) -> bool:
        """Return that a plan may come in the midst of its year, as that of 2020 did."""
        return True

    @property
    def begins(self) -> date:
        return date(self.year, 1, 1)

    @property
    def ends(self) -> date:
        return date(self.year, 12, 31)

    @property
    def foreseen(self) -> tuple[IntendedDelegation, ...]:
        """Return the delegations it foresees."""
        return ()

    @model_validator(mode="wrap")
    @classmethod
    def _hangs_together(cls, data: Any, handler: ModelWrapValidatorHandler[Self]) -> Self:
        """Hold keys and days against each other, even where a part itself is wrong."""
        astray = (*_keys_twice(data), *_due_in_another_year(data))
        return validated_with(astray, data, handler, cls.__name__)


class PlanContribution(OfTheYear):
    """What a unit registers for the plan of a year; with nothing in it, that it intends nothing."""

    kind: ClassVar[Kind] = Kind.PLAN_CONTRIBUTION

    entries: Annotated[tuple[IntendedDelegation, ...], several(0, MOST_ENTRIES)] = ()
    tasks: Annotated[tuple[IntendedTask, ...], several(0, MOST_TASKS)] = ()

    @property
    def foreseen(self) -> tuple[IntendedDelegation, ...]:
        return self.entries


class AnnualPlanRequest(OfTheYear):
    """The plan of a year: its delegations and tasks, each with key and unit.

    `merged` are the cases of the registrations that it takes in, whatever of them was left in it.
    """

    kind: ClassVar[Kind] = Kind.ANNUAL_PLAN

    entries: Annotated[tuple[PlannedDelegation, ...], several(0, MOST_ENTRIES)] = ()
    tasks: Annotated[tuple[PlannedTask, ...], several(0, MOST_TASKS)] = ()
    merged: Annotated[tuple[Line, ...], several(0, 500)] = ()

    @property
    def foreseen(self) -> tuple[IntendedDelegation, ...]:
        return self.entries

    @field_validator("unit")
    @classmethod
    def _of_the_office(cls, unit: str, info: ValidationInfo) -> str:
        regulation = regulation_of(info)
        rules = regulation.annual_plan if regulation else None
        if rules and unit != rules.drawn_up_by:
            raise refused("plan_of_the_office")
        return unit

    @property
    def parts(self) -> tuple[PlannedDelegation | PlannedTask, ...]:
        """Return its delegations and its tasks."""
        return (*self.entries, *self.tasks)

    def entry(self, key: str) -> PlannedDelegation | None:
        """Return the entry of a key; None where the plan has none of it."""
        return next((each for each in self.entries if each.key == key), None)

    def task(self, key: str) -> PlannedTask | None:
        """Return the task of a key; None where the plan has none of it."""
        return next((each for each in self.tasks if each.key == key), None)


def _keys_twice(data: object) -> Iterator[InitErrorDetails]:
    """Find keys that stand at two places, be it among delegations or among tasks."""
    seen: set[str] = set()
    for listed in ("entries", "tasks"):
        for index, part in enumerate(parts_of(data, listed)):
            written = part_of(part, "key")
            key = written.strip().upper() if isinstance(written, str) else ""
            if key and key in seen:
                yield detail("entry_key_twice", (listed, index, "key"), written)
            seen.add(key)


def _due_in_another_year(data: object) -> Iterator[InitErrorDetails]:
    """Find tasks that are due in another year than that of the plan: they are of another plan."""
    year = year_written(part_of(data, "year"))
    for index, part in enumerate(parts_of(data, "tasks")):
        due = day_written(part_of(part, "due"))
        if year and due and due.year != year:
            yield detail("task_outside_year", ("tasks", index, "due"), due, year=year)

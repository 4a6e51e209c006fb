"""Conditions under which the delegation was approved: each is met before what waits for it."""

from collections.abc import Callable
from datetime import datetime, timedelta
from functools import partial

from config.province_time import office_closes
from config.regulation.codes import Act, Gate, Stage
from flows.case.asking import require, side_by_side
from flows.case.at_work import CaseAtWork
from models.case import Condition, StepState
from models.route.planned import planned_step


def meet_conditions(work: CaseAtWork, gate: Gate) -> None:
    """Wait until the unit has met every condition that something waits for."""
    side_by_side(*conditions(work, gate))


def conditions(work: CaseAtWork, gate: Gate) -> list[Callable[[], object]]:
    """Return the wait for each condition of a gate; one whose decision counts no more has none."""
    standing = (c for c in work.case.conditions if c.gate is gate and _stands(work, c))
    return [partial(_met, work, condition) for condition in standing]


def _stands(work: CaseAtWork, condition: Condition) -> bool:
    return work.case.steps[condition.step - 1].state is StepState.DECIDED


def _met(work: CaseAtWork, condition: Condition) -> None:
    officer = work.seat("unit/officer")
    key = str(condition.number)
    planned = planned_step(Stage.CONDITIONS, Act.MEET, officer, None, key=key)
    require(work, planned, due_at=_due(work, condition.gate))


def _due(work: CaseAtWork, gate: Gate) -> datetime | None:
    """Return when a condition has to be met: the day before the start; with the report otherwise."""
    if gate is Gate.REPORT:
        return None
    day_before = work.request.begins - timedelta(days=1)
    due_at = office_closes(day_before)
    return due_at if due_at > work.now else None

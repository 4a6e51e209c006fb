"""When the last decision on a request is due, were every step to take all its time. Pure."""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import groupby

from config.province_time import WorkingCalendar, day_of, start_of
from config.regulation.codes import Direction
from config.regulation.parts import Limit, RouteStep, TimeLimit


def last_decision_due(
    steps: Iterable[RouteStep], submitted_on: date, calendar: WorkingCalendar
) -> date:
    """Return the day on which the last step of a route is due.

    Steps that ask the same of several seats run side by side, the others one after another. A step
    without a time limit counts for nothing, so the day may be too early but never too late.
    """
    day = submitted_on
    for _, group in groupby(steps, key=lambda step: (step.stage, step.act)):
        side_by_side = tuple(group)
        day = max(_last_due((s.within for s in side_by_side), day, calendar))
        day = max(_last_due((s.issued_within for s in side_by_side), day, calendar))
    return day


def day_due(limit: Limit, day: date, calendar: WorkingCalendar) -> date:
    """Return the last day that is in time by a limit counted from `day`, or the first before it."""
    return day_of(calendar.moment_due(limit, start_of(day)))


def _last_due(
    limits: Iterable[TimeLimit | None], day: date, calendar: WorkingCalendar
) -> Iterator[date]:
    yield day
    for limit in limits:
        if limit and limit.direction is Direction.AFTER:
            yield day_due(limit, day, calendar)

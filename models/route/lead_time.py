"""When the last decision on a request is due, were every step to take all its time. Pure."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import groupby

from config.province_time import WorkingCalendar, day_of, start_of
from config.regulation.codes import Direction
from config.regulation.parts import Limit, RouteStep, TimeLimit

# No request is a year on its way: whoever asks so early is told of no last day.
_LOOKED_BACK = timedelta(days=366)
_DAY = timedelta(days=1)


def last_decision_due(
    steps: Iterable[RouteStep], submitted_on: date, calendar: WorkingCalendar, *, urgent: bool
) -> date:
    """Return the day on which the last step of a route is due; of an `urgent` request that is sooner.

    Steps that ask the same of several seats run side by side, the others one after another. A step
    without a time limit counts for nothing, so the day may be too early but never too late.
    """
    day = submitted_on
    for _, group in groupby(steps, key=lambda step: (step.stage, step.act)):
        side_by_side = tuple(group)
        limits = ((urgent and step.urgent_within) or step.within for step in side_by_side)
        day = max(_last_due(limits, day, calendar))
        day = max(_last_due((s.issued_within for s in side_by_side), day, calendar))
    return day


def last_day_to_submit(
    steps: Sequence[RouteStep], begins: date, calendar: WorkingCalendar, *, urgent: bool
) -> date | None:
    """Return the last day on which a request can come so that it is decided before the day it `begins`.

    What comes later is decided no sooner, so the day is sought by halves. None where even a year
    would not do. It may be too late but never too early, as steps without a time limit count for
    nothing.
    """
    first, last = begins - _LOOKED_BACK, begins - _DAY

    def in_time(day: date) -> bool:
        return last_decision_due(steps, day, calendar, urgent=urgent) < begins

    if not in_time(first):
        return None
    while first < last:
        middle = last - _DAY * ((last - first).days // 2)
        if in_time(middle):
            first = middle
        else:
            last = middle - _DAY
    return first


def day_due(limit: Limit, day: date, calendar: WorkingCalendar) -> date:
    """Return the last day that is in time by a limit counted from `day`, or the first before it."""
    return day_of(calendar.moment_due(limit, start_of(day)))


def day_valid_until(limit: Limit, day: date, calendar: WorkingCalendar) -> date:
    """Return the day until which something is valid by a limit counted from `day`, be it off or not."""
    return calendar.day_reached(limit, day)


def _last_due(
    limits: Iterable[TimeLimit | None], day: date, calendar: WorkingCalendar
) -> Iterator[date]:
    yield day
    for limit in limits:
        if limit and limit.direction is Direction.AFTER:
            yield day_due(limit, day, calendar)

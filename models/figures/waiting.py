"""How many working days bodies had cases before them, the units apart. Pure.

Unit: working days after the day a step was opened up to the day it ended; 0 is the same day. Of an even
number of steps the median is the lower of the two in the middle.
"""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from config.province_time import WorkingCalendar

# All units in one line: what they need to answer is not the time of those who decide.
UNITS = ""


class Stood(Protocol):
    """How many steps stood with a body from a day to a day."""

    @property
    def body(self) -> str: ...
    @property
    def of_unit(self) -> bool: ...
    @property
    def opened_on(self) -> date: ...
    @property
    def ended_on(self) -> date: ...
    @property
    def steps(self) -> int: ...
    @property
    def late(self) -> int: ...


@dataclass(frozen=True)
class BodyTime:
    """How long steps stood with a body, or with the units: in working days."""

    body: str
    steps: int
    median: int
    longest: int
    total: int
    late: int

    @property
    def mean_tenths(self) -> int:
        """Return the mean in tenths of a working day."""
        return round(self.total * 10 / self.steps)


def body_times(waits: Iterable[Stood], calendar: WorkingCalendar) -> tuple[BodyTime, ...]:
    """Return how long each body had what was asked of it, the slowest first, then the units."""
    waits = tuple(waits)
    days = _Days(calendar, waits)
    spread: dict[str, Counter[int]] = {}
    late: Counter[str] = Counter()
    for wait in waits:
        key = UNITS if wait.of_unit else str(wait.body)
        spread.setdefault(key, Counter())[days.between(wait)] += wait.steps
        late[key] += wait.late
    times = [_time(key, counted, late[key]) for key, counted in spread.items()]
    return tuple(sorted(times, key=lambda t: (t.body == UNITS, -t.median, -t.total, t.body)))


def median_of(counted: Counter[int]) -> int:
    """Return the value in the middle of values that each stand there so many times."""
    left = (sum(counted.values()) + 1) // 2
    for value in sorted(counted):
        left -= counted[value]
        if left <= 0:
            return value
    return 0


def _time(key: str, counted: Counter[int], late: int) -> BodyTime:
    total = sum(value * times for value, times in counted.items())
    return BodyTime(key, sum(counted.values()), median_of(counted), max(counted), total, late)


class _Days:
    """The working days up to each day, counted once for all."""

    def __init__(self, calendar: WorkingCalendar, waits: Iterable[Stood]) -> None:
        ends = [day for wait in waits for day in (wait.opened_on, wait.ended_on)]
        self._before = dict(_counted(calendar, min(ends), max(ends))) if ends else {}

    def between(self, wait: Stood) -> int:
        """Return the working days after the first of them up to the last."""
        return self._before[wait.ended_on] - self._before[wait.opened_on]


def _counted(calendar: WorkingCalendar, first: date, last: date) -> Iterator[tuple[date, int]]:
    day, worked = first, 0
    while day <= last:
        worked += calendar.is_working(day)
        yield day, worked
        day += timedelta(days=1)

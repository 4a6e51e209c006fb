"""The process as it is lived: which activity follows which, how often and after how long. Pure.

A trace is what happened in one case, in order. An activity is a stage with its act, or an event of the
case as a whole. Times are working hours between two events: from when offices open to when they close,
on working days. Of an even number the median is the lower of the two in the middle.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from config.province_time import WorkingCalendar, day_of, office_closes, office_opens
from models.figures.waiting import median_of
from models.ids import BodyKey, CaseNo

_DAY = timedelta(days=1)
_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True)
class Occurred:
    """Something that happened in a case: `body` did it; empty where it is the case's own."""

    activity: str
    at: datetime
    body: str = ""
    seq: int = 0


@dataclass(frozen=True)
class Trace:
    """What happened in a case, in order; `planned` are the activities of its route, in theirs."""

    case_no: CaseNo
    unit: BodyKey
    events: tuple[Occurred, ...]
    planned: tuple[str, ...] = ()

    @property
    def variant(self) -> tuple[str, ...]:
        """Return its activities in order; what several bodies do one after the other is one."""
        names = [event.activity for event in self.events]
        return tuple(n for i, n in enumerate(names) if i == 0 or names[i - 1] != n)


@dataclass(frozen=True)
class Edge:
    """That one activity follows another: how often, after how many working minutes by the median."""

    source: str
    target: str
    count: int
    median_minutes: int
    total_minutes: int


@dataclass(frozen=True)
class Variant:
    """A way that cases take, and those that took it."""

    activities: tuple[str, ...]
    cases: tuple[CaseNo, ...]


@dataclass(frozen=True)
class ProcessMap:
    """What was discovered: activities in the order of the way, how often each was; edges, variants."""

    cases: int
    activities: tuple[tuple[str, int], ...]
    edges: tuple[Edge, ...]
    variants: tuple[Variant, ...]

    @property
    def bottlenecks(self) -> tuple[Edge, ...]:
        """Return where most working time goes, all cases together, the longest first."""
        slow = (edge for edge in self.edges if edge.total_minutes)
        return tuple(sorted(slow, key=lambda e: (-e.total_minutes, e.source, e.target)))


def discovered(traces: Iterable[Trace], calendar: WorkingCalendar) -> ProcessMap:
    """Discover the process of some cases."""
    traces = [trace for trace in traces if trace.events]
    took: dict[tuple[str, str], Counter[int]] = {}
    hours = WorkingHours(calendar)
    for trace in traces:
        for before, after in pairwise(trace.events):
            minutes = hours.minutes(before.at, after.at)
            took.setdefault((before.activity, after.activity), Counter())[minutes] += 1
    edges = [_edge(key, counted) for key, counted in took.items()]
    edges.sort(key=lambda e: (-e.count, e.source, e.target))
    return ProcessMap(len(traces), _activities(traces), tuple(edges), _variants(traces))


def _edge(key: tuple[str, str], counted: Counter[int]) -> Edge:
    total = sum(minutes * times for minutes, times in counted.items())
    return Edge(*key, sum(counted.values()), median_of(counted), total)


def _activities(traces: Sequence[Trace]) -> tuple[tuple[str, int], ...]:
    """Return the activities by how far on the way they stand, with how often each happened."""
    counted: Counter[str] = Counter()
    places: dict[str, list[float]] = {}
    for trace in traces:
        last = max(1, len(trace.events) - 1)
        for place, event in enumerate(trace.events):
            counted[event.activity] += 1
            places.setdefault(event.activity, []).append(place / last)
    means = {name: sum(found) / len(found) for name, found in places.items()}
    return tuple((name, counted[name]) for name in sorted(counted, key=lambda n: (means[n], n)))


def _variants(traces: Sequence[Trace]) -> tuple[Variant, ...]:
    found: dict[tuple[str, ...], list[CaseNo]] = {}
    for trace in traces:
        found.setdefault(trace.variant, []).append(trace.case_no)
    variants = [Variant(way, tuple(sorted(cases))) for way, cases in found.items()]
    return tuple(sorted(variants, key=lambda v: (-len(v.cases), v.activities)))


class WorkingHours:
    """Working time between moments, each day asked of the calendar once."""

    def __init__(self, calendar: WorkingCalendar) -> None:
        self._calendar = calendar
        self._works: dict[object, bool] = {}

    def minutes(self, start: datetime, end: datetime) -> int:
        """Return the whole working minutes from a moment to another; none where it is not later."""
        return sum((self._within(start, end)), timedelta()) // _MINUTE

    def _within(self, start: datetime, end: datetime) -> Iterator[timedelta]:
        day, last = day_of(start), day_of(end)
        while day <= last:
            if self._is_working(day):
                first, closes = max(start, office_opens(day)), min(end, office_closes(day))
                if closes > first:
                    yield closes - first
            day += _DAY

    def _is_working(self, day: object) -> bool:
        if day not in self._works:
            self._works[day] = self._calendar.is_working(day)  # type: ignore[arg-type]
        return self._works[day]

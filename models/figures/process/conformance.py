"""Whether cases went the way of their route: what was left out, and what came before its turn. Pure.

A route may ask several of one stage side by side, so that order is held between stages alone, and only
for what was asked before the approval: afterwards each duty has a clock of its own. What a return makes
be asked again is no deviation: the last outcome of each counts.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise

from models.figures.process.discovery import Trace
from models.ids import CaseNo

APPROVED = "case_approved"


class OffRoute(StrEnum):
    """How a case left its route."""

    LEFT_OUT = "left_out"
    TOO_EARLY = "too_early"


@dataclass(frozen=True)
class Deviation:
    """An activity in which cases left their route, and which cases did."""

    how: OffRoute
    activity: str
    cases: tuple[CaseNo, ...]


@dataclass(frozen=True)
class Conformance:
    """How many of the approved cases went by their route, and how the others left it."""

    judged: int
    conforming: int
    deviations: tuple[Deviation, ...]


def conformance(traces: Sequence[Trace]) -> Conformance:
    """Hold the approved cases against their routes; those still on the way are not judged."""
    judged = [trace for trace in traces if any(e.activity == APPROVED for e in trace.events)]
    found: dict[tuple[OffRoute, str], list[CaseNo]] = {}
    left = set()
    for trace in judged:
        for how, activity in dict.fromkeys(_of_one(trace)):
            found.setdefault((how, activity), []).append(trace.case_no)
            left.add(trace.case_no)
    deviations = [Deviation(how, what, tuple(cases)) for (how, what), cases in found.items()]
    deviations.sort(key=lambda d: (-len(d.cases), d.how, d.activity))
    return Conformance(len(judged), len(judged) - len(left), tuple(deviations))


def _of_one(trace: Trace) -> Iterator[tuple[OffRoute, str]]:
    names = [event.activity for event in trace.events]
    until = names[: names.index(APPROVED)]
    last = {name: place for place, name in enumerate(until)}
    for name in trace.planned:
        if name not in last:
            yield OffRoute.LEFT_OUT, name
    done = [name for name in dict.fromkeys(trace.planned) if name in last]
    for before, after in pairwise(done):
        if _stage(before) != _stage(after) and last[after] < last[before]:
            yield OffRoute.TOO_EARLY, after


def _stage(activity: str) -> str:
    return activity.partition(".")[0]

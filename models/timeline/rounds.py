"""The rounds of a case: how long each version of the dossier was with the unit and with approvers.

Pure. Time in which several people had the case counts once; what approvers and the unit had at the
same time (a question) counts for the unit, whose answer was waited for.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from config.regulation.codes import Act
from models.case import Case, Step
from models.competence.deciding import JUDGING

# In these the case waits for the unit's own people, in those for whoever approves. What comes after
# the approval (preparing, travelling, reporting) is neither.
OF_THE_UNIT = frozenset({Act.SIGN, Act.REVISE, Act.ANSWER})
OF_APPROVERS = JUDGING | {Act.RECORD, Act.ISSUE}

Span = tuple[datetime, datetime]


@dataclass(frozen=True)
class Round:
    """A version of the dossier on its way: how long the unit had it, and how long the approvers."""

    version: int
    with_unit: timedelta
    with_approvers: timedelta


def rounds(case: Case, now: datetime) -> tuple[Round, ...]:
    """Return the rounds up to `now`, one for each version of the dossier."""
    versions = sorted({step.version for step in case.steps})
    return tuple(_round(version, case, now) for version in versions)


def _round(version: int, case: Case, now: datetime) -> Round:
    steps = [step for step in case.steps if step.version == version]
    unit = _joined(_spans((s for s in steps if s.act in OF_THE_UNIT), now))
    approvers = _joined(_spans((s for s in steps if s.act in OF_APPROVERS), now))
    shared = sum((_overlap(a, b) for a in unit for b in approvers), timedelta())
    return Round(version, _length(unit), _length(approvers) - shared)


def _spans(steps: Iterator[Step], now: datetime) -> list[Span]:
    return [(step.opened_at, step.decided_at or (now if step.is_open else step.opened_at))
            for step in steps]  # fmt: skip


def _joined(spans: list[Span]) -> list[Span]:
    """Put together the spans that touch or overlap."""
    joined: list[Span] = []
    for begins, ends in sorted(spans):
        if joined and begins <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], ends))
        else:
            joined.append((begins, ends))
    return joined


def _length(spans: Sequence[Span]) -> timedelta:
    return sum((ends - begins for begins, ends in spans), timedelta())


def _overlap(one: Span, other: Span) -> timedelta:
    return max(min(one[1], other[1]) - max(one[0], other[0]), timedelta())

"""One idea of a register: rows with a stage, their lines, what is due, what rests on what. Pure.

Each register is a few lines of its own: its fields, its stages and the moves between them, its dues.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from config.province_time import WorkingCalendar
from config.regulation.parts import Record
from models.errors import Problem
from models.registers.dues import Due, DueKind
from models.registers.lines import OWED, LineKind
from models.registers.stages import Moves, Stage
from models.request.fields import Country, Day, DirectoryId, Line, Paragraph


class RegisterKey(StrEnum):
    """The registers. Stored and part of addresses: the codes never change."""

    RELATION = "relation"
    AGREEMENT = "agreement"
    NGO = "ngo"
    PROJECT = "project"
    PRIORITY = "priority"
    OPINION = "opinion"
    MISSION = "mission"
    COMPANY = "company"
    PRESS = "press"


class Content(Record):
    """What every row says: its stage and since when, its name, who of the province follows it."""

    stage: str
    since: Day
    name: Line
    country: Country | None = None
    unit: DirectoryId | None = None
    note: Paragraph | None = None

    @property
    def rests_on(self) -> tuple[int, ...]:
        """Return the numbers of the rows without which this one makes no sense."""
        return ()

    def lacking(self, today: date) -> Iterator[Problem]:
        """Yield what is wrong with what it says as a whole, on a day."""
        if self.since > today:
            yield Problem("since", self.since.isoformat(), "register_since_ahead")

    def dues(self, lines: Sequence["LineNow"], calendar: WorkingCalendar) -> Iterator[Due]:
        """Yield what of the row itself is due."""
        yield from ()


@dataclass(frozen=True)
class LineNow:
    """A line as it stands: its number, what it is, what it says."""

    number: int
    what: LineKind
    said: Record


Rests = Callable[[Any], tuple[int, ...]]


@dataclass(frozen=True)
class Register:
    """A register: what its rows say, where they may stand, what hangs on them, what they rest on.

    `over` are the stages in which a row is done with: nothing is due any more, and nothing that still
    stands may rest on it.
    """

    key: RegisterKey
    model: type[Content]
    stages: tuple[Stage, ...]
    moves: Moves
    lines: tuple[LineKind, ...]
    over: frozenset[str] = frozenset((Stage.ENDED,))
    rests_on: tuple[RegisterKey, ...] = ()

    def dues(
        self, said: Content, lines: Sequence[LineNow], calendar: WorkingCalendar
    ) -> tuple[Due, ...]:
        """Return all that is due of a row and its lines; of one that is over nothing."""
        if said.stage in self.over:
            return ()
        return tuple(sorted({*said.dues(lines, calendar), *_owed(lines)}))


def _owed(lines: Sequence[LineNow]) -> Iterator[Due]:
    for line in lines:
        due: date | None = getattr(line.said, "due", None)
        if line.what in OWED and due and not getattr(line.said, "done", None):
            yield Due(line.number, DueKind.COMMITMENT, due)


def last_day(lines: Sequence[LineNow], what: LineKind) -> date | None:
    """Return the last day on which there was a line of a kind; None where there was none."""
    days = (getattr(line.said, "day", None) for line in lines if line.what is what)
    return max((day for day in days if day), default=None)

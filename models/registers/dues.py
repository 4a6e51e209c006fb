"""What of a register is due on a day, and on which days before it the office is told. Pure."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum


class DueKind(StrEnum):
    """What is due. Stored: the codes never change."""

    # The next exchange with a partner locality.
    EXCHANGE = "exchange"
    # A certificate or an agreement runs out.
    TERM = "term"
    # What is looked through once a year: an agreement, the priority list.
    REVIEW = "review"
    # The yearly report on foreign aid.
    REPORT = "report"
    # An opinion that was asked for.
    ANSWER = "answer"
    # What somebody promised, or has to do by an agreement.
    COMMITMENT = "commitment"


# So many days before; 0 is the day itself.
AHEAD: dict[DueKind, tuple[int, ...]] = {
    DueKind.EXCHANGE: (90, 30),
    DueKind.TERM: (90, 60),
    DueKind.REVIEW: (30, 0),
    DueKind.REPORT: (30, 7),
    DueKind.ANSWER: (4, 0),
    DueKind.COMMITMENT: (7, 0),
}


@dataclass(frozen=True, order=True)
class Due:
    """Something due on a day; `line` is that of the row it is told by, 0 for the row itself."""

    line: int
    what: DueKind
    on: date

    @property
    def tells(self) -> tuple[date, ...]:
        """Return the days on which the office is told, the first one first."""
        return tuple(self.on - timedelta(days=days) for days in AHEAD[self.what])


def a_year_after(day: date) -> date:
    """Return the same day of the next year; of 29 February the 28th."""
    try:
        return day.replace(year=day.year + 1)
    except ValueError:
        return day.replace(year=day.year + 1, day=28)


def next_of_year(month: int, day: int, after: date) -> date:
    """Return the next such day of a year behind a day."""
    found = date(after.year, month, day)
    return found if found > after else found.replace(year=after.year + 1)

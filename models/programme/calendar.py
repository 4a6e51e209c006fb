"""What each person is told when an item of a programme is booked or changed: rules, no I/O.

An item is one event in people's calendars, under one UID for its whole life. A calendar believes the
message with the highest SEQUENCE, and among equal ones the one with the latest stamp (RFC 5546,
2.1.5); a higher SEQUENCE asks people anew whether they come.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeVar

from config.province_time import PROVINCE_TIME
from models.ids import CaseNo

# People, by whatever they are told apart.
P = TypeVar("P", bound=str)


class CalendarItem(Protocol):
    """An item of the programme, in the province's time. Who leaves one out cancels it."""

    @property
    def day(self) -> date: ...
    @property
    def begins(self) -> time: ...
    @property
    def ends(self) -> time: ...
    @property
    def place(self) -> str: ...
    @property
    def what(self) -> str: ...
    @property
    def cancelled(self) -> bool: ...


class Method(StrEnum):
    """What a message asks of a calendar (RFC 5546)."""

    REQUEST = "REQUEST"
    CANCEL = "CANCEL"


class Why(StrEnum):
    """Why a person is told. Stored: the names never change.

    *Withdrawn* is one who is no longer wanted at an event that goes on; *cancelled* is an event that
    is off for all.
    """

    INVITED = "invited"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    CANCELLED = "cancelled"

    @property
    def method(self) -> Method:
        return Method.REQUEST if self in (Why.INVITED, Why.CHANGED) else Method.CANCEL


@dataclass(frozen=True)
class Told:
    """The last thing a person was told of an item."""

    why: Why
    sequence: int

    @property
    def expected(self) -> bool:
        """Whether the event stands in the person's calendar."""
        return self.why.method is Method.REQUEST


def uid(case_no: CaseNo, item: int | str, mail_domain: str) -> str:
    """Return the name of an item in every calendar: the same whatever changes about it."""
    return f"{case_no}.item-{item}@{mail_domain}".lower()


def is_material(before: CalendarItem, after: CalendarItem) -> bool:
    """Say whether people have to ask themselves anew if they can come."""
    return _when_and_where(before) != _when_and_where(after)


def news(
    before: CalendarItem | None,
    after: CalendarItem,
    people: Iterable[P],
    told: Mapping[P, Told],
) -> dict[P, Told]:
    """Return what each person is to be told now that an item became `after`, for `people`.

    `told` is the last that each person was ever told of this item, the withdrawn among them; so who
    was there before need not be said. The news of one change, laid over it, is the next `told`.
    Repeat-safe: without a change there is no news.
    """
    wanted = set() if after.cancelled else set(people)
    expected = {person for person, last in told.items() if last.expected}
    moved = before is not None and is_material(before, after)
    reworded = before is not None and before.what != after.what
    off = Why.CANCELLED if after.cancelled else Why.WITHDRAWN
    # A calendar that once removed the event may pass over whatever is not newer than that.
    is_new = moved or bool(expected - wanted) or any(p in told for p in wanted - expected)
    sequence = _highest(told) + 1 if is_new or not told else _highest(told)
    said = {person: Told(off, sequence) for person in expected - wanted}
    said |= {person: Told(Why.INVITED, sequence) for person in wanted - expected}
    if moved:
        said |= {person: Told(Why.CHANGED, sequence) for person in wanted & expected}
    elif reworded:
        # Their own sequence: nobody is asked again because of a word, or of another's withdrawal.
        said |= {p: Told(Why.CHANGED, told[p].sequence) for p in wanted & expected}
    return dict(sorted(said.items()))


def moments(item: CalendarItem) -> tuple[datetime, datetime]:
    """Return when an item begins and ends; one that ends earlier in the day runs past midnight."""
    runs_over = timedelta(days=1 if item.ends < item.begins else 0)
    return (
        datetime.combine(item.day, item.begins, PROVINCE_TIME),
        datetime.combine(item.day + runs_over, item.ends, PROVINCE_TIME),
    )


def _when_and_where(item: CalendarItem) -> tuple[date, time, time, str]:
    return item.day, item.begins, item.ends, item.place


def _highest(told: Mapping[P, Told]) -> int:
    return max((last.sequence for last in told.values()), default=-1)

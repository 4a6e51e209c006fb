"""What each person is told when an item of a programme is booked or changed: rules, no I/O.

An item is one event in people's calendars, under one UID for its whole life. A calendar believes the
message with the highest SEQUENCE, and among equal ones the one with the latest stamp (RFC 5546,
2.1.5); a higher SEQUENCE asks people anew whether they come. Whatever a guest of the event would notice
raises it: of a hall that changed, too, everybody has to know that they were told.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import Any, Protocol, TypeVar

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
    def hall(self) -> str | None: ...
    @property
    def what(self) -> str: ...
    @property
    def what_en(self) -> str | None: ...
    @property
    def leader(self) -> str | None: ...
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


class PartStat(StrEnum):
    """What somebody answers to an invitation (RFC 5545, 3.2.12). Stored: the names never change."""

    ACCEPTED = "accepted"
    DECLINED = "declined"
    TENTATIVE = "tentative"


@dataclass(frozen=True)
class Told:
    """The last thing a person was told of an item; `event` names what it was then, in any words.

    What was told before that was kept has no `event`.
    """

    why: Why
    sequence: int
    event: str | None = None

    @property
    def expected(self) -> bool:
        """Whether the event stands in the person's calendar."""
        return self.why.method is Method.REQUEST


@dataclass(frozen=True)
class EventName:
    """Under which name and of which organiser an event stands in calendars: for its whole life.

    A calendar believes a change or an end only from the organiser it knows, under the name it knows.
    """

    uid: str
    organizer: str


def uid(case_no: CaseNo, item: int, token: str) -> str:
    """Return the name of an item in every calendar: it rests on nothing that can be set otherwise.

    `token` tells it from events of the same number of other installations.
    """
    return f"{case_no}.item-{item}.{token}@doan".lower()


def uid_by_domain(case_no: CaseNo, item: int, mail_domain: str) -> str:
    """Return the name that an item had when names still went by the sender's domain."""
    return f"{case_no}.item-{item}@{mail_domain}".lower()


def is_material(before: CalendarItem, after: CalendarItem) -> bool:
    """Say whether an item is held at another time or at another place."""
    return _when_and_where(before) != _when_and_where(after)


def noticed(item: CalendarItem) -> list[Any]:
    """Return what a guest of an event notices of it, as JSON: when, where, by whom received, what."""
    when = item.day.isoformat(), item.begins.isoformat(), item.ends.isoformat()
    return [*when, item.place, item.hall, item.leader, item.what, item.what_en]


def news(
    event: str, people: Iterable[P], told: Mapping[P, Told], *, is_off: bool = False
) -> dict[P, Told]:
    """Return what each person is to be told now that an item is `event`, for `people`.

    `event` is the same as long as nobody would notice a change; `told` is the last that each person
    was ever told of this item, the withdrawn among them, so who was there before need not be said.
    The news of one change, laid over it, is the next `told`. Repeat-safe: without a change there is
    no news.
    """
    wanted = set() if is_off else set(people)
    expected = {person for person, last in told.items() if last.expected}
    changed = {person for person in wanted & expected if told[person].event != event}
    off = Why.CANCELLED if is_off else Why.WITHDRAWN
    # A calendar that once removed the event may pass over whatever is not newer than that.
    is_new = changed or expected - wanted or any(p in told for p in wanted - expected)
    sequence = _highest(told) + 1 if is_new or not told else _highest(told)
    said = {person: Told(off, sequence, event) for person in expected - wanted}
    said |= {person: Told(Why.INVITED, sequence, event) for person in wanted - expected}
    said |= {person: Told(Why.CHANGED, sequence, event) for person in changed}
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

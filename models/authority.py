"""Authority given to another: who may act for whom, in which seats, from when to when. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from models.ids import PersonId, SeatKey


class Capacity(StrEnum):
    """In which capacity somebody signs for another (30/2020/NĐ-CP, article 13). Stored."""

    DEPUTY = "kt"
    BY_ORDER = "tl"
    SUB_AUTHORITY = "tuq"


@dataclass(frozen=True)
class Authority:
    """The holder of seats lets another act in them on some days, both included.

    It takes effect once the giver has confirmed it, holds only while the giver sits in the seat, and
    cannot be passed on: whoever acts under it holds no seat to give. `number` is 0 before it is kept.
    """

    giver: PersonId
    holder: PersonId
    seats: tuple[SeatKey, ...]
    since: date
    until: date
    capacity: Capacity
    set_by: PersonId
    confirmed: bool
    number: int = 0
    ended_on: date | None = None

    def is_in_force(self, on: date) -> bool:
        """Tell whether it holds on a day."""
        ended = self.ended_on is not None and self.ended_on <= on
        return self.confirmed and self.since <= on <= self.until and not ended

    def standing(self, on: date) -> str:
        """Return where it stands on a day, as a code: `authority_state.<code>` says it."""
        if self.until < on or (self.ended_on is not None and self.ended_on <= on):
            return "over"
        if not self.confirmed:
            return "unconfirmed"
        return "in_force" if self.is_in_force(on) else "ahead"

    def waits_for(self, person: PersonId) -> bool:
        """Tell whether it waits for somebody's word: others set it in their name."""
        return self.giver == person and not self.confirmed and self.ended_on is None

    def overlaps(self, other: "Authority") -> bool:
        """Tell whether there is a day on which both hold."""
        return self.since <= other.until and other.since <= self.until and other.ended_on is None


# Nobody knows longer before when they will be away.
_AHEAD = timedelta(days=366)


class Lack(StrEnum):
    """Why an authority cannot be given; the sentence is `authority.<lack>`."""

    NO_SEAT = "no_seat"
    SELF = "self"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    IN_THE_PAST = "in_the_past"
    FAR_OFF = "far_off"
    MUTUAL = "mutual"
    TWICE = "twice"
    COLLECTIVE = "collective"
    TOO_LONG = "too_long"
    PREPARES = "prepares"
    NEXT_DAY = "next_day"


def last_day(since: date, longest_days: int) -> date:
    """Return the last day of the longest span that begins on a day; both are counted."""
    return since + timedelta(days=longest_days - 1)


def lacks(
    wanted: Authority,
    *,
    held: Sequence[SeatKey],
    collective: Sequence[SeatKey],
    others: Sequence[Authority],
    today: date,
    longest_days: int,
    prepares: bool = False,
    earliest: date | None = None,
) -> Iterator[Lack]:
    """Yield everything that keeps an authority from being given.

    `held` are the seats of the giver, `collective` those that vote, in which nobody is represented,
    `longest_days` is the longest span the regulation allows; `prepares`: the holder prepares for the
    giver in one of the seats, and whoever prepares never decides. `earliest` is the first day on which
    it may begin, where there is one.
    Two people who are each other's substitutes on one day leave both seats empty: refused.
    """
    if wanted.holder == wanted.giver:
        yield Lack.SELF
    if not wanted.seats or not set(wanted.seats) <= set(held):
        yield Lack.NO_SEAT
    if not set(wanted.seats).isdisjoint(collective):
        yield Lack.COLLECTIVE
    if prepares:
        yield Lack.PREPARES
    if wanted.until < wanted.since:
        yield Lack.ENDS_BEFORE_IT_BEGINS
    elif wanted.until < today:
        yield Lack.IN_THE_PAST
    if earliest and wanted.since < earliest:
        yield Lack.NEXT_DAY
    if wanted.since > today + _AHEAD:
        yield Lack.FAR_OFF
    elif wanted.until > last_day(wanted.since, longest_days):
        yield Lack.TOO_LONG
    overlapping = [other for other in others if wanted.overlaps(other)]
    if any((o.giver, o.holder) == (wanted.holder, wanted.giver) for o in overlapping):
        yield Lack.MUTUAL
    if any(o.giver == wanted.giver and set(o.seats) & set(wanted.seats) for o in overlapping):
        yield Lack.TWICE

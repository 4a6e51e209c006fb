"""Authority given to another: who may act for whom, in which seats, from when to when. Pure."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
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


class Lack(StrEnum):
    """Why an authority cannot be given; the sentence is `authority.<lack>`."""

    NO_SEAT = "no_seat"
    SELF = "self"
    ENDS_BEFORE_IT_BEGINS = "ends_before_it_begins"
    IN_THE_PAST = "in_the_past"
    MUTUAL = "mutual"
    TWICE = "twice"
    COLLECTIVE = "collective"


def lacks(
    wanted: Authority,
    *,
    held: Sequence[SeatKey],
    collective: Sequence[SeatKey],
    others: Sequence[Authority],
    today: date,
) -> Iterator[Lack]:
    """Yield everything that keeps an authority from being given.

    `held` are the seats of the giver, `collective` those that vote, in which nobody is represented.
    Two people who are each other's substitutes on one day leave both seats empty: refused.
    """
    if wanted.holder == wanted.giver:
        yield Lack.SELF
    if not wanted.seats or not set(wanted.seats) <= set(held):
        yield Lack.NO_SEAT
    if not set(wanted.seats).isdisjoint(collective):
        yield Lack.COLLECTIVE
    if wanted.until < wanted.since:
        yield Lack.ENDS_BEFORE_IT_BEGINS
    elif wanted.until < today:
        yield Lack.IN_THE_PAST
    overlapping = [other for other in others if wanted.overlaps(other)]
    if any((o.giver, o.holder) == (wanted.holder, wanted.giver) for o in overlapping):
        yield Lack.MUTUAL
    if any(o.giver == wanted.giver and set(o.seats) & set(wanted.seats) for o in overlapping):
        yield Lack.TWICE

"""Which entry of the plan a request may be of: suggested, never taken by itself. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.annual_plan.parts import PlannedDelegation, quarter_of_month
from models.names import words_in
from models.request.base import Request

MOST_SUGGESTED = 5


class Likeness(StrEnum):
    """By what an entry is like a request."""

    UNIT = "unit"
    COUNTRY = "country"
    QUARTER = "quarter"
    PARTNER = "partner"


# A unit rarely goes for another; the quarter is the first thing of a plan that slips.
_WEIGHT = {Likeness.UNIT: 4, Likeness.COUNTRY: 3, Likeness.PARTNER: 3, Likeness.QUARTER: 2}
# The unit alone is no likeness: each has several delegations in a year.
_LEAST = 5


@dataclass(frozen=True)
class Suggestion:
    """An entry that may be meant, and by what it is like the request."""

    entry: PlannedDelegation
    grounds: tuple[Likeness, ...]

    @property
    def weight(self) -> int:
        """Return how like they are; more is liker."""
        return sum(_WEIGHT[ground] for ground in self.grounds)


def suggest(entries: Iterable[PlannedDelegation], request: Request) -> tuple[Suggestion, ...]:
    """Return the entries that may be meant by a request, the likest first, by their keys within that.

    Only those of its kind are, and only what shares a unit, a country, the quarter or words of the
    partner's name with it; a likeness in one of these alone is none.
    """
    partner = _words(request.partner)
    found = (
        Suggestion(entry, _grounds(entry, request, partner))
        for entry in entries
        if entry.kind == request.kind
    )
    like = [each for each in found if each.weight >= _LEAST]
    like.sort(key=lambda each: (-each.weight, _order(each.entry.key)))
    return tuple(like[:MOST_SUGGESTED])


def _grounds(
    entry: PlannedDelegation, request: Request, partner: frozenset[str]
) -> tuple[Likeness, ...]:
    is_of = {
        Likeness.UNIT: entry.unit == request.unit,
        Likeness.COUNTRY: not request.countries.isdisjoint(entry.countries),
        Likeness.QUARTER: entry.quarter.number == quarter_of_month(request.begins.month),
    }
    # A name is taken apart only where something else speaks for the entry: that costs most.
    if partner and entry.partner and any(is_of.values()):
        is_of[Likeness.PARTNER] = _is_like(partner, _words(entry.partner))
    return tuple(ground for ground in Likeness if is_of.get(ground))


def _is_like(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell whether names share more than half of the shorter one's words."""
    return bool(one and other) and 2 * len(one & other) > min(len(one), len(other))


def _words(name: str) -> frozenset[str]:
    return frozenset(words_in(name))


def _order(key: str) -> tuple[str, int]:
    return key[0], int(key[1:])


def in_order(keys: Sequence[str]) -> list[str]:
    """Return keys in the order of the plan: by their letter, then by their number."""
    return sorted(keys, key=_order)

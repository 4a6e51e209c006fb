"""Every day of a request is near what it is about: a year mistyped by habit is refused. Pure.

The bounds are our own: wide enough for what happens, so that only a slip lies outside.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from pydantic import BaseModel

from models.errors import Problem
from models.request.base import Request
from models.request.problems import field_name

_YEAR = timedelta(days=366)
# In years, before and after the day of filing. What lies within the trip, or comes after a day beside
# it, is held against that; None where nothing else is asked.
Bounds = tuple[int, int] | None
_PASSPORT: Bounds = (20, 20)
BOUNDS: Mapping[str, Bounds] = {
    "letter.date": (1, 0),
    "urgent.instruction.date": (1, 0),
    "allowed.instruction.date": (1, 0),
    "papers.date": (10, 0),
    "costs.rate.day": (1, 0),
    # A delegation that goes abroad. That it has begun already is told otherwise.
    "departs": (1, 9),
    "returns": (1, 9),
    "host.invitation.date": (2, 0),
    "itinerary.arrives": None,
    "itinerary.leaves": None,
    "members.born": (120, 0),
    "members.departs": None,
    "members.returns": None,
    "members.passport.expires": _PASSPORT,
    # Guests who come; a permission for several visits may hold for years.
    "arrives": (1, 3),
    "further_visits.arrives": (0, 9),
    "further_visits.departs": (0, 9),
    "guests.born": (120, 0),
    "guests.arrives": None,
    "guests.departs": None,
    "guests.passport.expires": _PASSPORT,
    "lodging.arrives": None,
    "lodging.leaves": None,
    "programme.day": None,
    "ngo.certificate.valid_from": (20, 10),
    "ngo.certificate.valid_until": (20, 20),
    "press.issued": (10, 1),
    "press.valid_until": (10, 10),
    # A task of a plan is due in the year of the plan.
    "tasks.due": None,
}
# The first day of a trip or visit is nearer than its last one.
_FIRST_DAY: Bounds = (1, 3)

Told = tuple[str, tuple[int | str, ...], date]


def days_far_off(
    request: Request, today: date, standing: Request | None = None
) -> Iterator[Problem]:
    """Find the days of a request that are far from the day it is filed.

    What the one that is in force says already is not asked again: it was near when it was filed.
    """
    said = {(pattern, day) for pattern, _, day in days_in(standing)} if standing else set()
    for pattern, where, day in days_in(request):
        first = pattern == request.first_day
        bounds = _FIRST_DAY if first else BOUNDS.get(pattern)
        # What cannot be read of an unfinished request stands as the last day there is.
        if bounds is None or day == date.max or (pattern, day) in said:
            continue
        earliest, latest = today - bounds[0] * _YEAR, today + bounds[1] * _YEAR
        if not earliest <= day <= latest:
            told = (("earliest", earliest.isoformat()), ("latest", latest.isoformat()))
            yield Problem(field_name(where), day.isoformat(), "day_far_off", told)


def days_in(part: object) -> Iterator[Told]:
    """Yield the days of a request, each with the way to it: without numbers, and with them."""
    yield from _days_in(part, ())


def _days_in(part: object, where: tuple[int | str, ...]) -> Iterator[Told]:
    if isinstance(part, BaseModel):
        # Of an unfinished request not everything is there.
        for name, value in part.__dict__.items():
            yield from _days_in(value, (*where, name))
    elif isinstance(part, tuple):
        for place, value in enumerate(part):
            yield from _days_in(value, (*where, place))
    elif isinstance(part, date):
        yield ".".join(step for step in where if isinstance(step, str)), where, part

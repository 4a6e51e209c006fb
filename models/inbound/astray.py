"""What contradicts itself between the parts of a request to receive guests. Pure."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise

from pydantic_core import InitErrorDetails

from models.inbound.parts import GuestRole
from models.request.base import Span
from models.request.checks import detail, part_of, parts_of
from models.request.fields import member_number
from models.request.people.groups import group_key
from models.request.values.choices import choice_meant
from models.request.values.days import day_written

Place = tuple[int | str, ...]


def numbers_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find a wrong count of heads, and numbers nobody has, in data of any shape."""
    guests = parts_of(data, "guests")
    roles = (choice_meant(GuestRole, "guest_role", part_of(guest, "role")) for guest in guests)
    heads = sum(role == GuestRole.HEAD for role in roles)
    if guests and heads != 1:
        yield detail("one_head", ("guests",), None, count=heads)
    interpreters = len(parts_of(data, "interpreters"))
    for index, item in enumerate(parts_of(data, "programme")):
        number = member_number(part_of(item, "interpreter"))
        if number is not None and number > interpreters:
            where: Place = ("programme", index, "interpreter")
            yield detail("no_such_interpreter", where, number, count=interpreters)
    for index, gift in enumerate(parts_of(data, "gifts") if guests else ()):
        number = member_number(part_of(gift, "guest"))
        if number is not None and number > len(guests):
            yield detail("no_such_guest", ("gifts", index, "guest"), number, count=len(guests))


def days_astray(data: object) -> Iterator[InitErrorDetails]:
    """Find items, nights and further visits that lie outside the days of the visit.

    Where the days of the visit themselves cannot be read, nothing can be held against them.
    """
    periods = [_span(part) for part in (data, *parts_of(data, "further_visits"))]
    visits = [period for period in periods if period]
    if len(visits) < len(periods):
        return
    arrives, departs = visits[0]
    told = {"arrives": arrives, "departs": departs}
    for index, item in enumerate(parts_of(data, "programme")):
        day = day_written(part_of(item, "day"))
        if day and not _within((day, day), visits):
            yield detail("item_outside_visit", ("programme", index, "day"), day, **told)
    yield from _days_of_guests_astray(data, visits)
    for index, stay in enumerate(parts_of(data, "lodging")):
        nights = _span(stay, last="leaves")
        if nights and not _within(nights, visits):
            where: Place = ("lodging", index, "arrives")
            yield detail("lodging_outside_visit", where, nights[0], **told)
    for index, (one, further) in enumerate(pairwise(visits)):
        if further[0] <= one[1]:
            where = ("further_visits", index, "arrives")
            yield detail("visit_too_early", where, further[0], limit=one[1])


def _days_of_guests_astray(data: object, visits: Sequence[Span]) -> Iterator[InitErrorDetails]:
    """Find guests who come or go outside the visits, and items of a group that is not here then."""
    told = {"arrives": visits[0][0], "departs": visits[0][1]}
    here: dict[str, list[tuple[date | None, date | None]]] = {}
    for index, guest in enumerate(parts_of(data, "guests")):
        own = [day_written(part_of(guest, name)) for name in ("arrives", "departs")]
        for name, day in zip(("arrives", "departs"), own, strict=True):
            if day and not _within((day, day), visits):
                yield detail("guest_outside_visit", ("guests", index, name), day, **told)
        if key := group_key(part_of(guest, "group")):
            here.setdefault(key, []).append((own[0], own[1]))
    for index, item in enumerate(parts_of(data, "programme")):
        key, day = group_key(part_of(item, "group")), day_written(part_of(item, "day"))
        days = here.get(key or "", [])
        arrives = min((first for first, _ in days if first), default=visits[0][0])
        departs = max((last for _, last in days if last), default=visits[-1][1])
        if days and day and not arrives <= day <= departs:
            where: Place = ("programme", index, "day")
            yield detail("item_without_group", where, day, arrives=arrives, departs=departs)


def _span(part: object, last: str = "departs") -> Span | None:
    """Return the first and the last day of a part in any shape; None where they are none."""
    begins, ends = day_written(part_of(part, "arrives")), day_written(part_of(part, last))
    return (begins, ends) if begins and ends and begins <= ends else None


def _within(days: Span, visits: Sequence[Span]) -> bool:
    return any(arrives <= days[0] and days[1] <= departs for arrives, departs in visits)

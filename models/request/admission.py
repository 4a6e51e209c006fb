"""What must hold of a request on the day it is filed, beyond its own text. Pure."""

from collections.abc import Iterator, Mapping
from datetime import date

from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.directory import Person
from models.errors import Problem
from models.kinds import KINDS
from models.request.base import Request
from models.request.filing_day import FilingDay, papers_ahead, unit_problems
from models.request.near_days import days_far_off
from models.request.under_regulation import ordered_by, suspensions_of


def problems_at_filing(
    request: Request,
    *,
    units: Mapping[str, Text],
    regulation: Regulation,
    persons: Mapping[str, Person],
    today: date,
    begins_already: date | None = None,
    standing: Request | None = None,
) -> tuple[Problem, ...]:
    """Return everything that keeps a request from being filed today.

    A trip or visit that has begun cannot be asked for any more: nothing is back-dated; only guests who
    came without notice are asked for on the day or the day after. A member who bears the name of
    somebody in the directory must be told apart from them, because nobody judges their own trip.
    `begins_already` is the day on which what was approved begins: it may have come. `standing` is the
    request in force, whose days are not asked about again.
    """
    kind = KINDS[request.kind]
    bodies = {key: body.name for key, body in regulation.bodies.items()}
    day = FilingDay(today, units=units, bodies=bodies, persons=persons)
    found = (
        *unit_problems("unit", request.unit, units),
        *(_past(request, day) if request.begins != begins_already else ()),
        *_suspended(request, regulation),
        *papers_ahead(request, today),
        *kind.problems_at_filing(request, day),
    )
    told = {problem.field for problem in found}
    far_off = days_far_off(request, today, standing)
    return (*found, *(problem for problem in far_off if problem.field not in told))


def _past(request: Request, day: FilingDay) -> Iterator[Problem]:
    """Find a trip or visit that has begun."""
    if request.begins < KINDS[request.kind].earliest_day(request, day.today):
        told = (("today", day.today.isoformat()),)
        past = f"{request.first_day}_past"
        yield Problem(request.first_day, request.begins.isoformat(), past, told)


def _suspended(request: Request, regulation: Regulation) -> Iterator[Problem]:
    """Find the suspensions a request falls into without a leader's instruction that allows it."""
    if request.allowed:
        return
    for suspension in suspensions_of(request, regulation):
        first, until = request.begins.isoformat(), suspension.until
        told: tuple[tuple[str, str], ...] = (
            ("since", suspension.since.isoformat()),
            ("document", ordered_by(suspension, regulation)),
        )
        if until:
            told = (*told, ("until", until.isoformat()))
            yield Problem(request.first_day, first, "suspended", told)
        else:
            yield Problem(request.first_day, first, "suspended_openly", told)

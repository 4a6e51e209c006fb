"""What must hold of a request on the day it is filed, beyond its own text. Pure."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date

from config.regulation.province import Regulation
from models.directory import Person
from models.errors import Problem
from models.kinds import KINDS
from models.request.base import Request
from models.request.filing_day import FilingDay, unit_problems


def problems_at_filing(
    request: Request,
    *,
    units: Collection[str],
    regulation: Regulation,
    persons: Mapping[str, Person],
    today: date,
    begins_already: date | None = None,
) -> tuple[Problem, ...]:
    """Return everything that keeps a request from being filed today.

    A trip or visit that has begun cannot be asked for any more: nothing is back-dated; only guests who
    came without notice are asked for on the day or the day after. A member who bears the name of
    somebody in the directory must be told apart from them, because nobody judges their own trip.
    `begins_already` is the day on which what was approved begins: it may have come.
    """
    kind = KINDS[request.kind]
    day = FilingDay(today, units={*units}, bodies={*regulation.bodies}, persons=persons)
    return (
        *unit_problems("unit", request.unit, units),
        *(_past(request, day) if request.begins != begins_already else ()),
        *_suspended(request, regulation),
        *_instruction_ahead(request, today),
        *kind.problems_at_filing(request, day),
    )


def _past(request: Request, day: FilingDay) -> Iterator[Problem]:
    """Find a trip or visit that has begun."""
    if request.begins < KINDS[request.kind].earliest_day(request, day.today):
        told = (("today", day.today.isoformat()),)
        past = f"{request.first_day}_past"
        yield Problem(request.first_day, request.begins.isoformat(), past, told)


def _suspended(request: Request, regulation: Regulation) -> Iterator[Problem]:
    """Find the suspensions of delegations that a request falls into, with what ordered them."""
    for suspension in regulation.suspensions:
        countries = suspension.countries
        concerned = suspension.kinds is None or request.kind in suspension.kinds
        concerned &= countries is None or not request.countries.isdisjoint(countries)
        if concerned and request.begins <= suspension.until and request.ends >= suspension.since:
            document = regulation.documents.get(suspension.source.document or "")
            told = (
                ("since", suspension.since.isoformat()),
                ("until", suspension.until.isoformat()),
                ("document", document.number if document else "—"),
            )
            yield Problem(request.first_day, request.begins.isoformat(), "suspended", told)


def _instruction_ahead(request: Request, today: date) -> Iterator[Problem]:
    """Find an urgent request whose leader's instruction is of a day to come: nothing is back-dated."""
    if request.urgent and request.urgent.instruction.date > today:
        day = request.urgent.instruction.date.isoformat()
        told = (("today", today.isoformat()),)
        yield Problem("urgent.instruction.date", day, "instruction_ahead", told)

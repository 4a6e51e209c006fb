"""What a regulation says of any request at all: that such are suspended, that it holds no more. Pure."""

from collections.abc import Iterator
from datetime import date

from config.regulation.codes import Level, Mark
from config.regulation.parts import Source, Suspension
from config.regulation.province import Regulation
from models.findings import Finding, in_both, make_ruled
from models.request.base import Request

_OUR_OWN = Source(mark=Mark.DESIGN)


def suspensions_of(request: Request, regulation: Regulation) -> Iterator[Suspension]:
    """Yield the suspensions of delegations that a request falls into."""
    for suspension in regulation.suspensions:
        countries = suspension.countries
        concerned = suspension.kinds is None or request.kind in suspension.kinds
        concerned &= countries is None or not request.countries.isdisjoint(countries)
        begun = suspension.until is None or request.begins <= suspension.until
        if concerned and begun and request.ends >= suspension.since:
            yield suspension


def ordered_by(suspension: Suspension, regulation: Regulation) -> str:
    """Return the number of the document that ordered a suspension; a dash where it is not known."""
    document = regulation.documents.get(suspension.source.document or "")
    return document.number if document else "—"


def on_regulation(
    request: Request, regulation: Regulation, submitted_on: date
) -> Iterator[Finding]:
    """Find a journey that is made although such are suspended, and one that no rule here is for."""
    for suspension in suspensions_of(request, regulation) if request.allowed else ():
        assert request.allowed is not None  # noqa: S101 - else there is nothing to go through.
        until = suspension.until
        yield make_ruled(
            "despite_suspension",
            regulation,
            request.begins,
            Level.WARN,
            suspension.source,
            since=suspension.since,
            until=in_both(lambda w, day=until: w.date(day) if day else w.text("until.open")),  # type: ignore[misc]
            document=ordered_by(suspension, regulation),
            instruction=request.allowed.instruction.number,
        )
    last = regulation.valid_to
    if last and max(submitted_on, request.begins) > last:
        yield make_ruled(
            "regulation_over", regulation, request.begins, Level.WARN, _OUR_OWN, last=last
        )

"""The delegation as a decider has to see it: who, where, when, why, at what cost, which papers.

Nothing of a passport but what the findings say of its validity reaches a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from config.province_time import day_of
from flows.case.read import CaseRead
from models.case import CaseStatus
from models.outbound.compliance import findings
from models.outbound.parts import Member, Stop
from models.outbound.request import OutboundRequest
from models.store import dossiers
from models.store.other_trips import OtherTrip, other_trips
from web.dossier.outcomes import RemarkShown
from web.dossier.papers_and_findings import (
    DossierPaper,
    FindingShown,
    Sum,
    head_first,
    papers,
    sums,
    with_citation,
)
from web.ground.names import Names


@dataclass(frozen=True)
class Traveller:
    """A member, with the names of their rank and their relative in the delegation."""

    number: int
    member: Member
    rank: str
    relative: str
    speeches: tuple[str, ...]
    trips: tuple[OtherTrip, ...]


@dataclass(frozen=True)
class StopShown:
    country: str
    stop: Stop


@dataclass(frozen=True)
class Delegation:
    """The dossier in force, for one reader.

    `remarks` are those it was returned with, by field; `refused` says by name of a member who may not
    go which body does not let them.
    """

    request: OutboundRequest
    unit: str
    area: str
    countries: tuple[str, ...]
    host_country: str
    days: int
    places: tuple[StopShown, ...]
    travellers: tuple[Traveller, ...]
    sums: tuple[Sum, ...]
    papers: tuple[DossierPaper, ...]
    findings: tuple[FindingShown, ...]
    remarks: Mapping[str, tuple[RemarkShown, ...]] = field(default_factory=dict)
    refused: Mapping[str, str] = field(default_factory=dict)


def delegation(work: CaseRead, names: Names) -> Delegation:
    """Return the dossier in force."""
    request = work.request_as(OutboundRequest)
    trips = other_trips(work.conn, work.case.no)
    places = tuple(StopShown(names.country(stop.country), stop) for stop in request.itinerary)
    return Delegation(
        request=request,
        unit=names.body(work.case.unit),
        area=names.area(request.area),
        countries=tuple(sorted(names.country(code) for code in request.countries)),
        host_country=names.country(request.host.country),
        days=(request.returns - request.departs).days + 1,
        places=places,
        travellers=_travellers(request, names, trips),
        sums=sums((cost.payer, cost.currency, cost.amount) for cost in request.costs),
        papers=papers(work, names),
        findings=_findings(work, trips),
    )


def _travellers(
    request: OutboundRequest, names: Names, trips: tuple[OtherTrip, ...]
) -> tuple[Traveller, ...]:
    """Return the members, the head first and else in the order of the list."""
    return tuple(
        Traveller(
            number=number,
            member=member,
            rank=names.rank(member.rank),
            relative=request.members[member.relative_of - 1].name if member.relative_of else "",
            speeches=tuple(s.title for s in request.speeches if s.by == number),
            trips=tuple(trip for trip in trips if trip.number == number),
        )
        for number, member in head_first(request.members, request.head)
    )


def _findings(work: CaseRead, trips: tuple[OtherTrip, ...]) -> tuple[FindingShown, ...]:
    opened_at = work.case.opened_at or work.now
    found = findings(
        work.request_as(OutboundRequest),
        work.regulation,
        work.calendar,
        submitted_on=day_of(opened_at),
        trips_this_year=_official_trips(trips, work.request.begins),
        passports=dossiers.passports_of(work.conn, work.case.no, work.settings.passport_key),
    )
    return with_citation(found, work.regulation)


def _official_trips(trips: tuple[OtherTrip, ...], departs: date) -> Mapping[int, int]:
    """Count by member the other official trips of the year of departure that were not refused."""
    counted = [
        trip.number
        for trip in trips
        if trip.official
        and trip.same_person
        and trip.begins.year == departs.year
        and trip.status != CaseStatus.REJECTED
    ]
    return {number: counted.count(number) for number in counted}

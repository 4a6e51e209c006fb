"""The delegation as a decider has to see it: who, where, when, why, at what cost, which papers.

Codes are put into the reader's names here; sentences and dates are left to the templates. Nothing
of a passport but what the findings say of its validity reaches a page.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from config.regulation import Regulation, Source
from config.words import day_of
from flows.case_at_work import CaseAtWork
from models.case import CaseStatus
from models.findings import Finding
from models.outbound.compliance import findings
from models.outbound.request import Cost, Member, OutboundRequest, Paper, Stop
from models.request_fields import COUNTRIES
from models.store import dossiers
from models.store.dossiers import OtherTrip


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
class Place:
    country: str
    stop: Stop


@dataclass(frozen=True)
class CostSum:
    """What one payer bears in one currency."""

    payer: str
    currency: str
    amount: Decimal


@dataclass(frozen=True)
class PaperShown:
    """A paper of the dossier; `digest` and `file_name` where its file is kept."""

    kind: str
    paper: Paper
    digest: str
    file_name: str


@dataclass(frozen=True)
class FindingShown:
    """A finding with its citation; `doubtful` where nobody has confirmed the rule here."""

    finding: Finding
    document: str
    article: str
    seen_in: str
    doubtful: bool


@dataclass(frozen=True)
class Delegation:
    """The dossier in force, for one reader."""

    request: OutboundRequest
    unit: str
    area: str
    countries: tuple[str, ...]
    host_country: str
    days: int
    places: tuple[Place, ...]
    travellers: tuple[Traveller, ...]
    sums: tuple[CostSum, ...]
    papers: tuple[PaperShown, ...]
    findings: tuple[FindingShown, ...]


def delegation(work: CaseAtWork, language: str, unit: str) -> Delegation:
    """Return the dossier in force; `unit` is the name of the unit that submitted it."""
    request, regulation = work.outbound, work.regulation
    trips = dossiers.other_trips(work.conn, work.case.no)
    places = tuple(Place(country(stop.country, language), stop) for stop in request.itinerary)
    return Delegation(
        request=request,
        unit=unit,
        area=_named(request.area, regulation, language),
        countries=tuple(sorted(country(code, language) for code in request.countries)),
        host_country=country(request.host.country, language),
        days=(request.returns - request.departs).days + 1,
        places=places,
        travellers=_travellers(request, regulation, language, trips),
        sums=_sums(request.costs),
        papers=_papers(work, language),
        findings=_findings(work, trips),
    )


def country(code: str, language: str) -> str:
    """Return the name of a country; its code where the locale data have no name."""
    vi, en = COUNTRIES.get(code, (code, code))
    return en if language == "en" else vi


def _named(area: str, regulation: Regulation, language: str) -> str:
    text = regulation.areas_of_work.get(area)
    return text.of(language) if text else area


def _travellers(
    request: OutboundRequest, regulation: Regulation, language: str, trips: tuple[OtherTrip, ...]
) -> tuple[Traveller, ...]:
    """Return the members, the head first and else in the order of the list."""
    numbered = sorted(
        enumerate(request.members, start=1), key=lambda pair: pair[1] is not request.head
    )
    return tuple(
        Traveller(
            number=number,
            member=member,
            rank=_rank(member, regulation, language),
            relative=request.members[member.relative_of - 1].name if member.relative_of else "",
            speeches=tuple(s.title for s in request.speeches if s.by == number),
            trips=tuple(trip for trip in trips if trip.number == number),
        )
        for number, member in numbered
    )


def _rank(member: Member, regulation: Regulation, language: str) -> str:
    rank = regulation.ranks.get(member.rank)
    return rank.title.of(language) if rank else member.rank


def _sums(costs: tuple[Cost, ...]) -> tuple[CostSum, ...]:
    """Return what each payer bears, by currency: amounts of two currencies are never added."""
    sums: dict[tuple[str, str], Decimal] = {}
    for cost in costs:
        key = (cost.payer, cost.currency)
        sums[key] = sums.get(key, Decimal()) + cost.amount
    return tuple(CostSum(payer, currency, amount) for (payer, currency), amount in sums.items())


def _papers(work: CaseAtWork, language: str) -> tuple[PaperShown, ...]:
    names = dossiers.file_names(work.conn, work.case.no)
    kinds = work.regulation.papers
    return tuple(
        PaperShown(
            kind=kinds[paper.kind].title.of(language) if paper.kind in kinds else paper.kind,
            paper=paper,
            digest=paper.file if paper.file in names else "",
            file_name=names.get(paper.file or "", ""),
        )
        for paper in work.request.papers
    )


def _findings(work: CaseAtWork, trips: tuple[OtherTrip, ...]) -> tuple[FindingShown, ...]:
    opened_at = work.case.opened_at or work.now
    found = findings(
        work.outbound,
        work.regulation,
        work.calendar,
        submitted_on=day_of(opened_at),
        trips_this_year=_official_trips(trips, work.request.begins),
        passports=dossiers.passports_of(work.conn, work.case.no, work.settings.passport_key),
    )
    return tuple(_shown(finding, work.regulation) for finding in found)


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


def _shown(finding: Finding, regulation: Regulation) -> FindingShown:
    source: Source = finding.source
    document = regulation.documents.get(source.document or "")
    return FindingShown(
        finding=finding,
        document=document.number if document else source.document or "",
        article=source.article or "",
        seen_in=source.seen_in or "",
        doubtful=source.unconfirmed,
    )

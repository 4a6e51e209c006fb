"""The visit as a decider has to see it: who comes, sent by whom, received by whom, at what cost.

Of a guest's passport nothing reaches a page but what the findings say of it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import groupby

from config.province_time import day_of
from config.regulation.codes import GuestClass
from flows.case.read import CaseRead
from flows.stages.programme import items_in_force, what_it_takes
from models.findings import Finding
from models.inbound.findings.compliance import findings
from models.inbound.parts import Gift, Guest, HostLeader, Lodging, ReceptionCost
from models.inbound.request import InboundRequest
from models.programme.booking import Clash, ResourceKind
from models.programme.items import Item
from models.store import bookings, dossiers
from models.store.other_trips import OtherTrip, other_trips
from web.dossier.history import CaseHistory
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

_VND = "VND"


@dataclass(frozen=True)
class GuestShown:
    """A guest, with the names of their rank and nationality, and their other visits."""

    number: int
    guest: Guest
    rank: str
    nationality: str
    trips: tuple[OtherTrip, ...]


@dataclass(frozen=True)
class LeaderShown:
    """Who receives the guests."""

    leader: HostLeader
    rank: str


@dataclass(frozen=True)
class ItemShown:
    """An item of the programme; `unit` answers for it."""

    number: int
    item: Item
    place: str
    unit: str
    leader: str
    interpreter: str


@dataclass(frozen=True)
class DayShown:
    """A day of the programme, its items by the clock."""

    day: date
    items: tuple[ItemShown, ...]


@dataclass(frozen=True)
class StayShown:
    stay: Lodging
    place: str


@dataclass(frozen=True)
class CostShown:
    """A line of the estimate, with the name of its place where it has one."""

    cost: ReceptionCost
    place: str


@dataclass(frozen=True)
class GiftShown:
    gift: Gift
    guest: str


@dataclass(frozen=True)
class VisitShown:
    """The dossier in force with the programme in force, for one reader."""

    request: InboundRequest
    unit: str
    area: str
    guest_class: GuestClass | None
    countries: tuple[str, ...]
    sender_country: str
    days: int
    leaders: tuple[LeaderShown, ...]
    guests: tuple[GuestShown, ...]
    programme: tuple[DayShown, ...]
    programme_revision: int
    stays: tuple[StayShown, ...]
    costs: tuple[CostShown, ...]
    sums: tuple[Sum, ...]
    gifts: tuple[GiftShown, ...]
    papers: tuple[DossierPaper, ...]
    findings: tuple[FindingShown, ...]
    remarks: Mapping[str, tuple[RemarkShown, ...]] = field(default_factory=dict)


def visit_shown(work: CaseRead, names: Names, history: CaseHistory) -> VisitShown:
    """Return the dossier in force, its programme as it was revised last."""
    request = work.request_as(InboundRequest)
    trips = other_trips(work.conn, work.case.no)
    return VisitShown(
        request=request,
        unit=names.body(work.case.unit),
        area=names.area(request.area),
        guest_class=work.case.guest_class,
        countries=tuple(sorted(names.country(code) for code in request.countries)),
        sender_country=names.country(request.sender.country),
        days=(request.departs - request.arrives).days + 1,
        leaders=tuple(LeaderShown(each, names.rank(each.rank)) for each in request.received_by),
        guests=_guests(request, names, trips),
        programme=by_day(items_shown(work, names)),
        programme_revision=work.case.programme_revision,
        stays=tuple(StayShown(stay, names.place(stay.place)) for stay in request.lodging),
        costs=tuple(
            CostShown(cost, names.place(cost.place) if cost.place else "") for cost in request.costs
        ),
        sums=sums((cost.payer, _VND, cost.amount) for cost in request.costs),
        gifts=tuple(GiftShown(g, request.guests[g.guest - 1].name) for g in request.gifts),
        papers=papers(work, names),
        findings=with_citation(_found(work, names, history), work.regulation),
    )


def items_shown(work: CaseRead, names: Names) -> tuple[ItemShown, ...]:
    """Return the items of the programme in force, in its own order."""
    interpreters = work.request_as(InboundRequest).interpreters
    return tuple(
        ItemShown(
            number=number,
            item=item,
            place=names.place(item.place),
            unit=names.body(item.unit or work.case.unit),
            leader=names.leader(item.leader),
            interpreter=interpreters[item.interpreter - 1].name if item.interpreter else "",
        )
        for number, item in enumerate(items_in_force(work), start=1)
    )


def by_day(items: Sequence[ItemShown]) -> tuple[DayShown, ...]:
    """Return items by day and clock."""
    ordered = sorted(items, key=lambda shown: (shown.item.day, shown.item.begins, shown.number))
    days = groupby(ordered, key=lambda shown: shown.item.day)
    return tuple(DayShown(day, tuple(of_day)) for day, of_day in days)


def _guests(
    request: InboundRequest, names: Names, trips: tuple[OtherTrip, ...]
) -> tuple[GuestShown, ...]:
    """Return the guests, the head first and else in the order of the list."""
    return tuple(
        GuestShown(
            number=number,
            guest=guest,
            rank=names.guest_rank(guest.rank),
            nationality=names.country(guest.nationality),
            trips=tuple(trip for trip in trips if trip.number == number),
        )
        for number, guest in head_first(request.guests, request.head)
    )


def _found(work: CaseRead, names: Names, history: CaseHistory) -> tuple[Finding, ...]:
    """Return what speaks against the visit, or has to be known before deciding on it."""
    opened_at = work.case.opened_at or work.now
    programme = items_in_force(work)
    clashes = bookings.clashes(work.conn, work.case.no, what_it_takes(work))
    return findings(
        work.request_as(InboundRequest),
        work.regulation,
        work.calendar,
        submitted_on=day_of(opened_at),
        guest_class=work.case.guest_class,
        approved_on=history.approved_on(),
        programme=programme,
        clashes=tuple(_by_name(clash, names) for clash in clashes),
        passports=dossiers.passports_of(work.conn, work.case.no, work.settings.passport_key),
        press_accepted=history.press_accepted(),
    )


def _by_name(clash: Clash, names: Names) -> Clash:
    """Return a clash with its leader by name: a booking knows them by their id in the directory."""
    if clash.wanted.kind is not ResourceKind.LEADER:
        return clash
    return replace(clash, wanted=replace(clash.wanted, name=names.person(clash.wanted.name)))

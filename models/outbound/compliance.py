"""What speaks against a request, or has to be known before deciding on it. Pure.

A broken rule is a finding with its citation and its cure, never an exception; the deciders weigh
it. A rule that nobody has confirmed for this province warns, it never blocks.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from datetime import date

from config.province_time import WorkingCalendar
from config.regulation.codes import Mark, RequiredWhen, TimeUnit, Trip
from config.regulation.parts import Limit, Source
from config.regulation.province import Regulation
from models.findings import Finding, Level, cited, make_finding, unsure
from models.outbound.parts import Member
from models.outbound.request import OutboundRequest
from models.request.missing_papers import missing_papers
from models.request.parts import Passport, PassportKind, Payer
from models.route.lead_time import day_due, last_decision_due
from models.route.table import draw_route

# National rules, cited by number; `cited` finds the entry of the regulation's own list.
# The directive is not public: its content is what the national television told of it.
_DIRECTIVE_38 = Source(document="38-CT/TW", mark=Mark.SECONDARY, seen_in="VTV")
# Several provinces forbid it; whether this one does is not known.
_COMPANIES = Source(mark=Mark.UNCONFIRMED, seen_in="Đà Nẵng, 101/UBND-SNV")
_VISA_NOTE = Source(document="04/2020/TT-BNG", article="Điều 11 khoản 3", mark=Mark.CONFIRMED)
_VISA_NOTE_VALIDITY = Limit(amount=6, unit=TimeUnit.MONTHS)
# A circular of this day probably replaces the one above; what it says has not been seen.
_VISA_NOTE_UNCERTAIN_FROM = date(2025, 6, 13)
# The circular on expenses abroad by the day it came into force, the latest first.
_COST_NORMS = (
    (date(2026, 2, 14), Source(document="140/2025/TT-BTC", mark=Mark.CONFIRMED)),
    (date(2012, 8, 10), Source(document="102/2012/TT-BTC", mark=Mark.CONFIRMED)),
    (date.min, Source(document="91/2005/TT-BTC", mark=Mark.CONFIRMED)),
)

_REQUIRED: Mapping[RequiredWhen, Callable[[OutboundRequest], bool]] = {
    RequiredWhen.ALWAYS: lambda request: True,
    RequiredWhen.OFFICIAL: lambda request: request.trip is Trip.OFFICIAL,
    RequiredWhen.PRIVATE: lambda request: request.trip is Trip.PRIVATE,
    RequiredWhen.INVITED: lambda request: request.host.invitation is not None,
    RequiredWhen.STATE_BUDGET: lambda request: request.on_state_budget,
    RequiredWhen.SPEECHES: lambda request: bool(request.speeches),
    RequiredWhen.IN_PLAN: lambda request: request.plan_entry is not None,
}


def findings(
    request: OutboundRequest,
    regulation: Regulation,
    calendar: WorkingCalendar,
    *,
    submitted_on: date,
    trips_this_year: Mapping[int, int],
    passports: Mapping[int, Passport] | None = None,
) -> tuple[Finding, ...]:
    """Return all findings on a request read under `regulation`, the weightiest first.

    `trips_this_year`: by member number, the official trips of the year of departure without this
    one. `passports`: by member number, where the request itself no longer holds them. Raises
    `NoRouteApplies` where the regulation has no route for the request.
    """
    held = request.passports() if passports is None else passports
    found = (
        *missing_papers(request, regulation, _REQUIRED, request),
        *_against_directive_38(request, regulation, trips_this_year),
        *_paid_by_companies(request),
        *_passports_that_expire(request, regulation, calendar, held),
        *_too_short_before_departure(request, regulation, calendar, submitted_on),
        *_norms_to_enter(request, regulation),
    )
    return tuple(sorted(found, key=lambda finding: list(Level).index(finding.level)))


def _against_directive_38(
    request: OutboundRequest, regulation: Regulation, trips_this_year: Mapping[int, int]
) -> Iterator[Finding]:
    """Hold an official trip against Chỉ thị 38-CT/TW, which says nothing of private ones."""
    if request.trip is Trip.OFFICIAL:
        yield from _key_leaders_together(request, regulation)
        yield from _relatives(request, regulation)
        yield from _too_many_trips(request, regulation, trips_this_year)
        if request.plan_entry is None:
            source = cited(_DIRECTIVE_38, regulation)
            yield make_finding("out_of_plan", Level.WARN, source, year=str(request.departs.year))


def _key_leaders_together(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find key leaders of one workplace; who names none belongs to the unit that submits."""
    limit = regulation.limits.key_leaders_of_one_unit
    leaders: dict[str, list[Member]] = defaultdict(list)
    for member in request.members:
        if regulation.ranks[member.rank].key_leader:
            leaders[(member.workplace or request.unit).casefold()].append(member)
    for together in leaders.values():
        if limit and len(together) > limit.at_most:
            yield make_finding(
                "key_leaders_together",
                Level.BLOCK,
                limit.source,
                names=", ".join(member.name for member in together),
                workplace=together[0].workplace or request.unit,
                at_most=limit.at_most,
            )


def _relatives(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find relatives in the delegation; the competent level decides special cases."""
    source = cited(_DIRECTIVE_38, regulation)
    for member in request.members:
        if member.relative_of:
            other = request.members[member.relative_of - 1].name
            yield make_finding(
                "relative_in_delegation", Level.WARN, source, name=member.name, other=other
            )


def _too_many_trips(
    request: OutboundRequest, regulation: Regulation, trips_this_year: Mapping[int, int]
) -> Iterator[Finding]:
    """Find members for whom this trip is one too many in its year; it is counted itself."""
    limit = regulation.limits.trips_a_year
    for number, member in enumerate(request.members, start=1):
        trips = trips_this_year.get(number, 0) + 1
        if limit and trips > limit.at_most:
            yield make_finding(
                "too_many_trips",
                Level.WARN,
                limit.source,
                name=member.name,
                trips=trips,
                at_most=limit.at_most,
                year=str(request.departs.year),
            )


def _paid_by_companies(request: OutboundRequest) -> Iterator[Finding]:
    for cost in request.costs:
        if cost.payer is Payer.COMPANY:
            payer = cost.payer_name or "—"
            yield make_finding(
                "paid_by_company", Level.WARN, _COMPANIES, item=cost.item, payer=payer
            )


def _passports_that_expire(
    request: OutboundRequest,
    regulation: Regulation,
    calendar: WorkingCalendar,
    held: Mapping[int, Passport],
) -> Iterator[Finding]:
    """Find passports too short-lived for a visa note: it takes more than six months at exit.

    Unit: months. Six months to the day are not enough. Source: Thông tư 04/2020/TT-BNG, article
    11(3), on diplomatic and official passports.
    """
    limit = day_due(_VISA_NOTE_VALIDITY, request.departs, calendar)
    source = cited(_VISA_NOTE, regulation)
    if request.departs >= _VISA_NOTE_UNCERTAIN_FROM:
        source = unsure(source)
    for number, passport in sorted(held.items()):
        noted = passport.kind in (PassportKind.OFFICIAL, PassportKind.DIPLOMATIC)
        if noted and passport.expires <= limit:
            name = request.members[number - 1].name
            yield make_finding(
                "passport_expires",
                Level.WARN,
                source,
                name=name,
                expires=passport.expires,
                limit=limit,
            )


def _too_short_before_departure(
    request: OutboundRequest, regulation: Regulation, calendar: WorkingCalendar, submitted_on: date
) -> Iterator[Finding]:
    """Find a departure before the last decision is due, were every step to take all its time."""
    route = draw_route(request, regulation)
    decided = last_decision_due(route.steps, submitted_on, calendar)
    if request.departs <= decided:
        yield make_finding(
            "departs_too_soon",
            Level.WARN,
            route.source,
            departs=request.departs,
            decided=decided,
            submitted=submitted_on,
        )


def _norms_to_enter(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Name the circular whose amounts the office has to enter; it goes by the day of departure.

    That the day of departure decides between two circulars is our reading of their first days.
    """
    if request.on_state_budget:
        norm = next(source for since, source in _COST_NORMS if request.departs >= since)
        yield make_finding(
            "norm_to_enter",
            Level.NOTE,
            cited(norm, regulation),
            circular=str(norm.document),
            departs=request.departs,
        )

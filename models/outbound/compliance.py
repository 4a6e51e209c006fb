"""What speaks against a request, or has to be known before deciding on it. Pure.

A broken rule is a finding with its citation and its cure, never an exception; the deciders weigh
it. A rule that nobody has confirmed for this province warns, it never blocks. How much each weighs and
what it rests on is the regulation's to say.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date

from config.province_time import WorkingCalendar
from config.regulation.codes import Level, Mark, TimeUnit, Trip
from config.regulation.parts import Limit, Source, Text
from config.regulation.province import Regulation
from models.findings import Finding, cited, make_finding, make_ruled, weightiest_first
from models.outbound.conditions import HOLDS
from models.outbound.limits import beyond_limits
from models.outbound.request import OutboundRequest
from models.request.papers.asked import missing_papers
from models.request.parts import Passport, PassportKind, Payer
from models.request.under_regulation import on_regulation
from models.route.lead_time import day_valid_until, last_decision_due
from models.route.table import draw_route

# National rules by their numbers, for a regulation that says nothing of a finding.
# The directive is not public: its content is what the national television told of it.
_DIRECTIVE_38 = Source(document="38-CT/TW", mark=Mark.SECONDARY, seen_in="VTV")
_SAID_NOWHERE = Source(mark=Mark.UNCONFIRMED)
_VISA_NOTE = Source(document="04/2020/TT-BNG", article="Điều 11 khoản 3", mark=Mark.UNCONFIRMED)
_VISA_NOTE_VALIDITY = Limit(amount=6, unit=TimeUnit.MONTHS)
_COST_NORMS = Source(document="102/2012/TT-BTC", mark=Mark.UNCONFIRMED)
# Of a trip that a leader's work goes on without; read of one province alone.
_ACTING = Source(mark=Mark.UNCONFIRMED, seen_in="Quảng Ngãi")
# Nobody prescribes it: with a passport that has run out nobody comes home.
_OUR_OWN = Source(mark=Mark.DESIGN)


def findings(  # noqa: PLR0913 (what beside the request bears on it)
    request: OutboundRequest,
    regulation: Regulation,
    calendar: WorkingCalendar,
    *,
    submitted_on: date,
    trips_this_year: Mapping[int, int],
    others: Sequence[OutboundRequest] = (),
    passports: Mapping[int, Passport] | None = None,
    receives: Iterable[tuple[str, date, str]] = (),
    away: Iterable[tuple[str, date, date]] = (),
    staying: Collection[int] = (),
) -> tuple[Finding, ...]:
    """Return all findings on a request read under `regulation`, the weightiest first.

    `trips_this_year`: by member number, the official trips of the year of departure without this
    one. `others`: delegations beside it, as `models.store.alongside` finds them. `passports`: by member
    number, where the request itself no longer holds them. `receives`: who of the members is booked for
    a visit on a day of the trip, and its case; `away`: who of those who stand in is away, from when to
    when; `staying`: the numbers of members whom a decision keeps at home already, who are in no count.
    Raises `NoRouteApplies` where the regulation has no route for the request.
    """
    held = request.passports() if passports is None else passports
    going = request.without(staying)
    found = (
        *on_regulation(request, regulation, submitted_on),
        *missing_papers(request, regulation, HOLDS),
        *_of_an_official_trip(request, regulation, trips_this_year, others, staying),
        *_leaders_nobody_acts_for(going, regulation),
        *_not_cleared(going, regulation),
        *_paid_by_companies(request, regulation),
        *_passports_that_expire(request, regulation, calendar, held),
        *_too_short_before_departure(request, regulation, calendar, submitted_on),
        *_norms_to_enter(request, regulation),
        *_needed_at_home(request, receives),
        *_not_at_home(request, away),
    )
    return weightiest_first(found)


def _of_an_official_trip(
    request: OutboundRequest,
    regulation: Regulation,
    trips_this_year: Mapping[int, int],
    others: Sequence[OutboundRequest],
    staying: Collection[int],
) -> Iterator[Finding]:
    """Hold an official trip against the directive and the limits, which say nothing of private ones."""
    if request.trip is not Trip.OFFICIAL:
        return
    going = [n for n in range(1, len(request.members) + 1) if n not in staying]
    trips = {number: trips_this_year.get(n, 0) for number, n in enumerate(going, start=1)}
    yield from beyond_limits(request.without(staying), regulation, trips, others)
    yield from _relatives(request, regulation)
    if request.plan_entry is None:
        yield make_ruled(
            "out_of_plan",
            regulation,
            request.begins,
            Level.WARN,
            _DIRECTIVE_38,
            year=str(request.departs.year),
        )


def _relatives(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find relatives in the delegation; the competent level decides special cases."""
    for member in request.members:
        if member.relative_of:
            yield make_ruled(
                "relative_in_delegation",
                regulation,
                request.begins,
                Level.WARN,
                _DIRECTIVE_38,
                name=member.name,
                other=request.members[member.relative_of - 1].name,
            )


def _leaders_nobody_acts_for(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find key leaders for whom the request names nobody who acts for them meanwhile."""
    for member in request.members:
        if regulation.ranks[member.rank].key_leader and member.acting is None:
            yield make_ruled(
                "acting_missing", regulation, request.begins, Level.WARN, _ACTING, name=member.name
            )


def _not_cleared(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find members of whom the unit has not said that nothing hinders them from being sent."""
    unsaid = [member.name for member in request.members if not member.cleared]
    if regulation.hindrances and unsaid:
        rules = [each.title for each in regulation.hindrances]
        grounds = Text(vi="; ".join(r.vi for r in rules), en="; ".join(r.en for r in rules))
        first = regulation.hindrances[0].source
        yield make_ruled(
            "not_cleared",
            regulation,
            request.begins,
            Level.WARN,
            first,
            names=", ".join(unsaid),
            grounds=grounds,
        )


def _paid_by_companies(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    for cost in request.costs:
        if cost.payer is Payer.COMPANY:
            yield make_ruled(
                "paid_by_company",
                regulation,
                request.begins,
                Level.WARN,
                _SAID_NOWHERE,
                item=cost.item,
                payer=cost.payer_name or "—",
            )


def _passports_that_expire(
    request: OutboundRequest,
    regulation: Regulation,
    calendar: WorkingCalendar,
    held: Mapping[int, Passport],
) -> Iterator[Finding]:
    """Find passports that end before the trip does, or are too short-lived for a visa note.

    That note takes more than six months at exit; the day of the return itself is valid. Unit: months.
    Six months to the day are not enough.
    """
    rule = regulation.limits.passport_validity
    source = rule.source.on(request.begins, regulation.documents) if rule else _VISA_NOTE
    for number, passport in sorted(held.items()):
        name, expires = request.members[number - 1].name, passport.expires
        departs, returns = request.days_of(number)
        limit = day_valid_until(rule or _VISA_NOTE_VALIDITY, departs, calendar)
        noted = passport.kind in (PassportKind.OFFICIAL, PassportKind.DIPLOMATIC)
        if noted and expires <= limit:
            yield make_ruled(
                "passport_expires",
                regulation,
                request.begins,
                Level.WARN,
                source,
                name=name,
                expires=expires,
                limit=limit,
                months=(rule or _VISA_NOTE_VALIDITY).amount,
            )
        elif expires < returns:
            yield make_finding(
                "passport_runs_out",
                Level.WARN,
                _OUR_OWN,
                name=name,
                expires=expires,
                returns=returns,
            )


def _too_short_before_departure(
    request: OutboundRequest, regulation: Regulation, calendar: WorkingCalendar, submitted_on: date
) -> Iterator[Finding]:
    """Find a departure before the last decision is due, were every step to take all its time."""
    route = draw_route(request, regulation)
    decided = last_decision_due(
        route.steps, submitted_on, calendar, urgent=request.urgent is not None
    )
    if request.departs <= decided:
        yield make_finding(
            "departs_too_soon",
            Level.WARN,
            route.source.on(request.begins, regulation.documents),
            departs=request.departs,
            decided=decided,
            submitted=submitted_on,
        )


def _needed_at_home(
    request: OutboundRequest, receives: Iterable[tuple[str, date, str]]
) -> Iterator[Finding]:
    """Find members who are booked to receive guests, or to interpret for them, on a day of the trip."""
    names = {member.directory_id: member.name for member in request.members}
    for person, day, case_no in receives:
        yield make_finding(
            "receives_guests", Level.WARN, _OUR_OWN, name=names[person], day=day, case_no=case_no
        )


def _not_at_home(
    request: OutboundRequest, away: Iterable[tuple[str, date, date]]
) -> Iterator[Finding]:
    """Find who stands in for a leader and is away on a day of the trip."""
    names = {m.acting.person: m.acting.name for m in request.members if m.acting}
    for person, begins, ends in away:
        yield make_finding(
            "stands_in_while_away",
            Level.WARN,
            _OUR_OWN,
            name=names[person],
            begins=begins,
            ends=ends,
        )


def _norms_to_enter(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Name the circular whose amounts the office has to enter; it goes by the day of departure.

    That the day of departure decides between two circulars is our reading of their first days.
    """
    if not request.on_state_budget:
        return
    rule = regulation.findings.get("norm_to_enter")
    said = rule.source.on(request.begins, regulation.documents) if rule else None
    source = said or cited(_COST_NORMS, regulation)
    document = regulation.documents.get(source.document or "")
    yield make_finding(
        "norm_to_enter",
        rule.level if rule else Level.NOTE,
        source,
        circular=document.number if document else str(source.document),
        departs=request.departs,
    )

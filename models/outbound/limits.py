"""What exceeds the limits of a regulation on official trips: how often, how many, how long. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta

from config.regulation.codes import Level, Trip
from config.regulation.limits import TripLimit
from config.regulation.parts import Text
from config.regulation.province import Regulation
from models.findings import Finding, Said, days_told, make_finding
from models.names import name_key, same_name
from models.outbound.leaders import leaders_by_place, place_name
from models.outbound.parts import Member, Stop
from models.outbound.request import HOME, OutboundRequest
from models.request.base import Span
from models.request.values.countries import COUNTRIES

_DAY = timedelta(days=1)


def beyond_limits(
    request: OutboundRequest,
    regulation: Regulation,
    trips_this_year: Mapping[int, int],
    others: Sequence[OutboundRequest],
) -> Iterator[Finding]:
    """Find every limit that an official trip exceeds; `others` are delegations beside it."""
    yield from _key_leaders_together(request, regulation)
    yield from _key_leaders_away(request, regulation, others)
    yield from _too_many_trips(request, regulation, trips_this_year)
    yield from _too_large(request, regulation)
    yield from _same_again(request, regulation, others)


def looks_back(request: OutboundRequest, regulation: Regulation) -> date | None:
    """Return since when other delegations are held against one; None where none of them is."""
    limits = regulation.limits
    if request.trip is not Trip.OFFICIAL or not (limits.key_leaders_away or limits.years_between):
        return None
    return _years_before(limits.years_between, request.begins)


def _years_before(limit: TripLimit | None, day: date) -> date:
    return day - timedelta(days=366 * limit.at_most) if limit else day


def _beyond(
    key: str, limit: TripLimit, level: Level, request: OutboundRequest, regulation: Regulation,
    **facts: Said,
) -> Finding:  # fmt: skip
    source = limit.source.on(request.begins, regulation.documents)
    return make_finding(key, limit.level or level, source, at_most=limit.at_most, **facts)


def _key_leaders_together(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find key leaders of one unit or locality; who names none belongs to the unit that submits."""
    limit = regulation.limits.key_leaders_of_one_unit
    for key, together in leaders_by_place(request.members, request.unit, regulation).items():
        if limit and len(together) > limit.at_most:
            yield _beyond(
                "key_leaders_together", limit, Level.BLOCK, request, regulation,
                names=", ".join(member.name for member in together),
                workplace=place_name(key, regulation, together[0], request.unit),
            )  # fmt: skip


def _key_leaders_away(
    request: OutboundRequest, regulation: Regulation, others: Sequence[OutboundRequest]
) -> Iterator[Finding]:
    """Find leaders of whose unit or locality another one is abroad then, in another delegation."""
    limit = regulation.limits.key_leaders_away
    if limit is None:
        return
    here = leaders_by_place(request.members, request.unit, regulation)
    staying = {key: [request.days_of_member(m) for m in leaders] for key, leaders in here.items()}
    for other in others if here else ():
        if other.begins > request.ends or other.ends < request.begins:
            continue
        there = leaders_by_place(other.members, other.unit, regulation)
        for key in here.keys() & there.keys():
            away = [
                member
                for member in there[key]
                if not _is_among(member, here[key])
                and any(_meet(other.days_of_member(member), days) for days in staying[key])
            ]
            if away and len(away) + len(here[key]) > limit.at_most:
                yield _beyond(
                    "key_leaders_away", limit, Level.WARN, request, regulation,
                    name=", ".join(m.name for m in here[key]),
                    other=", ".join(m.name for m in away),
                    workplace=place_name(key, regulation, here[key][0], request.unit),
                    begins=min(other.days_of_member(m)[0] for m in away),
                    ends=max(other.days_of_member(m)[1] for m in away),
                )  # fmt: skip


def _meet(one: Span, other: Span) -> bool:
    return one[0] <= other[1] and other[0] <= one[1]


def _is_among(member: Member, members: Sequence[Member]) -> bool:
    """Tell whether a person travels here too: by the directory, else by the name."""
    known = member.directory_id
    return any(
        known == other.directory_id if known and other.directory_id
        else same_name(member.name, other.name)
        for other in members
    )  # fmt: skip


def _too_many_trips(
    request: OutboundRequest, regulation: Regulation, trips_this_year: Mapping[int, int]
) -> Iterator[Finding]:
    """Find members for whom this trip is one too many in its year; it is counted itself."""
    limit = regulation.limits.trips_a_year
    for number, member in enumerate(request.members, start=1):
        trips = trips_this_year.get(number, 0) + 1
        held = limit and (not limit.leaders_only or regulation.ranks[member.rank].key_leader)
        if limit and held and trips > limit.at_most:
            yield _beyond(
                "too_many_trips", limit, Level.WARN, request, regulation,
                name=member.name,
                trips=trips,
                year=str(request.departs.year),
            )  # fmt: skip


def _too_large(request: OutboundRequest, regulation: Regulation) -> Iterator[Finding]:
    """Find a delegation of too many people, days or countries, or too many days in one country.

    Days and countries are those of the member who has the most: each goes with their own group.
    """
    limits, days = regulation.limits, _days_by_country(request)
    spans = [request.days_of_member(member) for member in request.members]
    longest = max((last - first).days + 1 for first, last in spans)
    most = max(len(request.countries_of(member)) for member in request.members)
    counted = (
        ("too_many_people", limits.people, len(request.members)),
        ("too_many_days", limits.days, longest),
        ("too_many_countries", limits.countries, most or len(request.countries)),
    )
    for key, limit, count in counted:
        if limit and count > limit.at_most:
            yield _beyond(key, limit, Level.WARN, request, regulation, count=count)
    limit = limits.days_in_a_country
    for country, there in sorted(days.items()):
        if limit and there > limit.at_most:
            yield _beyond(
                "too_long_in_a_country", limit, Level.WARN, request, regulation,
                count=there,
                country=Text(**dict(zip(("vi", "en"), COUNTRIES[country], strict=True))),
            )  # fmt: skip


def _days_by_country(request: OutboundRequest) -> Mapping[str, int]:
    """Return how many days the member who stays longest is in each country abroad, each day once."""
    journeys = {request.stops_of(member): None for member in request.members}
    longest: dict[str, int] = {}
    for stops in journeys:
        for country, days in _days_at(stops).items():
            longest[country] = max(longest.get(country, 0), len(days))
    return longest


def _days_at(stops: Sequence[Stop]) -> Mapping[str, set[date]]:
    days: dict[str, set[date]] = {}
    for stop in stops:
        if stop.country != HOME:
            there = range((stop.leaves - stop.arrives).days + 1)
            days.setdefault(stop.country, set()).update(stop.arrives + _DAY * n for n in there)
    return days


def _same_again(
    request: OutboundRequest, regulation: Regulation, others: Sequence[OutboundRequest]
) -> Iterator[Finding]:
    """Find a delegation to the same country for the same within the years; the latest is told.

    For the same is one with the same title, or to the same host: its purpose is told in free words.
    """
    limit = regulation.limits.years_between
    since = _years_before(limit, request.begins)
    before = [o for o in others if since <= o.begins < request.begins and _is_for_same(request, o)]
    if limit and before:
        latest = before[-1]
        yield _beyond(
            "same_content_before", limit, Level.WARN, request, regulation,
            days=days_told((latest.begins, latest.ends)),
        )  # fmt: skip


def _is_for_same(request: OutboundRequest, other: OutboundRequest) -> bool:
    if other.trip is not request.trip or request.countries.isdisjoint(other.countries):
        return False
    pairs = ((request.title, other.title), (request.host.name, other.host.name))
    return any(name_key(one) == name_key(two) for one, two in pairs)

"""What speaks against a case, or has to be known before deciding on it, as things stand today.

One reading for all who are shown findings: the pages of a case, and whoever asks what would come of a
request before it is one.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import cast

from config.province_time import day_of
from config.regulation.codes import Kind
from flows.case.planned import EntryNamed, UnitsOfPlan, entries_named, units_of_plans
from flows.case.read import CaseRead
from flows.stages.programme import items_in_force, what_it_takes
from models.annual_plan.findings import on_entry, on_plan
from models.annual_plan.request import AnnualPlanRequest
from models.case import CaseStatus
from models.directory import Person
from models.findings import Finding, letter_twice, passports_unreadable, weightiest_first
from models.ids import BodyKey, CaseNo
from models.inbound.findings.compliance import findings as on_guests
from models.inbound.request import InboundRequest
from models.kinds import KINDS
from models.outbound.compliance import findings as on_delegation
from models.outbound.request import OutboundRequest
from models.programme.booking import Clash, ResourceKind
from models.request.base import Request, Span
from models.request.parts import NOT_IN_DIRECTORY, Passport
from models.store import bookings
from models.store.alongside import Neighbours, requests_alongside
from models.store.lists.away import Absence, Engagement, absences, receptions
from models.store.lists.letters import cases_with
from models.store.other_trips import OtherTrip, other_trips_of
from models.store.privacy import passports

_NO_TRIPS = (CaseStatus.REJECTED, CaseStatus.WITHDRAWN, CaseStatus.CANCELLED)
# Whom a request names, and on which days they have to be there or are away by it.
PersonThen = tuple[str | None, tuple[Span, ...]]
Days = Mapping[str, tuple[Span, ...]]


@dataclass(frozen=True)
class Meanwhile:
    """What others do meanwhile, as far as a request asks for it.

    `letters` are the cases filed with the same letter; `away` when those are away who are to receive the
    guests, or to stand in for a leader; `booked` what those who travel are booked for; `clashes` what
    others have booked of what a visit takes; `entry` the entry of the annual plan that it names;
    `units` those that a plan is to be of.
    """

    letters: tuple[CaseNo, ...]
    away: tuple[Absence, ...]
    booked: tuple[Engagement, ...]
    clashes: tuple[Clash, ...]
    entry: EntryNamed | None = None
    units: UnitsOfPlan | None = None


@dataclass(frozen=True)
class KnownBeside:
    """What findings rest on beside the case itself.

    `trips` are the travellers' other cases, `held` their passports by number; `others` are delegations
    at the same time or to the same country, where they may be told of. Of a visit also when it was
    approved (None: not yet), and whether a change of its programme came with the paper that accepts it.
    What others do meanwhile is read where it is not known yet (`meanwhile`).
    """

    trips: tuple[OtherTrip, ...]
    held: Mapping[int, Passport]
    others: tuple[Request, ...] = ()
    approved_on: date | None = None
    press_accepted: bool = False
    meanwhile: Meanwhile | None = None


def trips_told(
    trips: Iterable[OtherTrip], unit: BodyKey, *, by_name: bool = False
) -> tuple[OtherTrip, ...]:
    """Return the other cases of the travellers that are told to a unit, or to whoever examines it.

    What is known by a name alone of a case of another unit may be about somebody else, and is told
    `by_name` only to who has to find out.
    """
    return tuple(trip for trip in trips if by_name or trip.same_person or trip.unit == unit)


def passports_kept(work: CaseRead) -> dict[int, Passport]:
    """Return the passports of a case by the number of their bearer; they go to no page."""
    return passports.passports_of(work.conn, work.case.no, work.settings.passport_keys)


def known_of(works: Sequence[CaseRead]) -> dict[CaseNo, KnownBeside]:
    """Return what the findings on some cases rest on that nobody has approved yet, by their numbers.

    In as many queries whatever their number; `trips` are all there are, whoever is told of them.
    """
    if not works:
        return {}
    conn, keys = works[0].conn, works[0].settings.passport_keys
    numbers = [work.case.no for work in works]
    trips = other_trips_of(conn, numbers)
    held = passports.passports_of_cases(conn, numbers, keys)
    meanwhile, others = _meanwhile(works), _others(works)
    return {
        no: KnownBeside(
            trips.get(no, ()), held.get(no, {}), others.get(no, ()), meanwhile=meanwhile[no]
        )
        for no in numbers
    }


def others_beside(work: CaseRead) -> tuple[Request, ...]:
    """Return the other cases of its kind that a request is held against."""
    return _others([work]).get(work.case.no, ())


def _others(works: Sequence[CaseRead]) -> dict[CaseNo, tuple[Request, ...]]:
    """Return the same for some cases at once; a request that is held against none is left out."""
    sought: dict[CaseNo, Neighbours] = {}
    for work in works:
        request = work.request
        since = KINDS[request.kind].looks_back(request, work.regulation)
        if since is not None:
            days = request.begins, request.ends
            countries = frozenset(request.countries)
            sought[work.case.no] = Neighbours(request.kind, *days, countries, since)
    return requests_alongside(works[0].conn, sought)


def findings_of(work: CaseRead, known: KnownBeside) -> tuple[Finding, ...]:
    """Return the findings on a case; of a kind that has no rules there are none."""
    of_kind = _OF_KINDS.get(work.case.kind)
    if of_kind is None:
        return ()
    meanwhile = known.meanwhile or _meanwhile([work])[work.case.no]
    twice = letter_twice(work.request.letter.number, meanwhile.letters)
    unread = passports_unreadable(passports.unreadable_in(known.held))
    planned = _on_its_entry(work, meanwhile.entry)
    return weightiest_first((*twice, *unread, *planned, *of_kind.found(work, known, meanwhile)))


def _on_its_entry(work: CaseRead, named: EntryNamed | None) -> Iterator[Finding]:
    """Find what is wrong with the entry of the annual plan that a request names."""
    if named is None:
        return iter(())
    return on_entry(
        work.request,
        work.regulation,
        named=named.named,
        entry=named.entry,
        use=named.use,
        others=named.others,
    )


def _meanwhile(works: Sequence[CaseRead]) -> dict[CaseNo, Meanwhile]:
    """Return what others do meanwhile, for some cases at once."""
    conn = works[0].conn
    letters = {work.case.no: (work.case.unit, work.request.letter) for work in works}
    same_letter = cases_with(conn, letters)
    takes = {work.case.no: what_it_takes(work) for work in works if work.request.programmed}
    clashes = bookings.clashes_of(conn, takes)
    first = min(work.request.begins for work in works)
    last = max(work.request.ends for work in works)
    staying = {work.case.no: _who_stays(work) for work in works}
    leaving = {work.case.no: _who_leaves(work) for work in works}
    away = absences(conn, frozenset().union(*staying.values()), first, last)
    booked = receptions(conn, frozenset().union(*leaving.values()), first, last)
    entries, units = entries_named(works), units_of_plans(works)
    found: dict[CaseNo, Meanwhile] = {}
    for work in works:
        no = work.case.no
        found[no] = Meanwhile(
            letters=same_letter[no],
            away=tuple(each for each in away if _meets(staying[no].get(each.person, ()), each)),
            booked=tuple(b for b in booked if _has_day(leaving[no].get(b.person, ()), b.day)),
            clashes=clashes.get(no, ()),
            entry=entries.get(no),
            units=units.get(no),
        )
    return found


def _who_stays(work: CaseRead) -> Days:
    of_kind = _OF_KINDS.get(work.case.kind)
    return _days_by_id(of_kind.stays(work)) if of_kind else {}


def _who_leaves(work: CaseRead) -> Days:
    of_kind = _OF_KINDS.get(work.case.kind)
    return _days_by_id(of_kind.leaves(work)) if of_kind else {}


def _stand_in(work: CaseRead) -> Iterator[PersonThen]:
    """Yield who stands in for a leader, on the leader's own days of the trip."""
    request = _going(work)
    for member in request.members:
        if member.acting:
            yield member.acting.person, (request.days_of_member(member),)


def _travel(work: CaseRead) -> Iterator[PersonThen]:
    request = _going(work)
    return ((m.person, (request.days_of_member(m),)) for m in request.members)


def _going(work: CaseRead) -> OutboundRequest:
    """Return the request without the members whom a decision keeps at home."""
    return work.request_as(OutboundRequest).without(work.kept_at_home)


def _receive(work: CaseRead) -> Iterator[PersonThen]:
    request = work.request_as(InboundRequest)
    return ((leader.person, request.spans) for leader in request.received_by)


def _meets(spans: Sequence[Span], absence: Absence) -> bool:
    """Tell whether an absence reaches into some days."""
    return any(absence.begins <= last and absence.ends >= first for first, last in spans)


def _has_day(spans: Sequence[Span], day: date) -> bool:
    return any(first <= day <= last for first, last in spans)


def _on_delegation(work: CaseRead, known: KnownBeside, meanwhile: Meanwhile) -> tuple[Finding, ...]:
    request = work.request_as(OutboundRequest)
    return on_delegation(
        request,
        work.regulation,
        work.calendar,
        submitted_on=_submitted_on(work),
        trips_this_year=Counter(_official(known.trips, request.begins.year)),
        others=cast("tuple[OutboundRequest, ...]", known.others),
        passports=known.held,
        receives=[(each.person, each.day, each.case_no) for each in meanwhile.booked],
        away=[(each.person, each.begins, each.ends) for each in meanwhile.away],
        staying=work.kept_at_home,
    )


def _days_by_id(persons: Iterable[PersonThen]) -> Days:
    """Return the days of those whom the directory knows, by their id."""
    found: dict[str, tuple[Span, ...]] = {}
    for person, spans in persons:
        if person and person != NOT_IN_DIRECTORY:
            found[person] = (*found.get(person, ()), *spans)
    return found


def _official(trips: Iterable[OtherTrip], year: int) -> Iterable[int]:
    """Return the member of each official trip of a year; who only bears the same name is not counted.

    One that was refused, withdrawn or called off is no trip.
    """
    return (
        trip.number
        for trip in trips
        if trip.official
        and trip.same_person
        and trip.begins.year == year
        and trip.status not in _NO_TRIPS
    )


def _on_visit(work: CaseRead, known: KnownBeside, meanwhile: Meanwhile) -> tuple[Finding, ...]:
    persons = work.around.persons if meanwhile.clashes else {}
    return on_guests(
        work.request_as(InboundRequest),
        work.regulation,
        work.calendar,
        submitted_on=_submitted_on(work),
        guest_class=work.case.guest_class,
        approved_on=known.approved_on,
        programme=items_in_force(work),
        clashes=tuple(_by_name(clash, persons) for clash in meanwhile.clashes),
        passports=known.held,
        press_accepted=known.press_accepted,
        away=meanwhile.away,
    )


def _on_annual_plan(
    work: CaseRead, _known: KnownBeside, meanwhile: Meanwhile
) -> tuple[Finding, ...]:
    request, units = work.request_as(AnnualPlanRequest), meanwhile.units
    if units is None:
        return ()
    owners = {each.unit for each in request.parts}
    names = work.unit_names
    found = on_plan(
        request,
        work.regulation,
        unanswered=[names[unit] for unit in sorted(units.unanswered)],
        gone={unit: names[unit] for unit in sorted(owners - units.there) if unit in names},
    )
    return tuple(found)


def _by_name(clash: Clash, persons: Mapping[str, Person]) -> Clash:
    """Return a clash with its leader by name: a booking knows them by their id in the directory."""
    leader = persons.get(clash.wanted.name)
    if clash.wanted.kind is not ResourceKind.LEADER or leader is None:
        return clash
    return replace(clash, wanted=replace(clash.wanted, name=leader.name))


def _submitted_on(work: CaseRead) -> date:
    return day_of(work.case.opened_at or work.now)


@dataclass(frozen=True)
class _OfKind:
    """What findings ask of a kind: its rules, who has to be there meanwhile, and who is away by it."""

    found: Callable[[CaseRead, KnownBeside, Meanwhile], tuple[Finding, ...]]
    stays: Callable[[CaseRead], Iterator[PersonThen]]
    leaves: Callable[[CaseRead], Iterator[PersonThen]] = lambda _: iter(())


_OF_KINDS: Mapping[Kind, _OfKind] = {
    Kind.OUTBOUND: _OfKind(_on_delegation, _stand_in, _travel),
    Kind.INBOUND: _OfKind(_on_visit, _receive),
    Kind.ANNUAL_PLAN: _OfKind(_on_annual_plan, lambda _: iter(())),
}

"""Findings on the programme: what is asked for twice, days left empty, agreements to be signed."""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations, islice

from config.regulation.codes import Activity, Level, Mark
from config.regulation.parts import Source
from models.findings import Finding, days_told, labels_of, make_finding
from models.inbound.findings.examined import Examined, Laws, named
from models.programme.booking import NO_ITEM, Booking, ResourceKind
from models.programme.items import Item
from models.programme.taking import bookings_of
from models.route.lead_time import day_due

_WELCOME = Source(
    document="05/2017/TT-BNG",
    mark=Mark.SECONDARY,
    seen_in="Sở Ngoại vụ Gia Lai, hướng dẫn đón khách",
)
# Nobody prescribes it: a hall taken twice, or a day without a programme, is simply a mistake.
_OUR_OWN = Source(mark=Mark.DESIGN)
_AGREEMENTS_SINCE = date(2021, 7, 1)
_AGREEMENTS_BEFORE = Source(document="33/2007/PL-UBTVQH11", article="Điều 16", mark=Mark.CONFIRMED)

_DAY = timedelta(days=1)
# So many of the empty days are named; their count tells the rest.
_NAMED = 5


def on_programme(examined: Examined) -> Iterator[Finding]:
    """Find what of the programme cannot be, is left open, or has a procedure of its own."""
    yield from _asked_twice(examined)
    yield from _had_by_others(examined)
    yield from _received_by_who_is_away(examined)
    yield from _empty_days(examined)
    yield from _no_welcome_or_send_off(examined)
    yield from _agreements(examined)


# --- Leaders, halls, vehicles, interpreters ------------------------------------------------------


def _asked_twice(examined: Examined) -> Iterator[Finding]:
    """Find items at one time that take the same; one that begins as the other ends does not."""
    for one, other in combinations(_bookings(examined), 2):
        same = (one.kind, one.name) == (other.kind, other.name)
        if same and one.begins < other.ends and other.begins < one.ends:
            yield make_finding(
                "asked_twice",
                Level.WARN,
                _OUR_OWN,
                kind=labels_of("resource", (one.kind,)),
                name=_called(one, examined),
                begins=max(one.begins, other.begins),
                first=named(examined.programme[one.item - 1]),
                second=named(examined.programme[other.item - 1]),
            )


def _had_by_others(examined: Examined) -> Iterator[Finding]:
    for clash in examined.clashes:
        wanted = clash.wanted
        if wanted.item <= len(examined.programme) and clash.has.item == NO_ITEM:
            yield make_finding(
                "away_on_a_trip",
                Level.WARN,
                _OUR_OWN,
                name=_called(wanted, examined),
                what=named(examined.programme[wanted.item - 1]),
                begins=wanted.begins,
                case_no=clash.case_no,
            )
        elif wanted.item <= len(examined.programme):
            yield make_finding(
                "had_by_other_visit",
                Level.WARN,
                _OUR_OWN,
                kind=labels_of("resource", (wanted.kind,)),
                name=_called(wanted, examined),
                begins=wanted.begins,
                what=named(examined.programme[wanted.item - 1]),
                case_no=clash.case_no,
            )


def _received_by_who_is_away(examined: Examined) -> Iterator[Finding]:
    """Find who receives the guests and is away; whom an item wants then is told with the item."""
    told = {(clash.wanted.name, clash.case_no) for clash in examined.clashes}
    named_here = {leader.person: leader.name for leader in examined.request.received_by}
    for absence in examined.away:
        if (absence.person, absence.case_no) not in told and absence.person in named_here:
            yield make_finding(
                "receives_while_away",
                Level.WARN,
                _OUR_OWN,
                name=named_here[absence.person],
                begins=absence.begins,
                ends=absence.ends,
                case_no=absence.case_no or "–",
            )


def _bookings(examined: Examined) -> tuple[Booking, ...]:
    """Return what the programme takes; a number of an interpreter nobody has takes nothing."""
    interpreters = examined.request.interpreters
    known = (
        item.model_copy(update={"interpreter": None})
        if item.interpreter and item.interpreter > len(interpreters)
        else item
        for item in examined.programme
    )
    return bookings_of(tuple(known), interpreters)


def _called(booking: Booking, examined: Examined) -> str:
    """Return what people call what is booked: leaders and interpreters by their names."""
    item, request = examined.programme[booking.item - 1], examined.request
    match booking.kind:
        case ResourceKind.LEADER:
            names = (r.name for r in request.received_by if r.person == booking.name)
            return next(names, booking.name)
        case ResourceKind.HALL:
            return item.hall or booking.name
        case ResourceKind.VEHICLE:
            return item.vehicle or booking.name
        case ResourceKind.INTERPRETER:
            numbered = dict(enumerate(request.interpreters, start=1))
            interpreter = numbered.get(item.interpreter or 0)
            return interpreter.name if interpreter else booking.name


# --- The days ------------------------------------------------------------------------------------


def _empty_days(examined: Examined) -> Iterator[Finding]:
    """Find days of the first visit without any item; the programme of a further one comes later."""
    request = examined.request
    count = (request.departs - request.arrives).days + 1
    filled = {i.day for i in examined.items if request.arrives <= i.day <= request.departs}
    if count > len(filled):
        days = (request.arrives + n * _DAY for n in range(count))
        empty = islice((day for day in days if day not in filled), _NAMED)
        yield make_finding(
            "empty_days", Level.NOTE, _OUR_OWN, count=count - len(filled), days=days_told(empty)
        )


def _no_welcome_or_send_off(examined: Examined) -> Iterator[Finding]:
    for key, activity in (("no_welcome", Activity.WELCOME), ("no_send_off", Activity.SEND_OFF)):
        if not any(examined.doing(activity)):
            yield make_finding(key, Level.NOTE, examined.cited(_WELCOME))


# --- Agreements ----------------------------------------------------------------------------------


def _agreements(examined: Examined) -> Iterator[Finding]:
    """Tell that an agreement to be signed has a procedure, and whether there is time for it.

    Counted from the submission; the signing has to come after the day the opinions are due.
    Source: 70/2020/QH14, articles 18 and 19.
    """
    for item in examined.doing(Activity.SIGNING):
        rules = examined.inbound.agreements
        opinions = day_due(rules.opinions_within, examined.submitted_on, examined.calendar)
        too_soon = item.day <= opinions
        yield make_finding(
            "signing_too_soon" if too_soon else "agreement_to_sign",
            Level.WARN if too_soon else Level.NOTE,
            _rule_on_agreements(item, examined),
            what=named(item),
            signing=item.day,
            opinions=opinions,
            report_by=day_due(rules.report_within, item.day, examined.calendar),
        )


def _rule_on_agreements(item: Item, examined: Examined) -> Source:
    source = examined.inbound.agreements.opinions_within.source
    if source.before:
        return source.on(item.day, examined.regulation.documents)
    laws: Laws = ((_AGREEMENTS_SINCE, source), (date.min, _AGREEMENTS_BEFORE))
    return examined.law(laws, item.day)

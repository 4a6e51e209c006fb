"""Findings on the dossier as a whole: its papers, the class of the guests, its time, its kind."""

from collections.abc import Iterator

from config.regulation.codes import Level, Mark, Visit
from config.regulation.parts import Source
from models.findings import Finding, make_finding
from models.inbound.classes import class_by_rank
from models.inbound.conditions import HOLDS
from models.inbound.findings.ceilings import norms_for
from models.inbound.findings.examined import Examined
from models.request.papers.asked import missing_papers
from models.route.lead_time import last_decision_due
from models.route.table import draw_route

# No rule was found for guests who come without notice; notice the same day is our arrangement.
_UNANNOUNCED = Source(mark=Mark.DESIGN)
# What a long stay brings with it is told by nobody; that the stay is declared, by the law.
_EXTENDED = Source(document="47/2014/QH13", article="Điều 33", mark=Mark.UNCONFIRMED)
# That a passport has to be valid for the whole stay is known, but was read nowhere.
_PASSPORT = Source(document="47/2014/QH13", mark=Mark.UNCONFIRMED)
# Where no circular is known, or it says nothing of heads it does not list.
_UNLISTED = Source(document="35/2026/TT-BTC", article="Điều 4", mark=Mark.UNCONFIRMED)


def on_dossier(examined: Examined) -> Iterator[Finding]:
    """Find what is missing, open or late about the dossier itself."""
    # What is signed during the visit goes by the programme in force.
    request = examined.request.model_copy(update={"programme": examined.programme})
    yield from missing_papers(request, examined.regulation, HOLDS)
    yield from _class_of_guests(examined)
    yield from _too_short_before_arrival(examined)
    yield from _passports_that_expire(examined)
    yield from _kind_of_visit(examined)


def _class_of_guests(examined: Examined) -> Iterator[Finding]:
    """Tell of a class still to be fixed, and of one that rests on a decision of the host.

    Source: 35/2026/TT-BTC, annex and article 4.
    """
    head = examined.request.head
    rank = examined.inbound.guest_ranks[head.rank]
    if class_by_rank(examined.request, examined.regulation) is None:
        # Once the class is fixed, what stays to be known is that it rests on a decision.
        level = Level.NOTE if examined.guest_class else Level.WARN
        source = _rule_on_unlisted(examined)
        yield make_finding("rank_not_listed", level, source, name=head.name, rank=rank.title)
    elif examined.guest_class is None:
        yield make_finding(
            "guest_class_open", Level.NOTE, rank.source, name=head.name, rank=rank.title
        )


def _rule_on_unlisted(examined: Examined) -> Source:
    held = norms_for(approved_on=examined.approved_on, begins=examined.request.arrives)
    rule = held.norms.unlisted_class if held else None
    return examined.cited(rule.source if rule else _UNLISTED)


def _too_short_before_arrival(examined: Examined) -> Iterator[Finding]:
    """Find guests who come before the last decision is due, were every step to take all its time.

    Of guests who came without notice the approval is asked for afterwards, so they are left out.
    """
    request = examined.request
    route = draw_route(request, examined.regulation)
    decided = last_decision_due(
        route.steps,
        examined.submitted_on,
        examined.calendar,
        urgent=request.urgent is not None,
    )
    if request.unannounced is None and request.arrives <= decided:
        yield make_finding(
            "arrives_too_soon",
            Level.WARN,
            route.source,
            arrives=request.arrives,
            decided=decided,
            submitted=examined.submitted_on,
        )


def _passports_that_expire(examined: Examined) -> Iterator[Finding]:
    """Find passports that expire before a guest's last day here, which itself is valid."""
    guests = examined.request.guests
    for number, passport in sorted(examined.passports.items()):
        _, departs = examined.request.days_of(number)
        if number <= len(guests) and passport.expires < departs:
            yield make_finding(
                "guest_passport_expires",
                Level.WARN,
                examined.cited(_PASSPORT),
                name=guests[number - 1].name,
                expires=passport.expires,
                departs=departs,
            )


def _kind_of_visit(examined: Examined) -> Iterator[Finding]:
    """Tell what follows from guests who came without notice, come again, or stay long."""
    request, inbound = examined.request, examined.inbound
    if request.unannounced:
        yield make_finding(
            "unannounced", Level.WARN, _UNANNOUNCED, reason=request.unannounced.reason
        )
    if request.visit is Visit.RECURRING or request.further_visits:
        yield make_finding(
            "visits_recur",
            Level.NOTE,
            inbound.notice_of_visit.source,
            count=len(request.periods),
            last=examined.last_day,
        )
    if request.visit is Visit.EXTENDED:
        yield make_finding(
            "visit_extended",
            Level.NOTE,
            examined.cited(_EXTENDED),
            arrives=request.arrives,
            departs=request.departs,
        )

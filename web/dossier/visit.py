"""The visit as a decider has to see it: who comes, sent by whom, received by whom, at what cost.

Of a guest's passport nothing reaches a page but what the findings say of it.
"""

from dataclasses import replace

from config.province_time import day_of
from flows.stages.programme import items_in_force, what_it_takes
from models.findings import Finding
from models.inbound.findings.compliance import findings
from models.inbound.request import InboundRequest
from models.programme.booking import Clash, ResourceKind
from models.store import bookings, dossiers
from models.store.other_trips import other_trips
from web.dossier.dossier import DossierShown, head_first, sums
from web.dossier.history import CaseHistory
from web.ground.names import Names
from web.programme.shown import programme_by_day

_VND = "VND"


class VisitShown(DossierShown):
    """The dossier of guests who come, with the programme in force.

    `guests` and items of the programme stand with their numbers, the head of the guests first.
    """

    template = "dossier/dossier_inbound.html"

    def __init__(self, history: CaseHistory) -> None:
        super().__init__(history)
        work = history.work
        request = work.request_as(InboundRequest)
        self.guest_class = work.case.guest_class
        self.guests = head_first(request.guests, request.head)
        self.trips = other_trips(work.conn, work.case.no)
        self.programme = programme_by_day(work)
        self.programme_revision = work.case.programme_revision
        self.sums = sums((cost.payer, _VND, cost.amount) for cost in request.costs)
        self.findings = _findings(history)


def _findings(history: CaseHistory) -> tuple[Finding, ...]:
    """Return what speaks against the visit, or has to be known before deciding on it."""
    work = history.work
    clashes = bookings.clashes(work.conn, work.case.no, what_it_takes(work))
    return findings(
        work.request_as(InboundRequest),
        work.regulation,
        work.calendar,
        submitted_on=day_of(work.case.opened_at or work.now),
        guest_class=work.case.guest_class,
        approved_on=history.approved_on(),
        programme=items_in_force(work),
        clashes=tuple(_by_name(clash, history.names) for clash in clashes),
        passports=dossiers.passports_of(work.conn, work.case.no, work.settings.passport_key),
        press_accepted=history.press_accepted(),
    )


def _by_name(clash: Clash, names: Names) -> Clash:
    """Return a clash with its leader by name: a booking knows them by their id in the directory."""
    if clash.wanted.kind is not ResourceKind.LEADER:
        return clash
    return replace(clash, wanted=replace(clash.wanted, name=names.person(clash.wanted.name)))

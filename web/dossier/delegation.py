"""The delegation as a decider has to see it: who, where, when, why, at what cost, which papers.

Nothing of a passport but what the findings say of its validity reaches a page.
"""

from collections import Counter

from config.province_time import day_of
from flows.case.read import CaseRead
from models.case import CaseStatus
from models.findings import Finding
from models.outbound.compliance import findings
from models.outbound.request import OutboundRequest
from models.store import dossiers
from models.store.other_trips import OtherTrip, other_trips
from web.dossier.conditions_and_questions import refused_members
from web.dossier.dossier import DossierShown, head_first, sums
from web.dossier.history import CaseHistory


class Delegation(DossierShown):
    """The dossier of a delegation that goes abroad.

    `members` stand with their numbers, the head first; `refused` says by name of a member who may not
    go which body does not let them.
    """

    template = "dossier/dossier_outbound.html"

    def __init__(self, history: CaseHistory) -> None:
        super().__init__(history)
        work = history.work
        request = work.request_as(OutboundRequest)
        self.members = head_first(request.members, request.head)
        self.trips = other_trips(work.conn, work.case.no)
        self.sums = sums((cost.payer, cost.currency, cost.amount) for cost in request.costs)
        self.findings = _findings(work, request, self.trips)
        self.refused = refused_members(history)


def _findings(
    work: CaseRead, request: OutboundRequest, trips: tuple[OtherTrip, ...]
) -> tuple[Finding, ...]:
    official = (
        trip.number
        for trip in trips
        if trip.official
        and trip.same_person
        and trip.begins.year == request.begins.year
        and trip.status != CaseStatus.REJECTED
    )
    return findings(
        request,
        work.regulation,
        work.calendar,
        submitted_on=day_of(work.case.opened_at or work.now),
        trips_this_year=Counter(official),
        passports=dossiers.passports_of(work.conn, work.case.no, work.settings.passport_key),
    )

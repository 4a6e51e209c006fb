"""The delegation as a decider has to see it: who, where, when, why, at what cost, which papers.

Nothing of a passport but what the findings say of its validity reaches a page.
"""

from flows.case.read import CaseRead
from flows.findings import KnownBeside, findings_of, others_beside, passports_kept
from models.competence.seeing import Shown
from models.findings import Finding
from models.outbound.request import OutboundRequest
from models.store.other_trips import OtherTrip
from web.dossier.conditions_and_questions import refused_members
from web.dossier.dossier import DossierShown, head_first, trips_shown
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
        self.trips = trips_shown(history)
        sees_findings = history.view.sees(Shown.FINDINGS)
        self.findings = _findings(work, self.trips) if sees_findings else None
        self.refused = refused_members(history)


def _findings(work: CaseRead, trips: tuple[OtherTrip, ...]) -> tuple[Finding, ...]:
    return findings_of(work, KnownBeside(trips, passports_kept(work), others_beside(work)))

"""The visit as a decider has to see it: who comes, sent by whom, received by whom, at what cost.

Of a guest's passport nothing reaches a page but what the findings say of it.
"""

from flows.findings import KnownBeside, findings_of, passports_kept
from models.competence.seeing import Shown
from models.findings import Finding
from models.inbound.request import InboundRequest
from models.store.other_trips import OtherTrip
from web.dossier.dossier import DossierShown, head_first, trips_shown
from web.dossier.history import CaseHistory
from web.programme.shown import programme_by_day


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
        self.trips = trips_shown(history)
        self.programme = programme_by_day(work)
        self.programme_revision = work.case.programme_revision
        self.findings = (
            _findings(history, self.trips) if history.view.sees(Shown.FINDINGS) else None
        )


def _findings(history: CaseHistory, trips: tuple[OtherTrip, ...]) -> tuple[Finding, ...]:
    """Return what speaks against the visit, or has to be known before deciding on it."""
    known = KnownBeside(
        trips,
        passports_kept(history.work),
        approved_on=history.approved_on(),
        press_accepted=history.press_accepted(),
    )
    return findings_of(history.work, known)

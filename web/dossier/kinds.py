"""What the pages show of each kind of case."""

from config.regulation.codes import Kind
from models.competence.seeing import Shown
from web.dossier.delegation import Delegation
from web.dossier.dossier import DossierShown
from web.dossier.history import CaseHistory
from web.dossier.matter import MatterShown
from web.dossier.plan import PlanShown, RegistrationShown
from web.dossier.visit import VisitShown

DOSSIERS: dict[Kind, type[DossierShown]] = {
    Kind.OUTBOUND: Delegation,
    Kind.INBOUND: VisitShown,
    Kind.PLAN_CONTRIBUTION: RegistrationShown,
    Kind.ANNUAL_PLAN: PlanShown,
}


def dossier_shown(history: CaseHistory) -> DossierShown:
    """Return the dossier in force as far as it is for the reader.

    Of a kind that stands not here that is what every request has.
    """
    if not history.view.sees(Shown.DOSSIER):
        return MatterShown(history)
    return DOSSIERS.get(history.work.case.kind, DossierShown)(history)

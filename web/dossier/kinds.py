"""What the pages show of each kind of case."""

from config.regulation.codes import Kind
from web.dossier.delegation import Delegation
from web.dossier.dossier import DossierShown
from web.dossier.history import CaseHistory
from web.dossier.visit import VisitShown

DOSSIERS: dict[Kind, type[DossierShown]] = {Kind.OUTBOUND: Delegation, Kind.INBOUND: VisitShown}


def dossier_shown(history: CaseHistory) -> DossierShown:
    """Return the dossier in force; of a kind that stands not here, what every request has."""
    return DOSSIERS.get(history.work.case.kind, DossierShown)(history)

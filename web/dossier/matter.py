"""What a delegation is about, as letters say it, for those to whom its dossier is not shown."""

from web.dossier.dossier import DossierShown
from web.dossier.history import CaseHistory
from web.programme.shown import programme_by_day


class MatterShown(DossierShown):
    """Who, when, what for; of a visit the programme in force as well."""

    template = "dossier/matter.html"

    def __init__(self, history: CaseHistory) -> None:
        super().__init__(history)
        work = history.work
        self.guest_class = work.case.guest_class
        self.programme = programme_by_day(work) if work.request.programmed else []
        self.programme_revision = work.case.programme_revision

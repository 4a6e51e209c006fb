"""Many cases at one glance each, in as many queries whatever their number."""

from collections.abc import Mapping, Sequence

from flows.case.read import CaseRead
from flows.case.views import view_of
from flows.findings import findings_of, known_of, trips_told
from models import entries as e
from models.competence.seeing import Shown
from models.ids import CaseNo, PersonId
from models.store import journal
from web.dossier.glance import Glance, glance_at
from web.ground.names import NamesKnown


def glances_of(
    works: Sequence[CaseRead], person: PersonId, language: str
) -> Mapping[CaseNo, Glance]:
    """Return those of some cases whose dossier is shown to a person; the cases are not approved yet."""
    views = {work.case.no: view_of(work, person) for work in works}
    shown = [work for work in works if views[work.case.no].sees(Shown.DOSSIER)]
    known = known_of(shown)
    noted = journal.of_kind_in(works[0].conn, list(views), e.SecretaryNoted.kind) if works else ()
    glances: dict[CaseNo, Glance] = {}
    for work in shown:
        no, view = work.case.no, views[work.case.no]
        names = NamesKnown(work.regulation, work.unit_names, work.around.persons, language)
        beside = known[no]
        glances[no] = glance_at(
            work,
            view,
            names,
            sums=work.request.estimate,
            trips=trips_told(beside.trips, work.case.unit, by_name=view.sees(Shown.NAMESAKES)),
            entries=[entry for entry in noted if entry.case_no == no],
            findings=findings_of(work, beside) if view.sees(Shown.FINDINGS) else None,
        )
    return glances

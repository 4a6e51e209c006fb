"""Drafts of the papers a step calls for: taken as Word or PDF, signed, put back with the answer."""

from dataclasses import dataclass

from fastapi.responses import Response

from flows.case.read import CaseRead
from flows.case.views import view_of
from flows.drawn.for_steps import papers_for
from flows.drawn.issuing import issuing
from flows.drawn.telling import told_of
from models.case import Step
from models.competence.seeing import Shown
from models.ids import PersonId
from papers.laying_out.filling import MEDIA_TYPE, filled
from papers.laying_out.templates import template, template_name
from papers.printing import pdf
from papers.told.context import Told
from papers.told.paper import LAYOUT_SOURCES, PaperType
from web.ground.download import handed_out_as
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.refusals import FileUnknown
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import case_for

router = Router()
_FORMS = {"docx": MEDIA_TYPE, "pdf": pdf.MEDIA_TYPE}


@dataclass(frozen=True)
class DraftShown:
    """A draft that can be taken. `unconfirmed`: nobody has confirmed the layout it has."""

    type: PaperType
    unconfirmed: bool


@router.shows("/cases/{case_no}/steps/{step}/drafts/{name}", Permission.OF_STEP)
def show_draft(name: str, visitor: VisitorHere) -> Response:
    """Hand out the draft of a paper, as `<type>.docx` or `<type>.pdf`; nothing is kept of it.

    Raises `FileUnknown` for a paper the step does not call for.
    """
    reader = known(visitor)
    wanted, _, form = name.partition(".")
    with case_for(reader) as work:
        step = work.step(reader.address.step)
        paper = next((p for p in _drafts(work, step, reader.person.id) if p == wanted), None)
        if paper is None or form not in _FORMS:
            raise FileUnknown
        told = told_of(work, step, paper, reader.person.id)
        document = document_of(work, told)
    content = pdf.as_pdf(document) if form == "pdf" else document
    called = f"{told.paper.type.replace('_', '-')}-{told.paper.case_no}.{form}"
    headers = {"Content-Disposition": handed_out_as(called)}
    return Response(content, media_type=_FORMS[form], headers=headers)


def drafts_shown(work: CaseRead, step: Step, person: PersonId) -> tuple[DraftShown, ...]:
    """Return the drafts somebody finds at a step."""
    return tuple(
        DraftShown(paper, LAYOUT_SOURCES[issuer.layout].unconfirmed)
        for paper in _drafts(work, step, person)
        for issuer in (issuing(work, step, paper, person).issuer,)
    )


def _drafts(work: CaseRead, step: Step, person: PersonId) -> tuple[PaperType, ...]:
    """Return the papers of a step whose draft somebody may take: it tells all of the dossier."""
    reads = view_of(work, person).sees(Shown.DOSSIER)
    return papers_for(work, step) if reads and not step.is_void else ()


def document_of(work: CaseRead, told: Told) -> bytes:
    kind, paper, own = work.case.kind, told.paper, work.settings.paper_templates
    layout = paper.issuer.layout
    return filled(
        template(kind, paper.type, layout, own), told, template_name(kind, paper.type, layout)
    )

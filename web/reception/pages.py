"""The reception board: all arrangements of a visit on one page, for those who look after it."""

from http import HTTPStatus

from fastapi import APIRouter
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.case.read import CaseRead
from models.inbound.request import InboundRequest
from models.store import cases, journal
from models.store.sign_in import Attempt
from web.dossier.history import History
from web.ground.identify import note
from web.ground.names import Names
from web.ground.page import page
from web.ground.refusals import NotForYou
from web.ground.running import PartsHere
from web.ground.visitor import CaseNo, Place, VisitorHere, signed_in
from web.ground.who_may_see import may_see_reception
from web.reception.shown import reception_board

router = APIRouter()


@router.api_route("/cases/{case_no}/reception", methods=["GET", "HEAD"])
def show_reception(case_no: CaseNo, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show how the arrangements stand. Raises `NotForYou` for whoever does not look after them."""
    w, person = visitor.words, visitor.person
    if person is None:
        return page("ground/no_link.html", w, status=HTTPStatus.FORBIDDEN, kept=())
    with parts.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, case_no), parts.desk.settings)
        allowed = may_see_reception(work, person.id)
        if allowed and not work.request.programmed:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        if allowed:
            names = Names(work, w.language)
            history = History(work, journal.entries_of(conn, case_no), names)
            board = reception_board(work, history, names, person.id)
            request = work.request_as(InboundRequest)
    if not allowed:
        note(parts, Attempt.OTHER_PERSON, Place(case_no, 0), person.id)
        raise NotForYou
    return page(
        "reception/reception.html",
        w,
        signed_in=signed_in(parts, visitor),
        case_no=case_no,
        board=board,
        request=request,
        unit=names.body(request.unit),
    )

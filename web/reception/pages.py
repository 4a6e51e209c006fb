"""The reception board: all arrangements of a visit on one page, for those who look after it."""

from http import HTTPStatus

from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.case.views import view_of
from models.inbound.request import InboundRequest
from web.dossier.history import CaseHistory
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import case_for
from web.reception.shown import reception_board

router = Router()


@router.shows("/cases/{case_no}/reception", Permission.LOOKS_AFTER)
def show_reception(visitor: VisitorHere) -> Response:
    """Show how the arrangements stand. Raises `NotForYou` for whoever does not look after them."""
    reader = known(visitor)
    with case_for(reader) as work:
        if not work.request.programmed:
            raise HTTPException(HTTPStatus.NOT_FOUND)
        history = CaseHistory(work, reader.words.language, view_of(work, reader.person.id))
        board = reception_board(history, reader.person.id)
        request = work.request_as(InboundRequest)
    return reader.page(
        "reception/reception.html",
        case_no=reader.address.case_no,
        board=board,
        request=request,
        unit=history.names.body(request.unit),
    )

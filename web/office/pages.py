"""The focal office helps a step along: the form of an answer on paper, of a step for a colleague."""

from collections.abc import Callable
from dataclasses import replace

from fastapi.responses import Response

from flows.case.answers import Identified
from flows.case.views import view_of
from models.errors import DecisionRefused, StepClosed
from web.dossier.history import CaseHistory
from web.ground.address import Address
from web.ground.form import Sent, SentHere
from web.ground.identify import known
from web.ground.names import Names
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import case_for
from web.office import form as office

router = Router()
_STEP = "/cases/{case_no}/steps/{step}"
_PAPER, _REASSIGN = "paper", "reassign"


@router.shows(f"{_STEP}/{_PAPER}", Permission.RECORDS)
def show_paper(visitor: VisitorHere) -> Response:
    """Show the focal office the form of an answer that came on paper."""
    return _form(visitor, _PAPER, _paper_page)


@router.takes(f"{_STEP}/{_PAPER}", Permission.RECORDS)
def record_paper(visitor: VisitorHere, sent: SentHere) -> Response:
    """Record an answer that came on paper."""

    def act(who: Identified) -> None:
        office.record(visitor.running.desk, visitor.address, who, sent)

    sheet = _sheet(visitor, _PAPER, sent)
    return sheet.taken(act, _paper_page, onwards=f"{sheet.back}?done={_PAPER}")


@router.shows(f"{_STEP}/{_REASSIGN}", Permission.OF_OFFICE)
def show_reassigning(visitor: VisitorHere) -> Response:
    """Show the focal office the form that gives a step to a colleague."""
    return _form(visitor, _REASSIGN, _reassign_page)


@router.takes(f"{_STEP}/{_REASSIGN}", Permission.OF_OFFICE)
def reassign(visitor: VisitorHere, sent: SentHere) -> Response:
    """Give a step to a colleague of those it waits for."""

    def act(who: Identified) -> None:
        office.give(visitor.running.desk, visitor.address, who, sent)

    sheet = _sheet(visitor, _REASSIGN, sent)
    return sheet.taken(act, _reassign_page, onwards=f"{sheet.back}?done={_REASSIGN}")


def _sheet(visitor: Visitor, what: str, sent: Sent | None = None) -> Sheet:
    address = visitor.address
    return sheet_at(address.at(what), visitor, sent, back=Address(address.case_no).path)


def _form(visitor: Visitor, what: str, page: Callable[[Sheet], Response]) -> Response:
    """Show a form to who is signed in, or why it is not for them."""
    # Whoever has to sign in first goes on to the page of the case: that of the step is for others.
    known(replace(visitor, address=Address(visitor.address.case_no)))
    sheet = _sheet(visitor, what)
    try:
        return page(sheet)
    except (DecisionRefused, StepClosed) as refusal:
        return sheet.refused(refusal)


def _paper_page(sheet: Sheet) -> Response:
    with case_for(sheet.visitor) as work:
        view = view_of(work, sheet.person)
        history = CaseHistory(work, sheet.visitor.words.language, view)
        step = work.step(sheet.visitor.address.step)
        form = office.paper_form(history, step, sheet.person)
        title = work.request.title
    names = history.names
    return sheet.shown("office/on_paper.html", form=form, step=step, title=title, names=names)


def _reassign_page(sheet: Sheet) -> Response:
    with case_for(sheet.visitor) as work:
        names = Names(work, sheet.visitor.words.language)
        step = work.step(sheet.visitor.address.step)
        to = office.colleagues(work, step, sheet.person)
        title = work.request.title
    return sheet.shown("office/reassign.html", step=step, to=to, title=title, names=names)

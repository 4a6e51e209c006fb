"""The focal office helps a step along: the form of an answer on paper, of a step for a colleague."""

from collections.abc import Callable
from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response
from sqlalchemy import Connection

from flows.case.answers import Identified
from flows.case.read import CaseRead, step_of
from models.case import Case
from models.errors import DecisionRefused, StepClosed
from models.store import cases
from web.ground.identify import identify
from web.ground.names import Names
from web.ground.running import PartsHere
from web.ground.sheet import Sheet
from web.ground.visitor import Place, PlaceHere, VisitorHere
from web.ground.written import WrittenHere
from web.office import form as office

router = APIRouter()
_GET = ["GET", "HEAD"]
_PAPER, _REASSIGN = "paper", "reassign"


async def _paper_sheet(place: PlaceHere, visitor: VisitorHere, parts: PartsHere) -> Sheet:
    return Sheet(place.at(_PAPER), visitor, parts, place)


async def _reassign_sheet(place: PlaceHere, visitor: VisitorHere, parts: PartsHere) -> Sheet:
    return Sheet(place.at(_REASSIGN), visitor, parts, place)


PaperSheet = Annotated[Sheet, Depends(_paper_sheet)]
ReassignSheet = Annotated[Sheet, Depends(_reassign_sheet)]


@router.api_route("/cases/{case_no}/steps/{step}/paper", methods=_GET)
def show_paper(sheet: PaperSheet) -> Response:
    """Show the focal office the form of an answer that came on paper."""
    return _form(sheet, _paper_page)


@router.post("/cases/{case_no}/steps/{step}/paper")
def record_paper(sheet: PaperSheet, written: WrittenHere) -> Response:
    """Record an answer that came on paper."""
    desk, number = sheet.parts.desk, sheet.place.step

    def act(who: Identified) -> None:
        office.record(desk, _case(sheet), number, who, written)

    return replace(sheet, written=written).taken(
        act, _paper_page, onwards=_case_page(sheet, _PAPER)
    )


@router.api_route("/cases/{case_no}/steps/{step}/reassign", methods=_GET)
def show_reassigning(sheet: ReassignSheet) -> Response:
    """Show the focal office the form that gives a step to a colleague."""
    return _form(sheet, _reassign_page)


@router.post("/cases/{case_no}/steps/{step}/reassign")
def reassign(sheet: ReassignSheet, written: WrittenHere) -> Response:
    """Give a step to a colleague of those it waits for."""
    desk, number = sheet.parts.desk, sheet.place.step

    def act(who: Identified) -> None:
        office.give(desk, _case(sheet), number, who, written)

    there = _case_page(sheet, _REASSIGN)
    return replace(sheet, written=written).taken(act, _reassign_page, onwards=there)


def _form(sheet: Sheet, page: Callable[[Sheet], Response]) -> Response:
    """Show a form to who is signed in, or why it is not for them."""
    if sheet.visitor.person is None:
        return identify(Place(sheet.place.case_no), sheet.visitor, sheet.parts)
    try:
        return page(sheet)
    except (DecisionRefused, StepClosed) as refusal:
        return sheet.refused(refusal)


def _paper_page(sheet: Sheet) -> Response:
    with sheet.parts.desk.store.reading() as conn:
        work, names = _at_work(conn, sheet)
        step = step_of(work.case, sheet.place.step)
        form = office.paper_form(work, step, sheet.person, names)
        title, seat = work.request.title, names.asked_of(step)
    return sheet.shown("office/on_paper.html", form=form, title=title, seat=seat)


def _reassign_page(sheet: Sheet) -> Response:
    with sheet.parts.desk.store.reading() as conn:
        work, names = _at_work(conn, sheet)
        step = step_of(work.case, sheet.place.step)
        to = office.colleagues(work, step, sheet.person, names)
        now = tuple(names.person(person) for person in step.holders)
        title, seat = work.request.title, names.asked_of(step)
    return sheet.shown("office/reassign.html", step=step, to=to, now=now, title=title, seat=seat)


def _at_work(conn: Connection, sheet: Sheet) -> tuple[CaseRead, Names]:
    """Return the case for a clerk of the focal office; raises `DecisionRefused` for others."""
    case = cases.read_case(conn, sheet.place.case_no)
    work = CaseRead(conn, case, sheet.parts.desk.settings)
    if not work.is_of_office(sheet.person):
        raise DecisionRefused("not_of_office", person=sheet.person)
    return work, Names(work, sheet.visitor.words.language)


def _case(sheet: Sheet) -> Case:
    with sheet.parts.desk.store.reading() as conn:
        return cases.read_case(conn, sheet.place.case_no)


def _case_page(sheet: Sheet, done: str) -> str:
    return f"{Place(sheet.place.case_no).path}?done={done}"

"""The page of a case, and the forms of what its unit can do with it."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.responses import Response

from flows.case.answers import Identified
from flows.case.read import CaseRead
from flows.case.verbs import Verb, demand
from models.errors import TooLate
from models.store import cases
from web.case.shown import case_page
from web.case.verbs import FORMS, do
from web.ground.identify import identify
from web.ground.page import page
from web.ground.running import PartsHere
from web.ground.sheet import Sheet
from web.ground.visitor import Place, PlaceHere, Standing, VisitorHere, signed_in
from web.ground.who_may_see import may_see_case
from web.ground.written import WrittenHere

router = APIRouter()
_GET = ["GET", "HEAD"]
# What the page says was done, when it is shown after a form.
_DONE = {*(verb.code for verb in Verb), "paper", "reassign"}


@router.api_route("/cases/{case_no}", methods=_GET)
def show_case(place: PlaceHere, visitor: VisitorHere, parts: PartsHere, done: str = "") -> Response:
    """Show a case to whoever has a part in it; to anybody else only how to show who they are."""
    if visitor.person is None or visitor.standing is not Standing.PERSON:
        return identify(place, visitor, parts)
    sheet = Sheet(place.path, visitor, parts, place)
    with parts.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, place.case_no), parts.desk.settings)
        allowed = may_see_case(work, sheet.person)
        view = case_page(work, sheet.person, visitor.words) if allowed else None
    if view is None:
        sheet.turn_away()
    return page(
        "case/case.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        view=view,
        rules=FORMS,
        done=done if done in _DONE else "",
    )


async def _verb_sheet(
    place: PlaceHere, verb: Verb, visitor: VisitorHere, parts: PartsHere
) -> Sheet:
    return Sheet(place.at(f"do/{verb}"), visitor, parts, place)


VerbSheet = Annotated[Sheet, Depends(_verb_sheet)]


@router.api_route("/cases/{case_no}/do/{verb}", methods=_GET)
def show_verb(verb: Verb, sheet: VerbSheet) -> Response:
    """Show the form of a verb to the unit, or that it is not open any more."""
    if sheet.visitor.person is None:
        return identify(sheet.place, sheet.visitor, sheet.parts)
    try:
        return _verb_page(verb, sheet)
    except TooLate as refusal:
        return sheet.refused(refusal)


@router.post("/cases/{case_no}/do/{verb}")
def do_verb(verb: Verb, sheet: VerbSheet, written: WrittenHere) -> Response:
    """Do what the unit asks for."""
    desk, case_no = sheet.parts.desk, sheet.place.case_no

    def act(who: Identified) -> None:
        # Only the unit's own people learn what is wrong with a dossier.
        _check_unit(sheet)
        do(verb, desk, case_no, who, written)

    return replace(sheet, written=written).taken(
        act,
        lambda refused: _verb_page(verb, refused),
        onwards=f"{Place(case_no).path}?done={verb.code}",
    )


def _check_unit(sheet: Sheet) -> None:
    with sheet.parts.desk.reading(sheet.place.case_no) as read:
        allowed = read.is_of_unit(sheet.person)
    if not allowed:
        sheet.turn_away()


def _verb_page(verb: Verb, sheet: Sheet) -> Response:
    _check_unit(sheet)
    with sheet.parts.desk.reading(sheet.place.case_no) as read:
        title = read.request.title
        demand(read, verb, sheet.person)
    return sheet.shown("case/case_verb.html", verb=verb, rule=FORMS[verb], title=title)

"""Meetings of a collective body: the agenda sheet to be printed, and the minutes entered in one go."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.acts.meetings import keeps_papers
from flows.case.answers import Identified
from models.acts import VOTES
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed
from models.store.database.clock import today
from web.ground.identify import identify
from web.ground.running import PartsHere
from web.ground.sheet import Sheet
from web.ground.visitor import VisitorHere
from web.ground.written import WrittenHere
from web.meetings.form import AS_PRESENT, NO_VOTE, Agenda, agenda_sheet, enter

router = APIRouter()
_GET = ["GET", "HEAD"]
BodyKey = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,40}$")]


async def _agenda_sheet(body: BodyKey, visitor: VisitorHere, parts: PartsHere) -> Sheet:
    return Sheet(f"/bodies/{body}/agenda", visitor, parts)


async def _minutes_sheet(body: BodyKey, visitor: VisitorHere, parts: PartsHere) -> Sheet:
    return Sheet(f"/bodies/{body}/minutes", visitor, parts)


AgendaSheet = Annotated[Sheet, Depends(_agenda_sheet)]
MinutesSheet = Annotated[Sheet, Depends(_minutes_sheet)]


@router.api_route("/bodies/{body}/agenda", methods=_GET)
def show_agenda(body: BodyKey, sheet: AgendaSheet) -> Response:
    """Show the clerks every case that waits for a body, as a sheet to be printed."""
    if sheet.visitor.person is None:
        return identify(sheet.place, sheet.visitor, sheet.parts)
    agenda, on = _agenda(sheet, body)
    return sheet.shown("meetings/agenda.html", agenda=agenda, today=on)


@router.api_route("/bodies/{body}/minutes", methods=_GET)
def show_minutes(body: BodyKey, sheet: MinutesSheet) -> Response:
    """Show the clerks the form of a meeting's minutes."""
    if sheet.visitor.person is None:
        return identify(sheet.place, sheet.visitor, sheet.parts)
    return _minutes_page(sheet, body)


@router.post("/bodies/{body}/minutes")
def take_minutes(body: BodyKey, sheet: MinutesSheet, written: WrittenHere) -> Response:
    """Enter what a body decided in a meeting; nothing is recorded if anything is wrong."""
    desk = sheet.parts.desk

    def act(who: Identified) -> None:
        agenda, _ = _agenda(sheet, body)
        try:
            enter(desk, agenda, who, written)
        except StepClosed as closed:
            # The form stays: the other cases of the meeting are still to be entered.
            raise DecisionIncomplete("closed_meanwhile", case=closed.facts["case"]) from None

    onwards = f"/bodies/{body}/agenda"
    return replace(sheet, written=written).taken(
        act, lambda refused: _minutes_page(refused, body), onwards=onwards
    )


def _minutes_page(sheet: Sheet, body: str) -> Response:
    agenda, on = _agenda(sheet, body)
    votes = (AS_PRESENT, *(vote.key for vote in VOTES), NO_VOTE)
    return sheet.shown("meetings/minutes.html", agenda=agenda, today=on, votes=votes)


def _agenda(sheet: Sheet, body: str) -> tuple[Agenda, object]:
    """Return a body's agenda for a clerk; raises `DecisionRefused` for anybody else."""
    desk, w = sheet.parts.desk, sheet.visitor.words
    known = desk.regulation().bodies.get(body)
    if known is None or known.voting is None:
        raise HTTPException(404)
    with desk.store.reading() as conn:
        if not keeps_papers(conn, sheet.person):
            raise DecisionRefused("not_of_office", person=sheet.person)
        name = known.name.of(w.language)
        return agenda_sheet(conn, desk.settings, body, name, w.language), today(conn)

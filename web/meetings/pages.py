"""Meetings of a collective body: the agenda sheet to be printed, and the minutes entered in one go."""

from functools import partial
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from flows.case.answers import Identified
from models.acts import VOTES
from models.errors import DecisionIncomplete, StepClosed
from models.ids import BodyKey
from models.store.database.clock import today
from web.ground.form import FormReader, Sent
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import VisitorHere
from web.ground.who_may_see import papers_for
from web.meetings.form import NO_VOTE, UNSAID, Agenda, agenda_sheet, enter

router = Router()
BodyNamed = Annotated[str, Path(pattern=r"^[a-z0-9_]{1,40}$")]
# The minutes of a meeting have a field for every member in every case.
_MOST_FIELDS = 3000
# What the agenda says was done, when it is shown after the form.
_ENTERED = "minutes"


@router.shows("/bodies/{body}/agenda", Permission.KEEPS_PAPERS)
def show_agenda(body: BodyNamed, visitor: VisitorHere, done: str = "") -> Response:
    """Show the clerks every case that waits for a body, as a sheet to be printed."""
    sheet = sheet_at(_agenda_of(body), visitor)
    agenda, on = _agenda(sheet, body)
    entered = done == _ENTERED
    return sheet.shown("meetings/agenda.html", agenda=agenda, today=on, entered=entered)


@router.shows("/bodies/{body}/minutes", Permission.KEEPS_PAPERS)
def show_minutes(body: BodyNamed, visitor: VisitorHere) -> Response:
    """Show the clerks the form of a meeting's minutes."""
    return _minutes_page(body, sheet_at(_minutes_of(body), visitor))


@router.takes("/bodies/{body}/minutes", Permission.KEEPS_PAPERS)
def take_minutes(
    body: BodyNamed, visitor: VisitorHere, sent: Annotated[Sent, Depends(FormReader(_MOST_FIELDS))]
) -> Response:
    """Enter what a body decided in a meeting; nothing is recorded if anything is wrong."""
    sheet = sheet_at(_minutes_of(body), visitor, sent, back=visitor.address.path)

    def act(who: Identified) -> None:
        agenda, _ = _agenda(sheet, body)
        try:
            enter(visitor.running.desk, agenda, who, sent)
        except StepClosed as closed:
            # The form stays: the other cases of the meeting are still to be entered.
            raise DecisionIncomplete("closed_meanwhile", case=closed.facts["case"]) from None

    return sheet.taken(
        act, partial(_minutes_page, body), onwards=f"{_agenda_of(body)}?done={_ENTERED}"
    )


def _agenda_of(body: str) -> str:
    return f"/bodies/{body}/agenda"


def _minutes_of(body: str) -> str:
    return f"/bodies/{body}/minutes"


def _minutes_page(body: str, sheet: Sheet) -> Response:
    agenda, on = _agenda(sheet, body)
    votes = (UNSAID, *(vote.key for vote in VOTES), NO_VOTE)
    return sheet.shown("meetings/minutes.html", agenda=agenda, today=on, votes=votes)


def _agenda(sheet: Sheet, body: str) -> tuple[Agenda, object]:
    """Return a body's agenda for a clerk; raises `DecisionRefused` for anybody else."""
    desk, language = sheet.visitor.running.desk, sheet.visitor.words.language
    meets = desk.regulation().bodies.get(body)
    if meets is None or meets.voting is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    with papers_for(sheet.visitor, BodyKey(body)) as conn:
        name = meets.name.of(language)
        sheet_of_body = agenda_sheet(
            conn, desk.settings, BodyKey(body), sheet.person, name=name, language=language
        )
        return sheet_of_body, today(conn)

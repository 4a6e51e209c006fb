"""Mailboxes and seats that are to be others: proposed, confirmed by a second person, turned down."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.acts.house.confirming import confirm_change, confirm_changes, turn_down_change
from flows.case.answers import Identified
from models.directory import ProposedChange
from models.errors import DecisionIncomplete
from web.ground.fields import number_in
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.people.shown import changes_for

router = Router()
_PATH = "/people/mailboxes"
Number = Annotated[int, Path(ge=1, le=10**6)]


@router.shows(_PATH, Permission.SIGNED_IN)
def show_changes(visitor: VisitorHere) -> Response:
    """Show a person the changes that are theirs: to confirm, to turn down."""
    return _page(_sheet(visitor))


@router.takes(f"{_PATH}/confirm", Permission.SIGNED_IN)
def confirm_several(visitor: VisitorHere, sent: SentHere) -> Response:
    """Confirm the changes that are ticked as the second person, all or none."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)

    def confirm(who: Identified) -> tuple[ProposedChange, ...]:
        numbers = [number for each in sent.all("changes") if (number := number_in(each))]
        if not numbers:
            raise DecisionIncomplete("changes")
        return confirm_changes(desk, numbers, who)

    return sheet.taken(confirm, _page, onwards=_PATH, freshly=True)


@router.takes(f"{_PATH}/{{number}}/confirm", Permission.SIGNED_IN)
def confirm_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Confirm a change as the second person."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(
        lambda who: confirm_change(desk, number, who), _page, onwards=_PATH, freshly=True
    )


@router.takes(f"{_PATH}/{{number}}/turn-down", Permission.SIGNED_IN)
def turn_one_down(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Turn a change down before it counts; nothing is lost by it, so no code is asked for."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(lambda who: turn_down_change(desk, number, who), _page, onwards=_PATH)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(_PATH, visitor, sent, back=_PATH)


def _page(sheet: Sheet) -> Response:
    desk, language = sheet.visitor.running.desk, sheet.visitor.words.language
    with desk.store.reading() as conn:
        found = changes_for(conn, desk.regulation(), sheet.person, language)
    return sheet.shown("people/mailboxes.html", view=found)

"""Mailboxes that are to be others: proposed, confirmed by a second person, turned down."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.acts.house.mailboxes import confirm_mailbox, turn_down_mailbox
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
    """Show a person the changes of mailboxes that are theirs: to confirm, to turn down."""
    return _page(_sheet(visitor))


@router.takes(f"{_PATH}/{{number}}/confirm", Permission.SIGNED_IN)
def confirm_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Confirm a change as the second person."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(
        lambda who: confirm_mailbox(desk, number, who), _page, onwards=_PATH, freshly=True
    )


@router.takes(f"{_PATH}/{{number}}/turn-down", Permission.SIGNED_IN)
def turn_one_down(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Turn a change down before it counts; nothing is lost by it, so no code is asked for."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(lambda who: turn_down_mailbox(desk, number, who), _page, onwards=_PATH)


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(_PATH, visitor, sent, back=_PATH)


def _page(sheet: Sheet) -> Response:
    desk = sheet.visitor.running.desk
    with desk.store.reading() as conn:
        found = changes_for(conn, desk.regulation(), sheet.person)
    return sheet.shown("people/mailboxes.html", changes=found)

"""The page on which a leader lets somebody act for them, confirms what others set, and ends it."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.acts.authority import confirm_authority, end_authority
from web.authorities.form import authorities_page, give
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere

router = Router()
AUTHORITIES = "/authorities"
Number = Annotated[int, Path(ge=1, le=10**6)]


@router.shows(AUTHORITIES, Permission.SIGNED_IN)
def show_authorities(visitor: VisitorHere) -> Response:
    """Show a person whom they let act, for whom they act, and what waits for their word."""
    return _page(_sheet(visitor))


@router.takes(AUTHORITIES, Permission.SIGNED_IN)
def give_one(visitor: VisitorHere, sent: SentHere) -> Response:
    """Let somebody act; set in another's name it waits for their word."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(lambda who: give(desk, who, sent), _page, onwards=AUTHORITIES, freshly=True)


@router.takes(f"{AUTHORITIES}/{{number}}/confirm", Permission.SIGNED_IN)
def confirm_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """Let an authority take effect that somebody else set; only its giver does."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(
        lambda who: confirm_authority(desk, number, who), _page, onwards=AUTHORITIES, freshly=True
    )


@router.takes(f"{AUTHORITIES}/{{number}}/end", Permission.SIGNED_IN)
def end_one(number: Number, visitor: VisitorHere, sent: SentHere) -> Response:
    """End an authority from today on, or turn down one that waits; only its giver does."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(
        lambda who: end_authority(desk, number, who), _page, onwards=AUTHORITIES, freshly=True
    )


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(AUTHORITIES, visitor, sent, back=visitor.address.path)


def _page(sheet: Sheet) -> Response:
    desk, language = sheet.visitor.running.desk, sheet.visitor.words.language
    with desk.store.reading() as conn:
        view = authorities_page(conn, desk.regulation(), sheet.person, language)
    return sheet.shown("authorities/authorities.html", view=view)

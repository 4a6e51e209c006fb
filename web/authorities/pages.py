"""The page on which a leader lets somebody act for them, confirms what others set, and ends it."""

from dataclasses import replace
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from flows.acts.authority import confirm_authority, end_authority
from web.authorities.form import authorities_page, give
from web.ground.identify import identify
from web.ground.running import PartsHere
from web.ground.sheet import Sheet
from web.ground.visitor import VisitorHere
from web.ground.written import WrittenHere

router = APIRouter()
ADDRESS = "/authorities"
Number = Annotated[int, Path(ge=1, le=10**6)]


async def _sheet(visitor: VisitorHere, parts: PartsHere) -> Sheet:
    return Sheet(ADDRESS, visitor, parts)


SheetHere = Annotated[Sheet, Depends(_sheet)]


@router.api_route(ADDRESS, methods=["GET", "HEAD"])
def show_authorities(sheet: SheetHere) -> Response:
    """Show a person whom they let act, for whom they act, and what waits for their word."""
    if sheet.visitor.person is None:
        return identify(sheet.place, sheet.visitor, sheet.parts)
    return _page(sheet)


@router.post(ADDRESS)
def give_one(sheet: SheetHere, written: WrittenHere) -> Response:
    """Let somebody act; set in another's name it waits for their word."""
    desk = sheet.parts.desk
    filled = replace(sheet, written=written)
    return filled.taken(lambda who: give(desk, who, written), _page, onwards=ADDRESS)


@router.post("/authorities/{number}/confirm")
def confirm_one(number: Number, sheet: SheetHere, written: WrittenHere) -> Response:
    """Let an authority take effect that somebody else set; only its giver does."""
    desk = sheet.parts.desk
    return replace(sheet, written=written).taken(
        lambda who: confirm_authority(desk, number, who), _page, onwards=ADDRESS
    )


@router.post("/authorities/{number}/end")
def end_one(number: Number, sheet: SheetHere, written: WrittenHere) -> Response:
    """End an authority from today on, or turn down one that waits; only its giver does."""
    desk = sheet.parts.desk
    return replace(sheet, written=written).taken(
        lambda who: end_authority(desk, number, who), _page, onwards=ADDRESS
    )


def _page(sheet: Sheet) -> Response:
    desk = sheet.parts.desk
    with desk.store.reading() as conn:
        language = sheet.visitor.words.language
        view = authorities_page(conn, desk.regulation(), sheet.person, language)
    return sheet.shown("authorities/authorities.html", view=view)

"""The page of one's own: what Doan knows of whoever is signed in, and how they are written to."""

from fastapi.responses import Response

from flows.acts.house.language import choose_language
from flows.acts.house.wishes import choose_wishes
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere
from web.me.shown import own_page

router = Router()
_PATH = "/me"
_LANGUAGE = f"{_PATH}/language"
_LETTERS = f"{_PATH}/letters"
_CHOSEN = ("language", "letters")


@router.shows(_PATH, Permission.SIGNED_IN)
def show_own_page(visitor: VisitorHere, done: str = "") -> Response:
    """Show a person what is their own."""
    return _page(_sheet(visitor), done=done if done in _CHOSEN else "")


@router.takes(_LANGUAGE, Permission.SIGNED_IN)
def take_language(visitor: VisitorHere, sent: SentHere) -> Response:
    """Let letters and pages be in another language; nothing is signed by it, so no code is asked for."""
    desk, sheet = visitor.running.desk, _sheet(visitor, sent)
    return sheet.taken(
        lambda who: choose_language(desk, who, sent["language"]),
        _page,
        onwards=f"{_PATH}?done=language",
    )


@router.takes(_LETTERS, Permission.SIGNED_IN)
def take_wishes(visitor: VisitorHere, sent: SentHere) -> Response:
    """Tell whoever is signed in as they wish of what asks nothing of them; nothing is signed by it."""
    desk, sheet = visitor.running.desk, sheet_at(_LETTERS, visitor, sent, back=_PATH)
    receipts = sent["receipts"] == "on"
    return sheet.taken(
        lambda who: choose_wishes(desk, who, sent["tells"], receipts=receipts),
        _page,
        onwards=f"{_PATH}?done=letters#letters",
    )


def _sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    return sheet_at(_LANGUAGE, visitor, sent, back=_PATH)


def _page(sheet: Sheet, *, done: str = "") -> Response:
    visitor, desk = sheet.visitor, sheet.visitor.running.desk
    with desk.store.reading() as conn:
        view = own_page(conn, desk.regulation(), visitor.person, visitor.words.language)
    return sheet.shown("me/me.html", view=view, done=done)

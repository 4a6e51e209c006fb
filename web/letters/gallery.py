"""All messages there are, as they would arrive: for whoever looks after their wording."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from notifications.showing.previews import MessageSeen, preview, subject
from notifications.showing.samples import all_notices
from web.ground.frame.sandbox import SANDBOX, in_sandbox
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import Visitor, VisitorHere
from web.ground.who_may_see import administering

router = Router()
GALLERY = "/letters/gallery"
NoticeName = Annotated[str, Path(pattern=r"^[a-z_]{1,60}$")]


@router.shows(GALLERY, Permission.ADMINISTERS)
def show_gallery(visitor: VisitorHere) -> Response:
    """List every message with its subject."""
    with administering(known(visitor)):
        settings, w = visitor.running.desk.settings, visitor.words
        seen = [(name, subject(name, settings, w)) for name in all_notices()]
    return visitor.page("letters/gallery.html", seen=seen)


@router.shows(f"{GALLERY}/{{notice}}", Permission.ADMINISTERS)
def show_one(notice: NoticeName, visitor: VisitorHere) -> Response:
    """Show a message in the reader's language: as a mail program would, and as plain text."""
    with administering(known(visitor)):
        shown = _preview(notice, visitor)
    return visitor.page("letters/preview.html", notice=notice, shown=shown, sandbox=SANDBOX)


@router.shows(f"{GALLERY}/{{notice}}/html", Permission.ADMINISTERS)
def show_html(notice: NoticeName, visitor: VisitorHere) -> Response:
    """Return the HTML part for the frame on the page of a message."""
    with administering(known(visitor)):
        return in_sandbox(_preview(notice, visitor).html)


def _preview(notice: str, visitor: Visitor) -> MessageSeen:
    return preview(notice, visitor.running.desk.settings, visitor.words.language)

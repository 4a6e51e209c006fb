"""The local catcher's pages: what was sent, as it was sent. There only where that was asked for.

What a message shows is somebody's text: its HTML stands in a sandbox, without scripts or our cookies.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path
from fastapi.responses import Response
from starlette.exceptions import HTTPException

from notifications.sending.catcher import Caught
from web.ground.frame.sandbox import SANDBOX, in_sandbox
from web.ground.permission import Permission, Router
from web.ground.running import RunningHere
from web.ground.visitor import VisitorHere

router = Router()


def _caught(
    message: Annotated[str, Path(pattern=r"^[0-9]{1,12}$")], running: RunningHere
) -> Caught:
    found = running.catcher.message(message) if running.catcher else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


CaughtHere = Annotated[Caught, Depends(_caught)]


@router.shows("/mail", Permission.OPEN)
def list_messages(visitor: VisitorHere) -> Response:
    """List what was caught, the newest first. Sign-in codes are never among it."""
    catcher = visitor.running.catcher
    messages = catcher.messages() if catcher else []
    return visitor.page("mail_catcher/mail_list.html", messages=messages)


@router.shows("/mail/{message}", Permission.OPEN)
def show_message(caught: CaughtHere, visitor: VisitorHere) -> Response:
    """Show a message: as a mail program would, and as plain text."""
    return visitor.page("mail_catcher/mail.html", caught=caught, sandbox=SANDBOX)


@router.shows("/mail/{message}/html", Permission.OPEN)
def show_message_html(caught: CaughtHere) -> Response:
    """Return the HTML part for the frame on the page of a message."""
    return in_sandbox(caught.html)

"""The local catcher's pages: what was sent, as it was sent. There only while no mail server is set.

What a message shows is somebody's text: its HTML stands in a sandbox, without scripts or our cookies.
"""

from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import HTMLResponse, Response
from starlette.exceptions import HTTPException

from notifications.sending.catcher import Caught
from web.ground.page import page
from web.ground.running import PartsHere
from web.ground.visitor import VisitorHere, signed_in

router = APIRouter()
_GET = ["GET", "HEAD"]
# A link in a message opens beside it, as from a mail program, and is no longer in the sandbox.
_SANDBOX = "allow-popups allow-popups-to-escape-sandbox"
_IN_SANDBOX = {
    "Content-Security-Policy": (
        f"sandbox {_SANDBOX}; default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}


def _caught(message: Annotated[str, Path(pattern=r"^[0-9]{1,12}$")], parts: PartsHere) -> Caught:
    found = parts.catcher.message(message) if parts.catcher else None
    if found is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return found


CaughtHere = Annotated[Caught, Depends(_caught)]


@router.api_route("/mail", methods=_GET)
def list_messages(visitor: VisitorHere, parts: PartsHere) -> Response:
    """List what was caught, the newest first. Sign-in codes are never among it."""
    return page(
        "mail_catcher/mail_list.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        messages=parts.catcher.messages() if parts.catcher else [],
    )


@router.api_route("/mail/{message}", methods=_GET)
def show_message(caught: CaughtHere, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Show a message: as a mail program would, and as plain text."""
    return page(
        "mail_catcher/mail.html",
        visitor.words,
        signed_in=signed_in(parts, visitor),
        caught=caught,
        sandbox=_SANDBOX,
    )


@router.api_route("/mail/{message}/html", methods=_GET)
def show_message_html(caught: CaughtHere) -> Response:
    """Return the HTML part for the frame on the page of a message."""
    opened_beside = '<base target="_blank">'
    return HTMLResponse(
        caught.html.replace("<head>", f"<head>{opened_beside}", 1), headers=_IN_SANDBOX
    )

"""What is no duty is switched off by the link of a letter's header: one press, nobody signs in.

GET and HEAD change nothing: mail scanners open links.
"""

from fastapi.responses import Response

from flows.acts.house.wishes import switch_off
from notifications.writing.links import read_switch_off
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere

router = Router()
_PATH = "/unsubscribe/{token}"


@router.shows(_PATH, Permission.OPEN)
def ask(token: str, visitor: VisitorHere) -> Response:
    """Say what the link switches off, and offer to; raises `LinkInvalid`."""
    what, _ = read_switch_off(visitor.running.desk.settings, token)
    return visitor.page(
        "me/unsubscribing.html", what=what, action=f"/unsubscribe/{token}", done=False
    )


@router.takes(_PATH, Permission.OPEN)
def take(token: str, visitor: VisitorHere) -> Response:
    """Switch it off, as mail programs ask with one press (RFC 8058); raises `LinkInvalid`."""
    desk = visitor.running.desk
    what, person = read_switch_off(desk.settings, token)
    switch_off(desk, person, what)
    return visitor.page("me/unsubscribing.html", what=what, action="", done=True)

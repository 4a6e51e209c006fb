"""On which devices a person is signed in, by which passkeys they come in, and ending either."""

from typing import Annotated

from fastapi import Path
from fastapi.responses import Response

from flows.acts.door.passkeys import asks_to_add
from flows.acts.door.sessions import end_session, end_sessions
from models.errors import SignInRefused
from models.store.sign_in.passkeys import passkeys_of
from models.store.sign_in.sessions import sessions_of
from web.ground.door.browser import keep_challenge, new_challenge
from web.ground.door.passkey import SCRIPT
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.sheet import MENDABLE, Sheet, sheet_at
from web.ground.visitor import Visitor, VisitorHere

router = Router()
DEVICES = "/devices"
Digest = Annotated[str, Path(pattern="^[0-9a-f]{64}$")]


@router.shows(DEVICES, Permission.SIGNED_IN)
def show_devices(visitor: VisitorHere) -> Response:
    """Show a person where they are signed in."""
    return devices_page(devices_sheet(visitor))


@router.takes(f"{DEVICES}/end-others", Permission.SIGNED_IN)
def end_others(visitor: VisitorHere, sent: SentHere) -> Response:
    """End all sessions of the person but this one."""
    sheet = devices_sheet(visitor, sent)
    desk, this = visitor.running.desk, sheet.visitor.session.digest
    return sheet.taken(
        lambda who: end_sessions(desk, who.person, but=this, on=visitor.device),
        devices_page,
        onwards=DEVICES,
        freshly=True,
    )


@router.takes(f"{DEVICES}/{{digest}}/end", Permission.SIGNED_IN)
def end_one(digest: Digest, visitor: VisitorHere, sent: SentHere) -> Response:
    """End one session of the person."""
    desk, sheet = visitor.running.desk, devices_sheet(visitor, sent)
    return sheet.taken(
        lambda who: end_session(desk, who.person, digest),
        devices_page,
        onwards=DEVICES,
        freshly=True,
    )


def devices_sheet(visitor: Visitor, sent: Sent | None = None) -> Sheet:
    """Return the form of the page, for whoever it is for; raises `Unidentified` for others."""
    return sheet_at(DEVICES, visitor, sent, back="/", mendable=(*MENDABLE, SignInRefused))


def devices_page(sheet: Sheet) -> Response:
    """Show where a person is signed in, and their passkeys; the browser can be asked to make one."""
    visitor = sheet.visitor
    running, browser = visitor.running, visitor.challenge or new_challenge()
    with running.desk.store.reading() as conn:
        found = sessions_of(conn, sheet.person)
        passkeys = passkeys_of(conn, sheet.person)
    asked = asks_to_add(running.desk, browser, sheet.person)
    page = sheet.shown(
        "sign_in/devices.html",
        script=SCRIPT if asked else "",
        sessions=found,
        this=visitor.session.digest,
        passkeys=passkeys,
        asked=asked,
    )
    if asked:
        keep_challenge(page, running, browser)
    return page

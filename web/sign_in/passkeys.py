"""Passkeys: signing in by one, adding and removing one."""

from fastapi.responses import Response

from flows.acts.door.passkeys import add_passkey, person_of, remove_passkey
from models.errors import SignInRefused
from models.store import directory
from models.store.sign_in.sessions import PASSKEY
from web.ground.door.passkey import SHOWN_AT
from web.ground.form import SentHere
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere
from web.sign_in.devices import DEVICES, Digest, devices_page, devices_sheet
from web.sign_in.link import let_in
from web.sign_in.mailbox import onwards

router = Router()


@router.takes(SHOWN_AT, Permission.OPEN)
def sign_in(visitor: VisitorHere, sent: SentHere) -> Response:
    """Take a passkey; the browser has a session of whoever it is of."""
    if not visitor.asked_for_code(SHOWN_AT, sent["token"]):
        raise SignInRefused("passkey_stale")
    desk = visitor.running.desk
    whose = person_of(desk, visitor.challenge, sent["passkey"])
    with desk.store.reading() as conn:
        person = directory.person(conn, whose)
    return let_in(visitor, person, onwards(sent["to"]), shown_by=PASSKEY)


@router.takes(f"{DEVICES}/passkeys", Permission.SIGNED_IN)
def add(visitor: VisitorHere, sent: SentHere) -> Response:
    """Add the passkey that the browser has made for the person."""
    desk, sheet = visitor.running.desk, devices_sheet(visitor, sent)
    return sheet.taken(
        lambda who: add_passkey(desk, visitor.challenge, sent["passkey"], visitor.device, who),
        devices_page,
        onwards=f"{DEVICES}#passkeys",
        freshly=True,
    )


@router.takes(f"{DEVICES}/passkeys/{{digest}}/remove", Permission.SIGNED_IN)
def remove(digest: Digest, visitor: VisitorHere, sent: SentHere) -> Response:
    """Remove a passkey of the person."""
    desk, sheet = visitor.running.desk, devices_sheet(visitor, sent)
    return sheet.taken(
        lambda who: remove_passkey(desk, digest, who),
        devices_page,
        onwards=f"{DEVICES}#passkeys",
        freshly=True,
    )

"""Opening a link, asking for a one-time code, signing in and out.

GET and HEAD change nothing and identify nobody: mail scanners open links and press buttons.
"""

from dataclasses import replace
from http import HTTPStatus

from fastapi.responses import RedirectResponse, Response

from config.words import Language, words
from flows.acts.door import codes, sessions
from models.directory import Person
from models.errors import LinkInvalid
from models.store.sign_in.codes import Tried
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.sessions import MAILBOX_CODE
from notifications.writing.links import read_token
from notifications.writing.spoilt_links import case_named
from web.ground.address import Address
from web.ground.cookies import drop_session, keep_link, keep_session
from web.ground.door.browser import (
    drop_challenge,
    keep_challenge,
    keep_device,
    new_challenge,
    new_device,
)
from web.ground.door.passkey import door_page
from web.ground.form import SentHere
from web.ground.identify import SIGN_IN, identify, link_holder
from web.ground.noted.security_log import note
from web.ground.permission import Permission, Router
from web.ground.refusals import status_of
from web.ground.visitor import SIGN_OUT, SignedIn, Visitor, VisitorHere

router = Router()
NONE_HOLDS = Tried(accepted=False, tries_left=0)


@router.shows("/v/", Permission.OPEN)
@router.shows("/v/{token}", Permission.OPEN)
@router.shows("/v/{token}/", Permission.OPEN)
def follow_link(visitor: VisitorHere, token: str = "") -> Response:
    """Take the token out of the address bar; remember for whom the link was."""
    running = visitor.running
    try:
        located = read_token(running.desk.settings, token)
    except LinkInvalid:
        note(running, SecurityEvent.LINK_INVALID)
        return _damaged(visitor, token)
    onwards = see(located.page or Address(located.case_no, located.step).path)
    keep_link(onwards, running, located)
    return onwards


def _damaged(visitor: Visitor, token: str) -> Response:
    """Return the page for a link that does not work: what happened to it, and how to come in without.

    It is made of the address alone. Nobody learns from it whether there is such a case, or ever was
    such a link. Whose link it was cannot be known, so both languages stand on it.
    """
    other = next(each for each in Language if each != visitor.words.language)
    case_no = case_named(token)
    return door_page(
        visitor,
        "sign_in/damaged.html",
        status=status_of(LinkInvalid()),
        other=words(other),
        case_no=case_no,
        to=Address(case_no).path,
    )


@router.takes("/code", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/code", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/steps/{step}/code", Permission.HAS_LINK)
def send_code(visitor: VisitorHere) -> Response:
    """Ask for a code to the personal mailbox of the link's person, for this browser alone."""
    person, challenge = link_holder(visitor), visitor.challenge or new_challenge()
    visitor = replace(visitor, challenge=challenge)
    wait = codes.ask_code(visitor.running.desk, challenge, person.id, visitor.device, by_link=True)
    answer = identify(visitor, wait=wait) if wait else see(visitor.address.path)
    keep_challenge(answer, visitor.running, challenge)
    return answer


@router.takes(f"/{SIGN_IN}", Permission.HAS_LINK)
@router.takes(f"/cases/{{case_no}}/{SIGN_IN}", Permission.HAS_LINK)
@router.takes(f"/cases/{{case_no}}/steps/{{step}}/{SIGN_IN}", Permission.HAS_LINK)
def enter_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Try a code; with the right one the browser has a session of the link's person."""
    person, tried = link_holder(visitor), NONE_HOLDS
    if visitor.asked_for_code(visitor.address.at(SIGN_IN), sent["token"]):
        desk, challenge = visitor.running.desk, visitor.challenge
        tried = codes.enter_code(desk, challenge, person.id, sent["code"])
    if not tried.accepted:
        return identify(visitor, tried=tried)
    return let_in(visitor, person, visitor.leads_to)


@router.takes(SIGN_OUT, Permission.OPEN)
def sign_out(visitor: VisitorHere, sent: SentHere) -> Response:
    """End the session."""
    visitor.check_token(SIGN_OUT, sent["token"])
    if isinstance(visitor, SignedIn):
        sessions.sign_out(visitor.running.desk, visitor.session)
    to_start = see("/")
    drop_session(to_start, visitor.running)
    # The cookies of links lie at the paths of their steps: the browser drops them all at once, so that
    # on a shared machine nobody reads from them whose cases these are.
    to_start.headers["Clear-Site-Data"] = '"cookies"'
    return to_start


def see(path: str) -> RedirectResponse:
    """Send the browser on to a page."""
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)


def let_in(
    visitor: Visitor, person: Person, path: str, *, shown_by: str = MAILBOX_CODE
) -> Response:
    """Begin a session of a person who has shown who they are, and show the page at `path`.

    Raises `SignInRefused` for whoever has left all seats.
    """
    running = visitor.running
    device = visitor.device if visitor.device.id else new_device(visitor.device.name)
    before = visitor.session if isinstance(visitor, SignedIn) else None
    session_id = sessions.sign_in(
        running.desk, person.id, device, shown_by=shown_by, instead_of=before
    )
    onwards = see(path)
    keep_session(onwards, running, session_id)
    keep_device(onwards, running, device)
    drop_challenge(onwards, running)
    return onwards

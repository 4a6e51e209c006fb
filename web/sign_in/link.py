"""Opening a link, asking for a one-time code, signing in and out.

GET and HEAD change nothing and identify nobody: mail scanners open links and press buttons.
"""

import logging
from http import HTTPStatus
from typing import Annotated

from fastapi import APIRouter, Depends
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import RedirectResponse, Response

from models.directory import Person
from models.errors import LinkInvalid, MessageNotSent
from models.store import sign_in
from models.store.database.engine import Store
from models.store.sign_in import CODE_LIFE, MAILBOX_CODE, Attempt, Code, Tried, Wait
from notifications.sending.mail_server import send_unstored
from notifications.writing.links import read_token
from notifications.writing.rendering import render_sign_in_code
from web.ground.identify import identify, note
from web.ground.posted import PostedHere
from web.ground.running import Parts, PartsHere
from web.ground.visitor import (
    SIGN_OUT,
    Place,
    PlaceHere,
    Visitor,
    VisitorHere,
    check_form,
    drop_session,
    keep_link,
    keep_session,
)

log = logging.getLogger("doan.sign_in")
router = APIRouter()


@router.api_route("/v/{token}", methods=["GET", "HEAD"])
def follow_link(token: str, parts: PartsHere) -> Response:
    """Take the token out of the address bar; remember for whom the link was."""
    try:
        located = read_token(parts.desk.settings, token)
    except LinkInvalid:
        note(parts, Attempt.LINK_INVALID)
        raise
    to_place = see(Place(located.case_no, located.step).path)
    keep_link(to_place, parts, located)
    return to_place


def _made_code(visitor: VisitorHere, parts: PartsHere) -> Code | Wait | None:
    """Make a code for the link's person, whoever asks; None without a link."""
    if visitor.linked is None:
        return None
    with parts.desk.store.writing() as conn:
        return sign_in.new_code(conn, visitor.linked.id, parts.desk.settings.key)


@router.post("/code")
@router.post("/cases/{case_no}/code")
@router.post("/cases/{case_no}/steps/{step}/code")
async def send_code(
    place: PlaceHere,
    visitor: VisitorHere,
    parts: PartsHere,
    made: Annotated[Code | Wait | None, Depends(_made_code)],
) -> Response:
    """Send a code to the personal mailbox of the link's person; it is kept nowhere once sent."""
    person = visitor.linked
    if person is None:
        return await run_in_threadpool(identify, place, visitor, parts)
    if isinstance(made, Code) and await mail_code(parts, person, made):
        return see(place.path)
    wait = made if isinstance(made, Wait) else None
    return await run_in_threadpool(
        identify, place, visitor, parts, wait=wait, unsent=isinstance(made, Code)
    )


@router.post("/sign-in")
@router.post("/cases/{case_no}/sign-in")
@router.post("/cases/{case_no}/steps/{step}/sign-in")
def enter_code(
    place: PlaceHere, visitor: VisitorHere, posted: PostedHere, parts: PartsHere
) -> Response:
    """Try a code; with the right one the browser has a session of the link's person."""
    person = visitor.linked
    if person is None:
        return identify(place, visitor, parts)
    tried = _tried(parts, place, person, posted.code)
    if not tried.accepted:
        return identify(place, visitor, parts, tried=tried)
    return let_in(parts, visitor, person, place.path)


@router.post(SIGN_OUT)
def sign_out(visitor: VisitorHere, posted: PostedHere, parts: PartsHere) -> Response:
    """End the session."""
    check_form(parts, visitor, SIGN_OUT, posted.token)
    with parts.desk.store.writing() as conn:
        sign_in.end_session(conn, visitor.session_id)
    to_start = see("/")
    drop_session(to_start, parts)
    return to_start


def see(path: str) -> RedirectResponse:
    """Send the browser on to a page."""
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)


def let_in(parts: Parts, visitor: Visitor, person: Person, path: str) -> Response:
    """Begin a session of a person who has shown who they are, and show the page at `path`."""
    with parts.desk.store.writing() as conn:
        sign_in.end_session(conn, visitor.session_id)
        session_id = sign_in.begin_session(conn, person.id, MAILBOX_CODE)
    onwards = see(path)
    keep_session(onwards, parts, session_id)
    return onwards


async def mail_code(parts: Parts, person: Person, code: Code) -> bool:
    """Send a code; one that could not be sent is forgotten, so that another may be asked for."""
    store, settings = parts.desk.store, parts.desk.settings
    minutes = int(CODE_LIFE.total_seconds() // 60)
    try:
        content = render_sign_in_code(
            person, settings, code=code.digits, minutes=minutes, at=code.made_at
        )
        await send_unstored(settings, content, person.mailbox)
    except MessageNotSent as error:
        log.warning("a sign-in code could not be sent: %s", error.reply_code)
        await run_in_threadpool(_take_back, store, person, code)
        return False
    return True


def _take_back(store: Store, person: Person, code: Code) -> None:
    with store.writing() as conn:
        sign_in.take_code_back(conn, person.id, code)


def _tried(parts: Parts, place: Place, person: Person, typed: str) -> Tried:
    digits = "".join(c for c in typed if c.isdigit())
    with parts.desk.store.writing() as conn:
        tried = sign_in.try_code(conn, person.id, digits, parts.desk.settings.key)
        if not tried.accepted:
            sign_in.note_attempt(
                conn,
                Attempt.WRONG_CODE,
                case_no=place.case_no or None,
                step=place.step or None,
                person=person.id,
            )
    return tried

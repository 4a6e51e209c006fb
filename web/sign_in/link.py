"""Opening a link, asking for a one-time code, signing in and out.

GET and HEAD change nothing and identify nobody: mail scanners open links and press buttons.
"""

import logging
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends
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
from web.ground.address import Address
from web.ground.cookies import drop_session, keep_link, keep_session
from web.ground.form import SentHere
from web.ground.identify import identify, link_holder
from web.ground.permission import Permission, Router
from web.ground.running import Running, RunningHere
from web.ground.security_log import note
from web.ground.visitor import SIGN_OUT, Visitor, VisitorHere

log = logging.getLogger("doan.sign_in")
router = Router()


@router.shows("/v/{token}", Permission.OPEN)
def follow_link(token: str, running: RunningHere) -> Response:
    """Take the token out of the address bar; remember for whom the link was."""
    try:
        located = read_token(running.desk.settings, token)
    except LinkInvalid:
        note(running, Attempt.LINK_INVALID)
        raise
    onwards = see(Address(located.case_no, located.step).path)
    keep_link(onwards, running, located)
    return onwards


def _made_code(visitor: VisitorHere) -> Code | Wait:
    """Make a code for the link's person, whoever asks; raises `Unidentified` without a link."""
    person = link_holder(visitor)
    with visitor.running.desk.store.writing() as conn:
        return sign_in.new_code(conn, person.id, visitor.running.desk.settings.key)


@router.takes("/code", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/code", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/steps/{step}/code", Permission.HAS_LINK)
async def send_code(
    visitor: VisitorHere, made: Annotated[Code | Wait, Depends(_made_code)]
) -> Response:
    """Send a code to the personal mailbox of the link's person; it is kept nowhere once sent."""
    if isinstance(made, Wait):
        return await run_in_threadpool(identify, visitor, wait=made)
    if await mail_code(visitor.running, link_holder(visitor), made):
        return see(visitor.address.path)
    return await run_in_threadpool(identify, visitor, unsent=True)


@router.takes("/sign-in", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/sign-in", Permission.HAS_LINK)
@router.takes("/cases/{case_no}/steps/{step}/sign-in", Permission.HAS_LINK)
def enter_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Try a code; with the right one the browser has a session of the link's person."""
    person = link_holder(visitor)
    tried = _tried(visitor, person, sent["code"])
    if not tried.accepted:
        return identify(visitor, tried=tried)
    return let_in(visitor, person, visitor.address.path)


@router.takes(SIGN_OUT, Permission.OPEN)
def sign_out(visitor: VisitorHere, sent: SentHere) -> Response:
    """End the session."""
    visitor.check_token(SIGN_OUT, sent["token"])
    with visitor.running.desk.store.writing() as conn:
        sign_in.end_session(conn, visitor.session_id)
    to_start = see("/")
    drop_session(to_start, visitor.running)
    # The cookies of links lie at the paths of their steps: the browser drops them all at once, so that
    # on a shared machine nobody reads from them whose cases these are.
    to_start.headers["Clear-Site-Data"] = '"cookies"'
    return to_start


def see(path: str) -> RedirectResponse:
    """Send the browser on to a page."""
    return RedirectResponse(path, status_code=HTTPStatus.SEE_OTHER)


def let_in(visitor: Visitor, person: Person, path: str) -> Response:
    """Begin a session of a person who has shown who they are, and show the page at `path`."""
    with visitor.running.desk.store.writing() as conn:
        sign_in.end_session(conn, visitor.session_id)
        session_id = sign_in.begin_session(conn, person.id, MAILBOX_CODE)
    onwards = see(path)
    keep_session(onwards, visitor.running, session_id)
    return onwards


async def mail_code(running: Running, person: Person, code: Code) -> bool:
    """Send a code; one that could not be sent is forgotten, so that another may be asked for."""
    store, settings = running.desk.store, running.desk.settings
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


def digits_in(typed: str) -> str:
    """Return a code without what people write between its digits."""
    return "".join(c for c in typed if c.isdigit())


def _tried(visitor: Visitor, person: Person, typed: str) -> Tried:
    desk, address = visitor.running.desk, visitor.address
    with desk.store.writing() as conn:
        tried = sign_in.try_code(conn, person.id, digits_in(typed), desk.settings.key)
        if not tried.accepted:
            sign_in.note_attempt(
                conn,
                Attempt.WRONG_CODE,
                case_no=address.case_no or None,
                step=address.step or None,
                person=person.id,
            )
    return tried

"""Signing in without a link: whoever names their registered mailbox is sent a code there.

What a page says, and how soon, never depends on whether a mailbox is registered: the page comes
first, and only then is anything looked up and sent.
"""

import re
from http import HTTPStatus

from fastapi import APIRouter
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.background import BackgroundTask

from models.directory import Person
from models.store import directory, sign_in
from models.store.sign_in import Attempt, Code, Tried
from web.ground.page import page
from web.ground.running import Parts, PartsHere
from web.ground.visitor import Visitor, VisitorHere, signed_in
from web.ground.written import Written, WrittenHere
from web.sign_in.link import let_in, mail_code

router = APIRouter()
# Where somebody may be sent once they are signed in: pages of ours that begin with themselves.
_ONWARDS = re.compile(r"/(cases/[A-Z]{2}-[0-9]{4}-[0-9]{4,6}(/steps/[0-9]{1,4})?|authorities"
                      r"|bodies/[a-z0-9_]{1,40}/(agenda|minutes))?")  # fmt: skip
_LONGEST_MAILBOX = 254


@router.post("/mailbox/code")
async def ask_for_code(written: WrittenHere, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Ask for a code to a mailbox; the answer is the same whether anybody has it or not."""
    answer = _enter_page(written, visitor, parts)
    answer.background = BackgroundTask(_send_if_known, parts, mailbox_of(written))
    return answer


@router.post("/mailbox/sign-in")
def enter_code(written: WrittenHere, visitor: VisitorHere, parts: PartsHere) -> Response:
    """Try a code; with the right one the browser has a session of whoever has the mailbox."""
    person, tried = _tried(parts, mailbox_of(written), written["code"])
    if person is None or not tried.accepted:
        return _enter_page(written, visitor, parts, wrong=True)
    return let_in(parts, visitor, person, onwards(written["to"]))


def mailbox_of(written: Written) -> str:
    """Return the mailbox somebody named, as far as one can be that long."""
    return written["mailbox"][:_LONGEST_MAILBOX]


def onwards(path: str) -> str:
    """Return the page to go on to: one of ours, else the start page."""
    return path if _ONWARDS.fullmatch(path) else "/"


def _enter_page(
    written: Written, visitor: Visitor, parts: Parts, *, wrong: bool = False
) -> Response:
    return page(
        "sign_in/mailbox.html",
        visitor.words,
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        signed_in=signed_in(parts, visitor),
        mailbox=mailbox_of(written),
        to=onwards(written["to"]),
        wrong=wrong,
    )


async def _send_if_known(parts: Parts, mailbox: str) -> None:
    """Send a code to a registered mailbox, no more often than its person may have one."""
    made = await run_in_threadpool(_made, parts, mailbox)
    if made:
        await mail_code(parts, *made)


def _made(parts: Parts, mailbox: str) -> tuple[Person, Code] | None:
    with parts.desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        if person is None:
            sign_in.note_attempt(conn, Attempt.MAILBOX_UNKNOWN)
            return None
        code = sign_in.new_code(conn, person.id, parts.desk.settings.key)
    return (person, code) if isinstance(code, Code) else None


def _tried(parts: Parts, mailbox: str, typed: str) -> tuple[Person | None, Tried]:
    """Try a code; with a mailbox nobody has, the same is done and nothing found."""
    digits = "".join(c for c in typed if c.isdigit())
    with parts.desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        known = person.id if person else ""
        tried = sign_in.try_code(conn, known, digits, parts.desk.settings.key)
        if not tried.accepted:
            sign_in.note_attempt(conn, Attempt.WRONG_CODE, person=known or None)
    return person, tried

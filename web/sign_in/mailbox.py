"""Signing in without a link: whoever names their registered mailbox is sent a code there.

What a page says, and how soon, never depends on whether a mailbox is registered: the page comes
first, and only then is anything looked up and sent.
"""

import re
from http import HTTPStatus

from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response
from starlette.background import BackgroundTask

from models.directory import Person
from models.ids import NOBODY
from models.store import directory, sign_in
from models.store.sign_in import Attempt, Code, Tried
from web.ground.form import Sent, SentHere
from web.ground.permission import Permission, Router
from web.ground.running import Running
from web.ground.visitor import Visitor, VisitorHere
from web.sign_in.link import digits_in, let_in, mail_code

router = Router()
# Where somebody may be sent once they are signed in: pages of ours that begin with themselves.
_ONWARDS = re.compile(r"/(cases/[A-Z]{2}-[0-9]{4}-[0-9]{4,6}(/steps/[0-9]{1,4})?|authorities"
                      r"|bodies/[a-z0-9_]{1,40}/(agenda|minutes))?")  # fmt: skip
_LONGEST_MAILBOX = 254


@router.takes("/mailbox/code", Permission.OPEN)
async def ask_for_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Ask for a code to a mailbox; the answer is the same whether anybody has it or not."""
    answer = _enter_page(visitor, sent)
    answer.background = BackgroundTask(_send_if_known, visitor.running, mailbox_of(sent))
    return answer


@router.takes("/mailbox/sign-in", Permission.OPEN)
def enter_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Try a code; with the right one the browser has a session of whoever has the mailbox."""
    person, tried = _tried(visitor.running, mailbox_of(sent), sent["code"])
    if person is None or not tried.accepted:
        return _enter_page(visitor, sent, wrong=True)
    return let_in(visitor, person, onwards(sent["to"]))


def mailbox_of(sent: Sent) -> str:
    """Return the mailbox somebody named, as far as one can be that long."""
    return sent["mailbox"][:_LONGEST_MAILBOX]


def onwards(path: str) -> str:
    """Return the page to go on to: one of ours, else the start page."""
    return path if _ONWARDS.fullmatch(path) else "/"


def _enter_page(visitor: Visitor, sent: Sent, *, wrong: bool = False) -> Response:
    return visitor.page(
        "sign_in/mailbox.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        mailbox=mailbox_of(sent),
        to=onwards(sent["to"]),
        wrong=wrong,
    )


async def _send_if_known(running: Running, mailbox: str) -> None:
    """Send a code to a registered mailbox, no more often than its person may have one."""
    made = await run_in_threadpool(_made, running, mailbox)
    if made:
        await mail_code(running, *made)


def _made(running: Running, mailbox: str) -> tuple[Person, Code] | None:
    with running.desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        if person is None:
            sign_in.note_attempt(conn, Attempt.MAILBOX_UNKNOWN)
            return None
        code = sign_in.new_code(conn, person.id, running.desk.settings.key)
    return (person, code) if isinstance(code, Code) else None


def _tried(running: Running, mailbox: str, typed: str) -> tuple[Person | None, Tried]:
    """Try a code; with a mailbox nobody has, the same is done and nothing found."""
    with running.desk.store.writing() as conn:
        person = directory.person_with(conn, mailbox)
        known = person.id if person else NOBODY
        tried = sign_in.try_code(conn, known, digits_in(typed), running.desk.settings.key)
        if not tried.accepted:
            sign_in.note_attempt(conn, Attempt.WRONG_CODE, person=known or None)
    return person, tried

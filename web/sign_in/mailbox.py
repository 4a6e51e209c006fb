"""Signing in without a link: whoever names their registered mailbox is sent a code there.

What a page says, and how soon, never depends on whether a mailbox is registered: for every mailbox the
same is looked up and written, and nothing is made or sent here.
"""

import re
from http import HTTPStatus

from fastapi.responses import Response

from flows.acts.door.codes import ask_code_to_mailbox, enter_code_of_mailbox
from web.ground.door.browser import keep_challenge, new_challenge
from web.ground.form import Sent, SentHere
from web.ground.identify import SIGN_IN
from web.ground.permission import Permission, Router
from web.ground.visitor import Visitor, VisitorHere, form_token
from web.sign_in.link import let_in

router = Router()
# Where somebody may be sent once they are signed in: pages of ours that begin with themselves.
_ONWARDS = re.compile(r"/(cases/[A-Z]{2}-[0-9]{4}-[0-9]{4,6}(/steps/[0-9]{1,4})?|authorities"
                      r"|cases|me|devices|security|letters|people/mailboxes|requests/new"
                      r"|bodies/[a-z0-9_]{1,40}/(agenda|minutes))?")  # fmt: skip
_LONGEST_MAILBOX = 254
_SIGN_IN = f"/mailbox/{SIGN_IN}"


@router.takes("/mailbox/code", Permission.OPEN)
def ask_for_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Ask for a code to a mailbox; the answer is the same whether anybody has it or not."""
    challenge = visitor.challenge or new_challenge()
    ask_code_to_mailbox(visitor.running.desk, challenge, mailbox_of(sent), visitor.device)
    answer = _enter_page(visitor, sent, challenge)
    keep_challenge(answer, visitor.running, challenge)
    return answer


@router.takes(_SIGN_IN, Permission.OPEN)
def enter_code(visitor: VisitorHere, sent: SentHere) -> Response:
    """Try a code; with the right one the browser has a session of whoever has the mailbox."""
    if visitor.asked_for_code(_SIGN_IN, sent["token"]):
        desk, challenge = visitor.running.desk, visitor.challenge
        mailbox, typed = mailbox_of(sent), sent["code"]
        person, tried = enter_code_of_mailbox(desk, challenge, mailbox, typed)
        if person and tried.accepted:
            return let_in(visitor, person, onwards(sent["to"]))
    return _enter_page(visitor, sent, visitor.challenge, wrong=True)


def mailbox_of(sent: Sent) -> str:
    """Return the mailbox somebody named, as far as one can be that long."""
    return sent["mailbox"][:_LONGEST_MAILBOX]


def onwards(path: str) -> str:
    """Return the page to go on to: one of ours, else the start page."""
    return path if _ONWARDS.fullmatch(path) else "/"


def _enter_page(visitor: Visitor, sent: Sent, challenge: str, *, wrong: bool = False) -> Response:
    return visitor.page(
        "sign_in/mailbox.html",
        status=HTTPStatus.UNPROCESSABLE_ENTITY if wrong else HTTPStatus.OK,
        mailbox=mailbox_of(sent),
        to=onwards(sent["to"]),
        token=form_token(visitor.running, challenge, _SIGN_IN),
        wrong=wrong,
    )

"""The pages for whoever is not known to be the person a page is for. They tell nothing of it.

Shown are the case number, what a step asks, and a masked mailbox; a code to that mailbox leads on.
"""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from flows.case.read import step_of
from models.directory import Person
from models.errors import DoanError
from models.store import cases
from models.store.sign_in import codes
from models.store.sign_in.codes import Tried, Wait
from models.store.sign_in.security_log import SecurityEvent
from web.ground.door.passkey import door_page
from web.ground.form import Sent
from web.ground.noted.security_log import note
from web.ground.permission import Permission
from web.ground.refusals import refused
from web.ground.visitor import SignedIn, Visitor
from web.ground.what_is_asked import what_is_asked

# Where a code is entered, beneath the page it leads to.
SIGN_IN = "sign-in"
# A link leads to these pages; who came by another person's link is not shown them.
_LED_TO = frozenset((Permission.OF_STEP, Permission.SEES_CASE))
# No link leads to these pages, nor does signing in: people come to them from the page of a case.
_BEHIND_OTHERS = frozenset(
    (Permission.LOOKS_AFTER, Permission.TAKES_PART, Permission.CHANGES_PROGRAMME)
)


# Of a form that is carried on these are left behind: they were of the session that is over.
_OF_ONE_SESSION = ("token", "code", "proof", "proof_passkey", "proof_again")


class Unidentified(Exception):
    """A page is not shown to a visitor before they show who they are; `sent` is a form they sent."""

    def __init__(self, visitor: Visitor, sent: Sent | None = None) -> None:
        super().__init__()
        self.visitor = visitor
        self.sent = sent


def known(visitor: Visitor, sent: Sent | None = None) -> SignedIn:
    """Return a visitor who is known to be the person a page is for; raises `Unidentified`."""
    is_anothers = visitor.permission in _LED_TO and visitor.came_by_anothers_link
    if not isinstance(visitor, SignedIn) or is_anothers:
        raise Unidentified(visitor, sent)
    return visitor


def link_holder(visitor: Visitor) -> Person:
    """Return the person for whom the link was made; raises `Unidentified` without one."""
    if visitor.linked is None:
        raise Unidentified(visitor)
    return visitor.linked


def ask_who(request: Request, error: Exception) -> Response:
    """Ask a visitor who they are; a form they sent is noted, and given back unrecorded."""
    assert isinstance(error, Unidentified)  # noqa: S101 - it is registered for these alone.
    visitor, sent = error.visitor, error.sent
    if sent is not None and isinstance(visitor, SignedIn):
        note(visitor.running, SecurityEvent.OTHER_PERSON, visitor.address, visitor.person.id)
    elif sent is not None:
        note(visitor.running, SecurityEvent.NOT_SIGNED_IN, visitor.address)
        return _ended(visitor, sent)
    try:
        return identify(visitor, sent=sent)
    except DoanError as refusal:
        return refused(request, refusal)


def identify(
    visitor: Visitor,
    *,
    tried: Tried | None = None,
    wait: Wait | None = None,
    sent: Sent | None = None,
) -> Response:
    """Return the page that offers a code for the link's person, or says that a link is needed.

    `sent` is a form of somebody who is not known here: they get their words back, unrecorded.
    """
    address, linked = visitor.address, visitor.linked
    kept = sent.words if sent else ()
    if linked is None or visitor.permission in _BEHIND_OTHERS:
        page = address.path if address.case_no else visitor.path
        to = "/" if visitor.permission in _BEHIND_OTHERS else page
        said = {"kept": kept, "to": to}
        return door_page(visitor, "ground/no_link.html", status=HTTPStatus.FORBIDDEN, **said)
    asked = is_open = None
    with visitor.running.desk.store.reading() as conn:
        if address.step:
            case = cases.read_case(conn, address.case_no)
            step = step_of(case, address.step)
            asked, is_open = what_is_asked(case.kind, step), step.is_open
        out = codes.code_out(conn, visitor.challenge, linked.id)
    turned_away = sent is not None or visitor.came_by_anothers_link
    return door_page(
        visitor,
        "ground/identify.html",
        to=visitor.leads_to,
        status=_status(tried, wait, turned_away=turned_away),
        address=address,
        question=asked,
        is_open=is_open,
        mailbox=masked(linked.mailbox),
        other_person=visitor.came_by_anothers_link,
        code_is_out=out is not None,
        token=visitor.code_token(address.at(SIGN_IN)),
        tried=tried,
        wait=wait,
        unsent=out is not None and out.troubled,
        refused=sent is not None,
        kept=kept,
    )


def _ended(visitor: Visitor, sent: Sent) -> Response:
    """Return the page for a form that came after the session's end: it waits here, with all its words.

    Who has signed in again, on another page of the browser, sends it from here and has it back.
    """
    return visitor.page(
        "ground/ended.html",
        status=HTTPStatus.FORBIDDEN,
        # By a link its page offers a code; from the start page everybody signs in.
        to=visitor.address.path if visitor.linked else "/",
        action=visitor.path,
        carried=sent.carried(_OF_ONE_SESSION),
        unread=sent.unread,
        files=sent.names_of_files,
        kept=sent.words,
    )


def masked(mailbox: str) -> str:
    """Return a mailbox its owner recognises and nobody else learns: `t…@hau-giang.example`."""
    name, _, domain = mailbox.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _status(tried: Tried | None, wait: Wait | None, *, turned_away: bool) -> HTTPStatus:
    if tried:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if wait:
        return HTTPStatus.TOO_MANY_REQUESTS
    return HTTPStatus.FORBIDDEN if turned_away else HTTPStatus.OK

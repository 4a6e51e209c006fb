"""The pages for whoever is not known to be the person a page is for. They tell nothing of it.

Shown are the case number, what a step asks, and a masked mailbox; a code to that mailbox leads on.
"""

from http import HTTPStatus

from fastapi import Request
from fastapi.responses import Response

from flows.case.read import step_of
from models.directory import Person
from models.errors import DoanError
from models.store import cases, sign_in
from models.store.sign_in import Attempt, Tried, Wait
from web.ground.form import Sent
from web.ground.permission import Permission
from web.ground.refusals import refused
from web.ground.security_log import note
from web.ground.visitor import SignedIn, Visitor
from web.ground.what_is_asked import what_is_asked

# A link leads to these pages; who came by another person's link is not shown them.
_LED_TO = frozenset((Permission.OF_STEP, Permission.SEES_CASE))
# No link leads to these pages, nor does signing in: people come to them from the page of a case.
_BEHIND_OTHERS = frozenset(
    (Permission.LOOKS_AFTER, Permission.TAKES_PART, Permission.CHANGES_PROGRAMME)
)


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
        note(visitor.running, Attempt.OTHER_PERSON, visitor.address, visitor.person.id)
    elif sent is not None:
        note(visitor.running, Attempt.NOT_SIGNED_IN, visitor.address)
    try:
        return identify(visitor, sent=sent)
    except DoanError as refusal:
        return refused(request, refusal)


def identify(
    visitor: Visitor,
    *,
    tried: Tried | None = None,
    wait: Wait | None = None,
    unsent: bool = False,
    sent: Sent | None = None,
) -> Response:
    """Return the page that offers a code for the link's person, or says that a link is needed.

    `sent` is a form of somebody who is not known here: they get their words back, unrecorded.
    """
    address, linked = visitor.address, visitor.linked
    kept = sent.words if sent else ()
    if linked is None or visitor.permission in _BEHIND_OTHERS:
        to = "/" if visitor.permission in _BEHIND_OTHERS else address.path
        return visitor.page("ground/no_link.html", status=HTTPStatus.FORBIDDEN, kept=kept, to=to)
    asked = is_open = None
    with visitor.running.desk.store.reading() as conn:
        if address.step:
            case = cases.read_case(conn, address.case_no)
            step = step_of(case, address.step)
            asked, is_open = what_is_asked(case.kind, step), step.is_open
        code_is_out = sign_in.code_is_out(conn, linked.id)
    turned_away = sent is not None or visitor.came_by_anothers_link
    return visitor.page(
        "ground/identify.html",
        status=_status(tried, wait, unsent=unsent, turned_away=turned_away),
        address=address,
        question=asked,
        is_open=is_open,
        mailbox=masked(linked.mailbox),
        other_person=visitor.came_by_anothers_link,
        code_is_out=code_is_out,
        tried=tried,
        wait=wait,
        unsent=unsent,
        refused=sent is not None,
        kept=kept,
    )


def masked(mailbox: str) -> str:
    """Return a mailbox its owner recognises and nobody else learns: `t…@hau-giang.example`."""
    name, _, domain = mailbox.rpartition("@")
    return f"{name[:1]}…@{domain}"


def _status(
    tried: Tried | None, wait: Wait | None, *, unsent: bool, turned_away: bool
) -> HTTPStatus:
    if tried:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if wait:
        return HTTPStatus.TOO_MANY_REQUESTS
    if unsent:
        return HTTPStatus.SERVICE_UNAVAILABLE
    return HTTPStatus.FORBIDDEN if turned_away else HTTPStatus.OK

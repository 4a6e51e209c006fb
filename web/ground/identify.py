"""The pages for whoever is not known to be the person a page is for. They tell nothing of it.

Shown are the case number, what a step asks, and a masked mailbox; a code to that mailbox leads on.
"""

from http import HTTPStatus

from fastapi.responses import Response

from flows.case.read import step_of
from models.store import cases, sign_in
from models.store.sign_in import Attempt, Tried, Wait
from web.ground.page import page
from web.ground.posted import NOTHING, Posted
from web.ground.running import Parts
from web.ground.visitor import Place, Standing, Visitor, signed_in
from web.ground.what_is_asked import what_is_asked
from web.ground.written import Written


def identify(
    place: Place,
    visitor: Visitor,
    parts: Parts,
    *,
    tried: Tried | None = None,
    wait: Wait | None = None,
    unsent: bool = False,
    posted: Posted | Written | None = None,
) -> Response:
    """Return the page that offers a code for the link's person, or says that a link is needed.

    `posted` is what somebody sent without being known here: they get their words back, unrecorded.
    """
    posted_words = (posted or NOTHING).words
    if visitor.linked is None:
        return page(
            "ground/no_link.html",
            visitor.words,
            status=HTTPStatus.FORBIDDEN,
            signed_in=signed_in(parts, visitor),
            kept=posted_words,
            to=place.path,
        )
    asked = is_open = None
    with parts.desk.store.reading() as conn:
        if place.step:
            case = cases.read_case(conn, place.case_no)
            step = step_of(case, place.step)
            asked, is_open = what_is_asked(case.kind, step), step.is_open
        code_is_out = sign_in.code_is_out(conn, visitor.linked.id)
    return page(
        "ground/identify.html",
        visitor.words,
        status=_status(visitor, tried, wait, unsent, refused=posted is not None),
        signed_in=signed_in(parts, visitor),
        place=place,
        question=asked,
        is_open=is_open,
        mailbox=masked(visitor.linked.mailbox),
        other_person=visitor.standing is Standing.OTHER_PERSON,
        code_is_out=code_is_out,
        tried=tried,
        wait=wait,
        unsent=unsent,
        refused=posted is not None,
        kept=posted_words,
    )


def masked(mailbox: str) -> str:
    """Return a mailbox its owner recognises and nobody else learns: `t…@hau-giang.example`."""
    name, _, domain = mailbox.rpartition("@")
    return f"{name[:1]}…@{domain}"


def note(
    parts: Parts, what: Attempt, place: Place | None = None, person: str | None = None
) -> None:
    """Write an attempt that was turned away to the security log, in a transaction of its own."""
    with parts.desk.store.writing() as conn:
        sign_in.note_attempt(
            conn,
            what,
            case_no=place.case_no or None if place else None,
            step=place.step or None if place else None,
            person=person,
        )


def _status(
    visitor: Visitor, tried: Tried | None, wait: Wait | None, unsent: bool, *, refused: bool
) -> HTTPStatus:
    if tried:
        return HTTPStatus.UNPROCESSABLE_ENTITY
    if wait:
        return HTTPStatus.TOO_MANY_REQUESTS
    if unsent:
        return HTTPStatus.SERVICE_UNAVAILABLE
    if refused or visitor.standing is Standing.OTHER_PERSON:
        return HTTPStatus.FORBIDDEN
    return HTTPStatus.OK

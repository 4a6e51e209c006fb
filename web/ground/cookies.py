"""What a browser keeps: for whom the link it opened was made, and the id of its session.

A link only locates a step, a case or the person; it is kept in a signed cookie of that path.
"""

import hashlib
from dataclasses import astuple

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeSerializer

from config.settings import Purpose
from models.ids import CaseNo, PersonId
from models.store.sign_in.sessions import SESSION_LIFE
from notifications.writing.links import Located
from web.ground.address import Address, named_in
from web.ground.running import Running


def keep_link(response: Response, running: Running, located: Located) -> None:
    """Remember for whom a link was made: for the pages it locates, until the browser ends."""
    response.set_cookie(
        _link_cookie(running, located.case_no, str(located.step)),
        _link_box(running).dumps(list(astuple(located))),
        path=Address(located.case_no, located.step).path,
        httponly=True,
        samesite="lax",
        secure=running.is_https,
    )


def located_by(request: Request, running: Running) -> Located | None:
    """Return what the link cookie locates, and for whom, if it belongs to the address asked for."""
    asked = named_in(request)
    kept = request.cookies.get(_link_cookie(running, *asked), "")
    try:
        case_no, step, person, *page = _link_box(running).loads(kept)
    except (BadData, ValueError, TypeError):
        return None
    located = Located(CaseNo(case_no), step, PersonId(person), *page)
    return located if asked == (case_no, str(step)) else None


def _link_box(running: Running) -> URLSafeSerializer:
    return URLSafeSerializer(
        running.desk.settings.keys_for(Purpose.LINKS)[0],
        salt="doan-link",
        signer_kwargs={"digest_method": hashlib.sha256},
    )


def _link_cookie(running: Running, case_no: CaseNo, step: str) -> str:
    """Return the name of a link's cookie.

    A browser sends those of the paths above along: what a step's page is to find needs another name
    than the link of its case.
    """
    kind = "link" if step != "0" else "case" if case_no else "person"
    return f"__Secure-doan-{kind}" if running.is_https else f"doan-{kind}"


def keep_session(response: Response, running: Running, session_id: str) -> None:
    """Give the browser the id of its session."""
    response.set_cookie(
        _session_cookie(running),
        session_id,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=running.is_https,
    )


def session_in(request: Request, running: Running) -> str:
    """Return the id of the session a browser keeps; empty without one."""
    return request.cookies.get(_session_cookie(running), "")


def drop_session(response: Response, running: Running) -> None:
    """Let the browser forget the id of its session."""
    response.delete_cookie(
        _session_cookie(running), path="/", httponly=True, samesite="lax", secure=running.is_https
    )


def _session_cookie(running: Running) -> str:
    return "__Host-doan-session" if running.is_https else "doan-session"

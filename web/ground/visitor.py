"""Who stands before a page: signed in or not, and for which person the link they opened was made.

A link only locates a step, a case or the person; it is kept in a signed cookie of that path.
Identity is the session.
"""

import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Path, Request, Response
from itsdangerous import BadData, Signer, URLSafeSerializer
from sqlalchemy import Connection
from starlette.exceptions import HTTPException

from config.words import Words, words
from models.directory import Person
from models.errors import PersonUnknown
from models.store import directory, sign_in
from models.store.sign_in import SESSION_LIFE, Session
from notifications.writing.links import Located
from web.ground.page import SignedIn, language_asked_for
from web.ground.refusals import FormForged
from web.ground.running import Parts, PartsHere

SIGN_OUT = "/sign-out"


@dataclass(frozen=True)
class Place:
    """What an address names: a step, a whole case (step 0), or only the person's page (no case)."""

    case_no: str = ""
    step: int = 0

    @property
    def path(self) -> str:
        """Return the address of the page."""
        if not self.case_no:
            return "/"
        case = f"/cases/{self.case_no}"
        return f"{case}/steps/{self.step}" if self.step else case

    def at(self, what: str) -> str:
        """Return an address beneath that of the page."""
        return f"{self.path.rstrip('/')}/{what}"


class Standing(StrEnum):
    """How far a visitor has come: nothing known, a link, somebody else's session, the person."""

    NOBODY = "nobody"
    HAS_LINK = "has_link"
    OTHER_PERSON = "other_person"
    PERSON = "person"


@dataclass(frozen=True)
class Visitor:
    """Who is signed in (`person`, by `session`), and whom the link was made for (`linked`)."""

    words: Words
    session_id: str = ""
    session: Session | None = None
    person: Person | None = None
    linked: Person | None = None

    @property
    def standing(self) -> Standing:
        """Tell how far the visitor has come at this step."""
        if self.person is None:
            return Standing.HAS_LINK if self.linked else Standing.NOBODY
        if self.linked and self.linked.id != self.person.id:
            return Standing.OTHER_PERSON
        return Standing.PERSON


CASE_NO = r"^[A-Z]{2}-[0-9]{4}-[0-9]{4,6}$"
CaseNo = Annotated[str, Path(pattern=CASE_NO)]


async def _place(request: Request) -> Place:
    """Return the step, the case or the start page that an address names, whichever it has."""
    case_no, step = _named(request)
    if (case_no and not re.match(CASE_NO, case_no)) or not re.match(r"^[0-9]{1,4}$", step):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    if "step" in request.path_params and not int(step):
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return Place(case_no, int(step))


def _named(request: Request) -> tuple[str, str]:
    named = request.path_params
    return named.get("case_no", ""), str(named.get("step", "0"))


PlaceHere = Annotated[Place, Depends(_place)]


def visitor_of(request: Request, parts: PartsHere) -> Visitor:
    """Return the visitor of a request; the reader's language is kept for pages of refusal too."""
    located = _located(request, parts)
    session_id = request.cookies.get(_session_cookie(parts), "")
    with parts.desk.store.reading() as conn:
        found = sign_in.signed_in(conn, session_id) if session_id else None
        session, person = found or (None, None)
        is_theirs = person and located and located.person == person.id
        linked = person if is_theirs else _linked(conn, located)
    known = person or linked
    language = known.language if known else language_asked_for(request)
    request.state.language = language
    return Visitor(words(language), session_id, session, person, linked)


def _linked(conn: Connection, located: Located | None) -> Person | None:
    """Return for whom a link was made; None without one, or when they are no longer known."""
    with suppress(PersonUnknown):
        return directory.person(conn, located.person) if located else None
    return None


VisitorHere = Annotated[Visitor, Depends(visitor_of)]


# --- the link -----------------------------------------------------------------------------------


def keep_link(response: Response, parts: Parts, located: Located) -> None:
    """Remember for whom a link was made: for the pages it locates, until the browser ends."""
    response.set_cookie(
        _link_cookie(parts, located.case_no, str(located.step)),
        _link_box(parts).dumps([located.case_no, located.step, located.person]),
        path=Place(located.case_no, located.step).path,
        httponly=True,
        samesite="lax",
        secure=parts.is_https,
    )


def _located(request: Request, parts: Parts) -> Located | None:
    """Return the place and person of the link cookie, if it belongs to the address asked for."""
    asked = _named(request)
    kept = request.cookies.get(_link_cookie(parts, *asked), "")
    try:
        case_no, step, person = _link_box(parts).loads(kept)
    except (BadData, ValueError, TypeError):
        return None
    return Located(case_no, step, person) if asked == (case_no, str(step)) else None


def _link_box(parts: Parts) -> URLSafeSerializer:
    return URLSafeSerializer(
        parts.desk.settings.key,
        salt="doan-link",
        signer_kwargs={"digest_method": hashlib.sha256},
    )


def _link_cookie(parts: Parts, case_no: str, step: str) -> str:
    """Return the name of a link's cookie.

    A browser sends those of the paths above along: what a step's page is to find needs another name
    than the link of its case.
    """
    kind = "link" if step != "0" else "case" if case_no else "person"
    return f"__Secure-doan-{kind}" if parts.is_https else f"doan-{kind}"


# --- the session --------------------------------------------------------------------------------


def keep_session(response: Response, parts: Parts, session_id: str) -> None:
    """Give the browser the id of its session."""
    response.set_cookie(
        _session_cookie(parts),
        session_id,
        max_age=int(SESSION_LIFE.total_seconds()),
        path="/",
        httponly=True,
        samesite="lax",
        secure=parts.is_https,
    )


def drop_session(response: Response, parts: Parts) -> None:
    """Let the browser forget the id of its session."""
    response.delete_cookie(
        _session_cookie(parts), path="/", httponly=True, samesite="lax", secure=parts.is_https
    )


def _session_cookie(parts: Parts) -> str:
    return "__Host-doan-session" if parts.is_https else "doan-session"


# --- forms --------------------------------------------------------------------------------------


def form_token(parts: Parts, visitor: Visitor, path: str) -> str:
    """Return the token that shows a form was made by Doan for this session and this address."""
    return _form_signer(parts).get_signature(f"{visitor.session_id}\n{path}").decode()


def signed_in(parts: Parts, visitor: Visitor) -> SignedIn | None:
    """Return what every page says of a session; None without one."""
    if visitor.person is None:
        return None
    return SignedIn(visitor.person.name, form_token(parts, visitor, SIGN_OUT))


def check_form(parts: Parts, visitor: Visitor, path: str, token: str) -> None:
    """Check the token of a form that came in; raises `FormForged`."""
    if not _form_signer(parts).verify_signature(f"{visitor.session_id}\n{path}", token):
        raise FormForged


def _form_signer(parts: Parts) -> Signer:
    return Signer(parts.desk.settings.key, salt="doan-form", digest_method=hashlib.sha256)

"""Who stands before a page: signed in or not, and for which person the link they opened was made.

Identity is the session. Forms carry a token made for it and for the address they are sent to.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from itsdangerous import Signer
from sqlalchemy import Connection

from config.words import Words, words
from flows.case.answers import Identified
from models.directory import Person
from models.errors import PersonUnknown
from models.store import directory, sign_in
from models.store.sign_in import Session
from notifications.writing.links import Located
from web.ground.address import Address, address_of
from web.ground.cookies import located_by, session_in
from web.ground.page import SessionShown, language_asked_for, page
from web.ground.permission import Permission
from web.ground.refusals import FormForged
from web.ground.running import Running, RunningHere

SIGN_OUT = "/sign-out"


@dataclass(frozen=True)
class Visitor:
    """Whoever asks for a page at an address, and for whom that page is.

    `linked` is the person for whom the link was made that led here.
    """

    running: Running
    address: Address
    permission: Permission
    words: Words
    session_id: str
    linked: Person | None

    @property
    def session_shown(self) -> SessionShown | None:
        """Return what every page says of a session; None without one."""
        return None

    @property
    def came_by_anothers_link(self) -> bool:
        """Tell whether somebody is signed in and the link was made for another person."""
        return False

    def token_for(self, path: str) -> str:
        """Return the token of a form that is sent to a path."""
        return form_token(self.running, self.session_id, path)

    def check_token(self, path: str, token: str) -> None:
        """Check that Doan made a form for this session and this path; raises `FormForged`."""
        if not _form_signer(self.running).verify_signature(f"{self.session_id}\n{path}", token):
            raise FormForged

    def page(self, template: str, *, status: int = HTTPStatus.OK, **values: object) -> HTMLResponse:
        """Return the page of a template, in the visitor's language."""
        return page(template, self.words, status=status, signed_in=self.session_shown, **values)


@dataclass(frozen=True)
class SignedIn(Visitor):
    """A visitor who has shown who they are."""

    person: Person
    session: Session

    @property
    def session_shown(self) -> SessionShown:
        return SessionShown(self.person.name, self.token_for(SIGN_OUT))

    @property
    def identified(self) -> Identified:
        """Return who acts here, and how they have shown it."""
        return Identified(self.session.person, self.session.shown_by)

    @property
    def came_by_anothers_link(self) -> bool:
        return self.linked is not None and self.linked.id != self.person.id


def form_token(running: Running, session_id: str, path: str) -> str:
    """Return the token that shows a form was made by Doan for this session and this path."""
    return _form_signer(running).get_signature(f"{session_id}\n{path}").decode()


def _form_signer(running: Running) -> Signer:
    return Signer(running.desk.settings.key, salt="doan-form", digest_method=hashlib.sha256)


def visitor_of(request: Request, running: RunningHere) -> Visitor:
    """Return the visitor of a request; the reader's language is kept for pages of refusal too."""
    located, session_id = located_by(request, running), session_in(request, running)
    with running.desk.store.reading() as conn:
        found = sign_in.signed_in(conn, session_id) if session_id else None
        is_theirs = found and located and located.person == found[1].id
        linked = found[1] if found and is_theirs else _linked(conn, located)
    known = found[1] if found else linked
    request.state.language = known.language if known else language_asked_for(request)
    visitor = Visitor(
        running=running,
        address=address_of(request),
        # A route that has not said for whom it is fails here.
        permission=request.state.permission,
        words=words(request.state.language),
        session_id=session_id,
        linked=linked,
    )
    return SignedIn(**vars(visitor), person=found[1], session=found[0]) if found else visitor


def _linked(conn: Connection, located: Located | None) -> Person | None:
    """Return for whom a link was made; None without one, or when they are no longer known."""
    with suppress(PersonUnknown):
        return directory.person(conn, located.person) if located else None
    return None


VisitorHere = Annotated[Visitor, Depends(visitor_of)]

"""Who stands before a page: signed in or not, and for which person the link they opened was made.

Identity is the session. Forms carry a token made for it and for the address they are sent to.
"""

import hashlib
from contextlib import suppress
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Annotated

from fastapi import Depends, Request
from fastapi.responses import HTMLResponse
from itsdangerous import Signer
from sqlalchemy import Connection

from config.settings import Purpose
from config.words import Words, words
from flows.acts.door.sessions import Device, note_used
from flows.case.answers import Identified
from models.directory import Person
from models.errors import PersonUnknown
from models.store import directory
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE, Session
from notifications.writing.links import Located
from web.ground.address import Address, address_of
from web.ground.cookies import located_by, session_in
from web.ground.door.browser import challenge_in, device_in
from web.ground.frame.trail import trail
from web.ground.page import POLICY, SessionShown, language_asked_for, page, policy
from web.ground.permission import Permission
from web.ground.refusals import FormForged
from web.ground.running import Running, RunningHere

SIGN_OUT = "/sign-out"


@dataclass(frozen=True)
class Visitor:
    """Whoever asks for a page at an address, and for whom that page is.

    `linked` is the person for whom the link was made that led here, `leads_to` the page it locates,
    `challenge` what binds a code to their browser ("" before any was asked for), `path` what was asked
    for.
    """

    running: Running
    address: Address
    permission: Permission
    words: Words
    path: str
    session_id: str
    challenge: str
    device: Device
    linked: Person | None
    leads_to: str

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

    def code_token(self, path: str) -> str:
        """Return the token of a form in which the code that this browser asked for is entered."""
        return form_token(self.running, self.challenge, path)

    def asked_for_code(self, path: str, token: str) -> bool:
        """Tell whether a code comes from the browser that asked for one, by our own form.

        Nobody can let another's browser enter a code, and so be signed in as somebody they are not.
        """
        return bool(self.challenge) and _is_token(self.running, self.challenge, path, token)

    def check_token(self, path: str, token: str) -> None:
        """Check that Doan made a form for this session and this path; raises `FormForged`."""
        if not _is_token(self.running, self.session_id, path, token):
            raise FormForged

    def page(
        self, template: str, *, status: int = HTTPStatus.OK, script: str = "", **values: object
    ) -> HTMLResponse:
        """Return the page of a template, in the visitor's language; it may run one `script` of ours."""
        shown = page(template, self.words, status=status, signed_in=self.session_shown, **values)
        if script:
            shown.headers[POLICY] = policy(f"{self.running.desk.settings.origin}/static/{script}")
        return shown


@dataclass(frozen=True)
class SignedIn(Visitor):
    """A visitor who has shown who they are."""

    person: Person
    session: Session

    @property
    def session_shown(self) -> SessionShown:
        session, settings = self.session, self.running.desk.settings
        came_by_code = session.shown_by == MAILBOX_CODE and session.is_fresh
        offers = came_by_code and not session.has_passkey and bool(settings.passkey_host)
        where = trail(self.path, self.words)
        return SessionShown(self.person.name, self.token_for(SIGN_OUT), where, offers)

    def freshly_known_by(self, shown_by: str) -> "SignedIn":
        """Return the same visitor once they have shown anew, by something, who they are."""
        return replace(self, session=replace(self.session, is_fresh=True, shown_by=shown_by))

    @property
    def identified(self) -> Identified:
        """Return who acts here, and how they have shown it."""
        session = self.session
        return Identified(session.person, session.identity, signed_in=session.entry)

    @property
    def came_by_anothers_link(self) -> bool:
        return self.linked is not None and self.linked.id != self.person.id


def form_token(running: Running, session_id: str, path: str) -> str:
    """Return the token that shows a form was made by Doan for this session and this path."""
    return _form_signer(running).get_signature(f"{session_id}\n{path}").decode()


def _is_token(running: Running, secret: str, path: str, token: str) -> bool:
    return _form_signer(running).verify_signature(f"{secret}\n{path}", token)


def _form_signer(running: Running) -> Signer:
    key = running.desk.settings.keys_for(Purpose.FORMS)[0]
    return Signer(key, salt="doan-form", digest_method=hashlib.sha256)


def visitor_of(request: Request, running: RunningHere) -> Visitor:
    """Return the visitor of a request; the reader's language is kept for pages of refusal too."""
    located, session_id = located_by(request, running), session_in(request, running)
    with running.desk.store.reading() as conn:
        found = _signed_in(conn, running, session_id)
        is_theirs = found and located and located.person == found[1].id
        linked = found[1] if found and is_theirs else _linked(conn, located)
    if found and found[0].to_note:
        # No page changes a case by being read; that its reader was here keeps their session.
        note_used(running.desk, found[0])
    known = found[1] if found else linked
    request.state.language = known.language if known else language_asked_for(request)
    address = address_of(request)
    visitor = Visitor(
        running=running,
        address=address,
        # A route that has not said for whom it is fails here.
        permission=request.state.permission,
        words=words(request.state.language),
        path=request.url.path,
        session_id=session_id,
        challenge=challenge_in(request, running),
        device=device_in(request, running),
        linked=linked,
        leads_to=(located.page if located else "") or address.path,
    )
    if found is None:
        return visitor
    signed_in = SignedIn(**vars(visitor), person=found[1], session=found[0])
    request.state.session_shown = signed_in.session_shown
    return signed_in


def _signed_in(
    conn: Connection, running: Running, session_id: str
) -> tuple[Session, Person] | None:
    return sessions.signed_in(conn, session_id, running.desk.signers) if session_id else None


def _linked(conn: Connection, located: Located | None) -> Person | None:
    """Return for whom a link was made; None without one, or when they are no longer known."""
    with suppress(PersonUnknown):
        return directory.person(conn, located.person) if located else None
    return None


VisitorHere = Annotated[Visitor, Depends(visitor_of)]

"""As whom another system calls: by a token of somebody's, or in the session of their own browser.

The rules of pages go for a caller as they go for whoever opens a page: a caller is a visitor.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Annotated, TypeVar

from fastapi import Depends, Request

from config.words import words
from flows.acts.door.sessions import Device
from flows.acts.door.tokens import show_token
from models.errors import SignInRefused
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.sessions import Session
from models.store.sign_in.tokens import Scope, TokenShown
from web.ground.address import address_of
from web.ground.calls.errors import BeyondScope, CallerUnknown, SessionNeeded, TokenRefused
from web.ground.calls.problem import API
from web.ground.noted.security_log import note
from web.ground.permission import Permission, Router, declares
from web.ground.refusals import FormForged
from web.ground.running import Running, RunningHere
from web.ground.visitor import SignedIn, visitor_of

_Endpoint = TypeVar("_Endpoint", bound=Callable[..., object])
# How an act is journaled that came with a token.
BY_TOKEN = "token"  # noqa: S105 - it names the way, and is none.
# In a session every call that changes something brings the token that `/api/v1/me` gives.
FORM_TOKEN = "x-form-token"  # noqa: S105 - it names the header, and is none.
_CHANGES_NOTHING = frozenset(("GET", "HEAD"))


@dataclass(frozen=True)
class Caller(SignedIn):
    """Somebody for whom another system calls; without `scopes` they call in a session of their own."""

    scopes: tuple[Scope, ...] | None = None

    @property
    def key(self) -> str:
        """Return by what the calls of this caller are told from those of others."""
        return self.session.digest


@dataclass(frozen=True)
class _Needs:
    """The dependency by which a route says which scope a token needs, one of several; of none no token
    is enough.
    """

    scopes: tuple[Scope, ...]

    async def __call__(self, request: Request) -> None:
        request.state.scopes = self.scopes


class Calls(Router):
    """The routes of a room for other systems: what they answer, and what they take."""

    def answers(
        self, path: str, permission: Permission, scopes: tuple[Scope, ...], **described: object
    ) -> Callable[[_Endpoint], _Endpoint]:
        """Declare what can be read; it answers HEAD too."""
        needs = [*declares(permission), Depends(_Needs(scopes))]

        def declare(endpoint: _Endpoint) -> _Endpoint:
            heads = {"methods": ["HEAD"], "include_in_schema": False}
            self.api_route(path, dependencies=needs, **heads)(endpoint)  # type: ignore[arg-type]
            said = {"methods": ["GET"], **described}
            return self.api_route(path, dependencies=needs, **said)(endpoint)  # type: ignore[arg-type]

        return declare

    def does(
        self,
        path: str,
        permission: Permission,
        scopes: tuple[Scope, ...],
        method: str = "POST",
        **described: object,
    ) -> Callable[[_Endpoint], _Endpoint]:
        """Declare what changes something."""
        needs = [*declares(permission), Depends(_Needs(scopes))]
        said = {"methods": [method], **described}
        return self.api_route(path, dependencies=needs, **said)  # type: ignore[arg-type]


def caller_of(request: Request, running: RunningHere) -> Caller:
    """Return as whom a request calls.

    Raises `CallerUnknown`, `TokenRefused`, `BeyondScope`, `SessionNeeded`, `TooManyCalls`; `FormForged`
    for a change in a session without the token made for it.
    """
    token = _bearer_in(request)
    caller = _by_token(request, running, token) if token else _in_session(request, running)
    running.pace.demand(caller.key)
    enough: tuple[Scope, ...] = request.state.scopes
    if caller.scopes is None:
        if request.method not in _CHANGES_NOTHING:
            _check_form_token(request, caller)
    elif not enough:
        note(running, SecurityEvent.ACCESS_BEYOND_SCOPE, caller.address, caller.person.id)
        raise SessionNeeded
    elif not set(enough) & set(caller.scopes):
        note(running, SecurityEvent.ACCESS_BEYOND_SCOPE, caller.address, caller.person.id)
        raise BeyondScope(scope=enough[0])
    return caller


def _by_token(request: Request, running: Running, written: str) -> Caller:
    try:
        shown = show_token(running.desk, written)
    except SignInRefused as refusal:
        note(running, SecurityEvent.ACCESS_REFUSED)
        raise TokenRefused(refusal.reason) from None
    request.state.language = shown.person.language
    address = address_of(request)
    return Caller(
        running=running,
        address=address,
        permission=request.state.permission,
        words=words(shown.person.language),
        path=request.url.path,
        session_id="",
        challenge="",
        device=Device("", ""),
        linked=None,
        leads_to=address.path,
        person=shown.person,
        session=_session_of(shown),
        scopes=shown.token.scopes,
    )


def _session_of(shown: TokenShown) -> Session:
    """Return what stands for a session where there is a token: never fresh, so it proves nothing."""
    token = shown.token
    return Session(token.digest, token.person, token.entry, BY_TOKEN, is_fresh=False, to_note=False)


def _in_session(request: Request, running: Running) -> Caller:
    visitor = visitor_of(request, running)
    if not isinstance(visitor, SignedIn):
        raise CallerUnknown
    # No link leads to the API, so none speaks for anybody there.
    return Caller(**vars(replace(visitor, linked=None)))


def _check_form_token(request: Request, caller: Caller) -> None:
    try:
        caller.check_token(API, request.headers.get(FORM_TOKEN, ""))
    except FormForged:
        note(caller.running, SecurityEvent.FORM_FORGED, caller.address, caller.person.id)
        raise


def _bearer_in(request: Request) -> str:
    """Return the token a request shows; empty without one, whatever else it is authorized by."""
    with suppress(ValueError):
        way, token = request.headers.get("authorization", "").split(maxsplit=1)
        return token.strip() if way.lower() == "bearer" else ""
    return ""


CallerHere = Annotated[Caller, Depends(caller_of)]

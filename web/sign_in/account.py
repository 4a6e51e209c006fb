"""Signing in by an account of the OpenID provider, where one is set.

The provider sends the browser back with GET. That signs in nobody but the browser that began: what came
back must fit what it keeps, once; a scanner that follows the address keeps nothing.
"""

import hmac
from http import HTTPStatus

from fastapi import HTTPException, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from flows.acts.door.accounts import answer_to, person_with_account, the_time, turn_away
from models.store.sign_in.security_log import SecurityEvent
from models.store.sign_in.sessions import OIDC
from web.ground.door.browser import begun_in, drop_begun, keep_begun
from web.ground.door.provider import (
    ACCOUNT,
    BACK,
    Account,
    Begun,
    Provider,
    ProviderRefused,
    ProviderSilent,
    begin,
)
from web.ground.permission import Permission, Router
from web.ground.running import Running, RunningHere
from web.ground.visitor import Visitor, VisitorHere
from web.sign_in.link import let_in, see
from web.sign_in.mailbox import onwards

router = Router()


@router.shows(ACCOUNT, Permission.OPEN)
async def begin_at_provider(request: Request, running: RunningHere, to: str = "/") -> Response:
    """Send the browser to the provider; it keeps what the answer must fit."""
    provider = _provider(running)
    if request.method == "HEAD":
        return see("/")
    begun = begin(await run_in_threadpool(the_time, running.desk), onwards(to))
    try:
        there = await provider.address_for(begun)
    except (ProviderSilent, ProviderRefused):
        silent = SecurityEvent.PROVIDER_SILENT
        return await run_in_threadpool(turn_away, running.desk, "provider_silent", silent)
    away = see(there)
    keep_begun(away, running, begun)
    return away


@router.shows(BACK, Permission.OPEN)
async def come_back(
    request: Request, visitor: VisitorHere, code: str = "", state: str = "", iss: str = ""
) -> Response:
    """Take what the provider says; the browser has a session of whose registered mailbox it tells."""
    running, provider = visitor.running, _provider(visitor.running)
    if request.method == "HEAD":
        return see("/")
    begun = begun_in(request, running)
    await run_in_threadpool(_check_answer, running, provider, begun, state, iss, code)
    assert begun is not None  # noqa: S101 - it was checked just before.
    account = await _account(running, provider, begun, code)
    return await run_in_threadpool(_let_in, visitor, account, begun)


def _provider(running: Running) -> Provider:
    """Return the provider; without one there are no such pages."""
    if running.provider is None:
        raise HTTPException(HTTPStatus.NOT_FOUND)
    return running.provider


def _check_answer(
    running: Running, provider: Provider, begun: Begun | None, state: str, iss: str, code: str
) -> None:
    """Check that an answer is to what this browser asked, and the first; raises `SignInRefused`."""
    fits = begun is not None and hmac.compare_digest(begun.state.encode(), state.encode())
    if begun is None or not fits or not code or iss not in ("", provider.issuer):
        turn_away(running.desk, "provider_refused", SecurityEvent.PROVIDER_REFUSED)
    answer_to(running.desk, begun.state, begun.until)


async def _account(running: Running, provider: Provider, begun: Begun, code: str) -> Account:
    try:
        return await provider.account(begun, code)
    except ProviderSilent:
        reason, event = "provider_silent", SecurityEvent.PROVIDER_SILENT
    except ProviderRefused:
        reason, event = "provider_refused", SecurityEvent.PROVIDER_REFUSED
    return await run_in_threadpool(turn_away, running.desk, reason, event)


def _let_in(visitor: Visitor, account: Account, begun: Begun) -> Response:
    running, told = visitor.running, account.mailbox
    person = person_with_account(running.desk, told, is_verified=account.is_verified)
    onwards_to = let_in(visitor, person, begun.to, shown_by=OIDC)
    drop_begun(onwards_to, running)
    return onwards_to

"""The OpenID provider whose accounts people may sign in by: asked when it is needed, and never for long.

Authlib speaks to it (code flow, PKCE) and judges its tokens. Nothing is asked of it when Doan starts,
and a page that waits for it gives up after some seconds.
"""

import asyncio
import logging
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.httpx_client import AsyncOAuth2Client
from authlib.oidc.core import CodeIDToken
from httpx2 import HTTPError
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet

from config.settings import ITSELF, Settings

log = logging.getLogger("doan.sign_in")

# Where signing in by an account begins, and where the provider sends the browser back to.
ACCOUNT, BACK = "/account", "/account/back"

# A page waits for the provider no longer than this, however slowly it answers.
PATIENCE_SECONDS = 8.0
# What somebody takes to sign in there.
BEGUN_FOR = timedelta(minutes=10)
_SCOPE = "openid email"
# Signatures by keys the provider alone has: never one by a secret that we have too, and never none.
_ALGORITHMS = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "EdDSA")
# Of clocks that do not agree.
_LEEWAY_SECONDS = 60
_METADATA = "/.well-known/openid-configuration"
_ENDPOINTS = ("authorization_endpoint", "token_endpoint", "jwks_uri")


class ProviderSilent(Exception):
    """It does not answer, or not in time, or what it says of itself cannot be used."""


class ProviderRefused(Exception):
    """It does not confirm who somebody is, or its answer is not to our question."""


@dataclass(frozen=True)
class Begun:
    """A sign-in that began in a browser: what its answer must fit, until when, and where it leads."""

    state: str
    nonce: str
    verifier: str
    until: datetime
    to: str


@dataclass(frozen=True)
class Account:
    """Whom the provider tells of: a mailbox, and whether it knows that it is theirs."""

    mailbox: str
    is_verified: bool


def begin(at: datetime, to: str) -> Begun:
    """Return a sign-in that begins now, with random numbers of its own."""
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return Begun(state, nonce, verifier, at + BEGUN_FOR, to)


class Provider:
    """The provider of the settings. What it says of itself is asked once, or again where that failed."""

    def __init__(self, settings: Settings, patience_seconds: float = PATIENCE_SECONDS) -> None:
        self.issuer = settings.oidc_issuer
        self._settings = settings
        self._back = f"{settings.base_url}{BACK}"
        self._patience_seconds = patience_seconds
        self._said: dict[str, Any] = {}

    async def address_for(self, begun: Begun) -> str:
        """Return where the browser goes to sign in; raises `ProviderSilent`."""
        async with self._asked() as client:
            said = await self._metadata(client)
            address, _ = client.create_authorization_url(
                said["authorization_endpoint"],
                state=begun.state,
                nonce=begun.nonce,
                code_verifier=begun.verifier,
            )
        return str(address)

    async def account(self, begun: Begun, code: str) -> Account:
        """Return whom the provider tells of for a code; raises `ProviderSilent`, `ProviderRefused`."""
        async with self._asked() as client:
            said = await self._metadata(client)
            token = await client.fetch_token(
                said["token_endpoint"],
                grant_type="authorization_code",
                code=code,
                code_verifier=begun.verifier,
            )
            # Whatever it is, joserfc reads it or refuses it.
            found: Any = await _json(client, said["jwks_uri"])
            keys = KeySet.import_key_set(found)
            told = self._claims(token, keys, begun.nonce)
            if "email" not in told and self._is_usable(said.get("userinfo_endpoint")):
                who = told["sub"]
                told = await _json(client, said["userinfo_endpoint"], withhold_token=False)
                if told.get("sub") != who:
                    raise ProviderRefused("the account it tells of is another one")
        # Some say so in a text; only the value itself counts.
        mailbox, verified = told.get("email"), told.get("email_verified")
        return Account(mailbox if isinstance(mailbox, str) else "", verified is True)

    def _claims(self, token: dict[str, Any], keys: KeySet, nonce: str) -> dict[str, Any]:
        """Return what the token says, once it is the provider's, for us and of this sign-in."""
        read = jwt.decode(str(token.get("id_token", "")), keys, algorithms=list(_ALGORITHMS))
        client_id = self._settings.oidc_client_id
        claims = CodeIDToken(
            read.claims,
            read.header,
            {
                "iss": {"essential": True, "value": self.issuer},
                "aud": {"essential": True, "value": client_id},
            },
            {"nonce": nonce, "client_id": client_id, "access_token": token.get("access_token")},
        )
        claims.validate(leeway=_LEEWAY_SECONDS)
        return dict(claims)

    @asynccontextmanager
    async def _asked(self) -> AsyncIterator[AsyncOAuth2Client]:
        """Speak to the provider for some seconds at most; whatever goes wrong has one of two names."""
        secret = self._settings.oidc_client_secret.get_secret_value()
        client = AsyncOAuth2Client(
            self._settings.oidc_client_id,
            secret or None,
            token_endpoint_auth_method="client_secret_basic" if secret else "none",
            scope=_SCOPE,
            redirect_uri=self._back,
            code_challenge_method="S256",
            timeout=self._patience_seconds,
        )
        try:
            async with asyncio.timeout(self._patience_seconds), client:
                yield client
        except (HTTPError, TimeoutError, OSError) as fault:
            log.warning("the OpenID provider does not answer: %s", type(fault).__name__)
            self._said = {}
            raise ProviderSilent from fault
        except (AuthlibBaseError, JoseError, KeyError, ValueError) as fault:
            # Of what it said only the kind of fault is logged: a token is no matter for a log.
            log.warning("the OpenID provider's answer was refused: %s", type(fault).__name__)
            raise ProviderRefused from fault

    async def _metadata(self, client: AsyncOAuth2Client) -> dict[str, Any]:
        """Return what the provider says of itself, once it has said so usably."""
        if not self._said:
            said = await _json(client, self.issuer.rstrip("/") + _METADATA)
            if said.get("issuer") != self.issuer:
                log.warning("the OpenID provider calls itself otherwise than DOAN_OIDC_ISSUER does")
                raise ProviderSilent
            if not all(self._is_usable(said.get(name)) for name in _ENDPOINTS):
                log.warning("the OpenID provider names addresses that cannot be used")
                raise ProviderSilent
            self._said = said
        return self._said

    def _is_usable(self, address: object) -> bool:
        """Tell whether something is asked there: by https, or on this machine where the issuer is."""
        if not isinstance(address, str):
            return False
        asked = urlsplit(address)
        near = urlsplit(self.issuer).hostname in ITSELF and asked.hostname in ITSELF
        return asked.scheme == "https" or (asked.scheme == "http" and near)


async def _json(client: Any, address: str, *, withhold_token: bool = True) -> dict[str, Any]:
    answer = await client.request("GET", address, withhold_token=withhold_token)
    if answer.status_code != HTTPStatus.OK:
        raise ProviderSilent(f"status {answer.status_code}")
    said = answer.json()
    if not isinstance(said, dict):
        raise ProviderSilent("no object")
    return said

"""One call of a webhook: a request to an address that may be called, and what it came to.

Of what the receiver answers nothing is read but its status, and when it asks to be called again: nobody
looks at the rest, and it may have no end.
"""

import asyncio
import ssl
from collections.abc import Awaitable, Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import StrEnum
from functools import partial

import httpx

from config.settings import Settings
from models.store.calls.webhooks import MOST_WEBHOOKS
from notifications.webhooks.addresses import NowhereToCall, addresses_of
from notifications.webhooks.waits import retry_after

_PORTS = {"https": 443, "http": 80}
_SAID = {
    "content-type": "application/json",
    "user-agent": "Doan",
    # Nothing of an answer is read, and no connection is kept.
    "accept-encoding": "identity",
    "connection": "close",
}


class CallTrouble(StrEnum):
    """What came of a call that was not taken; its sentence is `webhook_trouble.<code>`. Stored."""

    # It answered, and not that it has taken it; or that it is to be called elsewhere.
    REFUSED = "refused"
    MOVED = "moved"
    LATE = "late"
    UNREACHED = "unreached"
    GARBLED = "garbled"
    # Its name leads nowhere, or to no address that may be called.
    UNKNOWN = "unknown"
    PRIVATE = "private"
    # Its row is not the one that was registered, so nothing can be signed.
    UNPROVEN = "unproven"
    BROKEN = "broken"


@dataclass(frozen=True)
class CallOutcome:
    """What a call came to: the status of the answer, where there was one, and what was wrong.

    `retry_after` is what the receiver says of when it is to be called again, as it is written.
    """

    status: int | None
    trouble: CallTrouble | None
    retry_after: str | None = None

    @property
    def is_gone(self) -> bool:
        """Tell whether the receiver said that it is no more."""
        return self.status == httpx.codes.GONE


class WebhookCaller:
    """Calls webhooks, each within its time, whatever its receiver does."""

    def __init__(self, settings: Settings) -> None:
        self._to_private = settings.webhooks_to_private
        self._seconds = settings.webhook_timeout_seconds
        self._tls = ssl.create_default_context()
        # Who answers for a name may take long, too: letters look names up elsewhere.
        self._looking_up = ThreadPoolExecutor(MOST_WEBHOOKS, thread_name_prefix="webhooks")

    def close(self) -> None:
        """Wait for no name that is looked up still."""
        self._looking_up.shutdown(wait=False, cancel_futures=True)

    async def call(self, url: str, headers: Mapping[str, str], body: bytes) -> CallOutcome:
        """Send something to an address and return what came of it."""
        try:
            async with asyncio.timeout(self._seconds):
                return await self._sent(url, headers, body)
        except NowhereToCall as nowhere:
            return CallOutcome(None, CallTrouble(nowhere.why))
        except (TimeoutError, httpx.TimeoutException):
            return CallOutcome(None, CallTrouble.LATE)
        except (httpx.RemoteProtocolError, httpx.DecodingError):
            return CallOutcome(None, CallTrouble.GARBLED)
        except (httpx.HTTPError, httpx.InvalidURL, OSError):
            return CallOutcome(None, CallTrouble.UNREACHED)

    async def _sent(self, url: str, headers: Mapping[str, str], body: bytes) -> CallOutcome:
        transport = _LookedUp(self._tls, self._addresses)
        # No proxy of the environment: it would look the name up by itself, and go where it leads.
        async with httpx.AsyncClient(
            transport=transport, trust_env=False, follow_redirects=False, timeout=self._seconds
        ) as client:
            said = {**headers, **_SAID}
            async with client.stream("POST", url, content=body, headers=said) as answer:
                return _outcome(answer)

    async def _addresses(self, host: str, port: int) -> list[str]:
        look = partial(addresses_of, host, port, to_private=self._to_private)
        return await asyncio.get_running_loop().run_in_executor(self._looking_up, look)


def _outcome(answer: httpx.Response) -> CallOutcome:
    status = answer.status_code
    if httpx.codes.is_success(status):
        return CallOutcome(status, None)
    trouble = CallTrouble.MOVED if httpx.codes.is_redirect(status) else CallTrouble.REFUSED
    return CallOutcome(status, trouble, retry_after(status, answer.headers.get("retry-after")))


class _LookedUp(httpx.AsyncBaseTransport):
    """Connects to the very addresses that were looked at; who it is there is shown for the name.

    Each is a connection of its own: one that is kept could be another name's.
    """

    def __init__(self, tls: ssl.SSLContext, addresses: "_LooksUp") -> None:
        self._addresses = addresses
        self._inner = httpx.AsyncHTTPTransport(
            verify=tls, trust_env=False, limits=httpx.Limits(max_keepalive_connections=0)
        )

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Try the addresses of the name, one after another."""
        url = request.url
        addresses = await self._addresses(url.host, url.port or _PORTS[url.scheme])
        for address in addresses[:-1]:
            try:
                return await self._inner.handle_async_request(_to(address, request))
            except (httpx.ConnectError, httpx.ConnectTimeout):
                continue
        return await self._inner.handle_async_request(_to(addresses[-1], request))

    async def aclose(self) -> None:
        """Close the connection."""
        await self._inner.aclose()


_LooksUp = Callable[[str, int], Awaitable[list[str]]]


def _to(address: str, request: httpx.Request) -> httpx.Request:
    return httpx.Request(
        request.method,
        request.url.copy_with(host=address),
        headers=request.headers,
        stream=request.stream,
        extensions={**request.extensions, "sni_hostname": request.url.host},
    )

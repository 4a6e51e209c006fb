"""The server of the web pages, and what it lets slow or many connections have.

Whoever opens a connection has some seconds to say what they want. Of those who have not said it yet only
so many are waited for: the oldest gives way to the next, so that none of them keeps others out.
"""

import asyncio
from functools import partial
from typing import Any, cast

import uvicorn
from fastapi import FastAPI
from uvicorn.config import LOGGING_CONFIG
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from config.settings import Settings

HEADERS_WITHIN_SECONDS = 10.0
# As long as the largest form may take over a slow line.
BODY_WITHIN_SECONDS = 300.0
MOST_HALF_OPEN = 200
# What is beyond is answered with 503.
MOST_CONNECTIONS = 800


def web_server(
    app: FastAPI, settings: Settings, *, headers_within: float = HEADERS_WITHIN_SECONDS
) -> uvicorn.Server:
    """Return the server that serves an application where the settings say."""
    half_open: dict[_Guarded, None] = {}
    guarded = partial(_Guarded, half_open=half_open, headers_within=headers_within)
    config = uvicorn.Config(
        app,
        host=settings.host,
        port=settings.port,
        # Uvicorn calls what it takes for a class.
        http=cast("type[asyncio.Protocol]", guarded),
        limit_concurrency=MOST_CONNECTIONS,
        # In JSON it goes the way of all other records.
        log_config=None if settings.log_format == "json" else LOGGING_CONFIG,
        log_level="warning",
        # Addresses of links and calendars are secret: no log has them.
        access_log=False,
        lifespan="off",
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    return uvicorn.Server(config)


class _Guarded(HttpToolsProtocol):
    """A connection that ends when its request does not come in time; Uvicorn itself waits for ever."""

    def __init__(
        self, *args: Any, half_open: dict["_Guarded", None], headers_within: float, **named: Any
    ) -> None:
        super().__init__(*args, **named)
        self._half_open = half_open
        self._headers_within = headers_within
        self._deadline: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._wait_for_headers()

    def connection_lost(self, exc: Exception | None) -> None:
        self._wait_no_more()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        # There is none before the first request, which its type does not tell.
        cycle = cast("RequestResponseCycle | None", self.cycle)
        rests = cycle is None or cycle.response_complete
        if rests and self._deadline is None and not self.transport.is_closing():
            # Line ends between two requests begin none.
            self._wait_for_headers()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._wait_for_headers()

    def on_headers_complete(self) -> None:
        self._wait_no_more()
        self._deadline = self.loop.call_later(BODY_WITHIN_SECONDS, self.transport.abort)
        super().on_headers_complete()

    def on_message_complete(self) -> None:
        self._wait_no_more()
        super().on_message_complete()

    def _wait_for_headers(self) -> None:
        if self in self._half_open:
            return
        self._wait_no_more()
        if len(self._half_open) >= MOST_HALF_OPEN:
            next(iter(self._half_open)).give_up()
        self._half_open[self] = None
        self._deadline = self.loop.call_later(self._headers_within, self.give_up)

    def _wait_no_more(self) -> None:
        self._half_open.pop(self, None)
        if self._deadline:
            self._deadline.cancel()
            self._deadline = None

    def give_up(self) -> None:
        """End the connection at once."""
        self._wait_no_more()
        self.transport.abort()

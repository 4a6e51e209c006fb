"""A mail server in a thread of its own that leaves no connection open when it stops."""

import asyncio
from typing import Any
from weakref import WeakSet

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP


class SmtpListener(Controller):
    """aiosmtpd's controller, which alone would leave its clients' sockets to the garbage collector."""

    def __init__(self, handler: object, **server: Any) -> None:
        super().__init__(handler, **server)
        self._connections: WeakSet[SMTP] = WeakSet()

    def factory(self) -> SMTP:
        """Make the protocol of a new connection; aiosmtpd calls it."""
        connection = SMTP(self.handler, **self.SMTP_kwargs)
        self._connections.add(connection)
        return connection

    def hang_up(self) -> None:
        """End every conversation under way; returns when the sockets are closed."""
        asyncio.run_coroutine_threadsafe(self._hang_up(), self.loop).result()

    def stop(self, no_assert: bool = False) -> None:
        """Listen no more, hang up on everybody, and end the thread."""
        if self.server is not None:
            self.loop.call_soon_threadsafe(self.server.close)
            self.hang_up()
        super().stop(no_assert)

    async def _hang_up(self) -> None:
        ourselves = {asyncio.current_task(self.loop)}
        # Who is being let in as we begin is seen on the second turn.
        while others := asyncio.all_tasks(self.loop) - ourselves:
            for connection in list(self._connections):
                if isinstance(connection.transport, asyncio.Transport):
                    connection.transport.abort()
            await asyncio.wait(others)

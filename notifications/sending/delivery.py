"""The deliverer: takes messages from the outbox to the mail server, as soon as they are committed.

A message is rendered, frozen and committed before its first sending, so every try sends the same
bytes. A lease keeps two processes from sending one message. A crash after the server took a message
and before that is noted repeats it with the same Message-ID; none is lost.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass

from config.settings import Settings
from models.errors import MessageNotSent
from models.store import outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.outbox import OutboxRow
from notifications.sending.backoff import delay_after
from notifications.sending.mail_server import KEPT_FOR_SECONDS, MailServer
from notifications.writing.freezing import Freezer, Unrenderable

log = logging.getLogger("doan.delivery")

AT_ONCE = 4
# The longest a pass is waited for: what another process left behind is found after it.
LONGEST_REST_SECONDS = 30.0
# So long a letter that only tells waits at most for those that ask: to write it takes the processor
# that is needed to send them.
HEAD_START_SECONDS = 0.05
_SHORTEST_REST_SECONDS = 0.1
_LEASE_MARGIN_SECONDS = 60.0
_GRACE_SECONDS = 5.0

Failed = Callable[[OutboxRow, int], None]


class Deliverer:
    """Sends what waits in the outbox.

    `on_failed(row, reply_code)` is told before a message is given up, `on_unrenderable(row, error)`
    before one goes out as the plain standard text. Both run in a thread; after a crash they may be
    called again for the same row, `on_failed` also when it raised.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        *,
        on_failed: Failed,
        on_unrenderable: Unrenderable,
    ) -> None:
        self._store = store
        self._settings = settings
        self._on_failed = on_failed
        self._freezer = Freezer(store, settings, on_unrenderable)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poked = asyncio.Event()

    def poke(self) -> None:
        """Say that there may be something to send. Callable from any thread, at any time."""
        loop = self._loop
        if loop is not None:
            # A loop that has closed since has nothing to be told.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._poked.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`; what is under way then has a few seconds to finish."""
        self._poked = asyncio.Event()
        self._loop = asyncio.get_running_loop()
        under_way: set[asyncio.Task[bool]] = set()
        async with MailServer(self._settings) as server:
            while not stop.is_set():
                poked = self._poked.is_set()
                self._poked.clear()
                taken = await self._take_up(server, AT_ONCE - len(under_way), poked=poked)
                under_way |= taken.tasks
                await self._rest(stop, under_way, taken.rest_seconds)
                under_way = {task for task in under_way if not task.done()}
                await server.hang_up(idle_for=KEPT_FOR_SECONDS)
            await _finish(under_way)

    async def deliver_waiting(self) -> int:
        """Send everything whose time has come; return how many messages the server took."""
        sent = 0
        under_way: set[asyncio.Task[bool]] = set()
        async with MailServer(self._settings) as server:
            while True:
                under_way |= (await self._take_up(server, AT_ONCE - len(under_way))).tasks
                if not under_way:
                    return sent
                done, under_way = await asyncio.wait(under_way, return_when=asyncio.FIRST_COMPLETED)
                sent += sum(task.result() for task in done)

    # --- taking messages in hand ---------------------------------------------------------------

    async def _take_up(self, server: MailServer, free: int, *, poked: bool = False) -> "_Taken":
        """Begin to send as many messages as there is room for."""
        if free <= 0:
            return _Taken(set(), LONGEST_REST_SECONDS)
        try:
            rows, rest_seconds = await asyncio.to_thread(self._lease, free, poked)
        except Exception:
            # The deliverer must outlive a database that is away for a moment.
            log.exception("the outbox could not be read")
            return _Taken(set(), LONGEST_REST_SECONDS)
        asking = {asyncio.create_task(self._deliver(server, row)) for row in rows if row.asks}
        telling = {
            asyncio.create_task(self._deliver_after(asking, server, row))
            for row in rows
            if not row.asks
        }
        return _Taken(asking | telling, rest_seconds)

    def _lease(self, limit: int, poked: bool) -> tuple[list[OutboxRow], float]:
        """Lease messages; return them and the seconds until the next one is to be looked for.

        Unless poked, the look that takes no write lock comes first: mostly there is nothing to do.
        """
        seconds = MailServer.most_seconds(self._settings) + _LEASE_MARGIN_SECONDS
        if poked or self._seconds_to_next() <= 0:
            with self._store.writing(one_statement=True) as conn:
                rows = outbox.lease(conn, limit=limit, seconds=seconds)
            if rows:
                # The next look comes when the first of them is dealt with.
                return rows, LONGEST_REST_SECONDS
        rest = self._seconds_to_next()
        return [], min(max(rest, _SHORTEST_REST_SECONDS), LONGEST_REST_SECONDS)

    def _seconds_to_next(self) -> float:
        with self._store.reading() as conn:
            moment = outbox.next_try(conn)
            if moment is None:
                return LONGEST_REST_SECONDS
            return (moment - now(conn)).total_seconds()

    async def _rest(
        self, stop: asyncio.Event, under_way: set[asyncio.Task[bool]], seconds: float
    ) -> None:
        """Wait for a poke, the end of a sending, the time of the next try, or the stop."""
        signals = {asyncio.create_task(event.wait()) for event in (stop, self._poked)}
        await asyncio.wait(
            {*signals, *under_way}, timeout=seconds, return_when=asyncio.FIRST_COMPLETED
        )
        for signal in signals:
            signal.cancel()

    # --- one message -----------------------------------------------------------------------------

    async def _deliver_after(
        self, asking: set[asyncio.Task[bool]], server: MailServer, row: OutboxRow
    ) -> bool:
        """Send one message when those that ask have had their start."""
        if asking:
            await asyncio.wait(asking, timeout=HEAD_START_SECONDS)
        return await self._deliver(server, row)

    async def _deliver(self, server: MailServer, row: OutboxRow) -> bool:
        """Send one message; True when the server has taken it."""
        try:
            frozen = await asyncio.to_thread(self._freezer.frozen, row)
            if frozen is None:
                return False
            await server.send(frozen.content, frozen.address)
            await asyncio.to_thread(self._note_sent, row)
        except MessageNotSent as error:
            await self._note_trouble(row, error)
            return False
        except Exception:
            # One broken message must not stop all others; its lease runs out, then it is tried again.
            log.exception("message %s of %s could not be dealt with", row.id, row.case_no)
            return False
        return True

    def _note_sent(self, row: OutboxRow) -> None:
        with self._store.writing(one_statement=True) as conn:
            outbox.mark_sent(conn, row.id)

    async def _note_trouble(self, row: OutboxRow, error: MessageNotSent) -> None:
        """Put a message off, or give it up and have the office told."""
        # What a server replies may name the recipient, so the log has its code alone.
        said = error.reply_code or error.trouble
        log.warning("message %s of %s was not taken: %s", row.id, row.case_no, said)
        try:
            await asyncio.to_thread(self._put_off_or_give_up, row, error)
        except Exception:
            # Its lease runs out, then it is tried again.
            log.exception("the trouble with message %s could not be noted", row.id)

    def _put_off_or_give_up(self, row: OutboxRow, error: MessageNotSent) -> None:
        """Note the trouble. The office is told first: after a crash twice, but never not at all."""
        delay = None if error.permanent else delay_after(row.tries)
        if delay is None:
            self._on_failed(row, error.reply_code)
        with self._store.writing() as conn:
            if delay is None:
                outbox.mark_failed(conn, row.id, error.trouble)
            else:
                outbox.put_off(conn, row.id, now(conn) + delay, error.trouble)


async def _finish(under_way: set[asyncio.Task[bool]]) -> None:
    """Wait a little for what is being sent; the rest is sent again by whoever comes after."""
    if under_way:
        await asyncio.wait(under_way, timeout=_GRACE_SECONDS)
    for task in under_way:
        task.cancel()
    await asyncio.gather(*under_way, return_exceptions=True)


@dataclass(frozen=True)
class _Taken:
    """Messages being sent from now on, and how long to rest if nothing else happens."""

    tasks: set[asyncio.Task[bool]]
    rest_seconds: float

"""The deliverer: takes messages from the outbox to the mail server, as soon as they are committed.

A message is rendered, frozen and committed before its first sending, so every try sends the same
bytes. A lease keeps two processes from sending one message. A crash after the server took a message
and before that is noted repeats it with the same Message-ID; none is lost.

Whose turn it is, `mail.turns` says. More are in hand than are sent at once, so that their leases, their
writing and what became of them cost one commit for several, and no more than are soon on their way:
what has just been decided overtakes all that is not in hand yet.

Whose fault a refusal is decides what becomes of the letter (`refusals`): its own ends it, or puts it
off; one that is ours leaves all letters as they are, and the gate (`gate`) lets one alone see when it
is mended.
"""

import asyncio
import logging
from collections.abc import Collection
from contextlib import suppress
from functools import partial
from typing import Any

from config.settings import Settings
from models.store.database.engine import Store
from models.store.outbox import OutboxRow
from notifications.sending.carrying import Carrier, Failed
from notifications.sending.leasing import LONGEST_REST_SECONDS, Leases, Sorts
from notifications.sending.mail_server import KEPT_FOR_SECONDS
from notifications.sending.watch import ServerWatch
from notifications.writing.freezing import Unrenderable

log = logging.getLogger("doan.delivery")

# So long those that only tell wait at most for those that ask: to write one takes the processor that
# is needed to send them.
HEAD_START_SECONDS = 0.05
# A server may take ten minutes over a letter. Whoever sends one says so time and again, so that one
# whose sender is gone is soon taken up by another.
LEASE_SECONDS = 120.0
RENEWED_AFTER_SECONDS = 30.0
# So many are in hand for each connection.
IN_HAND_EACH = 4
# Letters behind others are looked through no more often, where there is something in hand.
LOOKED_THROUGH_EACH_SECONDS = 1.0
_SHORTEST_REST_SECONDS = 0.1
_GRACE_SECONDS = 5.0


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
        watch: ServerWatch | None = None,
    ) -> None:
        self._watch = watch or ServerWatch(store, settings)
        self._leases = Leases(store)
        self._new_carrier = partial(
            Carrier,
            store,
            settings,
            self._watch,
            on_failed=on_failed,
            on_unrenderable=on_unrenderable,
        )
        self._loop: asyncio.AbstractEventLoop | None = None
        self._begin()

    def _begin(self) -> None:
        """Have nothing in hand; what is made here is for one event loop."""
        self._wake = asyncio.Event()
        self._poked = False
        self._carrier = self._new_carrier()
        self._in_hand: dict[int, asyncio.Task[bool]] = {}
        self._knocking: asyncio.Task[bool] | None = None
        # Those in hand that ask, and from when on those that only tell wait for them no longer.
        self._asking: set[int] = set()
        self._tells_from = 0.0
        self._looks_through_at = 0.0
        self._taken = 0

    def poke(self) -> None:
        """Say that there may be something to send. Callable from any thread, at any time."""
        loop = self._loop
        if loop is not None:
            # A loop that has closed since has nothing to be told.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(self._hear)

    async def run(self, stop: asyncio.Event) -> None:
        """Send until `stop`; what is under way then has a few seconds to finish."""
        self._begin()
        self._loop = asyncio.get_running_loop()
        # What the server was like before, nobody knows; that it is well is seen without a letter, too.
        self._watch.gate.ask_first()
        stopping = asyncio.create_task(self._wake_at(stop))
        keeping = asyncio.create_task(self._keep_in_hand())
        async with self._watch as watch:
            while not stop.is_set():
                self._wake.clear()
                await self._rest(await self._take_up())
                await watch.server.hang_up(idle_for=KEPT_FOR_SECONDS)
            self._carrier.stops = True
            await self._finish()
        await _ended(stopping, keeping)

    async def deliver_waiting(self) -> int:
        """Send everything whose time has come; return how many messages the server took."""
        self._begin()
        keeping = asyncio.create_task(self._keep_in_hand())
        async with self._watch:
            while True:
                self._wake.clear()
                rest_seconds = await self._take_up()
                # One that was dealt with meanwhile may have let another go.
                if not self._under_way and not self._wake.is_set():
                    await _ended(keeping)
                    return self._taken
                await self._rest(rest_seconds)

    # --- taking messages in hand ---------------------------------------------------------------

    @property
    def _under_way(self) -> set[asyncio.Task[bool]]:
        knocking = {self._knocking} if self._knocking and not self._knocking.done() else set()
        return {*self._in_hand.values(), *knocking}

    async def _take_up(self) -> float:
        """Begin to send what there is room for; return the seconds until the next look.

        Where the gate is shut, one alone is tried, to see whether it opens.
        """
        gate = self._watch.gate
        if not gate.is_open:
            return await self._knock()
        most = IN_HAND_EACH * gate.at_once
        room = most - len(self._in_hand)
        if room <= 0 or (room < most / 2 and not self._poked):
            return LONGEST_REST_SECONDS
        self._poked = False
        at = self._seconds_now()
        waits_for_asking = self._tells_from - at if self._asking else 0.0
        only: Sorts = "those that ask" if waits_for_asking > 0 else "those that ask, else the rest"
        rows = await self._leased(room, only)
        for row in rows:
            self._sends(row)
        if any(row.asks for row in rows):
            self._tells_from = at + HEAD_START_SECONDS
            return HEAD_START_SECONDS
        if rows:
            # The next look comes when the first of them is dealt with.
            return LONGEST_REST_SECONDS
        return waits_for_asking if waits_for_asking > 0 else await self._seconds_to_next()

    async def _knock(self) -> float:
        """Try one letter when it is time to, and not one that was refused while there are others.

        Without any the server is asked all the same: that it is well again is to be seen.
        """
        gate = self._watch.gate
        if self._knocking is not None and not self._knocking.done():
            return LONGEST_REST_SECONDS
        if not gate.may_knock:
            return max(gate.seconds_to_knock, _SHORTEST_REST_SECONDS)
        self._poked = False
        rows = await self._leased(1, "all", rather_others_than=gate.refused)
        if any(row.id in gate.refused for row in rows):
            gate.start_round()
        if rows:
            self._knocking = self._sends(rows[0], knocks=True)
        else:
            self._knocking = asyncio.create_task(self._look())
            self._knocking.add_done_callback(lambda _: self._wake.set())
        return LONGEST_REST_SECONDS

    async def _look(self) -> bool:
        await self._watch.look()
        return False

    async def _leased(
        self, limit: int, sorts: Sorts, *, rather_others_than: Collection[int] = ()
    ) -> list[OutboxRow]:
        at = self._seconds_now()
        thoroughly = not self._in_hand or at >= self._looks_through_at
        if thoroughly:
            self._looks_through_at = at + LOOKED_THROUGH_EACH_SECONDS
        try:
            return await asyncio.to_thread(
                self._leases.take,
                limit,
                LEASE_SECONDS,
                sorts,
                thoroughly=thoroughly,
                rather_others_than=rather_others_than,
            )
        except Exception:
            # The deliverer must outlive a database that is away for a moment.
            log.exception("the outbox could not be read")
            return []

    async def _seconds_to_next(self) -> float:
        try:
            return await asyncio.to_thread(self._leases.seconds_to_next)
        except Exception:
            log.exception("the outbox could not be read")
            return LONGEST_REST_SECONDS

    def _hear(self) -> None:
        self._poked = True
        self._wake.set()

    async def _wake_at(self, stop: asyncio.Event) -> None:
        await stop.wait()
        self._wake.set()

    async def _rest(self, seconds: float) -> None:
        """Wait for a poke, the end of a sending, the time of the next try, or the stop."""
        with suppress(TimeoutError):
            async with asyncio.timeout(seconds):
                await self._wake.wait()

    def _seconds_now(self) -> float:
        return asyncio.get_running_loop().time()

    # --- what is in hand -------------------------------------------------------------------------

    def _sends(self, row: OutboxRow, *, knocks: bool = False) -> asyncio.Task[bool]:
        """Have a message in hand until it is dealt with."""
        task = asyncio.create_task(self._carrier.carry(row, knocks=knocks))
        self._in_hand[row.id] = task
        self._carrier.kept.add(row.id)
        if row.asks:
            self._asking.add(row.id)
        task.add_done_callback(partial(self._is_done, row.id))
        return task

    def _is_done(self, message: int, task: asyncio.Task[bool]) -> None:
        # One that was let go may be in hand anew before the task that let it go has ended.
        if self._in_hand.get(message) is task:
            del self._in_hand[message]
            self._carrier.kept.discard(message)
            self._asking.discard(message)
        self._taken += not task.cancelled() and task.result()
        self._wake.set()

    async def _keep_in_hand(self) -> None:
        """Keep what is in hand there; what is in other hands by now is let go."""
        while True:
            await asyncio.sleep(RENEWED_AFTER_SECONDS)
            these = frozenset(self._carrier.kept)
            if not these:
                continue
            try:
                kept = await asyncio.to_thread(self._leases.keep, these, LEASE_SECONDS)
            except Exception:
                log.exception("messages could not be kept in hand")
                continue
            for message in self._carrier.kept & (these - kept):
                log.error("message %s was under way for too long: others may have it", message)
                self._in_hand[message].cancel()

    async def _finish(self) -> None:
        """Wait a little for what is being sent; the rest is sent again by whoever comes after."""
        if under_way := self._under_way:
            await asyncio.wait(under_way, timeout=_GRACE_SECONDS)
        await _ended(*self._under_way)


async def _ended(*tasks: asyncio.Task[Any]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)

"""One message on its way: written, handed over, and what became of it noted.

It is written with others, waits for a place at the mail server, where those that ask pass by the rest,
and keeps that place until it is noted that it was taken: so a crash repeats no more than those.
"""

import asyncio
import logging
from collections.abc import Callable
from datetime import timedelta

from config.settings import Settings
from models.errors import MessageNotSent
from models.store import outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.outbox import OutboxRow
from notifications.sending.backoff import delay_after
from notifications.sending.judging import GIVEN_BACK, judged
from notifications.sending.leasing import Leases
from notifications.sending.mail_server import NoRoom, NotTaken
from notifications.sending.together import PlacesAtOnce, Together
from notifications.sending.watch import ServerWatch
from notifications.writing.freezing import Freezer, Frozen, Unrenderable

log = logging.getLogger("doan.delivery")

# A server that is full of our own connections is asked for another after so long.
FULL_REST_SECONDS = 0.5
# To write one takes some thousandths of a second, and the first waits for the last.
_WRITTEN_TOGETHER = 8
_NOTED_TOGETHER = 100

Failed = Callable[[OutboxRow, int], None]


class Carrier:
    """Carries the messages in hand to the server. For one event loop.

    `kept` are those whose lease is to be renewed: what became of the others is being noted. When it
    `stops`, none is handed over any more.
    """

    def __init__(
        self,
        store: Store,
        settings: Settings,
        watch: ServerWatch,
        *,
        on_failed: Failed,
        on_unrenderable: Unrenderable,
    ) -> None:
        self.kept: set[int] = set()
        self.stops = False
        self._store = store
        self._watch = watch
        self._on_failed = on_failed
        self._leases = leases = Leases(store)
        freezer = Freezer(store, settings, on_unrenderable)
        self._places = PlacesAtOnce(lambda: watch.gate.at_once)
        self._write = Together(freezer.all_frozen, most=_WRITTEN_TOGETHER)
        self._note_sent = Together(leases.note_sent, most=_NOTED_TOGETHER)
        self._give_back = Together(leases.give_back, most=_NOTED_TOGETHER)

    async def carry(self, row: OutboxRow, *, knocks: bool = False) -> bool:
        """Send one message, and note what became of it; True when the server has taken it.

        One that `knocks` is sent though the gate is shut.
        """
        frozen = None
        try:
            frozen = await self._write(row, first=row.asks)
            if frozen is None or not await self._sent(row, frozen, knocks):
                return False
        except MessageNotSent as error:
            await self._settle(row, error, None if error.permanent else delay_after(row.tries))
            return False
        except Exception as fault:
            # One broken message must not stop all others.
            log.exception("message %s of %s could not be dealt with", row.id, row.case_no)
            await self._set_aside(row, fault, may_be_taken=frozen is not None)
            if not self._watch.gate.is_open:
                self._watch.gate.shut(row.id)
            return False
        await self._watch.take(row.id)
        if row.tries > 1:
            await self._works_again(row)
        return True

    async def _sent(self, row: OutboxRow, frozen: Frozen, knocks: bool) -> bool:
        """Hand a letter over when there is a place; only one that knocks does so at a shut gate."""
        if knocks:
            return await self._handed_over(row, frozen)
        await self._places.take(first=row.asks)
        try:
            if self.stops or not self._watch.gate.is_open:
                self.kept.discard(row.id)
                await self._give_back(row.id)
                return False
            return await self._handed_over(row, frozen)
        finally:
            self._places.give_back()

    async def _handed_over(self, row: OutboxRow, frozen: Frozen) -> bool:
        try:
            said = await self._watch.server.send(frozen.content, frozen.address)
        except NotTaken as error:
            await self._settle(row, error, await judged(self._watch, row, error.refusal))
            return False
        except NoRoom as error:
            self._watch.gate.bear(error.connections)
            await self._settle(row, error, GIVEN_BACK)
            # Else it would be tried again at once, and be refused a connection as often.
            await asyncio.sleep(FULL_REST_SECONDS)
            return False
        self.kept.discard(row.id)
        await self._noted(row, said)
        return True

    async def _noted(self, row: OutboxRow, said: str) -> None:
        """Note in two tries that a letter was taken; else it goes again once its lease ends."""
        for _ in range(2):
            try:
                await self._note_sent((row.id, said))
            except Exception:
                log.exception("that message %s was taken could not be noted", row.id)
            else:
                return

    async def _set_aside(self, row: OutboxRow, fault: Exception, *, may_be_taken: bool) -> None:
        """Put a letter off that is broken; the office is told once it is given up."""
        self.kept.discard(row.id)
        try:
            if await asyncio.to_thread(
                self._leases.set_aside, row.id, row.case_no, fault, may_be_taken=may_be_taken
            ):
                await asyncio.to_thread(self._on_failed, row, 0)
        except Exception:
            # Its lease runs out, then it is tried again.
            log.exception("the trouble with message %s could not be noted", row.id)

    async def _works_again(self, row: OutboxRow) -> None:
        try:
            await asyncio.to_thread(self._leases.works_again, row.id)
        except Exception:
            log.exception("that message %s has left could not be noted", row.id)

    async def _settle(self, row: OutboxRow, error: MessageNotSent, delay: timedelta | None) -> None:
        """Put a message off, give it back, or give it up and have the office told."""
        # What a server replies may name the recipient, so the log has its code alone.
        said = error.reply_code or error.trouble
        self.kept.discard(row.id)
        log.warning("message %s of %s was not taken: %s", row.id, row.case_no, said)
        try:
            await asyncio.to_thread(self._settled, row, error, delay)
        except Exception:
            # Its lease runs out, then it is tried again.
            log.exception("the trouble with message %s could not be noted", row.id)

    def _settled(self, row: OutboxRow, error: MessageNotSent, delay: timedelta | None) -> None:
        """Note the trouble. The office is told first: after a crash twice, but never not at all."""
        if delay is None:
            self._on_failed(row, error.reply_code)
        with self._store.writing() as conn:
            if delay is None:
                outbox.mark_failed(conn, row.id, error.trouble)
            elif delay == GIVEN_BACK:
                outbox.give_back(conn, row.id, error.trouble)
            else:
                outbox.put_off(conn, row.id, now(conn) + delay, error.trouble)

"""Webhooks are called: each by itself, in the order of the journal, until it takes what it is told.

They stand beside letters and keep none: a receiver that hangs has a task of its own, and a limit. What a
receiver has taken and we could not note is told once more under the same id. A copy calls nobody.
"""

import asyncio
import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime, timedelta

from config.settings import Settings
from models.journal.signing import signer
from models.store.calls import webhook_calls, webhooks
from models.store.calls.webhook_calls import InHand
from models.store.copies.quarantine import is_quarantined
from models.store.database.clock import machine_time, now
from models.store.database.engine import Store
from notifications.sending.backoff import delay_of_call
from notifications.webhooks.calling import CallOutcome, CallTrouble, WebhookCaller
from notifications.webhooks.told import body_of, signed
from notifications.webhooks.waits import wait_asked

log = logging.getLogger("doan.webhooks")

# A poke may be lost; what nobody was told of is found after so long.
_LONGEST_REST_SECONDS = 5.0
# So much longer than a call may take a webhook is in hand.
_LEASE_MARGIN_SECONDS = 60.0
_GRACE_SECONDS = 5.0
# What lay here for days while Doan was switched off is not given up at the first try.
_FEWEST_TRIES = 2


class WebhookSender:
    """Calls the webhooks for which something waits.

    `on_gone(number)` is told, in a thread, of a webhook whose receiver says that it is no more.
    """

    def __init__(
        self, store: Store, settings: Settings, *, on_gone: Callable[[int], object]
    ) -> None:
        self._store = store
        self._settings = settings
        self._on_gone = on_gone
        self._signers = tuple(signer(seed) for seed in settings.journal_seeds)
        self._loop: asyncio.AbstractEventLoop | None = None
        self._poked = asyncio.Event()
        self._under_way: set[asyncio.Task[None]] = set()

    def poke(self) -> None:
        """Say that there may be something to tell. Callable from any thread, at any time."""
        if self._loop is not None:
            # A loop that has closed since has nothing to be told.
            with suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._poked.set)

    async def run(self, stop: asyncio.Event) -> None:
        """Call until `stop`; what is under way then has a few seconds to finish."""
        self._poked, self._loop = asyncio.Event(), asyncio.get_running_loop()
        caller = WebhookCaller(self._settings)
        stopping = asyncio.ensure_future(stop.wait())
        while not stop.is_set():
            self._poked.clear()
            await self._begin(caller)
            poked = asyncio.ensure_future(self._poked.wait())
            await asyncio.wait(
                (stopping, poked),
                timeout=_LONGEST_REST_SECONDS,
                return_when=asyncio.FIRST_COMPLETED,
            )
            poked.cancel()
        await self._finish()
        caller.close()

    async def call_waiting(self) -> None:
        """Call whomever something waits for whose time has come, until nothing of that is left."""
        caller = WebhookCaller(self._settings)
        while await self._begin(caller) or self._under_way:
            await asyncio.wait(self._under_way, return_when=asyncio.FIRST_COMPLETED)
        caller.close()

    async def _begin(self, caller: WebhookCaller) -> bool:
        """Begin to call whomever nobody has in hand; tell whether there was anybody."""
        try:
            taken = await asyncio.to_thread(self._taken)
        except Exception:
            # The process must outlive a database that is away for a moment.
            log.exception("what webhooks are to be told could not be read")
            return False
        for hand in taken:
            task = asyncio.create_task(self._carry(caller, hand))
            self._under_way.add(task)
            task.add_done_callback(self._is_done)
        return bool(taken)

    def _is_done(self, task: asyncio.Task[None]) -> None:
        self._under_way.discard(task)
        # What comes next for the same webhook waits for this one.
        self._poked.set()

    async def _carry(self, caller: WebhookCaller, hand: InHand) -> None:
        try:
            outcome = await self._called(caller, hand)
        except Exception:
            # One that breaks must not keep the others; it is tried again, and given up as any other.
            log.exception("webhook %s could not be called", hand.webhook.number)
            outcome = CallOutcome(None, CallTrouble.BROKEN)
        try:
            await asyncio.to_thread(self._noted, hand, outcome)
        except Exception:
            log.exception("what became of a call of webhook %s is unknown", hand.webhook.number)

    async def _called(self, caller: WebhookCaller, hand: InHand) -> CallOutcome:
        secret = await asyncio.to_thread(self._secret, hand)
        if secret is None:
            log.error("webhook %s is not the one that was registered", hand.webhook.number)
            return CallOutcome(None, CallTrouble.UNPROVEN)
        body = body_of(hand.call)
        return await caller.call(hand.webhook.url, signed(hand.call, body, secret, hand.at), body)

    async def _finish(self) -> None:
        """Wait a little for those that are called; the others are called again, under the same id."""
        if self._under_way:
            await asyncio.wait(self._under_way, timeout=_GRACE_SECONDS)
        left = tuple(self._under_way)
        for task in left:
            task.cancel()
        await asyncio.gather(*left, return_exceptions=True)

    # --- in a thread -------------------------------------------------------------------------------

    def _taken(self) -> tuple[InHand, ...]:
        if is_quarantined(self._store):
            return ()
        with self._store.reading() as conn:
            if not webhook_calls.is_any_due(conn):
                return ()
        with self._store.writing() as conn:
            seconds = self._settings.webhook_timeout_seconds + _LEASE_MARGIN_SECONDS
            return webhook_calls.take(conn, seconds)

    def _secret(self, hand: InHand) -> bytes | None:
        keys = self._settings.passport_keys
        with self._store.reading() as conn:
            return webhooks.secret_of(conn, hand.webhook, self._signers, keys)

    def _noted(self, hand: InHand, outcome: CallOutcome) -> None:
        if outcome.is_gone:
            log.warning("webhook %s answered that it is gone", hand.webhook.number)
            self._on_gone(hand.webhook.number)
            return
        with self._store.writing() as conn:
            if outcome.trouble is None and outcome.status is not None:
                webhook_calls.note_taken(conn, hand, outcome.status)
                return
            tries, trouble = hand.call.tries + 1, outcome.trouble or CallTrouble.BROKEN
            log.warning("webhook %s did not take a call: %s", hand.webhook.number, trouble)
            if tries >= _FEWEST_TRIES and now(conn) >= self._patient_until(hand.call.queued_at):
                webhook_calls.give_up(conn, hand, trouble, outcome.status)
            else:
                asked = wait_asked(outcome.retry_after, machine_time(conn))
                delay = delay_of_call(tries, asked)
                webhook_calls.put_off(conn, hand, delay, trouble, outcome.status)

    def _patient_until(self, queued_at: datetime) -> datetime:
        return queued_at + timedelta(hours=self._settings.webhook_patience_hours)

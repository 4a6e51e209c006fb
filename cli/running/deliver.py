"""`doan deliver`: letters leave, webhooks are called, what comes back is read, and what time brings is
done, in a process beside the web's.

It stands apart because Python draws a page or writes a letter, not both at once: whoever has just
decided asks for the next page at the very moment the next person's letter is written.
"""

import asyncio
import logging
import signal
from collections.abc import Callable

from cli.running.logs import keep_log
from cli.running.one import RunningPart, folder_of, the_only_one
from cli.running.pauses import keep_pauses_short
from cli.running.ports import Port, check_free
from cli.running.silence import recognised, released
from cli.setting_up import open_store, read_mailing_settings
from flows.acts.desk import Desk
from flows.acts.house.webhooks import end_gone_webhook
from flows.case.poke import AT_THE_DOOR, CALLS_QUEUED, CLOCK_MOVED, listener, tell_running
from flows.sweeps.returns import take_in
from flows.sweeps.sweep import PERIOD, sweep, sweep_if_due
from flows.sweeps.troubles import note_undelivered, note_unrendered
from notifications.returned.reader import MailboxReader
from notifications.sending.codes import CodeSender
from notifications.sending.delivery import Deliverer
from notifications.sending.watch import ServerWatch
from notifications.webhooks.sender import WebhookSender

log = logging.getLogger("doan.deliver")


def deliver() -> None:
    """Run until SIGTERM or SIGINT; what is being sent then has a few seconds to finish."""
    settings = read_mailing_settings()
    keep_log(settings, "deliverer")
    store = recognised(open_store(settings))
    desk = Desk(store, settings, tell_running(store, settings))
    folder, alone = folder_of(store, settings), store.is_sqlite
    try:
        with the_only_one(folder, RunningPart.DELIVERER, alone=alone):
            if alone:
                check_free(Port("DOAN_POKE_PORT", settings.poke_port, datagrams=True))
            keep_pauses_short()
            asyncio.run(_deliver(desk))
    finally:
        store.close()


async def _deliver(desk: Desk) -> None:
    stop, clock_moved = asyncio.Event(), asyncio.Event()
    loop = asyncio.get_running_loop()
    for ending in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(ending, stop.set)
    watch = ServerWatch(desk.store, desk.settings)
    deliverer = Deliverer(
        desk.store,
        desk.settings,
        on_failed=lambda row, code: note_undelivered(desk, row, code),
        on_unrenderable=lambda row, fault: note_unrendered(desk, row, fault),
        watch=watch,
    )
    codes = CodeSender(desk.store, desk.settings, watch=watch)
    webhooks = WebhookSender(
        desk.store, desk.settings, on_gone=lambda number: end_gone_webhook(desk, number)
    )
    mailbox = MailboxReader(
        desk.store, desk.settings, lambda came, digest: take_in(desk, came, digest)
    )

    def heard(said: str) -> None:
        if said == CLOCK_MOVED:
            loop.call_soon_threadsafe(clock_moved.set)
        if said == CALLS_QUEUED:
            webhooks.poke()
            return
        deliverer.poke()
        if said == AT_THE_DOOR:
            codes.poke()

    await released(desk.store, stop)
    pokes = listener(desk.store, desk.settings.poke_port, heard)
    pokes.start()
    try:
        await asyncio.gather(
            deliverer.run(stop),
            codes.run(stop),
            webhooks.run(stop),
            mailbox.run(stop),
            _sweep_now_and_then(desk, stop, clock_moved),
        )
    finally:
        pokes.close()


async def _sweep_now_and_then(desk: Desk, stop: asyncio.Event, clock_moved: asyncio.Event) -> None:
    """Sweep when nobody has within the period, and at once when a demo's clock was moved."""
    stopping = asyncio.ensure_future(stop.wait())
    while not stop.is_set():
        sweeping: Callable[[Desk], object] = sweep if clock_moved.is_set() else sweep_if_due
        clock_moved.clear()
        try:
            await asyncio.to_thread(sweeping, desk)
        except Exception:
            log.exception("the sweep failed and is tried again")
        moved = asyncio.ensure_future(clock_moved.wait())
        await asyncio.wait(
            (stopping, moved),
            timeout=PERIOD.total_seconds(),
            return_when=asyncio.FIRST_COMPLETED,
        )
        moved.cancel()

"""What happened is queued for webhooks, as soon as its entries have their places in the journal."""

from flows.acts.desk import Desk
from flows.case.poke import CALLS_QUEUED
from models.store.calls import webhook_calls
from notifications.webhooks.told import TOLD


def queue_calls(desk: Desk) -> None:
    """Queue for each webhook what it is told; nothing is left out, and nothing queued twice.

    Part of the sweep. Without a webhook, or anything new, nothing is written.
    """
    queued = 0
    while _are_behind(desk):
        with desk.writing() as conn:
            queued += webhook_calls.queue_new(conn, TOLD)
    if queued:
        desk.tell(CALLS_QUEUED)


def _are_behind(desk: Desk) -> bool:
    with desk.store.reading() as conn:
        return webhook_calls.are_behind(conn)

"""Webhooks are registered, tried and removed by whoever runs Doan; each change is journaled."""

from collections.abc import Collection

from sqlalchemy import Connection

from flows.acts.desk import Desk
from flows.case.answers import Identified
from flows.case.poke import CALLS_QUEUED
from models.errors import DecisionRefused, WebhookRefused
from models.ids import SeatKey
from models.store import directory
from models.store.calls import webhook_calls, webhooks
from models.store.calls.webhooks import LONGEST_NAME, MOST_WEBHOOKS
from models.store.database.clock import today
from notifications.webhooks.addresses import demand_callable
from notifications.webhooks.told import TOLD


def register_webhook(
    desk: Desk, who: Identified, url: str, name: str, kinds: Collection[str] = ()
) -> tuple[int, str]:
    """Tell another system what happens; return its number, and its secret, shown this once.

    `kinds` are those of the entries it is told of; without any, all that are told. Raises
    `WebhookRefused` for an address that no webhook may lead to, a name that is none, a kind that is not
    told, and beyond the most there may be.
    """
    if not 0 < len(name.strip()) <= LONGEST_NAME:
        raise WebhookRefused("name", most=LONGEST_NAME)
    if not set(kinds) <= TOLD:
        raise WebhookRefused("kinds", known=", ".join(sorted(TOLD)))
    # Before anything is locked: to look up a name may take a while.
    demand_callable(url, to_private=desk.settings.webhooks_to_private)
    with desk.store.writing() as conn:
        house = desk.house(conn, who)
        house.wait()
        if sum(each.ended is None for each in webhooks.all_webhooks(conn)) >= MOST_WEBHOOKS:
            raise WebhookRefused("many", most=MOST_WEBHOOKS)
        keys = desk.settings.passport_keys
        return webhooks.register(house, keys, name=name.strip(), url=url, kinds=kinds)


def remove_webhook(desk: Desk, who: Identified, number: int) -> None:
    """Tell a webhook nothing any more; what waits for it is withdrawn.

    Raises `DecisionRefused` for whoever neither runs Doan nor is the machine's own account, and
    `WebhookUnknown`.
    """
    with desk.store.writing() as conn:
        _demand_running(desk, conn, who)
        webhooks.remove(desk.house(conn, who), number)


def try_webhook(desk: Desk, number: int, who: Identified | None = None) -> None:
    """Call a webhook with what tells of nothing, when it is its turn; None: whoever is at the console.

    Raises `DecisionRefused` for whoever does not run Doan, `WebhookUnknown`, and `WebhookRefused` for
    one that has ended.
    """
    with desk.writing() as conn:
        if who is not None:
            _demand_running(desk, conn, who)
        if webhooks.webhook(conn, number).ended:
            raise WebhookRefused("ended", number=number)
        webhook_calls.queue_trial(conn, number)
    desk.tell(CALLS_QUEUED)


def end_gone_webhook(desk: Desk, number: int) -> None:
    """Tell nothing more to a receiver that says it is gone. Safe to repeat."""
    with desk.store.writing() as conn:
        webhooks.end_gone(desk.house(conn), number)


def _demand_running(desk: Desk, conn: Connection, who: Identified) -> None:
    runs_it = directory.holders(conn, SeatKey(desk.regulation().administrator), today(conn))
    if who.person not in runs_it and who.person != who.shown_by:
        raise DecisionRefused("administers_only")

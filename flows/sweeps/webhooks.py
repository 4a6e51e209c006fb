"""What happened is queued for webhooks, as soon as its entries have their places in the journal.

A webhook that takes nothing for long is set aside: so the desk, an alarm and a letter tell of it, once.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import Connection

from config.settings import Settings
from flows.acts.desk import Desk
from flows.apart import forget
from flows.case.poke import CALLS_QUEUED
from models.store.amiss import aside
from models.store.amiss.aside import Aside, Chore
from models.store.calls import webhook_calls
from models.store.calls.standings import health_of_each
from models.store.database.clock import now
from notifications.webhooks.told import TOLD


class WebhookFault(StrEnum):
    """What is wrong with a webhook to be seen to; its sentence is `fault.<code>`. Stored."""

    # Nothing is taken for long; or its receiver says that it is no more.
    FAILS = "webhook_fails"
    GONE = "webhook_gone"


@dataclass(frozen=True)
class FailingWebhook:
    """A webhook that somebody has to see to: since when (UTC), and how often it was called in vain."""

    number: int
    fault: WebhookFault
    since: datetime
    times: int


def failing_webhooks(conn: Connection, settings: Settings) -> Iterator[FailingWebhook]:
    """Yield the webhooks that take nothing for as long as is set, or are no more."""
    at, patience = now(conn), timedelta(hours=settings.webhook_told_after_hours)
    for number, health in health_of_each(conn).items():
        if health.fails_for_long(at, patience):
            fault = WebhookFault.GONE if health.ended else WebhookFault.FAILS
            # What ended before its failures were counted, fails since it was looked at.
            since = health.failing_since or at
            yield FailingWebhook(number, fault, since, health.failing_times)


def note_failing(desk: Desk) -> None:
    """Set aside each webhook that fails for long, and forget those that work or are removed.

    Part of the sweep. Where nothing has changed, nothing is written.
    """
    with desk.store.reading() as conn:
        failing = tuple(failing_webhooks(conn, desk.settings))
        known, at = aside.of_part(conn, Chore.WEBHOOK), now(conn)
    news = [each for each in failing if _is_news(each, known.get(f"{each.number}"), at)]
    if news:
        with desk.store.writing() as conn:
            for each in news:
                said = f"{each.number}", each.fault
                times, since = each.times, each.since
                aside.note_broken(conn, Chore.WEBHOOK, *said, since=since, times=times)
    if mended := known.keys() - {f"{each.number}" for each in failing}:
        forget(desk.store, Chore.WEBHOOK, sorted(mended))


def _is_news(each: FailingWebhook, known: Aside | None, at: datetime) -> bool:
    if known is None or known.reason != each.fault or not known.rests(at):
        return True
    return known.times < each.times


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

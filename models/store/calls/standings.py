"""How webhooks stand: what waits for each, whether it is taken, since when it is not. All in UTC."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, func, select, text

from models.store.amiss.unreadable import those_readable
from models.store.calls.webhook_calls import CallState, next_of_each
from models.store.calls.webhooks import Webhook, read
from models.store.tables import CALL_WAITS, webhook_calls, webhooks


@dataclass(frozen=True)
class WebhookHealth:
    """How much waits for a webhook and since when, whether it has ended by itself, since when it fails.

    `failing_since`: since when nothing is taken, and `failing_times` how often it was called in vain
    since; None while it works.
    """

    queued: int
    oldest: datetime | None
    ended: str | None
    failing_since: datetime | None
    failing_times: int

    @property
    def fails(self) -> bool:
        """Tell whether what it was told last was not taken, or it has ended by itself."""
        return self.failing_since is not None or self.ended is not None

    def fails_for_long(self, at: datetime, patience: timedelta) -> bool:
        """Tell whether somebody has to see to it: it takes nothing for so long, or is no more."""
        if self.ended is not None:
            return True
        return self.failing_since is not None and at - self.failing_since >= patience


@dataclass(frozen=True)
class NextCall:
    """What a webhook is told next: of which case, when it is tried, and what became of it so far.

    `tries` is how often it was tried in vain, `status` and `trouble` what it came to then.
    """

    what: str
    case_no: str | None
    next_try_at: datetime
    tries: int
    status: int | None
    trouble: str | None


@dataclass(frozen=True)
class LastAnswer:
    """What the last call of a webhook came to: nothing is wrong where it was taken."""

    at: datetime
    status: int | None
    trouble: str | None


@dataclass(frozen=True)
class WebhookStanding:
    """How a webhook stands: how it is, what was given up, what comes next, what it answered last."""

    webhook: Webhook
    health: WebhookHealth
    given_up: int
    next: NextCall | None
    last: LastAnswer | None


def standings(conn: Connection) -> tuple[WebhookStanding, ...]:
    """Return how each webhook stands, by their numbers."""
    given_up = (
        select(webhook_calls.c.webhook, func.count().label("given_up"))
        .where(webhook_calls.c.state == CallState.GIVEN_UP)
        .group_by(webhook_calls.c.webhook)
    )
    lost = {row.webhook: row.given_up for row in conn.execute(given_up)}
    heads = {row.webhook: row for row in conn.execute(next_of_each())}
    health = health_of_each(conn)
    found = conn.execute(select(webhooks).order_by(webhooks.c.number))

    def standing(row: Row[Any]) -> WebhookStanding:
        head, at = heads.get(row.number), row.last_at
        return WebhookStanding(
            webhook=read(row),
            health=health[row.number],
            given_up=lost.get(row.number, 0),
            next=_next_call(head) if head else None,
            last=LastAnswer(at, row.last_status, row.last_trouble) if at else None,
        )

    return tuple(those_readable(found, standing))


def health_of_each(conn: Connection) -> dict[int, WebhookHealth]:
    """Return how each webhook is by its number, in one query over what waits."""
    queued = (
        select(
            webhook_calls.c.webhook,
            func.count().label("waiting"),
            func.min(webhook_calls.c.queued_at).label("oldest"),
        )
        .where(text(CALL_WAITS))
        .group_by(webhook_calls.c.webhook)
        .subquery()
    )
    kept = webhooks.c.number, webhooks.c.ended, webhooks.c.failing_since, webhooks.c.failing_times
    found = conn.execute(
        select(*kept, queued.c.waiting, queued.c.oldest)
        .join(queued, queued.c.webhook == webhooks.c.number, isouter=True)
        .order_by(webhooks.c.number)
    )
    return {
        row.number: WebhookHealth(
            queued=row.waiting or 0,
            oldest=row.oldest,
            ended=row.ended,
            failing_since=row.failing_since,
            failing_times=row.failing_times,
        )
        for row in found
    }


def _next_call(head: Row[Any]) -> NextCall:
    return NextCall(
        what=head.what,
        case_no=head.case_no,
        next_try_at=head.next_try_at,
        tries=head.tries,
        status=head.status,
        trouble=head.trouble,
    )

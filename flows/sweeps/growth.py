"""Growth has an end: what only grows is kept for some days, and what it proved stays as digests.

For how many days is set (`DOAN_KEEP_…_DAYS`). What is personal goes by the regulation besides, whatever
stands here: see `flows.sweeps.retention`.
"""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from flows.acts.desk import Desk
from models.store import moments
from models.store.calls import webhook_calls
from models.store.database import leases
from models.store.database.clock import now
from models.store.mail import slimming
from models.store.privacy import holds

log = logging.getLogger("doan.growth")

PERIOD = timedelta(days=1)
LEASE = "growth"
# Whoever decides waits no longer than for one bite.
_BITE = 100
_BITES_AT_ONCE = 50
# A letter that was sent just now may be looked at in the next moment; it is pressed when it is settled.
_PRESSED_AFTER = timedelta(days=1)


@dataclass(frozen=True)
class _Pass:
    """One pass over what has been kept long enough: by whom, and at which moment people go by."""

    desk: Desk
    at: datetime

    def days_ago(self, days: int) -> datetime:
        return self.at - timedelta(days=days)


def prune_if_due(desk: Desk) -> None:
    """Prune, unless somebody has within the day. Part of the sweep."""
    with desk.store.reading() as conn:
        if not leases.is_to_be_had(conn, LEASE, PERIOD):
            return
    with desk.store.writing() as conn:
        if not leases.take(conn, LEASE, PERIOD):
            return
    if not prune(desk):
        # So much was there that the next sweep goes on with it.
        with desk.store.writing() as conn:
            leases.forget(conn, LEASE)


def prune(desk: Desk) -> bool:
    """Prune everything, each kind by itself; tell whether nothing is left. Safe to repeat."""
    with desk.store.reading() as conn:
        this = _Pass(desk, now(conn))
    kinds = _press_letters, _slim_letters, _forget_moments, _forget_calls
    done = [_without_stopping(this, bite) for bite in kinds]
    return all(done)


def _without_stopping(this: _Pass, bite: Callable[[_Pass, int], int]) -> bool:
    """Take bites until nothing is left; what fails is tried again tomorrow, and stops nothing else."""
    after = 0
    try:
        for _ in range(_BITES_AT_ONCE):
            after = bite(this, after)
            if not after:
                return True
    except Exception:
        log.exception("%s failed", bite.__name__.strip("_"))
        return True
    return False


def _press_letters(this: _Pass, after: int) -> int:
    with this.desk.store.writing() as conn:
        before = this.at - _PRESSED_AFTER
        return slimming.press(conn, before=before, after=after, most=_BITE)


def _slim_letters(this: _Pass, after: int) -> int:
    before = this.days_ago(this.desk.settings.keep_letters_days)
    with this.desk.store.writing() as conn:
        held = sorted(holds.held_cases(conn))
        house = this.desk.house(conn)
        return slimming.leave_digests(house, before=before, held=held, after=after, most=_BITE)


def _forget_moments(this: _Pass, _after: int) -> int:
    before = this.days_ago(this.desk.settings.keep_moments_days)
    with this.desk.store.writing() as conn:
        return moments.forget_fired(conn, before=before, most=_BITE)


def _forget_calls(this: _Pass, _after: int) -> int:
    before = this.days_ago(this.desk.settings.keep_webhook_calls_days)
    with this.desk.store.writing() as conn:
        return webhook_calls.forget_settled(conn, before=before, most=_BITE)

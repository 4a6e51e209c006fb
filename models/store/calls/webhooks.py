"""Webhooks: where other systems are told what happens; each rests on an entry of the house's journal.

What its calls are signed with is shown once and kept encrypted, since every call needs it.
"""

import base64
import hashlib
import secrets
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, delete, func, insert, select, true, update

from models import entries as e
from models.errors import WebhookUnknown
from models.journal.entry import sealed_json
from models.journal.signing import Signer
from models.store import journal
from models.store.database.clock import machine_time, now
from models.store.house.journal import HOUSE, HouseJournal, resting_on, told_since
from models.store.house.people import new_salt
from models.store.privacy.passports import Keys, box_of, opened, sealed_anew
from models.store.tables import leaves, webhook_calls, webhooks

# Each is called by itself, and a list of them has an end.
MOST_WEBHOOKS = 20
LONGEST_NAME, LONGEST_URL = 80, 500
# By this receivers and scanners of code know a secret of Standard Webhooks when they find one.
PREFIX = "whsec_"
_SECRET_BYTES = 32
# Why one is told nothing any more: its receiver said so, and it is listed still.
GONE = "gone"


@dataclass(frozen=True)
class Webhook:
    """Where another system is told what happens. `secret` is encrypted, `kinds` of none: all kinds.

    `ended` says why it is told nothing any more; None: it is told. Moments are UTC.
    """

    number: int
    entry: int
    name: str
    url: str
    salt: bytes
    kinds: tuple[str, ...]
    secret: bytes
    made_at: datetime
    ended: str | None


def register(
    house: HouseJournal, keys: Keys, *, name: str, url: str, kinds: Iterable[str]
) -> tuple[int, str]:
    """Tell another system what happens from now on; return its number, and its secret, shown once."""
    # Of two registered at once the second has the next number. No number is given twice.
    house.wait()
    number = 1 + len(journal.all_of(house.conn, HOUSE, e.WebhookRegistered.kind))
    secret, salt, at = secrets.token_bytes(_SECRET_BYTES), new_salt(), machine_time(house.conn)
    told: dict[str, Any] = {"number": number, "kinds": sorted(set(kinds)), "made_at": at}
    sealed = sealed_json(salt, {"name": name, "url": url})
    said = e.WebhookRegistered.model_validate(
        {**told, "sealed": sealed, "secret": _digest_of(secret)}
    )
    house.conn.execute(
        insert(webhooks).values(
            **told,
            entry=house.record(said),
            name=name,
            url=url,
            salt=salt,
            secret=box_of(keys).encrypt(secret),
            looked_through=places(house.conn),
        )
    )
    return number, PREFIX + base64.b64encode(secret).decode()


def remove(house: HouseJournal, number: int) -> None:
    """Tell a webhook nothing any more, also what waits for it; raises `WebhookUnknown`."""
    house.wait()
    webhook(house.conn, number)
    _remove(house, webhooks.c.number == number, "removed")


def remove_all(house: HouseJournal, why: str) -> None:
    """Tell no webhook anything any more."""
    _remove(house, true(), why)


def end_gone(house: HouseJournal, number: int) -> bool:
    """Tell nothing more to a receiver that says it is gone; what waits for it is withdrawn.

    False where it had ended before. Safe to repeat.
    """
    house.wait()
    this, at = (webhooks.c.number == number) & webhooks.c.ended.is_(None), now(house.conn)
    answered = {"last_at": at, "last_status": HTTPStatus.GONE, "last_trouble": None}
    said = {"ended": GONE, **answered, **failed_once_more(at)}
    if house.conn.execute(update(webhooks).where(this).values(**said)).rowcount == 0:
        return False
    waits = (webhook_calls.c.webhook == number) & webhook_calls.c.settled_at.is_(None)
    house.conn.execute(delete(webhook_calls).where(waits))
    house.record(e.WebhooksEnded(webhooks=(number,), why=GONE))
    return True


def all_webhooks(conn: Connection) -> tuple[Webhook, ...]:
    """Return all webhooks by their numbers, also those that have ended."""
    return tuple(read(row) for row in conn.execute(select(webhooks).order_by(webhooks.c.number)))


def webhook(conn: Connection, number: int) -> Webhook:
    """Return a webhook; raises `WebhookUnknown`."""
    row = conn.execute(select(webhooks).where(webhooks.c.number == number)).one_or_none()
    if row is None:
        raise WebhookUnknown(number=number)
    return read(row)


def secret_of(
    conn: Connection, hook: Webhook, signers: Sequence[Signer], keys: Keys
) -> bytes | None:
    """Return what the calls of a webhook are signed with; None for one that nobody registered so.

    Whoever owns the database can slip in a row, change where it leads or put back one that was removed;
    the entry by which it was registered they cannot sign, nor take out the one by which it ended.
    """
    said = resting_on(conn, hook.entry, signers[0])
    if not isinstance(said, e.WebhookRegistered) or _has_ended(conn, hook):
        return None
    secret = None
    # What is no ciphertext at all opens nothing either.
    with suppress(TypeError, ValueError):
        secret = opened(box_of(keys), hook.secret)
    if secret is None:
        return None
    sealed = sealed_json(hook.salt, {"name": hook.name, "url": hook.url})
    found = (hook.number, sealed, _digest_of(secret), hook.kinds)
    return secret if found == (said.number, said.sealed, said.secret, said.kinds) else None


def failed_once_more(at: datetime) -> dict[str, Any]:
    """Return what is noted of a webhook that took nothing at a moment: since when, and how often."""
    return {
        "failing_since": func.coalesce(webhooks.c.failing_since, at),
        "failing_times": webhooks.c.failing_times + 1,
    }


def wrap_anew(conn: Connection, keys: Keys) -> None:
    """Encrypt the secrets of webhooks by the first of some keys; which did so before is no matter."""
    box = box_of(keys)
    for row in conn.execute(select(webhooks.c.number, webhooks.c.secret)).all():
        this = webhooks.c.number == row.number
        secret = sealed_anew(box, row.secret)
        conn.execute(update(webhooks).where(this).values(secret=secret))


def places(conn: Connection) -> int:
    """Return how many places of the journal's tree are given: the next one has this number."""
    last: int | None = conn.execute(select(func.max(leaves.c.leaf))).scalar()
    return 0 if last is None else last + 1


def read(row: Row[Any]) -> Webhook:
    """Return a webhook as its row was read."""
    return Webhook(
        number=row.number,
        entry=row.entry,
        name=row.name,
        url=row.url,
        salt=bytes(row.salt),
        kinds=tuple(row.kinds),
        secret=bytes(row.secret),
        made_at=row.made_at,
        ended=row.ended,
    )


def _remove(house: HouseJournal, those: ColumnElement[bool], why: str) -> None:
    # First the webhooks, as whoever calls one does: else both could wait for each other.
    locked = select(webhooks.c.number).where(those).with_for_update()
    numbers = house.conn.execute(locked).scalars().all()
    if not numbers:
        return
    house.conn.execute(delete(webhook_calls).where(webhook_calls.c.webhook.in_(numbers)))
    house.conn.execute(delete(webhooks).where(webhooks.c.number.in_(numbers)))
    house.record(e.WebhooksEnded(webhooks=tuple(sorted(numbers)), why=why))


def _has_ended(conn: Connection, hook: Webhook) -> bool:
    told = told_since(conn, e.WebhooksEnded, hook.entry)
    return any(hook.number in each.webhooks for each in told)


def _digest_of(secret: bytes) -> str:
    return hashlib.sha256(secret).hexdigest()

"""What webhooks are told: queued from the journal in its order, called one after another, retried.

A webhook is in one process's hands at a time, by a lease in machine time: so it is called in the order
of the journal. When to try again goes by `now`, as for letters.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from secrets import token_hex
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, delete, func, insert, select, text, update

from models.store.amiss.unreadable import made_of, those_readable
from models.store.calls.webhooks import Webhook, failed_once_more, places, read
from models.store.database.clock import both_times, now
from models.store.database.engine import insert_new
from models.store.database.leases import is_free
from models.store.tables import CALL_WAITS, cases, journal, leaves, webhook_calls, webhooks

# So many places of the journal are looked through in one transaction.
_BITE = 1000
# Of the hash of an entry, which no other has.
_NAME_LETTERS = 32
TRIAL = "ping"


class CallState(StrEnum):
    """Where a call of a webhook stands. Stored: the names never change."""

    QUEUED = "queued"
    TAKEN = "taken"
    GIVEN_UP = "given_up"


@dataclass(frozen=True)
class WebhookCall:
    """What a webhook is told: which kind of entry, which of which case, and when (UTC).

    `message` names it at every try. A trial is of no case.
    """

    id: int
    message: str
    what: str
    case_no: str | None
    delegation: str | None
    seq: int | None
    at: datetime
    queued_at: datetime
    next_try_at: datetime
    tries: int


@dataclass(frozen=True)
class InHand:
    """A webhook in this process's hands until a moment, and what it is told next. Taken at `at`."""

    webhook: Webhook
    call: WebhookCall
    at: datetime
    until: datetime


# --- from the journal ------------------------------------------------------------------------------


def are_behind(conn: Connection) -> bool:
    """Tell whether the journal has places that were not looked through for each webhook."""
    behind = webhooks.c.ended.is_(None) & (webhooks.c.looked_through < places(conn))
    return conn.execute(select(webhooks.c.number).where(behind).limit(1)).first() is not None


def queue_new(conn: Connection, kinds: Collection[str]) -> int:
    """Queue for each webhook what has got its place since the last time; return how many calls.

    `kinds` are those that are told of at all. How far it was looked through is noted in the same
    transaction, so that nothing is left out, and nothing told twice. It looks no further than a bite.
    """
    behind = select(webhooks).where(
        webhooks.c.ended.is_(None), webhooks.c.looked_through < places(conn)
    )
    # Of two who queue at once the second finds what the first has noted.
    rows = conn.execute(behind.with_for_update()).all()
    return sum(_queue(conn, row, kinds) for row in rows)


def queue_trial(conn: Connection, number: int) -> None:
    """Queue a call that tells of nothing, so that whoever runs the receiver sees that it comes."""
    people = now(conn)
    row = {"what": TRIAL, "message": f"msg_{token_hex(_NAME_LETTERS // 2)}", "at": people}
    conn.execute(insert(webhook_calls).values(**row, **_waits(number, people)))


def _queue(conn: Connection, row: Row[Any], kinds: Collection[str]) -> int:
    this = webhooks.c.number == row.number
    if made_of(row, read) is None:
        # Nobody can read what it is told of: it is told nothing, and keeps none of the others.
        conn.execute(update(webhooks).where(this).values(looked_through=places(conn)))
        return 0
    first, end = row.looked_through, min(row.looked_through + _BITE, places(conn))
    told = set(row.kinds) & set(kinds) if row.kinds else set(kinds)
    same = and_(leaves.c.case_no == journal.c.case_no, leaves.c.seq == journal.c.seq)
    found = conn.execute(
        select(journal)
        .join(leaves, same)
        .where(leaves.c.leaf >= first, leaves.c.leaf < end, journal.c.kind.in_(told))
        .order_by(leaves.c.leaf)
    ).all()
    waits = _waits(row.number, now(conn))
    insert_new(conn, webhook_calls, [{**_told(entry), **waits} for entry in found])
    conn.execute(update(webhooks).where(this).values(looked_through=end))
    return len(found)


def _told(entry: Row[Any]) -> dict[str, object]:
    return {
        "message": f"msg_{entry.hash[:_NAME_LETTERS]}",
        "what": entry.kind,
        "case_no": entry.case_no,
        "seq": entry.seq,
        "at": entry.at,
    }


def _waits(number: int, at: datetime) -> dict[str, object]:
    return {
        "webhook": number,
        "state": CallState.QUEUED,
        "queued_at": at,
        "next_try_at": at,
        "tries": 0,
    }


# --- in hand ---------------------------------------------------------------------------------------


def is_any_due(conn: Connection) -> bool:
    """Tell whether a webhook is to be called that nobody has in hand."""
    machine, people = both_times(conn)
    free = is_free(webhooks.c.leased_until, machine, machine + _LONGEST)
    due = next_of_each().where(webhook_calls.c.next_try_at <= people, free)
    return conn.execute(due.limit(1)).first() is not None


def take(conn: Connection, seconds: float) -> tuple[InHand, ...]:
    """Take each webhook that is to be called in hand for some seconds, with what it is told next."""
    machine, people = both_times(conn)
    until = machine + timedelta(seconds=seconds)
    waits = next_of_each().where(webhook_calls.c.next_try_at <= people)
    due = waits.with_only_columns(webhooks.c.number)
    free = is_free(webhooks.c.leased_until, machine, machine + _LONGEST)
    mine = update(webhooks).where(webhooks.c.number.in_(due), free).values(leased_until=until)
    numbers = set(conn.execute(mine.returning(webhooks.c.number)).scalars())
    # Whoever had one before may have called it meanwhile: what comes next is read now that it is ours.
    rows = conn.execute(next_of_each().where(webhooks.c.number.in_(numbers))).all()
    hands = those_readable(rows, partial(_in_hand, at=machine, until=until))
    taken = tuple(hand for hand in hands if hand.call.next_try_at <= people)
    idle = numbers - {each.webhook.number for each in taken}
    conn.execute(update(webhooks).where(webhooks.c.number.in_(idle)).values(leased_until=None))
    return taken


def note_taken(conn: Connection, hand: InHand, status: int) -> None:
    """Note that a receiver took what it was told; that is so in whose hands ever it is by now."""
    _is_free_again(conn, hand)
    answered = {"failing_since": None, "failing_times": 0}
    _note_answer(conn, hand, {**answered, "last_status": status, "last_trouble": None})
    said = {"state": CallState.TAKEN, "settled_at": now(conn), "status": status, "trouble": None}
    _note(conn, hand, said)


def put_off(
    conn: Connection, hand: InHand, delay: timedelta, trouble: str, status: int | None
) -> None:
    """Let what a receiver did not take be tried again after a time; what comes after it waits too."""
    if _is_free_again(conn, hand):
        _note_failure(conn, hand, trouble, status)
        said = {"next_try_at": now(conn) + delay, "trouble": trouble, "status": status}
        _note(conn, hand, said)


def give_up(conn: Connection, hand: InHand, trouble: str, status: int | None) -> None:
    """Note that a receiver is told this no more; what comes after it is its turn."""
    if _is_free_again(conn, hand):
        _note_failure(conn, hand, trouble, status)
        said = {"state": CallState.GIVEN_UP, "settled_at": now(conn)}
        _note(conn, hand, {**said, "trouble": trouble, "status": status})


# Longer than anybody has a webhook in hand: what ends later was taken before the clock was set back.
_LONGEST = timedelta(minutes=10)


def _is_free_again(conn: Connection, hand: InHand) -> bool:
    """Give a webhook out of hand; False where it is in others' by now."""
    ours = (webhooks.c.number == hand.webhook.number) & (webhooks.c.leased_until == hand.until)
    return conn.execute(update(webhooks).where(ours).values(leased_until=None)).rowcount == 1


def _note_failure(conn: Connection, hand: InHand, trouble: str, status: int | None) -> None:
    said = {"last_status": status, "last_trouble": trouble}
    _note_answer(conn, hand, {**said, **failed_once_more(now(conn))})


def _note_answer(conn: Connection, hand: InHand, said: dict[str, object]) -> None:
    this = webhooks.c.number == hand.webhook.number
    conn.execute(update(webhooks).where(this).values(**said, last_at=now(conn)))


def _note(conn: Connection, hand: InHand, said: dict[str, object]) -> None:
    this = (webhook_calls.c.id == hand.call.id) & (webhook_calls.c.state == CallState.QUEUED)
    conn.execute(update(webhook_calls).where(this).values(**said, tries=webhook_calls.c.tries + 1))


def next_of_each() -> Select[Any]:
    """Return what each webhook is told next, where anything waits for it."""
    first = (
        select(func.min(webhook_calls.c.id))
        .where(text(CALL_WAITS))
        .group_by(webhook_calls.c.webhook)
    )
    return (
        select(webhooks, webhook_calls, cases.c.kind.label("delegation"))
        .join(webhooks, webhooks.c.number == webhook_calls.c.webhook)
        .join(cases, cases.c.no == webhook_calls.c.case_no, isouter=True)
        .where(webhook_calls.c.id.in_(first), webhooks.c.ended.is_(None))
    )


def _in_hand(row: Row[Any], at: datetime, until: datetime) -> InHand:
    call = WebhookCall(
        id=row.id,
        message=row.message,
        what=row.what,
        case_no=row.case_no,
        delegation=row.delegation,
        seq=row.seq,
        at=row.at,
        queued_at=row.queued_at,
        next_try_at=row.next_try_at,
        tries=row.tries,
    )
    return InHand(read(row), call, at, until)


# --- forgotten ---------------------------------------------------------------------------------------


def forget_settled(conn: Connection, *, before: datetime, most: int) -> int:
    """Forget some calls that were taken or given up before a moment; return how many."""
    old = select(webhook_calls.c.id).where(webhook_calls.c.settled_at < before).limit(most)
    return conn.execute(delete(webhook_calls).where(webhook_calls.c.id.in_(old))).rowcount

"""Answers given to calls that may come again: under one key one thing is done, and answered the same."""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import Connection, delete, select

from models.ids import PersonId
from models.store.database.clock import machine_time
from models.store.database.engine import insert_once
from models.store.tables import given_answers

# Whoever repeats a call later than that calls anew.
KEPT_FOR = timedelta(days=7)


@dataclass(frozen=True)
class Repeatable:
    """A call that may come again: by what it is known then, and the digest of what it sends."""

    key: str
    sent: str


@dataclass(frozen=True)
class GivenAnswer:
    """What was answered to a call, and the digest of what it had sent."""

    sent: str
    answer: str


def repeatable(person: PersonId, called: str, key: str, sent: str) -> Repeatable:
    """Return a call of a person's by the key they gave it; `sent` is all that came with it."""
    known_by = "\n".join((person, called, key))
    return Repeatable(*(hashlib.sha256(each.encode()).hexdigest() for each in (known_by, sent)))


def answer_given(conn: Connection, call: Repeatable) -> GivenAnswer | None:
    """Return what was answered to a call before; None to one that comes for the first time."""
    kept_since = machine_time(conn) - KEPT_FOR
    this = (given_answers.c.key == call.key) & (given_answers.c.given_at > kept_since)
    row = conn.execute(select(given_answers).where(this)).one_or_none()
    return GivenAnswer(row.sent, row.answer) if row else None


def give(conn: Connection, call: Repeatable, answer: str) -> bool:
    """Keep what is answered to a call; False where it is answered already.

    Of two at once the second waits until the first is done. Nothing personal stands in an answer.
    """
    at = machine_time(conn)
    conn.execute(delete(given_answers).where(given_answers.c.given_at <= at - KEPT_FOR))
    return insert_once(
        conn, given_answers, key=call.key, sent=call.sent, answer=answer, given_at=at
    )

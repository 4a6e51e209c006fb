"""What keeps letters from leaving, or the mailbox from being read, while it does: a row each."""

import re
from dataclasses import dataclass, fields
from datetime import datetime
from enum import IntEnum

from sqlalchemy import Connection, bindparam, delete, select, update

from models.store.database.clock import now
from models.store.database.engine import insert_once
from models.store.tables import mail_trouble

_LONGEST = 300
# What a server says may name whom the letter was for.
_MAILBOX = re.compile(r"\S*@\S*")


class MailWay(IntEnum):
    """Which way mail goes. Stored: the numbers never change."""

    OUT = 1
    IN = 2


@dataclass(frozen=True)
class MailTrouble:
    """Since when the mail server takes no letters, and what it said last, at which stage.

    `code` 0: it gave none. `told_at`: when those who look after Doan were told by a way that is no mail.
    """

    since: datetime
    last_at: datetime
    stage: str
    code: int
    said: str
    told_at: datetime | None


def mail_trouble_now(conn: Connection, way: MailWay = MailWay.OUT) -> MailTrouble | None:
    """Return what keeps letters from leaving, or from being read; None while nothing does."""
    row = conn.execute(_ROW, {"way": way}).mappings().one_or_none()
    return MailTrouble(**dict(row)) if row else None


def note_trouble(
    conn: Connection, *, stage: str, code: int, said: str, way: MailWay = MailWay.OUT
) -> MailTrouble:
    """Note what the mail server said just now; of the first one the moment stays."""
    at = now(conn)
    told = {"last_at": at, "stage": stage, "code": code, "said": _MAILBOX.sub("…", said)[:_LONGEST]}
    insert_once(conn, mail_trouble, id=int(way), since=at, **told)
    conn.execute(update(mail_trouble).where(mail_trouble.c.id == way).values(**told))
    return MailTrouble(**dict(conn.execute(_ROW, {"way": way}).mappings().one()))


def note_told(conn: Connection) -> bool:
    """Note that those who look after Doan were told of it; False where it is over."""
    letters = mail_trouble.c.id == MailWay.OUT
    return conn.execute(update(mail_trouble).where(letters).values(told_at=now(conn))).rowcount == 1


def end_trouble(conn: Connection, way: MailWay = MailWay.OUT) -> MailTrouble | None:
    """Note that the mail server takes letters again, or the mailbox is read; return what there was."""
    ended = mail_trouble_now(conn, way)
    if ended:
        conn.execute(delete(mail_trouble).where(mail_trouble.c.id == way))
    return ended


_ROW = select(*(mail_trouble.c[each.name] for each in fields(MailTrouble))).where(
    mail_trouble.c.id == bindparam("way")
)

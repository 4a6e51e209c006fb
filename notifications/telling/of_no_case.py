"""Letters that are of no case: each to some people, queued once by its name and recipient."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection

from config.settings import Settings
from models.ids import PersonId
from models.journal.signing import signer
from models.store import outbox
from models.store.outbox import NewMessage
from notifications.facts.base import Facts
from notifications.facts.letters import ReplyRefusedLetter, UnclaimedLetter, UndeliveredLetter

UNDELIVERED = "letter_undelivered"
UNCLAIMED = "mail_unclaimed"
REPLY_REFUSED = "reply_refused"


class MessageToSomebody(Protocol):
    """A message of the outbox, as much of it as letters about it tell."""

    @property
    def id(self) -> int: ...
    @property
    def seq(self) -> int: ...
    @property
    def notice(self) -> str: ...
    @property
    def recipient(self) -> str: ...


def queue_to_each(
    conn: Connection,
    settings: Settings,
    recipients: Iterable[PersonId],
    letter: Facts,
    *,
    notice: str,
    key: object,
    at: datetime,
    seq: int = 0,
) -> None:
    """Queue a letter to each of some people. Repeat-safe: keyed by notice, `key` and recipient."""
    messages = [
        NewMessage(
            case_no=None,
            seq=seq,
            notice=notice,
            recipient=recipient,
            facts=letter.stored(),
            message_id=message_id_of(settings, notice, key, recipient),
        )
        for recipient in recipients
    ]
    outbox.queue(conn, messages, signer(settings.journal_seed), at=at)


def message_id_of(settings: Settings, notice: str, key: object, recipient: PersonId) -> str:
    """Return the Message-ID of a letter of no case: the same one whenever it is queued."""
    return f"<{notice}.{key}.{recipient}@{settings.mail_domain}>"


def tell_of_undelivered(
    conn: Connection,
    settings: Settings,
    administrators: Iterable[PersonId],
    row: MessageToSomebody,
    *,
    recipient: str,
    reply_code: int,
    at: datetime,
) -> None:
    """Tell who looks after the system which letter of no case failed, and whose it was, by name."""
    letter = UndeliveredLetter(notice=row.notice, recipient=recipient, reply_code=reply_code)
    key = f"{row.id}.{int(at.timestamp())}"
    queue_to_each(conn, settings, administrators, letter, notice=UNDELIVERED, key=key, at=at)


def tell_of_unclaimed(
    conn: Connection,
    settings: Settings,
    administrators: Iterable[PersonId],
    *,
    day: date,
    at: datetime,
) -> None:
    """Tell once a day that letters came to the sender's mailbox which are about nothing known."""
    letter = UnclaimedLetter(day=day)
    queue_to_each(conn, settings, administrators, letter, notice=UNCLAIMED, key=day, at=at)


def tell_of_refused_reply(
    conn: Connection, settings: Settings, person: PersonId, *, why: str, key: str, at: datetime
) -> None:
    """Tell somebody, once a letter (`key`), that their answer by reply changed nothing, and why."""
    letter = ReplyRefusedLetter(why=why)
    queue_to_each(conn, settings, [person], letter, notice=REPLY_REFUSED, key=key, at=at)

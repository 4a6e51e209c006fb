"""Letters that are of no case: each to some people, queued once by its name and recipient."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import Connection

from config.settings import Settings
from models.ids import PersonId
from models.journal.signing import signer
from models.store import outbox
from models.store.amiss.aside import Aside
from models.store.amiss.clock_seen import Jump
from models.store.outbox import NewMessage
from notifications.facts.base import Facts
from notifications.facts.letters import (
    ClockJumpedLetter,
    DueFacts,
    RegistersDueLetter,
    ReplyRefusedLetter,
    SetAsideLetter,
    ThingFacts,
    UnclaimedLetter,
    UndeliveredLetter,
)

UNDELIVERED = "letter_undelivered"
UNCLAIMED = "mail_unclaimed"
REPLY_REFUSED = "reply_refused"
SET_ASIDE = "things_set_aside"
CLOCK_JUMPED = "clock_jumped"
REGISTERS_DUE = "registers_due"
# So many are named in one letter; of the rest it says how many there are.
MOST_DUE = 25


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


def tell_of_things(
    conn: Connection,
    settings: Settings,
    administrators: Iterable[PersonId],
    things: Sequence[Aside],
    *,
    most: int,
    at: datetime,
) -> None:
    """Tell who looks after the system which things broke: so many by number, of the rest how many."""
    told = tuple(
        ThingFacts(part=each.part, name=each.name, reason=each.reason) for each in things[:most]
    )
    letter = SetAsideLetter(things=told, more=len(things) - len(told))
    first = things[0]
    key = f"{first.part}.{first.name}.{int(first.since.timestamp())}".replace(" ", ".")
    queue_to_each(conn, settings, administrators, letter, notice=SET_ASIDE, key=key, at=at)


def tell_of_jump(
    conn: Connection,
    settings: Settings,
    administrators: Iterable[PersonId],
    jump: Jump,
    *,
    at: datetime,
) -> None:
    """Tell who looks after the system that the machine's clock jumped. Repeat-safe: keyed by it."""
    letter = ClockJumpedLetter(seen_at=jump.at, minutes=round(jump.by.total_seconds() / 60))
    key = _key_of(jump)
    queue_to_each(conn, settings, administrators, letter, notice=CLOCK_JUMPED, key=key, at=at)


def tell_of_dues(
    conn: Connection,
    settings: Settings,
    office: Iterable[PersonId],
    dues: Sequence[DueFacts],
    *,
    key: int,
    at: datetime,
) -> None:
    """Tell the focal office what is due in the registers, the earliest first.

    `key` is the number of the house's entry that tells of it: it is queued once.
    """
    letter = RegistersDueLetter(dues=tuple(dues[:MOST_DUE]), more=max(0, len(dues) - MOST_DUE))
    queue_to_each(conn, settings, office, letter, notice=REGISTERS_DUE, key=key, at=at)


def is_told_of_jump(
    conn: Connection, settings: Settings, administrators: Iterable[PersonId], jump: Jump
) -> bool:
    """Tell whether each of some people was written to about a jump of the clock."""
    key = _key_of(jump)
    letters = [message_id_of(settings, CLOCK_JUMPED, key, each) for each in administrators]
    return len(outbox.states_of(conn, letters)) == len(letters)


def _key_of(jump: Jump) -> str:
    return f"{jump.at:%Y%m%dT%H%M%S%f}"

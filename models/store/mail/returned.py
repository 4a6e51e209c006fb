"""What came to the sender's mailbox: each letter once, and which message and case it is about."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from sqlalchemy import ColumnElement, Connection, bindparam, func, select, update

from models import entries as e
from models.ids import CaseNo, Digest, PersonId
from models.store.database.engine import insert_once
from models.store.house.journal import By, HouseJournal
from models.store.house.post import POST, digest_of_settled, tell_of_post
from models.store.outbox import MessageState
from models.store.tables import cases, outbox, returned_mail

_LONGEST_TROUBLE = 300
# All told of a case is one conversation, whose first letter was never sent.
_THREAD = re.compile(r"<case\.([A-Za-z0-9-]{1,40})@[^<>\s]+>", re.IGNORECASE)


class ReturnKind(StrEnum):
    """What a letter that came is. Stored: the names never change.

    `ANSWER` is one to an invitation, `RECEIPT` a report that nothing is amiss, `UNREADABLE` what no
    program could read.
    """

    BOUNCED = "bounced"
    DELAYED = "delayed"
    AUTOMATIC = "automatic"
    ANSWER = "answer"
    REPLY = "reply"
    RECEIPT = "receipt"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class SentMessage:
    """The message that a letter is about."""

    id: int
    case_no: CaseNo | None
    seq: int
    notice: str
    recipient: PersonId
    state: MessageState
    step: int | None


@dataclass(frozen=True)
class ReturnedLetter:
    """A letter that came; `person` is whose mailbox it came from, as far as that is known.

    `sender` is who it says wrote it, `what` the digest of its words, where the journal tells of them,
    `name` that of its Message-ID, where it answers a step by reply.
    """

    kind: ReturnKind
    read_at: datetime
    message: int | None
    case_no: CaseNo | None
    person: PersonId | None
    sender: str | None
    status: str
    what: Digest | None
    name: Digest | None = None


def message_of(conn: Connection, ids: Iterable[str]) -> SentMessage | None:
    """Return the message that the first of some Message-IDs is of; None where none is ours."""
    wanted = list(ids)
    # Ours are in small letters but for a domain, and some programs change the case of letters.
    spelt = {*wanted, *map(str.lower, wanted)}
    found = select(outbox).where(outbox.c.message_id.in_(spelt)) if spelt else None
    rows = {row.message_id.lower(): row for row in conn.execute(found)} if found is not None else {}
    row = next((rows[each.lower()] for each in wanted if each.lower() in rows), None)
    if row is None:
        return None
    step = (row.facts.get("step") or {}).get("number") if row.asks else None
    state = MessageState(row.state)
    of, to = (row.case_no, row.seq, row.notice), PersonId(row.recipient)
    return SentMessage(row.id, *of, to, state, step)


def case_of(conn: Connection, ids: Iterable[str], named: str = "") -> CaseNo | None:
    """Return the case of a conversation, or the one that is `named`; None where there is none."""
    of_thread = [found[1].upper() for each in ids if (found := _THREAD.fullmatch(each))]
    for number in (*of_thread, named):
        there = select(cases.c.no).where(cases.c.no == number)
        if number and (found_no := conn.execute(there).scalar()):
            return CaseNo(found_no)
    return None


def note_returned(conn: Connection, digest: str, letter: ReturnedLetter) -> bool:
    """Note a letter; False where it was noted before, by whoever read it then."""
    return insert_once(conn, returned_mail, digest=digest, **vars(letter))


def is_noted(conn: Connection, digest: str) -> bool:
    """Tell whether a letter was noted."""
    found = select(returned_mail.c.digest).where(returned_mail.c.digest == digest)
    return conn.execute(found).first() is not None


def is_known_by_name(conn: Connection, name: Digest) -> bool:
    """Tell whether an answer by reply was noted that had the same Message-ID."""
    found = select(returned_mail.c.digest).where(returned_mail.c.name == name)
    return conn.execute(found.limit(1)).first() is not None


def mark_bounced(house: HouseJournal, message: int, trouble: str) -> bool:
    """Note that a message which was sent came back, and tell of it in the post's journal.

    False where it is not one that was sent, or what it said is erased.
    """
    tell_of_post(house)
    this = (outbox.c.id == message) & (outbox.c.state == MessageState.SENT)
    came_back = (
        update(outbox)
        .where(this, outbox.c.seal.is_not(None))
        .values(state=MessageState.BOUNCED, trouble=trouble[:_LONGEST_TROUBLE])
    )
    row = house.conn.execute(came_back.returning(outbox)).one_or_none()
    if row is None:
        return False
    told = e.MessagesReturned(messages=(e.ToldOfPost(row.id, digest_of_settled(row)),))
    replace(house, by=By(), chain=POST).record(told)
    return True


def has_answered_by_itself(
    conn: Connection, case_no: CaseNo, person: PersonId, since: datetime
) -> bool:
    """Tell whether somebody's mailbox has answered about a case by itself since a moment."""
    theirs = (returned_mail.c.case_no == case_no) & (returned_mail.c.person == person)
    automatic = theirs & (returned_mail.c.kind == ReturnKind.AUTOMATIC)
    found = select(returned_mail.c.digest).where(automatic, returned_mail.c.read_at >= since)
    return conn.execute(found.limit(1)).first() is not None


def away_since(
    conn: Connection, people: Collection[PersonId], since: datetime
) -> dict[PersonId, datetime]:
    """Return whose mailboxes have answered by themselves since a moment, and when last."""
    found = conn.execute(_AWAY, {"people": sorted(people), "since": since})
    return {PersonId(person): at for person, at in found}


# Put together once: every page of a case asks for it.
_AWAY = (
    select(
        returned_mail.c.person,
        func.max(returned_mail.c.read_at, type_=returned_mail.c.read_at.type),
    )
    .where(returned_mail.c.kind == ReturnKind.AUTOMATIC)
    .where(returned_mail.c.person.in_(bindparam("people", expanding=True)))
    .where(returned_mail.c.read_at >= bindparam("since"))
    .group_by(returned_mail.c.person)
)


def answered_on(conn: Connection, case_no: CaseNo, since: datetime) -> int:
    """Count what people and machines have answered about a case since a moment."""
    kinds = (ReturnKind.REPLY, ReturnKind.AUTOMATIC, ReturnKind.ANSWER)
    since_then = (returned_mail.c.case_no == case_no) & (returned_mail.c.read_at >= since)
    counted = select(func.count()).where(since_then, returned_mail.c.kind.in_(kinds))
    found: int = conn.execute(counted).scalar_one()
    return found


def returned_of_case(conn: Connection, case_no: CaseNo) -> tuple[ReturnedLetter, ...]:
    """Return what came about a case, the newest first."""
    return _listed(conn, returned_mail.c.case_no == case_no)


def returned_of_none(conn: Connection, *, most: int = 50) -> tuple[ReturnedLetter, ...]:
    """Return the newest of what came and is about nothing Doan knows, and what could not be read."""
    of_none = returned_mail.c.case_no.is_(None) & returned_mail.c.message.is_(None)
    return _listed(conn, of_none & (returned_mail.c.kind != ReturnKind.RECEIPT), most)


def _listed(
    conn: Connection, which: ColumnElement[bool], most: int | None = None
) -> tuple[ReturnedLetter, ...]:
    found = select(returned_mail).where(which)
    newest = found.order_by(returned_mail.c.read_at.desc(), returned_mail.c.digest).limit(most)
    return tuple(
        ReturnedLetter(
            ReturnKind(row.kind),
            row.read_at,
            row.message,
            row.case_no,
            row.person,
            row.sender,
            row.status,
            row.what,
            row.name,
        )
        for row in conn.execute(newest)
    )

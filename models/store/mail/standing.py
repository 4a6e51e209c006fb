"""Where each letter of a case stands, in the words people ask for it."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Select, bindparam, case, exists, func, select

from models.ids import CaseNo, PersonId
from models.store.database.clock import machine_clock, moment_ago
from models.store.mail.returned import ReturnKind
from models.store.outbox import UNDELIVERED, MessageState
from models.store.tables import outbox, returned_mail


class LetterStanding(StrEnum):
    """Where a letter stands.

    `ACCEPTED`: the mail server has it; of one that is under way still a server on the way may say so
    (`DEFERRED`, as is what waits for its next try), or send it back (`BOUNCED`). `GATHERED`: it waits
    for the letter of the day; what another letter carries stands where that one does. `ERASED`: so was
    what it was about, before it went.
    """

    QUEUED = "queued"
    SENDING = "sending"
    ACCEPTED = "accepted"
    DEFERRED = "deferred"
    FAILED = "failed"
    BOUNCED = "bounced"
    GATHERED = "gathered"
    ERASED = "erased"


_OF_STATE = {
    MessageState.SENT: LetterStanding.ACCEPTED,
    MessageState.FAILED: LetterStanding.FAILED,
    MessageState.BOUNCED: LetterStanding.BOUNCED,
    MessageState.GATHERED: LetterStanding.GATHERED,
    MessageState.ERASED: LetterStanding.ERASED,
}


# After so long a server gives a letter up and says so (RFC 5321, 4.5.4.1): without a word it arrived.
_LONGEST_ON_THE_WAY = timedelta(days=5)


@dataclass(frozen=True)
class LetterOfCase:
    """A letter of a case: to whom, about what, since when, and where it stands.

    `asks` is the step it asks for, `trouble` what a mail server said of it last,
    `accepted_as` what it said when it took it.
    """

    id: int
    notice: str
    recipient: PersonId
    standing: LetterStanding
    queued_at: datetime
    sent_at: datetime | None
    asks: int | None
    trouble: str | None
    accepted_as: str | None = None

    @property
    def is_undelivered(self) -> bool:
        """Tell whether its recipient has not got it and will not."""
        return self.standing in (LetterStanding.FAILED, LetterStanding.BOUNCED)


def letters_of_case(
    conn: Connection, case_no: CaseNo, *, asking: bool = False
) -> tuple[LetterOfCase, ...]:
    """Return the letters of a case, the newest first; those that did not arrive before all others.

    With `asking` only those that ask for something.
    """
    found = conn.execute(_ASKING if asking else _LETTERS, {"of": case_no})
    return tuple(
        LetterOfCase(
            id=row.id,
            notice=row.notice,
            recipient=PersonId(row.recipient),
            standing=_standing(MessageState(row.state), row.tries, row.delayed, row.in_hand),
            queued_at=row.queued_at,
            sent_at=row.sent_at,
            asks=(row.facts.get("step") or {}).get("number") if row.asks else None,
            trouble=row.trouble,
            accepted_as=row.accepted_as,
        )
        for row in found
    )


def _letters() -> Select[Any]:
    # The letter that is sent: the message itself, or the one that carries it with others.
    sent = outbox.alias("sent_one")
    of_this = (returned_mail.c.message == sent.c.id) & (returned_mail.c.kind == ReturnKind.DELAYED)
    lately = returned_mail.c.read_at >= moment_ago(_LONGEST_ON_THE_WAY)
    delayed = exists().where(of_this, lately, returned_mail.c.read_at >= sent.c.sent_at)
    in_hand = sent.c.leased_until > machine_clock()
    undelivered = case((sent.c.state.in_(UNDELIVERED), 0), else_=1)
    names = "id", "notice", "recipient", "queued_at", "asks", "facts"
    of_sent = "state", "tries", "sent_at", "trouble", "accepted_as"
    carries = outbox.alias("carries")
    return (
        select(
            *(outbox.c[name] for name in names),
            *(sent.c[name] for name in of_sent),
            delayed.label("delayed"),
            in_hand.label("in_hand"),
        )
        .join(sent, sent.c.id == func.coalesce(outbox.c.carried_by, outbox.c.id))
        # A letter that carries others is seen as what it carries.
        .where(outbox.c.case_no == bindparam("of"))
        .where(~exists().where(carries.c.carried_by == outbox.c.id))
        .order_by(undelivered, outbox.c.id.desc())
    )


# Put together once: that costs more than the database needs to answer them.
_LETTERS = _letters()
_ASKING = _LETTERS.where(outbox.c.asks)


def _standing(
    state: MessageState, tries: int, delayed: bool, in_hand: bool | None
) -> LetterStanding:
    if state is MessageState.SENT and delayed:
        return LetterStanding.DEFERRED
    if state in _OF_STATE:
        return _OF_STATE[state]
    if in_hand:
        return LetterStanding.SENDING
    return LetterStanding.DEFERRED if tries else LetterStanding.QUEUED

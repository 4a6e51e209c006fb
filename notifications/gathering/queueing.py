"""Letters of an event come into the outbox, in its transaction: to go at once, or gathered."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import Connection

from config.province_time import WorkingCalendar
from config.settings import Settings
from models.journal.signing import signer
from models.store import outbox
from models.store.mail import gathered
from models.store.mail.wishes import MailWishes, wishes_of
from models.store.outbox import NewMessage
from notifications.gathering.several import letter_of_several, named, those_together
from notifications.gathering.sorts import Sort, sort_of
from notifications.gathering.when import Going, next_digest, when_told
from notifications.telling.letters import LetterToSend

_HANGS_ON_WISHES = (Sort.TELLS, Sort.RECEIPT)


def wishes_on(conn: Connection, letters: Iterable[LetterToSend]) -> dict[str, MailWishes]:
    """Return what the readers of letters wish, of those whose letters hang on it."""
    hanging = (each for each in letters if sort_of(each.notice) in _HANGS_ON_WISHES)
    return wishes_of(conn, {each.recipient for each in hanging})


def queue_letters(
    conn: Connection,
    letters: Iterable[LetterToSend],
    settings: Settings,
    *,
    at: datetime,
    calendar: WorkingCalendar,
    wishes: Mapping[str, MailWishes],
) -> None:
    """Put letters into the outbox, each to go when its reader is to have it. Safe to repeat.

    Nothing is read for it: what readers wish (`wishes_on`) is known before.

    What asks one person several times goes in one letter. What is gathered waits for the reader's letter
    of the working day by the `calendar`.
    """
    digest = next_digest(calendar, at, settings.digest_at)
    going: dict[Going, list[NewMessage]] = {when: [] for when in Going}
    for letter in letters:
        wished = wishes.get(letter.recipient, MailWishes())
        going[when_told(letter, wished, at=at, digest=digest)].append(_message(letter, settings))
    by = signer(settings.journal_seed)
    together = those_together(going[Going.AT_ONCE])
    with_others = {each.message_id for those in together for each in those}
    alone = [each for each in going[Going.AT_ONCE] if each.message_id not in with_others]
    outbox.queue(conn, alone, by, at=at)
    for those in together:
        gathered.gather(conn, those, by, at=at, until=at)
        of_several = letter_of_several(those, settings, at)
        gathered.carry(conn, of_several, [each.message_id for each in those], by, at=at)
    gathered.gather(conn, going[Going.GATHERED], by, at=at, until=digest)


def _message(letter: LetterToSend, settings: Settings) -> NewMessage:
    return NewMessage(
        case_no=letter.case_no,
        seq=letter.seq,
        notice=letter.notice,
        recipient=letter.recipient,
        facts=letter.facts,
        message_id=_message_id(letter, settings),
        asks=letter.asks,
    )


def _message_id(letter: LetterToSend, settings: Settings) -> str:
    return named(letter.case_no, letter.seq, letter.notice, letter.recipient, settings)

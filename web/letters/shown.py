"""Failed letters in words, and what keeps letters from leaving."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from sqlalchemy import Connection

from config.settings import Settings
from config.words import Words
from models.directory import Person
from models.ids import CaseNo, Digest
from models.store import directory
from models.store.mail.failed import FailedLetter, LetterCounts, failed_letters, letter_counts
from models.store.mail.returned import ReturnedLetter, returned_of_case, returned_of_none
from models.store.mail.standing import LetterOfCase, LetterStanding, letters_of_case
from models.store.mail.trouble import MailTrouble, MailWay, mail_trouble_now
from notifications.returned.meaning import meaning_of
from notifications.sending.diagnosis import said_of_trouble
from notifications.sending.refusals import MailRefusal, MailStage

NOTHING_SAID: Mapping[Digest, str] = MappingProxyType({})


@dataclass(frozen=True)
class LetterShown:
    """A letter: to whom by name, and why it came back, if it did."""

    letter: LetterOfCase
    name: str
    why: str


@dataclass(frozen=True)
class CameShown:
    """What came to the sender's mailbox: from whom, as it says, and in which words."""

    came: ReturnedLetter
    name: str
    why: str
    words: str


@dataclass(frozen=True)
class LettersPage:
    """What waits, what failed and to whom it was, and since when the server takes none, and why.

    Of a case all its letters, and what came about it; else what came that is about none.
    `unread_since`: since when the mailbox cannot be read.
    """

    counts: LetterCounts
    failed: tuple[tuple[FailedLetter, str], ...]
    trouble: MailTrouble | None
    why: str
    unread_since: datetime | None
    letters: tuple[LetterShown, ...]
    came: tuple[CameShown, ...]


def letters_page(
    conn: Connection,
    settings: Settings,
    w: Words,
    case_no: CaseNo | None = None,
    said: Mapping[Digest, str] = NOTHING_SAID,
) -> LettersPage:
    """Return the letters of a case, or all, with what is wrong in words; `said` are the case's texts."""
    trouble = mail_trouble_now(conn)
    unread = mail_trouble_now(conn, MailWay.IN)
    people = directory.persons_by_id(conn)
    came = returned_of_case(conn, case_no) if case_no else returned_of_none(conn)
    letters = letters_of_case(conn, case_no) if case_no else ()
    return LettersPage(
        counts=letter_counts(conn, case_no),
        failed=tuple(
            (letter, _name(people, letter.recipient)) for letter in failed_letters(conn, case_no)
        ),
        trouble=trouble,
        why=why_of(trouble, settings, w) if trouble else "",
        unread_since=unread.since if unread else None,
        letters=tuple(
            LetterShown(each, _name(people, each.recipient), _why(each, w)) for each in letters
        ),
        came=tuple(
            CameShown(
                each,
                name=_name(people, each.person) if each.person else each.sender or "",
                why=_meaning(each.status, w) if each.status else "",
                words=said.get(each.what, "") if each.what else "",
            )
            for each in came
        ),
    )


def why_of(trouble: MailTrouble, settings: Settings, w: Words) -> str:
    """Say what is wrong with the mail server, and what to set."""
    return said_of_trouble(
        MailRefusal(MailStage(trouble.stage), trouble.code, trouble.said), settings, w
    )


def _why(letter: LetterOfCase, w: Words) -> str:
    """Return why a letter came back; that of one no server took is said above, or by its code."""
    is_back = letter.standing is LetterStanding.BOUNCED
    return _meaning(letter.trouble or "", w) if is_back else ""


def _meaning(status: str, w: Words) -> str:
    why = w.label("came_back", meaning_of(status))
    return w.text("page.letters.meaning", why=why, status=status) if status else why


def _name(people: Mapping[str, Person], person: str) -> str:
    known = people.get(person)
    return known.name if known else person

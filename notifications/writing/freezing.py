"""From an outbox row to the bytes of every try: rendered once, kept, never changed."""

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from config.province_time import day_of
from config.regulation.parts import Text
from config.regulation.province import load_regulation
from config.settings import Settings
from models.directory import Person
from models.errors import AddressUnusable, MessageNotSent
from models.ids import CaseNo, PersonId, SeatKey
from models.journal.signing import signer
from models.store import directory, outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.outbox import OutboxRow
from notifications.facts.letters import ToldFacts
from notifications.gathering.digests import DIGEST
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.telling.door_letters import ACCESS_GIVEN, OF_DOORS, PASSKEY_ADDED
from notifications.telling.draft_letters import DRAFT_RESTS
from notifications.telling.mailbox_letters import COUNTS, MEANT_FOR_YOU, OF_MAILBOXES, OF_SEATS
from notifications.telling.notices import NOTICES
from notifications.telling.of_no_case import (
    REGISTERS_DUE,
    REPLY_REFUSED,
    SET_ASIDE,
    UNCLAIMED,
    UNDELIVERED,
)
from notifications.writing.addressing import PLAINLY, Addressed, addressed
from notifications.writing.links import link_to, link_to_page
from notifications.writing.rendering import render, render_standard

log = logging.getLogger("doan.delivery")

Unrenderable = Callable[[OutboxRow, Exception], None]

_ASKING = frozenset(notice.key for notice in NOTICES if notice.asks)
_SHOWING = frozenset(notice.key for notice in NOTICES if notice.shows)
# What is of no case leads to the page on which something can be done about it.
_LED_TO = {
    **dict.fromkeys(OF_AUTHORITIES, "/authorities"),
    **dict.fromkeys(OF_DOORS, "/"),
    PASSKEY_ADDED: "/devices",
    ACCESS_GIVEN: "/me/tokens",
    # Whoever has the new mailbox may be a stranger still: they are led nowhere.
    **dict.fromkeys(OF_MAILBOXES - {MEANT_FOR_YOU, COUNTS}, "/people/mailboxes"),
    COUNTS: "/",
    **dict.fromkeys(OF_SEATS, "/people/mailboxes"),
    DRAFT_RESTS: "/requests/new",
    DIGEST: "/",
    UNDELIVERED: "/letters",
    UNCLAIMED: "/letters",
    REPLY_REFUSED: "/",
    # The administrator's desk lists them as long as they last.
    SET_ASIDE: "/",
    REGISTERS_DUE: "/registers",
}


@dataclass(frozen=True)
class Frozen:
    """Where a message goes, and its bytes."""

    address: str
    content: bytes


class Freezer:
    """Renders messages and keeps their bytes. Blocks on the database: for a thread."""

    def __init__(self, store: Store, settings: Settings, on_unrenderable: Unrenderable) -> None:
        self._store = store
        self._settings = settings
        self._on_unrenderable = on_unrenderable

    def frozen(self, row: OutboxRow) -> Frozen | None:
        """Return what is to be sent, once it is committed; None when somebody else is at it.

        Raises `MessageNotSent` where no address can be written to, and for what Doan did not queue.
        """
        (frozen,) = self.all_frozen([row])
        if isinstance(frozen, Exception):
            raise frozen
        return frozen

    def all_frozen(self, rows: Sequence[OutboxRow]) -> list[Frozen | Exception | None]:
        """Return the same of several messages, committed together; in its place what is wrong."""
        readers = self._read(rows)
        letters = {row.id: self._written(row, readers) for row in rows}
        new = {
            row.id: (letter.address, letter.content)
            for row in rows
            if isinstance(letter := letters[row.id], Frozen) and not _is_frozen(row)
        }
        lost = new.keys() - self._keep(new)
        return [None if row.id in lost else letters[row.id] for row in rows]

    def _read(self, rows: Sequence[OutboxRow]) -> "_Readers":
        """Return the moment it is, who is written to, and where they sit."""
        who = {PersonId(row.recipient) for row in rows if not _is_frozen(row)}
        with self._store.reading() as conn:
            at = now(conn)
            if not who:
                return _Readers(at)
            return _Readers(
                at,
                directory.some_persons(conn, who),
                directory.seats_of_some(conn, who, day_of(at)),
                directory.unit_names(conn),
            )

    def _keep(self, letters: Mapping[int, tuple[str, bytes]]) -> set[int]:
        """Commit letters; return those that nobody else had written."""
        if not letters:
            return set()
        with self._store.writing(one_statement=len(letters) == 1) as conn:
            return outbox.freeze_all(conn, letters, signer(self._settings.journal_seed))

    def _written(self, row: OutboxRow, readers: "_Readers") -> Frozen | Exception:
        """Return a letter, written before or just now; or what is wrong with it."""
        try:
            self._check_seal(row)
            if row.address and row.content:
                return Frozen(row.address, row.content)
            person = readers.persons.get(PersonId(row.recipient))
            if person is None:
                raise AddressUnusable("the recipient is not in the directory")
            sent_to = row.facts.get("sent_to") or person.mailbox
            return self._rendered(row, replace(person, mailbox=sent_to), readers)
        except Exception as error:  # noqa: BLE001 - it is raised where this one was asked for.
            return error

    def _check_seal(self, row: OutboxRow) -> None:
        """Refuse a message that Doan has not queued, or that was changed since: it is never sent."""
        signers = [signer(seed) for seed in self._settings.journal_seeds]
        is_ours = any(each.knows(row.seal, row.to_seal()) for each in signers)
        if row.address and row.content:
            letter = outbox.letter_to_seal(row.id, row.address, row.content)
            is_ours = is_ours and any(each.knows(row.letter_seal, letter) for each in signers)
        if not is_ours:
            log.error("message %s (%s) is not as it was queued", row.id, row.notice)
            raise MessageNotSent("it is not as it was queued", permanent=True)

    def _rendered(self, row: OutboxRow, person: Person, readers: "_Readers") -> Frozen:
        """Return a message as its template has it, or else as the plain standard text."""
        link, sent_at = self._link(row), readers.at
        to = self._addressed(row, readers)
        try:
            content = render(
                row,
                person,
                self._settings,
                link=link,
                sent_at=sent_at,
                to=to,
                link_to=partial(self._link_told, row.recipient),
            )
        except MessageNotSent:
            raise
        except Exception as error:
            # Whatever is wrong with its template, the person is told that there is something.
            log.exception("message %s (%s) cannot be rendered", row.id, row.notice)
            content = self._standard(row, person, link, sent_at)
            self._tell_unrenderable(row, error)
        return Frozen(person.mailbox, content)

    def _standard(
        self, row: OutboxRow, person: Person, link: str | None, sent_at: datetime
    ) -> bytes:
        try:
            return render_standard(row, person, self._settings, link=link, sent_at=sent_at)
        except Exception as error:
            raise MessageNotSent(f"not even the standard text can be written: {error!r}") from error

    def _addressed(self, row: OutboxRow, readers: "_Readers") -> Addressed:
        asked = (row.facts.get("step") or {}).get("seat")
        try:
            regulation = load_regulation(self._settings.regulation)
        except (OSError, ValueError):
            # A letter does not wait until the regulation can be read again.
            return PLAINLY
        seats = readers.seats.get(PersonId(row.recipient), ())
        seat = Text.model_validate(asked) if asked else None
        return addressed(seats, readers.units, regulation, asked=seat)

    def _link(self, row: OutboxRow) -> str | None:
        """Return what a message links to: a step, a whole case, or the page of its reader."""
        step = row.facts.get("step")
        if row.notice in _LED_TO:
            return link_to_page(self._settings, _LED_TO[row.notice], row.recipient)
        if row.case_no is None:
            return None
        if row.notice in _ASKING and step:
            return link_to(self._settings, row.case_no, step["number"], row.recipient)
        if row.notice in _SHOWING:
            return link_to(self._settings, row.case_no, 0, row.recipient)
        return None

    def _link_told(self, recipient: str, told: ToldFacts) -> str | None:
        """Return where a message leads that goes in a letter with others."""
        if told.notice in _ASKING and told.step:
            return link_to(self._settings, CaseNo(told.case_no), told.step, recipient)
        if told.notice in _SHOWING:
            return link_to(self._settings, CaseNo(told.case_no), 0, recipient)
        return None

    def _tell_unrenderable(self, row: OutboxRow, error: Exception) -> None:
        try:
            self._on_unrenderable(row, error)
        except Exception:
            # That the administrator cannot be told must not cost the reader the message.
            log.exception("nobody could be told that message %s is not as it should be", row.id)


@dataclass(frozen=True)
class _Readers:
    """The moment at which letters are written, their readers, where these sit, how units are called."""

    at: datetime
    persons: Mapping[PersonId, Person] = field(default_factory=dict)
    seats: Mapping[PersonId, Sequence[SeatKey]] = field(default_factory=dict)
    units: dict[str, Text] = field(default_factory=dict)


def _is_frozen(row: OutboxRow) -> bool:
    return bool(row.address and row.content)

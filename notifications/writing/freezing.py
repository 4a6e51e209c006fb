"""From an outbox row to the bytes of every try: rendered once, kept, never changed."""

import logging
from collections.abc import Callable
from dataclasses import dataclass
from threading import Lock

from config.settings import Settings
from models.directory import Person
from models.errors import AddressUnusable, MessageNotSent, PersonUnknown
from models.ids import NO_CASE, PersonId
from models.store import directory, outbox
from models.store.database.engine import Store
from models.store.outbox import OutboxRow
from notifications.telling.authority_letters import OF_AUTHORITIES
from notifications.telling.notices import NOTICES
from notifications.writing.links import link_to
from notifications.writing.rendering import render, render_standard

log = logging.getLogger("doan.delivery")

Unrenderable = Callable[[OutboxRow, Exception], None]

_ASKING = frozenset(notice.key for notice in NOTICES if notice.asks)
_SHOWING = frozenset(notice.key for notice in NOTICES if notice.shows)


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
        # One is rendered after the other, so that the first is on its way while the next is made.
        self._rendering = Lock()

    def frozen(self, row: OutboxRow) -> Frozen | None:
        """Return what is to be sent, once it is committed; None when somebody else is at it.

        Raises `MessageNotSent` where no address can be written to.
        """
        if row.address and row.content:
            return Frozen(row.address, row.content)
        with self._rendering:
            new = self._rendered(row)
        with self._store.writing(one_statement=True) as conn:
            is_ours = outbox.freeze(conn, row.id, new.address, new.content)
        return new if is_ours else None

    def _rendered(self, row: OutboxRow) -> Frozen:
        """Return a message as its template has it, or else as the plain standard text."""
        person = self._recipient(row)
        link = self._link(row)
        try:
            content = render(row, person, self._settings, link=link)
        except MessageNotSent:
            raise
        except Exception as error:
            # Whatever is wrong with its template, the person is told that there is something.
            log.exception("message %s (%s) cannot be rendered", row.id, row.notice)
            content = self._standard(row, person, link)
            self._tell_unrenderable(row, error)
        return Frozen(person.mailbox, content)

    def _standard(self, row: OutboxRow, person: Person, link: str | None) -> bytes:
        try:
            return render_standard(row, person, self._settings, link=link)
        except Exception as error:
            raise MessageNotSent(f"not even the standard text can be written: {error!r}") from error

    def _recipient(self, row: OutboxRow) -> Person:
        with self._store.reading() as conn:
            try:
                return directory.person(conn, PersonId(row.recipient))
            except PersonUnknown:
                raise AddressUnusable("the recipient is not in the directory") from None

    def _link(self, row: OutboxRow) -> str | None:
        """Return what a message links to: a step, a whole case, or the page of its reader."""
        step = row.facts.get("step")
        if row.notice in OF_AUTHORITIES:
            return link_to(self._settings, NO_CASE, 0, row.recipient)
        if row.case_no is None:
            return None
        if row.notice in _ASKING and step:
            return link_to(self._settings, row.case_no, step["number"], row.recipient)
        if row.notice in _SHOWING:
            return link_to(self._settings, row.case_no, 0, row.recipient)
        return None

    def _tell_unrenderable(self, row: OutboxRow, error: Exception) -> None:
        try:
            self._on_unrenderable(row, error)
        except Exception:
            # That the administrator cannot be told must not cost the reader the message.
            log.exception("nobody could be told that message %s is not as it should be", row.id)

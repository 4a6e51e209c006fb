"""The reader of the sender's mailbox: looks in now and then, and hands on what came, each letter once.

Whoever acts on a letter notes it in the database, in the transaction of what it does; only then it is
marked in the mailbox. After a crash in between it is read again and found noted.
"""

import asyncio
import hashlib
import logging
from collections import Counter
from collections.abc import Callable
from datetime import timedelta

from config.settings import Settings
from models.errors import MailboxAway
from models.store.copies.quarantine import is_quarantined
from models.store.database import leases
from models.store.database.engine import Store
from models.store.mail.returned import ReturnKind
from models.store.mail.trouble import MailWay, end_trouble, note_trouble
from notifications.returned.came import Came
from notifications.returned.mailboxes import Fetched, Mailbox, mailbox_at
from notifications.returned.reading import read_letter

log = logging.getLogger("doan.mailbox")

PERIOD = timedelta(seconds=30)
LEASE = "mailbox"
# So many letters are read at a time; the rest is read the next time.
MOST_AT_ONCE = 200
# What could not be acted on so often is kept aside for people.
_MOST_TIMES = 20

Acts = Callable[[Came, str], None]


class MailboxReader:
    """Reads the mailbox of the settings; one process at a time does.

    `on_letter(came, digest)` acts on a letter and notes it by its digest, once; it runs in a thread.
    """

    def __init__(self, store: Store, settings: Settings, on_letter: Acts) -> None:
        self._store = store
        self._settings = settings
        self._on_letter = on_letter
        self._in_vain: Counter[str] = Counter()

    async def run(self, stop: asyncio.Event) -> None:
        """Read until `stop`; returns at once where no mailbox is set."""
        if not self._settings.mailbox_url:
            return
        while not stop.is_set():
            try:
                await asyncio.to_thread(self.read_if_due)
            except Exception:
                # The reader must outlive a database that is away for a moment.
                log.exception("the mailbox could not be read")
            try:
                async with asyncio.timeout(PERIOD.total_seconds()):
                    await stop.wait()
            except TimeoutError:
                continue

    def read_if_due(self) -> None:
        """Read unless somebody has within the period. A copy takes nothing out of the mailbox."""
        if is_quarantined(self._store):
            return
        with self._store.writing() as conn:
            if not leases.take(conn, LEASE, PERIOD):
                return
        self.read()

    def read(self) -> int:
        """Read what came since the last time; return how many letters were acted on."""
        try:
            with mailbox_at(self._settings) as mailbox:
                count = sum(self._take(mailbox, letter) for letter in mailbox.unread(MOST_AT_ONCE))
        except MailboxAway as away:
            log.warning("the mailbox cannot be read: %s", away.trouble)
            with self._store.writing() as conn:
                note_trouble(conn, stage="mailbox", code=0, said=away.trouble, way=MailWay.IN)
            return 0
        with self._store.writing() as conn:
            if ended := end_trouble(conn, MailWay.IN):
                log.warning("the mailbox is read again; it was not since %s", ended.since)
        return count

    def _take(self, mailbox: Mailbox, letter: Fetched) -> bool:
        """Act on a letter and mark it; whatever is wrong with one stops no other."""
        digest = hashlib.sha256(letter.content).hexdigest()
        came = read_letter(letter.content)
        if self._in_vain[digest] >= _MOST_TIMES:
            came = Came(ReturnKind.UNREADABLE)
        try:
            self._on_letter(came, digest)
        except Exception:
            self._in_vain[digest] += 1
            log.exception("a letter in the mailbox (%s) could not be acted on", came.kind)
            return False
        del self._in_vain[digest]
        mailbox.mark_read(letter, aside=came.kind is ReturnKind.UNREADABLE)
        return True

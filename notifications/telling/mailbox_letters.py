"""The letters about the change of a mailbox: to the old one, to the new one, to who confirms it.

They go to the mailboxes as they were at the event, whichever the person has when they are sent.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection

from config.settings import Settings
from models.directory import Person, ProposedChange
from models.ids import PersonId
from models.journal.signing import signer
from models.store import directory, outbox
from models.store.outbox import NewMessage
from notifications.facts.letters import MailboxFacts, MailboxLetter

PROPOSED = "mailbox_proposed"
MEANT_FOR_YOU = "mailbox_meant_for_you"
TO_CONFIRM = "mailbox_to_confirm"
CONFIRMED = "mailbox_confirmed"
COUNTS = "mailbox_counts"
OF_MAILBOXES = frozenset((PROPOSED, MEANT_FOR_YOU, TO_CONFIRM, CONFIRMED, COUNTS))


@dataclass(frozen=True)
class MailboxTold:
    """The letters of one change, of a person as they were known before it; each is queued once."""

    conn: Connection
    change: ProposedChange
    person: Person
    settings: Settings
    at: datetime

    @property
    def new(self) -> str:
        """Return the new mailbox."""
        return self.change.mailbox or ""

    def proposed(self, confirmers: Iterable[PersonId]) -> None:
        """Tell both mailboxes that a change is proposed, and ask for a second person's word."""
        old, new = self.person.mailbox, self.new
        self._queue(
            self._message(PROPOSED, self.person.id, old, asks=True),
            self._message(MEANT_FOR_YOU, self.person.id, new),
            *(self._message(TO_CONFIRM, each, asks=True) for each in confirmers),
        )

    def confirmed(self) -> None:
        """Tell the old mailbox from when on the new one counts."""
        self._queue(self._message(CONFIRMED, self.person.id, self.person.mailbox, asks=True))

    def counts(self) -> None:
        """Tell both mailboxes that from now on the new one counts."""
        both = (self.person.mailbox, self.new)
        self._queue(*(self._message(COUNTS, self.person.id, mailbox) for mailbox in both))

    def _message(
        self, notice: str, recipient: PersonId, sent_to: str = "", *, asks: bool = False
    ) -> NewMessage:
        change = self.change
        facts = MailboxFacts(
            person=self.person.name,
            old=self.person.mailbox,
            new=self.new,
            proposed_by=directory.person(self.conn, change.proposed_by).name,
            counts_from=change.counts_from,
        )
        which = "new" if sent_to == self.new else "own"
        name = f"mailbox.{change.number}.{notice}.{recipient}.{which}"
        return NewMessage(
            case_no=None,
            seq=change.number,
            notice=notice,
            recipient=recipient,
            facts=MailboxLetter(mailbox=facts, sent_to=sent_to or None).stored(),
            message_id=f"<{name}@{self.settings.mail_domain}>".lower(),
            asks=asks,
        )

    def _queue(self, *messages: NewMessage) -> None:
        outbox.queue(self.conn, messages, signer(self.settings.journal_seed), at=self.at)

"""The letters about changes of mailboxes and seats: to whom they are about, and to who confirms them.

Those of a mailbox go to the old and the new one as they were at the event, whichever the person has when
they are sent. A file may propose many changes of seats: each reader has one letter of them.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import Connection

from config.regulation.parts import Text
from config.regulation.province import Regulation
from config.settings import Settings
from models.directory import ChangeOf, Person, ProposedChange, is_for_one, seat_title
from models.ids import PersonId
from models.journal.signing import signer
from models.store import directory, outbox
from models.store.database.clock import today
from models.store.outbox import NewMessage
from notifications.facts.letters import (
    MailboxFacts,
    MailboxLetter,
    SeatChangeFacts,
    SeatsLetter,
)

PROPOSED = "mailbox_proposed"
MEANT_FOR_YOU = "mailbox_meant_for_you"
TO_CONFIRM = "mailbox_to_confirm"
CONFIRMED = "mailbox_confirmed"
COUNTS = "mailbox_counts"
OF_MAILBOXES = frozenset((PROPOSED, MEANT_FOR_YOU, TO_CONFIRM, CONFIRMED, COUNTS))
SEATS_PROPOSED = "seats_proposed"
SEATS_TO_CONFIRM = "seats_to_confirm"
SEATS_CONFIRMED = "seats_confirmed"
OF_SEATS = frozenset((SEATS_PROPOSED, SEATS_TO_CONFIRM, SEATS_CONFIRMED))
# So many are named in one letter; of the rest it says how many there are.
MOST_NAMED = 20


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


@dataclass(frozen=True)
class _Names:
    """What people and units are called."""

    people: Mapping[str, Person]
    units: dict[str, Text]


@dataclass(frozen=True)
class SeatsTold:
    """The letters of some changes that were proposed or confirmed in one go; each is queued once."""

    conn: Connection
    regulation: Regulation
    settings: Settings
    at: datetime

    def proposed(
        self,
        changes: Sequence[ProposedChange],
        confirmers: Mapping[int, Iterable[PersonId]],
    ) -> None:
        """Tell whom it is about and who sits there, and ask for a second person's word."""
        self._tell(SEATS_PROPOSED, changes, self._concerned(changes))
        self._tell(SEATS_TO_CONFIRM, changes, confirmers)

    def confirmed(self, changes: Sequence[ProposedChange]) -> None:
        """Tell whom it is about and who sits there from when on it counts."""
        self._tell(SEATS_CONFIRMED, changes, self._concerned(changes))

    def _concerned(self, changes: Sequence[ProposedChange]) -> dict[int, tuple[PersonId, ...]]:
        return {each.number: (each.person, *self._sitting(each)) for each in changes}

    def _sitting(self, change: ProposedChange) -> tuple[PersonId, ...]:
        """Return who holds the seat that another is to take, where it is for one person."""
        seat = change.seat
        if (
            seat is None
            or change.what is ChangeOf.SEAT_LEFT
            or not is_for_one(seat, self.regulation)
        ):
            return ()
        held = directory.holders(self.conn, seat, today(self.conn))
        return tuple(person for person in held if person != change.person)

    def _tell(
        self,
        notice: str,
        changes: Sequence[ProposedChange],
        readers: Mapping[int, Iterable[PersonId]],
    ) -> None:
        if not changes:
            return
        of_reader: dict[PersonId, list[ProposedChange]] = {}
        for change in changes:
            for reader in readers[change.number]:
                of_reader.setdefault(reader, []).append(change)
        names = _Names(directory.persons_by_id(self.conn), directory.unit_names(self.conn))
        messages = [self._message(notice, reader, of, names) for reader, of in of_reader.items()]
        outbox.queue(self.conn, messages, signer(self.settings.journal_seed), at=self.at)

    def _message(
        self, notice: str, recipient: PersonId, changes: Sequence[ProposedChange], names: "_Names"
    ) -> NewMessage:
        first = changes[0]
        name = f"seats.{first.number}.{notice}.{recipient}"
        letter = SeatsLetter(
            changes=tuple(self._facts(each, names) for each in changes[:MOST_NAMED]),
            more=max(0, len(changes) - MOST_NAMED),
            proposed_by=names.people[first.proposed_by].name,
        )
        return NewMessage(
            case_no=None,
            seq=first.number,
            notice=notice,
            recipient=recipient,
            facts=letter.stored(),
            message_id=f"<{name}@{self.settings.mail_domain}>".lower(),
            asks=True,
        )

    def _facts(self, change: ProposedChange, names: "_Names") -> SeatChangeFacts:
        leaves = change.what is ChangeOf.SEAT_LEFT
        return SeatChangeFacts(
            person=names.people[change.person].name,
            seat=seat_title(change.seat or "", self.regulation, names.units),
            leaves=leaves,
            day=self._day(change, leaves=leaves),
            until=None if leaves else change.until,
        )

    def _day(self, change: ProposedChange, *, leaves: bool) -> date | None:
        return change.counts_from or (change.until if leaves else change.since)

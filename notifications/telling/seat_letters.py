"""The letters about who takes and leaves seats: to whom it is about, who sits there, who confirms it.

They go to the mailboxes people have then. A file may propose many changes: each reader has one letter.
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
from notifications.facts.letters import SeatChangeFacts, SeatsLetter

SEATS_PROPOSED = "seats_proposed"
SEATS_TO_CONFIRM = "seats_to_confirm"
SEATS_CONFIRMED = "seats_confirmed"
OF_SEATS = frozenset((SEATS_PROPOSED, SEATS_TO_CONFIRM, SEATS_CONFIRMED))
# So many are named in one letter; of the rest it says how many there are.
MOST_NAMED = 20


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

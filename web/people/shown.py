"""Changes that take two people in words, as far as they are one person's."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.house.changes import changes_of, confirmers_of
from models.directory import ProposedChange, Standing, seat_title
from models.ids import PersonId
from models.store import directory
from models.store.house.passing import left_empty


@dataclass(frozen=True)
class ChangeShown:
    """A change under way: whose, their mailbox now, which seat it is about, proposed by whom.

    `left_empty`: how many steps ask a seat that nobody holds afterwards.
    """

    change: ProposedChange
    name: str
    mailbox: str
    seat: str
    proposed_by: str
    may_confirm: bool
    left_empty: int | None


@dataclass(frozen=True)
class ChangesShown:
    """The changes that are one person's, oldest first."""

    changes: tuple[ChangeShown, ...]

    @property
    def together(self) -> tuple[ChangeShown, ...]:
        """Return those of seats that may be confirmed in one go; of a mailbox each is looked at."""
        return tuple(c for c in self.changes if c.may_confirm and not c.change.is_of_mailbox)


def changes_for(
    conn: Connection, regulation: Regulation, person: PersonId, language: str
) -> ChangesShown:
    """Return the changes that a person may confirm or turn down, oldest first."""
    return ChangesShown(tuple(_shown(conn, regulation, person, language)))


def _shown(
    conn: Connection, regulation: Regulation, person: PersonId, language: str
) -> Iterator[ChangeShown]:
    people, units = directory.persons_by_id(conn), directory.unit_names(conn)
    found = changes_of(conn, regulation, person)
    confirmers = confirmers_of(conn, regulation, found)
    for change in found:
        seat = seat_title(change.seat, regulation, units).of(language) if change.seat else ""
        yield ChangeShown(
            change=change,
            name=people[change.person].name,
            mailbox=people[change.person].mailbox,
            seat=seat,
            proposed_by=people[change.proposed_by].name,
            may_confirm=change.standing is Standing.PROPOSED
            and person in confirmers[change.number],
            left_empty=left_empty(conn, change),
        )

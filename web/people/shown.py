"""Changes of mailboxes in words, as far as they are one person's."""

from dataclasses import dataclass

from sqlalchemy import Connection

from config.regulation.province import Regulation
from flows.acts.house.mailboxes import changes_of, who_confirms
from models.directory import MailboxChange, Standing
from models.ids import PersonId
from models.store import directory


@dataclass(frozen=True)
class ChangeShown:
    """A change under way: whose, from which mailbox, proposed by whom."""

    change: MailboxChange
    name: str
    before: str
    proposed_by: str
    may_confirm: bool


def changes_for(
    conn: Connection, regulation: Regulation, person: PersonId
) -> tuple[ChangeShown, ...]:
    """Return the changes that a person may confirm or turn down, oldest first."""
    people = directory.persons_by_id(conn)
    return tuple(
        ChangeShown(
            change=change,
            name=people[change.person].name,
            before=people[change.person].mailbox,
            proposed_by=people[change.proposed_by].name,
            may_confirm=change.standing is Standing.PROPOSED
            and person in who_confirms(conn, regulation, change),
        )
        for change in changes_of(conn, regulation, person)
    )

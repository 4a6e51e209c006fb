"""How people want to be written to of what asks nothing of them. What asks always goes at once."""

from collections.abc import Collection
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, select

from models.ids import PersonId
from models.store.database.engine import insert_or_change
from models.store.tables import mail_wishes


class Telling(StrEnum):
    """When somebody is told of what asks nothing of them. Stored: the names never change.

    With `DUTY` they are told of what nobody can switch off alone, in the digest.
    """

    DIGEST = "digest"
    AT_ONCE = "at_once"
    DUTY = "duty"


@dataclass(frozen=True)
class MailWishes:
    """What somebody wishes; as it stands here, who has never said anything."""

    tells: Telling = Telling.DIGEST
    receipts: bool = False


def wishes_of(conn: Connection, people: Collection[str]) -> dict[str, MailWishes]:
    """Return what some people wish, of each of them."""
    found = select(mail_wishes).where(mail_wishes.c.person.in_(people))
    said = {
        row.person: MailWishes(Telling(row.tells), row.receipts)
        for row in (conn.execute(found) if people else ())
    }
    return {person: said.get(person, MailWishes()) for person in people}


def wish(conn: Connection, person: PersonId, wishes: MailWishes) -> None:
    """Keep what somebody wishes from now on; what is gathered already goes as it was to."""
    row = {"person": person, "tells": wishes.tells.value, "receipts": wishes.receipts}
    insert_or_change(conn, mail_wishes, [row], ("tells", "receipts"))

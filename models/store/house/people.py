"""How the house's journal tells of people: sealed, so that who is erased cannot be guessed back."""

import secrets
from collections.abc import Mapping

from sqlalchemy import Connection, update

from models import entries as e
from models.ids import Digest, PersonId
from models.journal.entry import sealed_json
from models.store.tables import persons


def new_salt() -> bytes:
    """Return a salt that no person had before."""
    return secrets.token_bytes(16)


def sealed_person(
    salt: bytes, *, name: str, language: str, mailbox: str, other_mailbox: str | None = None
) -> Digest:
    """Return the digest of what the directory says of a person; most have no other mailbox."""
    said = {"name": name, "language": language, "mailbox": mailbox}
    return sealed_json(
        salt, {**said, **({"other_mailbox": other_mailbox} if other_mailbox else {})}
    )


def change_person(
    conn: Connection,
    person_id: PersonId,
    said: Mapping[str, str | None],
    *,
    change: int | None = None,
) -> e.PersonChanged:
    """Write down what is another of a person from now on; return the entry that tells of it."""
    this = persons.c.id == person_id
    row = conn.execute(update(persons).where(this).values(**said).returning(persons)).one()
    names = ("name", "language", "mailbox", "other_mailbox")
    sealed = sealed_person(row.salt, **{name: getattr(row, name) for name in names})
    return e.PersonChanged(person=person_id, sealed=sealed, change=change)

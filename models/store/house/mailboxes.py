"""Changes of mailboxes in the database; each step of one is told in the house's journal."""

from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from models import entries as e
from models.directory import UNDER_WAY, MailboxChange, Standing
from models.errors import MailboxChangeUnknown
from models.ids import PersonId
from models.journal.entry import sealed_json
from models.store.house.journal import HouseJournal
from models.store.house.people import change_person, new_salt
from models.store.tables import mailbox_changes, persons


def propose(
    house: HouseJournal, person: PersonId, mailbox: str, proposed_by: PersonId
) -> MailboxChange:
    """Keep a proposal; return it with its number."""
    salt = new_salt()
    values = {"person": person, "mailbox": mailbox, "salt": salt, "proposed_by": proposed_by}
    row = insert(mailbox_changes).values(**values, standing=Standing.PROPOSED)
    kept = _change(house.conn.execute(row.returning(mailbox_changes)).one())
    sealed = sealed_json(salt, {"mailbox": mailbox})
    house.record(
        e.MailboxProposed(number=kept.number, person=person, sealed=sealed, proposed_by=proposed_by)
    )
    return kept


def confirm(
    house: HouseJournal, number: int, confirmed_by: PersonId, counts_from: date
) -> MailboxChange:
    """Let a change count from a day on: a second person has confirmed it."""
    house.record(
        e.MailboxConfirmed(number=number, confirmed_by=confirmed_by, counts_from=counts_from)
    )
    by = {"confirmed_by": confirmed_by, "counts_from": counts_from}
    return _set(house.conn, number, standing=Standing.CONFIRMED, **by)


def turn_down(house: HouseJournal, number: int, by: PersonId) -> MailboxChange:
    """Let a change come to nothing."""
    house.record(e.MailboxTurnedDown(number=number, turned_down_by=by))
    return _set(house.conn, number, standing=Standing.TURNED_DOWN)


def let_count(house: HouseJournal, change: MailboxChange) -> MailboxChange:
    """Let a person have the new mailbox from now on."""
    counted = _set(house.conn, change.number, standing=Standing.COUNTS)
    changed = change_person(
        house.conn, change.person, {"mailbox": change.mailbox}, change=change.number
    )
    house.record(changed)
    return counted


def change_of(conn: Connection, number: int) -> MailboxChange:
    """Return a change by its number, under its lock; raises `MailboxChangeUnknown`."""
    this = select(mailbox_changes).where(mailbox_changes.c.number == number).with_for_update()
    row = conn.execute(this).one_or_none()
    if row is None:
        raise MailboxChangeUnknown(number=number)
    return _change(row)


def under_way(conn: Connection) -> tuple[MailboxChange, ...]:
    """Return the changes that neither count yet nor have come to nothing, oldest first."""
    return tuple(_change(row) for row in conn.execute(_UNDER_WAY))


# Put together once: every desk asks for it.
_UNDER_WAY = (
    select(mailbox_changes)
    .where(mailbox_changes.c.standing.in_(UNDER_WAY))
    .order_by(mailbox_changes.c.number)
)


def due(conn: Connection, on: date) -> tuple[MailboxChange, ...]:
    """Return the changes that count from today on, or have since a day before."""
    return tuple(each for each in under_way(conn) if each.counts_from and each.counts_from <= on)


def promised(conn: Connection) -> dict[str, PersonId]:
    """Return the mailboxes that are to be somebody's, in small letters, and whose."""
    return {each.mailbox.lower(): each.person for each in under_way(conn)}


def is_taken(conn: Connection, mailbox: str) -> bool:
    """Tell whether a mailbox is, or is to be, anybody's, in whatever letters."""
    same = func.lower(persons.c.mailbox) == mailbox.lower()
    has = conn.execute(select(persons.c.id).where(same).limit(1)).first()
    return has is not None or mailbox.lower() in promised(conn)


def _set(conn: Connection, number: int, **values: object) -> MailboxChange:
    this = update(mailbox_changes).where(mailbox_changes.c.number == number).values(**values)
    return _change(conn.execute(this.returning(mailbox_changes)).one())


def _change(row: Row[Any]) -> MailboxChange:
    values = row._asdict()
    del values["salt"]
    return MailboxChange(**{**values, "standing": Standing(row.standing)})

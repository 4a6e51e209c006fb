"""Changes of mailboxes and seats that take two people; each step is told in the house's journal."""

from collections.abc import Iterable
from dataclasses import fields, replace
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select, update

from models import entries as e
from models.directory import UNDER_WAY, ChangeOf, ProposedChange, Standing
from models.errors import MailboxChangeUnknown
from models.ids import PersonId
from models.journal.entry import ENGINE, sealed_json
from models.store.house import seats
from models.store.house.journal import HouseJournal
from models.store.house.people import change_person, new_salt
from models.store.house.seats import SeatChange
from models.store.tables import mailbox_changes, persons


def propose_mailbox(
    house: HouseJournal, person: PersonId, mailbox: str, proposed_by: PersonId
) -> ProposedChange:
    """Keep a proposal; return it with its number."""
    salt = new_salt()
    about = {"person": person, "mailbox": mailbox, "salt": salt}
    kept = _kept(house.conn, proposed_by, what=ChangeOf.MAILBOX, **about)
    sealed = sealed_json(salt, {"mailbox": mailbox})
    house.record(
        e.MailboxProposed(number=kept.number, person=person, sealed=sealed, proposed_by=proposed_by)
    )
    return kept


def propose_seat(house: HouseJournal, wanted: SeatChange, proposed_by: PersonId) -> ProposedChange:
    """Keep a proposal that somebody takes a seat, or leaves one they hold; return it with its number."""
    about = {name: getattr(wanted, name) for name in ("person", "seat", "since", "until")}
    what = ChangeOf.SEAT_LEFT if wanted.is_held else ChangeOf.SEAT_TAKEN
    kept = _kept(house.conn, proposed_by, what=what, **about)
    told: dict[str, Any] = {**about, "number": kept.number, "proposed_by": proposed_by}
    house.record(e.SeatProposed(leaves=wanted.is_held, **told))
    return kept


def _kept(conn: Connection, proposed_by: PersonId, **about: Any) -> ProposedChange:
    values = {**about, "proposed_by": proposed_by, "standing": Standing.PROPOSED}
    row = insert(mailbox_changes).values(**values)
    return _change(conn.execute(row.returning(mailbox_changes)).one())


def confirm(
    house: HouseJournal, number: int, confirmed_by: PersonId, counts_from: date
) -> ProposedChange:
    """Let a change count from a day on: a second person has confirmed it."""
    house.record(
        e.ChangeConfirmed(number=number, confirmed_by=confirmed_by, counts_from=counts_from)
    )
    by = {"confirmed_by": confirmed_by, "counts_from": counts_from}
    return _set(house.conn, number, standing=Standing.CONFIRMED, **by)


def turn_down(house: HouseJournal, number: int, by: PersonId) -> ProposedChange:
    """Let a change come to nothing."""
    house.record(e.ChangeTurnedDown(number=number, turned_down_by=by))
    return _set(house.conn, number, standing=Standing.TURNED_DOWN)


def let_count(house: HouseJournal, change: ProposedChange) -> ProposedChange:
    """Let a person have the new mailbox from now on."""
    counted = _set(house.conn, change.number, standing=Standing.COUNTS)
    changed = change_person(
        house.conn, change.person, {"mailbox": change.mailbox}, change=change.number
    )
    house.record(changed)
    return counted


def let_seat_count(house: HouseJournal, change: ProposedChange, on: date) -> ProposedChange:
    """Let a person take or leave a seat as two have said, on the day or as late as it is by now.

    What somebody has entered at the console meanwhile stands: a seat that is held, or left, already
    is not taken, or left, a second time.
    """
    new = _as_it_counts(house.conn, change, on)
    if new is None:
        return turn_down(house, change.number, PersonId(ENGINE))
    house.record(*seats.enter(house.conn, (new,), "", change=change.number))
    return _set(house.conn, change.number, standing=Standing.COUNTS)


def _as_it_counts(conn: Connection, change: ProposedChange, on: date) -> SeatChange | None:
    if change.seat is None or change.since is None:
        raise ValueError(f"change {change.number} is about no seat")
    day = max(change.counts_from or on, on)
    theirs = [s for s in seats.periods(conn, change.seat) if s.person == change.person]
    if change.what is ChangeOf.SEAT_TAKEN:
        is_over = change.until is not None and change.until < day
        if is_over or any(each.holds_on(day) for each in theirs):
            return None
        return SeatChange(change.seat, change.person, day, change.until, is_held=False)
    key = (change.seat, change.person, change.since)
    lasts = (s for s in theirs if s.since == change.since and (not s.until or s.until > day))
    held = next(lasts, None)
    return SeatChange(*key, day, is_held=True, until_before=held.until) if held else None


def change_of(conn: Connection, number: int) -> ProposedChange:
    """Return a change by its number, under its lock; raises `MailboxChangeUnknown`."""
    this = select(mailbox_changes).where(mailbox_changes.c.number == number).with_for_update()
    row = conn.execute(this).one_or_none()
    if row is None:
        raise MailboxChangeUnknown(number=number)
    return _change(row)


def under_way(conn: Connection) -> tuple[ProposedChange, ...]:
    """Return the changes that neither count yet nor have come to nothing, oldest first."""
    return tuple(_change(row) for row in conn.execute(_UNDER_WAY))


# Put together once: every desk asks for it.
_UNDER_WAY = (
    select(mailbox_changes)
    .where(mailbox_changes.c.standing.in_(UNDER_WAY))
    .order_by(mailbox_changes.c.number)
)


def as_it_will_be(
    held: Iterable[SeatChange], changes: Iterable[ProposedChange]
) -> tuple[SeatChange, ...]:
    """Return who holds which seat once what two people have confirmed of it counts. Pure.

    Whoever is to take a seat stands among its holders from the day it counts, and who is to leave it
    until then, both as coming. What nobody has confirmed yet, and what is done already, changes nothing.
    """
    found = {(each.seat, each.person, each.since): each for each in held}
    for change in changes:
        if change.seat is None or change.counts_from is None:
            continue
        if change.what is ChangeOf.SEAT_LEFT and change.since:
            before = found.get((change.seat, change.person, change.since))
            if before and (before.until is None or before.until > change.counts_from):
                left = replace(before, until=change.counts_from, is_coming=True)
                found[left.seat, left.person, left.since] = left
        elif change.what is ChangeOf.SEAT_TAKEN:
            key = (change.seat, change.person, change.counts_from)
            found.setdefault(key, SeatChange(*key, change.until, is_held=False, is_coming=True))
    return tuple(sorted(found.values(), key=lambda each: (each.seat, each.since, each.person)))


def due(conn: Connection, on: date) -> tuple[ProposedChange, ...]:
    """Return the changes that count from today on, or have since a day before."""
    return tuple(each for each in under_way(conn) if each.counts_from and each.counts_from <= on)


def promised(conn: Connection) -> dict[str, PersonId]:
    """Return the mailboxes that are to be somebody's, in small letters, and whose."""
    return {each.mailbox.lower(): each.person for each in under_way(conn) if each.mailbox}


def is_taken(conn: Connection, mailbox: str) -> bool:
    """Tell whether a mailbox is, or is to be, anybody's, in whatever letters."""
    same = func.lower(persons.c.mailbox) == mailbox.lower()
    has = conn.execute(select(persons.c.id).where(same).limit(1)).first()
    return has is not None or mailbox.lower() in promised(conn)


def _set(conn: Connection, number: int, **values: object) -> ProposedChange:
    this = update(mailbox_changes).where(mailbox_changes.c.number == number).values(**values)
    return _change(conn.execute(this.returning(mailbox_changes)).one())


def _change(row: Row[Any]) -> ProposedChange:
    values = {each.name: getattr(row, each.name) for each in fields(ProposedChange)}
    said = {"what": ChangeOf(row.what), "standing": Standing(row.standing)}
    return ProposedChange(**{**values, **said})

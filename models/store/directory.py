"""The directory in the database: who holds which seat on a day."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
)

from config.regulation.parts import Text
from models.directory import DirectoryFile, Person
from models.errors import DirectoryInvalid, PersonUnknown
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.names import name_key
from models.store.tables import persons, seats_held, units


def person(conn: Connection, person_id: PersonId) -> Person:
    """Return a person; raises `PersonUnknown`."""
    row = conn.execute(_PERSON, {"this": person_id}).one_or_none()
    if row is None:
        raise PersonUnknown(person=person_id)
    return Person(row.id, row.name, row.language, row.mailbox)


def persons_by_id(conn: Connection) -> dict[str, Person]:
    """Return everybody."""
    rows = conn.execute(select(persons).order_by(persons.c.id))
    return {row.id: Person(row.id, row.name, row.language, row.mailbox) for row in rows}


def namesakes(conn: Connection, names: Collection[str]) -> dict[PersonId, str]:
    """Return the persons who bear one of these names, however it is spelt, and their form of it."""
    keys = {name_key(name) for name in names}
    rows = conn.execute(_NAMESAKES, {"keys": sorted(keys)})
    return {PersonId(row.id): row.name_key for row in rows}


def person_with(conn: Connection, mailbox: str) -> Person | None:
    """Return who has a mailbox, in whatever letters it is written; None when nobody has it."""
    same = func.lower(persons.c.mailbox) == mailbox.strip().lower()
    rows = conn.execute(select(persons).where(same)).all()
    if len(rows) != 1:
        return None
    return Person(rows[0].id, rows[0].name, rows[0].language, rows[0].mailbox)


def holders(conn: Connection, seat: SeatKey, on: date) -> tuple[PersonId, ...]:
    """Return who holds a seat on a day, in the order of their ids."""
    return tuple(conn.execute(_HOLDERS, {"of": seat, "day": on}).scalars())


def bodies_of(conn: Connection, person: PersonId, on: date) -> frozenset[BodyKey]:
    """Return the bodies and units in which a person holds a seat on a day."""
    return frozenset(body_of(seat) for seat in seats_of(conn, person, on))


def seats_of(conn: Connection, person_id: PersonId, on: date) -> tuple[SeatKey, ...]:
    """Return the seats a person holds on a day."""
    rows = conn.execute(
        select(seats_held.c.seat)
        .where(seats_held.c.person == person_id, _holds_on(on))
        .order_by(seats_held.c.seat)
    )
    return tuple(rows.scalars())


def people_of_body(conn: Connection, body: BodyKey, on: date) -> tuple[PersonId, ...]:
    """Return who holds any seat of a body or a unit on a day, in the order of their ids."""
    of_body = seats_held.c.seat.startswith(f"{body}/", autoescape=True)
    rows = conn.execute(
        select(seats_held.c.person).where(of_body, _holds_on(on)).order_by(seats_held.c.person)
    )
    return tuple(dict.fromkeys(rows.scalars()))


def sitting(conn: Connection, on: date) -> dict[SeatKey, frozenset[PersonId]]:
    """Return who sits in which seat on a day."""
    found: dict[SeatKey, frozenset[PersonId]] = {}
    for row in conn.execute(select(seats_held.c.seat, seats_held.c.person).where(_holds_on(on))):
        found[row.seat] = found.get(row.seat, frozenset()) | {row.person}
    return found


def unit_names(conn: Connection) -> dict[str, Text]:
    """Return the names of the units that submit."""
    rows = conn.execute(select(units))
    return {row.id: Text(vi=row.name_vi, en=row.name_en) for row in rows}


def is_empty(conn: Connection) -> bool:
    """Tell whether nobody has been entered yet."""
    return conn.execute(select(persons.c.id).limit(1)).first() is None


def load_directory(conn: Connection, file: DirectoryFile) -> None:
    """Enter the units, persons and seats of a file; what stands already is left alone.

    A person's mailbox is the key to their signature: a file that gives another one for somebody
    already entered is refused. Raises `DirectoryInvalid` naming what does not fit.
    """
    known = persons_by_id(conn)
    _check(file, known)
    known_units = unit_names(conn)
    for unit_id, unit in file.units.items():
        if unit_id not in known_units:
            conn.execute(
                insert(units).values(id=unit_id, name_vi=unit.name.vi, name_en=unit.name.en)
            )
    for person_id, row in file.persons.items():
        if person_id not in known:
            key = name_key(row.name)
            conn.execute(insert(persons).values(id=person_id, name_key=key, **row.model_dump()))
    held = {(row.seat, row.person, row.since) for row in conn.execute(select(seats_held))}
    for seat in file.seats:
        if (seat.seat, seat.person, seat.since) not in held:
            conn.execute(insert(seats_held).values(**seat.model_dump()))


def end_seat(conn: Connection, seat: SeatKey, person_id: PersonId, until: date) -> None:
    """Let a person leave a seat: the day is the last on which they hold it."""
    conn.execute(
        seats_held.update()
        .where(seats_held.c.seat == seat, seats_held.c.person == person_id)
        .values(until=until)
    )


def _check(file: DirectoryFile, known: dict[str, Person]) -> None:
    for seat in file.seats:
        if seat.person not in file.persons and seat.person not in known:
            raise DirectoryInvalid(what=f"seats: {seat.seat} is held by {seat.person!r}, unknown")
    for person_id, row in file.persons.items():
        if person_id in known and known[person_id].mailbox != row.mailbox:
            raise DirectoryInvalid(what=f"persons.{person_id}.mailbox: cannot be changed by a file")
    mailboxes = [row.mailbox.lower() for row in file.persons.values()]
    shared = {mailbox for mailbox in mailboxes if mailboxes.count(mailbox) > 1}
    if shared:
        raise DirectoryInvalid(what=f"persons: {sorted(shared)} is the mailbox of two persons")


def _holds_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    return and_(
        seats_held.c.since <= day, or_(seats_held.c.until.is_(None), seats_held.c.until >= day)
    )


# Put together once: that costs more than the database needs to answer them.
_PERSON = select(persons).where(persons.c.id == bindparam("this"))
_NAMESAKES = (
    select(persons.c.id, persons.c.name_key)
    .where(persons.c.name_key.in_(bindparam("keys", expanding=True)))
    .order_by(persons.c.id)
)
_HOLDERS = (
    select(seats_held.c.person)
    .where(seats_held.c.seat == bindparam("of"), _holds_on(bindparam("day", type_=Date)))
    .order_by(seats_held.c.person)
)

"""The directory in the database: who holds which seat on a day."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import (
    BindParameter,
    ColumnElement,
    Connection,
    Date,
    Row,
    and_,
    bindparam,
    func,
    insert,
    or_,
    select,
)

from config.nearest import nearest
from config.province_time import day_of
from config.regulation.parts import Text
from models import entries as e
from models.directory import DirectoryFile, Person, PersonRow
from models.errors import DirectoryInvalid, PersonUnknown, Wrong
from models.ids import BodyKey, PersonId, SeatKey, body_of
from models.names import name_key
from models.store.database.clock import peoples_clock, today
from models.store.house import seats
from models.store.house.journal import HouseJournal
from models.store.house.people import change_person, new_salt, sealed_person
from models.store.house.proposed import promised
from models.store.tables import persons, seats_held, units


def person(conn: Connection, person_id: PersonId) -> Person:
    """Return a person; raises `PersonUnknown`."""
    row = conn.execute(_PERSON, {"this": person_id}).one_or_none()
    if row is None:
        raise PersonUnknown(person=person_id)
    return _person(row)


def persons_by_id(conn: Connection) -> dict[str, Person]:
    """Return everybody."""
    return {row[0]: Person(*row) for row in conn.execute(_PERSONS)}


def some_persons(conn: Connection, ids: Collection[PersonId]) -> dict[PersonId, Person]:
    """Return those of the persons that there are."""
    rows = conn.execute(_SOME_PERSONS, {"these": sorted(ids)})
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
    return _person(rows[0])


def holders(conn: Connection, seat: SeatKey, on: date) -> tuple[PersonId, ...]:
    """Return who holds a seat on a day, in the order of their ids."""
    return tuple(conn.execute(_HOLDERS, {"of": seat, "day": on}).scalars())


def bodies_of(conn: Connection, person: PersonId, on: date) -> frozenset[BodyKey]:
    """Return the bodies and units in which a person holds a seat on a day."""
    return frozenset(body_of(seat) for seat in seats_of(conn, person, on))


def seats_of(conn: Connection, person_id: PersonId, on: date) -> tuple[SeatKey, ...]:
    """Return the seats a person holds on a day."""
    return tuple(conn.execute(_SEATS, {"held_by": person_id, "day": on}).scalars())


def units_of(conn: Connection, person_id: PersonId) -> tuple[BodyKey, ...]:
    """Return the units that submit in which a person holds a seat today, in their order."""
    rows = conn.execute(_UNITS_OF, {"held_by": person_id}).all()
    held = {row.id for row in rows if row.since <= (on := day_of(row.now)) <= (row.until or on)}
    return tuple(sorted(map(BodyKey, held)))


def seats_of_some(
    conn: Connection, ids: Collection[PersonId], on: date
) -> dict[PersonId, tuple[SeatKey, ...]]:
    """Return the seats some persons hold on a day."""
    held = select(seats_held.c.person, seats_held.c.seat).where(
        seats_held.c.person.in_(sorted(ids))
    )
    rows = conn.execute(held.where(_holds_on(on)).order_by(seats_held.c.seat)).all()
    found: dict[PersonId, tuple[SeatKey, ...]] = {}
    for row in rows:
        found[row.person] = (*found.get(row.person, ()), row.seat)
    return found


def seats_of_from(conn: Connection, person_id: PersonId, day: date) -> tuple[SeatKey, ...]:
    """Return the seats a person holds on a day or comes to hold after it."""
    stays = or_(seats_held.c.until.is_(None), seats_held.c.until >= day)
    held = select(seats_held.c.seat).where(seats_held.c.person == person_id, stays)
    return tuple(conn.execute(held.order_by(seats_held.c.seat)).scalars())


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
    rows = conn.execute(_UNITS)
    return {row.id: Text(vi=row.name_vi, en=row.name_en) for row in rows}


def is_empty(conn: Connection) -> bool:
    """Tell whether nobody has been entered yet."""
    return conn.execute(select(persons.c.id).limit(1)).first() is None


@dataclass(frozen=True)
class Entered:
    """How many units, persons and seats were entered or changed; what is `proposed` waits."""

    units: int
    persons: int
    seats: int
    proposed: int = 0


def load_directory(house: HouseJournal, file: DirectoryFile, *, because: str = "") -> Entered:
    """Enter the units, persons and seats of a file, with other names, languages and last days.

    A person's mailbox is the key to their signature: a file that gives another one for somebody
    already entered is refused. `because` says why days are told that are over already. Raises
    `DirectoryInvalid` naming what does not fit.
    """
    if wrong := wrong_in(house.conn, file):
        raise DirectoryInvalid(*wrong)
    known = persons_by_id(house.conn)
    changes = seats.changes(house.conn, file)
    of_units = tuple(_enter_units(house.conn, file))
    of_persons = tuple(_enter_persons(house.conn, file, known))
    of_seats = tuple(seats.enter(house.conn, changes, because))
    house.record(*of_units, *of_persons, *of_seats)
    return Entered(len(of_units), len(of_persons), len(of_seats))


def wrong_in(conn: Connection, file: DirectoryFile) -> tuple[Wrong, ...]:
    """Return what of a file does not fit who is known already."""
    return tuple(_wrong_in(file, persons_by_id(conn), promised(conn)))


def _enter_units(conn: Connection, file: DirectoryFile) -> Iterator[e.OfHouse]:
    known = unit_names(conn)
    for key, unit in file.units.items():
        names = {"name_vi": unit.name.vi, "name_en": unit.name.en}
        if key not in known:
            conn.execute(insert(units).values(id=key, **names))
            yield e.UnitEntered(unit=BodyKey(key), **names)
        elif known[key] != unit.name:
            conn.execute(units.update().where(units.c.id == key).values(**names))
            yield e.UnitRenamed(unit=BodyKey(key), **names)


def _enter_persons(
    conn: Connection, file: DirectoryFile, known: Mapping[str, Person]
) -> Iterator[e.OfHouse]:
    for key, row in file.persons.items():
        said, of_name = row.model_dump(), {"name_key": name_key(row.name)}
        if key not in known:
            salt = new_salt()
            conn.execute(insert(persons).values(id=key, salt=salt, **of_name, **said))
            yield e.PersonEntered(person=PersonId(key), sealed=sealed_person(salt, **said))
        elif _may_change(known[key]) != _may_change(row):
            yield change_person(conn, PersonId(key), {**of_name, **said})


def _may_change(person: Person | PersonRow) -> tuple[str | None, ...]:
    """Return what a file may give otherwise for somebody who is in already."""
    return person.name, person.language, person.other_mailbox


def _person(row: Row[Any]) -> Person:
    return Person(row.id, row.name, row.language, row.mailbox, row.other_mailbox)


def end_seat(
    house: HouseJournal, seat: SeatKey, person_id: PersonId, until: date, *, because: str = ""
) -> None:
    """Let a person leave a seat they hold on a day: it is the last on which they do."""
    lasts = or_(seats_held.c.until.is_(None), seats_held.c.until > until)
    theirs = (seats_held.c.seat == seat) & (seats_held.c.person == person_id)
    held = select(seats_held).where(theirs, seats_held.c.since <= until, lasts)
    for row in house.conn.execute(held).all():
        key = {"seat": seat, "person": person_id, "since": row.since}
        seats.set_until(house.conn, until, **key)
        past = seats.past((until,), today(house.conn), because)
        house.record(e.SeatLeft(**key, until=until, **past))


def _wrong_in(
    file: DirectoryFile, known: Mapping[str, Person], others: Mapping[str, str]
) -> Iterator[Wrong]:
    for seat in file.seats:
        place = f"seats: {seat.seat}, {seat.person}"
        if seat.person not in file.persons and seat.person not in known:
            near = nearest(seat.person, [*file.persons, *known])
            yield Wrong(place, "person_unknown", person=seat.person, near=near)
        if seat.until and seat.until < seat.since:
            yield Wrong(place, "ends_before", until=seat.until, since=seat.since)
    for person_id, row in file.persons.items():
        if person_id in known and known[person_id].mailbox != row.mailbox:
            yield Wrong(f"persons.{person_id}.mailbox", "mailbox_fixed", person=person_id)
    owners = {**{each.mailbox.lower(): each.id for each in known.values()}, **others}
    for person_id, row in file.persons.items():
        owner = owners.setdefault(row.mailbox.lower(), person_id)
        if owner != person_id:
            told = {"mailbox": row.mailbox, "owner": owner}
            yield Wrong(f"persons.{person_id}.mailbox", "mailbox_taken", **told)
    for person_id, row in file.persons.items():
        other = row.other_mailbox
        if other and (taken_by := owners.get(other.lower())):
            told = {"mailbox": other, "owner": taken_by}
            yield Wrong(f"persons.{person_id}.other_mailbox", "mailbox_taken", **told)


def _holds_on(day: date | BindParameter[date]) -> ColumnElement[bool]:
    """Match the seats held on a day; SQLite keeps days as text, what is none lies beyond them."""
    until = seats_held.c.until
    lasts = or_(until.is_(None), and_(until >= day, until <= date.max))
    return and_(seats_held.c.since >= date.min, seats_held.c.since <= day, lasts)


# Put together once: that costs more than the database needs to answer them.
_PERSON = select(persons).where(persons.c.id == bindparam("this"))
_SOME_PERSONS = select(persons).where(persons.c.id.in_(bindparam("these", expanding=True)))
_PERSONS = select(
    persons.c.id,
    persons.c.name,
    persons.c.language,
    persons.c.mailbox,
    persons.c.other_mailbox,
).order_by(persons.c.id)
_UNITS = select(units)
_UNITS_OF = (
    select(units.c.id, seats_held.c.since, seats_held.c.until, peoples_clock.label("now"))
    .join(units, func.substr(seats_held.c.seat, 1, func.length(units.c.id) + 1) == units.c.id + "/")
    .where(seats_held.c.person == bindparam("held_by"))
)
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
_SEATS = (
    select(seats_held.c.seat)
    .where(seats_held.c.person == bindparam("held_by"), _holds_on(bindparam("day", type_=Date)))
    .order_by(seats_held.c.seat)
)

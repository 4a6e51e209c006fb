"""Who belongs to the house and so may be signed in: who has a seat or an authority, or will have one."""

from datetime import date

from sqlalchemy import ColumnElement, Connection, exists, or_, select

from models.ids import PersonId
from models.store.tables import authorities, persons, seats_held


def belongs(conn: Connection, person: PersonId, on: date) -> bool:
    """Tell whether a person holds a seat or an authority on a day, or after it."""
    this = select(persons.c.id).where(persons.c.id == person, ~has_left(persons.c.id, on))
    return conn.execute(this).first() is not None


def has_left(person: ColumnElement[str], on: date) -> ColumnElement[bool]:
    """Match the persons who hold neither a seat nor an authority on a day or after it."""
    stays = or_(seats_held.c.until.is_(None), seats_held.c.until >= on)
    lasts = or_(authorities.c.ended_on.is_(None), authorities.c.ended_on > on)
    acts = (authorities.c.until >= on) & authorities.c.confirmed & lasts
    has_seat = exists().where(seats_held.c.person == person, stays)
    return ~has_seat & ~exists().where(authorities.c.holder == person, acts)

"""Rows of the directory that nobody can read: each by a number, for an id may be somebody's name."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Connection, Row, select

from config.words import Language
from models import entries as e
from models.store.amiss.unreadable import made_of
from models.store.authorities import read_authority
from models.store.house.journal import HOUSE
from models.store.tables import authorities, journal, persons, seats_held


@dataclass(frozen=True)
class UnreadRow:
    """A row of the directory: what it is called, and whom it may be about.

    It is called by what it is and a number: an authority's own, else that of the house's entry by which
    it came in (0: no entry is about what it says).
    """

    name: str
    people: frozenset[str]


def unread_rows(conn: Connection) -> tuple[UnreadRow, ...]:
    """Return the persons, seats and authorities that nobody can read."""
    return (
        *(
            UnreadRow(
                f"person {_entry_of(conn, e.PersonEntered.kind, person=row.id)}", _ids(row.id)
            )
            for row in _unread(conn, select(persons), _see_person)
        ),
        *(
            UnreadRow(
                f"seat {_entry_of(conn, e.SeatTaken.kind, person=row.person, seat=row.seat)}",
                _ids(row.person),
            )
            for row in _unread(conn, select(seats_held), _see_seat)
        ),
        *(
            UnreadRow(f"authority {row.number}", _ids(row.giver, row.holder))
            for row in _unread(conn, select(authorities), read_authority)
        ),
    )


def _unread(conn: Connection, rows: Any, see: Callable[[Row[Any]], object]) -> Iterator[Row[Any]]:
    return (row for row in conn.execute(rows).all() if made_of(row, see) is None)


def _see_person(row: Row[Any]) -> Language:
    _demand_text(row.id, row.name, row.mailbox)
    return Language(row.language)


def _see_seat(row: Row[Any]) -> date:
    _demand_text(row.seat, row.person)
    _, _, name = row.seat.partition("/")
    if not name or not isinstance(row.since, date) or not isinstance(row.until, date | None):
        raise ValueError("no seat, or no day")
    return row.since


def _demand_text(*values: object) -> None:
    if not all(isinstance(value, str) for value in values):
        raise TypeError("no text")


def _ids(*ids: object) -> frozenset[str]:
    return frozenset(each for each in ids if isinstance(each, str))


def _entry_of(conn: Connection, kind: str, **said: object) -> int:
    """Return the number of the house's entry that says so, the last one; 0 where none does."""
    of_kind = (journal.c.case_no == HOUSE) & (journal.c.kind == kind)
    found = conn.execute(select(journal.c.seq, journal.c.body).where(of_kind)).all()
    told = (row.seq for row in found if said.items() <= orjson.loads(row.body).items())
    return max(told, default=0)

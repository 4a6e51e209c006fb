"""Who opened what of a case, counted by the day. No part of the case, and in no journal."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, bindparam, delete, select

from models.ids import CaseNo, PersonId
from models.store.database.clock import now, today
from models.store.database.engine import count_up
from models.store.tables import openings


class Opened(StrEnum):
    """What somebody opened. Stored: the names never change."""

    CASE = "case"
    STEP = "step"
    PROGRAMME = "programme"
    RECEPTION = "reception"
    FORM = "form"
    FILE = "file"


@dataclass(frozen=True)
class Opening:
    """Somebody opens something; `which` is the step's number or the file's digest."""

    case_no: CaseNo
    person: PersonId
    what: Opened
    which: str = ""


@dataclass(frozen=True)
class OpenedOn:
    """What somebody opened on a day: so many times, the last time at a moment."""

    opening: Opening
    day: date
    times: int
    last_at: datetime


def count(conn: Connection, opened: Mapping[Opening, int]) -> None:
    """Count what was opened just now."""
    at, day = now(conn), today(conn)
    for opening, times in opened.items():
        key = {**vars(opening), "day": day}
        count_up(conn, openings, "times", key, add=times, last_at=at)


def of_case(conn: Connection, case_no: CaseNo) -> tuple[OpenedOn, ...]:
    """Return who opened what of a case, the newest first."""
    return tuple(_opened_on(row) for row in conn.execute(_OF_CASE, {"of": case_no}))


# Put together once: that costs more than the database needs to answer it.
_OF_CASE = (
    select(openings)
    .where(openings.c.case_no == bindparam("of"))
    .order_by(openings.c.last_at.desc(), openings.c.person)
)


def forget_before(conn: Connection, moment: datetime) -> None:
    """Forget what was opened before a moment, and not since on that day."""
    conn.execute(delete(openings).where(openings.c.last_at < moment))


def _opened_on(row: Row[Any]) -> OpenedOn:
    opening = Opening(row.case_no, row.person, Opened(row.what), row.which)
    return OpenedOn(opening, row.day, row.times, row.last_at)

"""Who opened what of any case, sought by person, case and day, by pages that begin where one ended."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Select, func, literal, select, tuple_

from models.store.privacy.openings import OpenedOn, opened_on
from models.store.tables import Moment, openings

# What tells two looks of one moment apart.
_BESIDE = ("case_no", "person", "what", "which", "batch")


@dataclass(frozen=True)
class LooksSought:
    """Which looks are wanted; what is empty is not asked for. `until` (UTC) is excluded."""

    person: str = ""
    case_no: str = ""
    since: datetime | None = None
    until: datetime | None = None


@dataclass(frozen=True)
class LookPlace:
    """Where a page ended: at which look."""

    last_at: datetime
    beside: tuple[str | int, ...]


def place_of(look: OpenedOn) -> LookPlace:
    """Return where a page ends with a look."""
    of = look.opening
    return LookPlace(look.last_at, (of.case_no, of.person, str(of.what), of.which, look.batch))


def looks_found(
    conn: Connection,
    sought: LooksSought,
    *,
    after: LookPlace | None = None,
    up_to: datetime | None = None,
    most: int,
) -> tuple[OpenedOn, ...]:
    """Return no more than `most` wanted looks that come after a place, the newest first."""
    columns = (openings.c.last_at, *(openings.c[name] for name in _BESIDE))
    wanted = _wanted(select(openings), sought, up_to)
    if after:
        beside = [literal(value) for value in after.beside]
        place = tuple_(literal(after.last_at, Moment()), *beside)
        wanted = wanted.where(tuple_(*columns) < place)
    rows = conn.execute(wanted.order_by(*(column.desc() for column in columns)).limit(most))
    return tuple(map(opened_on, rows))


def how_many_looks(conn: Connection, sought: LooksSought, up_to: datetime) -> int:
    """Return how many looks are wanted up to a moment."""
    counted = _wanted(select(func.count()).select_from(openings), sought, up_to)
    return int(conn.execute(counted).scalar_one())


def _wanted(query: Select[Any], sought: LooksSought, up_to: datetime | None) -> Select[Any]:
    return query.where(*_conditions(sought, up_to))


def _conditions(sought: LooksSought, up_to: datetime | None) -> Iterator[ColumnElement[bool]]:
    if sought.person:
        yield openings.c.person == sought.person
    if sought.case_no:
        yield openings.c.case_no == sought.case_no
    if sought.since:
        yield openings.c.last_at >= sought.since
    if sought.until:
        yield openings.c.last_at < sought.until
    if up_to:
        yield openings.c.last_at <= up_to

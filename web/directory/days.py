"""Holidays and moved working days of a year, and which regulation moved which days since when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import Connection

from config.province_time import (
    days_moved_by,
    holidays_of,
    weekends_worked,
    working_calendar,
)
from config.regulation.province import Regulation
from models.store import regulations
from models.store.auditing.house import regulations_known


@dataclass(frozen=True)
class DayListed:
    """A day that is off though it is none of a weekend, or worked though it is.

    `why` is a code: `holiday`, `moved_off` (worked on another day instead), `moved_worked`, `extra`.
    `name` is the holiday's own, in the reader's language.
    """

    day: date
    why: str
    name: str = ""


@dataclass(frozen=True)
class MovedBy:
    """A regulation that came into force, and which days it moved otherwise than the one before."""

    title: str
    digest: str
    since: datetime
    off: tuple[date, ...]
    worked: tuple[date, ...]
    taken_back: tuple[date, ...]


@dataclass(frozen=True)
class DaysPage:
    """The special days of a year, how many days of it are worked, and the history of moved days."""

    year: int
    days: tuple[DayListed, ...]
    working_days: int
    history: tuple[MovedBy, ...]


def days_page(conn: Connection, regulation: Regulation, year: int, language: str) -> DaysPage:
    """Return the days of a year by the regulation in force."""
    calendar = working_calendar(regulation)
    first = date(year, 1, 1)
    whole = (first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days))
    return DaysPage(
        year=year,
        days=tuple(sorted(_days(regulation, year, language), key=lambda each: each.day)),
        working_days=sum(map(calendar.is_working, whole)),
        history=tuple(reversed(tuple(_history(conn, language)))),
    )


def _days(regulation: Regulation, year: int, language: str) -> Iterator[DayListed]:
    by_law = holidays_of(year, language)
    moved = {move.off for move in regulation.moved_workdays}
    worked = {move.worked for move in regulation.moved_workdays} | {*weekends_worked(year)}
    off = {**dict.fromkeys(regulation.extra_holidays, "extra"), **dict.fromkeys(moved, "moved_off")}
    for day, name in by_law.items():
        yield DayListed(day, "holiday", name)
    for day, why in off.items():
        if day.year == year and day not in by_law:
            yield DayListed(day, why)
    for day in worked:
        if day.year == year:
            yield DayListed(day, "moved_worked")


def _history(conn: Connection, language: str) -> Iterator[MovedBy]:
    off: set[date] = set()
    worked: set[date] = set()
    for each in regulations_known(conn):
        regulation = regulations.regulation(conn, each.digest)
        moved = days_moved_by(regulation)
        gone = (off - set(moved.off)) | (worked - set(moved.worked))
        yield MovedBy(
            title=regulation.title.of(language),
            digest=each.digest,
            since=each.since,
            off=tuple(sorted(set(moved.off) - off)),
            worked=tuple(sorted(set(moved.worked) - worked)),
            taken_back=tuple(sorted(gone)),
        )
        off, worked = set(moved.off), set(moved.worked)

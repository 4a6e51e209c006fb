"""The calendar: who is abroad and who is here, by month or by week."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import Connection

from config.regulation.codes import Kind
from models.kinds import KINDS
from models.store.lists.calendar import Stay, stays_in
from web.finding.looked import month_around, month_of
from web.finding.shown import Asker

PATH = "/calendar"
_WEEK = timedelta(days=7)
_DAY = timedelta(days=1)


@dataclass(frozen=True)
class DayShown:
    """A day, who is away or here on it, and whether the page is about it or it stands at its edge."""

    day: date
    stays: tuple[Stay, ...]
    is_within: bool
    is_today: bool


@dataclass(frozen=True)
class CalendarPage:
    """A month or a week: its days in whole weeks, all that lasts in it, the pages beside it."""

    first: date
    last: date
    is_week: bool
    weeks: tuple[tuple[DayShown, ...], ...]
    stays: tuple[Stay, ...]
    before: str
    after: str
    other: str


def calendar_page(conn: Connection, asker: Asker, month: str, week: str) -> CalendarPage:
    """Return the week an address names by one of its days, else the month; this one for neither."""
    today = asker.around.today
    day = _day(week)
    first, last = _week_of(day) if day else month_of(month) or month_around(today)
    stays = stays_in(conn, first, last, asker.sees, asker.reads)
    begins, ends = _week_of(first)[0], _week_of(last)[1]
    days = [_shown(each, first, last, today, stays) for each in _days(begins, ends)]
    is_week = day is not None
    return CalendarPage(
        first,
        last,
        is_week,
        tuple(tuple(days[n : n + 7]) for n in range(0, len(days), 7)),
        stays,
        before=_address(first - _DAY, is_week=is_week),
        after=_address(last + _DAY, is_week=is_week),
        other=_address(today if first <= today <= last else first, is_week=not is_week),
    )


def counts(shown: DayShown) -> tuple[tuple[Kind, int], ...]:
    """Return how many delegations of each kind last on a day; of none there is nothing to say."""
    found = Counter(stay.kind for stay in shown.stays)
    return tuple((kind, found[kind]) for kind in KINDS if found[kind])


def week_address(day: date) -> str:
    """Return the address of the week a day is in."""
    return _address(day, is_week=True)


def _shown(day: date, first: date, last: date, today: date, stays: tuple[Stay, ...]) -> DayShown:
    is_within = first <= day <= last
    on_it = tuple(stay for stay in stays if stay.lasts_on(day)) if is_within else ()
    return DayShown(day, on_it, is_within, day == today)


def _day(written: str) -> date | None:
    """Return a day of an address; None for what is none, or too near to the end of all days."""
    try:
        day = date.fromisoformat(written)
    except ValueError:
        return None
    return day if 1900 <= day.year <= 2200 else None


def _week_of(day: date) -> tuple[date, date]:
    first = day - timedelta(days=day.weekday())
    return first, first + _WEEK - _DAY


def _days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def _address(day: date, *, is_week: bool) -> str:
    return f"{PATH}?week={day.isoformat()}" if is_week else f"{PATH}?month={day:%Y-%m}"

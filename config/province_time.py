"""The province's time: its days and office hours, working days, and the moment a time limit ends.

Days are those of the province's clock. Moments come in with a zone; those that are stored, when an
office opens or closes and when a limit ends, go out as UTC. Nothing here reads the clock.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import Enum
from functools import cache
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from config.regulation.codes import Direction, TimeUnit

# Whoever only writes a date need not wait for the regulation's reader and the table of holidays.
if TYPE_CHECKING:
    from config.regulation.parts import Limit
    from config.regulation.province import Regulation

PROVINCE_TIME = ZoneInfo("Asia/Ho_Chi_Minh")
# Nobody is written to in the middle of the night.
OFFICE_OPENS = time(7)
# Offices close at five; what comes in on the last day before that is in time.
OFFICE_CLOSES = time(17)
# What ends when offices close is told that evening yet, and nothing later.
_TOLD_UNTIL = time(18)
_COUNTRY = "VN"
_DAY = timedelta(days=1)
_SATURDAY = 5


def day_of(moment: datetime) -> date:
    """Return the day a moment falls on in the province."""
    return moment.astimezone(PROVINCE_TIME).date()


def start_of(day: date) -> datetime:
    """Return the moment a day of the province begins."""
    return moment_of(day, time())


def moment_of(day: date, at: time) -> datetime:
    """Return the moment at which a clock of the province shows `at` on a day."""
    return datetime.combine(day, at, PROVINCE_TIME)


def office_opens(day: date) -> datetime:
    """Return the UTC moment at which offices open on a day."""
    return moment_of(day, OFFICE_OPENS).astimezone(UTC)


def office_closes(day: date) -> datetime:
    """Return the UTC moment at which offices close on a day."""
    return moment_of(day, OFFICE_CLOSES).astimezone(UTC)


def is_after_hours(moment: datetime) -> bool:
    """Tell whether offices are closed at a moment by the clock: of a weekday before seven or after
    five, of a Saturday or Sunday always. Public holidays are not asked for: each year has others.
    """
    there = moment.astimezone(PROVINCE_TIME)
    return there.weekday() >= _SATURDAY or not OFFICE_OPENS <= there.time() < OFFICE_CLOSES


def is_at_night(moment: datetime) -> bool:
    """Tell whether nobody is written to at a moment by time alone: before offices open, or late."""
    return not OFFICE_OPENS <= moment.astimezone(PROVINCE_TIME).time() < _TOLD_UNTIL


class Hours(Enum):
    """At what hours people are: what time alone brings is told in office hours.

    On a day off only what is urgent is told, at night nothing. What people do is told at once.
    """

    NIGHT = "night"
    DAY_OFF = "day_off"
    OFFICE = "office"


# A limit that far off is not counted day by day.
_FAR_OFF = timedelta(days=400)


@dataclass(frozen=True)
class MovedDays:
    """Days that are off though they would be worked, and such as are worked instead."""

    off: tuple[date, ...]
    worked: tuple[date, ...]


@dataclass(frozen=True)
class WorkingCalendar:
    """Mondays to Fridays without public holidays, and the days a regulation adds or takes away.

    `off`: days that are not worked though they would be; `worked`: weekend days that are, each in
    place of another day. `runs_on`: a time limit whose last day is a day off ends on the next working
    day (91/2015/QH13, article 148(5)).
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()
    runs_on: bool = False

    def is_working(self, day: date) -> bool:
        """Tell whether offices are open on a day."""
        if day in self.off:
            return False
        return day in self.worked or day in _worked_by_law(day.year)

    def hours_at(self, moment: datetime) -> Hours:
        """Return at what hours of the province a moment is."""
        if is_at_night(moment):
            return Hours.NIGHT
        return Hours.OFFICE if self.is_working(day_of(moment)) else Hours.DAY_OFF

    def add_working_days(self, day: date, n: int) -> date:
        """Return the `n`-th working day after `day`, or before it where `n` is negative.

        Unit: working days. Counting starts on the day after (or before), whether `day` itself is
        worked or not; the day returned is the last one still in time. Nothing added is `day`.
        """
        step = _DAY if n > 0 else -_DAY
        left = abs(n)
        while left:
            day += step
            left -= self.is_working(day)
        return day

    def same_time(self, due_at: datetime, today: date, before: "WorkingCalendar") -> datetime:
        """Return the UTC moment that leaves as many working days as `due_at` did by a calendar `before`.

        Unit: working days, `today` included, for whoever has not acted today has the day yet.
        """
        days = ((today + _DAY * n) for n in range((day_of(due_at) - today).days + 1))
        left = sum(before.is_working(day) for day in days)
        return office_closes(self.add_working_days(today - _DAY, left)) if left else due_at

    def working_days_left(self, today: date, due_at: datetime | None) -> int | None:
        """Return the working days after today until a moment's day, negative afterwards; None for none.

        Unit: working days; 0 is today, or a day off after today with no working day before it.
        """
        if due_at is None:
            return None
        due = day_of(due_at)
        if abs(due - today) > _FAR_OFF:
            return (due - today).days
        first, last = sorted((today, due))
        between = (first + timedelta(days=n) for n in range(1, (last - first).days + 1))
        counted = sum(self.is_working(day) for day in between)
        return counted if due >= today else min(-1, -counted)

    def moment_due(self, limit: "Limit", start: datetime) -> datetime:
        """Return the UTC moment a limit ends that is counted from the aware moment `start`.

        Hours are exact. Days, working days and months are counted from the day after the one on
        which `start` falls in the province (from the day before, where the direction is `before`)
        and end when offices close on the last of them; the hour of `start` plays no part. A month
        ends on the day of its number, or on its last day. Where days or months end on a day off, it is
        the last one unless limits run on; one before something never runs on towards it.
        """
        amount = limit.amount if limit.direction is Direction.AFTER else -limit.amount
        if limit.unit is TimeUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=amount)
        last = self._counted(day_of(start), limit.unit, amount)
        return self.closes(last) if limit.direction is Direction.AFTER else office_closes(last)

    def closes(self, last: date) -> datetime:
        """Return the UTC moment at which a time ends that has a last day: where limits run on, later."""
        if self.runs_on and not self.is_working(last):
            last = self.add_working_days(last, 1)
        return office_closes(last)

    def day_reached(self, limit: "Limit", start: date) -> date:
        """Return the day a limit is counted to, be it off or not: how long something is valid."""
        amount = limit.amount if limit.direction is Direction.AFTER else -limit.amount
        return self._counted(start, limit.unit, amount)

    def _counted(self, day: date, unit: TimeUnit, amount: int) -> date:
        if unit is TimeUnit.WORKING_DAYS:
            return self.add_working_days(day, amount)
        if unit is TimeUnit.MONTHS:
            return _add_months(day, amount)
        return day + timedelta(days=amount)


def days_moved_by(regulation: "Regulation") -> MovedDays:
    """Return the days that a regulation moves, and those it adds to the holidays."""
    moves = regulation.moved_workdays
    off = {*regulation.extra_holidays, *(move.off for move in moves)}
    return MovedDays(tuple(sorted(off)), tuple(sorted({move.worked for move in moves})))


def moved_since(had: MovedDays, regulation: "Regulation", today: date) -> MovedDays:
    """Return the days moved for a case that had some moved, by a regulation that came later.

    Only forward: what is past stays what it was, whatever a list says of it.
    """
    later = days_moved_by(regulation)
    off, worked = (
        tuple(sorted({day for day in past if day < today} | {day for day in new if day >= today}))
        for past, new in ((had.off, later.off), (had.worked, later.worked))
    )
    return MovedDays(off, worked)


def working_calendar(regulation: "Regulation", moved: MovedDays | None = None) -> WorkingCalendar:
    """Return the calendar of Vietnam with the days a regulation moves, or those `moved` since."""
    moved = moved or days_moved_by(regulation)
    return WorkingCalendar(
        off=frozenset(moved.off),
        worked=frozenset(moved.worked),
        runs_on=regulation.last_day_off is not None,
    )


def holidays_of(year: int, language: str) -> dict[date, str]:
    """Return the public holidays of a year in Vietnam by their names, days off in their place too."""
    import holidays

    called = {"en": "en_US"}.get(language, language)
    found = holidays.country_holidays(_COUNTRY, years=year, observed=True, language=called)
    return {day: name for day, name in sorted(found.items()) if day.year == year}


def weekends_worked(year: int) -> tuple[date, ...]:
    """Return the weekend days of a year that are worked in Vietnam in place of a day off."""
    days = (date(year, 1, 1) + n * _DAY for n in range(366))
    of_year = (day for day in days if day.year == year and day.weekday() >= _SATURDAY)
    return tuple(day for day in of_year if day in _worked_by_law(year))


@cache
def _worked_by_law(year: int) -> frozenset[date]:
    """Return the working days of a year in Vietnam, observed and swapped holidays regarded."""
    import holidays

    public = holidays.country_holidays(_COUNTRY, years=year, observed=True)
    first, next_year = date(year, 1, 1), date(year + 1, 1, 1)
    days = (first + n * _DAY for n in range((next_year - first).days))
    return frozenset(day for day in days if public.is_working_day(day))


def _add_months(day: date, months: int) -> date:
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month0 + 1, min(day.day, monthrange(year, month0 + 1)[1]))

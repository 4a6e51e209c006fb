"""The province's time: its days and office hours, working days, and the moment a time limit ends.

Days are those of the province's clock. Moments come in with a zone; those that are stored, when an
office opens or closes and when a limit ends, go out as UTC. Nothing here reads the clock.
"""

from calendar import monthrange
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
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
_COUNTRY = "VN"
_DAY = timedelta(days=1)


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


@dataclass(frozen=True)
class WorkingCalendar:
    """Mondays to Fridays without public holidays, and the days a regulation adds or takes away.

    `off`: days that are not worked though they would be; `worked`: weekend days that are, each in
    place of another day.
    """

    off: frozenset[date] = frozenset()
    worked: frozenset[date] = frozenset()

    def is_working(self, day: date) -> bool:
        """Tell whether offices are open on a day."""
        if day in self.off:
            return False
        return day in self.worked or day in _worked_by_law(day.year)

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

    def moment_due(self, limit: "Limit", start: datetime) -> datetime:
        """Return the UTC moment a limit ends that is counted from the aware moment `start`.

        Hours are exact. Days, working days and months are counted from the day after the one on
        which `start` falls in the province (from the day before, where the direction is `before`)
        and end when offices close on the last of them; the hour of `start` plays no part. Days and
        months may end on a day off. A month ends on the day of its number, or on its last day.
        """
        amount = limit.amount if limit.direction is Direction.AFTER else -limit.amount
        if limit.unit is TimeUnit.HOURS:
            return start.astimezone(UTC) + timedelta(hours=amount)
        return office_closes(self._counted(day_of(start), limit.unit, amount))

    def _counted(self, day: date, unit: TimeUnit, amount: int) -> date:
        if unit is TimeUnit.WORKING_DAYS:
            return self.add_working_days(day, amount)
        if unit is TimeUnit.MONTHS:
            return _add_months(day, amount)
        return day + timedelta(days=amount)


def working_calendar(regulation: "Regulation") -> WorkingCalendar:
    """Return the calendar of Vietnam, with the moved workdays and holidays of a regulation."""
    moved = regulation.moved_workdays
    return WorkingCalendar(
        off=frozenset(regulation.extra_holidays) | {move.off for move in moved},
        worked=frozenset(move.worked for move in moved),
    )


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

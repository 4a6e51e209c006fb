"""The periods statistics are asked for: a month, a quarter, half a year, a year, or any days. Pure.

A period is from a day to a day, both included. The year of reports on conferences and on foreign
organisations ends on 14 December (06/2020/QĐ-TTg, article 4; 58/2022/NĐ-CP, article 24).
"""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from models.errors import PeriodRefused

FIRST_YEAR, LAST_YEAR = 1990, 2100
YEAR, REPORT_YEAR, DAYS = "year", "report_year", "days"
_HALVES = {"half_1": (1, 6), "half_2": (7, 12)}
_QUARTERS = {f"quarter_{n + 1}": (n * 3 + 1, n * 3 + 3) for n in range(4)}
_MONTHS = {f"month_{n}": (n, n) for n in range(1, 13)}
_IN_YEAR = {YEAR: (1, 12), **_HALVES, **_QUARTERS, **_MONTHS}
# In the order a form offers them.
PARTS = (YEAR, REPORT_YEAR, *_HALVES, *_QUARTERS, *_MONTHS, DAYS)
# More years are in nobody's report, and would be one by mistake.
MOST_YEARS = 10


@dataclass(frozen=True)
class FiguresPeriod:
    """From a day to a day, both included."""

    first: date
    last: date

    def __contains__(self, day: date) -> bool:
        return self.first <= day <= self.last

    @property
    def year_before(self) -> "FiguresPeriod":
        """Return the same days of the year before; the end of February stays its end."""
        return FiguresPeriod(_year_back(self.first), _year_back(self.last))

    @property
    def months(self) -> tuple[date, ...]:
        """Return the months it reaches into, each by its first day."""
        return tuple(_months(self.first, self.last))


def period_of(
    part: str, year: int | None, first: date | None = None, last: date | None = None
) -> FiguresPeriod:
    """Return the period a form asks for; raises `PeriodRefused` with the field that is wrong.

    `year` is not asked for where `part` is `DAYS`. The report year of 2020 is from 15 December 2019 to
    14 December 2020.
    """
    if part == DAYS:
        return _of_days(first, last)
    if part not in PARTS:
        raise PeriodRefused("part_unknown", field="part", value=part)
    if year is None or not FIRST_YEAR <= year <= LAST_YEAR:
        told = {"first": FIRST_YEAR, "last": LAST_YEAR}
        raise PeriodRefused("year_unknown", field="year", value=year or "", **told)
    if part == REPORT_YEAR:
        return FiguresPeriod(date(year - 1, 12, 15), date(year, 12, 14))
    begins, ends = _IN_YEAR[part]
    return FiguresPeriod(date(year, begins, 1), _end_of(year, ends))


def _of_days(first: date | None, last: date | None) -> FiguresPeriod:
    for name, day in (("from", first), ("to", last)):
        if day is None:
            raise PeriodRefused("day_missing", field=name)
        if not FIRST_YEAR <= day.year <= LAST_YEAR:
            told = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise PeriodRefused("year_unknown", field=name, value=day.year, **told)
    if first is None or last is None or last < first:
        raise PeriodRefused("ends_before_it_begins", field="to", value=last)
    if last.year - first.year >= MOST_YEARS:
        raise PeriodRefused("too_long", field="to", value=last, most=MOST_YEARS)
    return FiguresPeriod(first, last)


def _end_of(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])


def _year_back(day: date) -> date:
    if day == _end_of(day.year, day.month):
        return _end_of(day.year - 1, day.month)
    return day.replace(year=day.year - 1)


def _months(first: date, last: date) -> Iterator[date]:
    month = first.replace(day=1)
    while month <= last:
        yield month
        month = date(month.year + month.month // 12, month.month % 12 + 1, 1)

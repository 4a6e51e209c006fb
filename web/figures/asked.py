"""What an address asks of the statistics, as it was written. Pure."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from urllib.parse import urlencode

from config.regulation.codes import Kind, Occasion, Trip
from models.errors import PeriodRefused
from models.figures.periods import DAYS, FIRST_YEAR, LAST_YEAR, YEAR, FiguresPeriod, period_of
from models.figures.tables import CountedBy
from models.kinds import KINDS
from models.store.figures.asked import FiguresSought
from models.store.figures.behind import BESIDE
from web.ground.fields import cleaned, day_in

PATH = "/statistics"
BEHIND = f"{PATH}/cases"
LIST = f"{PATH}/list.xlsx"
PROCESS = f"{PATH}/process"
MONTH = f"{PATH}/month"
_LONGEST = 200
# What cases of a kind are told apart by, as labels call them.
NATURES: Mapping[str, tuple[str, tuple[str, ...]]] = {
    Kind.OUTBOUND: ("trip", tuple(Trip)),
    Kind.INBOUND: ("occasion", tuple(Occasion)),
}


@dataclass(frozen=True)
class FiguresAsked:
    """What is asked for; what is none of ours counts as nothing, but for the period."""

    kind: str = ""
    part: str = ""
    year: str = ""
    since: str = ""
    until: str = ""
    unit: str = ""
    nature: str = ""
    by: str = ""
    key: str = ""

    @property
    def of_kind(self) -> Kind:
        """Return of which kind it is asked; going abroad where none is named."""
        return Kind(self.kind) if self.kind in KINDS else Kind.OUTBOUND

    @property
    def of_nature(self) -> str:
        """Return the nature that is asked for alone; empty for all."""
        _, known = NATURES.get(self.of_kind, ("", ()))
        return self.nature if self.nature in known else ""

    @property
    def table(self) -> CountedBy:
        """Return by what the table on the page counts."""
        return CountedBy(self.by) if self.by in set(CountedBy) else CountedBy.MONTH

    @property
    def behind(self) -> str:
        """Return by what the cases behind a number are looked for; empty for all of the period."""
        return self.by if self.by in {*CountedBy, *BESIDE} else ""

    def period(self, today: date) -> FiguresPeriod:
        """Return the period; the present year where nothing is said. Raises `PeriodRefused`."""
        part = self.part or (DAYS if self.since or self.until else YEAR)
        if part == DAYS:
            return period_of(DAYS, None, self._day("since", "from"), self._day("until", "to"))
        written = self.year.strip()
        if written and not (written.isdecimal() and written.isascii() and len(written) == 4):
            told = {"first": FIRST_YEAR, "last": LAST_YEAR}
            raise PeriodRefused("year_unknown", field="year", value=written, **told)
        return period_of(part, int(written) if written else today.year)

    def wanted(self, today: date, units: Mapping[str, object]) -> FiguresSought:
        """Return what is asked of the database; raises `PeriodRefused`."""
        unit = self.unit if self.unit in units else ""
        return FiguresSought(self.of_kind, self.period(today), unit, self.of_nature)

    @property
    def said(self) -> dict[str, str]:
        """Return what the address says, for the links of a page."""
        return {name: value for name, value in asdict(self).items() if value}

    def address(self, path: str = PATH, **changed: str) -> str:
        """Return the address of a page that asks for the same, but for something."""
        said = replace(self, **changed).said
        return f"{path}?{urlencode(said)}" if said else path

    def _day(self, name: str, field: str) -> date | None:
        written = getattr(self, name)
        day = day_in(written)
        if written and day is None:
            raise PeriodRefused("no_day", field=field, value=written)
        return day


def asked_of(query: Mapping[str, str]) -> FiguresAsked:
    """Read an address."""
    names = (field.name for field in fields(FiguresAsked))
    return FiguresAsked(**{n: cleaned(query.get(n, ""))[:_LONGEST].strip() for n in names})

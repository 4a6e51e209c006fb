"""What the page of statistics shows: a table beside the year before, a chart, costs, reports, times."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import Connection

from config.province_time import working_calendar
from config.regulation.province import Regulation
from config.settings import Settings
from config.words import Words
from flows.case.around import Around
from flows.case.lists.reach import reach_of
from models.competence.reach import Reach
from models.competence.seeing import Shown
from models.errors import PeriodRefused
from models.figures.periods import FiguresPeriod
from models.figures.tables import OF_JOURNEYS, Cell, CountedBy, CountedLine, change, year_on
from models.figures.waiting import BodyTime, body_times
from models.ids import PersonId
from models.store.figures.asked import FiguresSought, counted
from models.store.figures.behind import BODY, PAYER, REPORT
from models.store.figures.more import REPORT_STATES, CostLine, costs, reports, waits
from web.figures.asked import BEHIND, FiguresAsked
from web.figures.named import FiguresNamed

# More bars nobody tells apart; the table has all of them.
MOST_BARS = 24


@dataclass(frozen=True)
class CountedShown:
    """A line of a table: what it is called, where its cases are now and a year before, how it grew."""

    title: str
    now: Cell
    before: Cell
    href: str
    href_before: str
    grew: int | None


@dataclass(frozen=True)
class TableShown:
    """A table; without `has_persons` nobody is counted once in it."""

    by: CountedBy
    lines: tuple[CountedShown, ...]
    total: CountedShown
    most: int
    has_persons: bool

    @property
    def bars(self) -> tuple[CountedShown, ...]:
        """Return the lines that the chart draws."""
        return self.lines[:MOST_BARS]


@dataclass(frozen=True)
class CostShown:
    """What one payer bears in one currency."""

    payer: str
    currency: str
    cases: int
    estimated: str
    dong: str
    without_rate: int
    settled: str
    spent: str
    href: str


@dataclass(frozen=True)
class ReportShown:
    """How the reports of a unit came: each number with the address of its cases."""

    unit: str
    owed: int
    counts: tuple[tuple[int, str], ...]
    href: str


@dataclass(frozen=True)
class TimeShown:
    """How long a body had what was asked of it."""

    body: str
    time: BodyTime
    mean: str
    href: str


@dataclass(frozen=True)
class FiguresPage:
    """The whole page; `refused` says why no such period is told of."""

    asked: FiguresAsked
    units: dict[str, str]
    period: FiguresPeriod | None = None
    refused: str = ""
    table: TableShown | None = None
    costs: tuple[CostShown, ...] = ()
    reports: tuple[ReportShown, ...] = ()
    times: tuple[TimeShown, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        """Tell whether nobody went or came in the period."""
        return self.table is None or self.table.total.now.is_empty


@dataclass(frozen=True)
class Counter:
    """Who asks for statistics: how far their sight reaches, and what all is called.

    What came of cases is counted, so that it is for those to whom that is shown.
    """

    reads: Reach
    around: Around
    named: FiguresNamed
    regulation: Regulation
    w: Words

    def wanted(self, asked: FiguresAsked) -> FiguresSought:
        """Return what is asked of the database; raises `PeriodRefused`."""
        return asked.wanted(self.around.today, self.around.unit_names)

    def title(self, asked: FiguresAsked, period: FiguresPeriod | None) -> str:
        """Return what is counted, of which nature, unit and period: the title of a report."""
        w, named = self.w, self.named
        said = [w.text("page.figures.title_of", kind=w.label("kind", asked.of_kind))]
        if asked.of_nature:
            said.append(named.line(asked.of_kind, CountedBy.NATURE, asked.of_nature))
        if asked.unit in named.units:
            said.append(named.units[asked.unit])
        if period:
            said.append(named.days(period.first, period.last))
        return " · ".join(said)

    def chosen(self, asked: FiguresAsked) -> str:
        """Return by what the cases behind a number are looked for, in words; empty for all."""
        w, by, key = self.w, asked.behind, asked.key
        if by == PAYER:
            payer, _, currency = key.partition(" ")
            return f"{w.label('payer', payer)} · {currency}"
        if by == BODY:
            return self.named.body(key)
        if by == REPORT:
            known = key in REPORT_STATES
            return w.text(f"page.figures.report.{key}" if known else "page.figures.reports")
        return self.named.line(asked.of_kind, CountedBy(by), key) if by else ""

    def page(self, conn: Connection, asked: FiguresAsked) -> FiguresPage:
        """Return the page that an address asks for."""
        try:
            wanted = self.wanted(asked)
        except PeriodRefused as refused:
            return FiguresPage(asked, self.named.units, refused=refused.said(self.w))
        return FiguresPage(
            asked,
            self.named.units,
            wanted.period,
            table=self.table(conn, asked, wanted, asked.table),
            costs=tuple(self._costs(conn, asked, wanted)),
            reports=tuple(self._reports(conn, asked, wanted)),
            times=tuple(self._times(conn, asked, wanted)),
        )

    def table(
        self, conn: Connection, asked: FiguresAsked, wanted: FiguresSought, by: CountedBy
    ) -> TableShown:
        """Return one of the tables of a period."""
        found = counted(conn, wanted, by, self.reads)
        lines = tuple(self._line(asked, wanted, by, line) for line in found.lines)
        total = self._line(asked, wanted, None, found.total)
        return TableShown(by, lines, total, found.most, has_persons=by not in OF_JOURNEYS)

    def _line(
        self, asked: FiguresAsked, wanted: FiguresSought, by: CountedBy | None, line: CountedLine
    ) -> CountedShown:
        title = self.named.line(wanted.kind, by, line.key) if by else ""
        before = wanted.period.year_before
        # A month of the year before has a name of its own.
        was = year_on(line.key, -1) if by is CountedBy.MONTH else line.key
        days = {"part": "days", "year": ""}
        days |= {"since": before.first.isoformat(), "until": before.last.isoformat()}
        return CountedShown(
            title=title,
            now=line.now,
            before=line.before,
            href=asked.address(BEHIND, by=by or "", key=line.key),
            href_before=asked.address(BEHIND, by=by or "", key=was, **days),
            grew=change(line.now.delegations, line.before.delegations),
        )

    def _costs(
        self, conn: Connection, asked: FiguresAsked, wanted: FiguresSought
    ) -> Iterator[CostShown]:
        for line in costs(conn, wanted, self.reads):
            yield self.cost(asked, line)

    def cost(self, asked: FiguresAsked, line: CostLine) -> CostShown:
        """Return what one payer bears in words, with the address of its cases."""
        return CostShown(
            payer=self.w.label("payer", line.payer),
            currency=line.currency,
            cases=line.cases,
            estimated=self._amount(line.estimated),
            dong=self.w.number(line.dong),
            without_rate=line.without_rate,
            settled=self._amount(line.settled),
            spent=self._amount(line.spent),
            href=asked.address(BEHIND, by=PAYER, key=f"{line.payer} {line.currency}"),
        )

    def _amount(self, hundredths: int) -> str:
        amount = Decimal(hundredths) / 100
        return self.w.number(amount.normalize() if amount != int(amount) else int(amount))

    def _reports(
        self, conn: Connection, asked: FiguresAsked, wanted: FiguresSought
    ) -> Iterator[ReportShown]:
        for line in reports(conn, wanted, self.reads, self.around.now):
            of_unit = {"unit": str(line.unit), "by": REPORT}
            yield ReportShown(
                unit=self.named.body(line.unit),
                owed=line.owed,
                counts=tuple(
                    (getattr(line, state), asked.address(BEHIND, key=state, **of_unit))
                    for state in REPORT_STATES
                ),
                href=asked.address(BEHIND, key="", **of_unit),
            )

    def _times(
        self, conn: Connection, asked: FiguresAsked, wanted: FiguresSought
    ) -> Iterator[TimeShown]:
        # How long it took is not told by the nature of a case: nobody may take it for that of one.
        found = () if wanted.nature else waits(conn, wanted, self.reads)
        for time in body_times(found, working_calendar(self.regulation)):
            yield TimeShown(
                body=self.named.body(time.body),
                time=time,
                mean=self.w.number(Decimal(time.mean_tenths) / 10),
                href=asked.address(BEHIND, by=BODY, key=time.body),
            )


def counter_of(
    conn: Connection, settings: Settings, regulation: Regulation, person: PersonId, w: Words
) -> Counter:
    """Return who asks: in reach is whatever they are shown the outcomes of."""
    around = Around(conn)
    reads = reach_of(settings, around, person, Shown.OUTCOMES)
    return Counter(reads, around, FiguresNamed(regulation, around, w), regulation, w)

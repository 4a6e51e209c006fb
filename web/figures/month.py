"""The page for leaders: the month at a glance, who is away and who comes, what is late and with whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby

from fastapi.responses import Response
from sqlalchemy import Connection

from config.regulation.codes import Kind
from flows.case.lists.reach import reach_of
from models.competence.seeing import Shown
from models.figures.periods import YEAR, FiguresPeriod, period_of
from models.figures.tables import Cell, change
from models.kinds import KINDS
from models.store.figures.asked import FiguresSought, totals
from models.store.figures.late import LateStep, late_steps
from models.store.figures.more import costs
from models.store.lists.calendar import Stay, stays_in
from web.figures.asked import BEHIND, MONTH, FiguresAsked
from web.figures.shown import CostShown, Counter, counter_of
from web.ground.identify import known
from web.ground.permission import Permission, Router
from web.ground.visitor import VisitorHere

router = Router()
# So many days ahead stands who is to go and to come; so many of each are shown.
AHEAD = timedelta(days=14)
_MOST_STAYS, _MOST_LATE = 40, 8


@dataclass(frozen=True)
class KindCounted:
    """How many there are of a kind in a month or a year, beside the year before."""

    kind: Kind
    now: Cell
    before: Cell
    href: str

    @property
    def grew(self) -> int | None:
        """Return by how many hundredths delegations grew."""
        return change(self.now.delegations, self.before.delegations)


@dataclass(frozen=True)
class LateShown:
    """What a body has that is late: how many, and the longest of them."""

    body: str
    steps: tuple[LateStep, ...]
    count: int


@dataclass(frozen=True)
class MonthPage:
    """The whole page, on a day."""

    today: date
    month: FiguresPeriod
    year: FiguresPeriod
    of_month: tuple[KindCounted, ...]
    of_year: tuple[KindCounted, ...]
    abroad: tuple[Stay, ...]
    coming: tuple[Stay, ...]
    late: tuple[LateShown, ...]
    costs: tuple[tuple[Kind, tuple[CostShown, ...]], ...]


@router.shows(MONTH, Permission.SIGNED_IN)
def show_month(visitor: VisitorHere) -> Response:
    """Show the month at a glance over the cases somebody is shown."""
    reader = known(visitor)
    desk = reader.running.desk
    with desk.store.reading(one_moment=True) as conn:
        rules = desk.regulation()
        who = counter_of(conn, desk.settings, rules, reader.person.id, reader.words)
        sees, reads = (
            reach_of(desk.settings, who.around, reader.person.id, what)
            for what in (Shown.CASE, Shown.DOSSIER)
        )
        today = who.around.today
        stays = stays_in(conn, today, today + AHEAD, sees, reads)
        view = _page(conn, who, stays)
    return reader.page("figures/month.html", view=view, units=who.named.units, ahead=AHEAD.days)


def _page(conn: Connection, who: Counter, stays: tuple[Stay, ...]) -> MonthPage:
    today = who.around.today
    month, year = period_of(f"month_{today.month}", today.year), period_of(YEAR, today.year)
    return MonthPage(
        today,
        month,
        year,
        of_month=tuple(_glances(conn, who, month, f"month_{today.month}")),
        of_year=tuple(_glances(conn, who, year, YEAR)),
        abroad=tuple(stay for stay in stays if stay.lasts_on(today))[:_MOST_STAYS],
        coming=tuple(stay for stay in stays if stay.begins > today)[:_MOST_STAYS],
        late=tuple(_late(who, late_steps(conn, who.reads, who.around.now))),
        costs=tuple(_costs(conn, who, year)),
    )


def _glances(
    conn: Connection, who: Counter, period: FiguresPeriod, part: str
) -> Iterator[KindCounted]:
    for kind in KINDS:
        now, before = totals(conn, FiguresSought(kind, period), who.reads)
        asked = FiguresAsked(kind=str(kind), part=part, year=str(period.last.year))
        yield KindCounted(kind, now, before, asked.address(BEHIND))


def _late(who: Counter, steps: tuple[LateStep, ...]) -> Iterator[LateShown]:
    by_body = sorted(steps, key=lambda step: step.body)
    found = [(body, tuple(its)) for body, its in groupby(by_body, key=lambda step: step.body)]
    for body, its in sorted(found, key=lambda each: (-len(each[1]), each[0])):
        yield LateShown(who.named.body(body), its[:_MOST_LATE], len(its))


def _costs(
    conn: Connection, who: Counter, year: FiguresPeriod
) -> Iterator[tuple[Kind, tuple[CostShown, ...]]]:
    for kind in KINDS:
        asked = FiguresAsked(kind=str(kind), year=str(year.last.year))
        found = costs(conn, FiguresSought(kind, year), who.reads)
        if found:
            yield kind, tuple(who.cost(asked, line) for line in found)

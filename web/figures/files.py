"""All tables of a period as rows of a file, each with its total and the year before."""

from collections.abc import Iterator

from sqlalchemy import Connection

from config.words import Words
from models.figures.tables import CountedBy
from web.figures.asked import FiguresAsked
from web.figures.shown import CountedShown, Counter, TableShown
from web.ground.listed.handing_out import Value

COLUMNS = (
    "table", "line", "delegations", "turns", "persons",
    "delegations_before", "turns_before", "persons_before", "change",
)  # fmt: skip


def columns_of(w: Words) -> list[str]:
    """Return what the columns of a file are called."""
    return [w.text(f"page.figures.column.{name}") for name in COLUMNS]


def rows_of_tables(conn: Connection, who: Counter, asked: FiguresAsked) -> Iterator[list[Value]]:
    """Yield the total, then the lines of every table; raises `PeriodRefused`."""
    w = who.w
    for number, table in enumerate(tables_of(conn, who, asked)):
        if number == 0:
            total = w.text("page.figures.total")
            yield [total, "", *_numbers(table.total, has_persons=True)]
        title = w.text(f"page.figures.by.{table.by}")
        for line in table.lines:
            yield [title, line.title, *_numbers(line, has_persons=table.has_persons)]


def tables_of(conn: Connection, who: Counter, asked: FiguresAsked) -> Iterator[TableShown]:
    """Yield every table of a period; raises `PeriodRefused`."""
    wanted = who.wanted(asked)
    for by in CountedBy:
        yield who.table(conn, asked, wanted, by)


def _numbers(line: CountedShown, *, has_persons: bool) -> list[Value]:
    now, before = line.now, line.before
    persons, were = (now.persons, before.persons) if has_persons else (None, None)
    was = [before.delegations, before.turns, were]
    return [now.delegations, now.turns, persons, *was, line.grew]

"""The figures as a table that fits 100 columns, and how the engines compare."""

from collections.abc import Iterator, Sequence

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table

from benchmarks.figures import ENGINES, ROWS, Figure

_COLUMNS = 100
# Whose median is divided by whose.
_COMPARED = (
    ("stock-prefect-sqlite", "doan-sqlite"),
    ("stock-prefect-sqlite", "doan-postgresql"),
    ("doan-sqlite", "floor-sqlite"),
    ("doan-postgresql", "floor-postgresql"),
)
_COMPARED_BY = "decision_to_mail_p50"


def show(figures: Sequence[Figure]) -> None:
    """Print the table and the comparisons."""
    console = Console(width=_COLUMNS, highlight=False)
    console.print(_table(figures))
    for line in comparisons(figures):
        console.print(line)


def comparisons(figures: Sequence[Figure]) -> Iterator[str]:
    """Say how many times as long one engine takes from a decision to the next mail as another."""
    medians = {figure.engine: figure.value for figure in figures if figure.row == _COMPARED_BY}
    for slower, faster in _COMPARED:
        if slower in medians and faster in medians:
            ratio = shown(medians[slower] / medians[faster])
            yield f"decision to the next mail: {slower} / {faster} = {ratio}"


def shown(value: float) -> str:
    """Return a value in as many digits as mean something: about three."""
    if value == int(value) or value >= 100:
        return f"{value:,.0f}"
    if value >= 10:
        return f"{value:.1f}"
    return f"{value:.2f}" if value >= 1 else f"{value:.2g}"


def _table(figures: Sequence[Figure]) -> Table:
    present = {figure.engine for figure in figures}
    engines = [engine for engine in ENGINES if engine in present]
    table = Table("", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    for engine in engines:
        # The database stands in a line of its own.
        table.add_column("\n".join(engine.rsplit("-", 1)), justify="right")
    table.add_column("unit")
    # Of how large a Doan has been filled, and of which page, the name of a row says all.
    others = {figure.row: figure.row for figure in figures if figure.row not in ROWS}
    for row, words in {**ROWS, **others}.items():
        found = {figure.engine: figure for figure in figures if figure.row == row}
        if found:
            values = [shown(found[e].value) if e in found else "–" for e in engines]
            table.add_row(words, *values, next(iter(found.values())).unit)
    return table

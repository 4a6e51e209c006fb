"""`make bench`: Doan measured as people use it, beside Prefect as it comes and a bare floor.

Prints a table and writes `build/bench.json`, a list of `{row, engine, value, unit}`, and
`build/bench.png`.
"""

import argparse
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks import doan_engine, floor, growth, large, letters, stock_engine
from benchmarks.doan import doan_up, without_settings_of_others
from benchmarks.figures import Figure
from benchmarks.fill.filled import Wanted, fill
from benchmarks.kept import BUILD, end_in_order_on_signals, keep
from benchmarks.mail import sink
from benchmarks.plot import draw
from benchmarks.postgresql import postgresql
from benchmarks.samples import FULL, QUICK, Samples
from benchmarks.stock_engine import stock_up
from benchmarks.table import show, shown
from config.settings import Settings


def main() -> None:
    """Measure, show, write down and draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="just enough to see that it works")
    parser.add_argument("--letters", action="store_true", help="the rows of letters alone")
    parser.add_argument("--growth", action="store_true", help="how much a case takes, alone")
    parser.add_argument(
        "--large",
        type=int,
        metavar="N",
        help="instead, what a Doan costs that is filled with N cases that are over and N/10 open ones",
    )
    parser.add_argument("--on", choices=("sqlite", "postgresql"), help="on this database alone")
    asked = parser.parse_args()
    samples = QUICK if asked.quick else FULL
    without_settings_of_others()
    end_in_order_on_signals()
    with tempfile.TemporaryDirectory(prefix="doan-bench-") as folder:
        figures = [_said(figure) for figure in _asked(Path(folder), samples, asked)]
    show(figures)
    keep(figures)
    if not (asked.letters or asked.growth or asked.large or asked.on):
        draw(figures, BUILD / "bench.png")


def _said(figure: Figure) -> Figure:
    """Say a figure at once: a full run takes minutes."""
    print(figure.engine, figure.row, shown(figure.value), figure.unit, file=sys.stderr)
    return figure


def _asked(folder: Path, samples: Samples, asked: argparse.Namespace) -> Iterator[Figure]:
    engines = {"sqlite": _on_sqlite, "postgresql": _on_postgresql}
    for name, measured in engines.items():
        if asked.on in (None, name):
            yield from measured(folder, samples, asked)
    if asked.letters or asked.growth or asked.large or asked.on:
        return
    with sink() as mail, stock_up(folder / "stock", mail) as stock:
        yield from stock_engine.figures_of(stock, samples.stock_decisions)


def _large(folder: Path, url: str, engine: str, over: int) -> Iterator[Figure]:
    """Fill a Doan and measure it; its rows end with how large it is, in thousands."""
    folder.mkdir(mode=0o700)
    settings = Settings(folder=folder, database_url=url)
    fill(settings, Wanted(over, over // 10))
    yield from large.figures_of(settings, engine, f"{over // 1000}k")


def _on_sqlite(folder: Path, samples: Samples, asked: argparse.Namespace) -> Iterator[Figure]:
    if asked.large:
        yield from _large(folder / "sqlite-large", "", "doan-sqlite", asked.large)
        return
    if not asked.letters:
        with sink() as mail, doan_up(folder / "sqlite-grown", mail) as doan:
            yield from growth.figures_of(doan, "doan-sqlite", samples.grown_cases)
        if asked.growth:
            return
    yield letters.lease(f"sqlite:///{folder / 'lease.sqlite'}", "doan-sqlite")
    with sink() as mail:
        with doan_up(folder / "sqlite", mail) as doan:
            if asked.letters:
                yield from doan_engine.letters_of(doan, "doan-sqlite", samples)
                return
            yield from doan_engine.figures_of(doan, "doan-sqlite", samples)
            model = floor.model(doan.store)
        url = f"sqlite:///{folder / 'floor.sqlite'}"
        yield from floor.figures_of(url, mail, "floor-sqlite", model, samples.floor_cases)


def _on_postgresql(folder: Path, samples: Samples, asked: argparse.Namespace) -> Iterator[Figure]:
    with postgresql(folder / "postgres") as server, sink() as mail:
        if asked.large:
            url = server.make("large")
            yield from _large(folder / "postgresql-large", url, "doan-postgresql", asked.large)
            return
        if not asked.letters:
            url = server.make("grown")
            with doan_up(folder / "postgresql-grown", mail, url, server.pid) as doan:
                yield from growth.figures_of(doan, "doan-postgresql", samples.grown_cases)
            if asked.growth:
                return
        yield letters.lease(server.make("lease"), "doan-postgresql")
        with doan_up(folder / "postgresql", mail, server.url(), server.pid) as doan:
            if asked.letters:
                yield from doan_engine.letters_of(doan, "doan-postgresql", samples)
                return
            yield from doan_engine.figures_of(doan, "doan-postgresql", samples)
            model = floor.model(doan.store)
        url = server.make("floor")
        yield from floor.figures_of(url, mail, "floor-postgresql", model, samples.floor_cases)


if __name__ == "__main__":
    main()

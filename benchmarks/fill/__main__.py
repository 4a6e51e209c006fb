"""Fill a Doan with cases: some are lived, the others written after them, each with its own journal.

    python -m benchmarks.fill --archived 100000 --open 10000 --into /tmp/filled
    python -m benchmarks.fill --archived 10000 --open 1000 --on postgresql --into /tmp/filled

The folder is a Doan's own (`DOAN_FOLDER`), of the sample province, whose clock is moved by hand. On
PostgreSQL the database is in a server that runs from the folder `postgres` in it, unless `--url` names
an empty one.
"""

import argparse
import os
from contextlib import ExitStack
from pathlib import Path

from benchmarks.doan import without_settings_of_others
from benchmarks.fill.filled import Wanted, fill
from benchmarks.kept import end_in_order_on_signals
from benchmarks.postgresql import postgresql
from config.settings import Settings


def main() -> None:
    """Fill, and say where."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.fill",
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--archived", type=int, default=1000, help="so many that are over")
    parser.add_argument("--open", type=int, default=100, help="so many that are under way")
    parser.add_argument("--on", choices=("sqlite", "postgresql"), default="sqlite")
    parser.add_argument("--into", type=Path, required=True, help="the folder, which is new")
    parser.add_argument("--url", default="", help="an empty database of PostgreSQL")
    asked = parser.parse_args()
    without_settings_of_others()
    end_in_order_on_signals()
    asked.into.mkdir(mode=0o700, parents=True)
    with ExitStack() as running:
        url = asked.url
        if asked.on == "postgresql" and not url:
            url = running.enter_context(postgresql(asked.into / "postgres")).make("filled")
        os.environ["DOAN_FOLDER"] = str(asked.into)
        settings = Settings(folder=asked.into, database_url=url)
        fill(settings, Wanted(asked.archived, asked.open))


if __name__ == "__main__":
    main()

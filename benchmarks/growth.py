"""How much a finished case takes once all that is kept for a time alone has gone by age."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from benchmarks.doan import Doan
from benchmarks.figures import KILOBYTES, Figure
from benchmarks.lives import live
from benchmarks.processes import wait_until
from flows.sweeps.growth import prune
from flows.sweeps.retention import retain
from flows.sweeps.sweep import sweep
from models.store.health.sizes import database_bytes
from models.store.outbox import WAITING, MessageState
from models.store.tables import outbox

# Longer than anything is kept that is kept for a time, by settings or by the sample's regulation.
_LONG = timedelta(days=400)
_WAITS = (*WAITING, MessageState.GATHERED)


def figures_of(doan: Doan, engine: str, count: int) -> Iterator[Figure]:
    """Let cases live, let time pass, prune, and see how much each has left behind.

    As many have lived and grown old before, of the same people: an office has its deciders and its
    travellers, and a database the first page of every table, whatever the number of its cases.
    """
    live(doan, count)
    _grows_old(doan)
    before, in_prefect_before = _kept(doan)
    doan.the_same_go_again()
    live(doan, count)
    _grows_old(doan)
    after, in_prefect = _kept(doan)
    yield Figure("bytes_per_case", engine, (after - before) / count / 1000, KILOBYTES)
    of_prefect = (in_prefect - in_prefect_before) / count / 1000
    yield Figure("bytes_per_case_in_prefect", engine, of_prefect, KILOBYTES)


def _grows_old(doan: Doan) -> None:
    """Let it be long afterwards, and all pruned."""
    doan.history_catches_up()
    doan.days_pass_until(doan.today + _LONG)
    wait_until(lambda: not _letters_wait(doan), "all letters to be sent")
    sweep(doan.desk)
    retain(doan.desk)
    prune(doan.desk)
    doan.history_catches_up()


def _kept(doan: Doan) -> tuple[int, int]:
    """Return the bytes of Doan's database and of Prefect's."""
    return _in_use(doan), _without_events(doan.settings.folder / "prefect" / "prefect.sqlite")


def _letters_wait(doan: Doan) -> bool:
    with doan.store.reading() as conn:
        waits = select(func.count()).where(outbox.c.state.in_(_WAITS))
        return bool(conn.execute(waits).scalar_one())


def _in_use(doan: Doan) -> int:
    if not doan.store.is_sqlite:
        with doan.store.engine.connect() as plain:
            # Rows that went leave their room behind until it is wanted; here it is to be seen.
            plain.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("VACUUM FULL")
    with doan.store.reading() as conn:
        return database_bytes(conn)


def _without_events(database: Path) -> int:
    """Return the size of a copy of Prefect's database after its events went, which takes it days."""
    copy = database.with_name("grown-old.sqlite")
    with closing(sqlite3.connect(database)) as lived, closing(sqlite3.connect(copy)) as old:
        lived.backup(old)
        for table in ("events", "event_resources"):
            old.execute(f"DELETE FROM {table}")
        old.commit()
        old.execute("VACUUM")
    size = copy.stat().st_size
    copy.unlink()
    return size

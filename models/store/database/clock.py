"""The database's clock: the machine's own time, and the one people go by.

They differ in a folder made for a demonstration, whose clock is moved by hand.
"""

from datetime import UTC, date, datetime, timedelta
from math import ceil
from typing import Any

from sqlalchemy import Connection, ScalarSelect, func, select
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.sql.functions import FunctionElement

from config.province_time import day_of
from models.errors import ClockFixed
from models.store.tables import Moment, movable_clock


class machine_clock(FunctionElement[datetime]):  # noqa: N801 - it is used as SQL functions are.
    """The machine's time, so many seconds later, as part of a statement: it spares asking first."""

    type = Moment()
    inherit_cache = True


@compiles(machine_clock)
def _on_postgresql(element: machine_clock, compiler: SQLCompiler, **how: Any) -> str:
    seconds = compiler.process(element.clauses, **how) or "0"
    return f"(statement_timestamp() + make_interval(secs => {seconds}))"


@compiles(machine_clock, "sqlite")
def _on_sqlite(element: machine_clock, compiler: SQLCompiler, **how: Any) -> str:
    return f"machine_clock({compiler.process(element.clauses, **how) or '0'})"


def stored_moment(seconds: float) -> str:
    """Return the machine's time, moved, as SQLite keeps moments."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return moment.strftime("%Y-%m-%d %H:%M:%S.%f")


# Put together once: that costs more than the database needs to answer them.
MOVED = select(movable_clock.c.offset_seconds).scalar_subquery()
_MACHINE_TIME = select(machine_clock())
_MACHINE_TIME_MOVED = select(machine_clock(), MOVED)
# The time people go by, as part of a statement: asked for once, however many rows are held against it.
peoples_clock = select(machine_clock(func.coalesce(MOVED, 0))).scalar_subquery()


def moment_ago(span: timedelta) -> ScalarSelect[datetime]:
    """Return the moment that is so long ago for people, as part of a statement."""
    past = func.coalesce(MOVED, 0) - int(span.total_seconds())
    return select(machine_clock(past)).scalar_subquery()


def now(conn: Connection) -> datetime:
    """Return the database's time in UTC, moved by the clock of a demo folder if it has one."""
    return both_times(conn)[1]


def both_times(conn: Connection) -> tuple[datetime, datetime]:
    """Return the machine's time and, for the same moment, the one people go by (`now`)."""
    machine, moved = conn.execute(_MACHINE_TIME_MOVED).one()
    return machine, machine + timedelta(seconds=moved or 0)


def today(conn: Connection) -> date:
    """Return the day it is in the province by the database's time."""
    return day_of(now(conn))


def machine_time(conn: Connection) -> datetime:
    """Return the database machine's own time in UTC, whatever clock the folder plays by."""
    moment: datetime = conn.execute(_MACHINE_TIME).scalar_one()
    return moment


def make_clock_movable(conn: Connection, at: datetime) -> None:
    """Give this database a clock of its own, set to `at`. For folders made for it only."""
    conn.execute(movable_clock.delete())
    conn.execute(movable_clock.insert().values(id=1, offset_seconds=_offset(conn, at)))


def is_movable(conn: Connection) -> bool:
    """Tell whether this database has a clock of its own."""
    return conn.execute(select(movable_clock.c.id)).first() is not None


def move_clock(conn: Connection, at: datetime) -> None:
    """Move the clock of a demo folder forward to `at`.

    Raises `ClockFixed` where the clock is the real one: nobody moves that.
    """
    moved = conn.execute(movable_clock.update().values(offset_seconds=_offset(conn, at)))
    if moved.rowcount == 0:
        raise ClockFixed("real")


def _offset(conn: Connection, at: datetime) -> int:
    # Whole seconds, and never a moment before the one that was asked for.
    return ceil((at - machine_time(conn)).total_seconds())

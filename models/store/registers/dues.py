"""What is due of registers: kept with the days on which the office is told, and whether it was."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Connection, and_, delete, exists, insert, select, update

from models import entries as e
from models.entries.registers import DueTold, ReminderTold
from models.registers.dues import DueKind
from models.registers.register import RegisterKey
from models.store.house.journal import HouseJournal
from models.store.tables import register_dues, register_rows

_DUES = register_dues.c
_KEY = ("line", "what", "due_on", "tell_on")


@dataclass(frozen=True)
class DueFound:
    """Something that is due of a row, by which of its lines, and on which day."""

    number: int
    register: RegisterKey
    line: int
    what: DueKind
    on: date


def enter(conn: Connection, dues: Mapping[int, Iterable[DueTold]]) -> None:
    """Keep what is due of rows that are new."""
    rows = [row for number, each in dues.items() for row in _rows(number, each)]
    if rows:
        conn.execute(insert(register_dues), rows)


def put(conn: Connection, number: int, dues: Iterable[DueTold]) -> None:
    """Keep what is due of a row from now on; what was told already of the same is told."""
    before = select(register_dues).where(_DUES.number == number, _DUES.told.is_(True))
    told = {tuple(getattr(row, name) for name in _KEY) for row in conn.execute(before)}
    conn.execute(delete(register_dues).where(_DUES.number == number))
    rows = _rows(number, dues)
    for row in rows:
        row["told"] = tuple(row[name] for name in _KEY) in told
    if rows:
        conn.execute(insert(register_dues), rows)


def _rows(number: int, dues: Iterable[DueTold]) -> list[dict[str, Any]]:
    return [
        {
            "number": number,
            "line": due.line,
            "what": due.what,
            "due_on": due.on,
            "tell_on": day,
            "told": False,
        }
        for due in dues
        for day in sorted(set(due.tells))
    ]


def are_to_tell(conn: Connection, today: date) -> bool:
    """Tell whether the office is to be told anything."""
    return bool(conn.execute(select(exists().where(_to_tell(today)))).scalar())


def take_to_tell(house: HouseJournal, today: date) -> tuple[tuple[DueFound, ...], int]:
    """Return what the office is to be told of, the earliest first, and the entry that tells of it.

    It is told from now on. Of several days on which the same was to be told it is told once.
    """
    conn = house.conn
    house.wait()
    found = _found(conn, _to_tell(today), None)
    if not found:
        return (), 0
    conn.execute(update(register_dues).where(_to_tell(today)).values(told=True))
    told = [
        ReminderTold(number=each.number, line=each.line, what=each.what.value, through=today)
        for each in found
    ]
    return found, house.record(e.RegisterReminded(reminders=tuple(told)))


def _to_tell(today: date) -> Any:
    return and_(_DUES.told.is_(False), _DUES.tell_on <= today)


def due_until(
    conn: Connection, last: date, registers: Collection[RegisterKey], most: int
) -> tuple[DueFound, ...]:
    """Return what is due until a day of some registers, what is late before all; at most so much."""
    wanted = and_(_DUES.due_on <= last, register_rows.c.register.in_([r.value for r in registers]))
    return _found(conn, wanted, most)


def due_of(conn: Connection, number: int) -> tuple[DueFound, ...]:
    """Return what is due of a row, the earliest first."""
    return _found(conn, _DUES.number == number, None)


def _found(conn: Connection, wanted: Any, most: int | None) -> tuple[DueFound, ...]:
    rows = (
        select(_DUES.number, register_rows.c.register, _DUES.line, _DUES.what, _DUES.due_on)
        .join(register_rows, register_rows.c.number == _DUES.number)
        .where(wanted)
        .distinct()
        .order_by(_DUES.due_on, _DUES.number, _DUES.line, _DUES.what)
        .limit(most)
    )
    return tuple(
        DueFound(row.number, RegisterKey(row.register), row.line, DueKind(row.what), row.due_on)
        for row in conn.execute(rows)
    )

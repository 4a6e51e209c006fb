"""Many cases of few: a real one's rows written straight into the tables under other numbers."""

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, event, func, insert, select, text

from models.ids import CaseNo
from models.store.database.engine import Store
from models.store.tables import cases, metadata

# What nothing of these pages reads, or is held to be there once.
_LEFT_OUT = frozenset(("journal", "leaves", "outbox", "due_moments", "bookings", "passport_keys",
                       "address_book", "audit_lines", "run_states"))  # fmt: skip


def clone(conn: Connection, no: CaseNo, times: int) -> None:
    """Let there be so many more cases like one; their journals are not written."""
    prefix, year, _ = no.split("-")
    start = conn.execute(select(func.count()).select_from(cases)).scalar_one() + 1000
    numbers = [f"{prefix}-{year}-{start + n:04d}" for n in range(times)]
    own = dict(conn.execute(select(cases).where(cases.c.no == no)).mappings().one())
    conn.execute(insert(cases), [{**own, "no": number} for number in numbers])
    for table in metadata.sorted_tables:
        if "case_no" not in table.c or table.name in _LEFT_OUT or not table.c.case_no.foreign_keys:
            continue
        rows = [
            dict(r) for r in conn.execute(select(table).where(table.c.case_no == no)).mappings()
        ]
        written = [{**row, "case_no": number} for number in numbers for row in rows]
        if written:
            conn.execute(insert(table), written)


def clone_with_moments(store: Store, no: CaseNo, times: int) -> None:
    """Let there be so many more cases like one, each with its moments."""
    with store.writing() as conn:
        clone(conn, no, times)
        conn.execute(
            text(
                "INSERT INTO due_moments (case_no, step, kind, due_at, fired_at)"
                " SELECT c.no, m.step, m.kind, m.due_at, m.fired_at FROM cases c, due_moments m"
                " WHERE m.case_no = :of AND NOT EXISTS"
                " (SELECT 1 FROM due_moments d WHERE d.case_no = c.no)"
            ),
            {"of": no},
        )


@contextmanager
def queries_of(store: Store) -> Iterator[list[str]]:
    """Hear every statement a store is asked while something is done."""
    heard: list[str] = []

    def hear(_conn: object, _cursor: object, statement: str, *_: object) -> None:
        heard.append(statement)

    engines = (store.engine, store.reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)

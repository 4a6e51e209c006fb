"""How a database means to answer: which tables that grow it would read from end to end."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import event

from models.store.database.engine import Store
from models.store.tables import metadata

# Of these there are more with every case, be it over or not; some are asked by other names.
GROWS = {
    "cases", "steps", "case_words", "search_words", "travellers", "dossiers", "journal", "votes",
    "texts", "files", "outbox", "due_moments", "leaves", "histories", "audit_lines", "plan_steps",
    "named", "asked", "counted", "owing", "carried",
}  # fmt: skip
# An index over what there is to do alone may be read whole: it is as small as that.
_SMALL = {
    str(index.name)
    for table in metadata.tables.values()
    for index in table.indexes
    if index.dialect_options["sqlite"]["where"] is not None
}
Heard = list[tuple[str, Any]]


@contextmanager
def asked_of(store: Store) -> Iterator[Heard]:
    """Hear every question with what it is asked with."""
    heard: Heard = []

    def hear(_conn, _cursor, statement, parameters, _context, many):
        if not many:
            heard.append((statement, parameters))

    engines = (store.engine, store.reader)
    for engine in engines:
        event.listen(engine, "before_cursor_execute", hear)
    try:
        yield heard
    finally:
        for engine in engines:
            event.remove(engine, "before_cursor_execute", hear)


def read_whole(store: Store, heard: Heard, *, by_index: bool = True) -> set[tuple[str, str]]:
    """The tables that grow which are read from end to end, each with the question.

    With `by_index` an index may be read so, as a page of a list does until it is full. On PostgreSQL,
    which reads small tables whole in any case, what no index could answer is found.
    """
    found = set()
    with store.reading() as conn:
        if not store.is_sqlite:
            conn.exec_driver_sql("SET enable_seqscan = off")
        for statement, parameters in heard:
            if not statement.lstrip().startswith(("SELECT", "WITH", "UPDATE", "DELETE")):
                continue
            how = "EXPLAIN QUERY PLAN " if store.is_sqlite else "EXPLAIN "
            plan = conn.exec_driver_sql(how + statement, parameters)
            lines = [row.detail if store.is_sqlite else row[0] for row in plan]
            reads = _on_sqlite if store.is_sqlite else _on_postgresql
            found |= {(table, statement[:600]) for table in reads(lines, by_index)}
        if not store.is_sqlite:
            conn.exec_driver_sql("RESET enable_seqscan")
    return found


def _on_sqlite(lines: list[str], by_index: bool) -> Iterator[str]:
    for line in lines:
        read = re.match(r"(?:SCAN (\w+)|SEARCH (\w+) USING INTEGER PRIMARY KEY \(rowid>\?\))", line)
        table = read and (read[1] or read[2])
        index = re.search(r"USING (?:COVERING )?INDEX (\w+)", line)
        if table in GROWS and not (index and (by_index or index[1] in _SMALL)):
            yield str(table)


def _on_postgresql(lines: list[str], _by_index: bool) -> Iterator[str]:
    for line in lines:
        read = re.search(r"Seq Scan on (\w+)", line)
        if read and read[1] in GROWS:
            yield read[1]

"""Rows as the database's driver has them: read once, and written by the thousand."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, cast

from sqlalchemy import JSON, Connection, Table, select

from models.journal.entry import canonical

Values = tuple[Any, ...]
Rows = dict[Table, list[Values]]


def columns_of(table: Table) -> list[str]:
    """Return the names of a table's columns in their order."""
    return [column.name for column in table.columns]


def rows_of(conn: Connection, table: Table, column: str, value: str) -> list[Values]:
    """Return the rows of a table as they lie there; what is JSON as its text."""
    found = select(table).where(table.c[column] == value).order_by(*table.primary_key)
    said = found.compile(conn, compile_kwargs={"literal_binds": True})
    json = [isinstance(column.type, JSON) for column in table.columns]
    return [
        tuple(
            canonical(value) if is_json and not isinstance(value, str | None) else value
            for is_json, value in zip(json, row, strict=True)
        )
        for row in conn.exec_driver_sql(str(said))
    ]


def write(conn: Connection, rows: Mapping[Table, Iterable[Sequence[Any]]]) -> None:
    """Write rows, table by table in the order in which one names another."""
    for table in sorted(rows, key=lambda each: (each.name != "cases", each.name)):
        _write_all(conn, table, list(rows[table]))


def _write_all(conn: Connection, table: Table, rows: list[Sequence[Any]]) -> None:
    if not rows:
        return
    named = ", ".join(f'"{name}"' for name in columns_of(table))
    if conn.dialect.name == "sqlite":
        places = ", ".join("?" * len(table.columns))
        said = f"INSERT INTO {table.name} ({named}) VALUES ({places})"
        conn.exec_driver_sql(said, [tuple(row) for row in rows])
        return
    driver = cast("Any", conn.connection.dbapi_connection)
    with driver.cursor() as cursor, cursor.copy(f"COPY {table.name} ({named}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)

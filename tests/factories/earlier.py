"""A database as a release of before would have left it: what came since is taken away again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, Table, create_engine, inspect, text

from models.store.migrations import upgrade
from models.store.tables import metadata


@dataclass(frozen=True)
class Shape:
    """The columns of each table that a revision has, and its indexes."""

    columns: dict[str, frozenset[str]]
    indexes: frozenset[str]

    def lacks(self, table: Table) -> tuple[str, ...]:
        """Return the columns of a table that came since."""
        return tuple(c.name for c in table.c if c.name not in self.columns[table.name])


@cache
def shape_of(revision: str) -> Shape:
    """Return the shape that a new database has at a revision."""
    engine = create_engine("sqlite://")
    with engine.begin() as conn:
        upgrade(conn, revision)
        found = inspect(conn)
        names = found.get_table_names()
        columns = {name: frozenset(c["name"] for c in found.get_columns(name)) for name in names}
        named = conn.execute(text("SELECT name FROM sqlite_master WHERE type = 'index'"))
        indexes = frozenset(named.scalars())
    engine.dispose()
    return Shape(columns, indexes)


def becomes_older(conn: Connection, revision: str) -> None:
    """Take away whatever tables, indexes and columns came after a revision."""
    shape = shape_of(revision)
    for table in reversed(metadata.sorted_tables):
        if table.name not in shape.columns:
            conn.execute(text(f"DROP TABLE {table.name}"))
            continue
        for index in table.indexes:
            if index.name not in shape.indexes:
                conn.execute(text(f"DROP INDEX {index.name}"))
        # SQLite cannot take a column out of a key again; whoever makes the table anew minds none.
        for column in (c for c in shape.lacks(table) if not table.c[c].primary_key):
            conn.execute(text(f"ALTER TABLE {table.name} DROP COLUMN {column}"))
    conn.execute(text("UPDATE alembic_version SET version_num = :to"), {"to": revision})


def rows_become_older(
    folder: Path, columns: Mapping[str, Sequence[str]], revision: str
) -> dict[str, tuple[str, ...]]:
    """Take the same away from the rows PostgreSQL copied, a file a table; return the columns left."""
    shape, left = shape_of(revision), {}
    for name, names in columns.items():
        file = folder / f"{name}.rows"
        if name not in shape.columns:
            file.unlink()
            continue
        kept = [at for at, column in enumerate(names) if column in shape.columns[name]]
        lines = file.read_bytes().split(b"\n")[:-1]
        rows = (line.split(b"\t") for line in lines)
        file.write_bytes(b"".join(b"\t".join(row[at] for at in kept) + b"\n" for row in rows))
        left[name] = tuple(names[at] for at in kept)
    return left

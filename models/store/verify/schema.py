"""The auditor's check of the database's shape: tables, columns and indexes are those of the release.

Whoever owns the database can add a column that a trigger fills, drop the index that keeps a mailbox to
one person, or lay a view in a table's place. The shape is written down with the release, in a file that
a test holds to the migrations; triggers are looked at beside it (`guards`).
"""

import json
import warnings
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import SAWarning

from models.store.verify.reading import WHOLE, Difference

WRITTEN_DOWN = Path(__file__).parent / "schema.json"
_EXPRESSIONS_ON_SQLITE = """
SELECT tbl_name AS table_name, name FROM sqlite_master
WHERE type = 'index' AND sql LIKE 'CREATE UNIQUE INDEX%(lower(%' ORDER BY name
"""
_EXPRESSIONS = """
SELECT tablename AS table_name, indexname AS name FROM pg_indexes
WHERE schemaname = current_schema() AND indexdef LIKE 'CREATE UNIQUE INDEX%(lower(%' ORDER BY indexname
"""
Shape = dict[str, dict[str, list[str]]]


def schema_difference(conn: Connection) -> Difference | None:
    """Hold the database's shape against the release's; name the first table that has another."""
    demanded: Shape = json.loads(WRITTEN_DOWN.read_text(encoding="utf-8"))
    found = shape_of(conn)
    for table in sorted(demanded.keys() | found.keys()):
        place = f"table {table}"
        if table not in found:
            return Difference(WHOLE, place, "no table", "one")
        if table not in demanded:
            return Difference(WHOLE, place, "a table", "none: the release has no such table")
        for part, expected in demanded[table].items():
            if found[table][part] != expected:
                strange = sorted(set(found[table][part]) ^ set(expected))
                return Difference(
                    WHOLE, f"{place}, {part}", ", ".join(strange), "as the release has"
                )
    views = inspect(conn).get_view_names()
    return Difference(WHOLE, f"views {', '.join(views)}", "views", "none") if views else None


def shape_of(conn: Connection) -> Shape:
    """Return a database's shape in words that both kinds of database share."""
    with warnings.catch_warnings():
        # Of an index over an expression SQLAlchemy says that it cannot tell: it is asked for beside.
        warnings.simplefilter("ignore", SAWarning)
        return _shape_of(conn)


def _shape_of(conn: Connection) -> Shape:
    found, by_expression = inspect(conn), _by_expression(conn)
    return {
        table: {
            "columns": sorted(_column(each) for each in found.get_columns(table)),
            "key": list(found.get_pk_constraint(table)["constrained_columns"]),
            "unique": sorted(
                ",".join(each["column_names"]) for each in found.get_unique_constraints(table)
            ),
            "indexes": sorted(
                f"{each['name']}({','.join(map(str, each['column_names']))})"
                for each in found.get_indexes(table)
                if not each.get("duplicates_constraint") and None not in each["column_names"]
            ),
            "by an expression": by_expression.get(table, []),
            "foreign keys": sorted(
                f"{','.join(each['constrained_columns'])}->{each['referred_table']}"
                for each in found.get_foreign_keys(table)
            ),
        }
        for table in found.get_table_names()
    }


def _by_expression(conn: Connection) -> dict[str, list[str]]:
    """Return the indexes over what is computed of a row, which SQLAlchemy does not tell of SQLite."""
    asked = _EXPRESSIONS_ON_SQLITE if conn.dialect.name == "sqlite" else _EXPRESSIONS
    found: dict[str, list[str]] = {}
    for row in conn.execute(text(asked)):
        found.setdefault(row.table_name, []).append(row.name)
    return found


def _column(column: Any) -> str:
    """Return a column as `name`, with `?` where it may be empty."""
    return f"{column['name']}{'?' if column['nullable'] else ''}"

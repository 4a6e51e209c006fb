"""What makes the journal append-only: triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE.

The places of its entries and its checkpoints are guarded as the entries are.
`models.store.verify.guards` knows the triggers' text too: whoever changes one changes it there.
"""

from collections.abc import Iterator

from sqlalchemy import Connection

REFUSAL = "the journal is append-only"

# Each table, and what tells its rows apart.
_GUARDED = {
    "journal": ("case_no = NEW.case_no AND seq = NEW.seq",),
    "leaves": ("leaf = NEW.leaf", "case_no = NEW.case_no AND seq = NEW.seq"),
    "checkpoints": ("size = NEW.size",),
}


def lay_guards(conn: Connection) -> None:
    """Lay the triggers; safe to repeat. One that was hollowed out or disabled is laid anew."""
    statements = _on_sqlite if conn.dialect.name == "sqlite" else _on_postgresql
    for statement in statements():
        conn.exec_driver_sql(statement)


def _on_sqlite() -> Iterator[str]:
    for table, keys in _GUARDED.items():
        # SQLite's REPLACE deletes the row in its way without firing a trigger of DELETE, so a row in
        # whose way any other lies is refused before: by whatever is unique, or the row's own id.
        rows = (f"SELECT 1 FROM {table} WHERE {key}" for key in (*keys, "rowid = NEW.rowid"))  # noqa: S608
        in_the_way = "WHEN " + " OR ".join(f"EXISTS ({row})" for row in rows)
        for event, name, when in (
            ("UPDATE", "update", ""),
            ("DELETE", "delete", ""),
            ("INSERT", "replace", in_the_way),
        ):
            yield f"DROP TRIGGER IF EXISTS {table}_no_{name}"
            yield (
                f"CREATE TRIGGER {table}_no_{name} BEFORE {event} ON {table} {when}"
                f" BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END"
            )


def _on_postgresql() -> Iterator[str]:
    yield (
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        f" $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$"
    )
    for table in _GUARDED:
        for event, name, each in (
            ("UPDATE OR DELETE", "change", "ROW"),
            ("TRUNCATE", "truncate", "STATEMENT"),
        ):
            yield (
                f"CREATE OR REPLACE TRIGGER {table}_no_{name} BEFORE {event} ON {table}"
                f" FOR EACH {each} EXECUTE FUNCTION journal_refuses()"
            )

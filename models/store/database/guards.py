"""What makes the journal append-only: triggers that refuse UPDATE, DELETE, REPLACE and TRUNCATE.

`models.store.verify.guards` knows their text too: whoever changes one changes it there.
"""

from sqlalchemy import Connection

REFUSAL = "the journal is append-only"


def guard_journal(conn: Connection) -> None:
    """Lay the triggers; safe to repeat. One that was hollowed out or disabled is laid anew."""
    statements = _SQLITE if conn.dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        conn.exec_driver_sql(statement)


# SQLite's REPLACE deletes the row in its way without firing a trigger of DELETE, so a row in whose
# way any other lies is refused before: by its number, its hash (unique too) or the row's own id.
_IN_THE_WAY = """
    WHEN EXISTS (SELECT 1 FROM journal WHERE case_no = NEW.case_no AND seq = NEW.seq)
    OR EXISTS (SELECT 1 FROM journal WHERE hash = NEW.hash)
    OR EXISTS (SELECT 1 FROM journal WHERE rowid = NEW.rowid)
"""

_SQLITE = [
    statement
    for name, event, when in (
        ("journal_no_update", "UPDATE", ""),
        ("journal_no_delete", "DELETE", ""),
        ("journal_no_replace", "INSERT", _IN_THE_WAY),
    )
    for statement in (
        f"DROP TRIGGER IF EXISTS {name}",
        f"""
        CREATE TRIGGER {name} BEFORE {event} ON journal {when}
        BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
        """,
    )
]

_POSTGRESQL = [
    f"""
    CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS
    $$ BEGIN RAISE EXCEPTION '{REFUSAL}'; END $$
    """,
    """
    CREATE OR REPLACE TRIGGER journal_no_change BEFORE UPDATE OR DELETE ON journal
    FOR EACH ROW EXECUTE FUNCTION journal_refuses()
    """,
    """
    CREATE OR REPLACE TRIGGER journal_no_truncate BEFORE TRUNCATE ON journal
    FOR EACH STATEMENT EXECUTE FUNCTION journal_refuses()
    """,
]

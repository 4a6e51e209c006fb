"""What makes the journal append-only: triggers that refuse UPDATE, DELETE and TRUNCATE."""

from sqlalchemy import Connection

REFUSAL = "the journal is append-only"


def guard_journal(conn: Connection) -> None:
    """Lay the triggers; safe to repeat."""
    statements = _SQLITE if conn.dialect.name == "sqlite" else _POSTGRESQL
    for statement in statements:
        conn.exec_driver_sql(statement)


_SQLITE = [
    f"""
    CREATE TRIGGER IF NOT EXISTS journal_no_{event.lower()} BEFORE {event} ON journal
    BEGIN SELECT RAISE(ABORT, '{REFUSAL}'); END
    """
    for event in ("UPDATE", "DELETE")
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

"""Rows of letters that shrank are laid close together, so that what they took is there for others."""

from collections.abc import Sequence

from sqlalchemy import Connection, column, delete, insert, select, table

from models.store.tables import outbox

_LAID_ANEW = table("laid_anew", *(column(each.name) for each in outbox.c))


def lay_close_together(conn: Connection, those: Sequence[int]) -> None:
    """Write rows of SQLite anew: one that shrinks in its place leaves its page as empty as it made it.

    Pages are joined where rows are deleted. What refers to a row finds it there again at the commit.
    PostgreSQL writes rows anew by itself, and clears up behind them.
    """
    if conn.dialect.name != "sqlite":
        return
    wanted = outbox.c.id.in_(those)
    conn.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
    # Within SQL, where not even a damaged text becomes another on its way.
    conn.exec_driver_sql("CREATE TEMP TABLE laid_anew AS SELECT * FROM outbox WHERE false")
    conn.execute(insert(_LAID_ANEW).from_select(outbox.c.keys(), select(outbox).where(wanted)))
    conn.execute(delete(outbox).where(wanted))
    conn.exec_driver_sql("INSERT INTO outbox SELECT * FROM laid_anew")
    conn.exec_driver_sql("DROP TABLE laid_anew")

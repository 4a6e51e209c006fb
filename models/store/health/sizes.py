"""How much the database keeps, all in all and for each case."""

from sqlalchemy import Connection, func, select, text

from models.store.tables import case_numbers


def database_bytes(conn: Connection) -> int:
    """Return how many bytes of the database are in use; pages that are free for new rows are not.

    On PostgreSQL the size of the whole database, whose free pages nobody tells cheaply.
    """
    if conn.dialect.name != "sqlite":
        found: int = conn.execute(text("SELECT pg_database_size(current_database())")).scalar_one()
        return found
    pages, free, size = (
        conn.exec_driver_sql(f"PRAGMA {name}").scalar_one()
        for name in ("page_count", "freelist_count", "page_size")
    )
    return int((pages - free) * size)


def how_many_cases(conn: Connection) -> int:
    """Return how many cases there are, open or over: every number that was given out is one."""
    given = conn.execute(select(func.sum(case_numbers.c.last))).scalar()
    return int(given or 0)

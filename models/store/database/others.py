"""Who else is connected to a database, as far as it can be asked."""

from sqlalchemy import Connection, text

_OTHERS = text(
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
    " AND backend_type = 'client backend' AND pid <> pg_backend_pid()"
)


def others_connected(conn: Connection) -> int:
    """Return how many others are connected; of SQLite a lock in the folder says it."""
    if conn.dialect.name == "sqlite":
        return 0
    return int(conn.execute(_OTHERS).scalar_one())

"""By what a database is told from a copy of it: by what a copy cannot take along.

Not by the machine's name, its address or the folder's path, which are others for a container that was
only made anew. On SQLite it is the file itself: moved within its disk it stays the same file, and copied
anywhere it is another. On PostgreSQL it is the cluster, the database in it, and the line of history that
the cluster is on: one restored to an earlier moment, or promoted from a standby, is on another.
"""

from pathlib import Path

from sqlalchemy import Connection, text

_IN_CLUSTER = text(
    "SELECT oid, substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8) FROM pg_database"
    " WHERE datname = current_database()"
)
_MAY_ASK = text("SELECT has_function_privilege('pg_control_system()', 'execute')")
_CLUSTER = text("SELECT system_identifier FROM pg_control_system()")


def place_of(conn: Connection) -> str:
    """Return where a database is, in a way that a copy of it does not share."""
    if conn.dialect.name == "sqlite":
        file = conn.engine.url.database
        return f"file {Path(file).stat().st_ino}" if file else "memory"
    database, line = conn.execute(_IN_CLUSTER).one()
    may_ask = conn.execute(_MAY_ASK).scalar_one()
    cluster = conn.execute(_CLUSTER).scalar_one() if may_ask else "unknown"
    return f"cluster {cluster} database {database} line {line}"

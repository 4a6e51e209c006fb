"""Pokes: "something happened to this case", as one datagram on loopback.

A poke carries nothing but a case number and may be lost: whoever listens also looks for what is left
over. So it costs a decision nothing, and nobody who decides waits for anybody who listens.
"""

import socket
import threading
from collections.abc import Callable
from contextlib import suppress

from config.settings import Settings

# Said instead of a case number when the clock of a demo folder was moved.
CLOCK_MOVED = "clock"
# Said when the journal as a whole has something to send: a checkpoint for the auditors.
JOURNAL_SIGNED = "journal"

LOOPBACK = "127.0.0.1"
_LONGEST = 200


def poke(port: int, case_no: str) -> None:
    """Tell whoever listens on a loopback port that a case has gone on."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender, suppress(OSError):
        sender.sendto(case_no.encode()[:_LONGEST], (LOOPBACK, port))


def tell_running(settings: Settings) -> Callable[[str], None]:
    """Return what pokes the deliverer and the worker of an installation."""

    def tell(case_no: str) -> None:
        poke(settings.poke_port, case_no)
        poke(settings.worker_port, case_no)

    return tell


class Listener:
    """Hears the pokes on a port and hands each to `heard`, in a thread of its own."""

    def __init__(self, port: int, heard: Callable[[str], None]) -> None:
        self._socket = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self._socket.bind((LOOPBACK, port))
        self._heard = heard
        self._closing = threading.Event()
        self._thread = threading.Thread(target=self._listen, name="pokes", daemon=True)

    def start(self) -> None:
        """Begin to listen."""
        self._thread.start()

    def close(self) -> None:
        """Stop listening: one more datagram lets the thread see that it is over."""
        self._closing.set()
        with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender:
            sender.sendto(b"", self._socket.getsockname())
        self._thread.join()
        self._socket.close()

    def _listen(self) -> None:
        while True:
            said = self._socket.recv(_LONGEST)
            if self._closing.is_set():
                return
            self._heard(said.decode(errors="replace"))

"""The ports of an installation: are they free before anything is started on them?"""

import errno
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

from cli.lacks import SetupLacks
from config.settings import LOOPBACK, Settings

# What a Doan killed a moment ago had started is still stopping.
PATIENCE_SECONDS = 5.0


@dataclass(frozen=True)
class Port:
    """A port to listen on: the variable that sets it, and whether datagrams come to it."""

    variable: str
    number: int
    host: str = LOOPBACK
    datagrams: bool = False


def ports_of(settings: Settings, *, pokes: bool) -> Iterator[Port]:
    """Return every port `doan up` listens on; pokes come as datagrams on SQLite only."""
    yield Port("DOAN_PORT", settings.port, settings.host)
    if settings.catch_mail:
        yield Port("DOAN_CATCHER_PORT", settings.catcher_port)
    if not settings.prefect_api_url:
        yield Port("DOAN_PREFECT_PORT", settings.prefect_port)
    yield Port("DOAN_WORKER_HEALTH_PORT", settings.worker_health_port)
    if pokes:
        yield Port("DOAN_WORKER_PORT", settings.worker_port, datagrams=True)
        yield Port("DOAN_POKE_PORT", settings.poke_port, datagrams=True)


def check_free(*ports: Port, waits: bool = True) -> None:
    """Raise `SetupLacks` naming the variable of the first port that cannot be listened on.

    All are held at the same time, so that one number set twice is found too. `waits`: whoever has just
    been killed holds a port for a moment.
    """
    until = time.monotonic() + (PATIENCE_SECONDS if waits else 0)
    with ExitStack() as held:
        for port in ports:
            held.enter_context(_listening(port, lambda: time.monotonic() < until))


def _listening(port: Port, may_wait: Callable[[], bool]) -> socket.socket:
    """Listen on a port as servers do; one that was used a moment ago is free."""
    kind = socket.SOCK_DGRAM if port.datagrams else socket.SOCK_STREAM
    try:
        family, *_, address = socket.getaddrinfo(port.host, port.number, type=kind)[0]
    except OSError as unknown:
        raise SetupLacks("host", host=port.host, reason=unknown.strerror) from unknown
    while True:
        listening = socket.socket(family, kind)
        try:
            if not port.datagrams:
                listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listening.bind(address)
            if not port.datagrams:
                listening.listen()
            return listening
        except OSError as taken:
            listening.close()
            if taken.errno == errno.EADDRNOTAVAIL:
                raise SetupLacks("host", host=port.host, reason=taken.strerror) from taken
            if not may_wait():
                said = {"port": port.number, "host": port.host, "reason": taken.strerror}
                raise SetupLacks("port", variable=port.variable, **said) from taken
            time.sleep(0.2)

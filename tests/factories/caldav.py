"""A real calendar server (Radicale) on loopback, and a calendar in it as a program keeps one."""

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from xml.etree import ElementTree

import httpx

from tests.factories.postbox import free_port

PATIENCE_SECONDS = 60
# The server asks for a name and, set up so, takes whatever password comes with it.
OWNER = ("vi.du", "any")
_SPAN = "%Y%m%dT%H%M%SZ"
_QUERY = """<?xml version="1.0" encoding="utf-8"?>
<C:calendar-query xmlns:D="DAV:" xmlns:C="urn:ietf:params:xml:ns:caldav">
  <D:prop><D:getetag/><C:calendar-data/></D:prop>
  <C:filter>
    <C:comp-filter name="VCALENDAR">
      <C:comp-filter name="VEVENT"><C:time-range start="{begins}" end="{ends}"/></C:comp-filter>
    </C:comp-filter>
  </C:filter>
</C:calendar-query>"""


class Calendar:
    """One calendar on the server, by the protocol's own verbs (RFC 4791)."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client
        self._path = f"/{OWNER[0]}/delegations/"
        client.request("MKCALENDAR", self._path).raise_for_status()

    def put(self, name: str, written: str) -> None:
        """Store an event over what stood there; a stored one names no method (RFC 4791, 4.1)."""
        lines = [line for line in written.split("\r\n") if not line.startswith("METHOD:")]
        self._client.put(
            f"{self._path}{name}.ics",
            content="\r\n".join(lines).encode(),
            headers={"Content-Type": "text/calendar; charset=utf-8"},
        ).raise_for_status()

    def delete(self, name: str) -> None:
        self._client.delete(f"{self._path}{name}.ics").raise_for_status()

    def between(self, begins: datetime, ends: datetime) -> list[str]:
        """Return the events that fall into a span of time."""
        span = {"begins": _utc(begins), "ends": _utc(ends)}
        answer = self._client.request(
            "REPORT",
            self._path,
            content=_QUERY.format(**span),
            headers={"Depth": "1", "Content-Type": "application/xml; charset=utf-8"},
        )
        assert answer.status_code == httpx.codes.MULTI_STATUS, answer.text
        found = ElementTree.fromstring(answer.content).iter(
            "{urn:ietf:params:xml:ns:caldav}calendar-data"
        )
        return [each.text or "" for each in found]


@contextmanager
def calendar_server(folder: Path) -> Iterator[Calendar]:
    """Run the server on an empty folder until the block ends."""
    port = free_port()
    command = [
        *(sys.executable, "-m", "radicale", "--config", ""),
        *("--server-hosts", f"127.0.0.1:{port}", "--auth-type", "none"),
        *("--storage-filesystem-folder", str(folder / "calendars"), "--web-type", "none"),
    ]
    with (folder / "server.log").open("w") as log:
        server = subprocess.Popen(command, stdout=log, stderr=log)
    try:
        _wait_for(server, port, folder / "server.log")
        with httpx.Client(base_url=f"http://127.0.0.1:{port}", auth=OWNER) as client:
            yield Calendar(client)
    finally:
        server.terminate()
        server.wait()


def _wait_for(server: subprocess.Popen[bytes], port: int, log: Path) -> None:
    until = time.monotonic() + PATIENCE_SECONDS
    while server.poll() is None and time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            continue
        return
    raise AssertionError(f"the calendar server did not come: {log.read_text()}")


def _utc(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime(_SPAN)

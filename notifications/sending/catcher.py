"""The local mail catcher: takes every message where that was asked for, and sends none on.

Sign-in codes are neither kept nor shown on any page: they are handed to `on_code` alone.
"""

import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email import message_from_bytes
from email.headerregistry import AddressHeader, DateHeader
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Self

from aiosmtpd.smtp import SMTP, Envelope, Session

from config.settings import LOOPBACK
from models.errors import SetupError
from notifications.sending.smtp_listener import SmtpListener
from notifications.writing.rendering import CASE_HEADER, CODE_KIND, KIND_HEADER

_CODE_LINE = re.compile(r"^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", re.MULTILINE)


@dataclass(frozen=True)
class Caught:
    """A message as it came. `id` is its place in the order of arrival, also the file's name."""

    id: str
    to: str
    subject: str
    at: datetime
    text: str
    html: str
    case_no: str | None
    message_id: str
    raw: bytes = field(repr=False)


class Catcher:
    """A mail server on loopback that keeps what comes, in a folder only its owner may read.

    A message caught before a restart is still there after it. `on_code(address, code)` and
    `on_message(caught)` are called in the catcher's own thread.
    """

    def __init__(
        self,
        folder: Path,
        port: int,
        *,
        on_code: Callable[[str, str], None],
        on_message: Callable[[Caught], None] | None = None,
    ) -> None:
        self._folder = folder
        self._on_code = on_code
        self._on_message = on_message
        self._lock = threading.Lock()
        self._caught: dict[str, Caught] = {}
        self._listener = SmtpListener(self, hostname=LOOPBACK, port=port)

    def __enter__(self) -> Self:
        """Begin to listen; raises `SetupError` when the port is taken."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        for file in sorted(self._folder.glob("[0-9]*.eml")):
            self._caught[file.stem] = _caught(file.stem, file.read_bytes())
        try:
            self._listener.start()
        except OSError as taken:
            self._listener.loop.close()
            port = self._listener.port
            said = {"port": port, "host": LOOPBACK, "reason": taken.strerror}
            raise SetupError("port", variable="DOAN_CATCHER_PORT", **said) from taken
        return self

    def __exit__(self, *_raised: object) -> None:
        self._listener.stop()

    def messages(self) -> list[Caught]:
        """Return what was caught, the newest first."""
        with self._lock:
            return list(reversed(self._caught.values()))

    def message(self, caught_id: str) -> Caught | None:
        """Return one message by its id."""
        with self._lock:
            return self._caught.get(caught_id)

    async def handle_DATA(  # noqa: N802 - aiosmtpd finds it by this name.
        self, server: SMTP, session: Session, envelope: Envelope
    ) -> str:
        """Take a message; it is on disk before the sender is told so."""
        raw = envelope.original_content or b""
        message = message_from_bytes(raw, policy=default)
        if str(message[KIND_HEADER] or "") == CODE_KIND:
            self._hand_over_code(message, envelope.rcpt_tos)
        else:
            self._keep(raw)
        return "250 OK"

    def _hand_over_code(self, message: EmailMessage, addresses: list[str]) -> None:
        code = _CODE_LINE.search(_part(message, "plain"))
        for address in addresses:
            if code:
                self._on_code(address, code[1])

    def _keep(self, raw: bytes) -> None:
        with self._lock:
            last = int(next(reversed(self._caught), "0"))
            caught = _caught(f"{last + 1:06d}", raw)
            _write_whole(self._folder / f"{caught.id}.eml", raw)
            self._caught[caught.id] = caught
        if self._on_message:
            self._on_message(caught)


def _caught(caught_id: str, raw: bytes) -> Caught:
    message = message_from_bytes(raw, policy=default)
    date = message["Date"]
    at = date.datetime if isinstance(date, DateHeader) else None
    case_no = message[CASE_HEADER]
    return Caught(
        id=caught_id,
        to=_addressee(message),
        subject=str(message["Subject"] or ""),
        at=at or datetime.now(UTC),
        text=_part(message, "plain"),
        html=_part(message, "html"),
        case_no=str(case_no) if case_no else None,
        message_id=str(message["Message-ID"] or ""),
        raw=raw,
    )


def _addressee(message: EmailMessage) -> str:
    to = message["To"]
    addresses = to.addresses if isinstance(to, AddressHeader) else ()
    return ", ".join(address.addr_spec for address in addresses)


def _part(message: EmailMessage, subtype: str) -> str:
    """Return the text of a part with plain line ends; empty when there is none."""
    body = message.get_body((subtype,))
    return str(body.get_content()).replace("\r\n", "\n") if body else ""


def _write_whole(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; it appears whole or not at all."""
    aside = path.with_suffix(".part")
    descriptor = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "wb") as file:
        file.write(content)
    aside.replace(path)

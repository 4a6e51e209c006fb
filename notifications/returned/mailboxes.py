"""The sender's mailbox, at a mail server (IMAP) or in a folder (maildir): what nobody has read yet.

Nothing is deleted or moved away: what Doan has read is marked so, and people go on reading it there.
"""

import imaplib
import re
import ssl
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, Self
from urllib.parse import unquote, urlsplit

from config.settings import ITSELF, Settings
from models.errors import MailboxAway

# More of a letter is not read: what is needed of it stands at its beginning.
LONGEST_LETTER_BYTES = 1_000_000
# What Doan has read has this mark, where the server lets it make marks of its own.
READ = "DoanRead"
_TIMEOUT_SECONDS = 20.0
# So many letters are looked through at once: what a server answers is a line of bounded length.
_WINDOW = 2_000


@dataclass(frozen=True)
class Fetched:
    """A letter as it lies there, by what its mailbox calls it."""

    key: str
    content: bytes


class Mailbox(Protocol):
    """A mailbox while it is open. Everything raises `MailboxAway` where it cannot be reached."""

    def __enter__(self) -> Self: ...

    def __exit__(self, *_raised: object) -> None: ...

    def unread(self, most: int) -> Iterator[Fetched]:
        """Yield what Doan has not read yet, the oldest first."""
        ...

    def mark_read(self, letter: Fetched, *, aside: bool = False) -> None:
        """Mark a letter as read; one that is to be kept `aside` for people is flagged for them."""
        ...


def mailbox_at(settings: Settings) -> Mailbox:
    """Return the mailbox of the settings, closed yet."""
    if settings.mailbox_url.startswith("maildir:"):
        return MaildirMailbox(Path(unquote(urlsplit(settings.mailbox_url).path)))
    return ImapMailbox(settings.mailbox_url, settings.mailbox_password.get_secret_value())


class ImapMailbox:
    """A folder at a server that speaks IMAP (RFC 3501)."""

    def __init__(self, url: str, password: str) -> None:
        self._parts = urlsplit(url)
        self._password = password

    def __enter__(self) -> Self:
        with _away():
            self._imap = self._connected()
            try:
                self._open_folder()
            except BaseException:
                self._hang_up()
                raise
        return self

    def __exit__(self, *_raised: object) -> None:
        self._hang_up()

    def unread(self, most: int) -> Iterator[Fetched]:
        left = most
        for first in range(1, self._letters + 1, _WINDOW):
            for uid in self._unread_in(first, min(first + _WINDOW - 1, self._letters)):
                if left == 0:
                    return
                left -= 1
                if (content := self._content_of(uid)) is not None:
                    yield Fetched(uid, content)

    def mark_read(self, letter: Fetched, *, aside: bool = False) -> None:
        marks = [
            mark for mark, wanted in ((READ, self._makes_marks), (r"\Flagged", aside)) if wanted
        ]
        with _away():
            self._asked("STORE", letter.key, "+FLAGS.SILENT", f"({' '.join([*marks, _SEEN])})")

    def _connected(self) -> imaplib.IMAP4:
        host, port = self._parts.hostname or "", self._parts.port
        context = ssl.create_default_context()
        if self._parts.scheme == "imaps":
            return imaplib.IMAP4_SSL(
                host, port or 993, ssl_context=context, timeout=_TIMEOUT_SECONDS
            )
        imap = imaplib.IMAP4(host, port or 143, timeout=_TIMEOUT_SECONDS)
        if host not in ITSELF:
            imap.starttls(context)
        return imap

    def _open_folder(self) -> None:
        self._imap.login(unquote(self._parts.username or ""), self._password)
        folder = unquote(self._parts.path.strip("/")) or "INBOX"
        quoted = folder.replace("\\", "\\\\").replace('"', '\\"')
        status, (count, *_) = self._imap.select(f'"{quoted}"')
        if status != "OK":
            raise imaplib.IMAP4.error(f"the folder {folder} cannot be opened")
        self._letters = int(count or 0)
        _, (allowed, *_) = self._imap.response("PERMANENTFLAGS")
        said = allowed if isinstance(allowed, bytes) else b""
        self._makes_marks = rb"\*" in said or READ.encode().lower() in said.lower()

    def _unread_in(self, first: int, last: int) -> list[str]:
        wanted = ("UNKEYWORD", READ) if self._makes_marks else ("UNSEEN",)
        with _away():
            found = self._asked("SEARCH", f"{first}:{last}", *wanted)
        return [uid.decode() for uid in b" ".join(each or b"" for each in found).split()]

    def _content_of(self, uid: str) -> bytes | None:
        """Return the beginning of a letter; None where somebody has taken it away meanwhile."""
        with _away():
            found = self._asked("FETCH", uid, f"(BODY.PEEK[]<0.{LONGEST_LETTER_BYTES}>)")
        return next((bytes(each[1]) for each in found if isinstance(each, tuple)), None)

    def _asked(self, command: str, *arguments: str) -> list[Any]:
        status, found = self._imap.uid(command, *arguments)
        if status != "OK":
            raise imaplib.IMAP4.error(f"{command} was refused")
        return found

    def _hang_up(self) -> None:
        # A server that has gone need not be told that we go.
        with suppress(imaplib.IMAP4.error, OSError):
            self._imap.logout()


class MaildirMailbox:
    """A folder of files, as a mail server on this machine keeps one."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Self:
        if not (self._folder / "new").is_dir() or not (self._folder / "cur").is_dir():
            raise MailboxAway(f"{self._folder} is no maildir")
        return self

    def __exit__(self, *_raised: object) -> None: ...

    def unread(self, most: int) -> Iterator[Fetched]:
        with _away():
            files = [*(self._folder / "new").iterdir(), *(self._folder / "cur").iterdir()]
        unread = sorted((f for f in files if "S" not in _flags(f)), key=lambda file: file.name)
        for file in unread[:most]:
            with _away():
                try:
                    with file.open("rb") as content:
                        letter = Fetched(str(file), content.read(LONGEST_LETTER_BYTES))
                except FileNotFoundError:
                    # Somebody reads in the same folder.
                    continue
            yield letter

    def mark_read(self, letter: Fetched, *, aside: bool = False) -> None:
        file = Path(letter.key)
        flags = "".join(sorted({*_flags(file), "S", *("F" if aside else "")}))
        base = file.name.partition(":")[0]
        with _away(), suppress(FileNotFoundError):
            file.rename(self._folder / "cur" / f"{base}:2,{flags}")


_SEEN = r"\Seen"


def _flags(file: Path) -> str:
    """Return the flags a maildir's file has in its name."""
    found = re.search(r":2,([A-Za-z]*)$", file.name)
    return found[1] if found else ""


class _away:  # noqa: N801 - it is used as a function is.
    """Raise whatever goes wrong inside as `MailboxAway`."""

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, imaplib.IMAP4.error | OSError):
            raise MailboxAway(str(error) or type(error).__name__) from error

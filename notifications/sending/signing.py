"""Letters signed in the name of their sender's domain (DKIM, RFC 6376), where the settings name a key.

What is signed is what is handed to the server, so a letter that waited is signed by the key of the day
it leaves. Text and headers count in their relaxed form: servers on the way wrap and pad lines.
"""

import base64
import hashlib
import re
import textwrap
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from config.settings import Settings

# All that a mail program shows or goes by. Those a letter has once are named once more than they are
# there, so that nobody can add another one in front of it.
_SIGNED = (
    *("from", "to", "subject", "date", "message-id", "reply-to", "in-reply-to", "references"),
    *("list-id", "auto-submitted", "content-language", "mime-version", "content-type"),
    "content-transfer-encoding",
    # Nobody offers the button to stop them where these are not covered (RFC 8058, 4).
    *("list-unsubscribe", "list-unsubscribe-post"),
)
# Shorter ones are refused by those who verify (RFC 8301).
_SHORTEST_BITS = 2048
_FOLDED = re.compile(rb"\r\n(?=[ \t])")
_SPACES = re.compile(rb"[ \t]+")
_LINE = 70

Header = tuple[bytes, bytes]


class DkimKeyUnusable(Exception):
    """The file of a key is `unread`, `open` to others, or has `no_key` of RSA of at least 2048 bits."""

    def __init__(self, where: Path, why: Literal["unread", "open", "no_key"]) -> None:
        super().__init__(f"{where}: {why}")
        self.where = where
        self.why = why


class DkimSigner:
    """Signs letters for a domain, with one key; the domain's DNS has the other half at its selector."""

    def __init__(self, domain: str, selector: str, key: RSAPrivateKey) -> None:
        self._domain, self._selector, self._key = domain, selector, key

    def signed(self, content: bytes) -> bytes:
        """Return a letter, its lines ended by CRLF, with its signature before it."""
        head, _, body = content.partition(b"\r\n\r\n")
        headers = _headers(head)
        names = [*_there(headers), *_SIGNED]
        said = (
            "v=1; a=rsa-sha256; c=relaxed/relaxed",
            f"d={self._domain}; s={self._selector}",
            f"h={_broken(' : '.join(names))}",
            f"bh={_base64(hashlib.sha256(_relaxed_body(body)).digest())}",
            "b=",
        )
        mine = (b"DKIM-Signature", ";\r\n ".join(said).encode())
        data = b"\r\n".join([*_chosen(headers, names), _relaxed(mine)])
        by = _broken(_base64(self._key.sign(data, PKCS1v15(), SHA256()))).encode()
        return b"".join((mine[0], b": ", mine[1], by, b"\r\n", content))


def dkim_signer(settings: Settings) -> DkimSigner | None:
    """Return who signs letters by the settings; None where they name no key.

    Raises `DkimKeyUnusable` for a key that cannot be read, is open to others, or is none to sign with.
    """
    path = settings.dkim_key_file
    if path is None:
        return None
    domain = settings.dkim_domain or settings.mail_domain
    return DkimSigner(domain, settings.dkim_selector, _key_in(path))


def _key_in(path: Path) -> RSAPrivateKey:
    try:
        if path.stat().st_mode & 0o077:
            raise DkimKeyUnusable(path, "open")
        key = load_pem_private_key(path.read_bytes(), password=None)
    except OSError:
        raise DkimKeyUnusable(path, "unread") from None
    except (ValueError, TypeError):
        raise DkimKeyUnusable(path, "no_key") from None
    if not isinstance(key, RSAPrivateKey) or key.key_size < _SHORTEST_BITS:
        raise DkimKeyUnusable(path, "no_key")
    return key


def _headers(head: bytes) -> list[Header]:
    """Return the headers of a letter in their order, each on one line."""
    lines = _FOLDED.sub(b"", head).split(b"\r\n")
    parts = (line.partition(b":") for line in lines)
    return [(name, value) for name, _, value in parts]


def _there(headers: Sequence[Header]) -> list[str]:
    """Return the names of those headers of a letter that are signed."""
    return [name for header, _ in headers if (name := header.decode("ascii").lower()) in _SIGNED]


def _chosen(headers: Sequence[Header], names: Sequence[str]) -> list[bytes]:
    """Return the headers that some names mean: of several of one name the last ones first."""
    left = [(name.decode("ascii").lower(), (name, value)) for name, value in headers]
    found = []
    for name in names:
        at = next((n for n in range(len(left) - 1, -1, -1) if left[n][0] == name), None)
        if at is not None:
            found.append(_relaxed(left.pop(at)[1]))
    return found


def _relaxed(header: Header) -> bytes:
    name, value = header
    whole = _SPACES.sub(b" ", _FOLDED.sub(b"", value)).strip()
    return name.strip().lower() + b":" + whole


def _relaxed_body(body: bytes) -> bytes:
    lines = [_SPACES.sub(b" ", line).rstrip(b" ") for line in body.split(b"\r\n")]
    text = b"\r\n".join(lines).rstrip(b"\r\n")
    return text + b"\r\n" if text else b""


def _base64(digest: bytes) -> str:
    return base64.b64encode(digest).decode()


def _broken(text: str) -> str:
    """Return a text on lines that no server has to wrap."""
    return "\r\n ".join(textwrap.wrap(text, _LINE, break_on_hyphens=False))

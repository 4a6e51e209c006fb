"""What is the address of a mailbox that every mail server takes a letter to, and where one is read."""

import re
from urllib.parse import urlsplit

# ASCII only: not every mail server takes other letters, and a code must always arrive.
_ATOM, _LABEL = r"[A-Za-z0-9!#$%&'*+/=?^_{|}~-]+", r"[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?"
_MAILBOX = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@(?:{_LABEL}\.)+{_LABEL}")
# RFC 5321, 4.5.3.1.
_LONGEST_MAILBOX, _LONGEST_BEFORE_AT = 254, 64


def is_mailbox(written: str) -> bool:
    """Tell whether every mail server takes a letter to it: no part of it is empty or too long."""
    fits = len(written) <= _LONGEST_MAILBOX and written.find("@") <= _LONGEST_BEFORE_AT
    return fits and _MAILBOX.fullmatch(written) is not None


def is_mailbox_url(written: str) -> bool:
    """Tell whether a mailbox can be read at it: `imaps://user@host/folder`, or `maildir:/path`.

    `imap://` is encrypted by STARTTLS, but on this machine itself. A password stands in no address.
    """
    try:
        parts = urlsplit(written)
        port_is_one = parts.port != 0
    except ValueError:
        return False
    if parts.scheme == "maildir":
        return not parts.netloc and parts.path.startswith("/")
    is_imap = parts.scheme in ("imap", "imaps") and port_is_one
    return bool(is_imap and parts.hostname and parts.username) and parts.password is None

"""What mail programs do to a link on its way, undone as far as nothing of it is lost.

Nothing here says whether a link is ours: what comes out is checked like any other.
"""

import base64
import binascii
import re
import unicodedata
from collections.abc import Iterator
from contextlib import suppress
from urllib.parse import unquote

from models.ids import NO_CASE, CaseNo

# Far longer than any token of ours: what is longer is not even looked at.
LONGEST = 600
# What a token is made of, and its end: 32 bytes of a MAC. What follows it is somebody's punctuation.
_TOKEN = re.compile(r"\.?[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}(?![A-Za-z0-9])")
# A line of quoted-printable that goes on, and a character that it wrote as two digits.
_SOFT_BREAK = re.compile(r"=[ \t]*\r?\n")
_IN_DIGITS = re.compile(r"=([2-7][0-9A-F])")
_UNSEEN = ("Cc", "Cf", "Zs", "Zl", "Zp")
# The front of what a token says: its generation, and the whole number of its case.
_CASE_NAMED = re.compile(rb'\[[0-9]{1,4},"([A-Z]{2}-[0-9]{4}-[0-9]{4,6})",')


def mended(token: str) -> Iterator[str]:
    """Yield the tokens that a spoilt one may have been; none where part of it is missing."""
    for text in _as_it_was(token):
        if found := _TOKEN.match(text):
            yield found[0]


def case_named(token: str) -> CaseNo:
    """Return the number of the case that a damaged token still names, as it says; `NO_CASE` else.

    It is what stands in the address and no more: nobody has signed it, and whether there is such a
    case is not asked.
    """
    for text in _as_it_was(token):
        front = re.match(r"[A-Za-z0-9_-]*", text)
        letters = front[0] if front else ""
        with suppress(binascii.Error):
            said = base64.urlsafe_b64decode(letters[: len(letters) // 4 * 4])
            if found := _CASE_NAMED.match(said):
                return CaseNo(found[1].decode())
    return NO_CASE


def _as_it_was(token: str) -> Iterator[str]:
    """Yield what stood there without what cannot be seen, and without quoted-printable.

    A browser drops the line end of a soft break, and a token has no `=`: one that is left stands
    either for such a break or before two digits.
    """
    if len(token) > LONGEST:
        return
    text = _SOFT_BREAK.sub("", unquote(token, errors="replace"))
    seen = "".join(c for c in text if unicodedata.category(c) not in _UNSEEN)
    yield _IN_DIGITS.sub(lambda found: chr(int(found[1], 16)), seen)
    yield seen.replace("=", "")

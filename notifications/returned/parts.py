"""The parts of a letter from anywhere, whatever is wrong with it: headers, text, returned headers.

Python's newer readers of headers take time without bound over some of them, so these are the old ones.
"""

import re
from collections.abc import Iterator
from email.errors import MessageError
from email.header import decode_header
from email.message import Message
from email.utils import getaddresses, parseaddr
from html.parser import HTMLParser

# A letter of people and mail servers has a handful of parts.
MOST_PARTS = 100
LONGEST_WORDS = 4000
_LONGEST_HEADER = 4000
_ID = re.compile(r"<[^<>\s@]{1,640}@[^<>\s@]{1,240}>")
_UNSEEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]")
_SEALS = frozenset(
    ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
)
# Where the words of somebody who answers end, and those they answer to begin.
_INTRODUCED = re.compile(r"^\s*[*]?(on .{1,200}wrote|vào .{1,200}đã viết):[*]?\s*$", re.IGNORECASE)
_QUOTED = re.compile(
    r"^\s*(>|-{2,}\s*(original|forwarded|thư gốc|tin nhắn gốc|(thư|tin nhắn) đã chuyển)|_{10,}$"
    r"|.{1,200}<[^<>\s]+@[^<>\s]+>\s*(đã viết|viết|wrote):\s*$"
    r"|[*]?(from|từ):[*]?\s.*@)",
    re.IGNORECASE,
)
# The head of a letter below which it is quoted, where it names no address.
_QUOTED_HEAD = re.compile(
    r"^\s*[*]?(from|từ|người gửi):[*]?\s.*\n(\s*\n)?"
    r"\s*[*]?(sent|date|to|đã gửi|ngày|ngày gửi|đến|tới):",
    re.IGNORECASE,
)
# What a program puts above a signature (RFC 3676, 4.3), and what it signs with itself.
_SIGNATURE = re.compile(
    r"^(-- |\s*(được gửi từ|gửi từ|sent from|get|tải)\s.{0,20}"
    r"\b(iphone|ipad|outlook|gmail|yahoo|samsung|galaxy|android|thunderbird|mail)\b.{0,60})$",
    re.IGNORECASE,
)


def parts_of(message: Message) -> Iterator[Message]:
    """Yield a letter and its parts, those of returned letters included, no more than there may be."""
    for number, part in enumerate(message.walk()):
        if number >= MOST_PARTS:
            return
        yield part


def header(message: Message, name: str) -> str:
    """Return a header as people read it; empty without one."""
    raw = str(message.get(name, ""))[:_LONGEST_HEADER]
    try:
        pieces = [
            piece if isinstance(piece, str) else _decoded(piece, charset)
            for piece, charset in decode_header(raw)
        ]
    except (MessageError, ValueError):
        pieces = [raw]
    return " ".join(_UNSEEN.sub(" ", "".join(pieces)).split())


def address(message: Message, name: str) -> str:
    """Return the address in a header, in small letters; empty where there is none."""
    _, found = parseaddr(" ".join(str(message.get(name, ""))[:_LONGEST_HEADER].split()))
    return found.lower() if found.count("@") == 1 and len(found) <= 254 else ""


def has_one_sender(message: Message) -> bool:
    """Tell whether a letter names one sender alone: of several each reader would show another."""
    named = [str(each)[:_LONGEST_HEADER] for each in message.get_all("From", [])]
    return len(named) == 1 and len(getaddresses(named)) == 1 and bool(address(message, "From"))


def is_file(part: Message) -> bool:
    """Tell whether a part is a file that somebody attached, and no picture or seal of their program."""
    if part.is_multipart() or part.get_content_type() in _SEALS:
        return False
    is_shown = part.get_content_disposition() != "attachment" and "Content-ID" in part
    if part.get_content_maintype() == "image" and is_shown:
        return False
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def ids_in(written: str) -> tuple[str, ...]:
    """Return what looks like a Message-ID, in its order."""
    return tuple(_ID.findall(written))


def content_of(part: Message) -> bytes:
    """Return the content of a part; empty for one that has parts itself."""
    content = part.get_payload(decode=True)
    return content if isinstance(content, bytes) else b""


def text_of(message: Message) -> str:
    """Return the plain text of a letter, or its HTML without what makes it HTML."""
    texts = [part for part in parts_of(message) if part.get_content_maintype() == "text"]
    for subtype in ("plain", "html"):
        for part in texts:
            if part.get_content_subtype() == subtype and not part.get_filename():
                written = _decoded(content_of(part), part.get_content_charset())
                return written if subtype == "plain" else _without_tags(written)
    return ""


def own_words(written: str) -> str:
    """Return what somebody wrote themselves, without the letter they answer to, and not too much."""
    lines: list[str] = []
    shown = _UNSEEN.sub("", written.replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    for number, line in enumerate(shown):
        if _SIGNATURE.match(line) or _begins_quote(
            [each[:300] for each in shown[number : number + 3]]
        ):
            break
        lines.append(line.rstrip())
    said = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
    return said if len(said) <= LONGEST_WORDS else f"{said[:LONGEST_WORDS]}…"


def _begins_quote(lines: list[str]) -> bool:
    """Tell whether what is quoted begins with the first of some lines in a row."""
    line, *following = lines
    if _QUOTED.match(line) or _INTRODUCED.match(line) or _QUOTED_HEAD.match("\n".join(lines)):
        return True
    # A long introduction, with its day, is broken into two lines.
    broken = bool(following) and not _INTRODUCED.match(following[0]) and re.search(r"\d", line)
    return bool(broken and _INTRODUCED.match(f"{line} {following[0]}"))


def _decoded(content: bytes, charset: str | None) -> str:
    try:
        return content.decode(charset or "utf-8", errors="replace")
    except (LookupError, ValueError):
        return content.decode("utf-8", errors="replace")


# How programs name the part of a page that quotes.
_QUOTES = re.compile(
    r"\b(gmail_quote|gmail_attr|divrplyfwdmsg|appendonsend|moz-cite-prefix|yahoo_quoted"
    r"|mail-editor-reference-message-container|olk_src_body_section)\b",
    re.IGNORECASE,
)
_QUOTE_BEGINS = "\n>\n"


def _marks_quote(attrs: list[tuple[str, str | None]]) -> bool:
    return any(name in ("class", "id") and _QUOTES.search(value or "") for name, value in attrs)


class _Text(HTMLParser):
    """Gathers what is shown of a page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.shown: list[str] = []
        self._hidden = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a line where a page does, and mark where it quotes."""
        self._hidden += tag in ("style", "script")
        if tag == "blockquote" or _marks_quote(attrs):
            self.shown.append(_QUOTE_BEGINS)
        if tag in ("p", "br", "div", "tr", "li"):
            self.shown.append("\n")

    def handle_endtag(self, tag: str) -> None:
        """Show again what comes after what is not shown."""
        self._hidden = max(0, self._hidden - (tag in ("style", "script")))

    def handle_data(self, data: str) -> None:
        """Keep what is shown."""
        if not self._hidden:
            self.shown.append(data)


def _without_tags(written: str) -> str:
    reader = _Text()
    reader.feed(written)
    reader.close()
    return "".join(reader.shown)

"""A text as people paste it, and as it is kept: one spelling, nothing that cannot be seen. Pure."""

import re
import unicodedata

from models.request.values.refusal import refused

_REFUSED = frozenset(("Cc", "Cs", "Zl", "Zp"))
# These turn the direction of writing, so that a text reads otherwise than it was written.
_TURNING = frozenset(("LRE", "RLE", "LRO", "RLO", "PDF", "LRI", "RLI", "FSI", "PDI"))
# They join or part the letters of some writings, and carry nothing in the Latin one.
_JOINERS = frozenset("\u200c\u200d")

# Letters, figures and signs of the Latin writing, each to be seen and none that turns: of nearly every
# text nothing else need be asked, letter by letter.
_PLAIN = re.compile("[ -~\u00a1-\u00ac\u00ae-\u024f\u1ea0-\u1eff–—‘-”…]*")


def line_typed(text: str) -> str:
    """Return a line with single spaces and without what carries nothing, such as soft hyphens."""
    one_line = text.replace("\r\n", " ").replace("\n", " ").replace("\t", " ")
    return " ".join(part for part in without_unseen(one_line).split(" ") if part)


def paragraph_typed(text: str) -> str:
    """Return a text of several lines without what carries nothing; its lines stay as they are."""
    return without_unseen(text)


def without_unseen(text: str) -> str:
    """Return a text without letters nobody can see; a space that does not break becomes a space.

    What turns the direction of writing is kept, to be refused.
    """
    composed = unicodedata.normalize("NFC", text)
    if _PLAIN.fullmatch(composed):
        return composed
    spaced = "".join(" " if unicodedata.category(c) == "Zs" else c for c in composed)
    seen = (c for at, c in enumerate(spaced) if not _carries_nothing(spaced, at))
    # What was taken out may have stood between a letter and its mark.
    return unicodedata.normalize("NFC", "".join(seen))


def clean(value: str) -> str:
    """Return a text in composed letters: é typed in two ways is one text, with one digest."""
    text = unicodedata.normalize("NFC", value)
    if _PLAIN.fullmatch(text):
        return text
    if any(unicodedata.category(c) in _REFUSED for c in text):
        raise refused("control_character")
    if any(unicodedata.bidirectional(c) in _TURNING for c in text):
        raise refused("control_character")
    return text


def clean_paragraph(value: str) -> str:
    """Return a text of several lines in composed letters."""
    lines = value.replace("\r\n", "\n").replace("\t", " ").split("\n")
    return "\n".join(clean(line) for line in lines)


def _carries_nothing(text: str, at: int) -> bool:
    char = text[at]
    if char in _JOINERS:
        return at == 0 or not _is_joined(text[at - 1])
    if unicodedata.category(char) == "Cf":
        return unicodedata.bidirectional(char) not in _TURNING
    return _is_noncharacter(ord(char))


def _is_joined(char: str) -> bool:
    """Tell whether a letter is of a writing, or a picture of a set, in which joiners mean something."""
    kind = unicodedata.category(char)
    return kind == "So" or (kind[0] in "LM" and not unicodedata.name(char, "").startswith("LATIN"))


def _is_noncharacter(code: int) -> bool:
    return code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF

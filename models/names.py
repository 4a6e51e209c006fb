"""Whether two written names may be the same person's, however they are spelt. Pure.

A name is typed with or without accents, in capitals, with composed or decomposed letters, and whoever
means to deceive takes letters of other alphabets that look alike. What is compared is the one form
that all of these have.
"""

import re
import unicodedata
from functools import lru_cache

# In many typefaces these are drawn alike; no two Vietnamese names differ in them alone.
_DRAWN_ALIKE = str.maketrans("l1|0", "iiio")
# No language of ours has longer ones; what is longer was typed to be so.
LONGEST_WORD = 60
_BETWEEN_WORDS = re.compile(r"[\W_]+")
_BARRED = str.maketrans("đĐðÐɖƉ", "dddddd")


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Return the form under which a name is compared: its plain Latin letters, without spaces."""
    folded = unicodedata.normalize("NFKC", name).translate(_BARRED)
    bare = (char for char in unicodedata.normalize("NFD", folded) if _is_written(char))
    latin = "".join(_latin(char) for char in bare)
    return latin.casefold().translate(_DRAWN_ALIKE)


def same_name(one: str, other: str) -> bool:
    """Tell whether two names may be the same person's."""
    return name_key(one) == name_key(other)


def words_in(text: str) -> tuple[str, ...]:
    """Return the words of a text in the form in which names are compared, cut to `LONGEST_WORD`."""
    parts = _BETWEEN_WORDS.split(unicodedata.normalize("NFC", text))
    keys = (name_key(part)[:LONGEST_WORD] for part in parts)
    return tuple(key for key in keys if key)


def _is_written(char: str) -> bool:
    """Tell whether a character is a letter or a digit: accents, spaces and points tell nobody apart."""
    return unicodedata.category(char)[0] in "LN" or char == "|"


def _latin(char: str) -> str:
    """Return the Latin letter that a letter looks like; itself when it looks like none."""
    if char.isascii():
        return char
    found = _look_alikes(char)
    return next((other for other in found if other.isascii() and other.isalpha()), char)


@lru_cache(maxsize=1024)
def _look_alikes(char: str) -> tuple[str, ...]:
    # Its tables are large, and most names have no letter that asks for them.
    from confusable_homoglyphs import confusables  # type: ignore[import-untyped]

    found = confusables.is_confusable(char, greedy=True) or []
    return tuple(each["c"] for entry in found for each in entry["homoglyphs"])

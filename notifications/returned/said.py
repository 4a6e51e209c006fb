"""What somebody says who answers a letter that asks: a word in the first line, and words after it; pure.

The word counts in either language, with or without accents and capitals, and stands alone in its line:
whatever else the line says makes it no answer.
"""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from config.words import Language, words

# What people put around a word of their own.
_AROUND = " \t.,!:;*_\"'“”‘’"


@dataclass(frozen=True)
class WordSaid:
    """The answer that somebody gave by its word, and what they wrote below it."""

    choice: str
    remarks: str


def word_said(written: str, choices: Iterable[str]) -> WordSaid | None:
    """Return which of some choices the first line that is not empty names; None where it names none.

    `written` is what somebody wrote themselves, without what they answer to.
    """
    line, _, rest = written.strip().partition("\n")
    spelt = plain(line)
    named = [choice for choice in choices if spelt in _words_of(choice)]
    return WordSaid(named[0], rest.strip()) if len(named) == 1 else None


def plain(written: str) -> str:
    """Return a text without accents, capitals and what stands around it."""
    parted = unicodedata.normalize("NFKD", written.strip(_AROUND).casefold().replace("đ", "d"))
    letters = "".join(each for each in parted if not unicodedata.combining(each))
    return " ".join(letters.strip(_AROUND).split())


def _words_of(choice: str) -> frozenset[str]:
    return frozenset(plain(words(language).label("reply", choice)) for language in Language)

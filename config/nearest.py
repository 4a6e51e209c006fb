"""What was meant by a code that nobody knows: the known one that is written most alike."""

from collections.abc import Iterable
from difflib import get_close_matches


def nearest(written: str, known: Iterable[str]) -> str:
    """Return which of the known codes is meant by one nobody knows; a dash where none is like it."""
    return next(iter(get_close_matches(written, [*known], n=1)), "–")

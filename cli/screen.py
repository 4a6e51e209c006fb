"""The two screens of a terminal, for what was found and for what is wrong; and in which language."""

import os
from contextvars import ContextVar

from rich.console import Console

from config.words import Words, words

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)

_asked_for: ContextVar[str] = ContextVar("language", default="")


def speak(language: str) -> str:
    """Say errors in this language from now on: the command was asked for it."""
    _asked_for.set(language)
    return language


def spoken() -> Words:
    """Return the words of the language asked for: by option, by `DOAN_LANGUAGE`, or Vietnamese."""
    return words(_asked_for.get() or os.environ.get("DOAN_LANGUAGE", ""))

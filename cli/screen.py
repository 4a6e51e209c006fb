"""What the commands print: tables and sentences for the terminal."""

import os
import unicodedata
from contextvars import ContextVar

import typer
from rich.console import Console

from config.words import Words, words
from models.errors import DoanError

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


def demand_yes(question: str, w: Words) -> None:
    """Ask whether something is to be done; raises `Abort` for any other answer than yes."""
    answer = typer.prompt(f"{question} {w.text('cli.yes_or_no')}", default="", show_default=False)
    if unicodedata.normalize("NFC", answer).strip().casefold() not in w.text("cli.yes").split():
        raise typer.Abort


def say_error(error: DoanError) -> None:
    """Print what is wrong, in red, without a traceback. User text is never read as markup."""
    err.print(error.said(spoken()), style="red", markup=False, soft_wrap=True)

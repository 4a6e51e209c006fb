"""What the commands print: tables and sentences for the terminal."""

from rich.console import Console

from config.words import Words, words
from models.errors import DoanError

out = Console(highlight=False)
err = Console(stderr=True, highlight=False)


def say_error(error: DoanError, w: Words | None = None) -> None:
    """Print what is wrong, in red, without a traceback. User text is never read as markup."""
    err.print(error.said(w or words("vi")), style="red", markup=False)

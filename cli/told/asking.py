"""Before something is done that cannot be undone, somebody is asked."""

import unicodedata

import typer

from cli.told.document import for_programs
from config.words import Words


def demand_yes(question: str, w: Words) -> None:
    """Ask whether something is to be done; raises `Abort` for any other answer than yes."""
    asked = f"{question} {w.text('cli.yes_or_no')}"
    # The screen of what was found is a program's, which is not asked there.
    answered = typer.prompt(asked, default="", show_default=False, err=for_programs())
    if unicodedata.normalize("NFC", answered).strip().casefold() not in w.text("cli.yes").split():
        raise typer.Abort

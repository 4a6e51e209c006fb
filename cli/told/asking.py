"""Before something is done that cannot be undone, somebody is asked."""

import sys
import unicodedata

from typer import Abort

from cli.screen import err, out
from cli.told.document import for_programs
from config.words import Words


def demand_yes(question: str, w: Words) -> None:
    """Ask whether something is to be done; raises `Abort` for any other answer than yes."""
    # The screen of what was found is a program's, which is not asked there.
    screen = err if for_programs() else out
    screen.print(f"{question} {w.text('cli.yes_or_no')}: ", end="", markup=False, soft_wrap=True)
    answered = unicodedata.normalize("NFC", sys.stdin.readline()).strip().casefold()
    if answered not in w.text("cli.yes").split():
        raise Abort

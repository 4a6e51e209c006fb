"""What commands of several modules take: who, which case, from which day on, in which language."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from cli.typed.completing import case_numbers
from cli.typed.values import day_typed, file_typed, language_typed, number_typed, text_typed


def _speak(written: str) -> str:
    from cli.screen import speak

    return speak(language_typed(written))


Language = Annotated[
    str,
    typer.Option("--language", "-l", envvar="DOAN_LANGUAGE", is_eager=True, callback=_speak),
]

Case = Annotated[str, typer.Argument(callback=text_typed, autocompletion=case_numbers)]
After = Annotated[
    str | None,
    typer.Option(metavar="CASE", callback=text_typed, autocompletion=case_numbers),
]
Person = Annotated[str, typer.Argument(callback=text_typed)]
Seat = Annotated[str, typer.Argument(callback=text_typed)]
Unit = Annotated[str, typer.Argument(callback=text_typed)]
Body = Annotated[str, typer.Argument(callback=text_typed)]
Mailbox = Annotated[str, typer.Argument(callback=text_typed)]
Day = Annotated[date, typer.Argument(parser=day_typed)]
File = Annotated[Path, typer.Argument(parser=file_typed)]
Number = Annotated[int, typer.Argument(parser=number_typed)]

As = Annotated[str, typer.Option("--as", metavar="PERSON", callback=text_typed)]
Administrator = Annotated[str, typer.Option("--as", metavar="ADMINISTRATOR", callback=text_typed)]
Reason = Annotated[str, typer.Option(metavar="WHY", callback=text_typed)]
Because = Annotated[str, typer.Option("--backdated", metavar="WHY", callback=text_typed)]
Somebody = Annotated[str, typer.Option(metavar="PERSON", callback=text_typed)]
DayOption = Annotated[date, typer.Option(metavar="DAY", parser=day_typed)]
Yes = Annotated[bool, typer.Option("--yes")]
Preview = Annotated[bool, typer.Option("--preview")]
Everything = Annotated[bool, typer.Option("--all")]

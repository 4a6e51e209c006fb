"""Options that commands of several modules share."""

from typing import Annotated

import typer


def _speak(language: str) -> str:
    from cli.screen import speak

    return speak(language)


Language = Annotated[
    str,
    typer.Option(
        "--language", "-l", help="vi or en", envvar="DOAN_LANGUAGE", is_eager=True, callback=_speak
    ),
]

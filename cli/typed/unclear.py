"""What of a command line is not understood, in the reader's language; and with what it then ends."""

from enum import IntEnum
from typing import Any

from typer import BadParameter, TyperException

from config.words import Words, seen
from models.errors import DoanError


class ExitCode(IntEnum):
    """What a command ends with; `help.exit.<code>` says what it means."""

    DONE = 0
    # Or something is not well.
    REFUSED = 1
    NOT_UNDERSTOOD = 2
    # As shells have it of whoever presses Ctrl+C.
    INTERRUPTED = 130


class CommandUnclear(DoanError):
    """`why` is what is not understood of a command line; the sentence is `typed.<why>`."""

    code = "command_unclear"

    def __init__(self, why: str, **facts: object) -> None:
        super().__init__(**{name: seen(fact) for name, fact in facts.items()})
        self.why = why

    def said(self, w: Words) -> str:
        return w.text(f"error.{self.code}", what=w.text(f"typed.{self.why}", **self.facts))


class FileNotThere(DoanError):
    """A file cannot be opened: `path` is what was typed; the sentence is `file.<why>`."""

    code = "file_not_there"

    def __init__(self, why: str, path: str) -> None:
        super().__init__(path=seen(path))
        self.why = why

    def said(self, w: Words) -> str:
        return w.text(f"file.{self.why}", **self.facts)


def exit_code_of(error: DoanError) -> ExitCode:
    """Return what a command ends with because of an error of ours."""
    understood = not isinstance(error, CommandUnclear)
    return ExitCode.REFUSED if understood else ExitCode.NOT_UNDERSTOOD


def unclear_of(error: TyperException) -> CommandUnclear:
    """Return what Typer found wrong with a command line as an error of ours."""
    if isinstance(error, BadParameter):
        why = "missing" if hasattr(error, "param_type") else "value"
        return CommandUnclear(why, name=named(error.param))
    option = getattr(error, "option_name", "")
    if option and hasattr(error, "possibilities"):
        return CommandUnclear("option", option=option, near=_meant(error))
    if option:
        return CommandUnclear("option_value", option=option)
    return CommandUnclear("other", said=error.format_message())


def named(param: Any) -> str:
    """Return what a parameter is called where it is typed: `--as`, `CASE`."""
    if param is None:
        return "–"
    if param.param_type_name == "option":
        return str(max(param.opts, key=len))
    return str(param.metavar or param.name).upper().replace("_", "-")


def _meant(error: Any) -> str:
    return ", ".join(error.possibilities or ()) or "–"

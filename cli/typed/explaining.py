"""What `--help` shows: how a command is typed, what it does, what each of its words means."""

import io
import shutil
from collections.abc import Iterator
from typing import Any

from rich.console import Console
from rich.table import Table
from rich.text import Text
from typer.core import TyperGroup

from cli.screen import spoken
from cli.typed.unclear import ExitCode, named
from config.words import Words

_WIDEST = 100


def explained(command: Any, context: Any) -> str:
    """Return the help of a command in the reader's language."""
    w = spoken()
    page = io.StringIO()
    width = min(shutil.get_terminal_size().columns, _WIDEST)
    console = Console(file=page, width=width, highlight=False)
    typed = " ".join((context.command_path, *_words(command, context, w)))
    console.print(Text(f"{w.text('help.usage')}: {typed}\n"))
    console.print(Text(f"{w.text(f'help.{command_id(context)}')}\n"))
    for heading, rows in _parts(command, context, w):
        if rows:
            console.print(Text(f"{w.text(heading)}:"))
            table = Table(box=None, show_header=False, pad_edge=False)
            table.add_column(no_wrap=True)
            for name, said in rows:
                table.add_row(Text(f"  {name}  "), Text(said))
            console.print(table)
            console.print()
    return "\n".join(line.rstrip() for line in page.getvalue().rstrip().split("\n"))


def command_id(context: Any) -> str:
    """Return what a command is called in the catalogues: `doan`, `directory.hand_over`."""
    _, *path = context.command_path.split()
    return ".".join(path).replace("-", "_") or "doan"


def parameter_said(param: Any, path: str, w: Words) -> str:
    """Return what a parameter means: `help.param.<name>`, or that of its command alone."""
    return w.label("help.param", param.name, path)


def _words(command: Any, context: Any, w: Words) -> Iterator[str]:
    """Yield the words a command is typed with: those in brackets may be left out."""
    for param in command.params:
        name = _typed(param)
        yield name if param.required else f"[{name}]"
    if isinstance(command, TyperGroup):
        yield w.text("help.a_command")


def _typed(param: Any) -> str:
    if param.param_type_name == "argument":
        return named(param)
    more = "…" if param.multiple else ""
    return named(param) if param.is_flag else f"{named(param)} {_value(param)}{more}"


def _value(param: Any) -> str:
    return str(param.metavar or param.name).upper().replace("_", "-")


def _parts(command: Any, context: Any, w: Words) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    path = command_id(context)
    said = [(param, parameter_said(param, path, w)) for param in command.params]
    arguments = [(named(p), s) for p, s in said if p.param_type_name == "argument"]
    options = [(_option(p), s) for p, s in said if p.param_type_name == "option"]
    yield "help.arguments", arguments
    yield "help.options", [*options, ("--help", w.text("help.param.help"))]
    if isinstance(command, TyperGroup):
        prefix = "" if path == "doan" else f"{path}."
        known = ((name, f"help.{prefix}{name.replace('-', '_')}") for name in command.commands)
        yield "help.commands", [(name, w.text(said).partition("\n")[0]) for name, said in known]
    if path == "doan":
        ends = [(str(code.value), w.text(f"help.exit.{code.value}")) for code in ExitCode]
        yield "help.exit_codes", ends


def _option(param: Any) -> str:
    names = ", ".join(sorted(param.opts, key=len, reverse=True))
    return names if param.is_flag else f"{names} {_value(param)}"

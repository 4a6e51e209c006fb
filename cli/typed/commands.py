"""Commands that explain themselves, and say what they do not understand, in the reader's language."""

import re
import sys
from collections.abc import Callable, Iterable
from typing import Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from cli.typed.unclear import NOT_UNDERSTOOD, CommandUnclear
from config.nearest import nearest

Does = TypeVar("Does", bound=Callable[..., Any])

_LANGUAGE = re.compile(r"(?:--language=|-l=?)(.+)")


class Commands(typer.Typer):
    """A group of commands; what each does and takes stands in the catalogues (`help.<command>`)."""

    def __init__(self, **named: Any) -> None:
        super().__init__(cls=_Group, add_completion=False, pretty_exceptions_enable=False, **named)

    def command(self, name: str | None = None, **named: Any) -> Callable[[Does], Does]:
        """Return what makes a command of a function."""
        return super().command(name, **{"cls": _Command, **named})


class _Command(TyperCommand):
    """One command: a word too many is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        if rest := super().parse_args(ctx, args):
            raise CommandUnclear("too_many", written=" ".join(rest))
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from cli.typed.explaining import explained

        formatter.write(explained(self, ctx))


class _Group(TyperGroup):
    """Several commands under one word: without another word they are listed, an unknown one is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args:
            sys.stderr.write(f"{self.get_help(ctx)}\n")
            raise typer.Exit(NOT_UNDERSTOOD)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        command = self.commands.get(args[0])
        if command is None:
            near = nearest(args[0], self.commands)
            raise CommandUnclear("command", written=args[0], near=near, path=ctx.command_path)
        return args[0], command, args[1:]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from cli.typed.explaining import explained

        formatter.write(explained(self, ctx))


def language_in(words: Iterable[str]) -> str:
    """Return the language a command line asks for, before it is understood; empty without one."""
    asked = ""
    before = ""
    for word in words:
        if word == "--":
            break
        if before in ("--language", "-l"):
            asked = word
        elif found := _LANGUAGE.fullmatch(word):
            asked = found[1]
        before = word
    return asked

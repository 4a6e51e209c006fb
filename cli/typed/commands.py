"""Commands that explain themselves, and say what they do not understand, in the reader's language."""

import re
import sys
from collections.abc import Callable, Iterable
from functools import wraps
from inspect import Parameter, signature
from itertools import takewhile
from typing import Annotated, Any, TypeVar

import typer
from typer.core import TyperCommand, TyperGroup

from cli.told.document import speak_to_programs
from cli.typed.unclear import CommandUnclear, ExitCode
from config.nearest import nearest

Does = TypeVar("Does", bound=Callable[..., Any])

_LANGUAGE = re.compile(r"(?:--language=|-l=?)(.+)")


_AsJson = Annotated[bool, typer.Option("--json")]


class Commands(typer.Typer):
    """A group of commands; what each does and takes stands in the catalogues (`help.<command>`)."""

    def __init__(self, *, add_completion: bool = False, **named: Any) -> None:
        super().__init__(
            cls=_Group, add_completion=add_completion, pretty_exceptions_enable=False, **named
        )

    def command(
        self, name: str | None = None, *, for_people_alone: bool = False, **named: Any
    ) -> Callable[[Does], Does]:
        """Return what makes a command of a function; it takes `--json`, if not for people alone."""
        made = super().command(name, **{"cls": _Command, **named})

        def command_of(does: Does) -> Does:
            made(does if for_people_alone else _taking_json(does))
            return does

        return command_of


def _taking_json(does: Callable[..., Any]) -> Callable[..., Any]:
    """Return a command that takes `--json`, whatever else it takes: what it tells is then a document."""

    @wraps(does)
    def done(*, as_json: bool, **given: Any) -> Any:
        speak_to_programs(as_json)
        return does(**given)

    taken = signature(does)
    json = Parameter("as_json", Parameter.KEYWORD_ONLY, default=False, annotation=_AsJson)
    told = taken.replace(parameters=[*taken.parameters.values(), json])
    done.__signature__ = told  # type: ignore[attr-defined]
    done.__annotations__ = {**does.__annotations__, "as_json": _AsJson}
    return done


class _Command(TyperCommand):
    """One command: a word too many is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        ctx.allow_extra_args = True
        rest = super().parse_args(ctx, args)
        # Resilient is what looks for completions: it takes a line as far as it is typed.
        if rest and not ctx.resilient_parsing:
            raise CommandUnclear("too_many", written=" ".join(rest))
        return rest

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from cli.typed.explaining import explained

        formatter.write(explained(self, ctx))


class _Group(TyperGroup):
    """Several commands under one word: without another word they are listed, an unknown one is named."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        if not args and not ctx.resilient_parsing:
            sys.stderr.write(f"{self.get_help(ctx)}\n")
            raise typer.Exit(ExitCode.NOT_UNDERSTOOD)
        return super().parse_args(ctx, args)

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        command = self.commands.get(args[0])
        if command is None and ctx.resilient_parsing:
            return None, None, args
        if command is None:
            near = nearest(args[0], self.commands)
            raise CommandUnclear("command", written=args[0], near=near, path=ctx.command_path)
        return args[0], command, args[1:]

    def format_help(self, ctx: Any, formatter: Any) -> None:
        from cli.typed.explaining import explained

        formatter.write(explained(self, ctx))


def is_for_programs(words: Iterable[str]) -> bool:
    """Tell whether a command line asks for JSON, before it is understood: its errors are JSON, too."""
    return "--json" in takewhile(lambda word: word != "--", words)


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

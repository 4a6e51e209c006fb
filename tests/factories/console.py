"""The `doan` command in the process of the tests: what is typed goes through all of it."""

import io
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from typer.core import TyperGroup
from typer.main import get_command

from cli.main import app, run


@dataclass(frozen=True)
class Said:
    """What a command ended with, and what it said to whom."""

    code: int
    out: str
    err: str


def typed(*words: object, answer: str = "", **variables: str) -> Said:
    """Return what a command says; an error that is none of ours comes through as it is."""
    given = {"DOAN_LANGUAGE": "", "COLUMNS": "200", **variables}
    # As a shell hands it on: bytes that are no UTF-8 among them.
    argv = ["doan", *map(str, words)]
    with _standing_in(argv, answer, given) as screens:
        try:
            run()
            code: Any = 0
        except SystemExit as ended:
            code = ended.code
    out, err = (screen.buffer.getvalue().decode() for screen in screens)
    return Said(int(code or 0), out, err)


def leaves() -> Iterator[tuple[tuple[str, ...], Any]]:
    """Yield every command there is, by its words."""
    yield from _leaves((), get_command(app))


def groups() -> Iterator[tuple[str, ...]]:
    """Yield the words under which there are several commands, none at first."""
    yield ()
    yield from sorted({words[:-1] for words, _ in leaves() if len(words) > 1})


def _leaves(words: tuple[str, ...], command: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    if not isinstance(command, TyperGroup):
        yield words, command
        return
    for name, below in command.commands.items():
        yield from _leaves((*words, name), below)


@contextmanager
def _standing_in(
    argv: list[str], answer: str, variables: Mapping[str, str]
) -> Iterator[tuple[Any, Any]]:
    """Let a process of its own be played: its words, its screens, its variables, its umask."""
    before = sys.argv, sys.stdin, sys.stdout, sys.stderr, dict(os.environ), os.umask(0o077)
    sys.argv, sys.stdin = argv, io.StringIO(answer)
    screens = tuple(io.TextIOWrapper(io.BytesIO(), encoding="utf-8") for _ in range(2))
    sys.stdout, sys.stderr = screens
    os.environ.update(variables)
    try:
        yield screens  # type: ignore[misc]
    finally:
        for screen in screens:
            screen.flush()
        sys.argv, sys.stdin, sys.stdout, sys.stderr, environment, umask = before
        os.environ.clear()
        os.environ.update(environment)
        os.umask(umask)

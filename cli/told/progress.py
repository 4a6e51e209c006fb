"""How far long work is: a line on the screen of errors, where somebody looks at it, gone at the end."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from rich.progress import BarColumn, Progress, SpinnerColumn, TaskID, TaskProgressColumn, TextColumn
from rich.progress import TimeElapsedColumn as Elapsed

from cli.screen import err
from config.words import Words


class LongWork:
    """Work of several parts that takes long, each with how far it is."""

    def __init__(self, shown: Progress, w: Words) -> None:
        self._shown, self._w = shown, w
        self._part: TaskID | None = None

    def begins(self, part: str) -> None:
        """Go on to the next part: `cli.progress.<part>` says what it is."""
        if self._part is not None:
            self._shown.remove_task(self._part)
        said = self._w.text(f"cli.progress.{part}")
        self._part = self._shown.add_task(said, total=None)

    def came(self, done: int, total: int) -> None:
        """Say how far the part is."""
        if self._part is not None:
            self._shown.update(self._part, completed=done, total=total)


@contextmanager
def long_work(w: Words) -> Iterator[LongWork]:
    """Show how far work is while it lasts; nothing is shown where errors go into a file or a pipe."""
    columns = (SpinnerColumn(), TextColumn("{task.description}", markup=False), BarColumn())
    shown = Progress(
        *columns,
        TaskProgressColumn(),
        Elapsed(),
        console=err,
        transient=True,
        disable=not sys.stderr.isatty(),
    )
    with shown:
        yield LongWork(shown, w)

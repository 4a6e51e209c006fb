"""The `doan` command: a verb a command, no rules inside.

What a command needs is imported when it runs: what only reads imports neither Prefect nor flows.
"""

import os
import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.authorities import authority
from cli.options import Language
from cli.unit import unit
from models.errors import DoanError
from models.ids import CaseNo, PersonId, SeatKey

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Đoàn: takes a delegation from request to archived report.",
)
audit = typer.Typer(no_args_is_help=True, help="For auditors: is the journal whole?")
directory = typer.Typer(no_args_is_help=True, help="Who sits in which seat, from when to when.")
clock = typer.Typer(no_args_is_help=True, help="The movable clock of a demo folder.")
app.add_typer(unit)
app.add_typer(audit, name="audit")
app.add_typer(directory, name="directory")
app.add_typer(authority, name="authority")
app.add_typer(clock, name="clock")


def run() -> None:
    """Run the command; an error of ours is a sentence and exit code 1, never a traceback."""
    # Whatever is made (database, logs, caught letters) is its owner's alone.
    os.umask(0o077)
    try:
        app()
    except DoanError as error:
        from cli.screen import say_error

        say_error(error)
        sys.exit(1)


@app.command()
def up(
    *,
    demo: Annotated[
        bool, typer.Option("--demo", help="Make a folder whose clock plays in July 2020.")
    ] = False,
) -> None:
    """Start everything: the web pages, the deliverer, the worker, Prefect's server."""
    from cli.running.up import up as start

    start(demo=demo)


@app.command()
def deliver() -> None:
    """Send what waits in the outbox, and fire what is due (`doan up` starts this by itself)."""
    from cli.running.deliver import deliver as start

    start()


@app.command()
def worker() -> None:
    """Keep the delegations' Prefect runs level with their journals (more machines: more of these)."""
    from cli.running.worker import work

    work()


@app.command()
def demo() -> None:
    """Watch three delegations live their whole lives, on real parts, in under 90 seconds."""
    from cli.demo.three_lives import play

    sys.exit(play())


@app.command("demo-hard")
def demo_hard() -> None:
    """Watch one delegation to which everything happens: a return, a substitute, an amendment."""
    from cli.demo.hard_life import play_hard

    sys.exit(play_hard())


@app.command()
def status(language: Language = "vi") -> None:
    """Show what is running and what waits."""
    from cli.status import show_status

    show_status(language)


@app.command("list")
def list_cases(
    *,
    everything: Annotated[
        bool, typer.Option("--all", help="Also the cases that are over.")
    ] = False,
    language: Language = "vi",
) -> None:
    """List the cases and what each waits for."""
    from cli.reading import show_cases

    show_cases(language, everything=everything)


@app.command()
def show(case: str, language: Language = "vi") -> None:
    """Show a case's timeline: what happened, who has it since when, what is still to come."""
    from cli.reading import show_case

    show_case(CaseNo(case), language)


@app.command("regulation")
def show_rules(
    *,
    unconfirmed: Annotated[
        bool, typer.Option("--unconfirmed", help="Only what nobody has confirmed.")
    ] = False,
    language: Language = "vi",
) -> None:
    """Show every rule of the regulation with its source and how sure we are of it."""
    from cli.regulation import show_regulation

    sys.exit(show_regulation(language, unconfirmed_only=unconfirmed))


@audit.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(help="A checkpoint that came by mail; may be repeated.")
    ] = None,
    language: Language = "vi",
) -> None:
    """Recompute the chains, rebuild cases and steps from the journal, name the first difference."""
    from cli.auditing import show_verification

    sys.exit(show_verification(language, checkpoint or ()))


@audit.command("checkpoint")
def show_newest_checkpoint(language: Language = "vi") -> None:
    """Show the key checkpoints are verified with, and the newest checkpoint."""
    from cli.auditing import show_checkpoint

    show_checkpoint(language)


@directory.command("load")
def load_directory_file(file: Path) -> None:
    """Enter the units, persons and seats of a file; what stands already is left alone."""
    from cli.setting_up import load_directory_from

    load_directory_from(file)


@directory.command("leave")
def leave_seat(seat: str, person: str, last_day: Annotated[datetime, typer.Argument()]) -> None:
    """Let a person leave a seat; the day is the last on which they hold it."""
    from cli.setting_up import end_seat_on

    end_seat_on(SeatKey(seat), PersonId(person), date(last_day.year, last_day.month, last_day.day))


@clock.command("move")
def move(
    to: Annotated[datetime, typer.Argument(help="2020-07-14T09:00, the province's time.")],
) -> None:
    """Move the clock of a demo folder forward; the real clock cannot be moved."""
    from cli.setting_up import move_clock_to

    move_clock_to(to)


if __name__ == "__main__":
    run()

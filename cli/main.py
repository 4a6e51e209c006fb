"""The `doan` command: a verb a command, no rules inside.

What a command needs is imported when it runs: what only reads imports neither Prefect nor flows.
"""

import sys
from datetime import date, datetime
from pathlib import Path
from typing import Annotated

import typer

from cli.authority_commands import authority
from cli.options import Language
from models.errors import DoanError

app = typer.Typer(
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    help="Đoàn: takes a delegation from request to archived report.",
)
audit = typer.Typer(no_args_is_help=True, help="For auditors: is the journal whole?")
directory = typer.Typer(no_args_is_help=True, help="Who sits in which seat, from when to when.")
clock = typer.Typer(no_args_is_help=True, help="The movable clock of a demo folder.")
app.add_typer(audit, name="audit")
app.add_typer(directory, name="directory")
app.add_typer(authority, name="authority")
app.add_typer(clock, name="clock")


def run() -> None:
    """Run the command; an error of ours is a sentence and exit code 1, never a traceback."""
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
def submit(
    file: Annotated[Path, typer.Argument(help="The request, YAML or JSON.")],
    filed_for: Annotated[str, typer.Option("--as", help="The person of the unit it is filed for.")],
    typed_by: Annotated[str, typer.Option(help="Who typed it, if somebody else did.")] = "",
    language: Language = "vi",
) -> None:
    """Submit a request for a delegation and open its case."""
    from cli.submitting import submit_file

    submit_file(file, filed_for, typed_by, language)


@app.command()
def resubmit(
    case: Annotated[str, typer.Argument(help="The case that was returned.")],
    file: Annotated[Path, typer.Argument(help="The new version of the request.")],
    filed_for: Annotated[str, typer.Option("--as", help="The person of the unit it is filed for.")],
    typed_by: Annotated[str, typer.Option(help="Who typed it, if somebody else did.")] = "",
    language: Language = "vi",
) -> None:
    """Hand in a new version of a returned request."""
    from cli.submitting import resubmit_file

    resubmit_file(case, file, filed_for, typed_by, language)


Case = Annotated[str, typer.Argument(help="The case, as DR-2020-0001.")]
Reason = Annotated[str, typer.Option(help="Why; it is kept with the case.")]
As = Annotated[str, typer.Option("--as", help="The person of the unit it is done for.")]
TypedBy = Annotated[str, typer.Option(help="Who typed it, if somebody else did.")]


@app.command()
def withdraw(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Take a request back before the final decision; the case ends."""
    from cli.changing import withdraw_case

    withdraw_case(case, reason, person, language)


@app.command()
def change(
    case: Case,
    file: Annotated[Path, typer.Argument(help="The changed request.")],
    filed_for: As,
    typed_by: TypedBy = "",
    language: Language = "vi",
) -> None:
    """Change a request before the final decision, unasked."""
    from cli.changing import change_case

    change_case(case, file, filed_for, typed_by, language)


@app.command()
def amend(
    case: Case,
    file: Annotated[Path, typer.Argument(help="The changed request.")],
    reason: Reason,
    filed_for: As,
    typed_by: TypedBy = "",
    language: Language = "vi",
) -> None:
    """Propose an amendment of what was approved; until it is decided the decision stands."""
    from cli.changing import amend_case

    amend_case(case, file, reason, filed_for, typed_by, language)


@app.command("drop-amendment")
def drop_amendment(
    case: Case, filed_for: As, typed_by: TypedBy = "", language: Language = "vi"
) -> None:
    """Take an amendment back while it is on its way."""
    from cli.changing import drop_amendment_of

    drop_amendment_of(case, filed_for, typed_by, language)


@app.command()
def cancel(
    case: Case, reason: Reason, filed_for: As, typed_by: TypedBy = "", language: Language = "vi"
) -> None:
    """Propose to call off what was approved."""
    from cli.changing import cancel_case

    cancel_case(case, reason, filed_for, typed_by, language)


@app.command("take-over")
def take_over(case: Case, reason: Reason, person: As, language: Language = "vi") -> None:
    """Let a colleague of the unit look after a case from now on."""
    from cli.changing import take_over_case

    take_over_case(case, reason, person, language)


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

    show_case(case, language)


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

    end_seat_on(seat, person, date(last_day.year, last_day.month, last_day.day))


@clock.command("move")
def move(
    to: Annotated[datetime, typer.Argument(help="2020-07-14T09:00, the province's time.")],
) -> None:
    """Move the clock of a demo folder forward; the real clock cannot be moved."""
    from cli.setting_up import move_clock_to

    move_clock_to(to)


if __name__ == "__main__":
    run()

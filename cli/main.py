"""The `doan` command: a verb a command, no rules inside.

What a command needs is imported when it runs: what only reads imports neither Prefect nor flows.
"""

import os
import sys
from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer
from typer.main import get_command

from cli.backup.commands import backups, quarantines
from cli.key.commands import key as key_commands
from cli.mail.commands import mail
from cli.mail.templates import previews, templates
from cli.people.authorities import authority
from cli.people.directory import directory
from cli.people.person import people
from cli.people.token import tokens
from cli.people.webhook import webhooks
from cli.privacy import privacy
from cli.typed.commands import Commands, is_for_programs, language_in
from cli.typed.options import After, Case, Everything, File, Language, Yes
from cli.typed.unclear import ExitCode, exit_code_of, unclear_of
from cli.typed.values import (
    file_typed,
    moment_typed,
    new_file_typed,
    number_typed,
    text_typed,
)
from cli.unit import unit
from models.errors import DoanError
from models.ids import CaseNo

app = Commands(add_completion=True)
audit = Commands()
clock = Commands()
app.add_typer(unit)
app.add_typer(audit, name="audit")
app.add_typer(directory, name="directory")
app.add_typer(authority, name="authority")
app.add_typer(people, name="person")
app.add_typer(tokens, name="token")
app.add_typer(webhooks, name="webhook")
app.add_typer(privacy, name="privacy")
app.add_typer(mail, name="mail")
app.add_typer(templates, name="templates")
app.add_typer(previews)
app.add_typer(clock, name="clock")
app.add_typer(key_commands, name="key")
app.add_typer(backups)
app.add_typer(quarantines, name="quarantine")


def run() -> None:
    """Run the command that was typed; what keeps it from being done is a sentence, never a traceback.

    What it ends with is an `ExitCode`.
    """
    from sqlalchemy.exc import DBAPIError

    from cli.running.database import lack_of
    from cli.screen import speak
    from cli.told.document import speak_to_programs
    from cli.told.problem import say_error, say_left_alone

    # Whatever is made (database, logs, caught letters) is its owner's alone.
    os.umask(0o077)
    for screen in (sys.stdout, sys.stderr):
        # A terminal that knows fewer letters shows a mark for one; no command ends because of it.
        screen.reconfigure(errors="replace")  # type: ignore[union-attr]
    speak(language_in(sys.argv[1:]))
    speak_to_programs(is_for_programs(sys.argv[1:]))
    try:
        ended = get_command(app).main(prog_name="doan", standalone_mode=False)
    except DoanError as error:
        say_error(error)
        sys.exit(exit_code_of(error))
    except typer.TyperException as unclear:
        said = unclear_of(unclear)
        say_error(said)
        sys.exit(exit_code_of(said))
    except DBAPIError as fault:
        # It answered when the command began: it is locked, full, or has gone away since.
        folder = Path(os.environ.get("DOAN_FOLDER") or "doan-data")
        say_error(lack_of(fault, os.environ.get("DOAN_DATABASE_URL", ""), folder))
        sys.exit(ExitCode.REFUSED)
    except typer.Abort:
        say_left_alone()
        sys.exit(ExitCode.REFUSED)
    sys.exit(ended or 0)


@app.command(for_people_alone=True)
def up(
    *,
    demo: Annotated[bool, typer.Option("--demo")] = False,
    language: Language = "vi",
) -> None:
    """Start everything: the web pages, the deliverer, the worker, Prefect's server."""
    from cli.running.up import up as start

    start(demo=demo)


@app.command()
def upgrade(
    *,
    lay_guards: Annotated[bool, typer.Option("--lay-guards")] = False,
    yes: Yes = False,
    language: Language = "vi",
) -> None:
    """Bring a database of an older release to the shape of this one, Doan being stopped."""
    from cli.running.upgrading import upgrade as bring_up

    bring_up(language, lay_guards=lay_guards, yes=yes)


@app.command(for_people_alone=True)
def deliver(language: Language = "vi") -> None:
    """Send what waits in the outbox, and fire what is due (`doan up` starts this by itself)."""
    from cli.running.deliver import deliver as start

    start()


@app.command(for_people_alone=True)
def worker(language: Language = "vi") -> None:
    """Keep the delegations' Prefect runs level with their journals (more machines: more of these)."""
    from cli.running.worker import work

    work()


@app.command(for_people_alone=True)
def demo(language: Language = "vi") -> None:
    """Watch three delegations live their whole lives, on real parts, in under 90 seconds."""
    from cli.demo.three_lives import play

    sys.exit(play())


@app.command("demo-hard", for_people_alone=True)
def demo_hard(language: Language = "vi") -> None:
    """Watch one delegation to which everything happens: a return, a substitute, an amendment."""
    from cli.demo.hard_life import play_hard

    sys.exit(play_hard())


@app.command()
def status(language: Language = "vi") -> None:
    """Show what is running and what waits; the exit code is 1 where something is not well."""
    from cli.status import show_status

    sys.exit(show_status(language))


@app.command()
def doctor(
    language: Language = "vi",
) -> None:
    """Try all that an installation needs, and say what to mend; the exit code is 1 where anything is."""
    from cli.health.doctor import show_health

    sys.exit(show_health(language))


@app.command("list")
def list_cases(
    *,
    everything: Everything = False,
    kind: Annotated[str | None, typer.Option(callback=text_typed)] = None,
    unit: Annotated[str | None, typer.Option(callback=text_typed)] = None,
    late: Annotated[bool, typer.Option("--late")] = False,
    most: Annotated[int, typer.Option("--limit", metavar="NUMBER", parser=number_typed)] = 50,
    after: After = None,
    language: Language = "vi",
) -> None:
    """List the cases and what each waits for."""
    from cli.reading import CasesListed, show_cases

    listed = CasesListed(everything, kind, unit, late, after, most)
    show_cases(language, listed)


@app.command()
def show(case: Case, language: Language = "vi") -> None:
    """Show a case's timeline: what happened, who has it since when, what is still to come."""
    from cli.reading import show_case

    show_case(CaseNo(case), language)


@app.command()
def security(
    *,
    kind: Annotated[str, typer.Option(callback=text_typed)] = "",
    most: Annotated[int, typer.Option(metavar="NUMBER", parser=number_typed)] = 50,
    language: Language = "vi",
) -> None:
    """Show the security log: who came in, who was turned away, the newest first."""
    from cli.security import show_security_log

    show_security_log(language, most=most, kind=kind)


@app.command("regulation")
def show_rules(
    *,
    unconfirmed: Annotated[bool, typer.Option("--unconfirmed")] = False,
    language: Language = "vi",
) -> None:
    """Show every rule of the regulation with its source and how sure we are of it."""
    from cli.regulation import show_regulation

    sys.exit(show_regulation(language, unconfirmed_only=unconfirmed))


@audit.command()
def verify(
    checkpoint: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", parser=file_typed)
    ] = None,
    key: Annotated[list[str] | None, typer.Option(metavar="LINE", callback=text_typed)] = None,
    language: Language = "vi",
) -> None:
    """Recompute the chains, rebuild cases and steps from the journal, name the first difference."""
    from cli.auditing import show_verification

    sys.exit(show_verification(language, checkpoint or (), key or ()))


@audit.command("checkpoint")
def show_newest_checkpoint(language: Language = "vi") -> None:
    """Show the key checkpoints are verified with, and the newest checkpoint."""
    from cli.auditing import show_checkpoint

    show_checkpoint(language)


@audit.command()
def bundle(
    case: Case,
    bundle: Annotated[Path, typer.Option("--to", metavar="FILE", parser=new_file_typed)],
    reason: Annotated[str, typer.Option("--for", metavar="WHY", callback=text_typed)],
    language: Language = "vi",
) -> None:
    """Put a case together as evidence that anybody verifies offline; that it was made is journaled."""
    from cli.evidence.bundle import make_bundle

    make_bundle(CaseNo(case), bundle, reason, language)


@audit.command()
def compare(
    older: File,
    newer: File,
    key: Annotated[list[str] | None, typer.Option(metavar="LINE", callback=text_typed)] = None,
    language: Language = "vi",
) -> None:
    """Say whether the newer of two checkpoints extends the older one."""
    from cli.evidence.comparing import show_comparison

    sys.exit(show_comparison(older, newer, key or (), language))


@clock.command("move")
def move(
    to: Annotated[datetime, typer.Argument(parser=moment_typed)],
    language: Language = "vi",
) -> None:
    """Move the clock of a demo folder forward; the real clock cannot be moved."""
    from cli.setting_up import move_clock_to

    move_clock_to(to, language)


if __name__ == "__main__":
    run()

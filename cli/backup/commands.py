"""What `doan backup`, `doan restore` and `doan quarantine` take from the command line.

What a command needs is imported when it runs.
"""

import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.typed.commands import Commands
from cli.typed.options import Administrator, File, Language
from cli.typed.values import file_typed, number_typed, text_typed

backups, quarantines = Commands(), Commands()

_Folder = typer.Option(metavar="FOLDER", callback=text_typed)


@backups.command("backup-key")
def backup_key(
    file: Annotated[str, typer.Argument(callback=text_typed)], language: Language = "vi"
) -> None:
    """Make the key that opens backups, and say the public one that seals them."""
    from cli.backup.key import make_key

    make_key(Path(file), language)


@backups.command()
def backup(
    to: Annotated[str, _Folder] = "",
    key: Annotated[str, typer.Option(metavar="PUBLIC", callback=text_typed)] = "",
    keep: Annotated[int | None, typer.Option(metavar="NUMBER", parser=number_typed)] = None,
    language: Language = "vi",
) -> None:
    """Copy all of Doan into one file that is sealed to a public key, while people work."""
    from cli.backup.making import make_backup

    make_backup(language, to=to, key=key, keep=keep or 0)


@backups.command()
def restore(
    file: File,
    key: Annotated[Path, typer.Option(metavar="SECRET", parser=file_typed)],
    into: Annotated[str, _Folder] = "",
    checkpoint: Annotated[
        list[Path] | None, typer.Option(metavar="FILE", parser=file_typed)
    ] = None,
    language: Language = "vi",
) -> None:
    """Put a backup back into an empty place, verify it, and keep it silent until it is let go."""
    from cli.backup.restoring import restore_backup

    sys.exit(restore_backup(language, file, key, into=into, checkpoints=checkpoint or ()))


@quarantines.command("end")
def end(
    reason: Annotated[str, typer.Argument(callback=text_typed)],
    administrator: Administrator = "",
    language: Language = "vi",
) -> None:
    """Let a restored or copied Doan work from now on. The other one must be stopped for good."""
    from cli.backup.releasing import release

    release(reason, administrator, language)

"""What `doan key` takes from the command line.

What a command needs is imported when it runs.
"""

from cli.typed.commands import Commands
from cli.typed.options import File, Language

key = Commands()


@key.command()
def change(language: Language = "vi") -> None:
    """Let the key hand over to another: to a new one of the folder, or to the one DOAN_SECRET has now.

    With variables, DOAN_SECRET_BEFORE holds the secret of until now. Links in letters, sessions and
    passports go on by both for as long as the one before is kept.
    """
    from cli.key.changing import change_key

    change_key(language)


@key.command()
def lost(language: Language = "vi") -> None:
    """Put another key in force where the one before is lost. Auditors have to be told the new one."""
    from cli.key.changing import give_up_key

    give_up_key(language)


@key.command()
def compromised(checkpoint: File, language: Language = "vi") -> None:
    """Put another key in force where the one before is in other hands.

    What it signed counts only as far as the checkpoint covers.
    """
    from cli.key.changing import revoke_key

    revoke_key(checkpoint, language)

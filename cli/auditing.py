"""`doan audit`: whether the journal is whole, and what fixes it from outside."""

import email
from collections.abc import Sequence
from pathlib import Path

from cli.screen import err, out
from cli.setting_up import open_store, read_settings
from config.words import words
from models.errors import CheckpointInvalid
from models.journal.checkpoint import signing_key, verifier_line
from models.store import leaves
from models.store.verify.everything import verify
from models.store.verify.guards import guards_difference
from models.store.verify.tree import verify_tree

# What a mailed checkpoint is called in its mail.
ATTACHED = "checkpoint.txt"


def show_verification(language: str, checkpoints: Sequence[Path] = ()) -> int:
    """Verify every journal, its guards and every checkpoint, those given from outside included.

    Print the first difference and return 1, or say that there is none and return 0.
    """
    settings = read_settings()
    given = [note for path in checkpoints for note in notes_in(path)]
    with open_store(settings).reading(one_moment=True) as conn:
        verified = verify(conn)
        key = signing_key(settings.checkpoint_seed).public_key()
        difference = (
            verified.difference or verify_tree(conn, key, given=given) or guards_difference(conn)
        )
    if difference:
        err.print(str(difference), style="red", markup=False)
        return 1
    w = words(language)
    out.print(w.text("cli.verified", cases=verified.cases, entries=verified.entries))
    return 0


def show_checkpoint(language: str) -> None:
    """Print the key checkpoints are verified with, and the newest one."""
    w = words(language)
    settings = read_settings()
    with open_store(settings).reading() as conn:
        notes = leaves.notes(conn)
    line = verifier_line(settings.mail_domain, signing_key(settings.checkpoint_seed).public_key())
    out.print(f"{w.text('cli.checkpoint_key')}: {line}\n", markup=False, soft_wrap=True)
    out.print(notes[-1] if notes else w.text("cli.checkpoint_none"), markup=False, soft_wrap=True)


def notes_in(path: Path) -> list[str]:
    """Return the checkpoints of a file: its text, or what the mail in it has attached.

    Raises `CheckpointInvalid` when there is no such file or it holds no text.
    """
    try:
        content = path.read_bytes()
        attached = [
            part.get_payload(decode=True)
            for part in email.message_from_bytes(content).walk()
            if part.get_filename() == ATTACHED
        ]
        notes = [note for note in attached if isinstance(note, bytes)] or [content]
        return [note.decode("utf-8-sig") for note in notes]
    except OSError as error:
        raise CheckpointInvalid(why=f"{path}: {error.strerror}") from None
    except UnicodeDecodeError:
        raise CheckpointInvalid(why=f"{path}: no text in UTF-8") from None

"""`doan audit`: whether the journal is whole, and what fixes it from outside."""

from collections.abc import Sequence
from pathlib import Path

from cli.screen import err, out
from cli.setting_up import open_store, read_settings
from config.words import words
from models.checkpoint import signing_key, verifier_line
from models.store import leaves
from models.store.verify import verify
from models.store.verify_tree import verify_tree


def show_verification(language: str, checkpoints: Sequence[Path] = ()) -> int:
    """Verify every journal and every checkpoint, those given from outside included.

    Print the first difference and return 1, or say that there is none and return 0.
    """
    settings = read_settings()
    given = [path.read_text(encoding="utf-8") for path in checkpoints]
    with open_store(settings).reading() as conn:
        verified = verify(conn)
        key = signing_key(settings.checkpoint_seed).public_key()
        difference = verified.difference or verify_tree(conn, key, given=given)
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

"""`doan audit`: whether the journal is whole, and what fixes it from outside."""

from collections.abc import Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cli.screen import err, out
from cli.setting_up import open_store, read_settings
from config.settings import Settings
from config.words import Words, words
from flows.verifying import verify_all
from models.errors import CheckpointInvalid
from models.journal.checkpoint import key_of, verifier_line
from models.journal.handed_in import notes_of
from models.journal.signing import signer
from models.store import leaves
from models.store.database.engine import Store
from models.store.verify.everything import Verified
from models.store.verify.reading import Difference
from models.store.verify.tree import covered_by


def show_verification(
    language: str, checkpoints: Sequence[Path] = (), key_lines: Sequence[str] = ()
) -> int:
    """Verify every journal, its guards and every checkpoint, those given from outside included.

    With a public key nothing else of the installation is needed, and no secret is looked for. Print the
    first difference and return 1; or say that there is none, and what it rests on, and return 0.
    """
    w, settings = words(language), read_settings()
    given = [note for path in checkpoints for note in notes_in(path)]
    beside = notes_beside(settings)
    store = open_store(settings, with_secret=not key_lines)
    keys = keys_given(settings, key_lines)
    with store.reading(one_moment=True) as conn:
        verified, difference = verify_all(conn, keys, [*given, *beside])
    _alarm(settings, store, difference)
    if difference:
        say_difference(w, difference)
        return 1
    out.print(w.text("cli.verified", cases=verified.cases, entries=verified.entries))
    _say_what_it_rests_on(w, given, verified)
    return 0


def keys_given(settings: Settings, lines: Sequence[str]) -> list[Ed25519PublicKey]:
    """Return the keys an auditor names, or the installation's own; raises `CheckpointInvalid`."""
    return [key_of(line) for line in lines] or [
        signer(seed).public for seed in settings.journal_seeds
    ]


def _alarm(settings: Settings, store: Store, difference: Difference | None) -> None:
    """Tell those who look after Doan by a way that is no mail; an auditor's copy tells nobody."""
    if not settings.alarm_urls.get_secret_value():
        return
    import asyncio

    from flows.acts.desk import Desk
    from flows.sweeps.alarms import Alarm, tell_once, tell_over

    desk = Desk(store, settings)
    if difference:
        # Where it lies, not what lies there: that may be what somebody wrote.
        asyncio.run(tell_once(desk, Alarm.VERIFICATION_FAILED, place=difference.place))
    else:
        asyncio.run(tell_over(desk, Alarm.VERIFICATION_FAILED))


def say_difference(w: Words, difference: Difference) -> None:
    """Say where something is other than it must be."""
    told = {"place": difference.place, "found": difference.found}
    told |= {"case": difference.case_no, "expected": difference.expected}
    err.print(w.text("cli.difference", **told), style="red", markup=False)


def notes_beside(settings: Settings) -> list[str]:
    """Return the checkpoints of the folder, which the database's owner need not reach."""
    found = sorted(settings.checkpoints_kept.glob("[0-9]*.txt"))
    return [note for path in found for note in notes_in(path)]


def _say_what_it_rests_on(w: Words, given: Sequence[str], verified: Verified) -> None:
    """Say how far each checkpoint from outside covers: a copy of an earlier day verifies as well."""
    for note in given:
        size, after, at = covered_by(note, verified.keys, verified.entries)
        signed_at = w.moment(at) if at else "–"
        out.print(w.text("cli.covered", size=size, after=after, at=signed_at), markup=False)
    if not given:
        out.print(w.text("cli.not_covered"), markup=False)


def show_checkpoint(language: str) -> None:
    """Print the key checkpoints are verified with, and the newest one."""
    w = words(language)
    settings = read_settings()
    with open_store(settings).reading() as conn:
        notes = leaves.notes(conn)
    line = verifier_line(settings.mail_domain, signer(settings.journal_seed).public)
    out.print(f"{w.text('cli.checkpoint_key')}: {line}\n", markup=False, soft_wrap=True)
    newest = next(reversed(notes.values()), "")
    out.print(newest if notes else w.text("cli.checkpoint_none"), markup=False, soft_wrap=True)


def notes_in(path: Path) -> list[str]:
    """Return the checkpoints of a file: its text, or what the mail in it has attached.

    Raises `CheckpointInvalid` when there is no such file or it holds no text.
    """
    try:
        return notes_of(path.read_bytes())
    except OSError as error:
        raise CheckpointInvalid("unreadable", path=path, reason=error.strerror) from None
    except CheckpointInvalid as invalid:
        raise CheckpointInvalid(invalid.why, path=path) from None

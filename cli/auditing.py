"""`doan audit`: whether the journal is whole, and what fixes it from outside."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

from cli.screen import err
from cli.setting_up import open_store, read_settings
from cli.told.document import answer, for_programs
from cli.told.progress import long_work
from config.settings import Settings
from config.words import Words, words
from flows.verifying import Covered, verify_all
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
    with store.reading(one_moment=True) as conn, long_work(w) as work:
        work.begins("verifying")
        verified, difference = verify_all(conn, keys, [*given, *beside], work.came)
    _alarm(settings, store, difference)
    covered = [] if difference else [_covered(note, verified) for note in given]
    counts = {"cases": verified.cases, "entries": verified.entries}
    facts = {"whole": difference is None, **counts, "difference": difference, "covered": covered}
    said = [] if difference else [w.text("cli.verified", **counts), *_what_it_rests_on(w, covered)]
    answer(facts, *said)
    if difference and not for_programs():
        say_difference(w, difference)
    return 1 if difference else 0


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


def _covered(note: str, verified: Verified) -> Covered:
    return Covered(*covered_by(note, verified.keys, verified.entries))


def _what_it_rests_on(w: Words, covered: Sequence[Covered]) -> Iterator[str]:
    """Say how far each checkpoint from outside covers: a copy of an earlier day verifies as well."""
    for each in covered:
        signed_at = w.moment(each.at) if each.at else "–"
        yield w.text("cli.covered", size=each.size, after=each.after, at=signed_at)
    if not covered:
        yield w.text("cli.not_covered")


def show_checkpoint(language: str) -> None:
    """Print the key checkpoints are verified with, and the newest one."""
    w = words(language)
    settings = read_settings()
    with open_store(settings).reading() as conn:
        notes = leaves.notes(conn)
    line = verifier_line(settings.mail_domain, signer(settings.journal_seed).public)
    newest = next(reversed(notes.values()), None)
    said = f"{w.text('cli.checkpoint_key')}: {line}\n"
    answer({"key": line, "checkpoint": newest}, said, newest or w.text("cli.checkpoint_none"))


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

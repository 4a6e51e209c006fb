"""How `doan restore` puts a backup back: aside, verified there, then in its place."""

import fcntl
import os
import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from sqlalchemy import Connection
from sqlalchemy.exc import DBAPIError

from cli.auditing import notes_beside, notes_in, say_difference
from cli.backup.making import PREFECT_FILE
from cli.screen import err, out
from cli.setting_up import read_settings
from cli.told.document import Facts, answer, for_programs
from cli.told.progress import LongWork, long_work
from config.settings import SECRET, Settings
from config.words import Words, words
from flows.verifying import verify_all
from models.errors import BackupRefused
from models.journal.signing import signer
from models.store.copies import quarantine
from models.store.copies.archive import identity_in, open_archive
from models.store.copies.lacking import Held, held_against
from models.store.copies.manifest import Manifest, demand_readable
from models.store.copies.snapshot import SQLITE_FILE, is_empty, put_rows_back
from models.store.database.engine import Store
from models.store.database.guards import lay_guards
from models.store.migrations import bring_up, is_current, newest, upgrade, wait_for_others
from models.store.verify.reading import Difference

_STAGING = ".restoring"
# A disk of its own has it.
_NO_CONTENT = {"lost+found", _STAGING}


@dataclass(frozen=True)
class _Restored:
    """What a restored database is like: the first difference, and the checkpoints held against it."""

    difference: Difference | None
    cases: int
    entries: int
    held: tuple[Held, ...]

    @property
    def is_well(self) -> bool:
        """Tell whether it agrees with itself, and lacks nothing of the checkpoints."""
        return self.difference is None and all(each.how == "whole" for each in self.held)


def restore_backup(
    language: str, file: Path, key: Path, *, into: str = "", checkpoints: Sequence[Path] = ()
) -> int:
    """Restore into an empty place, verify, put into quarantine; return 1 where something is not well.

    Raises `BackupRefused`, and leaves the place as it was.
    """
    w, settings = words(language), read_settings()
    folder = Path(into) if into else settings.folder
    notes = [note for path in checkpoints for note in notes_in(path)]
    identity = identity_in(key)
    fits = partial(demand_readable, newest=newest(), on_postgresql=bool(settings.database_url))
    with _emptied(folder) as staging, long_work(w) as work:
        work.begins("opening")
        manifest = open_archive(file, identity, staging, fits=fits, came=work.came)
        restored = _restored(manifest, staging, settings, notes, work)
        _move_into_place(staging / "folder", folder)
    if for_programs():
        answer(_facts(manifest, restored, folder))
    else:
        _say(w, manifest, restored, folder)
    return 0 if restored.is_well else 1


# --- the place ---------------------------------------------------------------------------------------


@contextmanager
def _emptied(folder: Path) -> Iterator[Path]:
    """Hold an empty folder, alone, and give a place aside in it that is gone afterwards.

    Raises `BackupRefused` where it is not empty, or another restore is at it.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        held = os.open(folder, os.O_RDONLY)
    except OSError as fault:
        raise BackupRefused("no_room", path=folder, reason=fault.strerror) from None
    try:
        _demand_alone(held, folder)
        if {path.name for path in folder.iterdir()} - _NO_CONTENT:
            raise BackupRefused("not_empty", path=folder)
        folder.chmod(0o700)
        staging = folder / _STAGING
        if staging.exists():
            # One that was killed has left it: nobody else is at it.
            shutil.rmtree(staging)
        staging.mkdir(mode=0o700)
        try:
            yield staging
        finally:
            shutil.rmtree(staging)
    except OSError as fault:
        raise BackupRefused("no_room", path=folder, reason=fault.strerror) from None
    finally:
        os.close(held)


def _demand_alone(held: int, folder: Path) -> None:
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        raise BackupRefused("restored_twice", path=folder) from None


def _move_into_place(files: Path, folder: Path) -> None:
    """Move what is whole to where Doan looks for it: the database last, without which nothing starts."""
    for path in sorted(files.iterdir(), key=lambda each: each.name == SQLITE_FILE):
        path.rename(folder / path.name)


# --- the content -------------------------------------------------------------------------------------


def _restored(
    manifest: Manifest, staging: Path, settings: Settings, notes: Sequence[str], work: LongWork
) -> _Restored:
    work.begins("putting_back")
    files = staging / "folder"
    if manifest.has_prefect:
        (files / "prefect").mkdir(exist_ok=True, mode=0o700)
        (staging / "prefect" / PREFECT_FILE).rename(files / "prefect" / PREFECT_FILE)
    if manifest.taken.database == "sqlite":
        (staging / "doan" / SQLITE_FILE).rename(files / SQLITE_FILE)
    there = _settings_there(settings, files)
    store = Store(there.store_url)
    try:
        with store.writing() as conn:
            wait_for_others(conn)
            if not store.is_sqlite:
                _fill(conn, manifest, staging / "doan", there)
            return _brought_up(conn, there, notes, work)
    except DBAPIError as fault:
        reason = str(fault.orig).strip().partition("\n")[0]
        raise BackupRefused("database", reason=reason) from None
    finally:
        store.close()


def _settings_there(settings: Settings, files: Path) -> Settings:
    """Return the settings with the restored folder; raises `BackupRefused` for another secret."""
    given = settings.model_dump(exclude={"folder"})
    there = Settings(**given, folder=files)
    kept = (files / SECRET).read_bytes().strip()
    if there.key != kept:
        raise BackupRefused("other_secret_set")
    return there


def _fill(conn: Connection, manifest: Manifest, rows: Path, there: Settings) -> None:
    """Make the tables as they were then, and put the rows back."""
    if not is_empty(conn):
        raise BackupRefused("database_not_empty")
    upgrade(conn, manifest.taken.revision)
    put_rows_back(conn, rows, manifest.taken.columns)
    if is_current(conn):
        lay_guards(conn)


def _brought_up(
    conn: Connection, there: Settings, notes: Sequence[str], work: LongWork
) -> _Restored:
    """Bring it to the shape of this release, silence it, and hold all of it against the journal."""
    work.begins("bringing_up")
    bring_up(conn, signer(there.journal_seed))
    quarantine.begin(conn, "restored")
    keys = [signer(seed).public for seed in there.journal_seeds]
    # A checkpoint that goes further is no difference of what is here: it says what is lacking.
    work.begins("verifying")
    verified, difference = verify_all(conn, keys, notes_beside(there), work.came)
    held = tuple(held_against(conn, note, verified.keys) for note in notes)
    return _Restored(difference, verified.cases, verified.entries, held)


# --- what is said ------------------------------------------------------------------------------------


def _facts(manifest: Manifest, restored: _Restored, folder: Path) -> Facts:
    return {
        "folder": folder.resolve(),
        "at": manifest.taken.at,
        "cases": restored.cases,
        "entries": restored.entries,
        "revision_before": manifest.taken.revision,
        "revision": newest(),
        "has_prefect": manifest.has_prefect,
        "well": restored.is_well,
        "difference": restored.difference,
        "checkpoints": restored.held,
    }


def _say(w: Words, manifest: Manifest, restored: _Restored, folder: Path) -> None:
    told = {"folder": folder.resolve(), "at": w.moment(manifest.taken.at)}
    counts = {"cases": restored.cases, "entries": restored.entries}
    _tell(w.text("cli.restored", **told, **counts))
    if manifest.taken.revision < newest():
        said = {"before": manifest.taken.revision, "now": newest()}
        _tell(w.text("cli.restored_upgraded", **said))
    if not manifest.has_prefect:
        _tell(w.text("cli.backup_without_prefect"))
    for held in restored.held:
        _say_held(w, held)
    if not restored.held:
        _tell(w.text("cli.restored_unheld"))
    if restored.difference:
        err.print(w.text("cli.restored_differs"), style="red", markup=False, soft_wrap=True)
        say_difference(w, restored.difference)
    _tell(w.text("cli.restored_silent"))


def _say_held(w: Words, held: Held) -> None:
    at, newest_at = (w.moment(m) if m else "–" for m in (held.signed_at, held.newest))
    told = {"size": held.size, "at": at, "newest": newest_at}
    if held.how == "whole":
        _tell(w.text("cli.restored_whole", **told))
    elif held.how == "lacks":
        lacks = {"count": held.count, "first": held.first}
        said = w.text("cli.restored_lacks", **told, **lacks)
        err.print(said, style="yellow", markup=False, soft_wrap=True)
    else:
        err.print(w.text("cli.restored_other", **told), style="red", markup=False, soft_wrap=True)


def _tell(said: str) -> None:
    out.print(said, markup=False, soft_wrap=True)

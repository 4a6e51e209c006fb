"""How `doan backup` copies everything: database, Prefect's database, files and keys, in this order.

Prefect's copy is the younger one, so its runs know at least what the journal told them; the worker tells
them again what they know already, which changes nothing.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import UTC
from importlib.metadata import version
from pathlib import Path

from cli.lacks import SetupLacks
from cli.running.one import RunningPart, folder_of, the_only_one
from cli.setting_up import open_store, read_settings
from cli.told.document import answer
from cli.told.progress import LongWork, long_work
from config.settings import BEFORE, PREFIX, SECRET, Settings
from config.words import words
from models.errors import BackupRefused
from models.journal.signing import signer
from models.store.copies.archive import members_of, recipient_of, write_archive
from models.store.copies.manifest import Manifest, Snapshot
from models.store.copies.snapshot import copy_sqlite, take_snapshot
from models.store.database.engine import Store
from models.store.house.journal import is_in_force

# How a backup is called, by the moment (UTC) of which it is.
NAMED = "doan-%Y%m%dT%H%M%SZ.age"
_ALL = "doan-[0-9]*T[0-9]*Z.age"
# Where what is to be sealed is put together: in the folder, which is its owner's alone.
_STAGING = ".backup-"
PREFECT_FILE = "prefect.sqlite"
# What of the folder is not copied as a file: databases, locks, logs, backups.
_LEFT_OUT = ("doan.sqlite*", "*.lock", "log", "backups", f"{_STAGING}*", f"{PREFECT_FILE}*")


def make_backup(language: str, *, to: str = "", key: str = "", keep: int = 0) -> None:
    """Make one backup, verify it, say where it is; then let the oldest go. Raises `DoanError`."""
    w, settings = words(language), read_settings()
    if not (public := key or settings.backup_key):
        raise SetupLacks("no_backup_key")
    recipient, target = recipient_of(public), Path(to) if to else settings.backups
    store = open_store(settings)
    with the_only_one(folder_of(store, settings), RunningPart.BACKUP), _prepared(target):
        try:
            with _staging(settings) as staged, long_work(w) as work:
                manifest = _put_together(store, settings, staged, work)
                path = target / manifest.taken.at.astimezone(UTC).strftime(NAMED)
                work.begins("sealing")
                write_archive(manifest, staged, path, recipient, work.came)
        finally:
            store.close()
    gone = _let_oldest_go(target, keep or settings.backup_keep)
    told = {"path": path, "entries": manifest.taken.entries, "files": len(manifest.members)}
    said = [w.text("cli.backup_made", **told, megabytes=_megabytes(path))]
    if not manifest.has_prefect:
        said.append(w.text("cli.backup_without_prefect"))
    if gone:
        said.append(w.text("cli.backups_gone", count=gone))
    more = {"at": manifest.taken.at, "bytes": path.stat().st_size, "let_go": gone}
    answer({**told, **more, "has_prefect": manifest.has_prefect}, *said)


def _put_together(store: Store, settings: Settings, staged: Path, work: LongWork) -> Manifest:
    """Copy all that a Doan is into a folder; return what the backup says of itself."""
    work.begins("copying")
    doan, files, prefect = (staged / name for name in ("doan", "folder", "prefect"))
    for folder in (doan, files, prefect):
        folder.mkdir(mode=0o700)
    taken = take_snapshot(store, doan)
    prefects = settings.folder / "prefect" / PREFECT_FILE
    has_prefect = prefects.exists() and not settings.prefect_api_url
    if has_prefect:
        copy_sqlite(prefects, prefect / PREFECT_FILE)
    _copy_files(settings, files)
    _copy_beside(settings, files / "beside")
    _see_that_the_secret_fits(store, settings)
    return _said(taken, staged, has_prefect=has_prefect)


def _said(taken: Snapshot, staged: Path, *, has_prefect: bool) -> Manifest:
    return Manifest(
        release=version("doan"),
        taken=taken,
        has_prefect=has_prefect,
        variables=tuple(sorted(name for name in os.environ if name.startswith(PREFIX))),
        members=members_of(staged),
    )


def _copy_files(settings: Settings, files: Path) -> None:
    """Copy what lies in the folder, with the secrets that are in force: those of variables, too."""
    left_out = shutil.ignore_patterns(*_LEFT_OUT)

    def ignored(folder: str, names: list[str]) -> set[str]:
        # A link leads elsewhere, and a socket is no file.
        odd = {n for n in names if (p := Path(folder, n)).is_symlink() or not _is_plain(p)}
        return odd | set(left_out(folder, names))

    shutil.copytree(
        settings.folder, files, ignore=ignored, copy_function=_copied, dirs_exist_ok=True
    )
    _kept_secret(files / SECRET, settings.key)
    if settings.key_before:
        _kept_secret(files / BEFORE, settings.key_before)
    if settings.checkpoint_folder and settings.checkpoint_folder.is_dir():
        target = files / "checkpoints"
        shutil.copytree(
            settings.checkpoint_folder, target, dirs_exist_ok=True, copy_function=_copied
        )


def _copy_beside(settings: Settings, beside: Path) -> None:
    """Copy what settings name outside of the folder: regulation, wording, people, the DKIM key."""
    named = (
        Path(settings.regulation),
        settings.templates,
        settings.paper_templates,
        settings.directory,
    )
    for path in (*named, settings.dkim_key_file):
        if path is None or not path.exists():
            continue
        beside.mkdir(mode=0o700, exist_ok=True)
        target = beside / path.resolve().name
        if path.is_dir():
            shutil.copytree(path, target, dirs_exist_ok=True, copy_function=_copied)
        else:
            _copied(str(path), str(target))


def _copied(source: str, target: str) -> None:
    # What is gone by now, as a lock or a log, was no part of it.
    with suppress(FileNotFoundError):
        shutil.copyfile(source, target)


def _is_plain(path: Path) -> bool:
    return path.is_file() or path.is_dir()


def _kept_secret(path: Path, secret: bytes) -> None:
    path.write_bytes(secret)
    path.chmod(0o600)


def _see_that_the_secret_fits(store: Store, settings: Settings) -> None:
    """Raise `BackupRefused` where what is kept sealed could not be opened with the secret beside it."""
    with store.reading() as conn:
        if not is_in_force(conn, signer(settings.journal_seed)):
            raise BackupRefused("other_secret")


@contextmanager
def _prepared(target: Path) -> Iterator[None]:
    """Have a folder for backups in which nothing half is left of a run that was killed."""
    try:
        target.mkdir(parents=True, exist_ok=True, mode=0o700)
        for part in target.glob(f".{_ALL}.part"):
            part.unlink()
    except OSError as fault:
        raise BackupRefused("unwritten", path=target, reason=fault.strerror) from None
    yield


@contextmanager
def _staging(settings: Settings) -> Iterator[Path]:
    """Give a folder for what is copied in clear, and leave nothing of it; raises `BackupRefused`."""
    for left in settings.folder.glob(f"{_STAGING}*"):
        shutil.rmtree(left)
    staged = Path(tempfile.mkdtemp(prefix=_STAGING, dir=settings.folder))
    try:
        yield staged
    except (OSError, shutil.Error) as fault:
        raise BackupRefused("no_room", path=settings.folder, reason=_reason(fault)) from None
    finally:
        shutil.rmtree(staged)


def _reason(fault: OSError) -> str:
    return fault.strerror or str(fault)[:200]


def _let_oldest_go(target: Path, keep: int) -> int:
    """Delete all backups but the newest so many; return how many went."""
    old = sorted(target.glob(_ALL))[:-keep]
    for path in old:
        path.unlink()
    return len(old)


def _megabytes(path: Path) -> str:
    return f"{path.stat().st_size / 1_000_000:.1f}"

"""Preparing an installation: folder, database, directory; and the clock of a demo folder."""

import os
from datetime import date, datetime
from pathlib import Path

import yaml
from pydantic import ValidationError
from pydantic_settings import SettingsError
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from cli.lacks import SetupLacks
from cli.screen import out
from config.province_time import PROVINCE_TIME
from config.settings import SecretUnusable, Settings, unknown_variables
from models.directory import DirectoryFile
from models.errors import DirectoryInvalid
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.database import clock
from models.store.database.engine import Store
from models.store.migrations import is_current, migrate

SAMPLE_DIRECTORY = Path(__file__).parent.parent / "config" / "directory" / "hau_giang.yaml"


def read_settings() -> Settings:
    """Read the environment; raises `SetupError` naming each variable that is unknown or does not fit."""
    if unknown := unknown_variables(os.environ):
        named = ", ".join(f"{name} (→ {near})" if near else name for name, near in unknown.items())
        raise SetupLacks("unknown_setting", named=named)
    try:
        settings = Settings()
    except ValidationError as invalid:
        wrong = "; ".join(
            f"DOAN_{'_'.join(str(p) for p in e['loc']).upper()}: {e['msg']}"
            for e in invalid.errors(include_input=False, include_url=False)
        )
        raise SetupLacks("wrong_setting", wrong=wrong) from None
    except SettingsError as unreadable:
        raise SetupLacks("wrong_setting", wrong=unreadable) from None
    if settings.is_public and not settings.has_mail_server:
        raise SetupLacks("public_without_mail")
    return settings


def _check_closed(settings: Settings) -> None:
    """Refuse a folder that others than its owner can enter, and secrets that are none.

    Raises `SetupLacks`.
    """
    if settings.folder.is_dir() and settings.folder.stat().st_mode & 0o077:
        raise SetupLacks("folder_open", folder=settings.folder)
    try:
        settings.check_secrets()
    except SecretUnusable as unusable:
        raise SetupLacks(f"secret_{unusable.why}", where=unusable.where) from None


def open_store(settings: Settings) -> Store:
    """Open a database that `doan up` has prepared; raises `SetupError` when it has not."""
    if not settings.database_url and not (settings.folder / "doan.sqlite").exists():
        raise SetupLacks("no_database", folder=settings.folder)
    _check_closed(settings)
    store, current = _connected(settings)
    if not current:
        raise SetupLacks("other_shape")
    return store


def prepare(settings: Settings, *, demo_from: datetime | None = None) -> Store:
    """Make the folder and the database, bring its shape up to date, enter the first directory.

    Raises `SetupError` when the folder cannot be made or the database does not answer.
    """
    try:
        settings.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    except OSError as fault:
        raise SetupLacks("folder", folder=settings.folder, reason=fault.strerror) from None
    _check_closed(settings)
    store, _ = _connected(settings)
    migrate(store)
    with store.writing() as conn:
        if directory.is_empty(conn):
            directory.load_directory(conn, read_directory(settings.directory or SAMPLE_DIRECTORY))
            if demo_from:
                clock.make_clock_movable(conn, demo_from)
    return store


def _connected(settings: Settings) -> tuple[Store, bool]:
    """Return the database and whether it has this release's shape; its password is never said."""
    variable = "DOAN_DATABASE_URL" if settings.database_url else "DOAN_FOLDER"
    try:
        store = Store(settings.store_url)
        with store.reading() as conn:
            return store, is_current(conn)
    except DBAPIError as fault:
        reason = str(fault.orig).strip().partition("\n")[0]
        raise SetupLacks("database", variable=variable, reason=reason) from None
    except (SQLAlchemyError, ImportError, ValueError):
        raise SetupLacks("database_url", variable=variable) from None


def local_url(settings: Settings) -> str:
    """Return where the web pages answer on this machine, whatever address people use."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(settings.host, settings.host)  # noqa: S104
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def read_directory(path: Path) -> DirectoryFile:
    """Read a directory file; raises `DirectoryInvalid` naming the field that does not fit."""
    try:
        return DirectoryFile.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError) as unreadable:
        raise DirectoryInvalid(what=str(unreadable)) from None
    except ValidationError as invalid:
        first = invalid.errors(include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        raise DirectoryInvalid(what=f"{place}: {first['msg']} ({first['input']!r})") from None


def load_directory_from(path: Path) -> None:
    """Enter a directory file into the database."""
    store = open_store(read_settings())
    file = read_directory(path)
    with store.writing() as conn:
        directory.load_directory(conn, file)
    out.print(f"{len(file.persons)} persons, {len(file.seats)} seats, {len(file.units)} units")


def end_seat_on(seat: SeatKey, person: PersonId, last_day: date) -> None:
    """Let a person leave a seat."""
    store = open_store(read_settings())
    with store.writing() as conn:
        directory.person(conn, person)
        directory.end_seat(conn, seat, person, last_day)


def move_clock_to(to: datetime) -> None:
    """Move the clock of a demo folder; the Doan process is told to look what has come due."""
    from flows.case.poke import CLOCK_MOVED, tell_running

    settings = read_settings()
    store = open_store(settings)
    with store.writing() as conn:
        clock.move_clock(conn, to.replace(tzinfo=to.tzinfo or PROVINCE_TIME))
    tell_running(store, settings)(CLOCK_MOVED)

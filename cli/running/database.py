"""How a command comes to its database: of this release's shape, or a sentence says what is wrong."""

import os
from pathlib import Path
from urllib.parse import quote

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from cli.lacks import SetupLacks
from config.settings import Settings
from models.store.database.engine import Store
from models.store.migrations import newest, revision_of

# What SQLite says of a file that is none of its own, or not whole.
_DAMAGED = ("not a database", "malformed", "disk I/O error")
_READ_ONLY = ("readonly", "unable to open")


def connected(settings: Settings, *, url: str = "") -> tuple[Store, str]:
    """Return the database and its revision, empty where there is nothing in it yet.

    Raises `SetupLacks` where it does not answer, is damaged, or newer than this release; its password is
    never said.
    """
    try:
        store = Store(url or settings.store_url)
        with store.reading() as conn:
            revision = revision_of(conn)
    except DBAPIError as fault:
        raise lack_of(fault, settings.database_url, settings.folder) from None
    except (SQLAlchemyError, ImportError, ValueError):
        variable = "DOAN_DATABASE_URL" if settings.database_url else "DOAN_FOLDER"
        raise SetupLacks("database_url", variable=variable) from None
    if revision > newest():
        store.close()
        raise SetupLacks("newer_shape", found=revision, known=newest())
    return store, revision


def demand_current(store: Store, revision: str) -> None:
    """Raise `SetupLacks` where the database is not of this release's shape: `doan upgrade` mends it."""
    if not revision:
        store.close()
        raise SetupLacks("other_shape")
    if revision != newest():
        store.close()
        raise SetupLacks("older_shape", found=revision, needed=newest())


def lack_of(fault: DBAPIError, database_url: str, folder: Path) -> SetupLacks:
    """Return what is wrong with a database that answered with a fault."""
    reason = str(fault.orig).strip().partition("\n")[0]
    variable = "DOAN_DATABASE_URL" if database_url else "DOAN_FOLDER"
    on_file = not database_url or database_url.startswith("sqlite")
    if on_file and any(said in reason for said in _DAMAGED):
        return SetupLacks("database_damaged", folder=folder, reason=reason)
    if on_file and any(said in reason for said in _READ_ONLY):
        return SetupLacks("read_only", folder=folder)
    return SetupLacks("database", variable=variable, reason=reason)


def demand_writable(folder: Path) -> None:
    """Raise `SetupLacks` for a folder in which nothing can be written: Doan would stop halfway."""
    inside = (folder / name for name in ("doan.sqlite", "log", "prefect", "mail"))
    # In a folder that nobody can enter nobody can look what is there.
    if not os.access(folder, os.W_OK | os.X_OK) or not all(
        os.access(each, os.W_OK) for each in inside if each.exists()
    ):
        raise SetupLacks("read_only", folder=folder)


def url_of_copy(settings: Settings) -> str:
    """Return how a copy is opened: one that cannot be written to as what nobody writes to.

    SQLite would lay files beside it otherwise. Raises `SetupLacks` where a log of writes lies there that
    would be passed over so.
    """
    file = settings.folder / "doan.sqlite"
    if settings.database_url or (os.access(file, os.W_OK) and os.access(file.parent, os.W_OK)):
        return settings.store_url
    log = file.with_name(f"{file.name}-wal")
    if log.exists() and log.stat().st_size:
        raise SetupLacks("log_beside", file=log)
    return f"sqlite:///file:{quote(str(file.resolve()))}?mode=ro&immutable=1&uri=true"

"""What a backup says of itself: of which Doan, from when, by which release, and what lies in it."""

from datetime import datetime
from pathlib import PurePosixPath
from typing import Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from models.errors import BackupRefused

# Raised when an older release could not read what is written.
VERSION = 1
NAME = "manifest.json"


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Packed(_Said):
    """One file of a backup: its name, its size in bytes, its SHA-256 in hexadecimal."""

    name: str
    size: int
    sha256: str


class Snapshot(_Said):
    """What was copied of Doan's database, as it was at one moment (UTC).

    `entries` are those of the journal, in all chains; `covered` those under the newest checkpoint.
    `columns` are those of each table of PostgreSQL, in the order of its rows.
    """

    at: datetime
    database: Literal["sqlite", "postgresql"]
    revision: str
    installation: str
    entries: int
    covered: int
    columns: dict[str, tuple[str, ...]] = {}


class Manifest(_Said):
    """The first file of a backup. `variables` are the names of what was set, without a value."""

    format: Literal["doan-backup"] = "doan-backup"
    version: int = VERSION
    release: str
    taken: Snapshot
    has_prefect: bool
    variables: tuple[str, ...]
    members: tuple[Packed, ...]


def manifest_in(content: bytes) -> Manifest:
    """Read a manifest; raises `BackupRefused`: `newer` than this release can read, or `foreign`."""
    try:
        found = Manifest.model_validate_json(content)
    except ValidationError:
        raise BackupRefused("newer" if _is_newer(content) else "foreign") from None
    if found.version > VERSION:
        raise BackupRefused("newer")
    if not all(_stays_within(member.name) for member in found.members):
        raise BackupRefused("foreign")
    return found


def demand_readable(manifest: Manifest, newest: str, *, on_postgresql: bool) -> None:
    """Refuse a backup of a `newer` release, and of the `other_database`; raises `BackupRefused`.

    Revisions are numbers of four digits, so the later one is the larger text.
    """
    if manifest.taken.revision > newest:
        raise BackupRefused("newer")
    if (manifest.taken.database == "postgresql") is not on_postgresql:
        raise BackupRefused("needs_postgresql" if not on_postgresql else "needs_sqlite")


def _is_newer(content: bytes) -> bool:
    """Tell whether it is one of ours all the same, of a later form."""

    class OnlyVersion(BaseModel):
        format: Literal["doan-backup"]
        version: int

    try:
        return OnlyVersion.model_validate_json(content).version > VERSION
    except ValidationError:
        return False


def _stays_within(name: str) -> bool:
    path = PurePosixPath(name)
    return bool(path.parts) and not path.is_absolute() and ".." not in path.parts

"""Backups of the tests: a pair of keys, where they are put, and the empty place they come back into."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from config.settings import Settings
from flows.acts.desk import Desk
from models.store.copies.archive import (
    identity_in,
    members_of,
    open_archive,
    recipient_of,
    write_archive,
)
from models.store.copies.manifest import Manifest
from models.store.database.engine import Store
from tests.factories.console import Said, typed


@dataclass(frozen=True)
class Place:
    """Where a Doan is: its folder, and its database where that is not in it."""

    folder: Path
    database_url: str = ""

    @property
    def variables(self) -> dict[str, str]:
        """Return what says so to a command."""
        there = {"DOAN_FOLDER": str(self.folder), "DOAN_LANGUAGE": "en", "DOAN_CATCH_MAIL": "1"}
        return there | ({"DOAN_DATABASE_URL": self.database_url} if self.database_url else {})

    def types(self, *words: object, **variables: str) -> Said:
        """Return what a command says here."""
        return typed(*words, **{**self.variables, **variables})

    @property
    def settings(self) -> Settings:
        """Return the settings of whoever works here."""
        return Settings(folder=self.folder, database_url=self.database_url)

    @contextmanager
    def desk(self) -> Iterator[Desk]:
        """Work here, as a process of its own would."""
        store = Store(self.settings.store_url)
        try:
            yield Desk(store, self.settings)
        finally:
            store.close()


@dataclass(frozen=True)
class Safe:
    """Where backups lie, and the keys they are sealed to and opened with."""

    folder: Path

    @property
    def secret(self) -> Path:
        """Return the file of the secret key; made on the first use."""
        file = self.folder / "backup.key"
        if not file.exists():
            assert typed("backup-key", file).code == 0
        return file

    @property
    def public(self) -> str:
        return next(
            line.removeprefix("# public key: ")
            for line in self.secret.read_text().splitlines()
            if line.startswith("# public key: ")
        )

    @property
    def backups(self) -> list[Path]:
        """Return the backups, the oldest first; nothing else may lie beside them."""
        return sorted(self.kept.iterdir())

    @property
    def kept(self) -> Path:
        folder = self.folder / "backups"
        folder.mkdir(exist_ok=True)
        return folder

    def takes(self, place: Place, *words: object) -> Path:
        """Make a backup of a place; return it."""
        before = set(self.backups)
        said = place.types("backup", "--to", self.kept, "--key", self.public, *words)
        assert (said.code, said.err) == (0, ""), said
        (made,) = set(self.backups) - before
        return made

    def restores(self, place: Place, backup: Path, *words: object, **variables: str) -> Said:
        """Put a backup back into a place; return what was said."""
        return place.types("restore", backup, "--key", self.secret, *words, **variables)


def here(store: Store, folder: Path) -> Place:
    """Return where a database of the tests is."""
    url = store.engine.url.render_as_string(hide_password=False)
    return Place(folder, "" if store.is_sqlite else url)


def remade(
    backup: Path, safe: Safe, into: Path, change: Callable[[Manifest, Path], Manifest]
) -> Path:
    """Open a backup, change what is in it, and seal it again: as another release would have made it."""
    opened = into / "opened"
    opened.mkdir()
    kept = open_archive(backup, identity_in(safe.secret), opened, fits=lambda _: None)
    changed = change(kept, opened)
    whole = changed.model_copy(update={"members": members_of(opened)})
    target = into / "remade.age"
    write_archive(whole, opened, target, recipient_of(safe.public))
    return target

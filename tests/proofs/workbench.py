"""A Doan whose whole database can be put aside and taken out again, in memory, clock included."""

import gc
import os
import shutil
import sqlite3
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.province_time import PROVINCE_TIME
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.sweep import sweep
from models.errors import AuthorityRefused, NothingChanged, StepClosed, TooLate
from models.ids import CaseNo
from models.store import directory
from models.store.database.clock import make_clock_movable, move_clock, now
from models.store.database.engine import Store
from models.store.migrations import migrate
from tests.factories.house import house, the_signer
from tests.factories.office import Office
from tests.proofs.fuse import DIED, Crash, Fuse, wire

MONDAY_MORNING = datetime(2020, 7, 6, 8, 0, tzinfo=PROVINCE_TIME)
# Files that live in memory, where there are some: a database is put back thousands of times.
IN_MEMORY = Path("/dev/shm")

# What somebody hears who gives a command again that had its effect before the crash.
DONE_ALREADY = (StepClosed, TooLate, NothingChanged, AuthorityRefused)


@dataclass(frozen=True)
class Snapshot:
    """A database as it was at a moment, and the checkpoints that lay beside it by their names."""

    file: Path
    at: datetime
    case_no: CaseNo
    beside: dict[str, str]


@dataclass
class Workbench:
    """One Doan on SQLite. Nothing is open between two pieces of work, so its file can be changed."""

    folder: Path
    desk: Desk
    office: Office
    fuse: Fuse
    kept: int = 0
    # Whether what was done last came to an answer, so that nobody gives it again.
    answered: bool = True

    @property
    def file(self) -> Path:
        return self.folder / "doan.sqlite"

    def keep(self) -> Snapshot:
        """Put the database aside as it is."""
        with self.desk.store.reading() as conn:
            at = now(conn)
        self.desk.store.close()
        self.kept += 1
        copy = self.folder / f"kept-{self.kept}.sqlite"
        shutil.copyfile(self.file, copy)
        kept = self.desk.settings.checkpoints_kept
        beside = {path.name: path.read_text() for path in kept.glob("*")}
        return Snapshot(copy, at, self.office.case_no, beside)

    def restore(self, snapshot: Snapshot) -> None:
        """Take a database out again; it is the moment it was."""
        self.fuse.set(0)
        self.desk.store.close()
        for rest in ("-wal", "-shm"):
            Path(f"{self.file}{rest}").unlink(missing_ok=True)
        shutil.copyfile(snapshot.file, self.file)
        self.office.case_no = snapshot.case_no
        self._lay_beside(snapshot.beside)
        with self.desk.store.writing() as conn:
            move_clock(conn, snapshot.at)
        self.desk.store.close()

    def _lay_beside(self, beside: dict[str, str]) -> None:
        """Let the folder of checkpoints hold what it held: what lies there is not written again."""
        folder = self.desk.settings.checkpoints_kept
        for path in folder.glob("*"):
            path.unlink()
        if beside:
            folder.mkdir(exist_ok=True)
        for name, note in beside.items():
            (folder / name).write_text(note)

    def read(self) -> sqlite3.Connection:
        """Open the database past everything that is ours."""
        return sqlite3.connect(self.file)

    # --- breaking -------------------------------------------------------------------------------

    def calls_of(self, act: Callable[[], object]) -> int:
        """Do something undisturbed; return how many calls it took."""
        self.fuse.set(0)
        act()
        return self.fuse.calls

    def breaks(self, act: Callable[[], object], at: int, *, lasting: bool = False) -> bool:
        """Do something that breaks at a call; tell whether it came so far.

        Whether and how it says so is its own affair.
        """
        self.fuse.set(at, lasting=lasting)
        self.answered = False
        # One that breaks where a savepoint ends is told as what comes of that.
        with suppress(Crash, SQLAlchemyError):
            act()
            self.answered = True
        broke = self.fuse.is_broken
        self.fuse.set(0)
        self.desk.store.close()
        if lasting:
            # An error that went round in a circle holds the frames it came through, and with their
            # cursors the file open, until somebody collects it.
            gc.collect()
        return broke

    def dies(self, act: Callable[[], object], at: int) -> bool:
        """Do something in a process that ends, with nothing said, at a call; tell if it came so far."""
        self.desk.store.close()
        self.answered = False
        child = os.fork()
        if child == 0:
            try:
                self.fuse.set(at, dies=True)
                act()
            finally:
                os._exit(0)
        _, status = os.waitpid(child, 0)
        return os.waitstatus_to_exitcode(status) == DIED

    def recovers(self, act: Callable[[], object]) -> None:
        """Whoever had no answer gives the command again; then the sweep and a walk find the rest."""
        if not self.answered:
            with suppress(*DONE_ALREADY):
                act()
        self.looks_around()

    def looks_around(self) -> None:
        """Let a sweep and a walk of the run do what is left to do."""
        sweep(self.desk)
        if self.office.case_no:
            self.desk.walk(self.office.case_no)


@contextmanager
def workbench(settings: Settings | None = None) -> Iterator[Workbench]:
    """Set up a Doan with the sample province's people, its clock on a Monday morning."""
    place = IN_MEMORY if IN_MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="doan-proofs-", dir=place) as named:
        folder = Path(named)
        store = Store(f"sqlite:///{folder / 'doan.sqlite'}")
        fuse = Fuse()
        desk = Desk(store, settings or Settings(folder=folder), tell=fuse.call)
        migrate(store, the_signer())
        with store.writing() as conn:
            make_clock_movable(conn, MONDAY_MORNING)
            directory.load_directory(house(conn), read_directory(SAMPLE_DIRECTORY))
        wire(store.engine, fuse)
        wire(store.reader, fuse)
        yield Workbench(folder, desk, Office(desk), fuse)
        store.close()

"""A case under its lock: how something is added to it.

Everything is gathered first and written by `save`, in the transaction that holds the lock. Rows
only: nothing here sends, renders or asks Prefect.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from config.settings import Settings
from flows.case.read import CaseRead
from models import entries as e
from models.applying import after
from models.case import Case, Step
from models.inbound.booking import Booking
from models.inbound.parts import Item
from models.journal.entry import Entry
from models.kinds import Request
from models.store import (
    bookings,
    cases,
    dossiers,
    journal,
    moments,
)
from models.store.database.announcements import announce_at_commit
from models.store.database.engine import in_one_go
from models.store.moments import DueMoment
from notifications.telling.letters import Letter, letters_for, queue_letters

ENGINE = "doan"


@dataclass(frozen=True)
class _Gathered:
    """What waits to be written; a failed walk is undone by taking an older one back."""

    case: Case
    entries: tuple[Entry, ...] = ()
    letters: tuple[Letter, ...] = ()
    moments: tuple[DueMoment, ...] = ()
    bookings: tuple[Booking, ...] | None = None
    disarmed: tuple[int, ...] = ()


class CaseAtWork(CaseRead):
    """One case inside the transaction that holds its lock."""

    def __init__(self, conn: Connection, case: Case, settings: Settings) -> None:
        super().__init__(conn, case, settings)
        self._gathered = _Gathered(case)

    @property
    def case(self) -> Case:
        """Return the case as it stands, what is not written yet included."""
        return self._gathered.case

    @property
    def is_locked(self) -> bool:
        """Tell whether this is a transaction that may write, with the case's lock in its hand."""
        return bool(self.conn.get_execution_options().get("doan_writes"))

    def dossier_arrives(self, version: int, request: Request) -> None:
        """Take a version of the dossier in hand; the journal entry that follows puts it in force."""
        self._dossiers[version] = dossiers.as_kept(request)

    def programme_arrives(self, revision: int, items: tuple[Item, ...]) -> None:
        """Take a programme in hand; the journal entry that follows puts it in force."""
        self._programmes[revision] = items

    def record(self, payload: e.Payload, actor: str = ENGINE) -> None:
        """Add an entry to the journal and queue the messages it calls for."""
        before = self.case
        entry = Entry(
            case_no=before.no,
            seq=before.seq + 1,
            at=self.now,
            recorded_at=self._written_at,
            actor=actor,
            payload=payload,
            previous=before.head,
        )
        self._gather(case=after(before, entry), entries=(entry,))
        self._gather(letters=letters_for(self, entry))

    def keep_text(self, words: str) -> str | None:
        """Keep what a person wrote in the erasable table; None when they wrote nothing."""
        said = words.strip()
        return dossiers.keep_text(self.conn, self.case.no, self.salt, said) if said else None

    def void(self, step: Step, because: str) -> None:
        """Let a step count for nothing, and tell those it waited for."""
        self.record(e.StepVoided(step=step.number, because=because))

    def disarm(self, step: int) -> None:
        """Take back the moments of a step whose clock stands still."""
        self._gather(disarmed=(step,))

    def arm(self, *due: DueMoment) -> None:
        """Set moments at which the case is looked at again."""
        self._gather(moments=due)

    @property
    def booked(self) -> tuple[Booking, ...]:
        """Return what the case has booked, what is not written yet included."""
        gathered = self._gathered.bookings
        return super().booked if gathered is None else gathered

    def book(self, wanted: tuple[Booking, ...]) -> None:
        """Have these bookings and no others; whoever calls has found them free under their lock."""
        self._gather(booked=wanted)

    def _gather(
        self,
        *,
        case: Case | None = None,
        entries: tuple[Entry, ...] = (),
        letters: tuple[Letter, ...] = (),
        moments: tuple[DueMoment, ...] = (),
        booked: tuple[Booking, ...] | None = None,
        disarmed: tuple[int, ...] = (),
    ) -> None:
        so_far = self._gathered
        self._gathered = _Gathered(
            case or so_far.case,
            so_far.entries + entries,
            so_far.letters + letters,
            so_far.moments + moments,
            so_far.bookings if booked is None else booked,
            so_far.disarmed + disarmed,
        )

    @property
    def has_gathered(self) -> bool:
        """Tell whether there is something to write."""
        gathered = self._gathered
        return bool(gathered.entries or gathered.moments or gathered.bookings is not None)

    def save(self) -> bool:
        """Write what was gathered; False when there was nothing to write."""
        gathered = self._gathered
        if not self.has_gathered:
            return False
        with in_one_go(self.conn):
            self._write(gathered)
        self._stored = gathered.case
        self._gathered = _Gathered(gathered.case)
        return True

    def _write(self, gathered: _Gathered) -> None:
        case = gathered.case
        journal.append(self.conn, gathered.entries)
        cases.save(self.conn, self._stored, case)
        moments.disarm(self.conn, case.no, gathered.disarmed)
        moments.arm(self.conn, gathered.moments)
        if gathered.bookings is not None:
            bookings.replace(self.conn, case.no, gathered.bookings)
        moments.disarm(self.conn, case.no, _closed(self._stored, case))
        queue_letters(self.conn, gathered.letters, self.settings, at=self.now)
        announce_at_commit(self.conn, case.no)

    @contextmanager
    def undone_on_failure(self) -> Iterator[None]:
        """Work in a savepoint: on any failure the case is again what it was before."""
        stored, gathered = self._stored, self._gathered
        try:
            with self.conn.begin_nested():
                yield
        except Exception:
            self._stored, self._gathered = stored, gathered
            raise


def _closed(before: Case, case: Case) -> list[int]:
    """Return the steps that waited for somebody before and do so no more."""
    return [s.number for s in before.open_steps if not case.steps[s.number - 1].is_open]

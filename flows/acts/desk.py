"""The parts of a running Doan, joined in one place and passed in; and how a case is taken in hand."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from sqlalchemy import Connection

from config.province_time import WorkingCalendar, working_calendar
from config.regulation.province import Regulation
from config.settings import Settings
from flows.case.answers import Identified
from flows.case.at_work import CaseAtWork, CaseTried
from flows.case.read import CaseRead
from flows.case.waiting import Walked
from flows.lifecycles import Lifecycle
from flows.walking import idle_walk, walk_on
from models import entries as e
from models.errors import DecisionRefused
from models.ids import NOBODY, CaseNo, PersonId
from models.journal.signing import Signer, signer
from models.regulations import regulation_in_force
from models.store import cases
from models.store.copies.quarantine import demand_released
from models.store.database.engine import Store
from models.store.house.journal import By, HouseJournal


def _nobody_listens(_case_no: str) -> None:
    """Stand in where no deliverer or worker runs beside: the sweeps will find what there is."""


@dataclass(frozen=True)
class Desk:
    """What a command needs: the store, the settings, and whom to tell after its commit."""

    store: Store
    settings: Settings
    tell: Callable[[str], None] = _nobody_listens

    @property
    def signers(self) -> tuple[Signer, ...]:
        """Return who signs the journal, and who did before the key was changed."""
        return tuple(signer(seed) for seed in self.settings.journal_seeds)

    def house(self, conn: Connection, who: Identified | None = None) -> HouseJournal:
        """Return the house's journal in a transaction that writes, for who does something to it.

        Raises `InQuarantine` in a copy: as all that is journaled, it would be signed.
        """
        demand_released(self.store, conn)
        by = By(who.person, who.shown_by) if who else By()
        return HouseJournal(conn, signer(self.settings.journal_seed), by)

    def regulation(self) -> Regulation:
        """Return the regulation new cases are submitted under; raises `RegulationInvalid`."""
        return regulation_in_force(self.settings)

    def calendar(self) -> WorkingCalendar:
        """Return the working days by the regulation in force; raises `RegulationInvalid`."""
        return working_calendar(self.regulation())

    @contextmanager
    def reading(self, case_no: CaseNo) -> Iterator[CaseRead]:
        """Take a case in hand to read it; raises `CaseUnknown`."""
        with self.store.reading() as conn:
            yield CaseRead(conn, cases.read_case(conn, case_no), self.settings)

    @contextmanager
    def at_work(
        self, case_no: CaseNo, person: PersonId = NOBODY, step: int = 0
    ) -> Iterator[CaseAtWork]:
        """Take a case in hand under its lock: what is done within is one transaction with what follows.

        At the end the case is walked on (`work.walked`), written, and told of to those who listen. A
        `DecisionRefused` within is journaled as that of `person` at `step` (0: the whole case), in a
        transaction of its own: the one it belongs to is rolled back. Raises `CaseUnknown`.
        """
        with self.journaling_refusals(case_no, person, step), self._locked(case_no) as work:
            yield work
            walk_on(work)
        if work.was_written:
            self.tell(case_no)

    @contextmanager
    def journaling_refusals(self, case_no: CaseNo, person: PersonId, step: int) -> Iterator[None]:
        """Journal a `DecisionRefused` within, in a transaction of its own, and let it go on."""
        try:
            yield
        except DecisionRefused as refusal:
            with self.noting(case_no) as work:
                refused = e.RefusalNoted(step=step, person=person, reason=refusal.reason)
                work.record(refused, actor=person)
            raise

    @contextmanager
    def noting(self, case_no: CaseNo) -> Iterator[CaseAtWork]:
        """Take a case in hand under its lock to note what changes nothing about its way."""
        with self._locked(case_no) as work:
            yield work
            work.save()

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """Write what is journaled, in one transaction; raises `InQuarantine` in a copy."""
        with self.store.writing() as conn:
            demand_released(self.store, conn)
            yield conn

    @contextmanager
    def _locked(self, case_no: CaseNo) -> Iterator[CaseAtWork]:
        with self.writing() as conn:
            yield CaseAtWork(conn, cases.lock_case(conn, case_no), self.settings)

    def walk(self, case_no: CaseNo, lifecycle: Lifecycle | None = None) -> Walked:
        """Walk a case in a transaction of its own; without a lock if nothing is to be done.

        Raises `CaseUnknown`.
        """
        with self.store.reading() as conn:
            tried = CaseTried(conn, cases.read_case(conn, case_no), self.settings)
            if idle := idle_walk(tried, lifecycle):
                return idle
        with self._locked(case_no) as work:
            return walk_on(work, lifecycle)

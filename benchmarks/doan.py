"""A real `doan up` to be measured: its processes, its database, the people who use it."""

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, timedelta
from itertools import count
from pathlib import Path
from typing import Any

import httpx
from sqlalchemy import select

from benchmarks.delegations import LEAD, OFFICER, delegation, sample
from benchmarks.mail import Mail
from benchmarks.pages import Pages
from benchmarks.processes import (
    answers,
    cpu_seconds,
    cpu_seconds_of_one,
    free_ports,
    running,
    wait_until,
)
from cli.running.prefect_server import prefect_api
from config.province_time import day_of, start_of
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit, submit
from flows.case.poke import AUTHORITY_SET, CLOCK_MOVED, tell_running
from models.case import Case
from models.entries import StepDecided, StepOpened
from models.ids import CaseNo, PersonId
from models.outbound.request import OutboundRequest
from models.store import cases, directory, histories, journal, tables
from models.store.database.clock import move_clock, now
from models.store.database.engine import Store
from models.store.mail.wishes import MailWishes, Telling, wish

UP = (sys.executable, "-m", "cli.main", "up", "--demo")
# Cases wait for the morning of a day; the office has opened by then.
MORNING = timedelta(hours=7, seconds=1)
_PORTS = tuple(
    name for name in Settings.model_fields if name.endswith("port") and name != "smtp_port"
)
_BY = Filing(OFFICER, OFFICER)


class Doan:
    """A running Doan. Requests come in as by `doan submit`, everything else by the pages."""

    def __init__(self, settings: Settings, mail: Mail, roots: tuple[int, ...]) -> None:
        self.settings = settings
        self.mail = mail
        self.store = Store(settings.store_url)
        with self.store.writing() as conn:
            for person in directory.persons_by_id(conn):
                # That a case is archived is seen by its letter, which must not wait for that of the day.
                wish(conn, PersonId(person), MailWishes(Telling.AT_ONCE))
        self.pages = Pages(settings.base_url, mail)
        self.desk = Desk(self.store, settings, tell_running(self.store, settings))
        self._example, self._attachments = sample(self.desk.regulation())
        self._roots = roots
        self._numbers = count(1)
        self._requests: dict[str, OutboundRequest] = {}
        self._seconds_submitting: list[float] = []

    def close(self) -> None:
        """Close the connections of this process."""
        self.pages.close()
        self.store.close()

    @property
    def today(self) -> date:
        """Return the day by the clock of the folder."""
        with self.store.reading() as conn:
            return day_of(now(conn))

    @property
    def cpu_seconds(self) -> float:
        """Return the processor time used so far by all its processes, and here for submitting."""
        return cpu_seconds(*self._roots) + sum(self._seconds_submitting)

    @property
    def cpu_seconds_of_pages(self) -> float:
        """Return the processor time used so far by the process of the pages, and by PostgreSQL."""
        of_pages, *beside = self._roots
        return cpu_seconds_of_one(of_pages) + cpu_seconds(*beside)

    def submit(self, lead: timedelta = LEAD) -> CaseNo:
        """Let a unit submit a request to leave after some days; return the number of its case."""
        request = delegation(next(self._numbers), self.today, self._example, lead=lead)
        began = time.thread_time()
        case_no = submit(self.desk, request, self._attachments, _BY).case.no
        self._seconds_submitting.append(time.thread_time() - began)
        self._requests[case_no] = request
        return case_no

    def the_same_go_again(self) -> None:
        """Let those who travelled by the first requests travel by the next ones."""
        self._numbers = count(1)

    def resubmit(self, case_no: CaseNo, version: int) -> None:
        """Let the unit answer a return with a version of its request that differs a little."""
        request = self._requests[case_no]
        changed = request.model_copy(update={"purpose": f"{request.purpose} ({version})"})
        resubmit(self.desk, case_no, changed, self._attachments, _BY)

    def case(self, case_no: CaseNo) -> Case:
        """Return a case as it stands."""
        with self.store.reading() as conn:
            return cases.read_case(conn, case_no)

    def opened_by_decisions(self, case_no: CaseNo) -> list[set[int]]:
        """Return for each decision on a case the journal entries that opened the steps after it."""
        opened: list[set[int]] = []
        with self.store.reading() as conn:
            for entry in journal.entries_of(conn, case_no):
                if entry.kind == StepDecided.kind:
                    opened.append(set())
                    decided_at = entry.at
                # A step that opens at another moment waited for a day to come.
                elif entry.kind == StepOpened.kind and opened and entry.at == decided_at:
                    opened[-1].add(entry.seq)
        return opened

    def days_pass_until(self, day: date) -> None:
        """Let it be the morning of a day."""
        with self.store.writing() as conn:
            move_clock(conn, start_of(day) + MORNING)
        self.desk.tell(CLOCK_MOVED)

    def poke(self) -> None:
        """Say that there are letters which came with no decision."""
        self.desk.tell(AUTHORITY_SET)

    def history_catches_up(self) -> None:
        """Wait until every run knows all of its case's journal and rests."""
        wait_until(self._history_is_level, "a history level with the journal")

    @property
    def history_lag_seconds(self) -> float:
        """Return how far the history is behind, as Doan itself tells it."""
        told = httpx.get(f"{self.settings.base_url}/readyz", trust_env=False)
        return float(told.json()["history_lag_seconds"])

    def states_of_run(self, case_no: CaseNo) -> list[tuple[datetime, str]]:
        """Return when which states came in a case's run, as Prefect's own history has them."""
        with self.store.reading() as conn:
            run_id = histories.of(conn, case_no).run_id
        user, _, password = self.settings.prefect_password.partition(":")
        told = httpx.get(
            f"{prefect_api(self.settings)}/flow_run_states/",
            params={"flow_run_id": str(run_id)},
            auth=(user, password),
            trust_env=False,
        ).raise_for_status()
        found: list[dict[str, Any]] = told.json()
        return sorted((datetime.fromisoformat(s["timestamp"]), s["type"]) for s in found)

    @property
    def own_logs(self) -> tuple[Path, ...]:
        """Return the logs of all its processes but Prefect's server."""
        beside = (self.settings.folder / "log").glob("*.log")
        return self.settings.folder / "up.log", *(log for log in beside if log != self.prefect_log)

    @property
    def prefect_log(self) -> Path:
        """Return the log of its Prefect server."""
        return self.settings.folder / "log" / "prefect.log"

    def _history_is_level(self) -> bool:
        with self.store.reading() as conn:
            being_told = select(tables.histories).where(
                tables.histories.c.claimed_until.is_not(None)
            )
            return not histories.behind(conn) and conn.execute(being_told).first() is None


@contextmanager
def doan_up(folder: Path, mail: Mail, database_url: str = "", *beside: int) -> Iterator[Doan]:
    """Run a Doan in a folder until the block ends; `beside` are processes that work for it."""
    ports = dict(zip(_PORTS, free_ports(len(_PORTS)), strict=True))
    settings = Settings.model_validate(
        {
            "folder": folder,
            "database_url": database_url,
            "smtp_host": "127.0.0.1",
            "smtp_port": mail.port,
            "smtp_tls": "none",
            **ports,
        }
    )
    folder.mkdir(mode=0o700)
    with running(UP, folder / "up.log", _environment(settings)) as process:
        wait_until(lambda: answers(f"{settings.base_url}/readyz"), "Doan")
        wait_until(lambda: answers(f"{prefect_api(settings)}/health"), "its Prefect server")
        doan = Doan(settings, mail, (process.pid, *beside))
        try:
            yield doan
        finally:
            doan.close()


def _environment(settings: Settings) -> dict[str, str]:
    """Return the settings as the variables a person would set."""
    names = ("folder", "database_url", "smtp_host", "smtp_port", "smtp_tls", *_PORTS)
    return {
        f"DOAN_{name.upper()}": str(value) for name in names if (value := getattr(settings, name))
    }


def without_settings_of_others() -> None:
    """Forget variables that would make this Doan, or Prefect, another one than is measured."""
    for name in [name for name in os.environ if name.startswith(("DOAN_", "PREFECT_"))]:
        del os.environ[name]

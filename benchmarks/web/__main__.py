"""Fifty people use a real Doan on PostgreSQL at once: a table, and rows of `build/bench.json`."""

import argparse
import random
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

import httpx
import yaml

from benchmarks.crowd import all_at_once
from benchmarks.delegations import EXAMPLE, LEAD, OFFICER
from benchmarks.doan import Doan, doan_up, without_settings_of_others
from benchmarks.figures import KILOBYTES, MILLISECONDS, Figure, percentile
from benchmarks.kept import end_in_order_on_signals, keep
from benchmarks.mail import sink
from benchmarks.postgresql import postgresql
from benchmarks.table import show
from benchmarks.web.people import (
    Browser,
    Habit,
    Steps,
    Times,
    decider,
    looks_around,
    works,
    writer,
)
from config.regulation.codes import Kind
from flows.acts.desk import Desk
from flows.drafting import writing
from models.ids import PersonId
from models.kinds import KINDS
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE

ENGINE = "doan-postgresql"
# Whoever writes, decides and looks around in the sample province, with so many browsers each.
WRITERS = dict.fromkeys((OFFICER, "ta.thi.vi.du", "phan.thi.thi.du"), 4)
DECIDERS = {
    "nguyen.van.thi.du": 5,
    "dang.thi.mau": 5,
    "duong.van.vi.du": 4,
    "ly.thi.gia.dinh": 4,
    "pham.van.mau": 2,
}
LOOKERS = {"bui.van.thi.du": 6, "cao.thi.thi.du": 6, "luu.van.mau": 6}
MANY_MEMBERS = 60
# Rows say which page, act or saving they are of; what is measured is what a person waits for.
_MEASURED = ("desk", "cases", "search", "case", "step", "form", "check", "decision", "save_section")


@dataclass(frozen=True)
class Length:
    """How many cases there are, and for how many seconds people work, before and while it counts."""

    cases: int
    before: float
    counted: float


FULL, QUICK = Length(100, 15, 120), Length(20, 3, 40)


def main() -> None:
    """Measure, show and keep."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.web", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="just enough to see that it works")
    length = QUICK if parser.parse_args().quick else FULL
    without_settings_of_others()
    end_in_order_on_signals()
    with tempfile.TemporaryDirectory(prefix="doan-bench-") as folder:
        figures = list(_measured(Path(folder), length))
    show(figures)
    keep(figures)


def _measured(folder: Path, length: Length) -> Iterator[Figure]:
    with (
        postgresql(folder / "postgres") as server,
        sink() as mail,
        doan_up(folder / "doan", mail, server.url(), server.pid) as doan,
    ):
        all_at_once([partial(doan.submit, lead) for lead in _leads(length.cases)])
        people = _People(doan)
        people.work(length.before)
        times = people.work(length.counted)
        for what in _MEASURED:
            seconds = percentile(times.taken[what], 0.95)
            yield Figure(f"web_{what}_p95", ENGINE, seconds * 1000, MILLISECONDS)
        yield Figure("web_form_of_60_members", ENGINE, people.form_of_many(), KILOBYTES)


def _leads(cases: int) -> Iterator[timedelta]:
    """Yield in how many days each delegation of the unit leaves: two a week, as in an office."""
    return (LEAD + timedelta(days=7 * (number // 2)) for number in range(cases))


class _People:
    """Fifty browsers, each signed in, each with a habit."""

    def __init__(self, doan: Doan) -> None:
        self._doan = doan
        self._desk = Desk(doan.store, doan.settings)
        steps = Steps()
        self._at_work: list[tuple[str, Habit]] = [
            *self._each(WRITERS, lambda who: writer(self._draft(who), _sections())),
            *self._each(DECIDERS, lambda _: decider(steps)),
            *self._each(LOOKERS, lambda _: looks_around),
        ]

    def work(self, seconds: float) -> Times:
        """Let everybody work for some seconds; return how long they waited for what."""
        times, until = Times(), time.monotonic() + seconds
        with self._client() as client:
            all_at_once(
                [
                    self._one(Browser(client, session, times), habit, place, until)
                    for place, (session, habit) in enumerate(self._at_work)
                ]
            )
        return times

    def form_of_many(self) -> float:
        """Return how many kilobytes the form of sixty members has."""
        draft = self._draft(OFFICER, members=MANY_MEMBERS)
        with self._client() as client:
            page = Browser(client, self._signed_in(OFFICER), Times()).opens(
                "form", f"/requests/{draft}/people"
            )
        return len(page.encode()) / 1000

    def _each(
        self, people: Mapping[str, int], habit_of: Callable[[str], Habit]
    ) -> Iterator[tuple[str, Habit]]:
        for person, browsers in people.items():
            for _ in range(browsers):
                yield self._signed_in(person), habit_of(person)

    def _one(self, browser: Browser, habit: Habit, place: int, until: float) -> Callable[[], None]:
        # Everybody's chance is their own and the same in every run.
        return lambda: works(habit, browser, random.Random(place), until)

    def _client(self) -> httpx.Client:
        address = self._doan.settings.base_url
        # A connection at rest is given up before the server gives it up: this asks no second time.
        unlimited = httpx.Limits(
            max_connections=None, max_keepalive_connections=None, keepalive_expiry=3
        )
        return httpx.Client(
            base_url=address,
            headers={"Origin": address},
            timeout=60,
            limits=unlimited,
            trust_env=False,
        )

    def _signed_in(self, person: str) -> str:
        with self._doan.store.writing() as conn:
            return sessions.begin(self._desk.house(conn), PersonId(person), MAILBOX_CODE)

    def _draft(self, person: str, *, members: int = 8) -> str:
        """Begin a request with so many members, none of them twice."""
        given = yaml.safe_load(EXAMPLE.read_text(encoding="utf-8"))
        first = given["members"][0]
        given["members"] = [
            {**first, "name": f"{first['name']} {number}"} for number in range(1, members + 1)
        ]
        return writing.begin(self._desk, PersonId(person), Kind.OUTBOUND, given)[0]


def _sections() -> tuple[str, ...]:
    """Return the sections whose form is of words alone."""
    return tuple(name for name in KINDS[Kind.OUTBOUND].sections if name != "papers")


if __name__ == "__main__":
    main()

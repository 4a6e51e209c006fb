"""Make a database with cases open in every stage, as the code of this day leaves it.

Started from the root of a checkout, this one or an earlier one (see past/README.md):

    python -m tests.proofs.past_maker past.sqlite.gz

It uses no more of a checkout than every one has had since the first release.
"""

import gzip
import importlib
import shutil
import sys
import tempfile
from collections.abc import Callable
from contextlib import closing
from datetime import timedelta
from pathlib import Path

from pydantic import SecretStr
from sqlalchemy import event, func, select

from cli.people.directory_file import read_directory
from cli.setting_up import SAMPLE_DIRECTORY
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.sweep import sweep
from models.journal.signing import signer
from models.store import directory
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.migrations import migrate
from models.store.tables import due_moments
from tests.factories.office import Office, make_answer
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.request import make_head, make_leader, make_member, make_request, make_stop

# The keys of passports and checkpoints come from it; what it guards was made up.
SECRET = "a secret of the past, which guards nothing"
AHEAD = timedelta(days=14)
# What a case waits for: its series of numbers, and the stages and acts of its open steps.
Waiting = frozenset[tuple[str, str, str]]


def make_past(target: Path) -> None:
    """Make the database and write it, compressed."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / "doan.sqlite"
        with closing(Store(f"sqlite:///{made}")) as store:
            # Nobody misses it if the machine fails meanwhile.
            event.listen(
                store.engine, "connect", lambda conn, _: conn.execute("PRAGMA synchronous=OFF")
            )
            _live(Desk(store, Settings(folder=Path(folder), secret=SecretStr(SECRET))))
        whole = Path(folder) / "whole.sqlite"
        with closing(Store(f"sqlite:///{made}")) as store, store.engine.connect() as conn:
            conn.exec_driver_sql("COMMIT")
            conn.exec_driver_sql(f"VACUUM INTO '{whole}'")
        with whole.open("rb") as plain, gzip.GzipFile(target, "wb", mtime=0) as packed:
            shutil.copyfileobj(plain, packed)


def _live(desk: Desk) -> None:
    """Let cases come to every point of their lives and stay there."""
    migrate(desk.store, signer(desk.settings.journal_seed))
    with desk.store.writing() as conn:
        make_clock_movable(conn, MONDAY_MORNING)
        directory.load_directory(desk.house(conn), read_directory(SAMPLE_DIRECTORY))
    office = Office(desk)
    for turn in _turns():
        turn(office)
    seen: set[Waiting] = set()
    for makes in (led_by_a_leader, led_by_anybody, *_of_guests()):
        # Those that go furthest come first: the days that pass for them would move the others on.
        for answers in reversed(_points(office, makes, seen)):
            office.submits(makes(office))
            for _ in range(answers):
                if not office.case.is_over:
                    goes_on(office)
    sweep(desk)


def _points(office: Office, makes: Callable[[Office], object], seen: set[Waiting]) -> list[int]:
    """Return after how many answers and days a case first waits for something not seen before."""
    office.submits(makes(office))
    points = []
    for answers in range(200):
        kind = office.case_no[:2]
        waiting = frozenset((kind, step.stage, step.act) for step in office.case.open_steps)
        if waiting not in seen:
            points.append(answers)
        seen.add(waiting)
        if office.case.is_over:
            return points
        goes_on(office)
    raise AssertionError("the case never came to its end")


def goes_on(office: Office) -> None:
    """One step is answered, or the clock moves to what this case waits for."""
    if office.case.open_steps:
        office.goes_on()
        return
    with office.desk.store.reading() as conn:
        until = conn.execute(
            select(func.min(due_moments.c.due_at)).where(
                due_moments.c.case_no == office.case_no, due_moments.c.fired_at.is_(None)
            )
        ).scalar_one()
    office.time_passes(to=until)


def led_by_a_leader(office: Office):
    return _ahead(office, make_leader())


def led_by_anybody(office: Office):
    return _ahead(office, make_head())


def _ahead(office: Office, head):
    departs = office.today + AHEAD
    returns = departs + timedelta(days=5)
    return make_request(
        letter=make_request().letter.model_copy(update={"date": office.today}),
        departs=departs,
        returns=returns,
        members=(head, make_member()),
        itinerary=(make_stop(arrives=departs, leaves=returns),),
    )


def _of_guests() -> tuple[Callable[[Office], object], ...]:
    """Return what makes visits of guests, where a checkout has them."""
    return _found("past_guests", "VISITS")


def _turns() -> tuple[Callable[[Office], object], ...]:
    """Return what happens to cases beyond the usual, as far as a checkout knows it."""
    return (returned, half_voted, *_found("past_turns", "TURNS"))


def _found(module: str, name: str) -> tuple[Callable[[Office], object], ...]:
    """Return what a module beside this one offers; nothing where the checkout lacks what it needs."""
    try:
        found: tuple[Callable[[Office], object], ...] = getattr(
            importlib.import_module(f"tests.proofs.{module}"), name
        )
    except ImportError as missing:
        print(f"without {module}: {missing}")  # noqa: T201
        return ()
    return found


def returned(office: Office) -> None:
    """A dossier waits with its unit."""
    office.submits(led_by_a_leader(office))
    office.goes_on()
    office.takes(office.case.open_steps[0], make_answer("return", remarks="Nêu rõ hơn mục đích."))


def half_voted(office: Office) -> None:
    """Some of a body have voted."""
    office.submits(led_by_a_leader(office))
    while not (asked := [s for s in office.case.open_steps if s.collective]):
        office.goes_on()
    for person in asked[0].holders[:2]:
        office.takes(asked[0], make_answer("vote_for", answer="Đã xem xét ý kiến."), person)


if __name__ == "__main__":
    make_past(Path(sys.argv[1]))

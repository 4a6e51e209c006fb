"""Two Doans and one Prefect server on Debian's PostgreSQL share the work and do nothing twice."""

import os
import signal
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from itertools import pairwise

import httpx
import pytest
from pydantic import SecretStr
from sqlalchemy import select

from cli.running.prefect_server import prefect_api
from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import tell_running
from models.store import histories, outbox
from models.store.tables import outbox as kept
from tests.factories.audit import verify
from tests.factories.debian import postgresql
from tests.factories.office import Office
from tests.factories.postbox import Postbox
from tests.factories.prefect import Prefect, free_port, wait_until
from tests.factories.prepared import MONDAY_MORNING

CASES = 12

pytestmark = pytest.mark.system


@pytest.fixture
def databases(tmp_path_factory):
    # Above pytest's own folder, which the server's user may not enter.
    folder = tmp_path_factory.mktemp("postgresql", numbered=True)
    for above in (folder, *folder.parents[:2]):
        above.chmod(0o755)
    with postgresql(folder / "server", "doan", "prefect") as addresses:
        yield addresses


@pytest.fixture
def postbox():
    with Postbox() as postbox:
        yield postbox


@pytest.fixture
def prefect(tmp_path, databases):
    settings = Settings(folder=tmp_path, prefect_port=free_port())
    prefect = Prefect(settings)
    url = f"postgresql+asyncpg://{databases[1]}"
    with prefect.serving(PREFECT_SERVER_DATABASE_CONNECTION_URL=url):
        yield prefect


@pytest.fixture
def desk(tmp_path, databases, postbox, prefect):
    """A desk of the office, while two Doan processes run beside."""
    url = f"postgresql+psycopg://{databases[0]}"
    settings = [one_of_two(tmp_path / name, url, postbox, prefect) for name in ("one", "two")]
    store = prepare(settings[0], demo_from=MONDAY_MORNING)
    with ExitStack() as both:
        both.callback(store.close)
        for each in settings:
            both.enter_context(running(each))
        yield Desk(store, settings[0], tell_running(store, settings[0]))


def one_of_two(folder, url, postbox, prefect):
    return Settings(
        folder=folder,
        database_url=url,
        secret=SecretStr("shared by both, as the office keeps it"),
        port=free_port(),
        smtp_host="127.0.0.1",
        smtp_port=postbox.port,
        smtp_tls="none",
        prefect_api_url=prefect_api(prefect.settings),
        prefect_auth=SecretStr(prefect.settings.prefect_password),
        worker_port=free_port(),
        worker_health_port=free_port(),
        poke_port=free_port(),
    )


@contextmanager
def running(settings):
    said = settings.model_dump(mode="json")
    said |= {
        "secret": settings.secret.get_secret_value(),
        "prefect_auth": settings.prefect_auth.get_secret_value(),
        "smtp_password": "",
    }
    variables = {f"DOAN_{name.upper()}": str(v) for name, v in said.items() if v not in ("", None)}
    settings.folder.mkdir(exist_ok=True, mode=0o700)
    log = (settings.folder / "up.log").open("ab")
    command = [sys.executable, "-m", "cli.main", "up"]
    doan = subprocess.Popen(command, env={**os.environ, **variables}, stdout=log, stderr=log)
    try:
        wait_until(lambda: is_ready(settings), "Doan")
        yield
    finally:
        doan.send_signal(signal.SIGTERM)
        doan.wait(timeout=60)
        log.close()


def is_ready(settings):
    try:
        return httpx.get(f"{settings.base_url}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def answers_all(office):
    while steps := office.case.open_steps:
        office.takes_smoothly(steps[0])


def test_twelve_cases_live_under_two_processes(desk, postbox, prefect):
    offices = [Office(desk) for _ in range(CASES)]
    with ThreadPoolExecutor(CASES) as at_once:
        list(at_once.map(lambda office: office.submits(), offices))
        while any(not office.case.is_over for office in offices):
            list(at_once.map(answers_all, offices))
            if not offices[0].case.is_over:
                offices[0].time_passes()
    wait_until(lambda: all_told(desk), "letters and history")

    with desk.store.reading() as conn:
        letters = conn.execute(select(kept.c.message_id, kept.c.state)).all()
        runs = [histories.of(conn, office.case_no).run_id for office in offices]
        difference = verify(conn, [desk.settings.journal_seed]).difference
    # What is gathered waits for the letter of its day, or went with it.
    assert {row.state for row in letters} <= {"sent", "gathered", "carried"}
    # A long one stands on a line of its own, after a space.
    accepted = Counter(letter.message_id.strip() for letter in postbox.accepted)
    assert accepted == Counter(row.message_id for row in letters if row.state == "sent")
    assert difference is None
    for run in runs:
        names = [state["type"] for state in prefect.states(run)]
        # Worked on twice at once it would be Running twice without a rest in between.
        assert ("RUNNING", "RUNNING") not in pairwise(names)
        assert names[-1] == "COMPLETED"


def all_told(desk):
    with desk.store.reading() as conn:
        return outbox.oldest_waiting(conn) is None and histories.lag(conn).cases == 0

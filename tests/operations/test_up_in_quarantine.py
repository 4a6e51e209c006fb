"""`doan up` on a restored Doan: its pages work and say so, nothing is sent, nothing signed."""

import os
import signal
import subprocess
import sys
from contextlib import contextmanager

import httpx
import pytest
from sqlalchemy import func, select

from flows.acts.door.sessions import Device, sign_in
from flows.sweeps.checkpoints import number_and_sign
from models.errors import InQuarantine
from models.ids import PersonId
from models.store.mail.failed import letter_counts
from models.store.tables import checkpoints, journal
from tests.factories.office import OFFICER, Office
from tests.factories.postbox import Postbox
from tests.factories.prefect import free_port, wait_until

# A real start each: on one kind of database.
pytestmark = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
NOWHERE = "http://127.0.0.1:9/api"
PORTS = ("DOAN_PORT", "DOAN_POKE_PORT", "DOAN_WORKER_PORT", "DOAN_WORKER_HEALTH_PORT")


@pytest.fixture
def restored(desk, place, safe, elsewhere):
    """Where a backup was restored, with a case in it and letters that wait."""
    office = Office(desk)
    office.submits()
    number_and_sign(desk)
    assert safe.restores(elsewhere, safe.takes(place)).code == 0
    return elsewhere


@contextmanager
def up(place, mail_port, log):
    """Run `doan up` until the block ends; yields its settings' variables."""
    variables = {
        **place.variables,
        "DOAN_CATCH_MAIL": "0",
        "DOAN_SMTP_HOST": "127.0.0.1",
        "DOAN_SMTP_PORT": str(mail_port),
        "DOAN_SMTP_TLS": "none",
        "DOAN_PREFECT_API_URL": NOWHERE,
        **{name: str(free_port()) for name in PORTS},
    }
    with log.open("wb") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "cli.main", "up"],
            env={**os.environ, **variables},
            stdout=said,
            stderr=said,
        )
    try:
        yield variables
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def answered(url):
    try:
        return httpx.get(url, trust_env=False, headers={"Accept-Language": "en"})
    except httpx.HTTPError:
        return None


def signed(desk):
    with desk.store.reading() as conn:
        return tuple(
            conn.execute(select(func.count()).select_from(table)).scalar_one()
            for table in (journal, checkpoints)
        )


def test_its_pages_work_and_say_so_and_nothing_is_sent_and_nothing_signed(restored, tmp_path):
    log = tmp_path / "up.log"
    with restored.desk() as desk, Postbox() as postbox:
        before = signed(desk)
        with up(restored, postbox.port, log) as variables:
            page = f"http://127.0.0.1:{variables['DOAN_PORT']}/"
            shown = wait_until(lambda: answered(page), "the pages")
            waits = b"waits for `doan quarantine end`"
            deliverers = restored.folder / "log" / "deliverer.log"
            workers = restored.folder / "log" / "worker.log"
            for each in (deliverers, workers):
                wait_until(
                    lambda each=each: each.exists() and waits in each.read_bytes(), each.name
                )
            alive = answered(f"{page}healthz")
            checked = restored.types("mail", "check", "--to=a@tinh.example", **mail_of(variables))
            with pytest.raises(InQuarantine):
                sign_in(desk, PersonId(OFFICER), Device())
            with desk.store.reading() as conn:
                waiting = letter_counts(conn).waiting

        assert (shown.status_code, "quarantine" in shown.text) == (200, True)
        assert alive.status_code == 200
        assert "quarantine" in log.read_text(encoding="utf-8")
        assert (checked.code, "quarantine" in checked.err) == (1, True)
        assert (len(postbox.offered), waiting > 0) == (0, True)
        assert signed(desk) == before


def mail_of(variables):
    return {name: said for name, said in variables.items() if name.startswith("DOAN_SMTP")} | {
        "DOAN_CATCH_MAIL": "0"
    }

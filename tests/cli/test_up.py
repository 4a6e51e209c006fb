"""`doan up` as an office runs it: processes, real SMTP; started, killed, stopped, started again."""

import os
import queue
import re
import signal
import subprocess
import sys
from contextlib import contextmanager
from datetime import timedelta

import httpx
import pytest

from cli.setting_up import local_url, prepare
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import CLOCK_MOVED, tell_running
from models.store.database.clock import move_clock, now
from notifications.sending.catcher import Catcher
from tests.factories.office import Office
from tests.factories.prefect import free_port, wait_until
from tests.factories.prepared import MONDAY_MORNING

NOWHERE = "http://127.0.0.1:9/api"


@pytest.fixture
def settings(tmp_path):
    """An installation with a mail server set, whose Prefect server cannot be reached."""
    return Settings(
        folder=tmp_path,
        port=free_port(),
        smtp_host="127.0.0.1",
        smtp_port=free_port(),
        smtp_tls="none",
        prefect_api_url=NOWHERE,
        worker_port=free_port(),
        poke_port=free_port(),
        worker_health_port=free_port(),
    )


@pytest.fixture
def office(settings):
    store = prepare(settings, demo_from=MONDAY_MORNING)
    yield Office(Desk(store, settings, tell_running(store, settings)))
    store.close()


@pytest.fixture
def inbox():
    return queue.SimpleQueue()


@contextmanager
def mail_server(settings, inbox):
    folder = settings.folder / "mail"
    with Catcher(
        folder, settings.smtp_port, on_code=lambda *_: None, on_message=inbox.put
    ) as catcher:
        yield catcher


@contextmanager
def running(settings, *options):
    """Run `doan up` until the block ends; it may be killed within."""
    said = settings.model_dump(mode="json", exclude={"secret", "smtp_password", "prefect_auth"})
    variables = {f"DOAN_{name.upper()}": str(v) for name, v in said.items() if v not in ("", None)}
    doan = subprocess.Popen(
        [sys.executable, "-m", "cli.main", "up", *options],
        env={**os.environ, **variables},
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        wait_until(lambda: answers(settings), "Doan")
        yield doan
    finally:
        if doan.poll() is None:
            doan.send_signal(signal.SIGTERM)
        doan.communicate(timeout=60)


def answers(settings):
    try:
        return httpx.get(f"{local_url(settings)}/readyz", trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False


def come_until(inbox, what):
    """Return the messages that come until one asks for something; what tells waits for the evening."""
    arrived = [inbox.get(timeout=60)]
    while what not in arrived[-1].message_id:
        arrived.append(inbox.get(timeout=60))
    return arrived


def to_sign(inbox):
    """Return the message that asks the unit's head to sign."""
    return come_until(inbox, "to_sign")[-1]


def test_it_stops_cleanly_when_told_to(settings, office, inbox):
    with mail_server(settings, inbox), running(settings) as doan:
        doan.send_signal(signal.SIGTERM)

        assert doan.wait(timeout=60) == 0


def test_it_is_ready_whether_or_not_its_public_address_leads_here(settings, office, inbox):
    proxied = settings.model_copy(update={"public_url": NOWHERE.removesuffix("/api")})

    with mail_server(settings, inbox), running(proxied) as doan:
        said = [doan.stdout.readline() for _ in range(2)]

    assert said[1].split() == ["web", "http://127.0.0.1:9"]


def test_messages_of_decisions_taken_just_before_the_process_died_come_once(
    settings, office, inbox
):
    # What a process killed between its commit and its first message leaves behind: the rows alone.
    office.submits()

    with mail_server(settings, inbox), running(settings):
        arrived = come_until(inbox, "to_sign")
        office.takes_smoothly(office.case.open_steps[0])
        arrived += come_until(inbox, "to_appraise")

    assert len(arrived) == len({caught.message_id for caught in arrived})


def test_decisions_go_on_without_a_mail_server_and_their_messages_follow(settings, office, inbox):
    with running(settings):
        office.submits()
        office.takes_smoothly(office.case.open_steps[0])
        with mail_server(settings, inbox):
            time_passes(office)
            arrived = {inbox.get(timeout=60).message_id for _ in range(2)}

    assert len(arrived) == 2


def test_a_link_sent_before_a_restart_still_leads_to_its_step(settings, office, inbox):
    with mail_server(settings, inbox), running(settings):
        office.submits()
        (link,) = re.findall(r"http\S+/v/\S+", to_sign(inbox).text)

    with running(settings):
        page = httpx.get(link, follow_redirects=True, trust_env=False)

    assert (page.status_code, office.case_no in page.text) == (200, True)


def test_everything_listens_on_loopback(settings, office, inbox):
    with mail_server(settings, inbox), running(settings):
        listening = subprocess.run(
            ["python3", "-c", "print(open('/proc/net/tcp').read())"],
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        ours = {f"{port:04X}" for port in (settings.port, settings.smtp_port)}
        addresses = {
            line.split()[1].partition(":")[0]
            for line in listening.splitlines()[1:]
            if line.split()[1:] and line.split()[1].partition(":")[2] in ours
            if line.split()[3] == "0A"
        }

    assert addresses == {"0100007F"}


@pytest.mark.parametrize(
    ("asked", "options"), [(True, ()), (False, ("--demo",))], ids=["set", "demo"]
)
def test_mail_is_caught_where_that_was_asked_for(settings, office, asked, options):
    caught = settings.model_copy(
        update={"smtp_host": "", "catcher_port": settings.smtp_port, "catch_mail": asked}
    )

    with running(caught, *options):
        office.submits()
        wait_until(lambda: "/mail/000001" in page_of(caught, "/mail").text, "the letter")


def test_an_answer_does_not_say_what_serves_it(settings, office, inbox):
    with running(settings):
        assert "server" not in page_of(settings, "/readyz").headers


def page_of(settings, address):
    return httpx.get(local_url(settings) + address, trust_env=False)


def time_passes(office):
    """Two minutes go by on the clock of the folder: longer than the first wait after a failure."""
    with office.desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=2))
    office.desk.tell(CLOCK_MOVED)

"""A demo plays in a folder of its own, whatever is set for the Doan of the machine."""

import os
import sqlite3
from contextlib import closing

import pytest

from cli.demo.stage import running
from cli.screen import speak
from cli.setting_up import prepare
from config.settings import Settings
from tests.factories.prepared import MONDAY_MORNING

# What is another Doan's, a misspelt name, one in small letters, and what is nobody's business here.
HOSTILE = {
    "DOAN_PUBLIC_URL": "https://doan.tinh.example",
    "DOAN_HOST": "0.0.0.0",
    "DOAN_SMTP_HOST": "mail.tinh.example",
    "DOAN_SMTP_USER": "doan",
    "DOAN_SMTP_PASSWORD_FILE": "/nowhere/password",
    "DOAN_MAIL_FROM": "no mailbox",
    "DOAN_CATCH_MAIL": "1",
    "DOAN_PORT": "many",
    "DOAN_PROT": "8112",
    "DOAN_SECRET": "x",
    "DOAN_REGULATION": "/nowhere/regulation.yaml",
    "DOAN_DIRECTORY": "/nowhere/directory.yaml",
    "DOAN_CHECKPOINT_FOLDER": "/nowhere/checkpoints",
    "DOAN_PREFECT_API_URL": "http://127.0.0.1:9/api",
    "doan_folder": "/nowhere/folder",
    "PREFECT_API_URL": "http://127.0.0.1:9/api",
    "PREFECT_HOME": "/nowhere/prefect",
    "PREFECT_SERVER_DATABASE_CONNECTION_URL": "sqlite+aiosqlite:////nowhere/prefect.sqlite",
    "HTTP_PROXY": "http://127.0.0.1:9",
    "http_proxy": "http://127.0.0.1:9",
    "ALL_PROXY": "http://127.0.0.1:9",
}


@pytest.fixture
def environment():
    """What the demo takes out of the environment, and puts into it, is as before after the test."""
    before = dict(os.environ)
    yield
    os.environ.clear()
    os.environ.update(before)


@pytest.fixture
def others(environment, tmp_path, monkeypatch):
    """The folder and the database of another Doan, to which all variables lead."""
    folder = tmp_path / "others"
    folder.mkdir(mode=0o700)
    prepare(Settings(folder=folder), demo_from=MONDAY_MORNING).close()
    for name, value in HOSTILE.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DOAN_FOLDER", str(folder))
    monkeypatch.setenv("DOAN_DATABASE_URL", f"sqlite:///{folder / 'doan.sqlite'}")
    yield folder
    speak("")


def content(folder):
    with closing(sqlite3.connect(folder / "doan.sqlite")) as conn:
        return [*conn.iterdump()]


def test_a_demo_plays_in_a_folder_of_its_own_whatever_is_set(others, tmp_path, capfd):
    before = content(others), sorted(path.name for path in others.iterdir())
    speak("en")
    mine = tmp_path / "demo"
    mine.mkdir(mode=0o700)

    with running(mine) as story:
        settings = story.settings
        with story.store.reading() as conn:
            address = str(conn.engine.url)

    assert (settings.folder, settings.has_mail_server, settings.is_public) == (mine, True, False)
    assert address == f"sqlite:///{mine / 'doan.sqlite'}"
    assert (content(others), sorted(path.name for path in others.iterdir())) == before
    said = capfd.readouterr()
    assert (f"Doan in {mine}" in said.out, "Doan has stopped." in said.out) == (True, True), said

"""`doan mail`, and what `doan status` says of letters."""

import pytest

from config.settings import Settings
from models.ids import PersonId
from models.store import outbox
from models.store.database.clock import now
from models.store.database.engine import Store
from models.store.mail.trouble import note_trouble
from tests.factories.house import the_signer
from tests.factories.postbox import Postbox, free_port


@pytest.fixture
def store(doan, tmp_path):
    opened = Store(Settings(folder=tmp_path).store_url)
    yield opened
    opened.close()


def fails(store):
    message = outbox.NewMessage(
        None, 0, "new_device", PersonId("nguyen.thi.mau"), {"at": "x"}, "<a.letter@example.org>"
    )
    with store.writing() as conn:
        outbox.queue(conn, [message], the_signer(), at=now(conn))
        (row,) = outbox.lease(conn, limit=1, seconds=60)
        outbox.mark_failed(conn, row.id, "550 5.1.1 no such user")


def test_a_check_says_what_is_wrong_and_ends_with_one(doan, monkeypatch):
    monkeypatch.setenv("DOAN_SMTP_HOST", "127.0.0.1")
    monkeypatch.setenv("DOAN_SMTP_PORT", str(free_port()))

    said = doan("mail", "check", "--language", "en")

    assert (said.returncode, "Check DOAN_SMTP_HOST" in said.stderr) == (1, True)


def test_a_check_that_finds_nothing_ends_with_nought(doan, monkeypatch, tmp_path):
    for part in ("new", "cur"):
        (tmp_path / "maildir" / part).mkdir(parents=True)
    monkeypatch.setenv("DOAN_MAILBOX_URL", f"maildir:{tmp_path / 'maildir'}")
    with Postbox() as postbox:
        monkeypatch.setenv("DOAN_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DOAN_SMTP_PORT", str(postbox.port))
        monkeypatch.setenv("DOAN_SMTP_TLS", "none")
        monkeypatch.setenv("DOAN_PUBLIC_URL", "https://doan.example.org")
        monkeypatch.setenv("DOAN_MAIL_FROM", "doan@example.org")
        said = doan("mail", "check", "--to", "somebody@example.org")

    assert (said.returncode, said.stderr) == (0, "")
    assert [letter.to for letter in postbox.accepted] == ["somebody@example.org"]


def test_a_check_says_that_the_mailbox_cannot_be_read(doan, monkeypatch):
    monkeypatch.setenv("DOAN_MAILBOX_URL", "maildir:/nowhere/at/all")
    with Postbox() as postbox:
        monkeypatch.setenv("DOAN_SMTP_HOST", "127.0.0.1")
        monkeypatch.setenv("DOAN_SMTP_PORT", str(postbox.port))
        monkeypatch.setenv("DOAN_SMTP_TLS", "none")
        said = doan("mail", "check", "--language", "en")

    assert (said.returncode, "mailbox cannot be read" in said.stderr) == (1, True)


def test_what_failed_is_counted_and_sent_again_at_the_console(doan, store):
    fails(store)
    before = doan("status", "--language", "en").stdout
    said = doan("mail", "retry", "--language", "en")
    after = doan("status", "--language", "en").stdout

    assert "0 waiting, 1 failed" in before
    assert (said.returncode, "Letters that are sent again: 1" in said.stdout) == (0, True)
    assert "1 waiting, 0 failed" in after


def test_the_status_says_since_when_no_letter_leaves_and_what_to_set(doan, store):
    with store.writing() as conn:
        note_trouble(conn, stage="connection", code=535, said="5.7.8 authentication failed")

    said = doan("status", "--language", "en").stdout

    assert "takes no letters since 08:00 6 July 2020" in " ".join(said.split())
    assert "DOAN_SMTP_PASSWORD" in said

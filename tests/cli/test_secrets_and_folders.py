"""What guards an installation: its secret, its folder, what its processes are given."""

import pytest

from cli.lacks import SetupLacks
from cli.running.children import _given
from cli.running.up import _children
from cli.setting_up import open_store, prepare, read_mailing_settings, read_settings
from config.settings import Settings


@pytest.fixture
def folder(tmp_path, monkeypatch):
    # Each of these folders has a secret of its own.
    monkeypatch.delenv("DOAN_SECRET")
    made = tmp_path / "doan"
    made.mkdir(mode=0o700)
    return made


def lack_of(act, *given):
    with pytest.raises(SetupLacks) as lacks:
        act(*given)
    return lacks.value.lack


def test_a_secret_that_can_be_guessed_is_refused(folder, monkeypatch):
    monkeypatch.setenv("DOAN_FOLDER", str(folder))
    monkeypatch.setenv("DOAN_SECRET", "x" * 31)

    assert lack_of(prepare, read_settings()) == "secret_short"


@pytest.mark.parametrize("written", ["", "\n", "short"])
def test_an_empty_key_is_refused_and_not_taken_for_none(folder, written):
    (folder / "secret.key").write_text(written)
    (folder / "secret.key").chmod(0o600)

    assert lack_of(prepare, Settings(folder=folder)) == "secret_short"


def test_a_key_that_others_can_read_is_refused(folder):
    (folder / "secret.key").write_text("k" * 64)
    (folder / "secret.key").chmod(0o644)

    assert lack_of(prepare, Settings(folder=folder)) == "secret_open"


@pytest.mark.parametrize("mode", [0o755, 0o750, 0o701])
def test_a_folder_that_others_can_enter_is_refused(folder, mode):
    folder.chmod(mode)

    assert lack_of(prepare, Settings(folder=folder)) == "folder_open"


def test_a_folder_that_was_opened_to_others_later_is_refused_by_every_command(folder):
    settings = Settings(folder=folder)
    prepare(settings).close()
    folder.chmod(0o755)

    assert lack_of(open_store, settings) == "folder_open"


@pytest.mark.parametrize(
    "public",
    [{"DOAN_PUBLIC_URL": "https://doan.tinh.example"}, {"DOAN_HOST": "0.0.0.0"}],
)
def test_a_public_address_needs_a_mail_server(monkeypatch, public):
    for name, value in public.items():
        monkeypatch.setenv(name, value)

    assert lack_of(read_settings) == "public_without_mail"

    monkeypatch.setenv("DOAN_SMTP_HOST", "mail.tinh.example")
    assert read_settings().is_public


@pytest.mark.parametrize("local", ["http://localhost:8112", "http://127.0.0.1:8112", ""])
def test_on_this_machine_alone_the_catcher_will_do(monkeypatch, local):
    monkeypatch.setenv("DOAN_PUBLIC_URL", local)

    assert not read_settings().is_public


@pytest.mark.parametrize(
    ("given", "demo"), [({"DOAN_CATCH_MAIL": "1"}, False), ({}, True)], ids=["set", "demo"]
)
def test_mail_is_caught_where_that_was_asked_for(monkeypatch, given, demo):
    for name, value in given.items():
        monkeypatch.setenv(name, value)

    assert read_mailing_settings(demo=demo).catch_mail


def test_a_demo_with_a_mail_server_sends_its_messages_there(monkeypatch):
    monkeypatch.setenv("DOAN_SMTP_HOST", "mail.tinh.example")

    assert not read_mailing_settings(demo=True).catch_mail


def test_mail_that_nobody_said_where_to_send_is_not_caught(monkeypatch):
    assert lack_of(read_mailing_settings) == "no_mail"


def test_messages_are_sent_or_caught_and_not_both(monkeypatch):
    monkeypatch.setenv("DOAN_SMTP_HOST", "mail.tinh.example")
    monkeypatch.setenv("DOAN_CATCH_MAIL", "1")

    assert lack_of(read_settings) == "mail_twice"


def test_replies_are_taken_only_where_a_mailbox_is_read(monkeypatch):
    monkeypatch.setenv("DOAN_REPLY_AUTHSERV_ID", "mx.tinh.example")

    assert lack_of(read_settings) == "replies_unread"


SIGNS_IN = {"DOAN_SMTP_USER": "doan", "DOAN_SMTP_PASSWORD": "p" * 40}


def test_the_mail_servers_password_does_not_leave_the_machine_in_clear(monkeypatch):
    for name, value in (SIGNS_IN | {"DOAN_SMTP_HOST": "mail.tinh.example"}).items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("DOAN_SMTP_TLS", "none")

    assert lack_of(read_settings) == "password_in_clear"

    monkeypatch.setenv("DOAN_SMTP_TLS", "starttls")
    assert read_settings().smtp_user == "doan"


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "::1"])
def test_a_mail_server_on_this_machine_may_be_signed_in_to_without_tls(monkeypatch, host):
    for name, value in (SIGNS_IN | {"DOAN_SMTP_HOST": host, "DOAN_SMTP_TLS": "none"}).items():
        monkeypatch.setenv(name, value)

    assert read_settings().smtp_host == host


OURS = {
    "DOAN_SECRET": "s", "DOAN_SMTP_PASSWORD": "p", "DOAN_SMTP_PASSWORD_FILE": "f",
    "DOAN_OIDC_CLIENT_SECRET": "o", "DOAN_DATABASE_URL": "d", "DOAN_FOLDER": "/x",
    "AWS_SECRET_ACCESS_KEY": "a", "PATH": "/bin",
}  # fmt: skip


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("prefect", {"PATH"}),
        ("worker", {"PATH", "DOAN_SECRET", "DOAN_DATABASE_URL", "DOAN_FOLDER"}),
        ("deliverer", set(OURS) - {"AWS_SECRET_ACCESS_KEY"}),
    ],
)
def test_a_process_is_given_the_variables_it_needs_and_no_others(folder, name, given):
    children = [child for rank in _children(Settings(folder=folder)) for child in rank]
    child = next(child for child in children if child.name == name)

    assert set(_given(OURS, child)) == given


def test_an_alarm_that_could_not_be_sent_is_refused_at_start_and_not_named(monkeypatch):
    monkeypatch.setenv("DOAN_ALARM_URLS", "json://alarm.example.org nonsense://a-secret-token")

    with pytest.raises(SetupLacks) as lacks:
        read_settings()

    assert (lacks.value.lack, lacks.value.facts["count"]) == ("alarm_urls", 1)
    assert "a-secret-token" not in str(lacks.value)

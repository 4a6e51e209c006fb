"""What guards an installation: its secret, its folder, what its processes are given."""

import pytest

from cli.lacks import SetupLacks
from cli.running.children import _given
from cli.running.up import _children
from cli.setting_up import open_store, prepare, read_settings
from config.settings import Settings


@pytest.fixture
def folder(tmp_path):
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


OURS = {
    "DOAN_SECRET": "s", "DOAN_SMTP_PASSWORD": "p", "DOAN_SMTP_PASSWORD_FILE": "f",
    "DOAN_DATABASE_URL": "d", "DOAN_FOLDER": "/x", "AWS_SECRET_ACCESS_KEY": "a", "PATH": "/bin",
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

"""A Doan whose secret is lost does not start, makes no other, and says what to do and what is lost."""

import os
import subprocess
import sys

import pytest

from config.settings import SecretUnusable
from flows.runs.delegations import process_desk
from tests.factories.console import typed
from tests.factories.limits import AS_AN_OWNER
from tests.factories.province_lived_in import lived_in

SAFE = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kg5sfn9aqmcac8p"
# Whatever needs the secret: what starts, what works at the console, what copies.
COMMANDS = (
    ("up",),
    ("deliver",),
    ("worker",),
    ("status",),
    ("list",),
    ("upgrade", "--yes"),
    ("backup", "--key", SAFE),
    ("audit", "checkpoint"),
    ("key", "change"),
)


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A Doan that goes by the secret of its folder, and has begun."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("DOAN_SECRET", raising=False)
        return lived_in(tmp_path_factory.mktemp("home"))


@pytest.fixture
def folder(lived, tmp_path, monkeypatch):
    monkeypatch.delenv("DOAN_SECRET", raising=False)
    return lived.copied(tmp_path / "copy").settings.folder


def there(folder):
    return {path.relative_to(folder): path.stat().st_size for path in folder.rglob("*")}


def as_an_owner(folder, *words, **variables):
    """Type a command as an owner who is no root; it has to end by itself."""
    given = {**os.environ, "DOAN_FOLDER": str(folder), "DOAN_LANGUAGE": "en", **variables}
    return subprocess.run(
        [*AS_AN_OWNER, sys.executable, "-m", "cli.main", *words],
        env={"DOAN_CATCH_MAIL": "1", **given},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize("words", COMMANDS, ids=" ".join)
def test_where_the_secret_is_lost_nothing_is_begun_and_none_is_made(folder, words):
    (folder / "secret.key").unlink()
    before = there(folder)

    said = typed(*words, DOAN_FOLDER=str(folder), DOAN_CATCH_MAIL="1", DOAN_LANGUAGE="en")

    assert said.code == 1
    assert "secret.key is not there" in said.err
    assert there(folder) == before


def test_what_is_said_of_a_lost_secret_is_how_to_have_it_back_and_what_is_lost(folder):
    (folder / "secret.key").unlink()

    said = typed("up", DOAN_FOLDER=str(folder), DOAN_CATCH_MAIL="1", DOAN_LANGUAGE="en").err

    for told in ("backup", "DOAN_SECRET", "doan key lost", "passports", "signs in again"):
        assert told in said


def test_a_secret_that_was_put_back_opens_as_before(folder):
    kept = (folder / "secret.key").read_bytes()
    (folder / "secret.key").unlink()
    typed("status", DOAN_FOLDER=str(folder))
    (folder / "secret.key").write_bytes(kept)
    (folder / "secret.key").chmod(0o600)

    assert typed("audit", "checkpoint", DOAN_FOLDER=str(folder)).code == 0


def test_a_secret_that_is_given_up_as_lost_is_another_one(folder):
    (folder / "secret.key").unlink()

    given_up = typed("key", "lost", DOAN_FOLDER=str(folder))

    assert given_up.code == 0, given_up.err
    assert (folder / "secret.key").exists()
    assert typed("list", DOAN_FOLDER=str(folder)).code == 0


@pytest.mark.parametrize("words", [("key", "lost"), ("key", "change"), ("status",)])
def test_in_a_folder_without_a_doan_no_secret_is_made(tmp_path, monkeypatch, words):
    monkeypatch.delenv("DOAN_SECRET", raising=False)

    said = typed(*words, DOAN_FOLDER=str(tmp_path))

    assert (said.code, list(tmp_path.iterdir())) == (1, [])


def test_a_worker_of_prefects_makes_no_secret(folder, monkeypatch):
    (folder / "secret.key").unlink()
    monkeypatch.setenv("DOAN_FOLDER", str(folder))

    with pytest.raises(SecretUnusable):
        process_desk()

    assert not (folder / "secret.key").exists()


def test_a_secret_that_cannot_be_read(folder):
    (folder / "secret.key").chmod(0o000)

    ended = as_an_owner(folder, "up")

    assert (ended.returncode, "cannot be read" in ended.stderr) == (1, True), ended.stderr
    assert "Traceback" not in ended.stderr


def test_a_secret_that_is_no_text(folder):
    (folder / "secret.key").write_bytes(bytes(range(128, 192)))

    said = typed("status", DOAN_FOLDER=str(folder), DOAN_LANGUAGE="en")

    assert (said.code, "cannot be read" in said.err) == (1, True)


@pytest.mark.parametrize("words", [("up",), ("status",), ("backup", "--key", SAFE)], ids=" ".join)
def test_a_folder_that_cannot_be_entered(folder, words):
    before = there(folder)
    folder.chmod(0o600)
    try:
        ended = as_an_owner(folder, *words)
    finally:
        folder.chmod(0o700)

    assert (ended.returncode, "folder" in ended.stderr) == (1, True), ended.stderr
    assert "Traceback" not in ended.stderr
    assert there(folder) == before


def test_a_file_of_the_secret_that_cannot_be_read(folder, tmp_path):
    kept = tmp_path / "kept"
    kept.write_bytes((folder / "secret.key").read_bytes())
    kept.chmod(0o000)

    ended = as_an_owner(folder, "up", DOAN_SECRET_FILE=str(kept))

    assert (ended.returncode, "DOAN_SECRET_FILE" in ended.stderr) == (1, True), ended.stderr
    assert "Traceback" not in ended.stderr

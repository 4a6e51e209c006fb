"""What keeps `doan up` from starting is a sentence and exit code 1, and nothing is changed by trying."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.factories.limits import AS_AN_OWNER
from tests.factories.province_lived_in import lived_in


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    return lived_in(tmp_path_factory.mktemp("home"))


@pytest.fixture
def folder(lived, tmp_path):
    return lived.copied(tmp_path / "copy").settings.folder


def starts(folder, **variables):
    """Start Doan as an owner who is no root; it has to end by itself."""
    given = {**os.environ, "DOAN_FOLDER": str(folder), "DOAN_LANGUAGE": "en", **variables}
    return subprocess.run(
        [*AS_AN_OWNER, sys.executable, "-m", "cli.main", "up"],
        env={"DOAN_CATCH_MAIL": "1", **{name: said for name, said in given.items() if said}},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


def refused(ended, *said):
    assert ended.returncode == 1, ended.stdout + ended.stderr
    assert "Traceback" not in ended.stdout + ended.stderr
    assert all(each in ended.stderr for each in said), ended.stderr
    assert len(ended.stderr.strip()) > 20


@pytest.fixture
def closed():
    """Make files and folders read-only, and take it back in the end."""
    changed = []

    def close(path: Path) -> None:
        changed.append((path, path.stat().st_mode & 0o777))
        path.chmod(0o500 if path.is_dir() else 0o400)

    yield close
    for path, mode in reversed(changed):
        path.chmod(mode)


def test_a_read_only_folder(folder, closed):
    closed(folder)

    refused(starts(folder), "nothing can be written in the folder")


def test_a_read_only_database_file(folder, closed):
    closed(folder / "doan.sqlite")

    refused(starts(folder), "nothing can be written in the folder")


def test_an_empty_folder_that_is_read_only(tmp_path, closed):
    empty = tmp_path / "empty"
    empty.mkdir()
    closed(empty)

    refused(starts(empty, DOAN_SECRET=""), "nothing can be written in the folder")


def test_a_folder_that_cannot_be_made(tmp_path, closed):
    closed(tmp_path)

    refused(starts(tmp_path / "new"), "cannot be made")


def test_a_folder_that_is_a_file(tmp_path):
    (tmp_path / "file").write_bytes(b"")

    refused(starts(tmp_path / "file"), "cannot be made")


def test_a_wrong_key(folder):
    refused(starts(folder, DOAN_SECRET="another secret of more than 32 bytes"), "another key")


def test_a_key_that_is_too_short(folder):
    refused(starts(folder, DOAN_SECRET="short"), "DOAN_SECRET")


def test_a_key_file_that_is_somebody_elses(folder):
    (folder / "secret.key").write_text("x" * 48, encoding="ascii")
    (folder / "secret.key").chmod(0o600)

    refused(starts(folder, DOAN_SECRET=""), "another key")


def test_a_database_file_that_is_no_database(folder):
    for path in folder.glob("doan.sqlite*"):
        path.unlink()
    (folder / "doan.sqlite").write_bytes(b"what somebody saved here by mistake\n" * 300)

    refused(starts(folder), "is damaged", "restore")


def test_a_database_file_whose_first_page_is_damaged(folder):
    file = folder / "doan.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[:100] + bytes(3000) + content[3100:])

    refused(starts(folder), "is damaged")


def test_a_database_file_that_was_cut_off(folder):
    file = folder / "doan.sqlite"
    content = file.read_bytes()
    file.write_bytes(content[: len(content) // 3])

    refused(starts(folder), "is damaged")


def test_a_database_that_does_not_answer(tmp_path):
    nowhere = "postgresql+psycopg://doan@127.0.0.1:9/doan"

    refused(starts(tmp_path, DOAN_DATABASE_URL=nowhere), "DOAN_DATABASE_URL")

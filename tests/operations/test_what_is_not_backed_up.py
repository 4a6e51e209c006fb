"""A backup that cannot be whole is not made: nothing half is left, and a sentence says what to mend."""

import os
import sqlite3
import stat
import subprocess
import sys
from contextlib import closing

import pytest

from cli.running.one import RunningPart, the_only_one
from tests.factories.console import typed
from tests.factories.copies import here
from tests.factories.office import Office

# A file of this process may grow no longer than so: to a program that writes it is a full disk.
SMALL_DISK = """
import resource, sys
most = int(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))
sys.argv = ["doan", *sys.argv[2:]]
from cli.main import run
run()
"""


@pytest.fixture
def store(on_sqlite, tmp_path):
    """What is written to a disk is the same of both."""
    opened = on_sqlite.copy(tmp_path, with_directory=True)
    yield opened
    opened.close()


@pytest.fixture
def place(store, desk, tmp_path):
    Office(desk).submits()
    return here(store, tmp_path)


def on_a_small_disk(place, safe, most):
    command = ("backup", "--to", safe.kept, "--key", safe.public)
    return subprocess.run(
        [sys.executable, "-c", SMALL_DISK, str(most), *map(str, command)],
        env={**os.environ, **place.variables},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.mark.parametrize("beyond_the_database", [-100_000, 1_000])
def test_a_full_disk_leaves_nothing_half_and_the_backups_of_before(
    place, safe, beyond_the_database
):
    """It is full while the database is copied, or while what was copied is sealed."""
    before = safe.takes(place)
    with sqlite3.connect(place.folder / "doan.sqlite") as conn:
        conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    conn.close()
    size = (place.folder / "doan.sqlite").stat().st_size

    said = on_a_small_disk(place, safe, size + beyond_the_database)

    assert (said.returncode, said.stdout) == (1, "")
    assert said.stderr.startswith("Backup: ")
    assert len(said.stderr.splitlines()) == 1
    assert safe.backups == [before]
    assert list(place.folder.glob(".backup-*")) == []


def test_what_a_killed_backup_left_is_cleared_away(place, safe):
    (safe.kept / ".doan-20200701T010000Z.age.part").write_bytes(b"half of it")
    (place.folder / ".backup-abc" / "doan").mkdir(parents=True)

    backup = safe.takes(place)

    assert safe.backups == [backup]
    assert list(place.folder.glob(".backup-*")) == []


def test_prefects_database_is_copied_as_a_database(place, safe, elsewhere):
    prefect = place.folder / "prefect"
    prefect.mkdir()
    with closing(sqlite3.connect(prefect / "prefect.sqlite")) as conn:
        conn.execute("PRAGMA journal_mode=WAL")
        conn.execute("CREATE TABLE flow_run (id TEXT)")
        conn.execute("INSERT INTO flow_run VALUES ('told')")
        conn.commit()
        # Its log of writes is not closed yet, as while Prefect's server runs.
        safe.restores(elsewhere, safe.takes(place))

    with closing(sqlite3.connect(elsewhere.folder / "prefect" / "prefect.sqlite")) as conn:
        assert conn.execute("SELECT id FROM flow_run").fetchall() == [("told",)]


def test_a_database_that_is_none_any_more(place, safe):
    (place.folder / "prefect").mkdir()
    (place.folder / "prefect" / "prefect.sqlite").write_bytes(b"not a database " * 100)

    said = place.types("backup", "--to", safe.kept, "--key", safe.public)

    assert (said.code, "prefect.sqlite cannot be copied" in said.err) == (1, True)
    assert safe.backups == []


def test_without_a_key_none_is_made_in_clear(place, safe):
    said = place.types("backup", "--to", safe.kept)

    assert (said.code, "doan backup-key" in said.err) == (1, True)
    assert safe.backups == []


@pytest.mark.parametrize("key", ["age1", "age1" + "q" * 58, "một khóa", "ssh-ed25519 AAAA"])
def test_a_key_that_is_none(place, safe, key):
    said = place.types("backup", "--to", safe.kept, "--key", key)

    assert (said.code, "no public key" in said.err) == (1, True)


def test_the_secret_key_is_not_taken_for_the_public_one(place, safe):
    secret = safe.secret.read_text().splitlines()[-1]

    said = place.types("backup", "--to", safe.kept, "--key", secret)

    assert (said.code, "this is the secret key" in said.err) == (1, True)
    assert secret not in said.err


def test_another_backup_that_runs_is_named(place, safe):
    with the_only_one(place.folder, RunningPart.BACKUP):
        said = place.types("backup", "--to", safe.kept, "--key", safe.public)

    assert (said.code, f"{os.getpid()}" in said.err) == (1, True)


def test_settings_say_to_whom_where_and_how_many(place, safe):
    for day in (1, 2):
        (safe.kept / f"doan-2020070{day}T010000Z.age").write_bytes(b"of an earlier night")

    said = place.types(
        "backup",
        DOAN_BACKUP_KEY=safe.public,
        DOAN_BACKUP_FOLDER=str(safe.kept),
        DOAN_BACKUP_KEEP="2",
    )

    assert said.code == 0
    oldest, newest = safe.backups
    assert oldest.name == "doan-20200702T010000Z.age"
    assert newest.name > oldest.name


# --- the key -----------------------------------------------------------------------------------------


def test_a_key_is_its_owners_alone_and_the_public_half_is_said(tmp_path):
    said = typed("backup-key", tmp_path / "key", DOAN_LANGUAGE="en")

    written = (tmp_path / "key").read_text()
    public = said.out.strip().rpartition("DOAN_BACKUP_KEY=")[2]
    assert said.code == 0
    assert stat.S_IMODE((tmp_path / "key").stat().st_mode) == 0o600
    assert f"# public key: {public}\n" in written
    assert "AGE-SECRET-KEY" not in said.out


def test_a_key_that_is_there_is_not_overwritten(tmp_path):
    typed("backup-key", tmp_path / "key")
    before = (tmp_path / "key").read_text()

    said = typed("backup-key", tmp_path / "key", DOAN_LANGUAGE="en")

    assert (said.code, "not overwritten" in said.err) == (1, True)
    assert (tmp_path / "key").read_text() == before


def test_a_key_that_cannot_be_written(tmp_path):
    said = typed("backup-key", tmp_path / "missing" / "key", DOAN_LANGUAGE="en")

    assert (said.code, "cannot be written" in said.err) == (1, True)

"""A database of an older release is upgraded with its cases in flight; a newer one is left alone.

All of it through the real command, on a real folder.
"""

import gzip
import os
import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from cli.running.one import the_only_one
from config.regulation.codes import Act
from config.settings import Settings
from flows.acts.desk import Desk
from flows.sweeps.checkpoints import number_and_sign
from models.case import CaseStatus
from models.entries import GuardsRelaid
from models.ids import console_account
from models.journal.signing import signer
from models.store import cases, journal
from models.store.database.clock import make_clock_movable
from models.store.database.engine import Store
from models.store.house.journal import HOUSE
from models.store.migrations import newest, revision_of
from models.store.tables import journal as entries
from models.store.verify.guards import guards_difference
from tests.factories.audit import verify
from tests.factories.office import Office
from tests.factories.province_lived_in import lived_in
from tests.proofs.acts import withdraws
from tests.proofs.past_maker import SECRET, goes_on

PASTS = Path(__file__).parents[1] / "proofs" / "past"


def doan(folder, *words, secret="", **variables):
    """Type a command as it is typed, in a process of its own."""
    environment = {k: v for k, v in os.environ.items() if k != "DOAN_SECRET"}
    if secret:
        environment["DOAN_SECRET"] = secret
    return subprocess.run(
        [sys.executable, "-m", "cli.main", *words],
        env={
            **environment, "DOAN_FOLDER": str(folder), "DOAN_LANGUAGE": "en",
            "DOAN_CATCH_MAIL": "1", "COLUMNS": "200", **variables,
        },
        input="",
        capture_output=True,
        text=True,
        check=False,
    )  # fmt: skip


@pytest.fixture
def past(tmp_path):
    """The folder of a release before entries were signed, with cases open in every stage it knew."""
    folder = tmp_path / "doan"
    folder.mkdir(mode=0o700)
    content = gzip.decompress((PASTS / "both_kinds.sqlite.gz").read_bytes())
    (folder / "doan.sqlite").write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    return lived_in(tmp_path_factory.mktemp("home"))


@pytest.fixture
def home(lived, tmp_path):
    return lived.copied(tmp_path / "copy").settings.folder


def in_file(folder, *statements):
    with closing(sqlite3.connect(folder / "doan.sqlite")) as file:
        for statement in statements:
            file.execute(statement)
        file.commit()


def revision_in(folder):
    with closing(sqlite3.connect(folder / "doan.sqlite")) as file:
        return file.execute("SELECT version_num FROM alembic_version").fetchone()[0]


def said_nothing_of_code(ended):
    return "Traceback" not in ended.stdout + ended.stderr


# --- an older database ---------------------------------------------------------------------------


def test_a_start_leaves_an_older_database_alone_and_names_the_command(past):
    ended = doan(past, "up", secret=SECRET)

    assert ended.returncode == 1
    assert "`doan upgrade`" in ended.stderr
    assert "`doan backup`" in ended.stderr
    assert said_nothing_of_code(ended)
    assert revision_in(past) == "0003"


def test_an_upgrade_says_what_it_will_do_and_asks_before_it_does(past):
    ended = doan(past, "upgrade", secret=SECRET)

    assert ended.returncode == 1
    assert "from 0003" in ended.stdout
    assert "verified backup: `doan backup`" in ended.stdout
    assert revision_in(past) == "0003"


def test_cases_in_flight_are_kept_and_live_on_to_the_archive(past):
    ended = doan(past, "upgrade", "--yes", secret=SECRET)

    assert ended.returncode == 0, ended.stderr
    settings = Settings(folder=past, secret=SecretStr(SECRET))
    store = Store(settings.store_url)
    desk = Desk(store, settings)
    with store.writing() as conn:
        assert revision_of(conn) == newest()
        assert guards_difference(conn) is None
        last = conn.execute(
            entries.select().where(entries.c.case_no != HOUSE).order_by(entries.c.at.desc())
        ).fetchmany(1)[0]
        make_clock_movable(conn, last.at)
        is_open = [case.no for case in cases.all_cases(conn, open_only=True)]
    assert f"{len(is_open)} cases are under way" in ended.stdout
    # Those that wait for another version are their units' to end; all others go on to the archive.
    office, ended_as = Office(desk), set()
    for office.case_no in is_open[:: len(is_open) // 4]:
        while not office.case.is_over:
            if any(step.act is Act.REVISE for step in office.case.open_steps):
                withdraws(office)()
            else:
                goes_on(office)
        ended_as.add(office.case.status)
    assert CaseStatus.ARCHIVED in ended_as
    number_and_sign(desk)
    with store.reading() as conn:
        assert verify(conn, [settings.journal_seed]).difference is None
    store.close()


def test_an_upgrade_done_twice_finds_nothing_to_do(past):
    doan(past, "upgrade", "--yes", secret=SECRET)

    ended = doan(past, "upgrade", "--yes", secret=SECRET)

    assert ended.returncode == 0
    assert "Nothing is to be done" in ended.stdout


def test_an_upgrade_with_another_secret_changes_nothing(home):
    in_file(home, "UPDATE alembic_version SET version_num = '0024'")

    ended = doan(home, "upgrade", "--yes", secret="another secret of more than 32 bytes")

    assert ended.returncode == 1
    assert said_nothing_of_code(ended)
    assert revision_in(home) == "0024"


def test_no_upgrade_is_done_while_a_doan_runs_on_the_folder(past):
    with the_only_one(past):
        ended = doan(past, "upgrade", "--yes", secret=SECRET)

    assert ended.returncode == 1
    assert "another Doan" in ended.stderr
    assert revision_in(past) == "0003"


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_no_upgrade_is_done_while_others_are_connected_to_the_server(desk, tmp_path):
    with desk.store.reading() as conn:
        conn.execute(text("SELECT 1"))
        ended = doan(
            tmp_path, "upgrade", "--yes", DOAN_DATABASE_URL=desk.store.url,
            secret=os.environ["DOAN_SECRET"],
        )  # fmt: skip

    assert ended.returncode == 1
    assert "others are connected" in ended.stderr


def test_a_folder_without_a_database_is_not_upgraded(tmp_path):
    ended = doan(tmp_path, "upgrade")

    assert ended.returncode == 1
    assert "there is no database" in ended.stderr


# --- guards --------------------------------------------------------------------------------------

DROPPED = "DROP TRIGGER journal_no_delete"


def test_a_start_does_not_lay_missing_guards_again_in_silence(home):
    in_file(home, DROPPED)

    ended = doan(home, "up", secret=os.environ["DOAN_SECRET"])

    assert ended.returncode == 1
    assert "journal_no_delete" in ended.stderr
    assert "`doan upgrade --lay-guards`" in ended.stderr
    with closing(sqlite3.connect(home / "doan.sqlite")) as file:
        names = {name for (name,) in file.execute("SELECT name FROM sqlite_master")}
    assert "journal_no_delete" not in names


def test_they_are_laid_by_whoever_says_so_and_that_is_journaled(home):
    in_file(home, DROPPED)
    secret = os.environ["DOAN_SECRET"]

    refused = doan(home, "upgrade", "--yes", secret=secret)
    ended = doan(home, "upgrade", "--lay-guards", "--yes", secret=secret)

    assert (refused.returncode, ended.returncode) == (1, 0)
    store = Store(f"sqlite:///{home / 'doan.sqlite'}")
    with store.reading() as conn:
        told = journal.newest(conn, HOUSE).payload
        by = console_account()
        assert told == GuardsRelaid(guards="triggers journal_no_delete", identity=by)
        assert guards_difference(conn) is None
        assert verify(conn, [signer_seed()]).difference is None
    store.close()


def signer_seed():
    return Settings().journal_seed


def test_an_older_database_without_its_guards_is_told_of_before_it_is_upgraded(past):
    in_file(past, DROPPED)

    refused = doan(past, "upgrade", "--yes", secret=SECRET)
    ended = doan(past, "upgrade", "--lay-guards", "--yes", secret=SECRET)

    assert (refused.returncode, revision_in(past)) == (1, newest())
    assert "journal_no_delete" in refused.stderr
    assert ended.returncode == 0, ended.stderr


def test_a_trigger_nobody_laid_is_not_put_right_by_laying_guards(home):
    quiet = "CREATE TRIGGER quiet BEFORE INSERT ON outbox BEGIN SELECT RAISE(IGNORE); END"
    in_file(home, quiet)

    ended = doan(home, "upgrade", "--lay-guards", "--yes", secret=os.environ["DOAN_SECRET"])

    assert ended.returncode == 1
    assert "triggers quiet" in ended.stderr


# --- a newer one ---------------------------------------------------------------------------------


@pytest.mark.parametrize("words", [("up",), ("upgrade", "--yes"), ("list",), ("audit", "verify")])
def test_a_database_of_a_newer_release_is_left_alone_with_a_sentence(home, words):
    in_file(home, "UPDATE alembic_version SET version_num = '9999'")

    ended = doan(home, *words, secret=os.environ["DOAN_SECRET"])

    assert ended.returncode == 1
    assert "of a newer release" in ended.stderr
    assert said_nothing_of_code(ended)
    assert revision_in(home) == "9999"


def test_the_key_of_the_tests_is_the_journals(home):
    """What is refused above is refused for its shape alone: the same folder, left alone, is in order."""
    assert signer(signer_seed()).name
    assert doan(home, "list", secret=os.environ["DOAN_SECRET"]).returncode == 0

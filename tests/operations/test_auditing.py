"""What an auditor does with a copy and the public line: verify it, and hold two checkpoints together."""

import os
import shutil
import sqlite3
import subprocess
import sys
from contextlib import closing
from email.message import EmailMessage

import pytest
from sqlalchemy import text

from models.journal.checkpoint import Checkpoint, opened, signed, verifier_line
from models.journal.signing import signer
from tests.factories.console import typed
from tests.factories.evidence import looked_at, unpacked
from tests.factories.limits import AS_AN_OWNER
from tests.factories.province_lived_in import lived_in

WHY = "Kiểm toán nội bộ năm 2020."


@pytest.fixture(scope="module")
def lived(tmp_path_factory):
    """A folder with cases, its first checkpoint, and the last one, which covers all there is."""
    home = lived_in(tmp_path_factory.mktemp("home"))
    home.checkpoint()
    typed(
        *("audit", "bundle", home.cases["approved"], "--to", home.folder / "x.zip", "--for", WHY),
        DOAN_FOLDER=str(home.settings.folder),
        DOAN_CATCH_MAIL="1",
    )
    return home


@pytest.fixture
def home(lived, tmp_path):
    return lived.copied(tmp_path / "copy")


def line_of(home):
    public = signer(home.settings.journal_seed).public
    return verifier_line(home.settings.mail_domain, public)


def checkpoints(home):
    return sorted(home.settings.checkpoints_kept.glob("*.txt"))


def asked(home, *words, **variables):
    """Type a command as an auditor does: with the folder of a copy, and no secret."""
    known = {"DOAN_FOLDER": str(home.settings.folder), "DOAN_SECRET": "", "DOAN_LANGUAGE": "en"}
    return typed(*words, **known, **variables)


def in_one_line(said):
    """What was said on a screen, whose lines are broken where a path is long."""
    return " ".join(said.split())


def edited(home, *statements):
    """Change a database as its owner can: the guards are taken away first."""
    with closing(sqlite3.connect(home.settings.folder / "doan.sqlite")) as file:
        names = file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in names:
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            file.execute(statement)
        file.commit()


# --- the bundle, as it is typed ------------------------------------------------------------------


def test_a_bundle_is_made_by_one_command_and_verified_by_another(lived, tmp_path):
    folder = unpacked(lived.folder / "x.zip", tmp_path)

    ended = looked_at(folder, "--key", line_of(lived), "--language", "en")

    assert (ended.returncode, ended.stdout.splitlines()[-1]) == (0, "TRUE.")
    assert (lived.folder / "x.zip").stat().st_mode & 0o077 == 0


def test_a_bundle_takes_no_file_that_is_there(home):
    there = home.folder / "there.zip"
    there.write_bytes(b"mine")

    said = typed(
        *("audit", "bundle", home.cases["approved"], "--to", there, "--for", WHY),
        DOAN_FOLDER=str(home.settings.folder),
    )

    assert (said.code, there.read_bytes()) == (1, b"mine")
    assert "Đã có tệp" in in_one_line(said.err)


def test_where_nothing_can_be_written_it_is_said_and_nothing_is_left(home):
    closed = home.folder / "closed"
    closed.mkdir(mode=0o500)
    words = ("audit", "bundle", home.cases["approved"], "--to", str(closed / "x.zip"), "--for", WHY)

    ended = subprocess.run(
        [*AS_AN_OWNER, sys.executable, "-m", "cli.main", *words, "--language", "en"],
        env={**os.environ, "DOAN_FOLDER": str(home.settings.folder)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert ended.returncode == 1
    assert "the evidence cannot be written" in ended.stderr
    assert "Traceback" not in ended.stderr
    assert list(closed.iterdir()) == []


# --- a copy that cannot be written to ------------------------------------------------------------


def in_a_process(*words, before=(), **variables):
    """Type a command in a process of its own, without a secret."""
    environment = {k: v for k, v in os.environ.items() if k != "DOAN_SECRET"}
    return subprocess.run(
        [*before, sys.executable, "-m", "cli.main", *words],
        env={**environment, "DOAN_LANGUAGE": "en", **variables},
        capture_output=True,
        text=True,
        check=False,
    )


def verified_as_owner(home):
    words = ("audit", "verify", "--key", line_of(home))
    return in_a_process(*words, before=AS_AN_OWNER, DOAN_FOLDER=str(home.settings.folder))


@pytest.fixture
def read_only(home):
    folder = home.settings.folder
    for path in folder.rglob("*"):
        path.chmod(0o500 if path.is_dir() else 0o400)
    folder.chmod(0o500)
    yield home
    folder.chmod(0o700)


def test_a_copy_that_cannot_be_written_to_is_verified_with_the_public_line_alone(read_only):
    before = sorted(read_only.settings.folder.iterdir())

    ended = verified_as_owner(read_only)

    assert (ended.returncode, ended.stderr) == (0, "")
    assert sorted(read_only.settings.folder.iterdir()) == before


def test_a_log_of_writes_beside_such_a_copy_is_not_passed_over(home):
    folder = home.settings.folder
    (folder / "doan.sqlite-wal").write_bytes(b"not written back yet")
    folder.chmod(0o500)
    (folder / "doan.sqlite").chmod(0o400)

    ended = verified_as_owner(home)
    folder.chmod(0o700)

    assert ended.returncode == 1
    assert "doan.sqlite-wal" in ended.stderr


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_server_that_only_reads_is_verified_too(desk):
    line = verifier_line(desk.settings.mail_domain, signer(desk.settings.journal_seed).public)
    name = desk.store.engine.url.database
    with desk.store.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as conn:
        conn.execute(text(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on'))

    ended = in_a_process("audit", "verify", "--key", line, DOAN_DATABASE_URL=desk.store.url)

    assert (ended.returncode, ended.stderr) == (0, "")


# --- two checkpoints -----------------------------------------------------------------------------


def test_the_newer_checkpoint_extends_the_older(home):
    first, *_, last = checkpoints(home)

    said = asked(home, "audit", "compare", first, last, "--key", line_of(home))

    assert said.code == 0, said.err
    assert "TRUE: the newer extends the older" in said.out


def test_checkpoints_are_compared_as_the_mails_they_came_in(home):
    mails = []
    for place, note in enumerate((checkpoints(home)[0], checkpoints(home)[-1])):
        mail = EmailMessage()
        mail.set_content("Điểm kiểm chứng kèm theo.")
        mail.add_attachment(note.read_bytes(), "text", "plain", filename="checkpoint.txt")
        mails.append(home.folder / f"{place}.eml")
        mails[-1].write_bytes(mail.as_bytes())

    said = asked(home, "audit", "compare", *mails, "--key", line_of(home))

    assert (said.code, "extends" in said.out) == (0, True)


def test_a_checkpoint_says_the_same_as_itself(home):
    last = checkpoints(home)[-1]

    assert "same" in asked(home, "audit", "compare", last, last, "--key", line_of(home)).out


def test_two_in_the_wrong_order_are_not_compared(home):
    first, *_, last = checkpoints(home)

    said = asked(home, "audit", "compare", last, first, "--key", line_of(home))

    assert said.code == 1
    assert "the other way round" in in_one_line(said.err)


def test_an_entry_changed_since_shows_which_of_the_two_is_of_another_journal(home):
    first, *_, last = checkpoints(home)
    edited(home, f"UPDATE journal SET hash = '{'0' * 64}' WHERE case_no = 'house' AND seq = 2")

    said = asked(home, "audit", "compare", first, last, "--key", line_of(home))

    assert (said.code, "neither checkpoint is of this database" in in_one_line(said.err)) == (
        1,
        True,
    )


def forged(home, of, *, root=None, size=None):
    """Sign another checkpoint with the house's own key, as whoever owns everything could."""
    private = signer(home.settings.journal_seed).private
    said = opened(of.read_text(encoding="utf-8"), private.public_key())
    note = signed(Checkpoint(said.origin, size or said.size, root or said.root), private)
    file = home.folder / "forged.txt"
    file.write_text(note, encoding="utf-8")
    return file


@pytest.mark.parametrize(
    ("older", "newer", "said"),
    [
        (bytes(32), None, "the older one is not"),
        (None, bytes(32), "the newer one is not"),
    ],
)
def test_a_checkpoint_of_another_journal_is_named(home, older, newer, said):
    first, *_, last = checkpoints(home)
    files = [
        forged(home, first, root=older) if older else first,
        forged(home, last, root=newer) if newer else last,
    ]

    ended = asked(home, "audit", "compare", *files, "--key", line_of(home))

    assert (ended.code, said in ended.err) == (1, True)


def test_two_checkpoints_of_as_many_entries_that_differ_are_two_journals(home):
    last = checkpoints(home)[-1]

    said = asked(
        home, "audit", "compare", last, forged(home, last, root=bytes(32)), "--key", line_of(home)
    )

    assert (said.code, "Two different journals" in in_one_line(said.err)) == (1, True)


def test_a_database_cut_short_is_told_so(home):
    first, *_, last = checkpoints(home)
    longer = forged(home, last, size=100_000)

    said = asked(home, "audit", "compare", first, longer, "--key", line_of(home))

    assert (said.code, "fewer than 100000 entries" in in_one_line(said.err)) == (1, True)


def test_what_is_no_checkpoint_of_this_house_is_refused_in_a_sentence(home):
    first, *_ = checkpoints(home)
    other = home.folder / "other.txt"
    other.write_text("hau-giang.example\n3\nAAAA\n\n— hau-giang.example bKVf\n", encoding="utf-8")

    said = asked(home, "audit", "compare", first, other, "--key", line_of(home))

    assert said.code == 1
    assert said.err.strip()
    assert "Traceback" not in in_one_line(said.err)


def test_nothing_of_a_copy_is_needed_but_the_database(home):
    first, *_, last = checkpoints(home)
    alone = home.folder / "alone"
    alone.mkdir()
    shutil.copy(home.settings.folder / "doan.sqlite", alone)

    said = typed(
        *("audit", "compare", first, last, "--key", line_of(home)),
        DOAN_FOLDER=str(alone), DOAN_SECRET="",
    )  # fmt: skip

    assert said.code == 0
    assert not (alone / "secret.key").exists()

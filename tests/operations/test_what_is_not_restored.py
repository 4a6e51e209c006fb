"""What is no good backup is refused in a sentence, and the place it was to come into stays empty."""

import fcntl
import os

import pyrage
import pytest
from sqlalchemy import create_engine, text

from flows.sweeps.checkpoints import number_and_sign
from models.store import leaves
from models.store.copies.archive import identity_in, open_archive, recipient_of, write_archive
from models.store.copies.lacking import held_against
from models.store.copies.quarantine import quarantine
from models.store.migrations import newest
from tests.factories.audit import verify
from tests.factories.copies import Place, Safe, remade
from tests.factories.earlier import becomes_older, rows_become_older
from tests.factories.house import the_signer
from tests.factories.office import Office


@pytest.fixture
def office(desk):
    office = Office(desk)
    office.submits()
    return office


@pytest.fixture
def backup(office, place, safe):
    return safe.takes(place)


@pytest.fixture
def refused(safe, elsewhere):
    """Restore, be refused with nothing left behind, and return the sentence."""

    def restore(file, *words, **variables):
        said = safe.restores(elsewhere, file, *words, **variables)
        assert (said.code, said.out) == (1, "")
        assert not elsewhere.folder.exists() or list(elsewhere.folder.iterdir()) == []
        return said.err

    return restore


@pytest.mark.parametrize("left", [1, 100, 5_000, -1])
def test_one_that_is_cut_short(backup, refused, left):
    backup.write_bytes(backup.read_bytes()[:left])

    assert (
        "cut short" in refused(backup) if left > 20 or left < 0 else "no backup" in refused(backup)
    )


@pytest.mark.parametrize("place_of_byte", [300, 70_000, -20])
def test_one_with_a_single_byte_changed(backup, refused, place_of_byte):
    content = bytearray(backup.read_bytes())
    content[place_of_byte] ^= 1
    backup.write_bytes(content)

    assert "cut short or was altered" in refused(backup)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 something else", b"-" * 5_000])
def test_a_file_of_something_else(backup, refused, content):
    backup.write_bytes(content)

    assert "no backup of Doan" in refused(backup)


@pytest.mark.parametrize("inside", [b"", b"a letter to somebody", b"\0" * 10_240])
def test_something_else_that_is_sealed_to_the_same_key(backup, safe, refused, inside):
    key = pyrage.x25519.Recipient.from_str(safe.public)
    backup.write_bytes(pyrage.encrypt(inside, [key]))

    assert "no backup of Doan" in refused(backup)


def test_one_that_is_sealed_to_another_key(backup, refused, tmp_path_factory):
    other = Safe(tmp_path_factory.mktemp("other"))

    assert "another one" in refused(backup, "--key", other.secret)


def test_a_key_that_is_none(backup, refused):
    assert "no secret key" in refused(backup, "--key", backup)


def test_one_of_a_newer_release(backup, safe, refused, tmp_path_factory):
    def newer(manifest, _):
        return manifest.model_copy(
            update={"taken": manifest.taken.model_copy(update={"revision": "9999"})}
        )

    file = remade(backup, safe, tmp_path_factory.mktemp("newer"), newer)

    assert "newer release" in refused(file)


def test_one_of_a_form_that_is_not_known_yet(backup, safe, refused, tmp_path_factory):
    file = remade(
        backup,
        safe,
        tmp_path_factory.mktemp("newer"),
        lambda manifest, _: manifest.model_copy(update={"version": 2}),
    )

    assert "newer release" in refused(file)


def test_one_that_would_write_outside_of_its_place(backup, safe, refused, tmp_path_factory):
    into = tmp_path_factory.mktemp("outside")
    opened = into / "opened"
    opened.mkdir()
    (into / "outside").write_text("of somebody else")
    manifest = open_archive(backup, identity_in(safe.secret), opened, fits=lambda _: None)
    odd = manifest.members[0].model_copy(update={"name": "../outside", "size": 16})
    manifest = manifest.model_copy(update={"members": (odd,)})
    file = into / "odd.age"
    write_archive(manifest, opened, file, recipient_of(safe.public))

    assert "no backup of Doan" in refused(file)
    assert (into / "outside").read_text() == "of somebody else"


def test_one_for_the_other_kind_of_database(backup, store, safe, tmp_path_factory, request):
    folder = tmp_path_factory.mktemp("other")
    url = request.getfixturevalue("on_postgresql").empty() if store.is_sqlite else ""

    said = safe.restores(Place(folder / "doan", url), backup)

    assert (said.code, "DOAN_DATABASE_URL" in said.err) == (1, True)


def test_a_place_that_is_not_empty(backup, safe, elsewhere):
    elsewhere.folder.mkdir()
    (elsewhere.folder / "something").write_text("of somebody else")

    said = safe.restores(elsewhere, backup)

    assert (said.code, "is not empty" in said.err) == (1, True)
    assert [path.name for path in elsewhere.folder.iterdir()] == ["something"]


def test_a_place_in_which_it_was_restored_already(backup, safe, elsewhere, tmp_path_factory):
    """On PostgreSQL the folder is another one, and the database says so."""
    assert safe.restores(elsewhere, backup).code == 0
    folder = tmp_path_factory.mktemp("again") / "doan"
    again = Place(folder if elsewhere.database_url else elsewhere.folder, elsewhere.database_url)

    said = safe.restores(again, backup)

    assert (said.code, "not empty" in said.err) == (1, True)


def test_two_at_once(backup, safe, elsewhere):
    elsewhere.folder.mkdir()
    other = os.open(elsewhere.folder, os.O_RDONLY)
    fcntl.flock(other, fcntl.LOCK_EX)

    said = safe.restores(elsewhere, backup)

    os.close(other)
    assert (said.code, "somebody else is restoring" in said.err) == (1, True)


def test_what_a_killed_restore_left_is_in_nobodys_way(backup, safe, elsewhere):
    (elsewhere.folder / ".restoring" / "doan").mkdir(parents=True)
    (elsewhere.folder / ".restoring" / "plain.tar").write_bytes(b"half of it")

    assert safe.restores(elsewhere, backup).code == 0
    assert not (elsewhere.folder / ".restoring").exists()


def test_a_secret_that_is_set_and_is_another(backup, refused):
    assert "another secret" in refused(backup, DOAN_SECRET="another secret of another installation")


# The tables that came after the release of revision 0025.
def test_one_of_an_older_release_is_brought_up_to_date(backup, safe, elsewhere, tmp_path_factory):
    """It is told so: what was backed up before a release need not be thrown away with it."""

    def older(manifest, opened):
        file = opened / "doan" / "doan.sqlite"
        if file.exists():
            with create_engine(f"sqlite:///{file}").begin() as conn:
                becomes_older(conn, "0025")
        columns = rows_become_older(opened / "doan", manifest.taken.columns, "0025")
        changed = {"revision": "0025", "columns": columns}
        return manifest.model_copy(update={"taken": manifest.taken.model_copy(update=changed)})

    file = remade(backup, safe, tmp_path_factory.mktemp("older"), older)

    said = safe.restores(elsewhere, file)

    assert (said.code, said.err) == (0, "")
    assert f"from revision 0025 to {newest()}" in said.out
    with elsewhere.desk() as desk, desk.store.reading() as conn:
        assert verify(conn).difference is None
        assert (quarantine(conn) or pytest.fail("it is let go")).why == "restored"


def test_what_was_amiss_when_it_was_made_is_told_when_it_comes_back(office, place, safe, elsewhere):
    """Whoever has nothing else must be able to have even that: it is restored as it was."""
    with office.desk.store.writing() as conn:
        conn.execute(text("UPDATE cases SET version = 7"))

    said = safe.restores(elsewhere, safe.takes(place))

    assert said.code == 1
    assert "other than the journal says" in said.err
    assert office.case_no in said.err


# --- held against a checkpoint that others have --------------------------------------------------------


def newest_checkpoint(folder):
    return max((folder / "checkpoints").glob("*.txt"))


@pytest.fixture
def earlier(office, place, safe):
    """A backup from before the last decisions; the checkpoints of before and after them."""
    number_and_sign(office.desk)
    before, backup = newest_checkpoint(place.folder), safe.takes(place)
    office.time_passes()
    office.goes_on_to_the_end()
    number_and_sign(office.desk)
    return backup, before, newest_checkpoint(place.folder)


def test_a_restore_says_which_entries_of_the_newest_checkpoint_it_lacks(earlier, safe, elsewhere):
    backup, before, after = earlier

    said = safe.restores(elsewhere, backup, "--checkpoint", after)

    first, last = int(before.stem) + 1, int(after.stem)
    assert said.code == 1
    assert f"{last - first + 1} are lacking: numbers {first} to {last}" in said.err


def test_nothing_is_lacking_of_a_checkpoint_it_covers(earlier, safe, elsewhere):
    backup, before, _ = earlier

    said = safe.restores(elsewhere, backup, "--checkpoint", before)

    assert (said.code, "nothing is lacking" in said.out) == (0, True)


def test_a_checkpoint_of_another_history_is_told(earlier, safe, elsewhere):
    """Two went on from one backup: what auditors hold of the one is not what the other says."""
    backup, _, after = earlier
    assert safe.restores(elsewhere, backup).code == 0
    assert elsewhere.types("quarantine", "end", "For a test.").code == 0

    with elsewhere.desk() as desk:
        for _ in range(7):
            Office(desk).submits()
            Office(desk).receives()
        with desk.store.writing() as conn:
            held = held_against(conn, after.read_text(), [the_signer().public])
            placed = leaves.size(conn)

    assert (held.how, held.count) == ("other", 0)
    # To hold it so, the entries got their places, and gave them back.
    assert placed < held.size

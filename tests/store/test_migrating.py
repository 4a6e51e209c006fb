"""What an earlier release kept of people and of signing in, brought to the present shape."""

import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from models.errors import DirectoryInvalid
from models.store.database.engine import Store
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from models.store.migrations import SCRIPTS, migrate
from models.store.sign_in import security_log
from models.store.tables import persons
from models.store.verify.guards import guards_difference
from tests.factories.house import the_signer

AT = datetime(2020, 7, 6, 1, 20, tzinfo=UTC)
LOGGED = text("INSERT INTO security_log (at, what, person) VALUES (:at, :what, :person)")


BOOKING = (
    "INSERT INTO bookings (case_no, item, kind, name, begins, ends) "
    "VALUES ('DV-2020-0001', 1, ?, ?, '2020-08-24', '2020-08-24')"
)
BOOKED = (
    ("hall", "phung_hiep/phòng hoà bình"),
    ("leader", "cao.van.vi.du"),
    ("vehicle", "95a-012.34"),
)
ENTERED = text(
    "INSERT INTO persons (id, name, name_key, language, mailbox) VALUES (:id, 'N', 'n', 'vi', :box)"
)


WRITTEN = text(
    "INSERT INTO journal (rowid, case_no, seq, kind, at, recorded_at, actor, body, previous, hash)"
    " VALUES (:rowid, 'C', :seq, 'case_approved', '2020-07-06 01:00:00.000000',"
    " '2020-07-06 01:00:00.000000', 'doan', '{}', '', :hash)"
)


def bring_to(store, revision):
    """Bring a database to an earlier day's shape, its guards aside."""
    with store.writing() as conn:
        config = Config()
        config.set_main_option("script_location", str(SCRIPTS))
        config.attributes["connection"] = conn
        command.upgrade(config, revision)


@pytest.fixture
def earlier(tmp_path):
    """A database of the release before, with a log row by row."""
    store = Store(f"sqlite:///{tmp_path / 'earlier.sqlite'}")
    bring_to(store, "0006")
    with store.writing() as conn:
        for minutes, person in ((0, "a"), (5, "a"), (60, "a"), (1, None)):
            at = (AT + timedelta(minutes=minutes)).strftime("%Y-%m-%d %H:%M:%S.%f")
            conn.execute(LOGGED, {"at": at, "what": "wrong_code", "person": person})
    yield store
    store.close()


def test_what_was_logged_row_by_row_is_counted_by_the_hour(earlier):
    migrate(earlier, the_signer())

    with earlier.reading() as conn:
        rows = [(r.person, r.times, r.last_at) for r in security_log.newest(conn, most=9)]
    assert rows == [
        ("a", 1, AT + timedelta(minutes=60)),
        ("a", 2, AT + timedelta(minutes=5)),
        ("", 1, AT + timedelta(minutes=1)),
    ]


def test_a_mailbox_that_two_have_in_other_letters_is_named_with_both(earlier):
    with earlier.writing() as conn:
        for person, mailbox in (("a", "x@y.example"), ("b", "X@y.example"), ("c", "z@y.example")):
            conn.execute(ENTERED, {"id": person, "box": mailbox})

    with pytest.raises(DirectoryInvalid, match=r"a, b have x@y.example"):
        migrate(earlier, the_signer())


def test_the_database_itself_refuses_a_mailbox_in_other_letters(desk):
    row = {"id": "x", "name": "N", "name_key": "n", "language": "vi", "salt": b""}

    with pytest.raises(IntegrityError), desk.store.writing() as conn:
        conn.execute(persons.insert().values(**row, mailbox="PHAM.van.mau@hau-giang.example"))


def test_the_regulations_of_before_are_taken_over_by_the_house(earlier):
    kept = "INSERT INTO regulations (digest, name, content) VALUES ('d', 'hau_giang', 'c')"
    with earlier.writing() as conn:
        conn.execute(text(kept))

    migrate(earlier, the_signer())

    with earlier.reading() as conn:
        told = [en for en in entries_of(conn, HOUSE) if en.kind == "regulation_in_force"]
    said = [each.payload.model_dump() for each in told]
    assert [(each["name"], each["digest"]) for each in said] == [("hau_giang", "d")]


def test_the_journal_that_is_laid_anew_has_every_entry_in_its_place_and_is_guarded(earlier):
    bring_to(earlier, "0038")
    with earlier.writing() as conn:
        for rowid, seq in ((7, 1), (3, 2)):
            conn.execute(WRITTEN, {"rowid": rowid, "seq": seq, "hash": f"{seq:064}"})

    migrate(earlier, the_signer())

    with earlier.reading() as conn:
        kept = conn.execute(text("SELECT rowid, seq, hash FROM journal WHERE case_no = 'C'")).all()
        assert guards_difference(conn) is None
    assert sorted(map(tuple, kept)) == [(3, 2, f"{2:064}"), (7, 1, f"{1:064}")]


def test_halls_and_vehicles_that_are_booked_are_known_in_any_spelling_afterwards(earlier, tmp_path):
    with closing(sqlite3.connect(tmp_path / "earlier.sqlite")) as file:
        # A case of its own would say nothing here.
        file.executemany(BOOKING, BOOKED)
        file.executemany("INSERT INTO resources (kind, name) VALUES (?, ?)", BOOKED)
        file.commit()

    migrate(earlier, the_signer())

    with earlier.reading() as conn:
        names = conn.execute(text("SELECT kind, name FROM bookings ORDER BY kind, name")).all()
        left = conn.execute(text("SELECT kind, name FROM resources ORDER BY kind")).all()
    assert list(map(tuple, names)) == [
        ("hall", "phung_hiep/phonghoabinh"),
        ("leader", "cao.van.vi.du"),
        ("vehicle", "95aoi234"),
    ]
    assert list(map(tuple, left)) == [("leader", "cao.van.vi.du")]

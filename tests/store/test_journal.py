"""The journal is added to and never changed, on both databases, and stays so."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.store.migrations import migrate
from tests.factories.house import the_signer
from tests.factories.office import Office
from tests.factories.request import make_leader, make_member, make_passport, make_request


@pytest.fixture
def case_no(desk):
    return Office(desk).submits().no


OF_CASES = "case_no LIKE 'D%'"


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE journal SET actor = 'somebody.else' WHERE seq = 1",
        "DELETE FROM journal WHERE seq = 1",
    ],
)
def test_an_entry_cannot_be_changed_or_taken_out(store, case_no, change):
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as conn:
        conn.execute(text(change))


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_the_journal_cannot_be_truncated(store, case_no):
    with pytest.raises(DBAPIError, match="append-only"), store.writing() as conn:
        conn.execute(text("TRUNCATE journal"))


def test_its_guards_are_laid_anew_where_that_is_asked_for(store, case_no):
    trigger = "journal_no_delete" if store.is_sqlite else "journal_no_change"
    with store.writing() as conn:
        conn.execute(text(f"DROP TRIGGER {trigger}" + ("" if store.is_sqlite else " ON journal")))
    migrate(store, the_signer(), lay_missing=True)

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as conn:
        conn.execute(text("DELETE FROM journal"))


def test_an_entry_number_is_given_once(store, case_no):
    columns = "case_no, seq, kind, at, recorded_at, actor, body, previous"
    twice = f"INSERT INTO journal ({columns}, hash) SELECT {columns}, 'another' FROM journal"

    with pytest.raises(DBAPIError), store.writing() as conn:
        conn.execute(text(twice))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "row",
    [
        "case_no, seq, kind, at, recorded_at, 'mallory', body, previous, hash, signature",
        "case_no, seq, kind, at, recorded_at, 'mallory', body, previous, 'another', signature",
    ],
)
def test_an_entry_cannot_be_replaced(store, case_no, row):
    replace = (
        f"INSERT OR REPLACE INTO journal SELECT {row} FROM journal WHERE seq = 1 AND {OF_CASES}"
    )

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as conn:
        conn.execute(text(replace))


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_entry_with_the_hash_of_another_leaves_it_in_its_place(store, case_no):
    row = "case_no, 99, kind, at, recorded_at, 'mallory', body, previous, hash, signature"
    first = f"FROM journal WHERE seq = 1 AND {OF_CASES}"

    with store.writing() as conn:
        before = conn.execute(text(f"SELECT * {first}")).all()
        conn.execute(text(f"INSERT OR REPLACE INTO journal SELECT {row} {first}"))
        assert conn.execute(text(f"SELECT * {first}")).all() == before


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_an_entry_cannot_be_replaced_by_the_id_of_its_row(store, case_no):
    columns = "case_no, seq, kind, at, recorded_at, actor, body, previous, hash"
    row = "rowid, case_no, 99, kind, at, recorded_at, actor, body, previous, 'another'"
    first = f"SELECT {row} FROM journal WHERE seq = 1 AND {OF_CASES}"
    replace = f"REPLACE INTO journal (rowid, {columns}) {first}"

    with pytest.raises(DBAPIError, match="append-only"), store.writing() as conn:
        conn.execute(text(replace))


def test_no_passport_and_no_name_is_in_the_journal(store, desk):
    leader = make_leader(passport=make_passport(number="S7654321"))
    Office(desk).submits(make_request(members=(leader, make_member())))

    with store.reading() as conn:
        everything = " ".join(conn.execute(text("SELECT body FROM journal")).scalars())

    assert not [said for said in ("S7654321", leader.name, "Gokseong") if said in everything]

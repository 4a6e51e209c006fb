"""`doan audit verify` rebuilds the registers by its own reading, and finds what no entry tells."""

from datetime import date

from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from flows.case.answers import Identified
from models.ids import PersonId
from models.registers.register import RegisterKey
from tests.factories.audit import place_found, verify
from tests.factories.registers import (
    MEMORANDUM,
    enters,
    has_document,
)
from tests.proofs.mutations import edits

RELATION, AGREEMENT = RegisterKey.RELATION, RegisterKey.AGREEMENT
CONSOLE = Identified(PersonId("console:root"), "console:root")
TODAY = date(2020, 7, 6)


def test_whatever_somebody_changes_behind_doans_back_is_found(desk):
    """Each column of the first and last row of each table, its last row gone, or copied."""
    partner = has_document(desk)
    enters(desk, AGREEMENT, **MEMORANDUM, partner=f"{partner}")
    with desk.store.reading() as conn:
        made = [each for each in edits(conn) if each.table.startswith("register_")]

    unseen = [str(each) for each in made if not found_after(desk.store, each)]

    assert len(made) > 40
    assert unseen == []


def found_after(store, edit):
    """Make an edit, look, and take it back; what the database itself refuses is found, too."""
    with store.engine.connect() as conn:
        if store.is_sqlite:
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
        conn.execution_options(doan_writes=True)
        with conn.begin() as transaction:
            try:
                edit.make(conn)
                return place_found(conn)
            except IntegrityError:
                return "refused"
            finally:
                transaction.rollback()


def test_a_row_taken_away_and_one_slipped_in_are_found(desk):
    number = enters(desk)
    with desk.store.writing() as conn:
        conn.execute(text("DELETE FROM register_words WHERE word = 'gangjin'"))
        assert place_found(conn).startswith("register_words")
    with desk.store.writing() as conn:
        slipped = f"INSERT INTO register_words VALUES ({number}, 'gangjin')"
        conn.execute(text(slipped))
        assert verify(conn).difference is None
        conn.execute(text(f"INSERT INTO register_words VALUES ({number}, 'bithu')"))
        assert place_found(conn) == f"register_words {number} bithu"

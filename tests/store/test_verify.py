"""`doan audit verify` finds whatever was changed behind Doan's back, and says where."""

import pytest
from sqlalchemy import text

from models.store.verify import verify
from tests.factories.office import Office


@pytest.fixture
def case(desk):
    office = Office(desk)
    office.submits()
    return office.goes_on_to_the_end()


def tampered(store, *statements):
    """Change rows as an administrator of the database could, the triggers out of the way."""
    with store.writing() as conn:
        if store.is_sqlite:
            for trigger in ("journal_no_update", "journal_no_delete"):
                conn.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            conn.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        for statement in statements:
            conn.execute(text(statement))
        return verify(conn).difference


def test_an_untouched_database_verifies(store, case):
    with store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE journal SET actor = 'x' WHERE seq = 4", "entry 4, hash"),
        ("UPDATE journal SET body = '{}' WHERE seq = 7", "entry 7, hash"),
        ("UPDATE journal SET kind = 'step_silent' WHERE seq = 5", "entry 5, hash"),
        ("DELETE FROM journal WHERE seq = 6", "entry 7"),
        ("DELETE FROM journal WHERE seq = 1", "entry 2"),
        ("UPDATE steps SET choice = 'object' WHERE number = 3", "steps 3, column choice"),
        ("UPDATE steps SET decided_by = 'x' WHERE number = 2", "steps 2, column decided_by"),
        ("UPDATE steps SET due_at = NULL WHERE number = 2", "steps 2, column due_at"),
        ("UPDATE cases SET status = 'rejected'", "cases, column status"),
        ("UPDATE cases SET seq = seq - 1", "cases, column seq"),
        ("DELETE FROM votes WHERE person = 'pham.van.mau'", "votes 5 pham.van.mau"),
        ("UPDATE plan_steps SET seat = 'x/y' WHERE ordinal = 1", "plan_steps 1, column seat"),
        ("DELETE FROM steps WHERE number = 18", "steps 18"),
    ],
)
def test_a_change_is_found_and_named(store, case, statement, place):
    difference = tampered(store, statement)

    assert (difference.case_no, difference.place) == (case.no, place)


def test_a_tail_cut_off_the_journal_is_found_by_the_case_that_knows_its_length(store, case):
    difference = tampered(store, f"DELETE FROM journal WHERE seq > {case.seq - 2}")

    assert difference.place.startswith("cases, column")


def test_a_case_nobody_journaled_is_found(store, case):
    columns = (
        "kind, unit, year, status, version, regulation, regulation_digest, dossier_digest, route,"
        " filed_for, typed_by, authors, seq, head"
    )

    difference = tampered(
        store, f"INSERT INTO cases (no, {columns}) SELECT 'DR-2020-0666', {columns} FROM cases"
    )

    assert difference.case_no == "DR-2020-0666"

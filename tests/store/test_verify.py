"""`doan audit verify` finds whatever was changed behind Doan's back, and says where."""

from dataclasses import dataclass

import pytest
from sqlalchemy import select, text

from models.journal.entry import Entry
from models.store.journal import entries_of
from models.store.tables import journal, metadata
from models.store.verify.rebuilt import KEYS, rebuild
from tests.factories.audit import verify
from tests.factories.house import the_signer
from tests.factories.office import Office


@pytest.fixture
def case(desk):
    office = Office(desk)
    office.submits()
    return office.goes_on_to_the_end()


def tampered(store, *statements):
    """Change rows as an administrator of the database could, the triggers out of the way.

    What is said of entries is meant of those of cases.
    """
    of_cases = [each.replace("WHERE seq", "WHERE case_no LIKE 'D%' AND seq") for each in statements]
    with store.writing() as conn:
        if store.is_sqlite:
            for trigger in ("journal_no_update", "journal_no_delete"):
                conn.execute(text(f"DROP TRIGGER {trigger}"))
        else:
            conn.execute(text("ALTER TABLE journal DISABLE TRIGGER ALL"))
        for statement in of_cases:
            conn.execute(text(statement))
        return verify(conn).difference


def unguard(store, table):
    """Let rows of a table name a case that is not there."""
    if store.is_sqlite:
        with store.engine.connect() as conn:
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    else:
        with store.writing() as conn:
            conn.execute(text(f"ALTER TABLE {table} DROP CONSTRAINT fk_{table}_case_no"))


def last_entry(store, case):
    with store.reading() as conn:
        return entries_of(conn, case.no)[-1]


@dataclass(frozen=True)
class SealedAnew(Entry):
    """A decision, or what calls itself so, that says anything at all in a chain that fits."""

    said: str = ""
    called: str = "step_decided"

    @property
    def kind(self):
        return self.called

    def body(self):
        return self.said


def signed(entry):
    """Return what whoever holds the key writes in place of an entry's hash and signature."""
    return f"hash = '{entry.hash()}', signature = '{the_signer().sign(entry.hash())}'"


def test_an_untouched_database_verifies(store, case):
    with store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize("table", ["cases", "plan_steps", "steps"])
def test_there_is_no_column_that_the_auditor_does_not_rebuild(store, case, table):
    with store.reading() as conn:
        of_case = select(journal).where(journal.c.case_no == case.no).order_by(journal.c.seq)
        rebuilt = rebuild(conn.execute(of_case).all())[table]
    keys = {"case_no", "no", *KEYS[table]}
    columns = {column.name for column in metadata.tables[table].columns} - keys

    assert {name for row in rebuilt.values() for name in columns - row.keys()} == set()


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE journal SET actor = 'x' WHERE seq = 4", "entry 4, hash"),
        ("UPDATE journal SET body = '{}' WHERE seq = 7", "entry 7, hash"),
        (
            "UPDATE journal SET kind = 'step_silent' WHERE seq = 5",
            "entry 5, hash",
        ),
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


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("statement", "place"),
    [
        (
            "UPDATE journal SET at = 'yesterday' WHERE seq = 6",
            "entry 6, column at",
        ),
        ("UPDATE journal SET at = '' WHERE seq = 6", "entry 6, column at"),
        (
            "UPDATE journal SET recorded_at = 7 WHERE seq = 6",
            "entry 6, column recorded_at",
        ),
        ("UPDATE journal SET body = x'00' WHERE seq = 6", "entry 6"),
        (
            "UPDATE journal SET body = CAST(x'ff' AS TEXT) WHERE seq = 6",
            "entry 6, hash",
        ),
        ("UPDATE journal SET seq = 'x' WHERE seq = 6", "entry 7"),
        ("UPDATE steps SET holders = '[x' WHERE number = 3", "steps 3, column holders"),
        (
            "UPDATE steps SET due_at = '2020-xx-yy 00:00:00' WHERE number = 3",
            "steps 3, column due_at",
        ),
        (
            "UPDATE steps SET opened_at = '0001-01-01 00:00:00+14:00' WHERE number = 3",
            "steps 3, column opened_at",
        ),
        ("UPDATE cases SET authors = '{'", "cases, column authors"),
    ],
)
def test_a_value_nobody_can_read_is_a_difference(store, case, statement, place):
    difference = tampered(store, statement)

    assert (difference.case_no, difference.place) == (case.no, place)


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_a_moment_beyond_the_calendar_is_a_difference(store, case):
    difference = tampered(store, "UPDATE steps SET due_at = 'infinity' WHERE number = 3")

    assert (difference.case_no, difference.place) == (case.no, "steps")


@pytest.mark.parametrize("body", ["{}", "[]", "{", "7", '{"step": 99}'])
def test_an_entry_that_was_sealed_anew_and_makes_no_sense_is_a_difference(store, case, body):
    entry = last_entry(store, case)
    sealed = SealedAnew(**vars(entry), said=body)

    difference = tampered(
        store,
        f"UPDATE journal SET kind = 'step_decided', body = '{body}', {signed(sealed)}"
        f" WHERE case_no = '{case.no}' AND seq = {case.seq}",
    )

    assert difference.place == f"entry {case.seq}, column body"


@pytest.mark.parametrize("body", ["{}", '{"step": 1}'])
def test_an_entry_of_a_kind_nobody_knows_is_a_difference(store, case, body):
    entry = last_entry(store, case)
    sealed = SealedAnew(**vars(entry), said=body, called="case_blessed")

    difference = tampered(
        store,
        f"UPDATE journal SET kind = 'case_blessed', body = '{body}', {signed(sealed)}"
        f" WHERE case_no = '{case.no}' AND seq = {case.seq}",
    )

    assert difference.place == f"entry {case.seq}, column kind"


@pytest.mark.parametrize(
    ("table", "changed"), [("steps", "number"), ("votes", "step"), ("plan_steps", "ordinal")]
)
def test_a_row_of_a_case_nobody_knows_is_found(store, case, table, changed):
    columns = [column.name for column in metadata.tables[table].columns if column.name != "case_no"]
    copied = ", ".join(columns)
    # The database itself would refuse a row of no case; one who owns it switches that off.
    statement = (
        f"INSERT INTO {table} (case_no, {copied}) SELECT 'DR-2020-0666', {copied} FROM {table}"
        f" WHERE {changed} = (SELECT min({changed}) FROM {table})"
    )
    unguard(store, table)

    difference = tampered(store, statement)

    assert difference.case_no == "DR-2020-0666"
    assert difference.place.startswith(table)


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

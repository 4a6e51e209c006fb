"""What is still to be done is what the journal leaves to do; no row is of a case that is none."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import JSON, Boolean, Date, Integer, LargeBinary, insert, inspect, text

from config.regulation.codes import Stage
from models.store.database.clock import machine_time
from models.store.tables import metadata
from models.store.tables.base import Moment
from tests.factories.audit import verify
from tests.factories.forging import unguarded
from tests.factories.office import Office
from tests.factories.programme import approves

NOWHERE = "DR-2020-0666"
# What strangers tried, and what broke, may be about a case that is none.
ABOUT_NO_CASE = ("security_log", "set_aside")
OF_CASES = sorted(
    name
    for name, table in metadata.tables.items()
    if "case_no" in table.c and name not in ABOUT_NO_CASE
)


@pytest.fixture
def office(desk):
    return Office(desk)


@pytest.fixture
def waiting(office):
    """A case in which two agencies are asked, with their deadlines and reminders."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    return office.case


@pytest.fixture
def visit(office):
    """A visit that has booked a hall and a leader."""
    approves(office)
    return office.case


def found_after(store, *statements, **values):
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement), values)
        found = verify(conn).difference
    return found and (found.case_no, found.place)


def unknown_to_the_keys(store, conn, table):
    for key in () if store.is_sqlite else inspect(conn).get_foreign_keys(table.name):
        if key["referred_table"] in ("cases", "webhooks"):
            conn.execute(text(f"ALTER TABLE {table.name} DROP CONSTRAINT {key['name']}"))


def anything(column) -> Any:
    """Return some value of a column's kind."""
    for kind, value in (
        (Moment, datetime.fromisoformat("2020-07-06T01:00:00+00:00")),
        (Date, date(2020, 7, 6)),
        (Boolean, False),
        (Integer, 1),
        (JSON, []),
        (LargeBinary, b"x"),
    ):
        if isinstance(column.type, kind):
            return value
    return "x"


# --- rows and numbers -----------------------------------------------------------------------------


@pytest.mark.parametrize("name", OF_CASES)
def test_a_row_of_a_case_that_is_none_is_found_in_every_table(store, waiting, name):
    table = metadata.tables[name]
    values = {column.name: anything(column) for column in table.c if not column.nullable}
    values |= {"case_no": NOWHERE}
    values |= {"id": 666} if "id" in table.c else {}
    if store.is_sqlite:
        with store.engine.connect() as conn:
            conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")
    with store.writing() as conn:
        unknown_to_the_keys(store, conn, table)
        conn.execute(insert(table).values(**values))
        difference = verify(conn).difference

    assert difference
    # A message is missed by the post's journal first, a look by the house's.
    first = {"outbox": "post", "openings": "house"}
    assert difference.case_no == first.get(name, NOWHERE)


@pytest.mark.parametrize(
    ("statement", "case_no", "place"),
    [
        ("UPDATE case_numbers SET last = 3", "DR-2020-0002", "case_numbers outbound 2020"),
        ("UPDATE case_numbers SET last = 0", "DR-2020-0001", "case_numbers outbound 2020"),
        ("UPDATE case_numbers SET year = 2019", "DR-2020-0001", "case_numbers outbound 2020"),
        ("DELETE FROM case_numbers", "DR-2020-0001", "case_numbers outbound 2020"),
        (
            "INSERT INTO case_numbers (kind, year, last) VALUES ('inbound', 2020, 1)",
            "DV-2020-0001",
            "case_numbers inbound 2020",
        ),
    ],
)
def test_a_number_that_was_given_out_is_a_case_and_each_case_has_its_own(
    store, waiting, statement, case_no, place
):
    assert found_after(store, statement) == (case_no, place)


def test_a_case_that_was_taken_out_whole_leaves_its_number(store, office, waiting):
    office.submits()
    with store.writing() as conn:
        unguarded(conn)
        for name in (*(n for n in reversed(metadata.sorted_tables) if "case_no" in n.c),):
            if name.name not in ABOUT_NO_CASE:
                conn.execute(name.delete().where(name.c.case_no == waiting.no))
        conn.execute(text("DELETE FROM cases WHERE no = :no"), {"no": waiting.no})
        difference = verify(conn).difference

    assert difference
    assert (difference.case_no, difference.found) == (waiting.no, "no such case")


# --- moments --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM due_moments WHERE step = 3 AND kind = 'deadline'", "due_moments 3 deadline"),
        (
            "UPDATE due_moments SET due_at = '2029-01-01 00:00:00+00' WHERE kind = 'deadline'"
            " AND step = 3",
            "due_moments 3 deadline, column due_at",
        ),
        (
            "UPDATE due_moments SET due_at = '2029-01-01 00:00:00+00' WHERE kind = 'remind'"
            " AND step = 3",
            "due_moments 3 remind, column due_at",
        ),
        (
            "UPDATE due_moments SET fired_at = due_at WHERE kind = 'deadline' AND step = 3",
            "due_moments 3 deadline, column fired_at",
        ),
        (
            "UPDATE due_moments SET fired_at = '2020-01-01 00:00:00+00' WHERE step = 3",
            "due_moments 3 deadline, column fired_at",
        ),
        ("UPDATE due_moments SET step = 9 WHERE step = 3", "due_moments 9 deadline"),
        ("UPDATE due_moments SET step = 1 WHERE step = 3", "due_moments 1 deadline"),
        ("UPDATE due_moments SET kind = 'x' WHERE step = 3 AND kind = 'remind'", "due_moments 3 x"),
    ],
)
def test_a_moment_that_is_gone_moved_or_fired_without_a_trace_is_found(
    store, waiting, statement, place
):
    assert found_after(store, statement) == (waiting.no, place)


def test_whoever_is_overdue_is_reminded_again(store, office, waiting):
    office.takes_smoothly(waiting.open_steps[0])
    office.takes_smoothly(waiting.open_steps[1])
    office.time_passes(to=office.case.open_steps[0].due_at)
    number = office.case.open_steps[0].number
    assert office.case.open_steps[0].overdue
    assert found_after(store) is None

    waits = f"WHERE step = {number} AND kind = 'remind'"
    later = "UPDATE due_moments SET due_at = '2029-01-01 00:00:00+00' "
    assert found_after(store, later + waits) == (
        waiting.no, f"due_moments {number} remind, column due_at"
    )  # fmt: skip
    assert found_after(store, f"DELETE FROM due_moments {waits}") == (
        waiting.no, f"due_moments {number} remind"
    )  # fmt: skip


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM due_moments WHERE kind = 'day'",
        "UPDATE due_moments SET fired_at = due_at WHERE kind = 'day'",
        "UPDATE due_moments SET due_at = '2029-01-01 00:00:00+00' WHERE kind = 'day'",
    ],
)
def test_the_day_a_case_waits_for_is_found_when_it_is_gone_or_put_off(store, office, statement):
    office.submits()
    while office.case.open_steps:
        office.goes_on()
    assert found_after(store) is None

    case_no, place = found_after(store, statement)

    assert case_no == office.case_no
    assert place.startswith("due_moments 0 day")


# --- bookings -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM bookings WHERE kind = 'hall'", "bookings 1 hall"),
        ("UPDATE bookings SET name = 'x' WHERE kind = 'hall'", "bookings 1 hall"),
        ("UPDATE bookings SET item = 2 WHERE kind = 'leader'", "bookings 2 leader"),
        ("UPDATE bookings SET ends = begins WHERE kind = 'leader'", "bookings 1 leader"),
    ],
)
def test_a_booking_that_the_programme_does_not_take_so_is_found(store, visit, statement, place):
    assert found_after(store) is None

    assert found_after(store, statement) == (visit.no, place)


def test_what_another_visit_has_is_no_difference(store, office, visit):
    approves(office)

    assert found_after(store) is None


def test_a_booking_of_a_case_that_is_not_approved_is_found(store, waiting):
    statement = (
        "INSERT INTO bookings (case_no, item, kind, name, begins, ends) VALUES"
        " (:no, 1, 'hall', 'x', '2020-07-06 01:00:00+00', '2020-07-06 02:00:00+00')"
    )

    assert found_after(store, statement, no=waiting.no) == (waiting.no, "bookings 1 hall")


# --- runs and leases ------------------------------------------------------------------------------


@pytest.mark.parametrize("told_seq", [-1, 999])
def test_a_run_that_was_told_more_than_there_is_is_found(store, waiting, told_seq):
    statement = "UPDATE cases SET told_seq = :told WHERE no = :no"

    found = found_after(store, statement, no=waiting.no, told=told_seq)

    assert found == (waiting.no, "cases, column told_seq")


def test_a_claim_and_a_lease_that_never_end_are_found(store, waiting):
    with store.reading() as conn:
        ahead = machine_time(conn) + timedelta(days=3)
    claim = "INSERT INTO histories (case_no, claimed_until) VALUES (:no, :until)"
    until = str(ahead)

    claimed = found_after(
        store, claim, no=waiting.no, until=ahead if not store.is_sqlite else until
    )
    leased = found_after(
        store,
        "DELETE FROM histories",
        "INSERT INTO leases (name, until) VALUES ('sweep', :until)",
        until=ahead if not store.is_sqlite else until,
    )

    assert claimed == (waiting.no, "histories, column claimed_until")
    assert leased == ("journal", "leases sweep, column until")


# --- never a traceback ----------------------------------------------------------------------------


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "table",
    ["journal", "steps", "due_moments", "leases", "case_numbers", "seats_held", "authorities",
     "regulations", "movable_clock", "votes", "dossiers", "bookings", "histories"],
)  # fmt: skip
def test_a_table_that_is_gone_is_a_difference(store, waiting, table):
    with store.engine.connect() as conn:
        conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")

    assert found_after(store, f"DROP TABLE {table}") is not None


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    ("table", "column"),
    [("journal", "actor"), ("cases", "year"), ("due_moments", "fired_at"),
     ("seats_held", "since"), ("regulations", "content"),
     ("dossiers", "content"), ("histories", "claimed_until")],
)  # fmt: skip
def test_a_column_of_another_name_is_a_difference(store, waiting, table, column):
    rename = f"ALTER TABLE {table} RENAME COLUMN {column} TO somewhat"
    filled = "INSERT INTO histories (case_no) VALUES (:no)"

    assert found_after(store, filled, rename, no=waiting.no) is not None


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE regulations SET content = ''",
        "UPDATE regulations SET content = '[1]'",
        "UPDATE regulations SET content = 'bodies: 7'",
        "UPDATE seats_held SET since = 'x'",
        "UPDATE due_moments SET due_at = 'x'",
        "UPDATE due_moments SET step = 'x' WHERE kind = 'remind' AND step = 3",
        "UPDATE case_numbers SET last = 'x'",
        "UPDATE cases SET no = 'x'",
        "UPDATE cases SET begins = 'x'",
        "UPDATE salts SET salt = 7",
    ],
)
def test_a_value_of_no_meaning_is_a_difference(store, waiting, statement):
    with store.engine.connect() as conn:
        conn.connection.driver_connection.execute("PRAGMA foreign_keys=OFF")

    assert found_after(store, statement) is not None

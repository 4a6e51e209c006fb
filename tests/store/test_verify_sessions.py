"""Whoever slips in people, seats or sessions is found, and a session that was slipped in is nobody's."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from flows.acts.door.sessions import Device, prove_again, sign_in, sign_out
from models import entries as e
from models.ids import PersonId
from models.store.database.clock import machine_time
from models.store.house.journal import HOUSE
from models.store.journal import newest
from models.store.migrations import migrate
from models.store.sign_in import sessions
from models.store.tables import sessions as rows
from models.store.verify.guards import guards_difference
from models.store.verify.schema import WRITTEN_DOWN, schema_difference, shape_of
from tests.factories.audit import verify
from tests.factories.house import the_signer

CHAIR = PersonId("pham.van.mau")


@pytest.fixture
def signed_in(desk):
    """The session of the chair, and what a browser keeps of it."""
    return sign_in(desk, CHAIR, Device("a-device", "Chrome, Windows"))


def found_after(store, *statements):
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement))
        return verify(conn).difference


def session_of(desk, session_id):
    with desk.store.reading() as conn:
        return sessions.signed_in(conn, session_id, desk.signers)


def test_signing_in_proving_and_signing_out_verify(desk, signed_in):
    session, _ = session_of(desk, signed_in)
    prove_again(desk, session)
    sign_in(desk, CHAIR, Device("another", ""))
    sign_out(desk, session)

    with desk.store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("UPDATE persons SET mailbox = 'x@doan.example' WHERE id = 'pham.van.mau'", "persons"),
        ("UPDATE persons SET name = 'Ai' WHERE id = 'pham.van.mau'", "persons pham.van.mau"),
        ("UPDATE persons SET salt = 'x' WHERE id = 'pham.van.mau'", "persons pham.van.mau"),
        ("UPDATE persons SET language = 'en' WHERE id = 'pham.van.mau'", "persons pham.van.mau"),
        ("UPDATE seats_held SET since = '2001-01-01' WHERE person = 'pham.van.mau'", "seats_held"),
        ("UPDATE seats_held SET until = '2020-01-01' WHERE person = 'pham.van.mau'", "seats_held"),
        ("DELETE FROM seats_held WHERE person = 'pham.van.mau'", "seats_held"),
        ("UPDATE units SET name_vi = 'Huyện khác' WHERE id = 'long_my'", "units long_my"),
        ("DELETE FROM units WHERE id = 'long_my'", "units long_my"),
        ("UPDATE sessions SET person = 'mai.van.mau'", "sessions"),
        ("UPDATE sessions SET shown_by = 'passkey'", "sessions"),
        ("UPDATE sessions SET entry = entry - 1", "sessions"),
        ("UPDATE sessions SET proved_at = '2099-01-01 00:00:00.000000'", "sessions"),
        ("UPDATE sessions SET expires_at = '2099-01-01 00:00:00.000000'", "sessions"),
        ("UPDATE sessions SET seen_at = '2099-01-01 00:00:00.000000'", "sessions"),
        ("UPDATE sessions SET rests_until = '2099-01-01 00:00:00.000000'", "sessions"),
        ("DELETE FROM sessions", "sessions"),
    ],
)
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_change_of_the_house_is_found(store, desk, signed_in, statement, place):
    found = found_after(store, statement)

    assert (found.case_no, found.place.startswith(place)) == ("house", True)


def slip_in(desk, person, entry):
    """Write a session as the owner of the database could, by the entry of another."""
    with desk.store.writing() as conn:
        at = machine_time(conn)
        conn.execute(
            insert(rows).values(
                digest=sessions.digest_of("slipped in"),
                person=person,
                entry=entry,
                shown_by="mailbox_code",
                device="",
                began_at=at,
                seen_at=at,
                proved_at=at,
                rests_until=at + timedelta(days=1),
                expires_at=at + timedelta(days=1),
            )
        )


@pytest.mark.parametrize("other_entry", [0, 1])
def test_a_session_slipped_into_the_database_lets_nobody_in(desk, signed_in, other_entry):
    session, _ = session_of(desk, signed_in)
    slip_in(desk, CHAIR, session.entry if other_entry else 0)

    assert session_of(desk, "slipped in") is None
    with desk.store.reading() as conn:
        assert verify(conn).difference is not None


def test_an_entry_that_nobody_signed_lets_nobody_in(desk, signed_in):
    slip_in(desk, CHAIR, 9999)
    with desk.store.writing() as conn:
        conn.execute(
            text(
                "INSERT INTO journal (case_no, seq, kind, at, recorded_at, actor, body, previous,"
                " hash, signature) SELECT case_no, 9999, kind, at, recorded_at, actor,"
                " replace(body, :was, :is), previous, 'x', signature FROM journal"
                " WHERE kind = 'session_begun'"
            ),
            {"was": sessions.digest_of(signed_in), "is": sessions.digest_of("slipped in")},
        )

    assert session_of(desk, "slipped in") is None


def test_the_shape_is_that_of_the_release(store):
    with store.reading() as conn:
        assert schema_difference(conn) is None
        assert shape_of(conn) == json.loads(WRITTEN_DOWN.read_text(encoding="utf-8"))


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("CREATE TABLE beside (x INTEGER)", "table beside"),
        ("ALTER TABLE persons ADD COLUMN third_mailbox TEXT", "table persons, columns"),
        ("DROP INDEX ix_outbox_not_arrived", "table outbox, indexes"),
        ("CREATE VIEW people AS SELECT * FROM persons", "views people"),
        ("DROP TABLE calls", "table calls"),
    ],
)
def test_another_shape_is_named(store, statement, place):
    with store.writing() as conn:
        conn.execute(text(statement))
        found = schema_difference(conn)

    assert f"journal: {place}: " in str(found)


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_trigger_nobody_laid_is_named(store):
    swallows = "CREATE TRIGGER quiet BEFORE INSERT ON outbox BEGIN SELECT RAISE(IGNORE); END"
    with store.writing() as conn:
        conn.execute(text(swallows))
        assert "triggers quiet" in str(guards_difference(conn))


def test_guards_that_were_taken_away_are_not_put_back_in_silence(store):
    trigger = "journal_no_delete" if store.is_sqlite else "journal_no_change"
    with store.writing() as conn:
        conn.execute(text(f"DROP TRIGGER {trigger}" + ("" if store.is_sqlite else " ON journal")))
    migrate(store, the_signer(), lay_missing=True)

    with store.reading() as conn:
        assert newest(conn, HOUSE).payload == e.GuardsRelaid(guards=f"triggers {trigger}")

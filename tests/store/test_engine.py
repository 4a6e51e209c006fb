"""Connections to a database whose server comes and goes."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from models.store.database import engine
from models.store.database.engine import Store


@pytest.fixture
def two_stores(postgres_url):
    """Two stores of one server: one loses its connections, the other takes them from it."""
    ours, theirs = Store(postgres_url), Store(postgres_url)
    yield ours, theirs
    ours.close()
    theirs.close()


def session(store):
    with store.reading() as conn:
        return conn.execute(text("SELECT pg_backend_pid()")).scalar_one()


def test_a_connection_that_broke_while_it_rested_is_replaced(two_stores, monkeypatch):
    ours, theirs = two_stores
    monkeypatch.setattr(engine, "TRUSTED_FOR_SECONDS", 0.0)
    broken = session(ours)
    with theirs.writing() as conn:
        conn.execute(text("SELECT pg_terminate_backend(:pid, 30000)"), {"pid": broken})

    assert session(ours) != broken


def test_a_connection_that_works_is_used_again(two_stores, monkeypatch):
    ours, _ = two_stores
    monkeypatch.setattr(engine, "TRUSTED_FOR_SECONDS", 0.0)

    assert session(ours) == session(ours)


def test_whoever_reads_cannot_write(desk):
    with (
        desk.store.reading() as conn,
        pytest.raises(DBAPIError, match=r"readonly|read-only"),
    ):
        conn.execute(text("DELETE FROM leases"))

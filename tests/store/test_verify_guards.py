"""A journal whose guards are gone can be changed, so `doan audit verify` says which are missing."""

import pytest
from sqlalchemy import text

from models.store.migrations import migrate
from models.store.verify.guards import guards_difference
from tests.factories.house import the_signer

on_sqlite = pytest.mark.parametrize("store", ["sqlite"], indirect=True)
on_postgresql = pytest.mark.parametrize("store", ["postgresql"], indirect=True)


def found_after(store, *statements):
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement))
        return guards_difference(conn)


def test_a_migrated_database_has_all_guards(store):
    assert found_after(store) is None


@on_sqlite
@pytest.mark.parametrize("name", ["journal_no_update", "journal_no_delete", "journal_no_replace"])
def test_a_trigger_dropped_from_sqlite_is_named(store, name):
    assert found_after(store, f"DROP TRIGGER {name}").place == f"triggers {name}"


@on_sqlite
def test_a_trigger_that_refuses_nothing_any_more_is_named(store):
    hollow = "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END"

    difference = found_after(store, "DROP TRIGGER journal_no_update", hollow)

    assert difference.place == "triggers journal_no_update"


@on_postgresql
@pytest.mark.parametrize("name", ["journal_no_change", "journal_no_truncate"])
@pytest.mark.parametrize(
    "statement", ["DROP TRIGGER {name} ON journal", "ALTER TABLE journal DISABLE TRIGGER {name}"]
)
def test_a_trigger_dropped_or_disabled_on_postgresql_is_named(store, name, statement):
    assert found_after(store, statement.format(name=name)).place == f"triggers {name}"


@on_postgresql
def test_a_function_that_refuses_nothing_any_more_is_found(store):
    hollow = (
        "CREATE OR REPLACE FUNCTION journal_refuses() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RETURN NEW; END $$"
    )

    difference = found_after(store, hollow)

    assert difference.place == (
        "triggers journal_no_change, journal_no_truncate, leaves_no_change, leaves_no_truncate,"
        " checkpoints_no_change, checkpoints_no_truncate"
    )


def test_a_hollow_or_disabled_guard_is_laid_anew_where_somebody_says_so(store):
    if store.is_sqlite:
        hollow = "CREATE TRIGGER journal_no_update BEFORE UPDATE ON journal BEGIN SELECT 1; END"
        found_after(store, "DROP TRIGGER journal_no_update", hollow)
    else:
        found_after(store, "ALTER TABLE journal DISABLE TRIGGER ALL")

    migrate(store, the_signer())
    assert found_after(store) is not None
    migrate(store, the_signer(), lay_missing=True)

    assert found_after(store) is None

"""A programme that was changed after the approval may be erased, and never altered unseen."""

import json

import pytest
from sqlalchemy import text

from tests.factories.audit import say_erased, verify
from tests.factories.office import Office
from tests.factories.programme import accepted, approves, revises
from tests.factories.visit import make_press_visit


@pytest.fixture
def case(desk):
    """Work of foreign press whose programme was changed twice, once with a written acceptance."""
    office = Office(desk)
    approves(office, make_press_visit(unit="long_my"))
    revises(office, place="nga_bay", acceptance=accepted(office))
    revises(office, what="Quay phim")
    return office.case


def found_after(store, *statements, **values):
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement), values)
        return verify(conn).difference


def test_a_case_whose_programme_was_changed_verifies(store, case):
    assert found_after(store) is None


@pytest.mark.parametrize("revision", [1, 2])
def test_an_altered_programme_is_found_whichever_revision_it_is(store, case, revision):
    with store.reading() as conn:
        query = text("SELECT content FROM programmes WHERE revision = :revision")
        items = json.loads(conn.execute(query, {"revision": revision}).scalar_one())
    items[0]["place"] = "prohibited_zone"
    update = "UPDATE programmes SET content = :content WHERE revision = :revision"

    difference = found_after(store, update, content=json.dumps(items), revision=revision)

    assert difference.case_no == case.no
    assert difference.place.startswith(f"programmes {revision}, column content")


def test_a_programme_no_entry_tells_of_is_found(store, case):
    insert = "INSERT INTO programmes SELECT case_no, 3, content FROM programmes WHERE revision = 2"

    assert found_after(store, insert).place == "programmes 3"


def test_an_altered_acceptance_is_found(store, case):
    # The same made-up file stands for every paper of the case, so the acceptance is told by its row.
    update = "UPDATE files SET content = :content"

    assert found_after(store, update, content=b"accepted after all").place.startswith("files ")


@pytest.mark.parametrize(
    "erased",
    [
        ("programmes",),
        (
            "programmes",
            "dossiers",
            "travellers",
            "case_words",
            "search_words",
            "case_turns",
            "case_figures",
        ),
    ],
)
def test_an_erased_programme_is_no_difference(desk, store, case, erased):
    say_erased(desk, case.no, erased)

    assert found_after(store, *(f"DELETE FROM {table}" for table in erased)) is None


def test_a_programme_without_the_salt_that_seals_it_is_found(desk, store, case):
    tables = (
        "passports",
        "travellers",
        "case_words",
        "search_words",
        "case_figures",
        "case_turns",
        "dossiers",
        "texts",
        "files",
        "salts",
    )
    say_erased(desk, case.no, tables)

    difference = found_after(store, *(f"DELETE FROM {table}" for table in tables))

    assert difference.place == "salts"

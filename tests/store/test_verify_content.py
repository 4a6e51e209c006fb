"""What people wrote and handed in may be erased, and never altered unseen."""

import json
from typing import Any

import pytest
from sqlalchemy import text

from config.regulation.codes import Stage
from flows.acts.filing import Filing
from flows.acts.office import record_on_paper
from flows.acts.submitting import resubmit
from flows.case.answers import Identified, PaperGiven
from models.ids import PersonId
from models.journal.entry import salted_digest
from models.store.dossiers import salt_of
from models.store.verify.content import content_difference
from models.store.verify.everything import verify
from models.store.verify.reading import rows_of
from tests.factories.office import A_FILE, OFFICER, Office, make_answer
from tests.factories.request import make_leader, make_member, make_paper, make_request


@pytest.fixture
def case(desk):
    """A case that came back once, with a paper of its own, and went on to the end."""
    office = Office(desk)
    members = (make_leader(), make_member())
    papers = (make_paper("request_letter"),)
    office.submits(make_request(members=members, papers=papers), {0: A_FILE})
    office.takes(office.case.open_steps[0], make_answer("return", remarks="Xem lại."))
    request = make_request(members=members, papers=papers, title="Thăm huyện Gokseong")
    resubmit(desk, office.case_no, request, {0: A_FILE}, Filing(OFFICER, OFFICER))
    return office.goes_on_to_the_end()


def found_after(store, *statements, **values):
    """Change rows, and return what the verifier finds."""
    with store.writing() as conn:
        for statement in statements:
            conn.execute(text(statement), values)
        return verify(conn).difference


def place_after(store, *statements, **values):
    difference = found_after(store, *statements, **values)
    return difference.case_no, difference.place


def rewritten(store, version, **changed):
    """Return a version of the dossier with some of what it says changed."""
    with store.reading() as conn:
        query = text("SELECT content FROM dossiers WHERE version = :version")
        content = conn.execute(query, {"version": version}).scalar_one()
    return json.dumps(json.loads(content) | changed)


def test_a_case_with_two_versions_and_papers_verifies(store, case):
    assert found_after(store) is None


@pytest.mark.parametrize("version", [1, 2])
def test_an_altered_dossier_is_found_whichever_version_it_is(store, case, version):
    content = rewritten(store, version, title="Thăm Las Vegas")
    update = "UPDATE dossiers SET content = :content WHERE version = :version"

    case_no, place = place_after(store, update, content=content, version=version)

    assert case_no == case.no
    assert place.startswith(f"dossiers {version}, column content")


@pytest.mark.parametrize("content", ["", "[]", "{}", "{", '{"members": 1}', '"Gokseong"'])
def test_a_dossier_that_can_no_longer_be_read_is_found(store, case, content):
    update = "UPDATE dossiers SET content = :content WHERE version = 1"

    _, place = place_after(store, update, content=content)

    assert place == "dossiers 1, column content"


def test_a_dossier_no_entry_tells_of_is_found(store, case):
    insert = "INSERT INTO dossiers SELECT case_no, 3, content FROM dossiers WHERE version = 2"

    assert place_after(store, insert) == (case.no, "dossiers 3")


def test_an_altered_remark_is_found(store, case):
    _, place = place_after(store, "UPDATE texts SET content = 'Đồng ý.' WHERE content LIKE 'Xem%'")

    assert place.startswith("texts ")
    assert "column content" in place


def test_a_remark_no_entry_tells_of_is_found(store, case):
    insert = "INSERT INTO texts (case_no, digest, content) VALUES (:no, :digest, 'Phản đối.')"
    with store.reading() as conn:
        digest = salted_digest(salt_of(conn, case.no), "Phản đối.".encode())

    difference = found_after(store, insert, no=case.no, digest=digest)

    assert difference.place == f"texts {digest[:12]}…"


def test_an_altered_file_is_found(store, case):
    _, place = place_after(store, "UPDATE files SET content = :content", content=b"another paper")

    assert place.startswith("files ")
    assert "column content" in place


def test_a_file_neither_an_entry_nor_a_dossier_tells_of_is_found(store, case):
    insert = (
        "INSERT INTO files (case_no, digest, name, media_type, content)"
        " SELECT case_no, :digest, name, media_type, :content FROM files"
    )
    with store.reading() as conn:
        digest = salted_digest(salt_of(conn, case.no), b"slipped in")

    difference = found_after(store, insert, digest=digest, content=b"slipped in")

    assert difference.place == f"files {digest[:12]}…"


def test_an_altered_salt_is_found_by_what_it_seals(store, case):
    difference = found_after(store, "UPDATE salts SET salt = :salt", salt=b"0" * 32)

    assert "the case's salt" in difference.place


@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_a_salt_that_is_no_bytes_is_found(store, case):
    assert place_after(store, "UPDATE salts SET salt = 7") == (case.no, "salts, column salt")


def test_a_salt_taken_away_from_what_it_seals_is_found(store, case):
    assert place_after(store, "DELETE FROM salts") == (case.no, "salts")


@pytest.mark.parametrize("column", ["content", "name"])
def test_an_altered_regulation_is_found_by_the_case_pinned_to_it(store, case, column):
    case_no, place = place_after(store, f"UPDATE regulations SET {column} = 'khác'")

    digest = case.regulation_digest[:12]
    assert (case_no, place) == (case.no, f"regulations {digest}, column {column}")


def test_a_regulation_taken_from_its_case_is_found(store, case):
    _, place = place_after(store, "DELETE FROM regulations")

    assert place == f"regulations {case.regulation_digest[:12]}"


@pytest.mark.parametrize(
    ("statement", "place"),
    [
        ("DELETE FROM travellers WHERE number = 2", "travellers 2"),
        ("UPDATE travellers SET person = 'ai.do' WHERE number = 1", "travellers 1, column person"),
        ("UPDATE travellers SET name = 'Ai đó' WHERE number = 2", "travellers 2, column name"),
        ("UPDATE travellers SET number = 9 WHERE number = 2", "travellers 2"),
    ],
)
def test_travellers_are_those_of_the_dossier_in_force(store, case, statement, place):
    assert place_after(store, statement) == (case.no, place)


@pytest.mark.parametrize(
    "erased",
    [
        ["texts"],
        ["files"],
        ["travellers", "dossiers"],
        ["passports", "travellers", "dossiers", "texts", "files", "salts"],
    ],
)
def test_what_was_erased_is_no_difference(store, case, erased):
    assert found_after(store, *(f"DELETE FROM {table}" for table in erased)) is None


def test_what_is_left_of_a_partly_erased_case_is_still_verified(store, case):
    erase = "DELETE FROM dossiers WHERE version = 1"
    alter = "UPDATE files SET content = :content"

    _, place = place_after(store, erase, alter, content=b"another paper")

    assert place.startswith("files ")


class _AsItWas:
    """An entry as it was written before votes named their papers."""

    def __init__(self, row, identity):
        self.kind, self.body = row.kind, row.body
        if row.kind == "vote_cast":
            said = json.loads(row.body)
            kept = {name: said[name] for name in said if name not in ("evidence", "recorded_by")}
            self.body = json.dumps({**kept, "identity": identity})


@pytest.mark.parametrize(("identity", "is_whole"), [("paper", True), ("mailbox_code", False)])
def test_a_vote_of_earlier_days_may_have_a_paper_that_no_entry_names(desk, identity, is_whole):
    office = Office(desk)
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    paper = PaperGiven("7/BB", office.today, A_FILE)
    clerk = Identified(PersonId("ngo.thi.thi.du"), "mailbox_code")
    vote, member = make_answer("vote_for"), step.holders[0]
    record_on_paper(desk, office.case_no, step.number, member, vote, paper, clerk)

    with desk.store.reading() as conn:
        rows = rows_of(conn, "journal", office.case_no, order="seq")
        entries: Any = [_AsItWas(row, identity) for row in rows]
        difference = content_difference(conn, office.case_no, entries)

    assert (difference is None) is is_whole

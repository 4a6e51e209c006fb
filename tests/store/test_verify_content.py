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
from models.entries import RefusalNoted
from models.ids import PersonId
from models.journal.entry import salted_digest
from models.store.dossiers import salt_of
from models.store.verify.content import content_difference
from models.store.verify.kept import Kept
from models.store.verify.reading import rows_of
from tests.factories.audit import say_erased, verify
from tests.factories.office import A_FILE, OFFICER, Office, make_answer
from tests.factories.request import (
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
)


@pytest.fixture
def case(desk):
    """A case that came back once, with a paper of its own, and went on to the end."""
    office = Office(desk)
    members = (make_leader(passport=make_passport()), make_member())
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
def test_an_altered_regulation_is_found_by_the_entry_that_put_it_in_force(store, case, column):
    found = place_after(store, f"UPDATE regulations SET {column} = 'khác'")

    assert found == ("house", f"regulations {case.regulation_digest}, column {column}")


@pytest.mark.parametrize("column", ["content", "name"])
def test_and_by_the_case_that_was_submitted_under_it(store, case, column):
    with store.writing() as conn:
        conn.execute(text(f"UPDATE regulations SET {column} = 'khác'"))
        rows = rows_of(conn, "journal", case.no, order="seq")
        difference = content_difference(conn, Kept(conn, case.no), rows)

    assert f"regulations {case.regulation_digest[:12]}, column {column}" in str(difference)


def test_a_regulation_taken_from_its_case_is_found(store, case):
    _, place = place_after(store, "DELETE FROM regulations")

    assert place == f"regulations {case.regulation_digest}"


def test_a_regulation_nobody_put_in_force_is_found(store, case):
    slipped_in = "INSERT INTO regulations (digest, name, content) VALUES ('d', 'n', 'c')"

    assert place_after(store, slipped_in) == ("house", "regulations d")


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
    ("statement", "place"),
    [
        ("DELETE FROM case_words", "case_words"),
        ("UPDATE case_words SET title = 'Đoàn khác'", "case_words, column title"),
        ("UPDATE case_words SET title_key = 'doankhac'", "case_words, column title_key"),
        ("UPDATE case_words SET countries = ' FR '", "case_words, column countries"),
        ("UPDATE case_words SET urgent = TRUE", "case_words, column urgent"),
        ("UPDATE case_words SET letter_date = '2020-07-01'", "case_words, column letter_date"),
        ("UPDATE case_words SET letter_key = '1'", "case_words, column letter_key"),
        ("DELETE FROM search_words WHERE word = 'gokseong'", "search_words"),
        ("UPDATE search_words SET word = 'country:FR' WHERE word = 'country:KR'", "search_words"),
        ("UPDATE search_words SET of_dossier = FALSE WHERE word = 'country:KR'", "search_words"),
    ],
)
def test_a_case_is_found_by_the_words_of_its_dossier(store, case, statement, place):
    assert place_after(store, statement) == (case.no, place)


def test_words_that_outlive_their_dossier_are_found(desk, store, case):
    say_erased(desk, case.no, ["dossiers", "travellers"])

    gone = place_after(store, "DELETE FROM dossiers", "DELETE FROM travellers")
    then = place_after(store, "DELETE FROM case_words")

    assert (gone, then) == ((case.no, "case_words"), (case.no, "search_words"))


ERASED = [
    ["texts"],
    ["files"],
    ["travellers", "case_words", "search_words", "case_figures", "case_turns", "dossiers"],
    [
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
    ],
]


@pytest.mark.parametrize("erased", ERASED)
def test_what_an_entry_says_is_erased_is_no_difference(desk, store, case, erased):
    say_erased(desk, case.no, erased)

    assert found_after(store, *(f"DELETE FROM {table}" for table in erased)) is None


@pytest.mark.parametrize("erased", [*ERASED, ["passports"]])
def test_what_is_gone_and_no_entry_erased_is_found(store, case, erased):
    assert found_after(store, *(f"DELETE FROM {table}" for table in erased)).case_no == case.no


def test_what_is_left_of_a_partly_erased_case_is_still_verified(desk, store, case):
    say_erased(desk, case.no, ["dossiers"])
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
        difference = content_difference(conn, Kept(conn, office.case_no), entries)

    assert (difference is None) is is_whole


def test_the_code_of_a_refusal_is_nobodys_words(store, case, desk):
    with desk.noting(case.no) as work:
        refused = RefusalNoted(step=1, person=OFFICER, reason="not_holder")
        work.record(refused, actor=OFFICER)

    assert found_after(store) is None

"""What is kept of a dossier beside the journal, and who may read it."""

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from config.settings import Settings
from flows.acts.filing import Filing
from flows.acts.submitting import resubmit
from models.request.reading import Attachment
from models.store.privacy import passports
from tests.factories.office import OFFICER, Office, make_answer
from tests.factories.request import (
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
)

NUMBER = "S7654321"


@pytest.fixture
def office(desk):
    office = Office(desk)
    leader = make_leader(passport=make_passport(number=NUMBER))
    office.submits(make_request(members=(leader, make_member())))
    return office


def passport_numbers(office, key=None):
    with office.desk.store.reading() as conn:
        key = key or office.desk.settings.passport_keys
        found = passports.passports_of(conn, office.case_no, key)
    return {number: passport.number for number, passport in found.items()}


def test_a_passport_is_read_back_with_the_installations_key(office):
    assert passport_numbers(office) == {1: NUMBER}


def test_a_passport_cannot_be_read_with_another_key(office, tmp_path):
    other = Settings(folder=tmp_path, secret=SecretStr("that of another installation, and long"))

    assert passport_numbers(office, other.passport_keys) == {}


def test_no_table_holds_a_passport_number_in_clear(office, store):
    with store.reading() as conn:
        tables = ("dossiers", "travellers", "journal", "outbox", "texts")
        rows = [str(row) for t in tables for row in conn.execute(text(f"SELECT * FROM {t}"))]

    assert not [row for row in rows if NUMBER in row]


def test_a_member_who_gives_no_passport_again_keeps_the_one_given_before(office):
    office.takes(office.case.open_steps[0], make_answer("return", remarks="Xem lại."))
    request = make_request(members=(make_leader(), make_member()), title="Thăm huyện Gokseong")

    resubmit(office.desk, office.case_no, request, {}, Filing(OFFICER, OFFICER))

    assert passport_numbers(office) == {1: NUMBER}


def test_names_are_as_long_as_a_request_may_have_them_on_either_database(desk):
    name, file = "Ă" * 300, f"{'ư' * 296}.txt"
    leader = make_leader(name=name)
    papers = (make_paper("programme", file=file),)
    office = Office(desk)

    attached = {0: Attachment(file, "text/plain", b"x")}
    office.submits(make_request(members=(leader,), papers=papers), attached)

    with desk.store.reading() as conn:
        kept = [
            conn.execute(text(f"SELECT name FROM {t}")).scalar() for t in ("travellers", "files")
        ]
    assert kept == [name, file]

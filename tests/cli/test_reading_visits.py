"""What `doan list` and `doan show` say of guests who are received."""

import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from cli.setting_up import prepare
from config.regulation.codes import Act, Stage
from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.answers import CommitmentGiven, PaperGiven
from models.ids import SeatKey
from tests.factories.office import A_FILE, Office, make_answer
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.visit import make_visit_request

ROOT = Path(__file__).parent.parent.parent
PROMISE = CommitmentGiven(
    "Mời đoàn học sinh [2021].", SeatKey("phung_hiep/officer"), date(2020, 12, 1)
)


@pytest.fixture
def visit(tmp_path):
    """A visit in a folder, and the people who work on it."""
    settings = Settings(folder=tmp_path)
    store = prepare(settings, demo_from=MONDAY_MORNING)
    office = Office(Desk(store, settings))
    office.submits(make_visit_request())
    yield office
    store.close()


@pytest.fixture
def doan(tmp_path, visit):
    def run(*arguments):
        said = subprocess.run(
            [sys.executable, "-m", "cli.main", *arguments],
            cwd=ROOT,
            env={**os.environ, "DOAN_FOLDER": str(tmp_path), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=True,
        )
        return said.stdout

    return run


def test_the_list_tells_guests_from_delegations_that_go_abroad(doan):
    assert "Đoàn vào" in doan("list")


def test_what_is_still_to_be_arranged_is_named(doan, visit):
    assert "Nhận nhiệm vụ đón tiếp: Bảo đảm an ninh, trật tự" in doan("show", visit.case_no)


def test_what_was_agreed_on_is_listed_with_its_owner_and_date(doan, visit):
    step = visit.goes_on_until(Stage.REPORT)
    paper = PaperGiven("9/BC-UBND", visit.today, A_FILE)
    filed = replace(make_answer("file", paper=paper), commitments=(PROMISE,))
    visit.takes(step, filed)

    said = doan("show", visit.case_no)

    owner = "Công chức đầu mối đối ngoại, UBND huyện Phụng Hiệp"
    assert f"1. Mời đoàn học sinh [2021]. – {owner}, chậm nhất 01/12/2020" in said


def test_an_assignment_that_was_declined_says_so(doan, visit):
    visit.goes_on_until(Stage.RECEPTION)
    asked = visit.waiting(Act.ARRANGE, key="security")
    visit.takes(asked, make_answer("decline", remarks="Trùng nhiệm vụ khác."))

    assert "Bảo đảm an ninh, trật tự – Giám đốc, Công an tỉnh: Không nhận nhiệm vụ" in doan(
        "show", visit.case_no
    )

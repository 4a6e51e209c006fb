"""What happens to a real case, from the console: the administrator acts for a named person."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

from cli.setting_up import open_store, prepare
from config.settings import Settings
from flows.acts.desk import Desk
from models.case import CaseStatus
from models.ids import CaseNo
from models.store import authorities
from tests.conftest import MONDAY_MORNING
from tests.factories.office import Office

ROOT = Path(__file__).parent.parent.parent
REQUEST = ROOT / "examples" / "outbound_gokseong.yaml"
OFFICER, HEAD = "nguyen.thi.mau", "nguyen.van.thi.du"
CASE = CaseNo("DR-2020-0001")
CHAIR, DEPUTY = "pham.van.mau", "bui.van.thi.du"
SEAT = "people_committee/chair"


@pytest.fixture
def settings(tmp_path):
    settings = Settings(folder=tmp_path)
    prepare(settings, demo_from=MONDAY_MORNING).close()
    return settings


@pytest.fixture
def doan(settings):
    """The command, on a prepared folder."""

    def run(*arguments):
        return subprocess.run(
            [sys.executable, "-m", "cli.main", *map(str, arguments)],
            cwd=ROOT,
            env={**os.environ, "DOAN_FOLDER": str(settings.folder), "COLUMNS": "200"},
            capture_output=True,
            text=True,
            check=False,
        )

    return run


@pytest.fixture
def office(settings, doan):
    """The office of that folder, with a submitted case in hand."""
    doan("submit", REQUEST, "--as", OFFICER)
    store = open_store(settings)
    yield Office(Desk(store, settings), CASE)
    store.close()


@pytest.fixture
def changed(tmp_path):
    content = yaml.safe_load(REQUEST.read_text(encoding="utf-8"))
    content["purpose"] += " Thăm thêm một hợp tác xã."
    # Its attachments lie beside it.
    folder = shutil.copytree(REQUEST.parent, tmp_path / "examples")
    file = folder / "changed.yaml"
    file.write_text(yaml.safe_dump(content, allow_unicode=True), encoding="utf-8")
    return file


def test_a_request_is_withdrawn(office, doan):
    said = doan("withdraw", CASE, "--reason", "Đối tác hoãn.", "--as", OFFICER)

    assert (said.returncode, office.case.status) == (0, CaseStatus.WITHDRAWN)


def test_a_request_is_changed_before_the_decision(office, doan, changed):
    said = doan("change", CASE, changed, "--as", OFFICER)

    assert (said.returncode, office.case.version) == (0, 2)


def test_a_colleague_takes_over(office, doan):
    said = doan("take-over", CASE, "--reason", "Chuyển công tác.", "--as", HEAD)

    assert (office.case.filed_for, HEAD in said.stdout) == (HEAD, True)


def test_what_is_too_early_is_a_sentence_and_exit_code_1(office, doan, changed):
    said = doan("amend", CASE, changed, "--reason", "Đổi mục đích.", "--as", OFFICER)

    assert (said.returncode, "Traceback" in said.stderr, said.stderr != "") == (1, False, True)


def test_what_was_approved_is_amended_and_the_amendment_dropped_and_the_rest_called_off(
    office, doan, changed
):
    while office.case.status is not CaseStatus.APPROVED:
        office.goes_on()

    doan("amend", CASE, changed, "--reason", "Đổi mục đích.", "--as", OFFICER)
    amended = office.case.open_amendment
    doan("drop-amendment", CASE, "--as", OFFICER)
    dropped = office.case.open_amendment
    doan("cancel", CASE, "--reason", "Đối tác hoãn.", "--as", OFFICER)

    assert (amended.changed, dropped) == (("purpose",), None)
    assert office.case.open_amendment.cancels


def gives(doan, *more):
    days = ("--since", "2020-07-06", "--until", "2020-07-31")
    return doan("authority", "give", CHAIR, DEPUTY, "--seat", SEAT, *days, *more)


def all_of(settings):
    store = open_store(settings)
    with store.reading() as conn:
        found = authorities.everything(conn)
    store.close()
    return found


def test_an_authority_is_given_listed_and_ended(settings, doan):
    given = gives(doan)
    listed = doan("authority", "list")
    doan("authority", "end", "1", "--as", CHAIR)

    assert (given.returncode, "Bùi Văn Thí Dụ" in listed.stdout) == (0, True)
    assert not all_of(settings)[0].confirmed
    assert all_of(settings)[0].ended_on is not None
    assert "Bùi Văn Thí Dụ" not in doan("authority", "list").stdout


def test_an_authority_that_cannot_be_given_says_why(doan):
    said = gives(doan, "--seat", "standing_committee/member")

    assert (said.returncode, "tập thể" in said.stderr) == (1, True)


def test_nobody_but_the_giver_ends_it(settings, doan):
    gives(doan)

    said = doan("authority", "end", "1", "--as", DEPUTY)

    assert (said.returncode, all_of(settings)[0].ended_on) == (1, None)

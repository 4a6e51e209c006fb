"""What happens to a real case, from the console: the administrator acts for a named person."""

import getpass
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
import yaml

from cli.setting_up import open_store, prepare
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.door.sessions import Device, sign_in
from models.case import CaseStatus
from models.ids import CaseNo, PersonId
from models.store import authorities
from models.store.house.journal import HOUSE
from models.store.journal import entries_of
from tests.factories.audit import verify
from tests.factories.office import Office
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.province import text_of_the_tests

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

    assert (office.case.filed_for, "Nguyễn Văn Thí Dụ" in said.stdout) == (HEAD, True)


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


# --- the house ----------------------------------------------------------------------------------


def told_by_the_house(settings):
    """The newest entry of the house's journal, as the auditor finds the rest whole."""
    store = open_store(settings)
    with store.reading() as conn:
        assert verify(conn).difference is None
        newest = entries_of(conn, HOUSE)[-1]
    store.close()
    return newest


@pytest.mark.parametrize(
    ("command", "kind"),
    [
        (("clock", "move", "2020-07-14T09:00:00"), "clock_moved"),
        (("directory", "leave", SEAT, CHAIR, "2020-07-31"), "seat_left"),
        (("person", "sign-out", CHAIR), "sessions_ended"),
        (("person", "mailbox", CHAIR, "p@x.example", "--as", "mai.van.mau"), "mailbox_proposed"),
        (("authority", "give", CHAIR, DEPUTY, "--seat", SEAT, "--since", "2020-07-06", "--until",
          "2020-07-31"), "authority_given"),
    ],
)  # fmt: skip
def test_every_command_that_changes_the_house_leaves_the_account_in_its_journal(
    settings, doan, command, kind
):
    # Somebody is signed in, so that there is something to end.
    store = open_store(settings)
    sign_in(Desk(store, settings), PersonId(CHAIR), Device())
    store.close()

    assert doan(*command).returncode == 0

    newest = told_by_the_house(settings)
    assert (newest.kind, newest.payload.identity) == (kind, f"console:{getpass.getuser()}")


def test_a_directory_file_changes_what_it_says_otherwise_and_tells_how_much(
    settings, doan, tmp_path
):
    seat = {"seat": SEAT, "person": CHAIR, "since": date(2020, 1, 1), "until": date(2020, 7, 31)}
    file = tmp_path / "ends.yaml"
    file.write_text(yaml.safe_dump({"units": {}, "persons": {}, "seats": [seat]}))

    said = doan("directory", "load", file, "-l", "en")

    assert "Entered or changed: 0 units, 0 persons, 1 seats." in said.stdout
    assert told_by_the_house(settings).kind == "seat_left"


def test_a_day_no_calendar_has_is_told_with_its_place(doan, tmp_path):
    file = tmp_path / "june.yaml"
    seat = "{seat: long_my/officer, person: a.b, since: 2020-06-31}"
    file.write_text(f"units: {{}}\npersons: {{}}\nseats:\n  - {seat}\n")

    said = doan("directory", "load", file, "-l", "en")

    assert (said.returncode, "Traceback" in said.stderr) == (1, False)
    assert "line 4, column 49: 2020-06-31 is no day of the calendar" in said.stderr


def test_leaving_with_a_typing_mistake_says_which_seat_is_meant(doan):
    said = doan("directory", "leave", "people_comittee/chair", CHAIR, "2020-07-31")

    assert (said.returncode, SEAT in said.stderr) == (1, True)


def test_leaving_a_seat_says_who_left_which_and_when(doan):
    said = doan("directory", "leave", SEAT, CHAIR, "2020-07-31", "-l", "en")

    seat = "Chairperson, People's Committee of Hau Giang Province"
    told = f"Phạm Văn Mẫu leaves the seat {seat}; 31 July 2020 is the last day."
    assert told in " ".join(said.stdout.split())


def test_a_day_that_is_over_needs_a_reason(doan):
    leave = ("directory", "leave", SEAT, CHAIR, "2020-07-05")

    codes = doan(*leave).returncode, doan(*leave, "--backdated", "entered late").returncode

    assert codes == (1, 0)


def test_nobody_but_an_administrator_proposes_a_mailbox(doan):
    said = doan("person", "mailbox", CHAIR, "p@x.example", "--as", CHAIR)

    assert (said.returncode, "Traceback" in said.stderr) == (1, False)


def test_the_regulation_in_force_is_told_at_the_start_and_only_when_it_is_another(
    settings, tmp_path
):
    def told():
        store = open_store(settings)
        with store.reading() as conn:
            kinds = [entry.kind for entry in entries_of(conn, HOUSE)]
        store.close()
        return kinds.count("regulation_in_force")

    other = tmp_path / "other.yaml"
    other.write_text(text_of_the_tests() + "\n# Another.\n", encoding="utf-8")
    counts = [told()]
    for regulation in (settings.regulation, str(other), settings.regulation):
        prepare(settings.model_copy(update={"regulation": regulation})).close()
        counts.append(told())

    assert counts == [1, 1, 2, 3]

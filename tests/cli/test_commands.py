"""The `doan` command as people type it, on a folder of its own."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
import yaml

from cli.setting_up import prepare
from config.regulation.codes import Act
from config.settings import Settings
from flows.acts.desk import Desk
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from models.ids import CaseNo, PersonId
from models.store.database.engine import Store
from models.store.sign_in import sessions
from tests.factories.house import house, the_signer
from tests.factories.office import Office

ROOT = Path(__file__).parent.parent.parent
REQUEST = ROOT / "examples" / "outbound_gokseong.yaml"


@pytest.fixture
def submitted(doan):
    doan("submit", REQUEST, "--as", "nguyen.thi.mau")
    return doan


def test_a_submitted_request_opens_a_case(doan):
    said = doan("submit", REQUEST, "--as", "nguyen.thi.mau")

    assert "DR-2020-0001" in said.stdout


@pytest.mark.parametrize(
    ("file", "filer"),
    [("inbound_saga.yaml", "thai.van.thi.du"), ("inbound_ngo.yaml", "ta.thi.vi.du")],
)
def test_a_request_to_receive_guests_opens_a_case_of_its_own_series(doan, file, filer):
    said = doan("submit", ROOT / "examples" / file, "--as", filer)

    assert "DV-2020-0001" in said.stdout


def test_the_list_names_the_stage_a_case_waits_for(submitted):
    said = submitted("list", "--language", "en")

    assert "Signature of the unit's head" in said.stdout


def test_the_list_goes_on_behind_the_case_it_ended_with(submitted):
    for _ in range(2):
        submitted("submit", ROOT / "examples" / "inbound_saga.yaml", "--as", "thai.van.thi.du")
    newest = submitted("list", "--limit", "2", "-l", "en").stdout
    rest = submitted("list", "--limit", "2", "--after", "DV-2020-0001", "-l", "en").stdout
    listed = json.loads(submitted("list", "--json", "--kind", "outbound").stdout)

    assert "doan list --after DV-2020-0001" in newest
    assert ("DV-2020-0002" in newest, "DR-2020-0001" in newest) == (True, False)
    assert ("DR-2020-0001" in rest, "--after" in rest) == (True, False)
    assert [(case["no"], case["stages"]) for case in listed["items"]] == [
        ("DR-2020-0001", ["unit_signature"])
    ]
    assert submitted("list", "--late", "-l", "en").stdout.strip() == "No case is open."


def test_the_timeline_dates_what_is_still_to_come(submitted):
    said = submitted("show", "DR-2020-0001", "--language", "en")

    planned = [line for line in said.stdout.splitlines() if line.startswith("·")]
    assert planned
    assert all(line.split()[1] == "by" for line in planned)


def test_a_decision_that_was_taken_back_is_shown_as_such(submitted, tmp_path):
    settings = Settings(folder=tmp_path)
    with closing(prepare(settings)) as store:
        office = Office(Desk(store, settings), CaseNo("DR-2020-0001"))
        signed = office.waiting(Act.SIGN)
        office.takes_smoothly(signed)
        who = Identified(signed.holders[0], "mailbox_code")
        take_back(office.desk, office.case_no, signed.number, who)

    said = submitted("show", "DR-2020-0001")

    taken_back = next(line for line in said.stdout.splitlines() if "Đã thu hồi" in line)
    assert (taken_back.startswith("✘"), "Ký đề nghị" in taken_back) == (True, True)


def test_the_audit_of_an_untouched_folder_finds_nothing(submitted):
    assert submitted("audit", "verify").returncode == 0


def test_an_unknown_case_is_a_sentence_and_exit_code_1(doan):
    said = doan("show", "DR-2020-0099")

    assert (said.returncode, "DR-2020-0099" in said.stderr) == (1, True)


def test_no_error_of_ours_is_a_traceback(doan, tmp_path):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text("unit: [")

    assert "Traceback" not in doan("submit", wrong, "--as", "nguyen.thi.mau").stderr


def test_all_problems_of_a_request_are_said_at_once(doan, tmp_path):
    content = yaml.safe_load(REQUEST.read_text(encoding="utf-8"))
    content["members"][0]["rank"] = "emperor"
    content["host"]["country"] = "XX"
    content["papers"] = []
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(yaml.safe_dump(content, allow_unicode=True))

    said = doan("submit", wrong, "--as", "nguyen.thi.mau", "--language", "en").stderr

    assert ("Member 1, rank:" in said, "Country of the host:" in said) == (True, True)


def test_what_is_wrong_today_is_said_along_with_what_is_wrong_in_the_text(doan, tmp_path):
    content = yaml.safe_load(REQUEST.read_text(encoding="utf-8"))
    content |= {"unit": "moon_office", "departs": "2020-07-01", "area": "gardening"}
    content["members"][0]["person"] = "nobody.at.all"
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(yaml.safe_dump(content, allow_unicode=True))

    said = doan("submit", wrong, "--as", "nguyen.thi.mau", "--language", "en").stderr

    labels = ("Area of work:", "Unit:", "Day of departure:", "Member 1, id in the directory:")
    assert [said.count(f"- {label}") for label in labels] == [1, 1, 1, 1]


@pytest.mark.parametrize("text", ["- 1", "x", "members: [1, {}]", "unit: {}\ndeparts: []"])
def test_what_is_hardly_a_request_is_refused_with_a_sentence(doan, tmp_path, text):
    wrong = tmp_path / "wrong.yaml"
    wrong.write_text(text)

    said = doan("submit", wrong, "--as", "nguyen.thi.mau")

    assert (said.returncode, "Traceback" in said.stderr) == (1, False)


def test_somebody_of_another_unit_cannot_file_for_this_one(doan):
    assert doan("submit", REQUEST, "--as", "dang.thi.mau").returncode == 1


def test_the_journal_says_who_typed_a_request(submitted, tmp_path):
    from models.store.database.engine import Store
    from models.store.journal import entries_of

    store = Store(Settings(folder=tmp_path).store_url)
    with store.reading() as conn:
        first = entries_of(conn, CaseNo("DR-2020-0001"))[0].payload.model_dump()
    store.close()

    assert first["typed_by"].startswith("console:")


def test_a_real_clock_cannot_be_moved(tmp_path, monkeypatch):
    prepare(Settings(folder=tmp_path)).close()
    moved = subprocess.run(
        [sys.executable, "-m", "cli.main", "clock", "move", "2020-07-14T09:00:00"],
        cwd=ROOT,
        env={**os.environ, "DOAN_FOLDER": str(tmp_path)},
        capture_output=True,
        text=True,
        check=False,
    )

    assert moved.returncode == 1


@pytest.mark.parametrize("module", ["cli.main", "cli.reading", "cli.status", "cli.auditing"])
def test_what_only_reads_does_not_import_prefect(module):
    checked = f"import sys, {module}; sys.exit('prefect' in sys.modules)"

    assert subprocess.run([sys.executable, "-c", checked], cwd=ROOT, check=False).returncode == 0


def test_nothing_is_weak_in_the_sample_regulation(doan):
    said = doan("regulation", "--language", "en")

    assert (said.returncode, said.stderr) == (0, "")
    assert "inbound.assignments.lodging_declaration" in said.stdout


def test_the_security_log_of_a_new_folder_is_empty(doan):
    said = doan("security", "--language", "en")

    assert (said.returncode, "Nothing stands" in said.stdout) == (0, True)


def test_all_sessions_of_a_person_end_at_the_console_and_the_log_says_so(doan, tmp_path):
    store = Store(Settings(folder=tmp_path).store_url)
    with store.writing() as conn:
        session = sessions.begin(house(conn), PersonId("nguyen.thi.mau"), "mailbox_code")

    said = doan("person", "sign-out", "nguyen.thi.mau", "--language", "en")

    with store.reading() as conn:
        assert sessions.signed_in(conn, session, [the_signer()]) is None
    store.close()
    assert "Sessions of Nguyễn Thị Mẫu that have ended: 1" in said.stdout
    logged = doan("security", "--kind", "sessions_ended", "--language", "en").stdout
    assert ("Sessions ended" in logged, "nguyen.thi.mau" in logged) == (True, True)


def test_sessions_of_nobody_cannot_be_ended(doan):
    said = doan("person", "sign-out", "nobody")

    assert (said.returncode, "nobody" in said.stderr) == (1, True)


def test_a_kind_the_security_log_has_not_is_named_with_those_there_are(doan):
    said = doan("security", "--kind", "made_up")

    assert (said.returncode, "wrong_code" in said.stderr) == (1, True)

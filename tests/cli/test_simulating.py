"""`doan simulate` tells what a submission would bring, and `doan submit` what there is to mind."""

import shutil
from pathlib import Path

import pytest
import yaml

from config.settings import Settings
from models.store.database.engine import Store
from tests.factories.rows import everything

ROOT = Path(__file__).parents[2]
REQUEST = ROOT / "examples" / "outbound_gokseong.yaml"


@pytest.fixture
def store(tmp_path):
    opened = Store(Settings(folder=tmp_path).store_url)
    yield opened
    opened.close()


def changed(tmp_path, **values):
    """Write the sample request with something changed beside its papers."""
    folder = shutil.copytree(REQUEST.parent, tmp_path / "examples")
    content = yaml.safe_load(REQUEST.read_text(encoding="utf-8")) | values
    written = folder / "changed.yaml"
    written.write_text(yaml.safe_dump(content, allow_unicode=True, default_flow_style=False))
    return written


def test_the_way_the_grounds_the_last_day_and_the_messages_are_told(doan):
    said = doan("simulate", REQUEST, "--as", "nguyen.thi.mau")

    assert (said.returncode, said.stderr) == (0, "")
    lines = said.stdout.splitlines()
    assert lines[0] == "Nếu nộp hôm nay, 06/07/2020 (chỉ xem trước):"
    assert any(
        line.startswith("Hồ sơ sẽ đi qua (Trình tự, thẩm quyền: Việc công") for line in lines
    )
    assert any("chậm nhất 08/07/2020*" in line and "Thủ trưởng" in line for line in lines)
    assert any("49/2019/QH14, Điều 11" in line for line in lines)
    assert "Thứ Tư, 05/08/2020" in lines[lines.index("Hạn nộp muộn nhất") + 1]
    assert "Nguyễn Văn Thí Dụ" in lines[lines.index("Thư sẽ gửi") + 2]


def test_nothing_is_written_by_the_command(doan, store):
    before = everything(store)

    doan("simulate", REQUEST, "--as", "nguyen.thi.mau")

    assert everything(store) == before


def test_without_a_name_an_officer_of_the_unit_stands_in(doan):
    said = doan("simulate", REQUEST, "-l", "en")

    assert (said.returncode, "Messages that will be sent" in said.stdout) == (0, True)


def test_what_keeps_it_from_being_filed_today_is_told_as_a_submission_tells_it(doan, tmp_path):
    wrong = changed(tmp_path, unit="moon_office")

    told = doan("simulate", wrong, "--as", "nguyen.thi.mau", "-l", "en")
    refused = doan("submit", wrong, "--as", "nguyen.thi.mau", "-l", "en")

    assert (told.returncode, told.stderr) == (refused.returncode, refused.stderr)
    assert told.returncode == 1
    assert "The way the request will take" in told.stdout


def test_a_text_that_is_no_request_is_refused_as_a_submission_refuses_it(doan, tmp_path):
    wrong = changed(tmp_path, area="gardening", unit="moon_office")

    told = doan("simulate", wrong, "--as", "nguyen.thi.mau")
    refused = doan("submit", wrong, "--as", "nguyen.thi.mau")

    assert (told.returncode, told.stderr, told.stdout) == (1, refused.stderr, "")


def test_somebody_of_another_unit_is_told_that_they_cannot_file_it(doan):
    said = doan("simulate", REQUEST, "--as", "dang.thi.mau")

    assert (said.returncode, said.stderr) == (
        1, doan("submit", REQUEST, "--as", "dang.thi.mau").stderr,
    )  # fmt: skip


def test_what_people_wrote_is_no_markup(doan, tmp_path):
    said = doan("simulate", changed(tmp_path, title="Thăm [bold]Gokseong[/bold]"))

    assert "Thăm [bold]Gokseong[/bold]" in said.stdout


def test_a_submission_tells_what_is_to_be_noted_with_its_cure(doan, tmp_path):
    said = doan("submit", changed(tmp_path, plan_entry=None), "--as", "nguyen.thi.mau", "-l", "en")

    lines = [line.strip() for line in said.stdout.splitlines()]
    assert said.returncode == 0
    noted = lines.index("To be noted")
    assert "DR-2020-0001" in lines[0]
    assert any(line.startswith("[Warning]") and "plan" in line for line in lines[noted:])
    assert any("38-CT/TW" in line for line in lines[noted:])

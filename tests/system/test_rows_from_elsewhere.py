"""Members come from a workbook and from the unit's address book, in a real chromium."""

import datetime
import io

import openpyxl
import pytest
from playwright.sync_api import expect

from config.settings import Settings
from tests.factories.office import OFFICER
from tests.factories.prefect import free_port
from tests.factories.request import make_leader, make_member, make_passport, make_request
from tests.factories.workbooks import saved
from tests.system.test_request_form import A_DESK, A_PHONE, page_of

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


def people_of_new_draft(page, site):
    page.goto(f"{site.settings.base_url}/requests/new")
    page.get_by_role("button", name="Cử đoàn ra nước ngoài").click()
    page.locator(".steps a").get_by_text("Thành phần đoàn").click()


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_blank_workbook_is_downloaded_filled_in_and_uploaded(site, chromium, tmp_path, script):
    page = page_of(chromium, site, OFFICER, script=script)
    people_of_new_draft(page, site)
    page.get_by_text("Lấy nhiều dòng từ Excel").click()
    with page.expect_download() as download:
        page.get_by_role("link", name="Tải tệp Excel mẫu").click()
    book = openpyxl.load_workbook(io.BytesIO(download.value.path().read_bytes()))
    rows = book.worksheets[0]
    at = {cell.value: number for number, cell in enumerate(rows[1], start=1)}
    rows.cell(2, at["Họ và tên"]).value = "Nguyễn Thị Mẫu"
    born = rows.cell(2, at["Ngày sinh"])
    born.value, born.number_format = datetime.date(1975, 8, 31), "dd/mm/yyyy"
    rows.cell(2, at["Số hộ chiếu"]).value = "01234567"
    filled = tmp_path / "da-dien.xlsx"
    filled.write_bytes(saved(book))

    page.get_by_label("Tệp Excel đã điền").set_input_files(filled)
    page.get_by_role("button", name="Thêm các dòng này").click()

    expect(page.locator('[name="members[1].name"]')).to_have_value("Nguyễn Thị Mẫu")
    expect(page.locator('[name="members[1].born"]')).to_have_value("31/08/1975")
    expect(page.locator('[name="members[1].passport.number"]')).to_have_value("01234567")


@pytest.mark.parametrize("size", [A_DESK, A_PHONE], ids=["desk", "phone"])
def test_of_two_of_one_name_the_one_who_is_ticked_is_added(site, office, chromium, size):
    born = make_member(born=datetime.date(1975, 8, 31), passport=make_passport())
    other = make_member(born=datetime.date(1980, 1, 2), position="Chuyên viên Văn phòng")
    office.submits(make_request(members=(make_leader(), born, other)))
    page = page_of(chromium, site, OFFICER, size=size)
    people_of_new_draft(page, site)
    page.get_by_text("Chọn từ sổ thành viên đoàn").click()

    page.get_by_label("sinh ngày 31/08/1975").check()
    page.get_by_role("button", name="Thêm những người đã đánh dấu").click()

    expect(page.locator('[name="members[1].born"]')).to_have_value("31/08/1975")
    expect(page.locator('[name="members[1].passport.number"]')).to_have_value("S0000001")
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]

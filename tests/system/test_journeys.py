"""A day of the office, of a body's clerk, of the auditor and of the administrator, in a real browser.

Whoever goes signs in by a code that came by mail, and then goes by links and buttons alone. Pictures of
the way are kept in build/journeys; docs/journeys.md shows some of them.
"""

import csv
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import expect

from config.province_time import day_of, office_opens
from config.settings import Settings
from models.store.database.clock import now
from tests.factories.on_the_way import OnTheWay, letters_come
from tests.factories.prefect import free_port
from tests.factories.province_at_work import province_at_work

OFFICE, PARTY_CLERK = "bui.van.thi.du", "ngo.thi.thi.du"
AUDITOR, ADMINISTRATOR = "cao.thi.thi.du", "mai.van.mau"
# What an auditor's pages may send: to leave, to verify, to take a list out. None is of a case.
OF_NO_CASE = {
    "/sign-out",
    "/audit/verify",
    "/audit/decisions/export",
    "/audit/looks/export",
}

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


@pytest.fixture
def at_work(office):
    return province_at_work(office)


@pytest.fixture
def comes(chromium, site, at_work):
    """Somebody comes, opens the first page and signs in."""
    return lambda person: OnTheWay(chromium, site).signs_in(person)


def as_csv(download):
    with Path(download.path()).open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def as_xlsx(download, tmp_path):
    # The browser keeps a download under a name without an ending.
    path = tmp_path / download.suggested_filename
    download.save_as(path)
    return [[cell or "" for cell in row] for row in load_workbook(path).worksheets[0].values]


def column(rows, name):
    return [row[rows[0].index(name)] for row in rows[1:]]


def test_the_office_finds_a_case_sees_who_is_abroad_and_takes_out_what_is_owed(
    comes, at_work, tmp_path
):
    clerk = comes(OFFICE)
    clerk.keeps_a_picture("desk")

    clerk.follows("Mở bảng hồ sơ").sees("Bảng hồ sơ").reads("6 hồ sơ.")
    clerk.follows("Đang giải quyết", exact=True).keeps_a_picture("board")
    clerk.follows("Thủ trưởng đơn vị ký đề nghị").reads("2 hồ sơ.")
    clerk.unfolds("Lọc danh sách").writes("Nước, tổ chức", "Nhật Bản").presses("Lọc")
    clerk.reads("1 hồ sơ.", at_work.signs)
    clerk.follows("Bỏ lọc, xem tất cả").writes("Tìm hồ sơ", "bao quan trai cay").presses("Tìm")
    clerk.sees("Kết quả tìm “bao quan trai cay”").reads("1 hồ sơ.")
    clerk.follows("Học tập kinh nghiệm").sees("Học tập kinh nghiệm bảo quản trái cây tại Jeonju")

    clerk.follows("Đoàn", exact=True).follows("Tìm hồ sơ").follows("Lịch đi và đón đoàn")
    clerk.sees("Lịch tháng 07/2020").follows("Tháng sau").sees("Lịch tháng 08/2020")
    clerk.reads("Đoàn huyện Gangjin thăm và làm việc", "Thăm và làm việc tại huyện Gokseong")
    clerk.keeps_a_picture("calendar")
    clerk.follows("25", exact=True).sees("Lịch tuần 24/08/2020 – 30/08/2020").reads("Thứ Ba")

    clerk.follows("Việc còn phải làm sau chuyến đi").reads("3 việc.", "Quyết toán kinh phí")
    table = as_csv(clerk.takes("CSV"))
    sheet = as_xlsx(clerk.takes("XLSX"), tmp_path)
    assert column(table, "Số hồ sơ") == column(sheet, "Số hồ sơ") == [at_work.travelled] * 3
    clerk.follows("In danh sách").reads("3 dòng.", at_work.travelled)
    assert clerk.page.pdf(prefer_css_page_size=True).startswith(b"%PDF-")


def test_the_clerk_of_a_party_body_enters_its_minutes_from_the_agenda(comes, at_work, office):
    clerk = comes(PARTY_CLERK)

    clerk.follows("Chương trình họp: Ban Thường vụ Tỉnh ủy (1)")
    clerk.sees("Hồ sơ trình Ban Thường vụ Tỉnh ủy").reads(at_work.votes)
    clerk.follows("Biên bản cuộc họp").sees("Biên bản cuộc họp")
    clerk.writes("Số văn bản", "12-BB/TU").writes("Ngày văn bản", "2020-07-20")
    minutes = {"name": "bien-ban.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.4 a paper"}
    clerk.page.locator("#file").set_input_files(minutes)
    for member in (
        clerk.page.get_by_role("group", name="Thành viên có mặt").get_by_role("checkbox").all()
    ):
        member.check()
    clerk.page.get_by_label("Cuộc họp đã xem xét hồ sơ này").check()
    clerk.page.get_by_label("Các thành viên có mặt khác").check()
    clerk.keeps_a_picture("minutes")
    clerk.presses("Ghi biên bản")

    clerk.reads("Đã ghi biên bản.", "Hiện không có hồ sơ nào chờ biểu quyết.")
    office.case_no = at_work.votes
    (vote,) = [step for step in office.case.steps if step.collective]
    assert (vote.choice, vote.evidence.number) == ("approve", "12-BB/TU")


def test_the_auditor_follows_a_case_asks_and_verifies_and_can_change_nothing(
    comes, at_work, site, tmp_path
):
    letters_come(site)
    auditor, sent = comes(AUDITOR), set()

    def looks_around(name=""):
        sent.update(auditor.ways_to_act())
        if name:
            auditor.keeps_a_picture(name)

    looks_around()
    auditor.follows("Phòng kiểm toán").sees("Phòng kiểm toán")
    looks_around("audit-room")
    auditor.writes("Số hồ sơ", at_work.prepares).presses("Xem").sees("Dòng thời gian của hồ sơ")
    auditor.reads("Trả lại hồ sơ", "Đề nghị đơn vị làm rõ", "Thư: ")
    looks_around("timeline")
    auditor.follows(f"Hồ sơ {at_work.prepares}").sees("Thăm và làm việc tại huyện Gokseong")
    looks_around()
    auditor.follows("Dòng thời gian của hồ sơ").follows("Phòng kiểm toán")

    auditor.follows("Quyết định do người được giao ký thay")
    auditor.sees("Quyết định do người được giao ký thay").reads(
        "thay Phạm Văn Mẫu", at_work.travelled
    )
    looks_around("substitutes")
    auditor.unfolds("Lọc danh sách").chooses("Người", "Phạm Văn Mẫu").writes(
        "Từ ngày", "2020-07-20"
    )
    auditor.page.get_by_label("Ký thay").uncheck()
    auditor.presses("Lọc").sees("Quyết định của mọi hồ sơ").reads(at_work.prepares)
    expect(auditor.page.locator("main")).not_to_contain_text(at_work.travelled)
    looks_around()
    table = as_csv(auditor.takes("Xuất bảng (CSV)", role="button"))
    assert set(column(table, "Người")) == {"Phạm Văn Mẫu"}

    auditor.follows("Phòng kiểm toán").writes("Ngày", "2020-05-04")
    auditor.page.locator("form[action='/audit/house']").get_by_role("button", name="Xem").click()
    auditor.sees("Chức danh và quy định vào ngày 04/05/2020").reads("Hồ Văn Tượng Trưng")
    looks_around()
    # A Doan that is up writes every other second who opened what.
    site.app.state.running.openings.write(site.desk.store)
    auditor.follows("Phòng kiểm toán").follows("Ai đã xem gì").sees("Ai đã xem gì")
    auditor.reads("Cao Thị Thí Dụ", at_work.prepares)
    taken_out = auditor.page.get_by_role("region", name="Danh sách đã xuất")
    expect(taken_out).to_contain_text(f"Cao Thị Thí Dụ · CSV · {len(table) - 1} mục")
    looks_around("looks")
    taken_out.get_by_role("link", name="Quyết định của mọi hồ sơ").click()
    expect(auditor.page.get_by_label("Người", exact=True)).to_have_value("pham.van.mau")

    auditor.follows("Phòng kiểm toán").follows("Kiểm chứng nhật ký")
    auditor.page.locator("#checkpoint").set_input_files(saved_letter(site, tmp_path))
    looks_around()
    auditor.presses("Bắt đầu kiểm chứng").reads("Kết quả")
    # When it is through, the page shows so by itself.
    site.app.state.running.verifying.wait(300)
    auditor.reads("Nhật ký nguyên vẹn: 6 hồ sơ", "Điểm kiểm chứng ký lúc")
    looks_around("verified")
    assert sent <= OF_NO_CASE


def saved_letter(site, tmp_path):
    """A letter with a checkpoint, as the auditor's mail program saves it."""
    letters = (each for each in site.catcher.messages() if b"checkpoint.txt" in each.raw)
    path = tmp_path / "diem-kiem-chung.eml"
    path.write_bytes(next(each.raw for each in letters if each.to.startswith(AUDITOR)))
    return path


def test_the_administrator_proposes_a_seat_and_a_second_person_confirms_it(comes, office):
    administrator = comes(ADMINISTRATOR)
    administrator.follows("Danh bạ").sees("Người trong danh bạ, ngày 20/07/2020")
    administrator.follows("Ngày nghỉ, ngày làm bù").reads("02/09/2020", "ngày lễ")
    administrator.follows("Cơ quan, đơn vị").follows("Văn phòng UBND tỉnh").reads(
        "Hồ Văn Tượng Trưng", "đã thôi"
    )
    administrator.follows("Lịch sử").sees("Lịch sử")
    administrator.follows("Người", exact=True).writes("Tên hoặc mã", "Hồ Văn Tượng Trưng").presses(
        "Xem"
    )
    administrator.reads("Người 1")
    administrator.follows("Hồ Văn Tượng Trưng").follows("Thay đổi").sees(
        "Thay đổi: Hồ Văn Tượng Trưng"
    )
    form = administrator.page.get_by_role("form", name="Đề nghị giữ chức danh")
    form.get_by_label("Chức danh").select_option(label="Văn thư, Văn phòng UBND tỉnh")
    form.get_by_role("button", name="Đề nghị").click()
    administrator.reads("Có thay đổi đang chờ xác nhận")

    second = comes(OFFICE)
    second.follows("1 đề nghị cập nhật danh bạ").sees("Thay đổi danh bạ chờ xác nhận")
    second.reads("Hồ Văn Tượng Trưng", "do Mai Văn Mẫu đề nghị")
    second.keeps_a_picture("seat")
    second.presses("Xác nhận").reads("Có hiệu lực từ 21/07/2020")

    with office.desk.store.reading() as conn:
        tomorrow = office_opens(day_of(now(conn)) + timedelta(days=1))
    office.time_passes(to=tomorrow)
    administrator.follows("Đoàn", exact=True).follows("Danh bạ")
    administrator.writes("Tên hoặc mã", "Hồ Văn Tượng Trưng").presses("Xem").reads(
        "Văn thư, Văn phòng UBND tỉnh"
    )
    administrator.follows("Hồ Văn Tượng Trưng").reads("từ 21/07/2020")
    administrator.keeps_a_picture("directory")

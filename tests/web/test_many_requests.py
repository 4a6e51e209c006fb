"""Many requests come in one sheet: all become drafts, or every wrong cell is told and none does."""

import io
import tracemalloc

import openpyxl
import pytest

from config.regulation.codes import Kind
from config.words import words
from flows.drafting import writing
from flows.drafting.writing import fields_of
from models.ids import PersonId
from models.request.form.many import MOST_ROWS, columns_of_many, is_heading_of_many
from models.request.form.workbook import rows_of_sheet
from tests.factories.office import OFFICER
from tests.factories.workbooks import make_workbook

HOST, STRANGER = PersonId("thai.van.thi.du"), "mai.van.mau"


def heading(*paths, kind=Kind.OUTBOUND):
    """What the columns of fields are called, by the way to them."""
    columns = columns_of_many(fields_of(kind), words("vi"))
    named = {".".join(column.path): column.heading for column in columns}
    return ("Đoàn số", *(named[path] for path in paths))


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


def brings(browser, content, kind="outbound"):
    browser.opens("/requests/new")
    form = next(f for f in browser.forms if f.action == "/requests/import")
    files = {"requests_file": ("danh-sach.xlsx", content, "application/octet-stream")}
    return browser.sends(form, files=files, kind=kind)


def drafts_of(site, person=OFFICER):
    return writing.drafts_of(site.desk, PersonId(person))


# --- what is taken --------------------------------------------------------------------------------


def test_rows_of_one_number_become_one_draft(officer, site):
    columns = heading("title", "departs", "members.name", "members.rank", "itinerary.country")
    book = make_workbook(
        [
            1,
            "Thăm Gokseong",
            "24/08/2020",
            "Trần Thị Ví Dụ",
            "Giám đốc sở và tương đương",
            "Hàn Quốc",
        ],
        [2, "Hội chợ Saga", "01/09/2020", "Lê Văn Mẫu", "", ""],
        [1, "", "", "Nguyễn Văn Mẫu", "", "Nhật Bản"],
        heading=columns,
    )

    brings(officer, book)

    drafts = {draft.title: draft.values for draft in drafts_of(site)}
    assert officer.status == 200
    assert set(drafts) == {"Thăm Gokseong", "Hội chợ Saga"}
    trip = drafts["Thăm Gokseong"]
    assert [member["name"] for member in trip["members"]] == ["Trần Thị Ví Dụ", "Nguyễn Văn Mẫu"]
    assert [stop["country"] for stop in trip["itinerary"]] == ["KR", "JP"]
    assert trip["departs"] == "24/08/2020"


def test_visits_are_brought_too(browser, site):
    host = browser.is_of(HOST)
    columns = heading("title", "guests.name", "guests.nationality", kind=Kind.INBOUND)
    book = make_workbook([1, "Đoàn Saga", "Yamada Taro", "nhật bản"], heading=columns)

    brings(host, book, "inbound")

    (draft,) = drafts_of(site, HOST)
    assert draft.values["guests"] == [{"name": "Yamada Taro", "nationality": "JP"}]


def test_the_blank_sheet_that_was_filled_in_is_taken(officer, site):
    page = officer.opens("/requests/new")
    assert "/requests/blank/outbound/requests.xlsx" in page.links
    officer.opens("/requests/blank/outbound/requests.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(officer.shows.content))
    sheet = book.worksheets[0]
    headings = [cell.value for cell in sheet[1]]
    number, title = (headings.index(each) + 1 for each in heading("title"))
    for row in (2, 3):
        sheet.cell(row, number).value = f"{row}"
        sheet.cell(row, title).value = f"Đoàn {row}"
    file = io.BytesIO()
    book.save(file)

    brings(officer, file.getvalue())

    assert {draft.title for draft in drafts_of(site)} == {"Đoàn 2", "Đoàn 3"}


# --- what is wrong --------------------------------------------------------------------------------


def test_every_wrong_cell_is_told_with_its_place_and_nothing_is_taken(officer, site):
    columns = heading("title", "departs", "members.name", "members.born", "unit")
    book = make_workbook(
        [1, "Thăm Gokseong", "ngày mai", "Trần Thị Ví Dụ", "31/02/1980", ""],
        [2, "Đoàn đúng", "01/09/2020", "Lê Văn Mẫu", "", ""],
        [3, "Đoàn của đơn vị khác", "", "", "", "phung_hiep"],
        ["", "Không có số", "", "", "", ""],
        [2, "Tên khác", "", "", "", ""],
        heading=columns,
    )

    brings(officer, book)

    told = officer.text
    assert officer.status == 422
    assert [f"Ô {place} ·" in told for place in ("C2", "E2", "F4", "B6")] == [True] * 4
    assert "Ô B5" in told
    assert "ngày mai" in told
    assert "Số ô cần sửa: 5." in told
    assert drafts_of(site) == ()


def test_what_is_only_missing_yet_keeps_no_sheet_back(officer, site):
    brings(officer, make_workbook([1, "Thăm Gokseong"], heading=heading("title")))

    assert [draft.title for draft in drafts_of(site)] == ["Thăm Gokseong"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"PK\x03\x04 broken", "không đọc được như một bảng tính"),
        (make_workbook(heading=("Tên", "Tuổi")), "dòng tiêu đề"),
        (make_workbook([1, "x", "y"], heading=(*heading("title"), "Sinh ngày")), "Sinh ngày"),
    ],
    ids=["broken", "no heading", "wrong heading"],
)
def test_a_file_that_cannot_be_read_is_told_and_nothing_is_taken(officer, site, content, told):
    brings(officer, content)

    assert officer.status == 422
    assert told in officer.text
    assert drafts_of(site) == ()


def test_who_is_of_no_unit_brings_nothing(site, browser):
    browser.is_of(STRANGER)
    token = site.token_of(browser, "/requests/import")
    book = make_workbook([1, "x"], heading=heading("title"))

    answer = browser.client.post(
        "/requests/import",
        data={"token": token, "kind": "outbound"},
        files={"requests_file": ("a.xlsx", book, "application/octet-stream")},
    )

    assert answer.status_code == 403


# --- long sheets ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def long_sheet():
    """Ten thousand rows of a hundred requests; in three cells something is wrong."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet()
    sheet.append(heading("title", "members.name", "members.born"))
    wrong = {17: "hôm qua", 5_000: "32/13/1980", MOST_ROWS: "ngày mai"}
    for row in range(1, MOST_ROWS + 1):
        number = (row - 1) % 100 + 1
        sheet.append([number, f"Đoàn {number}", f"Nguyễn Văn {row}", wrong.get(row, "31/08/1980")])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def test_of_ten_thousand_rows_each_wrong_cell_is_told_and_none_is_half_taken(
    officer, site, long_sheet
):
    brings(officer, long_sheet)

    assert officer.status == 422
    assert [f"Ô D{row + 1} ·" in officer.text for row in (17, 5_000, MOST_ROWS)] == [True] * 3
    assert "Số ô cần sửa: 3." in officer.text
    assert drafts_of(site) == ()


def test_a_row_too_many_is_refused(officer, site):
    rows = ([number % 100, "x"] for number in range(MOST_ROWS + 1))

    brings(officer, make_workbook(*rows, heading=heading("title")))

    assert "10000" in officer.text.replace(".", "")
    assert drafts_of(site) == ()


def test_a_long_sheet_is_read_row_by_row(long_sheet):
    columns = columns_of_many(fields_of(Kind.OUTBOUND), words("vi"))
    rows = rows_of_sheet(
        long_sheet, lambda row: is_heading_of_many(row, columns), most_rows=MOST_ROWS
    )
    next(rows)
    tracemalloc.start()
    count = sum(1 for _ in rows)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()

    assert count == MOST_ROWS
    # A row more or less makes no difference: what stays is some hundred kilobytes of the reader's own.
    assert peak < 4 * 1024 * 1024

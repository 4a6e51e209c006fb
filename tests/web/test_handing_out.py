"""Lists are handed out whole, as files for a spreadsheet, with what somebody may see and no formula."""

import csv
import io
from itertools import count

import pytest
from openpyxl import load_workbook

from config.regulation.codes import Act
from tests.factories.clones import clone
from tests.factories.request import make_request
from web.ground.listed.handing_out import as_csv

OFFICE, OF_ANOTHER_UNIT = "bui.van.thi.du", "ta.thi.vi.du"


def rows_of(browser, address):
    """The rows of a list that is handed out, its columns first."""
    browser.opens(address)
    assert browser.status == 200
    content = browser.shows.content
    if ".csv" in address:
        assert content.startswith(b"\xef\xbb\xbf")
        return [*csv.reader(io.StringIO(content.decode("utf-8-sig")))]
    book = load_workbook(io.BytesIO(content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


@pytest.fixture
def office_browser(site):
    return site.browser().is_of(OFFICE)


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_of_cases_is_handed_out_with_all_its_rows(site, office, office_browser, form):
    no = office.submits().no
    with site.desk.store.writing() as conn:
        clone(conn, no, 30)

    columns, *rows = rows_of(office_browser, f"/cases.{form}")

    assert columns[:4] == ["Số hồ sơ", "Loại", "Đơn vị", "Tên đoàn"]
    assert (len(rows), len({row[0] for row in rows})) == (31, 31)
    assert rows[0][3] == "Thăm và làm việc tại huyện Gokseong"
    assert 'filename="danh-sach-ho-so.' in office_browser.shows.headers["content-disposition"]


def test_a_file_has_what_the_address_asks_for_and_nothing_of_others(site, office, office_browser):
    no = office.submits().no
    visit = office.receives().no

    assert [row[0] for row in rows_of(office_browser, "/cases.csv?kind=inbound")[1:]] == [visit]
    other = site.browser().is_of(OF_ANOTHER_UNIT)
    assert no not in {row[0] for row in rows_of(other, "/cases.csv")}


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_is_owed_is_handed_out(office, office_browser, form):
    no = office.submits().no
    office.goes_on_until_asked(Act.FILE)

    columns, *rows = rows_of(office_browser, f"/owed.{form}")

    assert columns[0] == "Việc"
    assert {(row[0], row[1]) for row in rows} >= {("Báo cáo kết quả", no)}


@pytest.mark.parametrize(
    "title", ["=1+1", "＝1+1", "+84", "-1", "@SUM(A1)", '=HYPERLINK("http://x")']
)
def test_no_words_of_anybody_are_reckoned_by_a_spreadsheet(office, office_browser, title):
    office.submits(make_request(title=title))

    of_csv = rows_of(office_browser, "/cases.csv")[1][3]
    office_browser.opens("/cases.xlsx")
    cell = load_workbook(io.BytesIO(office_browser.shows.content)).worksheets[0]["D2"]

    assert of_csv == f"'{title}"
    assert (cell.value, cell.data_type) == (title, "s")


def test_a_list_without_an_end_is_sent_as_its_rows_come():
    content = as_csv(["Số hồ sơ"], lambda: (["DR-2020-0001"] for _ in count()))

    assert b"DR-2020-0001" in next(content)


def test_strangers_are_handed_out_nothing(site, office):
    no = office.submits().no
    browser = site.browser()

    for address in ("/cases.csv", "/cases.xlsx", "/owed.csv", "/owed.xlsx", "/owed"):
        browser.opens(address)
        assert (browser.status, no.encode() in browser.shows.content) == (403, False), address

"""The page of statistics: its numbers lead to the cases behind them, and its files say the same."""

import csv
import io
import re
from datetime import date

import pytest
from openpyxl import load_workbook

from config.regulation.codes import Stage
from tests.factories.clones import clone
from tests.factories.request import make_request

OFFICE, OFFICER, OF_ANOTHER_UNIT, ADMINISTRATOR = (
    "bui.van.thi.du", "nguyen.thi.mau", "ta.thi.vi.du", "mai.van.mau",
)  # fmt: skip
YEAR = f"year={make_request().begins.year}"


@pytest.fixture
def approved(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)
    return office.case_no


@pytest.fixture
def of_office(site):
    return site.browser().is_of(OFFICE)


def opened(browser, address):
    page = browser.opens(address)
    assert page.status == 200
    return page


def numbers_behind(browser, address):
    return re.findall(r'href="/cases/([A-Z]{2}-\d{4}-\d{4})"', opened(browser, address).html)


def test_a_number_leads_to_the_cases_behind_it(site, approved, of_office):
    with site.desk.store.writing() as conn:
        clone(conn, approved, 2)
    page = opened(of_office, f"/statistics?{YEAR}&by=country").html.partition("</table>")[0]
    links = re.findall(r'<td class="many"><a href="(/statistics/cases[^"]*)">(\d+)</a>', page)

    delegations = [(href.replace("&amp;", "&"), int(count)) for href, count in links[::3]]
    assert {count for _, count in delegations} == {3}
    assert all(len(numbers_behind(of_office, href)) == count for href, count in delegations)


def test_statistics_are_of_the_cases_whose_outcomes_somebody_is_shown(site, approved):
    assert numbers_behind(site.browser().is_of(OFFICER), f"/statistics/cases?{YEAR}") == [approved]
    for person in (OF_ANOTHER_UNIT, ADMINISTRATOR):
        other = site.browser().is_of(person)
        assert numbers_behind(other, f"/statistics/cases?{YEAR}") == []
        assert "Không có đoàn nào" in opened(other, f"/statistics?{YEAR}").text


def test_a_period_without_a_case_says_so_and_its_files_are_whole(approved, of_office):
    nothing = "part=days&since=2011-01-01&until=2011-01-31"

    assert "Không có đoàn nào trong kỳ này" in opened(of_office, f"/statistics?{nothing}").text
    rows = csv_of(of_office, f"/statistics.csv?{nothing}")
    assert rows[1][2:5] == ["0", "0", "0"]
    assert sheet_of(of_office, f"/statistics.xlsx?{nothing}")
    assert any(
        "0 đoàn" in str(row[0]) for row in sheet_of(of_office, f"/statistics/list.xlsx?{nothing}")
    )


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ("part=days&since=2020-02-30&until=2020-03-01", "2020-02-30"),
        ("part=days&since=2020-03-02&until=2020-03-01", "trước ngày đầu kỳ"),
        ("part=year&year=20", "bốn chữ số"),
        ("part=fortnight&year=2020", "fortnight"),
    ],
)
def test_what_is_no_period_is_said_above_the_form_with_what_was_written(of_office, asked, said):
    page = opened(of_office, f"/statistics?{asked}")

    assert said in page.text
    assert of_office.opens(f"/statistics.csv?{asked}").status == 422


def csv_of(browser, address):
    browser.opens(address)
    assert browser.status == 200
    return [*csv.reader(io.StringIO(browser.shows.content.decode("utf-8-sig")))]


def sheet_of(browser, address):
    browser.opens(address)
    assert browser.status == 200
    book = load_workbook(io.BytesIO(browser.shows.content))
    return [[cell.value for cell in row] for row in book.worksheets[0].iter_rows()]


def test_the_file_has_every_table_and_adds_up(site, approved, of_office):
    with site.desk.store.writing() as conn:
        clone(conn, approved, 4)
    _, total, *lines = csv_of(of_office, f"/statistics.csv?{YEAR}")
    by_table: dict[str, list[int]] = {}
    for title, _, delegations, turns, *_ in lines:
        summed = by_table.setdefault(title, [0, 0])
        summed[0] += int(delegations)
        summed[1] += int(turns)

    assert len(by_table) == 9
    assert all(summed == [5, 10] for summed in by_table.values())
    assert total[2:5] == ["5", "10", "2"]


def test_the_report_is_laid_out_as_reports_are(approved, of_office):
    rows = sheet_of(of_office, f"/statistics.xlsx?{YEAR}")
    said = [str(cell) for row in rows for cell in row if cell is not None]

    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in said
    assert "BÁO CÁO THỐNG KÊ" in said
    assert ["Tổng số", 1, 2, 2] in [row[1:5] for row in rows]


@pytest.mark.parametrize("title", ["=1+1", '=HYPERLINK("http://x")'])
def test_the_list_has_the_columns_of_its_form_and_words_stay_words(office, of_office, title):
    office.submits(make_request(title=title))
    office.goes_on_until(Stage.PREPARATION)
    of_office.opens(f"/statistics/list.xlsx?{YEAR}")
    sheet = load_workbook(io.BytesIO(of_office.shows.content)).worksheets[0]
    (row,) = [row for row in sheet.iter_rows() if row[1].value == title]

    assert (row[0].value, row[1].data_type, row[9].value) == (1, "s", 2)
    assert row[4].value == "Hàn Quốc"


def test_the_report_year_begins_on_15_december(of_office):
    text = opened(of_office, "/statistics?part=report_year&year=2020").text

    assert "15/12/2019" in text
    assert date(2020, 12, 14).strftime("%d/%m/%Y") in text

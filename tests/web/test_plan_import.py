"""A unit brings what it registers in a sheet: all of it, or every wrong cell by row and column."""

import pytest

from config.regulation.codes import Kind
from config.words import words
from flows.drafting import writing
from flows.drafting.writing import fields_of
from models.request.form.many import columns_of_many
from tests.factories.office import OFFICER
from tests.factories.workbooks import make_workbook

KIND = Kind.PLAN_CONTRIBUTION
PATHS = (
    "year",
    "letter.number",
    "letter.date",
    "title",
    "purpose",
    *(f"entries.{name}" for name in ("kind", "title", "countries", "purpose", "area", "quarter")),
    "entries.persons",
    "entries.budget",
)
ONE = (
    "Đoàn ra",
    "Học tập kinh nghiệm",
    "Hàn Quốc",
    "Trao đổi",
    "Đoàn ra",
    "Quý III",
    5,
    "60.000.000",
)
OF_THE_WHOLE = (2020, "9/UBND", "03/07/2020", "Đăng ký năm 2020", "Đăng ký kế hoạch")
MANY, WRONG = 5_000, 40


def heading():
    columns = columns_of_many(fields_of(KIND), words("vi"))
    named = {".".join(column.path): column.heading for column in columns}
    return ("Đoàn số", *(named[path] for path in PATHS))


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


def brings(browser, content):
    browser.opens("/requests/new")
    form = next(f for f in browser.forms if f.action == "/requests/import")
    files = {"requests_file": ("dang-ky.xlsx", content, "application/octet-stream")}
    return browser.sends(form, files=files, kind=str(KIND))


def test_rows_of_one_number_are_one_registration(officer, site):
    book = make_workbook([1, *OF_THE_WHOLE, *ONE], [1, *[""] * 5, *ONE], heading=heading())

    brings(officer, book)

    (draft,) = writing.drafts_of(site.desk, OFFICER)
    assert draft.kind is KIND
    assert [e["countries"] for e in draft.values["entries"]] == [["KR"], ["KR"]]
    assert [e["quarter"] for e in draft.values["entries"]] == ["q3", "q3"]


def test_of_five_thousand_rows_the_forty_wrong_cells_are_told_and_none_is_taken(officer, site):
    rows = [[1 + number // 1_000, *OF_THE_WHOLE, *_row(number)] for number in range(MANY)]

    brings(officer, make_workbook(*rows, heading=heading()))

    assert officer.status == 422
    assert f"{WRONG} ô" in officer.text
    assert "Atlantis" in officer.text
    assert "D2 " not in officer.text
    assert writing.drafts_of(site.desk, OFFICER) == ()


def _row(number):
    """A row; in each hundred-and-twenty-fifth the country is none."""
    wrong = number % (MANY // WRONG) == 0
    return (*ONE[:2], "Atlantis" if wrong else ONE[2], *ONE[3:])

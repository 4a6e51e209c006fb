"""Rows of a list come in a workbook as people fill it in; what cannot be read for sure is refused."""

import datetime
import io
import re
import zipfile
from functools import partial
from pathlib import Path

import openpyxl
import pytest

from config.regulation.codes import Kind
from config.words import words
from flows.drafting.writing import fields_of, section_fields
from models.errors import DecisionIncomplete
from models.kinds import KINDS
from models.request.form.blank_file import blank_json, blank_yaml
from models.request.form.blank_workbook import blank_workbook
from models.request.form.described import Input
from models.request.form.table import columns_of, is_heading, rows_in
from models.request.form.workbook import MOST_UNPACKED_BYTES, table_in
from models.request.form.written import as_form
from models.request.labels import field_label
from models.request.syntax import plain_values
from tests.factories.workbooks import HEADING, make_workbook, saved, with_part

VI = words("vi")
MEMBERS = next(field for field in fields_of(Kind.OUTBOUND) if field.name == "members")
COLUMNS = columns_of(MEMBERS, lambda path: field_label(path, VI))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NAME, POSITION, BORN, PASSPORT = HEADING
ALL_LISTS = [
    (kind, field) for kind in KINDS for field in fields_of(kind) if field.input is Input.ROWS
]


def read(content):
    """The members that a workbook lists."""
    return rows_in(table_in(content, partial(is_heading, columns=COLUMNS)), COLUMNS)


def refusal(content):
    with pytest.raises(DecisionIncomplete) as refused:
        read(content)
    return refused.value


def choices(field):
    return {code: VI.label(field.family, code) for code in field.codes}


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        (datetime.datetime.fromisoformat("1975-08-31"), "1975-08-31"),
        (datetime.date(1975, 8, 31), "1975-08-31"),
        ("31/08/1975", "31/08/1975"),
        ("  31/08/1975 ", "31/08/1975"),
        (1975, "1975"),
    ],
)
def test_a_day_is_read_from_a_date_or_a_text(cell, said):
    (member,) = read(make_workbook(["Nguyễn Thị Mẫu", "Trưởng phòng", cell]))

    assert member["born"] == said


@pytest.mark.parametrize(
    ("cell", "shown_as", "number"),
    [
        ("01234567", "@", "01234567"),
        (1234567, "00000000", "01234567"),
        (1234567, "General", "1234567"),
        (1234567.0, "General", "1234567"),
    ],
)
def test_a_passport_keeps_the_zeros_that_a_spreadsheet_shows(cell, shown_as, number):
    def shown(_, sheet):
        sheet["D2"].number_format = shown_as

    (member,) = read(make_workbook(["Nguyễn Thị Mẫu", "", "", cell], change=shown))

    assert member["passport"] == {"number": number}


def test_a_fraction_is_written_as_people_write_it():
    book = make_workbook(["Vé", 1800.5], heading=("Nội dung chi", "Số tiền"))
    costs = next(field for field in fields_of(Kind.OUTBOUND) if field.name == "costs")
    columns = columns_of(costs, lambda path: field_label(path, VI))

    table = table_in(book, partial(is_heading, columns=columns))

    assert rows_in(table, columns) == [{"item": "Vé", "amount": "1800.5"}]


def test_a_heading_may_stand_beneath_a_title_in_any_order_with_numbers_before_the_rows():
    book = make_workbook(
        [],
        ["STT", POSITION, NAME],
        [1, "Trưởng phòng", "Nguyễn Thị Mẫu"],
        [2, None, None],
        [None, None, None],
        [3, "Chuyên viên", "Lê Văn Ví Dụ"],
        heading=("DANH SÁCH ĐOÀN",),
    )

    assert [member["name"] for member in read(book)] == ["Nguyễn Thị Mẫu", "Lê Văn Ví Dụ"]


def test_of_a_heading_in_two_lines_the_lower_one_is_complete():
    def merged(_, sheet):
        for area in ("A1:A2", "B1:B2", "C1:D1"):
            sheet.merge_cells(area)

    book = make_workbook(
        [None, None, "Số hộ chiếu", "Ngày hết hạn hộ chiếu"],
        ["Nguyễn Thị Mẫu", "Trưởng phòng", "C1234567", "31/08/2030"],
        heading=(NAME, POSITION, "Hộ chiếu"),
        change=merged,
    )

    (member,) = read(book)

    assert member["passport"] == {"number": "C1234567", "expires": "31/08/2030"}


def test_a_cell_merged_downwards_says_the_same_for_each_of_its_rows():
    book = make_workbook(
        ["Nguyễn Thị Mẫu", "Chuyên viên"],
        ["Lê Văn Ví Dụ"],
        change=lambda _, sheet: sheet.merge_cells("B2:B3"),
    )

    assert [member["position"] for member in read(book)] == ["Chuyên viên", "Chuyên viên"]


def test_a_heading_that_comes_again_on_another_page_is_nobody():
    book = make_workbook(["Nguyễn Thị Mẫu", "Trưởng phòng"], HEADING, ["Lê Văn Ví Dụ", ""])

    assert len(read(book)) == 2


def test_a_hidden_sheet_is_not_looked_at():
    def hidden(book, _):
        other = book.create_sheet("Cũ")
        other.append(HEADING)
        other.append(["Phạm Văn Cũ"])
        other.sheet_state = "hidden"

    assert len(read(make_workbook(["Nguyễn Thị Mẫu"], change=hidden))) == 1


def test_two_sheets_with_lists_are_told_by_their_names():
    def doubled(book, sheet):
        sheet.title = "Đoàn 1"
        book.copy_worksheet(sheet).title = "Đoàn 2"

    refused = refusal(make_workbook(["Nguyễn Thị Mẫu"], change=doubled))

    assert (refused.field, refused.facts["value"]) == ("sheet_several", "Đoàn 1, Đoàn 2")


def test_a_heading_nobody_knows_is_named_with_the_nearest_there_is():
    refused = refusal(make_workbook(["Nguyễn"], heading=(NAME, POSITION, "Ngày tháng năm sinh")))

    assert (refused.field, refused.facts["value"]) == ("table_columns", "Ngày tháng năm sinh")
    assert refused.facts["allowed"].startswith(BORN)


def test_a_column_that_stands_there_twice_is_refused():
    assert refusal(make_workbook(heading=(NAME, POSITION, NAME))).field == "table_columns_twice"


def test_the_value_of_a_formula_is_read_and_one_without_value_is_refused_with_its_cell():
    refused = refusal(make_workbook(['="Nguyễn "&"Mẫu"', "Chuyên viên"]))

    assert (refused.field, refused.facts["cell"]) == ("sheet_formula", "A2 (Sheet)")
    assert read(reckoned(make_workbook(['="Nguyễn "&"Mẫu"', "Chuyên viên"])))[0]["name"] == "Mẫu"


def reckoned(workbook):
    """The same workbook once a spreadsheet has kept what its formula comes to."""
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(workbook)) as box:
        sheet = box.read(name).decode()
    kept, count = re.subn(
        r'<c r="A2">(<f>.*?</f>)<v ?/?>(</v>)?', r'<c r="A2" t="str">\1<v>Mẫu</v>', sheet
    )
    assert count == 1
    return with_part(workbook, name, kept.encode())


def test_an_error_in_a_cell_is_refused_with_its_cell():
    def broken(_, sheet):
        sheet["B2"] = "#N/A"

    refused = refusal(make_workbook(["Nguyễn Thị Mẫu"], change=broken))

    assert (refused.field, refused.facts["value"]) == ("sheet_error", "#N/A")


def test_a_stray_cell_far_away_is_refused_at_once_and_an_empty_one_is_nothing():
    def styled(_, sheet):
        sheet["XFD1048576"].number_format = "@"

    def stray(_, sheet):
        sheet["A1048576"] = "x"

    assert len(read(make_workbook(["Nguyễn Thị Mẫu"], change=styled))) == 1
    assert refusal(make_workbook(["Nguyễn Thị Mẫu"], change=stray)).field == "sheet_too_long"


def test_what_stands_beneath_no_heading_is_not_dropped_unseen():
    refused = refusal(make_workbook(["Nguyễn Thị Mẫu", "", "", "", "ghi chú"]))

    assert (refused.field, refused.facts["value"]) == ("table_columns", "5")


def test_what_a_sheet_says_of_its_size_and_its_merged_cells_makes_nobody_wait():
    merged = b'<mergeCells><mergeCell ref="E1:XFD1048576"/></mergeCells>'
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(make_workbook(["Nguyễn Thị Mẫu"]))) as box:
        sheet = box.read(name).replace(b"</sheetData>", b"</sheetData>" + merged)
    small = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:A1"', sheet)

    assert read(with_part(make_workbook(), name, small)) == [{"name": "Nguyễn Thị Mẫu"}]


@pytest.mark.parametrize(
    ("content", "field"),
    [
        (b"", "sheet_type"),
        (b"%PDF-1.4", "sheet_type"),
        (b"PK\x03\x04 and no more", "sheet_type"),
        (OLE + b"\0" * 512, "sheet_old"),
        (OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le"), "sheet_encrypted"),
        (make_workbook(heading=("Tên", "Tuổi")), "sheet_heading"),
        (with_part(make_workbook(), "xl/workbook.xml", b"<unfinished"), "sheet_type"),
        (with_part(make_workbook(), "xl/worksheets/sheet1.xml", b"<unfinished"), "sheet_type"),
        (
            with_part(
                make_workbook(), "xl/worksheets/sheet1.xml", b'<!DOCTYPE x [<!ENTITY a "b">]>'
            ),
            "sheet_type",
        ),
        (
            with_part(make_workbook(), "xl/media/bomb.xml", b" " * (MOST_UNPACKED_BYTES + 1)),
            "sheet_unpacked",
        ),
    ],
    ids=["empty", "pdf", "broken", "xls", "password", "heading", "book", "sheet", "entity", "bomb"],
)
def test_what_is_no_such_workbook_is_refused_by_what_it_is(content, field):
    assert refusal(content).field == field


def test_a_document_renamed_to_a_workbook_is_none():
    document = with_part(b"PK\x05\x06" + b"\0" * 18, "word/document.xml", b"<w/>")

    assert refusal(document).field == "sheet_type"


@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_refusal_of_a_workbook_has_its_sentence(language):
    source = Path(table_in.__code__.co_filename).read_text(encoding="utf-8")
    fields = re.findall(r'"(sheet_[a-z]+(?:_[a-z]+)*)"', source)

    assert len(set(fields)) > 7
    assert {f"lacking.{field}" for field in fields} - words(language).catalogue.keys() == set()


@pytest.mark.parametrize(("kind", "listed"), ALL_LISTS, ids=lambda it: getattr(it, "name", it))
@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_blank_workbook_that_is_filled_in_is_read_by_its_own_columns(kind, listed, language):
    w = words(language)
    columns = columns_of(listed, lambda path: field_label(path, w))
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(listed, columns, choices, w)))
    for number, _ in enumerate(columns, start=1):
        book.worksheets[0].cell(2, number).value = f"{number}"

    table = table_in(saved(book), partial(is_heading, columns=columns))

    (row,) = rows_in(table, columns)
    said = [row_at(row, column.path) for column in columns]
    assert said == [f"{number}" for number, _ in enumerate(columns, start=1)]


def row_at(row, path):
    for name in path:
        row = row[name]
    return row


def test_a_blank_workbook_offers_what_can_be_chosen_and_writes_all_as_text():
    book = openpyxl.load_workbook(io.BytesIO(blank_workbook(MEMBERS, COLUMNS, choices, VI)))

    offered = book.worksheets[0].data_validations.dataValidation
    assert len(offered) == sum(bool(choices(column.field)) for column in COLUMNS) > 2
    assert {cell.number_format for cell in book.worksheets[0][2]} == {"@"}


@pytest.mark.parametrize("kind", sorted(KINDS))
@pytest.mark.parametrize("all_of_it", [False, True])
def test_a_blank_file_says_nothing_and_has_every_field_of_the_form(kind, all_of_it):
    sections = {name: section_fields(kind, name) for name in KINDS[kind].sections}
    text = blank_yaml(kind, sections, choices, VI)
    if all_of_it:
        text = re.sub(r"(?m)^# (?= *-? ?[a-z_]+:  #)", "", text)

    values = plain_values(text, format="yaml")

    assert isinstance(values, dict)
    assert as_form(fields_of(kind), values)[1] == ("kind",)
    if all_of_it:
        assert names_in(values) == names_in(plain_values(blank_json(kind, sections), format="json"))
        assert values.keys() == {"kind", *(field.name for field in fields_of(kind))}


def names_in(values):
    """The names in values of any shape, each within what it belongs to."""
    if isinstance(values, list) and values:
        return [names_in(each) for each in values]
    return {n: names_in(v) for n, v in values.items()} if isinstance(values, dict) else None

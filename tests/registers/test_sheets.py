"""A register comes and goes as a workbook: whole or not at all, each wrong cell told with its place."""

from datetime import date

import pytest

from config.words import words
from flows.acts.registers.importing import import_rows
from models.errors import DecisionIncomplete, DecisionRefused
from models.registers.register import RegisterKey
from models.registers.sheet import columns_of_register
from models.store.registers.listed import RowsSought, all_rows
from tests.factories.audit import verify
from tests.factories.registers import OF_A_UNIT, OFFICE, enters, stands
from tests.factories.workbooks import make_workbook

RELATION, COMPANY = RegisterKey.RELATION, RegisterKey.COMPANY
W = words("vi")
FIELDS = ("stage", "since", "name", "country", "local", "unit", "next_exchange")


def heading(*names, key=RELATION):
    known = {column.path[-1]: column.heading for column in columns_of_register(key, W)}
    return tuple(known[name] for name in names)


def sheet(*rows, names=FIELDS, key=RELATION):
    return make_workbook(*rows, heading=heading(*names, key=key))


def partner(name, **other):
    said = {
        "stage": "đang nghiên cứu",
        "since": "03/06/2020",
        "name": name,
        "country": "Campuchia",
        "local": "Tỉnh Hậu Giang",
        **other,
    }
    return [said.get(field, "") for field in FIELDS]


def names_in(desk, key=RELATION):
    with desk.store.reading() as conn:
        return [row.content["name"] for row in all_rows(conn, RowsSought(key))]


def test_rows_are_taken_as_people_write_them(desk):
    book = sheet(
        partner("Tỉnh Kampong Chhnang"),
        partner(
            "Huyện Gokseong", country="hàn quốc", since=date(2020, 6, 3), unit="ubnd thi xa long my"
        ),
    )

    done = import_rows(desk, OFFICE, RELATION, book, W)

    assert (done.entered, done.changed, done.wrong) == (2, 0, ())
    assert names_in(desk) == ["Huyện Gokseong", "Tỉnh Kampong Chhnang"]
    row = stands(desk, 2)
    assert (row.content["country"], row.content["unit"]) == ("KR", "long_my")
    with desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_row_with_a_number_is_the_one_that_is_there(desk):
    number = enters(desk)
    row = ["đang hoạt động", "10/06/2019", "Huyện Gangjin", "Hàn Quốc", "Huyện Phụng Hiệp"]
    book = sheet([number, *row, "Jeonnam"], names=("number_of_row", *FIELDS[:5], "region"))

    done = import_rows(desk, OFFICE, RELATION, book, W)
    again = import_rows(desk, OFFICE, RELATION, book, W)

    assert (done.entered, done.changed) == (0, 1)
    assert (again.entered, again.changed) == (0, 0)
    assert stands(desk, number).content["region"] == "Jeonnam"


def test_each_wrong_cell_is_told_by_row_and_column_and_nothing_is_taken(desk):
    there = enters(desk)
    names = ("number_of_row", *FIELDS)
    book = sheet(
        ["", *partner("Tỉnh A")],
        ["", *partner("Tỉnh B", country="Atlantis", since="hôm nào")],
        ["99", *partner("Tỉnh C")],
        ["", *partner("Tỉnh D", unit="Sở Ma Thuật")],
        ["", *partner("Tỉnh A")],
        [there, *partner("Huyện Gangjin", since="10/06/2019", country="KR")],
        ["", *partner("", stage="")],
        names=names,
    )

    done = import_rows(desk, OFFICE, RELATION, book, W)

    assert [(each.place, each.heading) for each in done.wrong] == [
        ("C3", *heading("since")),
        ("E3", *heading("country")),
        ("A4", *heading("number_of_row")),
        ("G5", *heading("unit")),
        ("D6", *heading("name")),
        ("B7", *heading("stage")),
        (W.text("sheet.row", number="8"), *heading("stage")),
        (W.text("sheet.row", number="8"), *heading("name")),
    ]
    assert names_in(desk) == ["Huyện Gangjin"]


def test_of_five_thousand_rows_with_forty_errors_all_are_told_and_none_is_taken(desk):
    names = ("stage", "since", "name", "country", "place")

    def company(number):
        wrong = number % 125 == 0
        country = "Vương quốc Atlantis" if wrong else "Nhật Bản"
        return ["active", "01/07/2020", f"Công ty số {number}", country, "Tokyo"]

    book = sheet(*map(company, range(1, 5001)), names=names, key=COMPANY)

    done = import_rows(desk, OFFICE, COMPANY, book, W)

    assert [each.place for each in done.wrong] == [f"D{n + 1}" for n in range(125, 5001, 125)]
    assert {each.heading for each in done.wrong} == {*heading("country", key=COMPANY)}
    assert names_in(desk, COMPANY) == []


def test_five_thousand_rows_are_taken_in_one_go_and_verify(desk):
    names = ("stage", "since", "name", "country", "place")
    rows = (["active", "01/07/2020", f"Công ty {n}", "JP", "Tokyo"] for n in range(5000))

    done = import_rows(desk, OFFICE, COMPANY, sheet(*rows, names=names, key=COMPANY), W)

    assert done.entered == 5000
    assert len(names_in(desk, COMPANY)) == 5000
    with desk.store.reading() as conn:
        assert verify(conn).difference is None


@pytest.mark.parametrize(
    ("content", "lacks"),
    [
        (b"no workbook", "sheet_type"),
        (make_workbook(["x"], heading=("Họ và tên", "Chức vụ")), "sheet_heading"),
        (sheet(), "table_rows"),
        (
            make_workbook(partner("A"), heading=(*heading(*FIELDS[:6]), "Cột lạ")),
            "table_columns",
        ),
        (
            make_workbook(partner("A"), heading=(*heading(*FIELDS[:6]), *heading("name"))),
            "table_columns_twice",
        ),
    ],
)
def test_what_is_no_such_sheet_is_refused_with_what_is_wrong(desk, content, lacks):
    with pytest.raises(DecisionIncomplete) as refused:
        import_rows(desk, OFFICE, RELATION, content, W)

    assert refused.value.field == lacks


def test_only_the_focal_office_brings_a_sheet(desk):
    with pytest.raises(DecisionRefused):
        import_rows(desk, OF_A_UNIT, RELATION, sheet(partner("Tỉnh A")), W)

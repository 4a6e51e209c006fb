"""A unit fills in a workbook and uploads it: its rows stand in the form, or it is told what to mend."""

import io
from urllib.parse import unquote

import openpyxl
import pytest

from flows.drafting import writing
from models.ids import PersonId
from models.request.form.written import as_form
from models.store import directory
from tests.factories.office import OFFICER
from tests.factories.workbooks import HEADING, make_workbook, saved

HOST = PersonId("thai.van.thi.du")
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


@pytest.fixture
def officer(browser):
    return browser.is_of(OFFICER)


def begun(browser, kind):
    """The address of an empty draft."""
    browser.opens("/requests/new")
    browser.sends(next(f for f in browser.forms if f.values.get("kind") == kind))
    return browser.shows.url.path.rpartition("/")[0]


def uploads(browser, address, content, listed="members", name="danh-sach.xlsx", **written):
    """Upload a workbook into the list of a section, with what was written beside."""
    browser.opens(f"{address}/people")
    form = browser.form("/people$")
    files = {f"{listed}.sheet": (name, content, "application/octet-stream")}
    return browser.sends(form, files=files, do=f"bring:{listed}", **written)


def members_of(site, address, person=OFFICER):
    values = writing.read_draft(site.desk, person, address.rpartition("/")[2]).values
    return values.get("members", values.get("guests"))


def blank(browser, kind, listed):
    browser.opens(f"/requests/blank/{kind}/{listed}.xlsx")
    return openpyxl.load_workbook(io.BytesIO(browser.shows.content))


def test_a_blank_workbook_that_was_filled_in_becomes_the_members(officer, site):
    address = begun(officer, "outbound")
    book = blank(officer, "outbound", "members")
    rows = book.worksheets[0]
    at = {cell.value: cell.column for cell in rows[1]}
    said = {
        "Họ và tên": "Nguyễn Thị Mẫu",
        "Cấp chức vụ": "Giám đốc sở và tương đương",
        "Diện quản lý cán bộ": "Diện cơ quan, đơn vị quản lý",
        "Đảng viên": "Có",
        "Vai trò trong đoàn": "Trưởng đoàn",
        "Ngày sinh": "31/08/1975",
        "Số hộ chiếu": "01234567",
    }
    for heading, words in said.items():
        rows.cell(2, at[heading]).value = words

    uploads(officer, address, saved(book))

    (member,) = members_of(site, address)
    assert member == {
        "name": "Nguyễn Thị Mẫu",
        "rank": "department_director",
        "managed_by": "unit",
        "party_member": "true",
        "role": "head",
        "born": "31/08/1975",
        "passport": {"number": "01234567"},
    }


def test_the_guests_of_a_visit_come_in_a_workbook_too(browser, site):
    host = browser.is_of(HOST)
    address = begun(host, "inbound")
    book = make_workbook(["Yamada Taro", "nhật bản"], heading=("Họ và tên", "Quốc tịch"))

    uploads(host, address, book, listed="guests")

    assert members_of(site, address, HOST) == [{"name": "Yamada Taro", "nationality": "JP"}]


def test_rows_of_a_workbook_come_after_those_that_stand_there_and_beside_pasted_ones(officer, site):
    address = begun(officer, "outbound")
    typed = {"members[1].name": "Phạm Văn Trước", "members.pasted": "Lê Thị Dán\tChuyên viên"}

    uploads(officer, address, make_workbook(["Nguyễn Thị Mẫu"]), **typed)

    names = [member["name"] for member in members_of(site, address)]
    assert names == ["Phạm Văn Trước", "Lê Thị Dán", "Nguyễn Thị Mẫu"]


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Tệp trống"),
        (OLE + b"\0" * 600, "kiểu Excel cũ"),
        (OLE + b"\0" * 600 + "EncryptedPackage".encode("utf-16-le"), "mật khẩu"),
        (b"PK\x03\x04 broken", "không đọc được như một bảng tính"),
        (make_workbook(heading=("Tên", "Tuổi")), "dòng tiêu đề"),
        (make_workbook(["x"], heading=(*HEADING[:2], "Sinh ngày")), "Sinh ngày"),
        (make_workbook(*([f"Nguyễn Văn {n}"] for n in range(101))), "không quá 100 dòng"),
    ],
    ids=["empty", "xls", "password", "broken", "no heading", "wrong heading", "too many"],
)
def test_a_workbook_that_cannot_be_taken_changes_nothing_and_what_was_typed_stays(
    officer, site, content, told
):
    address = begun(officer, "outbound")
    typed = {"members[1].name": "Phạm Văn Trước", "members.pasted": "Lê Thị Dán\tChuyên viên"}
    typed = typed if content else {"members[1].name": "Phạm Văn Trước"}

    uploads(officer, address, content, **typed)

    assert (officer.status, told in officer.text) == (422, True)
    assert officer.form("/people$").values | typed == officer.form("/people$").values
    assert members_of(site, address) is None


def test_more_rows_than_a_list_may_have_are_refused_together_with_those_there(officer, site):
    address = begun(officer, "outbound")
    uploads(officer, address, make_workbook(*([f"Nguyễn Văn {n}"] for n in range(60))))

    uploads(officer, address, make_workbook(*([f"Nguyễn Văn {n}"] for n in range(41))))

    assert "101 dòng" in officer.text
    assert len(members_of(site, address)) == 60


def test_nobody_of_the_directory_stands_in_a_blank_file(officer, site):
    with site.desk.store.reading() as conn:
        people = directory.persons_by_id(conn)

    book = blank(officer, "outbound", "members")
    said = {str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row}
    officer.opens("/requests/blank/outbound/request.yaml")

    assert not [key for key, p in people.items() if {key, p.name} & said]
    assert not [key for key in people if key in officer.html]


@pytest.mark.parametrize("kind", ["outbound", "inbound"])
@pytest.mark.parametrize("ending", ["yaml", "json"])
def test_a_blank_file_of_a_request_begins_an_empty_draft(officer, site, kind, ending):
    officer.opens("/requests/new")
    link = f"/requests/blank/{kind}/request.{ending}"
    assert link in officer.links
    content = officer.client.get(link).content

    officer.sends(officer.form("/new$"), files={"request_file": (f"x.{ending}", content)})

    address = officer.shows.url.path.rpartition("/")[0]
    values = writing.read_draft(site.desk, OFFICER, address.rpartition("/")[2]).values
    said = {name: value for name, value in values.items() if value != [{}]}
    assert (officer.status, set(said)) == (200, {"unit"})


@pytest.mark.parametrize(
    "address",
    ["none/members.xlsx", "outbound/title.xlsx", "outbound/members.yaml", "outbound/x.exe"],
)
def test_there_are_no_other_blank_files(officer, address):
    assert officer.opens(f"/requests/blank/{address}").status in (404, 422)


def test_a_filed_request_is_downloaded_as_the_file_it_equals_without_passports(
    office, site, browser
):
    office.submits()
    officer = browser.is_of(OFFICER)
    officer.opens(f"/cases/{office.case_no}")
    assert f"/cases/{office.case_no}/request.yaml" in officer.links

    officer.opens(f"/cases/{office.case_no}/request.yaml")
    content = officer.shows.content
    assert office.case_no in unquote(officer.shows.headers["content-disposition"])
    officer.opens("/requests/new")
    officer.sends(officer.form("/new$"), files={"request_file": ("x.yaml", content)})

    draft = officer.shows.url.path.split("/")[2]
    values = writing.read_draft(site.desk, OFFICER, draft).values
    with site.desk.reading(office.case_no) as work:
        said, _ = as_form(writing.fields_of(work.case.kind), work.request.model_dump(mode="json"))
    without_files = [{**paper, "file": None} for paper in said.pop("papers")]
    assert [{**paper, "file": None} for paper in values.pop("papers")] == without_files
    assert (values, "passport" in content.decode()) == (said, False)

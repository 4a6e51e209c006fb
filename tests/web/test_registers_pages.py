"""The registers on their pages: the office writes, who has a seat reads, auditors with history."""

import io

import openpyxl
import pytest

from models.registers.known import REGISTERS
from models.registers.lines import LineKind
from models.registers.register import RegisterKey
from tests.factories.registers import GANGJIN, MEMORANDUM, SAGA, enters, stands
from tests.factories.workbooks import make_workbook

OF_THE_OFFICE, AUDITOR, ADMINISTRATOR = "bui.van.thi.du", "cao.thi.thi.du", "mai.van.mau"
OFFICER = "nguyen.thi.mau"
RELATION = RegisterKey.RELATION


@pytest.fixture
def office_browser(site):
    return site.browser().is_of(OF_THE_OFFICE)


def fills(browser, path, said, *, of="relation_row", files=None, **beside):
    browser.opens(path)
    form = next(f for f in browser.forms if f.action == path)
    named = {f"register.{of}.{name}": value for name, value in said.items()}
    return browser.sends(form, files=files, **named, **beside)


def test_the_office_enters_a_relation_and_everybody_with_a_seat_reads_it(site, office_browser):
    fills(office_browser, "/registers/relation/new", GANGJIN)

    assert office_browser.status == 200
    for person in (OFFICER, AUDITOR, ADMINISTRATOR, OF_THE_OFFICE):
        shown = site.browser().is_of(person).opens("/registers/relation/1")
        assert "Huyện Gangjin" in shown.text
        assert "Hàn Quốc" in shown.text
        assert ("register_entered" in shown.text) is False
        reads_history = person in (AUDITOR, OF_THE_OFFICE)
        assert ("Ghi mục mới vào sổ" in shown.text) is reads_history


@pytest.mark.parametrize("person", [OFFICER, AUDITOR, ADMINISTRATOR])
def test_nobody_else_is_offered_to_write_or_may(site, person):
    number = enters(site.desk)
    browser = site.browser().is_of(person)

    links = browser.opens(f"/registers/relation/{number}").links
    assert not [link for link in links if link.endswith(("/change", "/0"))]
    for path in ("new", "sheet", "blank.xlsx", f"{number}/change", f"{number}/lines/contact/0"):
        assert browser.opens(f"/registers/relation/{path}").status == 403


def test_what_is_wrong_stands_beside_its_field_and_what_was_written_is_kept(office_browser):
    fills(office_browser, "/registers/relation/new", {**SAGA, "since": "hôm nào"})

    assert office_browser.status == 422
    for said in ('value="hôm nào"', 'value="Tỉnh Saga"', 'aria-invalid="true"'):
        assert said in office_browser.shows.text


def test_a_row_is_changed_moved_and_has_its_life_on_its_page(site, office_browser):
    number = enters(site.desk, **SAGA)
    here = f"/registers/relation/{number}"

    fills(office_browser, f"{here}/change", {"region": "Kyushu"})
    office_browser.opens(here)
    move = next(f for f in office_browser.forms if f.action == f"{here}/move")
    assert "active" not in move.offers["stage"]
    office_browser.sends(move, stage="letter_of_intent", reason="Ý định thư ngày 6-7-2020.")

    row = stands(site.desk, number)
    assert (row.stage, row.content["region"]) == ("letter_of_intent", "Kyushu")
    shown = office_browser.opens(here).text
    assert "Ý định thư ngày 6-7-2020." in shown
    assert "(trống) → Kyushu" in shown


def test_a_contact_is_put_changed_and_erased(site, office_browser):
    number = enters(site.desk)
    lines = f"/registers/relation/{number}/lines/contact"

    fills(office_browser, f"{lines}/0", {"side": "theirs", "name": "Kim Min-ji"}, of="contact")
    fills(office_browser, f"{lines}/1", {"position": "Trưởng phòng"}, of="contact")

    assert "Trưởng phòng" in office_browser.opens(f"/registers/relation/{number}").text
    office_browser.opens(f"{lines}/1")
    form = next(f for f in office_browser.forms if f.action == f"{lines}/1")
    office_browser.sends(form, do="erase")
    assert "Kim Min-ji" not in office_browser.opens(f"/registers/relation/{number}").text


def test_a_document_brings_its_file(site, office_browser):
    number = enters(site.desk)
    path = f"/registers/relation/{number}/lines/document/0"
    pdf = ("ban-ghi-nho.pdf", b"%PDF-1.4 mau", "application/pdf")

    said = {"title": "Bản ghi nhớ", "number": "01/BGN", "dated": "10/06/2019"}
    fills(office_browser, path, said, of="document", files={"file": pdf})

    reader = site.browser().is_of(OFFICER)
    assert "ban-ghi-nho.pdf" in reader.opens(f"/registers/relation/{number}").text
    reader.opens(f"/registers/relation/{number}/files/1")
    assert reader.shows.content == b"%PDF-1.4 mau"


def test_a_partner_on_which_an_agreement_rests_says_so_and_is_not_removed(site, office_browser):
    partner = enters(site.desk)
    enters(site.desk, RegisterKey.AGREEMENT, **MEMORANDUM, partner=f"{partner}")
    here = f"/registers/relation/{partner}"

    shown = office_browser.opens(here)
    assert "Bản ghi nhớ hợp tác hữu nghị" in shown.text
    remove = next(f for f in office_browser.forms if f.action == f"{here}/remove")
    refused = office_browser.sends(remove, reason="Nhập nhầm.")

    assert office_browser.status == 409
    assert "Bản ghi nhớ hợp tác hữu nghị" in refused.text
    assert not stands(site.desk, partner).removed


def test_what_is_handed_out_is_taken_in_again_and_changes_nothing(site, office_browser):
    partner = enters(site.desk, **{**GANGJIN, "next_exchange": "01/10/2020"})
    enters(site.desk, RegisterKey.AGREEMENT, **MEMORANDUM, partner=f"{partner}")

    for register in ("relation", "agreement"):
        office_browser.opens(f"/registers/{register}/rows.xlsx")
        content = office_browser.shows.content
        rows = list(openpyxl.load_workbook(io.BytesIO(content)).worksheets[0].values)
        shown = brings(office_browser, register, content)

        assert len(rows) == 2
        assert "Đã ghi 0 mục mới, sửa 0 mục." in shown.text


def brings(browser, register, content):
    browser.opens(f"/registers/{register}/sheet")
    form = next(f for f in browser.forms if f.action == f"/registers/{register}/sheet")
    files = {"file": ("so.xlsx", content, "application/octet-stream")}
    return browser.sends(form, files=files)


def test_a_sheet_with_wrong_cells_shows_each_and_takes_nothing(site, office_browser):
    office_browser.opens("/registers/relation/blank.xlsx")
    book = openpyxl.load_workbook(io.BytesIO(office_browser.shows.content))
    heading = [str(cell.value) for cell in book.worksheets[0][1] if cell.value]
    row = {"Tình trạng": "kết hôn", "Địa phương đối tác": "Saga", "Nước": "Nhật Bản"}
    content = make_workbook([row.get(each, "") for each in heading], heading=heading)

    shown = brings(office_browser, "relation", content)

    assert office_browser.status == 422
    assert "kết hôn" in shown.text
    assert "dòng 2" in shown.text
    assert "Saga" not in site.browser().is_of(OFFICER).opens("/registers/relation").text


@pytest.mark.parametrize("register", REGISTERS)
def test_every_register_has_its_pages(site, office_browser, register):
    paths = ("", "/new", "/sheet", "/rows.csv", "/blank.xlsx")
    assert [office_browser.opens(f"/registers/{register}{p}").status for p in paths] == [200] * 5
    assert office_browser.opens("/registers").status == 200


def test_every_line_has_its_form(site, office_browser):
    number = enters(site.desk)
    for what in REGISTERS[RELATION].lines:
        assert office_browser.opens(f"/registers/relation/{number}/lines/{what}/0").status == 200
    wrong = f"/registers/relation/{number}/lines/{LineKind.TASK}/0"
    assert office_browser.opens(wrong).status == 404


@pytest.mark.parametrize(
    "path",
    [
        "marriage",
        "relation/99",
        "agreement/1",
        "relation/1/lines/contact/7",
        "relation/1/files/1",
        "relation/0",
        "relation/99999999999999999999",
    ],
)
def test_what_there_is_not_is_said_so(site, office_browser, path):
    enters(site.desk)

    assert office_browser.opens(f"/registers/{path}").status == 404

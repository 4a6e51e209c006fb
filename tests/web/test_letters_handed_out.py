"""Letters as files: those of a case for the focal office, those that failed for the administrator."""

import csv
import io

import pytest
from openpyxl import load_workbook

from models.store import outbox
from tests.factories.office import OFFICER

OFFICE, ADMIN = "bui.van.thi.du", "mai.van.mau"


@pytest.fixture
def submitted(office):
    office.submits()
    return office


def rows_of(browser, address):
    content = browser.opens(address).shows.content
    if address.endswith("csv"):
        return list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
    sheet = load_workbook(io.BytesIO(content)).worksheets[0]
    return [[cell if cell is not None else "" for cell in row] for row in sheet.values]


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_all_letters_of_a_case_are_handed_out_with_what_the_mail_server_said(site, submitted, form):
    browser = site.browser().is_of(OFFICE)
    address = f"/cases/{submitted.case_no}/letters.{form}"

    heading, *rows = rows_of(browser, address)

    with site.desk.store.reading() as conn:
        sent = outbox.messages_of(conn, submitted.case_no)
    assert heading[:3] == ["Thư", "Người nhận", "Tình trạng"]
    assert len(rows) == len(sent) > 0
    assert address in browser.opens(f"/cases/{submitted.case_no}/letters").links


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_what_failed_is_handed_out_to_the_administrator(site, submitted, form):
    with site.desk.store.writing() as conn:
        (row, *_) = outbox.waiting(conn)
        outbox.mark_failed(conn, row.id, "550 5.1.1 no such user")

    heading, *rows = rows_of(site.browser().is_of(ADMIN), f"/letters.{form}")

    assert heading == ["Thư", "Người nhận", "Số hồ sơ", "Xếp hàng lúc"]
    assert [submitted.case_no in map(str, row) for row in rows] == [True]


def test_nobody_else_is_handed_out_anything(site, submitted):
    browser = site.browser().is_of(OFFICER)

    assert browser.opens("/letters.csv").status == 403
    assert browser.opens(f"/cases/{submitted.case_no}/letters.csv").status == 403


def test_a_form_that_is_none_is_no_page(site, submitted):
    assert site.browser().is_of(ADMIN).opens("/letters.pdf").status == 404

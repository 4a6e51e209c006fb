"""The pages tell where each letter stands, what came back, and who of a step is out of reach."""

import hashlib

import pytest

from flows.sweeps.returns import take_in
from models.store import outbox
from models.store.mail.trouble import MailWay, note_trouble
from notifications.returned.reading import read_letter
from tests.factories.returned import reply, report, vacation

OFFICE, ADMINISTRATOR, OFFICER = "bui.van.thi.du", "mai.van.mau", "nguyen.thi.mau"


@pytest.fixture
def asked(site, office):
    """The letter that asks for the signature, sent."""
    office.submits()
    with site.desk.store.writing() as conn:
        rows = outbox.messages_of(conn, office.case_no)
        for row in rows:
            outbox.mark_sent(conn, row.id)
    return next(row for row in rows if row.notice == "to_sign")


def comes(site, content):
    take_in(site.desk, read_letter(content), hashlib.sha256(content).hexdigest())


def letters_page(site, office):
    return site.browser().is_of(OFFICE).opens(f"/cases/{office.case_no}/letters").text


def case_page(site, office, person=OFFICE):
    return site.browser().is_of(person).opens(f"/cases/{office.case_no}")


def test_the_office_sees_all_letters_of_a_case_and_where_each_stands(site, office, asked):
    shown = letters_page(site, office)

    assert "Máy chủ thư đã nhận" in shown
    assert "Thư của hồ sơ" in shown


def test_the_page_of_the_case_leads_the_office_there_even_if_nothing_is_amiss(site, office, asked):
    at = f"/cases/{office.case_no}/letters"

    assert at in case_page(site, office).links
    assert at not in case_page(site, office, OFFICER).links


def test_a_letter_that_came_back_is_shown_with_the_reason(site, office, asked):
    comes(site, report(about=asked.message_id, status="5.2.2"))

    shown = letters_page(site, office)

    assert "Bị trả lại" in shown
    assert "hộp thư đầy (mã 5.2.2)" in shown
    assert "Có 1 thư của hồ sơ này không gửi được" in case_page(site, office).text


def test_a_step_says_whom_no_letter_reaches(site, office, asked):
    comes(site, report(about=asked.message_id))

    assert "về bước này không đến được" in case_page(site, office).text


def test_a_step_says_whose_mailbox_answers_by_itself(site, office, asked):
    comes(site, vacation(about=asked.message_id))

    for person in (OFFICE, OFFICER):
        assert "trả lời tự động lúc" in case_page(site, office, person).text


def test_what_somebody_answered_is_read_by_the_office_alone(site, office, asked):
    comes(site, reply(about=asked.message_id, says="Đề nghị bổ sung thư mời."))

    assert "Đề nghị bổ sung thư mời." in letters_page(site, office)
    assert "Đề nghị bổ sung thư mời." not in case_page(site, office, OFFICER).text


def test_what_somebody_wrote_makes_no_markup(site, office, asked):
    comes(site, reply(about=asked.message_id, says="<script>alert(1)</script>"))

    page = site.browser().is_of(OFFICE).opens(f"/cases/{office.case_no}/letters")
    assert "<script>alert" not in page.shows.text
    assert "<script>alert" in page.text


def test_the_administrator_sees_what_is_of_no_case(site, office):
    comes(site, reply(about="", sender="somebody@elsewhere.example"))

    shown = site.browser().is_of(ADMINISTRATOR).opens("/letters").text

    assert "Thư nhận được không rõ thuộc hồ sơ nào" in shown
    assert "somebody@elsewhere.example" in shown


def test_the_administrator_sees_that_the_mailbox_cannot_be_read(site):
    with site.desk.store.writing() as conn:
        note_trouble(conn, stage="mailbox", code=0, said="refused", way=MailWay.IN)

    shown = site.browser().is_of(ADMINISTRATOR).opens("/letters").text

    assert "Không đọc được hộp thư của hệ thống từ 08:00 06/07/2020" in shown

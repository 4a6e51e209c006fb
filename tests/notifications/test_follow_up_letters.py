"""What people are written while guests come and go, and of what a visit leads to."""

from datetime import date

import pytest

from config.regulation.codes import Act, Stage, Visit
from flows.case.answers import CommitmentGiven, PaperGiven
from models.ids import SeatKey
from models.inbound.parts import Period
from tests.factories.letters import letters, said, told
from tests.factories.office import A_FILE, OFFICERS, Office, make_answer
from tests.factories.visit import (
    make_visit_request,
)

HOST_OFFICER = OFFICERS["phung_hiep"]
COORDINATOR = "bui.van.thi.du"
POLICE = "duong.van.vi.du"
BUSY = "Đang tập trung lực lượng cho việc khác."


@pytest.fixture
def office(desk):
    return Office(desk)


def test_each_visit_is_confirmed_with_its_own_days(office):
    further = (Period(arrives=date(2020, 9, 14), departs=date(2020, 9, 16)),)
    office.receives(make_visit_request(visit=Visit.RECURRING, further_visits=further))
    office.goes_on_until(Stage.REPORT)

    text = said(office, "to_confirm_arrival")

    assert "đoàn khách đến ngày 14/09/2020" in text
    assert "- Đợt làm việc thứ 2: từ 14/09/2020 đến 16/09/2020\n" in text


def test_a_notice_of_a_further_visit_goes_on_to_who_is_told_of_guests(office):
    further = (Period(arrives=date(2020, 9, 14), departs=date(2020, 9, 16)),)
    office.receives(make_visit_request(visit=Visit.RECURRING, further_visits=further))
    asked = office.goes_on_until_asked(Act.NOTIFY)

    office.takes_smoothly(asked)

    assert told(office, "visit_noticed") == [POLICE, COORDINATOR]
    assert "sẽ diễn ra từ 14/09/2020 đến 16/09/2020" in said(office, "visit_noticed")


EXCHANGE = CommitmentGiven(
    "Cử 5 học sinh sang giao lưu.", SeatKey("phung_hiep/officer"), date(2020, 12, 31)
)
MEMORANDUM = CommitmentGiven(
    "Bản ghi nhớ hợp tác nông nghiệp.",
    SeatKey("people_committee/chair"),
    date(2020, 11, 30),
    agreement=True,
)


def reports(office, *commitments):
    """The unit files a report that tells of what was agreed on."""
    office.receives()
    asked = office.goes_on_until(Stage.REPORT)
    paper = PaperGiven("9/BC-UBND", office.today, A_FILE)
    office.takes(asked, make_answer("file", paper=paper, commitments=commitments))


def test_who_owes_a_commitment_hears_of_it_and_is_asked_once_the_report_is_accepted(office):
    reports(office, EXCHANGE)
    before = told(office, "to_fulfil")

    office.takes_smoothly(office.waiting(Act.ACCEPT))

    assert (told(office, "commitment_made"), before) == ([HOST_OFFICER], [])
    assert told(office, "to_fulfil") == [HOST_OFFICER]
    assert "- Cam kết: Cử 5 học sinh sang giao lưu.\n" in said(office, "to_fulfil")


def test_unit_and_office_hear_what_became_of_a_commitment(office):
    reports(office, EXCHANGE)
    office.takes_smoothly(office.waiting(Act.ACCEPT))

    office.takes(office.waiting(Act.FULFIL), make_answer("dropped", remarks=BUSY))

    assert told(office, "commitment_closed") == [HOST_OFFICER, COORDINATOR]
    assert "Không thực hiện nữa" in said(office, "commitment_closed")


def test_an_agreement_is_asked_about_signed_and_reported_in_words_of_its_own(office):
    reports(office, MEMORANDUM)
    office.takes_smoothly(office.waiting(Act.ACCEPT))
    consulted_before = len(letters(office, "to_consult"))
    while any(s.act is Act.CONSULT for s in office.case.open_steps):
        office.takes_smoothly(office.waiting(Act.CONSULT))
    paper = PaperGiven("1/BGN", office.today, A_FILE)

    office.takes(office.waiting(Act.CONCLUDE), make_answer("signed", paper=paper))

    assert len(letters(office, "to_consult")) == consulted_before
    assert told(office, "to_consult_on_agreement") == [COORDINATOR, POLICE]
    for notice in ("to_consult_on_agreement", "to_conclude", "to_report_signing"):
        assert "- Thỏa thuận: Bản ghi nhớ hợp tác nông nghiệp.\n" in said(office, notice)


def test_a_reminder_says_which_commitment_it_is_about(office):
    reports(office, EXCHANGE)
    office.takes_smoothly(office.waiting(Act.ACCEPT))
    while not letters(office, "reminder", to=HOST_OFFICER):
        office.time_passes()

    assert "Cử 5 học sinh sang giao lưu." in said(office, "reminder", to=HOST_OFFICER)

"""What is written of questions, conditions, amendments, withdrawals and those who act for others."""

import pytest

from config.regulation.codes import Act, Gate, Management, Stage
from flows.acts.amending import drop_amendment, propose_cancellation
from flows.acts.asking_the_unit import ask_unit
from flows.acts.filing import Filing
from flows.acts.office import reassign_step, take_over
from flows.acts.taking_back import take_back
from flows.acts.withdrawing import withdraw
from flows.case.answers import ConditionGiven, Identified
from models.ids import PersonId
from tests.factories.letters import said, told
from tests.factories.office import OFFICER, OFFICERS, Office, lets_act, make_answer
from tests.factories.request import make_head, make_member, make_request

CHAIR = "pham.van.mau"
DEPUTY = PersonId("bui.van.thi.du")
QUESTION = "Ai chịu chi phí đi lại trong tỉnh bạn?"


@pytest.fixture
def office(desk):
    return Office(desk)


def asks(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    who = Identified(step.holders[0], "mailbox_code")
    ask_unit(office.desk, office.case_no, step.number, who, QUESTION)
    return step


def test_the_unit_reads_who_asks_what(office):
    step = asks(office)

    assert told(office, "to_answer") == [OFFICER]
    assert f"- Nội dung cần làm rõ: {QUESTION}\n" in said(office, "to_answer")
    assert "Chuyên viên thẩm định, Văn phòng UBND tỉnh cần" in said(office, "to_answer")
    assert step.holders[0] not in told(office, "to_answer")


def test_whoever_asked_reads_the_answer(office):
    step = asks(office)

    office.takes(office.waiting(Act.ANSWER), make_answer("answered", remarks="Phía bạn chịu."))

    assert told(office, "question_answered") == list(step.holders)
    assert "- Đơn vị làm rõ: Phía bạn chịu.\n" in said(office, "question_answered")


@pytest.fixture
def decision(office):
    """The chair has the case of a delegation of three before them."""
    second = make_member(name="Lê Thị Thí Dụ", managed_by=Management.UNIT)
    office.submits(make_request(members=(make_head(), make_member(), second)))
    return office.goes_on_until(Stage.STATE_DECISION)


def test_an_approval_names_its_conditions_and_the_unit_is_asked_to_meet_them(office, decision):
    insurance = ConditionGiven("Mua bảo hiểm cho cả đoàn.", Gate.START)
    answer = make_answer("approve_with_conditions", answer="Đã xem.", conditions=(insurance,))
    office.takes(decision, answer)
    office.goes_on_until(Stage.CONDITIONS)

    condition = "- Điều kiện phải thực hiện trước khi bắt đầu: Mua bảo hiểm cho cả đoàn.\n"
    assert condition in said(office, "case_approved")
    assert condition in said(office, "to_meet")


def test_an_approval_names_who_may_not_go(office, decision):
    some = make_answer(
        "approve_some", answer="Đã xem.", remarks="Thành phần chưa gọn.", refused_members=(3,)
    )
    office.takes(decision, some)
    office.goes_on_until(Stage.PREPARATION)

    assert "- Không chấp thuận cho: Lê Thị Thí Dụ\n" in said(office, "case_approved")


def test_a_withdrawal_tells_its_reason_and_who_was_asked_that_nothing_is_asked(office):
    office.submits()
    asked = office.waiting(Act.SIGN)

    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Phía bạn hoãn.")

    assert "- Lý do rút: Phía bạn hoãn.\n" in said(office, "case_withdrawn")
    assert told(office, "step_withdrawn") == list(asked.holders)
    assert "không còn hiệu lực: đơn vị đã rút hồ sơ." in said(office, "step_withdrawn")


def test_the_unit_hears_that_a_decision_was_taken_back(office):
    office.submits()
    signed = office.waiting(Act.SIGN)
    office.takes_smoothly(signed)
    signer = Identified(signed.holders[0], "mailbox_code")

    take_back(office.desk, office.case_no, signed.number, signer)

    assert told(office, "decision_taken_back") == [signed.holders[0], OFFICER]
    assert "- Kết quả đã thu hồi: Ký đề nghị\n" in said(office, "decision_taken_back")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_a_substitute_of_a_waiting_step_reads_for_whom_they_act(office, decision, language):
    lets_act(office.desk, CHAIR, DEPUTY, "people_committee/chair")

    assert told(office, "to_substitute") == [DEPUTY]
    assert "Phạm Văn Mẫu" in said(office, "to_substitute", language=language)


def test_who_is_given_a_step_reads_why(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    clerk = Identified(DEPUTY, "mailbox_code")

    reassign_step(office.desk, office.case_no, step.number, DEPUTY, "Đồng chí nghỉ ốm.", clerk)

    assert told(office, "step_given") == [DEPUTY]
    assert "- Lý do giao: Đồng chí nghỉ ốm.\n" in said(office, "step_given")


def test_a_case_taken_over_is_told_to_the_new_officer_and_their_head(office):
    office.submits()
    [head] = office.waiting(Act.SIGN).holders

    take_over(office.desk, office.case_no, "Đồng chí nghỉ phép.", Identified(head, "mailbox_code"))

    assert told(office, "case_taken_over") == [head]
    assert "- Lý do: Đồng chí nghỉ phép.\n" in said(office, "case_taken_over")


@pytest.fixture
def approved(office):
    """Guests are awaited; every unit has taken its assignments on."""
    office.receives()
    office.arranges_everything()
    return office


HOST = Filing(OFFICERS["phung_hiep"], OFFICERS["phung_hiep"])
WHY = "Phía bạn hủy chuyến thăm."


@pytest.fixture
def called_off(approved):
    """The unit asks to call the visit off."""
    propose_cancellation(approved.desk, approved.case_no, WHY, HOST)
    return next(s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT)


def test_who_is_asked_to_call_a_visit_off_reads_so_and_why(approved, called_off):
    text = said(approved, "to_sign", to=called_off.holders[0])

    assert "thôi thực hiện nội dung đã được chấp thuận" in text
    assert f"- Lý do đề nghị: {WHY}\n" in text


def test_all_who_have_a_part_hear_that_a_visit_is_called_off(approved, called_off):
    while approved.case.open_amendment:
        asked = next(s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT)
        approved.takes_smoothly(asked)

    assert {HOST.filed_for, "bui.van.thi.du", "duong.van.vi.du"} <= set(
        told(approved, "amendment_in_force")
    )
    assert "Đề nghị dừng mọi việc chuẩn bị" in said(approved, "amendment_in_force")


def test_a_unit_that_takes_its_amendment_back_reads_that_the_decision_stands(approved, called_off):
    drop_amendment(approved.desk, approved.case_no, HOST)

    assert "đã được đơn vị rút lại" in said(approved, "amendment_refused")
    assert "Quyết định đang có hiệu lực vẫn giữ nguyên" in said(approved, "amendment_refused")

"""What whoever decides has to know: urgency, decisions, late opinions, what amends."""

from datetime import date, timedelta

import pytest

from config.province_time import office_opens
from config.regulation.codes import Act, Gate, Stage
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from flows.acts.taking_back import take_back
from flows.case.answers import Identified, PaperGiven
from flows.sweeps.sweep import sweep
from models.ids import PersonId
from models.request.parts import Letter, Urgent
from models.store import directory
from tests.factories.house import house
from tests.factories.letters import letters, read, said, want_receipts
from tests.factories.office import A_FILE, OFFICER, make_answer
from tests.factories.request import DEPARTS, make_head, make_leader, make_member, make_request

WHY = "Phía bạn vừa mời, thời gian sát ngày."
URGENT = Urgent(reason=WHY, instruction=Letter(number="77/VP-UBND", date=date(2020, 7, 3)))
UNIT = Filing(OFFICER, OFFICER)


def plain(**changed):
    return make_request(**{"members": (make_head(), make_member()), **changed})


def subject(office, notice):
    return str(read(office, letters(office, notice)[-1])["Subject"])


@pytest.fixture
def shown(site, office):
    """The page of a step as whoever has it sees it."""
    return lambda step, person="": (
        site.browser().is_of(person or step.holders[0]).opens(site.page_of(step))
    )


# --- urgency --------------------------------------------------------------------------------------


def test_why_a_request_is_urgent_and_by_whose_instruction_is_seen_first(office, shown):
    office.submits(plain(urgent=URGENT))
    decision = office.goes_on_until(Stage.STATE_DECISION)

    page = shown(decision)

    assert page.html.index(WHY) < page.html.index("Tóm tắt")
    assert "Ý kiến chỉ đạo tại văn bản số 77/VP-UBND ngày 03/07/2020" in page.text


def test_the_letter_says_that_it_is_urgent_in_its_subject_and_why_in_its_words(office):
    office.submits(plain(urgent=URGENT))
    office.goes_on_until(Stage.STATE_DECISION)

    assert f"{office.case_no} – GẤP – Kính trình quyết định" in subject(office, "to_decide")
    assert (WHY in said(office, "to_decide"), "77/VP-UBND" in said(office, "to_decide")) == (
        True, True,
    )  # fmt: skip


def test_a_reminder_says_so_too(office):
    office.submits(plain(urgent=URGENT))
    office.goes_on_until(Stage.STATE_DECISION)
    office.time_passes()

    assert "– GẤP –" in subject(office, "reminder")


def test_a_receipt_and_a_request_with_time_say_nothing_of_it(office):
    want_receipts(office.desk.store)
    office.submits(plain(urgent=URGENT))
    office.takes_smoothly(office.waiting(Act.SIGN))
    assert "GẤP" not in subject(office, "receipt")

    office.submits(plain(title="Chuyến khác"))
    assert "GẤP" not in subject(office, "to_sign")


def test_the_case_and_its_print_say_why_it_was_urgent(site, office):
    office.submits(plain(urgent=URGENT))

    for page in ("", "/print"):
        shown = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}{page}")
        assert (WHY in shown.text, "77/VP-UBND" in shown.text) == (True, True)


# --- decisions that were given ----------------------------------------------------------------------


def test_number_date_and_file_of_the_partys_decision_stand_before_the_state_decides(office, shown):
    office.submits(make_request(members=(make_leader(), make_member())))
    office.goes_on_until(Stage.PARTY_DECISION)
    while (step := office.goes_on_until(Stage.PARTY_DECISION)).act is not Act.ISSUE:
        office.takes_smoothly(step)
    paper = PaperGiven("512-CV/TU", office.today, A_FILE)
    office.takes(step, make_answer("issue", paper=paper))
    decision = office.goes_on_until(Stage.STATE_DECISION)

    page = shown(decision)

    first = page.html.partition('id="members"')[0]
    assert ("512-CV/TU" in first, "quyet-dinh.pdf" in first) == (True, True)
    assert "512-CV/TU" in said(office, "to_decide")


def test_the_letter_of_approval_names_the_decision_by_number_and_date(office):
    office.submits(plain())
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    paper = PaperGiven("1190/QĐ-UBND", office.today, A_FILE)
    office.takes(office.waiting(Act.ISSUE), make_answer("issue", paper=paper))

    assert "Đoàn đã được chấp thuận (văn bản số 1190/QĐ-UBND)" in subject(office, "case_approved")
    assert "số 1190/QĐ-UBND, ngày 06/07/2020" in said(office, "case_approved")


def test_a_secret_decision_is_issued_by_number_and_date_alone(site, office, shown):
    office.submits(plain())
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    issue = office.waiting(Act.ISSUE)
    written = {"paper_number": "12-QĐ/M", "paper_date": "2020-07-06", "paper_secret": "yes"}

    page = shown(issue).answers("issue", **written)

    step = office.case.step(issue.number)
    assert (page.status, step.paper_number, step.paper_file) == (200, "12-QĐ/M", None)
    assert "văn bản mật, không lưu tệp trên hệ thống" in page.text


def test_a_decision_without_file_that_is_not_secret_is_not_issued(office, shown):
    office.submits(plain())
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    issue = office.waiting(Act.ISSUE)

    page = shown(issue).answers("issue", paper_number="12-QĐ/M", paper_date="2020-07-06")

    assert (page.status, office.case.step(issue.number).is_open) == (422, True)


# --- what amends, what calls off --------------------------------------------------------------------


@pytest.fixture
def approved(office):
    office.submits(plain())
    office.goes_on_until(Stage.PREPARATION)
    return office


def of_the_amendment(office):
    return next(step for step in office.case.open_steps if step.stage is Stage.AMENDMENT)


@pytest.mark.parametrize(("cancels", "mark"), [(False, "ĐIỀU CHỈNH"), (True, "HỦY")])
def test_an_amendment_and_a_calling_off_are_told_as_such(site, approved, shown, cancels, mark):
    office = approved
    if cancels:
        propose_cancellation(office.desk, office.case_no, "Phía bạn hoãn.", UNIT)
    else:
        changed = plain(purpose="Ký kết hợp tác.")
        propose(office.desk, office.case_no, changed, {}, "Phía bạn đề nghị.", UNIT)
    step = of_the_amendment(office)

    assert f"{office.case_no} – {mark} – Kính trình ký" in subject(office, "to_sign")
    page = shown(step)
    assert mark in page.text.partition("Tóm tắt")[0]
    desk = site.browser().is_of(step.holders[0]).opens("/")
    assert mark in desk.text


def test_the_decision_that_is_to_be_changed_is_seen_by_number(approved, shown):
    office = approved
    given = next(s.paper_number for s in office.case.steps if s.stage is Stage.STATE_DECISION
                 and s.paper_number)  # fmt: skip
    propose_cancellation(office.desk, office.case_no, "Phía bạn hoãn.", UNIT)

    assert given in shown(of_the_amendment(office)).text.partition("Thành phần đoàn")[0]
    assert given in said(office, "to_sign")


def test_a_calling_off_in_force_is_not_called_an_amendment(approved):
    office = approved
    propose_cancellation(office.desk, office.case_no, "Phía bạn hoãn.", UNIT)
    while not office.case.is_over:
        office.takes_smoothly(of_the_amendment(office))

    assert "Việc hủy đã có hiệu lực" in subject(office, "amendment_in_force")


# --- late opinions ----------------------------------------------------------------------------------


@pytest.fixture
def police(office):
    """The police were silent, and the case is with whoever decides."""
    office.submits(plain())
    office.goes_on_until(Stage.OPINIONS)
    step = office.waiting(Act.CONSULT, seat="police")
    office.takes_smoothly(office.waiting(Act.CONSULT, seat="dof"))
    while office.case.step(step.number).is_open:
        office.time_passes()
    return step


def test_an_agency_that_was_silent_can_answer_on_its_page(office, shown, police):
    page = shown(police)
    assert "Ông/Bà vẫn gửi được ý kiến" in page.text

    page.answers("object", remarks="Một thành viên đang bị xác minh.")

    assert (page.status, office.case.step(police.number).choice) == (200, "object")
    assert "Có ý kiến sau khi hết hạn: Không thống nhất" in page.text


def test_whoever_decides_sees_it_as_late_before_anything_else(office, shown, police):
    objects = make_answer("object", remarks="Một thành viên đang bị xác minh.")
    office.takes(police, objects)

    page = shown(office.waiting(Act.DECIDE))

    assert "Không thống nhất (ý kiến gửi sau khi hết hạn)" in page.text
    html = page.html
    assert html.index("Một thành viên đang bị xác minh.") < html.index("Tóm tắt")


def test_after_the_decision_nothing_is_offered_any_more(office, shown, police):
    office.takes_smoothly(office.waiting(Act.DECIDE))

    assert "Ông/Bà vẫn gửi được ý kiến" not in shown(police).text


def test_the_timeline_tells_a_late_opinion_as_late(site, office, police):
    office.takes(police, make_answer("agree"))

    page = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}")

    assert "Có ý kiến sau khi hết hạn: Thống nhất" in page.text


# --- taken back ---------------------------------------------------------------------------------------


def test_a_decision_taken_back_is_shown_as_such_on_the_page_and_on_paper(site, office):
    office.submits(plain())
    signed = office.waiting(Act.SIGN)
    office.takes_smoothly(signed)
    who = Identified(signed.holders[0], "mailbox_code")
    take_back(office.desk, office.case_no, signed.number, who)

    for page in ("", "/print"):
        shown = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}{page}")
        assert "Đã thu hồi: Ký đề nghị" in shown.text


# --- open though it begins; left though it votes -----------------------------------------------


def test_what_is_open_on_the_first_day_is_an_alarm_on_the_case_and_before_who_decides(
    site, office, shown
):
    office.submits(plain())
    decision = office.goes_on_until(Stage.STATE_DECISION)
    office.time_passes(to=office_opens(DEPARTS))

    case = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}")

    assert "Đã đến ngày bắt đầu (24/08/2020)" in case.text
    assert "Đã đến ngày bắt đầu (24/08/2020)" in shown(decision).text.partition("Tóm tắt")[0]


def test_before_that_day_there_is_none(site, office):
    office.submits(plain())

    page = site.browser().is_of(OFFICER).opens(f"/cases/{office.case_no}")

    assert "Đã đến ngày bắt đầu" not in page.text


def test_the_page_does_not_wait_for_who_left_the_body(site, office):
    office.submits(make_request(members=(make_leader(), make_member())))
    ballot = office.goes_on_until(Stage.PARTY_DECISION)
    left = PersonId("vo.van.minh.hoa")
    assert left in ballot.holders
    with office.desk.store.writing() as conn:
        yesterday = office.today - timedelta(days=1)
        for seat in directory.seats_of(conn, left, office.today):
            directory.end_seat(house(conn), seat, left, yesterday)
    sweep(office.desk)

    page = site.browser().is_of("tran.thi.du").opens(f"/cases/{office.case_no}")

    assert ("Lê Thị Ví Dụ" in page.text, "Võ Văn Minh Họa" in page.text) == (True, False)


# --- conditions beside refused members ----------------------------------------------------------


def test_members_are_refused_and_conditions_set_in_one_answer(office, shown):
    office.submits(plain(members=(make_head(), make_member(), make_member(name="Võ Thị Mẫu"))))
    decision = office.goes_on_until(Stage.STATE_DECISION)
    written = {"condition_what_1": "Mua bảo hiểm cho cả đoàn.", "condition_gate_1": "start"}

    page = shown(decision).answers(
        "approve_some", refused_member="2", remarks="Thành phần chưa gọn.", **written
    )

    step = office.case.step(decision.number)
    assert (page.status, step.choice, step.refused_members) == (200, "approve_some", (2,))
    assert [(c.step, c.gate) for c in office.case.conditions] == [(step.number, Gate.START)]


def test_without_its_head_a_delegation_goes_back_and_takes_no_condition_along(office, shown):
    office.submits(plain(members=(make_head(), make_member(), make_member(name="Võ Thị Mẫu"))))
    decision = office.goes_on_until(Stage.STATE_DECISION)
    written = {"condition_what_1": "Mua bảo hiểm cho cả đoàn.", "condition_gate_1": "start"}

    page = shown(decision).answers(
        "approve_some", refused_member="1", remarks="Trưởng đoàn đang bận.", **written
    )

    assert (page.status, office.case.step(decision.number).is_open) == (422, True)
    assert "không kèm điều kiện" in page.text

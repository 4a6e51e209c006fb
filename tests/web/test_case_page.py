"""The page of a case, for whoever has a part in it, and what the unit can do there."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from flows.acts.withdrawing import withdraw
from flows.case.answers import CommitmentGiven, Identified
from models.case import AmendmentState, CaseStatus
from models.ids import SeatKey
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_request,
    make_stop,
    make_text,
)

HEAD_OF_UNIT = "nguyen.van.thi.du"
OF_THE_OFFICE = "bui.van.thi.du"
AUDITOR = "cao.thi.thi.du"
OF_ANOTHER_UNIT = "ta.thi.vi.du"
MEMBERS = (make_leader(), make_member())
WEEK = timedelta(days=7)


def plain(**changed):
    """Return fields of a request as a person writes them."""
    written = make_request(members=MEMBERS, **changed).model_dump(mode="json", exclude_none=True)
    return {name: written[name] for name in ("members", *changed)}


def a_week_later():
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    days = {"departs": DEPARTS + WEEK, "returns": RETURNS + WEEK, "itinerary": (stop,)}
    return make_text(**plain(**days))


def uploaded(text):
    return [("request_file", ("de-nghi.yaml", text.encode()))]


@pytest.fixture
def case_page(office):
    office.submits()
    return f"/cases/{office.case_no}"


@pytest.fixture
def approved(office, case_page):
    office.goes_on_until(Stage.PREPARATION)
    return case_page


@pytest.fixture
def officer(site):
    return site.browser().is_of(OFFICER)


def verbs_on(browser):
    return [link.rpartition("/do/")[2] for link in browser.links if "/do/" in link]


# --- who sees it ----------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [OFFICER, HEAD_OF_UNIT, OF_THE_OFFICE, AUDITOR])
def test_unit_office_and_auditors_see_a_case_as_a_whole(site, case_page, person):
    shown = site.browser().is_of(person).opens(case_page)

    assert (shown.status, "Gokseong" in shown.text) == (200, True)


def test_an_agency_that_was_asked_sees_the_case(site, office, case_page):
    office.goes_on_until(Stage.PARTY_DECISION)
    member = office.waiting(Act.DECIDE).holders[0]

    assert site.browser().is_of(member).opens(case_page).status == 200


def test_people_without_part_in_a_case_see_nothing_of_it(site, case_page):
    shown = site.browser().is_of(OF_ANOTHER_UNIT).opens(case_page)

    assert (shown.status, "Gokseong" in shown.html) == (403, False)


def test_who_is_not_signed_in_can_ask_for_a_code_and_comes_back_to_the_case(
    site, case_page, browser
):
    browser.opens(case_page)
    form = browser.form("/mailbox/code$")

    assert (browser.status, form.values["to"]) == (403, case_page)


def test_the_page_tells_the_timeline_with_what_is_still_to_come(officer, case_page):
    officer.opens(case_page)

    assert "chậm nhất" in officer.text
    assert "Nguyễn Văn Thí Dụ" in officer.text


def test_the_page_says_how_long_each_round_took(office, officer, case_page):
    office.takes_smoothly(office.waiting(Act.SIGN))

    assert "Thời gian ở đơn vị:" in officer.opens(case_page).text


def test_whom_the_case_waits_for_is_led_to_their_step(site, office, case_page):
    step = office.waiting(Act.SIGN)

    assert site.page_of(step) in site.browser().is_of(HEAD_OF_UNIT).opens(case_page).links


def test_the_page_of_a_visit_leads_to_its_programme_and_reception(site, office):
    office.receives()
    page = f"/cases/{office.case_no}"

    shown = site.browser().is_of("ta.thi.vi.du").opens(page)

    assert shown.status == 200
    assert {f"{page}/programme", f"{page}/reception"} <= set(shown.links)


def test_what_was_agreed_on_during_a_visit_stands_on_its_page(site, office):
    office.receives()
    report = office.goes_on_until(Stage.REPORT)
    due = office.today + timedelta(days=60)
    made = CommitmentGiven("Gửi tài liệu về giống lúa.", SeatKey("phung_hiep/officer"), due)
    office.takes(report, replace(office.smooth_answer(report), commitments=(made,)))

    shown = site.browser().is_of("ta.thi.vi.du").opens(f"/cases/{office.case_no}")

    assert "Gửi tài liệu về giống lúa." in shown.text


# --- which verbs are open -------------------------------------------------------------------------


def test_before_the_decision_a_unit_changes_withdraws_or_takes_over(site, case_page):
    shown = site.browser().is_of(HEAD_OF_UNIT).opens(case_page)

    assert verbs_on(shown) == ["change", "take-over", "withdraw"]


def test_after_the_decision_a_unit_amends_or_calls_off(officer, approved):
    assert verbs_on(officer.opens(approved)) == ["amend", "cancel"]


def test_an_amendment_on_its_way_can_only_be_dropped(office, officer, approved):
    propose_cancellation(office.desk, office.case_no, "Đối tác hoãn.", Filing(OFFICER, OFFICER))

    assert verbs_on(officer.opens(approved)) == ["drop-amendment"]


@pytest.mark.parametrize("person", [OF_THE_OFFICE, AUDITOR])
def test_nobody_but_the_unit_is_offered_its_verbs(site, case_page, person):
    assert verbs_on(site.browser().is_of(person).opens(case_page)) == []


# --- doing it -------------------------------------------------------------------------------------


def test_a_withdrawn_case_says_so_and_why(office, officer, case_page):
    officer.opens(f"{case_page}/do/withdraw")
    officer.sends(officer.form("/do/withdraw$"), reason="Đối tác hoãn chuyến thăm.")

    assert office.case.status is CaseStatus.WITHDRAWN
    assert (officer.status, "Đối tác hoãn chuyến thăm." in officer.text) == (200, True)


def test_without_a_reason_nothing_is_withdrawn(office, officer, case_page):
    officer.opens(f"{case_page}/do/withdraw")
    officer.sends(officer.form("/do/withdraw$"), reason=" ")

    assert (officer.status, "Ghi rõ lý do" in officer.text) == (422, True)
    assert office.case.status is CaseStatus.IN_APPROVAL


def test_a_changed_dossier_is_in_force_at_once(office, officer, case_page):
    officer.opens(f"{case_page}/do/change")
    text = make_text(**plain(purpose="Ký kết hợp tác nông nghiệp."))
    officer.sends(officer.form("/do/change$"), files=uploaded(text))

    assert (officer.status, office.case.version) == (200, 2)


def test_a_dossier_with_problems_changes_nothing_and_tells_all_of_them(office, officer, case_page):
    officer.opens(f"{case_page}/do/change")
    text = make_text(**plain(area="gardening")).replace("2020-08-29", "2020-08-32")
    officer.sends(officer.form("/do/change$"), files=uploaded(text))

    assert (officer.status, office.case.version) == (422, 1)
    assert all(label in officer.text for label in ("Lĩnh vực đối ngoại:", "Ngày về:"))


def test_a_dossier_that_changes_nothing_is_told_so(officer, case_page):
    officer.opens(f"{case_page}/do/change")
    officer.sends(officer.form("/do/change$"), files=uploaded(make_text(**plain())))

    assert (officer.status, "không thay đổi gì" in officer.text) == (422, True)


def test_an_amendment_takes_its_way_and_stands_on_the_page(office, officer, approved):
    officer.opens(f"{approved}/do/amend")
    reason = "Phía bạn đề nghị lùi một tuần."
    officer.sends(officer.form("/do/amend$"), files=uploaded(a_week_later()), reason=reason)

    assert (officer.status, office.case.open_amendment.number) == (200, 1)
    assert ("Điều chỉnh lần 1" in officer.text, reason in officer.text) == (True, True)


def test_an_amendment_without_its_file_brings_the_reason_back(office, officer, approved):
    officer.opens(f"{approved}/do/amend")
    officer.sends(officer.form("/do/amend$"), reason="Phía bạn đề nghị lùi một tuần.")

    assert (officer.status, office.case.amendments) == (422, ())
    assert officer.form("/do/amend$").values["reason"] == "Phía bạn đề nghị lùi một tuần."


def test_what_was_approved_is_called_off_by_a_route_of_its_own(office, officer, approved):
    officer.opens(f"{approved}/do/cancel")
    officer.sends(officer.form("/do/cancel$"), reason="Đối tác hoãn.")

    assert office.case.open_amendment.cancels


def test_a_dropped_amendment_leaves_the_decision_in_force(office, officer, approved):
    propose_cancellation(office.desk, office.case_no, "Đối tác hoãn.", Filing(OFFICER, OFFICER))
    officer.opens(f"{approved}/do/drop-amendment")
    officer.sends(officer.form("/do/drop-amendment$"))

    assert office.case.amendments[0].state is AmendmentState.REFUSED
    assert office.case.status is CaseStatus.APPROVED


def test_a_colleague_takes_over_the_case(site, office, case_page):
    head = site.browser().is_of(HEAD_OF_UNIT).opens(f"{case_page}/do/take-over")
    head.sends(head.form("/do/take-over$"), reason="Cán bộ cũ chuyển công tác.")

    assert (head.status, office.case.filed_for) == (200, HEAD_OF_UNIT)


# --- at the wrong moment, by the wrong person ------------------------------------------------------


def test_a_verb_at_the_wrong_moment_has_a_clear_page(officer, approved):
    officer.opens(f"{approved}/do/withdraw")

    assert (officer.status, "không còn thực hiện được" in officer.text) == (409, True)


def test_a_verb_that_came_too_late_gives_the_words_back(office, officer, case_page):
    officer.opens(f"{case_page}/do/withdraw")
    form = officer.form("/do/withdraw$")
    office.goes_on_until(Stage.PREPARATION)

    officer.sends(form, reason="Đối tác hoãn chuyến thăm.")

    assert (officer.status, "Đối tác hoãn chuyến thăm." in officer.text) == (409, True)


def test_withdrawing_twice_is_told_as_too_late_on_the_form(office, officer, case_page):
    who = Identified(OFFICER, "mailbox_code")
    withdraw(office.desk, office.case_no, who, "Đối tác hoãn.")

    assert officer.opens(f"{case_page}/do/withdraw").status == 409


@pytest.mark.parametrize("verb", ["change", "withdraw", "amend", "cancel", "take-over"])
def test_nobody_of_another_unit_opens_a_form_or_sends_one(site, office, case_page, verb):
    before = site.state()
    stranger = site.browser().is_of(OF_ANOTHER_UNIT)
    address = f"{case_page}/do/{verb}"
    opened = stranger.opens(address).status

    token = site.token_of(stranger, address)
    stranger.client.post(address, data={"token": token, "reason": "Không cần nữa."})

    assert (opened, site.state() == before) == (403, True)


def test_a_forged_form_does_nothing(office, officer, case_page):
    officer.opens(f"{case_page}/do/withdraw")
    officer.sends(officer.form("/do/withdraw$"), token="made-up", reason="Đối tác hoãn.")

    assert (officer.status, office.case.status) == (403, CaseStatus.IN_APPROVAL)


def test_without_a_session_the_words_come_back_unrecorded(site, office, case_page, browser):
    address = f"{case_page}/do/withdraw"
    shown = browser.client.post(address, data={"reason": "Đối tác hoãn chuyến thăm."})

    assert office.case.status is CaseStatus.IN_APPROVAL
    assert (shown.status_code, "Đối tác hoãn chuyến thăm." in shown.text) == (403, True)


def test_an_amended_dossier_is_among_the_versions_once_it_is_in_force(office, officer, approved):
    by = Filing(OFFICER, OFFICER)
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    changed = make_request(
        members=MEMBERS, departs=DEPARTS + WEEK, returns=RETURNS + WEEK, itinerary=(stop,)
    )
    propose(office.desk, office.case_no, changed, {}, "Phía bạn đề nghị.", by)
    while office.case.open_amendment:
        office.takes_smoothly(next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT))

    assert "Phiên bản 2:" in officer.opens(approved).text


def test_an_answer_that_waits_for_a_revision_is_no_moment_to_change(office, officer, case_page):
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))

    assert "change" not in verbs_on(officer.opens(case_page))


def test_what_was_typed_at_the_console_is_told_with_its_account(browser, office, case_page):
    withdraw(office.desk, office.case_no, Identified(OFFICER, "console:van-thu"), "Đối tác hoãn.")

    shown = browser.is_of(OFFICER).opens(case_page)

    assert "Rút hồ sơ · Nguyễn Thị Mẫu" in shown.text
    assert "từ máy chủ (console), tài khoản van-thu" in shown.text


def test_what_was_done_on_the_pages_is_not_told_as_from_the_console(browser, office, case_page):
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")

    assert "console" not in browser.is_of(OFFICER).opens(case_page).text

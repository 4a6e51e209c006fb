"""What changed: between versions of a dossier, and by an amendment of what was approved."""

from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from flows.acts.submitting import change, resubmit
from models.ids import PersonId
from models.store.tables import persons
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_paper,
    make_request,
    make_stop,
)
from tests.factories.visit import make_visit_request

UNIT = Filing(OFFICER, OFFICER)
MEMBERS = (make_leader(), make_member())
WEEK = timedelta(days=7)
WHY = "Phía bạn đề nghị lùi một tuần."


def a_week_later():
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    days = {"departs": DEPARTS + WEEK, "returns": RETURNS + WEEK, "itinerary": (stop,)}
    return make_request(members=MEMBERS, **days)


# --- versions -----------------------------------------------------------------------------------


@pytest.fixture
def resubmitted(office):
    """The appraisal sent the dossier back; the unit handed it in with another purpose."""
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))
    new = make_request(members=(*MEMBERS, make_member(name="Lê Thị Thí Dụ")), purpose="Ký kết.")
    resubmit(office.desk, office.case_no, new, {}, UNIT)
    return office.waiting(Act.SIGN)


def test_who_is_asked_again_sees_what_was_and_what_is(browser, resubmitted):
    html = browser.signs_in(resubmitted, resubmitted.holders[0]).html

    assert "<del>Trao đổi về hợp tác nông nghiệp.</del>" in html
    assert "<ins>Ký kết.</ins>" in html


def test_a_member_who_came_is_named(browser, resubmitted):
    text = browser.signs_in(resubmitted, resubmitted.holders[0]).text

    assert "Thành viên đoàn chưa có → Lê Thị Thí Dụ" in text


def test_values_are_told_without_codes(office, browser):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Sửa."))
    changed = make_member(rank="district_chair", party_member=True)
    new = make_request(members=(make_leader(), changed), returns=RETURNS, plan_entry=None)
    resubmit(office.desk, office.case_no, new, {}, UNIT)
    step = office.waiting(Act.SIGN)

    text = browser.signs_in(step, step.holders[0]).text

    assert "đảng viên không → có" in text
    assert "→ Chủ tịch UBND huyện, thị xã, thành phố" in text
    assert "mục II.2 → bỏ" in text


def test_the_first_version_differs_from_nothing(office, browser):
    office.submits()
    step = office.waiting(Act.SIGN)

    assert "Nội dung sửa đổi" not in browser.signs_in(step, step.holders[0]).text


def test_what_changed_while_somebody_was_asked_is_shown_to_them(office, browser):
    office.submits()
    step = office.waiting(Act.SIGN)
    papers = (make_paper("request_letter", number="13/UBND"), make_paper("invitation"))
    change(office.desk, office.case_no, make_request(members=MEMBERS, papers=papers), {}, UNIT)

    page = browser.signs_in(step, step.holders[0])

    assert office.waiting(Act.SIGN).number == step.number
    assert "<del>12/UBND</del>" in page.html
    assert "<ins>13/UBND</ins>" in page.html


def test_who_has_answered_is_not_told_again_what_changed(office, browser, resubmitted):
    page = browser.signs_in(resubmitted, resubmitted.holders[0]).answers("sign")

    assert "Nội dung sửa đổi so với phiên bản trước" not in page.text


def test_a_reader_of_english_sees_what_changed_in_english(office, site, resubmitted):
    with office.desk.store.writing() as conn:
        conn.execute(persons.update().values(language="en"))

    text = site.browser("en").signs_in(resubmitted, resubmitted.holders[0]).text

    assert "nothing → Lê Thị Thí Dụ" in text


def test_each_round_says_how_long_it_was_with_whom(office, browser):
    office.submits()
    with office.desk.store.reading() as conn:
        tomorrow = office.at_work(conn).now + timedelta(days=1)
    office.time_passes(to=tomorrow)
    office.takes_smoothly(office.waiting(Act.SIGN))
    step = office.waiting(Act.APPRAISE)

    text = browser.signs_in(step, step.holders[0]).text

    assert "Thời gian ở đơn vị: 1 ngày; ở cơ quan giải quyết: dưới 1 giờ" in text


# --- amendments ---------------------------------------------------------------------------------


@pytest.fixture
def approved(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)
    return office


def step_of_amendment(office):
    return next(step for step in office.case.open_steps if step.stage is Stage.AMENDMENT)


@pytest.fixture
def proposed(approved):
    propose(approved.desk, approved.case_no, a_week_later(), {}, WHY, UNIT)
    return step_of_amendment(approved)


def test_an_amendment_shows_what_is_in_force_and_what_is_asked_for(browser, proposed):
    page = browser.signs_in(proposed, proposed.holders[0])

    assert "<del>24/08/2020</del>" in page.html
    assert "<ins>31/08/2020</ins>" in page.html
    assert WHY in page.text
    assert "Quyết định điều chỉnh hoặc bổ sung" in page.text


def test_an_amendment_is_answered_from_its_page(approved, browser, proposed):
    browser.signs_in(proposed, proposed.holders[0]).answers("sign")

    assert approved.case.step(proposed.number).choice == "sign"


def test_an_amendment_that_is_not_made_leaves_what_was_approved(approved, browser, proposed):
    page = browser.signs_in(proposed, proposed.holders[0])

    page.answers("return", remarks="Không lùi được.")

    assert "nội dung đã chấp thuận giữ nguyên hiệu lực" in page.text
    assert approved.case.begins == DEPARTS


def test_an_amendment_in_force_is_a_version_with_what_it_changed(approved, browser, proposed):
    while approved.case.open_amendment:
        approved.takes_smoothly(step_of_amendment(approved))
    step = approved.waiting(Act.PREPARE)

    html = browser.signs_in(step, step.holders[0]).html

    assert "<del>24/08/2020</del>" in html


def test_of_an_amendment_that_was_refused_no_version_is_told(approved, browser, proposed):
    approved.takes(proposed, make_answer("return", remarks="Không lùi được."))
    step = approved.waiting(Act.PREPARE)

    text = browser.signs_in(step, step.holders[0]).text

    assert ("Phiên bản 1" in text, "Phiên bản 2" in text) == (True, False)


def test_a_cancellation_shows_its_reason(approved, browser):
    reason = "Phía bạn hoãn vô thời hạn."
    propose_cancellation(approved.desk, approved.case_no, reason, UNIT)
    step = step_of_amendment(approved)

    text = browser.signs_in(step, step.holders[0]).text

    assert ("Đề nghị thôi cử đoàn, thôi đón đoàn" in text, reason in text) == (True, True)


def test_an_amended_visit_is_shown_by_day_and_clock(office, browser):
    visit = make_visit_request()
    office.receives(visit)
    office.goes_on_until(Stage.RECEPTION)
    first, *rest = visit.programme
    later = first.model_copy(update={"hall": "Hội trường lớn"})
    new = visit.model_copy(update={"programme": (later, *rest)})
    host = Filing(PersonId("ta.thi.vi.du"), "ta.thi.vi.du")
    propose(office.desk, office.case_no, new, {}, WHY, host)
    step = step_of_amendment(office)

    page = browser.signs_in(step, step.holders[0])

    assert "<ins>Hội trường lớn</ins>" in page.html

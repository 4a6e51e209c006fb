"""The reception board: how all arrangements of a visit stand, for those who look after it."""

from datetime import time

import pytest

from config.regulation.codes import Act, Stage
from models.store.tables import security_log
from tests.factories.office import make_answer
from tests.factories.visit import make_gift, make_item, make_visit_request

COORDINATOR = "bui.van.thi.du"
HOST_OFFICER = "ta.thi.vi.du"
AUDITOR = "cao.thi.thi.du"
HEAD_OF_HEALTH = "doan.thi.thi.du"
OTHER_UNIT = "nguyen.thi.mau"
POLICE = "duong.van.vi.du"


@pytest.fixture
def visit(office):
    """A visit whose arrangements are asked for."""
    items = (make_item(vehicle="Xe 29 chỗ", hall="Phòng khánh tiết"),)
    office.submits(make_visit_request(programme=items, gifts=(make_gift(),)))
    office.goes_on_until(Stage.RECEPTION)
    return office


@pytest.fixture
def board(site, visit):
    """Open the board as somebody who is signed in."""

    def opened(person=COORDINATOR):
        browser = site.browser()
        browser.client.cookies.set("doan-session", site.session_of(person))
        return browser.opens(f"/cases/{visit.case_no}/reception")

    return opened


def answers(office, key, choice, **given):
    office.takes(office.waiting(Act.ARRANGE, key=key), make_answer(choice, **given))


def test_what_is_asked_is_shown_with_who_is_asked_and_until_when(board):
    text = board().text

    assert "Bảo đảm an ninh, trật tự Chưa phản hồi bắt buộc" in text
    assert "Giám đốc, Công an tỉnh (Dương Văn Ví Dụ) Phản hồi trước 17:00 08/07/2020" in text


def test_what_is_not_mandatory_says_so(board):
    assert "Tặng phẩm Chưa phản hồi không bắt buộc" in board().text


def test_what_is_taken_on_is_confirmed_and_due_to_be_done(visit, board):
    answers(visit, "security", "take_on")

    text = board().text

    assert "Bảo đảm an ninh, trật tự Đã nhận" in text
    assert "Đã có cơ quan nhận nhiệm vụ: 1/" in text
    assert "Hoàn thành trước 17:00 21/08/2020" in text


def test_what_is_done_at_once_is_done(visit, board):
    answers(visit, "gifts", "done")

    assert "Tặng phẩm Đã hoàn thành" in board().text


def test_a_refusal_is_shown_in_its_words_and_stands_first(visit, board):
    answers(visit, "transport", "decline", remarks="Xe đã bố trí cho đoàn khác.")

    text = board().text
    told = text[text.index("Đã có cơ quan nhận nhiệm vụ") :]
    assert "Văn phòng UBND tỉnh không nhận: Xe đã bố trí cho đoàn khác." in told
    assert told.index("Bố trí phương tiện Không nhận nhiệm vụ") < told.index("Đón và tiễn khách")


def test_the_words_of_a_refusal_stay_when_another_has_it(visit, board):
    answers(visit, "transport", "decline", remarks="Xe đã bố trí cho đoàn khác.")
    visit.takes(visit.waiting(Act.REASSIGN), make_answer("give_to", seat="health/head"))

    text = board().text

    assert "Bố trí phương tiện Chưa phản hồi bắt buộc Giám đốc, Sở Y tế" in text
    assert "không nhận: Xe đã bố trí cho đoàn khác." in text


def test_what_is_done_without_says_why(visit, board):
    answers(visit, "transport", "decline", remarks="Hết xe.")
    without = make_answer("do_without", remarks="Đoàn tự thuê xe.")
    visit.takes(visit.waiting(Act.REASSIGN), without)

    assert "Không thực hiện nhiệm vụ này: Đoàn tự thuê xe." in board().text


def test_what_is_not_answered_in_time_is_late(visit, board):
    visit.time_passes(to=visit.waiting(Act.ARRANGE, key="security").due_at)

    assert "Bảo đảm an ninh, trật tự Chậm phản hồi" in board().text


def test_what_was_taken_on_and_not_done_in_time_is_late_too(visit, board):
    answers(visit, "security", "take_on")
    visit.time_passes(to=visit.waiting(Act.DELIVER, seat="police").due_at)

    assert "Bảo đảm an ninh, trật tự Đã nhận, chậm thực hiện" in board().text


def test_what_the_visit_waits_for_is_named(visit, board):
    answers(visit, "security", "take_on")

    text = board().text
    waits_for = text[text.index("Chuyến thăm còn chờ:") : text.index("Đã có cơ quan nhận nhiệm vụ")]
    assert ("Bố trí phương tiện" in waits_for, "an ninh" in waits_for) == (True, False)
    assert "Tặng phẩm" not in waits_for


def test_once_all_that_is_mandatory_is_confirmed_the_visit_waits_for_nothing(visit, board):
    for step in visit.case.open_steps:
        if step.act is Act.ARRANGE and step.key != "gifts":
            visit.takes_smoothly(step)

    assert "Mọi nhiệm vụ bắt buộc đã có cơ quan nhận." in board().text


def test_a_decision_not_to_wait_is_shown_with_its_reason(visit, board):
    visit.takes(visit.waiting(Act.OVERSEE), make_answer("do_without", remarks="Sắp đến ngày."))

    text = board().text

    assert ("Bùi Văn Thí Dụ quyết định không chờ nữa" in text, "Sắp đến ngày." in text) == (
        True,
        True,
    )
    assert "Chuyến thăm còn chờ:" not in text


def test_a_clash_is_shown_with_the_other_case(visit, board):
    first = visit.case_no
    item = make_item(begins=time(9), ends=time(11), hall="Phòng khánh tiết")
    visit.submits(make_visit_request(programme=(item,)))
    visit.goes_on_until(Stage.RECEPTION)

    assert f"Hồ sơ {first} đã giữ phòng họp, hội trường: Phòng khánh tiết" in board().text


def test_before_the_approval_the_board_says_what_will_be_asked(office, site):
    office.submits(make_visit_request())
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(COORDINATOR))

    text = browser.opens(f"/cases/{office.case_no}/reception").text

    assert "Chuyến thăm chưa được chấp thuận." in text
    assert "Đón và tiễn khách Chưa giao" in text


def test_only_ones_own_steps_are_linked(visit, site, board):
    mine = visit.waiting(Act.ARRANGE, key="welcome")
    others = visit.waiting(Act.ARRANGE, key="security")

    links = board(HOST_OFFICER).links

    assert (site.page_of(mine) in links, site.page_of(others) in links) == (True, False)


def test_the_coordinators_own_step_shows_the_board(visit, browser):
    oversight = visit.waiting(Act.OVERSEE)

    text = browser.signs_in(oversight, COORDINATOR).text

    assert "Bảo đảm an ninh, trật tự Chưa phản hồi" in text
    assert "Tiếp tục khi còn nhiệm vụ chưa có cơ quan nhận" in text


def test_the_coordinators_steps_lead_to_the_board_and_the_programme(visit, browser):
    links = browser.signs_in(visit.waiting(Act.OVERSEE), COORDINATOR).links

    assert {f"/cases/{visit.case_no}/{page}" for page in ("reception", "programme")} <= set(links)


def test_the_step_of_an_agency_does_not_lead_to_the_board(visit, browser):
    links = browser.signs_in(visit.waiting(Act.ARRANGE, seat="police"), POLICE).links

    assert f"/cases/{visit.case_no}/reception" not in links


@pytest.mark.parametrize("person", [COORDINATOR, HOST_OFFICER, AUDITOR])
def test_who_looks_after_a_visit_may_see_the_board(board, person):
    assert board(person).status == 200


@pytest.mark.parametrize("person", [COORDINATOR, HOST_OFFICER, AUDITOR])
def test_who_may_see_the_board_may_see_the_programme_it_leads_to(board, person):
    page = board(person)
    programme = next(link for link in page.links if link.endswith("/programme"))

    assert page.opens(programme).status == 200


@pytest.mark.parametrize("person", [HEAD_OF_HEALTH, OTHER_UNIT, POLICE])
def test_who_does_not_look_after_it_is_refused_and_told_nothing_of_it(board, person):
    page = board(person)

    assert (page.status, "Gangjin" in page.text) == (403, False)


def test_a_refused_look_at_the_board_stands_in_the_security_log(site, board):
    board(OTHER_UNIT)

    with site.desk.store.reading() as conn:
        noted = conn.execute(security_log.select()).all()
    assert [(row.what, row.person) for row in noted] == [("other_person", OTHER_UNIT)]


def test_who_is_not_signed_in_is_told_to_open_their_link(site, visit):
    page = site.browser().opens(f"/cases/{visit.case_no}/reception")

    assert (page.status, "Gangjin" in page.text) == (403, False)


def test_a_delegation_that_goes_abroad_has_no_board(office, site):
    office.submits()
    browser = site.browser()
    browser.client.cookies.set("doan-session", site.session_of(OTHER_UNIT))

    assert browser.opens(f"/cases/{office.case_no}/reception").status == 404

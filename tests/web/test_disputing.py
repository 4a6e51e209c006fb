"""Whoever something was recorded for says, on their page, that it is not theirs."""

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.office import record_on_paper
from flows.case.answers import Identified, PaperGiven
from models.ids import PersonId
from tests.factories.office import A_FILE, make_answer
from tests.factories.request import make_head, make_member, make_request

POLICE, CLERK = PersonId("duong.van.vi.du"), PersonId("bui.van.thi.du")
NOT_MINE = "Đây không phải kết quả của tôi"


@pytest.fixture
def recorded(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    step = office.waiting(Act.CONSULT, seat="police")
    paper = PaperGiven("77/CAT-PA", office.today, A_FILE)
    clerk = Identified(CLERK, "mailbox_code")
    record_on_paper(
        office.desk, office.case_no, step.number, POLICE, make_answer("agree"), paper, clerk
    )
    return step


@pytest.fixture
def police(browser, recorded):
    return browser.signs_in(recorded, POLICE)


def test_one_press_says_that_it_is_not_theirs(office, police, recorded):
    police.sends(police.form("/dispute$"))

    assert office.case.step(recorded.number).is_void
    assert "Người được ghi tên đã phản đối" in police.text


def test_the_page_leads_to_the_step_that_is_asked_anew(office, police, recorded):
    police.sends(police.form("/dispute$"))

    again = office.waiting(Act.CONSULT, seat="police")
    assert f"/cases/{office.case_no}/steps/{again.number}" in police.links


def test_a_second_press_changes_nothing(office, police, recorded):
    form = police.form("/dispute$")
    police.sends(form)
    before = office.case.seq

    police.sends(form)

    assert (police.status, office.case.seq) == (200, before)


def test_what_they_answered_themselves_is_not_offered_to_be_disputed(office, browser, recorded):
    step = office.waiting(Act.CONSULT, seat="dof")
    office.takes(step, make_answer("agree"))

    assert NOT_MINE not in browser.signs_in(step, step.holders[0]).text


def test_nobody_else_disputes_it(site, office, recorded):
    finance = office.waiting(Act.CONSULT, seat="dof").holders[0]
    stranger = site.browser().is_of(finance)
    address = f"{site.page_of(recorded)}/dispute"

    stranger.client.post(address, data={"token": site.token_of(stranger, address)})

    assert not office.case.step(recorded.number).is_void

"""The start page of a person: what waits for them, and where the cases of their unit stand."""

import re

import pytest

from config.regulation.codes import Act, Stage
from config.words import words
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from tests.factories.office import OFFICER, VOTE_FOR

HEAD_OF_UNIT = "nguyen.van.thi.du"
OF_THE_OFFICE = "bui.van.thi.du"
OF_ANOTHER_UNIT = "ta.thi.vi.du"
PARTY_CLERK = "ngo.thi.thi.du"


def start_of(site, person):
    return site.browser().is_of(person).opens("/")


def steps_on(browser):
    """The steps that wait, in their order: what somebody decided is listed further down."""
    waits = browser.html.partition('id="waits"')[2].partition("</section>")[0]
    return re.findall(r'href="(/cases/[^"]+/steps/[0-9]+)"', waits)


def test_what_waits_for_a_person_leads_to_its_step(site, office):
    office.submits()

    shown = start_of(site, HEAD_OF_UNIT)

    assert steps_on(shown) == [site.page_of(office.waiting(Act.SIGN))]


def test_steps_of_all_cases_are_listed_what_is_due_first_before_the_rest(site, office):
    office.submits()
    first = office.waiting(Act.SIGN)
    pages = [site.page_of(first)]
    office.time_passes()
    office.submits()
    pages.append(site.page_of(office.waiting(Act.SIGN)))

    assert steps_on(start_of(site, HEAD_OF_UNIT)) == pages


def test_what_was_answered_waits_no_more(site, office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))

    shown = start_of(site, HEAD_OF_UNIT)

    assert (steps_on(shown), "Không có việc nào đang chờ" in shown.text) == ([], True)


def test_a_vote_that_was_cast_waits_no_more(site, office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    voter, other = step.holders[:2]
    office.takes(step, VOTE_FOR, voter)

    assert steps_on(start_of(site, voter)) == []
    assert steps_on(start_of(site, other)) == [site.page_of(step)]


def test_a_unit_sees_where_its_cases_stand_and_since_when(site, office):
    office.submits()

    shown = start_of(site, OFFICER).text

    stage = words("vi").label("stage", "unit_signature")
    assert re.search(rf"Đang ở bước: {stage} · từ [0-9:]+ 06/07/2020", shown)


def test_a_case_that_is_over_stands_apart(site, office):
    office.submits()
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")

    shown = start_of(site, OFFICER)

    assert "Đã kết thúc" in shown.text
    assert "Đã rút" in shown.text
    assert "Đang giải quyết" not in shown.text


def test_nothing_of_other_units_is_listed(site, office):
    office.submits()

    assert office.case_no not in start_of(site, OF_ANOTHER_UNIT).html


def test_the_focal_office_sees_the_cases_of_all_units_those_that_are_over_too(site, office):
    office.submits()
    withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")

    assert f"/cases/{office.case_no}" in start_of(site, OF_THE_OFFICE).links


@pytest.mark.parametrize(("person", "led"), [(PARTY_CLERK, True), (OFFICER, False)])
def test_clerks_are_led_to_the_agendas(site, office, person, led):
    office.submits()

    assert ("/bodies/standing_committee/agenda" in start_of(site, person).links) is led


def test_nobody_in_particular_is_told_how_to_sign_in(browser, office):
    office.submits()

    browser.opens("/")

    assert (browser.status, office.case_no in browser.html) == (200, False)
    assert browser.form("/mailbox/code$").method == "post"

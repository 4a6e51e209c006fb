"""Somebody takes their own decision or vote back from the step's page."""

import pytest

from config.regulation.codes import Act, Stage
from tests.factories.office import make_answer


@pytest.fixture
def signing(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def head(browser, signing):
    """The head of the unit, who has just signed."""
    return browser.signs_in(signing, signing.holders[0]).answers("sign")


def takes_back(page):
    return page.sends(page.form("/take-back$"))


def offered(page):
    return any(form.action.endswith("/take-back") for form in page.forms)


def test_what_was_taken_back_is_shown_with_the_step_that_asks_anew(office, site, head):
    takes_back(head)

    assert "Kết quả này đã được chính người quyết định thu hồi." in head.text
    assert "Kết quả trước đây: Ký đề nghị" in head.text
    assert site.page_of(office.waiting(Act.SIGN)) in head.links


def test_the_step_it_opened_says_why_it_is_withdrawn(office, site, head):
    appraisal = office.waiting(Act.APPRAISE)
    takes_back(head)

    text = site.browser().signs_in(appraisal, appraisal.holders[0]).text

    assert "Kết quả ở bước trước đã được thu hồi" in text


def test_pressing_the_button_twice_is_no_mistake(office, head):
    form = head.form("/take-back$")
    head.sends(form)

    head.sends(form)

    assert head.status == 200
    assert [step.act for step in office.case.open_steps] == [Act.SIGN]


def test_once_a_later_step_has_an_outcome_it_is_offered_no_more(office, site, signing, head):
    office.takes_smoothly(office.waiting(Act.APPRAISE))

    assert not offered(head.opens(site.page_of(signing)))


def test_a_button_that_was_open_when_the_later_step_was_answered_says_it_is_too_late(office, head):
    form = head.form("/take-back$")
    office.takes_smoothly(office.waiting(Act.APPRAISE))

    head.sends(form)

    assert (head.status, "không còn thực hiện được" in head.text) == (409, True)


def test_nobody_is_offered_to_take_back_what_another_decided(office, site, signing):
    office.takes_smoothly(signing)
    appraisal = office.waiting(Act.APPRAISE)

    assert not offered(site.browser().signs_in(appraisal, appraisal.holders[0]))


def test_it_needs_the_token_of_its_own_form(office, signing, head):
    form = head.form("/take-back$")

    head.sends(form, token="made-up")

    assert head.status == 403
    assert office.case.step(signing.number).choice == "sign"


def test_a_vote_is_taken_back_and_cast_anew(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    member = browser.signs_in(step, step.holders[1]).answers("vote_for")

    takes_back(member).answers("vote_against", remarks="Chưa rõ kinh phí.")

    assert [vote.choice for vote in office.case.step(step.number).votes] == ["vote_against"]


def test_a_vote_taken_back_twice_is_no_mistake(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    member = browser.signs_in(step, step.holders[1]).answers("vote_for")
    form = member.form("/take-back$")
    member.sends(form)

    member.sends(form)

    assert (member.status, office.case.step(step.number).votes) == (200, ())


def test_a_dossier_handed_in_anew_is_not_taken_back_by_a_button(office, browser):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Nêu rõ mục đích."))
    revision = office.waiting(Act.REVISE)

    assert not offered(browser.signs_in(revision, revision.holders[0]))

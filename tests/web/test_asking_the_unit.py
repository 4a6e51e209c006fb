"""An approver asks the unit from the step's page; the clock stands still until it answers."""

import pytest

from config.regulation.codes import Act, Stage
from tests.factories.office import make_answer

QUESTION = "Ai chịu chi phí đi lại trong tỉnh bạn?"
ANSWER = "Phía bạn chịu toàn bộ."


@pytest.fixture
def appraisal(office):
    office.submits()
    return office.goes_on_until(Stage.APPRAISAL)


@pytest.fixture
def appraiser(browser, appraisal):
    return browser.signs_in(appraisal, appraisal.holders[0])


def asks(page, question=QUESTION):
    return page.sends(page.form("/question$"), question=question)


def test_a_question_goes_to_the_unit_and_the_step_stays_open(office, appraiser):
    asks(appraiser)

    assert {step.act for step in office.case.open_steps} == {Act.APPRAISE, Act.ANSWER}


def test_the_page_then_says_that_the_clock_stands_still(appraiser):
    asks(appraiser)

    assert "Tạm dừng tính thời hạn từ 08:00 06/07/2020" in appraiser.text
    assert "Đang chờ đơn vị làm rõ" in appraiser.text
    assert "còn 2 ngày" not in appraiser.text


def test_while_a_question_waits_no_other_is_offered(appraiser):
    asks(appraiser)

    assert [form for form in appraiser.forms if form.action.endswith("/question")] == []


def test_a_question_sent_twice_is_answered_in_words(appraiser):
    form = appraiser.form("/question$")
    appraiser.sends(form, question=QUESTION)

    appraiser.sends(form, question="Còn vé máy bay?")

    assert (appraiser.status, "Đang chờ đơn vị làm rõ" in appraiser.text) == (409, True)


def test_a_question_has_words(appraiser):
    asks(appraiser, "   ")

    assert (appraiser.status, "ghi nội dung cần đơn vị làm rõ" in appraiser.text) == (422, True)


def test_a_question_needs_the_token_of_its_own_form(office, appraiser):
    form = appraiser.form("/question$")

    appraiser.sends(form, question=QUESTION, token=appraiser.form().values["token"])

    assert (appraiser.status, QUESTION in appraiser.text) == (403, True)
    assert office.case.questions == ()


def test_nobody_asks_without_a_session(office, site, appraisal, appraiser):
    form = appraiser.form("/question$")

    stranger = site.browser().sends(form, question=QUESTION)

    assert (stranger.status, office.case.questions) == (403, ())


def test_who_only_signs_for_the_unit_asks_nobody(office, browser):
    office.submits()
    step = office.waiting(Act.SIGN)
    page = browser.signs_in(step, step.holders[0])

    assert [form for form in page.forms if form.action.endswith("/question")] == []


def test_the_unit_reads_who_asks_what(office, site, appraiser):
    asks(appraiser)
    step = office.waiting(Act.ANSWER)

    text = site.browser().signs_in(step, step.holders[0]).text

    assert f"đề nghị làm rõ {QUESTION}" in text
    assert "Nội dung làm rõ" in text


def test_question_and_answer_stand_in_the_history(office, site, appraisal, appraiser):
    asks(appraiser)
    step = office.waiting(Act.ANSWER)
    site.browser().signs_in(step, step.holders[0]).answers("answered", remarks=ANSWER)

    text = appraiser.opens(site.page_of(appraisal)).text

    assert text.index(QUESTION) < text.index(ANSWER)
    assert "Tạm dừng tính thời hạn" not in text


def test_a_question_nobody_needs_an_answer_to_any_more_is_told_as_such(office, site, appraiser):
    asks(appraiser)
    answering = office.waiting(Act.ANSWER)
    office.takes(office.waiting(Act.APPRAISE), make_answer("forward"))

    text = site.browser().signs_in(answering, answering.holders[0]).text

    assert "Cơ quan đề nghị làm rõ đã giải quyết xong; không cần làm rõ nữa." in text

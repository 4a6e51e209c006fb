"""A member bears the name of somebody in the directory: what appraisers and deciders see."""

import pytest

from config.regulation.codes import Stage
from tests.factories.request import make_head, make_member, make_request

CHAIR, CHAIRS_NAME = "pham.van.mau", "Phạm Văn Mẫu"


@pytest.fixture
def appraisal(office):
    namesake = make_member(name="PHẠM VĂN MẪU", person="not_in_directory")
    office.submits(make_request(members=(make_head(), namesake)))
    return office.goes_on_until(Stage.APPRAISAL)


@pytest.fixture
def appraiser(browser, appraisal):
    return browser.signs_in(appraisal, appraisal.holders[0])


def test_the_appraiser_is_shown_who_bears_a_members_name_and_in_which_seats(appraiser):
    assert "Thành viên “PHẠM VĂN MẪU” không phải là Phạm Văn Mẫu" in appraiser.text
    assert "Chủ tịch, UBND tỉnh" in appraiser.text


def test_whom_the_appraiser_ticks_is_told_apart_and_the_deciders_see_it(
    site, office, appraiser, appraisal
):
    appraiser.answers("forward", told_apart=CHAIR)

    decision = office.goes_on_until(Stage.STATE_DECISION)
    chair = site.browser().signs_in(decision, CHAIR)
    assert f"Đã đối chiếu, không phải là thành viên của đoàn: {CHAIRS_NAME}" in chair.text


def test_a_ticked_name_comes_back_with_an_answer_that_lacks_something(office, appraiser):
    appraiser.answers("return", told_apart=CHAIR)

    assert (appraiser.status, appraiser.form().values["told_apart"]) == (422, CHAIR)


def test_of_nobody_elses_name_the_form_says_nothing(office, browser):
    office.submits(make_request(members=(make_head(), make_member())))
    step = office.goes_on_until(Stage.APPRAISAL)

    page = browser.signs_in(step, step.holders[0])

    assert "told_apart" not in page.text

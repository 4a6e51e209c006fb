"""The page for leaders: counts, who is away and who comes, what is late and with whom."""

from datetime import timedelta

import pytest

from config.province_time import office_opens
from config.regulation.codes import Act

OFFICE, OF_ANOTHER_UNIT = "bui.van.thi.du", "ta.thi.vi.du"


def month_of(site, person):
    page = site.browser().is_of(person).opens("/statistics/month")
    assert page.status == 200
    return page


def test_an_empty_house_has_a_page_all_the_same(site):
    text = month_of(site, OFFICE).text

    assert "Hôm nay không có đoàn nào." in text
    assert "Không có việc nào quá hạn." in text


def test_who_is_abroad_stands_there_for_who_may_see_it(site, office):
    office.submits()
    office.goes_on_until_asked(Act.CONFIRM)
    begins = office.case.begins
    while office.today < begins:
        office.time_passes(office_opens(begins))

    assert office.case_no in month_of(site, OFFICE).html
    assert office.case_no not in month_of(site, OF_ANOTHER_UNIT).html


@pytest.mark.parametrize(("person", "shown"), [(OFFICE, True), (OF_ANOTHER_UNIT, False)])
def test_what_is_late_stands_with_the_body_that_has_it(site, office, person, shown):
    office.submits()
    step = office.goes_on_until_asked(Act.APPRAISE)
    office.time_passes(step.due_at + timedelta(days=1))

    page = month_of(site, person)
    assert (office.case_no in page.html) is shown
    assert ("Không có việc nào quá hạn." in page.text) is not shown

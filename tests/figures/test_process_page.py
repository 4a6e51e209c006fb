"""The picture of the process: of real journals, for whoever is shown what came of the cases."""

import pytest

from tests.factories.office import make_answer
from tests.factories.request import make_request

OFFICE, OF_ANOTHER_UNIT = "bui.van.thi.du", "ta.thi.vi.du"
YEAR = f"year={make_request().begins.year}"


@pytest.fixture
def over(office):
    office.submits()
    office.goes_on_to_the_end()
    return office.case_no


def test_the_picture_needs_no_script_and_names_the_cases(site, over):
    page = site.browser().is_of(OFFICE).opens(f"/statistics/process?{YEAR}")

    assert page.status == 200
    assert "<svg" in page.html
    assert "<script" not in page.html
    assert f'href="/cases/{over}"' in page.html
    assert "1 trên 1 hồ sơ đã phê duyệt đi đúng trình tự" in page.text


def test_others_see_nothing_of_it(site, over):
    page = site.browser().is_of(OF_ANOTHER_UNIT).opens(f"/statistics/process?{YEAR}")

    assert over not in page.html
    assert "Không có đoàn nào" in page.text


def test_a_case_that_came_back_goes_another_way_and_by_its_route_all_the_same(site, office, over):
    office.submits()
    step = office.case.open_steps[0]
    office.takes(step, make_answer("return", remarks="Xem lại."))
    page = site.browser().is_of(OFFICE).opens(f"/statistics/process?{YEAR}")

    assert "Các cách đi (2)" in page.text


@pytest.mark.parametrize("asked", ["body=police", "unit=nga_bay", "part=month_1", "kind=inbound"])
def test_it_is_chosen_from_by_body_unit_period_and_kind(site, over, asked):
    page = site.browser().is_of(OFFICE).opens(f"/statistics/process?{YEAR}&{asked}")

    assert (page.status, over in page.html) == (200, asked == "body=police")

"""The page of an annual plan: its entries with what became of them, its tasks, plan beside actual."""

import pytest

from config.regulation.codes import Stage
from models.case import CaseStatus
from models.request.parts import PlanEntry
from tests.factories.annual_plan import make_contribution, make_plan
from tests.factories.office import OFFICERS, Office
from tests.factories.request import make_request

OFFICE_OFFICER = OFFICERS["van_phong_ubnd"]


@pytest.fixture
def plan(site):
    """A plan in force, one entry of which is used."""
    office = site.office
    office.submits(make_plan())
    while office.case.status is CaseStatus.IN_APPROVAL:
        office.goes_on()
    used = PlanEntry(plan="1112/KH-UBND", entry="Mục R1", named=f"{office.case_no}/R1")
    Office(site.desk).submits(make_request(plan_entry=used))
    return office


def test_a_plan_tells_what_became_of_its_entries(plan, site):
    page = site.browser().is_of(OFFICE_OFFICER).opens(f"/cases/{plan.case_no}")

    assert page.status == 200
    for told in ("Thăm và làm việc tại huyện Gokseong", "R1", "V1", "Chưa sử dụng", "Quý III"):
        assert told in page.text
    assert "Đã dùng cho 1 đoàn" in page.text


def test_a_plan_tells_plan_beside_actual_by_the_way_delegations_go(plan, site):
    page = site.browser().is_of(OFFICE_OFFICER).opens(f"/cases/{plan.case_no}")

    assert "Kế hoạch: 1 đoàn, 5 lượt người, 120.000.000 đồng" in page.text
    assert "Thực hiện: 0 đoàn, 0 lượt, 0 người, 0 đồng" in page.text


def test_a_task_that_is_open_is_told_as_such_on_the_plan(plan, site):
    step = plan.goes_on_until(Stage.TASKS)

    page = site.browser().is_of(step.holders[0]).opens(f"/cases/{plan.case_no}")

    assert "Tập huấn công tác thông tin đối ngoại" in page.text


def test_whoever_is_asked_for_a_task_is_told_which_one_and_what_shows_it(plan, site):
    step = plan.goes_on_until(Stage.TASKS)

    page = site.browser().signs_in(step, step.holders[0])

    assert page.status == 200
    assert "Báo cáo kết quả thực hiện nhiệm vụ" in page.text
    assert "Tập huấn công tác thông tin đối ngoại" in page.text
    assert page.answers("done", remarks="Đã tập huấn, báo cáo số 9/BC-SCT.").status == 200
    assert plan.case.open_steps == ()


def test_whoever_decides_on_a_plan_is_told_which_units_registered_nothing(site):
    office = site.office
    office.submits(make_plan())
    step = office.goes_on_until(Stage.PARTY_DECISION)

    page = site.browser().signs_in(step, step.holders[0])

    assert page.status == 200
    assert "Chưa có đăng ký kế hoạch năm 2020" in page.text
    assert "Biểu quyết về kế hoạch công tác đối ngoại năm" in page.text


def test_what_a_unit_registers_is_shown_to_the_office(site):
    office = site.office
    office.submits(make_contribution())
    step = office.goes_on_until(Stage.APPRAISAL)

    page = site.browser().signs_in(step, step.holders[0])

    assert "Tiếp nhận đăng ký để tổng hợp vào kế hoạch" in page.text
    assert "120.000.000 đồng" in page.text


@pytest.mark.parametrize(("unit", "offered"), [("long_my", False), ("van_phong_ubnd", True)])
def test_only_the_office_is_offered_to_draw_up_the_plan(site, unit, offered):
    page = site.browser().is_of(OFFICERS[unit]).opens("/requests/new")

    assert "Đăng ký kế hoạch đối ngoại năm" in page.text
    assert ("Lập kế hoạch đối ngoại năm" in page.text) is offered

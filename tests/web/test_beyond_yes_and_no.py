"""Answers beyond yes and no: under conditions, for some members, returned with remarks on fields."""

import re

import pytest

from config.regulation.codes import Act, Gate, Kind, Management, Stage
from flows.case.answers import ConditionGiven, RemarkGiven
from tests.factories.office import make_answer
from tests.factories.request import make_head, make_member, make_request
from tests.factories.visit import make_visit_request

INSURANCE = "Mua bảo hiểm cho cả đoàn."
SECOND = "Nguyễn Văn Mẫu"
THIRD = "Lê Thị Thí Dụ"
# The consulted agencies agreed, so nobody has to be answered.
WHY = "Thành phần chưa gọn."
RETURN = {"choice": "return", "remarks": "Xem các nhận xét."}


def three(**changed):
    third = make_member(name=THIRD, managed_by=Management.UNIT)
    return make_request(members=(make_head(), make_member(), third), **changed)


@pytest.fixture
def decision(office):
    """The chair has the case of a delegation of three before them."""
    office.submits(three())
    return office.goes_on_until(Stage.STATE_DECISION)


@pytest.fixture
def chair(browser, decision):
    return browser.signs_in(decision, decision.holders[0])


def conditions(*words, gate=Gate.START):
    rows = {f"condition_what_{n}": word for n, word in enumerate(words, start=1)}
    return rows | {f"condition_gate_{n}": gate for n in range(1, len(words) + 1)}


# --- conditions ---------------------------------------------------------------------------------


def test_conditions_are_recorded_with_what_waits_for_them(office, chair):
    chair.answers("approve_with_conditions", **conditions(INSURANCE, gate=Gate.REPORT))

    assert [condition.gate for condition in office.case.conditions] == [Gate.REPORT]


def test_empty_rows_of_conditions_are_left_out(office, chair):
    written = conditions("", INSURANCE, "")

    chair.answers("approve_with_conditions", **written)

    assert len(office.case.conditions) == 1


def test_an_approval_with_conditions_needs_one(chair):
    chair.answers("approve_with_conditions")

    assert (chair.status, "ít nhất một điều kiện" in chair.text) == (422, True)


def test_conditions_are_not_lost_on_the_way_to_a_plain_approval(office, decision, chair):
    chair.answers("approve", **conditions(INSURANCE, gate=Gate.REPORT))

    form = chair.form()
    kept = (form.values["condition_what_1"], form.values["condition_gate_1"])
    assert (kept, office.case.step(decision.number).is_open) == ((INSURANCE, "report"), True)


def test_what_a_condition_waits_for_is_one_of_those_offered(chair):
    chair.answers("approve_with_conditions", **conditions(INSURANCE, gate="full_moon"))

    assert chair.status == 422


def test_the_unit_sees_the_condition_it_has_to_meet(office, browser, decision):
    given = (ConditionGiven(INSURANCE, Gate.START),)
    office.takes(decision, make_answer("approve_with_conditions", conditions=given))
    office.goes_on_until(Stage.CONDITIONS)
    step = office.waiting(Act.MEET)

    text = browser.signs_in(step, step.holders[0]).text

    assert f"Điều kiện của Chủ tịch, UBND tỉnh {INSURANCE}" in text
    assert "đang chờ thực hiện" in text


def test_how_a_condition_was_met_is_shown_with_it(office, browser, decision):
    given = (ConditionGiven(INSURANCE, Gate.START),)
    office.takes(decision, make_answer("approve_with_conditions", conditions=given))
    office.goes_on_until(Stage.CONDITIONS)
    step = office.waiting(Act.MEET)
    page = browser.signs_in(step, step.holders[0])

    page.answers("met", remarks="Đã mua cho ba người.")

    assert "đã thực hiện" in page.text
    assert page.text.count("Đã mua cho ba người.") > 1


# --- members ------------------------------------------------------------------------------------


def test_members_are_refused_by_their_numbers(office, chair):
    chair.answers("approve_some", refused_member=["2", "3"], remarks=WHY)

    assert [s.refused_members for s in office.case.refusals] == [(2, 3)]


def test_who_is_refused_is_struck_out_with_by_whom(office, browser, decision):
    office.takes(decision, make_answer("approve_some", refused_members=(3,), remarks=WHY))
    step = office.waiting(Act.ISSUE)

    page = browser.signs_in(step, step.holders[0])

    assert f"<del>{THIRD}</del>" in page.html
    assert f"{THIRD} không được đi: Chủ tịch, UBND tỉnh" in page.text


def test_without_its_head_the_page_says_that_the_dossier_goes_back(chair):
    chair.answers("approve_some", refused_member="1", remarks=WHY)

    assert "Không chấp thuận trưởng đoàn" in chair.text
    assert "Thành viên không được đi: Trần Thị Ví Dụ" in chair.text


@pytest.mark.parametrize(
    ("refused", "said"),
    [
        ([], "đánh dấu người không được đi"),
        (["1", "2", "3"], "là không chấp thuận cả đoàn"),
        (["4"], "không có thành viên số 4"),
        (["hai"], "không có thành viên số 0"),
    ],
)
def test_what_is_wrong_with_the_members_ticked_is_said(chair, refused, said):
    chair.answers("approve_some", refused_member=refused, remarks=WHY)

    assert (chair.status, said in chair.text) == (422, True)


def test_the_members_ticked_stay_ticked_when_the_reason_is_missing(chair):
    chair.answers("approve_some", refused_member=["3"])

    assert chair.form().values["refused_member"] == "3"


def test_guests_are_not_refused_one_by_one(office, browser):
    office.receives(make_visit_request())
    step = office.goes_on_until(Stage.STATE_DECISION)

    offered = browser.signs_in(step, step.holders[0]).form().choices

    assert ("approve_with_conditions" in offered, "approve_some" in offered) == (True, False)


def test_a_single_traveller_is_not_some_of_the_members(office, browser):
    office.submits(make_request(members=(make_head(),)))
    step = office.goes_on_until(Stage.STATE_DECISION)

    assert "approve_some" not in browser.signs_in(step, step.holders[0]).form().choices


# --- remarks on fields --------------------------------------------------------------------------


def remarks(*rows):
    fields = {f"remark_field_{n}": field for n, (field, _) in enumerate(rows, start=1)}
    return fields | {f"remark_what_{n}": what for n, (_, what) in enumerate(rows, start=1)}


def test_fields_are_offered_in_the_readers_words(chair):
    assert f"{SECOND} · Chuyên viên Phòng Kinh tế" in chair.text
    assert {"dates", "members[2]"} <= set(chair.form().offers["remark_field_1"])


def test_a_return_brings_its_remarks_on_fields(office, chair):
    chair.answers(**RETURN, **remarks(("dates", "Trùng kỳ họp."), ("members[3]", "Không cần.")))

    assert [remark.field for remark in office.case.remarks] == ["dates", "members[3]"]


def test_the_unit_sees_each_remark_beside_what_it_is_about(office, browser, decision):
    given = (RemarkGiven("members[3]", "Không thuộc lĩnh vực."), RemarkGiven("dates", "Trùng họp."))
    office.takes(decision, make_answer(**RETURN, remarks_on=given))
    step = office.waiting(Act.REVISE)

    text = browser.signs_in(step, step.holders[0]).text

    assert f"Thành viên đoàn: {THIRD} · Chuyên viên Phòng Kinh tế : Không thuộc lĩnh vực." in text
    assert "6 ngày Nhận xét khi trả lại: Trùng họp." in text
    assert "Nhận xét khi trả lại: Không thuộc lĩnh vực." in text


@pytest.mark.parametrize("request_", [three(), make_visit_request()], ids=["outbound", "inbound"])
def test_whatever_is_remarked_on_has_its_place_in_the_dossier(office, browser, request_):
    office.submits(request_)
    decision = office.goes_on_until(Stage.STATE_DECISION)
    people = "guests[2]" if request_.kind is Kind.INBOUND else "members[2]"
    fields = [*request_.facts(), people]
    given = tuple(RemarkGiven(field, f"Xem lại {field}.") for field in fields)
    office.takes(decision, make_answer(**RETURN, remarks_on=given))
    step = office.waiting(Act.REVISE)

    html = browser.signs_in(step, step.holders[0]).html

    beside = set(re.findall(r'<p class="remark">.*?</strong> Xem lại (.*?)\.</p>', html))
    assert set(fields) - beside == set()


@pytest.mark.parametrize(
    ("row", "said"),
    [
        (("", "Trùng kỳ họp."), "chọn mục của hồ sơ"),
        (("members[9]", "Ai?"), "chọn mục của hồ sơ"),
        (("dates", ""), "chưa ghi nhận xét"),
    ],
)
def test_a_remark_has_a_field_and_words(chair, row, said):
    chair.answers(**RETURN, **remarks(row))

    values = chair.form().values
    assert (chair.status, said in chair.text) == (422, True)
    assert values["remark_what_1"].strip() == row[1]


def test_remarks_on_fields_go_with_a_return_alone(office, decision, chair):
    chair.answers("approve", **remarks(("dates", "Trùng kỳ họp.")))

    assert (chair.status, office.case.step(decision.number).is_open) == (422, True)
    assert chair.form().values["remark_field_1"] == "dates"


def test_an_agency_that_only_gives_an_opinion_remarks_on_no_fields(office, browser):
    office.submits()
    step = office.goes_on_until(Stage.OPINIONS)

    assert "remark_field_1" not in browser.signs_in(step, step.holders[0]).form().values


def test_every_member_of_the_largest_delegation_can_be_ticked(office, browser):
    many = [make_member(name=f"Thành Viên Số {n}") for n in range(2, 101)]
    office.submits(make_request(members=(make_head(), *many)))
    step = office.goes_on_until(Stage.STATE_DECISION)
    page = browser.signs_in(step, step.holders[0])

    numbers = [str(n) for n in range(2, 101)]
    page.answers("approve_some", refused_member=numbers, remarks=WHY)

    assert len(office.case.refusals[0].refused_members) == 99

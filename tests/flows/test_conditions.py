"""Beyond yes and no: an approval with conditions, an approval of some members and not of others."""

import pytest

from config.regulation.codes import Act, Gate, Management, Stage
from flows.case.answers import ConditionGiven
from models.errors import DecisionIncomplete, StepClosed
from tests.factories.audit import verify
from tests.factories.office import make_answer
from tests.factories.request import make_head, make_member, make_request
from tests.factories.visit import make_visit_request

INSURANCE = ConditionGiven("Mua bảo hiểm cho cả đoàn.", Gate.START)
FIGURES = ConditionGiven("Báo cáo nêu rõ số hợp tác xã đã thăm.", Gate.REPORT)
SOME = {"choice": "approve_some", "remarks": "Thành phần chưa gọn."}


@pytest.fixture
def decision(office):
    """The chair has the case of a delegation of three before them."""
    second = make_member(name="Lê Thị Thí Dụ", managed_by=Management.UNIT)
    office.submits(make_request(members=(make_head(), make_member(), second)))
    return office.goes_on_until(Stage.STATE_DECISION)


def approves(office, decision, **answer):
    answer.setdefault("answer", "Đã xem xét ý kiến.")
    return office.takes(decision, make_answer(answer.pop("choice"), **answer))


def test_each_condition_waits_for_what_it_gates(office, decision):
    approves(office, decision, choice="approve_with_conditions", conditions=(INSURANCE, FIGURES))
    office.goes_on_until(Stage.CONDITIONS)

    assert [s.key for s in office.case.open_steps if s.act is Act.MEET] == ["1"]


def test_nobody_leaves_before_the_conditions_of_leaving_are_met(office, decision):
    approves(office, decision, choice="approve_with_conditions", conditions=(INSURANCE,))
    office.goes_on_until(Stage.CONDITIONS)
    for step in office.case.open_steps:
        if step.act is not Act.MEET:
            office.takes_smoothly(step)

    assert {step.act for step in office.case.open_steps} == {Act.MEET}


def test_who_receives_guests_is_asked_for_conditions_beside_the_reception(office):
    office.submits(make_visit_request())
    decision = office.goes_on_until(Stage.STATE_DECISION)
    approves(office, decision, choice="approve_with_conditions", conditions=(INSURANCE,))
    office.goes_on_until(Stage.RECEPTION)

    assert {Act.ARRANGE, Act.MEET} <= {step.act for step in office.case.open_steps}


def test_no_guests_come_before_the_conditions_of_coming_are_met(office):
    office.submits(make_visit_request())
    decision = office.goes_on_until(Stage.STATE_DECISION)
    approves(office, decision, choice="approve_with_conditions", conditions=(INSURANCE,))
    condition = office.goes_on_until(Stage.CONDITIONS)
    while asked := [s for s in office.case.open_steps if s.stage is Stage.RECEPTION]:
        office.takes_smoothly(asked[0])
    assert office.case.open_steps == (condition,)

    office.takes_smoothly(condition)

    assert Stage.CONDITIONS not in {step.stage for step in office.case.open_steps}


def test_the_report_is_accepted_after_its_conditions_are_met(office, decision):
    approves(office, decision, choice="approve_with_conditions", conditions=(FIGURES,))
    office.goes_on_until(Stage.REPORT)
    office.takes_smoothly(office.waiting(Act.FILE))

    assert Act.ACCEPT not in {step.act for step in office.case.open_steps}


def test_a_case_with_conditions_comes_to_its_end_and_verifies(office, decision):
    approves(office, decision, choice="approve_with_conditions", conditions=(INSURANCE, FIGURES))
    office.goes_on_to_the_end()

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_conditions_without_words_are_none(office, decision):
    with pytest.raises(DecisionIncomplete) as incomplete:
        approves(office, decision, choice="approve_with_conditions")

    assert incomplete.value.field == "conditions"


def test_the_delegation_goes_on_without_the_members_refused(office, decision):
    approves(office, decision, **SOME, refused_members=(2,))

    assert [s.refused_members for s in office.case.refusals] == [(2,)]


def test_without_its_head_it_goes_back_to_the_unit(office, decision):
    approves(office, decision, **SOME, refused_members=(1,))
    office.goes_on_until(Stage.REVISION)

    assert office.case.step(decision.number).choice == "head_refused"


@pytest.mark.parametrize("refused", [(1,), (2,)], ids=["the head", "another"])
def test_pressing_the_button_again_refuses_the_same_members(office, decision, refused):
    for _ in range(2):
        approves(office, decision, **SOME, refused_members=refused)

    assert office.case.step(decision.number).refused_members == refused


def test_whoever_refuses_others_afterwards_is_told_that_it_is_decided(office, decision):
    approves(office, decision, **SOME, refused_members=(2,))

    with pytest.raises(StepClosed):
        approves(office, decision, **SOME, refused_members=(3,))


def test_who_lets_nobody_go_has_to_reject(office, decision):
    with pytest.raises(DecisionIncomplete) as incomplete:
        approves(office, decision, **SOME, refused_members=(1, 2, 3))

    assert incomplete.value.field == "members_all"


def test_a_member_that_does_not_exist_is_named(office, decision):
    with pytest.raises(DecisionIncomplete) as incomplete:
        approves(office, decision, **SOME, refused_members=(4,))

    assert incomplete.value.facts["value"] == 4


def test_conditions_stand_beside_members_who_are_refused(office, decision):
    approves(office, decision, **SOME, refused_members=(2,), conditions=(INSURANCE,))

    step = office.case.step(decision.number)
    assert (step.refused_members, [c.step for c in office.case.conditions]) == ((2,), [step.number])
    office.goes_on_to_the_end()
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_no_condition_goes_back_with_a_delegation_without_its_head(office, decision):
    with pytest.raises(DecisionIncomplete) as lacking:
        approves(office, decision, **SOME, refused_members=(1,), conditions=(INSURANCE,))

    assert lacking.value.field == "conditions_without_head"

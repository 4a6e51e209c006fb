"""The annual plan from registration to the end of its year, as the regulation tells it."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.province_time import office_closes, start_of
from config.regulation.codes import Act, Kind, Stage
from flows.acts.amending import propose
from flows.acts.filing import Filing
from flows.drafting import writing
from models.annual_plan.request import AnnualPlanRequest
from models.case import AmendmentState, CaseStatus
from models.errors import DecisionIncomplete
from models.request.reading import read_values
from models.store.drafts import Task
from tests.factories.annual_plan import (
    make_contribution,
    make_entry,
    make_intended,
    make_plan,
    make_task,
)
from tests.factories.audit import verify
from tests.factories.office import OFFICERS, make_answer
from tests.factories.rows import everything

OFFICE_OFFICER = OFFICERS["van_phong_ubnd"]
VISIT = make_intended(kind="inbound")
BY_THE_OFFICE = Filing(OFFICE_OFFICER, OFFICE_OFFICER)


def difference(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference


def stages_of(case):
    return list(dict.fromkeys(step.stage for step in case.steps))


def test_what_a_unit_registers_is_signed_taken_and_archived(office):
    office.submits(make_contribution())

    case = office.goes_on_to_the_end()

    assert (case.no, case.status) == ("DK-2020-0001", CaseStatus.ARCHIVED)
    assert stages_of(case) == [Stage.UNIT_SIGNATURE, Stage.APPRAISAL]
    assert difference(office) is None


def test_the_office_gives_a_registration_back_with_remarks(office):
    office.submits(make_contribution())
    step = office.goes_on_until(Stage.APPRAISAL)

    office.takes(step, make_answer("return", remarks="Chưa nêu đối tác của đoàn."))

    assert [s.act for s in office.case.open_steps] == [Act.REVISE]
    assert office.case.status is CaseStatus.IN_APPROVAL
    assert difference(office) is None


def test_a_plan_goes_from_the_office_to_the_end_of_its_year(office):
    office.submits(make_plan())

    case = office.goes_on_to_the_end()

    assert (case.no, case.status) == ("KH-2020-0001", CaseStatus.ARCHIVED)
    assert stages_of(case) == [
        Stage.UNIT_SIGNATURE,
        Stage.OPINIONS,
        Stage.PARTY_DECISION,
        Stage.ASKING,
        Stage.STATE_DECISION,
        Stage.TASKS,
    ]
    assert office.today.isoformat() == "2020-12-31"
    assert difference(office) is None


def test_the_list_is_sent_up_before_its_answer_is_awaited(office):
    office.submits(make_plan())

    sent = office.goes_on_until(Stage.ASKING)
    assert [s.act for s in office.case.open_steps] == [Act.ISSUE]
    office.takes_smoothly(sent)

    assert [s.act for s in office.case.open_steps] == [Act.RECORD]
    assert office.waiting(Act.RECORD).due_at is None


def test_a_list_that_is_refused_above_ends_the_plan(office):
    office.submits(make_plan())
    office.goes_on_until(Stage.ASKING)
    office.takes_smoothly(office.waiting(Act.ISSUE))
    step = office.waiting(Act.RECORD)
    refusal = replace(office.smooth_answer(step), choice="refused_outside", remarks="Không đồng ý.")

    office.takes(step, refusal)

    assert office.case.status is CaseStatus.REJECTED
    assert difference(office) is None


def test_a_plan_is_in_force_while_its_year_lasts(office):
    office.submits(make_plan())
    approved_with_its_number(office)

    assert office.case.status is CaseStatus.APPROVED
    assert office.case.open_steps == ()
    assert office.today.year == 2020


def test_walking_a_plan_a_second_time_writes_nothing(office):
    office.submits(make_plan())
    approved_with_its_number(office)
    before = everything(office.desk.store)

    office.desk.walk(office.case_no)

    assert everything(office.desk.store) == before


def test_what_changes_in_midyear_is_an_amendment_and_the_plan_stands_until_then(office):
    office.submits(make_plan())
    approved_with_its_number(office)
    more = make_plan(entries=(*make_plan().entries, make_entry("R2", unit="nga_bay")))

    propose(office.desk, office.case_no, more, {}, "Bổ sung giữa năm.", BY_THE_OFFICE)
    assert len(request_in_force(office).entries) == 2
    the_amendment_is_decided(office)

    assert [a.state for a in office.case.amendments] == [AmendmentState.IN_FORCE]
    assert [e.key for e in request_in_force(office).entries] == ["R1", "V1", "R2"]
    assert office.case.status is CaseStatus.APPROVED
    assert difference(office) is None


def test_a_task_is_asked_of_its_unit_a_month_before_it_is_due(office):
    office.submits(make_plan(tasks=(make_task(due=date(2020, 10, 30), unit="nga_bay"),)))

    step = office.goes_on_until(Stage.TASKS)

    assert office.today == date(2020, 9, 30)
    assert (step.seat, step.key, step.holders) == ("nga_bay/officer", "N1", (OFFICERS["nga_bay"],))
    assert step.due_at == office_closes(date(2020, 10, 30))


def test_a_task_that_is_due_already_is_asked_at_once(office):
    office.submits(make_plan(tasks=(make_task(due=date(2020, 3, 31)),)))
    approved_with_its_number(office)

    assert [s.key for s in office.case.open_steps] == ["N1"]


def test_nobody_is_asked_for_what_is_done(office):
    office.submits(make_plan())
    step = office.goes_on_until(Stage.TASKS)

    office.takes(step, make_answer("done", remarks="Đã tập huấn, báo cáo số 9/BC-SCT."))

    assert office.case.open_steps == ()
    assert office.case.status is CaseStatus.APPROVED


@pytest.mark.parametrize("choice", ["done", "dropped"])
def test_what_came_of_a_task_is_told(office, choice):
    office.submits(make_plan())
    step = office.goes_on_until(Stage.TASKS)

    with pytest.raises(DecisionIncomplete, match="words"):
        office.takes(step, make_answer(choice))


def test_a_task_that_is_late_is_overdue_and_the_office_hears_of_it(office):
    office.submits(make_plan())
    office.goes_on_until(Stage.TASKS)

    while not office.waiting(Act.CARRY_OUT).overdue:
        office.time_passes()

    assert difference(office) is None


def test_a_year_does_not_end_with_open_tasks(office):
    late = make_task(due=date(2020, 12, 31))
    office.submits(make_plan(tasks=(late,)))
    step = office.goes_on_until(Stage.TASKS)
    while office.today <= date(2021, 1, 4):
        office.time_passes(start_of(office.today + timedelta(days=2)))

    before = office.case.status
    office.takes_smoothly(step)

    assert (before, office.case.status) == (CaseStatus.APPROVED, CaseStatus.ARCHIVED)
    assert difference(office) is None


def test_a_task_given_more_time_in_midyear_falls_due_later(office):
    office.submits(make_plan())
    office.goes_on_until(Stage.TASKS)
    later = make_plan(tasks=(make_task(due=date(2020, 11, 27)),))

    propose(office.desk, office.case_no, later, {}, "Giãn thời hạn.", BY_THE_OFFICE)
    the_amendment_is_decided(office)

    assert office.waiting(Act.CARRY_OUT).due_at == office_closes(date(2020, 11, 27))
    assert difference(office) is None


def test_what_is_asked_already_is_answered_though_it_was_taken_out_of_the_plan(office):
    office.submits(make_plan())
    step = office.goes_on_until(Stage.TASKS)
    propose(office.desk, office.case_no, make_plan(tasks=()), {}, "Bỏ nhiệm vụ.", BY_THE_OFFICE)
    the_amendment_is_decided(office)

    office.takes(step, make_answer("dropped", remarks="Đã đưa ra khỏi kế hoạch."))

    assert office.goes_on_to_the_end().status is CaseStatus.ARCHIVED
    assert difference(office) is None


def the_amendment_is_decided(office):
    while office.case.open_amendment:
        step = next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)
        office.takes_smoothly(step)


def request_in_force(office):
    with office.desk.reading(office.case_no) as work:
        return work.request


def approved_with_its_number(office):
    """Everybody answers until the plan is issued."""
    while office.case.status is CaseStatus.IN_APPROVAL:
        office.goes_on()


def registers(office, **changed):
    """A unit registers, and the office takes it."""
    office.submits(make_contribution(**changed))
    office.goes_on_to_the_end()
    return office.case_no


def test_a_plan_is_begun_with_what_units_registered_and_the_office_took(office):
    numbers = [registers(office), registers(office, unit="phung_hiep", entries=(VISIT,))]
    office.submits(make_contribution(unit="nga_bay"))

    draft = begins_a_plan(office)

    assert draft.values["year"] == "2020"
    assert [(e["key"], e["unit"]) for e in draft.values["entries"]] == [
        ("R1", "long_my"),
        ("V1", "phung_hiep"),
    ]
    assert draft.values["merged"] == numbers


def test_a_plan_of_which_nothing_is_registered_is_begun_empty(office):
    assert "entries" not in begins_a_plan(office).values


def test_a_second_plan_of_a_year_takes_nothing_that_the_first_one_has(office):
    number = registers(office)
    office.submits(make_plan(merged=(number,)))

    assert "entries" not in begins_a_plan(office).values


def test_what_is_registered_in_midyear_is_laid_into_the_next_version_of_the_plan(office):
    office.submits(make_plan())
    approved_with_its_number(office)
    plan, more = office.case_no, registers(office, unit="nga_bay")

    draft = writing.begin_version(office.desk, OFFICE_OFFICER, plan, Task.AMEND)

    values = writing.read_draft(office.desk, OFFICE_OFFICER, draft).values
    assert [(e["key"], e["unit"]) for e in values["entries"]] == [
        ("R1", "long_my"),
        ("V1", "phung_hiep"),
        ("R2", "nga_bay"),
    ]
    assert values["merged"] == [more]


def test_what_is_laid_in_can_be_filed_as_it_stands(office):
    number = registers(office)
    draft = begins_a_plan(office)
    letter = {"number": "21/VP-NV", "date": "2020-07-03"}
    said = {**draft.values, "letter": letter, "title": "Kế hoạch 2020", "purpose": "Triển khai."}

    request = read_values(
        {"kind": "annual_plan", **said}, office.desk.regulation(), also=lambda _: ()
    )

    assert isinstance(request, AnnualPlanRequest)
    assert [e.key for e in request.entries] == ["R1"]
    assert request.merged == (number,)


def begins_a_plan(office):
    draft, _ = writing.begin(office.desk, OFFICE_OFFICER, Kind.ANNUAL_PLAN)
    return writing.read_draft(office.desk, OFFICE_OFFICER, draft)

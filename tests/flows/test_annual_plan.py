"""The annual plan from registration to the end of its year, as the regulation tells it."""

from dataclasses import replace

from config.regulation.codes import Act, Stage
from flows.acts.amending import propose
from flows.acts.filing import Filing
from models.case import AmendmentState, CaseStatus
from tests.factories.annual_plan import make_contribution, make_entry, make_plan
from tests.factories.audit import verify
from tests.factories.office import OFFICERS, make_answer
from tests.factories.rows import everything

OFFICE_OFFICER = OFFICERS["van_phong_ubnd"]
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
    while office.case.open_steps:
        office.takes_smoothly(office.case.open_steps[0])

    assert [a.state for a in office.case.amendments] == [AmendmentState.IN_FORCE]
    assert [e.key for e in request_in_force(office).entries] == ["R1", "V1", "R2"]
    assert office.case.status is CaseStatus.APPROVED
    assert difference(office) is None


def request_in_force(office):
    with office.desk.reading(office.case_no) as work:
        return work.request


def approved_with_its_number(office):
    """Everybody answers until the plan is issued."""
    while office.case.status is CaseStatus.IN_APPROVAL:
        office.goes_on()

"""A dossier goes back to the unit and comes again."""

from datetime import datetime

import pytest

from config.province_time import PROVINCE_TIME
from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.submitting import change, resubmit
from flows.case.answers import RemarkGiven
from models.errors import DecisionIncomplete, NothingChanged, StepClosed, TooLate
from models.store import outbox
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import make_leader, make_member, make_request, make_speech

MEMBERS = (make_leader(), make_member())


def resubmits(office, **changed):
    request = make_request(members=MEMBERS, **changed)
    resubmit(office.desk, office.case_no, request, {}, Filing(OFFICER, OFFICER))


def returned(office, stage):
    """Bring a case to a stage and have it returned from there."""
    office.submits()
    step = office.goes_on_until(stage)
    office.takes(step, make_answer("return", remarks="Nêu rõ hơn mục đích."))
    return step


def test_a_returned_dossier_waits_with_the_unit(office):
    returned(office, Stage.STATE_DECISION)

    assert [step.act for step in office.case.open_steps] == [Act.REVISE]


def test_a_new_version_is_signed_again(office):
    returned(office, Stage.STATE_DECISION)

    resubmits(office, purpose="Ký kết hợp tác nông nghiệp công nghệ cao.")

    assert office.waiting(Act.SIGN).version == 2


def test_only_agencies_whose_facts_changed_are_asked_again(office):
    returned(office, Stage.STATE_DECISION)
    resubmits(office, speeches=(make_speech(),))

    office.goes_on_until(Stage.STATE_DECISION)

    asked = [step.seat for step in office.case.steps if step.act is Act.CONSULT]
    assert asked == ["police/head", "dof/head"]


def test_the_decider_who_returned_it_is_asked_again_even_if_their_facts_stand(office):
    step = returned(office, Stage.STATE_DECISION)
    resubmits(office, speeches=(make_speech(),))

    again = office.goes_on_until(Stage.STATE_DECISION)

    assert (again.digest, again.number > step.number) == (step.digest, True)


def test_missing_papers_are_asked_for_once(office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    asked = make_answer("supplement", remarks="Thiếu bản dịch thư mời.")
    office.takes(office.waiting(Act.APPRAISE), asked)
    resubmits(office, speeches=(make_speech(),))
    office.takes_smoothly(office.waiting(Act.SIGN))

    with pytest.raises(DecisionIncomplete) as refused:
        office.takes(office.waiting(Act.APPRAISE), asked)

    assert refused.value.field == "supplement"


def test_the_clock_of_the_appraisal_starts_at_the_completed_dossier(office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    first = office.waiting(Act.APPRAISE)
    office.takes(first, make_answer("supplement", remarks="Thiếu bản dịch thư mời."))
    office.time_passes(to=first.due_at)
    resubmits(office, speeches=(make_speech(),))
    office.takes_smoothly(office.waiting(Act.SIGN))

    assert office.waiting(Act.APPRAISE).due_at > first.due_at


def test_nobody_hands_in_a_version_that_was_not_asked_for(office):
    office.submits()

    with pytest.raises(StepClosed):
        resubmits(office)


def test_a_dossier_that_came_back_unchanged_is_appraised_from_the_day_it_came(office):
    office.submits()
    office.goes_on()
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Hộ chiếu sai số."))
    later = datetime(2020, 7, 20, 9, tzinfo=PROVINCE_TIME)
    office.time_passes(to=later)

    resubmits(office)

    assert office.waiting(Act.APPRAISE).due_at > later


def test_remarks_on_fields_are_kept_with_the_field_they_are_about(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    about = (RemarkGiven("members[2]", "Chưa rõ nhiệm vụ."), RemarkGiven("dates", "Trùng lễ."))

    office.takes(step, make_answer("return", remarks="Xem các ý kiến.", remarks_on=about))

    assert [remark.field for remark in office.case.remarks] == ["members[2]", "dates"]


@pytest.mark.parametrize("field", ["members[3]", "passport", "members[0]", "dates[1]", ""])
def test_a_remark_on_a_field_the_dossier_has_not_is_named(office, field):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    about = (RemarkGiven(field, "Chưa rõ."),)

    with pytest.raises(DecisionIncomplete) as incomplete:
        office.takes(step, make_answer("return", remarks="Xem lại.", remarks_on=about))

    assert incomplete.value.field == "remark_field"


def test_a_material_change_before_the_decision_asks_anew_whom_it_touches(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    asked = office.waiting(Act.CONSULT, seat="police")
    fewer = make_request(members=(make_leader(),))

    change(office.desk, office.case_no, fewer, {}, Filing(OFFICER, OFFICER))

    assert office.case.step(asked.number).is_void
    assert office.waiting(Act.SIGN)


def test_an_immaterial_change_before_the_decision_asks_nobody(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    before = office.case.open_steps
    retitled = make_request(members=(make_leader(), make_member()), title="Tên đã sửa")

    change(office.desk, office.case_no, retitled, {}, Filing(OFFICER, OFFICER))

    assert (office.case.version, office.case.open_steps) == (2, before)


def test_a_change_that_changes_nothing_is_told_so(office):
    office.submits()

    same = make_request(members=(make_leader(), make_member()))

    with pytest.raises(NothingChanged):
        change(office.desk, office.case_no, same, {}, Filing(OFFICER, OFFICER))


def test_after_the_final_decision_a_change_is_an_amendment(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)

    with pytest.raises(TooLate):
        change(office.desk, office.case_no, make_request(), {}, Filing(OFFICER, OFFICER))


def test_who_is_asked_anew_is_told_which_facts_changed(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    change(
        office.desk,
        office.case_no,
        make_request(members=(make_leader(),)),
        {},
        Filing(OFFICER, OFFICER),
    )
    office.goes_on_until(Stage.OPINIONS)

    with office.desk.store.reading() as conn:
        rows = outbox.messages_of(conn, office.case_no)
    asked = [row.facts["step"]["changed"] for row in rows if row.notice == "to_consult"]
    assert (asked[0], asked[-1]) == ([], ["members"])

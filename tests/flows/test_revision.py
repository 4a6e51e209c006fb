"""A dossier goes back to the unit and comes again."""

from datetime import datetime

import pytest

from config.regulation import Act, Stage
from config.words import PROVINCE_TIME
from flows.filing import Filing
from flows.submission import resubmit
from models.errors import DecisionIncomplete, StepClosed
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

"""An answer meets another answer, and what undoes, moves or ends it."""

from datetime import timedelta

from config.regulation.codes import Act, Stage
from tests.factories.office import make_answer
from tests.factories.request import (
    make_head,
    make_member,
    make_request,
)
from tests.proofs.acts import (
    APPRAISER,
    APPRAISING_COLLEAGUE,
    CHAIR,
    RETURNED,
    UNIT_HEAD,
    answers,
    changes,
    comes_due,
    gives,
    reassigns,
    records,
    request_of,
    sweeps,
    takes_back,
    takes_over,
    withdraws,
)
from tests.proofs.pair import Pairs

ANSWERS = Pairs()


@ANSWERS.add
def two_colleagues_answer_one_step(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    reassigns(office, step, APPRAISING_COLLEAGUE)()
    other = answers(office, step, RETURNED, APPRAISING_COLLEAGUE)
    return answers(office, step, person=APPRAISER), other


@ANSWERS.add
def a_button_is_pressed_twice(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step), answers(office, step)


@ANSWERS.add
def a_leader_and_a_substitute_decide(office):
    gives(office, CHAIR, "bui.van.thi.du", "people_committee/chair")()
    office.submits(make_request(members=(make_head(), make_member())))
    step = office.goes_on_until(Stage.STATE_DECISION)
    return answers(office, step), answers(office, step, RETURNED, "bui.van.thi.du")


@ANSWERS.add
def two_agencies_give_the_last_opinions(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    one, other = (s for s in office.case.open_steps if s.act is Act.CONSULT)
    return answers(office, one), answers(office, other)


@ANSWERS.add
def an_opinion_is_answered_and_recorded_from_paper(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    step = office.waiting(Act.CONSULT, seat="police")
    objects = make_answer("object", remarks="Không đồng ý.")
    return answers(office, step), records(office, step, objects)


# --- an answer, and what undoes or moves it ---------------------------------------------------------


@ANSWERS.add
def the_last_approval_meets_a_withdrawal(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    return answers(office, office.waiting(Act.ISSUE)), withdraws(office)


@ANSWERS.add
def an_answer_meets_a_change(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step), changes(office)


@ANSWERS.add
def an_answer_meets_an_immaterial_change(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step), changes(office, request_of(title="Thăm huyện Gokseong"))


@ANSWERS.add
def an_answer_is_taken_back_while_the_next_one_comes(office):
    office.submits()
    signed = office.goes_on_until(Stage.UNIT_SIGNATURE)
    office.takes_smoothly(signed)
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step), takes_back(office, signed, UNIT_HEAD)


def past_its_deadline(office):
    """The last agency is asked and reminded, and its time is over; nobody has looked around yet."""
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    office.takes_smoothly(office.waiting(Act.CONSULT, seat="dof"))
    step = office.waiting(Act.CONSULT, seat="police")
    office.time_passes(to=step.due_at - timedelta(minutes=1))
    comes_due(office, step)
    return step


@ANSWERS.add
def an_answer_meets_its_deadline(office):
    step = past_its_deadline(office)
    return answers(office, step), sweeps(office)


@ANSWERS.add
def a_step_is_given_to_a_colleague_while_it_is_answered(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step), reassigns(office, step, APPRAISING_COLLEAGUE)


@ANSWERS.add
def a_case_is_taken_over_while_it_is_answered(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    return answers(office, step, RETURNED), takes_over(office)


@ANSWERS.add
def two_sweeps_meet(office):
    past_its_deadline(office)
    return sweeps(office), sweeps(office)

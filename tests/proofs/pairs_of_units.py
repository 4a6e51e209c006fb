"""Votes meet, and what a unit does with its own dossier before and after it was approved."""

from config.regulation.codes import Act, Stage
from tests.factories.office import make_answer
from tests.factories.request import (
    make_cost,
)
from tests.proofs.acts import (
    APPRAISING_COLLEAGUE,
    RETURNED,
    answers,
    approved,
    asks,
    calls_off,
    changes,
    drops,
    enters,
    proposes,
    reassigns,
    request_of,
    resubmits,
    takes_back,
    withdraws,
)
from tests.proofs.pair import Pairs

VOTES_AND_DOSSIERS = Pairs()


# --- votes --------------------------------------------------------------------------------------


def a_vote_short(office):
    """Bring a case before the committee, and let it vote until one more vote may decide."""
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    *voting, one, other = step.holders
    for person in voting:
        answers(office, step, person=person)()
    return step, one, other


@VOTES_AND_DOSSIERS.add
def two_members_cast_the_deciding_vote(office):
    step, one, other = a_vote_short(office)
    against = make_answer("vote_against", remarks="Chưa cần thiết.")
    return answers(office, step, person=one), answers(office, step, against, other)


@VOTES_AND_DOSSIERS.add
def a_member_votes_twice(office):
    step, one, _ = a_vote_short(office)
    return answers(office, step, person=one), answers(office, step, make_answer("abstain"), one)


@VOTES_AND_DOSSIERS.add
def a_vote_meets_the_minutes(office):
    step, one, _ = a_vote_short(office)
    return answers(office, step, person=one), enters(office, {office.case_no: step})


@VOTES_AND_DOSSIERS.add
def a_vote_is_taken_back_while_the_deciding_one_is_cast(office):
    step, one, _ = a_vote_short(office)
    chair = step.holders[0]
    return answers(office, step, person=one), takes_back(office, step, chair)


@VOTES_AND_DOSSIERS.add
def two_clerks_enter_the_minutes(office):
    step, _, _ = a_vote_short(office)
    decided = {office.case_no: step}
    return enters(office, decided), enters(office, decided, votes="vote_against")


# --- the unit's own dossier -------------------------------------------------------------------------


@VOTES_AND_DOSSIERS.add
def a_new_version_meets_a_withdrawal(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    office.takes(step, RETURNED)
    return resubmits(office), withdraws(office)


@VOTES_AND_DOSSIERS.add
def two_new_versions_meet(office):
    office.submits()
    office.goes_on_until(Stage.APPRAISAL)
    return changes(office), changes(office, request_of(costs=(make_cost(item="Ăn ở"),)))


@VOTES_AND_DOSSIERS.add
def a_question_meets_the_answer_of_a_colleague(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    reassigns(office, step, APPRAISING_COLLEAGUE)()
    return answers(office, step), asks(office, step, APPRAISING_COLLEAGUE)


@VOTES_AND_DOSSIERS.add
def a_question_is_answered_while_the_asking_step_is(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    asks(office, step)()
    return answers(office, office.waiting(Act.ANSWER)), answers(office, step)


# --- amendments -----------------------------------------------------------------------------------


@VOTES_AND_DOSSIERS.add
def an_amendment_is_asked_for_while_a_task_is_done(office):
    approved(office)
    return proposes(office), answers(office, office.waiting(Act.PREPARE))


@VOTES_AND_DOSSIERS.add
def two_amendments_are_asked_for(office):
    approved(office)
    return proposes(office), proposes(office, request_of(costs=(make_cost(item="Ăn ở"),)))


@VOTES_AND_DOSSIERS.add
def an_amendment_meets_a_cancellation(office):
    approved(office)
    return proposes(office), calls_off(office)


def amendment_before_the_clerk(office):
    """An amendment has everybody's consent and waits only for its paper."""
    approved(office)
    proposes(office)()
    while not any(s.act is Act.ISSUE for s in amending(office)):
        office.takes_smoothly(amending(office)[0])
    return amending(office)[0]


def amending(office):
    return [s for s in office.case.open_steps if s.stage is Stage.AMENDMENT]


@VOTES_AND_DOSSIERS.add
def an_amendment_comes_into_force_while_a_task_is_done(office):
    issuing = amendment_before_the_clerk(office)
    return answers(office, issuing), answers(office, office.waiting(Act.PREPARE))


@VOTES_AND_DOSSIERS.add
def an_amendment_comes_into_force_while_it_is_dropped(office):
    issuing = amendment_before_the_clerk(office)
    return answers(office, issuing), drops(office)

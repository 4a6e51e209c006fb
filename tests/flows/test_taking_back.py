"""Somebody takes their own decision back, as long as nothing rests on it."""

from dataclasses import replace

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.amending import propose_cancellation
from flows.acts.filing import Filing
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from models.case import CaseStatus
from models.errors import DecisionRefused, StepClosed, TooLate
from tests.factories.audit import verify
from tests.factories.office import OFFICER, VOTE_FOR, make_answer


def takes_back(office, step, person=""):
    who = Identified(person or office.case.step(step.number).decided_by, "mailbox_code")
    return take_back(office.desk, office.case_no, step.number, who)


def test_who_took_a_decision_back_is_asked_anew(office):
    office.submits()
    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))

    takes_back(office, signed)

    assert [step.act for step in office.case.open_steps] == [Act.SIGN]


def test_the_same_answer_to_what_was_taken_back_is_refused_and_not_lost_in_silence(office):
    office.submits()
    asked = office.waiting(Act.SIGN)
    takes_back(office, office.takes(asked, make_answer("sign")))

    with pytest.raises(StepClosed):
        office.takes(asked, make_answer("sign"))


def test_the_step_it_opened_is_withdrawn(office):
    office.submits()
    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))
    opened = office.waiting(Act.APPRAISE)

    takes_back(office, signed)

    assert office.case.step(opened.number).is_void


def test_the_case_goes_on_from_the_new_answer(office):
    office.submits()
    takes_back(office, office.takes(office.waiting(Act.SIGN), make_answer("sign")))

    office.goes_on_to_the_end()

    assert office.case.status is CaseStatus.ARCHIVED


def test_once_a_later_step_has_an_outcome_it_is_too_late(office):
    office.submits()
    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))
    office.takes_smoothly(office.waiting(Act.APPRAISE))

    with pytest.raises(TooLate):
        takes_back(office, signed)


def test_a_paper_with_its_number_is_not_taken_back(office):
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))
    issued = office.waiting(Act.ISSUE)
    office.takes_smoothly(issued)

    with pytest.raises(TooLate):
        takes_back(office, issued)


def test_an_opinion_is_taken_back_while_another_agency_has_answered(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    finance = office.waiting(Act.CONSULT, seat="dof")
    office.takes(police, make_answer("agree"))
    office.takes(finance, make_answer("agree"))

    takes_back(office, police)

    assert [step.seat for step in office.case.open_steps] == ["police/head"]


def test_nobody_takes_back_what_another_decided(office):
    office.submits()
    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))

    with pytest.raises(DecisionRefused) as refused:
        takes_back(office, signed, "dang.thi.mau")

    assert refused.value.reason == "not_your_decision"


def test_a_step_without_an_outcome_has_nothing_to_take_back(office):
    office.submits()

    with pytest.raises(StepClosed):
        takes_back(office, office.waiting(Act.SIGN), "nguyen.van.thi.du")


def test_a_vote_is_changed_before_the_body_has_decided(office):
    office.submits()
    decision = office.goes_on_until(Stage.PARTY_DECISION)
    member = decision.holders[0]
    office.takes(decision, VOTE_FOR, member)

    takes_back(office, decision, member)
    office.takes(decision, make_answer("vote_against", remarks="Chưa rõ kinh phí."), member)

    assert [vote.choice for vote in office.case.step(decision.number).votes] == ["vote_against"]


def test_whoever_listens_hears_of_a_vote_taken_back(office):
    office.submits()
    asked = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(asked, VOTE_FOR, asked.holders[0])
    heard: list[str] = []

    desk = replace(office.desk, tell=heard.append)
    take_back(desk, office.case_no, asked.number, Identified(asked.holders[0], "mailbox_code"))

    assert heard == [office.case_no]


def test_a_case_with_a_decision_taken_back_verifies(office):
    office.submits()
    takes_back(office, office.takes(office.waiting(Act.SIGN), make_answer("sign")))
    decision = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(decision, VOTE_FOR, decision.holders[0])
    takes_back(office, decision, decision.holders[0])

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_a_calling_off_that_is_in_force_is_taken_back_by_nobody(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)
    propose_cancellation(office.desk, office.case_no, "Dịch bệnh.", Filing(OFFICER, OFFICER))
    office.takes_smoothly(office.waiting(Act.SIGN))
    decision = office.waiting(Act.DECIDE)
    office.takes_smoothly(decision)

    with pytest.raises(TooLate):
        takes_back(office, decision)


def test_what_a_body_has_decided_no_single_voter_takes_back(office):
    office.submits()
    office.goes_on_until(Stage.PARTY_DECISION)
    decision = office.waiting(Act.DECIDE)
    office.takes_smoothly(decision)
    decided = office.case.step(decision.number)
    assert decided.decided_by is None

    for voter in {vote.person for vote in decided.votes}:
        with pytest.raises(DecisionRefused) as refused:
            takes_back(office, decided, voter)
        assert refused.value.reason == "not_your_decision"

"""The unit takes its request back before the final decision."""

import threading

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from models.case import CaseStatus
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed, TooLate
from models.ids import PersonId
from tests.factories.audit import verify
from tests.factories.office import OFFICER, make_answer

WHY = "Phía bạn đề nghị lùi chuyến thăm."
UNIT = Identified(OFFICER, "mailbox_code")


def withdraws(office, who=UNIT, reason=WHY):
    return withdraw(office.desk, office.case_no, who, reason)


def test_a_withdrawn_case_asks_nothing_of_anybody(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)

    withdraws(office)

    assert (office.case.status, office.case.open_steps) == (CaseStatus.WITHDRAWN, ())


def test_those_who_were_asked_have_their_steps_withdrawn(office):
    office.submits()
    asked = office.goes_on_until(Stage.OPINIONS)

    withdraws(office)

    assert office.case.step(asked.number).is_void


def test_an_answer_after_the_withdrawal_comes_too_late(office):
    office.submits()
    asked = office.waiting(Act.SIGN)
    withdraws(office)

    with pytest.raises(StepClosed):
        office.takes(asked, make_answer("sign"))


def test_after_the_final_decision_nothing_is_withdrawn(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)

    with pytest.raises(TooLate):
        withdraws(office)


def test_only_the_unit_withdraws(office):
    office.submits()

    with pytest.raises(DecisionRefused) as refused:
        withdraws(office, Identified(PersonId("mai.van.mau"), "mailbox_code"))

    assert refused.value.reason == "not_of_unit"


def test_a_withdrawal_says_why(office):
    office.submits()

    with pytest.raises(DecisionIncomplete) as incomplete:
        withdraws(office, reason=" ")

    assert incomplete.value.field == "reason"


def test_a_withdrawal_sent_twice_is_one(office):
    office.submits()
    withdraws(office)
    before = office.case.seq

    withdraws(office)

    assert office.case.seq == before


def test_a_withdrawn_case_verifies(office):
    office.submits()
    withdraws(office)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_of_an_approval_and_a_withdrawal_that_meet_exactly_one_stands(office):
    office.submits()
    decision = office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(decision)
    issue = office.waiting(Act.ISSUE)
    together = threading.Barrier(2)
    refused: list[Exception] = []

    def at_once(act):
        together.wait()
        try:
            act()
        except (StepClosed, TooLate) as late:
            refused.append(late)

    racing = [
        threading.Thread(target=at_once, args=(act,))
        for act in (lambda: office.takes_smoothly(issue), lambda: withdraws(office))
    ]
    for thread in racing:
        thread.start()
    for thread in racing:
        thread.join()

    withdrawn = office.case.status is CaseStatus.WITHDRAWN
    assert [type(late) for late in refused] == [StepClosed if withdrawn else TooLate]

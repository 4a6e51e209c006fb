"""An opinion that comes after its silence was recorded is taken, and shown as late."""

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.office import record_on_paper
from flows.case.answers import Identified, PaperGiven
from models.case import StepState
from models.entries import OpinionLate
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed
from models.ids import PersonId
from tests.factories.audit import verify
from tests.factories.letters import said, told, want_receipts
from tests.factories.office import A_FILE, OFFICER, SMOOTH, make_answer
from tests.factories.request import make_head, make_member, make_request

OBJECTS = make_answer("object", remarks="Một thành viên đang bị xác minh.")
AGREES = make_answer("agree")


def silence(office, request=None):
    """The police were silent, finance agreed, and the case has gone on."""
    office.submits(request)
    office.goes_on_until(Stage.OPINIONS)
    police = office.waiting(Act.CONSULT, seat="police")
    office.takes_smoothly(office.waiting(Act.CONSULT, seat="dof"))
    while office.case.step(police.number).is_open:
        office.time_passes()
    return police


@pytest.fixture
def police(office):
    return silence(office, make_request(members=(make_head(), make_member())))


def whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def test_it_stands_beside_the_silence(office, police):
    office.takes(police, AGREES)

    step = office.case.step(police.number)
    assert (step.state, step.choice, step.is_late) == (StepState.SILENT, "agree", True)
    assert step.decided_by == police.holders[0]
    assert whole(office)


def test_whoever_decides_is_told_and_so_is_the_unit(office, police):
    decision = office.waiting(Act.DECIDE)
    want_receipts(office.desk.store)

    office.takes(police, OBJECTS)

    assert sorted(told(office, "opinion_came_late")) == sorted([*decision.holders, OFFICER])
    assert told(office, "receipt_of_late") == [police.holders[0]]
    assert "sau khi hết thời hạn" in said(office, "opinion_came_late", to=OFFICER)


def test_the_silent_agency_is_told_that_it_still_can(office, police):
    assert told(office, "silence_of_yours") == list(police.holders)
    assert told(office, "silence_recorded") == [OFFICER]


def test_a_late_objection_is_answered_by_whoever_approves(office, police):
    office.takes(police, OBJECTS)
    decision = office.waiting(Act.DECIDE)

    with pytest.raises(DecisionIncomplete, match="answer"):
        office.takes(decision, make_answer("approve"))
    office.takes(decision, SMOOTH[Act.DECIDE])

    assert office.case.step(decision.number).choice == "approve"
    assert whole(office)


def test_the_same_one_given_twice_is_no_mistake(office, police):
    office.takes(police, OBJECTS)
    office.takes(police, OBJECTS)

    assert len([entry for entry in office.journal() if isinstance(entry, OpinionLate)]) == 1


def test_another_one_after_it_is_not_taken(office, police):
    office.takes(police, OBJECTS)

    with pytest.raises(StepClosed):
        office.takes(police, AGREES)


def test_after_the_last_decision_it_is_too_late(office, police):
    office.takes_smoothly(office.waiting(Act.DECIDE))

    with pytest.raises(StepClosed):
        office.takes(police, AGREES)


def test_it_is_for_whoever_was_asked_alone(office, police):
    with pytest.raises(DecisionRefused):
        office.takes(police, AGREES, "ly.thi.gia.dinh")


def test_an_objection_needs_its_words(office, police):
    with pytest.raises(DecisionIncomplete) as lacking:
        office.takes(police, make_answer("object"))

    assert lacking.value.field == "remarks"


def test_a_clerk_records_one_that_came_on_paper_and_its_giver_is_told(office, police):
    paper = PaperGiven("88/CAT-PA", office.today, A_FILE)
    clerk = Identified(PersonId("bui.van.thi.du"), "mailbox_code")

    record_on_paper(
        office.desk, office.case_no, police.number, police.holders[0], OBJECTS, paper, clerk
    )

    assert office.case.step(police.number).evidence.number == "88/CAT-PA"
    assert told(office, "late_recorded_for_you") == [police.holders[0]]
    assert whole(office)


def test_one_that_comes_after_the_chair_has_voted_binds_nobody_to_an_answer(office):
    police = silence(office)
    ballot = office.waiting(Act.DECIDE)
    assert ballot.collective
    chair = "tran.thi.du"
    assert chair in ballot.holders
    office.takes(ballot, make_answer("vote_for"), chair)

    office.takes(police, OBJECTS)
    for person in ballot.holders:
        if person != chair and office.case.step(ballot.number).is_open:
            office.takes(ballot, make_answer("vote_for"), person)

    assert office.case.step(ballot.number).choice == "approve"
    assert whole(office)


def test_one_that_comes_before_the_chair_votes_waits_for_the_chairs_answer(office):
    police = silence(office)
    ballot = office.waiting(Act.DECIDE)
    office.takes(police, OBJECTS)

    with pytest.raises(DecisionIncomplete, match="answer"):
        office.takes(ballot, make_answer("vote_for"), "tran.thi.du")

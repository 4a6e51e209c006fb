"""Who may record what somebody else answered: a right of its own, with a reason for each refusal."""

import pytest

from config.regulation.codes import Act, Kind, Stage
from models.case import Case, Step, StepState, Vote
from models.competence.recording import NotRecorded, may_record, records_alone
from models.ids import CaseNo, PersonId
from tests.models.test_competence import AT, make_step

CLERK = PersonId("clerk")
FREE = {
    "keeps": True,
    "travels": False,
    "of_unit": False,
    "in_seat": False,
    "one_clerk_suffices": False,
}


def case_of(*steps: Step, authors=()) -> Case:
    return Case(CaseNo("DR-2020-0001"), Kind.OUTBOUND, authors=tuple(authors), steps=steps)


def refusal(*steps, authors=(), step=None, **changed):
    asked = step or make_step()
    return may_record(CLERK, case_of(*steps, authors=authors), asked, **{**FREE, **changed})


def recorded(seat, **changed):
    return make_step(
        seat=seat, state=StepState.DECIDED, choice="agree", recorded_by=CLERK, **changed
    )


def test_who_keeps_the_papers_and_has_no_part_in_the_case_may_record():
    assert refusal() is None


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"keeps": False}, NotRecorded.NOT_KEEPER),
        ({"travels": True}, NotRecorded.OWN_TRIP),
        ({"authors": [CLERK]}, NotRecorded.OWN_REQUEST),
        ({"of_unit": True}, NotRecorded.OWN_UNIT),
        ({"in_seat": True}, NotRecorded.OWN_SEAT),
    ],
)
def test_who_has_a_part_in_it_records_nothing(changed, reason):
    assert refusal(**changed) is reason


def test_nobody_records_alone_for_two_seats_that_judge():
    police = recorded("police/head", act=Act.CONSULT)

    assert refusal(police) is NotRecorded.SECOND_SEAT


def test_the_same_seat_is_recorded_as_often_as_it_answers():
    before = recorded("people_committee/chair")

    assert refusal(before) is None


def test_a_vote_that_was_recorded_counts_as_the_bodys():
    vote = Vote(PersonId("member"), "vote_for", AT, recorded_by=CLERK)
    board = make_step(seat="standing_committee/member", stage=Stage.PARTY_DECISION, votes=(vote,))

    assert refusal(board) is NotRecorded.SECOND_SEAT


def test_what_does_not_judge_is_recorded_beside():
    signed = recorded("long_my/head", act=Act.SIGN)
    police = recorded("police/head", act=Act.CONSULT)

    assert refusal(signed) is None
    assert refusal(police, step=make_step(act=Act.ISSUE, seat="pc_office/clerk")) is None


def test_what_counts_no_more_is_not_counted():
    voided = recorded("police/head", act=Act.CONSULT)
    assert refusal(make_step(**{**vars(voided), "state": StepState.VOID})) is None


def test_a_regulation_may_let_one_clerk_suffice_and_it_shows():
    police = recorded("police/head", act=Act.CONSULT)

    assert refusal(police, one_clerk_suffices=True) is None
    assert records_alone(CLERK, case_of(police), make_step())


def test_whose_record_was_disputed_records_that_step_no_more():
    disputed = make_step(disputed=(CLERK,), state=StepState.VOID)

    assert refusal(disputed) is NotRecorded.DISPUTED
    assert refusal(disputed, step=make_step(seat="police/head", act=Act.CONSULT)) is None

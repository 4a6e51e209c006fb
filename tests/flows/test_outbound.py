"""An outbound delegation from request to archive, as the regulation tells it."""

from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Management, Stage, Trip
from models.case import CaseStatus, StepState
from models.errors import DecisionIncomplete, RequestInvalid, StepClosed
from models.ids import SeatKey
from models.request.parts import Letter, Urgent
from models.store import directory
from tests.factories.audit import verify
from tests.factories.office import make_answer
from tests.factories.request import make_head, make_leader, make_member, make_request


def test_a_delegation_travels_from_request_to_archive(office):
    office.submits()

    case = office.goes_on_to_the_end()

    assert case.status is CaseStatus.ARCHIVED


def test_its_stages_come_in_the_order_of_the_regulation(office):
    office.submits()

    case = office.goes_on_to_the_end()

    assert list(dict.fromkeys(step.stage for step in case.steps)) == [
        Stage.UNIT_SIGNATURE,
        Stage.APPRAISAL,
        Stage.OPINIONS,
        Stage.PARTY_DECISION,
        Stage.STATE_DECISION,
        Stage.PREPARATION,
        Stage.DEPARTURE,
        Stage.RETURN_HOME,
        Stage.REPORT,
        Stage.PASSPORTS,
        Stage.ACCOUNTS,
    ]


def test_its_journal_verifies_at_the_end(office):
    office.submits()
    office.goes_on_to_the_end()

    with office.desk.store.reading() as conn:
        verified = verify(conn)

    assert verified.difference is None


def test_the_consulted_agencies_are_asked_side_by_side(office):
    office.submits()

    office.goes_on_until(Stage.OPINIONS)

    assert [step.seat for step in office.case.open_steps] == ["police/head", "dof/head"]


def test_an_agency_that_does_not_answer_is_recorded_as_silent(office):
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    office.takes(office.waiting(Act.CONSULT, seat="police"), make_answer("agree"))
    asked = office.waiting(Act.CONSULT, seat="dof")

    office.time_passes(to=asked.due_at)

    assert office.case.step(asked.number).state is StepState.SILENT


def test_the_decision_opens_showing_a_silence(office):
    office.submits()
    asked = office.goes_on_until(Stage.OPINIONS)

    office.time_passes(to=asked.due_at)

    decision = office.waiting(Act.DECIDE)
    assert asked.number in decision.shows


def test_the_silence_of_a_decider_is_never_consent(office):
    office.submits()
    decision = office.goes_on_until(Stage.PARTY_DECISION)

    office.time_passes(to=decision.due_at)

    assert office.case.step(decision.number).is_open


def test_a_decider_past_the_deadline_is_overdue(office):
    office.submits()
    decision = office.goes_on_until(Stage.PARTY_DECISION)

    office.time_passes(to=decision.due_at)

    assert office.case.step(decision.number).overdue


def objected(office):
    """Bring a case before the party body with an objection of the police."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    objection = make_answer("object", remarks="Thời điểm chưa phù hợp.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), objection)
    office.takes(office.waiting(Act.CONSULT, seat="dof"), make_answer("agree"))
    return office.waiting(Act.DECIDE)


def test_an_objection_must_be_answered_in_words_by_the_chair(office):
    decision = objected(office)
    with office.desk.store.reading() as conn:
        chair = office.at_work(conn).holders("standing_committee/chair")[0]

    with pytest.raises(DecisionIncomplete) as refused:
        office.takes(decision, make_answer("vote_for"), chair)

    assert refused.value.field == "answer"


def test_a_body_does_not_agree_over_an_objection_its_chair_has_not_answered(office):
    decision = objected(office)
    with office.desk.store.reading() as conn:
        chair = office.at_work(conn).holders("standing_committee/chair")[0]

    for person in decision.holders:
        if person != chair:
            office.takes(decision, make_answer("vote_for"), person)

    assert office.case.step(decision.number).is_open


def test_a_body_agrees_once_its_chair_has_answered_the_objection(office):
    decision = objected(office)
    answered = make_answer("vote_for", answer="Đã trao đổi với Công an tỉnh.")

    for person in decision.holders:
        if office.case.step(decision.number).is_open:
            office.takes(decision, answered, person)

    assert office.case.step(decision.number).choice == "approve"


def test_a_rejection_gets_its_paper_before_the_case_ends(office):
    office.submits()
    decision = office.goes_on_until(Stage.STATE_DECISION)

    office.takes(decision, make_answer("reject", remarks="Không thiết thực."))

    assert office.waiting(Act.ISSUE).stage is Stage.STATE_DECISION


def test_a_rejected_case_is_over(office):
    office.submits()
    decision = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(decision, make_answer("reject", remarks="Không thiết thực."))

    office.takes_smoothly(office.waiting(Act.ISSUE))

    assert office.case.status is CaseStatus.REJECTED


def test_a_rejection_without_reasons_is_refused(office):
    office.submits()
    decision = office.goes_on_until(Stage.STATE_DECISION)

    with pytest.raises(DecisionIncomplete) as refused:
        office.takes(decision, make_answer("reject"))

    assert refused.value.field == "remarks"


def test_a_step_is_decided_once(office):
    office.submits()
    signature = office.waiting(Act.SIGN)
    office.takes(signature, make_answer("sign"))

    with pytest.raises(StepClosed):
        office.takes(signature, make_answer("return", remarks="Chưa đồng ý."))


def votes_on_an_objection(office):
    """Bring a case to the party body's vote after the police objected; return the step and its chair."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    objects = make_answer("object", remarks="Chưa rõ.")
    office.takes(office.waiting(Act.CONSULT, seat="police"), objects)
    step = office.goes_on_until(Stage.PARTY_DECISION)
    with office.desk.store.reading() as conn:
        (chair,) = directory.holders(conn, SeatKey("standing_committee/chair"), office.today)
    return step, chair


def test_the_chair_answers_an_objection_however_they_vote(office):
    step, chair = votes_on_an_objection(office)

    with pytest.raises(DecisionIncomplete) as refused:
        office.takes(step, make_answer("vote_against", remarks="Không đồng ý."), chair)

    assert refused.value.field == "answer"


def test_a_majority_against_its_chair_decides_once_the_objection_is_answered(office):
    step, chair = votes_on_an_objection(office)
    against = make_answer("vote_against", remarks="Không đồng ý.", answer="Đã xem xét.")
    office.takes(step, against, chair)

    for person in step.holders:
        if person != chair and office.case.steps[step.number - 1].is_open:
            office.takes(step, make_answer("vote_for"), person)

    assert office.case.steps[step.number - 1].choice == "approve"


def test_a_delegation_comes_back_no_earlier_than_it_left(office):
    office.submits()
    step = office.goes_on_until(Stage.RETURN_HOME)

    with pytest.raises(DecisionIncomplete) as refused:
        office.takes(step, make_answer("confirm", day=date(1990, 1, 1)))

    assert refused.value.field == "day_before"


def test_a_report_asked_for_once_more_has_its_whole_time_again(office):
    office.submits()
    office.goes_on_until(Stage.REPORT)
    filing = next(s for s in office.case.open_steps if s.act is Act.FILE)
    office.takes_smoothly(filing)
    office.time_passes(to=filing.due_at + timedelta(days=2))

    office.takes(office.waiting(Act.ACCEPT), make_answer("file_again", remarks="Thiếu kết quả."))

    assert office.waiting(Act.FILE).due_at > filing.due_at + timedelta(days=2)


def test_a_button_pressed_twice_is_one_decision(office):
    office.submits()
    signature = office.waiting(Act.SIGN)
    office.takes(signature, make_answer("sign"))
    written = office.journal()

    again = office.takes(signature, make_answer("sign"))

    assert (again.choice, office.journal()) == ("sign", written)


def test_persons_managed_by_their_unit_need_no_party_decision(office):
    office.submits(make_request(members=(make_head(), make_member())))

    case = office.goes_on_to_the_end()

    assert Stage.PARTY_DECISION not in {step.stage for step in case.steps}


def test_a_leader_managed_by_the_centre_is_decided_outside_and_recorded_here(office):
    leader = make_leader(managed_by=Management.CENTRAL)
    office.submits(make_request(members=(leader, make_member())))

    case = office.goes_on_to_the_end()

    told = [step for step in case.steps if step.stage is Stage.ASKING or step.act is Act.RECORD]
    assert [step.act for step in told] == [Act.ISSUE, Act.RECORD]
    assert all(step.paper_number and step.paper_file for step in told)


def test_a_private_trip_owes_no_accounts(office):
    office.submits(make_request(trip=Trip.PRIVATE, members=(make_head(), make_member())))

    case = office.goes_on_to_the_end()

    assert Stage.ACCOUNTS not in {step.stage for step in case.steps}


def test_a_report_that_is_not_accepted_is_filed_again(office):
    office.submits()
    office.goes_on_until(Stage.REPORT)
    office.takes_smoothly(office.waiting(Act.FILE))

    office.takes(office.waiting(Act.ACCEPT), make_answer("file_again", remarks="Thiếu kết quả."))

    assert office.waiting(Act.FILE).stage is Stage.REPORT


def test_the_same_report_filed_again_can_be_accepted(office):
    office.submits()
    office.goes_on_until(Stage.REPORT)
    office.takes_smoothly(office.waiting(Act.FILE))
    office.takes(office.waiting(Act.ACCEPT), make_answer("file_again", remarks="Thiếu kết quả."))
    office.takes_smoothly(office.waiting(Act.FILE))

    case = office.goes_on_to_the_end()

    assert case.status is CaseStatus.ARCHIVED


def test_the_duties_after_return_run_side_by_side(office):
    office.submits()

    office.goes_on_until(Stage.REPORT)

    assert {s.stage for s in office.case.open_steps} == {
        Stage.REPORT,
        Stage.PASSPORTS,
        Stage.ACCOUNTS,
    }


def test_a_member_of_the_body_who_travels_is_not_asked_to_vote(office):
    leader = make_leader(name="Huỳnh Thị Giả Định", person="huynh.thi.gia.dinh")
    office.submits(make_request(members=(leader, make_member())))

    decision = office.goes_on_until(Stage.PARTY_DECISION)

    assert "huynh.thi.gia.dinh" not in decision.holders


def urgent(**changed):
    instruction = Letter(number="15/TB-VPUBND", date=date(2020, 7, 6))
    given = Urgent(reason="Thư mời đến muộn.", instruction=instruction)
    return make_request(members=(make_head(), make_member()), urgent=given, **changed)


def test_an_urgent_request_has_shorter_time_limits(office):
    office.submits(urgent())

    signing = office.waiting(Act.SIGN)

    assert (signing.due_at - signing.opened_at) < timedelta(days=2)


def test_an_urgent_request_passes_nobody_over(office):
    office.submits(urgent())
    route = [(p.stage, p.act, p.seat) for p in office.case.plan]
    office.submits(make_request(members=(make_head(), make_member())))

    assert route == [(p.stage, p.act, p.seat) for p in office.case.plan]


def test_the_instruction_to_hurry_is_of_no_day_to_come(office):
    ahead = Urgent(reason="Gấp.", instruction=Letter(number="1", date=date(2020, 7, 7)))

    with pytest.raises(RequestInvalid) as refused:
        office.submits(make_request(urgent=ahead))

    assert [p.msgid for p in refused.value.problems] == ["paper_ahead"]

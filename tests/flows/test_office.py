"""What came on paper, a step for somebody else, a case for a colleague, a meeting's minutes."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.meetings import Minutes, Outcome, agenda, enter_minutes
from flows.acts.office import reassign_step, record_on_paper, take_over
from flows.case.answers import Identified, PaperGiven
from models.errors import DecisionIncomplete, DecisionRefused, StepClosed, TooLate
from models.ids import BodyKey, PersonId
from tests.factories.audit import verify
from tests.factories.office import A_FILE, OFFICER, make_answer
from tests.factories.request import make_head, make_member, make_request

CLERK = Identified(PersonId("bui.van.thi.du"), "mailbox_code")
PARTY_CLERK = Identified(PersonId("ngo.thi.thi.du"), "mailbox_code")
LETTER = PaperGiven("77/CAT-PA", date(2020, 7, 6), A_FILE)
POLICE = "duong.van.vi.du"
CHAIR = "tran.thi.du"
COMMITTEE = BodyKey("standing_committee")


def asked_the_police(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    return office.waiting(Act.CONSULT, seat="police")


def records(office, step, by=POLICE, paper=LETTER, clerk=CLERK):
    answer = make_answer("agree")
    return record_on_paper(office.desk, office.case_no, step.number, by, answer, paper, clerk)


def test_an_opinion_on_paper_is_the_agencys_and_keeps_its_document(office):
    recorded = records(office, asked_the_police(office))

    assert (recorded.decided_by, recorded.evidence.number) == (POLICE, "77/CAT-PA")


def test_the_journal_names_who_recorded_it(office):
    records(office, asked_the_police(office))

    with office.desk.store.reading() as conn:
        entries = office.entries(conn)
    decided = next(en for en in reversed(entries) if en.kind == "step_decided")
    assert (decided.actor, decided.payload.identity) == (CLERK.person, "paper")


def test_who_may_not_decide_may_not_on_paper_either(office):
    with pytest.raises(DecisionRefused):
        records(office, asked_the_police(office), by="ly.thi.gia.dinh")


def test_only_the_office_records_papers(office):
    with pytest.raises(DecisionRefused) as refused:
        records(office, asked_the_police(office), clerk=Identified(OFFICER, "mailbox_code"))

    assert refused.value.reason == "not_keeper"


def test_a_paper_without_its_document_is_none(office):
    with pytest.raises(DecisionIncomplete) as incomplete:
        records(office, asked_the_police(office), paper=replace(LETTER, file=None))

    assert incomplete.value.field == "evidence"


def test_a_paper_of_tomorrow_does_not_exist(office):
    tomorrow = replace(LETTER, dated=date(2020, 7, 7))

    with pytest.raises(DecisionIncomplete) as incomplete:
        records(office, asked_the_police(office), paper=tomorrow)

    assert incomplete.value.field == "paper_date"


def reassigns(office, step, to, reason="Đang nghỉ phép.", who=CLERK):
    return reassign_step(office.desk, office.case_no, step.number, to, reason, who)


def test_a_step_is_given_to_a_colleague_of_the_same_body(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)

    reassigns(office, step, "do.thi.minh.hoa")
    office.takes(step, make_answer("forward"), "do.thi.minh.hoa")

    assert office.case.step(step.number).decided_by == "do.thi.minh.hoa"


def test_a_step_is_not_given_to_another_body(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionRefused) as refused:
        reassigns(office, step, POLICE)

    assert refused.value.reason == "not_of_body"


def test_a_step_is_given_away_with_a_reason(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)

    with pytest.raises(DecisionIncomplete):
        reassigns(office, step, "do.thi.minh.hoa", reason="")


def test_a_colleague_who_takes_over_is_written_to(office):
    office.submits()

    take_over(office.desk, office.case_no, "Cán bộ cũ chuyển công tác.", head_of_unit())

    assert office.case.filed_for == "nguyen.van.thi.du"


def test_nobody_of_another_unit_takes_over(office):
    office.submits()

    with pytest.raises(DecisionRefused):
        take_over(
            office.desk, office.case_no, "Nhận thay.", Identified(PersonId("ta.thi.vi.du"), "code")
        )


def test_a_case_that_is_over_is_taken_over_by_nobody(office):
    office.submits()
    office.goes_on_to_the_end()

    with pytest.raises(TooLate):
        take_over(office.desk, office.case_no, "Nhận thay.", head_of_unit())


def head_of_unit():
    return Identified(PersonId("nguyen.van.thi.du"), "mailbox_code")


# --- minutes ------------------------------------------------------------------------------------


@pytest.fixture
def decision(office):
    office.submits()
    return office.goes_on_until(Stage.PARTY_DECISION)


def minutes_of(office, decision, votes, present=None, **more):
    outcome = Outcome(office.case_no, decision.number, votes, **more)
    paper = PaperGiven("12-BB/TU", office.today, A_FILE)
    return Minutes(COMMITTEE, paper, tuple(present or votes), (outcome,))


def everybody(decision, choice="vote_for"):
    return dict.fromkeys(decision.holders, choice)


def test_the_agenda_lists_what_waits_for_the_body(office, decision):
    assert [each.case_no for each in agenda(office.desk, COMMITTEE)] == [office.case_no]


def test_minutes_decide_what_the_body_decided(office, decision):
    enter_minutes(office.desk, minutes_of(office, decision, everybody(decision)), PARTY_CLERK)

    decided = office.case.step(decision.number)
    assert (decided.choice, decided.evidence.number) == ("approve", "12-BB/TU")


def test_who_was_absent_did_not_vote(office, decision):
    votes = everybody(decision)
    minutes = minutes_of(office, decision, votes, present=list(votes)[1:])

    with pytest.raises(DecisionIncomplete) as incomplete:
        enter_minutes(office.desk, minutes, PARTY_CLERK)

    assert incomplete.value.field == "absent_voted"


def test_without_a_quorum_nothing_is_decided(office, decision):
    votes = dict.fromkeys(decision.holders[:2], "vote_for")

    with pytest.raises(DecisionIncomplete) as incomplete:
        enter_minutes(office.desk, minutes_of(office, decision, votes), PARTY_CLERK)

    assert incomplete.value.field == "quorum"


def test_minutes_that_are_refused_record_nothing(office, decision):
    before = office.case.seq
    votes = dict.fromkeys(decision.holders[:2], "vote_for")

    with pytest.raises(DecisionIncomplete):
        enter_minutes(office.desk, minutes_of(office, decision, votes), PARTY_CLERK)

    assert office.case.seq == before


def test_a_case_decided_in_the_meantime_is_not_in_the_minutes(office, decision):
    minutes = minutes_of(office, decision, everybody(decision))
    enter_minutes(office.desk, minutes, PARTY_CLERK)

    with pytest.raises(StepClosed):
        enter_minutes(office.desk, minutes, PARTY_CLERK)


def test_minutes_are_entered_by_an_office_that_keeps_papers(office, decision):
    minutes = minutes_of(office, decision, everybody(decision))

    with pytest.raises(DecisionRefused):
        enter_minutes(office.desk, minutes, Identified(OFFICER, "mailbox_code"))


def test_a_case_decided_by_minutes_verifies(office, decision):
    enter_minutes(office.desk, minutes_of(office, decision, everybody(decision)), PARTY_CLERK)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_the_minutes_of_tomorrow_are_not_written_yet(office, decision):
    minutes = minutes_of(office, decision, everybody(decision))
    ahead = replace(minutes.paper, dated=office.today + timedelta(days=1))

    with pytest.raises(DecisionIncomplete):
        enter_minutes(office.desk, replace(minutes, paper=ahead), PARTY_CLERK)


def test_minutes_do_not_gainsay_a_vote_cast_before(office, decision):
    member = decision.holders[1]
    office.takes(decision, make_answer("vote_against", remarks="Chưa rõ."), member)

    with pytest.raises(DecisionIncomplete) as incomplete:
        enter_minutes(office.desk, minutes_of(office, decision, everybody(decision)), PARTY_CLERK)

    assert incomplete.value.field == "voted_otherwise"

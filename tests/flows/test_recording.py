"""What came on paper is recorded by who has no part in it, and told to whom it names."""

from dataclasses import replace
from datetime import timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.disputing import dispute
from flows.acts.filing import Filing
from flows.acts.meetings import Minutes, Outcome, enter_minutes
from flows.acts.office import record_on_paper
from flows.acts.submitting import change
from flows.case.answers import Identified, PaperGiven
from models import entries as e
from models.case import CaseStatus
from models.directory import DirectoryFile, SeatRow
from models.errors import DecisionIncomplete, DecisionRefused
from models.ids import BodyKey, PersonId
from models.store import directory, outbox
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.office import A_FILE, OFFICER, lets_act, make_answer
from tests.factories.request import make_head, make_leader, make_member, make_request

POLICE, FINANCE = PersonId("duong.van.vi.du"), PersonId("ly.thi.gia.dinh")
CHAIR = PersonId("pham.van.mau")
CLERK, OTHER_CLERK = PersonId("bui.van.thi.du"), PersonId("do.thi.minh.hoa")
PARTY_CLERK = PersonId("ngo.thi.thi.du")
COMMITTEE = BodyKey("standing_committee")


def records(office, step, by, clerk=CLERK, answer=None, **paper):
    given = PaperGiven(**{"number": "77/CAT-PA", "dated": office.today, "file": A_FILE, **paper})
    said = answer or make_answer("agree")
    who = Identified(PersonId(clerk), "mailbox_code")
    return record_on_paper(office.desk, office.case_no, step.number, by, said, given, who)


def refusal(office, step, by, clerk=CLERK, **changed):
    with pytest.raises(DecisionRefused) as refused:
        records(office, step, by, clerk, **changed)
    return refused.value.reason


def takes_seat(office, person, seat):
    held = SeatRow(seat=seat, person=person, since=office.today)
    with office.desk.store.writing() as conn:
        directory.load_directory(house(conn), DirectoryFile(units={}, persons={}, seats=(held,)))


def enters(office, step, clerk, **changed):
    votes = dict.fromkeys(step.holders, "vote_for")
    paper = PaperGiven("12-BB/TU", office.today, A_FILE)
    outcome = Outcome(office.case_no, step.number, votes)
    minutes = replace(Minutes(COMMITTEE, paper, step.holders, (outcome,)), **changed)
    enter_minutes(office.desk, minutes, Identified(PersonId(clerk), "mailbox_code"))


@pytest.fixture
def opinions(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    return {step.seat: step for step in office.case.open_steps}


# --- who records -----------------------------------------------------------------------------------


def test_a_clerk_who_travels_records_nothing_on_their_own_trip(office):
    along = make_member(name="Bùi Văn Thí Dụ", person=CLERK)
    office.submits(make_request(members=(make_head(), along)))
    step = office.waiting(Act.SIGN)

    assert refusal(office, step, step.holders[0], answer=make_answer("sign")) == "records_own_trip"


def test_a_clerk_who_may_travel_records_nothing(office):
    along = make_member(name="BUI VAN THI DU", person="not_in_directory")
    office.submits(make_request(members=(make_head(), along)))
    step = office.waiting(Act.SIGN)

    assert refusal(office, step, step.holders[0], answer=make_answer("sign")) == "records_own_trip"


def test_whoever_wrote_the_request_records_nothing_whatever_seat_they_hold(office, opinions):
    takes_seat(office, OFFICER, "pc_office/clerk")

    assert refusal(office, opinions["police/head"], POLICE, OFFICER) == "records_own_request"


def test_nobody_of_the_submitting_unit_records(office, opinions):
    takes_seat(office, CLERK, "long_my/head")

    assert refusal(office, opinions["police/head"], POLICE) == "records_for_own_unit"


def test_who_acts_in_the_seat_records_nothing_for_it(office, opinions):
    lets_act(office.desk, POLICE, CLERK, "police/head")

    assert refusal(office, opinions["police/head"], POLICE) == "records_own_seat"


@pytest.mark.parametrize("clerk", [PARTY_CLERK, PersonId("luu.van.mau"), PersonId("dang.thi.mau")])
def test_only_the_seats_the_regulation_names_keep_a_bodys_papers(office, opinions, clerk):
    assert refusal(office, opinions["police/head"], POLICE, clerk) == "not_keeper"


def test_a_refusal_is_journaled_as_the_clerks(office, opinions):
    refusal(office, opinions["police/head"], POLICE, PARTY_CLERK)

    noted = office.journal()[-1]
    assert (noted.person, noted.reason) == (PARTY_CLERK, "not_keeper")


def test_one_clerk_records_for_one_body_that_judges_and_another_for_the_next(office, opinions):
    records(office, opinions["police/head"], POLICE)

    assert refusal(office, opinions["dof/head"], FINANCE) == "records_second_seat"
    records(office, opinions["dof/head"], FINANCE, OTHER_CLERK)


def test_a_seat_like_a_clerks_in_a_unit_keeps_no_bodys_minutes(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    takes_seat(office, OFFICER, "long_my/clerk")

    with pytest.raises(DecisionRefused) as refused:
        enters(office, step, OFFICER)

    assert refused.value.reason == "not_keeper"


def test_a_clerk_of_the_party_who_travels_enters_no_minutes_on_their_own_trip(office):
    along = make_member(name="Ngô Thị Thí Dụ", person=PARTY_CLERK)
    office.submits(make_request(members=(make_leader(), along)))
    step = office.goes_on_until(Stage.PARTY_DECISION)

    with pytest.raises(DecisionRefused) as refused:
        enters(office, step, PARTY_CLERK)

    assert refused.value.reason == "records_own_trip"
    noted = office.journal()[-1]
    assert (noted.kind, noted.person) == ("decision_refused", PARTY_CLERK)


def test_the_clerks_of_the_state_side_enter_no_minutes_of_the_party(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)

    with pytest.raises(DecisionRefused) as refused:
        enters(office, step, OTHER_CLERK)

    assert refused.value.reason == "not_keeper"


# --- what the journal says -------------------------------------------------------------------------


def test_a_vote_on_paper_names_its_paper_and_its_clerk_and_the_audit_finds_nothing(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)

    records(office, step, step.holders[0], PARTY_CLERK, make_answer("vote_for"))

    with office.desk.store.reading() as conn:
        entry = next(x for x in office.entries(conn) if isinstance(x.payload, e.VoteCast))
        assert verify(conn).difference is None
    vote = entry.payload
    assert (entry.actor, vote.person, vote.recorded_by) == (
        PARTY_CLERK, step.holders[0], PARTY_CLERK,
    )  # fmt: skip
    assert (vote.evidence.number, vote.evidence.version) == ("77/CAT-PA", 1)


def test_votes_of_a_meeting_name_its_minutes(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)

    enters(office, step, PARTY_CLERK)

    votes = [said for said in office.journal() if isinstance(said, e.VoteCast)]
    said_by = {(vote.evidence and vote.evidence.number, vote.recorded_by) for vote in votes}
    assert said_by == {("12-BB/TU", PARTY_CLERK)}


# --- whoever it is recorded for --------------------------------------------------------------------


def written_to(office, notice):
    with office.desk.store.reading() as conn:
        rows = outbox.messages_of(conn, office.case_no)
    return [row.recipient for row in rows if row.notice == notice]


def test_whose_answer_was_recorded_is_written_to_at_once(office, opinions):
    records(office, opinions["police/head"], POLICE)

    assert written_to(office, "recorded_for_you") == [POLICE]


def test_every_member_whose_vote_stands_in_minutes_is_written_to(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)

    enters(office, step, PARTY_CLERK)

    assert written_to(office, "vote_recorded_for_you") == list(step.holders)


def test_of_an_own_answer_nobody_is_told_that_a_clerk_recorded_it(office, opinions):
    office.takes(opinions["police/head"], make_answer("agree"))

    assert written_to(office, "recorded_for_you") == []


# --- the version -----------------------------------------------------------------------------------


@pytest.fixture
def changed_since(office, opinions):
    """The unit changes the title, which asks nobody anew, a week after the request came."""
    office.time_passes(office.case.opened_at + timedelta(days=3))
    changed = make_request(members=(make_head(), make_member()), title="Thăm huyện Gokseong")
    change(office.desk, office.case_no, changed, {}, Filing(OFFICER, OFFICER))
    return next(s for s in office.case.open_steps if s.seat == "police/head")


def test_a_paper_older_than_the_version_judged_is_refused(office, changed_since):
    before = office.today - timedelta(days=1)

    with pytest.raises(DecisionIncomplete) as incomplete:
        records(office, changed_since, POLICE, dated=before)

    assert incomplete.value.field == "paper_older"


def test_a_paper_that_names_another_version_is_refused(office, changed_since):
    with pytest.raises(DecisionIncomplete) as incomplete:
        records(office, changed_since, POLICE, version=1)

    assert incomplete.value.field == "paper_version"


def test_a_paper_on_the_version_judged_is_recorded_with_it(office, changed_since):
    records(office, changed_since, POLICE, version=2)

    assert office.case.step(changed_since.number).evidence.version == 2


# --- disputed --------------------------------------------------------------------------------------


def disputes(office, step, person):
    dispute(office.desk, office.case_no, step.number, Identified(person, "mailbox_code"))


def test_what_is_disputed_is_asked_anew(office, opinions):
    police = opinions["police/head"]
    records(office, police, POLICE, answer=make_answer("object", remarks="Không đồng ý."))

    disputes(office, police, POLICE)

    again = office.waiting(Act.CONSULT, seat="police")
    assert (office.case.step(police.number).is_void, again.number > police.number) == (True, True)
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_the_clerk_whose_record_was_disputed_does_not_record_it_again(office, opinions):
    records(office, opinions["police/head"], POLICE)
    disputes(office, opinions["police/head"], POLICE)
    again = office.waiting(Act.CONSULT, seat="police")

    assert refusal(office, again, POLICE) == "records_disputed"
    records(office, again, POLICE, OTHER_CLERK)


def test_answers_given_since_stand_and_are_not_asked_for_again(office):
    office.submits(make_request(members=(make_head(), make_member())))
    appraisal = office.goes_on_until(Stage.APPRAISAL)
    records(office, appraisal, appraisal.holders[0], OTHER_CLERK, make_answer("forward"))
    for step in office.case.open_steps:
        office.takes_smoothly(step)

    disputes(office, appraisal, appraisal.holders[0])
    office.takes_smoothly(office.waiting(Act.APPRAISE))

    assert len([s for s in office.case.steps if s.act is Act.CONSULT]) == 2


def test_an_approval_falls_with_the_decision_it_rests_on(office, opinions):
    decision = office.goes_on_until(Stage.STATE_DECISION)
    records(office, decision, CHAIR, answer=make_answer("approve"))
    office.goes_on_until(Stage.PREPARATION)

    disputes(office, decision, CHAIR)

    assert (office.case.status, office.waiting(Act.DECIDE).seat) == (
        CaseStatus.IN_APPROVAL, "people_committee/chair",
    )  # fmt: skip


def test_once_the_delegation_is_under_way_a_dispute_is_noted_and_told(office, opinions):
    decision = office.goes_on_until(Stage.STATE_DECISION)
    records(office, decision, CHAIR, answer=make_answer("approve"))
    office.goes_on_until(Stage.RETURN_HOME)

    disputes(office, decision, CHAIR)

    assert (office.case.status, office.journal()[-1].kind) == (CaseStatus.APPROVED, "dispute_noted")
    assert CLERK in written_to(office, "dispute_noted")


def test_a_member_disputes_a_vote_that_minutes_tell_of_them(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    enters(office, step, PARTY_CLERK)

    disputes(office, step, step.holders[-1])

    assert office.case.step(step.number).is_void
    assert office.waiting(Act.DECIDE, seat="standing_committee").votes == ()


def test_a_recorded_vote_falls_alone_while_the_ballot_lasts(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    records(office, step, step.holders[0], PARTY_CLERK, make_answer("vote_for"))
    office.takes(step, make_answer("vote_for"), step.holders[1])

    disputes(office, step, step.holders[0])

    left = office.case.step(step.number)
    assert (left.is_open, [vote.person for vote in left.votes]) == (True, [step.holders[1]])


def test_nobody_disputes_what_they_answered_themselves(office, opinions):
    office.takes(opinions["police/head"], make_answer("agree"))

    with pytest.raises(DecisionRefused) as refused:
        disputes(office, opinions["police/head"], POLICE)

    assert refused.value.reason == "not_recorded_for_you"

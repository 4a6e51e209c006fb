"""What was approved is changed or called off: a short route, beside which everything goes on."""

from datetime import time, timedelta

import pytest

from config.regulation.codes import Act, GuestClass, Inviter, Stage
from flows.acts.amending import drop_amendment, propose, propose_cancellation
from flows.acts.disputing import dispute
from flows.acts.filing import Filing
from flows.acts.taking_back import take_back
from flows.case.answers import Identified
from flows.case.undoing import can_be_taken_back
from models.case import AmendmentState, CaseStatus
from models.entries import ParticipantsCalled
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    NothingChanged,
    RequestInvalid,
    TooLate,
)
from models.ids import PersonId
from models.programme.calendar import Why
from models.request.reading import read_request
from models.store import bookings
from models.store.privacy.passports import passports_of
from tests.factories.audit import verify
from tests.factories.office import OFFICER, Office, make_answer
from tests.factories.regulation import make_regulation
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
    make_text,
)
from tests.factories.visit import make_guest, make_head_guest, make_item, make_visit_request
from tests.proofs.acts import changes, records, request_of

WHY = "Phía bạn đề nghị lùi một tuần."
UNIT = Filing(OFFICER, OFFICER)
HOST = Filing(PersonId("ta.thi.vi.du"), "ta.thi.vi.du")
WEEK = timedelta(days=7)
MEMBERS = (make_leader(), make_member())


def a_week_later(**changed):
    stop = make_stop(arrives=DEPARTS + WEEK, leaves=RETURNS + WEEK)
    days = {"departs": DEPARTS + WEEK, "returns": RETURNS + WEEK, "itinerary": (stop,)}
    return make_request(**{"members": MEMBERS, **days, **changed})


def proposes(office, request=None, reason=WHY, by=UNIT):
    return propose(office.desk, office.case_no, request or a_week_later(), {}, reason, by)


def is_decided(office):
    """Everybody on the amendment's way agrees."""
    while office.case.open_amendment:
        step = next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)
        office.takes_smoothly(step)


@pytest.fixture
def approved(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)
    return office


def test_the_decision_in_force_stands_while_an_amendment_is_on_its_way(approved):
    proposes(approved)

    assert (approved.case.version, approved.case.begins) == (1, DEPARTS)


def test_preparation_goes_on_beside_it(approved):
    proposes(approved)

    approved.takes_smoothly(approved.waiting(Act.PREPARE))

    assert approved.case.open_amendment


def test_once_decided_it_takes_the_place_of_the_decision_in_force(approved):
    proposes(approved)
    is_decided(approved)

    assert (approved.case.version, approved.case.begins) == (2, DEPARTS + WEEK)


def test_nothing_that_was_decided_is_asked_again(approved):
    before = [s.number for s in approved.case.steps if s.act is Act.DECIDE]
    proposes(approved)
    is_decided(approved)

    decided = [s for s in approved.case.steps if s.act is Act.DECIDE]
    assert [s.number for s in decided if s.stage is not Stage.AMENDMENT] == before


def test_deadlines_move_with_the_days(approved):
    before = approved.waiting(Act.PREPARE)
    proposes(approved)
    is_decided(approved)

    after = approved.case.step(before.number)
    assert after.due_at > before.due_at


def test_the_case_comes_to_its_end_by_the_new_days(approved):
    proposes(approved)
    is_decided(approved)

    assert approved.goes_on_to_the_end().status is CaseStatus.ARCHIVED
    departed = next(s for s in approved.case.steps if s.stage is Stage.DEPARTURE)
    assert departed.day == DEPARTS + WEEK


def test_an_amended_case_verifies_at_every_turn(approved):
    proposes(approved)
    verifies(approved)
    is_decided(approved)
    verifies(approved)
    approved.goes_on_to_the_end()
    verifies(approved)


def test_there_is_one_amendment_at_a_time(approved):
    proposes(approved)

    with pytest.raises(TooLate):
        proposes(approved, a_week_later(purpose="Mục đích khác."))


def test_before_the_approval_a_change_is_no_amendment(office):
    office.submits()

    with pytest.raises(TooLate):
        proposes(office)


def test_what_refused_an_amendment_is_not_taken_back(approved):
    proposes(approved)
    step = next(s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT)
    approved.takes(step, make_answer("return", remarks="Chưa rõ."))

    with pytest.raises(TooLate):
        take_back(approved.desk, approved.case_no, step.number, Identified(step.holders[0], "code"))


def test_an_amendment_that_changes_nothing_is_told_so(approved):
    with pytest.raises(NothingChanged):
        proposes(approved, make_request(members=MEMBERS))


def test_an_amendment_says_why(approved):
    with pytest.raises(DecisionIncomplete):
        proposes(approved, reason=" ")


def test_only_the_unit_amends(approved):
    with pytest.raises(DecisionRefused):
        proposes(approved, by=Filing(PersonId("mai.van.mau"), "mai.van.mau"))


def test_an_amendment_is_taken_or_refused_as_it_was_asked_for(approved):
    proposes(approved)
    while (step := approved.case.open_steps[-1]).act is not Act.DECIDE or step.collective:
        approved.takes_smoothly(step)
    answer = make_answer("approve_some", remarks="Chỉ một người đi.", refused_members=(2,))

    with pytest.raises(DecisionIncomplete) as incomplete:
        approved.takes(step, answer)

    assert (incomplete.value.field, approved.case.refusals) == ("choice", ())


def test_a_refused_amendment_leaves_the_decision_in_force(approved):
    proposes(approved)
    approved.takes_smoothly(approved.waiting(Act.SIGN))
    approved.takes_smoothly(approved.waiting(Act.APPRAISE))
    approved.takes(approved.waiting(Act.DECIDE), make_answer("reject", remarks="Không cần."))

    assert approved.case.amendments[0].state is AmendmentState.REFUSED
    assert (approved.case.status, approved.case.version) == (CaseStatus.APPROVED, 1)


def test_after_a_refusal_another_amendment_can_be_asked_for(approved):
    proposes(approved)
    drop_amendment(approved.desk, approved.case_no, UNIT)

    proposes(approved)
    is_decided(approved)

    assert approved.case.version == 3


def test_a_dropped_amendment_asks_nothing_of_anybody(approved):
    proposes(approved)
    drop_amendment(approved.desk, approved.case_no, UNIT)

    assert not [s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT]


def test_a_new_member_brings_their_passport_once_the_amendment_is_in_force(approved):
    newcomer = make_member(name="Đinh Văn Mẫu", passport=make_passport(number="N7654321"))
    proposes(approved, a_week_later(members=(*MEMBERS, newcomer)))
    before = passports(approved)
    is_decided(approved)

    assert (3 in before, passports(approved)[3].number) == (False, "N7654321")


def test_a_longer_stay_of_a_delegation_on_its_way_needs_a_decision_too(office):
    office.submits()
    office.takes_smoothly(office.goes_on_until(Stage.DEPARTURE))
    longer = make_request(
        members=MEMBERS,
        returns=RETURNS + timedelta(days=2),
        itinerary=(make_stop(leaves=RETURNS + timedelta(days=2)),),
    )
    proposes(office, longer)
    is_decided(office)

    assert office.case.ends == RETURNS + timedelta(days=2)


def test_the_first_correction_may_be_stamped_on_the_decision(approved):
    proposes(approved, make_request(members=MEMBERS, purpose="Mục đích được đính chính."))

    assert approved.case.open_amendment.route == "stamped_correction"


def test_the_second_one_needs_a_new_decision(approved):
    proposes(approved, make_request(members=MEMBERS, purpose="Mục đích được đính chính."))
    is_decided(approved)
    proposes(approved, make_request(members=MEMBERS, purpose="Lại đính chính."))

    assert approved.case.open_amendment.route == "supplementary_decision"


def test_an_amendment_leaves_the_delegation_with_a_head():
    headless = [make_member().model_dump(mode="json", exclude_none=True)]

    with pytest.raises(RequestInvalid):
        read_request(make_text(members=headless), make_regulation())


# --- calling off --------------------------------------------------------------------------------


def test_a_delegation_is_called_off_by_those_who_sent_it(approved):
    propose_cancellation(approved.desk, approved.case_no, "Dịch bệnh.", UNIT)
    is_decided(approved)

    assert (approved.case.status, approved.case.open_steps) == (CaseStatus.CANCELLED, ())
    verifies(approved)


def test_a_delegation_that_is_not_called_off_goes_on(approved):
    propose_cancellation(approved.desk, approved.case_no, "Dịch bệnh.", UNIT)
    approved.takes_smoothly(approved.waiting(Act.SIGN))
    approved.takes(approved.waiting(Act.DECIDE), make_answer("reject", remarks="Vẫn đi."))

    assert approved.goes_on_to_the_end().status is CaseStatus.ARCHIVED


# --- visits -------------------------------------------------------------------------------------

IN_A_HALL = make_item(hall="Hội trường A", leader="cao.van.vi.du")


@pytest.fixture
def received(office):
    office.receives(make_visit_request(programme=(IN_A_HALL,)))
    office.goes_on_until(Stage.RECEPTION)
    return office


def test_calendars_follow_a_programme_that_was_moved(received):
    later = IN_A_HALL.model_copy(update={"begins": time(14), "ends": time(15)})
    proposes(received, make_visit_request(programme=(later,)), by=HOST)
    is_decided(received)

    told = [p for p in received.journal() if isinstance(p, ParticipantsCalled)]
    assert (told[0].why, told[-1].why, told[-1].sequence) == (Why.INVITED, Why.CHANGED, 1)
    verifies(received)


def test_bookings_follow_it_too(received):
    later = IN_A_HALL.model_copy(update={"begins": time(14), "ends": time(15)})
    proposes(received, make_visit_request(programme=(later,)), by=HOST)
    is_decided(received)

    with received.desk.store.reading() as conn:
        booked = bookings.of_case(conn, received.case_no)
    assert {each.begins.hour for each in booked} == {7}


def test_a_visit_called_off_frees_its_hall_and_its_calendars(received):
    propose_cancellation(received.desk, received.case_no, "Khách hoãn.", HOST)
    is_decided(received)

    with received.desk.store.reading() as conn:
        booked = bookings.of_case(conn, received.case_no)
    told = [p for p in received.journal() if isinstance(p, ParticipantsCalled)]
    assert (booked, told[-1].why) == ((), Why.CANCELLED)


def passports(office):
    with office.desk.store.reading() as conn:
        return passports_of(conn, office.case_no, office.desk.settings.passport_keys)


def verifies(office):
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_an_amended_list_of_guests_leaves_the_class_that_was_decided(office):
    governor = make_head_guest(rank="provincial_governor", position="Thống đốc")
    office.receives(make_visit_request(guests=(governor,)))
    office.goes_on_until(Stage.RECEPTION)
    with_another = make_visit_request(guests=(governor, make_guest()))

    proposes(office, with_another, by=HOST)
    is_decided(office)

    assert office.case.guest_class is GuestClass.B


def test_who_turned_an_amendment_down_does_not_take_that_back(approved):
    proposes(approved)
    signing = next(s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT)
    approved.takes(signing, make_answer("return", remarks="Không lùi được."))
    signed = approved.case.step(signing.number)

    assert not can_be_taken_back(approved.case, signed)


def test_an_answer_on_an_amendments_way_is_taken_back_until_the_next_one(approved):
    proposes(approved)
    signing = next(s for s in approved.case.open_steps if s.stage is Stage.AMENDMENT)
    approved.takes_smoothly(signing)

    assert can_be_taken_back(approved.case, approved.case.step(signing.number))


def test_a_change_is_taken_while_an_amendment_waits_whose_approval_has_fallen(desk):
    office = Office(desk)
    office.submits(request_of())
    step = office.goes_on_until(Stage.STATE_DECISION)
    records(office, step, make_answer("approve"))()
    office.goes_on_until(Stage.PREPARATION)
    proposes(office)
    dispute(desk, office.case_no, step.number, Identified(step.holders[0], "mailbox_code"))

    changes(office)()

    waits = office.case.open_amendment
    assert (office.case.version, waits and waits.version) == (3, 2)
    with desk.store.reading() as conn:
        assert verify(conn).difference is None


CENTRAL = [
    ({"invited_by": Inviter.CENTRAL}, "foreign_ministry"),
    ({"guests": (make_head_guest(rank="minister"),)}, "foreign_ministry"),
]


@pytest.mark.parametrize(("changed", "outside"), CENTRAL, ids=["programme", "minister"])
@pytest.mark.parametrize("cancels", [False, True])
def test_a_visit_that_the_centre_decided_is_amended_by_its_letter(
    office, changed, outside, cancels
):
    office.submits(make_visit_request(**changed))
    office.goes_on_until(Stage.RECEPTION)
    if cancels:
        propose_cancellation(office.desk, office.case_no, WHY, HOST)
    else:
        proposes(office, make_visit_request(purpose="Ký kết hợp tác.", **changed), by=HOST)

    steps = office.case.amendments[0].steps
    is_decided(office)

    assert [(p.act, p.outside) for p in steps] == [
        (Act.SIGN, None), (Act.APPRAISE, None), (Act.RECORD, outside),
    ]  # fmt: skip
    assert office.case.amendments[0].state is AmendmentState.IN_FORCE
    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None

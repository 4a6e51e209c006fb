"""A seat changes hands while a step waits: whoever may take it is asked, nobody else is."""

from datetime import timedelta

import pytest

from config.province_time import start_of
from config.regulation.codes import Act, Stage
from flows.acts.asking_the_unit import ask_unit
from flows.acts.authority import end_authority
from flows.acts.office import reassign_step
from flows.case.answers import Identified
from flows.sweeps.succession import hand_over
from flows.sweeps.sweep import sweep
from models.directory import DirectoryFile, SeatRow
from models.errors import DecisionRefused
from models.ids import PersonId
from models.store import directory
from models.store.database.clock import move_clock, now
from models.store.moments import next_due
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.letters import told
from tests.factories.office import SMOOTH, lets_act
from tests.factories.request import make_head, make_member, make_request

CHAIR = PersonId("pham.van.mau")
SUCCESSOR = "ho.van.tuong.trung"
DEPUTY = "bui.van.thi.du"
COLLEAGUE = PersonId("do.thi.minh.hoa")
SEAT = "people_committee/chair"


def before_the_chair(office):
    office.submits(make_request(members=(make_head(), make_member())))
    return office.goes_on_until(Stage.STATE_DECISION)


def leaves(office, person=CHAIR, seat=SEAT):
    """Yesterday was their last day."""
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), seat, person, office.today - timedelta(days=1))


def comes(office, person=SUCCESSOR, seat=SEAT, since=None):
    with office.desk.store.writing() as conn:
        held = SeatRow(seat=seat, person=person, since=since or office.today)
        file = DirectoryFile(units={}, persons={}, seats=(held,))
        directory.load_directory(house(conn), file)


def test_the_successor_is_asked_in_the_place_of_who_has_left(office):
    step = before_the_chair(office)
    leaves(office)
    comes(office)

    sweep(office.desk)

    assert office.case.step(step.number).holders == (SUCCESSOR,)
    assert (told(office, "to_take_over"), told(office, "no_longer_asked")) == ([SUCCESSOR], [CHAIR])


def test_reminders_go_to_the_successor_alone(office):
    before_the_chair(office)
    leaves(office)
    comes(office)
    sweep(office.desk)

    office.time_passes()

    assert told(office, "reminder") == [SUCCESSOR]


def test_the_successor_decides(office):
    step = before_the_chair(office)
    leaves(office)
    comes(office)
    sweep(office.desk)

    office.takes(step, SMOOTH[Act.DECIDE], SUCCESSOR)

    assert office.case.step(step.number).decided_by == SUCCESSOR


def test_it_is_handed_over_once(office):
    before_the_chair(office)
    leaves(office)
    comes(office)

    sweep(office.desk)
    entries = office.case.seq
    sweep(office.desk)

    assert office.case.seq == entries


def test_a_second_holder_of_the_seat_is_asked_beside_the_first(office):
    step = before_the_chair(office)
    comes(office)

    sweep(office.desk)

    assert office.case.step(step.number).holders == (CHAIR, SUCCESSOR)
    assert told(office, "no_longer_asked") == []


def test_a_seat_that_was_left_empty_is_told_to_the_administrator(office):
    step = before_the_chair(office)
    leaves(office)

    sweep(office.desk)

    assert (office.case.step(step.number).holders, office.case.fault) == ((), "seat_vacant")
    assert len(told(office, "walk_failed")) == 1


def test_time_goes_on_over_an_empty_seat(office):
    step = before_the_chair(office)
    leaves(office)
    sweep(office.desk)

    for _ in range(3):
        office.time_passes()

    assert (office.case.step(step.number).overdue, office.case.fault) == (True, "seat_vacant")
    assert told(office, "walk_failed") == told(office, "walk_failed")[:1]


def test_whoever_comes_into_the_empty_seat_is_asked_and_the_fault_is_over(office):
    step = before_the_chair(office)
    leaves(office)
    sweep(office.desk)

    comes(office)
    sweep(office.desk)

    assert (office.case.step(step.number).holders, office.case.fault) == ((SUCCESSOR,), None)
    assert told(office, "to_take_over") == [SUCCESSOR]


def test_a_successor_who_may_not_decide_this_case_is_not_asked(office):
    travels = make_member(name="Hồ Văn Tượng Trưng", person=SUCCESSOR)
    office.submits(make_request(members=(make_head(), travels)))
    step = office.goes_on_until(Stage.STATE_DECISION)

    comes(office)
    sweep(office.desk)

    assert office.case.step(step.number).holders == (CHAIR,)


def test_a_substitute_whose_authority_has_ended_is_told_and_asked_no_more(office):
    authority = lets_act(office.desk, CHAIR, DEPUTY, SEAT)
    step = before_the_chair(office)
    assert office.case.step(step.number).holders == (CHAIR, DEPUTY)

    end_authority(office.desk, authority.number, Identified(CHAIR, "mailbox_code"))
    sweep(office.desk)

    assert office.case.step(step.number).holders == (CHAIR,)
    assert told(office, "no_longer_asked") == [DEPUTY]


def test_a_body_that_votes_keeps_those_it_asked(office):
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    comes(office, seat=step.seat)

    sweep(office.desk)

    assert office.case.step(step.number).holders == step.holders


def test_nothing_is_handed_over_in_the_night(office):
    step = before_the_chair(office)
    leaves(office)
    comes(office)
    tomorrow = office.today + timedelta(days=1)
    with office.desk.store.writing() as conn:
        move_clock(conn, start_of(tomorrow) + timedelta(minutes=1))

    hand_over(office.desk)

    assert office.case.step(step.number).holders == (CHAIR,)


def test_a_reminder_that_came_due_meanwhile_goes_to_the_successor(office):
    before_the_chair(office)
    with office.desk.store.writing() as conn:
        due = next_due(conn) or now(conn)
        # Before the evening, in which nobody is reminded.
        move_clock(conn, due + timedelta(minutes=30))
    leaves(office)
    comes(office)

    sweep(office.desk)

    assert told(office, "reminder") == [SUCCESSOR]


def test_nobody_whom_a_rule_excludes_is_told_that_they_have_left(office):
    office.submits(make_request(members=(make_head(), make_member())))
    office.goes_on_until(Stage.OPINIONS)
    one, other = (step for step in office.case.open_steps if step.act is Act.CONSULT)
    sits_in_both = one.holders[0]
    comes(office, sits_in_both, other.seat)
    sweep(office.desk)
    office.takes(one, SMOOTH[Act.CONSULT], sits_in_both)

    comes(office, SUCCESSOR, other.seat)
    sweep(office.desk)

    assert office.case.step(other.number).holders == (*other.holders, sits_in_both, SUCCESSOR)
    assert told(office, "no_longer_asked") == []


def test_a_colleague_it_was_given_to_is_asked_no_more_once_they_have_left_the_body(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    clerk = Identified(PersonId("bui.van.thi.du"), "mailbox_code")
    reassign_step(office.desk, office.case_no, step.number, COLLEAGUE, "Nghỉ phép.", clerk)
    with office.desk.store.writing() as conn:
        for seat in directory.seats_of(conn, COLLEAGUE, office.today):
            directory.end_seat(house(conn), seat, COLLEAGUE, office.today - timedelta(days=1))

    sweep(office.desk)

    assert office.case.step(step.number).holders == step.holders
    assert told(office, "no_longer_asked") == [COLLEAGUE]


def test_a_question_to_a_unit_whose_officer_has_left_is_told_to_the_administrator(office):
    office.submits()
    step = office.goes_on_until(Stage.APPRAISAL)
    ask_unit(office.desk, office.case_no, step.number, who_takes(step), "Ai chịu chi phí?")
    question = office.waiting(Act.ANSWER)
    for person in question.holders:
        leaves(office, person, question.seat)

    sweep(office.desk)

    assert office.case.fault == "seat_vacant"


def who_takes(step):
    return Identified(step.holders[0], "mailbox_code")


def test_what_was_handed_over_verifies(office):
    before_the_chair(office)
    leaves(office)
    sweep(office.desk)
    comes(office)
    sweep(office.desk)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None


def test_who_has_left_decides_no_more(office):
    step = before_the_chair(office)
    leaves(office)
    comes(office)
    sweep(office.desk)

    with pytest.raises(DecisionRefused):
        office.takes(step, SMOOTH[Act.DECIDE], CHAIR)

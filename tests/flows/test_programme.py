"""The programme of an approved visit is booked, and what two visits want at once is resolved."""

from datetime import time, timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.stages.programme import stand_down
from models import entries as e
from models.acts import Chosen
from models.case import StepState
from models.errors import SeatVacant
from models.ids import SeatKey
from models.inbound.parts import Period
from models.programme.calendar import Why
from models.store.directory import end_seat
from tests.factories.house import house
from tests.factories.office import make_answer
from tests.factories.programme import (
    COORDINATOR,
    HALL,
    LEADER,
    OFFICER,
    approves,
    booked_by,
    called_to,
    confirms_arrangements,
    make_visit,
    revises,
)
from tests.factories.visit import DEPARTS, make_item


@pytest.fixture
def clash(office):
    """The second of two approved visits that ask for one hall and one leader at one time."""
    office.first = approves(office)
    approves(office)
    return office.waiting(Act.RESOLVE)


def test_a_hall_asked_for_twice_goes_to_the_coordinator(clash):
    assert (clash.key, clash.holders) == ("1", (COORDINATOR,))


def test_the_visit_that_was_approved_first_keeps_the_hall(office, clash):
    assert booked_by(office) == set()

    office.case_no = office.first
    assert {(item, str(kind)) for item, kind, _, _ in booked_by(office)} == {
        (1, "hall"),
        (1, "leader"),
    }


def test_nobody_is_called_to_an_item_that_clashes(office, clash):
    assert (office.case.told_of(1), set(office.case.told_of(2))) == ({}, {OFFICER})


def test_visits_in_one_hall_one_after_the_other_do_not_clash(office):
    approves(office)
    approves(office, make_visit(make_item(hall=HALL, begins=time(10), ends=time(11))))

    assert [s for s in office.case.open_steps if s.act is Act.RESOLVE] == []


def test_the_visit_waits_for_its_clash_though_all_else_is_confirmed(office, clash):
    confirms_arrangements(office)

    assert {s.act for s in office.case.open_steps} == {Act.RESOLVE, Act.OVERSEE}


def test_a_clash_is_resolved_by_a_change_of_the_programme(office, clash):
    revises(office, person=COORDINATOR, begins="14:00", ends="15:30")

    resolved = office.case.steps[clash.number - 1]
    assert (resolved.choice, resolved.decided_by) == (Chosen.RESOLVED, None)
    assert called_to(office, 1) == dict.fromkeys((LEADER, OFFICER), (Why.INVITED, 0))


def test_a_clash_resolved_in_part_stays_with_the_coordinator(office, clash):
    revises(office, hall="Hội trường B")

    assert office.case.steps[clash.number - 1].is_open
    assert office.case.told_of(1) == {}


def test_the_visit_goes_on_once_the_programme_is_changed(office, clash):
    confirms_arrangements(office)
    revises(office, begins="14:00", ends="15:30")

    assert office.case.open_steps == ()
    assert office.goes_on_until(Stage.ARRIVAL).act is Act.CONFIRM


def test_the_coordinator_lets_both_visits_have_the_hall(office, clash):
    office.takes(clash, make_answer("keep_both", remarks="Hai đoàn dự chung một buổi."))

    assert len(booked_by(office)) == 2
    assert set(office.case.told_of(1)) == {LEADER, OFFICER}
    assert not [s for s in office.case.open_steps if s.act is Act.RESOLVE]


def test_a_clash_nobody_coordinates_holds_the_visit_and_is_told(office):
    approves(office)
    office.submits(make_visit(interpreters=()))
    decision = office.goes_on_until(Stage.STATE_DECISION)
    with office.desk.store.writing() as conn:
        yesterday = office.today - timedelta(days=1)
        end_seat(house(conn), SeatKey("pc_office/foreign_affairs"), COORDINATOR, yesterday)
    office.takes_smoothly(decision)
    office.takes_smoothly(office.waiting(Act.ISSUE))
    confirms_arrangements(office)

    assert (office.case.fault, office.case.open_steps) == (SeatVacant.code, ())
    assert office.case.told_of(1) == {}


def test_once_the_guests_have_gone_nothing_is_asked_for_again(office, clash):
    oversight = office.waiting(Act.OVERSEE)
    office.takes(oversight, make_answer("do_without", remarks="Đã thống nhất trực tiếp."))
    for stage in (Stage.ARRIVAL, Stage.SEND_OFF):
        while not [s for s in office.case.open_steps if s.stage is stage]:
            office.time_passes()
        office.takes_smoothly(office.waiting(Act.CONFIRM))
    seq = office.case.seq

    office.desk.walk(office.case_no)

    assert office.case.seq == seq
    assert office.case.steps[clash.number - 1].state is StepState.VOID


def test_a_further_visit_that_is_dropped_frees_its_hall_and_calls_everybody_off(office):
    day = DEPARTS.replace(month=10)
    later = Period(arrives=day, departs=day)
    items = (make_item(), make_item(day=day, hall=HALL, leader=LEADER))
    approves(office, make_visit(*items, further_visits=(later,)))
    confirms_arrangements(office)
    notice = office.goes_on_until(Stage.NOTICE)

    office.takes(notice, make_answer("visit_dropped", remarks="Phía bạn hoãn."))

    assert booked_by(office) == set()
    assert {told.why for told in office.case.told_of(2).values()} == {Why.CANCELLED}


def test_a_visit_whose_approval_falls_gives_up_what_it_booked_and_calls_everybody_off(office):
    approves(office)

    with office.desk.store.writing() as conn:
        work = office.at_work(conn)
        stand_down(work)
        work.save()

    assert booked_by(office) == set()
    assert called_to(office, 1) == dict.fromkeys((LEADER, OFFICER), (Why.CANCELLED, 1))


def test_walking_an_approved_visit_twice_writes_nothing(office, clash):
    seq = office.case.seq

    office.desk.walk(office.case_no)

    assert office.case.seq == seq
    assert not any(isinstance(p, e.WalkFailed) for p in office.journal())

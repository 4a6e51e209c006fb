"""What stands when something breaks: the decision does."""

import threading
from datetime import date

import pytest

from config.regulation.codes import Act, Stage
from flows.acts.asking_the_unit import ask_unit
from flows.case.answers import Identified
from flows.sweeps.sweep import sweep
from models.errors import DecisionRefused, DossierChanged, StepClosed
from models.store import directory
from models.store.tables import seats_held
from tests.factories.house import house
from tests.factories.office import make_answer
from tests.factories.request import make_leader, make_member, make_request

LAST_WEEK = date(2020, 6, 30)


def leaves(office, seat, person):
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), seat, person, LAST_WEEK)


def comes(office, seat, person):
    with office.desk.store.writing() as conn:
        row = {"seat": seat, "person": person, "since": date(2020, 7, 1), "until": None}
        conn.execute(seats_held.insert().values(**row))


def test_a_vacant_seat_in_the_next_stage_does_not_undo_the_decision(office):
    office.submits()
    leaves(office, "pc_office/appraiser", "dang.thi.mau")

    signed = office.takes(office.waiting(Act.SIGN), make_answer("sign"))

    assert signed.choice == "sign"


def test_the_administrator_learns_of_a_walk_that_failed(office):
    office.submits()
    leaves(office, "pc_office/appraiser", "dang.thi.mau")

    office.takes_smoothly(office.waiting(Act.SIGN))

    assert office.journal()[-1].model_dump() == {
        "fault": "seat_vacant",
        "seat": "pc_office/appraiser",
    }


def test_a_fault_is_journaled_once_however_often_the_walk_is_tried(office):
    office.submits()
    leaves(office, "pc_office/appraiser", "dang.thi.mau")
    office.takes_smoothly(office.waiting(Act.SIGN))
    before = office.case.seq

    office.time_passes()

    assert [p.kind for p in office.journal()[before:]].count("walk_failed") == 0


def test_the_case_goes_on_by_itself_once_the_seat_is_held_again(office):
    office.submits()
    leaves(office, "pc_office/appraiser", "dang.thi.mau")
    office.takes_smoothly(office.waiting(Act.SIGN))
    comes(office, "pc_office/appraiser", "bui.van.thi.du")

    office.time_passes()

    assert office.waiting(Act.APPRAISE).holders == ("bui.van.thi.du",)


def test_two_persons_deciding_at_once_make_one_decision(office):
    office.submits()
    comes(office, "pc_office/appraiser", "bui.van.thi.du")
    office.takes_smoothly(office.waiting(Act.SIGN))
    step = office.waiting(Act.APPRAISE)
    refused = []

    def decides(person):
        try:
            office.takes(step, make_answer("forward"), person)
        except StepClosed as closed:
            refused.append(closed)

    both = [threading.Thread(target=decides, args=(person,)) for person in step.holders]
    for thread in both:
        thread.start()
    for thread in both:
        thread.join()

    assert len(refused) == 1


def test_a_decision_on_a_version_no_longer_in_force_is_refused(office):
    office.submits()

    with pytest.raises(DossierChanged):
        office.takes(office.waiting(Act.SIGN), make_answer("sign", seen="0" * 64))


def test_somebody_who_holds_no_seat_is_refused_and_the_refusal_journaled(office):
    office.submits()

    with pytest.raises(DecisionRefused):
        office.takes(office.waiting(Act.SIGN), make_answer("sign"), "dang.thi.mau")

    assert office.journal()[-1].reason == "not_holder"


def test_a_chair_who_travels_leaves_the_case_without_a_decider_and_says_so(office):
    leader = make_leader(name="Phạm Văn Mẫu", person="pham.van.mau")
    office.submits(make_request(members=(leader, make_member())))

    while not office.case.fault:
        office.goes_on()

    assert office.journal()[-1].seat == "people_committee/chair"


def test_nobody_judges_a_request_they_typed(office):
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    comes(office, "pc_office/appraiser", "nguyen.thi.mau")

    with pytest.raises(DecisionRefused) as refused:
        office.takes(office.waiting(Act.APPRAISE), make_answer("forward"), "nguyen.thi.mau")

    assert refused.value.reason == "own_request"


def test_a_vacant_agency_keeps_the_other_from_nothing(office):
    leaves(office, "police/head", "duong.van.vi.du")
    office.submits()

    office.goes_on_until(Stage.OPINIONS)

    assert [step.seat for step in office.case.open_steps] == ["dof/head"]
    assert [p.seat for p in office.journal() if p.kind == "walk_failed"] == ["police/head"]


def test_a_second_vacancy_is_told_when_the_first_is_filled(office):
    leaves(office, "police/head", "duong.van.vi.du")
    leaves(office, "dof/head", "ly.thi.gia.dinh")
    office.submits()
    for _ in range(2):
        office.goes_on()

    comes(office, "police/head", "bui.van.thi.du")
    sweep(office.desk)

    failed = [p.seat for p in office.journal() if p.kind == "walk_failed"]
    assert failed == ["police/head", "dof/head"]


def test_what_is_done_beside_a_vacant_seat_stays_done(office):
    for seat, person in (("police/head", "duong.van.vi.du"), ("dof/head", "ly.thi.gia.dinh")):
        leaves(office, seat, person)
    office.submits()
    appraisal = office.goes_on_until(Stage.APPRAISAL)
    who = Identified(appraisal.holders[0], "mailbox_code")
    ask_unit(office.desk, office.case_no, appraisal.number, who, "Ai đi?")

    office.takes_smoothly(appraisal)

    # Nobody is left to give an opinion, and nobody waits for the answer any more.
    assert (office.case.fault, office.case.open_steps) == ("seat_vacant", ())


def test_one_person_does_not_decide_alone_for_two_bodies(office):
    office.submits()
    comes(office, "police/head", "dang.thi.mau")
    leaves(office, "police/head", "duong.van.vi.du")

    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes_smoothly(office.waiting(Act.APPRAISE))

    assert [step.seat for step in office.case.open_steps] == ["dof/head"]
    assert office.case.fault == "seat_vacant"


def test_a_chairman_who_sits_in_the_party_body_may_decide_and_it_is_journaled(office):
    office.submits()
    vote = office.goes_on_until(Stage.PARTY_DECISION)
    office.takes(vote, make_answer("vote_for"), "pham.van.mau")
    for person in vote.holders:
        if person != "pham.van.mau" and office.case.step(vote.number).is_open:
            office.takes(vote, make_answer("vote_for"), person)
    decision = office.goes_on_until(Stage.STATE_DECISION)

    office.takes(decision, make_answer("approve"), "pham.van.mau")

    decided = [
        p for p in office.journal() if p.kind == "step_decided" and p.step == decision.number
    ]
    assert decided[0].notes == ("sits_by_office",)


def test_who_joins_a_body_after_it_was_asked_does_not_vote_on_that_case(office):
    office.submits()
    vote = office.goes_on_until(Stage.PARTY_DECISION)
    comes(office, "standing_committee/member", "dang.thi.mau")

    with pytest.raises(DecisionRefused) as refused:
        office.takes(vote, make_answer("vote_for"), "dang.thi.mau")

    assert refused.value.reason == "not_holder"

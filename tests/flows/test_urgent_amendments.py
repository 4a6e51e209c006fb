"""What changes on the eve is decided before it begins; all who meet the guests learn who they are."""

from datetime import datetime, time, timedelta

import pytest

from config.province_time import PROVINCE_TIME, moment_of, office_closes
from config.regulation.codes import Act, Stage, TimeUnit
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from models.ids import PersonId
from models.store.database.clock import move_clock
from tests.factories.audit import verify
from tests.factories.letters import letters, said, told
from tests.factories.office import OFFICER, OFFICERS, Office
from tests.factories.request import DEPARTS, make_leader, make_member, make_request
from tests.factories.visit import (
    ARRIVES,
    make_guest,
    make_head_guest,
    make_interpreter,
    make_item,
    make_visit_request,
)

HOST_OFFICER, LEADER = OFFICERS["phung_hiep"], PersonId("cao.van.vi.du")
HOST = Filing(HOST_OFFICER, HOST_OFFICER)
INTERPRETER, OFFICE, POLICE = "phung.van.vi.du", "bui.van.thi.du", "duong.van.vi.du"
BEGINS = moment_of(ARRIVES, time(8, 30))
WHY = "Khách thứ hai ốm, phía bạn cử người khác."
REPLACED, INSTEAD = "Kim Min-ji", "Choi Ha-neul"


def make_visit(*guests, **changed):
    """Make a visit that a leader receives in the host's house, with an interpreter of the directory."""
    item = make_item(leader=LEADER, interpreter=1, **changed)
    interpreters = (make_interpreter(name="Phùng Văn Ví Dụ", person=INTERPRETER),)
    guests = (make_head_guest(), *(make_guest(name=name) for name in guests))
    return make_visit_request(programme=(item,), guests=guests, interpreters=interpreters)


@pytest.fixture
def eve(desk):
    """The evening before the guests of an approved visit come, at seven."""
    office = Office(desk)
    office.receives(make_visit(REPLACED))
    office.arranges_everything()
    comes(office, datetime.combine(ARRIVES - timedelta(days=1), time(19), PROVINCE_TIME))
    return office


def comes(office, moment):
    with office.desk.store.writing() as conn:
        move_clock(conn, moment)


def replaces(office, *names):
    """The host proposes that other guests come."""
    propose(office.desk, office.case_no, make_visit(*(names or (INSTEAD,))), {}, WHY, HOST)


def asked(office):
    return next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)


def is_decided(office):
    while office.case.open_amendment:
        office.takes_smoothly(asked(office))


def test_no_step_is_due_after_the_guests_have_come(eve):
    replaces(eve)
    due = []
    while eve.case.open_amendment:
        due.append(asked(eve).due_at)
        eve.takes_smoothly(asked(eve))

    assert max(due) <= BEGINS


def test_the_urgent_way_gives_each_step_some_hours(eve):
    replaces(eve)

    [amendment] = eve.case.amendments
    assert {p.within.unit for p in amendment.steps if p.within} == {TimeUnit.HOURS}
    assert asked(eve).due_at == eve.case.steps[asked(eve).number - 1].opened_at + timedelta(hours=2)


def test_whoever_judges_is_told_that_the_guests_come_before(eve):
    replaces(eve)
    seen = []
    while eve.case.open_amendment:
        step = asked(eve)
        notice = {Act.ISSUE: "to_issue", Act.DECIDE: "to_decide", Act.APPRAISE: "to_appraise"}
        seen.append(said(eve, notice.get(step.act, "to_sign"), to=step.holders[0]))
        eve.takes_smoothly(step)

    urgent = "bắt đầu lúc 08:30 24/08/2020, sớm hơn thời hạn thông thường"
    assert [urgent in " ".join(text.split()) for text in seen] == [True] * len(seen)


def test_the_office_is_told_at_once_and_what_it_can_do(eve):
    replaces(eve)

    [letter] = letters(eve, "amendment_urgent")
    text = said(eve, "amendment_urgent")
    assert letter.recipient == OFFICE
    assert "giao bước cho cấp phó hoặc ghi nhận ý kiến đã có bằng văn bản" in " ".join(text.split())


def test_an_amendment_in_good_time_is_not_urgent(desk):
    office = Office(desk)
    office.receives(make_visit(REPLACED))
    office.arranges_everything()

    replaces(office)

    [amendment] = office.case.amendments
    assert amendment.begins_at is None
    assert letters(office, "amendment_urgent") == []
    assert "Việc gấp" not in said(office, "to_sign")


def test_while_the_visit_is_under_way_the_next_item_is_what_has_to_be_in_time(eve):
    later = moment_of(ARRIVES, time(9))
    comes(eve, later)
    eve.time_passes(later)
    replaces(eve)

    [amendment] = eve.case.amendments
    assert amendment.begins_at == moment_of(ARRIVES + timedelta(days=1), time())


def test_a_trip_called_off_on_its_eve_is_urgent_too(desk):
    office = Office(desk)
    office.submits(make_request(members=(make_leader(), make_member())))
    office.goes_on_until(Stage.PREPARATION)
    comes(office, office_closes(DEPARTS - timedelta(days=1)))

    propose_cancellation(office.desk, office.case_no, "Phía bạn hoãn.", Filing(OFFICER, OFFICER))

    [amendment] = office.case.amendments
    assert amendment.begins_at == moment_of(DEPARTS, time())
    assert asked(office).due_at <= amendment.begins_at


def test_all_who_receive_the_guests_learn_the_new_ones_name(eve):
    replaces(eve)
    is_decided(eve)

    for person in {POLICE, OFFICE, HOST_OFFICER} & set(told(eve, "amendment_in_force")):
        text = said(eve, "amendment_in_force", to=person)
        assert f"- Thêm (khách): {INSTEAD}" in text
        assert f"- Không còn (khách): {REPLACED}" in text
    assert {POLICE, OFFICE, HOST_OFFICER} <= set(told(eve, "amendment_in_force"))


def test_who_interprets_and_who_receives_at_an_item_learn_it_too(eve):
    replaces(eve)
    is_decided(eve)

    assert set(told(eve, "visit_changed")) == {INTERPRETER, LEADER} - set(
        told(eve, "amendment_in_force")
    )
    assert f"- Thêm (khách): {INSTEAD}" in said(eve, "visit_changed", to=INTERPRETER)


def test_who_meets_the_guests_is_not_written_to_of_what_they_do_not_meet(eve):
    changed = make_visit(REPLACED).model_copy(update={"purpose": "Trao đổi việc khác."})

    propose(eve.desk, eve.case_no, changed, {}, WHY, HOST)
    is_decided(eve)

    assert letters(eve, "visit_changed") == []


def test_a_unit_that_is_asked_and_has_not_answered_is_told_as_well(desk):
    office = Office(desk)
    office.receives(make_visit(REPLACED))
    office.goes_on_until(Stage.RECEPTION)
    asked_first = {s.holders[0] for s in office.case.open_steps if s.act is Act.ARRANGE}

    replaces(office)
    is_decided(office)

    assert asked_first <= set(told(office, "amendment_in_force"))


def test_the_auditor_finds_nothing_amiss_in_an_urgent_amendment(eve):
    replaces(eve)
    is_decided(eve)

    with eve.desk.store.reading() as conn:
        assert verify(conn).difference is None

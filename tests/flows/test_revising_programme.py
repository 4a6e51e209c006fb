"""One item of an approved programme is changed: who may, what it needs, who is told, what it takes."""

import threading
from datetime import date, time, timedelta

import pytest
from sqlalchemy import text

from config.province_time import start_of
from config.regulation.codes import Activity, Stage
from flows.acts.amending import propose
from flows.acts.filing import Filing
from models import entries as e
from models.errors import (
    DecisionIncomplete,
    DecisionRefused,
    ProgrammeChanged,
    ProgrammeClash,
    ProgrammeClosed,
    ProgrammeUnknown,
    RequestInvalid,
)
from models.ids import PersonId
from models.names import name_key
from models.programme.booking import Booking, ResourceKind
from models.programme.calendar import Why
from models.store import bookings
from tests.factories.office import Office
from tests.factories.programme import (
    ANOTHER_LEADER,
    COORDINATOR,
    HALL,
    HEAD,
    LEADER,
    OFFICER,
    accepted,
    approves,
    booked_by,
    called_to,
    make_visit,
    programme_of,
    revises,
)
from tests.factories.visit import ARRIVES, DEPARTS, make_item, make_press_visit


@pytest.fixture
def visit(office):
    """An approved visit, whose guests are received in a hall by a leader."""
    approves(office)
    return office


def everything_of(office):
    """What a change of the programme would leave behind it."""
    return office.journal(), programme_of(office), booked_by(office)


def revised(office):
    return [p for p in office.journal() if isinstance(p, e.ProgrammeRevised)]


def problems(refused):
    return {(problem.field, problem.msgid) for problem in refused.value.problems}


# --- what changes -------------------------------------------------------------------------------


@pytest.mark.parametrize("person", [COORDINATOR, OFFICER, HEAD])
def test_who_coordinates_and_the_host_unit_change_an_item(visit, person):
    revises(visit, person=person, place="nga_bay")

    assert [item.place for item in programme_of(visit)] == ["nga_bay", "phung_hiep"]


@pytest.mark.parametrize(
    "changed",
    [
        {"begins": "09:00"},
        {"place": "nga_bay"},
        {"hall": "Hội trường B"},
        {"what": "Hội đàm"},
        {"what_en": "Talks"},
    ],
    ids=lambda changed: next(iter(changed)),
)
def test_whatever_a_guest_notices_of_a_change_asks_everybody_anew(visit, changed):
    revises(visit, **changed)

    assert called_to(visit, 1) == dict.fromkeys((LEADER, OFFICER), (Why.CHANGED, 1))


def test_a_change_that_nobody_notices_at_the_event_is_told_to_no_calendar(visit):
    revises(visit, vehicle="95A-00123")

    assert {told.why for told in visit.case.told_of(1).values()} == {Why.INVITED}


def test_who_stays_learns_that_another_receives_the_guests(visit):
    revises(visit, leader=ANOTHER_LEADER)

    assert called_to(visit, 1)[OFFICER] == (Why.CHANGED, 1)


def test_who_receives_no_more_is_withdrawn_and_who_does_instead_is_invited(visit):
    revises(visit, leader=ANOTHER_LEADER)

    told = visit.case.told_of(1)
    assert (told[LEADER].why, told[ANOTHER_LEADER].why) == (Why.WITHDRAWN, Why.INVITED)


def test_an_item_that_is_cancelled_keeps_its_place_and_is_off_for_all(visit):
    revises(visit, cancelled=True)

    assert [item.cancelled for item in programme_of(visit)] == [True, False]
    assert {told.why for told in visit.case.told_of(1).values()} == {Why.CANCELLED}
    assert (revised(visit)[0].changed, revised(visit)[0].cancelled) == ((), (1,))


def test_a_cancelled_item_gives_up_its_hall_to_others(visit):
    revises(visit, cancelled=True)
    approves(visit)

    assert {(item, kind) for item, kind, _, _ in booked_by(visit)} == {
        (1, ResourceKind.HALL),
        (1, ResourceKind.LEADER),
    }


def test_an_item_takes_what_it_was_changed_to_and_no_more(visit):
    revises(visit, hall=None, leader=None, vehicle="95A-00123")

    assert {(item, kind) for item, kind, _, _ in booked_by(visit)} == {(1, ResourceKind.VEHICLE)}


def test_the_same_change_sent_twice_changes_nothing(visit):
    revises(visit, begins="09:00")
    before = everything_of(visit)

    revises(visit, begins="09:00")

    assert everything_of(visit) == before


def test_the_journal_tells_who_changed_it_and_nothing_of_what_was_written(visit):
    revises(visit, what="Một buổi không ai nên đọc ở đây")

    with visit.desk.store.reading() as conn:
        entry = next(en for en in visit.entries(conn) if en.kind == "programme_revised")
    assert (entry.actor, entry.payload.identity) == (OFFICER, "mailbox_code")
    assert "không ai nên đọc" not in entry.body()


def test_an_item_changes_though_another_lies_outside_days_that_were_amended(visit):
    shorter = make_visit(make_item(hall=HALL, leader=LEADER), departs=ARRIVES, lodging=())
    by = Filing(OFFICER, OFFICER)
    propose(visit.desk, visit.case_no, shorter, {}, "Khách về sớm một ngày.", by)
    while visit.case.open_amendment:
        visit.takes_smoothly(next(s for s in visit.case.open_steps if s.stage is Stage.AMENDMENT))

    revises(visit, begins="09:00")

    items = [(item.day, item.begins, item.cancelled) for item in programme_of(visit)]
    assert items == [(ARRIVES, time(9), False), (DEPARTS, time(8, 30), True)]


# --- who may not, and when ----------------------------------------------------------------------


def test_nobody_else_changes_the_programme_and_the_attempt_is_journaled(visit):
    with pytest.raises(DecisionRefused):
        revises(visit, person="ta.thi.vi.du", begins="09:00")

    refused = visit.journal()[-1]
    assert refused == e.RefusalNoted(
        step=0, person=PersonId("ta.thi.vi.du"), reason="not_in_charge"
    )
    assert revised(visit) == []


def test_a_programme_is_changed_only_once_it_is_approved(office):
    office.receives(make_visit())

    with pytest.raises(ProgrammeClosed):
        revises(office, begins="09:00")


def test_a_delegation_that_goes_abroad_has_no_programme(office):
    office.submits()

    with pytest.raises(ProgrammeUnknown):
        revises(office, begins="09:00")


@pytest.mark.parametrize("number", [0, 3, -1])
def test_an_item_that_is_not_there_is_unknown(visit, number):
    with pytest.raises(ProgrammeUnknown):
        revises(visit, number, begins="09:00")


def test_an_item_that_somebody_else_has_changed_since_is_left_as_it_is(visit):
    revises(visit, begins="09:00")

    with pytest.raises(ProgrammeChanged):
        revises(visit, seen=0, what="Hội đàm")

    assert len(revised(visit)) == 1


def test_another_item_may_have_changed_since(visit):
    revises(visit, 2, begins="09:00")

    revises(visit, seen=0, what="Hội đàm")

    assert len(revised(visit)) == 2


def test_an_item_that_has_taken_place_is_changed_no_more(visit):
    visit.time_passes(start_of(ARRIVES) + timedelta(hours=11))

    with pytest.raises(RequestInvalid) as refused:
        revises(visit, begins="14:00", ends="15:00")

    assert problems(refused) == {("programme[1].day", "item_over")}


def test_an_item_of_the_next_day_is_not_moved_into_the_past(visit):
    visit.time_passes(start_of(ARRIVES) + timedelta(hours=11))

    with pytest.raises(RequestInvalid) as refused:
        revises(visit, 2, day=ARRIVES)

    assert problems(refused) == {("programme[2].begins", "item_past")}


# --- what is wrong ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("field", "written", "msgid"),
    [
        ("day", "2020-08-32", "day"),
        ("day", str(DEPARTS + timedelta(days=1)), "item_outside_visit"),
        ("begins", "nine", "clock"),
        ("ends", "08:00", "ends_before_beginning"),
        ("place", "moon", "place"),
        ("what", "", "missing"),
        ("unit", "moon_office", "unknown_unit"),
        ("leader", "ai.do", "unknown_person"),
        ("interpreter", "2", "no_such_interpreter"),
        ("activity", Activity.BANQUET, "not_changeable"),
    ],
)
def test_what_is_wrong_is_told_by_the_field_of_its_item(visit, field, written, msgid):
    before = everything_of(visit)

    with pytest.raises(RequestInvalid) as refused:
        revises(visit, 2, **{field: written})

    assert problems(refused) == {(f"programme[2].{field}", msgid)}
    assert everything_of(visit) == before


def test_all_that_is_wrong_is_told_at_once(visit):
    with pytest.raises(RequestInvalid) as refused:
        revises(visit, place="moon", unit="moon_office", leader="ai.do", ends="8:00")

    assert {field for field, _ in problems(refused)} == {
        f"programme[1].{name}" for name in ("place", "unit", "leader", "ends")
    }


# --- foreign press ------------------------------------------------------------------------------


@pytest.fixture
def press(office):
    """The approved work of foreign press."""
    approves(office, make_press_visit(unit="long_my"))
    return office


def test_press_work_is_not_moved_without_written_acceptance(press):
    before = everything_of(press)

    with pytest.raises(DecisionIncomplete) as refused:
        revises(press, place="nga_bay")

    assert (refused.value.field, everything_of(press)) == ("acceptance", before)


def test_press_work_moves_with_the_paper_that_accepts_it(press):
    revises(press, place="nga_bay", acceptance=accepted(press))

    paper = revised(press)[0].acceptance
    assert (paper.number, paper.dated) == ("45/UBND-NC", press.today)
    assert paper.file


def test_an_acceptance_of_tomorrow_accepts_nothing(press):
    given = accepted(press)
    tomorrow = type(given)(given.number, press.today + timedelta(days=1), given.file)

    with pytest.raises(DecisionIncomplete) as refused:
        revises(press, place="nga_bay", acceptance=tomorrow)

    assert refused.value.field == "paper_date"


def test_an_acceptance_without_its_file_accepts_nothing(press):
    given = accepted(press)

    with pytest.raises(DecisionIncomplete):
        revises(press, place="nga_bay", acceptance=type(given)(given.number, given.dated))


@pytest.mark.parametrize("harmless", [{"what": "Quay phim"}, {"cancelled": True}])
def test_wording_press_work_anew_or_cancelling_it_needs_no_acceptance(press, harmless):
    revises(press, **harmless)

    assert len(revised(press)) == 1


def test_press_work_that_was_cancelled_goes_on_again_only_with_acceptance(press):
    revises(press, cancelled=True)

    with pytest.raises(DecisionIncomplete):
        revises(press, cancelled=False)


def test_a_press_conference_of_other_guests_is_not_moved_without_acceptance(office):
    items = (make_item(activity=Activity.PRESS_CONFERENCE), make_item(day=DEPARTS))
    approves(office, make_visit(*items))

    with pytest.raises(DecisionIncomplete):
        revises(office, begins="09:00")
    revises(office, 2, begins="09:00")


# --- two visits ---------------------------------------------------------------------------------


@pytest.fixture
def another(office):
    """The second of two approved visits; the first has the hall on the first morning."""
    office.first = approves(office)
    approves(office, make_visit(make_item(begins=time(14), ends=time(15)), make_item(day=DEPARTS)))
    return office


def test_what_another_visit_has_is_refused_and_nothing_changes(another):
    before = everything_of(another)

    with pytest.raises(ProgrammeClash):
        revises(another, hall=HALL, begins="09:00", ends="11:00")

    assert everything_of(another) == before


def test_the_refusal_names_what_is_taken_by_whom_and_when(another):
    with pytest.raises(ProgrammeClash) as refused:
        revises(another, hall=HALL, leader=LEADER, begins="09:00", ends="11:00")

    found = {(t.kind, t.name, t.case_no) for t in refused.value.taken}
    assert found == {
        (ResourceKind.HALL, HALL, another.first),
        (ResourceKind.LEADER, "Cao Văn Ví Dụ", another.first),
    }
    assert "08:30 24 August 2020 to 10:00 24 August 2020" in str(refused.value)


def test_a_hall_is_free_when_the_other_visit_leaves_it(another):
    revises(another, hall=HALL, begins="10:00", ends="11:00")

    assert {kind for _, kind, _, _ in booked_by(another)} == {ResourceKind.HALL}


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_of_two_visits_that_ask_for_one_hall_at_the_same_moment_one_has_it(office):
    cases = [approves(office, make_visit(make_item(begins=time(hour)))) for hour in (8, 9)]
    outcomes = {}

    def ask(case_no):
        asking = Office(office.desk, case_no)
        try:
            revises(asking, hall=HALL, begins="14:00", ends="15:00")
            outcomes[case_no] = "has it"
        except ProgrammeClash:
            outcomes[case_no] = "clash"

    asking = [threading.Thread(target=ask, args=(case_no,)) for case_no in cases]
    with office.desk.store.writing() as holding:
        # Both come as far as the lock of the hall, and stand before it together.
        bookings.lock(holding, [the_hall()])
        for thread in asking:
            thread.start()
        wait_until_both_stand_before_a_lock(office, asking)
    for thread in asking:
        thread.join(timeout=60)

    assert sorted(outcomes.values()) == ["clash", "has it"]
    with office.desk.store.reading() as conn:
        held = [b for case_no in cases for b in bookings.of_case(conn, case_no)]
    assert [b.kind for b in held] == [ResourceKind.HALL]


def the_hall():
    begins = start_of(date(2020, 8, 24))
    return Booking(1, ResourceKind.HALL, f"phung_hiep/{name_key(HALL)}", begins, begins)


def wait_until_both_stand_before_a_lock(office, asking):
    waiting = text(
        "SELECT count(*) FROM pg_stat_activity"
        " WHERE datname = current_database() AND wait_event_type = 'Lock'"
    )
    found = 0
    while found < 2:
        assert all(thread.is_alive() for thread in asking), "somebody did not wait"
        with office.desk.store.reading() as conn:
            found = conn.execute(waiting).scalar_one()

"""What will not go on by itself is told, once, to those who can do something about it."""

from datetime import time, timedelta

import pytest

from config.province_time import moment_of, office_opens, start_of
from config.regulation.codes import Act, Stage
from flows.acts.filing import Filing
from flows.acts.submitting import change
from flows.sweeps.sweep import sweep
from models.entries import OpenAtStart, SignersAway, VoteUnreachable
from models.ids import PersonId
from models.store import directory
from tests.factories.audit import verify
from tests.factories.house import house
from tests.factories.letters import letters, said, told
from tests.factories.office import OFFICER, lets_act, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

HEAD = PersonId("nguyen.van.thi.du")
OFFICE = "bui.van.thi.du"
CLERK = "ngo.thi.thi.du"
LEFT = PersonId("vo.van.minh.hoa")
DAY = timedelta(days=1)
MONTHS = timedelta(days=60)


def whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def noted(office, kind):
    return [entry for entry in office.journal() if isinstance(entry, kind)]


def the_first_day_comes(office, day=DEPARTS):
    office.time_passes(to=office_opens(day))


# --- a step that is open when the delegation begins ----------------------------------------------


def test_what_is_open_when_the_delegation_leaves_is_told_to_unit_and_office(office):
    office.submits()
    signing = office.waiting(Act.SIGN)

    the_first_day_comes(office)

    assert noted(office, OpenAtStart) == [OpenAtStart(begins=DEPARTS, steps=(signing.number,))]
    head = signing.holders[0]
    assert sorted(told(office, "open_at_start")) == sorted([OFFICER, head, OFFICE])
    assert "Thủ trưởng đơn vị ký đề nghị: Thủ trưởng" in said(office, "open_at_start", to=OFFICER)
    assert whole(office)


def test_of_one_first_day_it_is_told_once(office):
    office.submits()
    the_first_day_comes(office)

    the_first_day_comes(office, DEPARTS + DAY)

    assert len(noted(office, OpenAtStart)) == 1


def test_before_the_first_day_nothing_is_told(office):
    office.submits()

    the_first_day_comes(office, DEPARTS - DAY)

    assert noted(office, OpenAtStart) == []


def test_of_the_day_to_which_the_trip_was_moved_it_is_told_again(office):
    office.submits()
    the_first_day_comes(office)
    week = timedelta(days=7)
    stop = make_stop(arrives=DEPARTS + week, leaves=RETURNS + week)
    later = make_request(
        members=(make_leader(), make_member()),
        departs=DEPARTS + week,
        returns=RETURNS + week,
        itinerary=(stop,),
    )
    change(office.desk, office.case_no, later, {}, Filing(OFFICER, OFFICER))

    the_first_day_comes(office, DEPARTS + week)

    assert [entry.begins for entry in noted(office, OpenAtStart)] == [DEPARTS, DEPARTS + week]


def test_preparation_that_is_open_then_is_told_too(office):
    office.submits()
    office.goes_on_until(Stage.PREPARATION)

    the_first_day_comes(office)

    (entry,) = noted(office, OpenAtStart)
    assert {office.case.step(n).stage for n in entry.steps} == {Stage.PREPARATION}


def test_who_is_asked_to_confirm_the_departure_is_late_for_nothing(office):
    office.submits()
    office.goes_on_until(Stage.DEPARTURE)
    sweep(office.desk)

    assert noted(office, OpenAtStart) == []


# --- a vote that cannot be reached any more -------------------------------------------------------


def leaves(office, person, seat):
    """Yesterday was their last day."""
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), seat, person, office.today - DAY)


def seat_in_body(office, person, body):
    with office.desk.store.reading() as conn:
        seats = directory.seats_of(conn, PersonId(person), office.today)
    return next(seat for seat in seats if seat.startswith(f"{body}/"))


@pytest.fixture
def ballot(office):
    """The standing committee of five votes; one of them leaves."""
    office.submits()
    step = office.goes_on_until(Stage.PARTY_DECISION)
    assert LEFT in step.holders
    leaves(office, LEFT, seat_in_body(office, LEFT, "standing_committee"))
    return step


def two_against_two(office, ballot):
    rest = [person for person in ballot.holders if person != LEFT]
    choices = ("vote_for", "vote_for", "vote_against", "vote_against")
    for person, choice in zip(rest, choices, strict=True):
        office.takes(ballot, make_answer(choice, remarks="Chưa cần thiết."), person)
    return rest


def test_as_long_as_others_can_decide_nothing_is_told(office, ballot):
    sweep(office.desk)

    assert noted(office, VoteUnreachable) == []


def test_what_can_be_decided_by_circulation_no_more_is_told_to_office_and_clerk(office, ballot):
    two_against_two(office, ballot)

    sweep(office.desk)
    sweep(office.desk)

    unreachable = VoteUnreachable(step=ballot.number, left=(LEFT,))
    assert noted(office, VoteUnreachable) == [unreachable]
    assert sorted(told(office, "vote_unreachable")) == sorted([OFFICE, CLERK])
    letter = said(office, "vote_unreachable", to=CLERK)
    assert ("Võ Văn Minh Họa" in letter, "nhập biên bản" in letter) == (True, True)
    assert whole(office)


def test_who_left_the_body_is_written_to_no_more(office, ballot):
    two_against_two(office, ballot)
    before = len(letters(office, to=LEFT))

    for _ in range(6):
        office.time_passes()

    assert office.case.step(ballot.number).overdue
    assert len(letters(office, to=LEFT)) == before


# --- a step whose holders are all away -------------------------------------------------------------


def signing_while_away(office, until=RETURNS):
    """The head of the unit travels for another one when their own unit's request waits for them."""
    traveller = make_member(name="Nguyễn Văn Thí Dụ", person=HEAD)
    stop = make_stop(leaves=until)
    trip = make_request(
        unit="phung_hiep",
        title="Chuyến đi của huyện bạn",
        members=(make_head(), traveller),
        returns=until,
        itinerary=(stop,),
    )
    office.submits(trip)
    office.goes_on_until(Stage.PREPARATION)
    the_first_day_comes(office)
    office.submits(
        make_request(
            members=(make_head(name="Phan Thị Ví Dụ"), make_member()),
            departs=DEPARTS + MONTHS,
            returns=RETURNS + MONTHS,
            itinerary=(make_stop(arrives=DEPARTS + MONTHS, leaves=RETURNS + MONTHS),),
        )
    )
    step = office.waiting(Act.SIGN)
    assert step.holders == (HEAD,)
    return step


def test_a_signer_who_is_away_until_after_the_deadline_is_told_to_the_office_before_it(office):
    step = signing_while_away(office)

    sweep(office.desk)
    sweep(office.desk)

    away = SignersAway(step=step.number, persons=(HEAD,), until=RETURNS)
    assert noted(office, SignersAway) == [away]
    assert (told(office, "signers_away"), told(office, "overdue")) == ([OFFICE], [])
    letter = said(office, "signers_away")
    assert ("Nguyễn Văn Thí Dụ" in letter, "ủy quyền" in letter) == (True, True)
    assert whole(office)


def test_a_signer_who_is_back_before_the_deadline_is_not_told_of(office):
    signing_while_away(office, until=DEPARTS + DAY)

    sweep(office.desk)

    assert noted(office, SignersAway) == []


def test_where_somebody_may_act_for_them_nobody_is_told(office):
    step = signing_while_away(office)
    lets_act(office.desk, HEAD, "ho.van.tuong.trung", step.seat, since=office.today)

    sweep(office.desk)

    assert noted(office, SignersAway) == []


def test_at_night_nothing_is_told(office):
    office.submits()

    office.time_passes(to=start_of(DEPARTS) + timedelta(hours=2))

    assert noted(office, OpenAtStart) == []


def test_on_a_day_off_that_the_first_day_has_come_is_told_and_what_can_wait_is_not(office, ballot):
    two_against_two(office, ballot)
    saturday = office.today + (5 - office.today.weekday()) % 7 * DAY
    assert saturday < DEPARTS

    office.time_passes(to=moment_of(saturday, time(10)))
    waits = noted(office, VoteUnreachable)
    office.time_passes(to=moment_of(saturday + 2 * DAY, time(10)))

    assert (waits, len(noted(office, VoteUnreachable))) == ([], 1)


def test_a_delegation_that_leaves_on_a_day_off_is_told_of_on_that_day(office):
    sunday = DEPARTS + (6 - DEPARTS.weekday()) % 7 * DAY
    trip = {"departs": sunday, "returns": sunday + 3 * DAY}
    stop = make_stop(arrives=sunday, leaves=sunday + 3 * DAY)
    members = (make_leader(), make_member())
    office.submits(make_request(members=members, itinerary=(stop,), **trip))

    the_first_day_comes(office, sunday)

    assert len(noted(office, OpenAtStart)) == 1

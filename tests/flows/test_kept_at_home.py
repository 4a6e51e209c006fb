"""Who is kept at home by a decision is in no count; a trip that came to nothing is none."""

from datetime import timedelta

import pytest

from config.regulation.codes import Stage
from flows.acts.amending import propose, propose_cancellation
from flows.acts.filing import Filing
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.findings import KnownBeside, findings_of
from models.entries import CaseApproved
from models.store.other_trips import other_trips
from tests.factories.letters import said
from tests.factories.office import OFFICER, make_answer
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

TRAVELS, NAME = "cao.van.vi.du", "Cao Văn Ví Dụ"
SECOND = make_member(name=NAME, person=TRAVELS)
STAYS = make_answer(
    "approve_some", refused_members=(2,), remarks="Thành phần chưa gọn.", answer="Đã xem xét."
)
UNIT = Filing(OFFICER, OFFICER)
WEEKS = timedelta(days=28)


def three(**changed):
    members = (make_head(), SECOND, make_member(name="Võ Thị Giả Định"))
    return make_request(**{"members": members, **changed})


def refuses_the_second(office, request=None):
    office.submits(request or three())
    decision = office.goes_on_until(Stage.STATE_DECISION)
    office.takes(decision, STAYS)
    return office


def kept(office):
    with office.desk.reading(office.case_no) as work:
        return work.kept_at_home


def later(**changed):
    days = {"departs": DEPARTS + WEEKS, "returns": RETURNS + WEEKS}
    stop = make_stop(arrives=DEPARTS + WEEKS, leaves=RETURNS + WEEKS, place="Gangjin")
    return make_request(**{**days, "itinerary": (stop,), "title": "Chuyến sau", **changed})


def trips_of_the_second(office):
    """The other trips of whoever was refused, as their next request knows them."""
    office.submits(later(members=(make_head(name="Phan Thị Ví Dụ"), SECOND)))
    with office.desk.store.reading() as conn:
        return [trip for trip in other_trips(conn, office.case_no) if trip.number == 2]


def test_who_was_refused_is_kept_at_home(office):
    refuses_the_second(office)

    assert kept(office) == {2}


def test_the_letter_of_approval_counts_those_who_go(office):
    refuses_the_second(office).goes_on_until(Stage.PREPARATION)

    letter = said(office, "case_approved")
    assert ("2 người" in letter, NAME in letter) == (True, True)


def test_a_delegation_refused_to_somebody_is_no_trip_of_theirs(office):
    refuses_the_second(office).goes_on_until(Stage.PREPARATION)

    assert trips_of_the_second(office) == []


def test_of_those_who_go_it_is_a_trip(office):
    request = three()
    office.submits(request)
    office.goes_on_until(Stage.PREPARATION)

    assert len(trips_of_the_second(office)) == 1


def test_a_head_who_was_refused_keeps_nobody_at_home_in_the_next_version(office):
    office.submits(three())
    decision = office.goes_on_until(Stage.STATE_DECISION)
    head = make_answer("approve_some", refused_members=(1,), remarks="Đang bận.", answer="Đã xem.")

    office.takes(decision, head)

    assert kept(office) == frozenset()


def test_a_member_keeps_staying_at_home_though_an_amendment_numbers_them_otherwise(office):
    refuses_the_second(office).goes_on_until(Stage.PREPARATION)
    members = (make_head(), make_member(name="Võ Thị Giả Định"), SECOND)
    propose(office.desk, office.case_no, three(members=members), {}, "Xếp lại.", UNIT)

    while office.case.open_amendment:
        step = next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)
        office.takes_smoothly(step)

    assert (office.case.version, kept(office)) == (2, {3})


def counted(office):
    """How often a leader has travelled this year by the next request, where that is too often."""
    leader = make_leader(person=TRAVELS, name=NAME)
    office.submits(later(members=(leader, make_member())))
    with office.desk.store.reading() as conn:
        known = KnownBeside(other_trips(conn, office.case_no), {})
        with office.desk.reading(office.case_no) as work:
            found = {f.key: dict(f.facts) for f in findings_of(work, known)}
    return found.get("too_many_trips", {}).get("trips")


def travels(office, place, weeks):
    days = timedelta(days=7 * weeks)
    stop = make_stop(arrives=DEPARTS + days, leaves=RETURNS + days, place=place)
    leader = make_leader(person=TRAVELS, name=NAME)
    office.submits(
        make_request(
            members=(leader, make_member()),
            departs=DEPARTS + days,
            returns=RETURNS + days,
            itinerary=(stop,),
            title=f"Chuyến đi {place}",
        )
    )


def test_two_trips_before_make_a_third(office):
    travels(office, "Saga", 1)
    travels(office, "Gangjin", 2)

    assert counted(office) == 3


@pytest.mark.parametrize("ends", ["withdrawn", "called_off", "refused"])
def test_a_trip_that_came_to_nothing_is_not_counted(office, ends):
    travels(office, "Saga", 1)
    travels(office, "Gangjin", 2)
    if ends == "withdrawn":
        withdraw(office.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Không đi nữa.")
    elif ends == "refused":
        decision = office.goes_on_until(Stage.STATE_DECISION)
        office.takes(decision, make_answer("reject", remarks="Chưa cần thiết."))
        office.goes_on_to_the_end()
    else:
        office.goes_on_until(Stage.PREPARATION)
        assert CaseApproved() in office.journal()
        propose_cancellation(office.desk, office.case_no, "Không đi nữa.", UNIT)
        while not office.case.is_over:
            step = next(s for s in office.case.open_steps if s.stage is Stage.AMENDMENT)
            office.takes_smoothly(step)

    assert counted(office) is None

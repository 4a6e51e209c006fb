"""Who is known to be away is asked for nothing in silence: not to receive, to stand in, or to act."""

from datetime import date, timedelta

import pytest

from config.regulation.codes import Act, Stage
from flows.case.read import CaseRead
from flows.findings import KnownBeside, findings_of
from models.errors import ProgrammeClash
from models.outbound.parts import Acting
from models.store import cases
from models.store.lists.away import absences, trips
from tests.factories.audit import verify
from tests.factories.office import MONDAY, lets_act
from tests.factories.programme import LEADER, approves, booked_by, make_visit, revises
from tests.factories.request import make_head, make_leader, make_member, make_request
from tests.factories.visit import ARRIVES, DEPARTS, make_host_leader, make_item

NAME = "Cao Văn Ví Dụ"
RECEIVES = (make_host_leader(name=NAME, person=LEADER),)


def trip(**changed):
    """A trip on the days of the visit, with whoever leads an item of it."""
    members = (make_leader(), make_member(name=NAME, person=LEADER))
    return make_request(**{"members": members, **changed})


def travels(office, request=None):
    office.submits(request or trip())
    office.goes_on_until(Stage.PREPARATION)
    return office.case_no


def found_on(office):
    with office.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, office.case_no), office.desk.settings)
        return {f.key: dict(f.facts) for f in findings_of(work, KnownBeside((), {}))}


def whole(office):
    with office.desk.store.reading() as conn:
        return verify(conn).difference is None


def test_a_leader_who_travels_then_is_named_before_the_visit_is_decided(office):
    number = travels(office)

    office.submits(make_visit())

    told = found_on(office)["away_on_a_trip"]
    assert (told["name"], told["case_no"]) == (NAME, number)


def test_who_receives_without_an_item_and_travels_is_named_too(office):
    number = travels(office)

    office.submits(make_visit(make_item(), received_by=RECEIVES))

    told = found_on(office)["receives_while_away"]
    assert (told["name"], told["begins"], told["case_no"]) == (NAME, ARRIVES, number)


def test_an_item_of_a_leader_who_travels_goes_to_the_coordinator_when_it_is_booked(office):
    travels(office)

    approves(office)

    assert office.waiting(Act.RESOLVE).key == "1"
    assert {kind for _, kind, *_ in booked_by(office)} == {"hall"}
    assert whole(office)


def test_what_the_coordinator_keeps_all_the_same_is_booked(office):
    travels(office)
    approves(office)

    office.takes_smoothly(office.waiting(Act.RESOLVE))

    assert {kind for _, kind, *_ in booked_by(office)} == {"hall", "leader"}
    assert whole(office)


def test_an_item_is_not_given_to_a_leader_who_travels(office):
    travels(office)
    approves(office, make_visit(make_item(), make_item(day=DEPARTS)))

    with pytest.raises(ProgrammeClash, match=NAME):
        revises(office, leader=LEADER)


def test_a_traveller_who_receives_guests_then_is_named_before_the_trip_is_decided(office):
    number = approves(office)

    office.submits(trip())

    told = found_on(office)["receives_guests"]
    assert (told["name"], told["day"], told["case_no"]) == (NAME, ARRIVES, number)


@pytest.mark.parametrize("days", [-30, 30])
def test_on_other_days_nobody_is_away(office, days):
    travels(office)
    with office.desk.store.reading() as conn:
        first = ARRIVES + timedelta(days=days)
        assert trips(conn, {LEADER}, first, first + timedelta(days=5)) == ()
        assert len(trips(conn, {LEADER}, ARRIVES, ARRIVES)) == 1


def test_a_trip_that_is_not_approved_keeps_nobody_away(office):
    office.submits(trip())

    with office.desk.store.reading() as conn:
        assert trips(conn, {LEADER}, ARRIVES, DEPARTS) == ()


def test_who_stands_in_and_lets_another_act_meanwhile_is_named(office):
    lets_act(office.desk, LEADER, "ta.thi.vi.du", "phung_hiep/head")
    acting = Acting(name=NAME, person=LEADER, position="Chủ tịch")

    office.submits(make_request(members=(make_leader(acting=acting), make_member())))

    told = found_on(office)["stands_in_while_away"]
    assert (told["name"], told["begins"]) == (NAME, MONDAY)


def test_an_authority_that_was_ended_keeps_nobody_away(office):
    with office.desk.store.reading() as conn:
        assert absences(conn, {LEADER}, MONDAY, date(2020, 12, 31)) == ()


def test_the_letter_of_another_case_is_named_on_the_second(office):
    first = office.submits().no

    office.submits(make_request(members=(make_head(),), title="Khác"))

    told = found_on(office)["letter_twice"]
    assert told["case_no"] == first


def test_a_letter_with_the_same_number_of_another_day_is_another_letter(office):
    office.submits()
    letter = make_request().letter
    other = letter.model_copy(update={"date": letter.date - timedelta(days=365)})

    office.submits(make_request(letter=other))

    assert "letter_twice" not in found_on(office)


@pytest.mark.parametrize("number", ["12/ubnd - vx", "12/UBND–VX"])
def test_a_letter_is_the_same_however_its_number_is_spelt(office, number):
    letter = make_request().letter
    office.submits(make_request(letter=letter.model_copy(update={"number": "12/UBND-VX"})))

    office.submits(make_request(letter=letter.model_copy(update={"number": number})))

    assert "letter_twice" in found_on(office)

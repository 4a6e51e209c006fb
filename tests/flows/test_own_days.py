"""Who goes in a group, or on days of their own, is away and at other cases on these days alone."""

from datetime import timedelta

from config.regulation.codes import Kind, Stage
from flows.case.read import CaseRead
from flows.findings import KnownBeside, findings_of
from models.outbound.parts import Acting
from models.store import cases
from models.store.lists.away import trips
from models.store.other_trips import other_trips, trips_of
from tests.factories.audit import verify
from tests.factories.office import lets_act
from tests.factories.programme import LEADER, approves, make_visit
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)
from tests.factories.visit import ARRIVES, make_item

DAY = timedelta(days=1)
NAME = "Cao Văn Ví Dụ"
MEMBER = make_member(name=NAME, person=LEADER)


def in_groups():
    """The leader's group comes two days after the other one, and leaves a day before it."""
    return make_request(
        itinerary=(
            make_stop(place="Seoul", group="1"),
            make_stop(place="Busan", arrives=DEPARTS + 2 * DAY, leaves=RETURNS - DAY, group="2"),
        ),
        members=(make_head(group="1"), MEMBER.model_copy(update={"group": "2"})),
    )


def approved(office, request):
    office.submits(request)
    office.goes_on_until(Stage.PREPARATION)
    return office.case_no


def found_on(office):
    with office.desk.store.reading() as conn:
        work = CaseRead(conn, cases.read_case(conn, office.case_no), office.desk.settings)
        return {f.key: dict(f.facts) for f in findings_of(work, KnownBeside((), {}))}


def test_a_member_is_away_on_the_days_of_their_own_group(office):
    number = approved(office, in_groups())

    with office.desk.store.reading() as conn:
        (away,) = trips(conn, {LEADER}, DEPARTS, RETURNS)
        assert (away.begins, away.ends, away.case_no) == (DEPARTS + 2 * DAY, RETURNS - DAY, number)
        assert trips(conn, {LEADER}, DEPARTS, DEPARTS + DAY) == ()
        assert trips(conn, {LEADER}, RETURNS, RETURNS) == ()


def test_who_is_not_away_yet_receives_guests(office):
    approved(office, in_groups())

    office.submits(make_visit(make_item(day=ARRIVES, leader=LEADER)))

    assert "away_on_a_trip" not in found_on(office)


def test_guests_who_are_received_on_other_days_are_no_finding_on_the_trip(office):
    approves(office, make_visit(make_item(day=ARRIVES, leader=LEADER)))

    office.submits(in_groups())
    assert "receives_guests" not in found_on(office)

    office.submits(make_request(members=(make_head(), MEMBER)))
    assert found_on(office)["receives_guests"]["name"] == NAME


def test_other_trips_are_told_with_the_traveller_s_own_days(office):
    first = office.submits(in_groups()).no
    second = office.submits(make_request(members=(make_head(), MEMBER))).no

    with office.desk.store.reading() as conn:
        (told,) = [t for t in other_trips(conn, second) if t.number == 2]
        before = {t.case_no: t for t in trips_of(conn, [(NAME, LEADER)], Kind.OUTBOUND)}
    own = (DEPARTS + 2 * DAY, RETURNS - DAY)
    assert (told.case_no, (told.begins, told.ends)) == (first, own)
    assert (before[first].begins, before[first].ends) == own
    assert (before[second].begins, before[second].ends) == (DEPARTS, RETURNS)


def test_who_stands_in_is_asked_for_on_the_leader_s_own_days(office):
    acting = Acting(name=NAME, person=LEADER, position="Chủ tịch")
    back_early = make_leader(acting=acting, returns=DEPARTS + DAY)
    lets_act(office.desk, LEADER, "ta.thi.vi.du", "phung_hiep/head",
             since=DEPARTS + 3 * DAY, until=RETURNS)  # fmt: skip

    office.submits(make_request(members=(back_early, make_member())))
    assert "stands_in_while_away" not in found_on(office)

    office.submits(make_request(members=(make_leader(acting=acting), make_member())))
    assert found_on(office)["stands_in_while_away"]["name"] == NAME


def test_a_case_in_groups_and_other_currencies_is_whole(office):
    office.submits(in_groups())
    office.goes_on_until(Stage.DEPARTURE)

    with office.desk.store.reading() as conn:
        assert verify(conn).difference is None

"""What would come of a request is told as a submission then does it, and nothing is left behind."""

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from config.province_time import day_of, office_opens
from config.regulation.codes import Act, Level, Management, Occasion, Stage, Trip
from flows.acts.filing import Filing
from flows.acts.submitting import submit
from flows.findings import KnownBeside, findings_of, others_beside, passports_kept
from flows.simulating import simulate
from models.errors import DecisionRefused, RequestInvalid
from models.ids import PersonId, SeatKey
from models.inbound.parts import Unannounced
from models.request.parts import Letter, Urgent
from models.request.reading import read_request_file
from models.store import directory
from models.store.other_trips import other_trips
from models.timeline.forecast import latest_dates
from tests.factories.house import house
from tests.factories.letters import letters
from tests.factories.office import MONDAY, OFFICER, OFFICERS, lets_act
from tests.factories.province import text_of_the_tests
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
)
from tests.factories.rows import everything
from tests.factories.visit import MAKE_OF_OCCASION, make_item, make_visit_request

EXAMPLES = Path(__file__).parents[2] / "examples"
FILERS = {
    "outbound_gokseong": "nguyen.thi.mau",
    "inbound_saga": "thai.van.thi.du",
    "inbound_ngo": "ta.thi.vi.du",
}
CHAIR = PersonId("pham.van.mau")
HURRIED = Urgent(reason="Thư mời đến muộn.", instruction=Letter(number="15/TB-VPUBND", date=MONDAY))
SUSPENDED = """
suspensions:
  - since: 2020-08-01
    until: 2020-08-31
    source: {document: ct_38, mark: secondary}
"""


def filed_by(person):
    return Filing(PersonId(person), person)


def simulated(office, request=None):
    request = request or make_request(members=(make_leader(), make_member()))
    return simulate(office.desk, request, filed_by(OFFICERS[request.unit]))


def a_request(draw):
    """Draw a delegation: whose it is, who goes, when, why; many a row of the regulation applies."""
    managed = draw(st.sampled_from(list(Management)))
    head = draw(st.sampled_from([make_head, make_leader]))(managed_by=managed)
    later = timedelta(days=draw(st.integers(-40, 90)))
    days = {"departs": DEPARTS + later, "returns": RETURNS + later}
    stop = make_stop(arrives=days["departs"], leaves=days["returns"])
    return make_request(
        unit=draw(st.sampled_from(["long_my", "phung_hiep", "nga_bay"])),
        trip=draw(st.sampled_from(list(Trip))),
        members=(
            head,
            *[make_member(name=f"Người Thứ {n}") for n in range(draw(st.integers(0, 3)))],
        ),
        plan_entry=draw(st.sampled_from([None, make_request().plan_entry])),
        urgent=draw(st.sampled_from([None, HURRIED])),
        itinerary=(stop,),
        **days,
    )


def a_visit(draw):
    return MAKE_OF_OCCASION[draw(st.sampled_from(list(Occasion)))]()


REQUESTS = st.composite(a_request)() | st.composite(a_visit)()


def submits(office, request, by, attachments=None):
    """The unit submits; return what came of it, as a simulation tells it."""
    office.case_no = submit(office.desk, request, attachments or {}, by).case.no
    return came_of(office)


def came_of(office):
    case = office.case
    with office.desk.reading(case.no) as work:
        dates = latest_dates(case, work.regulation, work.now)
        trips = other_trips(work.conn, case.no)
        known = KnownBeside(trips, passports_kept(work), others_beside(work))
        found = findings_of(work, known)
    due = {step.place: step.due_at for step in case.steps}
    return {
        "route": (case.route, case.guest_class, case.fault),
        "plan": case.plan,
        "due": [due.get(p.place, dates.get(p.ordinal)) for p in case.plan],
        "asked": [(step.place, step.holders) for step in case.steps],
        "findings": found,
        "letters": sorted((row.notice, row.recipient) for row in letters(office)),
    }


def told_by(simulated):
    case = simulated.case
    return {
        "route": (simulated.route.key, case.guest_class, case.fault),
        "plan": tuple(step.planned for step in simulated.steps),
        "due": [step.due_at for step in simulated.steps],
        "asked": [(step.place, step.holders) for step in case.steps],
        "findings": simulated.findings,
        "letters": sorted((each.notice, to.person) for each in simulated.letters for to in each.to),
    }


# --- as a submission does it -------------------------------------------------------------------------


@pytest.mark.parametrize("example", FILERS)
def test_what_is_told_of_an_example_is_what_its_submission_brings(office, example):
    by = filed_by(FILERS[example])
    read = read_request_file(EXAMPLES / f"{example}.yaml", office.desk.regulation())

    told = simulate(office.desk, read[0], by)

    assert told.obstacle is None
    assert told_by(told) == submits(office, read[0], by, read[1])


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(request=REQUESTS)
def test_what_is_told_of_any_request_is_what_its_submission_brings(office, request):
    by = filed_by(OFFICERS[request.unit])

    told = simulate(office.desk, request, by)

    if told.obstacle:
        with pytest.raises(type(told.obstacle)) as refused:
            submits(office, request, by)
        assert refused.value.facts == told.obstacle.facts
    else:
        assert told_by(told) == submits(office, request, by)


def test_guests_without_notice_are_told_of_first_and_have_no_last_day(office):
    request = make_visit_request(
        arrives=MONDAY, departs=MONDAY, programme=(make_item(day=MONDAY),), lodging=(),
        unannounced=Unannounced(reason="Khách đi ngang qua, ghé thăm."),
    )  # fmt: skip

    told = simulated(office, request)

    assert told.last_day is None
    assert told_by(told) == submits(office, request, filed_by(OFFICERS[request.unit]))
    assert "to_acknowledge" in {letter.notice for letter in told.letters}


def test_an_officer_of_the_unit_stands_in_where_nobody_is_named(office):
    told = simulate(office.desk, make_request())

    assert told.case.filed_for == OFFICER
    assert told.obstacle is None


# --- nothing is written ------------------------------------------------------------------------------


@pytest.mark.parametrize("example", FILERS)
def test_nothing_is_written(office, example):
    request, _ = read_request_file(EXAMPLES / f"{example}.yaml", office.desk.regulation())
    before = everything(office.desk.store)

    simulate(office.desk, request, filed_by(FILERS[example]))

    assert everything(office.desk.store) == before


def test_a_simulation_uses_up_no_case_number(office):
    simulated(office)

    assert office.submits().no == "DR-2020-0001"


def test_a_simulation_waits_for_no_writer(office):
    with office.desk.store.writing() as conn:
        police = SeatKey("police/head")
        directory.end_seat(house(conn), police, PersonId("duong.van.vi.du"), MONDAY)
        told = simulated(office)

    assert told.obstacle is None


def test_nothing_of_a_passport_is_in_what_is_told(office):
    member = make_member(passport=make_passport(expires=date(2020, 12, 1)))
    request = make_request(members=(make_leader(), member))

    told = simulated(office, request)

    assert "passport_expires" in {finding.key for finding in told.findings}
    assert "S0000001" not in repr(told)


# --- who is asked -----------------------------------------------------------------------------------


def step_of(told, stage, act):
    return next(s for s in told.steps if (s.planned.stage, s.planned.act) == (stage, act))


def leaves(office, seat, person):
    with office.desk.store.writing() as conn:
        directory.end_seat(house(conn), SeatKey(seat), PersonId(person), date(2020, 6, 30))


def test_a_seat_that_is_vacant_today_is_told(office):
    leaves(office, "pc_office/appraiser", "dang.thi.mau")

    told = simulated(office)

    assert step_of(told, Stage.APPRAISAL, Act.APPRAISE).unasked == "vacant"
    assert step_of(told, Stage.UNIT_SIGNATURE, Act.SIGN).unasked == ""


def test_where_the_first_seat_is_vacant_the_administrator_is_written_to(office):
    leaves(office, "long_my/head", "nguyen.van.thi.du")

    told = simulated(office)

    assert told.case.fault == "seat_vacant"
    assert told_by(told) == submits(office, make_request(members=(make_leader(), make_member())),
                                    filed_by(OFFICER))  # fmt: skip
    assert [letter.notice for letter in told.letters] == ["case_received", "walk_failed"]


def test_a_decider_who_travels_is_told_as_one_who_may_not_decide(office):
    chair = make_head(name="Phạm Văn Mẫu", person=CHAIR)

    told = simulated(office, make_request(members=(chair, make_member())))

    assert step_of(told, Stage.STATE_DECISION, Act.DECIDE).unasked == "nobody_may"


def test_a_deputy_who_may_act_is_asked_beside_the_leader(office):
    deputy = PersonId("bui.van.thi.du")
    lets_act(office.desk, CHAIR, deputy, "people_committee/chair")

    told = simulated(office)

    assert step_of(told, Stage.STATE_DECISION, Act.DECIDE).holders == (CHAIR, deputy)


def test_each_step_of_the_row_names_what_it_rests_on(office):
    told = simulated(office)

    assert told.grounds[0][0] == told.route.source
    assert all(step.source for step in told.until_decided)
    assert {s.planned.stage for s in told.after_decided}.isdisjoint({Stage.STATE_DECISION})


# --- in time -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "request_of",
    [lambda: make_request(members=(make_leader(), make_member())),
     lambda: make_request(members=(make_leader(), make_member()), urgent=HURRIED),
     make_visit_request],
    ids=["delegation", "in a hurry", "guests"],
)  # fmt: skip
def test_the_last_day_to_submit_is_the_last_without_a_finding(office, request_of):
    told = simulated(office, request_of())
    office.time_passes(_noon(told.last_day))
    assert "too_soon" not in keys(simulated(office, request_of()))

    office.time_passes(_noon(told.last_day + timedelta(days=1)))

    late = simulated(office, request_of())
    assert late.is_late
    assert "too_soon" in keys(late)


def keys(told):
    return {finding.key.partition("_")[2] for finding in told.findings}


def _noon(day):
    return office_opens(day) + timedelta(hours=4)


def test_a_hurried_request_may_come_later(office):
    members = (make_leader(), make_member())

    hurried = simulated(office, make_request(members=members, urgent=HURRIED))

    assert hurried.last_day > simulated(office, make_request(members=members)).last_day


def test_the_decision_of_who_submits_on_the_last_day_is_forecast_before_departure(office):
    office.time_passes(_noon(simulated(office).last_day))

    told = simulated(office)

    assert day_of(told.until_decided[-1].due_at) < DEPARTS
    assert not told.may_take_longer


def test_a_route_that_waits_for_the_centre_may_take_longer(office):
    central = make_leader(managed_by=Management.CENTRAL)

    assert simulated(office, make_request(members=(central,))).may_take_longer


# --- what keeps it from being filed -------------------------------------------------------------------


def problems(told):
    assert isinstance(told.obstacle, RequestInvalid)
    return {problem.msgid for problem in told.obstacle.problems}


def test_a_suspension_is_told_with_the_way_the_request_would_take(office, tmp_path):
    text = text_of_the_tests().replace("suspensions: []\n", SUSPENDED)
    (tmp_path / "suspended.yaml").write_text(text, encoding="utf-8")
    changed = {"regulation": str(tmp_path / "suspended.yaml")}
    settings = office.desk.settings.model_copy(update=changed)
    office.desk = replace(office.desk, settings=settings)

    told = simulated(office)

    assert problems(told) == {"suspended"}
    assert told.steps


def test_a_trip_that_has_begun_is_told(office):
    office.time_passes(_noon(DEPARTS + timedelta(days=1)))

    told = simulated(office)

    assert problems(told) == {"departs_past"}
    assert told.is_late


def test_who_is_of_another_unit_may_not_file_and_learns_of_no_other_trip(office):
    request = make_request(members=(make_head(name="Phạm Văn Mẫu", person=CHAIR),))
    office.submits(request)

    told = simulate(office.desk, request, filed_by("ta.thi.vi.du"))

    assert isinstance(told.obstacle, DecisionRefused)
    assert (told.obstacle.reason, told.trips) == ("not_of_unit", ())
    assert simulated(office, request).trips != ()


def test_a_blocking_finding_keeps_nobody_from_submitting(office):
    leaders = (make_leader(), make_leader(name="Lê Thị Hai", role="member"))

    told = simulated(office, make_request(members=leaders))

    blocking = [finding.key for finding in told.findings if finding.level is Level.BLOCK]
    assert "key_leaders_together" in blocking
    assert told.obstacle is None


# --- beside other cases ------------------------------------------------------------------------------


def test_the_other_trips_are_those_the_case_will_show(office):
    chair = make_head(name="Phạm Văn Mẫu", person=CHAIR)
    for members in ((chair,), (chair, make_member()), (make_head(), make_member())):
        office.submits(make_request(members=members))
    office.submits(make_request(unit="phung_hiep", members=(make_head(), make_member())))
    request = make_request(
        members=(make_head(), make_leader(name="PHẠM VĂN MẪU", person=CHAIR, role="member"))
    )

    told = simulated(office, request)

    submits(office, request, filed_by(OFFICER))
    with office.desk.store.reading() as conn:
        shown = other_trips(conn, office.case_no)
    # What the unit of another case is told by a name alone is for the focal office.
    assert told.trips == tuple(t for t in shown if t.same_person or t.unit == "long_my")
    assert {(trip.number, trip.same_person) for trip in told.trips} == {(1, False), (2, True)}
    assert "too_many_trips" in {finding.key for finding in told.findings}


def test_a_leader_whom_another_visit_has_is_told_by_name(office):
    received = make_visit_request(programme=(make_item(leader=CHAIR),))
    office.receives(received)
    office.goes_on_until(Stage.RECEPTION)

    told = simulated(office, received)

    clash = next(finding for finding in told.findings if finding.key == "had_by_other_visit")
    assert dict(clash.facts)["name"] == "Phạm Văn Mẫu"
    assert dict(clash.facts)["case_no"] == office.case_no

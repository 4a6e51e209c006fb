"""The route of a request: the first row of the table that applies to it."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Management, Trip
from config.regulation.province import load_regulation
from models.errors import NoRouteApplies, RegulationInvalid
from models.outbound.routes import highest_level
from models.request.reading import read_request_file
from models.route.table import draw_route
from tests.factories.regulation import make_regulation, make_route
from tests.factories.request import (
    DEPARTS,
    make_head,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

SAMPLE = Path(__file__).parents[2] / "examples" / "outbound_gokseong.yaml"


def route_taken(request, **when):
    """Return whether a row with these restrictions takes the request, or the one after it."""
    routes = (make_route("restricted", **when), make_route("everyone"))
    return draw_route(request, make_regulation(routes=routes)).key


def test_of_two_rows_that_apply_the_first_is_taken():
    routes = (make_route("first"), make_route("second"))

    drawn = draw_route(make_request(), make_regulation(routes=routes))

    assert drawn.key == "first"


def test_the_steps_come_in_the_order_of_the_row():
    regulation = make_regulation()

    drawn = draw_route(make_request(members=(make_leader(),)), regulation)

    assert drawn.steps == regulation.routes[0].steps


def test_one_member_whom_the_party_manages_brings_the_party_in():
    members = (make_head(), make_member(managed_by=Management.STANDING_COMMITTEE))

    key = route_taken(make_request(members=members), managed_by=(Management.STANDING_COMMITTEE,))

    assert key == "restricted"


def test_without_such_a_member_the_party_is_not_asked():
    key = route_taken(
        make_request(), managed_by=(Management.CENTRAL, Management.STANDING_COMMITTEE)
    )

    assert key == "everyone"


def test_the_highest_member_counts_and_not_the_head():
    members = (make_head(rank="specialist"), make_member(rank="division_head"))

    level = highest_level(make_request(members=members), make_regulation())

    assert level == 30


@pytest.mark.parametrize(("minimum", "key"), [(30, "restricted"), (31, "everyone")])
def test_a_level_is_reached_by_the_rank_that_has_it(minimum, key):
    members = (make_head(rank="division_head"),)

    assert route_taken(make_request(members=members), minimum_level=minimum) == key


@pytest.mark.parametrize(
    ("in_party", "asked", "key"),
    [
        (True, True, "restricted"),
        (True, False, "everyone"),
        (False, False, "restricted"),
        (False, True, "everyone"),
    ],
)
def test_one_party_member_makes_it_a_delegation_with_party_members(in_party, asked, key):
    members = (make_head(party_member=False), make_member(party_member=in_party))

    assert route_taken(make_request(members=members), party_members=asked) == key


@pytest.mark.parametrize(("trip", "key"), [("private", "restricted"), ("official", "everyone")])
def test_a_row_for_private_trips_takes_no_official_one(trip, key):
    assert route_taken(make_request(trip=Trip(trip)), trip=Trip.PRIVATE) == key


@pytest.mark.parametrize(("in_plan", "key"), [(False, "restricted"), (True, "everyone")])
def test_a_trip_out_of_plan_is_one_that_names_no_entry(in_plan, key):
    request = make_request(plan_entry=None)

    assert route_taken(request, in_plan=in_plan) == key


@pytest.mark.parametrize(
    ("areas", "key"),
    [(("cooperation_and_friendship",), "restricted"), (("economy_and_ngos",), "everyone")],
)
def test_a_row_for_an_area_of_work_takes_no_other(areas, key):
    assert route_taken(make_request(), area=areas) == key


def test_a_row_for_neighbours_takes_a_trip_to_one_of_them():
    itinerary = (make_stop(country="VN", leaves=DEPARTS), make_stop(country="KH"))

    assert route_taken(make_request(itinerary=itinerary), countries=("KH", "LA")) == "restricted"


def test_a_trip_that_goes_on_beyond_the_neighbours_is_not_taken():
    itinerary = (make_stop(country="KH", leaves=DEPARTS), make_stop(country="TH"))

    assert route_taken(make_request(itinerary=itinerary), countries=("KH", "LA")) == "everyone"


def test_a_request_no_row_takes_shows_a_gap_in_the_regulation():
    regulation = make_regulation(routes=(make_route("private", trip=Trip.PRIVATE),))

    with pytest.raises(NoRouteApplies) as refusal:
        draw_route(make_request(), regulation)

    assert isinstance(refusal.value, RegulationInvalid)
    assert refusal.value.facts["regulation"] == regulation.title


def test_the_sample_delegation_goes_to_the_party_first():
    regulation = load_regulation("hau_giang")
    request, _ = read_request_file(SAMPLE, regulation)

    assert draw_route(request, regulation).key == "standing_committee_official"


@given(
    trip=st.sampled_from(Trip),
    managed_by=st.lists(st.sampled_from(Management), min_size=1, max_size=4),
    rank=st.sampled_from(sorted(load_regulation("hau_giang").ranks)),
    planned=st.booleans(),
    area=st.sampled_from(sorted(load_regulation("hau_giang").areas_of_work)),
    unit=st.sampled_from(["long_my", "ban_tuyen_giao", "hoi_nong_dan", "van_phong_hdnd"]),
)
def test_every_delegation_of_the_province_finds_a_route(
    trip, managed_by, rank, planned, area, unit
):
    members = (
        make_head(rank=rank, managed_by=managed_by[0]),
        *(make_member(managed_by=manager) for manager in managed_by[1:]),
    )
    entry = make_request().plan_entry if planned else None
    request = make_request(unit=unit, trip=trip, members=members, area=area, plan_entry=entry)

    assert draw_route(request, load_regulation("hau_giang")).steps

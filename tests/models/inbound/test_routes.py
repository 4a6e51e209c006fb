"""Which row of the route table a visit takes, in a small table and in Hậu Giang's."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.regulation.codes import Inviter, Kind, Occasion, PlaceArea, SenderKind, Stage, Visit
from config.regulation.province import load_regulation
from models.errors import RegulationInvalid
from models.inbound.parts import SensitiveTopic, Unannounced
from models.inbound.routes import areas_of, highest_guest_level, is_remit_of_pm
from models.request.reading import read_request_file
from models.route.table import draw_route
from tests.factories.regulation import (
    make_guest_rank,
    make_guest_route,
    make_inbound,
    make_regulation,
    make_route,
)
from tests.factories.visit import (
    MAKE_OF_OCCASION,
    make_conference,
    make_guest,
    make_head_guest,
    make_host_leader,
    make_item,
    make_lodging,
    make_ngo_visit,
    make_press_visit,
    make_sender,
    make_visit_request,
)

EXAMPLES = Path(__file__).parents[3] / "examples"
HAU_GIANG = load_regulation("hau_giang")
UNANNOUNCED = Unannounced(reason="Đoàn đi qua tỉnh và ghé thăm.")


def route_taken(request, **when):
    """Return whether a row with these restrictions takes the visit, or the one after it."""
    routes = (make_guest_route("restricted", **when), make_guest_route("everyone"))
    return draw_route(request, make_regulation(routes=routes)).key


def in_hau_giang(request):
    return draw_route(request, HAU_GIANG).key


# --- The conditions ----------------------------------------------------------------------------


def test_a_row_for_travellers_takes_no_guests():
    routes = (make_route("abroad"), make_guest_route("guests"))

    assert draw_route(make_visit_request(), make_regulation(routes=routes)).key == "guests"


@pytest.mark.parametrize(
    ("when", "other"),
    [
        ({"senders": (SenderKind.SISTER_LOCALITY,)}, {"senders": (SenderKind.PARTY,)}),
        ({"invited_by": (Inviter.UNIT,)}, {"invited_by": (Inviter.CENTRAL,)}),
        ({"visits": (Visit.ONE_TIME,)}, {"visits": (Visit.RECURRING,)}),
        ({"occasions": (Occasion.VISIT,)}, {"occasions": (Occasion.CONFERENCE,)}),
        ({"unannounced": False}, {"unannounced": True}),
        ({"minimum_guest_level": 60}, {"minimum_guest_level": 61}),
        ({"received_by": ("district_chair",)}, {"received_by": ("division_head",)}),
        ({"remit_of_pm": False}, {"remit_of_pm": True}),
        ({"countries": ("KR", "JP")}, {"countries": ("JP",)}),
        ({"area": ("cooperation_and_friendship",)}, {"area": ("conferences",)}),
        ({"in_plan": True}, {"in_plan": False}),
    ],
)
def test_a_row_takes_the_visits_it_names_and_no_others(when, other):
    assert route_taken(make_visit_request(), **when) == "restricted"
    assert route_taken(make_visit_request(), **other) == "everyone"


def test_the_highest_guest_counts_and_not_the_head():
    guests = (make_head_guest(rank="official"), make_guest(rank="minister"))

    level = highest_guest_level(make_visit_request(guests=guests), make_regulation())

    assert level == 80


def test_one_of_several_hosts_is_enough_for_a_row_about_who_receives():
    hosts = (make_host_leader(), make_host_leader(rank="division_head"))

    key = route_taken(make_visit_request(received_by=hosts), received_by=("division_head",))

    assert key == "restricted"


def test_guests_have_no_level_where_the_regulation_says_nothing_of_them():
    with pytest.raises(RegulationInvalid):
        highest_guest_level(make_visit_request(), make_regulation(inbound=None))


# --- Whose conference it is --------------------------------------------------------------------


@pytest.mark.parametrize(("minister_level", "remit"), [(60, True), (61, False)])
def test_a_guest_of_minister_level_makes_a_conference_the_prime_ministers(minister_level, remit):
    regulation = make_regulation(inbound=make_inbound(minister_level=minister_level))

    assert is_remit_of_pm(make_conference(), regulation) is remit


def test_a_sensitive_topic_makes_a_conference_the_prime_ministers():
    usual = make_conference().conference
    assert usual is not None
    sensitive = usual.model_copy(update={"topics": (SensitiveTopic.RELIGION,)})

    assert is_remit_of_pm(make_conference(conference=sensitive), make_regulation())
    assert not is_remit_of_pm(make_conference(conference=usual), make_regulation())


def test_a_minister_who_only_visits_makes_no_conference():
    guests = (make_head_guest(rank="minister"),)

    assert not is_remit_of_pm(make_visit_request(guests=guests), make_regulation())


# --- Steps that are asked only at some places ----------------------------------------------------


def seats_asked(request):
    return [step.seat for step in draw_route(request, make_regulation()).steps]


def test_the_border_guard_is_asked_when_the_programme_goes_to_the_border():
    request = make_visit_request(programme=(make_item(), make_item(place="border_commune")))

    assert "border_guard/commander" in seats_asked(request)


def test_the_border_guard_is_asked_when_the_guests_sleep_there():
    request = make_visit_request(lodging=(make_lodging(place="border_commune"),))

    assert "border_guard/commander" in seats_asked(request)


def test_the_border_guard_is_not_asked_about_other_places():
    request = make_visit_request(programme=(make_item(), make_item(place="prohibited_zone")))

    assert "border_guard/commander" not in seats_asked(request)


def test_a_place_the_regulation_no_longer_names_counts_as_ordinary():
    request = make_visit_request(programme=(make_item(place="abandoned"),), lodging=())

    assert areas_of(request, make_regulation()) == frozenset()


# --- Hậu Giang ---------------------------------------------------------------------------------


ROW_OF = (
    (make_visit_request(), "friendship_locality"),
    (make_visit_request(invited_by=Inviter.CENTRAL), "central_programme"),
    (make_visit_request(unannounced=UNANNOUNCED), "unannounced"),
    (make_conference(), "conference"),
    (
        make_conference(guests=(make_head_guest(rank="minister"),)),
        "conference_of_prime_minister",
    ),
    (make_press_visit(), "foreign_press"),
    (make_ngo_visit(), "foreign_ngo"),
    (make_visit_request(guests=(make_head_guest(rank="minister"),)), "minister_level"),
    (make_visit_request(sender=make_sender(kind=SenderKind.PARTY)), "party_guests"),
    (
        make_visit_request(received_by=(make_host_leader(rank="party_secretary"),)),
        "received_by_party_secretary",
    ),
    (make_visit_request(sender=make_sender(kind=SenderKind.COMPANY)), "other_guests"),
)


@pytest.mark.parametrize(("request_", "key"), ROW_OF, ids=[key for _, key in ROW_OF])
def test_each_kind_of_guests_takes_its_row(request_, key):
    assert in_hau_giang(request_) == key


def test_every_row_for_guests_is_there_for_some_of_them():
    rows = {route.key for route in HAU_GIANG.routes if route.when.kind is Kind.INBOUND}

    assert {key for _, key in ROW_OF} == rows


@pytest.mark.parametrize("make", MAKE_OF_OCCASION.values(), ids=MAKE_OF_OCCASION)
def test_the_military_is_asked_where_a_prohibited_place_is_visited(make):
    guarded = make(programme=(make_item(place="prohibited_zone"),))

    asked = {"military_command/commander"}
    assert asked <= {step.seat for step in draw_route(guarded, HAU_GIANG).steps}
    assert not asked & {step.seat for step in draw_route(make(), HAU_GIANG).steps}


@given(
    make=st.sampled_from(sorted(MAKE_OF_OCCASION)),
    sender=st.sampled_from(sorted(set(SenderKind) - {SenderKind.FOREIGN_NGO})),
    invited_by=st.sampled_from(Inviter),
    visit=st.sampled_from(Visit),
    rank=st.sampled_from(sorted(HAU_GIANG.inbound.guest_ranks if HAU_GIANG.inbound else ())),
    host=st.sampled_from(sorted(HAU_GIANG.ranks)),
    place=st.sampled_from(sorted(HAU_GIANG.inbound.places if HAU_GIANG.inbound else ())),
    unannounced=st.booleans(),
)
def test_every_visit_to_the_province_finds_a_route_that_begins_with_the_units_signature(
    make, sender, invited_by, visit, rank, host, place, unannounced
):
    request = MAKE_OF_OCCASION[make](
        sender=make_sender(kind=sender),
        invited_by=invited_by,
        visit=visit,
        guests=(make_head_guest(rank=rank),),
        received_by=(make_host_leader(rank=host),),
        programme=(make_item(place=place),),
        unannounced=UNANNOUNCED if unannounced else None,
    )

    steps = draw_route(request, HAU_GIANG).steps

    assert [step.stage for step in steps][:2] == [Stage.UNIT_SIGNATURE, Stage.APPRAISAL]


@pytest.mark.parametrize(
    ("file", "key"),
    [("inbound_saga.yaml", "other_guests"), ("inbound_ngo.yaml", "foreign_ngo")],
)
def test_the_sample_visits_take_their_rows(file, key):
    request, _ = read_request_file(EXAMPLES / file, HAU_GIANG)

    assert in_hau_giang(request) == key


def test_areas_are_those_of_the_places_of_programme_and_lodging():
    inbound = make_inbound(guest_ranks={"other": make_guest_rank("Khách", 1)})
    request = make_visit_request(
        programme=(make_item(place="border_commune"),), lodging=(make_lodging(),)
    )

    areas = areas_of(request, make_regulation(inbound=inbound))

    assert areas == {PlaceArea.BORDER_AREA, PlaceArea.ORDINARY}

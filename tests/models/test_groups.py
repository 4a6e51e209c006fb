"""A delegation parts into groups, each with places and days of its own; so may guests."""

from datetime import date, timedelta

import pytest

from config.regulation.province import load_regulation
from models.errors import RequestInvalid
from models.outbound.request import OutboundRequest
from models.request.people.groups import group_key
from models.request.reading import read_request
from tests.factories.regulation import make_regulation
from tests.factories.request import (
    DEPARTS,
    RETURNS,
    make_head,
    make_leader,
    make_member,
    make_passport,
    make_request,
    make_stop,
    make_text,
)
from tests.factories.visit import (
    ARRIVES,
    make_guest,
    make_head_guest,
    make_item,
    make_lodging,
    make_visit_request,
    make_visit_text,
)
from tests.factories.visit_findings import found as found_on_visit
from tests.models.test_limits_of_trips import found

HAU_GIANG = load_regulation("hau_giang")
DAY = timedelta(days=1)


def in_groups(**changed):
    """A delegation in two groups, in two towns on the same days; all go home together."""
    together = RETURNS - 2 * DAY
    stops = (
        make_stop(place="Seoul", leaves=together, group="Tổ 1"),
        make_stop(place="Busan", arrives=DEPARTS + DAY, leaves=together, group="2"),
        make_stop(place="Gokseong", arrives=together),
    )
    members = (make_head(group="1"), make_member(group="Tổ 2"))
    return make_request(**{"itinerary": stops, "members": members, **changed})


def refused(request=None, **changed):
    """Return what is refused when a unit writes it."""
    with pytest.raises(RequestInvalid) as refusal:
        read_request(make_text(**changed), make_regulation())
    return {(problem.field, problem.msgid) for problem in refusal.value.problems}


def written(request, **changed):
    return {**request.model_dump(mode="json", exclude_none=True), **changed}


def members(*groups, **of_last):
    made = [make_head(group=groups[0]), *(make_member(group=g) for g in groups[1:])]
    rows = [m.model_dump(mode="json", exclude_none=True) for m in made]
    rows[-1] |= of_last
    return rows


def stops(*groups):
    made = [make_stop(place=f"Thành phố {n}", group=g) for n, g in enumerate(groups, start=1)]
    return [s.model_dump(mode="json", exclude_none=True) for s in made]


def test_groups_are_in_two_towns_on_the_same_days():
    request = read_request(
        make_text(itinerary=stops("1", "2"), members=members("Tổ 1", "tổ 2")), make_regulation()
    )

    assert isinstance(request, OutboundRequest)
    places = [[s.place for s in request.stops_of(m)] for m in request.members]
    assert places == [["Thành phố 1"], ["Thành phố 2"]]


@pytest.mark.parametrize("same", ["Tổ 1", "tổ 1", "TỔ  1", "1", 1, "Nhóm 1", "group 1"])
def test_a_group_is_the_same_however_it_is_called(same):
    assert group_key(same) == "1"


def test_without_groups_two_towns_on_the_same_days_are_still_refused():
    assert refused(itinerary=stops(None, None), members=members(None, None)) == {
        ("itinerary[2].arrives", "stop_too_early_or_group"),
    }


def test_the_stops_of_one_group_may_not_overlap():
    assert refused(itinerary=stops("1", "1", "2"), members=members("1", "2")) == {
        ("itinerary[2].arrives", "stop_too_early"),
    }


def test_a_stop_of_all_may_not_overlap_with_one_of_a_group():
    assert refused(itinerary=stops("1", "2", None), members=members("1", "2")) == {
        ("itinerary[3].arrives", "stop_too_early"),
    }


@pytest.mark.parametrize(
    ("places", "people", "told"),
    [
        (("1", "2"), ("1", "1"), {("itinerary[2].group", "group_of_nobody")}),
        (("1", "2"), ("1", "2", "3"), {("members[3].group", "group_nowhere")}),
        (("1", "2"), ("1", "2", None), {("members[3].group", "group_missing")}),
    ],
)
def test_everybody_is_of_a_group_that_goes_somewhere(places, people, told):
    assert refused(itinerary=stops(*places), members=members(*people)) == told


def test_days_of_a_member_lie_within_the_trip():
    assert refused(members=members(None, None, returns="2020-08-30")) == {
        ("members[2].returns", "member_outside_trip"),
    }
    assert refused(members=members(None, None, departs="2020-08-26", returns="2020-08-25")) == {
        ("members[2].returns", "returns_before_departing"),
    }


# --- whose days are whose -------------------------------------------------------------------------


def test_the_group_that_arrives_first_leaves_with_the_delegation():
    assert in_groups().days_of(1) == (DEPARTS, RETURNS)


def test_a_group_that_comes_later_is_away_from_its_own_first_day():
    assert in_groups().days_of(2) == (DEPARTS + DAY, RETURNS)


def test_a_member_s_own_days_come_before_the_group_s():
    home_early = make_member(group="2", returns=RETURNS - DAY)

    assert in_groups(members=(make_head(group="1"), home_early)).days_of(2) == (
        DEPARTS + DAY, RETURNS - DAY,
    )  # fmt: skip


def test_without_groups_everybody_has_the_days_of_the_trip():
    request = make_request(itinerary=(make_stop(arrives=DEPARTS + DAY, leaves=RETURNS - DAY),))

    assert {request.days_of(number) for number in (1, 2, 99)} == {(DEPARTS, RETURNS)}


# --- limits ---------------------------------------------------------------------------------------


def long_trip(*groups):
    """Fourteen days in all: two groups of a week each, one after the other, or one of them all."""
    first, then = (DEPARTS, DEPARTS + 6 * DAY), (DEPARTS + 7 * DAY, DEPARTS + 13 * DAY)
    return make_request(
        returns=then[1],
        itinerary=(
            make_stop(country="KR", arrives=first[0], leaves=first[1], group=groups[0]),
            make_stop(country="JP", arrives=then[0], leaves=then[1], group=groups[1]),
        ),
        members=(make_head(group=groups[0]), make_member(group=groups[1])),
    )


def limited(**limits):
    from config.regulation.limits import Limits, TripLimit
    from tests.factories.regulation import make_source

    held = {name: TripLimit(at_most=n, source=make_source()) for name, n in limits.items()}
    return make_regulation(limits=Limits.model_validate(held))


@pytest.mark.parametrize(
    ("key", "limit"),
    [("too_many_days", {"days": 7}), ("too_many_countries", {"countries": 1})],
)
def test_days_and_countries_are_those_of_each_member_s_own_journey(key, limit):
    assert found(key, long_trip(None, None), regulation=limited(**limit))
    assert not found(key, long_trip("1", "2"), regulation=limited(**limit))


def test_days_in_a_country_are_not_added_up_over_groups():
    week = DEPARTS + 7 * DAY
    two = make_request(
        returns=week + 6 * DAY,
        itinerary=(
            make_stop(leaves=week - DAY, group="1"),
            make_stop(arrives=week, leaves=week + 6 * DAY, group="2"),
        ),
        members=(make_head(group="1"), make_member(group="2")),
    )

    assert not found("too_long_in_a_country", two, regulation=limited(days_in_a_country=7))
    assert found("too_long_in_a_country", two, regulation=limited(days_in_a_country=6))


def test_leaders_of_one_place_are_held_against_each_other_on_their_own_days():
    place = {"workplace": "UBND thị xã Long Mỹ", "position": "Chủ tịch UBND thị xã"}
    request = make_request(
        members=(
            make_leader(**place, group="1"),
            make_member(group="2"),
        ),
        itinerary=(
            make_stop(leaves=DEPARTS + DAY, group="1"),
            make_stop(place="Busan", arrives=DEPARTS + 2 * DAY, group="2"),
        ),
    )
    deputy = make_leader(name="Phó Thí Dụ", **{**place, "position": "Phó Chủ tịch UBND thị xã"})
    other = make_request(members=(deputy,), departs=DEPARTS + 3 * DAY, itinerary=(
        make_stop(arrives=DEPARTS + 3 * DAY),))  # fmt: skip

    assert not found("key_leaders_away", request, others=(other,))
    together = request.model_copy(update={"itinerary": (make_stop(),)})
    assert found("key_leaders_away", together, others=(other,))


def test_a_passport_is_held_against_the_days_of_its_bearer():
    ends = make_passport(kind="ordinary", expires=RETURNS - DAY)
    stays = make_member(passport=ends)
    leaves = make_member(passport=ends, returns=RETURNS - DAY)

    assert found("passport_runs_out", make_request(members=(make_head(), stays)))
    assert not found("passport_runs_out", make_request(members=(make_head(), leaves)))


# --- guests ---------------------------------------------------------------------------------------


def visit_refused(**changed):
    with pytest.raises(RequestInvalid) as refusal:
        read_request(make_visit_text(**changed), make_regulation())
    return {(problem.field, problem.msgid) for problem in refusal.value.problems}


def rows(*parts):
    return [part.model_dump(mode="json", exclude_none=True) for part in parts]


LATER = date(2020, 8, 25)


def test_guests_come_in_groups_on_days_of_their_own():
    guests = (
        make_head_guest(group="1"),
        make_guest(group="2", arrives=LATER),
        make_guest(name="Lee", group="Tổ 2"),
    )
    items = (make_item(group="1"), make_item(day=LATER, group="2"))

    request = make_visit_request(guests=guests, programme=items)

    assert [request.days_of(n) for n in (1, 2, 3)] == [
        (ARRIVES, LATER), (LATER, LATER), (LATER, LATER),
    ]  # fmt: skip


def test_an_item_is_not_held_before_its_group_is_here():
    guests = rows(make_head_guest(group="1"), make_guest(group="2", arrives=LATER))
    items = rows(make_item(group="1"), make_item(group="2"))

    assert visit_refused(guests=guests, programme=items) == {
        ("programme[2].day", "item_without_group"),
    }


def test_guests_come_and_go_within_the_visit():
    guests = rows(make_head_guest(), make_guest(arrives=ARRIVES - DAY))

    assert visit_refused(guests=guests) == {("guests[2].arrives", "guest_outside_visit")}


def test_nights_are_asked_of_each_group_on_its_own_days():
    guests = (make_head_guest(group="1"), make_guest(group="2"))
    one_house = (make_lodging(group="1"),)
    both = (*one_house, make_lodging(name="Khách sạn", group="2"))
    later = (guests[0], make_guest(group="2", arrives=LATER))

    def lacking(guests, lodging):
        request = make_visit_request(guests=guests, lodging=lodging)
        return bool(found_on_visit("night_without_lodging", request))

    assert lacking(guests, one_house)
    assert not lacking(guests, both)
    assert not lacking(later, one_house)

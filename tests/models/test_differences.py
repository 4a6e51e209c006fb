"""What differs between two versions of a dossier."""

from datetime import date
from decimal import Decimal

from models.outbound.parts import Host, Invitation
from models.request.differences import differences
from tests.factories.request import (
    make_cost,
    make_leader,
    make_member,
    make_request,
    make_stop,
)

LEADER, CLERK = make_leader(), make_member()
MEMBERS = (LEADER, CLERK)
INVITED = Invitation(date=date(2020, 6, 15))


def between(old, new):
    return differences(
        make_request(**{"members": MEMBERS, **old}).facts(),
        make_request(**{"members": MEMBERS, **new}).facts(),
    )


def told(found):
    return [(one.fact, one.number, one.path, one.old, one.new) for one in found]


def test_the_same_dossier_differs_in_nothing():
    assert between({}, {}) == ()


def test_a_value_is_told_as_it_was_and_as_it_is():
    found = between({"purpose": "Học tập."}, {"purpose": "Ký kết."})

    assert told(found) == [("purpose", None, (), "Học tập.", "Ký kết.")]


def test_only_the_day_that_moved_is_told():
    found = between({}, {"returns": date(2020, 8, 30)})

    assert told(found) == [("dates", None, ("returns",), "2020-08-29", "2020-08-30")]


def test_a_value_inside_a_part_is_found():
    found = between({}, {"host": Host(name="Huyện Gurye", country="KR", invitation=INVITED)})

    (one,) = found
    assert (one.fact, one.path, one.new) == ("host", ("name",), "Huyện Gurye")


def test_what_was_not_there_before_comes_field_by_field():
    found = between({"plan_entry": None}, {})

    assert [(one.fact, one.path, one.old) for one in found] == [
        ("plan_entry", ("plan",), None),
        ("plan_entry", ("entry",), None),
    ]


def test_a_member_more_is_one_difference_and_not_a_change_of_those_that_follow():
    third = make_member(name="Lê Thị Thí Dụ")

    (one,) = between({}, {"members": (LEADER, third, CLERK)})

    assert (one.is_new, one.number, one.new["name"]) == (True, 2, "Lê Thị Thí Dụ")


def test_a_member_less_is_told_by_the_number_of_the_older_version():
    third = make_member(name="Lê Thị Thí Dụ")

    (one,) = between({"members": (LEADER, third, CLERK)}, {})

    assert (one.is_gone, one.number, one.old["name"]) == (True, 2, "Lê Thị Thí Dụ")


def test_members_who_change_places_differ_in_nothing():
    assert between({}, {"members": (CLERK, LEADER)}) == ()


def test_a_change_of_one_member_is_told_with_the_member():
    (one,) = between({}, {"members": (LEADER, make_member(position="Trưởng phòng"))})

    assert (one.number, one.path, one.part["name"]) == (2, ("position",), CLERK.name)


def test_of_two_costs_of_one_name_the_one_that_stayed_is_left_alone():
    flights = (make_cost(amount=Decimal(100)), make_cost(amount=Decimal(200)))

    (one,) = between({"costs": flights}, {"costs": (flights[1],)})

    assert (one.is_gone, one.old["amount"]) == (True, "100")


def test_a_stop_is_known_again_by_its_place():
    moved = make_stop(leaves=date(2020, 8, 28))

    (one,) = between({}, {"itinerary": (moved,)})

    assert (one.number, one.path, one.new) == (1, ("leaves",), "2020-08-28")

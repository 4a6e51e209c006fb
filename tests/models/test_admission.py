"""What keeps a request from being filed today."""

from datetime import timedelta

from models.admission import problems_at_filing
from models.directory import Person
from tests.factories.request import DEPARTS, make_head, make_member, make_request

SOMEBODY = Person("vo.thi.thi.du", "Võ Thị Thí Dụ", "vi", "vo.thi.thi.du@hau-giang.example")


def problems(request, today=DEPARTS):
    found = problems_at_filing(
        request, units=["long_my"], persons={SOMEBODY.id: SOMEBODY}, today=today
    )
    return [(problem.field, problem.msgid) for problem in found]


def with_member(**changed):
    return make_request(members=(make_head(), make_member(**changed)))


def test_a_request_of_a_known_unit_for_a_trip_ahead_can_be_filed():
    assert problems(make_request()) == []


def test_a_trip_that_has_begun_cannot_be_asked_for():
    assert problems(make_request(), DEPARTS + timedelta(days=1)) == [("departs", "departs_past")]


def test_an_unknown_unit_is_named():
    assert problems(make_request(unit="nowhere")) == [("unit", "unknown_unit")]


def test_a_member_with_the_name_of_somebody_in_the_directory_must_be_told_apart():
    assert problems(with_member(name=SOMEBODY.name)) == [("members[2].person", "names_somebody")]


def test_a_member_said_to_be_that_person_is_them():
    assert problems(with_member(name=SOMEBODY.name, person=SOMEBODY.id)) == []


def test_a_member_said_to_be_somebody_else_is_not_them():
    assert problems(with_member(name=SOMEBODY.name, person="not_in_directory")) == []


def test_a_member_with_an_id_nobody_has_is_named():
    assert problems(with_member(person="nobody.at.all")) == [
        ("members[2].person", "unknown_person")
    ]

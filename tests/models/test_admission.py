"""What keeps a request from being filed today."""

from datetime import timedelta

from config.regulation.parts import Suspension
from models.directory import Person
from models.ids import PersonId
from models.request.admission import problems_at_filing
from tests.factories.regulation import make_regulation, make_source
from tests.factories.request import DEPARTS, make_head, make_member, make_request

SOMEBODY = Person(
    PersonId("vo.thi.thi.du"), "Võ Thị Thí Dụ", "vi", "vo.thi.thi.du@hau-giang.example"
)


def problems(request, today=DEPARTS, regulation=None):
    found = problems_at_filing(
        request,
        units=["long_my"],
        regulation=regulation or make_regulation(),
        persons={SOMEBODY.id: SOMEBODY},
        today=today,
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


def suspended(**changed):
    days = {"since": DEPARTS - timedelta(days=30), "until": DEPARTS, "source": make_source()}
    return make_regulation(suspensions=(Suspension(**{**days, **changed}),))


def test_a_trip_into_a_suspension_is_refused_with_what_ordered_it():
    found = problems_at_filing(
        make_request(),
        units=["long_my"],
        regulation=suspended(),
        persons={},
        today=DEPARTS,
    )

    assert [(p.msgid, dict(p.facts)["document"]) for p in found] == [("suspended", "00/QC")]


def test_a_trip_the_day_after_a_suspension_can_be_filed():
    assert problems(make_request(), regulation=suspended(until=DEPARTS - timedelta(days=1))) == []


def test_a_suspension_of_trips_to_some_countries_leaves_the_others():
    assert problems(make_request(), regulation=suspended(countries=("JP",))) == []

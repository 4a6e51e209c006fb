"""What keeps a request to receive guests from being filed today."""

from datetime import timedelta

import pytest

from config.regulation.parts import Text
from models.directory import Person
from models.ids import PersonId
from models.inbound.parts import Unannounced
from models.request.admission import problems_at_filing
from tests.factories.regulation import make_regulation
from tests.factories.request import make_passport
from tests.factories.visit import (
    ARRIVES,
    make_guest,
    make_head_guest,
    make_host_leader,
    make_interpreter,
    make_item,
    make_visit_request,
)

SOMEBODY = Person(
    PersonId("vo.thi.thi.du"), "Võ Thị Thí Dụ", "vi", "vo.thi.thi.du@hau-giang.example"
)
UNANNOUNCED = Unannounced(reason="Đoàn đi qua tỉnh và ghé thăm.")
A_DAY = timedelta(days=1)


def problems(request, today=ARRIVES):
    found = problems_at_filing(
        request,
        units={"phung_hiep": Text(vi="UBND huyện Phụng Hiệp", en="Phung Hiep")},
        regulation=make_regulation(),
        persons={SOMEBODY.id: SOMEBODY},
        today=today,
    )
    return [(problem.field, problem.msgid) for problem in found]


def test_guests_who_come_today_can_still_be_asked_for():
    assert problems(make_visit_request()) == []


def test_guests_who_came_yesterday_cannot():
    assert problems(make_visit_request(), ARRIVES + A_DAY) == [("arrives", "arrives_past")]


@pytest.mark.parametrize("days", [0, 1])
def test_guests_who_came_without_notice_are_asked_for_on_the_day_or_the_day_after(days):
    request = make_visit_request(unannounced=UNANNOUNCED)

    assert problems(request, ARRIVES + days * A_DAY) == []


def test_two_days_later_is_too_late_for_them_too():
    request = make_visit_request(unannounced=UNANNOUNCED)

    assert problems(request, ARRIVES + 2 * A_DAY) == [("arrives", "arrives_past")]


def test_guests_of_next_week_do_not_come_without_notice():
    request = make_visit_request(unannounced=UNANNOUNCED)

    assert problems(request, ARRIVES - 7 * A_DAY) == [("unannounced", "not_unannounced")]


def test_an_unknown_host_unit_is_named():
    assert problems(make_visit_request(unit="nowhere")) == [("unit", "unknown_unit")]


def test_an_item_can_be_answered_for_by_a_unit_or_a_body_of_the_regulation():
    items = (make_item(unit="phung_hiep"), make_item(unit="police"))

    assert problems(make_visit_request(programme=items)) == []


def test_an_item_of_an_unknown_unit_is_told_by_its_number():
    items = (make_item(), make_item(unit="nowhere"))

    assert problems(make_visit_request(programme=items)) == [("programme[2].unit", "unknown_unit")]


def test_persons_the_directory_does_not_know_are_told_wherever_they_stand():
    request = make_visit_request(
        programme=(make_item(leader="nobody.at.all"),),
        received_by=(make_host_leader(person="nobody.at.all"),),
        interpreters=(make_interpreter(person="nobody.at.all"),),
    )

    assert problems(request) == [
        ("programme[1].leader", "unknown_person"),
        ("received_by[1].person", "unknown_person"),
        ("interpreters[1].person", "unknown_person"),
    ]


def test_an_id_that_is_somebody_elses_is_told_wherever_it_stands():
    request = make_visit_request(
        received_by=(make_host_leader(name="Đặng Thị Mẫu", person=SOMEBODY.id),),
        interpreters=(make_interpreter(name=SOMEBODY.name.upper(), person=SOMEBODY.id),),
    )

    assert problems(request) == [("received_by[1].person", "names_another")]


def test_one_leader_who_receives_as_two_is_told():
    twice = make_host_leader(name=SOMEBODY.name, person=SOMEBODY.id)
    nobody = make_host_leader(person="not_in_directory")

    assert problems(make_visit_request(received_by=(nobody, twice, nobody, twice))) == [
        ("received_by[4].person", "person_twice")
    ]


@pytest.mark.parametrize(("nationality", "told"), [("KR", True), ("JP", False)])
def test_one_passport_of_two_guests_of_a_country_is_told(nationality, told):
    guests = (
        make_head_guest(passport=make_passport()),
        make_guest(nationality=nationality, passport=make_passport()),
    )

    found = problems(make_visit_request(guests=guests))

    assert found == ([("guests[2].passport.number", "passport_twice")] if told else [])


def test_persons_known_or_said_not_to_be_in_the_directory_are_taken():
    request = make_visit_request(
        programme=(make_item(leader=SOMEBODY.id),),
        interpreters=(make_interpreter(person="not_in_directory"),),
    )

    assert problems(request) == []

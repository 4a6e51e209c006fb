"""What keeps a request from being filed today."""

from datetime import date, timedelta

import pytest

from config.regulation.parts import Suspension, Text
from config.words import words
from models.directory import Person
from models.ids import PersonId
from models.outbound.parts import Acting, Host, Invitation
from models.request.admission import problems_at_filing
from models.request.parts import Letter
from tests.factories.regulation import make_regulation, make_source
from tests.factories.request import (
    DEPARTS,
    make_head,
    make_leader,
    make_member,
    make_paper,
    make_passport,
    make_request,
)

SOMEBODY = Person(
    PersonId("vo.thi.thi.du"), "Võ Thị Thí Dụ", "vi", "vo.thi.thi.du@hau-giang.example"
)

UNITS = {"long_my": Text(vi="UBND thị xã Long Mỹ", en="People's Committee of Long My Town")}
NAMESAKE = Person(PersonId("z.vo"), "VÕ THỊ THÍ DỤ", "vi", "z.vo@hau-giang.example")


def found_in(request, today=DEPARTS, regulation=None, others=()):
    return problems_at_filing(
        request,
        units=UNITS,
        regulation=regulation or make_regulation(),
        persons={each.id: each for each in (SOMEBODY, *others)},
        today=today,
    )


def problems(request, *given, **told):
    return [(problem.field, problem.msgid) for problem in found_in(request, *given, **told)]


def with_member(**changed):
    return make_request(members=(make_head(), make_member(**changed)))


def test_a_request_of_a_known_unit_for_a_trip_ahead_can_be_filed():
    assert problems(make_request()) == []


def test_a_trip_that_has_begun_cannot_be_asked_for():
    assert problems(make_request(), DEPARTS + timedelta(days=1)) == [("departs", "departs_past")]


def test_an_unknown_unit_is_named():
    assert problems(make_request(unit="nowhere")) == [("unit", "unknown_unit")]


def test_the_units_there_are_are_told_by_name_and_by_what_a_file_writes_for_them():
    (problem,) = found_in(make_request(unit="nowhere"))

    assert "UBND thị xã Long Mỹ (long_my)" in problem.said(words("vi"))


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
        units=UNITS,
        regulation=suspended(),
        persons={},
        today=DEPARTS,
    )

    assert [(p.msgid, dict(p.facts)["document"]) for p in found] == [("suspended", "00/QC")]


def test_a_trip_the_day_after_a_suspension_can_be_filed():
    assert problems(make_request(), regulation=suspended(until=DEPARTS - timedelta(days=1))) == []


def test_a_suspension_of_trips_to_some_countries_leaves_the_others():
    assert problems(make_request(), regulation=suspended(countries=("JP",))) == []


# --- Who is who ---------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Tô Thị Giả Định", "Võ Thị Thí Du Hai"])
def test_a_name_beside_the_id_of_somebody_called_otherwise_is_refused(name):
    assert problems(with_member(name=name, person=SOMEBODY.id)) == [
        ("members[2].person", "names_another")
    ]


@pytest.mark.parametrize("name", ["VÕ THỊ THÍ DỤ", "Võ  Thị Thí Dụ", "Vo Thi Thi Du"])
def test_a_name_in_another_spelling_is_that_of_the_person(name):
    assert problems(with_member(name=name, person=SOMEBODY.id)) == []


def test_all_who_bear_a_name_are_named():
    (found,) = found_in(with_member(name=SOMEBODY.name), others=(NAMESAKE,))

    assert dict(found.facts)["person"] == "vo.thi.thi.du, z.vo"


KNOWN = Person(PersonId("z.mau"), "Nguyễn Văn Mẫu", "vi", "z.mau@hau-giang.example")


def stood_in_for_by(**acting):
    stands_in = Acting(**{"name": "Lê Giả Định", "position": "Phó Chủ tịch", **acting})
    return make_request(members=(make_leader(acting=stands_in), make_member(person=KNOWN.id)))


@pytest.mark.parametrize(
    ("acting", "rules"),
    [
        ({"person": "khong.co.ai"}, ["unknown_person"]),
        ({"person": SOMEBODY.id}, ["names_another"]),
        ({"name": "Nguyễn Văn Mẫu"}, ["substitute_travels"]),
        ({"name": "NGUYEN VAN MAU", "person": KNOWN.id}, ["substitute_travels"]),
        ({"name": "Trần Thị Ví Dụ"}, ["substitute_travels"]),
    ],
)
def test_who_stands_in_for_a_leader_is_there_and_stays_at_home(acting, rules):
    found = problems(stood_in_for_by(**acting), others=(KNOWN,))

    assert found == [("members[1].acting.person", rule) for rule in rules]


def test_a_namesake_of_a_traveller_who_is_said_to_be_another_may_stand_in():
    request = stood_in_for_by(name=KNOWN.name, person="not_in_directory")

    assert problems(request, others=(KNOWN,)) == []


# --- The same thing twice -----------------------------------------------------------------------


def with_two(one, other):
    return make_request(members=(make_head(), make_member(**one), make_member(**other)))


def test_one_person_of_the_directory_travels_once():
    here = {"name": SOMEBODY.name, "person": SOMEBODY.id}

    assert problems(with_two(here, here)) == [("members[3].person", "person_twice")]


@pytest.mark.parametrize(
    "born", [(None, None), (None, date(1980, 1, 1)), (date(1980, 1, 1), date(1980, 1, 1))]
)
def test_two_of_one_name_whom_no_birthday_tells_apart_may_be_one(born):
    one, other = ({"born": birthday} for birthday in born)

    assert problems(with_two(one, other)) == [("members[3].born", "name_twice")]


def test_two_of_one_name_and_two_birthdays_are_two():
    request = with_two({"born": date(1980, 1, 1)}, {"born": date(1990, 1, 1)})

    assert problems(request) == []


def test_one_of_the_directory_and_one_who_is_none_of_it_are_two():
    here = {"name": SOMEBODY.name, "person": SOMEBODY.id}

    assert problems(with_two(here, {**here, "person": "not_in_directory"})) == []


def test_a_passport_is_one_persons_and_its_number_is_not_repeated():
    one, other = ({"name": name, "passport": make_passport()} for name in ("A Văn B", "C Văn D"))

    found = found_in(with_two(one, other))

    assert [(p.field, p.msgid, p.value) for p in found] == [
        ("members[3].passport.number", "passport_twice", "***")
    ]


# --- Days -----------------------------------------------------------------------------------------

TOMORROW = DEPARTS + timedelta(days=1)


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"letter": Letter(number="1/UBND", date=TOMORROW)}, "letter.date"),
        ({"papers": (make_paper("programme", date=TOMORROW),)}, "papers[1].date"),
        (
            {"host": Host(name="H", country="KR", invitation=Invitation(date=TOMORROW))},
            "host.invitation.date",
        ),
    ],
)
def test_what_is_there_is_of_no_day_to_come(changed, field):
    assert problems(make_request(**changed)) == [(field, "paper_ahead")]


def test_a_letter_of_today_is_there():
    assert problems(make_request(letter=Letter(number="1/UBND", date=DEPARTS))) == []


def test_nobody_is_born_on_a_day_to_come():
    assert problems(with_member(born=TOMORROW)) == [("members[2].born", "born_ahead")]

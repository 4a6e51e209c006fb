"""A letter greets its reader as an office does: by their seat, and the party's people as comrades."""

import pytest

from config.regulation.parts import Text
from config.words import words
from models.directory import seat_title
from models.ids import PersonId, SeatKey
from models.store import directory
from models.store.database.clock import today
from notifications.facts.letters import CaseLetter
from notifications.writing.addressing import PLAINLY, Addressed, addressed
from notifications.writing.wording import wording
from tests.factories.messages import make_facts, make_person
from tests.factories.office import Office

CHAIR, PARTY_SECRETARY, APPRAISER = "pham.van.mau", "tran.thi.du", "dang.thi.mau"
OF_THE_PROPAGANDA_COMMISSION = "mac.thi.gia.dinh"


@pytest.fixture
def office(desk):
    return Office(desk)


def of(office, person, asked=""):
    desk = office.desk
    with desk.store.reading() as conn:
        units = directory.unit_names(conn)
        seat = seat_title(SeatKey(asked), desk.regulation(), units) if asked else None
        seats = directory.seats_of(conn, PersonId(person), today(conn))
    return addressed(seats, units, desk.regulation(), asked=seat)


def said(to, language="vi"):
    letter, person = CaseLetter.read(make_facts()), make_person()
    body = wording("to_decide", words(language), letter, person=person, link=None, to=to).body
    return " ".join(body.replace("\\", "").split())


def test_who_holds_one_seat_is_written_to_in_it(office):
    found = of(office, APPRAISER)

    assert found.seat is not None
    assert found.seat.vi == "Chuyên viên thẩm định, Văn phòng UBND tỉnh"


def test_of_several_seats_it_is_the_one_that_is_asked(office):
    asked = of(office, CHAIR, "people_committee/chair")

    assert (asked.seat and asked.seat.vi, asked.comrade) == ("Chủ tịch, UBND tỉnh", False)
    assert of(office, CHAIR).seat is None


def test_the_party_s_people_are_comrades_in_its_bodies_and_units(office):
    voting = of(office, CHAIR, "standing_committee/member")

    assert (voting.seat and voting.seat.vi, voting.comrade) == (
        "Ủy viên Ban Thường vụ Tỉnh ủy",
        True,
    )
    assert of(office, PARTY_SECRETARY).comrade
    assert of(office, OF_THE_PROPAGANDA_COMMISSION).comrade
    assert not of(office, APPRAISER).comrade


def test_who_holds_no_seat_is_addressed_by_name_alone(office):
    assert of(office, "nobody.here") == PLAINLY


def test_a_comrade_is_called_one_throughout_a_letter():
    text = said(Addressed(Text(vi="Bí thư Tỉnh ủy", en="Secretary"), comrade=True))

    assert text.startswith("Kính gửi: Đồng chí Trần Thị Ví Dụ, Bí thư Tỉnh ủy.")
    assert "Kính đề nghị Đồng chí xem xét, quyết định" in text
    assert "Ông/Bà" not in text


def test_anybody_else_is_ong_ba_with_the_seat_that_is_sure():
    text = said(Addressed(Text(vi="Giám đốc, Công an tỉnh", en="Director, Police")))

    assert text.startswith("Kính gửi: Ông/Bà Trần Thị Ví Dụ, Giám đốc, Công an tỉnh.")


def test_an_english_letter_names_the_seat_too():
    assert said(Addressed(Text(vi="Giám đốc", en="Director")), "en").startswith(
        "Dear Trần Thị Ví Dụ (Director),"
    )

"""What a page says of a request before it is submitted."""

import re
from datetime import date
from html import unescape

import pytest

from config.regulation.codes import Management
from config.words import words
from flows.acts.filing import Filing
from flows.simulating import simulate
from models.ids import PersonId, SeatKey
from models.store import directory
from tests.factories.house import house
from tests.factories.office import MONDAY, OFFICERS, Office
from tests.factories.request import make_head, make_leader, make_member, make_passport, make_request
from tests.factories.visit import make_visit_request
from web.ground.page import page
from web.request.preview import preview_of

CHAIR = PersonId("pham.van.mau")


@pytest.fixture
def office(desk):
    return Office(desk)


def body_of(office, request, by=None, language="vi"):
    w = words(language)
    preview = preview_of(simulate(office.desk, request, by), w)
    return bytes(page("request/preview.html", w, preview=preview).body).decode()


def shown(office, request, *, by=None, language="vi"):
    """Return the part of a page, as text without marks, one line a thing."""
    officer = by or OFFICERS[request.unit]
    body = body_of(office, request, Filing(officer, officer), language)
    plain = re.sub(r"[ \t]+", " ", unescape(re.sub(r"<[^>]+>", "", body)))
    return "\n".join(line.strip() for line in plain.splitlines() if line.strip())


def led_by(*members, **changed):
    return make_request(members=members, **changed)


def test_the_sections_stand_in_official_vietnamese(office):
    said = shown(office, led_by(make_leader(), make_member()))

    titles = ("Hạn nộp muộn nhất", "Cần lưu ý", "Hồ sơ sẽ đi qua", "Căn cứ", "Thư sẽ gửi")
    assert [title in said.splitlines() for title in titles] == [True] * 5
    assert "hệ thống chưa ghi nhận hồ sơ và chưa gửi thư nào" in said


def test_each_step_has_its_latest_date_its_seat_and_who_holds_it(office):
    said = shown(office, led_by(make_leader(), make_member())).splitlines()

    signing = said.index("Ký đề nghị – Thủ trưởng, UBND thị xã Long Mỹ")
    assert said[signing - 1 : signing + 2 : 2] == ["chậm nhất 08/07/2020 *", "Nguyễn Văn Thí Dụ"]
    assert any("quyết định tập thể, 5 người" in line for line in said)


def test_an_article_is_named_once_with_all_that_rests_on_it(office):
    said = shown(office, led_by(make_leader(), make_member()))

    decided = "Cấp có thẩm quyền quyết định – UBND tỉnh"
    state = f"{decided}; Ban hành văn bản (lấy số, ghi ngày) – Văn phòng UBND tỉnh"
    assert f"{state}\n49/2019/QH14, Điều 11 – " in said


def test_a_finding_stands_with_what_would_cure_it(office):
    said = shown(office, led_by(make_head(), plan_entry=None))

    found = said.index(words("vi").text("cure.out_of_plan"))
    assert said.index("Cần lưu ý") < found < said.index("38-CT/TW", found)


def test_a_vacant_seat_and_one_whose_holder_travels_are_told_apart(office):
    with office.desk.store.writing() as conn:
        seat, person = SeatKey("pc_office/appraiser"), PersonId("dang.thi.mau")
        directory.end_seat(house(conn), seat, person, MONDAY.replace(day=1))

    said = shown(office, led_by(make_head(name="Phạm Văn Mẫu", person=CHAIR)))

    assert "Khuyết: hiện không ai giữ chức danh này" in said
    assert "Người giữ chức danh này không được giải quyết bước này" in said


def test_whose_paper_is_only_recorded_is_named(office):
    said = shown(office, led_by(make_leader(managed_by=Management.CENTRAL)))

    assert "ghi nhận văn bản của" in said
    assert "Chưa tính những bước không quy định thời hạn" in said


def test_what_keeps_the_request_from_being_submitted_is_told_first(office):
    said = shown(office, led_by(make_head(person="nobody.at.all")))

    assert said.splitlines()[0] == "Hôm nay chưa nộp được"


def test_whoever_is_of_another_unit_is_told_that_they_cannot_submit_it(office):
    said = shown(office, led_by(make_head()), by=OFFICERS["phung_hiep"])

    assert said.splitlines()[0] == "Hôm nay chưa nộp được"


def test_other_trips_stand_with_their_traveller(office):
    request = led_by(make_head(name="Phạm Văn Mẫu", person=CHAIR))
    office.submits(request)

    said = shown(office, request).splitlines()

    trip = said.index("Phạm Văn Mẫu – Chuyến đi khác:")
    assert said[trip + 1].startswith(office.case_no)


def test_what_people_wrote_is_no_html(office):
    passport = make_passport(expires=date(2020, 12, 1))
    member = make_member(name="Mẫu <script>alert(1)</script>", passport=passport)

    body = body_of(office, led_by(make_head(), member))

    assert ("<script" in body, "&lt;script" in body) == (False, True)


@pytest.mark.parametrize("make", [make_request, make_visit_request])
def test_no_word_lacks_in_english(office, make):
    said = shown(office, make(), language="en")

    assert "The way the request will take" in said
    assert not re.search(r"\b(page|notice|stage|act|level|label)\.[a-z_]+", said)

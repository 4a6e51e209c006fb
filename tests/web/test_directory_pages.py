"""The directory on its pages: who reads it, on which day, and what was entered of whom."""

from datetime import date, timedelta

import pytest

from flows.acts.authority import give_authority
from flows.acts.house.confirming import confirm_changes, turn_down_change
from flows.acts.house.directory import enter_directory, leave_seat
from flows.case.answers import Identified
from models.authority import Capacity
from models.directory import DirectoryFile, PersonRow, SeatRow
from models.ids import PersonId, SeatKey
from models.store.house import proposed

OF_THE_OFFICE, AUDITOR, ADMINISTRATOR = "bui.van.thi.du", "cao.thi.thi.du", "mai.van.mau"
OFFICER, CHAIR = "nguyen.thi.mau", "pham.van.mau"
CONSOLE = Identified(PersonId("console:root"), "console:root")
CHAIR_SEAT = SeatKey("people_committee/chair")
TODAY = date(2020, 7, 6)
PAGES = (
    "",
    "/people/pham.van.mau",
    "/bodies",
    "/bodies/police",
    "/authorities",
    "/days",
    "/history",
)


def page(site, path="", person=ADMINISTRATOR):
    return site.browser().is_of(person).opens(f"/directory{path}")


@pytest.fixture
def successor(site):
    """From next month on somebody else is the chairman."""
    person = PersonRow(name="Đỗ Văn Mới", mailbox="do.van.moi@hau-giang.example")
    seat = SeatRow(seat=CHAIR_SEAT, person="do.van.moi", since=date(2020, 8, 1))
    file = DirectoryFile(units={}, persons={"do.van.moi": person}, seats=(seat,))
    enter_directory(site.desk, file, CONSOLE)
    leave_seat(site.desk, CHAIR_SEAT, PersonId(CHAIR), date(2020, 7, 31), CONSOLE)
    return "do.van.moi"


@pytest.mark.parametrize("person", [OF_THE_OFFICE, AUDITOR, ADMINISTRATOR])
def test_who_answers_for_the_house_finds_the_way_to_the_directory_and_reads_all_of_it(site, person):
    browser = site.browser().is_of(person)

    assert "/directory" in browser.opens("/").links
    assert [browser.opens(f"/directory{path}").status for path in PAGES] == [200] * len(PAGES)


@pytest.mark.parametrize("person", [OFFICER, CHAIR])
def test_it_is_nobody_else_s(site, person):
    browser = site.browser().is_of(person)

    assert "/directory" not in browser.opens("/").links
    assert {browser.opens(f"/directory{path}").status for path in PAGES} == {403}


@pytest.mark.parametrize(
    ("person", "sees"), [(ADMINISTRATOR, True), (OF_THE_OFFICE, False), (AUDITOR, False)]
)
def test_mailboxes_are_shown_to_who_runs_doan_alone(site, person, sees):
    shown = [page(site, path, person).text for path in ("?q=mẫu", f"/people/{CHAIR}")]

    assert ["pham.van.mau@hau-giang.example" in text for text in shown] == [sees, sees]


def test_people_are_found_by_their_names_without_accents_or_by_their_ids(site):
    found = {
        said: [link for link in page(site, f"?q={said}").links if f"/{CHAIR}" in link]
        for said in ("pham van mau", "Phạm Mẫu", "pham.van.mau", "nobody so called")
    }

    assert found == {
        **{said: [f"/directory/people/{CHAIR}"] for said in list(found)[:3]},
        "nobody so called": [],
    }


def test_many_people_have_pages(site):
    first = page(site)

    assert "page=2" in "".join(first.links)
    assert {*first.links} != {*first.opens("/directory?page=2").links}


def test_a_coming_day_shows_who_sits_then(site, successor):
    now, then = (
        page(site, f"/bodies/people_committee?day={day}").text for day in (TODAY, "2020-08-01")
    )

    assert "Phạm Văn Mẫu từ 01/01/2020 đến hết 31/07/2020 Đỗ Văn Mới từ 01/08/2020 sắp tới" in now
    assert "Đỗ Văn Mới từ 01/08/2020 Phạm Văn Mẫu từ 01/01/2020 đến hết 31/07/2020 đã thôi" in then


@pytest.fixture
def coming(site):
    """Two people have said that from August on somebody else is the chairman."""
    person = PersonRow(name="Đỗ Văn Mới", mailbox="do.van.moi@hau-giang.example")
    enter_directory(
        site.desk, DirectoryFile(units={}, persons={"do.van.moi": person}, seats=()), CONSOLE
    )
    by = Identified(PersonId(ADMINISTRATOR), "mailbox_code_fresh")
    seat = SeatRow(seat=CHAIR_SEAT, person="do.van.moi", since=date(2020, 8, 1))
    enter_directory(site.desk, DirectoryFile(units={}, persons={}, seats=(seat,)), by)
    leave_seat(site.desk, CHAIR_SEAT, PersonId(CHAIR), date(2020, 7, 31), by)
    with site.desk.store.reading() as conn:
        numbers = [each.number for each in proposed.under_way(conn)]
    confirm_changes(site.desk, numbers, Identified(PersonId(OF_THE_OFFICE), "mailbox_code_fresh"))
    return numbers


MARK = "đã xác nhận, đến ngày mới có hiệu lực"


def test_what_two_have_said_stands_on_the_page_of_its_day_marked_as_coming(site, coming):
    now, then = (
        page(site, f"/bodies/people_committee?day={day}").text for day in (TODAY, "2020-08-01")
    )

    left = f"Phạm Văn Mẫu từ 01/01/2020 đến hết 31/07/2020 {MARK}"
    assert f"{left} Đỗ Văn Mới từ 01/08/2020 sắp tới {MARK}" in now
    assert f"Đỗ Văn Mới từ 01/08/2020 {MARK} Phạm Văn Mẫu" in then


@pytest.mark.parametrize(("day", "holds"), [(TODAY, "pham.van.mau"), ("2020-08-01", "do.van.moi")])
def test_the_list_of_people_has_the_seats_they_will_hold_on_a_coming_day(site, coming, day, holds):
    shown = {who: page(site, f"?q={who}&day={day}").text for who in ("pham.van.mau", "do.van.moi")}

    found = [who for who, text in shown.items() if "Chủ tịch, UBND tỉnh" in text]
    assert found == [holds]


def test_what_is_only_proposed_or_was_turned_down_stands_on_no_day(site, coming):
    for number in coming:
        turn_down_change(site.desk, number, Identified(PersonId(ADMINISTRATOR), "mailbox_code"))

    then = page(site, "/bodies/people_committee?day=2020-08-01").text
    assert (MARK in then, "Đỗ Văn Mới từ" in then) == (False, False)


def test_a_day_that_is_none_is_told_and_today_is_shown(site):
    shown = page(site, "/bodies?day=30/02/2020")

    assert ("“30/02/2020” không phải là ngày" in shown.text, "ngày 06/07/2020" in shown.text) == (
        True,
        True,
    )


def test_a_seat_that_nobody_holds_is_told_as_vacant(site):
    assert "khuyết" in page(site, "/bodies/police?day=2019-01-01").text


def test_the_history_of_a_person_says_what_was_entered_when_and_from_where(site, successor):
    told = page(site, f"/people/{CHAIR}").text

    left = "Thôi giữ chức danh Phạm Văn Mẫu · Chủ tịch, UBND tỉnh · đến hết 31/07/2020"
    assert left in told
    assert "từ máy chủ, tài khoản root" in told.partition(left)[2][:120]
    # Of others nothing is told there.
    assert "Đỗ Văn Mới" not in told.partition("Lịch sử")[2]


def test_the_history_of_a_body_tells_who_came_into_its_seats(site, successor):
    told = page(site, "/bodies/people_committee").text.partition("Lịch sử")[2]

    assert "Giữ chức danh Đỗ Văn Mới · Chủ tịch, UBND tỉnh · từ 01/08/2020" in told


def test_the_whole_history_goes_on_from_page_to_page(site):
    browser = page(site, "/history")
    seen: set[str] = set()
    while older := [link for link in browser.links if "before=" in link]:
        entries = {w for w in browser.html.split("\n") if "của nhật ký" in w}
        assert seen.isdisjoint(entries)
        seen |= entries
        browser.opens(older[0])

    assert len(seen) > 40


def test_who_acts_for_whom_is_listed_and_told_of_both(site):
    give_authority(
        site.desk,
        giver=PersonId(CHAIR),
        holder=PersonId("tran.thi.du"),
        seats=(CHAIR_SEAT,),
        since=TODAY,
        until=TODAY + timedelta(days=3),
        capacity=Capacity.DEPUTY,
        set_by=Identified(PersonId(CHAIR), "mailbox_code_fresh"),
    )

    shown = [
        page(site, path).text
        for path in ("/authorities", f"/people/{CHAIR}", "/people/tran.thi.du")
    ]

    assert ["06/07/2020 – 09/07/2020" in text for text in shown] == [True] * 3
    over = page(site, "/authorities?day=2020-08-01").text
    assert ("Đang có hiệu lực" in shown[0], "Đã kết thúc" in over) == (True, True)


def test_days_off_and_days_moved_stand_with_their_names(site):
    shown = page(site, "/days?day=2020-07-06").text

    assert "Thứ Tư, 02/09/2020 ngày lễ Quốc khánh" in shown


@pytest.mark.parametrize("path", ["/people/ai.do", "/bodies/cho.nao"])
def test_who_or_what_is_not_there_is_told_so(site, path):
    assert page(site, path).status == 404

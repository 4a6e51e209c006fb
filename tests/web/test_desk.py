"""Somebody's desk: what waits with working days left, what is owed, the cases, what they decided."""

import re
from datetime import date, datetime, timedelta

import pytest

from config.province_time import WorkingCalendar, office_closes
from config.regulation.codes import Act
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.privacy.erasing import Eraser, erase_case
from models.ids import PersonId, SeatKey
from models.request.parts import Letter, Urgent
from models.store.directory import end_seat
from tests.factories.clones import clone
from tests.factories.house import house
from tests.factories.office import OFFICER, lets_act, make_answer
from tests.factories.privacy import letters_are_sent
from tests.factories.request import make_request
from web.ground.address import NEW_REQUEST

HEAD, CHAIR, APPRAISER = "nguyen.van.thi.du", "pham.van.mau", "dang.thi.mau"
POLICE, AUDITOR, OF_THE_OFFICE = "duong.van.vi.du", "cao.thi.thi.du", "bui.van.thi.du"
FINANCE, DEPUTY = "ly.thi.gia.dinh", "trinh.thi.minh.hoa"


def desk_of(site, person, query=""):
    return site.browser().is_of(person).opens(f"/{query}")


def section(browser, name):
    """The words of one list of the desk, or nothing where it is not there."""
    html = browser.html.partition(f'<section class="card" id="{name}"')[2].partition("</section>")[
        0
    ]
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


def links_in(browser, name):
    html = browser.html.partition(f'<section class="card" id="{name}"')[2].partition("</section>")[
        0
    ]
    return re.findall(r'href="([^"]+)"', html)


FRIDAY = date(2020, 7, 10)


@pytest.mark.parametrize(
    ("due", "left"),
    [
        (FRIDAY, 0),
        (FRIDAY + timedelta(days=1), 0),
        (FRIDAY + timedelta(days=3), 1),
        (FRIDAY + timedelta(days=7), 5),
        (FRIDAY - timedelta(days=1), -1),
        # Not even a weekend makes what is late due again.
        (FRIDAY - timedelta(days=7), -5),
        (FRIDAY + timedelta(days=1000), 1000),
    ],
)
def test_days_left_are_working_days(due, left):
    assert WorkingCalendar().working_days_left(FRIDAY, office_closes(due)) == left


def test_what_was_due_on_a_weekend_just_past_is_late_by_a_day():
    monday, saturday = date(2020, 7, 13), date(2020, 7, 11)

    assert WorkingCalendar().working_days_left(monday, office_closes(saturday)) == -1


def test_a_desk_says_how_many_working_days_are_left(site, office):
    office.submits()

    assert "còn 2 ngày làm việc" in section(desk_of(site, HEAD), "waits")


def test_what_is_late_comes_first_and_says_so(site, office):
    late = office.submits().no
    step = office.waiting(Act.SIGN)
    office.time_passes(step.due_at + timedelta(days=4))
    office.submits(make_request(title="Dự hội chợ"))

    shown = section(desk_of(site, HEAD), "waits")

    assert shown.index(late) < shown.index(office.case_no)
    assert "quá hạn 2 ngày làm việc" in shown


def test_what_is_urgent_is_marked(site, office):
    ordered = Letter(number="15/TB", date=date(2020, 7, 6))
    urgent = Urgent(reason="Bạn mời gấp.", instruction=ordered)
    office.submits(make_request(urgent=urgent))

    assert "Khẩn" in section(desk_of(site, HEAD), "waits")
    assert "Khẩn" in section(desk_of(site, OFFICER), "cases")


def test_what_a_unit_owes_after_a_trip_is_told_to_all_of_it(site, office):
    case = office.submits().no
    report = office.goes_on_until_asked(Act.FILE)

    of_officer, of_head = desk_of(site, OFFICER), desk_of(site, HEAD)

    assert "Báo cáo kết quả" in section(of_head, "owed")
    assert "Nộp lại hộ chiếu" in section(of_head, "owed")
    assert f"/cases/{case}/steps/{report.number}" in links_in(of_officer, "owed")
    # Whoever is not asked is led to the case, whose step is not theirs.
    assert set(links_in(of_head, "owed")) == {f"/cases/{case}"}


def test_nobody_else_is_told_what_a_unit_owes(site, office):
    office.submits()
    office.goes_on_until_asked(Act.FILE)

    for person in (APPRAISER, "ta.thi.vi.du", AUDITOR):
        assert section(desk_of(site, person), "owed") == ""


def test_what_somebody_decided_stands_with_the_paper_it_was_issued_by(site, office):
    office.submits()
    office.goes_on_until_asked(Act.PREPARE)

    decided = section(desk_of(site, CHAIR), "decided")

    issued = [s for s in office.case.steps if s.act is Act.ISSUE]
    assert "Chấp thuận" in decided
    assert f"số {issued[-1].paper_number}" in decided
    # What they voted in is there too, the newest first.
    assert decided.index("Chấp thuận") < decided.index("Tán thành")


def test_an_opinion_has_no_paper_of_others(site, office):
    office.submits()
    office.goes_on_until_asked(Act.PREPARE)

    assert "QĐ-UBND" not in section(desk_of(site, POLICE), "decided")


def test_whoever_acted_for_somebody_and_whom_they_acted_for_both_decided_it(site, office):
    lets_act(site.desk, FINANCE, DEPUTY, "dof/head")
    office.submits()
    office.goes_on_until_asked(Act.CONSULT)
    asked = office.waiting(Act.CONSULT, seat="dof")

    office.takes(asked, make_answer("agree"), DEPUTY)

    for person in (FINANCE, DEPUTY):
        assert f"/cases/{office.case_no}/steps/{asked.number}" in links_in(
            desk_of(site, person), "decided"
        )


def test_with_the_seat_goes_what_was_decided_in_it(site, office):
    office.submits()
    office.goes_on_until_asked(Act.PREPARE)
    with site.desk.store.writing() as conn:
        end_seat(house(conn), SeatKey("police/head"), PersonId(POLICE), office.today)
    office.time_passes(datetime.fromisoformat("2020-07-20T08:00:00+07:00"))

    assert section(desk_of(site, POLICE), "decided") == ""


@pytest.mark.parametrize(
    ("person", "theirs"),
    [(OFFICER, True), (HEAD, True), (OF_THE_OFFICE, False), (AUDITOR, False)],
)
def test_whoever_has_a_seat_in_a_unit_may_begin_a_request(site, office, person, theirs):
    assert (NEW_REQUEST in desk_of(site, person).links) is theirs


def test_the_auditor_has_a_list_of_all_cases(site, office):
    first = office.submits().no
    second = office.receives().no

    listed = links_in(desk_of(site, AUDITOR), "cases")

    assert listed == [f"/cases/{second}", f"/cases/{first}", "/cases?status=every"]


def test_each_list_has_pages_of_its_own(site, office):
    first = office.submits().no
    with site.desk.store.writing() as conn:
        clone(conn, first, 39)
    browser = desk_of(site, HEAD)

    waiting = links_in(browser, "waits")
    onwards = next(link for link in waiting if "waits=2" in link)
    browser.opens(onwards.replace("&amp;", "&"))

    assert "26–40 trong 40" in section(browser, "waits")
    # Of the cases the newest are shown; the board has them all.
    assert len(links_in(browser, "cases")) == 26
    assert "/cases?status=every" in links_in(browser, "cases")


def test_an_address_with_nonsense_shows_the_first_page(site, office):
    office.submits()

    assert desk_of(site, HEAD, "?waits=-1&cases=x&owed=99999999999").status == 200


def test_a_case_whose_content_is_erased_is_listed_without_a_title(site, office):
    office.submits()
    withdraw(site.desk, office.case_no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")
    letters_are_sent(office)
    erase_case(site.desk, office.case_no, Eraser())

    shown = desk_of(site, AUDITOR)

    assert office.case_no in section(shown, "cases")
    assert "Gokseong" not in shown.html
    assert shown.opens("/cases?q=gokseong").status == 200
    assert office.case_no not in re.sub("<nav.*?</nav>", "", shown.html, flags=re.DOTALL)

"""What is still owed after trips and visits, over all units: by whom, to whom, and how late."""

import re
from datetime import datetime

import pytest

from config.regulation.codes import Act
from tests.factories.clones import clone

OFFICE, OFFICER = "bui.van.thi.du", "nguyen.thi.mau"
OF_ANOTHER_UNIT, ADMINISTRATOR = "ta.thi.vi.du", "mai.van.mau"


@pytest.fixture
def back(office):
    """A delegation that is back and has nothing handed in yet."""
    no = office.submits().no
    office.goes_on_until_asked(Act.FILE)
    return no


def owed(browser, query=""):
    """The duties on the list, each with its case."""
    browser.opens(f"/owed{query}")
    entries = re.findall(
        r"<strong>(.*?)</strong></a> · .*?(D[RV]-[0-9-]+)", browser.html, re.DOTALL
    )
    return [(what, no) for what, no in entries]


def test_the_office_sees_what_all_units_owe_by_whom_and_to_whom(site, back):
    browser = site.browser().is_of(OFFICE)

    listed = owed(browser)

    assert {what for what, _ in listed} == {
        "Báo cáo kết quả",
        "Nộp lại hộ chiếu",
        "Quyết toán kinh phí",
    }
    assert {no for _, no in listed} == {back}
    assert "Bên phải làm:" in browser.text
    assert "nộp cho" in browser.text


def test_the_list_is_chosen_from_by_what_is_owed_by_unit_and_by_lateness(site, office, back):
    browser = site.browser().is_of(OFFICE)

    assert owed(browser, "?stage=report") == [("Báo cáo kết quả", back)]
    assert len(owed(browser, "?unit=long_my")) == 3
    assert owed(browser, "?unit=nga_bay") == []
    assert owed(browser, "?late=1") == []
    # What is none of ours filters nothing.
    assert len(owed(browser, "?stage=x&unit=x&page=x")) == 3

    office.time_passes(datetime.fromisoformat("2020-12-01T08:00:00+07:00"))

    assert len(owed(browser, "?late=1")) == 3
    assert "quá hạn" in browser.text


def test_each_sees_what_is_owed_in_the_cases_that_are_theirs(site, back):
    assert len(owed(site.browser().is_of(OFFICER))) == 3
    assert owed(site.browser().is_of(OF_ANOTHER_UNIT)) == []
    assert owed(site.browser().is_of(ADMINISTRATOR)) == []


def test_a_long_list_has_pages(site, back):
    with site.desk.store.writing() as conn:
        clone(conn, back, 20)
    browser = site.browser().is_of(OFFICE)

    first, last = owed(browser), owed(browser, "?page=3")

    assert (len(first), len(last), "63 việc" in browser.text) == (25, 13, True)


def test_where_nothing_is_owed_the_page_says_what_will_stand_there(site, office):
    office.submits()

    assert "Sau mỗi chuyến đi" in site.browser().is_of(OFFICE).opens("/owed").text

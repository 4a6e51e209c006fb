"""The calendar: which delegations are abroad and which guests are here, by month and by week."""

import re

import pytest

from config.regulation.codes import Act
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from tests.factories import seen
from tests.factories.office import OFFICER
from tests.factories.request import DEPARTS, RETURNS

OFFICE, OF_ANOTHER_UNIT, ARRANGES = "bui.van.thi.du", "ta.thi.vi.du", "doan.thi.thi.du"
MONTH = f"?month={DEPARTS:%Y-%m}"


@pytest.fixture
def approved(office):
    no = office.submits().no
    office.goes_on_until_asked(Act.PREPARE)
    return no


def days_of(browser, query=MONTH):
    """The days of a month on which somebody is abroad."""
    browser.opens(f"/calendar{query}")
    cells = re.findall(r'week=(\S+?)".*?</td>', browser.html, re.DOTALL)
    found = re.findall(
        r'week=([0-9-]{10})"(?:(?!</td>).)*class="outbound"', browser.html, re.DOTALL
    )
    return len(cells), found


def test_a_month_tells_on_which_days_a_delegation_is_abroad(site, approved):
    browser = site.browser().is_of(OFFICE)

    _, days = days_of(browser)

    assert (days[0], days[-1]) == (DEPARTS.isoformat(), RETURNS.isoformat())
    assert len(days) == (RETURNS - DEPARTS).days + 1
    assert approved in browser.text
    assert days_of(browser, "?month=2020-01")[1] == []


def test_a_week_tells_who_is_away_on_each_of_its_days(site, approved):
    browser = site.browser().is_of(OFFICE)

    browser.opens(f"/calendar?week={DEPARTS}")

    assert browser.html.count('<section class="card day') == 7
    assert approved in browser.text
    assert "Trần Thị Ví Dụ" in browser.text or "Nguyễn" in browser.text


def test_what_is_only_asked_for_or_called_off_stands_in_no_calendar(site, office):
    no = office.submits().no
    browser = site.browser().is_of(OFFICE)
    assert no not in browser.opens(f"/calendar{MONTH}").text

    withdraw(office.desk, no, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")

    assert no not in browser.opens(f"/calendar{MONTH}").text


def test_others_see_what_is_theirs_and_names_only_of_dossiers_they_may_read(site, office):
    seen.until_it_is_arranged(office)
    begins, guest = office.case.begins, office.case_no
    address = f"/calendar?week={begins}"

    of_host = site.browser().is_of(OF_ANOTHER_UNIT).opens(address)
    arranges = site.browser().is_of(ARRANGES).opens(address)
    other = site.browser().is_of(OFFICER).opens(address)

    with site.desk.reading(guest) as work:
        name = work.request.persons[0][0]
    assert (guest in of_host.text, name in of_host.text) == (True, True)
    assert (guest in arranges.text, name in arranges.text) == (True, False)
    assert guest not in other.text


def test_no_address_is_an_error(site, approved):
    browser = site.browser().is_of(OFFICE)

    for query in (
        "",
        "?month=x",
        "?week=x",
        "?week=9999-12-31",
        "?week=0001-01-01",
        "?month=2020-13",
    ):
        assert browser.opens(f"/calendar{query}").status == 200, query

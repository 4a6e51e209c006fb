"""The board: all cases somebody may see, by stage, filtered in every way they are looked for."""

import re
from datetime import datetime

import pytest

from config.regulation.codes import Act
from flows.acts.withdrawing import withdraw
from flows.case.answers import Identified
from flows.privacy.erasing import Eraser, erase_case
from tests.factories import seen
from tests.factories.clones import clone
from tests.factories.office import OFFICER
from tests.factories.privacy import letters_are_sent
from tests.factories.request import make_head, make_member, make_request
from tests.web.test_finding import ARRANGES, AUDITOR, OF_THE_OFFICE, UNIT_OF_OFFICER, found

SIGNS = "Thủ trưởng đơn vị ký đề nghị"


@pytest.fixture
def trip(office):
    members = (make_head(name="Đỗ Thị Hồng Gấm"), make_member())
    return office.submits(make_request(members=members)).no


@pytest.fixture
def visit(office, trip):
    return office.receives().no


def stages_of(browser, query=""):
    """The stages above the list, each with how many cases are in it."""
    browser.opens(f"/cases{query}")
    nav = re.search(r'<nav class="card stages".*?</nav>', browser.html, re.DOTALL)
    found = re.findall(r"<span>(.*?)</span> <strong>([0-9.]+)</strong>", nav[0]) if nav else []
    return {name: int(count) for name, count in found}


# By each filter: which of the two is found, the trip or the visit.
FILTERS = (
    ("kind=inbound", "visit"),
    (f"unit={UNIT_OF_OFFICER}", "trip"),
    ("country=KR&kind=outbound", "trip"),
    ("country=hàn quốc&kind=inbound", "visit"),
    ("country=nhat", None),
    ("country=pháp", None),
    ("country=nowhere", None),
    ("partner=GOKSEONG", "trip"),
    ("partner=goks huyen", "trip"),
    ("partner=gấm", None),
    ("person=hong gam", "trip"),
    ("person=gokseong", None),
    ("area=cooperation_and_friendship&kind=outbound", "trip"),
    ("area=nothing", None),
    ("plan=1112 II.2&kind=outbound", "trip"),
    ("plan=1113", None),
    ("month=2020-08&kind=outbound", "trip"),
    ("month=2019-08", None),
)
NO_FILTERS = ("month=2020-13", "month=x", "stage=x", "sort=x", "status=x")


def test_each_filter_leaves_what_it_names(site, trip, visit):
    browser = site.browser().is_of(OF_THE_OFFICE)
    of = {"trip": [trip], "visit": [visit], None: []}

    listed = {query: found(browser, f"?{query}") for query, _ in FILTERS}

    assert listed == {query: of[expected] for query, expected in FILTERS}


def test_what_is_none_of_ours_filters_nothing(site, trip, visit):
    browser = site.browser().is_of(OF_THE_OFFICE)

    listed = {query: found(browser, f"?{query}") for query in NO_FILTERS}

    assert listed == {key: [visit, trip] for key in NO_FILTERS}


def test_what_only_a_dossier_says_filters_nothing_for_who_may_not_read_it(site, office):
    seen.until_it_is_arranged(office)
    browser = site.browser().is_of(ARRANGES)

    assert found(browser) == [office.case_no]
    for query in ("country=JP", "partner=saga", "person=yamada", "area=cooperation_and_friendship"):
        assert found(browser, f"?{query}") == [], query


def test_the_stages_are_counted_and_each_leads_to_its_cases(site, office, trip):
    office.goes_on_until_asked(Act.APPRAISE)
    with site.desk.store.writing() as conn:
        clone(conn, trip, 30)
    signing = office.submits(make_request(title="Dự hội chợ")).no
    browser = site.browser().is_of(AUDITOR)

    counted = stages_of(browser)

    assert counted == {SIGNS: 1, "Thẩm định hồ sơ": 31}
    assert found(browser, "?stage=unit_signature") == [signing]
    assert "Dự hội chợ" in browser.text
    # Each other filter holds for the counts, too.
    assert stages_of(browser, "?q=hội+chợ&status=open") == {SIGNS: 1}


def test_a_case_that_waits_for_a_day_is_in_a_stage_of_its_own(site, office, trip):
    office.goes_on_until_asked(Act.PREPARE)
    while office.case.open_steps:
        office.takes_smoothly(office.case.open_steps[0])
    browser = site.browser().is_of(AUDITOR)

    assert "Chờ đến ngày" in stages_of(browser)
    assert found(browser, "?stage=none") == [trip]


def test_what_is_late_is_marked_and_found(site, office, trip):
    browser = site.browser().is_of(OF_THE_OFFICE)
    assert found(browser, "?late=1") == []

    office.time_passes(datetime.fromisoformat("2020-07-20T08:00:00+07:00"))

    assert found(browser, "?late=1") == [trip]
    assert "đã quá hạn" in browser.text


def test_what_is_over_is_in_no_stage(site, office, trip):
    withdraw(office.desk, trip, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")
    browser = site.browser().is_of(AUDITOR)

    assert stages_of(browser, "?status=every") == stages_of(browser) == {}
    assert found(browser, "?status=every") == [trip]


def test_the_form_shows_what_the_address_asks_for(site, trip):
    browser = site.browser().is_of(OF_THE_OFFICE)

    browser.opens("/cases?country=hàn&partner=gok&month=2020-08&late=1&sort=soonest&kind=outbound")

    for written in ('value="hàn"', 'value="gok"', 'value="2020-08"'):
        assert written in browser.html
    assert re.search(r'name="late" value="1" checked', browser.html)
    assert '<option value="soonest" selected>' in browser.html
    assert '<details class="card filters" open>' in browser.html


def test_an_erased_case_is_found_by_nothing_it_said(site, office, trip):
    withdraw(site.desk, trip, Identified(OFFICER, "mailbox_code"), "Đối tác hoãn.")
    letters_are_sent(office)
    erase_case(site.desk, trip, Eraser())
    browser = site.browser().is_of(AUDITOR)

    for query in ("q=gokseong", "country=KR&status=every", "person=gấm&status=every"):
        assert found(browser, f"?{query}") == [], query
    assert found(browser, "?status=every") == [trip]

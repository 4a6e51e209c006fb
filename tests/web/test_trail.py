"""A bar says where one is: on every page of somebody signed in, also on those that refuse."""

import re

import pytest

from config.words import words
from tests.factories.office import OFFICER
from web.ground.frame.trail import trail

OF_ANOTHER_UNIT = "ta.thi.vi.du"


def way_on(browser):
    """The steps of the bar as (words, address), the address empty for the page that is open."""
    bar = browser.html.partition('<nav class="trail"')[2].partition("</nav>")[0]
    crumbs = re.findall(r"<li>(.*?)</li>", bar, re.DOTALL)
    return [
        (re.sub(r"<[^>]+>", "", crumb), (re.findall(r'href="([^"]*)"', crumb) or [""])[0])
        for crumb in crumbs
    ]


DESK = ("Bàn làm việc", "/")


def test_the_bar_leads_from_the_desk_by_the_case_to_the_step(site, office):
    case = office.submits()
    browser = site.browser().is_of("nguyen.van.thi.du")

    browser.opens(f"/cases/{case.no}/steps/1")

    assert way_on(browser) == [DESK, (case.no, f"/cases/{case.no}"), ("Bước 1", "")]


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/", ["Bàn làm việc"]),
        ("/cases", ["Bàn làm việc", "Bảng hồ sơ"]),
        ("/me", ["Bàn làm việc", "Trang của tôi"]),
        ("/devices", ["Bàn làm việc", "Trang của tôi", "Thiết bị của tôi"]),
        (
            "/cases/DR-2020-0001/do/change",
            ["Bàn làm việc", "DR-2020-0001", "Sửa đổi, bổ sung hồ sơ"],
        ),
        (
            "/cases/DV-2020-0001/programme/items/2",
            ["Bàn làm việc", "DV-2020-0001", "Chương trình của đoàn", "Mục 2"],
        ),
        ("/bodies/standing_committee/minutes", ["Bàn làm việc", "Biên bản cuộc họp"]),
        ("/no/such/page", ["Bàn làm việc"]),
        ("/cases/<script>/steps/1", ["Bàn làm việc"]),
    ],
)
def test_the_bar_names_what_the_address_names_and_nothing_else(path, way):
    assert [crumb.text for crumb in trail(path, words("vi"))] == way


def test_a_page_that_refuses_has_the_bar_and_the_way_out_too(site, office):
    case = office.submits()
    browser = site.browser().is_of(OF_ANOTHER_UNIT)

    browser.opens(f"/cases/{case.no}")

    assert browser.status == 403
    assert way_on(browser) == [DESK, (case.no, "")]
    assert any(form.action == "/sign-out" for form in browser.forms)
    assert case.no not in re.sub(r'<nav class="trail".*?</nav>', "", browser.html, flags=re.DOTALL)


def test_a_case_that_is_none_is_told_with_the_bar(site, office):
    browser = site.browser().is_of(OFFICER).opens("/cases/DR-2020-0099")

    assert browser.status == 404
    assert way_on(browser) == [DESK, ("DR-2020-0099", "")]


def test_an_address_nobody_knows_leads_back(site, office):
    browser = site.browser().is_of(OFFICER).opens("/no/such/page")

    assert (browser.status, "/" in browser.links) == (404, True)


def test_whoever_is_not_signed_in_is_told_no_way(site, office):
    case = office.submits()

    browser = site.browser().opens(f"/cases/{case.no}")

    assert way_on(browser) == []

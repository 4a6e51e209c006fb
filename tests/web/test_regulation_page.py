"""The rules in force on a page: what is to be confirmed yet, for who answers for them."""

from dataclasses import replace

import pytest

from tests.factories.office import Office
from tests.factories.site import Site

OF_THE_OFFICE, AUDITOR, ADMINISTRATOR = "bui.van.thi.du", "cao.thi.thi.du", "mai.van.mau"
OFFICER, CHAIR = "nguyen.thi.mau", "pham.van.mau"


@pytest.mark.parametrize("person", [OF_THE_OFFICE, AUDITOR, ADMINISTRATOR])
def test_who_answers_for_the_rules_finds_the_way_to_them(site, person):
    browser = site.browser().is_of(person)

    assert "/regulation" in browser.opens("/").links
    assert browser.opens("/regulation").status == 200


@pytest.mark.parametrize("person", [OFFICER, CHAIR])
def test_they_are_nobody_else_s(site, person):
    browser = site.browser().is_of(person)

    assert "/regulation" not in browser.opens("/").links
    assert browser.opens("/regulation").status == 403


def test_only_what_is_to_be_confirmed_stands_there_until_all_is_asked_for(site):
    browser = site.browser().is_of(AUDITOR)

    def told():
        """Tell whether a law that was read, and a number that was not, stand on the page."""
        read, unread = "49/2019/QH14, Điều 23 khoản 3", "Bình Dương (7 ngày làm việc)"
        return read in browser.text, unread in browser.text

    assert (browser.opens("/regulation") and told()) == (False, True)
    assert (browser.opens("/regulation?everything=true") and told()) == (True, True)


def test_a_rule_says_where_it_was_seen_and_what_it_rested_on_before(site):
    page = site.browser().is_of(AUDITOR).opens("/regulation").text

    assert "04/2020/TT-BNG" in page
    assert "trước đó: 03/2016/TT-BNG" in page


def test_rules_that_end_say_until_when(desk, settings):
    changed = settings.model_copy(update={"regulation": "hau_giang"})
    shipped = replace(desk, settings=changed)
    site = Site(shipped, Office(shipped))

    page = site.browser().is_of(AUDITOR).opens("/regulation").text
    site.mail_goes_down()

    assert "Áp dụng đến hết ngày 30/06/2025." in page

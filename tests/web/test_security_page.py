"""The security log as its administrator reads it; and that whoever knocks does not fill it."""

import pytest
from sqlalchemy import event, select

from config.words import words
from models.store.sign_in.security_log import SecurityEvent
from models.store.tables import security_log

ADMINISTRATOR = "mai.van.mau"


def rows(site):
    with site.desk.store.reading() as conn:
        return conn.execute(select(security_log)).all()


@pytest.fixture
def office_of_it(site, browser):
    return browser.is_of(ADMINISTRATOR)


def test_the_administrator_finds_it_from_the_start_page(office_of_it):
    assert "/security" in office_of_it.opens("/").links


def test_nobody_else_is_shown_it(site):
    somebody = site.browser().is_of("pham.van.mau")

    assert (somebody.opens("/security").status, "/security" in somebody.opens("/").links) == (
        403,
        False,
    )


def test_it_says_what_was_turned_away(site, office_of_it):
    site.browser().opens("/v/made-up")

    assert "Liên kết không hợp lệ" in office_of_it.opens("/security").text


def test_one_kind_is_looked_at_alone(site, office_of_it):
    site.browser().opens("/v/made-up")
    stranger = site.browser().opens("/")
    stranger.sends(stranger.form("/mailbox/code$"), mailbox="nobody@elsewhere.example")

    shown = office_of_it.opens("/security?kind=link_invalid").html

    assert shown.partition("<main")[2].count("<li>") == 1


@pytest.mark.parametrize("kind", ["made-up", "", "<b>"])
def test_of_a_kind_there_is_not_everything_is_shown(office_of_it, kind):
    assert office_of_it.opens(f"/security?kind={kind}").status == 200


def test_a_thousand_wrong_links_are_one_row(site, browser):
    for number in range(1000):
        browser.opens(f"/v/made-up-{number}")

    assert len(rows(site)) == 1


def test_a_wrong_link_waits_for_no_other_writer(site, browser):
    browser.opens("/v/made-up")
    began: list[object] = []
    event.listen(site.desk.store.engine, "begin", began.append)

    browser.opens("/v/made-up-too")

    assert (browser.status, began) == (404, [])


def test_whoever_is_not_known_makes_up_no_rows(site, browser):
    for number in range(1, 50):
        browser.client.post(f"/cases/DR-2020-{number:04}/steps/1", data={"choice": "sign"})

    assert [(row.what, row.case_no) for row in rows(site)] == [("not_signed_in", "")]


def test_a_thousand_wrong_codes_are_one_row(site, browser):
    browser.opens("/")
    browser.sends(browser.form("/mailbox/code$"), mailbox="pham.van.mau@hau-giang.example")
    form = browser.form("/mailbox/sign-in$")
    for _ in range(50):
        browser.sends(form, code="00000000")

    (row,) = [row for row in rows(site) if row.what == "wrong_code"]
    assert (row.times, row.person) == (50, "pham.van.mau")


@pytest.mark.parametrize("language", ["vi", "en"])
def test_whatever_it_says_has_its_words(language):
    w = words(language)

    assert [each for each in SecurityEvent if w.label("security_event", each) == each] == []

"""Signing in without a link, by a registered mailbox, and the links of a case and of a person."""

import asyncio
import re

import pytest
from sqlalchemy import select

from models.ids import NO_CASE
from models.store.tables import security_log
from notifications.writing.links import link_to
from tests.factories.office import OFFICER

MAILBOX = "nguyen.thi.mau@hau-giang.example"
UNKNOWN = "nobody@elsewhere.example"


def asks(browser, mailbox, **more):
    browser.opens("/")
    return browser.sends(browser.form("/mailbox/code$"), mailbox=mailbox, **more)


def enters(browser, code):
    return browser.sends(browser.form("/mailbox/sign-in$"), code=code)


def without_mailbox(browser, mailbox):
    return browser.html.replace(mailbox, "…")


def test_the_code_goes_to_the_mailbox_that_was_named(site, browser):
    asks(browser, MAILBOX)

    assert [address for address, _ in site.codes] == [MAILBOX]


def test_the_letters_of_a_mailbox_may_be_capitals(site, browser):
    asks(browser, f" {MAILBOX.upper()} ")

    assert [address for address, _ in site.codes] == [MAILBOX]


def test_the_right_code_signs_in(site, browser):
    enters(asks(browser, MAILBOX), site.codes_of(MAILBOX)[-1])

    assert (browser.shows.url.path, "Nguyễn Thị Mẫu" in browser.text) == ("/", True)


def test_nobody_learns_from_the_answer_whether_a_mailbox_is_registered(site, browser):
    known = without_mailbox(asks(browser, MAILBOX), MAILBOX)
    unknown = without_mailbox(asks(site.browser(), UNKNOWN), UNKNOWN)

    assert known == unknown


def test_nobody_learns_it_from_asking_twice(site, browser):
    asks(browser, MAILBOX)
    known = without_mailbox(asks(browser, MAILBOX), MAILBOX)

    other = site.browser()
    asks(other, UNKNOWN)
    assert without_mailbox(asks(other, UNKNOWN), UNKNOWN) == known


def test_nobody_learns_it_from_a_wrong_code(site, browser):
    asks(browser, MAILBOX)
    wrong = f"{(int(site.codes_of(MAILBOX)[-1]) + 1) % 1_000_000:06d}"
    known = without_mailbox(enters(browser, wrong), MAILBOX)

    other = asks(site.browser(), UNKNOWN)
    unknown = without_mailbox(enters(other, wrong), UNKNOWN)
    assert (browser.status, other.status, known) == (422, 422, unknown)


def test_nobody_learns_it_from_mail_that_cannot_be_sent(site, browser):
    site.mail_goes_down()

    assert asks(browser, MAILBOX).status == 200


def test_the_page_is_there_before_anything_is_looked_up(site, browser):
    """What takes time, writing and sending, comes after it: time tells nothing either."""
    seen = []

    async def send(message):
        if message["type"] == "http.response.body" and not message.get("more_body"):
            seen.append(len(site.codes))

    asyncio.run(posted_by_hand(site.app, "/mailbox/code", f"mailbox={MAILBOX}", send))

    assert (seen, len(site.codes)) == ([0], 1)


async def posted_by_hand(app, path, body, send):
    """Send a form without a client, which would wait for what comes after the answer."""
    scope = {
        "type": "http", "method": "POST", "path": path, "raw_path": path.encode(),
        "query_string": b"", "headers": [
            (b"content-type", b"application/x-www-form-urlencoded"),
            (b"content-length", str(len(body)).encode()),
            (b"host", b"127.0.0.1"),
        ],
    }  # fmt: skip

    async def receive():
        return {"type": "http.request", "body": body.encode(), "more_body": False}

    await app(scope, receive, send)


def test_a_second_code_within_a_minute_is_not_sent(site, browser):
    asks(browser, MAILBOX)
    asks(browser, MAILBOX)

    assert len(site.codes) == 1


def test_after_five_wrong_codes_the_right_one_is_void(site, browser):
    asks(browser, MAILBOX)
    right = site.codes_of(MAILBOX)[-1]
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    for _ in range(5):
        enters(browser, wrong)

    assert enters(browser, right).status == 422


@pytest.mark.parametrize("mailbox", ["", "x", UNKNOWN, "%", "a" * 5000, "đ@hau-giang.example"])
def test_whatever_is_named_gets_the_same_page(browser, mailbox):
    assert asks(browser, mailbox).status == 200


def test_unknown_mailboxes_stand_in_the_security_log_without_what_was_typed(site, browser):
    asks(browser, UNKNOWN)

    with site.desk.store.reading() as conn:
        row = conn.execute(select(security_log)).one()
    assert (row.what, row.person) == ("mailbox_unknown", None)


@pytest.mark.parametrize(
    ("to", "there"),
    [
        ("/authorities", "/authorities"),
        ("https://elsewhere.example/", "/"),
        ("//elsewhere.example", "/"),
        ("/cases/../mail", "/"),
    ],
)
def test_signing_in_leads_on_to_pages_of_doan_alone(site, browser, to, there):
    enters(asks(browser, MAILBOX, to=to), site.codes_of(MAILBOX)[-1])

    assert str(browser.shows.url) == f"{site.settings.base_url}{there}"


# --- links of a case and of a person ---------------------------------------------------------------


def test_a_link_may_locate_a_whole_case(site, office, browser):
    office.submits()

    browser.opens(site.case_link(OFFICER))
    assert (browser.shows.url.path, "Gokseong" in browser.html) == (
        f"/cases/{office.case_no}",
        False,
    )
    browser.asks_for_code().enters(site.codes[-1][1])

    assert (browser.status, "Gokseong" in browser.text) == (200, True)


def test_a_link_may_locate_the_person_alone(site, browser):
    browser.opens(link_to(site.settings, NO_CASE, 0, OFFICER))
    browser.asks_for_code().enters(site.codes[-1][1])

    assert (browser.shows.url.path, "Việc đang chờ" in browser.text) == ("/", True)


def test_the_link_of_a_step_still_leads_to_it_beside_that_of_its_case(site, office, browser):
    office.submits()
    step = office.case.open_steps[0]
    browser.opens(site.case_link(OFFICER))

    browser.opens(site.link(step, step.holders[0]))

    assert browser.form("/code$").action == f"{site.page_of(step)}/code"


def test_a_case_link_shows_nobody_elses_session_the_case(site, office, browser):
    office.submits()
    browser.is_of("ta.thi.vi.du")

    browser.opens(site.case_link(OFFICER))

    assert (browser.status, "Gokseong" in browser.html) == (403, False)


@pytest.mark.parametrize("address", ["/cases/DR-20-1", "/cases/DR-2020-0001/steps/0"])
def test_what_names_no_case_and_no_step_is_no_page(browser, address):
    assert browser.opens(address).status == 404


def test_an_unknown_case_is_told_to_the_signed_in_alone(site, browser):
    nobody = browser.opens("/cases/DR-2020-0099").status

    assert (nobody, site.browser().is_of(OFFICER).opens("/cases/DR-2020-0099").status) == (403, 404)


def test_the_token_of_a_case_link_leaves_the_address(site, office, browser):
    office.submits()
    answer = browser.client.get(site.case_link(OFFICER), follow_redirects=False)

    assert answer.headers["location"] == f"/cases/{office.case_no}"
    assert re.search(rf"Path=/cases/{office.case_no}(;|$)", answer.headers["set-cookie"])

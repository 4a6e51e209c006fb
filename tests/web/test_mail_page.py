"""The local catcher's pages: messages as they were sent, and never a sign-in code."""

from http import HTTPStatus

import pytest

from config.regulation.codes import Act


@pytest.fixture
def sent(site, office):
    """A case was submitted and its messages were sent."""
    office.submits()
    site.deliver()
    return site.catcher.messages()


def test_the_messages_are_listed_the_newest_first(browser, sent):
    browser.opens("/mail")

    addresses = [link for link in browser.links if link.startswith("/mail/")]
    assert addresses == [f"/mail/{caught.id}" for caught in sent]


def test_a_message_shows_its_text(browser, sent):
    browser.opens(f"/mail/{sent[0].id}")

    assert "Kính gửi" in browser.text


def test_the_html_of_a_message_is_shown_in_a_sandbox(browser, sent):
    headers = browser.opens(f"/mail/{sent[0].id}/html").shows.headers

    assert headers["content-security-policy"].startswith("sandbox")
    assert "script" not in headers["content-security-policy"]


def test_only_our_own_page_may_frame_a_message(browser, sent):
    headers = browser.opens(f"/mail/{sent[0].id}/html").shows.headers

    assert "frame-ancestors 'self'" in headers["content-security-policy"]


def test_the_link_in_a_message_leads_to_the_step(browser, site, office, sent):
    step = office.waiting(Act.SIGN)
    asking = next(caught for caught in sent if ".to_sign." in caught.message_id)

    browser.opens(f"/mail/{asking.id}/html")
    browser.opens(next(link for link in browser.links if "/v/" in link))

    assert browser.shows.url.path == site.page_of(step)


def test_a_sign_in_code_appears_on_no_page(browser, site, office, sent):
    step = office.waiting(Act.SIGN)
    browser.signs_in(step, step.holders[0])

    pages = "".join(browser.opens(link).html for link in ["/mail", *browser.opens("/mail").links])

    assert (site.codes[0][1] in pages, "cửa sổ dòng lệnh" in browser.opens("/mail").text) == (
        False,
        True,
    )


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8112", "[::1]:8112", "LOCALHOST"])
def test_letters_are_shown_under_the_names_of_this_machine(browser, sent, host):
    assert browser.client.get("/mail", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "host", ["evil.example", "evil_host.example:8112", "127.0.0.1.evil.example", "[::1", ""]
)
@pytest.mark.parametrize("page", ["/mail", "/mail/{}", "/mail/{}/html"])
def test_a_name_that_only_leads_here_is_shown_no_letters(browser, sent, host, page):
    answer = browser.client.get(page.format(sent[0].id), headers={"host": host})

    assert answer.status_code == HTTPStatus.MISDIRECTED_REQUEST

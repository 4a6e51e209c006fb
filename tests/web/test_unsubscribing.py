"""What is no duty is switched off by one press on a letter's own link; nobody signs in for it."""

from email import message_from_bytes
from email.policy import default

import pytest

from config.regulation.codes import Act
from models.ids import PersonId
from models.store import directory
from models.store.mail.wishes import MailWishes, Telling, wish, wishes_of
from notifications.writing.links import link_to, link_to_switch_off
from notifications.writing.rendering import render
from tests.factories.letters import letters, want_receipts
from tests.factories.office import OFFICER

HTTPS = {"public_url": "https://doan.tinh.example"}


def path_of(link):
    return "/" + link.split("/", 3)[3]


@pytest.fixture
def link(site):
    """The address that switches something off for an officer."""
    return lambda what: path_of(link_to_switch_off(site.desk.settings, what, OFFICER))


def wishes(site):
    with site.desk.store.reading() as conn:
        return wishes_of(conn, [OFFICER])[OFFICER]


def headers(office, notice, **changed):
    row = letters(office, notice)[-1]
    settings = office.desk.settings.model_copy(update=changed)
    with office.desk.store.reading() as conn:
        person = directory.person(conn, PersonId(row.recipient))
    return message_from_bytes(render(row, person, settings, link=None), policy=default)


def test_one_press_of_a_mail_program_stops_what_only_tells(site, link):
    answer = site.browser().client.post(link("tells"), data={"List-Unsubscribe": "One-Click"})

    assert (answer.status_code, wishes(site).tells) == (200, Telling.DUTY)


def test_or_receipts_and_nothing_else(site, link):
    with site.desk.store.writing() as conn:
        wish(conn, OFFICER, MailWishes(Telling.AT_ONCE, receipts=True))

    site.browser().client.post(link("receipts"), data={"List-Unsubscribe": "One-Click"})

    assert wishes(site) == MailWishes(Telling.AT_ONCE, receipts=False)


def test_who_opens_the_link_is_asked_first(site, link):
    browser = site.browser().opens(link("tells"))

    assert "thư bắt buộc vẫn được gửi" in browser.text
    assert wishes(site) == MailWishes()


def test_and_a_press_on_the_page_does_it(site, link):
    browser = site.browser().opens(link("tells"))

    browser.sends(browser.form("/unsubscribe/"))

    assert "Đã ngừng gửi" in browser.text
    assert wishes(site).tells is Telling.DUTY


def test_the_link_to_a_case_stops_nothing_and_this_one_opens_nothing(site, office, link):
    office.submits()
    other = path_of(link_to(site.desk.settings, office.case_no, 0, OFFICER)).replace("/v/", "/")

    stopped = site.browser().client.post(f"/unsubscribe{other}")
    opened = site.browser().client.get(link("tells").replace("/unsubscribe/", "/v/"))

    assert (stopped.status_code, opened.status_code) == (404, 404)


def test_a_letter_that_only_tells_offers_it_and_one_that_asks_does_not(office):
    want_receipts(office.desk.store)
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))

    told = {
        notice: headers(office, notice, **HTTPS) for notice in ("progress", "receipt", "to_sign")
    }

    assert [told[n]["List-Unsubscribe-Post"] for n in ("progress", "receipt")] == [
        "List-Unsubscribe=One-Click"
    ] * 2
    assert told["progress"]["List-Unsubscribe"].startswith(
        "<https://doan.tinh.example/unsubscribe/"
    )
    assert told["to_sign"]["List-Unsubscribe"] is None


def test_mail_programs_find_the_address_as_it_is(office):
    office.submits()
    row = letters(office, "case_received")[-1]
    settings = office.desk.settings.model_copy(update=HTTPS)
    with office.desk.store.reading() as conn:
        person = directory.person(conn, PersonId(row.recipient))

    content = render(row, person, settings, link=None)

    address = link_to_switch_off(settings, "tells", OFFICER)
    assert f"List-Unsubscribe: <{address}>\r\n".encode() in content


def test_without_https_no_letter_offers_it(office):
    office.submits()

    assert headers(office, "case_received")["List-Unsubscribe"] is None

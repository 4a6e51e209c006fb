"""From the link to a session, by a code sent to the personal mailbox of the link's person."""

import asyncio

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from models.store.database.clock import machine_time
from models.store.sign_in import security_log
from models.store.sign_in.security_log import SecurityEvent
from models.store.tables import sessions, sign_in_codes
from notifications.sending.codes import CodeSender
from tests.factories.site import wrong_code


@pytest.fixture
def step(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def at_the_link(site, step, browser):
    """The link of the step is open on a device Doan has not seen before."""
    return browser.opens(site.link(step, step.holders[0]))


def test_the_code_goes_to_the_personal_mailbox_of_the_links_person(site, at_the_link):
    at_the_link.asks_for_code()

    assert [address for address, _ in site.codes] == ["nguyen.van.thi.du@hau-giang.example"]


def test_the_code_is_kept_nowhere_once_it_is_sent(site, at_the_link):
    at_the_link.asks_for_code()

    kept = str(site.catcher.messages())
    for path in site.settings.folder.rglob("*"):
        kept += path.read_bytes().decode(errors="replace") if path.is_file() else ""
    assert site.codes[0][1] not in kept


def test_the_right_code_opens_the_page(site, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])

    assert (at_the_link.shows.url.path, "Gokseong" in at_the_link.text) == (
        site.page_of(step),
        True,
    )


def test_spaces_in_a_code_do_not_matter(site, at_the_link):
    at_the_link.asks_for_code()
    code = site.codes[0][1]

    at_the_link.enters(f" {code[:3]} {code[3:]} ")

    assert "Gokseong" in at_the_link.text


def test_the_page_still_asks_for_the_code_when_it_is_opened_again(site, step, at_the_link):
    at_the_link.asks_for_code()

    at_the_link.opens(site.page_of(step))

    assert "Nhập mã 8 ký tự" in at_the_link.text


def test_a_wrong_code_says_how_many_tries_are_left(site, at_the_link):
    at_the_link.asks_for_code().enters(wrong_code(site.codes[0][1]))

    assert (at_the_link.status, "Còn 4 lần thử" in at_the_link.text) == (422, True)


def test_after_five_wrong_codes_a_new_one_has_to_be_asked_for(site, at_the_link):
    at_the_link.asks_for_code()
    sign_in = at_the_link.form("/sign-in$")
    for _ in range(5):
        at_the_link.sends(sign_in, code=wrong_code(site.codes[0][1]))

    at_the_link.sends(sign_in, code=site.codes[0][1])

    assert "Đề nghị nhận mã mới" in at_the_link.text


def test_wrong_codes_stand_in_the_security_log(site, step, at_the_link):
    at_the_link.asks_for_code().enters(wrong_code(site.codes[0][1]))

    with site.desk.store.reading() as conn:
        (row,) = security_log.newest(conn, most=9, what=SecurityEvent.WRONG_CODE)
    assert (row.times, row.person) == (1, step.holders[0])


def test_a_second_code_within_a_minute_is_not_sent(site, at_the_link):
    at_the_link.asks_for_code()

    at_the_link.sends(at_the_link.form("/code$"))

    assert (at_the_link.status, len(site.codes)) == (429, 1)


def test_while_no_mail_can_be_sent_the_page_says_so(site, step, at_the_link):
    site.mail_goes_down()
    at_the_link.asks_for_code()

    at_the_link.opens(site.page_of(step))

    assert "Chưa gửi được mã" in at_the_link.text


def test_a_code_that_could_not_be_sent_comes_when_mail_goes_again(site, at_the_link):
    site.mail_goes_down()
    at_the_link.asks_for_code()
    site.mail_comes_back()
    with site.desk.store.writing() as conn:
        conn.execute(sign_in_codes.update().values(try_at=machine_time(conn)))

    asyncio.run(CodeSender(site.desk.store, site.settings).send_waiting())

    at_the_link.enters(site.codes[-1][1])
    assert "Gokseong" in at_the_link.text


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(site, at_the_link):
    at_the_link.asks_for_code()
    form = at_the_link.form("/sign-in$")

    answer = at_the_link.client.post(
        form.action, data={**form.values, "code": site.codes[0][1]}, follow_redirects=False
    )

    cookie = answer.headers.get_list("set-cookie")[0]
    assert all(said in cookie for said in ("doan-session=", "HttpOnly", "SameSite=lax", "Path=/"))


def test_on_the_next_link_the_device_is_known(site, office, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])
    office.case_no = ""
    office.submits()
    another = office.waiting(Act.SIGN)

    at_the_link.opens(site.link(another, another.holders[0]))

    assert "Kết quả xử lý của Ông/Bà" in at_the_link.text


def test_signing_out_ends_the_session(site, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])

    at_the_link.sends(at_the_link.form("/sign-out$"))

    with site.desk.store.reading() as conn:
        assert conn.execute(select(sessions)).all() == []


def test_after_signing_out_the_page_asks_for_a_code_again(site, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])
    at_the_link.sends(at_the_link.form("/sign-out$"))

    at_the_link.opens(site.page_of(step))

    assert "Gokseong" not in at_the_link.text


def test_signing_out_leaves_no_link_in_the_browser(site, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])

    at_the_link.sends(at_the_link.form("/sign-out$"))

    answers = [*at_the_link.shows.history, at_the_link.shows]
    assert '"cookies"' in [answer.headers.get("clear-site-data") for answer in answers]


def test_nobody_is_signed_out_by_another_site(site, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])

    at_the_link.sends(at_the_link.form("/sign-out$"), token="")

    assert at_the_link.status == 403


def test_without_a_link_no_code_is_sent(site, step, browser):
    browser.client.post(site.page_of(step) + "/code")

    assert site.codes == []


def test_without_a_link_no_code_is_taken(site, step, at_the_link):
    at_the_link.asks_for_code()
    stranger = site.browser()

    answer = stranger.client.post(site.page_of(step) + "/sign-in", data={"code": site.codes[0][1]})

    assert (answer.status_code, "doan-session" in stranger.client.cookies) == (403, False)

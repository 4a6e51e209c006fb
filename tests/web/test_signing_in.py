"""From the link to a session, by a code sent to the personal mailbox of the link's person."""

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from models.store import sign_in
from models.store.tables import security_log, sessions


@pytest.fixture
def step(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def at_the_link(site, step, browser):
    """The link of the step is open on a device Doan has not seen before."""
    return browser.opens(site.link(step, step.holders[0]))


def other_code(code):
    return f"{(int(code) + 1) % 1_000_000:06d}"


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

    assert "Nhập mã 6 chữ số" in at_the_link.text


def test_a_wrong_code_says_how_many_tries_are_left(site, at_the_link):
    at_the_link.asks_for_code().enters(other_code(site.codes[0][1]))

    assert (at_the_link.status, "Còn 4 lần thử" in at_the_link.text) == (422, True)


def test_after_five_wrong_codes_a_new_one_has_to_be_asked_for(site, at_the_link):
    at_the_link.asks_for_code()
    sign_in = at_the_link.form("/sign-in$")
    for _ in range(5):
        at_the_link.sends(sign_in, code=other_code(site.codes[0][1]))

    at_the_link.sends(sign_in, code=site.codes[0][1])

    assert "Hãy nhận mã mới" in at_the_link.text


def test_wrong_codes_stand_in_the_security_log(site, step, at_the_link):
    at_the_link.asks_for_code().enters(other_code(site.codes[0][1]))

    with site.desk.store.reading() as conn:
        row = conn.execute(select(security_log)).one()
    assert (row.what, row.case_no, row.step, row.person) == (
        "wrong_code",
        site.office.case_no,
        step.number,
        step.holders[0],
    )


def test_a_second_code_within_a_minute_is_not_sent(site, at_the_link):
    at_the_link.asks_for_code()

    at_the_link.sends(at_the_link.form("/code$"))

    assert (at_the_link.status, len(site.codes)) == (429, 1)


def test_when_no_mail_can_be_sent_the_page_says_so(site, at_the_link):
    site.mail_goes_down()

    at_the_link.asks_for_code()

    assert (at_the_link.status, "Chưa gửi được mã" in at_the_link.text) == (503, True)


def test_a_code_that_was_not_sent_counts_for_nothing(site, at_the_link):
    site.mail_goes_down()
    at_the_link.asks_for_code()
    site.mail_comes_back()

    at_the_link.asks_for_code()

    assert len(site.codes) == 1


def test_an_old_code_that_fails_late_does_not_take_a_newer_one_with_it(site, step):
    person, key = step.holders[0], site.settings.key
    with site.desk.store.writing() as conn:
        old = sign_in.new_code(conn, person, key)
    site.lets_a_minute_pass()
    with site.desk.store.writing() as conn:
        sign_in.new_code(conn, person, key)

    assert isinstance(old, sign_in.Code)
    with site.desk.store.writing() as conn:
        sign_in.take_code_back(conn, person, old)

    with site.desk.store.reading() as conn:
        assert sign_in.code_is_out(conn, person)


def test_the_session_cookie_is_kept_from_scripts_and_other_sites(site, at_the_link):
    at_the_link.asks_for_code()
    action = at_the_link.form("/sign-in$").action

    answer = at_the_link.client.post(
        action, data={"code": site.codes[0][1]}, follow_redirects=False
    )

    cookie = answer.headers["set-cookie"]
    assert all(said in cookie for said in ("doan-session=", "HttpOnly", "SameSite=lax", "Path=/"))


def test_on_the_next_link_the_device_is_known(site, office, step, at_the_link):
    at_the_link.asks_for_code().enters(site.codes[0][1])
    office.case_no = ""
    office.submits()
    another = office.waiting(Act.SIGN)

    at_the_link.opens(site.link(another, another.holders[0]))

    assert "Trả lời của Ông/Bà" in at_the_link.text


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

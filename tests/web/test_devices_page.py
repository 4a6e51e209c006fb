"""Where a person is signed in: they see it, end it, and hear of a device they were not seen with."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from config.regulation.codes import Act
from flows.acts.door.sessions import end_sessions
from models.errors import PersonUnknown
from models.ids import PersonId
from models.store.sign_in import sessions
from models.store.tables import outbox
from tests.factories.site import wrong_code
from web.ground.door.browser import device_name

MAILBOX, PERSON = "nguyen.thi.mau@hau-giang.example", PersonId("nguyen.thi.mau")
PHONE = "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36"


def signs_in(site, browser, agent=PHONE):
    browser.client.headers["user-agent"] = agent
    browser.opens("/")
    browser.sends(browser.form("/mailbox/code$"), mailbox=MAILBOX)
    return browser.sends(browser.form("/mailbox/sign-in$"), code=site.codes_of(MAILBOX)[-1])


def letters(site):
    with site.desk.store.reading() as conn:
        return conn.execute(select(outbox.c.notice, outbox.c.recipient)).all()


def is_signed_in(browser):
    return browser.opens("/devices").status == 200


def sessions_of(site):
    with site.desk.store.reading() as conn:
        return sessions.sessions_of(conn, PERSON)


@pytest.fixture
def phone(site):
    return signs_in(site, site.browser())


@pytest.fixture
def desktop(site, phone):
    agent = "Mozilla/5.0 (Windows NT 10.0; rv:140.0) Gecko/20100101 Firefox/140.0"
    return signs_in(site, site.browser(), agent)


# --- the list -----------------------------------------------------------------------------------


def test_a_person_sees_where_they_are_signed_in(phone, desktop):
    shown = desktop.opens("/devices").text

    assert [name in shown for name in ("Chrome, Android", "Firefox, Windows", "Thiết bị này")] == [
        True,
        True,
        True,
    ]


def test_nobody_sees_the_devices_of_another(site, phone):
    other = site.browser().is_of("tran.thi.du")

    assert "Chrome, Android" not in other.opens("/devices").text


def test_whoever_is_asked_for_a_code_there_comes_back_to_it(site):
    browser = site.browser().opens("/devices")
    browser.sends(browser.form("/mailbox/code$"), mailbox=MAILBOX)

    browser.sends(browser.form("/mailbox/sign-in$"), code=site.codes_of(MAILBOX)[-1])

    assert browser.shows.url.path == "/devices"


def test_every_page_leads_to_ones_own_and_that_leads_there(phone):
    assert "/me" in phone.opens("/").links
    assert "/devices" in phone.opens("/me").links


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        (PHONE, "Chrome, Android"),
        ("Mozilla/5.0 (iPhone; like Mac OS X) Version/17.5 Safari/604.1", "Safari, iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge, Windows"),
        ("curl/8.5", ""),
        ("<script>", ""),
    ],
)  # fmt: skip
def test_a_device_is_called_what_people_call_it(agent, name):
    assert device_name(agent) == name


# --- ending -------------------------------------------------------------------------------------


def test_one_session_is_ended_from_another(phone, desktop):
    desktop.opens("/devices")
    desktop.sends(desktop.form(r"/[0-9a-f]{64}/end$"))

    assert (is_signed_in(phone), is_signed_in(desktop)) == (False, True)


def test_all_others_are_ended(site, phone, desktop):
    signs_in(site, site.browser())
    desktop.opens("/devices")
    desktop.sends(desktop.form("/end-others$"))

    assert (is_signed_in(phone), is_signed_in(desktop), len(sessions_of(site))) == (False, True, 1)


def test_a_device_whose_session_was_ended_so_is_new_again(site, phone, desktop):
    desktop.opens("/devices")
    desktop.sends(desktop.form("/end-others$"))
    before = len(letters(site))

    signs_in(site, phone)

    assert len(letters(site)) == before + 1


def test_nobody_ends_the_session_of_another_person(site, phone):
    (mine,) = sessions_of(site)
    stranger = site.browser().is_of("tran.thi.du").opens("/devices")
    token = site.token_of(stranger, "/devices")

    stranger.client.post(f"/devices/{mine.digest}/end", data={"token": token})

    assert is_signed_in(phone)


def test_ending_sessions_wants_a_code_entered_just_before(site, phone, desktop):
    site.time_passes(timedelta(minutes=20))
    desktop.opens("/devices")
    desktop.sends(desktop.form("/end-others$"))

    assert (desktop.status, is_signed_in(phone)) == (403, True)


def test_with_the_code_the_others_are_ended_in_one_go(site, phone, desktop):
    site.time_passes(timedelta(minutes=20))
    desktop.opens("/devices")
    desktop.sends(desktop.form("/end-others$"))

    desktop.sends(desktop.form("/end-others$"), proof=site.codes_of(MAILBOX)[-1])

    assert (is_signed_in(phone), is_signed_in(desktop)) == (False, True)


def test_a_wrong_code_ends_nothing(site, phone, desktop):
    site.time_passes(timedelta(minutes=20))
    desktop.opens("/devices")
    desktop.sends(desktop.form("/end-others$"))

    desktop.sends(desktop.form("/end-others$"), proof=wrong_code(site.codes_of(MAILBOX)[-1]))

    assert (desktop.status, "Còn 4 lần thử" in desktop.text, is_signed_in(phone)) == (
        422,
        True,
        True,
    )


def test_the_console_ends_all_sessions_of_a_person(site, phone, desktop):
    ended = end_sessions(site.desk, PERSON)

    assert (ended, is_signed_in(phone), is_signed_in(desktop)) == (2, False, False)


def test_the_sessions_of_nobody_cannot_be_ended(site):
    with pytest.raises(PersonUnknown):
        end_sessions(site.desk, PersonId("nobody"))


# --- a new device -------------------------------------------------------------------------------


def test_of_the_first_device_nobody_is_written_to(site, phone):
    assert letters(site) == []


def test_of_a_new_device_its_person_is_written_to(site, desktop):
    assert letters(site) == [("new_device", PERSON)]


def test_the_letter_names_the_device_and_leads_to_doan(site, desktop):
    site.deliver()

    (caught,) = site.catcher.messages()
    assert (caught.to, "Firefox, Windows" in caught.text, "/v/" in caught.text) == (
        MAILBOX,
        True,
        True,
    )


def test_of_a_device_that_does_not_say_what_it_is_the_letter_says_nothing(site, phone):
    signs_in(site, site.browser(), "curl/8.5")
    site.deliver()

    assert "Thiết bị:" not in site.catcher.messages()[0].text


def test_of_a_known_device_nobody_is_written_to(site, phone, desktop):
    phone.client.cookies.delete("doan-session")
    before = letters(site)

    signs_in(site, phone)

    assert letters(site) == before


def test_who_came_in_stands_in_the_security_log(site, phone, desktop):
    desktop.sends(desktop.opens("/").form("/sign-out$"))

    office = site.browser().is_of("mai.van.mau").opens("/security")
    said = ["Đăng nhập trên thiết bị mới", "Đăng xuất", "Xin mã từ thiết bị lạ", "Nguyễn Thị Mẫu"]
    assert [words in office.text for words in said] == [True] * 4


# --- resting ------------------------------------------------------------------------------------


def test_a_session_that_rested_for_a_week_is_asked_for_a_code(site, phone):
    site.time_passes(timedelta(days=7))

    assert not is_signed_in(phone)


def test_a_session_in_use_goes_on(site, phone):
    for _ in range(4):
        site.time_passes(timedelta(days=6))
        assert is_signed_in(phone)


def test_reading_a_page_writes_nothing_while_the_session_was_seen_lately(site, phone):
    (before,) = sessions_of(site)
    is_signed_in(phone)

    assert sessions_of(site) == (before,)


def test_a_decision_in_a_session_that_rested_is_not_taken_and_its_words_come_back(site, office):
    office.submits()
    step = office.waiting(Act.SIGN)
    head = site.browser().signs_in(step, step.holders[0])
    site.time_passes(timedelta(days=29))

    head.answers("return", remarks="Một ý kiến dài.")

    assert (head.status, "Một ý kiến dài." in head.text) == (403, True)
    assert office.case.step(step.number).is_open

"""Passkeys: added with a fresh proof, told to their person, removed; and the pages that ask for them."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from config.settings import Settings
from models.ids import PersonId
from models.store.house import keys
from models.store.house.journal import By
from models.store.sign_in import passkeys
from models.store.tables import outbox
from tests.factories.authenticator import UP, Authenticator, asked_on
from tests.factories.passkeys import (
    MAILBOX,
    ORIGIN,
    PERSON,
    adds,
    passkeys_of,
    shows,
    signs_in_by_code,
    told,
)
from tests.factories.prefect import free_port


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, catcher_port=free_port(), public_url=ORIGIN)


@pytest.fixture
def device():
    """A security key, which counts its uses."""
    return Authenticator(ORIGIN)


@pytest.fixture
def owner(site, device):
    """A person's browser, signed in by a code, with a passkey added."""
    return adds(signs_in_by_code(site, site.browser()), device)


# --- adding ------------------------------------------------------------------------------------


def test_a_passkey_is_offered_after_a_sign_in_by_code(site, browser):
    signs_in_by_code(site, browser)

    assert "/devices#passkeys" in browser.opens("/").links


def test_who_has_one_is_offered_no_other(owner):
    assert "/devices#passkeys" not in owner.opens("/").links


def test_a_passkey_that_was_added_is_listed_with_its_device(site, owner):
    (kept,) = passkeys_of(site)

    assert (kept.person, "Xóa khóa này" in owner.text, "chưa dùng" in owner.text) == (
        PERSON,
        True,
        True,
    )


def test_its_person_is_written_to_and_led_to_where_it_is_removed(site, owner):
    with site.desk.store.reading() as conn:
        queued = conn.execute(select(outbox.c.notice, outbox.c.recipient)).all()
    site.deliver()

    assert queued == [("passkey_added", PERSON)]
    assert "Một khóa truy cập vừa được thêm" in site.catcher.messages()[0].subject


def test_adding_is_told_in_the_houses_journal_without_the_key(site, owner):
    (kept,), (said,) = passkeys_of(site), told(site, "passkey_added")

    assert (said.person, said.passkey, said.key) == (
        PERSON, kept.id, passkeys.digest_of(kept.public_key),
    )  # fmt: skip
    assert said.identity == "mailbox_code_fresh"


def test_adding_wants_a_fresh_proof_and_keeps_what_the_device_made(site, browser, device):
    signs_in_by_code(site, browser)
    site.time_passes(timedelta(minutes=20))
    site.lets_a_minute_pass()

    adds(browser, device)
    before = passkeys_of(site)
    browser.sends(browser.form("/devices/passkeys$"), proof=site.codes_of(MAILBOX)[-1])

    assert (before, len(passkeys_of(site)), browser.shows.url.path) == ((), 1, "/devices")


def test_a_device_that_has_one_makes_no_second(owner, device):
    with pytest.raises(AssertionError, match="it has one already"):
        adds(owner, device)


def test_the_answer_of_a_device_is_taken_once(site, browser, device):
    signs_in_by_code(site, browser)
    browser.opens("/devices")
    form, answer = (
        browser.form("/devices/passkeys$"),
        device.makes(asked_on(browser.html)["create"]),
    )
    browser.sends(form, passkey=answer)
    (kept,) = passkeys_of(site)
    browser.sends(browser.form(f"/passkeys/{kept.id}/remove$"))

    browser.sends(form, passkey=answer)

    assert (browser.status, passkeys_of(site)) == (403, ())


def test_what_one_person_was_asked_for_another_does_not_answer(site, browser, device):
    signs_in_by_code(site, browser)
    asked = asked_on(browser.opens("/devices").html)["create"]
    other = site.browser().is_of("tran.thi.du").opens("/devices")

    other.sends(other.form("/devices/passkeys$"), passkey=device.makes(asked))

    assert (other.status, passkeys_of(site), passkeys_of(site, PersonId("tran.thi.du"))) == (
        403,
        (),
        (),
    )


@pytest.mark.parametrize(
    "wrong", [{"origin": "http://elsewhere.example"}, {"host": "elsewhere.example"}, {"flags": UP}]
)
def test_a_passkey_of_elsewhere_or_without_an_unlocked_device_is_not_added(
    site, browser, device, wrong
):
    adds(signs_in_by_code(site, browser), device, **wrong)

    assert (browser.status, passkeys_of(site)) == (403, ())


def test_nobody_has_more_than_can_be_listed(site, browser, device, monkeypatch):
    monkeypatch.setattr("flows.acts.door.passkeys.MOST_PASSKEYS", 1)
    adds(signs_in_by_code(site, browser), device)

    adds(browser, Authenticator(ORIGIN))

    assert (browser.status, len(passkeys_of(site))) == (403, 1)


def test_a_challenge_that_was_left_open_too_long_is_refused(site, browser, device, monkeypatch):
    monkeypatch.setattr("flows.acts.door.ceremony.CHALLENGE_LIFE", timedelta(seconds=-1))

    adds(signs_in_by_code(site, browser), device)

    assert "quá lâu" in browser.text


# --- removing ----------------------------------------------------------------------------------


def test_one_that_was_removed_signs_nobody_in(site, owner, device):
    owner.sends(owner.form("/remove$"))

    browser = shows(site.browser(), device)

    assert (passkeys_of(site), browser.status) == ((), 403)


def test_nobody_removes_the_passkey_of_another(site, owner):
    (kept,) = passkeys_of(site)
    other = site.browser().is_of("tran.thi.du").opens("/devices")
    token = site.token_of(other, "/devices")

    other.client.post(f"/devices/passkeys/{kept.id}/remove", data={"token": token})

    assert passkeys_of(site) == (kept,)


def test_with_a_lost_key_of_the_journal_all_passkeys_go(site, owner):
    with site.desk.store.writing() as conn:
        keys.give_up(conn, site.desk.signers[0], By())

    assert (passkeys_of(site), told(site, "passkeys_removed")[0].why) == ((), "key")


# --- pages -------------------------------------------------------------------------------------


@pytest.mark.parametrize("page", ["/", "/devices", "/authorities"])
def test_a_page_that_asks_for_one_runs_one_script_by_its_address_and_nothing_inline(browser, page):
    policy = browser.opens(page).shows.headers["content-security-policy"]

    assert f"script-src {ORIGIN}/static/passkeys.js;" in policy
    assert ("unsafe" in policy, "<script>" in browser.html) == (False, False)


def test_a_page_that_asks_for_none_runs_no_script(owner):
    policy = owner.opens("/").shows.headers["content-security-policy"]

    assert ("script-src" in policy, "default-src 'none'" in policy) == (False, True)


def test_without_a_script_nothing_of_it_is_seen(browser):
    browser.opens("/")

    assert 'data-into="passkey"' in browser.html
    assert browser.html.split('data-into="passkey"')[1].split(">")[0].endswith(" hidden")


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://doan.hau-giang.example", "doan.hau-giang.example"),
        ("http://localhost:8112", "localhost"),
        ("http://doan.hau-giang.example", ""),
        ("https://10.0.0.7", ""),
        ("https://[::1]", ""),
        ("", ""),
    ],
)
def test_passkeys_are_of_a_name_that_is_reached_safely(url, host):
    assert Settings(public_url=url).passkey_host == host


def test_the_salt_of_a_person_makes_what_devices_call_them_by(site):
    with site.desk.store.reading() as conn:
        handles = {passkeys.handle_of(conn, PersonId(p)) for p in (PERSON, "tran.thi.du")}

    assert (len(handles), {len(each) for each in handles}) == (2, {32})

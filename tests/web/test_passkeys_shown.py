"""Passkeys that are shown: they sign in and prove, and are worth nothing elsewhere or a second time."""

import json
from datetime import timedelta

import pytest
from sqlalchemy import insert, update

from config.settings import Settings
from models.journal.signing import signer
from models.store.house import keys
from models.store.house.journal import By, keys_handed_on
from models.store.sign_in import passkeys
from models.store.tables import passkeys as rows
from tests.factories.authenticator import UP, Authenticator, asked_on
from tests.factories.passkeys import (
    ORIGIN,
    PERSON,
    adds,
    difference,
    events,
    is_signed_in,
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


# --- signing in --------------------------------------------------------------------------------


def test_a_passkey_signs_its_person_in(site, owner, device):
    browser = shows(site.browser(), device)

    assert (browser.status, "Nguyễn Thị Mẫu" in browser.text) == (200, True)


def test_how_identity_was_shown_is_told(site, owner, device):
    shows(site.browser(), device)

    assert [said.shown_by for said in told(site, "session_begun")] == ["mailbox_code", "passkey"]
    assert told(site, "session_begun")[-1].identity == "passkey"


def test_it_leads_on_to_the_page_that_was_wanted(site, owner, device):
    browser = site.browser().opens("/devices")
    answer = device.shows(asked_on(browser.html)["get"])

    browser.sends(browser.form("/passkey/sign-in$"), passkey=answer)

    assert browser.shows.url.path == "/devices"


def test_a_synchronised_passkey_that_counts_nothing_signs_in_again_and_again(site, browser):
    phone = Authenticator(ORIGIN, counts=False)
    adds(signs_in_by_code(site, browser), phone)

    assert [shows(site.browser(), phone).status for _ in range(2)] == [200, 200]


def test_when_it_was_used_last_is_shown(site, owner, device):
    browser = shows(site.browser(), device).opens("/devices")

    assert "dùng lần cuối lúc" in browser.text
    (kept,) = passkeys_of(site)
    assert (kept.sign_count, kept.used_at is not None) == (1, True)


WRONG = {
    "another origin": {"origin": "http://elsewhere.example"},
    "another host": {"host": "elsewhere.example"},
    "an unlocked device nobody touched": {"flags": UP},
    "another person's handle": {"handle": bytes(32)},
    "a page within another site's": {"crossOrigin": True},
    "another ceremony": {"type": "webauthn.create"},
}


@pytest.mark.parametrize("wrong", WRONG.values(), ids=WRONG)
def test_what_was_signed_for_something_else_signs_nobody_in(site, owner, device, wrong):
    browser = shows(site.browser(), device, **wrong)

    assert (browser.status, is_signed_in(browser), "passkey_refused" in events(site)) == (
        403, False, True,
    )  # fmt: skip


def test_an_answer_is_good_once(site, owner, device):
    browser = site.browser().opens("/")
    form, answer = browser.form("/passkey/sign-in$"), device.shows(asked_on(browser.html)["get"])
    kept = dict(browser.client.cookies)
    browser.sends(form, passkey=answer)

    thief = site.browser()
    thief.client.cookies.update(kept)
    thief.sends(form, passkey=answer)

    assert (is_signed_in(browser), thief.status, is_signed_in(thief)) == (True, 403, False)


def test_an_answer_is_good_in_the_browser_that_was_asked_alone(site, owner, device):
    asked = asked_on(site.browser().opens("/").html)["get"]
    thief = site.browser().opens("/")

    thief.sends(thief.form("/passkey/sign-in$"), passkey=device.shows(asked))

    assert (thief.status, is_signed_in(thief)) == (403, False)


def test_what_a_page_asked_too_long_ago_is_not_answered(site, owner, device, monkeypatch):
    monkeypatch.setattr("flows.acts.door.ceremony.CHALLENGE_LIFE", timedelta(seconds=-1))

    browser = shows(site.browser(), device)

    assert (browser.status, is_signed_in(browser)) == (403, False)


def test_a_challenge_to_add_one_is_none_to_show_one(site, owner, device):
    asked = asked_on(owner.opens("/devices").html)["create"]
    browser = site.browser().opens("/")

    answer = device.shows(asked.replace("excludeCredentials", "allowCredentials"))
    browser.sends(browser.form("/passkey/sign-in$"), passkey=answer)

    assert browser.status == 403


def test_a_count_that_goes_back_is_refused_and_noted(site, owner, device):
    shows(site.browser(), device)
    shows(site.browser(), device)
    device.kept[0].count = 0

    browser = shows(site.browser(), device)

    assert (browser.status, "passkey_copied" in events(site), is_signed_in(browser)) == (
        403, True, False,
    )  # fmt: skip


def test_a_passkey_nobody_added_signs_nobody_in(site, owner):
    stranger = Authenticator(ORIGIN)
    stranger.makes(asked_on(owner.opens("/devices").html)["create"])

    browser = shows(site.browser(), stranger)

    assert (browser.status, "không có trong hệ thống" in browser.text) == (403, True)


@pytest.mark.parametrize(
    "answer",
    ["", "null", "[]", "{}", '{"id": 1}', "x" * 20_000, '{"id":"AA","rawId":"AA","type":"public-key"}',
     '{"id":"AA","rawId":"AA","type":"public-key","response":{"clientDataJSON":"AA",'
     '"authenticatorData":"AA","signature":"AA"}}'],
)  # fmt: skip
def test_what_no_device_answers_is_refused_in_words(site, browser, answer):
    browser.opens("/")

    browser.sends(browser.form("/passkey/sign-in$"), passkey=answer)

    assert (browser.status, "đăng nhập bằng mã" in browser.text) == (403, True)


def test_another_site_lets_no_browser_show_one(site, owner, device):
    browser = site.browser().opens("/")
    form, answer = browser.form("/passkey/sign-in$"), device.shows(asked_on(browser.html)["get"])

    browser.sends(form, passkey=answer, token="of another page")

    assert (browser.status, is_signed_in(browser)) == (403, False)


# --- a fresh proof -----------------------------------------------------------------------------


def test_a_passkey_is_a_fresh_proof(site, owner, device):
    (kept,) = passkeys_of(site)
    browser = shows(site.browser(), device)
    site.time_passes(timedelta(minutes=20))
    browser.opens("/devices").sends(browser.form("/remove$"))
    asked = asked_on(browser.html)["get"]

    browser.sends(browser.form("/remove$"), proof_passkey=device.shows(asked))

    (said,) = told(site, "passkeys_removed")
    assert (passkeys_of(site), said.passkeys, said.identity) == ((), (kept.id,), "passkey_fresh")


def test_a_code_session_proved_by_passkey_is_told_so(site, owner, device):
    site.time_passes(timedelta(minutes=20))
    owner.opens("/devices").sends(owner.form("/remove$"))

    owner.sends(owner.form("/remove$"), proof_passkey=device.shows(asked_on(owner.html)["get"]))

    assert told(site, "proved_again")[0].identity == "passkey"
    assert told(site, "passkeys_removed")[0].identity == "passkey_fresh"


def test_the_passkey_of_another_person_proves_nothing(site, owner, device):
    other_device = Authenticator(ORIGIN)
    other = site.browser().is_of("tran.thi.du")
    adds(other, other_device)
    site.time_passes(timedelta(minutes=20))
    owner.opens("/devices").sends(owner.form("/remove$"))
    asked = json.loads(asked_on(owner.html)["get"])
    del asked["allowCredentials"]

    owner.sends(owner.form("/remove$"), proof_passkey=other_device.shows(json.dumps(asked)))

    assert (owner.status, len(passkeys_of(site))) == (422, 1)


# --- whoever owns the database -----------------------------------------------------------------


def test_adding_using_and_removing_verify(site, owner, device):
    shows(site.browser(), device)
    owner.opens("/devices").sends(owner.form("/remove$"))
    adds(owner, Authenticator(ORIGIN))

    assert difference(site) is None


def test_a_row_that_was_slipped_in_signs_nobody_in_and_is_found(site, owner, device):
    (kept,) = passkeys_of(site)
    forged = Authenticator(ORIGIN)
    forged.makes(asked_on(owner.opens("/devices").html)["create"])
    credential = forged.kept[0].credential
    with site.desk.store.writing() as conn:
        row = {**vars(kept), "id": passkeys.digest_of(credential), "credential": credential}
        conn.execute(insert(rows).values(**row))

    browser = shows(site.browser(), forged)

    assert (browser.status, str(difference(site).place).startswith("passkeys ")) == (403, True)


def test_another_key_in_the_row_signs_nobody_in_and_is_found(site, owner, device):
    forged = Authenticator(ORIGIN)
    forged.makes(asked_on(site.browser().is_of("tran.thi.du").opens("/devices").html)["create"])
    with site.desk.store.writing() as conn:
        conn.execute(update(rows).values(public_key=forged.kept[0].public_key))
    device.kept[0].key = forged.kept[0].key

    browser = shows(site.browser(), device)

    assert (browser.status, "public_key" in difference(site).place) == (403, True)


def test_one_that_was_removed_and_put_back_signs_nobody_in_and_is_found(site, owner, device):
    (kept,) = passkeys_of(site)
    owner.opens("/devices").sends(owner.form("/remove$"))
    with site.desk.store.writing() as conn:
        conn.execute(insert(rows).values(**vars(kept)))

    browser = shows(site.browser(), device)

    assert (browser.status, str(difference(site).place).startswith("passkeys ")) == (403, True)


def test_a_passkey_given_to_another_person_signs_nobody_in_and_is_found(site, owner, device):
    with site.desk.store.writing() as conn:
        conn.execute(update(rows).values(person="mai.van.mau"))

    browser = shows(site.browser(), device)

    assert (browser.status, "column person" in difference(site).place) == (403, True)


def test_a_key_that_handed_over_still_vouches_for_passkeys(site, owner, device):
    """The entry was signed by the key before; a chain of hand-overs leads to it."""
    new = signer(b"n" * 32)
    with site.desk.store.writing() as conn:
        keys.change(conn, site.desk.signers[0], new, By())
        credential = device.kept[0].credential
        known = passkeys.passkey_with(conn, credential, new)
        chain = [key.public_bytes_raw() for key in keys_handed_on(conn, new)]

    assert (known and known.person, len(chain)) == (PERSON, 2)

"""Signing in by an account, against a real OpenID provider on this machine that tells all it can."""

import socket
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlsplit

import httpx2
import pytest
from canaille.oidc.userinfo import UserInfo, generate_user_claims
from pydantic import SecretStr, ValidationError
from pytest_iam import iam_configuration, iam_server, iam_server_port
from sqlalchemy import select

from config.settings import Settings
from models.store import journal
from models.store.house.journal import HOUSE
from models.store.tables import security_log
from tests.factories.prefect import free_port
from web.ground.door.provider import Provider

MAILBOX, PERSON = "nguyen.thi.mau@hau-giang.example", "nguyen.thi.mau"
ORIGIN = "http://localhost:8112"
SECRET = "the secret of Doan at the provider"
# They are fixtures, taken from the library by their names.
__all__ = ["iam_configuration", "iam_server", "iam_server_port"]


@pytest.fixture
def settings(tmp_path, iam_server):
    return Settings(
        folder=tmp_path,
        catcher_port=free_port(),
        public_url=ORIGIN,
        oidc_issuer=issuer_of(iam_server),
        oidc_client_id="doan",
        oidc_client_secret=SecretStr(SECRET),
    )


def issuer_of(iam_server):
    said = httpx2.get(f"{iam_server.url}.well-known/openid-configuration").json()
    return said["issuer"]


@pytest.fixture
def client(iam_server):
    """Doan, as the provider knows it."""
    registered = iam_server.models.Client(
        client_id="doan",
        client_secret=SECRET,
        client_name="Doan",
        client_uri=ORIGIN,
        redirect_uris=[f"{ORIGIN}/account/back"],
        grant_types=["authorization_code"],
        response_types=["code"],
        token_endpoint_auth_method="client_secret_basic",
        scope=["openid", "email"],
    )
    iam_server.backend.save(registered)
    # Its tokens are for itself.
    iam_server.backend.update(registered, audience=[registered])
    iam_server.backend.save(registered)
    yield registered
    iam_server.backend.delete(registered)


@pytest.fixture
def verifies(monkeypatch):
    """The provider says of mailboxes that it has verified them; as it comes, it says nothing of that."""
    said = {"email_verified": True}
    monkeypatch.setattr(
        "canaille.oidc.provider.generate_user_claims",
        lambda user: {**generate_user_claims(user), **said},
    )
    return said


@pytest.fixture
def account(iam_server, client):
    """Somebody's account, who is signed in at the provider; by default with a registered mailbox."""
    made = []

    def make(mailbox=MAILBOX):
        user = iam_server.random_user(emails=[mailbox])
        iam_server.login(user)
        iam_server.consent(user, client)
        made.append(user)
        return user

    yield make
    iam_server.logout()
    for user in made:
        iam_server.backend.delete(user)


def begins(browser, to="/"):
    """Press the button; return the address at the provider to which the browser is sent."""
    answer = browser.client.get("/account", params={"to": to}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["location"]


def comes_from(there):
    """Go to the provider, where one is signed in; return the address to which it sends back."""
    return httpx2.get(there).headers["location"]


def signs_in(browser, to="/"):
    return browser.opens(comes_from(begins(browser, to)))


def is_signed_in(browser):
    return browser.opens("/devices").status == 200


def events(site):
    with site.desk.store.reading() as conn:
        return set(conn.execute(select(security_log.c.what)).scalars())


def refused(browser, site, event):
    return (browser.status, is_signed_in(browser), event in events(site))


REFUSED = (403, False, True)


def test_whoever_has_a_registered_mailbox_there_is_signed_in(site, browser, account, verifies):
    account()
    signs_in(browser)

    assert (browser.status, "Nguyễn Thị Mẫu" in browser.text) == (200, True)
    with site.desk.store.reading() as conn:
        (begun,) = journal.all_of(conn, HOUSE, "session_begun")
    assert begun.payload.model_dump(include={"person", "shown_by"}) == {
        "person": PERSON, "shown_by": "oidc",
    }  # fmt: skip


def test_the_button_stands_on_the_page_and_leads_there(browser, account):
    assert "/account?to=/" in browser.opens("/").links


def test_without_a_provider_there_is_no_button(site, browser, monkeypatch):
    monkeypatch.setattr(Settings, "has_provider", False)

    assert [link for link in browser.opens("/").links if "account" in link] == []


def test_the_page_that_was_wanted_follows(browser, account, verifies):
    account()

    assert signs_in(browser, to="/devices").shows.url.path == "/devices"


def test_where_the_token_names_no_mailbox_it_is_asked_for(browser, account, verifies, monkeypatch):
    """As many providers do, this one tells of it at another address alone."""
    monkeypatch.setattr(
        "canaille.oidc.provider.OpenIDCode.generate_user_info",
        lambda _, user, scope: UserInfo(sub=user.user_name),
    )
    account()

    assert "Nguyễn Thị Mẫu" in signs_in(browser).text


@pytest.mark.parametrize("to", ["https://evil.example/", "//evil.example", "/mail", "/\\evil"])
def test_no_page_of_others_follows(browser, account, verifies, to):
    account()

    assert str(signs_in(browser, to=to).shows.url) == f"{ORIGIN}/"


def test_the_question_carries_state_nonce_and_a_challenge_and_no_secret(browser, account):
    asked = parse_qs(urlsplit(begins(browser)).query)

    assert asked["code_challenge_method"] == ["S256"]
    assert {"state", "nonce", "code_challenge"} < asked.keys()
    assert (SECRET in str(asked), asked["redirect_uri"]) == (False, [f"{ORIGIN}/account/back"])


def test_an_account_is_no_fresh_proof(site, browser, account, verifies):
    account()
    signs_in(browser, to="/devices")
    other = site.browser().is_of(PERSON)

    browser.opens("/devices")
    browser.sends(browser.form("/end-others$"))

    assert (browser.status, is_signed_in(other)) == (403, True)


# --- who is not let in --------------------------------------------------------------------------


def test_a_mailbox_that_the_provider_has_not_verified_is_nobodys(site, browser, account):
    account()
    signs_in(browser)

    assert "chưa xác minh hộp thư" in browser.text
    assert refused(browser, site, "provider_refused") == REFUSED


@pytest.mark.parametrize("said", [False, "true", 1, None])
def test_only_a_plain_yes_says_that_it_is_verified(site, browser, account, verifies, said):
    verifies["email_verified"] = said
    account()
    signs_in(browser)

    assert refused(browser, site, "provider_refused") == REFUSED


def test_a_mailbox_that_is_not_in_the_directory_is_refused_in_words(
    site, browser, account, verifies
):
    account("nobody@elsewhere.example")
    signs_in(browser)

    assert "không có trong danh bạ" in browser.text
    assert refused(browser, site, "provider_unknown") == REFUSED


def test_an_answer_is_taken_once(site, browser, account, verifies):
    account()
    back = comes_from(begins(browser))
    kept = dict(browser.client.cookies)
    browser.opens(back)

    thief = site.browser()
    thief.client.cookies.update(kept)
    thief.opens(back)

    assert (is_signed_in(browser), refused(thief, site, "provider_refused")) == (True, REFUSED)


def test_the_answer_to_another_browser_signs_nobody_in(site, browser, account, verifies):
    """Nobody can be signed in to the account of whoever sends them an address."""
    account()
    back = comes_from(begins(site.browser()))
    begins(browser)

    assert refused(browser.opens(back), site, "provider_refused") == REFUSED


def test_an_answer_to_nothing_signs_nobody_in(site, browser, account):
    browser.opens("/account/back?code=x&state=y")

    assert refused(browser, site, "provider_refused") == REFUSED


def test_the_token_of_another_sign_in_signs_nobody_in(
    site, browser, account, verifies, monkeypatch
):
    """The provider answers with the nonce of another question."""
    account()
    there = begins(browser)
    nonce = parse_qs(urlsplit(there).query)["nonce"][0]

    back = comes_from(there.replace(nonce, "of-another-sign-in"))

    assert refused(browser.opens(back), site, "provider_refused") == REFUSED


def test_a_token_that_is_for_others_signs_nobody_in(
    site, browser, account, verifies, iam_server, client
):
    account()
    iam_server.backend.update(client, audience=[])
    iam_server.backend.save(client)

    assert refused(signs_in(browser), site, "provider_refused") == REFUSED


def test_a_mailbox_that_is_told_of_somebody_else_signs_nobody_in(
    site, browser, account, verifies, monkeypatch
):
    monkeypatch.setattr(
        "canaille.oidc.provider.OpenIDCode.generate_user_info",
        lambda _, user, scope: UserInfo(sub="somebody-else"),
    )
    account()

    assert refused(signs_in(browser), site, "provider_refused") == REFUSED


def test_a_code_that_another_browser_asked_for_is_worth_nothing(site, browser, account, verifies):
    """Without the verifier the provider gives nothing for it (PKCE)."""
    account()
    stolen = parse_qs(urlsplit(comes_from(begins(site.browser()))).query)["code"][0]
    state = parse_qs(urlsplit(begins(browser)).query)["state"][0]

    browser.opens(f"/account/back?code={stolen}&state={state}")

    assert refused(browser, site, "provider_refused") == REFUSED


def test_what_was_begun_too_long_ago_is_not_answered(site, browser, account, verifies, monkeypatch):
    monkeypatch.setattr("web.ground.door.provider.BEGUN_FOR", timedelta(seconds=-1))
    account()

    assert refused(signs_in(browser), site, "provider_refused") == REFUSED


def test_whoever_refuses_at_the_provider_comes_back_to_words(site, browser, account):
    state = parse_qs(urlsplit(begins(browser)).query)["state"][0]

    browser.opens(f"/account/back?error=access_denied&state={state}")

    assert refused(browser, site, "provider_refused") == REFUSED


def test_a_wrong_secret_is_refused_in_words(site, browser, account, verifies, iam_server, client):
    account()
    iam_server.backend.update(client, client_secret="another")
    iam_server.backend.save(client)

    assert refused(signs_in(browser), site, "provider_refused") == REFUSED


def test_a_scanner_that_looks_at_the_addresses_begins_and_ends_nothing(browser, account):
    answers = [browser.client.head(path, follow_redirects=False) for path in
               ("/account", "/account/back?code=x&state=y")]  # fmt: skip

    assert [(a.status_code, a.headers["location"], "set-cookie" in a.headers) for a in answers] == [
        (303, "/", False)
    ] * 2


# --- a provider in trouble ----------------------------------------------------------------------


def with_provider(site, settings, issuer, patience_seconds=0.5):
    other = settings.model_copy(update={"oidc_issuer": issuer})
    running = site.app.state.running
    site.app.state.running = type(running)(
        running.desk, running.catcher, running.openings, Provider(other, patience_seconds)
    )


def test_one_that_hangs_keeps_nobody_waiting(site, settings, browser):
    """It takes the connection and never says anything."""
    with socket.create_server(("127.0.0.1", 0)) as silent:
        with_provider(site, settings, f"http://127.0.0.1:{silent.getsockname()[1]}")
        began = datetime.now(UTC)
        browser.opens("/account")

    assert (browser.status, "chưa trả lời" in browser.text) == (403, True)
    assert (datetime.now(UTC) - began < timedelta(seconds=5), "provider_silent" in events(site)) == (
        True, True,
    )  # fmt: skip


def test_one_that_is_down_leaves_codes_as_they_are(site, settings, browser):
    with_provider(site, settings, f"http://127.0.0.1:{free_port()}")
    browser.opens("/account")

    assert (browser.status, "đăng nhập bằng mã" in browser.text) == (403, True)
    assert browser.opens("/").form("/mailbox/code$")


def test_one_that_calls_itself_otherwise_is_not_asked(site, settings, browser, iam_server):
    with_provider(site, settings, iam_server.url.rstrip("/") + "/.", 5)

    assert browser.opens("/account").status == 403


def test_nothing_is_asked_of_it_when_doan_starts(site, iam_server):
    assert site.app.state.running.provider._said == {}


# --- settings -----------------------------------------------------------------------------------


def test_an_issuer_that_can_be_overheard_is_refused():
    with pytest.raises(ValidationError, match="https"):
        Settings(oidc_issuer="http://login.hau-giang.example")


def test_the_secret_is_shown_nowhere(settings):
    assert (SECRET in repr(settings), SECRET in settings.model_dump_json()) == (False, False)

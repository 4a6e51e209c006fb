"""What holds for every answer: headers, statuses, and that nobody meets a traceback."""

import asyncio
import re

import pytest
from starlette.testclient import TestClient

from config.regulation.codes import Act
from config.settings import Settings
from flows.acts.desk import Desk
from models.request.reading import Attachment
from notifications.sending.codes import CodeSender
from web.app import CATCHER_PAGES, PAGES, create_app

ADDRESSES = {
    "/": 200,
    "/mail": 200,
    "/mail/1": 404,
    "/healthz": 200,
    "/readyz": 200,
    "/metrics": 404,
    "/v/made-up": 404,
    "/unsubscribe/made-up": 404,
    "/cases/DR-2020-0001/steps/1": 403,
    "/cases/DR-2020-0001": 403,
    "/cases/DR-2020-0001/reception": 403,
    "/cases/DR-2020-0001/programme": 403,
    "/cases/DR-2020-0001/do/withdraw": 403,
    "/cases/DR-2020-0001/do/nope": 404,
    "/authorities": 403,
    "/bodies/standing_committee/agenda": 403,
    "/cases/DR-2020-0001/files/" + "0" * 64: 404,
    "/nope": 404,
    "/docs": 404,
    "/openapi.json": 404,
}
FILLED_IN = {
    "token": "made-up",
    "case_no": "DR-2020-0001",
    "step": "1",
    "digest": "0" * 64,
    "message": "1",
    "verb": "withdraw",
    "form": "csv",
    "log": "xes",
    "body": "standing_committee",
    "number": "1",
    "draft": "0" * 32,
    "section": "people",
    "task": "resubmit",
    "kind": "outbound",
    "name": "members.xlsx",
    "entry": "0" * 32,
    "notice": "to_decide",
    "person": "pham.van.mau",
}


def all_addresses():
    """Every address the application knows, with something in the place of what varies."""
    routes = [route for room in PAGES + CATCHER_PAGES for route in room.router.routes]
    paths = [route.path.format(**FILLED_IN) for route in routes]
    return dict.fromkeys([*paths, *ADDRESSES, "/static/doan.css"])


def test_every_address_has_its_status(browser):
    assert {address: browser.opens(address).status for address in ADDRESSES} == ADDRESSES


@pytest.mark.parametrize("method", ["GET", "HEAD", "POST", "PUT", "DELETE"])
def test_every_answer_has_the_headers_that_shield_it(browser, method):
    answers = [browser.client.request(method, a).headers for a in all_addresses()]

    assert {headers["x-content-type-options"] for headers in answers} == {"nosniff"}
    assert {headers["referrer-policy"] for headers in answers} == {"no-referrer"}
    assert all("frame-ancestors 'none'" in h["content-security-policy"] for h in answers)


def test_whatever_can_be_read_answers_head_too(browser):
    reads = [a for a in all_addresses() if browser.opens(a).status != 405]

    heads = [browser.client.head(address).status_code for address in reads]

    assert (len(reads) > 10, 405 in heads) == (True, False)


def test_no_page_is_kept_by_a_browser(browser):
    answers = [browser.opens(address).shows for address in ADDRESSES]

    assert {answer.headers["cache-control"] for answer in answers} == {"no-store"}


def test_the_style_sheet_may_be_kept(browser):
    (style,) = re.findall(r'href="(/static/doan\.css[^"]*)"', browser.opens("/").html)

    assert "immutable" in browser.opens(style).shows.headers["cache-control"]


def test_pages_have_no_scripts_and_no_styles_of_their_own(site, office, browser):
    office.submits(attachments={0: Attachment("a.pdf", "application/pdf", b"%PDF")})
    step = office.waiting(Act.SIGN)
    pages = browser.opens(site.link(step, step.holders[0])).html
    pages += browser.signs_in(step, step.holders[0]).html

    assert not re.search(r"<script|<style|\sstyle=|\son[a-z]+=", pages)


def test_what_a_person_wrote_is_never_markup(site, office, browser):
    office.submits()
    step = office.waiting(Act.SIGN)
    browser.signs_in(step, step.holders[0])

    browser.answers("return", remarks="<b>{{ 7 * 7 }}</b>")

    assert "&lt;b&gt;{{ 7 * 7 }}&lt;/b&gt;" in browser.html


def test_a_fault_nobody_foresaw_is_a_page_with_a_reference(site, browser):
    site.desk.store.engine.dispose()
    with site.desk.store.writing() as conn:
        conn.exec_driver_sql("ALTER TABLE sessions RENAME TO elsewhere")
    browser.client.cookies.set("doan-session", "made-up")

    browser.opens("/")

    assert browser.status == 500
    assert re.search(r"Mã tra cứu lỗi, để thông báo cho quản trị viên: [0-9a-f]{8}", browser.text)


def test_the_log_has_the_reference_of_a_fault(site, browser, caplog):
    with site.desk.store.writing() as conn:
        conn.exec_driver_sql("ALTER TABLE sessions RENAME TO elsewhere")
    browser.client.cookies.set("doan-session", "made-up")

    browser.opens("/")

    (reference,) = re.findall(r"[0-9a-f]{8}", browser.text)
    assert reference in caplog.text


def test_the_token_of_a_link_is_not_logged_with_a_fault(site, office, browser, caplog):
    office.submits()
    step = office.waiting(Act.SIGN)
    link = site.link(step, step.holders[0])
    with site.desk.store.writing() as conn:
        conn.exec_driver_sql("ALTER TABLE persons RENAME TO elsewhere")

    browser.opens(link)

    assert (browser.status, link.rpartition("/")[2] in caplog.text) == (500, False)


@pytest.mark.parametrize("written", ["https://doan.example", "HTTPS://Doan.example"])
def test_over_https_cookies_stay_on_https(site, office, written):
    office.submits()
    step = office.waiting(Act.SIGN)
    settings = Settings(folder=site.settings.folder, public_url=written)
    app = create_app(Desk(site.desk.store, settings))
    client = TestClient(app, base_url="https://doan.example")
    token = site.link(step, step.holders[0]).rpartition("/")[2]

    answer = client.get(f"/v/{token}", follow_redirects=False)

    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"] == "max-age=31536000; includeSubDomains"


def test_over_https_the_session_belongs_to_this_host_alone(site, office):
    office.submits()
    step = office.waiting(Act.SIGN)
    settings = Settings(
        folder=site.settings.folder,
        public_url="https://doan.example",
        catcher_port=site.settings.catcher_port,
    )
    app = create_app(Desk(site.desk.store, settings))
    client = TestClient(app, base_url="https://doan.example")
    client.get("/v/" + site.link(step, step.holders[0]).rpartition("/")[2])
    page = client.post(f"{site.page_of(step)}/code").text
    asyncio.run(CodeSender(site.desk.store, settings).send_waiting())

    answer = client.post(
        f"{site.page_of(step)}/sign-in",
        data={
            "code": site.codes[0][1],
            "token": re.findall(r'name="token" value="([^"]+)"', page)[0],
        },
        follow_redirects=False,
    )

    kept = [cookie.partition("=")[0] for cookie in answer.headers.get_list("set-cookie")]
    assert kept == ["__Host-doan-session", "__Host-doan-device", "__Host-doan-challenge"]


def test_without_a_catcher_there_are_no_mail_pages(site):
    client = TestClient(create_app(site.desk), base_url=site.settings.base_url)

    assert client.get("/mail").status_code == 404


def test_a_database_of_another_release_is_not_ready(site, browser):
    with site.desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE alembic_version SET version_num = '0000'")

    assert browser.opens("/readyz").shows.json()["ready"] is False


def test_the_probe_says_how_long_the_oldest_message_waits(office, browser):
    office.submits()

    assert browser.opens("/readyz").shows.json()["oldest_message_seconds"] >= 0


def test_of_a_stranger_no_form_with_endless_fields_is_read(browser):
    many = {f"vote.{number}": "vote_for" for number in range(3_001)}

    answer = browser.client.post("/bodies/standing_committee/minutes", data=many)

    assert answer.status_code == 400


def test_an_address_with_a_slash_too_many_leads_nowhere_else(browser):
    answer = browser.client.get(
        "/authorities/", headers={"host": "127.0.0.1"}, follow_redirects=False
    )

    assert (answer.status_code, answer.headers.get("location")) == (404, None)


@pytest.mark.parametrize(
    "host", ["evil.example", "evil.example:8112", "", "[", "127.0.0.1.evil.example"]
)
def test_a_request_to_another_host_is_refused(browser, host):
    answer = browser.client.get("/", headers={"host": host}, follow_redirects=False)

    assert (answer.status_code, "location" in answer.headers) == (421, False)


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost:8112", "[::1]:8112", "LOCALHOST"])
def test_a_machine_knows_its_own_names(browser, host):
    assert browser.client.get("/", headers={"host": host}).status_code == 200


@pytest.mark.parametrize("probe", ["/healthz", "/readyz"])
def test_probes_are_answered_by_whatever_name(browser, probe):
    assert browser.client.get(probe, headers={"host": "10.1.2.3"}).status_code == 200


def test_the_refusal_of_a_host_says_where_doan_is(browser):
    answer = browser.client.get("/", headers={"host": "evil.example"})

    assert "http://127.0.0.1:8112" in answer.text

"""Signing in without a link, by a registered mailbox, and the links of a case and of a person."""

import re
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import event, select

from flows.acts.door import codes
from models.ids import NO_CASE
from models.store.tables import outbox, security_log
from notifications.writing.links import link_to
from tests.factories.office import OFFICER
from tests.factories.site import wrong_code
from web import app as application

MAILBOX = "nguyen.thi.mau@hau-giang.example"
UNKNOWN = "nobody@elsewhere.example"


def asks(browser, mailbox, **more):
    browser.opens("/")
    return browser.sends(browser.form("/mailbox/code$"), mailbox=mailbox, **more)


def enters(browser, code):
    return browser.sends(browser.form("/mailbox/sign-in$"), code=code)


def without_mailbox(browser, mailbox):
    """What the page says, without what differs between any two browsers."""
    html = browser.html.replace(mailbox, "…")
    return re.sub(r'name="token" value="[^"]+"', "", html)


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
    wrong = wrong_code(site.codes_of(MAILBOX)[-1])
    known = without_mailbox(enters(browser, wrong), MAILBOX)

    other = asks(site.browser(), UNKNOWN)
    unknown = without_mailbox(enters(other, wrong), UNKNOWN)
    assert (browser.status, other.status, known) == (422, 422, unknown)


def test_nobody_learns_it_from_mail_that_cannot_be_sent(site, browser):
    site.mail_goes_down()

    assert asks(browser, MAILBOX).status == 200


@contextmanager
def what_the_pages_do(site):
    """The statements the pages give the database, and whether they render or send anything."""
    said = []

    def note(_conn, _cursor, statement, *_more):
        said.append(statement)

    site.codes_are_sent = False
    for engine in (site.desk.store.engine, site.desk.store.reader):
        event.listen(engine, "before_cursor_execute", note)
    yield said
    for engine in (site.desk.store.engine, site.desk.store.reader):
        event.remove(engine, "before_cursor_execute", note)
    site.codes_are_sent = True


def test_the_pages_send_no_code_themselves(site, browser):
    with what_the_pages_do(site):
        asks(browser, MAILBOX)

    assert site.codes == []


def test_the_pages_import_nothing_that_writes_or_sends_codes():
    """What renders and what talks to the mail server runs in the process of letters."""
    pages = Path(application.__file__).parent.rglob("*.py")
    imported = {line for page in pages for line in page.read_text("utf-8").splitlines()
                if re.match(r"(from|import) notifications\.", line)}  # fmt: skip

    assert [line for line in imported if re.search("rendering|mail_server|codes", line)] == []


@pytest.mark.parametrize("twice", [False, True])
def test_for_a_mailbox_nobody_has_the_very_same_is_done(site, twice):
    done = []
    for mailbox in (MAILBOX, UNKNOWN):
        browser = site.browser()
        if twice:
            asks(browser, mailbox)
        browser.opens("/")
        with what_the_pages_do(site) as said:
            browser.sends(browser.form("/mailbox/code$"), mailbox=mailbox)
        done.append(list(said))

    assert (len(done[0]) > 5, done[0]) == (True, done[1])


def test_nor_is_it_told_by_what_is_done_once_no_more_codes_are_sent(site):
    done = []
    for mailbox in (MAILBOX, UNKNOWN):
        for _ in range(6):
            asks(site.browser(), mailbox)
        browser = site.browser().opens("/")
        with what_the_pages_do(site) as said:
            browser.sends(browser.form("/mailbox/code$"), mailbox=mailbox)
            enters(browser, "00000000")
        done.append(list(said))

    assert (len(done[0]) > 8, done[0]) == (True, done[1])


def test_a_wrong_code_of_a_mailbox_nobody_has_costs_the_same(site):
    done = []
    for mailbox in (MAILBOX, UNKNOWN):
        browser = asks(site.browser(), mailbox)
        with what_the_pages_do(site) as said:
            enters(browser, "00000000")
        done.append(list(said))

    assert (len(done[0]) > 3, done[0]) == (True, done[1])


# --- a code belongs to the browser that asked --------------------------------------------------------


def test_a_stranger_cannot_use_up_the_tries_of_another_browser(site, browser):
    asks(browser, MAILBOX)
    mine = site.codes_of(MAILBOX)[-1]
    stranger = asks(site.browser(), MAILBOX)
    for _ in range(6):
        enters(stranger, "00000000")

    assert enters(browser, mine).shows.url.path == "/"


def test_a_stranger_who_asks_does_not_void_the_code_of_another_browser(site, browser):
    asks(browser, MAILBOX)
    mine = site.codes_of(MAILBOX)[-1]
    for _ in range(6):
        asks(site.browser(), MAILBOX)

    assert "Nguyễn Thị Mẫu" in enters(browser, mine).text


def test_wrong_codes_without_end_keep_nobody_out(site, browser):
    for _ in range(4):
        stranger = asks(site.browser(), MAILBOX)
        for _ in range(6):
            enters(stranger, "00000000")

    asks(browser, MAILBOX)

    assert "Nguyễn Thị Mẫu" in enters(browser, site.codes_of(MAILBOX)[-1]).text


def test_whoever_was_signed_in_here_gets_a_code_whatever_strangers_ask_for(site, browser):
    enters(asks(browser, MAILBOX), site.codes_of(MAILBOX)[-1])
    browser.client.cookies.delete("doan-session")
    for _ in range(20):
        asks(site.browser(), MAILBOX)
    sent = len(site.codes)

    asks(browser, MAILBOX)

    assert len(site.codes) == sent + 1


def test_strangers_are_not_let_fill_a_mailbox(site):
    for _ in range(20):
        asks(site.browser(), MAILBOX)

    assert len(site.codes_of(MAILBOX)) == 5


def test_a_code_read_over_a_shoulder_opens_nothing_elsewhere(site, browser):
    asks(browser, MAILBOX)
    form = browser.form("/mailbox/sign-in$")
    stranger = asks(site.browser(), UNKNOWN)

    stranger.sends(form, code=site.codes_of(MAILBOX)[-1])

    assert stranger.status == 422


def test_another_site_signs_nobody_into_an_account_of_its_own(site, browser):
    """Login CSRF: the attacker has a code of theirs, and lets the victim's old browser send it."""
    attacker = asks(site.browser(), MAILBOX)
    form = attacker.form("/mailbox/sign-in$")

    for values in (form.values, {"mailbox": MAILBOX}):
        browser.client.post(
            "/mailbox/sign-in",
            data={**values, "code": site.codes_of(MAILBOX)[-1]},
            headers={"origin": "null"},
        )

    assert "doan-session" not in browser.client.cookies


def test_not_even_where_the_victims_browser_was_made_to_ask(site, browser):
    browser.client.post("/mailbox/code", data={"mailbox": MAILBOX}, headers={"origin": "null"})

    browser.client.post(
        "/mailbox/sign-in",
        data={"mailbox": MAILBOX, "code": site.codes_of(MAILBOX)[-1]},
        headers={"origin": "null"},
    )

    assert "doan-session" not in browser.client.cookies


def test_of_many_wrong_codes_the_administrator_is_told_once(site, monkeypatch):
    monkeypatch.setattr(codes, "MOST_WRONG_AN_HOUR", 3)
    stranger = asks(site.browser(), MAILBOX)
    for _ in range(10):
        enters(stranger, "00000000")

    with site.desk.store.reading() as conn:
        told = conn.execute(select(outbox.c.notice, outbox.c.recipient)).all()
    assert told == [("many_wrong_codes", "mai.van.mau")]
    assert site.turned_away().count("many_wrong_codes") == 1


def test_the_administrator_reads_of_it(site, monkeypatch):
    monkeypatch.setattr(codes, "MOST_WRONG_AN_HOUR", 3)
    stranger = asks(site.browser(), MAILBOX)
    for _ in range(4):
        enters(stranger, "00000000")

    site.deliver()

    assert "4 lần nhập sai mã" in site.catcher.messages()[0].text


def test_a_second_code_within_a_minute_is_not_sent(site, browser):
    asks(browser, MAILBOX)
    asks(browser, MAILBOX)

    assert len(site.codes) == 1


def test_after_five_wrong_codes_the_right_one_is_void(site, browser):
    asks(browser, MAILBOX)
    right = site.codes_of(MAILBOX)[-1]
    wrong = wrong_code(right)
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
    assert (row.what, row.person) == ("mailbox_unknown", "")


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

"""What somebody sees who opens a link: first of all how to show who they are."""

import re

import pytest
from pydantic import SecretStr
from sqlalchemy import select

from config.regulation.codes import Act, Stage
from config.settings import Settings
from models.ids import CaseNo
from models.store.tables import security_log
from notifications.writing.links import link_to, link_to_page
from tests.factories.office import OFFICER, make_answer


@pytest.fixture
def step(office):
    office.submits()
    return office.waiting(Act.SIGN)


@pytest.fixture
def link(site, step):
    return site.link(step, step.holders[0])


def test_the_token_leaves_the_address(site, step, link, browser):
    browser.opens(link)

    assert browser.shows.url.path == site.page_of(step)


def test_the_cookie_of_a_link_is_kept_to_the_pages_of_its_step(site, step, link, browser):
    answer = browser.client.get(link, follow_redirects=False)

    cookie = answer.headers["set-cookie"]
    assert all(
        said in cookie for said in (f"Path={site.page_of(step)}", "HttpOnly", "SameSite=lax")
    )


def test_a_link_shows_no_more_than_case_question_and_a_masked_mailbox(office, link, browser):
    browser.opens(link)

    assert f"Hồ sơ {office.case_no}" in browser.text
    assert "n…@hau-giang.example" in browser.text


@pytest.mark.parametrize(
    "personal", ["Trần Thị Ví Dụ", "Gokseong", "nguyen.van.thi.du", "Nguyễn Văn Thí Dụ", "Long Mỹ"]
)
def test_nothing_of_the_dossier_or_the_person_is_shown_before_the_code(link, browser, personal):
    browser.opens(link)

    assert personal not in browser.html


def test_head_of_a_link_answers_without_a_page(site, link, browser):
    before = site.state()

    answer = browser.client.head(link)

    assert (answer.status_code, answer.content, site.state()) == (200, b"", before)


@pytest.mark.parametrize("change", [lambda token: f"X{token[1:]}", str.upper])
def test_a_tampered_link_is_refused_with_what_to_do(link, browser, change):
    front, _, token = link.rpartition("/")

    browser.opens(f"{front}/{change(token)}")

    assert (browser.status, "thư mới nhất" in browser.text) == (404, True)


def test_a_tampered_link_stands_in_the_security_log(site, browser):
    browser.opens("/v/made-up")

    with site.desk.store.reading() as conn:
        assert conn.execute(select(security_log.c.what)).scalars().all() == ["link_invalid"]


def test_a_link_cookie_made_for_one_step_opens_no_other(site, office, step, link, browser):
    office.takes_smoothly(step)
    other = office.waiting(Act.APPRAISE)
    browser.opens(link)
    (cookie,) = browser.client.cookies.jar
    browser.client.cookies.set(cookie.name, cookie.value, path=site.page_of(other))

    browser.opens(site.page_of(other))

    assert (browser.status, "Mở liên kết trong thư" in browser.text) == (403, True)


def test_without_a_link_a_page_says_to_open_it(site, step, browser):
    browser.opens(site.page_of(step))

    assert (browser.status, "Mở liên kết trong thư" in browser.text) == (403, True)


def test_without_a_link_nobody_learns_which_cases_there_are(site, step, browser):
    there = browser.opens(site.page_of(step)).html

    not_there = browser.opens("/cases/DR-2020-9999/steps/1").html

    # The form that asks for a code leads back to the address that was asked for, whatever it is.
    assert not_there.replace("DR-2020-9999", "DR-2020-0001") == there


@pytest.mark.parametrize("address", ["/cases/x/steps/1", "/cases/DR-2020-0001/steps/0", "/nope"])
def test_an_address_that_is_none_is_a_page_of_ours(site, browser, address):
    browser.opens(address)

    assert (browser.status, "Không có trang này" in browser.text) == (404, True)


def test_the_link_of_a_withdrawn_step_leads_to_the_one_in_its_place(site, office, step, browser):
    filing = office.goes_on_until(Stage.REPORT)
    office.takes_smoothly(filing)
    again = make_answer("file_again", remarks="Báo cáo chưa nêu kết quả.")
    office.takes(office.waiting(Act.ACCEPT), again)

    browser.signs_in(filing, filing.holders[0])

    assert "yêu cầu nộp lại" in browser.text
    assert site.page_of(office.waiting(Act.FILE)) in browser.links


def test_a_stranger_with_a_session_is_told_that_the_page_is_for_others(site, office, step, browser):
    browser.signs_in(step, step.holders[0])
    office.takes_smoothly(step)
    appraisal = office.waiting(Act.APPRAISE)

    browser.opens(site.page_of(appraisal))

    assert (browser.status, "không dành cho Ông/Bà" in browser.text) == (403, True)


def test_the_page_of_a_case_that_is_not_there_is_not_found(office, step, browser):
    browser.signs_in(step, step.holders[0])

    browser.opens("/cases/DR-2020-9999/steps/1")

    assert browser.status == 404


def test_a_link_opened_by_another_signed_in_person_offers_a_code_to_its_own(site, step, browser):
    browser.signs_in(step, OFFICER)

    browser.opens(site.link(step, step.holders[0]))

    assert "Nguyễn Thị Mẫu" in browser.text
    assert "được gửi cho người khác (n…@hau-giang.example)" in browser.text


def test_a_reader_of_english_is_answered_in_english(site, step, link):
    browser = site.browser(language="en-GB,en;q=0.9")

    browser.opens(site.page_of(step))

    assert "Open the link in your e-mail" in browser.text


# --- what mail programs do to a link ----------------------------------------------------------------


def case_link(site, step):
    return site.case_link(step.holders[0])


def step_link(site, step):
    return site.link(step, step.holders[0])


def page_link(site, step):
    return link_to_page(site.settings, "/authorities", step.holders[0])


EVERY_LINK = pytest.mark.parametrize("made", [step_link, case_link, page_link])
DAMAGES = {
    "lower_case": str.lower,
    "upper_case": lambda link: link.replace(
        link.rpartition("/")[2], link.rpartition("/")[2].upper()
    ),
    "cut_at_76": lambda link: link[:76],
    "cut_before_the_token": lambda link: link[: link.index("/v/") + 3],
    "another_letter": lambda link: link[:-9] + ("A" if link[-9] != "A" else "B") + link[-8:],
    "a_letter_too_few": lambda link: link[:-1],
    "another_token": lambda link: f"{link.rpartition('/')[0]}/made-up",
}


@EVERY_LINK
@pytest.mark.parametrize(
    "behind",
    [".", ",", ")", ">", ";", "*", "_", '"', "%E2%80%8B", "%20", "%C2%A0", ").", "&gt;", "/"],
)
def test_what_stands_behind_a_whole_link_is_forgiven(site, step, browser, made, behind):
    shown = site.browser().opens(made(site, step)).shows
    status, whole = shown.status_code, shown.url.path

    browser.opens(made(site, step) + behind)

    assert (browser.status, browser.shows.url.path) == (status, whole)


@EVERY_LINK
@pytest.mark.parametrize("within", ["%E2%80%8B", "%C2%AD", "=%0A", "=%0D%0A", "%0A", "="])
def test_what_cannot_be_seen_and_soft_line_ends_within_a_link_are_forgiven(
    site, step, browser, made, within
):
    link = made(site, step)
    whole = site.browser().opens(link).shows.url.path

    browser.opens(f"{link[:70]}{within}{link[70:]}")

    assert browser.shows.url.path == whole


@EVERY_LINK
@pytest.mark.parametrize("damage", DAMAGES)
def test_a_damaged_link_says_so_in_both_languages_and_offers_the_sign_in(
    site, step, browser, made, damage
):
    browser.opens(DAMAGES[damage](made(site, step)))

    assert browser.status == 404
    assert "Liên kết bị hỏng trên đường đi" in browser.text
    assert "The link was damaged on its way" in browser.text
    assert browser.form("/mailbox/code$").action == "/mailbox/code"


@pytest.mark.parametrize("made", [step_link, case_link])
def test_whoever_comes_by_a_cut_link_is_led_to_its_case_after_signing_in(
    site, office, step, browser, made
):
    mailbox = "nguyen.thi.mau@hau-giang.example"
    browser.opens(DAMAGES["cut_at_76"](made(site, step)))

    browser.sends(browser.form("/mailbox/code$"), mailbox=mailbox)
    browser.sends(browser.form("/mailbox/sign-in$"), code=site.codes_of(mailbox)[-1])

    assert (browser.status, browser.shows.url.path) == (200, f"/cases/{office.case_no}")


def test_whoever_is_signed_in_goes_on_from_a_cut_link_at_once(site, office, step, browser):
    browser.is_of(step.holders[0]).opens(DAMAGES["cut_at_76"](step_link(site, step)))

    assert f"/cases/{office.case_no}" in browser.links


def test_a_damaged_link_does_not_tell_whether_its_case_is_there(site, step, browser):
    there = link_to(site.settings, CaseNo("DR-2020-0001"), 1, step.holders[0])
    nowhere = link_to(site.settings, CaseNo("DR-2020-9999"), 1, step.holders[0])

    pages = [without_what_varies(browser.opens(link[:-20])) for link in (there, nowhere)]

    assert pages[0] == pages[1].replace("DR-2020-9999", "DR-2020-0001")


def test_a_damaged_link_does_not_tell_whether_it_ever_was_one(site, step, browser):
    was_one = step_link(site, step)
    never_was = link_to(
        Settings(secret=SecretStr("another key")), CaseNo("DR-2020-0001"), 1, "nobody"
    )

    pages = [
        without_what_varies(browser.opens(f"/v/{link.rpartition('/')[2][:-1]}"))
        for link in (was_one, never_was)
    ]

    assert pages[0] == pages[1]


def test_a_damaged_link_keeps_nothing_in_the_browser_that_opens_a_page(site, step, browser):
    browser.opens(DAMAGES["a_letter_too_few"](step_link(site, step)))

    browser.opens(site.page_of(step))

    assert (browser.status, "Mở liên kết trong thư" in browser.text) == (403, True)


def without_what_varies(browser):
    """What a page says, without what belongs to one browser."""
    return re.sub(r'(passkey[a-z_-]*|token|challenge)[^>]*"[^"]*"', "", browser.html)

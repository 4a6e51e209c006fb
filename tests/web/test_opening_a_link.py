"""What somebody sees who opens a link: first of all how to show who they are."""

import pytest
from sqlalchemy import select

from config.regulation.codes import Act, Stage
from models.store.tables import security_log
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

"""Whoever uses no mouse: a chairman decides, and an officer writes a request, by the keyboard alone."""

import pytest
from playwright.sync_api import Browser, Page, expect

from config.regulation.codes import Stage
from config.settings import Settings
from tests.factories.office import OFFICER
from tests.factories.prefect import free_port

CHAIRMAN = "pham.van.mau"

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


def page_of(chromium: Browser, site, person) -> Page:
    """A page of somebody who is signed in."""
    context = chromium.new_context(locale="vi-VN", base_url=site.settings.base_url)
    session, url = site.session_of(person), site.settings.base_url
    context.add_cookies([{"name": "doan-session", "value": session, "url": url}])
    return context.new_page()


def goes_to(page: Page, selector: str) -> None:
    """Press Tab until the focus is on what is looked for; fail where it never comes to it."""
    for _ in range(150):
        page.keyboard.press("Tab")
        if page.evaluate("what => document.activeElement.matches(what)", selector):
            return
    raise AssertionError(f"Tab does not lead to {selector}")


def test_a_chairman_decides(site, chromium, office):
    office.submits()
    step = office.goes_on_until(Stage.STATE_DECISION)
    page = page_of(chromium, site, CHAIRMAN)
    page.goto(site.page_of(step))

    goes_to(page, "input[name=choice]")
    page.keyboard.press("Space")
    goes_to(page, "textarea[name=remarks]")
    page.keyboard.type("Đi gọn, đúng mục đích.")
    goes_to(page, ".answer button.primary")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", name="Chấp thuận")).to_be_visible()
    assert office.case.step(step.number).decided_by == CHAIRMAN


def test_the_first_tab_leads_past_the_header_to_the_content(site, chromium):
    page = page_of(chromium, site, OFFICER)
    page.goto("/requests/new")

    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.closest('main') !== null")


def test_an_officer_begins_a_request_and_writes_a_member_into_it(site, chromium):
    page = page_of(chromium, site, OFFICER)
    page.goto("/requests/new")

    goes_to(page, "form:has([value=outbound]) button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/letter")
    goes_to(page, ".steps a[href$='/people']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/people")
    goes_to(page, "[name='members[1].name']")
    page.keyboard.type("Nguyễn Văn Thí Dụ")
    goes_to(page, "select[name='members[1].role'], input[name='members[1].role']")
    page.keyboard.type("Trưởng đoàn")
    goes_to(page, "button[value='next']")
    page.keyboard.press("Enter")
    page.wait_for_url("**/programme")
    page.go_back()
    page.reload()

    expect(page.locator("[name='members[1].name']")).to_have_value("Nguyễn Văn Thí Dụ")
    chosen = page.locator("[name='members[1].role']")
    assert chosen.evaluate("it => it.selectedOptions?.[0]?.text ?? it.value") == "Trưởng đoàn"

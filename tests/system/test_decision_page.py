"""A chairman on his phone: from the link in a message to the recorded decision, in a real browser."""

import threading

import pytest
from playwright.sync_api import Page, ViewportSize, expect

from config.regulation.codes import Stage
from config.settings import Settings
from tests.factories.office import make_answer
from tests.factories.prefect import free_port
from tests.factories.site import Site

A_PHONE: ViewportSize = {"width": 390, "height": 844}
CHAIRMAN = "pham.van.mau"

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


@pytest.fixture
def phone(chromium):
    """A page of Chromium on a phone that speaks Vietnamese."""
    return chromium.new_page(viewport=A_PHONE, locale="vi-VN", has_touch=True)


@pytest.fixture
def decision(office):
    """The step in which the chairman of the people's committee decides."""
    office.submits()
    return office.goes_on_until(Stage.STATE_DECISION)


def signs_in(phone: Page, site: Site, step) -> None:
    phone.goto(site.link(step, CHAIRMAN))
    phone.get_by_role("button", name="Gửi mã cho tôi").tap()
    field = phone.get_by_label("Nhập mã 8 ký tự")
    expect(field).to_be_focused()
    field.fill(site.codes[-1][1])
    phone.get_by_role("button", name="Tiếp tục").tap()
    expect(phone.get_by_role("heading", name="Ý kiến, quyết định của Ông/Bà")).to_be_visible()


def approves(phone: Page) -> None:
    phone.get_by_role("link", name="Ý kiến, quyết định khác").tap()
    sends_approval(phone)


def sends_approval(phone: Page) -> None:
    """Approve by the form of the answer, where one is already."""
    phone.get_by_role("radio", name="Chấp thuận", exact=False).first.check()
    phone.get_by_role("button", name="Gửi ý kiến").tap()
    expect(phone.get_by_role("heading", name="Ý kiến, quyết định của Ông/Bà")).to_be_hidden()


def test_a_chairman_approves_on_his_phone(site, phone, office, decision):
    signs_in(phone, site, decision)

    approves(phone)

    expect(phone.get_by_role("heading", name="Chấp thuận")).to_be_visible()
    assert office.case.step(decision.number).decided_by == CHAIRMAN


def test_on_a_second_visit_the_page_shows_what_is_recorded(site, phone, decision):
    signs_in(phone, site, decision)
    approves(phone)

    phone.goto(site.link(decision, CHAIRMAN))

    expect(phone.get_by_text("Phạm Văn Mẫu – Chủ tịch, UBND tỉnh – lúc")).to_be_visible()


def test_nothing_on_the_page_is_wider_than_the_phone(site, phone, decision):
    signs_in(phone, site, decision)

    assert phone.evaluate("document.documentElement.scrollWidth") == A_PHONE["width"]


def test_the_browser_finds_nothing_against_the_security_policy(site, phone, decision):
    complaints = []
    phone.on("console", lambda message: complaints.append(message.text))

    signs_in(phone, site, decision)

    assert complaints == []


def test_what_was_written_is_still_there_when_somebody_else_was_quicker(
    site, phone, office, decision
):
    signs_in(phone, site, decision)
    phone.get_by_label("Ý kiến, lý do").fill("Đề nghị rút ngắn một ngày.")
    office.takes(decision, make_answer("return", remarks="Cần nêu rõ chương trình."))

    sends_approval(phone)

    expect(phone.get_by_text("Đề nghị rút ngắn một ngày.")).to_be_visible()


def test_the_message_opens_the_page_from_the_catcher(site, phone, decision):
    site_messages_are_read(phone, site)

    with phone.expect_popup() as popup:
        phone.frame_locator("iframe").get_by_role("link").click()

    expect(popup.value.get_by_role("button", name="Gửi mã cho tôi")).to_be_visible()


def site_messages_are_read(phone: Page, site: Site) -> None:
    """Open the message that asks the chairman to decide, on the catcher's page."""
    deliver = threading.Thread(target=site.deliver)
    deliver.start()
    deliver.join()
    asking = next(
        caught
        for caught in site.catcher.messages()
        if caught.to.startswith(CHAIRMAN) and "quyết định" in caught.subject
    )
    phone.goto(f"{site.settings.base_url}/mail/{asking.id}", wait_until="networkidle")

"""A passkey in a real browser: added after a sign-in by code, shown to sign in, and as a fresh proof."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from config.settings import Settings
from models.ids import PersonId
from models.store.sign_in import passkeys
from tests.factories.prefect import free_port
from tests.factories.site import Site

MAILBOX, PERSON = "nguyen.thi.mau@hau-giang.example", PersonId("nguyen.thi.mau")

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    port = free_port()
    url = f"http://localhost:{port}"
    return Settings(folder=tmp_path, port=port, catcher_port=free_port(), public_url=url)


@pytest.fixture
def page(chromium):
    """A page of a laptop that has a key of its own, and unlocks it by itself."""
    opened = chromium.new_page(locale="vi-VN")
    devtools = opened.context.new_cdp_session(opened)
    devtools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2",
        "transport": "internal",
        "hasResidentKey": True,
        "hasUserVerification": True,
        "isUserVerified": True,
        "automaticPresenceSimulation": True,
    }
    devtools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return opened


def signs_in_by_code(page: Page, site: Site) -> None:
    page.goto(site.settings.base_url)
    page.get_by_label("Hộp thư của Ông/Bà").fill(MAILBOX)
    page.get_by_role("button", name="Gửi mã đến hộp thư").click()
    page.get_by_label("Nhập mã 8 ký tự").fill(site.codes_of(MAILBOX)[-1])
    page.get_by_role("button", name="Tiếp tục").click()
    expect(page.get_by_text("Nguyễn Thị Mẫu")).to_be_visible()


def adds(page: Page, site: Site) -> None:
    signs_in_by_code(page, site)
    page.get_by_role("link", name="Thêm khóa truy cập").click()
    page.get_by_role("button", name="Thêm khóa truy cập trên thiết bị này").click()
    expect(page.get_by_role("button", name="Xóa khóa này")).to_be_visible()


def signs_out(page: Page) -> None:
    page.get_by_role("button", name="Đăng xuất").click()
    expect(page.get_by_label("Hộp thư của Ông/Bà")).to_be_visible()


def test_a_passkey_is_added_and_signs_in_with_one_press(site, page):
    complaints: list[str] = []
    page.on("console", lambda said: complaints.append(said.text) if said.type == "error" else None)
    adds(page, site)
    signs_out(page)

    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()

    expect(page.get_by_text("Nguyễn Thị Mẫu")).to_be_visible()
    with site.desk.store.reading() as conn:
        (kept,) = passkeys.passkeys_of(conn, PERSON)
    assert (kept.used_at is not None, len(site.codes), complaints) == (True, 1, [])


def test_whoever_says_no_to_their_device_is_told_so_and_goes_on_by_code(site, page):
    page.goto(site.settings.base_url)

    page.get_by_role("button", name="Đăng nhập bằng khóa truy cập").click()

    expect(page.get_by_text("Chưa dùng được khóa truy cập")).to_be_visible()
    signs_in_by_code(page, site)


def test_a_passkey_confirms_what_wants_a_fresh_proof(site, page):
    adds(page, site)
    make_old(site)
    page.get_by_role("button", name="Xóa khóa này").click()

    page.get_by_role("button", name="Xác nhận bằng khóa truy cập").click()

    expect(page.get_by_text("Ông/Bà chưa có khóa truy cập nào")).to_be_visible()


def make_old(site: Site) -> None:
    """Twenty minutes go by."""
    site.time_passes(timedelta(minutes=20))


def test_without_a_script_codes_work_and_no_passkey_is_offered(site, chromium):
    page = chromium.new_context(java_script_enabled=False, locale="vi-VN").new_page()

    signs_in_by_code(page, site)
    page.goto(f"{site.settings.base_url}/devices")

    expect(page.get_by_role("button", name="Thêm khóa truy cập trên thiết bị này")).to_be_hidden()
    expect(page.get_by_text("trình duyệt phải cho phép JavaScript")).to_be_visible()

"""Papers are dropped, read and printed in a real chromium."""

import re

import pytest
from playwright.sync_api import expect

from config.settings import Settings
from tests.factories.office import A_FILE, OFFICER
from tests.factories.prefect import free_port

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]
# A browser hands a page what is dropped on a field of it just like this.
DROPPED = """(field, content) => {
    const dropped = new DataTransfer();
    for (const [name, said] of content)
        dropped.items.add(new File([said], name, {type: "application/pdf"}));
    field.files = dropped.files;
}"""


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


@pytest.fixture
def page(chromium, site):
    context = chromium.new_context(locale="vi-VN")
    url = site.settings.base_url
    context.add_cookies([{"name": "doan-session", "value": site.session_of(OFFICER), "url": url}])
    return context.new_page()


@pytest.fixture
def papers(page, site):
    """The papers section of an empty draft."""
    page.goto(f"{site.settings.base_url}/requests/new")
    page.get_by_role("button", name="Cử đoàn ra nước ngoài").click()
    page.goto(f"{page.url.rpartition('/')[0]}/papers")
    return page


def brings(page, *files):
    """Drop files beside the unit's own letter, and keep them."""
    beside = page.get_by_label("Chọn hoặc thả tệp vào đây: Văn bản đề nghị (tờ trình) của đơn vị")
    beside.evaluate(DROPPED, [list(file) for file in files])
    page.locator("form .actions").get_by_role("button", name="Lưu bản thảo").click()


def test_files_are_dropped_beside_the_paper_that_is_asked_for_and_read_there(papers):
    pdf = A_FILE.content.decode()

    brings(papers, ("to-trinh.pdf", pdf), ("phu-luc.pdf", f"{pdf} 2"), ("trong.pdf", ""))

    beside = papers.locator('[id="asked.request_letter"]')
    expect(beside).to_contain_text("Đã có")
    expect(beside).to_contain_text("Tệp “trong.pdf” chưa được nhận. Tệp trống")
    with papers.expect_popup() as opened:
        beside.get_by_role("link", name="to-trinh.pdf").click()
    # The viewer is a page of the browser's own in a frame.
    opened.value.wait_for_function("document.contentType === 'application/pdf'")
    assert re.search(r"/files/[0-9a-f]{64}$", opened.value.url)


def test_on_paper_stands_the_dossier_without_the_frame_around_pages(page, site, office):
    office.submits(attachments={0: A_FILE})
    page.goto(f"{site.settings.base_url}/cases/{office.case_no}")
    page.get_by_role("link", name="In hồ sơ").click()

    page.emulate_media(media="print", color_scheme="dark")

    around = (".top", ".trail", ".tools")
    assert [page.locator(each).is_visible() for each in around] == [False] * 3
    heads = "e => getComputedStyle(e).display"
    assert page.locator(".printed > thead").evaluate(heads) == "table-header-group"
    colours = "e => [getComputedStyle(e).color, getComputedStyle(e).backgroundColor]"
    assert page.locator("body").evaluate(colours) == ["rgb(0, 0, 0)", "rgb(255, 255, 255)"]
    assert page.pdf(prefer_css_page_size=True).startswith(b"%PDF")

"""A newcomer files a request from an empty form in a real chromium, by keyboard and mouse alone."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, ViewportSize, expect

from config.regulation.codes import Kind
from config.settings import Settings
from flows.drafting.writing import fields_of
from models.ids import PersonId
from models.kinds import KINDS
from models.request.form.written import as_form
from models.request.syntax import plain_values
from tests.factories.office import OFFICER
from tests.factories.prefect import free_port

EXAMPLES = Path(__file__).parents[2] / "examples"
A_DESK: ViewportSize = {"width": 1280, "height": 900}
A_PHONE: ViewportSize = {"width": 390, "height": 844}
HOST = PersonId("thai.van.thi.du")

pytestmark = [
    pytest.mark.system,
    # What differs between databases is tested where it is written.
    pytest.mark.parametrize("store", ["sqlite"], indirect=True),
]


@pytest.fixture
def settings(tmp_path):
    return Settings(folder=tmp_path, port=free_port(), catcher_port=free_port())


def page_of(chromium: Browser, site, person, *, size=A_DESK, script=True) -> Page:
    """A page of somebody who is signed in."""
    context = chromium.new_context(viewport=size, locale="vi-VN", java_script_enabled=script)
    url = site.settings.base_url
    context.add_cookies([{"name": "doan-session", "value": site.session_of(person), "url": url}])
    return context.new_page()


def example(name):
    """What an example says, as its form would show it, without the names of its files."""
    given = plain_values((EXAMPLES / f"{name}.yaml").read_text(), format="yaml")
    assert isinstance(given, dict)
    kind = Kind(given.pop("kind", Kind.OUTBOUND))
    values, _ = as_form(fields_of(kind), given)
    return kind, values


def writes(page, values, within=""):
    """Write a part of a request into the fields that bear its names, opening and adding as needed."""
    for name, value in values.items():
        path = f"{within}{name}"
        if isinstance(value, dict):
            opens(page, path)
            writes(page, value, f"{path}.")
        elif isinstance(value, list) and value and isinstance(value[0], dict):
            for number, row in enumerate(value, start=1):
                if page.locator(f'[id="{path}[{number}]"]').count() == 0:
                    page.locator(f'button[value="add:{path}"]').click()
                    expect(page.locator(f'[id="{path}[{number}]"]')).to_be_visible()
                writes(page, row, f"{path}[{number}].")
        elif name != "file":
            chooses(page, path, "\n".join(value) if isinstance(value, list) else value)


def opens(page, path):
    """Open a part that may be left out, as somebody does who wants to fill it in."""
    part = page.locator(f'details[id="{path}"]')
    if part.count() and part.get_attribute("open") is None:
        part.locator("> summary").click()


def chooses(page, path, value):
    """Fill in one field: choose, tick, or write as people of the province write days."""
    field = page.locator(f'[name="{path}"]').first
    if field.evaluate("it => it.tagName") == "SELECT":
        field.select_option(value)
    elif field.get_attribute("type") == "checkbox":
        field.set_checked(value == "true")
    else:
        year, month, day = value.split("-") if is_day(value) else ("", "", "")
        field.fill(f"{int(day)}/{int(month)}/{year}" if year else value)


def is_day(value):
    return len(value) == 10 and value[4] == value[7] == "-" and value.replace("-", "").isdigit()


def files(page, name, button):
    """Go through all sections of an empty form, and file what an example says."""
    kind, values = example(name)
    page.get_by_role("button", name=button).click()
    for section, fields in KINDS[kind].sections.items():
        expect(page.locator(".steps .here")).to_have_count(1)
        assert f"/{section}" in page.url
        writes(
            page, {field: values[field] for field in fields if field in values and field != "unit"}
        )
        page.locator('button[value="next"]').click()
    expect(page.get_by_role("heading", name="Đề nghị đã đủ để nộp")).to_be_visible()
    page.locator("form .primary").click()


def kept(site, case_no):
    """What the case says that came of it: the same as the file's, but for what the files are called."""
    with site.desk.reading(case_no) as work:
        return work.request.model_dump(mode="json", exclude={"papers"})


def said_by_file(desk, name):
    from models.request.reading import read_request_file

    request, _ = read_request_file(EXAMPLES / f"{name}.yaml", desk.regulation())
    return request.without_passports().model_dump(mode="json", exclude={"papers"})


@pytest.mark.parametrize(
    ("name", "button", "case_no", "person"),
    [
        ("outbound_gokseong", "Cử đoàn ra nước ngoài", "DR-2020-0001", OFFICER),
        ("inbound_saga", "Đón đoàn khách nước ngoài", "DV-2020-0001", HOST),
    ],
)
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_newcomer_files_a_request_from_an_empty_form(
    site, chromium, name, button, case_no, person, script
):
    page = page_of(chromium, site, person, script=script)
    page.goto(f"{site.settings.base_url}/")
    page.get_by_role("link", name="Lập đề nghị mới").click()

    files(page, name, button)

    expect(page).to_have_url(f"{site.settings.base_url}/cases/{case_no}")
    assert kept(site, case_no) == said_by_file(site.desk, name)


def test_what_is_written_is_kept_although_the_browser_is_closed(site, chromium):
    page = page_of(chromium, site, OFFICER)
    page.goto(f"{site.settings.base_url}/requests/new")
    page.get_by_role("button", name="Cử đoàn ra nước ngoài").click()
    page.locator(".steps a").nth(1).click()
    address = page.url
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator('[name="title"]').press_sequentially("Thăm huyện Gokseong")
    page.context.close()

    again = page_of(chromium, site, OFFICER)
    again.goto(address)

    expect(again.locator('[name="title"]')).to_have_value("Thăm huyện Gokseong")


def test_nothing_in_the_form_is_wider_than_a_phone(site, chromium):
    page = page_of(chromium, site, OFFICER, size=A_PHONE)
    page.goto(f"{site.settings.base_url}/requests/new")
    page.set_input_files("#request_file", EXAMPLES / "outbound_gokseong.yaml")
    page.locator("form", has=page.locator("#request_file")).locator("button").click()

    widths = {}
    for section in (*KINDS[Kind.OUTBOUND].sections, "check"):
        page.goto(f"{page.url.rpartition('/')[0]}/{section}")
        widths[section] = page.evaluate("document.documentElement.scrollWidth")

    assert widths == dict.fromkeys(widths, A_PHONE["width"])


def test_the_browser_finds_nothing_against_the_security_policy(site, chromium):
    complaints = []
    page = page_of(chromium, site, OFFICER)
    page.on("console", lambda message: complaints.append(message.text))

    page.goto(f"{site.settings.base_url}/requests/new")
    page.get_by_role("button", name="Cử đoàn ra nước ngoài").click()
    page.locator(".steps a").nth(1).click()
    with page.expect_response(lambda answer: answer.request.method == "POST"):
        page.locator('[name="title"]').press_sequentially("Thăm")

    assert complaints == []

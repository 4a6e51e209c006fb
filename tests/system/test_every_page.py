"""Pages that everybody can use: every page there is, held against WCAG 2.2 at AA in a real browser.

Each is opened in both languages, light and dark, on a desk and on a phone (`LOOKS` has what of these);
its pictures are kept in build/pages, for people to look at.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Literal

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from cli.setting_up import prepare
from config.settings import Settings
from flows.acts.desk import Desk
from models.store.tables import persons
from tests.factories.every_page import House, PageSeen
from tests.factories.in_chromium import COLOURS, OF_A_LETTER, OF_A_PAGE, Measured, Options
from tests.factories.office import OFFICER, Office
from tests.factories.prefect import free_port
from tests.factories.prepared import MONDAY_MORNING
from tests.factories.served import a_chromium, serving

PICTURES = Path(__file__).parents[2] / "build" / "pages"
SIZES: dict[str, ViewportSize] = {
    "desk": {"width": 1280, "height": 900},
    "phone": {"width": 390, "height": 844},
}
# A page of 1280 at 200 %, and at 400 %: the narrowest that WCAG asks for (1.4.10).
ENLARGED: dict[str, ViewportSize] = {
    "at 200 %": {"width": 640, "height": 450},
    "at 400 %": {"width": 320, "height": 225},
}
LANGUAGES = {"vi": "vi-VN", "en": "en-GB"}
# Of pages in the other language no pictures are kept.
FIRST = "vi"
# How each is looked at: in the other language the words are others, and the colours the same.
LOOKS: dict[str, tuple[tuple[str, Literal["light", "dark"]], ...]] = {
    "vi": (("desk", "light"), ("phone", "light"), ("phone", "dark")),
    "en": (("phone", "light"),),
}
# A message as a mail program shows it, without a page around it.
LETTER = "/mail/{message}/html"

Found = dict[str, dict[str, list[str]]]

pytestmark = pytest.mark.system


@pytest.fixture(scope="module")
def found(tmp_path_factory) -> Found:
    """What was found on all pages, by what was looked for and by the page; one walk for all tests."""
    told: Found = defaultdict(dict)
    settings = Settings(
        folder=tmp_path_factory.mktemp("house"), port=free_port(), catcher_port=free_port()
    )
    store = prepare(settings, demo_from=MONDAY_MORNING)
    desk = Desk(store, settings)
    with serving(desk, Office(desk)) as site:
        house = House(site)
        with a_chromium() as chromium, _a_page_each(chromium, house) as pages:
            for seen in house.pages():
                for language, page in pages.items():
                    _opens(page, house, seen, language)
                    _looks_at(page, seen, language, told)
            for name, happens in BY_PRESSING.items():
                for language, page in pages.items():
                    page.context.clear_cookies()
                    happens(page, house, language)
                    _looks_at(page, PageSeen(name, page.url, "", name), language, told)
    store.close()
    return told


@contextmanager
def _a_page_each(chromium: Browser, house: House) -> Iterator[dict[str, Page]]:
    """Open a page for each language; nothing on it moves by itself."""
    yield {
        language: chromium.new_context(
            locale=locale,
            base_url=house.site.settings.base_url,
            reduced_motion="reduce",
            bypass_csp=True,
        ).new_page()
        for language, locale in LANGUAGES.items()
    }


def _signs_in(page: Page, house: House, person: str, language: str) -> None:
    with house.site.desk.store.writing() as conn:
        conn.execute(persons.update().values(language=language))
    session, url = house.session_of(person), house.site.settings.base_url
    page.context.add_cookies([{"name": "doan-session", "value": session, "url": url}])


def _opens(page: Page, house: House, seen: PageSeen, language: str) -> None:
    page.context.clear_cookies()
    if seen.person:
        _signs_in(page, house, seen.person, language)
    answer = page.goto(seen.address)
    assert answer is not None
    assert answer.status == 200, f"{seen} is not shown"
    assert page.locator("html").get_attribute("lang") == language or not seen.person


def _is_refused(page: Page, house: House, language: str) -> None:
    _signs_in(page, house, OFFICER, language)
    page.goto("/security")


def _comes_by_a_link(page: Page, house: House, language: str) -> None:
    page.goto(house.site.case_link(OFFICER))


def _asks_for_a_code(page: Page, house: House, language: str) -> None:
    house.site.lets_a_minute_pass()
    page.goto("/")
    page.fill("[name=mailbox]", "nguyen.thi.mau@hau-giang.example")
    page.click("form[action='/mailbox/code'] button[type=submit]")
    page.wait_for_selector("#code")


def _enters_a_wrong_code(page: Page, house: House, language: str) -> None:
    _asks_for_a_code(page, house, language)
    page.fill("#code", "22222222")
    page.click("form[action='/mailbox/sign-in'] button[type=submit]")
    page.wait_for_selector("[aria-invalid]")


def _lacks_something(page: Page, house: House, language: str) -> None:
    _signs_in(page, house, OFFICER, language)
    page.goto(f"/requests/{next(iter(house.drafts))}/journey")
    page.fill("[name=departs]", "hôm nào đó")
    page.click("button[value=save]:not(.unseen)")
    page.wait_for_selector("[aria-invalid]")


def _answers_too_little(page: Page, house: House, language: str) -> None:
    """The forms of authorities ask for what a browser demands too, unless it is told not to."""
    _signs_in(page, house, "nguyen.van.thi.du", language)
    page.goto("/authorities")
    page.locator("form[action='/authorities']").evaluate("it => { it.noValidate = true; }")
    page.click("form[action='/authorities'] .primary")
    page.wait_for_selector(".alert.danger")


def _sends_too_late(page: Page, house: House, language: str) -> None:
    _signs_in(page, house, OFFICER, language)
    page.goto(f"/cases/{house.new}/do/withdraw")
    page.fill("#reason", "Đoàn hoãn sang năm sau.")
    page.context.clear_cookies()
    page.click("main .primary")
    page.wait_for_selector("#saved")


# What one comes to by a form or a link, and not by an address.
BY_PRESSING: dict[str, Callable[[Page, House, str], None]] = {
    "refused": _is_refused,
    "by-a-link": _comes_by_a_link,
    "code": _asks_for_a_code,
    "wrong-code": _enters_a_wrong_code,
    "section-with-problems": _lacks_something,
    "form-with-problems": _answers_too_little,
    "session-ended": _sends_too_late,
}


def _looks_at(page: Page, seen: PageSeen, language: str, told: Found) -> None:
    measured, name = Measured(page), f"{seen.name} {language}"
    for size, scheme in LOOKS[language]:
        page.set_viewport_size(SIZES[size])
        page.emulate_media(color_scheme=scheme)
        said = measured.against_wcag(_asked_of(seen, scheme))
        told["wcag"][f"{name} {size} {scheme}"] = said
        if language == FIRST:
            picture = PICTURES / f"{seen.name}-{size}-{scheme}.png"
            page.screenshot(path=picture, full_page=True)
    for how, viewport in ENLARGED.items():
        page.set_viewport_size(viewport)
        told["width"][f"{name} {how}"] = measured.beyond_its_width()
    for size, viewport in SIZES.items() if language == FIRST else ():
        page.set_viewport_size(viewport)
        told["keyboard"][f"{name} {size}"] = measured.by_keyboard()


def _asked_of(seen: PageSeen, scheme: str) -> Options:
    if scheme == "dark":
        return COLOURS
    return OF_A_LETTER if seen.path == LETTER else OF_A_PAGE


def _told(found: Found, what: str) -> dict[str, list[str]]:
    """What was found on which page; a walk that looked at nothing found nothing either."""
    assert len(found[what]) > 100
    return {page: said for page, said in found[what].items() if said}


def test_axe_finds_nothing_against_wcag_on_any_page(found):
    assert _told(found, "wcag") == {}


def test_no_page_scrolls_sideways_or_cuts_anything_off_when_it_is_enlarged(found):
    assert _told(found, "width") == {}


def test_the_keyboard_reaches_everything_in_order_and_it_is_seen_where_one_is(found):
    assert _told(found, "keyboard") == {}

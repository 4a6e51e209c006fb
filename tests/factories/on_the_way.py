"""Somebody before a browser, who goes by what they see: links, buttons, fields by their names."""

import threading
from pathlib import Path

from PIL import Image
from playwright.sync_api import Browser, Download, Page, ViewportSize, expect

from tests.factories.site import Site

PICTURES = Path(__file__).parents[2] / "build" / "journeys"
_SEEN: ViewportSize = {"width": 1100, "height": 800}
# Pages have few colours: a picture with so many looks the same, and is a third as large.
_COLOURS = 128
# A busy machine takes its time; whoever waits for what is there loses none.
_PATIENCE_MS = 30_000


class OnTheWay:
    """A person who came by the first page alone, and what they do next on the page that is open."""

    def __init__(self, chromium: Browser, site: Site) -> None:
        self.site = site
        context = chromium.new_context(viewport=_SEEN, locale="vi-VN", reduced_motion="reduce")
        self.page: Page = context.new_page()

    def signs_in(self, person: str) -> "OnTheWay":
        """Ask for a code by naming one's mailbox, and enter what the letter says that came there."""
        mailbox = f"{person}@hau-giang.example"
        self.page.goto(self.site.settings.base_url)
        self.page.get_by_label("Hộp thư của Ông/Bà").fill(mailbox)
        self.presses("Gửi mã đến hộp thư")
        field = self.page.get_by_label("Nhập mã 8 ký tự trong thư")
        expect(field).to_be_focused(timeout=_PATIENCE_MS)
        (code,) = self.site.codes_of(mailbox)
        field.fill(code)
        self.presses("Tiếp tục")
        return self.sees("Bàn làm việc")

    def sees(self, heading: str) -> "OnTheWay":
        """See that the page of a heading is open."""
        expect(self.page.get_by_role("heading", level=1)).to_contain_text(
            heading, timeout=_PATIENCE_MS
        )
        return self

    def reads(self, *words: str) -> "OnTheWay":
        """Read all of these in the content of the page."""
        for each in words:
            expect(self.page.locator("main")).to_contain_text(each, timeout=_PATIENCE_MS)
        return self

    def follows(self, link: str, *, exact: bool = False) -> "OnTheWay":
        """Follow the first link that says so."""
        self.page.get_by_role("link", name=link, exact=exact).first.click()
        return self

    def presses(self, button: str) -> "OnTheWay":
        """Press the first button that says so."""
        self.page.get_by_role("button", name=button, exact=True).first.click()
        return self

    def unfolds(self, summary: str) -> "OnTheWay":
        """Open what is folded, where it is not open yet."""
        part = self.page.locator("details", has=self.page.get_by_text(summary)).first
        if part.get_attribute("open") is None:
            part.locator("summary").click()
        return self

    def chooses(self, label: str, said: str) -> "OnTheWay":
        """Choose what a field offers under a name."""
        self.page.get_by_label(label, exact=True).first.select_option(label=said)
        return self

    def writes(self, label: str, said: str) -> "OnTheWay":
        """Write into the first field of a name."""
        self.page.get_by_label(label, exact=True).first.fill(said)
        return self

    def takes(self, name: str, *, role: str = "link") -> Download:
        """Follow or press what brings a file, and take the file that comes."""
        with self.page.expect_download() as coming:
            (self.follows if role == "link" else self.presses)(name)
        return coming.value

    def keeps_a_picture(self, name: str) -> None:
        """Keep what is on the screen in build/journeys, as small as a document needs it."""
        PICTURES.mkdir(parents=True, exist_ok=True)
        path = PICTURES / f"{name}.png"
        self.page.screenshot(path=path)
        with Image.open(path) as taken:
            taken.convert("RGB").quantize(_COLOURS, dither=Image.Dither.NONE).save(
                path, optimize=True
            )

    def ways_to_act(self) -> set[str]:
        """Where the page's forms that send something go, and its links to what is done to a case."""
        acting = self.page.locator("form[method=post], a[href*='/do/']")
        found: list[str] = acting.evaluate_all(
            "all => all.map(it => new URL(it.action || it.href).pathname)"
        )
        return set(found)


def letters_come(site: Site) -> None:
    """Deliver what waits, beside: where a browser is driven, a loop runs already."""
    doing = threading.Thread(target=site.deliver)
    doing.start()
    doing.join()

"""The mail scanner: opens every link, presses every button, without being anybody. Nothing happens."""

import re

from config.regulation.codes import Act, Stage
from tests.factories.office import make_answer

MOST_PAGES = 400


class Scanner:
    """Follows every link of every message and sends every form on the way, each choice of it."""

    def __init__(self, site):
        self.site = site
        self.browser = site.browser()
        self.seen = set()
        self.sent = []

    def scans(self):
        self.site.deliver()
        for caught in self.site.catcher.messages():
            for link in self.links_in(caught):
                self.browser = self.site.browser()
                self.visits(link)

    def links_in(self, caught):
        pattern = re.escape(self.site.settings.base_url) + r"[^\s\"<>]*"
        return dict.fromkeys(re.findall(pattern, f"{caught.text} {caught.html}"))

    def visits(self, address):
        if address in self.seen or len(self.seen) > MOST_PAGES:
            return
        self.seen.add(address)
        assert self.browser.client.head(address).status_code < 500
        self.browser.opens(address)
        if "html" not in self.browser.shows.headers.get("content-type", ""):
            return
        self.presses_everything()

    def presses_everything(self):
        links, forms = self.browser.links, self.browser.forms
        for form in forms:
            for choice in form.choices or [""]:
                files = {"paper_file": ("x.pdf", b"%PDF")} if form.has_files else None
                self.browser.sends(form, files=files, choice=choice, code="123456")
                assert self.browser.status < 500
                self.sent.append(form.action)
        for link in links:
            if link.startswith("/"):
                self.visits(link)


def a_busy_office(office):
    """Leave one case with its agencies, one returned to its unit and one that waits for a paper."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    office.submits()
    office.takes_smoothly(office.waiting(Act.SIGN))
    office.takes(office.waiting(Act.APPRAISE), make_answer("return", remarks="Thiếu thư mời."))
    office.submits()
    office.goes_on_until(Stage.STATE_DECISION)
    office.takes_smoothly(office.waiting(Act.DECIDE))


def test_a_scanner_that_opens_every_link_and_presses_every_button_changes_nothing(site, office):
    a_busy_office(office)
    before = site.state()

    Scanner(site).scans()

    assert site.state() == before


def test_the_scanner_of_this_test_really_presses_buttons(site, office):
    a_busy_office(office)
    scanner = Scanner(site)

    scanner.scans()

    assert (len(scanner.seen) > 20, any("/code" in a for a in scanner.sent)) == (True, True)


def test_a_scanner_that_posts_the_very_form_a_person_would_changes_nothing(site, office):
    office.submits()
    step = office.waiting(Act.SIGN)
    form = site.browser().signs_in(step, step.holders[0]).form()
    before = site.state()

    for choice in form.choices:
        scanner = site.browser().opens(site.link(step, step.holders[0]))
        scanner.sends(form, choice=choice, remarks="x")

    assert site.state() == before

"""Where somebody is: from their desk to the page they see, made of its address alone. Pure.

It names nothing but what the address names, so that it can stand on a page of refusal too.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from config.words import Words

DESK = "/"


@dataclass(frozen=True)
class Crumb:
    """A page on the way; the one that is open has no address."""

    text: str
    href: str = ""


_NO = "[A-Z]{2}-[0-9]{4}-[0-9]{4,6}"
# What an address is called, by its form: a word of the catalogue, told what the address names.
_CALLED: tuple[tuple[str, str], ...] = (
    (rf"/cases/(?P<no>{_NO})", "page.trail.case"),
    (rf"/cases/{_NO}/steps/(?P<number>[0-9]{{1,4}})", "page.trail.step"),
    (rf"/cases/{_NO}/steps/[^/]+/paper", "page.trail.paper"),
    (rf"/cases/{_NO}/steps/[^/]+/reassign", "page.trail.reassign"),
    (rf"/cases/{_NO}/letters", "page.letters.title"),
    (rf"/cases/{_NO}/reception", "page.board.title"),
    (rf"/cases/{_NO}/print", "page.print.title"),
    (rf"/cases/{_NO}/programme", "page.visit.programme_page"),
    (rf"/cases/{_NO}/programme/items/(?P<number>[0-9]{{1,3}})", "page.trail.item"),
    (r"/bodies/[^/]+/agenda", "page.trail.agenda"),
    (r"/bodies/[^/]+/minutes", "page.minutes.title"),
    (r"/address-book", "page.book.title"),
    (r"/address-book/[0-9a-f]{32}", "page.trail.person"),
    (r"/requests/new", "page.request.new"),
    (r"/requests/[0-9a-f]{32}/[a-z]+", "page.trail.draft"),
    (r"/owed", "page.owed.title"),
    (r"/calendar", "page.calendar.title"),
    (r"/statistics", "page.figures.title"),
    (r"/statistics/cases", "page.figures.behind"),
    (r"/statistics/month", "page.figures.overview.title"),
    (r"/statistics/process", "page.figures.process.title"),
    (r"/together", "page.together.title"),
    (r"/folder", "page.folder.title"),
    (r"/me", "page.me.title"),
    (r"/me/tokens", "page.tokens.title"),
    (r"/authorities", "page.authorities.title"),
    (r"/devices", "page.devices.title"),
    (r"/security", "page.security.title"),
    (r"/letters", "page.letters.title"),
    (r"/letters/gallery", "page.gallery.title"),
    (r"/regulation", "page.regulation.title"),
    (r"/people/mailboxes", "page.mailboxes.title"),
    (r"/directory", "page.directory.title"),
    (r"/directory/people/[^/]+", "page.directory.person"),
    (r"/directory/people/[^/]+/change", "page.directory.change"),
    (r"/directory/new", "page.directory.new"),
    (r"/directory/file", "page.directory.file"),
    (r"/directory/hand-over", "page.directory.hand_over"),
    (r"/directory/units", "page.directory.units"),
    (r"/directory/bodies", "page.directory.bodies"),
    (r"/directory/bodies/[^/]+", "page.directory.body"),
    (r"/directory/authorities", "page.authorities.title"),
    (r"/directory/days", "page.directory.days"),
    (r"/directory/history", "page.directory.history"),
    (r"/mail", "page.mail.title"),
    (r"/audit", "page.audit.title"),
    (r"/audit/decisions", "page.audit.decisions"),
    (r"/audit/looks", "page.audit.looks"),
    (r"/audit/house", "page.audit.house"),
    (r"/audit/verify", "page.audit.verify"),
    (rf"/audit/cases/(?P<no>{_NO})", "page.trail.case"),
)
_VERB = re.compile(rf"/cases/{_NO}/do/([a-z-]{{1,40}})")
_CASES = "/cases"
# These stand on one's own page, whatever their address.
_OF_ME = ("/authorities", "/devices", "/people/mailboxes")


def trail(path: str, words: Words) -> tuple[Crumb, ...]:
    """Return the way to an address, the desk first; what the address names beyond that is left out."""
    found = [Crumb(words.text("page.desk.title"), DESK), *_crumbs(path, words)]
    last = found[-1]
    return (*found[:-1], Crumb(last.text) if last.href == path else last)


def _crumbs(path: str, words: Words) -> Iterator[Crumb]:
    if path == _CASES:
        yield Crumb(words.text("page.found.title"), _CASES)
        return
    if path.startswith(_OF_ME):
        yield Crumb(words.text("page.me.title"), "/me")
    parts = path.strip("/").split("/")
    for end in range(1, len(parts) + 1):
        here = "/" + "/".join(parts[:end])
        if called := _called(here, words.text):
            yield Crumb(called, here)


def _called(path: str, text: Callable[..., str]) -> str:
    if verb := _VERB.fullmatch(path):
        msgid = f"page.verb.{verb[1].replace('-', '_')}"
        return "" if text(msgid) == msgid else text(msgid)
    for form, msgid in _CALLED:
        if found := re.fullmatch(form, path):
            return text(msgid, **found.groupdict())
    return ""

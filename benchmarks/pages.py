"""People with a browser: they open the link of a message and answer on Doan's decision page."""

import re
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from html import unescape
from http.cookiejar import CookieJar, DefaultCookiePolicy

import httpx

from benchmarks.clock import Moment, this_moment
from benchmarks.mail import Arrival, Mail, NothingCame

# Beside the form of a step stand its answers that one press gives; they lead to a place on the page.
_ACTION = re.compile(r'<form[^>]*\baction="([^"#]+)"')
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')
# Where the accounts tell what was spent of a sum of the estimate.
_SETTLED = re.compile(r'name="(settled\.[a-zA-Z_.]+)"')
_SESSION = "doan-session"

# How each message is answered when nothing special happens, and which answers need more.
USUAL = {
    "to_sign": "sign",
    "to_appraise": "forward",
    "to_consult": "agree",
    "to_decide": "approve",
    "to_issue": "issue",
    "to_prepare": "done",
    "to_confirm_departure": "confirm",
    "to_confirm_return": "confirm",
    "to_file": "file",
    "to_accept": "accept",
    "to_hand_back": "handed_back",
    "to_settle": "settle",
    "to_check_accounts": "accept",
}
_WITH_PAPER = ("issue", "file", "settle")
_WITH_DAY = ("confirm", "handed_back")
_WITH_REMARKS = ("return", "reject")


@dataclass(frozen=True)
class OpenPage:
    """A decision page that somebody signed in has before them."""

    action: str
    fields: Mapping[str, str]
    person: str
    settles: tuple[str, ...] = ()


class Pages:
    """Everybody's browsers: connections are kept and shared, sessions are not."""

    def __init__(self, base_url: str, mail: Mail) -> None:
        self._mail = mail
        # A browser keeps a cookie for each link it has opened; who is signed in needs none of them.
        forgetful = CookieJar(DefaultCookiePolicy(allowed_domains=[]))
        self._client = httpx.Client(
            base_url=base_url,
            cookies=forgetful,
            timeout=60,
            trust_env=False,
            headers={"Origin": base_url},
            limits=httpx.Limits(max_connections=None),
        )
        self._sessions: dict[str, str] = {}
        self._signing_in = threading.Lock()

    def close(self) -> None:
        """Close all connections."""
        self._client.close()

    def open(self, ask: Arrival) -> OpenPage:
        """Open the link of a message, as somebody signed in; raises `NothingCame` without a form."""
        link = ask.link
        with self._signing_in:
            if ask.to not in self._sessions:
                self._sessions[ask.to] = self._sign_in(link, ask.to)
        page = self._led_on(self._client.get(link, headers=self._cookie(ask.to)), ask.to)
        return _form(page, "/steps/", ask.to)

    def answer(self, page: OpenPage, choice: str, today: date) -> Moment:
        """Send the form, as a browser does, and read the page that follows; return when it was sent."""
        data = {**page.fields, "choice": choice}
        files = None
        if choice in _WITH_REMARKS:
            data["remarks"] = "Đề nghị bổ sung chương trình làm việc."
        if choice in _WITH_DAY:
            data["day"] = today.isoformat()
        if choice in _WITH_PAPER:
            data |= {"paper_number": f"101/{choice}", "paper_date": today.isoformat()}
            files = {"paper_file": ("van-ban.txt", b"A made-up paper.\n" * 40, "text/plain")}
        data |= dict.fromkeys(page.settles, "1000")
        sent = this_moment()
        answer = self._client.post(
            page.action, data=data, files=files, headers=self._cookie(page.person)
        )
        self._led_on(answer, page.person)
        return sent

    def _led_on(self, answer: httpx.Response, person: str) -> httpx.Response:
        """Go where an answer leads; the library would do so without the session."""
        if answer.next_request is not None:
            answer = self._client.get(answer.next_request.url, headers=self._cookie(person))
        return answer.raise_for_status()

    def _cookie(self, person: str) -> dict[str, str]:
        return {"Cookie": f"{_SESSION}={self._sessions[person]}"}

    def _sign_in(self, link: str, person: str) -> str:
        """Show who one is by the code that comes to one's mailbox; return the session."""
        base_url = str(self._client.base_url)
        with httpx.Client(
            follow_redirects=True, timeout=60, trust_env=False, headers={"Origin": base_url}
        ) as browser:
            page = browser.get(link)
            asking = _form(page, "/code", person)
            page = browser.post(str(page.url.join(asking.action)), data=dict(asking.fields))
            entering = _form(page, "/sign-in", person)
            code = {**entering.fields, "code": self._mail.code_for(person)}
            browser.post(str(page.url.join(entering.action)), data=code).raise_for_status()
            return str(browser.cookies[_SESSION])


def _form(page: httpx.Response, part: str, person: str) -> OpenPage:
    """Return the form of a page whose address has a part."""
    for found in _ACTION.finditer(page.text):
        if part in found[1]:
            body = page.text[found.end() :].partition("</form>")[0]
            fields = {name: unescape(value) for name, value in _HIDDEN.findall(body)}
            return OpenPage(found[1], fields, person, tuple(_SETTLED.findall(body)))
    raise NothingCame(f"a form to {part} for {person} on {page.url}")

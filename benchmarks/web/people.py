"""Fifty people at their desks: each opens pages, reads for a while, and does what is asked of them."""

import random
import re
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import httpx
import lxml.html

SESSION = "doan-session"
# So long people read a page, in seconds: at least, and on the average beyond that.
READS_AT_LEAST, READS_ON = 0.5, 2.0
# What is answered to a step when nothing special happens; a step that offers none of it is left.
USUAL = ("sign", "forward", "agree", "approve", "noted")

_STEP = re.compile(r'href="(/cases/[A-Z]{2}-\d{4}-\d{4,}/steps/\d+)"')
_CASE = re.compile(r'href="(/cases/[A-Z]{2}-\d{4}-\d{4,})"')


@dataclass
class Times:
    """How long everything took, in seconds, by what was done."""

    taken: dict[str, list[float]] = field(default_factory=lambda: defaultdict(list))
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def note(self, what: str, seconds: float) -> None:
        """Keep how long something took."""
        with self._lock:
            self.taken[what].append(seconds)


@dataclass
class Steps:
    """Which steps somebody has before them: two browsers of one person do not take the same."""

    taken: set[str] = field(default_factory=set)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def takes_one(self, there: Sequence[str]) -> str | None:
        """Take a step that nobody has; None where there is none."""
        with self._lock:
            for step in there:
                if step not in self.taken:
                    self.taken.add(step)
                    return step
        return None


class Browser:
    """Somebody signed in, on pages whose time is taken from the request to the last byte."""

    def __init__(self, client: httpx.Client, session: str, times: Times) -> None:
        self._client = client
        self._cookie = {"Cookie": f"{SESSION}={session}"}
        self._times = times

    def opens(self, what: str, address: str) -> str:
        """Open a page and return it."""
        began = time.perf_counter()
        answer = self._client.get(address, headers=self._cookie)
        self._times.note(what, time.perf_counter() - began)
        return answer.raise_for_status().text

    def sends(
        self, what: str, address: str, fields: Mapping[str, list[str]], *, by_script: bool = False
    ) -> None:
        """Send a form; the page it leads to is not waited for."""
        how = {**self._cookie, **({"HX-Request": "true"} if by_script else {})}
        began = time.perf_counter()
        answer = self._client.post(address, data=fields, headers=how)
        self._times.note(what, time.perf_counter() - began)
        assert answer.status_code in (200, 303), (address, answer.status_code, answer.text[:2000])


def reads(chance: random.Random) -> None:
    """Spend the time that somebody needs for a page."""
    time.sleep(READS_AT_LEAST + chance.expovariate(1 / READS_ON))


Habit = Callable[[Browser, random.Random], Iterator[None]]


def looks_around(browser: Browser, chance: random.Random) -> Iterator[None]:
    """Look at one's desk, at a list, for a country, and at a case of those found."""
    browser.opens("desk", "/")
    yield
    browser.opens("cases", "/cases")
    yield
    found = _CASE.findall(browser.opens("search", "/cases?q=han+quoc"))
    yield
    if found:
        browser.opens("case", chance.choice(found))
        yield


def decider(steps: Steps) -> Habit:
    """Return the habit of who takes the first step that waits on their desk."""

    def decides(browser: Browser, _chance: random.Random) -> Iterator[None]:
        waiting = _STEP.findall(browser.opens("desk", "/"))
        yield
        step = steps.takes_one(waiting)
        if step is None:
            return
        fields = form_to(browser.opens("step", step), step)
        yield
        if fields and (usual := _offered(fields)):
            given = {**fields.values, "choice": [usual], "answer": ["Đã xem xét ý kiến."]}
            browser.sends("decision", step, given)
            yield

    return decides


def writer(draft: str, sections: Sequence[str]) -> Habit:
    """Return the habit of who writes a request, section by section, each kept as it is typed."""

    def writes(browser: Browser, chance: random.Random) -> Iterator[None]:
        for section in sections:
            address = f"/requests/{draft}/{section}"
            form = form_to(browser.opens("form", address), address)
            yield
            assert form is not None, address
            words = form.longest_text
            if words:
                form.values[words] = [f"Làm việc lần thứ {chance.randrange(1000)}."]
            browser.sends(
                "save_section", address, {**form.values, "do": ["autosave"]}, by_script=True
            )
            yield
        browser.opens("check", f"/requests/{draft}/check")
        yield

    return writes


@dataclass
class Form:
    """What a browser would send of a form, and what its radios offer."""

    values: dict[str, list[str]]
    choices: tuple[str, ...]
    longest_text: str


def form_to(page: str, address: str) -> Form | None:
    """Return the form of a page that goes to an address."""
    for form in lxml.html.fromstring(page).forms:
        if (form.action or "").endswith(address) and form.method == "POST":
            values: dict[str, list[str]] = {}
            for name, value in form.form_values():
                values.setdefault(name, []).append(value or "")
            choices = tuple(form.xpath('.//input[@type="radio" and @name="choice"]/@value'))
            texts = form.xpath(".//textarea/@name")
            return Form(values, choices, str(texts[0]) if texts else "")
    return None


def _offered(form: Form) -> str:
    return next((choice for choice in USUAL if choice in form.choices), "")


def works(habit: Habit, browser: Browser, chance: random.Random, until: float) -> None:
    """Follow a habit again and again until a moment of the monotonic clock."""
    time.sleep(chance.uniform(0, READS_AT_LEAST + READS_ON))
    while time.monotonic() < until:
        for _ in habit(browser, chance):
            reads(chance)
            if time.monotonic() > until:
                return

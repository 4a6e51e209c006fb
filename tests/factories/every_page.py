"""Every page there is, opened by somebody who may: the application's own routes, filled in."""

import re
import threading
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from pathlib import Path

from fastapi.routing import APIRoute

from config.regulation.codes import Act, Kind
from flows.case.verbs import Verb
from flows.drafting import address_book, writing
from models.case import Step
from models.ids import CaseNo, PersonId
from models.kinds import KINDS
from models.request.syntax import plain_values
from models.store import directory, dossiers
from tests.factories import seen
from tests.factories.office import OFFICER
from tests.factories.request import make_leader, make_request
from tests.factories.site import Site

EXAMPLES = Path(__file__).parents[2] / "examples"
HOST = PersonId("thai.van.thi.du")
NOBODY = ""
STEP = "/cases/{case_no}/steps/{step}"
# What is no page of HTML: probes, files, and where a letter's link or a provider leads on at once.
NO_PAGES = {
    "/healthz",
    "/readyz",
    "/metrics",
    "/account",
    "/account/back",
    "/v/",
    "/v/{token}",
    "/v/{token}/",
    "/unsubscribe/{token}",
    "/api/v1/openapi.json",
    "/api/v1/me",
    "/api/v1/cases",
    "/api/v1/cases/{case_no}",
    "/api/v1/cases/{case_no}/journal",
    "/api/v1/cases/{case_no}/steps/{step}",
    "/api/v1/owed",
    "/api/v1/drafts",
    "/api/v1/drafts/{draft}",
    "/api/v1/calendar",
    "/calendar/{token}.ics",
    "/cases.csv",
    "/cases.xlsx",
    "/owed.csv",
    "/owed.xlsx",
    "/statistics.csv",
    "/statistics.xlsx",
    "/statistics/list.xlsx",
    "/statistics/process.{log}",
    "/cases/{case_no}/files/{digest}",
    "/cases/{case_no}/letters.{form}",
    "/letters.{form}",
    "/cases/{case_no}/programme.docx",
    "/cases/{case_no}/request.yaml",
    "/requests/blank/{kind}/{name}",
    "/requests/{draft}/file",
    "/requests/{draft}/files/{digest}",
}
# Pages that look different to several people.
_OF_SEVERAL = {
    "/": (NOBODY, OFFICER, "pham.van.mau", "dang.thi.mau", "mai.van.mau"),
    "/cases": (OFFICER, "dang.thi.mau"),
    "/requests/new": (OFFICER, "pham.van.mau"),
    "/folder": ("lam.thi.vi.du",),
    "/together": ("pham.van.mau", "nguyen.van.thi.du"),
}


@dataclass(frozen=True)
class PageSeen:
    """A page: of which route, at which address, before whom, and what a picture of it is called."""

    path: str
    address: str
    person: str
    name: str


class House:
    """A house with cases of both kinds in all their parts, drafts and letters; its pages."""

    def __init__(self, site: Site) -> None:
        self.site = site
        office = site.office
        seen.until_it_prepares(office)
        self.trip = office.case_no
        seen.until_it_is_arranged(office)
        self.visit = office.case_no
        office.submits()
        self.new = office.case_no
        office.goes_on_until_asked(Act.DECIDE)
        self.living_trip = office.submits(make_request(members=(make_leader(),))).no
        self.living_visit = office.receives().no
        begun = {
            "trip": (OFFICER, Kind.OUTBOUND, _said("outbound_gokseong")),
            "visit": (HOST, Kind.INBOUND, _said("inbound_saga")),
            "empty": (OFFICER, Kind.OUTBOUND, None),
        }
        self.drafts = {writing.begin(site.desk, *of)[0]: name for name, of in begun.items()}
        _beside(site.deliver)
        with site.desk.store.reading() as conn:
            self.people = list(directory.persons_by_id(conn))
        self._sessions: dict[str, str] = {}

    def session_of(self, person: str) -> str:
        """The id of a session of somebody, begun once."""
        if person not in self._sessions:
            self._sessions[person] = self.site.session_of(person)
        return self._sessions[person]

    def pages(self) -> Iterator[PageSeen]:
        """Every page of every route, and the page of each step of two lives when it is asked.

        Raises `AssertionError` for a route of which nobody was shown a page.
        """
        shown = set()
        for page in self._of_all_routes():
            shown.add(page.path)
            yield page
        yield from self._while_they_live()
        forgotten = set(self.routes()) - shown - NO_PAGES
        assert not forgotten, f"nobody was shown a page of {sorted(forgotten)}"

    def routes(self) -> list[str]:
        """The path of every route that can be read."""
        routes = (route for route in self.site.app.routes if isinstance(route, APIRoute))
        return [route.path for route in routes if "GET" in (route.methods or ())]

    def _of_all_routes(self) -> Iterator[PageSeen]:
        for path in self.routes():
            for address, likely in self._addresses(path):
                several = _OF_SEVERAL.get(path)
                for people in [[person] for person in several] if several else [likely]:
                    person = self._shown_to(address, people)
                    if person is not None:
                        yield self._seen(path, address, person)

    def _seen(self, path: str, address: str, person: str) -> PageSeen:
        name = address
        for draft, called in self.drafts.items():
            name = name.replace(draft, called)
        who = f"-{person or 'nobody'}" if path in _OF_SEVERAL else ""
        return PageSeen(path, address, person, re.sub(r"\W+", "-", f"{name}{who}").strip("-"))

    def _while_they_live(self) -> Iterator[PageSeen]:
        """The page of every step that a trip and a visit ask of somebody, when it is asked."""
        office, asked = self.site.office, set()
        living = [self.living_trip, self.living_visit]
        while living:
            waiting = False
            for office.case_no in living:
                kind = office.case.kind
                for step in (s for s in office.case.open_steps if s.act is not Act.OVERSEE):
                    waiting = True
                    if (kind, step.stage, step.act) not in asked:
                        asked.add((kind, step.stage, step.act))
                        yield self._seen(STEP, self.site.page_of(step), step.holders[0])
                    office.takes_smoothly(step)
                    break
            if not waiting:
                office.time_passes()
            living = [no for no in living if not self._is_over(no)]

    def _is_over(self, case_no: CaseNo) -> bool:
        with self.site.desk.reading(case_no) as work:
            return work.case.is_over

    def _shown_to(self, address: str, people: Sequence[str]) -> str | None:
        """The first of them who is shown a page of HTML there; None where nobody is."""
        for person in people:
            browser = self.site.browser()
            if person:
                browser.client.cookies.set("doan-session", self.session_of(person))
            shown = browser.client.get(address, follow_redirects=False)
            if shown.status_code == 200 and shown.headers["content-type"].startswith("text/html"):
                return person
        return None

    def _addresses(self, path: str) -> Iterator[tuple[str, list[str]]]:
        """Yield the addresses of a route, and by whom each is likely to be seen, the likeliest first."""
        names = re.findall(r"{(\w+)}", path)
        if "step" in names:
            for case_no in (self.trip, self.visit):
                yield from self._steps_at(path, case_no)
            return
        varying = self._varying()
        for values in product(*(varying[name] for name in names)):
            address = path.format(**dict(zip(names, values, strict=True)))
            yield address, [NOBODY, OFFICER, HOST, "dang.thi.mau", *self.people]

    def _steps_at(self, path: str, case_no: CaseNo) -> Iterator[tuple[str, list[str]]]:
        with self.site.desk.reading(case_no) as work:
            steps: list[Step] = list(work.case.steps)
        told = set()
        for step in steps:
            # Of steps that ask for the same, one that is open and one that is answered.
            like = (step.act, step.is_open)
            if like not in told:
                told.add(like)
                yield path.format(case_no=case_no, step=step.number), [*step.holders, *self.people]

    def _varying(self) -> dict[str, list[str]]:
        messages = self.site.catcher.messages()
        with self.site.desk.store.reading() as conn:
            files = dossiers.file_names(conn, self.trip)
        return {
            "case_no": [self.trip, self.visit, self.new],
            "digest": list(files)[:1],
            "verb": [str(verb) for verb in Verb],
            "body": ["standing_committee"],
            "person": ["pham.van.mau"],
            "number": ["1"],
            "token": ["x"],
            "form": ["csv"],
            "notice": ["to_decide", "invitation"],
            "message": [messages[0].id, messages[-1].id],
            "draft": list(self.drafts),
            "entry": [each.id for each in address_book.book_of(self.site.desk, OFFICER)][:1],
            "kind": ["outbound"],
            "name": ["members.xlsx"],
            "section": list(dict.fromkeys(name for of in KINDS.values() for name in of.sections)),
        }


def _said(example: str) -> object:
    return plain_values((EXAMPLES / f"{example}.yaml").read_text("utf-8"), format="yaml")


def _beside(act) -> None:
    """Do something in a thread of its own: where a browser is driven, a loop runs already."""
    doing = threading.Thread(target=act)
    doing.start()
    doing.join()

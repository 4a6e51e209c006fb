"""Doan's pages with the people who open them: real messages, a real catcher, browsers that read HTML."""

import asyncio
import re
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from datetime import timedelta
from html.parser import HTMLParser

from httpx2 import Response
from sqlalchemy import select
from starlette.testclient import TestClient

from config.settings import Settings
from flows.acts.desk import Desk
from flows.case.poke import AT_THE_DOOR
from models.case import Step
from models.ids import PersonId
from models.store.house.journal import HOUSE
from models.store.house.post import POST
from models.store.outbox import OutboxRow
from models.store.sign_in import sessions
from models.store.sign_in.sessions import MAILBOX_CODE
from models.store.tables import metadata, security_log, sign_in_codes
from models.store.tables import sessions as sessions_table
from notifications.sending.catcher import Catcher
from notifications.sending.codes import CodeSender
from notifications.sending.delivery import Deliverer
from notifications.writing.links import link_to
from tests.factories.office import Office
from web.app import create_app
from web.ground.running import Running
from web.ground.visitor import form_token

_RECORDED = {"cases", "steps", "votes", "journal", "plan_steps", "dossiers", "texts", "files"}


@dataclass
class Form:
    """A form of a page: where it goes, what it brings along, what its radios and selects offer."""

    action: str = ""
    method: str = "get"
    values: dict[str, str] = field(default_factory=dict)
    choices: list[str] = field(default_factory=list)
    offers: dict[str, list[str]] = field(default_factory=dict)
    checked: dict[str, list[str]] = field(default_factory=dict)
    has_files: bool = False


class _Reader(HTMLParser):
    """Reads the forms, links and words of a page, as a browser would."""

    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.links: list[str] = []
        self.words: list[str] = []
        self._textarea = ""
        self._select = ""

    def handle_starttag(self, tag, attrs):
        given = {name: value or "" for name, value in attrs}
        if tag == "a":
            self.links.append(given.get("href", ""))
        if tag == "form":
            self.forms.append(Form(given.get("action", ""), given.get("method", "get")))
        if tag == "textarea":
            self._textarea = given["name"]
            self.forms[-1].values[self._textarea] = ""
        if tag == "input" and self.forms:
            self._input(self.forms[-1], given)
        if tag == "select":
            self._select = given["name"]
            self.forms[-1].offers[self._select] = []
        if tag == "option" and self._select:
            self._option(self.forms[-1], given)

    def _option(self, form: Form, given: dict[str, str]) -> None:
        """A browser sends what is selected, else the first of what a field offers."""
        form.offers[self._select].append(given["value"])
        if "selected" in given or len(form.offers[self._select]) == 1:
            form.values[self._select] = given["value"]

    def _input(self, form: Form, given: dict[str, str]) -> None:
        name, value = given.get("name", ""), given.get("value", "")
        if given.get("type") == "radio":
            form.choices.append(value)
        if given.get("type") in ("radio", "checkbox") and "checked" not in given:
            return
        if given.get("type") == "checkbox":
            form.checked.setdefault(name, []).append(value)
        if given.get("type") == "file":
            form.has_files = True
            return
        form.values[name] = value

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._textarea = ""
        if tag == "select":
            self._select = ""

    def handle_data(self, data):
        self.words.append(data)
        if self._textarea:
            # A browser drops the first line end of a textarea.
            self.forms[-1].values[self._textarea] += data.removeprefix("\n")


class Browser:
    """A browser on somebody's device: it keeps cookies and remembers the page it shows."""

    def __init__(self, site: "Site", language: str = "vi") -> None:
        self.site = site
        self.client = TestClient(
            site.app,
            base_url=site.settings.base_url,
            headers={"accept-language": language},
            raise_server_exceptions=False,
        )
        self._shows: Response | None = None

    @property
    def shows(self) -> Response:
        """The answer whose page is open."""
        assert self._shows is not None, "no page has been opened yet"
        return self._shows

    @property
    def status(self) -> int:
        return self.shows.status_code

    @property
    def html(self) -> str:
        return self.shows.text

    @property
    def text(self) -> str:
        """What a person reads on the page, in one line."""
        return " ".join(" ".join(self._read().words).split())

    @property
    def forms(self) -> list[Form]:
        return self._read().forms

    @property
    def links(self) -> list[str]:
        return [link for link in self._read().links if link]

    def opens(self, address: str) -> "Browser":
        self._shows = self.client.get(address)
        return self

    def form(self, ending: str = "") -> Form:
        """The form that goes to an address with this ending; by default that of the answer."""
        return next(f for f in self.forms if re.search(ending or r"/steps/\d+$", f.action))

    def sends(self, form: Form, files=None, headers=None, **written) -> "Browser":
        """Press the button of a form, with what a person wrote into it."""
        values = {**form.values, **written}
        self._shows = self.client.post(
            form.action, data=values, files=files or None, headers=headers or {}
        )
        return self

    def asks_for_code(self) -> "Browser":
        return self.sends(self.form("/code$"))

    def enters(self, code: str) -> "Browser":
        return self.sends(self.form("/sign-in$"), code=code)

    def signs_in(self, step: Step, person: str) -> "Browser":
        """Open the link of a step in a person's message; enter a code if the device is new."""
        self.site.lets_a_minute_pass()
        self.opens(self.site.link(step, person))
        if not any(form.action.endswith("/code") for form in self.forms):
            return self
        return self.asks_for_code().enters(self.site.codes[-1][1])

    def is_of(self, person: str) -> "Browser":
        """Have a session of a person, however they came by it."""
        self.client.cookies.set("doan-session", self.site.session_of(person))
        return self

    def answers(self, choice: str, files=None, **written) -> "Browser":
        """Answer the step on the page that is open."""
        return self.sends(self.form(), files=files, choice=choice, **written)

    def _read(self) -> _Reader:
        reader = _Reader()
        reader.feed(self.html)
        return reader


class Site:
    """A running Doan: its pages, its mail, and the office whose cases it shows."""

    def __init__(self, desk: Desk, office: Office) -> None:
        self.codes_are_sent = True
        self.desk = replace(desk, tell=self._is_told)
        self.office = office
        self.codes: list[tuple[str, str]] = []
        self.deliverer = Deliverer(
            desk.store, desk.settings, on_failed=_trouble, on_unrenderable=_trouble
        )
        self.mail_comes_back()
        self.app = create_app(self.desk, catcher=self.catcher)

    @property
    def settings(self) -> Settings:
        return self.desk.settings

    def mail_comes_back(self) -> None:
        """Take mail from now on."""
        folder, port = self.settings.folder / "mail", self.settings.catcher_port
        self._mail = ExitStack()
        self.catcher = self._mail.enter_context(Catcher(folder, port, on_code=self._hear))

    def mail_goes_down(self) -> None:
        """Take no mail any more."""
        self._mail.close()

    def _is_told(self, said: str) -> None:
        """What the deliverer does beside, in a process of its own: it sends the code asked for."""
        if said == AT_THE_DOOR and self.codes_are_sent:
            asyncio.run(CodeSender(self.desk.store, self.settings).send_waiting())

    def _hear(self, address: str, code: str) -> None:
        self.codes.append((address, code))

    def codes_of(self, mailbox: str) -> list[str]:
        """The codes that were sent to a mailbox."""
        return [code for address, code in self.codes if address == mailbox]

    def browser(self, language: str = "vi") -> Browser:
        return Browser(self, language)

    def link(self, step: Step, person: str) -> str:
        return link_to(self.settings, self.office.case_no, step.number, person)

    def page_of(self, step: Step) -> str:
        return f"/cases/{self.office.case_no}/steps/{step.number}"

    def case_link(self, person: str) -> str:
        """The link of the whole case for a person."""
        return link_to(self.settings, self.office.case_no, 0, person)

    def token_of(self, browser: Browser, address: str) -> str:
        """The token of a form that a session of this browser would be given at an address."""
        return form_token(Running(self.desk), browser.client.cookies["doan-session"], address)

    def session_of(self, person: str) -> str:
        """The id of a session of a person, however they came by it."""
        with self.desk.store.writing() as conn:
            return sessions.begin(self.desk.house(conn), PersonId(person), MAILBOX_CODE)

    def lets_a_minute_pass(self) -> None:
        """Codes are rationed by the machine's clock; here the time since the last one has passed."""
        with self.desk.store.writing() as conn:
            conn.execute(sign_in_codes.delete())
            conn.execute(security_log.delete().where(security_log.c.what.startswith("code_")))

    def turned_away(self) -> list[str]:
        """What the security log says of attempts that came to nothing."""
        came_in = {"code_asked", "code_asked_by_known", "signed_in", "signed_out", "new_device"}
        with self.desk.store.reading() as conn:
            said = conn.execute(select(security_log.c.what)).scalars().all()
        return [what for what in said if what not in came_in]

    def time_passes(self, time: timedelta) -> None:
        """The machine's time goes by for all sessions and devices: they grow older."""
        names = ("began_at", "seen_at", "proved_at", "rests_until", "expires_at")
        with self.desk.store.writing() as conn:
            for row in conn.execute(select(sessions_table)).all():
                older = {name: getattr(row, name) - time for name in names}
                this = sessions_table.c.digest == row.digest
                conn.execute(sessions_table.update().where(this).values(**older))

    def deliver(self) -> None:
        """Send what waits in the outbox to the catcher."""
        asyncio.run(self.deliverer.deliver_waiting())

    def state(self) -> dict[str, list[tuple]]:
        """Everything that is recorded of the cases, row by row; who signs in is of the house."""
        with self.desk.store.reading() as conn:
            found = {
                table.name: [tuple(row) for row in conn.execute(table.select())]
                for table in metadata.sorted_tables
                if table.name in _RECORDED
            }
        return {
            name: [row for row in rows if name != "journal" or row[0] not in (HOUSE, POST)]
            for name, rows in found.items()
        }


def wrong_code(code: str) -> str:
    """A code that is not this one."""
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def _trouble(row: OutboxRow, what: object) -> None:
    raise AssertionError(f"message {row.notice} failed: {what}")

"""The people of the demo: each reads their own mail and answers through its link, as a browser does."""

from collections.abc import Callable
from dataclasses import dataclass, field
from html.parser import HTMLParser

import httpx

from models.errors import SetupError

Value = str | tuple[str, bytes, str]


@dataclass
class Form:
    """A form of a page: where it goes and what it holds; choices of radio buttons stand apart."""

    action: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    names: set[str] = field(default_factory=set)
    choices: list[str] = field(default_factory=list)


class _Forms(HTMLParser):
    """Reads the forms out of a page."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.forms.append(Form(action=said.get("action", "")))
        elif tag in ("input", "textarea", "select", "button") and self.forms and said.get("name"):
            self._note(said)

    def _note(self, said: dict[str, str]) -> None:
        form, name = self.forms[-1], said["name"]
        form.names.add(name)
        if said.get("type") == "radio":
            form.choices.append(said.get("value", ""))
        elif said.get("type") == "hidden":
            form.fields[name] = said.get("value", "")


class Reader:
    """One person with one device: its cookies are theirs, and it knows no other secret."""

    def __init__(self, mailbox: str, code_for: Callable[[str], str]) -> None:
        self.mailbox = mailbox
        self._code_for = code_for
        self._browser = httpx.Client(follow_redirects=True, timeout=30, trust_env=False)

    def open(self, link: str) -> Form | None:
        """Open the link of a message and show who one is if the page asks.

        Return the form to answer; None when the step has its outcome already.
        """
        page = self._browser.get(link)
        if asked := _form(page, ending="/code"):
            page = self._submit(page, asked, {})
            shown = _form(page, ending="/sign-in")
            if shown is None:
                raise SetupError("demo_asks_no_code", mailbox=self.mailbox)
            page = self._submit(page, shown, {"code": self._code_for(self.mailbox)})
        for form in _Forms(page.text).forms:
            # Beside it stand its answers that one press gives.
            if "seen" in form.names and form.choices:
                form.action = str(page.url.join(form.action))
                return form
        return None

    def answer(self, form: Form, values: dict[str, Value]) -> None:
        """Send the form. Raises `SetupError` with the page's status when it is not taken."""
        said = {name: value for name, value in values.items() if isinstance(value, str)}
        files = {name: value for name, value in values.items() if not isinstance(value, str)}
        sent = self._browser.post(
            form.action,
            data={**form.fields, **said},
            files=files or None,
            headers={"Origin": _origin(form.action)},
        )
        if sent.status_code != httpx.codes.OK:
            told = {"mailbox": self.mailbox, "page": form.action, "code": sent.status_code}
            raise SetupError("demo_answered", **told)

    def _submit(self, page: httpx.Response, form: Form, values: dict[str, str]) -> httpx.Response:
        action = str(page.url.join(form.action))
        return self._browser.post(
            action, data={**form.fields, **values}, headers={"Origin": _origin(action)}
        )


def _form(page: httpx.Response, *, ending: str) -> Form | None:
    return next((form for form in _Forms(page.text).forms if form.action.endswith(ending)), None)


def _origin(url: str) -> str:
    parts = httpx.URL(url)
    return f"{parts.scheme}://{parts.netloc.decode()}"

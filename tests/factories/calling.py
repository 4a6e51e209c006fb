"""Other systems that call: with a token of somebody's, or in the session of a browser."""

from dataclasses import dataclass, field
from typing import Any

from httpx2 import Response

from flows.acts.door.tokens import make_token
from flows.case.answers import Identified
from models.ids import PersonId
from tests.factories.site import Site

API = "/api/v1"
ALL = ("read", "submit", "audit")


def token_for(site: Site, person: str, *scopes: str, days: int = 90) -> str:
    """A token of a person, made by themselves."""
    who = Identified(PersonId(person), "mailbox_code_fresh")
    return make_token(site.desk, who, "Một cửa điện tử", scopes or ALL, days)


@dataclass
class System:
    """Another system; what it calls is beneath `/api/v1`, and it shows the token it has."""

    site: Site
    token: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.client = self.site.browser().client
        self.client.headers.pop("accept-language", None)

    def calls(self, method: str, path: str, **sent: Any) -> Response:
        """The answer to a call; a path of the answers may be given as it stands there."""
        shows = {"authorization": f"Bearer {self.token}"} if self.token else {}
        headers = {**shows, **self.headers, **sent.pop("headers", {})}
        address = path if path.startswith("/") else f"{API}/{path}"
        answer: Response = self.client.request(method, address, headers=headers, **sent)
        return answer

    def reads(self, path: str, **sent: Any) -> Response:
        """The answer to a question."""
        return self.calls("GET", path, **sent)

    def sends(self, path: str, **sent: Any) -> Response:
        """The answer to what is sent."""
        return self.calls("POST", path, **sent)


def system_of(site: Site, person: str, *scopes: str) -> System:
    """A system with a token of a person."""
    return System(site, token_for(site, person, *scopes))


def session_of(site: Site, person: str) -> System:
    """A page's own script, say: what it calls is called in a session, with the token of forms."""
    system = System(site)
    system.client.cookies.set("doan-session", site.session_of(person))
    system.headers["x-form-token"] = system.reads("me").json()["form_token"]
    return system

"""What holds for every answer and every form: headers, our host, our own forms, no endless bodies."""

import logging
from contextlib import suppress
from http import HTTPStatus
from urllib.parse import urlsplit

from fastapi import Request, Response
from starlette.datastructures import MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from config.words import Words, words
from web.ground.calls.problem import is_call, problem
from web.ground.page import POLICY, policy, reader_of
from web.ground.refusals import FormForged, refusal_page, unforeseen

log = logging.getLogger("doan.web")

# A revised request may bring its papers with it, each of at most ten megabytes.
MOST_BYTES = 60 * 1024 * 1024
_PROBES = frozenset(("/healthz", "/readyz"))
_CHANGES_NOTHING = frozenset(("GET", "HEAD", "OPTIONS"))
_HEADERS = {
    POLICY: policy(),
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
}
# Addresses of static files carry the digest of their content.
_KEPT = "public, max-age=31536000, immutable"
_ONLY_HTTPS = ("Strict-Transport-Security", "max-age=31536000; includeSubDomains")


class Shield:
    """Wraps the application; it stands inside the server's last resort and outside all pages."""

    def __init__(self, app: ASGIApp, *, base_url: str, hosts: frozenset[str]) -> None:
        self._app = app
        self._base = urlsplit(base_url)
        self._hosts = hosts

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve a request; whatever fails inside becomes a page with a reference number."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        begun = False

        async def shielded(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                self._add_headers(scope, message)
            await send(message)

        request = Request(scope)
        if not self._is_for_us(request):
            log.warning("a request to another host was refused; DOAN_PUBLIC_URL says which is ours")
            w = words(reader_of(request))
            said = w.text("page.error.host", address=self._base.geturl())
            refusal = _refusal(request, w, "host", said, HTTPStatus.MISDIRECTED_REQUEST)
            await refusal(scope, receive, shielded)
            return
        if self._comes_from_elsewhere(request):
            log.warning("a form that another site sent was refused")
            w = words(reader_of(request))
            said = FormForged().said(w)
            refusal = _refusal(request, w, FormForged.code, said, HTTPStatus.FORBIDDEN)
            await refusal(scope, receive, shielded)
            return
        try:
            await self._app(scope, _bounded(receive), shielded)
        except Exception as fault:
            # The last place where a page can still be shown.
            if begun:
                raise
            await unforeseen(request, fault)(scope, receive, shielded)

    def _add_headers(self, scope: Scope, start: Message) -> None:
        headers = MutableHeaders(scope=start)
        may_be_kept = scope["path"].startswith("/static/") and start["status"] < 400
        headers.setdefault("Cache-Control", _KEPT if may_be_kept else "no-store")
        for name, value in _HEADERS.items():
            headers.setdefault(name, value)
        if self._base.scheme == "https":
            headers.setdefault(*_ONLY_HTTPS)

    def _is_for_us(self, request: Request) -> bool:
        """Tell whether a request names a host of ours: a page of another's may lead its name here.

        Probes are answered by whatever name a balancer knows this machine; they tell nothing of a case.
        """
        if request.url.path in _PROBES:
            return True
        with suppress(ValueError):
            return urlsplit(f"//{request.headers.get('host', '')}").hostname in self._hosts
        return False

    def _comes_from_elsewhere(self, request: Request) -> bool:
        """Tell whether a form was sent from another site's page.

        Our pages send no referrer, so browsers call their origin `null`; the token in the form
        then answers for it.
        """
        if request.method in _CHANGES_NOTHING:
            return False
        site = request.headers.get("sec-fetch-site")
        if site is not None:
            return site not in ("same-origin", "none")
        origin = request.headers.get("origin", "null")
        ours = (self._base.netloc, request.headers.get("host"))
        return origin != "null" and urlsplit(origin).netloc not in ours


def _refusal(request: Request, w: Words, code: str, said: str, status: HTTPStatus) -> Response:
    if is_call(request):
        return problem(w, status, code, said)
    return refusal_page(w, said, status)


def _bounded(receive: Receive) -> Receive:
    """Let no body through that is longer than any form of ours may be."""
    received = 0

    async def receive_some() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > MOST_BYTES:
            raise HTTPException(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return message

    return receive_some

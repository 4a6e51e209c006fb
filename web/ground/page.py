"""Pages from templates: every word from the catalogue, everything a person wrote escaped."""

import hashlib
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from pathlib import Path

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, PrefixLoader, StrictUndefined

from config.words import Language, Words
from web.ground.frame.silence import silence
from web.ground.frame.trail import Crumb

WEB = Path(__file__).parents[1]
STATIC_FOLDER = WEB / "static"
_TEMPLATES = Environment(
    # Each room has its own templates, called by its name: `step/step.html`.
    loader=PrefixLoader(
        {folder.parent.name: FileSystemLoader(folder) for folder in WEB.glob("*/templates")}
    ),
    autoescape=True,
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
    auto_reload=False,
)


POLICY = "Content-Security-Policy"


def policy(script: str = "") -> str:
    """Return what a browser may do on a page of ours: run one script, by its address, or none.

    The script may send to where the page came from, and nowhere else.
    """
    scripts = f"script-src {script}; connect-src 'self'; " if script else ""
    return (
        f"default-src 'none'; {scripts}style-src 'self'; img-src 'self'; frame-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    )


@dataclass(frozen=True)
class SessionShown:
    """Whose session it is, the token of the form that ends it, where its person is.

    `offers_passkey`: it began by a code, and its person has no passkey yet.
    """

    name: str
    token: str
    trail: tuple[Crumb, ...]
    offers_passkey: bool = False


def page(
    template: str,
    w: Words,
    *,
    status: int = HTTPStatus.OK,
    signed_in: SessionShown | None = None,
    **values: object,
) -> HTMLResponse:
    """Return the page of a template, in the language of `w`."""
    written = _TEMPLATES.get_template(template).render(
        w=w,
        t=w.text,
        label=w.label,
        day=w.date,
        moment=w.moment,
        number=w.number,
        signed_in=signed_in,
        silence=silence.get(),
        style=_address_of("doan.css"),
        icon=_address_of("doan.svg"),
        asset=_address_of,
        **values,
    )
    return HTMLResponse(written, status_code=status)


def language_asked_for(request: Request) -> str:
    """Return the first language of the browser that Doan speaks; Vietnamese when it is none."""
    for asked in request.headers.get("accept-language", "").split(","):
        language = asked.split(";")[0].strip()[:2].lower()
        if language in set(Language):
            return language
    return Language.VIETNAMESE


def reader_of(request: Request) -> str:
    """Return the reader's language: that of the person known here, else that of the browser."""
    language: str | None = getattr(request.state, "language", None)
    return language or language_asked_for(request)


@cache
def _address_of(name: str) -> str:
    """Return the address of a static file; a changed file has another one, so it may be kept."""
    digest = hashlib.sha256((STATIC_FOLDER / name).read_bytes()).hexdigest()
    return f"/static/{name}?v={digest[:12]}"

"""The browser somebody comes with: its challenge, the device it is on, and what people call that.

The challenge binds a code to the browser that asked for it. The device's id tells, for more than a year,
that a person was signed in there before.
"""

import hashlib
import json
import re
import secrets
from dataclasses import asdict
from datetime import datetime

from fastapi import Request, Response
from itsdangerous import BadData, URLSafeSerializer

from config.settings import Purpose
from flows.acts.door.sessions import Device
from models.store.sign_in.codes import CODE_LIFE
from models.store.sign_in.devices import KNOWN_FOR
from web.ground.door.provider import BEGUN_FOR, Begun
from web.ground.running import Running

_CHALLENGE = "challenge"
_DEVICE = "device"
_BEGUN = "begun"

# The first that fits: a browser names those it wants to be taken for too.
_BROWSERS = (
    ("Edg", "Edge"), ("OPR/", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("coc_coc", "Cốc Cốc"),
    ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
)  # fmt: skip
_SYSTEMS = (
    ("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"),
    ("CrOS", "ChromeOS"), ("Mac OS X", "macOS"), ("Linux", "Linux"),
)  # fmt: skip


def challenge_in(request: Request, running: Running) -> str:
    """Return the challenge a browser keeps; empty without one of ours."""
    return _kept(request, running, _CHALLENGE)


def new_challenge() -> str:
    """Return a challenge for a browser that has none."""
    return secrets.token_urlsafe(32)


def keep_challenge(response: Response, running: Running, challenge: str) -> None:
    """Let the browser keep its challenge while a code may come."""
    _keep(response, running, _CHALLENGE, challenge, 2 * int(CODE_LIFE.total_seconds()))


def drop_challenge(response: Response, running: Running) -> None:
    """Let the browser forget its challenge: the code was entered."""
    _drop(response, running, _CHALLENGE)


def keep_begun(response: Response, running: Running, begun: Begun) -> None:
    """Let the browser keep what it began at the provider, while the answer may come."""
    said = json.dumps({**asdict(begun), "until": begun.until.isoformat()})
    _keep(response, running, _BEGUN, said, int(BEGUN_FOR.total_seconds()))


def begun_in(request: Request, running: Running) -> Begun | None:
    """Return what a browser began at the provider; None without anything of ours."""
    kept = _kept(request, running, _BEGUN)
    if not kept:
        return None
    said = json.loads(kept)
    return Begun(**{**said, "until": datetime.fromisoformat(said["until"])})


def drop_begun(response: Response, running: Running) -> None:
    """Let the browser forget what it began: the answer has come."""
    _drop(response, running, _BEGUN)


def device_in(request: Request, running: Running) -> Device:
    """Return the device somebody stands at: without an id when nobody has signed in on it before."""
    name = device_name(request.headers.get("user-agent", ""))
    return Device(_kept(request, running, _DEVICE), name)


def new_device(name: str) -> Device:
    """Return a device that has not been seen before."""
    return Device(secrets.token_urlsafe(32), name)


def keep_device(response: Response, running: Running, device: Device) -> None:
    """Let the browser keep the id of the device."""
    _keep(response, running, _DEVICE, device.id, int(KNOWN_FOR.total_seconds()))


def device_name(user_agent: str) -> str:
    """Return what people call a device: `Chrome, Android`; empty where its browser does not tell."""
    found = (
        next((name for sign, name in known if re.search(re.escape(sign), user_agent)), "")
        for known in (_BROWSERS, _SYSTEMS)
    )
    return ", ".join(name for name in found if name)


def _keep(response: Response, running: Running, what: str, value: str, seconds: int) -> None:
    response.set_cookie(
        _cookie(running, what),
        _box(running, what).dumps(value),
        max_age=seconds,
        path="/",
        httponly=True,
        samesite="lax",
        secure=running.is_https,
    )


def _drop(response: Response, running: Running, what: str) -> None:
    response.delete_cookie(
        _cookie(running, what), path="/", httponly=True, samesite="lax", secure=running.is_https
    )


def _kept(request: Request, running: Running, what: str) -> str:
    try:
        kept = _box(running, what).loads(request.cookies.get(_cookie(running, what), ""))
    except (BadData, ValueError):
        return ""
    return kept if isinstance(kept, str) else ""


def _cookie(running: Running, what: str) -> str:
    return f"__Host-doan-{what}" if running.is_https else f"doan-{what}"


def _box(running: Running, what: str) -> URLSafeSerializer:
    return URLSafeSerializer(
        running.desk.settings.keys_for(Purpose.FORMS)[0],
        salt=f"doan-{what}",
        signer_kwargs={"digest_method": hashlib.sha256},
    )

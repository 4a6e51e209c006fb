"""A device that keeps passkeys, as WebAuthn has it: written by hand, and able to do everything wrong."""

import hashlib
import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any

import cbor2
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256

UP, UV, AT = 0x01, 0x04, 0x40


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


@dataclass
class Kept:
    """A passkey on the device: of which host and whose, its key, and how often it was used."""

    host: str
    handle: bytes
    credential: bytes = field(default_factory=lambda: secrets.token_bytes(32))
    key: ec.EllipticCurvePrivateKey = field(
        default_factory=lambda: ec.generate_private_key(ec.SECP256R1())
    )
    count: int = 0

    @property
    def public_key(self) -> bytes:
        """Its public key, as it is given away (COSE: ES256 on P-256)."""
        public = self.key.public_key().public_numbers()
        x, y = public.x.to_bytes(32), public.y.to_bytes(32)
        return cbor2.dumps({1: 2, 3: -7, -1: 1, -2: x, -3: y})


class Authenticator:
    """Answers what a page asks, as a browser and its authenticator do together.

    `counts` is whether it counts its uses, as security keys do and synchronised passkeys do not.
    """

    def __init__(self, origin: str, *, counts: bool = True) -> None:
        self.origin = origin
        self.counts = counts
        self.kept: list[Kept] = []

    def makes(self, options: str, *, origin: str = "", host: str = "", flags: int = UP | UV) -> str:
        """Make a passkey; return the answer."""
        asked = json.loads(options)
        known = {each["id"] for each in asked.get("excludeCredentials", ())}
        assert known.isdisjoint(text_of(each.credential) for each in self.kept), (
            "it has one already"
        )
        kept = Kept(host or asked["rp"]["id"], bytes_of(asked["user"]["id"]))
        self.kept.append(kept)
        attested = bytes(16) + len(kept.credential).to_bytes(2) + kept.credential
        attested += kept.public_key
        data = self._data(kept, flags | AT) + attested
        said = self._client_data("webauthn.create", asked["challenge"], origin)
        stated = cbor2.dumps({"fmt": "none", "attStmt": {}, "authData": data})
        return self._answer(kept, clientDataJSON=said, attestationObject=stated)

    def shows(
        self,
        options: str,
        *,
        origin: str = "",
        host: str = "",
        handle: bytes | None = None,
        flags: int = UP | UV,
        **client_data: Any,
    ) -> str:
        """Show the passkey it keeps; return the answer."""
        asked = json.loads(options)
        allowed = {each["id"] for each in asked.get("allowCredentials", ())}
        kept = next(k for k in self.kept if not allowed or text_of(k.credential) in allowed)
        kept.count += self.counts
        data = self._data(kept, flags, host)
        said = self._client_data("webauthn.get", asked["challenge"], origin, **client_data)
        signed = kept.key.sign(data + hashlib.sha256(said).digest(), ec.ECDSA(SHA256()))
        whose = kept.handle if handle is None else handle
        return self._answer(
            kept, clientDataJSON=said, authenticatorData=data, signature=signed, userHandle=whose
        )

    def _data(self, kept: Kept, flags: int, host: str = "") -> bytes:
        of = hashlib.sha256((host or kept.host).encode()).digest()
        return of + bytes([flags]) + kept.count.to_bytes(4)

    def _client_data(self, what: str, challenge: str, origin: str, **more: Any) -> bytes:
        said = {"type": what, "challenge": challenge, "origin": origin or self.origin, **more}
        return json.dumps(said).encode()

    def _answer(self, kept: Kept, **response: bytes) -> str:
        named = text_of(kept.credential)
        said = {name: text_of(raw) for name, raw in response.items()}
        return json.dumps({"id": named, "rawId": named, "type": "public-key", "response": said})


class _Reader(HTMLParser):
    """Finds what a page's script would ask the browser for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: dict[str, str] = {}

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if "data-passkey" in given:
            self.asked[given["data-passkey"]] = given["data-options"]


def asked_on(html: str) -> dict[str, str]:
    """What a page's script would ask the browser for: to `get` a passkey, to `create` one."""
    reader = _Reader()
    reader.feed(html)
    return reader.asked

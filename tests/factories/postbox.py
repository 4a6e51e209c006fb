"""A real mail server on loopback that answers as it is told and says what it was given."""

import asyncio
import socket
import ssl
import threading
from collections import deque
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes
from email.policy import default
from ipaddress import ip_address

from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from notifications.sending.smtp_listener import SmtpListener

ACCEPT = "250 OK"
TRY_LATER = "451 4.7.1 greylisted, try again later"
REFUSE = "554 5.6.0 not to be read"
DENY = "554 5.7.1 access denied"
DROP = "drop"
HANG = "hang"


@dataclass(frozen=True)
class Letter:
    """What the server was given, whatever it answered."""

    to: str
    content: bytes
    accepted: bool

    @property
    def message_id(self):
        return message_from_bytes(self.content, policy=default)["Message-ID"]

    @property
    def text(self):
        body = message_from_bytes(self.content, policy=default).get_body(("plain",))
        return body.get_content() if body else ""


class Postbox:
    """Answers each text with the next of `answers`, then accepts; `refuses` recipients by address."""

    def __init__(self, *answers, refuses=None, hangs_for=(), **server):
        self.port = free_port()
        self.answers = deque(answers)
        self.refuses = refuses or {}
        self.hangs_for = set(hangs_for)
        self.offered: list[Letter] = []
        self.sessions: list[object] = []
        self._news = threading.Condition()
        self.hanging = threading.Event()
        self._released = asyncio.Event()
        self._server = server
        self._begin()

    def _begin(self):
        self._listener = SmtpListener(self, hostname="127.0.0.1", port=self.port, **self._server)
        self._listener.start()

    def __enter__(self):
        return self

    def __exit__(self, *_raised):
        self._listener.stop()

    def restart(self):
        """Hang up on everybody and listen anew."""
        self._listener.stop()
        self._begin()

    def release(self):
        """Let go of the senders kept hanging."""
        self._listener.loop.call_soon_threadsafe(self._released.set)

    @property
    def accepted(self):
        return [letter for letter in self.offered if letter.accepted]

    def wait_for(self, count):
        """Wait until so many letters were accepted; gives up after ten seconds."""
        with self._news:
            return self._news.wait_for(lambda: len(self.accepted) >= count, timeout=10)

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        if address in self.refuses:
            return self.refuses[address]
        envelope.rcpt_tos.append(address)
        return ACCEPT

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        to = envelope.rcpt_tos[0]
        answer = self.answers.popleft() if self.answers else ACCEPT
        if to in self.hangs_for or answer == HANG:
            self.hanging.set()
            await self._released.wait()
        self._note(session, Letter(to, envelope.original_content, answer == ACCEPT))
        if answer == DROP:
            server.transport.abort()
        return answer

    def _note(self, session, letter):
        with self._news:
            if session not in self.sessions:
                self.sessions.append(session)
            self.offered.append(letter)
            self._news.notify_all()


def only_with(password):
    """Return what lets nobody in but with a password."""

    def authenticator(server, session, envelope, mechanism, data):
        return AuthResult(success=data.password == password.encode(), handled=False)

    return {"authenticator": authenticator, "auth_required": True}


def make_certificate(folder):
    """Make a certificate for loopback; return its file and a server's TLS context with it."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    loopback = x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))])
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
        .not_valid_after(datetime(2099, 1, 1, tzinfo=UTC))
        .add_extension(loopback, critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / "mail-server.pem"
    file.write_bytes(
        certificate.public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(file)
    return file, context


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as held:
        return held.getsockname()[1]

"""The mail server Doan hands its messages to, over connections kept for as long as they are used."""

import ssl
import time
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from typing import Self

from aiosmtplib import (
    SMTP,
    SMTPException,
    SMTPHeloError,
    SMTPResponseException,
    SMTPServerDisconnected,
)
from aiosmtplib.email import parse_address
from aiosmtplib.protocol import normalize_message_line_endings

from config.settings import LOOPBACK, Settings
from models.errors import AddressUnusable, MessageNotSent
from notifications.sending.refusals import HUNG_UP, NO_ANSWER, MailRefusal, MailStage
from notifications.sending.signing import dkim_signer

# A connection that was idle for longer is not used again: servers hang up by themselves.
KEPT_FOR_SECONDS = 60.0
# RFC 5321, 4.5.3.2: a command may take five minutes, and the answer after the text ten: servers look
# through a letter before they take it, and what is given up before that is sent twice.
COMMAND_SECONDS = 300.0
TEXT_SECONDS = 600.0
# To forget a refused letter takes a server no time; one that takes long is hung up on.
_RESET_SECONDS = 30.0


class NotTaken(MessageNotSent):
    """The mail server, or the way to it, refused a letter; `refusal` says how."""

    def __init__(self, refusal: MailRefusal) -> None:
        super().__init__(refusal.told, reply_code=refusal.code)
        self.refusal = refusal


class NoRoom(MessageNotSent):
    """The server lets no more connections in than the `connections` there are: they can be used."""

    def __init__(self, connections: int) -> None:
        super().__init__("the mail server lets in no more connections")
        self.connections = connections


class MailServer:
    """The server of the settings, or the local catcher where none is set. For one event loop.

    Raises `DkimKeyUnusable` where letters are to be signed and cannot be.
    """

    def __init__(
        self,
        settings: Settings,
        *,
        command_seconds: float = COMMAND_SECONDS,
        text_seconds: float = TEXT_SECONDS,
    ) -> None:
        self._settings = settings
        self._command_seconds = command_seconds
        self._text_seconds = text_seconds
        self._signer = dkim_signer(settings)
        self._idle: list[tuple[SMTP, float]] = []
        # Those that are made, used, or idle.
        self._open = 0

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.hang_up()

    async def send(self, content: bytes, to: str) -> str:
        """Hand a message over; when this returns, the server has taken it, and said this.

        Raises `NotTaken`, `NoRoom` or `AddressUnusable`. Where the connection broke after the text the
        server may have taken it all the same; it is then sent again with the same Message-ID rather
        than not at all.
        """
        try:
            parse_address(to).encode("ascii")
        except ValueError as error:
            raise AddressUnusable(str(error)) from error
        if self._signer:
            content = self._signer.signed(normalize_message_line_endings(content))
        said = await self._sent_over_kept(content, to)
        return await self._hand_over(await self._connected(), content, to) if said is None else said

    async def look(self) -> None:
        """See whether the server lets Doan in and takes it for a sender; nothing is sent.

        Raises `NotTaken` or `NoRoom`.
        """
        async with self._lent(await self._connected()) as server:
            with _at(MailStage.SENDER):
                await server.mail(self._settings.mail_from, timeout=self._command_seconds)
                await server.rset(timeout=_RESET_SECONDS)

    async def hang_up(self, *, idle_for: float = 0.0) -> None:
        """Close the connections that nobody uses and that have been idle for some seconds."""
        before = time.monotonic() - idle_for
        unused = [server for server, since in self._idle if since <= before]
        self._idle = [(server, since) for server, since in self._idle if since > before]
        # All of them are closed, whatever one of them meets.
        async with AsyncExitStack() as leaving:
            self._open -= len(unused)
            for server in unused:
                leaving.push_async_callback(_take_leave, server)

    # --- connections -----------------------------------------------------------------------------

    @asynccontextmanager
    async def _lent(self, server: SMTP) -> AsyncIterator[SMTP]:
        """Lend a connection; it is kept if it is still good, and closed if not."""
        is_good = False
        try:
            yield server
            is_good = server.is_connected
        except NotTaken as error:
            # After a malformed answer nobody knows which command the next one is of.
            is_good = bool(error.refusal.code) and await _forget_letter(server)
            raise
        finally:
            if is_good:
                self._idle.append((server, time.monotonic()))
            else:
                self._close(server)

    def _close(self, server: SMTP) -> None:
        server.close()
        self._open -= 1

    async def _connected(self) -> SMTP:
        """Connect, greet, encrypt, sign in. What goes wrong here is never the message's fault."""
        settings = self._settings
        external = settings.has_mail_server
        server = SMTP(
            hostname=settings.smtp_host if external else LOOPBACK,
            port=settings.smtp_port if external else settings.catcher_port,
            # Asking the machine for its name can take seconds.
            local_hostname=settings.mail_domain,
            timeout=settings.smtp_timeout_seconds,
            use_tls=external and settings.smtp_tls == "tls",
            start_tls=external and settings.smtp_tls == "starttls",
            username=(external and settings.smtp_user) or None,
            password=settings.smtp_password.get_secret_value() or None,
        )
        self._open += 1
        is_good = False
        try:
            with _at(MailStage.CONNECTION):
                await server.connect()
                await _greet(server)
            is_good = True
        except NotTaken as error:
            others = self._open - 1
            if others and error.refusal.is_for_want_of_room:
                raise NoRoom(others) from error
            raise
        finally:
            if not is_good:
                self._close(server)
        return server

    # --- one letter ------------------------------------------------------------------------------

    async def _sent_over_kept(self, content: bytes, to: str) -> str | None:
        """Send a message over a connection that was kept; None where none is good any more."""
        while self._idle:
            server, _ = self._idle.pop()
            try:
                return await self._hand_over(server, content, to)
            except NotTaken as error:
                # It has gone while nobody spoke, or takes no more over one connection: that says
                # nothing about the message.
                if not error.refusal.is_goodbye:
                    raise
        return None

    async def _hand_over(self, server: SMTP, content: bytes, to: str) -> str:
        """Say who writes, to whom, and what; each may take its time. Return the server's last word."""
        sender, seconds = self._settings.mail_from, self._command_seconds
        async with self._lent(server):
            with _at(MailStage.SENDER):
                await server.mail(sender, options=_options(server, content), timeout=seconds)
            with _at(MailStage.RECIPIENT):
                await server.rcpt(to, timeout=seconds)
            with _at(MailStage.TEXT):
                answer = await server.data(content, timeout=self._text_seconds)
        return f"{answer.code} {answer.message}"


def _options(server: SMTP, content: bytes) -> list[str]:
    """Return what is said of a letter before it: its size, so that one too large is refused at once."""
    if not server.supports_extension("size"):
        return []
    return [f"SIZE={len(normalize_message_line_endings(content))}"]


async def _greet(server: SMTP) -> None:
    """Say who we are, where that was not done to encrypt or to sign in."""
    if server.is_ehlo_or_helo_needed:
        try:
            await server.ehlo()
        except SMTPHeloError:
            await server.helo()


class _at:  # noqa: N801 - it is used as a function is.
    """Raise whatever goes wrong inside as `NotTaken` at this stage."""

    def __init__(self, stage: MailStage) -> None:
        self._stage = stage

    def __enter__(self) -> None: ...

    def __exit__(self, _kind: object, error: BaseException | None, _trace: object) -> None:
        if isinstance(error, SMTPException | OSError | ValueError):
            raise NotTaken(MailRefusal(self._stage, _code(error), _said(error))) from error


async def _forget_letter(server: SMTP) -> bool:
    """Have the server forget the letter under way; False where the connection is good no more."""
    if not server.is_connected:
        return False
    try:
        await server.rset(timeout=_RESET_SECONDS)
    except (SMTPException, OSError):
        return False
    return server.is_connected


async def _take_leave(server: SMTP) -> None:
    try:
        # A server that has gone need not be told that we go.
        with suppress(SMTPException, OSError):
            await server.quit(timeout=1)
    finally:
        server.close()


def _code(error: BaseException) -> int:
    """Return the server's reply code; 0 where it gave none, or no valid one."""
    return max(0, error.code) if isinstance(error, SMTPResponseException) else 0


def _said(error: BaseException) -> str:
    if isinstance(error, SMTPResponseException):
        return error.message
    if isinstance(error, SMTPServerDisconnected):
        return HUNG_UP
    if isinstance(error, TimeoutError):
        return NO_ANSWER
    cause: BaseException | None = error
    while cause is not None:
        if isinstance(cause, ssl.SSLError):
            return f"TLS: {getattr(cause, 'verify_message', '') or cause.reason or cause}"
        cause = cause.__cause__
    return str(error) or type(error).__name__

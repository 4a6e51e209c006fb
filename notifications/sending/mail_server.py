"""The mail server Doan hands its messages to, over connections kept for as long as they are used."""

import asyncio
import ssl
import time
from contextlib import AsyncExitStack, suppress
from typing import Self

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
)

from config.settings import LOOPBACK, Settings
from models.errors import AddressUnusable, MessageNotSent

# A connection that was idle for longer is not used again: servers hang up by themselves.
KEPT_FOR_SECONDS = 60.0
# Each command has its own time limit; a whole message, from the greeting to the answer after its
# text, may take so many of them.
_COMMANDS_OF_A_MESSAGE = 6

_CLOSING = 421
# These say that we are not let in, which is nothing about the message: 530 to 538, RFC 4954.
_NOT_LET_IN = range(530, 539)


class MailServer:
    """The server of the settings, or the local catcher where none is set. For one event loop."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._idle: list[tuple[SMTP, float]] = []

    @staticmethod
    def most_seconds(settings: Settings) -> float:
        """Return how long handing over one message can take at most."""
        return settings.smtp_timeout_seconds * _COMMANDS_OF_A_MESSAGE

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_raised: object) -> None:
        await self.hang_up()

    async def send(self, content: bytes, to: str) -> None:
        """Hand a message over; when this returns, the server has taken it.

        Raises `MessageNotSent`. Where the connection broke after the text the server may have taken
        it all the same; it is then sent again with the same Message-ID rather than not at all.
        """
        try:
            async with asyncio.timeout(self.most_seconds(self._settings)):
                await self._send(content, to)
        except TimeoutError:
            raise MessageNotSent("the mail server did not answer in time") from None

    async def hang_up(self, *, idle_for: float = 0.0) -> None:
        """Close the connections that nobody uses and that have been idle for some seconds."""
        before = time.monotonic() - idle_for
        unused = [server for server, since in self._idle if since <= before]
        self._idle = [(server, since) for server, since in self._idle if since > before]
        # All of them are closed, whatever one of them meets.
        async with AsyncExitStack() as leaving:
            for server in unused:
                leaving.push_async_callback(_take_leave, server)

    async def _send(self, content: bytes, to: str) -> None:
        while self._idle:
            kept, _ = self._idle.pop()
            try:
                return await self._hand_over(kept, content, to)
            except _HungUp:
                # It did so while nobody spoke: that says nothing about the message.
                continue
        server = await self._connect()
        try:
            await self._hand_over(server, content, to)
        except _HungUp as gone:
            raise MessageNotSent(str(gone)) from gone

    async def _connect(self) -> SMTP:
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
        is_good = False
        try:
            await server.connect()
            is_good = True
        except (SMTPException, OSError, ValueError) as error:
            trouble = f"no connection to the mail server: {_said(error)}"
            raise MessageNotSent(trouble, reply_code=_code(error)) from error
        finally:
            if not is_good:
                server.close()
        return server

    async def _hand_over(self, server: SMTP, content: bytes, to: str) -> None:
        """Send one message; the connection is kept if it is still good, and closed if not."""
        is_good = False
        try:
            await server.sendmail(self._settings.mail_from, [to], content)
            is_good = True
        except SMTPServerDisconnected as error:
            raise _HungUp(_said(error)) from error
        except (SMTPResponseException, SMTPRecipientsRefused) as error:
            if _code(error) == _CLOSING:
                raise _HungUp(_said(error)) from error
            is_good = server.is_connected
            raise _not_sent(error) from error
        except (SMTPException, OSError) as error:
            raise MessageNotSent(_said(error)) from error
        except ValueError as error:
            raise AddressUnusable(_said(error)) from error
        finally:
            if is_good:
                self._idle.append((server, time.monotonic()))
            else:
                server.close()


async def _take_leave(server: SMTP) -> None:
    try:
        # A server that has gone need not be told that we go.
        with suppress(SMTPException, OSError):
            await server.quit(timeout=1)
    finally:
        server.close()


async def send_unstored(settings: Settings, content: bytes, to: str) -> None:
    """Send a message that is stored nowhere (a sign-in code); raises `MessageNotSent`."""
    async with MailServer(settings) as server:
        await server.send(content, to)


class _HungUp(Exception):
    """The server has closed the connection, or says that it will."""


def _not_sent(error: SMTPResponseException | SMTPRecipientsRefused) -> MessageNotSent:
    """Tell a refusal of this message from one that may pass."""
    code = _code(error)
    about_it = isinstance(error, SMTPRecipientsRefused | SMTPSenderRefused | SMTPDataError)
    permanent = about_it and 500 <= code < 600 and code not in _NOT_LET_IN
    return MessageNotSent(_said(error), reply_code=code, permanent=permanent)


def _code(error: BaseException) -> int:
    """Return the server's reply code; 0 where it gave none."""
    if isinstance(error, SMTPRecipientsRefused):
        return error.recipients[0].code
    return error.code if isinstance(error, SMTPResponseException) else 0


def _said(error: BaseException) -> str:
    if isinstance(error, SMTPRecipientsRefused):
        error = error.recipients[0]
    if isinstance(error, SMTPResponseException):
        return f"{error.code} {error.message}"
    if isinstance(error, ssl.SSLError):
        return f"TLS: {error.reason or error}"
    return str(error) or type(error).__name__

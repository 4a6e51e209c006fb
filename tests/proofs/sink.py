"""A mail server that keeps what it takes, and can hang up at any word of the conversation."""

import asyncio
from dataclasses import dataclass, field
from email import message_from_bytes

from notifications.sending.smtp_listener import SmtpListener
from tests.factories.postbox import free_port

OK = "250 OK"


@dataclass
class Sink:
    """Counts the words said to it; hangs up at the word `at`, once.

    A letter is two words: its text has come and is not taken, and it is taken but not answered yet.
    """

    port: int = field(default_factory=free_port)
    words: int = 0
    at: int = 0
    kept: list[tuple[str, bytes]] = field(default_factory=list)
    # Letters that were taken without an answer.
    unanswered: list[str] = field(default_factory=list)

    def __enter__(self):
        self._listener = SmtpListener(self, hostname="127.0.0.1", port=self.port)
        self._listener.start()
        return self

    def __exit__(self, *_raised):
        self._listener.stop()

    def begin(self, at=0):
        # What an earlier round left half said counts for no later one.
        self.hangs_up()
        self.words, self.at = 0, at
        self.kept.clear()
        self.unanswered.clear()

    def hangs_up(self):
        """Whoever is still talking is cut off: no letter comes any more."""
        self._listener.hang_up()

    @property
    def ids(self):
        return [message_id for message_id, _ in self.kept]

    def _hangs_up(self, server):
        self.words += 1
        if self.words == self.at:
            server.transport.abort()
            return True
        return False

    async def handle_EHLO(self, server, session, envelope, hostname, responses):  # noqa: N802
        session.host_name = hostname
        self._hangs_up(server)
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):  # noqa: N802
        envelope.mail_from = address
        self._hangs_up(server)
        return OK

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802
        envelope.rcpt_tos.append(address)
        self._hangs_up(server)
        return OK

    async def handle_DATA(self, server, session, envelope):  # noqa: N802
        if self._hangs_up(server):
            return OK
        message_id = message_from_bytes(envelope.original_content)["Message-ID"]
        self.kept.append((message_id, envelope.original_content))
        if self._hangs_up(server):
            self.unanswered.append(message_id)
        # Whoever is broken at the other end is given up before the next word.
        await asyncio.sleep(0)
        return OK

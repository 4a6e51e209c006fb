"""Letters of a real case on their way out: queued, sent in passes, and what became of each."""

import asyncio
from dataclasses import replace
from datetime import timedelta
from functools import partial

from flows.sweeps.troubles import note_undelivered, note_unrendered
from models.store import outbox
from models.store.database.clock import move_clock, now
from models.store.mail.standing import letters_of_case
from models.store.outbox import NewMessage
from notifications.sending.delivery import Deliverer
from notifications.sending.gate import MailGate
from notifications.sending.mail_server import COMMAND_SECONDS, TEXT_SECONDS, MailServer
from notifications.sending.watch import ServerWatch
from tests.factories.deliverer import Clock
from tests.factories.house import the_signer

# Of the sample directory. Nobody of them is of the focal office, which is told of trouble.
READERS = ("tran.thi.du", "le.thi.vi.du", "pham.van.mau")


class LettersOut:
    """Three letters of a case of an office, and a deliverer that brings them to a mail server."""

    def __init__(self, office, readers=READERS, *, sent_to=None):
        self.office, self.desk, self.readers = office, office.desk, readers
        self.clock = Clock()
        self.sent_to = sent_to or {}
        office.submits()
        with self.desk.store.writing() as conn:
            rows = outbox.messages_of(conn, office.case_no)
            told = next(row for row in rows if row.notice == "case_received")
            for row in rows:
                outbox.mark_sent(conn, row.id)
            named = list(NewMessage.__dataclass_fields__)
            letter = NewMessage(**{name: getattr(told, name) for name in named})
            outbox.queue(
                conn, [self._to(letter, who) for who in readers], the_signer(), at=now(conn)
            )

    def _to(self, letter, reader):
        message_id = f"<{self.office.case_no.lower()}.99.{reader}@hau-giang.example>"
        facts = dict(letter.facts)
        if reader in self.sent_to:
            facts["sent_to"] = self.sent_to[reader]
        return replace(letter, recipient=reader, message_id=message_id, facts=facts)

    def deliverer(self, port, *, text_seconds=TEXT_SECONDS, **settings):
        changed = {"smtp_host": "127.0.0.1", "smtp_port": port, "smtp_tls": "none", **settings}
        made = self.desk.settings.model_copy(update=changed)
        server = partial(MailServer, command_seconds=COMMAND_SECONDS, text_seconds=text_seconds)
        gate = MailGate(clock=self.clock)
        return Deliverer(
            self.desk.store,
            made,
            on_failed=partial(note_undelivered, self.desk),
            on_unrenderable=partial(note_unrendered, self.desk),
            watch=ServerWatch(self.desk.store, made, gate=gate, server=server),
        )

    def pass_time(self, **time):
        """Let people's clock and the gate's go on."""
        span = timedelta(**time)
        self.clock.at += span.total_seconds()
        with self.desk.store.writing() as conn:
            move_clock(conn, now(conn) + span)

    def deliver(self, deliverer):
        return asyncio.run(deliverer.deliver_waiting())

    def standings(self):
        """Where the letters stand, by reader."""
        with self.desk.store.reading() as conn:
            letters = letters_of_case(conn, self.office.case_no)
        ours = {each.recipient: each.standing.value for each in letters if self._is_ours(each)}
        return {reader: ours[reader] for reader in self.readers}

    def _is_ours(self, letter):
        return letter.notice == "case_received" and letter.recipient in self.readers

    def told(self):
        """Who is told that a letter did not arrive."""
        with self.desk.store.reading() as conn:
            rows = outbox.messages_of(conn, self.office.case_no)
        return {row.recipient for row in rows if row.notice == "message_failed"}

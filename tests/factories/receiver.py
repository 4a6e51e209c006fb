"""What webhooks call: a receiver on loopback that keeps what came, and answers in every way there is."""

import asyncio
import json
import threading
from collections import deque
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from sqlalchemy import select

from flows.acts.house.webhooks import end_gone_webhook, register_webhook
from flows.case.answers import Identified
from flows.sweeps.checkpoints import number_and_sign
from flows.sweeps.webhooks import queue_calls
from models import entries as e
from models.ids import PersonId
from models.store import journal
from models.store.calls.standings import standings
from models.store.database.clock import move_clock, now
from models.store.house.journal import HOUSE
from models.store.tables import webhook_calls as rows
from notifications.webhooks.sender import WebhookSender
from tests.factories.audit import verify

ACCOUNT = Identified(PersonId("console:admin"), "console:admin")
# Long enough for every answer of this machine, and short where none comes.
SHORT, LONG = 0.5, 30.0


@dataclass
class Came:
    """A call as it came: its headers, in small letters, and the bytes of its body."""

    headers: dict[str, str]
    body: bytes

    @property
    def said(self):
        return json.loads(self.body)

    @property
    def id(self):
        return self.headers["webhook-id"]


@dataclass
class Receiver:
    """Answers call after call as it is told, and then that it has taken them."""

    answers: deque = field(default_factory=deque)
    came: list[Came] = field(default_factory=list)
    # Set at the end, so that none that hangs outlives its test.
    released: threading.Event = field(default_factory=threading.Event)
    port: int = 0
    scheme: str = "http"

    def url(self, host="127.0.0.1"):
        return f"{self.scheme}://{host}:{self.port}/bao?khoa=1"

    @property
    def types(self):
        return [each.said["type"] for each in self.came]

    @property
    def ids(self):
        return [each.id for each in self.came]


@contextmanager
def receiver(*answers, tls=None):
    """A receiver that gives these answers: a status, or what is done with the handler of the call."""
    made = Receiver(deque(answers), scheme="https" if tls else "http")

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            headers = {name.lower(): value for name, value in self.headers.items()}
            made.came.append(Came(headers, self.rfile.read(int(headers["content-length"]))))
            answer = made.answers.popleft() if made.answers else 200
            with suppress(OSError):
                (answer if callable(answer) else _with_status(answer))(self, made)

        def log_message(self, *_said):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    made.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield made
    finally:
        made.released.set()
        server.shutdown()
        thread.join()
        server.server_close()


# --- answers -----------------------------------------------------------------------------------------


def _with_status(status):
    def answers(handler, _made):
        handler.send_response(status)
        handler.end_headers()

    return answers


def asks_to_wait(said, status=503):
    """An answer that it is to be called again at a time, as it is written in `Retry-After`."""

    def answers(handler, _made):
        handler.send_response(status)
        handler.send_header("Retry-After", said)
        handler.end_headers()

    return answers


def leads_to(url, status=307):
    """An answer that it is to be called elsewhere."""

    def answers(handler, _made):
        handler.send_response(status)
        handler.send_header("Location", url)
        handler.end_headers()

    return answers


def hangs_up(handler, _made):
    """No answer: the connection is closed."""
    handler.close_connection = True


def hangs(handler, made):
    """An answer that comes when nobody waits for it any more."""
    made.released.wait(LONG)
    _with_status(200)(handler, made)


def says_garbage(handler, _made):
    """An answer in no form there is."""
    handler.wfile.write(b"\x00\xff khong phai HTTP \r\n\r\n")
    handler.close_connection = True


def has_no_end(handler, made):
    """An answer that goes on for as long as anybody reads it."""
    handler.send_response(200)
    handler.end_headers()
    while not made.released.is_set():
        handler.wfile.write(b"x" * 65536)


# --- a Doan that calls ---------------------------------------------------------------------------------


def calling(desk, *, seconds=LONG, **changed):
    """A Doan whose webhooks may lead to this machine."""
    update = {"webhooks_to_private": True, "webhook_timeout_seconds": seconds, **changed}
    return replace(desk, settings=desk.settings.model_copy(update=update))


def registered(desk, made, *kinds, host="127.0.0.1", name="Một cửa"):
    """Register a receiver; return the number and the secret of its webhook."""
    return register_webhook(desk, ACCOUNT, made.url(host), name, kinds)


def queues(desk):
    """What was journaled gets its place, and is queued."""
    number_and_sign(desk)
    queue_calls(desk)


def sender(desk):
    return WebhookSender(
        desk.store, desk.settings, on_gone=lambda number: end_gone_webhook(desk, number)
    )


def calls(desk):
    """Whatever waits and is due is called."""
    asyncio.run(sender(desk).call_waiting())


def time_goes_by(desk, **span):
    with desk.store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(seconds=1, **span))


def stands(desk):
    """How the only webhook stands."""
    with desk.store.reading() as conn:
        (standing,) = standings(conn)
    return standing


def waiting(desk):
    """What was queued, in its order, and how it stands."""
    with desk.store.reading() as conn:
        return conn.execute(select(rows).order_by(rows.c.id)).all()


def difference(desk):
    """What an auditor finds."""
    with desk.store.reading() as conn:
        return verify(conn).difference


def ended(desk):
    """Which webhooks have ended, and why, as the house's journal tells."""
    with desk.store.reading() as conn:
        told = [each.payload for each in journal.all_of(conn, HOUSE, e.WebhooksEnded.kind)]
    return [(each.webhooks, each.why) for each in told if isinstance(each, e.WebhooksEnded)]

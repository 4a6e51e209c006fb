"""A deliverer that sends to a mail server of the test's own."""

import asyncio
from datetime import timedelta
from functools import partial

from config.settings import Settings
from models.store.database.clock import move_clock, now
from notifications.sending.delivery import Deliverer
from notifications.sending.gate import MailGate
from notifications.sending.mail_server import COMMAND_SECONDS, TEXT_SECONDS, MailServer
from notifications.sending.watch import ServerWatch
from tests.factories.messages import (
    messages,
)


class Told:
    """What the deliverer told the office and the administrator."""

    def __init__(self):
        self.failed, self.unrenderable = [], []

    def of_failure(self, row, reply_code):
        self.failed.append((row.notice, reply_code))

    def of_template(self, row, error):
        self.unrenderable.append((row.notice, type(error).__name__))


def make_settings(port, **changed):
    defaults = {
        "smtp_host": "127.0.0.1",
        "smtp_port": port or 25,
        "smtp_tls": "none",
    }
    return Settings(**{**defaults, **changed})


class Clock:
    """Seconds that pass when a test says so."""

    def __init__(self):
        self.at = 0.0

    def __call__(self):
        return self.at


def make_deliverer(
    store,
    port,
    told=None,
    *,
    clock=None,
    command_seconds=COMMAND_SECONDS,
    text_seconds=TEXT_SECONDS,
    **settings,
):
    told = told or Told()
    server = partial(MailServer, command_seconds=command_seconds, text_seconds=text_seconds)
    made = make_settings(port, **settings)
    gate = MailGate(clock=clock) if clock else MailGate()
    return Deliverer(
        store,
        made,
        on_failed=told.of_failure,
        on_unrenderable=told.of_template,
        watch=ServerWatch(store, made, gate=gate, server=server),
    )


def deliver(store, port, told=None, **settings):
    """Make one pass; return how many messages were taken."""
    return asyncio.run(make_deliverer(store, port, told, **settings).deliver_waiting())


def a_minute_passes(store, minutes=1):
    with store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=minutes, seconds=1))


def states(store):
    return [row.state for row in messages(store)]

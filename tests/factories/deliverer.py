"""A deliverer that sends to a mail server of the test's own."""

import asyncio
from datetime import timedelta

from config.settings import Settings
from models.store.database.clock import move_clock, now
from notifications.sending.delivery import Deliverer
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
        "secret": "a key for tests alone",
        "smtp_host": "127.0.0.1",
        "smtp_port": port or 25,
        "smtp_tls": "none",
    }
    return Settings(**{**defaults, **changed})


def make_deliverer(store, port, told=None, **settings):
    told = told or Told()
    return Deliverer(
        store,
        make_settings(port, **settings),
        on_failed=told.of_failure,
        on_unrenderable=told.of_template,
    )


def deliver(store, port, told=None, **settings):
    """Make one pass; return how many messages were taken."""
    return asyncio.run(make_deliverer(store, port, told, **settings).deliver_waiting())


def a_minute_passes(store, minutes=1):
    with store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=minutes, seconds=1))


def states(store):
    return [row.state for row in messages(store)]

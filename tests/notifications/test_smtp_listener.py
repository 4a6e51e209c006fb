"""The listener behind the catcher ends its conversations itself and leaves no socket open."""

import socket

import pytest

from notifications.sending.smtp_listener import SmtpListener
from tests.factories.postbox import free_port


@pytest.fixture
def listener():
    opened = SmtpListener(object(), hostname="127.0.0.1", port=free_port())
    opened.start()
    return opened


def call(listener):
    caller = socket.create_connection((listener.hostname, listener.port), timeout=30)
    assert caller.recv(1024).startswith(b"220")
    return caller


def test_it_hangs_up_on_everybody_when_told_to_and_listens_on(listener):
    with call(listener) as first, call(listener) as second:
        listener.hang_up()

        assert (first.recv(1024), second.recv(1024)) == (b"", b"")
    call(listener).close()
    listener.stop()


def test_it_hangs_up_on_those_still_talking_when_it_stops(listener):
    with call(listener) as caller:
        listener.stop()

        assert caller.recv(1024) == b""

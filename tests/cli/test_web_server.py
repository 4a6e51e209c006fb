"""The server of the pages under connections that never say what they want."""

import resource
import socket
import threading
from contextlib import ExitStack, contextmanager

import httpx
import pytest
from fastapi import FastAPI, Request

from cli.running.web_server import MOST_HALF_OPEN, web_server
from config.settings import Settings
from tests.factories.prefect import free_port, wait_until

MANY = 1100
PATIENCE_SECONDS = 20


@pytest.fixture(autouse=True)
def files():
    """Both ends of every connection are open here."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 4 * MANY), hard))
    yield
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


@contextmanager
def serving(headers_within):
    app = FastAPI()

    @app.get("/healthz")
    def alive():
        return {"alive": True}

    @app.post("/form")
    async def take(request: Request):
        return {"length": len(await request.body())}

    settings = Settings(port=free_port())
    server = web_server(app, settings, headers_within=headers_within)
    thread = threading.Thread(target=server.run)
    thread.start()
    wait_until(lambda: server.started)
    try:
        yield settings.port
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def connected(headers_within):
    """A connection to a server of its own."""
    with ExitStack() as stack:
        port = stack.enter_context(serving(headers_within))
        address = ("127.0.0.1", port)
        yield stack.enter_context(socket.create_connection(address, timeout=PATIENCE_SECONDS))


@contextmanager
def half_open(port, count, said=b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "):
    """Connections that begin a request and do not end it."""
    with ExitStack() as stack:
        opened = []
        for _ in range(count):
            one = stack.enter_context(socket.create_connection(("127.0.0.1", port)))
            one.settimeout(PATIENCE_SECONDS)
            one.sendall(said)
            opened.append(one)
        yield opened


def is_ended(connection):
    """Wait until the server ends a connection; fail when it does not."""
    try:
        while connection.recv(1000):
            pass
    except ConnectionResetError:
        pass
    return True


def answers(port):
    with httpx.Client(trust_env=False, timeout=PATIENCE_SECONDS) as client:
        return client.get(f"http://127.0.0.1:{port}/healthz").status_code


@pytest.mark.parametrize(
    "said", [b"", b"G", b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: "], ids=["nothing", "line", "header"]
)
def test_a_request_that_does_not_come_is_not_waited_for(said):
    with serving(headers_within=0.3) as port, half_open(port, 5, said) as opened:
        assert [is_ended(each) for each in opened] == [True] * 5


def test_of_eleven_hundred_half_open_requests_none_remains():
    with serving(headers_within=1.0) as port, half_open(port, MANY) as opened:
        assert all(is_ended(each) for each in opened)


def test_whoever_says_what_they_want_is_served_meanwhile():
    with serving(headers_within=PATIENCE_SECONDS) as port, half_open(port, MANY):
        assert answers(port) == 200


def test_of_many_half_open_requests_the_oldest_give_way():
    waits = PATIENCE_SECONDS
    with serving(headers_within=waits) as port, half_open(port, MOST_HALF_OPEN + 3) as opened:
        assert [is_ended(each) for each in opened[:3]] == [True] * 3


def test_line_ends_between_two_requests_keep_no_connection():
    with connected(headers_within=0.3) as one:
        one.sendall(b"GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n")
        assert b"200" in one.recv(1000)
        one.sendall(b"\r\n")

        assert is_ended(one)


def test_a_connection_serves_one_request_after_another():
    with serving(headers_within=0.3) as port, httpx.Client(trust_env=False) as client:
        got = [client.get(f"http://127.0.0.1:{port}/healthz").status_code for _ in range(20)]

    assert got == [200] * 20


def test_a_form_that_takes_longer_than_its_headers_may_is_taken():
    with connected(headers_within=0.2) as one:
        one.sendall(b"POST /form HTTP/1.1\r\nHost: x\r\nContent-Length: 3\r\n\r\n")
        for part in (b"a", b"b", b"c"):
            threading.Event().wait(0.2)
            one.sendall(part)

        assert b"200 OK" in one.recv(1000)

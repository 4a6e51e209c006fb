"""Pages served as `doan up` serves them, the real browser that opens them, and a real post office."""

import os

import pytest

from tests.factories.office import Office
from tests.factories.post_office import post_office
from tests.factories.served import a_chromium, serving


@pytest.fixture
def office(desk):
    return Office(desk)


@pytest.fixture
def site(desk, office):
    """The pages of a desk, on a port of their own."""
    with serving(desk, office) as opened:
        yield opened


@pytest.fixture
def chromium():
    with a_chromium() as opened:
        yield opened


@pytest.fixture(scope="module")
def post_office_running(tmp_path_factory):
    with post_office(tmp_path_factory.mktemp("post-office")) as opened:
        yield opened


@pytest.fixture
def post(post_office_running, monkeypatch):
    """The post office with nothing in its mailboxes; its authority is known on this machine."""
    monkeypatch.setenv("SSL_CERT_FILE", os.fspath(post_office_running.certificate))
    post_office_running.empty()
    return post_office_running

"""Whoever has committed says so; whoever listens hears it, on this machine or on another."""

import queue

import pytest

from config.settings import Settings
from flows.poke import listener, tell_running
from tests.factories.prefect import free_port


@pytest.fixture
def heard(store, tmp_path):
    """What a listener on the database, or on this machine, hears."""
    said: queue.SimpleQueue[str] = queue.SimpleQueue()
    settings = Settings(folder=tmp_path, poke_port=free_port(), worker_port=free_port())
    listening = listener(store, settings.worker_port, said.put)
    listening.start()
    if not store.is_sqlite:
        assert said.get(timeout=10) == ""
    yield settings, said
    listening.close()


def test_what_is_said_after_a_commit_is_heard(store, heard):
    settings, said = heard

    tell_running(store, settings)("DR-2020-0001")

    assert said.get(timeout=10) == "DR-2020-0001"


def test_nobody_need_listen(store, tmp_path):
    settings = Settings(folder=tmp_path, poke_port=free_port(), worker_port=free_port())

    tell_running(store, settings)("DR-2020-0001")

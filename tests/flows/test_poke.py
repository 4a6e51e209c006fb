"""Whoever has committed says so; whoever listens hears it, on this machine or on another."""

import queue
from contextlib import suppress
from dataclasses import replace

import pytest

from config.settings import Settings
from flows.case.poke import CLOCK_MOVED, listener, tell_running
from models.store.database.announcements import announce, announce_at_commit
from tests.factories.office import Office
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


def test_what_is_said_is_heard(store, heard):
    settings, said = heard

    tell_running(store, settings)(CLOCK_MOVED)

    assert said.get(timeout=10) == CLOCK_MOVED


def test_what_happens_to_a_case_is_heard_once_it_is_committed(desk, heard):
    settings, said = heard
    office = Office(replace(desk, tell=tell_running(desk.store, settings)))

    case = office.submits()

    assert said.get(timeout=10) == case.no


@pytest.mark.parametrize("store", ["postgresql"], indirect=True)
def test_what_is_undone_is_heard_by_nobody(store, heard):
    _, said = heard

    with suppress(ValueError), store.writing() as conn:
        announce_at_commit(conn, "never")
        raise ValueError
    announce(store, "afterwards")

    assert said.get(timeout=10) == "afterwards"


def test_nobody_need_listen(store, tmp_path):
    settings = Settings(folder=tmp_path, poke_port=free_port(), worker_port=free_port())

    tell_running(store, settings)("DR-2020-0001")

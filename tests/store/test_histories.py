"""Who wakes a case's run: one waker at a time, on both databases."""

from datetime import timedelta

import pytest

from models.store import histories, outbox
from models.store.database import clock, leases
from tests.factories.office import Office

AHEAD = timedelta(days=3)


@pytest.fixture
def case_no(desk):
    return Office(desk).submits().no


def test_one_waker_claims_a_case_that_has_no_run_yet(store, case_no):
    with store.writing() as conn:
        assert histories.claim(conn, case_no)

    with store.writing() as conn:
        assert not histories.claim(conn, case_no)


def test_a_case_can_be_claimed_again_once_its_waker_gave_it_back(store, case_no):
    with store.writing() as conn:
        histories.claim(conn, case_no)
        histories.release(conn, case_no)

        assert histories.claim(conn, case_no)


def test_a_case_that_is_being_woken_is_not_left_over(store, case_no):
    with store.writing() as conn:
        assert histories.left_over(conn) == (case_no,)
        histories.claim(conn, case_no)

        assert histories.left_over(conn) == ()


def test_a_claim_whose_waker_died_ends_by_itself(store, case_no, monkeypatch):
    monkeypatch.setattr(histories, "CLAIM", -histories.CLAIM)
    with store.writing() as conn:
        histories.claim(conn, case_no)

        assert histories.left_over(conn) == (case_no,)


def test_a_lease_is_held_by_one(store):
    with store.writing() as conn:
        assert leases.take(conn, "sweep", histories.CLAIM)
        assert not leases.take(conn, "sweep", histories.CLAIM)


@pytest.fixture
def days_ahead(monkeypatch):
    """A machine whose clock is three days ahead, until it is set right within the test."""
    machine_time = clock.machine_time
    with monkeypatch.context() as ahead:
        for module in (leases, histories):
            ahead.setattr(module, "machine_time", lambda conn: machine_time(conn) + AHEAD)
        yield ahead


def test_a_lease_of_before_the_clock_was_set_back_is_nobodys(store, days_ahead):
    with store.writing() as conn:
        leases.take(conn, "sweep", histories.CLAIM)
        days_ahead.undo()

        assert leases.take(conn, "sweep", histories.CLAIM)


def test_a_claim_of_before_the_clock_was_set_back_is_nobodys(store, case_no, days_ahead):
    with store.writing() as conn:
        histories.claim(conn, case_no)
        days_ahead.undo()

        assert histories.left_over(conn) == (case_no,)
        assert histories.claim(conn, case_no)


def test_a_message_in_hand_before_the_clock_was_set_back_is_sent(store, case_no):
    with store.writing() as conn:
        in_hand = outbox.lease(conn, limit=10, seconds=60 + AHEAD.total_seconds())

        again = outbox.lease(conn, limit=10, seconds=60)
    assert [row.id for row in again] == [row.id for row in in_hand] != []

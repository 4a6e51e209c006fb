"""Who wakes a case's run: one waker at a time, on both databases."""

import pytest

from models.store import histories, leases
from tests.factories.office import Office


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

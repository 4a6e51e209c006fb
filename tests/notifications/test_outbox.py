"""The outbox: once queued, handed out to one at a time, in order, and frozen."""

from datetime import timedelta
from functools import partial

import pytest

from models.store import outbox
from models.store.database.clock import make_clock_movable, now
from models.store.outbox import MessageState
from tests.factories.house import the_signer
from tests.factories.messages import (
    CASE_NO,
    enter_people,
    make_person,
    messages,
    queue_message,
)

ANOTHER = make_person(id="ly.thi.gia.dinh", name="Lý Thị Giả Định", mailbox="ly@example.org")


@pytest.fixture(autouse=True)
def people(store):
    enter_people(store, make_person(), ANOTHER)


def lease(store, *, limit=10, seconds=60.0):
    with store.writing() as conn:
        return outbox.lease(conn, limit=limit, seconds=seconds)


def test_a_message_queued_twice_is_one(store):
    queue_message(store)
    queue_message(store, facts={"other": "facts"})

    assert [row.facts == {"other": "facts"} for row in messages(store)] == [False]


def test_who_is_asked_to_act_is_written_to_before_who_is_only_told(store):
    queue_message(store, seq=1, notice="progress")
    queue_message(store, seq=2, recipient=ANOTHER.id, asks=True)

    assert [row.seq for row in lease(store)] == [2, 1]


def test_a_leased_message_is_nobody_elses(store):
    queue_message(store)
    lease(store)

    assert lease(store) == []


def test_a_lease_ends(store):
    queue_message(store)
    lease(store, seconds=0)

    assert [row.tries for row in lease(store)] == [2]


def test_no_more_are_leased_than_asked_for(store):
    queue_message(store)
    queue_message(store, recipient=ANOTHER.id)

    assert len(lease(store, limit=1)) == 1


def test_what_one_person_is_told_of_a_case_goes_out_in_order(store):
    for seq in (1, 2):
        queue_message(store, seq=seq)
    queue_message(store, seq=2, recipient=ANOTHER.id)

    leased = lease(store)

    assert [(row.seq, row.recipient) for row in leased] == [
        (1, "tran.thi.vi.du"),
        (2, ANOTHER.id),
    ]


@pytest.mark.parametrize(
    "end",
    [outbox.mark_sent, partial(outbox.mark_failed, trouble="554")],
    ids=["sent", "failed"],
)
def test_the_next_one_follows_when_the_first_is_dealt_with(store, end):
    for seq in (1, 2):
        queue_message(store, seq=seq)
    (first,) = lease(store)

    with store.writing() as conn:
        end(conn, first.id)

    assert [row.seq for row in lease(store)] == [2]


def test_a_message_put_off_waits_for_its_time(store):
    queue_message(store)
    (row,) = lease(store)
    with store.writing() as conn:
        outbox.put_off(conn, row.id, now(conn) + timedelta(minutes=1), "451 later")

    assert lease(store) == []
    with store.writing() as conn:
        make_clock_movable(conn, now(conn) + timedelta(minutes=2))
    assert [row.trouble for row in lease(store)] == ["451 later"]


def test_a_message_is_frozen_once(store):
    queue_message(store)
    (row,) = lease(store)

    with store.writing() as conn:
        frozen = [
            outbox.freeze(conn, row.id, "a@example.org", text, the_signer())
            for text in (b"one", b"two")
        ]

    assert frozen == [True, False]
    assert [(m.content, m.state) for m in messages(store)] == [(b"one", MessageState.RENDERED)]


def test_a_sent_message_is_neither_put_off_nor_failed_by_somebody_late(store):
    queue_message(store)
    (row,) = lease(store)
    with store.writing() as conn:
        outbox.mark_sent(conn, row.id)

    with store.writing() as conn:
        outbox.put_off(conn, row.id, now(conn), "late")
        outbox.mark_failed(conn, row.id, "late")

    assert [(m.state, m.trouble) for m in messages(store)] == [(MessageState.SENT, None)]


def test_the_longest_wait_is_that_of_the_oldest_message_not_dealt_with(store):
    for seq in (1, 2):
        queue_message(store, seq=seq)
    first, second = messages(store)

    with store.writing() as conn:
        outbox.mark_failed(conn, first.id, "554")
        oldest = outbox.oldest_waiting(conn)

    assert oldest == second.queued_at


def test_a_message_belongs_to_its_case(store):
    queue_message(store)

    assert [row.case_no for row in messages(store)] == [CASE_NO]


def test_one_given_back_is_as_it_was(store):
    queue_message(store)
    before = messages(store)[0].next_try_at
    (row,) = lease(store)
    with store.writing() as conn:
        outbox.give_back(conn, row.id, "554 relay denied")

    (after,) = messages(store)
    assert (after.tries, after.next_try_at, after.trouble) == (0, before, "554 relay denied")
    assert [again.id for again in lease(store)] == [row.id]


def test_others_are_taken_in_hand_before_those_refused(store):
    queue_message(store, seq=1)
    queue_message(store, seq=2, recipient=ANOTHER.id)
    first, second = (row.id for row in messages(store))

    with store.writing() as conn:
        (rather,) = outbox.lease(conn, limit=1, seconds=60, rather_others_than={first})
        (only,) = outbox.lease(conn, limit=1, seconds=60, rather_others_than={first})

    assert (rather.id, only.id) == (second, first)


def test_one_that_was_put_off_can_be_hastened(store):
    queue_message(store)
    (row,) = lease(store)
    with store.writing() as conn:
        outbox.put_off(conn, row.id, now(conn) + timedelta(hours=1), "451")
    waits = lease(store)
    with store.writing() as conn:
        outbox.hasten(conn, [row.id])

    assert (waits, [again.id for again in lease(store)]) == ([], [row.id])

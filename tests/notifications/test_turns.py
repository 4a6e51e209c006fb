"""Whose turn it is: who is asked before who is told, the newest before the backlog."""

from datetime import timedelta

import pytest

from models.store import outbox
from models.store.database.clock import now
from models.store.mail.turns import pick
from tests.factories.clones import queries_of
from tests.factories.house import the_signer
from tests.factories.messages import enter_people, make_person, messages, queue_message

PEOPLE = [make_person(id=f"person.{n}", mailbox=f"person.{n}@example.org") for n in range(9)]
HASTY = PEOPLE[0].id


@pytest.fixture(autouse=True)
def people(store):
    enter_people(store, make_person(), *PEOPLE)


def turns(store, limit=4, **how):
    with store.reading() as conn:
        these = pick(conn, limit=limit, **how)
    seq = {row.id: row.seq for row in messages(store)}
    return [seq[each] for each in these]


def queue(store, *seqs, to=None, asks=True):
    for seq in seqs:
        queue_message(store, seq=seq, recipient=to or PEOPLE[seq % 9].id, asks=asks)


def lease(store, limit=1):
    with store.writing() as conn:
        return outbox.lease(conn, limit=limit, seconds=60)


def test_the_newest_go_before_the_backlog_and_every_fourth_is_the_oldest(store):
    queue(store, *range(1, 10))

    assert turns(store) == [9, 8, 7, 1]
    assert turns(store, limit=8) == [9, 8, 7, 1, 6, 5, 4, 2]


def test_where_there_is_room_for_all_they_go_in_the_order_they_came(store):
    queue(store, 1, 2, 3)

    assert turns(store) == [1, 2, 3]


def test_who_is_told_waits_for_all_who_are_asked(store):
    queue(store, 1, 2, 3)
    queue(store, 4, 5, 6, asks=False)

    assert turns(store, limit=6) == [1, 2, 3, 4, 5, 6]
    assert (turns(store, asks=True), turns(store, asks=False)) == ([1, 2, 3], [4, 5, 6])


def test_what_one_person_was_told_before_goes_in_the_place_of_the_newest(store):
    queue(store, 1, asks=False, to=HASTY)
    queue(store, *range(2, 9))
    queue(store, 9, to=HASTY)

    assert turns(store)[0] == 1


def test_those_between_are_found_where_both_ends_are_behind_one_in_hand(store):
    queue(store, *range(1, 31), to=HASTY)
    queue(store, 31, to=PEOPLE[1].id)
    queue(store, *range(32, 62), to=HASTY)
    (in_hand,) = lease(store)

    assert in_hand.seq == 1
    assert (turns(store, thoroughly=False), turns(store)) == ([], [31])


def test_those_put_off_hide_no_others(store):
    queue(store, *range(1, 10))
    with store.writing() as conn:
        for row in messages(store)[1:]:
            outbox.put_off(conn, row.id, now(conn) + timedelta(hours=1), "451 later")

    assert turns(store) == [1]


def test_those_refused_are_last_even_where_they_are_the_newest(store):
    queue(store, *range(1, 10))
    newest = messages(store)[-1].id

    assert turns(store, limit=1, rather_others_than={newest}) == [8]
    assert turns(store, limit=9, rather_others_than={newest})[-1] == 9


def test_what_is_given_back_was_not_tried(store):
    queue(store, 1)
    (row,) = lease(store)
    with store.writing() as conn:
        outbox.release(conn, [row.id])

    assert [(again.id, again.tries) for again in lease(store)] == [(row.id, 1)]


def test_of_letters_written_together_it_is_known_which_somebody_else_had_written(store):
    queue(store, 1, 2)
    first, second = (row.id for row in lease(store, limit=2))
    with store.writing() as conn:
        outbox.freeze(conn, first, "a@example.org", b"before", the_signer())
        letters = dict.fromkeys((first, second), ("a@example.org", b"after"))
        ours = outbox.freeze_all(conn, letters, the_signer())

    assert ours == {second}
    assert [row.content for row in messages(store)] == [b"before", b"after"]


# --- what it costs ----------------------------------------------------------------------------------


# PostgreSQL reads a table of a few rows whole.
@pytest.mark.parametrize("store", ["sqlite"], indirect=True)
def test_few_are_taken_and_given_back_without_a_look_at_all_that_wait(store):
    queue(store, *range(1, 10))
    with queries_of(store) as heard, store.writing() as conn:
        taken = outbox.take(conn, [row.id for row in messages(store)][:4], seconds=60)
        outbox.release(conn, [row.id for row in taken])
        outbox.hasten(conn, [row.id for row in taken])
    changes = [statement for statement in heard if statement.startswith("UPDATE outbox")]

    plans = [plan_of(store, statement) for statement in changes]

    assert len(plans) == 3
    assert ["ix_outbox_not_arrived" in plan for plan in plans] == [False] * 3
    assert all("INTEGER PRIMARY KEY" in plan for plan in plans)


def plan_of(store, statement):
    with store.reading() as conn:
        asked = ("0",) * statement.count("?")
        rows = conn.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", asked)
        return " ".join(str(row) for row in rows)

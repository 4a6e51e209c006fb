"""Very many letters at once: each leaves once and in its order, and a shut gate costs none a try."""

from collections import defaultdict

import pytest

from models.store.outbox import MessageState
from notifications.sending.delivery import IN_HAND_EACH
from notifications.sending.gate import AT_ONCE
from tests.factories.deliverer import deliver, states
from tests.factories.messages import enter_people, make_person, messages, queue_message
from tests.factories.postbox import Postbox
from tests.factories.smtp_script import ScriptedServer

PEOPLE = [make_person(id=f"person.{n}", mailbox=f"person.{n}@example.org") for n in range(10)]
# More than are in hand at once.
MANY = 2 * IN_HAND_EACH * AT_ONCE


@pytest.fixture(autouse=True)
def flood(store):
    enter_people(store, *PEOPLE)
    for number in range(MANY):
        queue_message(store, seq=number, recipient=PEOPLE[number % 10].id, asks=number % 3 == 0)


def test_each_leaves_once_and_those_of_one_person_in_order(store):
    with Postbox() as postbox:
        sent = deliver(store, postbox.port)

    came = defaultdict(list)
    for letter in postbox.accepted:
        came[letter.to].append(int(letter.message_id.split(".")[1]))
    assert sent == len(postbox.accepted) == MANY
    assert all(seqs == sorted(seqs) for seqs in came.values())
    assert set(states(store)) == {MessageState.SENT}


def test_a_server_that_takes_none_costs_none_of_them_a_try(store):
    with ScriptedServer(MAIL="550 5.7.60 may not send as this sender") as server:
        sent = deliver(store, server.port)

    rows = messages(store)
    assert (sent, {row.tries for row in rows}) == (0, {0})
    assert len([row for row in rows if row.trouble]) <= AT_ONCE
    with Postbox() as postbox:
        deliver(store, postbox.port)
    assert len(postbox.accepted) == MANY

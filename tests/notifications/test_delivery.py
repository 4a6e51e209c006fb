"""No message is lost, none changes between two tries, none is sent by two."""

import asyncio
import queue
import threading
from collections.abc import Callable

import pytest

from models.store import outbox
from models.store.outbox import MessageState
from notifications.sending import delivery
from notifications.sending.mail_server import MailServer
from notifications.writing.freezing import Freezer
from notifications.writing.links import link_to
from tests.factories.deliverer import (
    Told,
    deliver,
    make_deliverer,
    make_settings,
    states,
)
from tests.factories.messages import (
    CASE_NO,
    enter_people,
    make_person,
    messages,
    queue_message,
)
from tests.factories.postbox import (
    Postbox,
    free_port,
)

PERSON = make_person()
PEOPLE = [make_person(id=f"person.{n}", mailbox=f"person.{n}@example.org") for n in range(5)]


@pytest.fixture(autouse=True)
def people(store):
    enter_people(store, PERSON, *PEOPLE)


# --- what is taken -------------------------------------------------------------------------------


def test_a_message_reaches_its_persons_mailbox(store):
    queue_message(store)

    with Postbox() as postbox:
        sent = deliver(store, postbox.port)

    assert sent == 1
    assert [letter.to for letter in postbox.accepted] == ["tran.thi.vi.du@example.org"]
    assert states(store) == [MessageState.SENT]


@pytest.mark.parametrize(
    ("answer", "kept"),
    [
        ("250 2.0.0 Ok: queued as 4F1A2B", "250 2.0.0 Ok: queued as 4F1A2B"),
        ("250-2.0.0 taken\r\n250 id\t7", "250 2.0.0 taken id 7"),
        (f"250 {'x' * 400}", f"250 {'x' * 296}"),
    ],
)
def test_what_the_server_said_when_it_took_a_message_is_kept(store, answer, kept):
    queue_message(store)

    with Postbox(answer) as postbox:
        deliver(store, postbox.port)

    assert [row.accepted_as for row in messages(store)] == [kept]
    assert states(store) == [MessageState.SENT]


def test_a_message_that_was_sent_is_not_sent_again(store):
    queue_message(store)

    with Postbox() as postbox:
        deliver(store, postbox.port)
        again = deliver(store, postbox.port)

    assert again == 0
    assert len(postbox.accepted) == 1


def test_what_is_sent_are_the_bytes_that_were_kept(store):
    queue_message(store)

    with Postbox() as postbox:
        deliver(store, postbox.port)

    assert [row.content for row in messages(store)] == [postbox.accepted[0].content]


def test_only_a_message_that_asks_has_the_link_to_its_step(store):
    queue_message(store, notice="to_sign", seq=1)
    queue_message(store, notice="receipt", seq=2)

    with Postbox() as postbox:
        deliver(store, postbox.port, public_url="https://doan.example.org")

    texts = [letter.text for letter in postbox.accepted]
    link = link_to(make_settings(0, public_url="https://doan.example.org"), CASE_NO, 3, PERSON.id)
    assert [link in text for text in texts] == [True, False]
    assert "/v/" not in texts[1]


def test_a_message_that_tells_of_a_case_has_the_link_to_it(store):
    queue_message(store, notice="progress")

    with Postbox() as postbox:
        deliver(store, postbox.port, public_url="https://doan.example.org")

    link = link_to(make_settings(0, public_url="https://doan.example.org"), CASE_NO, 0, PERSON.id)
    text = postbox.accepted[0].text
    assert (link in text, "Xem hồ sơ" in text) == (True, True)


def test_messages_to_one_person_arrive_in_order_over_one_connection(store):
    for seq in range(1, 6):
        queue_message(store, seq=seq)

    with Postbox() as postbox:
        deliver(store, postbox.port)

    assert [letter.message_id.split(".")[1] for letter in postbox.accepted] == list("12345")
    assert len(postbox.sessions) == 1


def test_two_deliverers_at_once_send_each_message_once(store):
    for seq in range(1, 5):
        for person in PEOPLE:
            queue_message(store, seq=seq, recipient=person.id)

    async def both(port):
        passes = (make_deliverer(store, port).deliver_waiting() for _ in range(2))
        return await asyncio.gather(*passes)

    with Postbox() as postbox:
        sent = asyncio.run(both(postbox.port))

    assert sum(sent) == 20
    assert len({letter.message_id for letter in postbox.offered}) == len(postbox.offered) == 20


def test_a_message_that_hangs_keeps_no_other_from_going_out(store):
    slow, quick = PEOPLE[:2]
    queue_message(store, recipient=slow.id)
    queue_message(store, recipient=quick.id)

    async def send_past_the_slow_one(postbox):
        sending = asyncio.create_task(make_deliverer(store, postbox.port).deliver_waiting())
        came = await asyncio.to_thread(postbox.wait_for, 1)
        first = [letter.to for letter in postbox.accepted]
        postbox.release()
        return came, first, await sending

    with Postbox(hangs_for=[slow.mailbox]) as postbox:
        came, first, sent = asyncio.run(send_past_the_slow_one(postbox))

    assert (came, first, sent) == (True, [quick.mailbox], 2)


def test_a_message_that_only_tells_is_written_when_the_one_that_asks_has_been_sent(
    store, monkeypatch
):
    monkeypatch.setattr(delivery, "HEAD_START_SECONDS", 60)
    asked, told = PEOPLE[:2]
    queue_message(store, notice="progress", recipient=told.id)
    queue_message(store, notice="to_sign", recipient=asked.id, asks=True)

    async def look_while_it_is_sent(postbox):
        sending = asyncio.create_task(make_deliverer(store, postbox.port).deliver_waiting())
        await asyncio.to_thread(postbox.hanging.wait, 10)
        seen = states(store)
        postbox.release()
        return seen, await sending

    with Postbox(hangs_for=[asked.mailbox]) as postbox:
        seen, sent = asyncio.run(look_while_it_is_sent(postbox))

    assert (seen, sent) == ([MessageState.QUEUED, MessageState.RENDERED], 2)


# --- crashes -------------------------------------------------------------------------------------


def test_a_crash_after_the_server_took_it_repeats_the_message_with_its_message_id(store):
    queue_message(store)

    async def sent_and_crashed(settings, frozen):
        async with MailServer(settings) as server:
            await server.send(frozen.content, frozen.address)

    with Postbox() as postbox:
        settings = make_settings(postbox.port)
        with store.writing() as conn:
            (row,) = outbox.lease(conn, limit=1, seconds=0)
        frozen = Freezer(store, settings, Told().of_template).frozen(row)
        asyncio.run(sent_and_crashed(settings, frozen))
        deliver(store, postbox.port)

    first, second = postbox.accepted
    assert first.content == second.content


def test_a_crash_before_the_first_sending_loses_nothing(store):
    queue_message(store)
    with store.writing() as conn:
        outbox.lease(conn, limit=1, seconds=0)

    with Postbox() as postbox:
        sent = deliver(store, postbox.port)

    assert sent == 1


# --- the running deliverer -----------------------------------------------------------------------


def run_while(deliverer, story):
    """Run the deliverer in a thread of its own while `story` goes on; then stop it."""
    stops = queue.SimpleQueue[Callable[[], object]]()

    async def running():
        stop = asyncio.Event()
        loop = asyncio.get_running_loop()
        stops.put(lambda: loop.call_soon_threadsafe(stop.set))
        await deliverer.run(stop)

    thread = threading.Thread(target=asyncio.run, args=(running(),))
    thread.start()
    stop = stops.get()
    try:
        return story()
    finally:
        stop()
        thread.join()


def test_a_poke_from_another_thread_sends_at_once(store):
    queue_message(store, seq=1)

    with Postbox() as postbox:
        deliverer = make_deliverer(store, postbox.port)

        def story():
            postbox.wait_for(1)
            queue_message(store, seq=2)
            deliverer.poke()
            return postbox.wait_for(2)

        assert run_while(deliverer, story)


def test_a_lost_connection_is_made_anew(store):
    queue_message(store, seq=1)

    with Postbox() as postbox:
        deliverer = make_deliverer(store, postbox.port)

        def story():
            postbox.wait_for(1)
            postbox.restart()
            queue_message(store, seq=2)
            deliverer.poke()
            return postbox.wait_for(2)

        assert run_while(deliverer, story)


def test_the_connection_is_kept_between_messages(store):
    queue_message(store, seq=1)

    with Postbox() as postbox:
        deliverer = make_deliverer(store, postbox.port)

        def story():
            for seq in (2, 3):
                postbox.wait_for(seq - 1)
                queue_message(store, seq=seq)
                deliverer.poke()
            return postbox.wait_for(3)

        assert run_while(deliverer, story)
        assert len(postbox.sessions) == 1


def test_a_poke_before_or_after_the_run_does_no_harm(store):
    deliverer = make_deliverer(store, free_port())

    deliverer.poke()
    run_while(deliverer, lambda: None)
    deliverer.poke()

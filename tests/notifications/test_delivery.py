"""No message is lost, none changes between two tries, none is sent by two; trouble is told."""

import asyncio
import queue
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from config.settings import Settings
from models.errors import MessageNotSent
from models.store import outbox
from models.store.clock import move_clock, now
from models.store.outbox import MessageState
from notifications import delivery
from notifications.backoff import PATIENCE
from notifications.delivery import Deliverer
from notifications.freezing import Freezer
from notifications.links import link_to
from notifications.mail_server import MailServer, send_unstored
from tests.factories.messages import (
    CASE_NO,
    enter_people,
    make_person,
    messages,
    queue_message,
)
from tests.factories.postbox import (
    DROP,
    HANG,
    REFUSE,
    TRY_LATER,
    Postbox,
    free_port,
    make_certificate,
    only_with,
)

PERSON = make_person()
PEOPLE = [make_person(id=f"person.{n}", mailbox=f"person.{n}@example.org") for n in range(5)]


@pytest.fixture(autouse=True)
def people(store):
    enter_people(store, PERSON, *PEOPLE)


class Told:
    """What the deliverer told the office and the administrator."""

    def __init__(self):
        self.failed, self.unrenderable = [], []

    def of_failure(self, row, reply_code):
        self.failed.append((row.notice, reply_code))

    def of_template(self, row, error):
        self.unrenderable.append((row.notice, type(error).__name__))


@pytest.fixture
def told():
    return Told()


def make_settings(port, **changed):
    defaults = {
        "secret": "a key for tests alone",
        "smtp_host": "127.0.0.1",
        "smtp_port": port or 25,
        "smtp_tls": "none",
    }
    return Settings(**{**defaults, **changed})


def make_deliverer(store, port, told=None, **settings):
    told = told or Told()
    return Deliverer(
        store,
        make_settings(port, **settings),
        on_failed=told.of_failure,
        on_unrenderable=told.of_template,
    )


def deliver(store, port, told=None, **settings):
    """Make one pass; return how many messages were taken."""
    return asyncio.run(make_deliverer(store, port, told, **settings).deliver_waiting())


def a_minute_passes(store, minutes=1):
    with store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=minutes, seconds=1))


def states(store):
    return [row.state for row in messages(store)]


# --- what is taken -------------------------------------------------------------------------------


def test_a_message_reaches_its_persons_mailbox(store):
    queue_message(store)

    with Postbox() as postbox:
        sent = deliver(store, postbox.port)

    assert sent == 1
    assert [letter.to for letter in postbox.accepted] == ["tran.thi.vi.du@example.org"]
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


# --- trouble that passes -------------------------------------------------------------------------


@pytest.mark.parametrize("answer", [TRY_LATER, DROP], ids=["greylisted", "dropped after the text"])
def test_after_trouble_the_same_bytes_are_sent_again(store, answer):
    queue_message(store)

    with Postbox(answer) as postbox:
        first = deliver(store, postbox.port)
        a_minute_passes(store)
        second = deliver(store, postbox.port)

    assert (first, second) == (0, 1)
    assert len({letter.content for letter in postbox.offered}) == 1
    assert states(store) == [MessageState.SENT]


def test_after_trouble_the_bytes_stay_whatever_changes_in_the_directory(store):
    queue_message(store)

    with Postbox(TRY_LATER) as postbox:
        deliver(store, postbox.port)
        with store.writing() as conn:
            conn.exec_driver_sql("UPDATE persons SET language = 'en', name = 'Another'")
        a_minute_passes(store)
        deliver(store, postbox.port)

    first, second = postbox.offered
    assert first.content == second.content


def test_nothing_is_tried_again_before_its_time(store):
    queue_message(store)

    with Postbox(TRY_LATER) as postbox:
        deliver(store, postbox.port)
        again = deliver(store, postbox.port)

    assert again == 0
    assert len(postbox.offered) == 1


def test_a_message_waits_for_the_one_before_it(store):
    queue_message(store, seq=1)
    queue_message(store, seq=2)

    with Postbox(TRY_LATER) as postbox:
        deliver(store, postbox.port)
        a_minute_passes(store)
        deliver(store, postbox.port)

    assert [letter.message_id.split(".")[1] for letter in postbox.accepted] == ["1", "2"]


def test_a_server_that_is_away_costs_no_message(store, told):
    queue_message(store)
    port = free_port()

    sent = deliver(store, port, told)

    (row,) = messages(store)
    assert (sent, row.state, told.failed) == (0, MessageState.RENDERED, [])
    assert row.trouble.startswith("no connection to the mail server")


def test_a_server_that_does_not_answer_costs_no_message(store, told):
    queue_message(store)

    with Postbox(HANG) as postbox:
        sent = deliver(store, postbox.port, told, smtp_timeout_seconds=0.2)
        postbox.release()

    assert (sent, states(store), told.failed) == (0, [MessageState.RENDERED], [])


@pytest.fixture
def certificate(tmp_path, monkeypatch):
    """The certificate of a mail server this machine trusts."""
    file, context = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    return context


@pytest.mark.parametrize(
    ("password", "state", "sent"),
    [("right", MessageState.SENT, 1), ("wrong", MessageState.RENDERED, 0)],
)
def test_a_wrong_password_is_not_the_messages_fault(
    store, told, certificate, password, state, sent
):
    queue_message(store)
    entry = {"smtp_tls": "starttls", "smtp_user": "doan", "smtp_password": password}

    with Postbox(**only_with("right"), tls_context=certificate) as postbox:
        taken = deliver(store, postbox.port, told, **entry)

    assert (taken, states(store), told.failed) == (sent, [state], [])


def test_nothing_is_sent_in_the_clear_where_encryption_is_wanted(store):
    queue_message(store)

    with Postbox() as postbox:
        deliver(store, postbox.port, smtp_tls="starttls")

    assert postbox.offered == []
    assert states(store) == [MessageState.RENDERED]


def test_nothing_is_sent_to_a_server_whose_certificate_is_not_trusted(store, tmp_path):
    queue_message(store)
    _, certificate = make_certificate(tmp_path)

    with Postbox(tls_context=certificate) as postbox:
        deliver(store, postbox.port, smtp_tls="starttls")

    assert postbox.offered == []
    assert states(store) == [MessageState.RENDERED]


def test_after_three_days_of_trouble_the_office_is_told(store, told):
    queue_message(store)
    began = messages(store)[0].queued_at

    with Postbox(*[TRY_LATER] * 200) as postbox:
        while states(store) != [MessageState.FAILED]:
            deliver(store, postbox.port, told)
            a_minute_passes(store, minutes=60)

    (row,) = messages(store)
    assert told.failed == [("to_consult", 451)]
    assert row.next_try_at - began >= PATIENCE


# --- trouble that stays --------------------------------------------------------------------------


def test_a_refused_recipient_is_told_to_the_office_at_once(store, told):
    queue_message(store)

    with Postbox(refuses={"tran.thi.vi.du@example.org": "550 5.1.1 no such user"}) as postbox:
        deliver(store, postbox.port, told)

    assert told.failed == [("to_consult", 550)]
    assert states(store) == [MessageState.FAILED]


def test_a_refused_text_is_told_to_the_office_at_once(store, told):
    queue_message(store)

    with Postbox(REFUSE) as postbox:
        deliver(store, postbox.port, told)

    assert told.failed == [("to_consult", 554)]


def test_a_recipient_turned_away_for_now_is_tried_again(store, told):
    queue_message(store)

    with Postbox(refuses={"tran.thi.vi.du@example.org": "450 4.2.1 mailbox busy"}) as postbox:
        deliver(store, postbox.port, told)
        postbox.refuses.clear()
        a_minute_passes(store)
        sent = deliver(store, postbox.port, told)

    assert (sent, told.failed) == (1, [])


def test_a_refused_message_leaves_the_connection_to_the_next(store):
    queue_message(store, seq=1)
    queue_message(store, seq=2)

    with Postbox(REFUSE) as postbox:
        sent = deliver(store, postbox.port)

    assert (sent, len(postbox.sessions)) == (1, 1)


def test_a_person_who_is_not_in_the_directory_is_told_to_the_office(store, told):
    queue_message(store, recipient="nobody")

    with Postbox() as postbox:
        deliver(store, postbox.port, told)

    assert (told.failed, postbox.offered) == ([("to_consult", 553)], [])


def test_a_failure_nobody_could_be_told_of_is_not_forgotten(store):
    queue_message(store)

    def cannot_be_told(row, reply_code):
        raise RuntimeError("the office does not hear")

    with Postbox(REFUSE) as postbox:
        deliverer = Deliverer(
            store,
            make_settings(postbox.port),
            on_failed=cannot_be_told,
            on_unrenderable=cannot_be_told,
        )
        asyncio.run(deliverer.deliver_waiting())

    assert states(store) == [MessageState.RENDERED]


# --- templates that cannot be filled -------------------------------------------------------------


def test_a_broken_template_goes_out_as_standard_text_and_the_administrator_is_told(store, told):
    queue_message(store, notice="to_sign", facts={"case": {"title": "Thăm Gokseong"}})

    with Postbox() as postbox:
        sent = deliver(store, postbox.port, told)

    assert sent == 1
    assert b"X-Doan-Case: DR-2020-0001" in postbox.accepted[0].content
    assert [notice for notice, _ in told.unrenderable] == ["to_sign"]


def test_a_message_without_a_template_goes_out_as_standard_text(store, told):
    queue_message(store, notice="a_notice_of_a_later_release")

    with Postbox() as postbox:
        sent = deliver(store, postbox.port, told)

    assert (sent, told.unrenderable) == (1, [("a_notice_of_a_later_release", "TemplateNotFound")])


def test_the_reader_gets_the_standard_text_even_if_the_administrator_cannot_be_told(store):
    queue_message(store, notice="a_notice_of_a_later_release")

    def cannot_be_told(row, error):
        raise RuntimeError("the administrator does not hear")

    with Postbox() as postbox:
        deliverer = Deliverer(
            store,
            make_settings(postbox.port),
            on_failed=cannot_be_told,
            on_unrenderable=cannot_be_told,
        )
        sent = asyncio.run(deliverer.deliver_waiting())

    assert sent == 1


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


# --- what is never stored ------------------------------------------------------------------------


def test_a_code_is_sent_and_stored_nowhere(store):
    with Postbox() as postbox:
        settings = make_settings(postbox.port)
        asyncio.run(send_unstored(settings, b"Subject: x\r\n\r\n1", "a@example.org"))

    assert [letter.to for letter in postbox.accepted] == ["a@example.org"]
    assert messages(store) == ()


def test_a_code_that_cannot_be_sent_is_said_at_once():
    with pytest.raises(MessageNotSent):
        asyncio.run(
            send_unstored(make_settings(free_port()), b"Subject: x\r\n\r\n1", "a@example.org")
        )

"""What keeps a message from being sent: it is tried again, or given up and told; none is lost."""

import asyncio

import pytest

from models.store.outbox import MessageState
from notifications.sending.backoff import PATIENCE
from notifications.sending.delivery import Deliverer
from tests.factories.deliverer import (
    Told,
    a_minute_passes,
    deliver,
    make_settings,
    states,
)
from tests.factories.messages import (
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


@pytest.fixture(autouse=True)
def people(store):
    enter_people(store, PERSON)


@pytest.fixture
def told():
    return Told()


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
        sent = deliver(store, postbox.port, told, text_seconds=0.2)
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


def test_after_a_fortnight_of_one_letters_trouble_the_office_is_told(store, told):
    queue_message(store)
    began = messages(store)[0].queued_at

    with Postbox(*[TRY_LATER] * 400) as postbox:
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

"""Trouble with the mail server is seen without a letter, and told once by a way that is no mail."""

import asyncio
from datetime import timedelta

import pytest
from sqlalchemy import update

from models.store import outbox
from models.store.database.clock import move_clock, now
from models.store.mail.trouble import mail_trouble_now
from models.store.outbox import MessageState
from models.store.tables import outbox as table
from notifications.sending import delivery
from notifications.sending.codes import CodeSender
from notifications.sending.gate import MailGate
from notifications.sending.refusals import MailRefusal, MailStage
from notifications.sending.watch import ServerWatch
from tests.factories.deliverer import Clock, make_deliverer, make_settings, states
from tests.factories.messages import enter_people, make_person, queue_message
from tests.factories.postbox import Postbox, free_port
from tests.factories.smtp_script import ScriptedServer
from tests.factories.webhook import webhook

AWAY = MailRefusal(MailStage.CONNECTION, 0, "Connect call failed")
NOT_FOR_US = MailRefusal(
    MailStage.SENDER, 550, "5.7.60 <doan@example.org> may not send as this sender"
)


def watching(store, hook_port, mail_port=25):
    urls = f"json://127.0.0.1:{hook_port}/" if hook_port else ""
    return ServerWatch(store, make_settings(mail_port, alarm_urls=urls))


def later(store, minutes):
    with store.writing() as conn:
        move_clock(conn, now(conn) + timedelta(minutes=minutes))


def trouble(store):
    with store.reading() as conn:
        return mail_trouble_now(conn)


# --- alarms -----------------------------------------------------------------------------------------


def test_trouble_that_lasts_five_minutes_is_told_once_and_its_end_once(store):
    async def story(watch):
        heard = []
        for _ in range(8):
            await watch.shut(AWAY)
            await watch.told()
            heard.append(len(came))
            later(store, 1)
        await watch.take()
        await watch.take()
        await watch.told()
        return heard

    with webhook() as (port, came):
        heard = asyncio.run(story(watching(store, port)))

    assert heard == [0, 0, 0, 0, 0, 1, 1, 1]
    assert len(came) == 2
    assert trouble(store) is None


def test_a_refusal_of_doan_itself_is_told_at_once_and_names_no_mailbox(store):
    async def story(watch):
        await watch.shut(NOT_FOR_US)
        await watch.told()

    with webhook() as (port, came):
        asyncio.run(story(watching(store, port)))

    (alarm,) = came
    assert "Đoàn không gửi được thư" in alarm["title"]
    assert "550 5.7.60" in alarm["message"]
    assert "@" not in alarm["message"]


def test_trouble_of_a_minute_is_told_to_nobody(store):
    async def story(watch):
        await watch.shut(AWAY)
        later(store, 1)
        await watch.take()
        await watch.told()

    with webhook() as (port, came):
        asyncio.run(story(watching(store, port)))

    assert came == []


def test_an_alarm_that_cannot_be_sent_keeps_no_letter_from_leaving(store, caplog):
    async def story(watch):
        await watch.shut(NOT_FOR_US)
        await watch.told()
        await watch.take()

    asyncio.run(story(watching(store, free_port())))

    assert trouble(store) is None
    assert "alarm could not be sent" in caplog.text


def test_an_alarm_that_nobody_heard_is_sent_again(store):
    async def story(watch, hook_port):
        await watch.shut(NOT_FOR_US)
        await watch.told()
        unheard = trouble(store).told_at
        with webhook(hook_port) as (_, came):
            for _ in range(3):
                await watch.shut(NOT_FOR_US)
                await watch.told()
        return unheard, len(came)

    port = free_port()
    assert asyncio.run(story(watching(store, port), port)) == (None, 1)


# --- seen without a letter ----------------------------------------------------------------------------


def runs_until(deliverer, done):
    async def running():
        stop = asyncio.Event()
        task = asyncio.create_task(deliverer.run(stop))
        for _ in range(1000):
            if await asyncio.to_thread(done):
                break
            await asyncio.sleep(0.01)
        stop.set()
        await task

    asyncio.run(running())


@pytest.mark.parametrize(
    "says",
    [{"MAIL": "550 5.7.60 may not send"}, {"GREETING": "554 5.7.1 no"}],
    ids=["the sender is refused", "no service"],
)
def test_a_deliverer_that_begins_finds_trouble_though_nothing_waits(store, says):
    with ScriptedServer(**says) as server:
        runs_until(make_deliverer(store, server.port), lambda: trouble(store))

    assert trouble(store) is not None


def test_it_finds_too_that_the_trouble_of_before_is_over(store):
    asyncio.run(watching(store, 0).shut(AWAY))
    with ScriptedServer() as server:
        runs_until(make_deliverer(store, server.port), lambda: trouble(store) is None)

    assert trouble(store) is None


# --- codes ------------------------------------------------------------------------------------------


def test_codes_knock_at_the_same_gate(store):
    enter_people(store, make_person())
    clock = Clock()
    port = free_port()
    watch = ServerWatch(store, make_settings(port), gate=MailGate(clock=clock))
    watch.gate.shut()

    asyncio.run(CodeSender(store, make_settings(port), watch=watch).send_waiting())

    assert (watch.gate.is_open, watch.gate.seconds_to_knock) == (False, 5)


# --- a letter under way -----------------------------------------------------------------------------


@pytest.fixture
def person(store):
    enter_people(store, make_person())
    queue_message(store)
    return make_person()


def test_a_letter_under_way_is_kept_in_hand(store, person, monkeypatch):
    monkeypatch.setattr(delivery, "RENEWED_AFTER_SECONDS", 0.01)
    monkeypatch.setattr(delivery, "LEASE_SECONDS", 0.3)

    async def looks_while_it_hangs(postbox):
        sending = asyncio.create_task(make_deliverer(store, postbox.port).deliver_waiting())
        await asyncio.to_thread(postbox.hanging.wait, 10)
        begun = await asyncio.to_thread(leased_until)
        while await asyncio.to_thread(leased_until) == begun:
            await asyncio.sleep(0.01)
        postbox.release()
        return await sending

    def leased_until():
        with store.reading() as conn:
            return conn.exec_driver_sql("SELECT leased_until FROM outbox").scalar()

    with Postbox(hangs_for=[person.mailbox]) as postbox:
        sent = asyncio.run(looks_while_it_hangs(postbox))

    assert sent == 1


def test_one_that_is_in_other_hands_is_let_go(store, person, monkeypatch):
    monkeypatch.setattr(delivery, "RENEWED_AFTER_SECONDS", 0.01)

    async def is_taken_away(postbox):
        sending = asyncio.create_task(make_deliverer(store, postbox.port).deliver_waiting())
        await asyncio.to_thread(postbox.hanging.wait, 10)
        with store.writing() as conn:
            # Nobody believes a moment far off, and would take it in hand again.
            in_an_hour = now(conn) + timedelta(hours=1)
            conn.execute(update(table).values(leased_until=None, next_try_at=in_an_hour))
        sent = await sending
        postbox.release()
        return sent

    with Postbox(hangs_for=[person.mailbox]) as postbox:
        sent = asyncio.run(is_taken_away(postbox))

    assert (sent, states(store)) == (0, [MessageState.RENDERED])


def test_a_lease_that_is_over_cannot_be_renewed(store, person):
    with store.writing() as conn:
        (row,) = outbox.lease(conn, limit=1, seconds=-1)
        late = outbox.renew(conn, [row.id], 60)
        conn.exec_driver_sql("UPDATE outbox SET leased_until = NULL")
        (row,) = outbox.lease(conn, limit=1, seconds=60)
        in_time = outbox.renew(conn, [row.id], 60)

    assert (late, in_time) == (set(), {row.id})

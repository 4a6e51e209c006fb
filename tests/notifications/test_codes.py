"""Sign-in codes leave from the process of letters: made when they are sent, and stored nowhere."""

import asyncio
import re
from contextlib import suppress
from email import message_from_bytes
from email.policy import default

import pytest

from models.ids import PersonId
from models.store import directory
from models.store.sign_in import codes
from models.store.tables import metadata, sign_in_codes
from notifications.sending.codes import CodeSender
from notifications.sending.gate import MailGate
from notifications.sending.watch import ServerWatch
from tests.factories.deliverer import Clock, make_settings
from tests.factories.messages import messages
from tests.factories.postbox import TRY_LATER, Letter, Postbox
from tests.factories.prefect import free_port, wait_until
from tests.factories.smtp_script import ScriptedServer

PERSON = PersonId("pham.van.mau")
BROWSER = "the challenge of a browser"


@pytest.fixture
def asked(desk):
    """A code that was asked for, and nobody has sent."""
    with desk.store.writing() as conn:
        codes.ask(conn, BROWSER, PERSON)


def sends(desk, port):
    asyncio.run(CodeSender(desk.store, make_settings(port)).send_waiting())


def code_in(letter):
    text = message_from_bytes(letter.content, policy=default).get_body(("plain",))
    assert text is not None
    (code,) = re.findall(r"^([0-9A-Z]{4}-[0-9A-Z]{4})\s*$", text.get_content(), re.MULTILINE)
    return code


def everything_in(store):
    with store.reading() as conn:
        return str([conn.execute(table.select()).all() for table in metadata.sorted_tables])


def test_the_code_that_was_sent_is_the_right_one(desk, asked):
    with Postbox() as postbox:
        sends(desk, postbox.port)
    (letter,) = postbox.accepted

    key = make_settings(0).code_key
    with desk.store.writing() as conn:
        assert codes.try_code(conn, BROWSER, PERSON, code_in(letter), key).accepted


def test_a_code_is_sent_once_and_stored_nowhere(desk, asked):
    with Postbox() as postbox:
        sends(desk, postbox.port)
        sends(desk, postbox.port)
    (letter,) = postbox.accepted

    assert messages(desk.store) == ()
    assert code_in(letter).replace("-", "") not in everything_in(desk.store).replace("-", "")


def test_for_a_mailbox_nobody_has_nothing_is_sent(desk):
    with desk.store.writing() as conn:
        codes.ask(conn, BROWSER, None)
    with Postbox() as postbox:
        sends(desk, postbox.port)

    assert postbox.accepted == []


def test_that_the_mail_server_takes_none_is_noted(desk, asked):
    sends(desk, free_port())

    with desk.store.reading() as conn:
        out = codes.code_out(conn, BROWSER, PERSON)
    assert out is not None
    assert out.troubled


def test_one_that_breaks_keeps_no_other_from_being_sent(desk, asked):
    with desk.store.writing() as conn:
        conn.exec_driver_sql("UPDATE persons SET mailbox = 'no address' WHERE id = 'pham.van.mau'")
        codes.ask(conn, BROWSER, PersonId("tran.thi.du"))
    with Postbox() as postbox:
        sends(desk, postbox.port)

    assert len(postbox.accepted) == 1


def test_a_database_that_is_away_does_not_stop_the_sender(desk, asked, caplog):
    with desk.store.writing() as conn:
        conn.execute(sign_in_codes.delete())
        conn.exec_driver_sql("ALTER TABLE sign_in_codes RENAME TO elsewhere")

    sends(desk, free_port())

    assert "could not be read" in caplog.text


def test_a_poke_lets_it_look_at_once(desk):
    async def runs(sender, postbox):
        stop = asyncio.Event()
        running = asyncio.create_task(sender.run(stop))
        with suppress(asyncio.CancelledError):
            await asyncio.to_thread(asks_and_pokes, sender, postbox)
        stop.set()
        await running

    def asks_and_pokes(sender, postbox):
        with desk.store.writing() as conn:
            codes.ask(conn, BROWSER, PERSON)
        sender.poke()
        wait_until(lambda: postbox.accepted)

    with Postbox() as postbox:
        asyncio.run(runs(CodeSender(desk.store, make_settings(postbox.port)), postbox))

    assert len(postbox.accepted) == 1


def test_a_code_that_hangs_keeps_no_other_waiting(desk, asked):
    async def runs(sender, postbox):
        stop = asyncio.Event()
        running = asyncio.create_task(sender.run(stop))
        await asyncio.to_thread(asks_for_another, sender, postbox)
        postbox.release()
        stop.set()
        await running

    def asks_for_another(sender, postbox):
        assert postbox.hanging.wait(10)
        with desk.store.writing() as conn:
            codes.ask(conn, BROWSER, PersonId("tran.thi.du"))
        sender.poke()
        wait_until(lambda: postbox.accepted)
        first.extend(postbox.accepted)

    first: list[Letter] = []
    with desk.store.reading() as conn:
        slow = directory.person(conn, PERSON).mailbox
    with Postbox(hangs_for=[slow]) as postbox:
        asyncio.run(runs(CodeSender(desk.store, make_settings(postbox.port)), postbox))

    assert [letter.to == slow for letter in first] == [False]


def test_one_that_was_refused_is_sent_when_the_server_takes_it(desk, asked):
    with ScriptedServer(MAIL="451 4.3.2 not now") as server:
        clock = Clock()
        settings = make_settings(server.port)
        sender = CodeSender(
            desk.store,
            settings,
            watch=ServerWatch(desk.store, settings, gate=MailGate(clock=clock)),
        )
        asyncio.run(sender.send_waiting())
        server.says.clear()
        clock.at += 60
        with desk.store.writing() as conn:
            conn.exec_driver_sql("UPDATE sign_in_codes SET try_at = '2020-01-01 00:00:00.000000'")
        asyncio.run(sender.send_waiting())

    assert len(server.taken) == 1


def test_a_code_the_server_greylists_is_sent_again_while_somebody_waits_for_it(desk, asked):
    async def runs(sender):
        stop = asyncio.Event()
        running = asyncio.create_task(sender.run(stop))
        await asyncio.to_thread(waits_and_pokes, sender)
        stop.set()
        await running

    def waits_and_pokes(sender):
        wait_until(lambda: is_troubled(desk))
        # Some seconds pass; nobody asks for another code.
        with desk.store.writing() as conn:
            conn.exec_driver_sql("UPDATE sign_in_codes SET try_at = '2020-01-01 00:00:00.000000'")
        sender.poke()
        wait_until(lambda: postbox.accepted)
        wait_until(lambda: not is_troubled(desk))

    with Postbox(TRY_LATER) as postbox:
        asyncio.run(runs(CodeSender(desk.store, make_settings(postbox.port))))

    (letter,) = postbox.accepted
    key = make_settings(0).code_key
    with desk.store.writing() as conn:
        assert codes.try_code(conn, BROWSER, PERSON, code_in(letter), key).accepted


def is_troubled(desk):
    with desk.store.reading() as conn:
        out = codes.code_out(conn, BROWSER, PERSON)
    return out is not None and out.troubled

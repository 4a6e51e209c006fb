"""Whatever a mail server says at whichever stage: no letter is lost, none doubled but where SMTP itself
cannot know, and who has to be is told. The matrix of what servers do, row by row.
"""

import asyncio
from collections import Counter
from dataclasses import dataclass, field

import pytest

from models.store.mail.trouble import mail_trouble_now
from tests.factories.letters_out import READERS, LettersOut
from tests.factories.postbox import free_port
from tests.factories.smtp_script import HANG_UP, ScriptedServer
from tests.notifications.test_whose_fault import somebody_gives_up

pytestmark = [pytest.mark.system, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]

ONE = READERS[0]
OFFICE = {"bui.van.thi.du", "mai.van.mau"}


def first(times, said, then=None):
    """Say something so many times, then what is good."""
    left = {"times": times}

    def says(_line):
        left["times"] -= 1
        return said if left["times"] >= 0 else then

    return says


def of_one(said, then="250 2.1.5 ok"):
    return lambda line: said if ONE in line else then


@dataclass
class Row:
    """What a server says, and what comes of it.

    `mended`: it goes on so until it is mended, hours later. `fails`: the letters to these do not arrive.
    `doubled`: the server took a letter and could not say so.
    """

    says: dict = field(default_factory=dict)
    mended: bool = False
    fails: tuple[str, ...] = ()
    doubled: bool = False


ROWS = {
    "takes everything": Row(),
    "HELO only": Row({"EHLO": "502 5.5.1 not known"}),
    "no extensions": Row({"EHLO": "250 here"}),
    "an answer of forty lines": Row(
        {"TEXT": "\r\n".join([*["250-2.0.0 taken"] * 39, "250 2.0.0 taken"])}
    ),
    "will forward (251)": Row({"RCPT": "251 2.1.5 not here, but will forward"}),
    # For a while.
    "greylisting": Row({"RCPT": first(3, "450 4.2.0 Greylisted", "250 2.1.5 ok")}),
    "421 at the greeting": Row({"GREETING": first(2, "421 4.3.2 later", "220 ready")}),
    "421 at EHLO": Row({"EHLO": first(2, "421 4.3.2 later", "250 here")}),
    "421 at the sender": Row({"MAIL": first(2, "421 4.3.2 later", "250 ok")}),
    "421 at the recipient": Row({"RCPT": first(2, "421 4.3.2 later", "250 ok")}),
    "421 at DATA": Row({"DATA": first(2, "421 4.3.2 later", "354 go on")}),
    "421 after the text": Row({"TEXT": first(2, "421 4.3.2 later", "250 ok")}),
    "451 at the sender": Row({"MAIL": first(2, "451 4.3.0 later", "250 ok")}),
    "451 at DATA": Row({"DATA": first(2, "451 4.3.0 later", "354 go on")}),
    "451 after the text": Row({"TEXT": first(2, "451 4.3.0 later", "250 ok")}),
    "hangs up at the greeting": Row({"GREETING": first(2, HANG_UP, "220 ready")}),
    "hangs up at EHLO": Row({"EHLO": first(2, HANG_UP, "250 here")}),
    "hangs up at the sender": Row({"MAIL": first(2, HANG_UP, "250 ok")}),
    "hangs up at the recipient": Row({"RCPT": first(2, HANG_UP, "250 ok")}),
    "hangs up at DATA": Row({"DATA": first(2, HANG_UP, "354 go on")}),
    "hangs up after the text, not taken": Row({"TEXT": first(2, HANG_UP, "250 ok")}),
    "a malformed answer at the sender": Row({"MAIL": first(2, "what?", "250 ok")}),
    "a malformed answer after the text": Row({"TEXT": first(2, "what?", "250 ok")}),
    "a full mailbox, for a while": Row({"RCPT": first(2, "452 4.2.2 mailbox full", "250 ok")}),
    # Until somebody mends it.
    "554 at the greeting": Row({"GREETING": "554 5.7.1 no service here"}, mended=True),
    "530 must encrypt": Row({"MAIL": "530 5.7.0 Must issue STARTTLS first"}, mended=True),
    "535 wrong password, said late": Row({"MAIL": "535 5.7.8 who are you"}, mended=True),
    "may not send as this sender": Row({"MAIL": "550 5.7.60 not permitted"}, mended=True),
    "sender malformed": Row({"MAIL": "501 5.1.7 bad sender address"}, mended=True),
    "bad sequence": Row({"MAIL": "503 5.5.1 bad sequence"}, mended=True),
    "sender rejected at the recipient": Row(
        {"RCPT": "550 5.1.0 Sender address rejected"}, mended=True
    ),
    "relay denied": Row({"RCPT": "554 5.7.1 Relay access denied"}, mended=True),
    "client rejected": Row({"RCPT": "554 5.7.1 Client host rejected"}, mended=True),
    "refuses every text": Row({"TEXT": "554 5.7.1 rejected by policy"}, mended=True),
    "storage full": Row({"MAIL": "452 4.3.1 insufficient storage"}, mended=True),
    # Of one letter.
    "no such mailbox": Row({"RCPT": of_one("550 5.1.1 User unknown")}, fails=(ONE,)),
    "mailbox full for good": Row({"RCPT": of_one("552 5.2.2 mailbox full")}, fails=(ONE,)),
    "mailbox disabled": Row({"RCPT": of_one("550 5.2.1 disabled")}, fails=(ONE,)),
    "text unreadable": Row({"TEXT": of_one("554 5.6.0 unreadable")}, fails=(ONE,)),
    "too large": Row({"MAIL": "552 5.3.4 too large"}, fails=READERS),
    "too large, said after the text": Row({"TEXT": of_one("552 5.3.4 too large")}, fails=(ONE,)),
}


@pytest.fixture
def letters(office):
    return LettersOut(office)


def arrived(server):
    """How many letters each reader got."""
    return Counter(reader for reader in READERS for to in server.taken if reader in to)


def hours_pass(letters, deliverer, hours):
    """Tries are made as they come due; the hours are people's."""
    for _ in range(hours * 4):
        letters.pass_time(minutes=15)
        letters.deliver(deliverer)


@pytest.mark.parametrize("row", ROWS.values(), ids=ROWS)
def test_every_letter_arrives_once_or_its_office_is_told(letters, row):
    with ScriptedServer(**row.says) as server:
        deliverer = letters.deliverer(server.port)
        letters.deliver(deliverer)
        hours_pass(letters, deliverer, 1)
        if row.mended:
            meanwhile = (arrived(server), letters.told(), trouble(letters) is not None)
            server.says.clear()
            hours_pass(letters, deliverer, 1)
            assert meanwhile == ({}, set(), True)

    there = [reader for reader in READERS if reader not in row.fails]
    assert arrived(server) == dict.fromkeys(there, 1)
    assert letters.standings() == {
        reader: "failed" if reader in row.fails else "accepted" for reader in READERS
    }
    assert letters.told() == (OFFICE if row.fails else set())
    assert trouble(letters) is None


def trouble(letters):
    with letters.desk.store.reading() as conn:
        return mail_trouble_now(conn)


def test_what_was_taken_before_the_line_was_cut_arrives_again_as_the_same_letter(letters):
    """SMTP itself cannot tell: nobody knows whether a server has taken what it did not answer to."""
    got: Counter[str] = Counter()

    def takes_and_hangs_up(to):
        got[to] += 1
        return HANG_UP if got[to] == 1 else "250 2.0.0 taken"

    with ScriptedServer(TEXT=takes_and_hangs_up) as server:
        deliverer = letters.deliverer(server.port)
        letters.deliver(deliverer)
        hours_pass(letters, deliverer, 1)

    assert sorted(got.values()) == [2, 2, 2]
    assert set(letters.standings().values()) == {"accepted"}
    assert letters.told() == set()


def test_a_scanner_that_takes_its_time_gets_each_letter_once(letters):
    async def slowly(_line):
        # Whoever was asked after it has given up waiting by now.
        await asyncio.to_thread(asyncio.run, somebody_gives_up())
        return "250 2.0.0 taken"

    with ScriptedServer(TEXT=slowly) as server:
        deliverer = letters.deliverer(server.port, smtp_timeout_seconds=0.2)
        letters.deliver(deliverer)
        hours_pass(letters, deliverer, 1)

    assert arrived(server) == dict.fromkeys(READERS, 1)


@pytest.mark.parametrize("hours", [2, 96, 9 * 24])
def test_an_outage_of_any_length_loses_nothing(letters, hours):
    port = free_port()
    deliverer = letters.deliverer(port)
    letters.deliver(deliverer)
    for _ in range(12):
        letters.pass_time(hours=hours / 12)
        letters.deliver(deliverer)

    with ScriptedServer() as server:
        back = letters.deliverer(server.port)
        letters.deliver(back)

    assert (arrived(server), letters.told()) == (dict.fromkeys(READERS, 1), set())


@pytest.mark.parametrize("farewell", ["421 4.4.2 idle for too long\r\n", "what is this?\r\n", ""])
def test_a_line_that_ended_while_it_was_idle_costs_no_letter(letters, farewell):
    with ScriptedServer() as server:
        deliverer = letters.deliverer(server.port)
        asyncio.run(two_rounds(letters, deliverer, server, farewell))

    assert arrived(server) == dict.fromkeys(READERS, 1)


async def two_rounds(letters, deliverer, server, farewell):
    """One letter, a line that the server ends, and the other letters over it."""
    mail = deliverer._watch.server
    await mail.send(b"Subject: before\r\n\r\nx\r\n", "before@hau-giang.example")
    server.says_farewell(farewell)
    await deliverer.deliver_waiting()


def test_a_server_of_two_lines_gets_every_letter_over_two(letters):
    with ScriptedServer() as server:
        server.says["GREETING"] = lambda _: (
            "220 ready" if server.connections <= 2 else "421 4.7.0 too many connections"
        )
        deliverer = letters.deliverer(server.port)
        letters.deliver(deliverer)
        hours_pass(letters, deliverer, 1)

    assert arrived(server) == dict.fromkeys(READERS, 1)
    assert letters.told() == set()

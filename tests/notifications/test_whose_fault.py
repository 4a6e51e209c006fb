"""A mail server that refuses everything costs no letter, and one bad letter keeps no other."""

import asyncio

import pytest

from models.store.mail.failed import letter_counts
from models.store.mail.trouble import mail_trouble_now
from models.store.outbox import MessageState
from notifications.sending.mail_server import MailServer, NotTaken
from tests.factories.deliverer import (
    Clock,
    Told,
    a_minute_passes,
    make_deliverer,
    make_settings,
    states,
)
from tests.factories.messages import enter_people, make_person, messages, queue_message
from tests.factories.postbox import free_port
from tests.factories.smtp_script import HANG_UP, ScriptedServer

PEOPLE = [make_person(id=f"person.{n}", mailbox=f"person.{n}@example.org") for n in range(9)]
SENT, FAILED, KEPT = MessageState.SENT, MessageState.FAILED, MessageState.RENDERED


@pytest.fixture(autouse=True)
def letters(store):
    """Nine letters to nine people."""
    enter_people(store, *PEOPLE)
    for person in PEOPLE:
        queue_message(store, recipient=person.id)


@pytest.fixture
def told():
    return Told()


@pytest.fixture
def clock():
    return Clock()


def one_pass(deliverer):
    return asyncio.run(deliverer.deliver_waiting())


def trouble(store):
    with store.reading() as conn:
        return mail_trouble_now(conn)


def tries(store):
    return {row.tries for row in messages(store)}


# --- what is not a letter's fault ------------------------------------------------------------------

REFUSES_US = {
    "relay denied to all": {"RCPT": "554 5.7.1 Relay access denied"},
    "must sign in": {"RCPT": "554 5.7.1 Client host rejected: Access denied"},
    "sender unknown, said of the recipient": {"RCPT": "550 5.1.0 Sender address rejected"},
    "may not send as": {"MAIL": "550 5.7.60 not permitted to send as this sender"},
    "malformed sender": {"MAIL": "501 5.1.7 Bad sender address syntax"},
    "bad sequence": {"MAIL": "503 5.5.1 Bad sequence"},
    "must encrypt": {"MAIL": "530 5.7.0 Must issue a STARTTLS command first"},
    "storage full": {"MAIL": "452 4.3.1 Insufficient system storage"},
    "no service": {"GREETING": "554 5.7.1 No SMTP service here"},
    "closing": {"GREETING": "421 4.3.2 try again later"},
    "hangs up at once": {"GREETING": HANG_UP},
    "hangs up at the sender": {"MAIL": HANG_UP},
    "hangs up at the recipient": {"RCPT": HANG_UP},
    "gibberish": {"MAIL": "abc def"},
    "says no to every text": {"TEXT": "554 5.7.1 Message rejected"},
}


@pytest.mark.parametrize("says", REFUSES_US.values(), ids=REFUSES_US)
def test_a_server_that_refuses_doan_costs_no_letter_and_all_leave_when_it_is_mended(
    store, told, clock, says
):
    with ScriptedServer(**says) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for _ in range(20):
            one_pass(deliverer)
            clock.at += 60
            a_minute_passes(store)
        meanwhile = (set(states(store)) <= {KEPT, MessageState.QUEUED}, trouble(store) is not None)
        server.says.clear()
        sent = one_pass(deliverer)

    assert (meanwhile, told.failed, sent, trouble(store)) == ((True, True), [], 9, None)


@pytest.mark.parametrize("says", REFUSES_US.values(), ids=REFUSES_US)
def test_a_server_that_refuses_doan_is_knocked_at_by_one_letter_at_a_time(store, told, clock, says):
    with ScriptedServer(**says) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        one_pass(deliverer)
        at_first = server.asked["GREETING"]
        for _ in range(10):
            # Nobody knocks before it is time.
            one_pass(deliverer)
        unmoved = server.asked["GREETING"]
        for _ in range(10):
            clock.at += 60
            one_pass(deliverer)
        knocks = server.asked["GREETING"] - unmoved

    assert at_first <= 4
    assert unmoved == at_first
    assert knocks <= 10


def test_a_server_that_is_away_counts_no_try(store, told, clock):
    deliverer = make_deliverer(store, free_port(), told, clock=clock)
    for _ in range(5):
        one_pass(deliverer)
        clock.at += 60

    assert (tries(store), told.failed) == ({0}, [])


def test_an_outage_of_any_length_loses_nothing(store, told, clock):
    with ScriptedServer(RCPT="554 5.7.1 Relay access denied") as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for _ in range(40):
            one_pass(deliverer)
            clock.at += 60
            a_minute_passes(store, minutes=24 * 60)
        server.says.clear()
        sent = one_pass(deliverer)

    assert (sent, told.failed) == (9, [])


def test_what_the_server_said_is_kept_without_anybodys_mailbox(store, told, clock):
    with ScriptedServer(RCPT="554 5.7.1 <person.1@example.org>: Relay access denied") as server:
        one_pass(make_deliverer(store, server.port, told, clock=clock))

    found = trouble(store)
    assert (found.stage, found.code, found.said) == (
        "recipient",
        554,
        "5.7.1 … Relay access denied",
    )


def test_since_when_there_is_trouble_stays_while_it_lasts(store, told, clock):
    with ScriptedServer(MAIL="550 5.7.60 no") as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        one_pass(deliverer)
        first = trouble(store)
        clock.at += 60
        a_minute_passes(store)
        one_pass(deliverer)

    last = trouble(store)
    assert (last.since, last.last_at > first.last_at) == (first.since, True)


# --- one bad letter ----------------------------------------------------------------------------------


def refuses_one(said, who="person.3"):
    return lambda line: said if who in line else "250 2.1.5 ok"


def test_a_letter_refused_for_policy_keeps_no_other(store, told, clock):
    with ScriptedServer(RCPT=refuses_one("554 5.7.1 Relay access denied")) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for _ in range(3):
            one_pass(deliverer)
            clock.at += 60

    assert (sorted(set(states(store))), told.failed) == (sorted({KEPT, SENT}), [])
    assert states(store).count(SENT) == 8


def test_it_ends_when_others_were_taken_for_an_hour_and_the_office_is_told(store, told, clock):
    with ScriptedServer(TEXT=refuses_one("554 5.7.1 looks like spam")) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        minutes = 0
        while FAILED not in states(store) and minutes < 300:
            queue_message(store, seq=100 + minutes, recipient="person.1")
            one_pass(deliverer)
            clock.at += 60
            a_minute_passes(store)
            minutes += 1

    assert told.failed == [("to_consult", 554)]
    assert 60 <= minutes <= 90


def test_what_sounds_like_the_sender_is_the_letters_when_others_are_taken(store, told, clock):
    with ScriptedServer(RCPT=refuses_one("550 5.1.0 Address rejected")) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for minute in range(80):
            queue_message(store, seq=100 + minute, recipient="person.1")
            one_pass(deliverer)
            clock.at += 60
            a_minute_passes(store)

    assert told.failed == [("to_consult", 550)]


def test_without_another_taken_it_never_ends(store, told, clock):
    with ScriptedServer(RCPT="554 5.7.1 Relay access denied") as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for _ in range(100):
            one_pass(deliverer)
            clock.at += 60
            a_minute_passes(store)

    assert told.failed == []


def test_one_with_no_such_mailbox_ends_at_once_and_all_others_go(store, told, clock):
    with ScriptedServer(RCPT=refuses_one("550 5.1.1 User unknown")) as server:
        sent = one_pass(make_deliverer(store, server.port, told, clock=clock))

    assert (sent, told.failed, trouble(store)) == (8, [("to_consult", 550)], None)
    with store.reading() as conn:
        counts = letter_counts(conn)
    assert (counts.waiting, counts.failed) == (0, 1)


def test_a_letter_too_large_ends_at_the_sender_already(store, told, clock):
    with ScriptedServer(MAIL="552 5.3.4 Message size exceeds fixed limit") as server:
        one_pass(make_deliverer(store, server.port, told, clock=clock))
        texts = server.asked["TEXT"]

    assert (len(told.failed), texts) == (9, 0)


def test_the_size_of_a_letter_is_said_before_it(store, told, clock):
    said: list[str] = []

    def listens(line):
        said.append(line)
        return "250 2.1.0 ok"

    with ScriptedServer(MAIL=listens) as server:
        one_pass(make_deliverer(store, server.port, told, clock=clock))

    assert len(said) == 9
    assert all(" SIZE=" in line.upper() for line in said)


def test_greylisting_keeps_no_other_letter(store, told, clock):
    seen = set()

    def greylists(line):
        is_new = line not in seen
        seen.add(line)
        return "450 4.2.0 Greylisted, see you" if is_new else "250 2.1.5 ok"

    with ScriptedServer(RCPT=greylists) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        first = one_pass(deliverer)
        a_minute_passes(store)
        second = one_pass(deliverer)

    assert (first, second, trouble(store)) == (0, 9, None)


# --- limits of a server ------------------------------------------------------------------------------


def test_a_server_that_bears_two_connections_gets_two(store, told, clock):
    with ScriptedServer() as server:
        server.says["GREETING"] = lambda _: (
            "220 ready" if server.connections <= 2 else "421 4.7.0 too many connections"
        )
        sent = one_pass(make_deliverer(store, server.port, told, clock=clock))

    assert (sent, trouble(store), tries(store)) == (9, None, {1})


def test_one_that_takes_few_letters_over_a_connection_gets_all_at_once(store, told, clock):
    over = {"letters": 0}

    def few(_line):
        over["letters"] += 1
        return "421 4.7.0 enough over this connection" if over["letters"] % 3 == 0 else "250 ok"

    with ScriptedServer(MAIL=few) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        for _ in range(3):
            one_pass(deliverer)
            clock.at += 5

    assert set(states(store)) == {SENT}


def test_a_rate_that_is_exceeded_shuts_the_gate_and_not_each_letter(store, told, clock):
    left = {"letters": 3}

    def by_rate(_line):
        left["letters"] -= 1
        return "250 ok" if left["letters"] >= 0 else "450 4.7.1 Error: too much mail"

    with ScriptedServer(RCPT=by_rate) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        first = one_pass(deliverer)
        left["letters"] = 99
        clock.at += 60
        second = one_pass(deliverer)

    assert (first, second, told.failed) == (3, 6, [])


# --- time ----------------------------------------------------------------------------------------------


PATIENCE = {"smtp_timeout_seconds": 0.3}


async def somebody_gives_up():
    """Somebody asks a server that never answers, and waits as long as for any connection."""

    async def never(_line):
        await asyncio.Event().wait()

    with ScriptedServer(MAIL=never) as silent:
        async with MailServer(make_settings(silent.port, **PATIENCE), command_seconds=0.3) as other:
            with pytest.raises(NotTaken):
                await other.look()


def test_a_slow_answer_after_the_text_is_waited_for(store, told, clock):
    """Longer than anybody waits for a connection: the letter arrives once, and not at every try."""

    async def slowly(_line):
        # Whoever was asked after it has given up waiting by now.
        await asyncio.to_thread(asyncio.run, somebody_gives_up())
        return "250 2.0.0 taken"

    with ScriptedServer(TEXT=slowly) as server:
        deliverer = make_deliverer(
            store, server.port, told, clock=clock, command_seconds=0.3, **PATIENCE
        )
        sent = one_pass(deliverer)

    assert (sent, len(server.taken)) == (9, 9)


def test_a_connection_with_a_malformed_answer_is_used_no_more(store, told, clock):
    said = iter(["abc", *["250 ok"] * 99])
    with ScriptedServer(RCPT=lambda _: next(said)) as server:
        deliverer = make_deliverer(store, server.port, told, clock=clock)
        one_pass(deliverer)
        clock.at += 60
        one_pass(deliverer)

    assert set(states(store)) == {SENT}

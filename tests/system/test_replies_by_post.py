"""A reply travels by Debian's Postfix and Dovecot, and counts where the relay vouches for its sender."""

import asyncio
from dataclasses import replace
from functools import partial

import aiosmtplib
import pytest
from pydantic import SecretStr

from config.regulation.codes import Act, Stage
from flows.sweeps.returns import take_in
from flows.sweeps.troubles import note_undelivered, note_unrendered
from models.ids import PersonId
from models.store import directory
from notifications.returned.reader import MailboxReader
from notifications.sending.delivery import Deliverer
from tests.factories.letters import told
from tests.factories.office import Office
from tests.factories.post_office import ACCOUNT, PASSWORD
from tests.factories.replies import FORGED, RELAY, apple, gmail, outlook

pytestmark = [pytest.mark.system, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]


@pytest.fixture
def office(desk, post):
    """An office that takes answers by reply, and sends by the post office."""
    taken = {
        "mailbox_url": f"imaps://{ACCOUNT.replace('@', '%40')}@127.0.0.1:{post.imap}/INBOX",
        "mailbox_password": SecretStr(PASSWORD),
        "reply_authserv_id": RELAY,
        "mail_from": ACCOUNT,
        "smtp_host": "127.0.0.1",
        "smtp_port": post.ports["open"],
        "smtp_tls": "none",
    }
    return Office(replace(desk, settings=desk.settings.model_copy(update=taken)))


@pytest.fixture
def step(office):
    """A step that asks an agency for its opinion, its letter on its way."""
    office.submits()
    office.goes_on_until(Stage.OPINIONS)
    return office.waiting(Act.CONSULT)


def asking(office, post, step):
    """The letter that asks, as it lies in its reader's mailbox; and that mailbox's address."""
    person = step.holders[0]
    deliverer = Deliverer(
        office.desk.store,
        office.desk.settings,
        on_failed=partial(note_undelivered, office.desk),
        on_unrenderable=partial(note_unrendered, office.desk),
    )
    asyncio.run(deliverer.deliver_waiting())
    with office.desk.store.reading() as conn:
        mailbox = directory.person(conn, PersonId(person)).mailbox
    post.wait_for(person)
    found = [f.read_bytes() for f in post.files(person)]
    return next(content for content in found if b"<reply-" in content), mailbox


def sent(post, content, sender, door):
    port = post.ports[door]
    sending = aiosmtplib.send(
        content, sender=sender, recipients=[ACCOUNT], hostname="127.0.0.1", port=port
    )
    asyncio.run(sending)
    post.wait_for("doan")


def read(office):
    """Look into Doan's mailbox once."""
    acts = partial(take_in, office.desk)
    return MailboxReader(office.desk.store, office.desk.settings, acts).read()


@pytest.mark.parametrize("program", [gmail, outlook, apple])
def test_a_reply_that_the_relay_vouches_for_takes_the_step(office, post, step, program):
    letter, mailbox = asking(office, post, step)
    sent(post, program(letter, mailbox, "Đồng ý", results=""), mailbox, "vouches")

    counts = read(office), read(office)

    assert counts == (1, 0)
    assert office.case.steps[step.number - 1].choice == "agree"
    assert told(office, "reply_taken") == [step.holders[0]]


def test_a_reply_that_vouches_for_itself_takes_none(office, post, step):
    letter, mailbox = asking(office, post, step)
    sent(post, gmail(letter, mailbox, "Đồng ý", results=FORGED), mailbox, "doubts")

    assert read(office) == 1
    assert office.case.steps[step.number - 1].is_open
    assert told(office, "message_answered") != []

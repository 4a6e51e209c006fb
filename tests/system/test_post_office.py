"""Letters go out by Debian's Postfix and what comes back is read in Dovecot: each once, none lost."""

import asyncio
import os
import signal
import subprocess
import sys
from collections import Counter

import pytest
from pydantic import SecretStr

from flows.sweeps.returns import take_in
from models.store.mail.returned import ReturnKind, returned_of_case, returned_of_none
from models.store.mail.trouble import MailWay, mail_trouble_now
from notifications.returned.reader import MailboxReader
from notifications.sending.mail_server import MailServer
from tests.factories.letters_out import READERS, LettersOut
from tests.factories.post_office import ACCOUNT, ELSEWHERE, PASSED_ON, PASSWORD
from tests.factories.postbox import free_port
from tests.factories.prefect import wait_until
from tests.factories.returned import answer_to_invitation, reply, vacation
from tests.factories.smtp_script import ScriptedServer

pytestmark = [pytest.mark.system, pytest.mark.parametrize("store", ["sqlite"], indirect=True)]

ONE = READERS[0]
OFFICE = {"bui.van.thi.du", "mai.van.mau"}
SIGNS_IN = {"smtp_user": ACCOUNT, "smtp_password": PASSWORD}
MAILBOX = f"imaps://{ACCOUNT.replace('@', '%40')}@127.0.0.1:{{port}}/INBOX"


@pytest.fixture
def letters(office):
    return LettersOut(office)


def delivered_by(letters, port, **settings):
    deliverer = letters.deliverer(port, **secret(settings))
    letters.deliver(deliverer)
    return deliverer


def secret(settings):
    """Settings as Doan has them: passwords are not shown."""
    return {n: SecretStr(v) if n.endswith("password") else v for n, v in settings.items()}


def in_mailboxes(post, letters):
    """How often each letter of the case lies in its reader's mailbox."""
    found: Counter[str] = Counter()
    for reader in letters.readers:
        for message in post.mailbox(reader):
            if f".99.{reader}@" in message["Message-ID"]:
                found[reader] += 1
    return found


def each_once(letters):
    return dict.fromkeys(letters.readers, 1)


def trouble(letters, way=MailWay.OUT):
    with letters.desk.store.reading() as conn:
        return mail_trouble_now(conn, way)


# --- out ---------------------------------------------------------------------------------------------

ONCE = {
    "open": {},
    "signed in": SIGNS_IN,
    "starttls": {"smtp_tls": "starttls", **SIGNS_IN},
    "tls": {"smtp_tls": "tls", **SIGNS_IN},
    "strict": {},
    "plain": {},
    "two lines": {},
    "greylisting": {},
}


@pytest.mark.parametrize(("door", "changed"), ONCE.items(), ids=ONCE)
def test_every_letter_arrives_once(post, letters, door, changed):
    deliverer = delivered_by(letters, post.ports[door], **changed)
    for _ in range(3):
        letters.pass_time(minutes=15)
        letters.deliver(deliverer)

    for reader in READERS:
        post.wait_for(reader)
    assert in_mailboxes(post, letters) == each_once(letters)
    assert (letters.told(), trouble(letters)) == (set(), None)


def test_a_rate_that_a_server_bears_keeps_letters_and_loses_none(post, office):
    people = (*READERS, "huynh.thi.gia.dinh", "vo.van.minh.hoa", "ly.thi.gia.dinh")
    letters = LettersOut(office, people)
    deliverer = letters.deliverer(post.ports["by rate"])

    def all_have_left():
        letters.pass_time(minutes=5)
        letters.deliver(deliverer)
        return set(letters.standings().values()) == {"accepted"}

    wait_until(all_have_left, "the last letter")
    for reader in people:
        post.wait_for(reader)
    assert in_mailboxes(post, letters) == each_once(letters)
    assert letters.told() == set()


KEPT = {
    "wrong password": ("starttls", {"smtp_tls": "starttls", **SIGNS_IN, "smtp_password": "wrong"}),
    "empty password": ("starttls", {"smtp_tls": "starttls", **SIGNS_IN, "smtp_password": ""}),
    "no signing in is offered": ("open", SIGNS_IN),
    "must sign in": ("signed in", {}),
    "must encrypt": ("must encrypt", {}),
    "another name than the certificate's": (
        "starttls",
        {"smtp_host": "localhost", "smtp_tls": "starttls", **SIGNS_IN},
    ),
    "no encryption is offered": ("open", {"smtp_tls": "starttls"}),
    "encrypted at once where it begins in clear": ("open", {"smtp_tls": "tls"}),
    "begun in clear where all is encrypted": (
        "tls",
        {"smtp_tls": "starttls", "smtp_timeout_seconds": 0.5},
    ),
    "nobody listens": (None, {}),
    "a host nobody knows": ("open", {"smtp_host": "mx.invalid"}),
    "a sender without a mailbox": ("known senders", {"mail_from": "nobody@hau-giang.example"}),
}


@pytest.mark.parametrize(("door", "changed"), KEPT.values(), ids=KEPT)
def test_what_is_our_fault_keeps_all_letters_until_it_is_mended(post, letters, door, changed):
    port = post.ports[door] if door else free_port()
    delivered_by(letters, port, **changed)
    meanwhile = (in_mailboxes(post, letters), letters.told(), trouble(letters) is not None)

    letters.pass_time(hours=3)
    delivered_by(letters, post.ports["open"])

    for reader in READERS:
        post.wait_for(reader)
    assert meanwhile == ({}, set(), True)
    assert in_mailboxes(post, letters) == each_once(letters)
    assert (letters.told(), trouble(letters)) == (set(), None)


def test_a_server_that_passes_nothing_on_keeps_all_letters_until_it_is_mended(post, office):
    letters = LettersOut(office, sent_to={reader: f"{reader}@{PASSED_ON}" for reader in READERS})
    delivered_by(letters, post.ports["no relay"])
    meanwhile = (in_mailboxes(post, letters), letters.told(), trouble(letters).code)

    letters.pass_time(hours=3)
    delivered_by(letters, post.ports["open"])

    for reader in READERS:
        post.wait_for(reader)
    assert meanwhile == ({}, set(), 554)
    assert in_mailboxes(post, letters) == each_once(letters)
    assert letters.told() == set()


def test_a_certificate_nobody_vouches_for_keeps_all_letters(post, letters, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")
    delivered_by(letters, post.ports["starttls"], smtp_tls="starttls", **SIGNS_IN)

    assert in_mailboxes(post, letters) == {}
    assert "TLS" in trouble(letters).said


def test_a_letter_that_is_too_large_is_told_to_the_office(post, letters):
    delivered_by(letters, post.ports["small"])

    assert set(letters.standings().values()) == {"failed"}
    assert letters.told() == OFFICE


def test_a_deliverer_that_was_killed_when_a_letter_was_taken_sends_it_again(letters, tmp_path):
    """SMTP cannot know: the letter was taken, and nobody was there to note it."""
    taken: Counter[str] = Counter()
    deliverers: list[subprocess.Popen[bytes]] = []
    killed: list[int] = []

    def takes(to):
        taken[to] += 1
        if deliverers and not killed:
            killed.append(deliverers[0].pid)
            os.kill(deliverers[0].pid, signal.SIGKILL)
        return "250 2.0.0 taken"

    with ScriptedServer(TEXT=takes) as server:
        with (tmp_path / "deliver.log").open("w") as log:
            environment = {
                **os.environ,
                "DOAN_FOLDER": os.fspath(letters.desk.settings.folder),
                "DOAN_DATABASE_URL": letters.desk.store.engine.url.render_as_string(False),
                "DOAN_SMTP_HOST": "127.0.0.1",
                "DOAN_SMTP_PORT": str(server.port),
                "DOAN_SMTP_TLS": "none",
                "DOAN_POKE_PORT": str(free_port()),
            }
            letters.desk.settings.folder.chmod(0o700)
            command = [sys.executable, "-m", "cli.main", "deliver"]
            deliverers.append(subprocess.Popen(command, env=environment, stdout=log, stderr=log))
            deliverers[0].wait(60)
        assert killed, (tmp_path / "deliver.log").read_text()
        with letters.desk.store.writing() as conn:
            # Two minutes pass: who was killed renews nothing.
            conn.exec_driver_sql("UPDATE outbox SET leased_until = NULL")
        letters.deliver(letters.deliverer(server.port))

    times = {reader: sum(n for to, n in taken.items() if reader in to) for reader in READERS}
    assert set(times.values()) <= {1, 2}
    assert 2 in times.values()
    assert set(letters.standings().values()) == {"accepted"}


# --- and back ----------------------------------------------------------------------------------------


def reader_of(letters, post, *, acts=take_in, **settings):
    changed = {
        "mailbox_url": MAILBOX.format(port=post.imap),
        "mailbox_password": PASSWORD,
        **settings,
    }
    made = letters.desk.settings.model_copy(update=secret(changed))
    return MailboxReader(
        letters.desk.store, made, lambda came, digest: acts(letters.desk, came, digest)
    )


def comes_in(letters, post, *contents):
    """Letters come to the sender's mailbox by Postfix, as anybody's do."""
    settings = letters.desk.settings.model_copy(
        update={"smtp_host": "127.0.0.1", "smtp_port": post.ports["open"], "smtp_tls": "none"}
    )

    async def sends():
        async with MailServer(settings) as server:
            for content in contents:
                await server.send(content, ACCOUNT)

    asyncio.run(sends())
    post.wait_for("doan", len(contents))


def message_id(letters, reader=ONE):
    return f"<{letters.office.case_no.lower()}.99.{reader}@hau-giang.example>"


def kinds(letters):
    with letters.desk.store.reading() as conn:
        return Counter(each.kind for each in returned_of_case(conn, letters.office.case_no))


def test_a_letter_that_is_accepted_and_comes_back_later_is_told_to_the_office(post, office):
    letters = LettersOut(office, sent_to={ONE: f"{ONE}@{ELSEWHERE}"})
    delivered_by(letters, post.ports["open"])
    before = letters.standings()[ONE], letters.told()
    post.wait_for("doan")

    count = reader_of(letters, post).read()

    assert (before, count) == (("accepted", set()), 1)
    assert (letters.standings()[ONE], letters.told()) == ("bounced", OFFICE)
    assert reader_of(letters, post).read() == 0


def test_all_that_comes_back_is_read_once_and_stays_where_it_is(post, letters):
    delivered_by(letters, post.ports["open"])
    about = message_id(letters)
    comes_in(
        letters,
        post,
        vacation(about=about, says="Tôi nghỉ phép."),
        reply(about=about, says="Đồng ý."),
        answer_to_invitation(),
        b"Subject: nothing of ours\r\n\r\nx\r\n",
    )

    counts = [reader_of(letters, post).read() for _ in range(2)]

    assert counts == [4, 0]
    assert kinds(letters) == {ReturnKind.AUTOMATIC: 1, ReturnKind.REPLY: 1}
    assert len(post.files("doan")) == 4
    with letters.desk.store.reading() as conn:
        assert len(returned_of_none(conn)) == 2


def test_a_letter_that_was_acted_on_and_not_marked_is_acted_on_no_more(post, letters):
    delivered_by(letters, post.ports["open"])
    comes_in(letters, post, reply(about=message_id(letters)))

    def dies(desk, came, digest):
        take_in(desk, came, digest)
        raise RuntimeError("killed before the letter was marked")

    counts = reader_of(letters, post, acts=dies).read(), reader_of(letters, post).read()

    assert counts == (0, 1)
    assert kinds(letters) == {ReturnKind.REPLY: 1}


def test_what_is_hostile_keeps_nothing_from_being_read(post, letters):
    delivered_by(letters, post.ports["open"])
    nested = "".join(
        f"Content-Type: multipart/mixed; boundary=B{n}\r\n\r\n--B{n}\r\n" for n in range(90)
    )
    comes_in(
        letters,
        post,
        f"From: a@b.example\r\n{nested}".encode(),
        b"From: a@b.example\r\n\r\n" + b"x" * 900 + b"\r\n" * 200_000,
        reply(about=message_id(letters)),
    )

    assert reader_of(letters, post).read() == 3
    assert kinds(letters) == {ReturnKind.REPLY: 1}


WRONG = {
    "the password": {"mailbox_password": "wrong"},
    "the folder": {"mailbox_url": MAILBOX + "/not/there"},
    "the server": {"mailbox_url": "imaps://doan@127.0.0.1:{nobody}/INBOX"},
}


@pytest.mark.parametrize("changed", WRONG.values(), ids=WRONG)
def test_that_the_mailbox_cannot_be_read_is_known_until_it_is(post, letters, changed):
    at = {"port": post.imap, "nobody": free_port()}
    wrong = {name: value.format(**at) for name, value in changed.items()}
    if "mailbox_password" in wrong:
        # Dovecot's sample takes every name with one password.
        wrong["mailbox_url"] = MAILBOX.format(**at)

    reader_of(letters, post, **wrong).read()
    found = trouble(letters, MailWay.IN)
    reader_of(letters, post).read()

    assert found is not None
    assert trouble(letters, MailWay.IN) is None


def test_a_mailbox_whose_server_nobody_vouches_for_is_not_read(post, letters, monkeypatch):
    monkeypatch.delenv("SSL_CERT_FILE")

    reader_of(letters, post).read()

    assert trouble(letters, MailWay.IN) is not None

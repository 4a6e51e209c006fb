"""What is wrong when letters do not leave, in words that say what to set."""

import asyncio

import pytest

from cli.mail.checking import finding, warnings
from config.words import Language, words
from notifications.sending.diagnosis import said_of_trouble, what_is_wrong
from notifications.sending.refusals import NO_ANSWER, MailRefusal, MailStage
from tests.factories.deliverer import make_settings
from tests.factories.postbox import DENY, Postbox, free_port, make_certificate, only_with
from tests.factories.smtp_script import ScriptedServer

CONNECTION, SENDER, RECIPIENT, _ = MailStage

SAID = [
    (CONNECTION, 0, "Error: [Errno -2] Name or service not known", "unknown_host"),
    (CONNECTION, 0, "Error: Connect call failed ('127.0.0.1', 25)", "nothing_listens"),
    (CONNECTION, 0, "TLS: self-signed certificate", "untrusted"),
    (CONNECTION, 0, "TLS: Hostname mismatch, certificate is not valid for 'x'.", "other_name"),
    (CONNECTION, 0, "TLS: WRONG_VERSION_NUMBER", "not_tls"),
    (CONNECTION, 0, "SMTP STARTTLS extension not supported by server.", "no_starttls"),
    (CONNECTION, 0, "The SMTP AUTH extension is not supported by this server.", "no_sign_in"),
    (CONNECTION, 0, NO_ANSWER, "no_answer"),
    (CONNECTION, 0, "something else", "no_connection"),
    (CONNECTION, 535, "5.7.8 Error: authentication failed", "password"),
    (SENDER, 530, "5.7.0 Must issue a STARTTLS command first", "encrypt"),
    (SENDER, 530, "5.7.57 Client not authenticated", "sign_in"),
    (SENDER, 550, "5.7.60 Client does not have permissions to send as this sender", "sender"),
    (RECIPIENT, 550, "5.1.0 address rejected", "sender"),
    (RECIPIENT, 554, "5.7.1 Relay access denied", "relay"),
    (RECIPIENT, 554, "5.7.1 Client host rejected: Access denied", "sign_in"),
    (RECIPIENT, 450, "4.7.1 too much mail", "hurried"),
    (SENDER, 452, "4.3.1 Insufficient system storage", "refused"),
]  # fmt: skip


@pytest.mark.parametrize(("stage", "code", "said", "wrong"), SAID)
def test_what_is_said_means(stage, code, said, wrong):
    assert what_is_wrong(MailRefusal(stage, code, said)) == wrong


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize(("stage", "code", "said", "wrong"), SAID)
def test_it_is_told_in_words_of_the_readers_language(stage, code, said, wrong, language):
    told = said_of_trouble(MailRefusal(stage, code, said), make_settings(25), words(language))

    assert "mail.why" not in told
    assert told.endswith(said)


def found(port, *, to="", **settings):
    is_well, said = asyncio.run(finding(make_settings(port, **settings), words("en"), to=to))
    return is_well, said


def test_a_server_that_takes_letters_is_well_and_got_none():
    with Postbox() as postbox:
        is_well, said = found(postbox.port)

    assert (is_well, "takes letters from doan@hau-giang.example" in said) == (True, True)
    assert postbox.offered == []


def test_a_test_letter_arrives():
    with Postbox() as postbox:
        is_well, _ = found(postbox.port, to="somebody@example.org")

    (letter,) = postbox.accepted
    assert (is_well, letter.to) == (True, "somebody@example.org")
    assert "Doan can send letters" in letter.text


def test_a_test_letter_that_is_refused_is_told():
    with Postbox(DENY) as postbox:
        is_well, said = found(postbox.port, to="somebody@example.org")

    assert (is_well, DENY in said) == (False, True)


def test_a_test_letter_goes_to_a_mailbox_alone():
    with Postbox() as postbox:
        is_well, said = found(postbox.port, to="no mailbox")

    assert (is_well, "no mailbox" in said, postbox.offered) == (False, True, [])


def test_what_the_real_libraries_say_is_understood(tmp_path):
    _, certificate = make_certificate(tmp_path)
    with Postbox(tls_context=certificate) as untrusted:
        assert "does not trust the certificate" in found(untrusted.port, smtp_tls="starttls")[1]
    with Postbox() as plain:
        assert "offers no STARTTLS" in found(plain.port, smtp_tls="starttls")[1]
        assert "does not encrypt from the start" in found(plain.port, smtp_tls="tls")[1]
        signed_in = {"smtp_user": "doan", "smtp_password": "x"}
        assert "lets nobody sign in here" in found(plain.port, **signed_in)[1]
    assert "Nothing answers at" in found(free_port())[1]
    unknown = found(25, smtp_host="nowhere.invalid", smtp_timeout_seconds=20)[1]
    assert "DNS does not know the name" in unknown


def test_a_wrong_password_is_named(tmp_path, monkeypatch):
    file, certificate = make_certificate(tmp_path)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    wrong = {"smtp_tls": "starttls", "smtp_user": "doan", "smtp_password": "wrong"}
    with Postbox(**only_with("right"), tls_context=certificate) as postbox:
        assert "does not accept the name or the password" in found(postbox.port, **wrong)[1]


def test_a_refused_sender_is_named_without_a_letter():
    with ScriptedServer(MAIL="550 5.1.8 no such domain") as server:
        is_well, said = found(server.port)

    assert (is_well, "Check DOAN_MAIL_FROM" in said, server.asked["RCPT"]) == (False, True, 0)


def test_links_that_only_this_machine_can_open_are_warned_of():
    read = "maildir:/var/mail/doan"
    local = make_settings(25, smtp_host="mail.example.org", mailbox_url=read)
    public = make_settings(
        25,
        smtp_host="mail.example.org",
        public_url="https://doan.example.org",
        mail_from="doan@example.org",
        mailbox_url=read,
    )

    assert len(tuple(warnings(local, words("en")))) == 2
    assert tuple(warnings(public, words("en"))) == ()

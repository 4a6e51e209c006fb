"""Letters are signed in their sender's name: what arrives verifies, and what was changed does not."""

import asyncio
import base64
import re

import dkim
import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings
from config.words import Language
from notifications.sending.mail_server import MailServer
from notifications.sending.signing import DkimKeyUnusable, DkimSigner, dkim_signer
from notifications.showing.previews import preview
from notifications.showing.samples import all_notices
from tests.factories.deliverer import make_settings
from tests.factories.postbox import Postbox

KEY = rsa.generate_private_key(65537, 2048)
ANOTHER = rsa.generate_private_key(65537, 2048)
SELECTOR = "doan2026"


def pem(key):
    return key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())


def dns(key=KEY):
    """The DNS of a domain that has the other half of a key."""
    half = key.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)
    said = b"v=DKIM1; k=rsa; p=" + base64.b64encode(half)

    def asked(name, timeout=5):
        is_there = name.decode() == f"{SELECTOR}._domainkey.hau-giang.example."
        return said if is_there else b""

    return asked


def verifies(content, key=KEY):
    try:
        return dkim.verify(content, dnsfunc=dns(key))
    except dkim.DKIMException:
        return False


@pytest.fixture
def key_file(tmp_path):
    path = tmp_path / "dkim.pem"
    path.touch(mode=0o600)
    path.write_bytes(pem(KEY))
    return path


def arrives(content, key_file, **changed):
    """Hand a letter to a real server and return the bytes it was given."""

    async def hand_over(settings):
        async with MailServer(settings) as server:
            await server.send(content, "tran.thi.vi.du@example.org")

    with Postbox() as box:
        signing = {"dkim_key_file": key_file, "dkim_selector": SELECTOR} if key_file else {}
        asyncio.run(hand_over(make_settings(box.port, **signing, **changed)))
        (letter,) = box.offered
    return letter.content


@pytest.fixture(scope="module")
def letters():
    """A sample of every message in both languages."""
    settings = Settings()
    return {
        (notice, language.value): preview(notice, settings, language).content
        for notice in all_notices()
        for language in Language
    }


@pytest.mark.parametrize("notice", ["to_decide", "invitation", "checkpoint", "sign_in_code"])
def test_what_arrives_at_the_mail_server_verifies(letters, key_file, notice):
    arrived = arrives(letters[notice, "vi"], key_file)

    assert verifies(arrived)


def test_every_message_verifies_once_it_is_signed(letters):
    signer = DkimSigner("hau-giang.example", SELECTOR, KEY)

    assert [name for name, letter in letters.items() if not verifies(signer.signed(letter))] == []


def test_without_a_key_letters_leave_as_they_are(letters):
    assert b"DKIM-Signature" not in arrives(letters["to_decide", "vi"], None)


def test_a_signature_of_another_key_does_not_verify(letters, key_file):
    assert not verifies(arrives(letters["to_decide", "vi"], key_file), ANOTHER)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\r\nSubject: ", b"\r\nSubject: X"),
        (b"\r\nFrom: ", b"\r\nFrom: someone@else.example\r\nFrom: "),
        (b"\r\nReply-To: ", b"\r\nReply-To: someone@else.example\r\nReply-To: "),
        (b"\r\nMessage-ID: <", b"\r\nMessage-ID: <x"),
        (b"\r\nTo: ", b"\r\nTo: someone@else.example, "),
        (b"Content-Type: text/html", b"Content-Type: text/plain"),
        (b"\r\nContent-Type: multipart/", b"\r\nContent-Type: multipart/x-"),
    ],
)
def test_what_was_changed_on_the_way_does_not_verify(letters, key_file, was, becomes):
    arrived = arrives(letters["to_decide", "vi"], key_file)
    assert was in arrived

    assert not verifies(arrived.replace(was, becomes, 1))


def test_spaces_and_wrapping_that_servers_change_leave_it_whole(letters, key_file):
    arrived = arrives(letters["to_decide", "vi"], key_file)

    padded = arrived.replace(b"\r\nSubject: ", b"\r\nSubject:\r\n  ", 1) + b"\r\n\r\n"

    assert verifies(padded)


@pytest.fixture(scope="module")
def with_a_button():
    """A letter that can be stopped by one press (RFC 8058), as it is signed."""
    settings = Settings(public_url="https://doan.hau-giang.example")
    letter = preview("progress", settings, Language.VIETNAMESE).content
    return DkimSigner("hau-giang.example", SELECTOR, KEY).signed(letter)


def test_the_signature_covers_the_button_that_stops_letters(with_a_button):
    said, *_ = re.findall(rb"\sh=(.+?);", with_a_button, re.DOTALL)
    names = b"".join(said.split()).split(b":")

    # Once as it is there, once more so that no other is put in front of it.
    assert [names.count(each) for each in (b"list-unsubscribe", b"list-unsubscribe-post")] == [2, 2]
    assert verifies(with_a_button)


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (b"\r\nList-Unsubscribe: <https://", b"\r\nList-Unsubscribe: <https://else.example/"),
        (b"\r\nList-Unsubscribe-Post: ", b"\r\nX-Not-Post: "),
    ],
    ids=["it leads elsewhere", "it is gone"],
)
def test_another_button_than_ours_does_not_verify(with_a_button, was, becomes):
    assert was in with_a_button

    assert not verifies(with_a_button.replace(was, becomes, 1))


def test_nobody_adds_a_button_to_a_letter_that_has_none(letters, key_file):
    arrived = arrives(letters["to_decide", "vi"], key_file)
    assert b"List-Unsubscribe" not in arrived

    added = b"\r\nList-Unsubscribe: <https://else.example/>\r\nSubject: "
    assert not verifies(arrived.replace(b"\r\nSubject: ", added, 1))


BYTES = st.binary(max_size=40).map(lambda said: said.replace(b"\r", b"").replace(b"\n", b""))


@given(st.lists(BYTES, max_size=8))
def test_whatever_its_text_is_a_letter_verifies(lines):
    # A text is handed over with its last line ended, too.
    text = b"".join(line + b"\r\n" for line in lines)
    letter = b"From: doan@hau-giang.example\r\nSubject: x\r\n\r\n" + text

    assert verifies(DkimSigner("hau-giang.example", SELECTOR, KEY).signed(letter))


def test_no_line_of_a_signature_is_long(letters, key_file):
    head = arrives(letters["to_decide", "vi"], key_file).partition(b"\r\nFrom:")[0]

    assert max(map(len, head.split(b"\r\n"))) <= 78


def test_a_key_that_others_may_read_is_refused(key_file):
    key_file.chmod(0o640)

    with pytest.raises(DkimKeyUnusable) as refused:
        dkim_signer(Settings(dkim_key_file=key_file, dkim_selector=SELECTOR))

    assert refused.value.why == "open"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"no key",
        pem(ec.generate_private_key(ec.SECP256R1())),
        pem(rsa.generate_private_key(65537, 1024)),
    ],
)
def test_what_is_no_key_to_sign_with_is_refused(key_file, content):
    key_file.write_bytes(content)

    with pytest.raises(DkimKeyUnusable) as refused:
        dkim_signer(Settings(dkim_key_file=key_file, dkim_selector=SELECTOR))

    assert refused.value.why == "no_key"


def test_a_key_that_is_not_there_is_refused(tmp_path):
    with pytest.raises(DkimKeyUnusable) as refused:
        dkim_signer(Settings(dkim_key_file=tmp_path / "none", dkim_selector=SELECTOR))

    assert refused.value.why == "unread"


def test_another_domain_than_the_sender_s_may_sign(letters, key_file):
    arrived = arrives(letters["to_decide", "vi"], key_file, dkim_domain="tinh.example")

    assert b"d=tinh.example; s=doan2026;" in arrived

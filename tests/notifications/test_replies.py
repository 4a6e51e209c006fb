"""What a reply says is its first own line, and who sent it is what the relay above says."""

import re
from email import message_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from config.settings import Settings
from config.words import Language, words
from models.competence.by_reply import CHOICES_BY_REPLY
from models.ids import CaseNo, PersonId
from notifications.returned.parts import has_one_sender, is_file, own_words
from notifications.returned.said import WordSaid, word_said
from notifications.returned.vouching import is_vouched_for
from notifications.writing.reply_tokens import (
    ReplyAsked,
    read_reply_reference,
    reply_reference,
)

DECIDING = ("approve", "return", "reject")
WORDS = ("Duyệt", "Trả lại", "Từ chối", "Approve", "Return", "Refuse")
RELAY, SENDER = "mx.tinh.example", "mau@tinh.example"
ASKED = ReplyAsked(CaseNo("DR-2020-0001"), 7, "ab" * 32, PersonId("pham.van.mau"))


# --- the word ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("says", "choice"),
    [
        ("Duyệt", "approve"),
        ("duyet", "approve"),
        ("  DUYỆT.  ", "approve"),
        ("“Duyệt”", "approve"),
        ("\n\nTrả  lại:\nThiếu.", "return"),
        ("TU CHOI!", "reject"),
        ("tu\u031b\u0300 chô\u0301i", "reject"),
        ("approve", "approve"),
    ],
)
def test_a_word_counts_however_it_is_spelt(says, choice):
    said = word_said(says, DECIDING)

    assert said is not None
    assert said.choice == choice


@pytest.mark.parametrize(
    "says", ["", "Không duyệt", "Duyệt trả lại", "Duyệt?", "Không", "Đã duyệt"]
)
def test_what_is_more_than_the_word_or_less_is_no_answer(says):
    assert word_said(says, DECIDING) is None


@given(first=st.text(min_size=1), later=st.lists(st.sampled_from(WORDS)))
def test_no_later_line_ever_decides(first, later):
    """Whatever stands below the first line, what is said is what the first line says alone."""
    line = first.split("\n")[0]
    alone, together = word_said(line, DECIDING), word_said("\n".join([line, *later]), DECIDING)

    if line.strip():
        assert (alone and alone.choice) == (together and together.choice)


@pytest.mark.parametrize("choices", CHOICES_BY_REPLY.values())
def test_no_two_answers_to_an_act_have_the_same_word(choices):
    for language in Language:
        said = [word_said(words(language).label("reply", each), choices) for each in choices]
        assert [each and each.choice for each in said] == list(choices)


# --- one's own lines ---------------------------------------------------------------------------------

INTRODUCTIONS = (
    "Vào Th 2, 6 thg 7, 2020 vào lúc 08:00 Đoàn <doan@tinh.example> đã viết:",
    "Vào Th 2, 6 thg 7, 2020 vào lúc 08:00 Đoàn <doan@tinh.example>\nđã viết:",
    "On Mon, Jul 6, 2020 at 8:00 AM Doan <doan@tinh.example> wrote:",
    "On Mon, Jul 6, 2020 at 8:00 AM Doan <doan@tinh.example>\nwrote:",
    "> On 6 Jul 2020, at 08:00, Doan <doan@tinh.example> wrote:",
    "-----Original Message-----\nFrom: Doan",
    "-----Thư gốc-----\nTừ: Đoàn",
    "________________________________\nTừ: Đoàn <doan@tinh.example>",
    "From: Doan <doan@tinh.example>\nSent: Monday",
    "From: Doan\nSent: Monday, July 6, 2020 8:00 AM",
    "*From:* Doan\n*Sent:* Monday, July 6, 2020 8:00 AM",
    "Từ: Đoàn\nĐã gửi: Thứ Hai, 6 Tháng Bảy 2020 8:00 SA",
    "Đoàn <doan@tinh.example> đã viết:",
    "Gửi từ iPhone của tôi",
    "Sent from my iPhone",
    "Get Outlook for iOS<https://aka.example>",
    "-- ",
)


@pytest.mark.parametrize("introduction", INTRODUCTIONS)
@pytest.mark.parametrize("own", ["Trả lại\nThiếu kinh phí.", ""])
@given(quoted=st.lists(st.sampled_from((*WORDS, "", "Kính gửi", "> Duyệt"))))
def test_nothing_that_is_quoted_is_ones_own(introduction, own, quoted):
    written = "\n".join([own, "", introduction, *quoted])

    assert own_words(written) == own


@given(
    quoted=st.lists(st.text(alphabet=st.characters(exclude_characters="\r\n"))),
    word=st.sampled_from(WORDS),
)
def test_a_word_among_quoted_lines_never_decides(quoted, word):
    """Whoever writes below what they answer has no own first line, so nothing is read of it."""
    written = "\n".join([*(f"> {line}" for line in ("", *quoted)), word])

    assert word_said(own_words(written), DECIDING) is None


def test_a_line_above_an_introduction_is_kept():
    written = "On 6 July I agree\nDuyệt\nOn Mon, Jul 6, 2020 Doan wrote:\n> Duyệt"

    assert own_words(written) == "On 6 July I agree\nDuyệt"


# --- who sent it -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "said",
    [
        f"{RELAY}; dmarc=pass header.from=tinh.example",
        f"{RELAY} 1; dkim=pass header.d=tinh.example",
        f"{RELAY.upper()}; DKIM=PASS header.d=Tinh.Example",
        f"{RELAY};\r\n\tdkim=pass (a (nested) comment; dkim=fail) header.d=tinh.example",
        f"{RELAY}; dkim=fail header.d=list.example; dkim=pass header.d=tinh.example",
        f'{RELAY}; spf=fail smtp.mailfrom=x@y.example; dmarc=pass (p="none") header.from=tinh.example',
        # As rspamd, OpenDMARC, OpenDKIM and a large provider write it.
        f"{RELAY};\r\n\tdkim=pass header.d=tinh.example header.s=s1 header.b=Xk3q0b;\r\n"
        f'\tdmarc=pass (policy=reject) header.from=tinh.example;\r\n\tspf=pass (x) smtp.mailfrom=""',
        f"{RELAY}; dmarc=pass (p=none dis=none) header.from=tinh.example",
        f"{RELAY};\r\n\tdkim=pass (2048-bit key; unprotected) header.d=tinh.example"
        ' header.i=@tinh.example header.a=rsa-sha256 header.s=s1 header.b="Xk3/q0b=";\r\n'
        "\tdkim-atps=neutral",
        f"{RELAY};\r\n dkim=pass header.i=@tinh.example header.s=s1 header.b=Xk3;\r\n"
        " spf=pass (domain of a@tinh.example designates 10.0.0.1) smtp.mailfrom=a@tinh.example;\r\n"
        " dmarc=pass (p=QUARANTINE sp=NONE dis=NONE) header.from=tinh.example",
    ],
)
def test_the_relay_vouches_for_a_sender(said):
    assert is_vouched_for([said], RELAY, SENDER)


@pytest.mark.parametrize(
    "said",
    [
        "",
        RELAY,
        f"{RELAY}; none",
        f"{RELAY}; spf=pass smtp.mailfrom=tinh.example",
        f"{RELAY}; dkim=pass header.d=evil.example",
        f"{RELAY}; dkim=pass header.d=example",
        f"{RELAY}; dkim=pass header.d=inh.example",
        f"{RELAY}; dkim=pass",
        f"{RELAY}; dkim=pass header.d=evil.example header.d=tinh.example",
        f"{RELAY}; dkim=pass header.d=tinh.example; dmarc=fail header.from=tinh.example",
        f"{RELAY}; dmarc=pass header.from=evil.example",
        f"{RELAY}; dmarc=pass header.from=tinh.example; dmarc=fail header.from=tinh.example",
        f"{RELAY} 2; dkim=pass header.d=tinh.example",
        f"{RELAY}.evil.example; dkim=pass header.d=tinh.example",
        f"evil.example; {RELAY}; dkim=pass header.d=tinh.example",
        f"({RELAY}); dkim=pass header.d=tinh.example",
        f'"{RELAY}; dkim=pass header.d=tinh.example',
        f'{RELAY}; spf=pass smtp.mailfrom="; dkim=pass header.d=tinh.example"',
        f"{RELAY}; spf=pass (x; dkim=pass header.d=tinh.example) smtp.mailfrom=y",
        f"{RELAY}; dkim=pass (unclosed header.d=tinh.example",
    ],
)
def test_nothing_else_vouches_for_anybody(said):
    assert not is_vouched_for([said], RELAY, SENDER)


@given(below=st.lists(st.text()))
def test_what_stands_below_the_relays_own_never_counts(below):
    own = f"{RELAY}; dkim=fail header.d=tinh.example"
    forged = f"{RELAY}; dmarc=pass header.from=tinh.example"

    assert not is_vouched_for([own, *below, forged], RELAY, SENDER)


def test_other_hops_of_the_house_are_passed_by():
    others = ["inside.example; none", "spf=pass (sender IP is 1.2.3.4) smtp.mailfrom=x; dkim=pass"]

    assert is_vouched_for([*others, f"{RELAY}; dkim=pass header.d=tinh.example"], RELAY, SENDER)


def test_what_cannot_be_read_hides_whatever_stands_below():
    assert not is_vouched_for(
        ['"unclosed', f"{RELAY}; dkim=pass header.d=tinh.example"], RELAY, SENDER
    )


@given(said=st.text(alphabet=st.sampled_from('ab=;()"\\ \n.d')))
def test_no_header_breaks_the_reader(said):
    assert not is_vouched_for([said], RELAY, SENDER)


@pytest.mark.parametrize("authserv_id", ["", "other.example"])
def test_a_relay_that_is_not_ours_vouches_for_nobody(authserv_id):
    assert not is_vouched_for([f"{RELAY}; dkim=pass header.d=tinh.example"], authserv_id, SENDER)


@pytest.mark.parametrize(
    ("headers", "one"),
    [
        (b"From: A <a@b.example>\r\n", True),
        (b"From: a@b.example\r\nFrom: c@d.example\r\n", False),
        (b"From: a@b.example, c@d.example\r\n", False),
        (b"From: undisclosed\r\n", False),
        (b"", False),
    ],
)
def test_a_letter_has_one_sender_or_none_that_counts(headers, one):
    assert has_one_sender(message_from_bytes(headers + b"\r\nx")) is one


@pytest.mark.parametrize(
    ("headers", "attached"),
    [
        (b"Content-Type: application/pdf; name=a.pdf\r\n", True),
        (b"Content-Type: image/png; name=a.png\r\nContent-Disposition: attachment\r\n", True),
        (b"Content-Type: image/png; name=a.png\r\nContent-ID: <a@b>\r\n", False),
        (b"Content-Type: application/pkcs7-signature; name=smime.p7s\r\n", False),
        (b"Content-Type: text/plain\r\n", False),
    ],
)
def test_a_picture_of_a_signature_is_no_file(headers, attached):
    assert is_file(message_from_bytes(headers + b"\r\nx")) is attached


# --- the reference -----------------------------------------------------------------------------------


def test_a_reference_tells_what_was_asked(settings):
    reference = reply_reference(settings, ASKED)

    assert read_reply_reference(settings, ["<a@b.example>", reference]) == ASKED
    assert len(reference) < 400


@given(at=st.integers(7, 100), sign=st.sampled_from("abcXYZ019_-"))
def test_a_reference_that_was_changed_is_none(at, sign):
    settings = Settings()
    reference = reply_reference(settings, ASKED)
    # Of the last sign not all bits are of the signature.
    at = min(at, reference.index("@") - 2)
    changed = reference[:at] + sign + reference[at + 1 :]

    assert changed == reference or read_reply_reference(settings, [changed]) is None


def test_a_reference_is_a_message_id_of_the_standard(settings):
    reference = reply_reference(settings, ASKED)

    assert re.fullmatch(r"<[\w-]+(\.[\w-]+)*@[\w-]+(\.[\w-]+)*>", reference)


def test_a_reference_of_another_house_is_none(settings):
    other = settings.model_copy(update={"secret": settings.secret.__class__("x" * 40)})

    assert read_reply_reference(settings, [reply_reference(other, ASKED)]) is None


def test_what_a_word_brings_is_told_with_it():
    assert word_said("Từ chối\n\nKhông cần.", DECIDING) == WordSaid("reject", "Không cần.")

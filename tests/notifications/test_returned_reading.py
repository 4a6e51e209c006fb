"""What comes back is told apart: reports of delivery, automatic answers, invitations, words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.store.mail.returned import ReturnKind
from notifications.returned.came import Came
from notifications.returned.meaning import Meaning, meaning_of
from notifications.returned.parts import LONGEST_WORDS
from notifications.returned.reading import read_letter
from tests.factories.returned import (
    OURS,
    SENDER,
    answer_to_invitation,
    letter,
    reply,
    report,
    vacation,
)

EXCHANGE = letter(f"""
    From: <postmaster@mx.example>
    To: <doan@hau-giang.example>
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=delivery-status; boundary="B"
    X-MS-Exchange-Message-Is-Ndr:
    In-Reply-To: {OURS}
    Subject: Undeliverable: DR-2020-0001

    --B
    Content-Type: multipart/alternative; differences=Content-Type; boundary="C"

    --C
    Content-Type: text/html; charset="us-ascii"

    <html><head><style>p {{}}</style></head><body><p>Delivery has failed</p></body></html>

    --C--

    --B
    Content-Type: message/delivery-status

    Reporting-MTA: dns;mx.example

    Original-Recipient: rfc822;{SENDER}
    Final-Recipient: rfc822;{SENDER}
    Action: failed
    Status: 5.2.2
    Diagnostic-Code: smtp;554 5.2.2 mailbox full

    --B
    Content-Type: message/rfc822

    Message-ID: {OURS}
    Subject: DR-2020-0001

    Text
    --B--
""")
QMAIL = letter(f"""
    Return-Path: <>
    From: MAILER-DAEMON@mx.example
    To: doan@hau-giang.example
    Subject: failure notice

    Hi. This is the qmail-send program at mx.example.
    I'm afraid I wasn't able to deliver your message to the following addresses.

    <{SENDER}>:
    Sorry, no mailbox here by that name. (#5.1.1)

    --- Below this line is a copy of the message.

    Message-ID: {OURS}
    Subject: DR-2020-0001
""")
EXIM = letter(f"""
    From: Mail Delivery System <Mailer-Daemon@mx.example>
    X-Failed-Recipients: {SENDER}
    Auto-Submitted: auto-replied
    To: doan@hau-giang.example
    Subject: Mail delivery failed: returning message to sender

    This message was created automatically by mail delivery software.

      {SENDER}
        550 5.1.1 no such user

    Message-ID: {OURS}
""")
OUTLOOK = letter(f"""
    From: <{SENDER}>
    To: doan@hau-giang.example
    Subject: Automatic reply: DR-2020-0001
    X-Auto-Response-Suppress: All
    auto-submitted: auto-generated
    In-Reply-To: {OURS}
    Content-Type: text/html; charset=utf-8

    <html><body><p>I agree to everything &amp; am away.</p></body></html>
""")
RECEIPT = letter(f"""
    From: {SENDER}
    To: doan@hau-giang.example
    Subject: Read: DR-2020-0001
    MIME-Version: 1.0
    Content-Type: multipart/report; report-type=disposition-notification; boundary="B"

    --B
    Content-Type: text/plain

    Your message was read.
    --B
    Content-Type: message/disposition-notification

    Final-Recipient: rfc822;{SENDER}
    Original-Message-ID: {OURS}
    Disposition: manual-action/MDN-sent-manually; displayed
    --B--
""")
KINDS = {
    "a report that a letter failed": (report(), ReturnKind.BOUNCED),
    "a report by Exchange": (EXCHANGE, ReturnKind.BOUNCED),
    "a report in words, by qmail": (QMAIL, ReturnKind.BOUNCED),
    "a report in words, by Exim": (EXIM, ReturnKind.BOUNCED),
    "a report of a delay": (report(action="delayed", status="4.4.1"), ReturnKind.DELAYED),
    "a report that it was given up": (report(status="4.4.7"), ReturnKind.BOUNCED),
    "a report that it arrived": (report(action="delivered", status="2.0.0"), ReturnKind.RECEIPT),
    "a report that it was read": (RECEIPT, ReturnKind.RECEIPT),
    "a vacation": (vacation(), ReturnKind.AUTOMATIC),
    "an automatic answer by Outlook": (OUTLOOK, ReturnKind.AUTOMATIC),
    "an answer to an invitation": (answer_to_invitation(), ReturnKind.ANSWER),
    "somebody's answer": (reply(), ReturnKind.REPLY),
    "no letter at all": (b"\x00\xff\x00", ReturnKind.UNREADABLE),
    "nothing": (b"", ReturnKind.UNREADABLE),
}


@pytest.mark.parametrize(("content", "kind"), KINDS.values(), ids=KINDS)
def test_a_letter_is_what_it_is(content, kind):
    assert read_letter(content).kind is kind


@pytest.mark.parametrize("content", [report(), EXCHANGE, QMAIL, EXIM, vacation(), OUTLOOK, reply()])
def test_a_letter_is_tied_to_ours_by_its_message_id(content):
    assert OURS in read_letter(content).about


@pytest.mark.parametrize(
    ("content", "status"), [(report(), "5.1.1"), (EXCHANGE, "5.2.2"), (QMAIL, "5.1.1")]
)
def test_a_report_says_by_its_code_why(content, status):
    assert read_letter(content).status == status


@pytest.mark.parametrize("returns", ["text/rfc822-headers", "message/rfc822"])
def test_a_report_names_the_letter_by_what_it_returns_of_it(returns):
    assert read_letter(report(returns=returns)).about[0] == OURS


def test_somebodys_words_come_without_the_letter_they_answer_to():
    assert (
        read_letter(reply(says="Tôi đồng ý.\n\nGọi lại sau.")).words
        == "Tôi đồng ý.\n\nGọi lại sau."
    )


def test_the_words_of_a_page_come_without_its_marks():
    assert read_letter(OUTLOOK).words == "I agree to everything & am away."


def test_who_writes_anew_names_the_case_in_the_subject():
    came = read_letter(reply(about="", subject="Hoi ve ho so dr-2020-0001"))

    assert (came.kind, came.about, came.case) == (ReturnKind.REPLY, (), "DR-2020-0001")


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto-Submitted": "auto-generated"},
        {"Auto-Submitted": "auto-replied; x=1"},
        {"Precedence": "bulk"},
        {"Precedence": "auto_reply"},
        {"X-Autoreply": "yes"},
        {"List-Id": "<news.example>"},
        {"Return-Path": "<>"},
    ],
    ids=str,
)
def test_what_says_that_a_program_wrote_it_is_never_taken_for_somebodys_words(headers):
    assert read_letter(reply(says="Đồng ý", **headers)).kind is ReturnKind.AUTOMATIC


@pytest.mark.parametrize(
    "subject", ["Automatic reply: DR-2020-0001", "Out of Office: x", "Tra loi"]
)
def test_a_subject_by_which_programs_answer_is_known(subject):
    is_automatic = read_letter(reply(subject=subject)).kind is ReturnKind.AUTOMATIC

    assert is_automatic == (subject != "Tra loi")


def test_a_subject_by_which_programs_answer_is_known_in_vietnamese():
    subject = "=?utf-8?b?VHLhuqMgbOG7nWkgdOG7sSDEkeG7mW5nOiBEUi0yMDIw?="

    assert read_letter(reply(subject=subject)).kind is ReturnKind.AUTOMATIC


def test_who_passes_a_report_on_has_written_themselves():
    attached = report().decode().replace("\r\n", "\n")
    head = f"From: {SENDER}\nTo: doan@hau-giang.example\nSubject: Fwd\nMIME-Version: 1.0\n"
    body = "Content-Type: multipart/mixed; boundary=F\n\n--F\n\nXem giúp.\n--F\n"
    whole = f"{head}{body}Content-Type: message/rfc822\n\n{attached}\n--F--\n"

    assert read_letter(whole.encode()).kind is ReturnKind.REPLY


def test_an_answer_to_an_invitation_brings_its_event():
    came = read_letter(answer_to_invitation())

    assert came.calendar is not None
    assert b"PARTSTAT=DECLINED" in came.calendar


def test_a_letter_of_many_nested_parts_stops_nobody():
    opening = "".join(
        f"Content-Type: multipart/mixed; boundary=B{n}\n\n--B{n}\n" for n in range(3000)
    )

    came = read_letter(f"From: {SENDER}\nSubject: x\n{opening}".encode())

    assert isinstance(came, Came)


def test_no_unseen_letters_turn_somebodys_words_around():
    came = read_letter(reply(says="Đồng\u202e ý\u200b\x07"))

    assert came.words == "Đồng ý"


@given(st.binary(max_size=2000))
def test_whatever_comes_is_read_or_found_unreadable(content):
    assert isinstance(read_letter(content), Came)


HEADERS = st.sampled_from(
    [
        "From",
        "Subject",
        "In-Reply-To",
        "Content-Type",
        "Auto-Submitted",
        "Precedence",
        "Return-Path",
    ]
)
VALUES = st.text(max_size=200).map(lambda text: text.replace("\r", " ").replace("\n", " "))


@given(st.lists(st.tuples(HEADERS, VALUES), max_size=8), st.text(max_size=500))
def test_whatever_its_headers_say_a_letter_is_read(headers, text):
    lines = "".join(f"{name}: {value}\n" for name, value in headers)
    content = f"From: {SENDER}\n{lines}\n{text}".encode("utf-8", "surrogatepass")

    came = read_letter(content)

    assert len(came.words) <= LONGEST_WORDS + 1
    assert all("\n" not in each for each in (came.subject, came.sender, *came.about))


@given(st.text(max_size=200))
def test_a_letter_that_says_that_a_program_wrote_it_is_nobodys_answer(words):
    content = reply(says=words.replace("\r", ""), **{"Auto-Submitted": "auto-replied"})

    assert read_letter(content).kind in (ReturnKind.AUTOMATIC, ReturnKind.UNREADABLE)


@given(
    st.sampled_from(["failed", "delayed", "delivered", "relayed", "expanded", "FAILED", "strange"]),
    st.from_regex(r"[245]\.[0-9]{1,3}\.[0-9]{1,3}", fullmatch=True),
)
def test_only_a_report_that_it_failed_says_that_a_letter_came_back(action, status):
    came = read_letter(report(action=action, status=status))

    assert (came.kind is ReturnKind.BOUNCED) == (action.lower() == "failed")
    assert came.status == status


@pytest.mark.parametrize(
    ("status", "meaning"),
    [
        ("5.1.1", Meaning.NO_MAILBOX),
        ("5.2.2", Meaning.FULL),
        ("5.2.1", Meaning.DISABLED),
        ("5.3.4", Meaning.TOO_LARGE),
        ("4.4.7", Meaning.NOT_REACHED),
        ("5.7.1", Meaning.REFUSED),
        ("5.0.0", Meaning.OTHER),
        ("", Meaning.OTHER),
    ],
)
def test_a_code_means_something_to_people(status, meaning):
    assert meaning_of(status) is meaning

"""Whose fault a refusal is: as servers word it, and for whatever they may say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from notifications.sending.refusals import HUNG_UP, NO_ANSWER, Fault, MailRefusal, MailStage

CONNECTION, SENDER, RECIPIENT, TEXT = MailStage

# Postfix, Exim, Exchange Online, Google and sendmail, in their own words.
AS_SERVERS_SAY = [
    # --- the letter's -----------------------------------------------------------------------------
    (RECIPIENT, 550, "5.1.1 <a@x>: Recipient address rejected: User unknown", Fault.LETTER),
    (RECIPIENT, 550, "5.1.2 Bad destination system", Fault.LETTER),
    (RECIPIENT, 501, "5.1.3 Bad recipient address syntax", Fault.LETTER),
    (RECIPIENT, 551, "5.1.6 The mailbox has moved", Fault.LETTER),
    (RECIPIENT, 550, "5.1.10 RESOLVER.ADR.RecipientNotFound", Fault.LETTER),
    (RECIPIENT, 550, "5.2.1 The account is disabled", Fault.LETTER),
    (RECIPIENT, 552, "5.2.2 Over quota", Fault.LETTER),
    (RECIPIENT, 550, "No such user here", Fault.LETTER),
    (RECIPIENT, 553, "sorry, that mailbox is not in my list", Fault.LETTER),
    (SENDER, 552, "5.3.4 Message size exceeds fixed limit", Fault.LETTER),
    (SENDER, 552, "Message too large", Fault.LETTER),
    (TEXT, 552, "5.3.4 Error: message file too big", Fault.LETTER),
    (TEXT, 554, "5.6.0 Message cannot be read", Fault.LETTER),
    (TEXT, 552, "Message size exceeds maximum value", Fault.LETTER),
    # --- the letter's, for now ---------------------------------------------------------------------
    (RECIPIENT, 450, "4.2.0 <a@x>: Recipient address rejected: Greylisted", Fault.FOR_NOW),
    (RECIPIENT, 451, "4.7.1 Greylisting in action, try later; too many new ones", Fault.FOR_NOW),
    (RECIPIENT, 452, "4.2.2 Over quota", Fault.FOR_NOW),
    (RECIPIENT, 450, "4.1.2 Domain not found", Fault.FOR_NOW),
    (TEXT, 451, "4.7.1 Service unavailable - try again later", Fault.FOR_NOW),
    (TEXT, 452, "4.3.1 Insufficient system storage", Fault.FOR_NOW),
    (TEXT, 0, HUNG_UP, Fault.FOR_NOW),
    (TEXT, 0, NO_ANSWER, Fault.FOR_NOW),
    # --- ours --------------------------------------------------------------------------------------
    (CONNECTION, 554, "5.7.1 No SMTP service here", Fault.OURS),
    (CONNECTION, 421, "4.7.0 Error: too many connections from 192.0.2.7", Fault.OURS),
    (CONNECTION, 535, "5.7.8 Error: authentication failed", Fault.OURS),
    (CONNECTION, 0, "TLS: self-signed certificate", Fault.OURS),
    (SENDER, 550, "5.7.60 Client does not have permissions to send as this sender", Fault.OURS),
    (SENDER, 530, "5.7.0 Must issue a STARTTLS command first", Fault.OURS),
    (SENDER, 501, "5.1.7 Bad sender address syntax", Fault.OURS),
    (SENDER, 503, "5.5.1 Error: need MAIL command", Fault.OURS),
    (SENDER, 452, "4.3.1 Insufficient system storage", Fault.OURS),
    (SENDER, 0, HUNG_UP, Fault.OURS),
    (RECIPIENT, 530, "5.7.57 Client not authenticated to send mail", Fault.OURS),
    (RECIPIENT, 550, "5.1.0 <doan@x>: Sender address rejected: User unknown", Fault.OURS),
    (RECIPIENT, 550, "5.1.8 Sender domain does not exist", Fault.OURS),
    (RECIPIENT, 550, "5.3.0 System not accepting messages", Fault.OURS),
    (RECIPIENT, 451, "4.3.0 Temporary lookup failure", Fault.OURS),
    (RECIPIENT, 450, "4.7.1 Error: too much mail from 192.0.2.7", Fault.OURS),
    (RECIPIENT, 451, "4.7.500 Server busy, sending rate exceeded", Fault.OURS),
    (RECIPIENT, 0, NO_ANSWER, Fault.OURS),
    (TEXT, 421, "4.3.2 Service shutting down", Fault.OURS),
    # --- in doubt ----------------------------------------------------------------------------------
    (RECIPIENT, 554, "5.7.1 <a@x>: Relay access denied", Fault.IN_DOUBT),
    (RECIPIENT, 554, "5.7.1 <client>: Client host rejected: Access denied", Fault.IN_DOUBT),
    (RECIPIENT, 550, "5.4.1 Recipient address rejected: Access denied", Fault.IN_DOUBT),
    (RECIPIENT, 550, "relay not permitted", Fault.IN_DOUBT),
    (RECIPIENT, 550, "Administrative prohibition: sender unknown", Fault.IN_DOUBT),
    (RECIPIENT, 503, "5.5.1 Bad sequence of commands", Fault.IN_DOUBT),
    (RECIPIENT, 554, "Transaction failed", Fault.IN_DOUBT),
    (TEXT, 554, "5.7.1 Message rejected as spam", Fault.IN_DOUBT),
    (TEXT, 550, "This message was classified as spam", Fault.IN_DOUBT),
    (TEXT, 554, "Transaction failed", Fault.IN_DOUBT),
]


@pytest.mark.parametrize(("stage", "code", "said", "fault"), AS_SERVERS_SAY)
def test_a_refusal_is_the_fault_of(stage, code, said, fault):
    assert MailRefusal(stage, code, said).fault is fault


def test_an_enhanced_code_of_another_class_says_nothing():
    told = MailRefusal(RECIPIENT, 550, "2.1.1 relay not permitted")

    assert (told.enhanced, told.fault) == (None, Fault.IN_DOUBT)


@given(
    st.sampled_from(MailStage),
    st.integers(-1, 999),
    st.one_of(st.text(), st.from_regex(r"\A[245]\.\d{1,3}\.\d{1,3} .{0,40}")),
)
def test_whatever_a_server_says_is_somebodys_fault(stage, code, said):
    assert MailRefusal(stage, code, said).fault in Fault


@given(st.sampled_from((CONNECTION, SENDER)), st.integers(-1, 999), st.text())
def test_before_the_recipient_is_named_only_its_size_can_end_a_letter(stage, code, said):
    refusal = MailRefusal(stage, code, said)

    if refusal.fault is not Fault.OURS:
        assert (stage, refusal.fault) == (SENDER, Fault.LETTER)
        assert code == 552 or refusal.enhanced == (3, 4)


@given(st.sampled_from(MailStage), st.integers(400, 499), st.text())
def test_no_letter_ends_by_what_passes(stage, code, said):
    if stage is not SENDER:
        assert MailRefusal(stage, code, said).fault in (Fault.FOR_NOW, Fault.OURS)

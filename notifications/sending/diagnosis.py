"""What is wrong when letters do not leave, in words, and which setting mends it."""

import re

from config.settings import Settings
from config.words import Words
from notifications.sending.refusals import MailRefusal, MailStage

# What is said of the way to the server, by us or by the libraries beneath, and what it means.
_ON_THE_WAY = (
    ("unknown_host", r"name or service not known|nodename|getaddrinfo|name resolution|no address"),
    ("other_name", r"hostname mismatch|ip address mismatch|not valid for"),
    ("not_tls", r"wrong.version.number|record.layer|unexpected eof|packet length too long"),
    ("untrusted", r"certificate"),
    ("no_starttls", r"starttls extension not supported"),
    ("no_sign_in", r"auth extension|no suitable auth|auth(entication)? (is )?not supported"),
    ("nothing_listens", r"connect call failed|refused|unreachable|no route"),
    ("no_answer", r"in time|timed out"),
)
_BY_CODE = {535: "password", 534: "password", 530: "sign_in"}
_BY_WORDS = (
    ("encrypt", r"starttls|encrypt|\btls\b"),
    ("sender", r"sender|send as|from address"),
    ("relay", r"relay"),
    ("hurried", r"too (much|many|fast|often)|\brate\b|throttl|exceeded"),
    ("sign_in", r"auth|log ?in|access denied|client host"),
)
_OF_THE_SENDER = {(1, 0), (1, 7), (1, 8)}


def what_is_wrong(refusal: MailRefusal) -> str:
    """Return what keeps letters from leaving: the sentence is `mail.why.<it>`."""
    if refusal.stage is MailStage.CONNECTION and not refusal.code:
        return _found(_ON_THE_WAY, refusal.said) or "no_connection"
    by_words = _found(_BY_WORDS, refusal.said)
    if by_words == "encrypt" or refusal.enhanced in _OF_THE_SENDER:
        return by_words if by_words == "encrypt" else "sender"
    return _BY_CODE.get(refusal.code) or by_words or "refused"


def said_of_trouble(refusal: MailRefusal, settings: Settings, w: Words) -> str:
    """Say what is wrong and what to set, with the server's own words after it."""
    facts = {
        "server": settings.mail_place,
        "sender": settings.mail_from,
        "tls": settings.smtp_tls,
    }
    said = f"{refusal.code} {refusal.said}" if refusal.code else refusal.said
    why = w.text(f"mail.why.{what_is_wrong(refusal)}", **facts)
    return w.text("mail.why", why=why, said=said)


def _found(known: tuple[tuple[str, str], ...], said: str) -> str:
    return next((key for key, words in known if re.search(words, said, re.IGNORECASE)), "")

"""Whose fault a refusal by the mail server is: the letter's, ours, or not known yet.

By the enhanced status code (RFC 3463), which says more than the code of three digits (RFC 5321, 4.2.3);
by the words only where there is none.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

HUNG_UP = "the mail server has hung up"
NO_ANSWER = "the mail server did not answer in time"


class MailStage(StrEnum):
    """How far a letter had come. Stored: the names never change."""

    CONNECTION = "connection"
    SENDER = "sender"
    RECIPIENT = "recipient"
    TEXT = "text"


class Fault(StrEnum):
    """Whose fault a refusal is.

    `LETTER`: this letter will not be taken, all others may. `FOR_NOW`: this one may be, later. `OURS`:
    none will be until somebody mends something. `IN_DOUBT`: ours, or this letter's; that shows when
    others are taken and this one is not.
    """

    LETTER = "letter"
    FOR_NOW = "for_now"
    OURS = "ours"
    IN_DOUBT = "in_doubt"


@dataclass(frozen=True)
class MailRefusal:
    """What the mail server, or the way to it, said at a stage. `code` 0: it gave none."""

    stage: MailStage
    code: int
    said: str

    @property
    def fault(self) -> Fault:
        """Return whose fault it is; each refusal has one answer."""
        if not 400 <= self.code < 600:
            # Cut off, timed out or malformed. After the text it may have been taken all the same:
            # it is not sent again at once.
            return Fault.FOR_NOW if self.stage is MailStage.TEXT else Fault.OURS
        if self.stage is MailStage.CONNECTION or self.code == _CLOSING or self.code in _NOT_LET_IN:
            return Fault.OURS
        if self.stage is MailStage.SENDER:
            return Fault.LETTER if self._is_too_large else Fault.OURS
        return self._for_now if self.code < 500 else self._for_good

    @property
    def told(self) -> str:
        """Return the refusal as the server said it, for those who look after the system."""
        said = f"{self.code} {self.said}" if self.code else self.said
        is_let_in = self.stage is not MailStage.CONNECTION
        return said if is_let_in else f"no connection to the mail server: {said}"

    @property
    def is_goodbye(self) -> bool:
        """Tell whether the server ended the conversation and has surely not taken the letter."""
        cut_off = self.said == HUNG_UP and self.stage is not MailStage.TEXT
        return self.code == _CLOSING or cut_off

    @property
    def is_for_want_of_room(self) -> bool:
        """Tell whether a connection was refused as servers refuse one too many."""
        return self.stage is MailStage.CONNECTION and self.code in (0, _CLOSING)

    @property
    def is_of_pace(self) -> bool:
        """Tell whether the server is sent to faster than it bears, whatever the letter."""
        hurried = self.code < 500 and bool(_HURRIED.search(self.said))
        return hurried and not self.is_of_one_alone

    @property
    def is_of_one_alone(self) -> bool:
        """Tell whether a refusal for now says nothing of other letters: a full mailbox, greylisting."""
        subject, _ = self.enhanced or (0, 0)
        return subject == _MAILBOX or bool(_GREYLISTING.search(self.said))

    @property
    def enhanced(self) -> tuple[int, int] | None:
        """Return subject and detail of the enhanced code; None without one, or one of another class."""
        found = _ENHANCED.match(self.said)
        if found is None or int(found[1]) != self.code // 100:
            return None
        return int(found[2]), int(found[3])

    @property
    def _is_too_large(self) -> bool:
        return self.enhanced == _TOO_LARGE or (self.code == 552 and self.enhanced is None)

    @property
    def _for_now(self) -> Fault:
        """Judge a 4xx after the sender was taken."""
        if self.stage is MailStage.TEXT or self.is_of_one_alone:
            return Fault.FOR_NOW
        subject, _ = self.enhanced or (0, 0)
        of_us = subject == _MAIL_SYSTEM or self.is_of_pace
        return Fault.OURS if of_us else Fault.FOR_NOW

    @property
    def _for_good(self) -> Fault:
        """Judge a 5xx after the sender was taken."""
        enhanced = self.enhanced
        if enhanced is None or enhanced == (0, 0):
            return self._by_words
        subject, _ = enhanced
        if enhanced in _OF_THE_LETTER or subject in (_MAILBOX, _CONTENT):
            return Fault.LETTER
        at_recipient = self.stage is MailStage.RECIPIENT
        if enhanced in _OF_THE_SENDER or (subject == _MAIL_SYSTEM and at_recipient):
            return Fault.OURS
        return Fault.IN_DOUBT

    @property
    def _by_words(self) -> Fault:
        if self.code == 552:
            return Fault.LETTER
        plainly = self.stage is MailStage.RECIPIENT and self.code in (550, 551, 553)
        return Fault.LETTER if plainly and not _OF_US.search(self.said) else Fault.IN_DOUBT


_CLOSING = 421
# These say that we are not let in: 530 to 538, RFC 4954.
_NOT_LET_IN = range(530, 539)

_ENHANCED = re.compile(r"\s*([245])\.(\d{1,3})\.(\d{1,3})(?!\S)", re.ASCII)
# Subjects of enhanced codes.
_MAILBOX, _MAIL_SYSTEM, _CONTENT = 2, 3, 6
_TOO_LARGE = (3, 4)
# No such mailbox, no such domain, malformed, moved, a domain that takes no mail (RFC 7505); too large.
_OF_THE_LETTER = frozenset({(1, 1), (1, 2), (1, 3), (1, 6), (1, 10), _TOO_LARGE})
# Another address than the recipient's, hence the sender's: malformed, or of no domain.
_OF_THE_SENDER = frozenset({(1, 0), (1, 7), (1, 8)})

_GREYLISTING = re.compile(r"gr[ea]y-?list", re.IGNORECASE)
_HURRIED = re.compile(
    r"too (much|many|fast|often)|\brate\b|throttl|slow down|exceeded", re.IGNORECASE
)
_OF_US = re.compile(
    r"relay|sender|polic[yi]|auth|permi|denied|not allowed|spam|block|reputation|\bfrom\b|client"
    r"|\bip\b|\bhost\b|tls|encrypt|rejected for",
    re.IGNORECASE,
)

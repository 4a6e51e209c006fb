"""What the enhanced code (RFC 3463) of a letter that came back means for people; pure."""

from enum import StrEnum


class Meaning(StrEnum):
    """Why a letter came back; the sentence is `came_back.<code>`."""

    NO_MAILBOX = "no_mailbox"
    FULL = "full"
    DISABLED = "disabled"
    TOO_LARGE = "too_large"
    NOT_REACHED = "not_reached"
    REFUSED = "refused"
    OTHER = "other"


_FULL, _TOO_LARGE = ("2", "2"), (("2", "3"), ("3", "4"))
_OF_SUBJECT = {
    "1": Meaning.NO_MAILBOX,
    "2": Meaning.DISABLED,
    "4": Meaning.NOT_REACHED,
    "6": Meaning.REFUSED,
    "7": Meaning.REFUSED,
}


def meaning_of(status: str) -> Meaning:
    """Return what a code such as `5.1.1` means; of one that nobody knows, nothing in particular."""
    _, _, rest = status.partition(".")
    subject, _, detail = rest.partition(".")
    if (subject, detail) == _FULL:
        return Meaning.FULL
    if (subject, detail) in _TOO_LARGE:
        return Meaning.TOO_LARGE
    return _OF_SUBJECT.get(subject, Meaning.OTHER)

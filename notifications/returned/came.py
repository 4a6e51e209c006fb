"""What a letter that came back says, in plain values."""

from dataclasses import dataclass

from models.store.mail.returned import ReturnKind


@dataclass(frozen=True)
class Came:
    """A letter that came to the sender's mailbox.

    `about` are the Message-IDs it may be about, the likeliest first; `case` a number its subject names.
    `sender` is who it says wrote it, which nobody vouches for. `status` is the enhanced code (RFC 3463)
    of one that could not be delivered, `calendar` the object of an answer to an invitation.

    Of somebody's words it is told, too, what an answer by reply is judged by: `id` is the letter's own
    Message-ID, `results` what relays say of its sender (the topmost first), `one_sender` that it names
    one alone, `files` that something is attached.
    """

    kind: ReturnKind
    about: tuple[str, ...] = ()
    case: str = ""
    sender: str = ""
    subject: str = ""
    status: str = ""
    words: str = ""
    calendar: bytes | None = None
    id: str = ""
    results: tuple[str, ...] = ()
    one_sender: bool = False
    files: bool = False

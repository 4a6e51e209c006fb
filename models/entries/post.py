"""What the post's journal says: which messages were queued, sent, given up, returned, and forgotten."""

from typing import ClassVar, NamedTuple

from models.entries.base import OfHouse
from models.ids import Digest


class ToldOfPost(NamedTuple):
    """A message by its number in the outbox, and a digest under its own seal."""

    message: int
    digest: Digest


class MessagesQueued(OfHouse):
    """Messages as their events called for them: case, entry, notice, recipient and facts."""

    kind: ClassVar[str] = "messages_queued"
    messages: tuple[ToldOfPost, ...]


class MessagesSettled(OfHouse):
    """Messages as they were sent or given up: state, address, the bytes, and when."""

    kind: ClassVar[str] = "messages_settled"
    messages: tuple[ToldOfPost, ...]


class MessagesReturned(OfHouse):
    """Messages that had been sent came back, as their rows say since."""

    kind: ClassVar[str] = "messages_returned"
    messages: tuple[ToldOfPost, ...]


class MessagesForgotten(OfHouse):
    """What messages said is erased; that they were sent, to whom and when stays."""

    kind: ClassVar[str] = "messages_forgotten"
    messages: tuple[int, ...]


class MessagesSlimmed(OfHouse):
    """Of messages that were sent long ago the bytes are kept no more, their digest alone."""

    kind: ClassVar[str] = "messages_slimmed"
    messages: tuple[int, ...]


class MessagesSentAgain(OfHouse):
    """Messages that had failed wait again, as somebody asked: they are written anew."""

    kind: ClassVar[str] = "messages_sent_again"
    messages: tuple[int, ...]

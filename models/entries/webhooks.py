"""What the house's journal says of webhooks: where other systems are told what happens."""

from datetime import datetime
from typing import ClassVar

from models.entries.base import OfHouse
from models.ids import Digest


class WebhookRegistered(OfHouse):
    """Another system is told from now on (UTC) of entries of some kinds, or of all that are told.

    `sealed` is the digest of what it is called and where it is, `secret` that of what its calls are
    signed with.
    """

    kind: ClassVar[str] = "webhook_registered"
    number: int
    sealed: Digest
    secret: str
    kinds: tuple[str, ...]
    made_at: datetime


class WebhooksEnded(OfHouse):
    """Webhooks are told nothing any more.

    They were `removed`; or their receiver answered that it is `gone`; or they went with the key of the
    journal (`key`) that they rested on.
    """

    kind: ClassVar[str] = "webhooks_ended"
    webhooks: tuple[int, ...]
    why: str

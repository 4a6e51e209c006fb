"""What the house's journal says of calendars that programs read by a secret address."""

from datetime import datetime
from typing import ClassVar

from models.entries.base import OfHouse
from models.ids import PersonId


class CalendarFeedMade(OfHouse):
    """Whoever has an address reads a person's calendar from now on (UTC), as that person may see it.

    `feed` is the digest of what is secret in the address.
    """

    kind: ClassVar[str] = "calendar_feed_made"
    person: PersonId
    feed: str
    made_at: datetime


class CalendarFeedsWithdrawn(OfHouse):
    """Addresses of calendars lead nowhere any more.

    Their person had them `withdrawn` or `renewed`, has `left` all seats or was `erased`; or they went
    with the mailbox (`mailbox`) or the key of the journal (`key`) that they rested on.
    """

    kind: ClassVar[str] = "calendar_feeds_withdrawn"
    feeds: tuple[str, ...]
    why: str

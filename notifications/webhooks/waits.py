"""How long a receiver asks us to wait: what it says in `Retry-After`, by RFC 9110, 10.2.3. Pure."""

from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from http import HTTPStatus

# Only these say when it is to be called again: too much was asked of it, or it is away for a while.
_SAYS_WHEN = frozenset((HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE))
# What is more than anybody means; how long is waited at most is set where it is used.
_MOST_SECONDS = 10**9


def retry_after(status: int, said: str | None) -> str | None:
    """Return what a receiver says of when to call again; None where its answer says no such thing."""
    return said if status in _SAYS_WHEN else None


def wait_asked(said: str | None, at: datetime) -> timedelta | None:
    """Return how long to wait from a moment (UTC) on; None for what is neither seconds nor a date.

    A date that has passed asks for no wait.
    """
    written = (said or "").strip()
    try:
        if written.isascii() and written.isdigit():
            return timedelta(seconds=min(int(written), _MOST_SECONDS))
        until = parsedate_to_datetime(written)
        # All of its forms are of Greenwich; one of them does not say so.
        moment = until if until.tzinfo else until.replace(tzinfo=UTC)
        return max(moment - at, timedelta())
    except (ValueError, TypeError, IndexError, OverflowError):
        return None

"""When a message that could not be sent is tried again, and when it is given up."""

from datetime import timedelta

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
PATIENCE = timedelta(days=3)


def delay_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries in vain; None when it is time to give up.

    One minute, doubling up to one hour. What counts are the waits, not the age of the message: one
    that lay here for a week while Doan was switched off still gets all of its tries.
    """
    waited = sum((_delay(number) for number in range(1, tries)), timedelta())
    return _delay(tries) if waited < PATIENCE else None


def _delay(number: int) -> timedelta:
    doublings = min(number - 1, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)

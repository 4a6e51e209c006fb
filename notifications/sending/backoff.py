"""When a message that could not be sent is tried again, and when it is given up."""

from datetime import timedelta

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=1)
# Longer than the longest holiday (Tết): nobody mends a server then.
PATIENCE = timedelta(days=14)
# However long a receiver of calls asks us to wait.
LONGEST_ASKED = timedelta(days=1)
# One minute, two, four … thirty-two.
_TIMES_IN_DOUBT = 7


def delay_after(tries: int) -> timedelta | None:
    """Return how long to wait after so many tries in vain; None when it is time to give up.

    One minute, doubling up to one hour. What counts are the waits, not the age of the message: one
    that lay here for a week while Doan was switched off still gets all of its tries.
    """
    waited = sum((_delay(number) for number in range(1, tries)), timedelta())
    return _delay(tries) if waited < PATIENCE else None


def delay_in_doubt(times: int) -> timedelta | None:
    """Return how long a message waits that was refused so often while others were taken.

    None when that cannot be the server's fault any more: after an hour or so.
    """
    return _delay(times) if times < _TIMES_IN_DOUBT else None


def delay_of_call(tries: int, asked: timedelta | None = None) -> timedelta:
    """Return how long a webhook rests that was called so often in vain; when to give up others say.

    `asked`: how long its receiver asked us to wait. That holds, but for no less than the first delay,
    nor for more than a day: what it is told waits meanwhile.
    """
    if asked is None:
        return _delay(tries)
    return min(max(asked, FIRST_DELAY), LONGEST_ASKED)


def _delay(number: int) -> timedelta:
    doublings = min(number - 1, 10)
    return min(FIRST_DELAY * (1 << doublings), LONGEST_DELAY)

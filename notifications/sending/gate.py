"""The gate before the mail server: shut while it takes no letters, and then knocked at by one alone.

It is kept in memory, for one event loop: a process that begins knows nothing of the server yet.
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

# So many letters are under way at once, where the server bears it.
AT_ONCE = 4
FIRST_REST_SECONDS, LONGEST_REST_SECONDS = 5.0, 60.0
# So many different letters in a row, none of them taken, are no longer the fault of each.
MANY_IN_A_ROW = 3
# A server that would not bear so many connections is asked for one more after this.
_GROWS_AFTER_SECONDS = 600.0


@dataclass
class _Doubt:
    """A letter refused for what may be its own fault, and the letters taken when it was last."""

    taken: int
    times: int = 0


@dataclass
class MailGate:
    """Whether a letter may go to the mail server now, and how many at once.

    Shut for a fault of ours for five seconds, doubling to a minute; then one letter is tried, and when
    it is taken all may go. `clock` counts seconds.
    """

    clock: Callable[[], float] = time.monotonic
    at_once: int = AT_ONCE
    _shut_until: float | None = None
    _rest: float = FIRST_REST_SECONDS
    _taken: int = 0
    _grows_at: float = 0.0
    # What was refused since a letter was last taken, in this order.
    _refused: dict[int, None] = field(default_factory=dict)
    _doubts: dict[int, _Doubt] = field(default_factory=dict)

    @property
    def is_open(self) -> bool:
        return self._shut_until is None

    @property
    def may_knock(self) -> bool:
        """Tell whether one letter is to be tried, to see whether the server takes letters again."""
        return self._shut_until is not None and self.clock() >= self._shut_until

    @property
    def seconds_to_knock(self) -> float:
        """Return how long to wait before; nothing, where it is open."""
        return max(0.0, self._shut_until - self.clock()) if self._shut_until is not None else 0.0

    @property
    def refused(self) -> frozenset[int]:
        """Return the letters refused since one was last taken: others are tried before them."""
        return frozenset(self._refused)

    def ask_first(self) -> None:
        """Shut it until one letter has shown whether the server takes any."""
        self._shut_until = self.clock()

    def start_round(self) -> None:
        """Let those refused be tried again: there are no others."""
        self._refused.clear()

    def shut(self, letter: int | None = None) -> None:
        """Note a fault of ours; it counts once, however many letters met it together."""
        if letter is not None:
            self._refused[letter] = None
        if self.is_open:
            self._rest = FIRST_REST_SECONDS
            # That it bore few connections may have been the beginning of this.
            self.at_once = AT_ONCE
        elif self.may_knock:
            self._rest = min(2 * self._rest, LONGEST_REST_SECONDS)
        else:
            return
        self._shut_until = self.clock() + self._rest

    def doubt(self, letter: int) -> int:
        """Note a refusal that may be the letter's own fault.

        Return how often it was refused again after others had been taken. Once it was, it is suspect
        alone, and the gate stays as it is.
        """
        known = self._doubts.setdefault(letter, _Doubt(self._taken))
        if self._taken > known.taken:
            known.taken, known.times = self._taken, known.times + 1
            return known.times
        self.shut(letter)
        return known.times

    def put_off(self, letter: int) -> bool:
        """Note a letter refused for now. Many in a row say that the server takes none.

        Tell whether it is shut now.
        """
        self._refused[letter] = None
        if not self.is_open or len(self._refused) >= MANY_IN_A_ROW:
            self.shut(letter)
        return not self.is_open

    def forget(self, letter: int) -> None:
        """Note that a letter ended as its own fault: of the server that says that it works."""
        self._doubts.pop(letter, None)
        self._refused.pop(letter, None)

    def take(self, letter: int | None = None) -> Iterable[int]:
        """Note that the server has taken a letter: all may go.

        Return the letters refused meanwhile, where it was shut: they need wait no longer.
        """
        self._taken += 1
        if letter is not None:
            self._doubts.pop(letter, None)
        woken = () if self.is_open else tuple(self._refused)
        self._refused.clear()
        self._shut_until = None
        if self.at_once < AT_ONCE and self.clock() >= self._grows_at:
            self.at_once += 1
            self._grows_at = self.clock() + _GROWS_AFTER_SECONDS
        return woken

    def bear(self, connections: int) -> None:
        """Note that the server lets no more connections in than it has already."""
        self.at_once = max(1, min(self.at_once, connections))
        self._grows_at = self.clock() + _GROWS_AFTER_SECONDS

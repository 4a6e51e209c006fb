"""A verification that an auditor asked for: one at a time, beside the pages; the last result is kept."""

import logging
import threading
from dataclasses import dataclass
from datetime import datetime

from flows.verifying import ToVerify, VerifiedApart, verified_apart

log = logging.getLogger("doan.audit")


@dataclass(frozen=True)
class Verification:
    """A verification: who asked for it, when (UTC), and what it found.

    While it is under way it has found nothing yet; one that `failed` never will.
    """

    by: str
    began_at: datetime
    found: VerifiedApart | None = None
    failed: bool = False

    @property
    def is_under_way(self) -> bool:
        """Tell whether it goes on still."""
        return self.found is None and not self.failed


class Verifying:
    """The last verification of this process. Threads share it."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last: Verification | None = None
        self._thread: threading.Thread | None = None

    @property
    def last(self) -> Verification | None:
        """Return the verification under way, or the last one; None before the first."""
        return self._last

    def begin(self, wanted: ToVerify, by: str, at: datetime) -> bool:
        """Begin a verification; False where one is under way: its result is everybody's."""
        with self._lock:
            if self._last and self._last.is_under_way:
                return False
            this = self._last = Verification(by, at)
            self._thread = threading.Thread(target=self._verify, args=(wanted, this), daemon=True)
            self._thread.start()
        return True

    def wait(self, seconds: float) -> None:
        """Wait until the verification under way has ended, for so long at most."""
        if self._thread:
            self._thread.join(seconds)

    def _verify(self, wanted: ToVerify, this: Verification) -> None:
        try:
            self._last = Verification(this.by, this.began_at, verified_apart(wanted))
        except Exception:
            log.exception("a verification failed")
            self._last = Verification(this.by, this.began_at, failed=True)

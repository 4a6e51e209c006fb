"""What a walk comes back with: the case as it then is, and what it waits for."""

from dataclasses import dataclass
from datetime import datetime

from config.regulation.codes import Stage
from models.case import Case
from models.errors import SeatVacant


class Waiting(Exception):
    """Nothing to do until somebody acts or a day comes: ends the walk; what was written is kept.

    `vacant` is a seat that nobody holds who may act: this is waited for, or beside what is.
    """

    def __init__(
        self, stage: Stage, until: datetime | None, vacant: SeatVacant | None = None
    ) -> None:
        super().__init__(stage, until)
        self.stage = stage
        self.until = until
        self.vacant = vacant

    def beside(self, other: "Waiting | None") -> "Waiting":
        """Return this wait, with the vacant seat of another one if it has none of its own."""
        return Waiting(self.stage, self.until, self.vacant or (other.vacant if other else None))


class Over(Exception):
    """The case has come to its end in the middle of the walk."""


@dataclass(frozen=True)
class Walked:
    """What a walk found: the case, and what it now waits for (None at its end)."""

    case: Case
    waiting: Waiting | None

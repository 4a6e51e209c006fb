"""The stages of a register's rows, and which may follow which. Stored: the codes never change.

A register tells its stages in the order in which an office goes through them; the moves are data.
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType


class Stage(StrEnum):
    """Where a row of a register stands."""

    STUDIED = "studied"
    LETTER_OF_INTENT = "letter_of_intent"
    AGREEMENT = "agreement"
    ACTIVE = "active"
    DORMANT = "dormant"
    PREPARED = "prepared"
    IN_FORCE = "in_force"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    PROPOSED = "proposed"
    APPROVED = "approved"
    RUNNING = "running"
    DONE = "done"
    LISTED = "listed"
    TAKEN_UP = "taken_up"
    ASKED = "asked"
    ANSWERED = "answered"
    ENDED = "ended"


Moves = Mapping[str, tuple[str, ...]]


def moves(**each: tuple[Stage, ...]) -> Moves:
    """Return which stages may follow a stage; none follows one that is not named."""
    return MappingProxyType(each)


# What keeps another row from being ended or removed: it is under way, or binds somebody.
STANDING = frozenset(
    (
        Stage.PREPARED,
        Stage.IN_FORCE,
        Stage.PROPOSED,
        Stage.APPROVED,
        Stage.RUNNING,
        Stage.TAKEN_UP,
        Stage.ASKED,
        Stage.STUDIED,
        Stage.LETTER_OF_INTENT,
        Stage.AGREEMENT,
        Stage.ACTIVE,
    )
)

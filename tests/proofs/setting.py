"""How much of the proofs is done: all of it (`make proofs`), or an even sample (`make test`)."""

import os
from collections.abc import Sequence
from typing import TypeVar

FULLY = os.environ.get("DOAN_PROOFS") == "full"

T = TypeVar("T")


def sample(of: Sequence[T], most: int) -> Sequence[T]:
    """Return everything when all is proved, otherwise at most so many, evenly chosen."""
    return of if FULLY else evenly(of, most)


def evenly(of: Sequence[T], most: int) -> Sequence[T]:
    """Return at most so many, evenly chosen from the first to the last."""
    if len(of) <= most:
        return of
    return [of[round(place * (len(of) - 1) / (most - 1))] for place in range(most)]
